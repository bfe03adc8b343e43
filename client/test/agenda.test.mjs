// agenda: how late a day runs is only said on that day.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { isOnItsDay } = await load();

test("a moment is on its day by the workshop's own zone", () => {
    const workshop = { starts_on: "2015-11-16", time_zone: "Asia/Riyadh" };
    assert.equal(isOnItsDay(workshop, 1, Date.parse("2015-11-15T21:30:00Z")), true);
    assert.equal(isOnItsDay(workshop, 1, Date.parse("2015-11-16T21:30:00Z")), false);
    assert.equal(isOnItsDay(workshop, 2, Date.parse("2015-11-16T21:30:00Z")), true);
    assert.equal(isOnItsDay(workshop, 1, Date.parse("2026-11-16T09:00:00Z")), false);
});

test("a workshop without dates is always on its day", () => {
    assert.equal(isOnItsDay({ time_zone: "UTC" }, 3, 0), true);
});
