/*
 * split: which sentences a first visit needs. A catalogue is one file per language for people who translate, and two for
 * the browser: what the files of the first load use, and the rest, which comes with the first file that is loaded later
 * (client/src/view/late.tsx). Which is which is read from the source, so nobody keeps a list.
 *
 * The files of the page are parted by esbuild: what several entries need becomes a file for each set of entries that need it.
 * Many small files compress badly, so every file that is fetched later (view/..._late.ts) imports the room, and with it all of
 * the first load: what they share with it is then one file.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const CATALOGUE = /i18n[\\/](ar|fr|en)\.json$/;

/* The files of an output and of all that it imports at once. */
export function firstOutputs(outputs, entry) {
    const found = new Set();
    const look = (path) => {
        if (found.has(path)) return;
        found.add(path);
        for (const one of outputs[path].imports) if (one.kind === "import-statement") look(one.path);
    };
    look(Object.keys(outputs).find((path) => outputs[path].entryPoint?.endsWith(entry)));
    return [...found];
}

/* The source files of the first load: a build that is thrown away. */
async function firstSources(options, entry) {
    const { metafile } = await build({ ...options, write: false });
    return firstOutputs(metafile.outputs, entry).flatMap((path) => Object.keys(metafile.outputs[path].inputs))
        .filter((path) => /^src\/.*\.tsx?$/.test(path));
}

/* Whether a text of the source names the key whole, or its beginning before a ${...}. */
function usedIn(text, keys) {
    const words = new Set([...text.matchAll(/["'`]([a-z_]+(?:\.\w+)+)["'`]/g)].map(([, word]) => word));
    const heads = [...text.matchAll(/`([a-z_]+\.[\w.]*)\$\{/g)].map(([, head]) => head);
    return keys.filter((key) => words.has(key) || heads.some((head) => key.startsWith(head)));
}

/* Of all keys those that the first load uses, and those that only later files use; what neither uses is the server's. */
export async function splitKeys(client, options, entry, keys, allSources) {
    const first = await firstSources(options, entry);
    const text = async (path) => readFile(path, "utf8");
    const early = new Set();
    for (const path of first) for (const key of usedIn(await text(join(client, path)), keys)) early.add(key);
    const late = new Set();
    for (const path of allSources) for (const key of usedIn(await text(path), keys)) if (!early.has(key)) late.add(key);
    return { early, late };
}

/* For esbuild: "./ar.json" is the early part of the catalogue, "./ar.json?rest" the late one. */
export function catalogueParts(catalogues, { early, late }) {
    const part = (lang, keys) => Object.fromEntries(Object.entries(catalogues[lang]).filter(([key]) => keys.has(key)));
    return {
        name: "catalogues",
        setup(esbuild) {
            esbuild.onLoad({ filter: CATALOGUE }, ({ path, suffix }) => {
                const [, lang] = CATALOGUE.exec(path);
                return { contents: JSON.stringify(part(lang, suffix === "?rest" ? late : early)), loader: "json" };
            });
        },
    };
}
