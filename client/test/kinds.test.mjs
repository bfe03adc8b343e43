/* The kinds of the client are those of the server: same fields, same words, same first words (server/core/kind_*.c). */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { load } from "./load.mjs";

const top = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { KINDS, REFS } = await load();

/* {kind: [{name, type, words, hidden}]}, read from the rows as they stand in the source. */
async function serverKinds() {
    const core = join(top, "server/core");
    const names = (await readdir(core)).filter((name) => /^kind_.*\.c$/.test(name));
    const source = (await Promise.all(names.map((name) => readFile(join(core, name), "utf8")))).join("\n");
    const words = {};
    for (const [, name, list] of source.matchAll(/const char \*const (\w+)\[\] = \{([^}]*)\}/g)) {
        words[name] = [...list.matchAll(/"(\w+)"/g)].map(([, word]) => word);
    }
    const kinds = {};
    for (const [, kind, body] of source.matchAll(/const struct field (\w+)_rows\[\w+\] = \{\n(.*?)\n\};/gs)) {
        kinds[kind] = body.split(/(?=\{ \.name = )/).slice(1).map((row) => ({
            name: /\.name = "(\w+)"/.exec(row)[1],
            type: /\.type = FIELD_(\w+)/.exec(row)[1],
            words: words[/\.words = (\w+)/.exec(row)?.[1]],
            hidden: /\.reads = READ_NONE/.test(row),
        })).filter((field) => !field.hidden);
    }
    return kinds;
}

/* {kind: {field: its type as written}} of the interfaces in sync/types.ts. */
async function clientFields() {
    const source = await readFile(join(top, "client/src/sync/types.ts"), "utf8");
    const aliases = Object.fromEntries([...source.matchAll(/export type (\w+) =([^;]*);/g)].map(([, name, text]) => [name, text]));
    const kinds = {};
    for (const [, kind, body] of source.matchAll(/extends Base<"(\w+)"> \{\n(.*?)\n\}/gs)) {
        kinds[kind] = Object.fromEntries([...body.matchAll(/^ {4}(\w+)\??: ([^;]*);/gm)]
            .map(([, name, type]) => [name, aliases[type] ?? type]));
        delete kinds[kind].tag;
    }
    return kinds;
}

const server = await serverKinds();
const client = await clientFields();

test("every kind and every field that the server sends has its type here, and no other", () => {
    assert.deepEqual(Object.keys(server).sort(), Object.keys(KINDS).sort());
    for (const [kind, fields] of Object.entries(server)) {
        assert.deepEqual(Object.keys(client[kind]).sort(), fields.map((field) => field.name).sort(), kind);
    }
});

test("enumerations have the server's words, and the first stands for nothing set", () => {
    for (const [kind, fields] of Object.entries(server)) {
        const enums = fields.filter((field) => field.type === "ENUM");
        assert.deepEqual(KINDS[kind].first, Object.fromEntries(enums.map((field) => [field.name, field.words[0]])), kind);
        for (const { name, words } of enums) {
            assert.deepEqual([...client[kind][name].matchAll(/"(\w+)"/g)].map(([, word]) => word), words, `${kind}.${name}`);
        }
    }
});

test("text per language and ids are known as such", () => {
    for (const [kind, fields] of Object.entries(server)) {
        const of = (...types) => fields.filter((field) => types.includes(field.type)).map((field) => field.name);
        assert.deepEqual([...KINDS[kind].ml].sort(), of("ML").sort(), kind);
        for (const name of of("ML")) assert.equal(client[kind][name], "ML");
        for (const name of of("REF", "REFS")) assert.ok(REFS.has(name), `${kind}.${name}`);
    }
});
