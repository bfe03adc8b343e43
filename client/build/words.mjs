/*
 * words: the catalogues of client/src/i18n, checked, and the C table that the server shares (include/core/words.h).
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/* The order of enum lang. */
export const LANGS = ["ar", "fr", "en"];

/* The catalogues by language. Throws an Error whose message lists everything that is wrong with them. */
export async function readCatalogues(dir, { holes }) {
    const wrong = [];
    const all = {};
    for (const lang of LANGS) {
        const text = await readFile(join(dir, `${lang}.json`), "utf8");
        try {
            all[lang] = JSON.parse(text);
        } catch (error) {
            throw new Error(`${lang}.json: ${error.message}`);
        }
        wrong.push(...doubles(text).map((key) => `${lang}.json has "${key}" twice`));
    }
    const keys = [...new Set(LANGS.flatMap((lang) => Object.keys(all[lang])))].sort(byBytes);
    for (const key of keys) wrong.push(...checkKey(all, key, holes));
    if (wrong.length) throw new Error(`the catalogues do not agree:\n  ${wrong.join("\n  ")}`);
    return { all, keys };
}

/* strcmp's order, which the C side searches in. */
function byBytes(a, b) {
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/* Keys are flat, so each stands at the start of a line. */
function doubles(text) {
    const seen = new Set();
    const twice = [];
    for (const [, key] of text.matchAll(/^\s*"((?:[^"\\]|\\.)*)"\s*:/gm)) {
        if (seen.has(key)) twice.push(key);
        seen.add(key);
    }
    return twice;
}

function checkKey(all, key, holes) {
    const wrong = [];
    const asked = {};
    for (const lang of LANGS) {
        const text = all[lang][key];
        if (typeof text !== "string" || text === "") {
            wrong.push(`${lang}.json has no text for "${key}"`);
            continue;
        }
        try {
            asked[lang] = holes(text).join(", ");
        } catch (error) {
            wrong.push(`${lang}.json "${key}": ${error.message}`);
        }
    }
    if (new Set(Object.values(asked)).size > 1) {
        const each = Object.entries(asked).map(([lang, names]) => `${lang} {${names}}`);
        wrong.push(`"${key}" has other placeholders in other languages: ${each.join(", ")}`);
    }
    return wrong;
}

/* Every t("key") of the source exists; t(`prefix.${x}`) has at least one key that begins so. */
export async function checkUses(dir, keys) {
    const known = new Set(keys);
    const wrong = [];
    for (const path of await sources(dir)) {
        const text = await readFile(path, "utf8");
        for (const [, key] of text.matchAll(/(?<![.\w])(?:t|has)\(\s*"([^"]+)"/g)) {
            if (!known.has(key)) wrong.push(`${path}: t("${key}") is in no catalogue`);
        }
        for (const [, prefix] of text.matchAll(/(?<![.\w])t\(\s*`([^`$]+)\$\{/g)) {
            if (!keys.some((key) => key.startsWith(prefix))) wrong.push(`${path}: no key begins with "${prefix}"`);
        }
    }
    if (wrong.length) throw new Error(`the source uses texts that do not exist:\n  ${wrong.join("\n  ")}`);
}

/* All source files below a directory. */
export async function sources(dir) {
    const found = [];
    for (const entry of await readdir(dir, { withFileTypes: true })) {
        const path = join(dir, entry.name);
        if (entry.isDirectory()) found.push(...(await sources(path)));
        else if (/\.tsx?$/.test(entry.name)) found.push(path);
    }
    return found.sort();
}

/* A C string literal: everything but plain ASCII in octal, three digits each, so that nothing runs into it. */
function literal(text) {
    let out = "";
    for (const byte of Buffer.from(text, "utf8")) {
        const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c && byte !== 0x3f;
        out += plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`;
    }
    return `"${out}"`;
}

/* The C source of words_table: sentences without placeholders, in strcmp's order. */
export function wordsSource({ all, keys }) {
    const plain = keys.filter((key) => LANGS.every((lang) => !all[lang][key].includes("{")));
    const rows = plain.map((key) => {
        const texts = LANGS.map((lang) => `        ${literal(all[lang][key])}`);
        return `    {${literal(key)}, {\n${texts.join(",\n")}}},\n`;
    });
    return (
        `/* Made from client/src/i18n by client/build/words.mjs: sentences in Arabic, French and English. */\n` +
        `#include "core/words.h"\n\nconst struct words_row words_table[] = {\n${rows.join("")}};\n` +
        `const unsigned words_table_n = sizeof words_table / sizeof words_table[0];\n`
    );
}
