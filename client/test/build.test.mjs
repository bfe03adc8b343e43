/* The build: the catalogues it refuses, the C table it writes, and what it makes. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { checkUses, readCatalogues, wordsSource } from "../build/words.mjs";
import { load } from "./load.mjs";

const client = dirname(dirname(fileURLToPath(import.meta.url)));
const { holes } = await load();
const dir = await mkdtemp(join(tmpdir(), "plenary-build-"));
after(() => rm(dir, { recursive: true }));

async function catalogues(ar, fr, en) {
    for (const [lang, texts] of Object.entries({ ar, fr, en })) {
        await writeFile(join(dir, `${lang}.json`), typeof texts === "string" ? texts : JSON.stringify(texts, null, 1));
    }
    return readCatalogues(dir, { holes });
}

test("a key that one language lacks is named", async () => {
    await assert.rejects(catalogues({ a: "أ", b: "ب" }, { a: "a" }, { a: "a", b: "b" }), /fr\.json has no text for "b"/);
    await assert.rejects(catalogues({ a: "" }, { a: "a" }, { a: "a" }), /ar\.json has no text for "a"/);
});

test("placeholders that differ between languages are named", async () => {
    await assert.rejects(catalogues({ a: "{n}" }, { a: "{n}" }, { a: "{m}" }), /"a" has other placeholders.*en \{m\}/);
});

test("a text that is no message and a key given twice are named", async () => {
    await assert.rejects(catalogues({ a: "{n" }, { a: "{n}" }, { a: "{n}" }), /ar\.json "a"/);
    await assert.rejects(catalogues('{\n "a": "x",\n "a": "y"\n}', { a: "a" }, { a: "a" }), /ar\.json has "a" twice/);
});

test("a text that the source uses and no catalogue has is named with its file", async () => {
    const src = join(dir, "src");
    await mkdir(src);
    await writeFile(join(src, "x.tsx"), 't("ui.yes"); map.has("other"); t(`ui.role.${r}`); input("nothing");');
    await checkUses(src, ["ui.yes", "ui.role.expert"]);
    await assert.rejects(checkUses(src, ["ui.role.expert"]), /x\.tsx: t\("ui\.yes"\)/);
    await assert.rejects(checkUses(src, ["ui.yes"]), /no key begins with "ui\.role\."/);
});

test("the C table is in strcmp's order, without placeholders, and every byte is plain", async () => {
    const texts = { "b.a": 'say "\\" ??/', "b_a": "x", "B": "é1", "n": "{n}" };
    const source = wordsSource(await catalogues(texts, texts, texts));
    assert.deepEqual([...source.matchAll(/^ {4}\{"([^"]+)"/gm)].map(([, key]) => key), ["B", "b.a", "b_a"]);
    assert.ok(source.includes('"say \\042\\134\\042 \\077\\077/"'));
    assert.ok(source.includes('"\\303\\2511"'));
    assert.match(source, /^[\n\x20-\x7e]*$/);
});

test("the client builds, in names that hold their hash, within 60 kB for a first visit, and with nothing inline", async () => {
    const out = join(dir, "out");
    const run = spawnSync(process.execPath, [join(client, "build/build.mjs"), "--out", out], { encoding: "utf8" });
    assert.equal(run.status, 0, run.stderr + run.stdout);
    const dist = join(out, "dist");
    const files = (await readdir(dist)).sort();
    const fixed = ["icon.svg", "index.html", "manifest.webmanifest", "sw.js"];
    for (const name of fixed) assert.ok(files.includes(name), name);
    for (const name of files) assert.ok(fixed.includes(name) || /^[\w-]+-[0-9A-Z]{8}\.(js|css)$/.test(name), name);
    const page = await readFile(join(dist, "index.html"), "utf8");
    assert.ok(!/<style|style=|<script(?![^>]*\ssrc=)|\son\w+=|%\w+%/.test(page), page);
    const first = [...page.matchAll(/(?:src|href)="\/([\w-]+-[0-9A-Z]{8}\.(?:js|css))"/g)].map(([, name]) => name);
    const boot = await readFile(join(dist, first.find((name) => name.startsWith("boot-"))), "utf8");
    const langs = files.filter((name) => /^(ar|fr|en)-/.test(name));
    assert.equal(langs.length, 6);
    const early = langs.filter((name) => boot.includes(name));
    assert.equal(early.length, 3);
    let bytes = brotliCompressSync(page).length;
    for (const name of [...first, early[0]]) bytes += brotliCompressSync(await readFile(join(dist, name))).length;
    assert.ok(bytes <= 60 * 1024, `${bytes} bytes`);
    const worker = await readFile(join(dist, "sw.js"), "utf8");
    for (const name of files.filter((one) => /-[0-9A-Z]{8}\./.test(one) && !one.startsWith("sw"))) {
        assert.ok(worker.includes(name), `${name} opens offline`);
    }
    assert.match(page, /<meta name="late-style" content="\/late-[0-9A-Z]{8}\.css">/);
});
