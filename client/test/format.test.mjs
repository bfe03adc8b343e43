/* The formatter, the languages, and content kept per language. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load, page } from "./load.mjs";

const { format, holes, parse, lang, dir, setLang, ready, ml, mlText, t, has, num, time } = await load();
const votes = {
    en: "{n, plural, =0 {no vote} one {# vote} other {# votes}}",
    fr: "{n, plural, =0 {aucun vote} one {# vote} other {# votes}}",
    ar: "{n, plural, zero {لا أصوات} one {صوت واحد} two {صوتان} few {# أصوات} many {# صوتًا} other {# صوت}}",
};

test("English has one and other, and an exact form goes first", () => {
    assert.deepEqual([0, 1, 2, 1000].map((n) => format("en", votes.en, { n })), ["no vote", "1 vote", "2 votes", "1,000 votes"]);
});

test("French counts zero as one, unless zero has its own form", () => {
    assert.deepEqual([0, 1, 2].map((n) => format("fr", votes.fr, { n })), ["aucun vote", "1 vote", "2 votes"]);
    assert.equal(format("fr", "{n, plural, one {# vote} other {# votes}}", { n: 0 }), "0 vote");
});

test("Arabic has six forms, in Latin digits", () => {
    assert.deepEqual([0, 1, 2, 3, 10, 11, 99, 100, 103].map((n) => format("ar", votes.ar, { n })), [
        "لا أصوات", "صوت واحد", "صوتان", "3 أصوات", "10 أصوات", "11 صوتًا", "99 صوتًا", "100 صوت", "103 أصوات",
    ]);
});

test("select, nesting and plain holes work together", () => {
    const text = "{who, select, you {You have {n, plural, one {# vote} other {# votes}}} other {{name} has {n, plural, one {#} other {#}}}}";
    assert.equal(format("en", text, { who: "you", n: 2 }), "You have 2 votes");
    assert.equal(format("en", text, { who: "x", name: "Tunisia", n: 1 }), "Tunisia has 1");
});

test("a text from a person is put in as it is", () => {
    assert.equal(format("en", "{name} joined #1", { name: "{n, plural} <b>#</b>" }), "{n, plural} <b>#</b> joined #1");
});

test("what is not a message is refused, with its place", () => {
    for (const bad of ["{n", "{n, plural, one {x}}", "a}", "{}", "{n, number}", "{n, plural, other {x}"]) {
        assert.throws(() => parse(bad), SyntaxError, bad);
    }
});

test("the holes of a message are its names, sorted, without doubles", () => {
    assert.deepEqual(holes("{b} {a, plural, one {{c}} other {# {b}}}"), ["a", "b", "c"]);
});

test("the page starts in the first language of the browser that there is", async () => {
    await ready;
    assert.equal(lang.value, "fr");
    assert.deepEqual([page.lang, page.dir], ["fr", "ltr"]);
});

test("changing the language changes texts, direction and the page", async () => {
    await setLang("ar");
    assert.equal(dir(), "rtl");
    assert.deepEqual([page.lang, page.dir], ["ar", "rtl"]);
    assert.notEqual(t("refusal.closed"), "refusal.closed");
    assert.ok(has("refusal.closed") && !has("refusal.nonsense"));
    await setLang("en");
    assert.equal(t("refusal.forbidden"), "Your role in this workshop does not allow that.");
    assert.equal(num(12345), "12,345");
    assert.equal(time(0, { hour: "2-digit", minute: "2-digit" }, "Asia/Riyadh"), "03:00");
});

test("content falls back to its source language and says which language it is in", async () => {
    await setLang("en");
    assert.deepEqual(ml({ fr: "Bonjour", ar: "مرحبا", src: "ar" }), { text: "مرحبا", lang: "ar", foreign: true, old: false });
    assert.deepEqual(ml({ en: "Hello", fr: "Bonjour", src: "fr", old: ["en"] }), { text: "Hello", lang: "en", foreign: false, old: true });
    assert.deepEqual(ml(undefined), { text: "", lang: "en", foreign: false, old: false });
    assert.equal(mlText({ fr: "Bonjour" }), "Bonjour");
});
