// agenda: how pressing the time is that an item has left.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { hurry, minutesOf } = await load();

test("the last fifth of an item is soon, its last twentieth is now", () => {
    assert.equal(hurry(21, 100), "");
    assert.equal(hurry(20, 100), "soon");
    assert.equal(hurry(6, 100), "soon");
    assert.equal(hurry(5, 100), "now");
    assert.equal(hurry(0, 0), "");
});

test("an item is given its planned minutes and what was added in the room", () => {
    assert.equal(minutesOf({ minutes: 30, extra: 17 }), 47);
    assert.equal(minutesOf({ minutes: 30, extra: -30 }), 0);
    assert.equal(minutesOf({}), 0);
});
