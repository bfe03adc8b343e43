// rules: brackets as the server counts them, wordings compared, and the history of a text as people remember it.
import { growth } from "./growth.mjs";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./load.mjs";

const { applied, bracketsOf, checksOf, cleanText, diffWords, openBrackets, sessionsOf, shortened } = await load();
const vectors = (name) => JSON.parse(readFileSync(new URL(`../../tests/vectors/${name}.json`, import.meta.url), "utf8"));

test("brackets are counted, parted and left out as in the shared vectors", () => {
    for (const { text, open, alternatives, clean } of vectors("brackets")) {
        assert.equal(openBrackets(text), open, text);
        assert.deepEqual(bracketsOf(text).map((one) => [...one.alternatives]), alternatives, text);
        assert.equal(cleanText(text), clean, text);
    }
});

test("rows are checked as in the shared vectors", () => {
    for (const { name, workshop, rows, found } of vectors("checks")) {
        const of = (kind) => rows.filter((row) => row.k === kind);
        const plan = { actions: of("action"), recommendations: of("recommendation"), frameworks: of("framework"), paragraphs: of("paragraph") };
        const findings = checksOf({ workshop, ...plan });
        const told = Object.fromEntries([...findings.of].map(([id, checks]) => [id, [...checks].sort()]));
        assert.deepEqual(told, Object.fromEntries(Object.entries(found).map(([id, checks]) => [id, [...checks].sort()])), name);
    }
});

test("2,000 rows of different wording are checked without comparing each with each", () => {
    const grown = growth(500, (n) => {
        const actions = Array.from({ length: n }, (_, i) => ({
            k: "action", id: i + 1, priority: "none", title: { en: `Establish${i} a${i} network${i} of${i} experts${i} for${i} parcels${i}` },
        }));
        checksOf({ workshop: { languages: ["en"] }, actions, recommendations: [], frameworks: [], paragraphs: [] });
    });
    assert.ok(grown < 12, `four times the rows: ${grown} times the work`);
});

function dice(seed) {
    let state = seed;
    return (n) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * n);
    };
}

test("a comparison holds both wordings whole, whatever they are", (context) => {
    const seed = Number(process.env.SEED ?? 7);
    context.diagnostic(`seed ${seed}`);
    const roll = dice(seed);
    const words = ["the", "plan", " ", "  ", "\n", ".", "،", "إدارة", "é", "e\u0301", "🧭", "[", "]", "shall"];
    const some = () => Array.from({ length: roll(30) }, () => words[roll(words.length)]).join("");
    for (let i = 0; i < 3000; i++) {
        const before = some();
        const after = roll(3) ? before.slice(0, roll(before.length + 1)) + some() : some();
        const pieces = diffWords(before, after);
        const side = (out) => pieces.filter((one) => one.is !== out).map((one) => one.text).join("");
        assert.equal(side("in"), before);
        assert.equal(side("out"), after);
    }
});

test("one word that changed is one word taken out and one put in", () => {
    assert.deepEqual(diffWords("Members shall act now.", "Members should act now."), [
        { is: "same", text: "Members " }, { is: "out", text: "shall" }, { is: "in", text: "should" }, { is: "same", text: " act now." },
    ]);
    assert.deepEqual(diffWords("a b c d", "a x y d"), [
        { is: "same", text: "a " }, { is: "out", text: "b c" }, { is: "in", text: "x y" }, { is: "same", text: " d" },
    ]);
    assert.deepEqual(diffWords("", ""), []);
    assert.deepEqual(diffWords("same", "same"), [{ is: "same", text: "same" }]);
});

test("two long texts that share nothing are compared without comparing each word with each", () => {
    const long = (word, n) => Array.from({ length: n }, (_, i) => `${word}${i}`).join(" ");
    const grown = growth(4000, (n) => diffWords(long("a", n), long("b", n)));
    assert.ok(grown < 12, `four times the words: ${grown} times the work`);
});

test("long unchanged stretches are shortened in a list of changes", () => {
    const [piece] = shortened([{ is: "same", text: "x".repeat(500) }, { is: "in", text: "y" }]);
    assert.equal(piece.text, ` … ${"x".repeat(40)}`);
});

test("an operation counts code points", () => {
    assert.equal(applied("🧭a🧭", [1, { d: 1 }, "é"]), "🧭é🧭");
    assert.equal(applied("", ["x"]), "x");
});

test("what one person writes without a long pause is one entry; two at the same time are one of both", () => {
    const minute = 60_000;
    const list = sessionsOf([
        { seq: 1, at: 0, person: 1, op: ["Members"] },
        { seq: 2, at: 2 * minute, person: 1, op: [7, " act"] },
        { seq: 3, at: 20 * minute, person: 2, op: ["All "] },
        { seq: 4, at: 20 * minute + 5000, person: 3, op: [15, "!"] },
        { seq: 5, at: 30 * minute, person: 3, op: [15, { d: 1 }] },
        { seq: 6, at: 30 * minute + 1000, person: 3, op: [15, "."] },
    ]);
    assert.deepEqual(list.map(({ seq, people, before, after }) => [seq, people, before, after]), [
        [2, [1], "", "Members act"],
        [4, [2, 3], "Members act", "All Members act!"],
        [6, [3], "All Members act!", "All Members act."],
    ]);
});

test("an import is not told as anybody's writing", () => {
    const list = sessionsOf([{ seq: 1, at: 0, person: 0, op: ["Members"] }, { seq: 2, at: 1000, person: 1, op: [7, " act"] }]);
    assert.deepEqual(list.map(({ people, after }) => [people, after]), [[[0], "Members"], [[1], "Members act"]]);
});

test("what was written and taken back at once is no entry", () => {
    assert.deepEqual(sessionsOf([
        { seq: 1, at: 0, person: 1, op: ["x"] },
        { seq: 2, at: 1000, person: 1, op: [{ d: 1 }] },
    ]), []);
});
