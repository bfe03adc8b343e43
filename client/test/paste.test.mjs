/* Lists that are pasted, and the times of a day. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./load.mjs";

const { agendaList, agendaOfJson, hurry, langOf, peopleList, readItems, readPeople, ready, setLang } = await load();
await ready;
await setLang("en");

test("a person's delegation, role and contact are told by what they look like, in any order", () => {
    const [one, two] = readPeople("Mona\tmona@x.eg\tEG\nAli; expert; +20 123 456; مصر");
    assert.deepEqual([one.name, one.delegation, one.role, one.contact], ["Mona", "EG", "delegate", "mona@x.eg"]);
    assert.deepEqual([two.name, two.delegation, two.role, two.contact], ["Ali", "مصر", "expert", "+20 123 456"]);
});

test("without a delegation a person observes, even one who is called a delegate", () => {
    assert.deepEqual(readPeople("Eva\nNour; delegate").map((one) => one.role), ["observer", "observer"]);
});

test("a list without a head is sent as a table with one, and its errors are told by the lines that were pasted", () => {
    const { csv, lineOf } = peopleList('\n\nMona "Mimi"; Egypt\n\nEva');
    assert.equal(csv, 'name,delegation,role,contact\r\n"Mona ""Mimi""","Egypt","delegate",""\r\n"Eva","","observer",""\r\n');
    assert.deepEqual([2, 3, 9].map(lineOf), [3, 5, 9]);
});

test("a list with a head is sent as it is, in whatever language its columns are named", () => {
    for (const text of ["name,delegation\nMona,Egypt", "\ufeffNom;Délégation\nMona;Égypte", "الاسم\tالوفد\nمنى\tمصر"]) {
        assert.equal(peopleList(text).csv, text);
    }
    assert.equal(agendaList("Day,Title\n1,Lunch", 2).csv, "Day,Title\n1,Lunch");
    assert.match(agendaList("Lunch; 60 min", 2).csv, /\r\n"2","","60","discussion","Lunch",""\r\n/);
});

test("an agenda taken home as JSON is known, whole or as a list of items; other text is not", () => {
    const items = [{ day: 1, title: "Lunch" }];
    assert.deepEqual(agendaOfJson(JSON.stringify({ name: "x", agenda: items })), { agenda: items });
    assert.deepEqual(agendaOfJson(` ${JSON.stringify(items)}`), { agenda: items });
    for (const text of ["Lunch; 60", "{ torn", '{"plan":[]}']) assert.equal(agendaOfJson(text), undefined);
});

test("agenda items have times, lengths, kinds and presenters; a line with a day begins it", () => {
    const read = readItems("09:00 Opening remarks\nCoffee; 15 min; Break; Secretariat\nJour 2\n9h30-11:00\tSite visit", 1);
    assert.deepEqual(read.map((one) => one.line), [1, 2, 4]);
    assert.deepEqual(read.map((one) => [one.day, one.start, one.minutes, one.kind, one.title, one.presenter]), [
        [1, "09:00", undefined, "discussion", "Opening remarks", ""],
        [1, "", 15, "break", "Coffee", "Secretariat"],
        [2, "09:30", 90, "discussion", "Site visit", ""],
    ]);
});

test("a length of time is read beside a title, in brackets or behind it, in three languages and both kinds of digits", () => {
    const title = (line) => readItems(line, 1).map((one) => [one.start, one.minutes, one.title])[0];
    for (const length of ["(30 min)", "(30 min.)", "(30 mins)", "(30 minutes)", "(30min)", "(30')", "30'", "30 ′", "30’", "30 min", "30 minutes", "30 mn", "- 30 min",
        "(30 د)", "(30 دقيقة)", "(٣٠ دقيقة)", "٣٠ دقيقة", "30 دقائق", "; (30 min)", "; (30 د)", "; ٣٠", "; 30"]) {
        assert.deepEqual(title(`09:00 Opening remarks ${length}`), ["09:00", 30, "Opening remarks"], length);
    }
    assert.deepEqual(title("09:00 (30 min) Opening"), ["09:00", 30, "Opening"]);
    assert.deepEqual(title("٩:٠٠-١٠:٣٠ كلمات الافتتاح"), ["09:00", 90, "كلمات الافتتاح"]);
    assert.deepEqual(title("كلمات الافتتاح (٣٠ د)"), ["", 30, "كلمات الافتتاح"]);
    assert.deepEqual(readItems("اليوم ٢\nزيارة", 1).map((one) => one.day), [2]);
});

test("a number that is a part of the title stays there", () => {
    for (const words of ["Session 3", "Agenda 2030", "Customs (2021)", "Phase (2)", "Group 4 minds the gap", "المرحلة ٢", "3 minutes of silence", "C30'"]) {
        assert.deepEqual(readItems(words, 1).map((one) => [one.minutes, one.title]), [[undefined, words]], words);
    }
});

test("a clock turns at a fifth and at a twentieth of its time", () => {
    assert.deepEqual([21, 20, 6, 5, 0].map((left) => hurry(left, 100)), ["", "soon", "soon", "now", "now"]);
});

test("what is typed in Arabic letters on an English page is Arabic", async () => {
    assert.equal(langOf("ما التحدي؟"), "ar");
    await setLang("ar");
    assert.deepEqual([langOf("مرحبا IT"), langOf("Suivi des données"), langOf("Follow-up")], ["ar", "fr", "en"]);
});

test("what the screens call a role, a mode, a language or an item of the agenda is understood in lists", () => {
    const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
    const tables = ["people", "agenda"].map((of) => read(`../../server/app/intake_${of}.c`)).join("").replace(/"\s*\n\s*"/g, "");
    const known = new Set([...tables.matchAll(/\{ "([^"]+)", "([^"]*)" \}/g)].flatMap(([, word, others]) => [word, ...others.split("|")])
        .map((word) => word.toLocaleLowerCase()));
    for (const lang of ["en", "fr", "ar"]) {
        const words = Object.entries(JSON.parse(read(`../src/i18n/${lang}.json`)))
            .filter(([key]) => /^ui\.(role|mode|kind|lang)\.\w+$/.test(key) && !/\.(guest|listener|screen)$/.test(key));
        assert.ok(words.length > 20);
        for (const [key, word] of words) assert.ok(known.has(word.toLocaleLowerCase()), `${lang} ${key}: "${word}"`);
    }
});
