/* Operations, and one's own words over the confirmed ones: what the page does with a text, without a room around it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type as ot } from "ot-text-unicode";
import { load } from "./load.mjs";
import { Clock } from "./world.mjs";

const { diff, clean, invert, split, moveCaret, Strand } = await load();

/* ---- operations ---- */

test("the difference is what was typed, where the caret says", () => {
    assert.deepEqual(diff("aaa", "aaaa", 2), [1, "a"]);
    assert.deepEqual(diff("aaa", "aaaa", 4), [3, "a"]);
    assert.deepEqual(diff("aaa", "aa", 1), [1, { d: 1 }]);
    assert.deepEqual(diff("one two three", "one 2 three", 5), [4, "2", { d: 3 }]);
    assert.deepEqual(diff("same", "same", 2), []);
});

test("the difference counts code points and cuts no pair of surrogates", () => {
    assert.deepEqual(diff("🙂🙂", "🙂🙃🙂", 4), [1, "🙃"]);
    assert.deepEqual(diff("a🙂b", "a🙃b", 3), [1, "🙃", { d: 1 }]);
    assert.deepEqual(diff("🙂", "🙂🙂", 2), ["🙂"]);
});

test("for random texts, carets and places the difference applies, and its inverse takes it back", () => {
    const clock = new Clock(7);
    const below = (n) => Math.floor(clock.random() * n);
    const word = (n) => Array.from({ length: n }, () => "aab🙂éعم\u064f\n"[below(9)] === undefined ? "x" : [..."aab🙂éعم\u064f\n"][below(9)]).join("");
    for (let i = 0; i < 20_000; i++) {
        const old = word(below(12));
        const points = [...old];
        const at = below(points.length + 1);
        const put = word(below(4));
        points.splice(at, below(4), ...put);
        const next = points.join("");
        const op = diff(old, next, below(next.length + 1));
        assert.equal(ot.apply(old, op), next);
        assert.equal(ot.apply(next, invert(op, old)), old);
    }
});

test("a large paste goes in pieces of 2,000 code points that come to the same", () => {
    const paste = "🙂ع".repeat(2_600);
    const op = [3, paste, { d: 2 }, 4, "end"];
    const old = "0123456789abcdef";
    let rest = op;
    let words = old;
    let pieces = 0;
    while (rest.length) {
        const [first, then] = split(rest);
        assert.ok(first.filter((part) => typeof part === "string").reduce((n, part) => n + [...part].length, 0) <= 2_000);
        words = ot.apply(words, first);
        rest = then;
        pieces++;
    }
    assert.equal(words, ot.apply(old, op));
    assert.equal(pieces, 3);
});

test("an operation of many parts goes in pieces of 200", () => {
    const old = "x".repeat(2_000);
    const op = Array.from({ length: 300 }, () => [3, "y"]).flat();
    let [words, rest] = [old, op];
    while (rest.length) {
        const [first, then] = split(rest);
        assert.ok(first.length <= 200);
        words = ot.apply(words, first);
        rest = then;
    }
    assert.equal(words, ot.apply(old, op));
});

test("what a text cannot hold is left out or put in order", () => {
    assert.equal(clean("a\r\nb\rc\u0007d\ud800e\u0085\uffff", false), "a\nb\ncd\ufffde");
    assert.equal(clean("one\ntwo\tthree", true), "one two three");
    assert.equal(clean("👩‍🚒 \u0639\u064f", false), "👩‍🚒 \u0639\u064f");
});

test("a caret moves with what comes before it and stays before what comes where it stands", () => {
    const before = "🙂abc";
    const op = [1, "🙃🙃", 1, { d: 1 }];
    const after = ot.apply(before, op);
    assert.equal(moveCaret(op, before, after, 2), 2);
    assert.equal(moveCaret(op, before, after, 3), 7);
    assert.equal(moveCaret(op, before, after, 4), 7);
    assert.equal(moveCaret(op, before, after, 5), 8);
});

/* ---- one's own words ---- */

function strand(words = "", rev = 3) {
    const log = [];
    const one = new Strand({
        shown: (op, before) => log.push({ op, after: ot.apply(before, op) }),
        excess: (lost) => log.push({ lost }),
        lacking: () => log.push("lacking"),
        withdraw: ({ n }) => log.push(`withdraw ${n}`),
        waits: () => undefined,
    });
    one.begin(9, rev, words);
    return { one, log };
}
function send(one, n = 1) {
    const next = one.next();
    one.sent("me", n, next.op);
    one.flight.sent = true;
    return next;
}
const news = (one, seq, op, rev = one.rev + 1) => ({ id: 9, seq, rev, words: ot.apply(one.words, op), ops: [[seq, op]] });

test("P37 one operation is in flight, what is typed meanwhile is composed and follows", () => {
    const { one } = strand("abc");
    one.type([3, "d"]);
    assert.deepEqual(send(one), { rev: 3, op: [3, "d"], instead: 0 });
    one.type([4, "e"]);
    one.type([5, "f"]);
    assert.equal(one.next(), undefined);
    one.applied(50, 9);
    one.take(news(one, 50, [3, "d"]));
    assert.deepEqual(send(one, 2), { rev: 4, op: [4, "ef"], instead: 0 });
    assert.equal(one.shown, "abcdef");
});

test("P37 others' words come in below one's own: at one place mine stand before", () => {
    const { one, log } = strand("abc");
    one.type([1, "ME"]);
    send(one);
    one.type([3, "!"]);
    one.take(news(one, 40, [1, "you", 2, "end"]));
    assert.equal(one.shown, "aME!youbcend");
    assert.deepEqual(log, [{ op: [4, "you", 2, "end"], after: "aME!youbcend" }]);
    one.applied(41, 9);
    one.take(news(one, 41, [1, "ME"]));
    assert.deepEqual([one.words, one.shown, one.mended], ["aMEyoubcend", "aME!youbcend", 0]);
    assert.deepEqual(one.next(), { rev: 5, op: [3, "!"], instead: 0 });
});

test("P38 after a new connection nothing is taken in until the operation in flight was answered", () => {
    const { one } = strand("abc");
    one.type([3, "d"]);
    send(one);
    one.welcome("me", 0, false);
    one.take({ id: 9, seq: 41, rev: 5, words: "xabcd", ops: [[40, ["x"]], [41, [4, "d"]]] });
    assert.equal(one.shown, "abcd");
    one.applied(41, 9);
    assert.deepEqual([one.shown, one.waiting, one.rev, one.mended], ["xabcd", false, 5, 0]);
});

test("P35 a whole text with words waiting is understood by its operations", () => {
    const { one, log } = strand("abc");
    one.type([3, "mine"]);
    send(one);
    one.take({ id: 9, seq: 60, rev: 5, words: "1abc2" });
    assert.deepEqual([log, one.shown], [["lacking"], "abcmine"]);
    one.fetched([[50, ["1"]], [60, [4, "2"]]]);
    assert.deepEqual([one.words, one.shown, one.rev], ["1abc2", "1abcmine2", 5]);
});

test("P35 when the operations cannot be had, the difference counts as one", () => {
    const { one } = strand("abc");
    one.type([3, "mine"]);
    one.take({ id: 9, seq: 60, rev: 5, words: "1abc2" });
    one.fetched(undefined);
    assert.equal(one.words, "1abc2");
    assert.ok(one.shown.includes("mine"));
    assert.deepEqual(ot.apply(one.words, one.next().op), one.shown);
});

test("P39 words that came too late stay where one writes, and all of them take the place of the first in the proposal", () => {
    const { one } = strand("abc");
    one.type([3, "late"]);
    send(one);
    one.type([7, "r"]);
    one.applied(50, 77);
    one.complete(50, true, () => true);
    assert.deepEqual([one.diverted, one.shown], [77, "abclater"]);
    assert.deepEqual(send(one, 2), { rev: 3, op: [3, "later"], instead: 77 });
    one.applied(51, 77);
    one.complete(51, true, () => true);
    one.take(news(one, 52, ["x"]));
    one.type([9, "!"]);
    assert.deepEqual(send(one, 3), { rev: 4, op: [4, "later!"], instead: 0 });
    one.applied(53, 78);
    one.complete(53, true, () => true);
    one.dropAside();
    assert.equal(one.shown, "xabc");
});

test("P39 what one proposal cannot hold is given back", () => {
    const { one, log } = strand("");
    one.type(["a".repeat(3_000)]);
    send(one);
    one.applied(50, 77);
    one.complete(50, true, () => true);
    assert.equal(one.next(), undefined);
    assert.deepEqual(log.find(({ lost }) => lost)?.lost, ["a".repeat(1_000)]);
    assert.equal(one.shown.length, 2_000);
});

test("P5 an older backup: what was not confirmed is put over the text that came back, as a new operation", () => {
    const { one, log } = strand("The agreed text.");
    one.type([16, " Mine."]);
    send(one, 4);
    one.type([22, " More."]);
    one.welcome("me", 3, true);
    assert.deepEqual(log, ["withdraw 4"]);
    assert.equal(one.next(), undefined, "not before the text is known");
    one.take({ id: 9, seq: 20, rev: 2, words: "The text." });
    assert.equal(one.shown, "The text. Mine. More.");
    assert.deepEqual([one.next().rev, one.words], [2, "The text."]);
});

test("P5 an older backup that has the operation in flight does not get it again", () => {
    const { one } = strand("one");
    one.type([3, " two"]);
    send(one, 4);
    one.type([7, " three"]);
    one.welcome("me", 4, true);
    one.take({ id: 9, seq: 20, rev: 2, words: "one two" });
    assert.equal(one.shown, "one two three");
    assert.deepEqual(one.next().op, [7, " three"]);
});

test("a refused operation is tried once more over the words of now, and then given up", () => {
    const { one } = strand("abc");
    one.type([3, "d"]);
    send(one);
    assert.equal(one.refused({ id: 9, seq: 10, rev: 7, words: "ab" }), true);
    assert.deepEqual([one.shown, send(one, 2).rev], ["abd", 7]);
    assert.equal(one.refused({ id: 9, seq: 10, rev: 7, words: "ab" }), false);
    one.drop();
    assert.deepEqual([one.shown, one.waiting], ["ab", false]);
});

test("what is kept on the device comes back the same", () => {
    const { one } = strand("abc");
    one.type([3, "d"]);
    send(one);
    one.type([4, "e"]);
    const { one: again } = strand();
    again.restore(structuredClone(one.row()));
    assert.equal(again.shown, "abcde");
    again.take({ id: 9, seq: 41, rev: 5, words: "xabcd", ops: [[40, ["x"]], [41, [4, "d"]]] });
    assert.equal(again.shown, "abcde", "it may be among what comes");
    again.applied(41, 9);
    assert.deepEqual([again.shown, again.next().op], ["xabcde", [5, "e"]]);
});

test("P39 what an older backup has forgotten though it was acknowledged is written once more", () => {
    const { one } = strand("abc");
    one.type([3, "d"]);
    send(one);
    one.applied(50, one.id);
    one.complete(52, true, () => false);
    assert.deepEqual([one.words, one.shown], ["abc", "abcd"]);
    assert.deepEqual(one.next().op, [3, "d"]);
});

test("P39 what was written in a text that is gone by now is not written again", () => {
    const { one } = strand("abc");
    one.type([3, "d"]);
    send(one);
    one.applied(50, one.id);
    one.complete(52, false, () => false);
    assert.equal(one.waiting, false);
});

test("P39 an acknowledgement from a history that is no more: the words are unsent again, over the text as it is", () => {
    const { one } = strand("abc");
    one.type([3, "d"]);
    send(one);
    one.applied(50, one.id);
    one.forgotten({ id: one.id, seq: 20, rev: 1, words: "ab" });
    assert.deepEqual([one.rev, one.words, one.shown], [1, "ab", "abd"]);
    assert.deepEqual(one.next().op, [2, "d"]);
});
