/* The desk of the people: who is found by what is typed, in which order people stand, and who was there. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { attendedDays, attendedIn, byParty, findSeats, itemSpan, moveDelegation, namesakes, plainLetters, ready, seatsOf, setLang, shareDevice } =
    await load();
await ready;
await setLang("en");

const EGYPT = { k: "delegation", id: 7, name: { en: "Egypt", ar: "مصر", fr: "Égypte" }, country: "EG" };
const TUNISIA = { k: "delegation", id: 8, name: { en: "Tunisia", ar: "تونس", fr: "Tunisie" }, country: "TN" };
const PEOPLE = [
    { id: 1, name: "Amélie Ménard", role: "expert", function: "Conseillère" },
    { id: 2, name: "أحمد فؤاد", delegation: 7, role: "delegate" },
    { id: 3, name: "Mona Fouad", delegation: 7, role: "delegate", head: true, contact: "mona@x.eg" },
    { id: 4, name: "Karim", role: "observer", guest: true },
    { id: 5, name: "Ali Ben Mona", delegation: 8, role: "delegate" },
];
const seats = seatsOf(PEOPLE, [EGYPT, TUNISIA], new Set([3]));
const ids = (found) => found.map((seat) => seat.person.id);
const find = (text, filter = "all") => ids(findSeats(seats, text, filter));

test("guests stand first, then who is without a delegation, then the delegations with their heads first", () => {
    assert.deepEqual(ids(seats), [4, 1, 3, 2, 5]);
});

test("a seat is found by a name without accents, hamza or vowel signs, however it is written", () => {
    assert.deepEqual(find("amelie menard"), [1]);
    assert.deepEqual(find("احمد"), [2]);
    for (const text of ["أَحْمَد", "ٱحمد", "فؤاد"]) assert.deepEqual(find(text), [2], text);
    assert.equal(plainLetters("فاطمة الكبرى"), plainLetters("فاطمه الكبري"));
    assert.deepEqual(find("CONSEILLERE"), [1]);
});

test("a seat is found by its delegation in every language, its country, and its contact", () => {
    for (const text of ["egypt", "مصر", "egypte", "eg"]) assert.deepEqual(find(text).sort(), [2, 3], text);
    assert.deepEqual(find("mona@x"), [3]);
    assert.deepEqual(find("mona tunisie"), [5]);
    assert.deepEqual(find("nobody"), []);
});

test("whose name begins with what is typed comes first", () => {
    assert.deepEqual(find("mona"), [3, 5]);
});

test("those who are here, are away, wait, or have no delegation can be looked at alone", () => {
    assert.deepEqual(["here", "away", "waiting", "loose"].map((filter) => find("", filter)), [[3], [1, 2, 5], [4], [1]]);
});

test("names that two people have are told, whatever the case", () => {
    const twice = namesakes([{ name: "Ali" }, { name: "ALI" }, { name: "Mona" }]);
    assert.deepEqual([...twice], [plainLetters("Ali")]);
});

function roomOf(people) {
    const ran = [];
    return { ran, list: () => ({ peek: () => people }), run: (verb, args) => ran.push([verb, args]) };
}

test("sharing a device tells the server only of those for whom it changes", () => {
    const room = roomOf([{ id: 1 }, { id: 2, device: 1 }, { id: 3, device: 1 }, { id: 4 }]);
    shareDevice(room, 1, new Set([1, 2, 4]));
    assert.deepEqual(room.ran, [["person.edit", { id: 3, device: null }], ["person.edit", { id: 4, device: 1 }]]);
});

test("a delegation moves one place, and not beyond the ends", () => {
    const list = [{ id: 5 }, { id: 6 }, { id: 7 }];
    const room = roomOf([]);
    assert.deepEqual([[5, -1], [7, 1], [6, -1], [7, -1], [5, 1]].map(([id, by]) => moveDelegation(room, list, id, by)),
        [false, false, true, true, true]);
    assert.deepEqual(room.ran.map(([, args]) => args), [{ id: 6, after: 0 }, { id: 7, after: 5 }, { id: 5, after: 6 }]);
});

/* Cairo is two hours ahead of UTC in November, three in summer. */
const WORKSHOP = { time_zone: "Africa/Cairo", starts_on: "2025-11-10" };
const at = (text) => Date.parse(`${text}:00Z`);
const stay = (person, since, until, more = {}) =>
    ({ person, delegation: 7, mode: "in_room", since: at(since), ...(until ? { until: at(until) } : {}), ...more });

test("days of attendance are those of the workshop's clocks, numbered from its first day", () => {
    const all = [stay(1, "2025-11-11T21:30", "2025-11-11T22:30")];
    const days = attendedDays(all, WORKSHOP, at("2025-11-20T00:00"));
    assert.deepEqual(days.map((one) => [one.day, new Date(one.since).toISOString()]),
        [[2, "2025-11-10T22:00:00.000Z"], [3, "2025-11-11T22:00:00.000Z"]]);
    const untilMidnight = [stay(1, "2025-11-11T20:30", "2025-11-11T22:00")];
    assert.deepEqual(attendedDays(untilMidnight, WORKSHOP, at("2025-11-20T00:00")).map((one) => one.day), [2]);
});

test("a workshop held years after its dates counts from the first day on which somebody was there", () => {
    const all = [stay(1, "2026-11-22T07:00", "2026-11-22T08:00"), stay(1, "2026-11-24T07:00", "2026-11-24T08:00")];
    assert.deepEqual(attendedDays(all, WORKSHOP, at("2026-12-01T00:00")).map((one) => one.day), [1, 3]);
});

test("somebody still there is there until now; spans are cut to what is looked at, and those that touch are one", () => {
    const all = [stay(1, "2025-11-10T07:00", "2025-11-10T08:00"), stay(1, "2025-11-10T08:00", "2025-11-10T09:00"), stay(2, "2025-11-10T08:50")];
    const span = { since: at("2025-11-10T07:30"), until: at("2025-11-10T12:00") };
    const there = attendedIn(all, span, at("2025-11-10T09:20"));
    assert.deepEqual(there.map((one) => [one.person, one.spans.length, one.ms / 60_000]), [[1, 1, 90], [2, 1, 30]]);
});

test("who was not there within the span is not on the sheet", () => {
    const all = [stay(1, "2025-11-10T07:00", "2025-11-10T08:00")];
    assert.deepEqual(attendedIn(all, { since: at("2025-11-10T08:00"), until: at("2025-11-10T09:00") }, at("2025-11-10T10:00")), []);
});

test("a running item is held until now, one that is planned or skipped not at all", () => {
    const held = (item) => itemSpan(item, 9000);
    assert.deepEqual(held({ state: "running", started_at: 1000 }), { since: 1000, until: 9000 });
    assert.deepEqual(held({ state: "done", started_at: 1000, ended_at: 2000 }), { since: 1000, until: 2000 });
    assert.equal(held({ state: "planned" }), undefined);
    assert.equal(held({ state: "skipped", started_at: 1000 }), undefined);
});

test("the sheet goes by the delegations of then; who left it since is not absent from the other", () => {
    const there = attendedIn([stay(3, "2025-11-10T07:00", "2025-11-10T08:00", { delegation: 8 })],
        { since: 0, until: at("2026-01-01T00:00") }, at("2025-11-10T10:00"));
    const parties = byParty(there, PEOPLE.filter((one) => !one.guest), [7, 8]);
    assert.deepEqual(parties.map((one) => [one.delegation, one.there.map((of) => of.person), one.absent.map((of) => of.id)]),
        [[7, [], [2]], [8, [3], [5]], [0, [], [1]]]);
});

test("Y6 who is given to another delegation was there for both, as long as they were its", () => {
    const there = attendedIn([
        stay(3, "2025-11-10T07:00", "2025-11-10T09:00", { delegation: 7 }), stay(3, "2025-11-10T09:00", "2025-11-10T10:00", { delegation: 8 }),
    ], { since: 0, until: at("2026-01-01T00:00") }, at("2025-11-10T11:00"));
    const parties = byParty(there, [], [7, 8]);
    assert.deepEqual(parties.map((one) => [one.delegation, one.there.map((of) => [of.person, of.ms / 3_600_000])]), [[7, [[3, 2]]], [8, [[3, 1]]]]);
});
