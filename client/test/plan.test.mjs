/* What others write while somebody types, the numbers of rows, and which rows of a long plan are in the page. */
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { type as ot } from "ot-text-unicode";
import { load } from "./load.mjs";

const { changesOf, difference, fit, moved, paragraphNumbers, placeAfter, RowWindow, rowNumbers, sectionsOf, standsIn, steadySections } =
    await load();

/* A generator from a printed seed, so that a failure can be had again. */
function dice(seed) {
    let state = seed >>> 0;
    return (n) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * n);
    };
}

const LETTERS = ["a", "b", " ", "é", "م", "ح", "😀", "e\u0301", "\n"];
const words = (roll, most) => Array.from({ length: roll(most) }, () => LETTERS[roll(LETTERS.length)]).join("");
const put = (text, { from, to, text: given }) => text.slice(0, from) + given + text.slice(to);

test("the changes of a field give what the operation gives, whatever letters are in it", (t) => {
    const seed = randomInt(2 ** 31);
    t.diagnostic(`seed ${seed}`);
    const roll = dice(seed);
    for (let i = 0; i < 2000; i++) {
        const text = words(roll, 30);
        const length = [...text].length;
        const op = ot.normalize([roll(length + 1), words(roll, 4)]);
        const at = roll(length + 1);
        const cut = { d: roll(length - at + 1) };
        const both = ot.compose(op, ot.normalize(cut.d ? [at, cut] : []));
        assert.equal(changesOf(text, both).reduce(put, text), ot.apply(text, both));
        const next = words(roll, 30);
        const one = difference(text, next);
        assert.equal(one ? put(text, one) : text, next);
    }
});

test("a letter of two units is never cut in half", () => {
    const one = difference("x😀y", "x😁y");
    assert.deepEqual(one, { from: 1, to: 3, text: "😁" });
    assert.equal(difference("😀", "😀"), undefined);
});

test("a caret stays before what others put in at its place; a selection never takes in their words", () => {
    const insert = { from: 3, to: 3, text: "xy" };
    assert.deepEqual(moved({ start: 3, end: 3 }, insert), { start: 3, end: 3 });
    assert.deepEqual(moved({ start: 4, end: 4 }, insert), { start: 6, end: 6 });
    assert.deepEqual(moved({ start: 2, end: 2 }, insert), { start: 2, end: 2 });
    assert.deepEqual(moved({ start: 3, end: 5 }, insert), { start: 5, end: 7 });
    assert.deepEqual(moved({ start: 1, end: 3 }, insert), { start: 1, end: 3 });
});

test("a caret in a piece that is taken out goes to where the piece was", () => {
    const cut = { from: 2, to: 6, text: "" };
    assert.deepEqual(moved({ start: 4, end: 4 }, cut), { start: 2, end: 2 });
    assert.deepEqual(moved({ start: 7, end: 7 }, cut), { start: 3, end: 3 });
    assert.deepEqual(moved({ start: 0, end: 4 }, cut), { start: 0, end: 2 });
});

test("what a text cannot hold is left out: controls, halves of letters, line ends in one line", () => {
    assert.equal(fit("a\u0000b\u0007c\u0085", true), "abc");
    assert.equal(fit("a\r\nb\rc", true), "a\nb\nc");
    assert.equal(fit("a\r\n\tb", false), "a b");
    assert.equal(fit("x\ud83dy", true), "x\ufffdy");
    assert.equal(fit("x😀y", true), "x😀y");
});

test("rows have the number of their theme and of their place, wherever the list has them", () => {
    const sections = sectionsOf([{ id: 1 }, { id: 2 }], [{ id: 5, theme: 1 }, { id: 6, theme: 1 }, { id: 7, theme: 2 }, { id: 8 }]);
    const numbers = rowNumbers(sections, [{ id: 20 }, { id: 21 }]);
    assert.deepEqual([...numbers], [[5, "1.1"], [6, "1.2"], [7, "2.1"], [8, "3.1"], [20, "R1"], [21, "R2"]]);
    assert.equal(placeAfter([5, 6, 7], 6, 1), 7);
    assert.equal(placeAfter([5, 6, 7], 6, -1), 0);
    assert.equal(placeAfter([5, 6, 7], 7, 1), undefined);
});

test("a section in which nothing changed keeps its identity", () => {
    const before = sectionsOf([{ id: 1 }, { id: 2 }], [{ id: 5, theme: 1 }, { id: 7, theme: 2 }]);
    const same = sectionsOf([{ id: 1 }, { id: 2 }], [{ id: 5, theme: 1 }, { id: 7, theme: 2 }]);
    assert.equal(steadySections(before, same), before);
    const now = steadySections(before, sectionsOf([{ id: 1 }, { id: 2 }], [{ id: 5, theme: 1 }, { id: 7, theme: 2 }, { id: 8, theme: 2 }]));
    assert.equal(now[0], before[0]);
    assert.notEqual(now[1], before[1]);
});

test("a row is drafted in its group until it was brought", () => {
    assert.ok(standsIn({}, 0));
    assert.ok(standsIn({ group: 3 }, 3));
    assert.ok(!standsIn({ group: 3 }, 0));
    assert.ok(standsIn({ group: 3, brought_at: 1 }, 0));
});

test("paragraphs are numbered under their headings, subparagraphs by letters", () => {
    const levels = ["paragraph", "heading", "paragraph", "subparagraph", "subparagraph", "paragraph", "heading", "paragraph"];
    const rows = levels.map((level, i) => ({ id: i + 1, framework: 9, level }));
    assert.deepEqual([...paragraphNumbers(rows).values()], ["1", "1", "1.1", "(a)", "(b)", "1.2", "2", "2.1"]);
    const next = [...rows, { id: 99, framework: 10, level: "paragraph" }];
    assert.equal(paragraphNumbers(next).get(99), "1");
});

/* Steps until the window rests; the number of steps. */
function settle(window, top, bottom) {
    for (let steps = 0; steps < 1000; steps++) {
        const span = window.next(top, bottom);
        if (!span) return steps;
        assert.ok(span.to - span.from <= window.span.to - window.span.from + 5, "a step draws more than five rows");
        window.span = span;
    }
    return assert.fail("the window never rests");
}

test("the rows on the screen are drawn, few others are, and what is drawn takes the room of the whole list", (t) => {
    const seed = randomInt(2 ** 31);
    t.diagnostic(`seed ${seed}`);
    const roll = dice(seed);
    for (let i = 0; i < 200; i++) {
        const rows = Array.from({ length: roll(2000) }, (_, n) => n + 1);
        const window = new RowWindow(80);
        window.setRows(rows);
        let height = rows.length * 80;
        for (let look = 0; look < 4; look++) {
            const top = roll(height + 4000) - 2000;
            settle(window, top, top + 800);
            let at = 0;
            let drawn = 0;
            for (const piece of window.pieces(new Set())) {
                const size = "gap" in piece ? piece.gap : window.height(piece.row);
                if ("gap" in piece) assert.ok(at + size <= Math.max(0, top) + 1 || at >= top + 800, `a hole on the screen at ${at}`);
                else drawn++;
                at += size;
            }
            assert.ok(drawn < 60, `${drawn} rows are drawn`);
            for (const row of rows.slice(window.span.from, window.span.to)) window.measured(row, 60 + roll(120));
            height = rows.reduce((sum, row) => sum + window.height(row), 0);
        }
    }
});

test("a short plan is drawn whole, step by step, wherever the screen is", () => {
    for (const top of [-5000, 0, 4000, 90000]) {
        const window = new RowWindow(80);
        window.setRows(Array.from({ length: 70 }, (_, n) => n + 1));
        for (let steps = 0, span; (span = window.next(top, top + 800, Infinity)); steps++) {
            assert.ok(steps < 30);
            window.span = span;
        }
        assert.deepEqual(window.span, { from: 0, to: 70 });
    }
});

test("a row that somebody is in stays drawn, far from the screen", () => {
    const window = new RowWindow(80);
    window.setRows(Array.from({ length: 500 }, (_, n) => n + 1));
    settle(window, 30000, 30800);
    const pieces = window.pieces(new Set([3]));
    assert.deepEqual(pieces.slice(0, 3).map((piece) => piece.row ?? "gap"), ["gap", 3, "gap"]);
});
