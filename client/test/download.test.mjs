/* A document on its way to the device: what is told of it, and what becomes of it when the link breaks. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load, page } from "./load.mjs";

const { download, forget, making } = await load();
/* What is put off for a minute or longer keeps node from ending. */
const later = globalThis.setTimeout;
globalThis.setTimeout = (act, ms, ...more) => {
    const timer = later(act, ms, ...more);
    return ms < 60_000 ? timer : timer.unref();
};
const saved = [];
Object.assign(globalThis.document, { documentElement: page, createElement: () => ({ click() { saved.push(this.download); } }) });

/* A reply whose body comes in `parts`, each when it is asked for; an Error among them breaks the link. */
function reply(parts, options = {}) {
    const body = new ReadableStream({
        pull(controller) {
            const part = parts.shift();
            if (part instanceof Error) controller.error(part);
            else if (part) controller.enqueue(part);
            else controller.close();
        },
    }, { highWaterMark: 0 });
    return new Response(body, { headers: { "content-disposition": "attachment; filename=\"plan.pdf\"", ...options.headers }, status: options.status });
}
const bytes = (n) => new Uint8Array(n);

test("how much came is told, and the file that came of it", async () => {
    const seen = [];
    const stop = making.subscribe((of) => of && seen.push([of.got, of.all]));
    globalThis.fetch = async () => reply([bytes(600), bytes(400)], { headers: { "content-length": "1000" } });
    await download("/plan", "Plan · PDF");
    stop();
    assert.deepEqual(seen, [[0, 0], [0, 1000], [600, 1000], [1000, 1000], [1000, 1000]]);
    assert.equal(making.value.made, "plan.pdf");
    assert.deepEqual(saved, ["plan.pdf"]);
    forget();
    assert.equal(making.value, undefined);
});

test("a link that breaks in the middle leaves no file, and can be tried again", async () => {
    globalThis.fetch = async () => reply([bytes(600), new TypeError("cut")]);
    await download("/cut", "Plan · PDF");
    assert.deepEqual([making.value.failed.code, making.value.failed.status, saved.length], ["offline", 0, 1]);
    assert.equal(making.value.address, "/cut");
});

test("a document of another time says so in its name", async () => {
    globalThis.fetch = async () => reply([bytes(1)]);
    await download("/then", "Plan · PDF", "22 nov. 2026, 18:44");
    assert.equal(saved.pop(), "plan (22 nov. 2026, 18.44).pdf");
});

test("a refusal is the server's sentence", async () => {
    globalThis.fetch = async () => new Response(JSON.stringify({ code: "document_large", say: { fr: "Trop.", en: "Too." } }), { status: 413 });
    await download("/large", "Plan · PDF");
    assert.deepEqual([making.value.failed.code, making.value.failed.status, making.value.failed.say], ["document_large", 413, "Trop."]);
});

test("asked for twice it is made once, and what is stopped is told no more", async () => {
    let asked = 0;
    globalThis.fetch = (_, { signal }) => new Promise((_resolve, reject) => {
        asked++;
        signal.addEventListener("abort", () => reject(signal.reason));
    });
    const first = download("/long", "Report · PDF");
    await download("/long", "Report · PDF");
    assert.equal(asked, 1);
    making.value.stop();
    await first;
    assert.equal(making.value, undefined);
});
