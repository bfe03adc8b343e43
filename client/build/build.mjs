/*
 * build: the browser client, from client/src to DIR/dist, and DIR/words.c for the server.
 *
 *   node client/build/build.mjs --out DIR [--fast]
 *
 * Checks the catalogues and the types first; --fast leaves out the types. Prints what the first load weighs. What is not
 * needed to join, read and vote is loaded later (client/src/view/late.tsx) and weighed by itself.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { catalogueParts, firstOutputs, splitKeys } from "./split.mjs";
import { checkUses, LANGS, readCatalogues, sources, wordsSource } from "./words.mjs";

const client = dirname(dirname(fileURLToPath(import.meta.url)));
const src = join(client, "src");
const FIRST_LOAD_MAX = 60 * 1024; /* bytes of brotli: some 12 s on a 2G link of 40 kbit/s */

const common = {
    bundle: true,
    minify: true,
    target: "es2020",
    charset: "utf8",
    legalComments: "none",
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "warning",
    absWorkingDir: client,
    metafile: true,
    write: true,
};

function options(argv) {
    const out = argv.indexOf("--out");
    if (out < 0 || !argv[out + 1]) throw new Error("usage: build.mjs --out DIR [--fast]");
    return { out: resolve(argv[out + 1]), fast: argv.includes("--fast") };
}

/* The formatter itself decides what a placeholder is, so that build and page cannot disagree. */
async function formatter(out) {
    const file = join(out, "format.mjs");
    await build({ ...common, entryPoints: [join(src, "i18n/format.ts")], format: "esm", outfile: file, metafile: false });
    const module = await import(`${pathToFileURL(file).href}?${Date.now()}`);
    await rm(file);
    return module;
}

function checkTypes() {
    const tsc = join(client, "node_modules/typescript/bin/tsc");
    const run = spawnSync(process.execPath, [tsc, "--noEmit", "-p", client], { stdio: "inherit" });
    if (run.status !== 0) throw new Error("the types do not agree (tsc --noEmit)");
}

const ENTRY = "src/main.tsx";
const LATE_STYLE = "src/css/late.css";

/* The page: its style and its modules, what is loaded later, and two chunks for each language. */
async function bundleApp(dist, catalogues) {
    const options = {
        ...common,
        entryPoints: { app: join(client, ENTRY), late: join(client, LATE_STYLE) },
        format: "esm",
        splitting: true,
        outdir: dist,
        entryNames: "[name]-[hash]",
        chunkNames: "[name]-[hash]",
        assetNames: "[name]-[hash]",
    };
    const parts = await splitKeys(client, options, ENTRY, catalogues.keys, await sources(src));
    const { metafile } = await build({ ...options, plugins: [catalogueParts(catalogues.all, parts)] });
    return namesOf(metafile.outputs);
}

function namesOf(outputs) {
    const first = firstOutputs(outputs, ENTRY);
    const names = { langs: {}, rest: {}, all: Object.keys(outputs).map((path) => basename(path)) };
    names.app = basename(first[0]);
    names.chunks = first.slice(1).map((path) => basename(path));
    if (outputs[first[0]].cssBundle) names.css = basename(outputs[first[0]].cssBundle);
    for (const [path, { entryPoint }] of Object.entries(outputs)) {
        if (entryPoint?.endsWith(LATE_STYLE)) names.lateStyle = basename(path);
        for (const lang of LANGS) {
            if (entryPoint?.endsWith(`i18n/${lang}.json`)) names.langs[lang] = basename(path);
            if (entryPoint?.endsWith(`i18n/${lang}.json?rest`)) names.rest[lang] = basename(path);
        }
    }
    return names;
}

/* The script that runs before the page is parsed: it sets lang and dir, and asks for the catalogue at once. */
async function bundleBoot(dist, names) {
    const made = await build({
        ...common,
        entryPoints: { boot: join(src, "boot.ts") },
        format: "iife",
        outdir: dist,
        entryNames: "[name]-[hash]",
        define: { CATALOGUES: JSON.stringify(names.langs) },
    });
    return basename(Object.keys(made.metafile.outputs)[0]);
}

async function bundleWorker(dist, shell) {
    const version = createHash("sha256").update(shell.join("\n")).digest("hex").slice(0, 16);
    await build({
        ...common,
        entryPoints: { sw: join(src, "sw.ts") },
        format: "iife",
        outdir: dist,
        define: { SHELL: JSON.stringify(shell), VERSION: JSON.stringify(version) },
    });
}

async function writePage(dist, names) {
    const fill = {
        boot: names.boot,
        app: names.app,
        late: names.lateStyle,
        css: names.css ? `<link rel="stylesheet" href="/${names.css}">` : "",
        preload: names.chunks.map((name) => `<link rel="modulepreload" href="/${name}">`).join("\n"),
    };
    const page = await readFile(join(src, "index.html"), "utf8");
    const filled = page.replace(/%(\w+)%\n?/g, (whole, key) => fill[key] + (whole.endsWith("\n") && fill[key] ? "\n" : ""));
    await writeFile(join(dist, "index.html"), filled);
    for (const name of ["icon.svg", "manifest.webmanifest"]) {
        await writeFile(join(dist, name), await readFile(join(client, "public", name)));
    }
}

async function weigh(dist, title, files) {
    const total = { raw: 0, gzip: 0, brotli: 0 };
    for (const name of files) {
        const bytes = await readFile(join(dist, name));
        const size = { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
        for (const key of Object.keys(total)) total[key] += size[key];
        report(name, size);
    }
    report(title, total);
    return total.brotli;
}

function report(name, { raw, gzip, brotli }) {
    console.log(`${name.padEnd(28)}${[raw, gzip, brotli].map((n) => String(n).padStart(9)).join("")}`);
}

async function main() {
    const { out, fast } = options(process.argv.slice(2));
    const dist = join(out, "dist");
    await rm(dist, { recursive: true, force: true });
    await mkdir(dist, { recursive: true });
    const catalogues = await readCatalogues(join(src, "i18n"), await formatter(out));
    await checkUses(src, catalogues.keys);
    await writeFile(join(out, "words.c"), wordsSource(catalogues));
    if (!fast) checkTypes();
    const names = await bundleApp(dist, catalogues);
    names.boot = await bundleBoot(dist, names);
    const files = [names.boot, names.app, ...names.chunks, ...(names.css ? [names.css] : [])];
    const hashed = [...new Set([...files, ...names.all])];
    await writePage(dist, names);
    await bundleWorker(dist, ["/", ...hashed.map((name) => `/${name}`), "/icon.svg", "/manifest.webmanifest"]);
    console.log(`${"".padEnd(28)}${"raw".padStart(9)}${"gzip".padStart(9)}${"brotli".padStart(9)}`);
    const first = ["index.html", ...files, names.langs.ar];
    const langs = [...Object.values(names.langs), ...Object.values(names.rest)];
    const weight = await weigh(dist, "first load", first);
    await weigh(dist, "later", [...hashed.filter((name) => !first.includes(name) && !langs.includes(name)), names.rest.ar]);
    if (weight > FIRST_LOAD_MAX) console.warn(`warning: the first load is over ${FIRST_LOAD_MAX} bytes of brotli`);
}

main().catch((error) => {
    console.error(`client/build/build.mjs: ${error.message}`);
    process.exitCode = 1;
});
