/* load: the client's modules as one module that node can run, bundled afresh from the source. */
import { build } from "esbuild";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const src = join(dirname(dirname(fileURLToPath(import.meta.url))), "src");

/* The little of a page that i18n looks at. */
export const page = { lang: "", dir: "" };
const kept = new Map();
const globals = {
    document: { documentElement: page },
    localStorage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) },
    navigator: { languages: ["fr-FR", "en"], onLine: true },
};
for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

export async function load() {
    const dir = await mkdtemp(join(tmpdir(), "plenary-client-"));
    const outfile = join(dir, "client.mjs");
    const modules = ["ctrl/agenda", "ctrl/caret", "ctrl/download", "ctrl/paste", "ctrl/plan_lists", "ctrl/poll_paste", "ctrl/row_window", "ctrl/said", "ctrl/seats", "i18n/format", "i18n/index", "net/link", "net/outbox", "net/shelf", "sync/keeper",
        "rules/attendance", "rules/ballot", "rules/brackets", "rules/checks", "rules/diff", "rules/floor", "rules/floor_times", "rules/schedule", "rules/sessions", "rules/tally", "rules/zone", "sync/live", "sync/ot", "sync/overlay", "sync/replica", "sync/sealed", "sync/state", "sync/strand", "sync/textdoc", "sync/undo", "sync/words"];
    const contents = modules.map((name) => `export * from "./${name}";`).join("\n");
    await build({
        stdin: { contents, resolveDir: src, loader: "ts" },
        bundle: true, format: "esm", platform: "neutral", mainFields: ["module", "main"], outfile, logLevel: "error",
    });
    const client = await import(pathToFileURL(outfile).href);
    await rm(dir, { recursive: true });
    return client;
}
