/* The replica: deltas, pages, order, and the guess that unconfirmed commands lay over it. */
import { growth } from "./growth.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { Replica, typedWords } = await load();

const action = (id, pos, more = {}) => ({ k: "action", id, seq: id, pos, theme: 1, priority: "none", state: "draft", ...more });
const full = (set, to = 100) => ({ from: 0, to, tag: "a", set });
const pending = (n, verb, args) => ({ n, verb, args, temporary: -n, outbox: "x" });

function replicaWith(...set) {
    const replica = new Replica(() => "en");
    replica.person = 7;
    replica.apply(full(set));
    return replica;
}
const ids = (replica, kind = "action") => replica.list(kind).value.map((one) => one.id);

test("P6 a delta sets and removes, and moves seq and tag on", () => {
    const replica = replicaWith(action(1, 1), action(2, 2));
    assert.ok(replica.apply({ from: 100, to: 102, tag: "b", set: [action(3, 3)], gone: [1] }));
    assert.deepEqual(ids(replica), [2, 3]);
    assert.deepEqual([replica.seq, replica.tag], [102, "b"]);
});

test("P6 a load from the start is shown only when its last page has come", () => {
    const replica = new Replica(() => "en");
    assert.equal(replica.apply({ from: 0, to: [5, 1], more: true, set: [action(1, 1)] }), false);
    assert.equal(replica.loaded.value, false);
    assert.deepEqual(ids(replica), []);
    assert.equal(replica.moment(), undefined);
    assert.ok(replica.apply({ from: 0, to: 9, tag: "t", set: [action(2, 2)] }));
    assert.deepEqual(ids(replica), [1, 2]);
    assert.equal(replica.loaded.value, true);
});

test("P6 after half a load the next one starts from nothing", () => {
    const replica = new Replica(() => "en");
    replica.apply({ from: 0, to: [5, 1], more: true, set: [action(1, 1)] });
    replica.startOver();
    replica.apply(full([action(2, 2)]));
    assert.deepEqual(ids(replica), [2]);
});

test("P9 what was shown stays until the new load is complete, and then is exactly that", () => {
    const replica = replicaWith(action(1, 1), action(2, 2));
    replica.startOver();
    assert.deepEqual([replica.seq, ids(replica)], [0, [1, 2]]);
    replica.apply(full([action(2, 2)]));
    assert.deepEqual(ids(replica), [2]);
});

test("pages of a catch-up show at once but leave seq where it was", () => {
    const replica = replicaWith(action(1, 1));
    replica.apply({ from: 100, to: [101, 2], more: true, set: [action(2, 2)] });
    assert.deepEqual([replica.seq, ids(replica)], [100, [1, 2]]);
});

test("rows stand in the order of their parents, then of their own, then of their ids", () => {
    const theme = (id, pos) => ({ k: "theme", id, seq: 1, pos });
    const replica = replicaWith(theme(1, 20), theme(2, 10), action(13, 1), action(12, 5, { theme: 2 }), action(11, 1), action(10, 9));
    assert.deepEqual(ids(replica), [12, 11, 13, 10]);
    replica.apply({ from: 100, to: 101, tag: "b", set: [theme(2, 30)] });
    assert.deepEqual(ids(replica), [11, 13, 10, 12]);
});

test("items stand by day", () => {
    const item = (id, day, pos) => ({ k: "item", id, seq: 1, day, pos, kind: "poll", state: "planned" });
    assert.deepEqual(ids(replicaWith(item(1, 2, 1), item(2, 1, 7), item(3, 1, 3)), "item"), [3, 2, 1]);
});

test("a kind that did not change gives the same list again", () => {
    const replica = replicaWith(action(1, 1), { k: "theme", id: 9, seq: 1, pos: 1 });
    const before = replica.list("theme").value;
    replica.apply({ from: 100, to: 101, tag: "b", set: [{ k: "person", id: 5, seq: 101, role: "delegate", mode: "remote" }] });
    assert.equal(replica.list("theme").value, before);
});

test("a kind this page does not know is no harm", () => {
    const replica = replicaWith({ k: "hologram", id: 3, seq: 1 }, action(1, 1));
    replica.apply({ from: 100, to: 101, tag: "b", set: [{ k: "hologram", id: 4, seq: 1 }], gone: [3] });
    assert.deepEqual(ids(replica), [1]);
});

test("2,000 rows sort, and one change among them is no more work than that", () => {
    const grown = growth(500, (n) => {
        const replica = replicaWith(...Array.from({ length: n }, (_, i) => action(i + 1, n - i)));
        assert.equal(ids(replica)[0], n);
        for (let i = 0; i < 20; i++) {
            replica.apply({ from: 100 + i, to: 101 + i, tag: "b", set: [action(5, i)] });
            replica.list("action").value;
        }
    });
    assert.ok(grown < 12, `four times the rows: ${grown} times the work`);
});

test("an unconfirmed row is there at once, in its place, pending, and gives way to the real one", () => {
    const replica = replicaWith(action(1, 1024), action(2, 2048));
    replica.setPending([pending(1, "action.create", { theme: 1, after: 1, title: "New" })]);
    assert.deepEqual(ids(replica), [1, -1, 2]);
    assert.deepEqual(replica.get("action", -1).title, { en: "New", src: "en" });
    assert.equal(replica.get("action", -1).priority, "none");
    assert.ok(replica.isPending(-1) && !replica.isPending(1));
    replica.learn(-1, 55);
    replica.setPending([{ ...replica.pendingList()[0], seq: 101 }]);
    assert.deepEqual(ids(replica), [1, 55, 2], "acknowledged: known by its id, still a guess");
    replica.apply({ from: 100, to: [101, 55], more: true, set: [action(55, 1500, { title: { en: "Newer" } })] });
    assert.deepEqual([ids(replica), replica.get("action", 55).title.en], [[1, 55, 2], "Newer"], "what came counts more");
    replica.apply({ from: 100, to: 101, tag: "b", set: [action(55, 1500, { title: { en: "New" } })] });
    assert.deepEqual(ids(replica), [1, 55, 2]);
    assert.equal(replica.get("action", -1).id, 55, "its temporary id still finds it");
    assert.equal(replica.key(55), -1);
    assert.equal(replica.isPending(55), false);
});

test("first, last and between: create and move find their place", () => {
    const replica = replicaWith(action(1, 1), action(2, 2), action(3, 3), action(4, 1, { theme: 2 }));
    replica.setPending([pending(1, "action.create", { theme: 1, after: 0 }), pending(2, "action.create", { theme: 1 })]);
    assert.deepEqual(ids(replica).filter((id) => id !== 4), [-1, 1, 2, 3, -2]);
    replica.setPending([pending(1, "action.move", { id: 3, after: 1 }), pending(2, "action.move", { id: 1, after: 3 })]);
    assert.deepEqual(ids(replica).filter((id) => id !== 4), [3, 1, 2]);
    replica.setPending([pending(1, "action.move", { id: 3, into: 2, after: 4 })]);
    assert.equal(replica.get("action", 3).theme, 2);
});

test("P16 P17 an edit merges languages, empties with null, and leaves the confirmed row alone", () => {
    const row = action(1, 1, { title: { en: "Old", fr: "Vieux", src: "en", old: ["fr"] }, due: "ongoing", priority: "high" });
    const replica = replicaWith(row);
    replica.setPending([pending(1, "action.edit", { id: 1, title: { fr: "Neuf" }, due: null, priority: null })]);
    const seen = replica.get("action", 1);
    assert.deepEqual(seen.title, { en: "Old", fr: "Neuf", src: "en", old: [] });
    assert.deepEqual([seen.due, seen.priority], [undefined, "none"]);
    replica.setPending([]);
    assert.deepEqual([replica.get("action", 1).title, replica.get("action", 1).due], [row.title, "ongoing"]);
});

test("a refused command leaves no trace", () => {
    const replica = replicaWith(action(1, 1));
    replica.setPending([pending(1, "action.remove", { id: 1 })]);
    assert.deepEqual(ids(replica), []);
    replica.setPending([]);
    assert.deepEqual([ids(replica), replica.isPending(1)], [[1], false]);
});

test("one's ballot shows at once and replaces the former one; totals stay what the server counted", () => {
    const poll = { k: "poll", id: 1, seq: 1, type: "single", secrecy: "named", unit: "person", state: "open" };
    const options = [2, 3].map((id) => ({ k: "option", id, seq: 1, poll: 1, pos: id, votes: 4 }));
    const other = { k: "ballot", id: 8, seq: 1, poll: 1, person: 9, option: 2 };
    const replica = replicaWith(poll, ...options, other);
    replica.setPending([pending(1, "ballot.cast", { id: 1, option: 2 }), pending(2, "ballot.cast", { id: 1, option: 3 })]);
    const mine = replica.list("ballot").value.filter((one) => one.person === 7);
    assert.deepEqual(mine.map((one) => one.option), [3]);
    assert.equal(replica.get("option", 3).votes, 4);
    assert.ok(replica.isPending(1));
});

test("later commands may speak of what earlier ones will have made", () => {
    const replica = replicaWith();
    replica.setPending([
        pending(1, "theme.create", { title: "T" }),
        pending(2, "action.create", { theme: -1, title: "A" }),
        pending(3, "action.edit", { id: -2, title: { fr: "Un" } }),
    ]);
    assert.equal(replica.get("action", -2).theme, -1);
    assert.deepEqual(replica.get("action", -2).title, { en: "A", fr: "Un", src: "en" });
});

test("negative numbers that are no ids stay numbers", () => {
    const replica = replicaWith();
    replica.learn(-5, 77);
    replica.setPending([pending(9, "poll.create", { question: "?", min: -5, max: 5 })]);
    assert.equal(replica.get("poll", -9).min, -5);
});

test("what is kept on the device comes back the same", () => {
    const replica = replicaWith(action(1, 1), action(2, 2));
    const again = new Replica(() => "en");
    const entities = replica.takeChanged(true).pieces.flatMap((one) => one.entities);
    again.restore(structuredClone({ ...replica.moment(), stamp: "1", entities }));
    assert.deepEqual([again.seq, again.tag, ids(again), again.loaded.value], [100, "a", [1, 2], true]);
});

test("of a refused command the typed words are given back, not the chosen ones", () => {
    const words = typedWords("item.create", { title: { en: "Opening", fr: "Ouverture" }, kind: "poll", start: "09:00", staff_notes: "quiet", minutes: 5 });
    assert.deepEqual(words, ["Opening", "Ouverture", "quiet"]);
});
