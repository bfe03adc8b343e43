/* Lists that are pasted, and the times of a day. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { hurry, langOf, readItems, readPeople, ready, setLang } = await load();
await ready;
await setLang("en");

const EGYPT = { k: "delegation", id: 7, name: { en: "Egypt", ar: "مصر", fr: "Égypte" }, country: "EG" };

test("a person's delegation, role and contact are told by what they look like, in any order", () => {
    const [one, two] = readPeople("Mona\tmona@x.eg\tEG\nAli; expert; +20 123 456; مصر", [EGYPT], []);
    assert.deepEqual([one.name, one.known, one.role, one.contact], ["Mona", 7, "delegate", "mona@x.eg"]);
    assert.deepEqual([two.name, two.known, two.role, two.contact], ["Ali", 7, "expert", "+20 123 456"]);
});

test("a delegation that is not there is kept as written; without one a person observes", () => {
    const [one, two] = readPeople("Ali;Qatar\nEva", [EGYPT], []);
    assert.deepEqual([one.known, one.delegation, one.role], [undefined, "Qatar", "delegate"]);
    assert.equal(two.role, "observer");
});

test("who is there already, or twice in the list, or has too long a name is left out", () => {
    const read = readPeople(`mona\nAli\nALI\n${"x".repeat(65)}`, [], [{ name: "Mona" }]);
    assert.deepEqual(read.map((one) => one.fault), ["twice", undefined, "twice", "long"]);
});

test("agenda items have times, lengths, kinds and presenters; a line with a day begins it", () => {
    const read = readItems("09:00 Opening remarks\nCoffee; 15 min; Break; Secretariat\nJour 2\n9h30-11:00\tSite visit", 1, []);
    assert.deepEqual(read.map((one) => [one.day, one.start, one.minutes, one.kind, one.title, one.presenter]), [
        [1, "09:00", undefined, "discussion", "Opening remarks", ""],
        [1, "", 15, "break", "Coffee", "Secretariat"],
        [2, "09:30", 90, "discussion", "Site visit", ""],
    ]);
});

test("an item of that title on that day is left out", () => {
    assert.equal(readItems("Lunch", 1, [{ day: 1, title: { en: "lunch" } }])[0].fault, "twice");
    assert.equal(readItems("Lunch", 2, [{ day: 1, title: { en: "lunch" } }])[0].fault, undefined);
});

test("a clock turns at a fifth and at a twentieth of its time", () => {
    assert.deepEqual([21, 20, 6, 5, 0].map((left) => hurry(left, 100)), ["", "soon", "soon", "now", "now"]);
});

test("what is typed in Arabic letters on an English page is Arabic", async () => {
    assert.equal(langOf("ما التحدي؟"), "ar");
    await setLang("ar");
    assert.deepEqual([langOf("مرحبا IT"), langOf("Suivi des données"), langOf("Follow-up")], ["ar", "fr", "en"]);
});
