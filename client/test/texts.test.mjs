/* Texts drafted together in a room: undo, an input method at work, older backups, words of pages that ended, who writes where. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type as ot } from "ot-text-unicode";
import { load } from "./load.mjs";
import { Clock, Device, Network, Server } from "./world.mjs";

const { UndoList, Doc, LiveRoom, MemoryShelf } = await load();

/* ---- undo ---- */

test("undo takes back one's own words only, wherever they are by now, and redo brings them back", () => {
    const list = new UndoList();
    let words = "";
    const type = (op, now) => {
        list.typed(op, words, now);
        words = ot.apply(words, op);
    };
    const other = (op) => {
        list.moved(op);
        words = ot.apply(words, op);
    };
    type(["first"], 0);
    type([5, " second"], 5_000);
    other(["THEIRS "]);
    other([9, "+"]);
    assert.equal(words, "THEIRS fi+rst second");
    words = ot.apply(words, list.undo(words));
    assert.equal(words, "THEIRS fi+rst");
    words = ot.apply(words, list.undo(words));
    assert.equal(words, "THEIRS +");
    assert.equal(list.undo(words), undefined);
    words = ot.apply(words, list.redo(words));
    words = ot.apply(words, list.redo(words));
    assert.equal(words.replace("+", ""), "THEIRS first second");
    assert.equal(list.redo(words), undefined);
});

test("words typed in one go are taken back in one go", () => {
    const list = new UndoList();
    let words = "";
    for (const letter of "hello") {
        const op = words.length ? [words.length, letter] : [letter];
        list.typed(op, words, words.length * 100);
        words += letter;
    }
    assert.equal(ot.apply(words, list.undo(words)), "");
});

/* ---- an input method ---- */

test("while an input method composes the text stays as it is, nothing is sent, and after it all comes together", () => {
    const sent = [];
    const doc = new Doc(1, "text", "ar", {
        lacking: () => undefined,
        withdraw: () => undefined,
        excess: () => undefined,
        moved: (one) => {
            const next = one.strand.next();
            if (!next) return;
            sent.push(next.op);
            one.strand.sent("me", sent.length, next.op);
        },
        freed: () => undefined,
        now: () => 0,
    });
    doc.strand.begin(9, 3, "نص ");
    doc.refresh();
    const told = [];
    const editor = { apply: (change) => told.push(change.value) };
    doc.watch(editor);
    doc.hold(true);
    doc.edit("نص ك", 4, editor);
    doc.edit("نص كت", 5, editor);
    doc.strand.take({ id: 9, seq: 40, rev: 4, words: "قبل نص ", ops: [[40, ["قبل "]]] });
    assert.deepEqual([doc.value.value, told, sent], ["نص كت", [], []]);
    assert.equal(doc.waiting.value, true);
    doc.edit("نص كتاب", 7, editor);
    doc.hold(false);
    assert.deepEqual([doc.value.value, told], ["قبل نص كتاب", ["قبل نص كتاب"]]);
    assert.deepEqual(sent, [[7, "كتاب"]]);
});

test("an editor that closes while composing lets go of the text", () => {
    const doc = new Doc(1, "text", "en", { lacking() {}, withdraw() {}, excess() {}, moved() {}, freed() {}, now: () => 0 });
    doc.strand.begin(9, 1, "a");
    const end = doc.watch({ apply: () => undefined });
    doc.hold(true);
    end();
    doc.strand.take({ id: 9, seq: 2, rev: 2, words: "ab", ops: [[2, [1, "b"]]] });
    assert.equal(doc.value.value, "ab");
});

/* ---- in the room ---- */

function world() {
    const clock = new Clock(3);
    const server = new Server(clock);
    const network = new Network(clock, server);
    const device = new Device(clock, network, new MemoryShelf());
    const speech = { lang: () => "en", say: (code) => code };
    return { clock, server, network, device, page: () => new LiveRoom("w", device, speech) };
}

test("a field that somebody else set meanwhile is offered with both values, and so to the one who lost it", async () => {
    const w = world();
    const room = w.page();
    const id = w.server.commit("action", { pos: 1, title: { src: "en" }, lead: 5, priority: "none", status: "planned", state: "draft" });
    w.device.ask = async () => ({ changes: [{ seq: 3, person: 8, verb: "action.edit", args: { lead: 6 } }] });
    await w.clock.pass(1_000);
    w.network.up = false;
    w.server.drop();
    room.run("action.edit", { id, lead: 7 });
    w.server.commit("action", { ...w.server.entities.get(id), seq: w.server.seq + 1, lead: 6 }, id);
    w.network.up = true;
    await w.clock.pass(20_000);
    assert.equal(w.server.entities.get(id).lead, 7);
    const [one] = room.replaced.value;
    assert.deepEqual([one.id, one.field, one.mine, one.theirs, one.overwrote], [id, "lead", 7, 6, true]);
    room.close();
    const next = w.page();
    await w.clock.pass(5_000);
    assert.equal(next.replaced.value.length, 1, "the device keeps it");
    next.putBack(next.replaced.value[0].key);
    await w.clock.pass(1_000);
    assert.deepEqual([w.server.entities.get(id).lead, next.replaced.value], [6, []]);
    w.device.ask = async () => ({ changes: [{ seq: 99, person: 8, verb: "action.edit", args: { lead: 9 } }] });
    w.server.commit("action", { ...w.server.entities.get(id), seq: w.server.seq + 1, lead: 9 }, id);
    w.server.publish();
    await w.clock.pass(1_000);
    const [lost] = next.replaced.value;
    assert.deepEqual([lost.mine, lost.theirs, lost.by, lost.overwrote], [6, 9, 8, false]);
    next.putBack(lost.key);
    await w.clock.pass(1_000);
    assert.equal(w.server.entities.get(id).lead, 6);
});

test("who replaced a value that the page never came to show is told of it by the history", async () => {
    const w = world();
    const room = w.page();
    const id = w.server.commit("action", { pos: 1, title: { src: "en" }, lead: 5, priority: "none", status: "planned", state: "draft" });
    await w.clock.pass(1_000);
    w.server.commit("action", { ...w.server.entities.get(id), seq: w.server.seq + 1, lead: 6 }, id);     // and nobody hears of it
    const { seq } = w.server;
    const mine = { seq: seq + 1, person: w.server.person, verb: "action.edit", args: { lead: 7 } };
    w.device.ask = async () => ({ changes: [mine, { seq, person: 8, verb: "action.edit", args: { lead: 6 } }, { ...mine, seq: seq - 1 }] });
    room.run("action.edit", { id, lead: 7 });
    await w.clock.pass(1_000);
    const [one] = room.replaced.value;
    assert.deepEqual([one?.mine, one?.theirs, one?.by, one?.overwrote], [7, 6, 8, true]);
    room.dismissReplaced(one.key);
    room.run("action.edit", { id, lead: 9 });
    await w.clock.pass(1_000);
    assert.deepEqual(room.replaced.value, [], "what one knew is no news");
});

/* The page is gone without a word. */
function kill(w, room) {
    room.link.close();
    w.clock.timers = [];
    w.device.held.clear();
    for (const conn of [...w.server.open]) conn.close();
}

test("P5 an older backup: what waits in several texts behind a dead page's outbox is sent once", async () => {
    const w = world();
    const rows = [1, 2, 3].map((pos) => w.server.commit("action", { pos, title: { src: "en" }, state: "draft" }));
    const backup = w.server.backup();
    w.server.commit("theme", { title: { en: "forgotten by the backup" } });
    const first = w.page();
    await w.clock.pass(1_000);
    w.network.up = false;
    w.server.restore(backup);
    first.run("theme.create", { title: "left behind" });
    await w.clock.pass(100);
    kill(w, first);
    const room = w.page();
    await w.clock.pass(100);
    for (const row of rows) room.text(row, "objective", "en").edit("words", 5);
    w.network.up = true;
    await w.clock.pass(60_000);
    assert.deepEqual(rows.map((row) => w.server.text(row, "objective", "en")?.text), ["words", "words", "words"]);
    assert.deepEqual(rows.map((row) => room.get("action", row).objective.en), ["words", "words", "words"]);
    assert.equal(room.saved.value.is, "saved");
});

test("a field that is open, but in which nobody has written yet, takes over the words of a page that closes late", async () => {
    for (const composing of [false, true]) {
        const w = world();
        const row = w.server.commit("action", { pos: 1, title: { src: "en" }, state: "draft" });
        const first = w.page();
        await w.clock.pass(1_000);
        w.network.up = false;
        w.server.drop();
        first.text(row, "objective", "en").edit("words", 5);
        await w.clock.pass(100);
        const held = [...w.device.held];
        kill(w, first);
        held.forEach((one) => w.device.held.add(one));
        const room = w.page();
        await w.clock.pass(300);
        const doc = room.text(row, "objective", "en");
        const told = [];
        doc.watch({ apply: ({ value }) => told.push(value) });
        if (composing) doc.hold(true);
        w.device.held.delete(held[0]);
        await w.clock.pass(5_000);
        assert.deepEqual([doc.value.value, told], composing ? ["", []] : ["words", ["words"]]);
        doc.hold(false);
        w.network.up = true;
        await w.clock.pass(30_000);
        assert.deepEqual([w.server.text(row, "objective", "en").text, doc.value.value], ["words", "words"]);
    }
});

test("P5 an older backup comes back while an input method composes, and the page dies: the words go to a text that is not there", async () => {
    const w = world();
    const row = w.server.commit("action", { pos: 1, title: { src: "en" }, state: "draft" });
    const backup = w.server.backup();
    w.server.commit("theme", { title: { en: "forgotten by the backup" } });
    const first = w.page();
    await w.clock.pass(1_000);
    const doc = first.text(row, "objective", "en");
    const editor = { apply: () => undefined };
    doc.watch(editor);
    doc.hold(true);
    doc.edit("words", 5, editor);
    w.server.restore(backup);
    await w.clock.pass(20_000);
    kill(w, first);
    const room = w.page();
    await w.clock.pass(60_000);
    assert.equal(w.server.text(row, "objective", "en")?.text, "words");
    assert.equal(room.saved.value.is, "saved");
});

test("P5 a new row gets the number that one had which the backup forgot: each writer's words are there, and shown once", async () => {
    const w = world();
    w.device.ask = w.server.ask;
    const backup = w.server.backup();
    const room = w.page();
    await w.clock.pass(1_000);
    const create = () => room.run("action.create", { title: { en: "A row" } });
    const [{ id }] = await Promise.all([create().done, w.clock.pass(1_000)]);
    w.network.up = false;
    w.server.restore(backup);
    const seen = ["", ""];
    const write = (of, at, words) => {
        const doc = room.text(of, "objective", "en");
        const leave = doc.watch({ apply: ({ value }) => (seen[at] = value) });
        doc.edit(words, words.length);
        return leave;
    };
    const leaves = [write(id, 0, "first"), write(-create().n, 1, "second")];
    w.network.up = true;
    await w.clock.pass(60_000);
    w.server.write(id, { field: "objective", lang: "en", op: ["Others: "] });
    w.server.publish();
    await w.clock.pass(1_000);
    for (const leave of leaves) leave();
    const { text } = w.server.text(id, "objective", "en");
    assert.deepEqual([...text.matchAll(/first|second/g)].map(([word]) => word).sort(), ["first", "second"]);
    assert.deepEqual([seen, room.get("action", id).objective.en], [[text, text], text]);
    assert.equal(room.saved.value.is, "saved");
});

test("P5 words of an earlier page that saw more than its copy of the room: the next page notices a backup from between the two", async () => {
    const w = world();
    w.device.ask = w.server.ask;
    const row = w.server.commit("action", { pos: 1, title: { src: "en" }, state: "draft" });
    w.server.write(row, { field: "objective", lang: "en", op: ["old"] });
    const first = w.page();
    await w.clock.pass(2_000);
    const backup = w.server.backup();
    w.server.write(row, { field: "objective", lang: "en", op: [3, " words that the backup forgets"] });
    w.server.publish();
    await w.clock.pass(100);
    first.text(row, "objective", "en").edit("old words that the backup forgets, mine", 39);
    await w.clock.pass(1_000);
    const doc = first.text(row, "objective", "en");
    w.network.up = false;
    w.server.drop();
    doc.edit(`${doc.value.value}, and more`, 49);
    await w.clock.pass(100);
    kill(w, first);
    w.server.restore(backup);
    w.network.up = true;
    const room = w.page();
    const before = w.server.welcomes;
    await w.clock.pass(60_000);
    assert.equal(w.server.text(row, "objective", "en").text, "old, and more", "what was confirmed is gone with the backup");
    assert.equal(room.get("action", row).objective.en, "old, and more");
    assert.ok(w.server.welcomes - before <= 4);
    assert.equal(room.saved.value.is, "saved");
});

test("words of an earlier page that saw more than its copy of the room go on where they were, if nothing happened to the room", async () => {
    const w = world();
    w.device.ask = w.server.ask;
    const row = w.server.commit("action", { pos: 1, title: { src: "en" }, state: "draft" });
    const first = w.page();
    await w.clock.pass(2_000);
    w.server.write(row, { field: "objective", lang: "en", op: ["seen"] });
    w.server.publish();
    await w.clock.pass(100);
    w.network.up = false;
    w.server.drop();
    first.text(row, "objective", "en").edit("seen, mine", 10);
    await w.clock.pass(100);
    kill(w, first);
    w.network.up = true;
    const room = w.page();
    await w.clock.pass(60_000);
    assert.equal(w.server.text(row, "objective", "en").text, "seen, mine");
    assert.equal(room.get("action", row).objective.en, "seen, mine");
    assert.equal(room.texts.mended(), 0);
});

test("P5 words that came back with a dead page's outbox stay on the device until the load after an older backup is there", async () => {
    const w = world();
    const row = w.server.commit("action", { pos: 1, title: { src: "en" }, state: "draft" });
    const backup = w.server.backup();
    w.server.commit("theme", { title: { en: "forgotten by the backup" } });
    const first = w.page();
    await w.clock.pass(10_000);
    w.network.up = false;
    w.server.restore(backup);
    first.text(row, "objective", "en").edit("words", 5);
    await w.clock.pass(100);
    kill(w, first);
    w.network.up = true;
    w.server.deltas = () => undefined;
    const second = w.page();
    await w.clock.pass(5_000);
    kill(w, second);
    delete w.server.deltas;
    w.page();
    await w.clock.pass(60_000);
    assert.equal(w.server.text(row, "objective", "en")?.text, "words");
});

test("what was typed on a page that ended before it was told whose it is is sent by the next one", async () => {
    const w = world();
    const row = w.server.commit("action", { pos: 1, title: { src: "en" }, state: "draft" });
    w.network.up = false;
    const first = w.page();
    await w.clock.pass(100);
    first.text(row, "objective", "en").edit("words", 5);
    await w.clock.pass(100);
    kill(w, first);
    w.network.up = true;
    const room = w.page();
    await w.clock.pass(60_000);
    assert.equal(w.server.text(row, "objective", "en")?.text, "words");
    assert.equal(room.saved.value.is, "saved");
});

test("P10 P41 who writes where comes and goes", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(1_000);
    const [conn] = w.server.open;
    conn.say({ t: "presence", here: [9], at: [{ p: 9, id: 3, field: "title", lang: "en" }, { p: 8, id: 4, field: "lead" }] });
    await w.clock.pass(100);
    assert.deepEqual([...room.where.value.keys()], [9, 8]);
    conn.say({ t: "presence", gone: [9], at: [{ p: 8 }] });
    await w.clock.pass(100);
    assert.equal(room.where.value.size, 0);
});

test("2,000 rows: a key draws one row, and no list", async () => {
    const w = world();
    for (let i = 0; i < 2_000; i++) {
        const of = w.server.commit("action", { pos: i, title: { src: "en" }, priority: "none", status: "planned", state: "draft" });
        w.server.commit("text", { of, field: "title", lang: "en", rev: 1, text: `Row ${i}` });
    }
    const room = w.page();
    await w.clock.pass(5_000);
    const before = room.list("action").value;
    assert.equal(before.length, 2_000);
    const [first, second] = before;
    const rows = [room.row(first.id), room.row(second.id)];
    const [one, two] = rows.map((row) => row.value);
    assert.equal(one.title.en, "Row 0");
    const doc = room.text(first.id, "title", "en");
    for (let i = 0; i < 200; i++) doc.edit(`${doc.value.value}x`, doc.value.value.length + 1);
    assert.equal(room.list("action").value, before);
    assert.equal(rows[1].value, two);
    assert.notEqual(rows[0].value, one);
    assert.equal(rows[0].value.title.en, `Row 0${"x".repeat(200)}`);
    assert.equal(first.title.en, rows[0].value.title.en, "a row of the list reads the words of now");
    assert.ok(room.pending(first.id) && !room.pending(second.id));
});
