// schedule: the agenda's times as the server computes them, from the same files (rules A7 and A14 to A20).
import { growth } from "./growth.mjs";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./load.mjs";

const { clockOf, clockText, scheduleOf, setLang, tellClocks, time, zoneOf } = await load();
const vectors = (name) => JSON.parse(readFileSync(new URL(`../../tests/vectors/schedule/${name}.json`, import.meta.url), "utf8"));
/* As the server tells them: Debian's Node 18 has zones of 2022, when Egypt had no summer time. */
for (const { zone, ...clocks } of vectors("clocks")) tellClocks(zone, clocks);
const ms = (text) => (text ? Date.parse(text) : undefined);

function timesOf({ workshop, now, items }) {
    const zone = zoneOf(workshop.time_zone);
    const clock = (minute) => (minute === undefined ? "-" : clockText(clockOf(zone, minute)));
    const rows = items.map((item) => ({ state: "planned", ...item, started_at: ms(item.started_at), ended_at: ms(item.ended_at) }));
    const days = scheduleOf(rows, workshop, ms(now));
    const slots = days.flatMap((day) => day.slots);
    const text = (slot) => [slot.plannedStart, slot.plannedEnd, slot.start, slot.end].map(clock).join(" ") + (slot.danger ? " !" : "");
    return {
        slots,
        times: Object.fromEntries(slots.map((slot) => [slot.item.id, text(slot)])),
        behind: Object.fromEntries(days.map((day) => [day.day, day.behind])),
    };
}

for (const name of ["days", "zones", "large"]) {
    test(`the times of ${name}.json`, () => {
        for (const vector of vectors(name)) {
            const { slots, times, behind } = timesOf(vector);
            assert.deepEqual(times, vector.times, vector.name);
            assert.deepEqual(behind, vector.behind, vector.name);
            for (const slot of vector.utc ? slots : []) assert.equal(slot.start * 60_000, ms(vector.utc[slot.item.id]), vector.name);
        }
    });
}

test("the vectors hold the agenda of five days, forty items and three groups", () => {
    const [plain, before, during] = vectors("large");
    assert.equal(plain.items.length, 40);
    assert.equal(new Set(plain.items.map((item) => item.day)).size, 5);
    assert.equal(new Set(plain.items.map((item) => item.group).filter(Boolean)).size, 3);
    for (const vector of [before, during]) assert.equal(vector.items[2].extra, 17);
});

test("500 items of five days are timed without comparing each with each", () => {
    const workshop = { time_zone: "Africa/Casablanca", starts_on: "2026-02-14", state: "live" };
    const grown = growth(125, (n) => {
        const items = Array.from({ length: n }, (_, i) => ({ id: i + 1, day: 1 + Math.floor(i / 100), minutes: 4, state: "planned", group: 1 + (i % 7) }));
        for (let i = 0; i < 20; i++) scheduleOf(items, workshop, Date.parse("2026-02-15T10:00:00Z") + i * 60_000);
    });
    assert.ok(grown < 12, `four times the items: ${grown} times the work`);
});

test("P52 a zone that the browser does not know, or knows otherwise, has the clocks that the server told", async () => {
    const noon = Date.UTC(2026, 5, 1, 12);
    const minute = noon / 60_000;
    const words = (zone) => time(noon + 90_000, { hour: "2-digit", minute: "2-digit" }, zone);
    await setLang("en");
    assert.equal(zoneOf("Europe/Paris").toLocal(minute), minute + 120);
    tellClocks("Europe/Paris", { set: [[minute - 600, 0], [minute - 60, 45], [minute + 60, 30]], until: minute + 600 });
    tellClocks("Moon/Tranquility", { set: [[minute - 6000, -90]], until: minute + 6000 });
    assert.deepEqual([-61, -60, 59, 60].map((by) => zoneOf("Europe/Paris").toLocal(minute + by) - minute - by), [0, 45, 45, 30]);
    assert.deepEqual([-601, 600].map((by) => zoneOf("Europe/Paris").toLocal(minute + by) - minute - by), [120, 120], "outside of what was told");
    assert.equal(zoneOf("Moon/Tranquility").toUtc(minute - 90), minute);
    assert.deepEqual(["Europe/Paris", "Moon/Tranquility", "UTC"].map(words), ["12:46", "10:31", "12:01"]);
});
