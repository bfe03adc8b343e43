/*
 * build: the browser client, from client/src to DIR/dist, and DIR/words.c for the server.
 *
 *   node client/build/build.mjs --out DIR [--fast]
 *
 * Checks the catalogues and the types first; --fast leaves out the types. Prints what the first load weighs.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { checkUses, LANGS, readCatalogues, wordsSource } from "./words.mjs";

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

/* The page: its style and its modules, and one chunk for each language. */
async function bundleApp(dist) {
    const made = await build({
        ...common,
        entryPoints: { app: join(src, "main.tsx") },
        format: "esm",
        splitting: true,
        outdir: dist,
        entryNames: "[name]-[hash]",
        chunkNames: "[name]-[hash]",
        assetNames: "[name]-[hash]",
    });
    const names = { langs: {} };
    for (const [path, output] of Object.entries(made.metafile.outputs)) {
        const name = basename(path);
        if (output.entryPoint?.endsWith("src/main.tsx")) {
            names.app = name;
            if (output.cssBundle) names.css = basename(output.cssBundle);
            names.chunks = output.imports.filter((one) => one.kind === "import-statement").map((one) => basename(one.path));
        }
        for (const lang of LANGS) {
            if (output.entryPoint?.endsWith(`i18n/${lang}.json`)) names.langs[lang] = name;
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

async function weigh(dist, files) {
    const total = { raw: 0, gzip: 0, brotli: 0 };
    for (const name of files) {
        const bytes = await readFile(join(dist, name));
        const size = { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
        for (const key of Object.keys(total)) total[key] += size[key];
        report(name, size);
    }
    report("first load", total);
    if (total.brotli > FIRST_LOAD_MAX) {
        console.warn(`warning: the first load is over ${FIRST_LOAD_MAX} bytes of brotli`);
    }
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
    const names = await bundleApp(dist);
    names.boot = await bundleBoot(dist, names);
    const files = [names.boot, names.app, ...names.chunks, ...(names.css ? [names.css] : [])];
    const hashed = [...files, ...Object.values(names.langs)];
    await writePage(dist, names);
    await bundleWorker(dist, ["/", ...hashed.map((name) => `/${name}`), "/icon.svg", "/manifest.webmanifest"]);
    console.log(`${"".padEnd(28)}${"raw".padStart(9)}${"gzip".padStart(9)}${"brotli".padStart(9)}`);
    await weigh(dist, ["index.html", ...files, names.langs.ar]);
}

main().catch((error) => {
    console.error(`client/build/build.mjs: ${error.message}`);
    process.exitCode = 1;
});
