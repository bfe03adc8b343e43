/* What the screen says about the link and about saving, from every combination of facts that matters. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { linkState, savedState } = await load();
const calm = { phase: "live", online: true, now: 100_000, changes: 0, refusing: false, returning: false };
const says = (facts) => linkState({ ...calm, ...facts });

test("a calm link is live", () => assert.deepEqual(says({}), { is: "live" }));
test("the first attempt says connecting", () => assert.deepEqual(says({ phase: "connecting" }), { is: "connecting" }));
test("a change younger than three seconds is no news", () =>
    assert.deepEqual(says({ changes: 1, oldest: 97_000 }), { is: "live" }));
test("a change older than three seconds waits", () =>
    assert.deepEqual(says({ changes: 2, oldest: 96_999 }), { is: "waiting", changes: 2, online: true }));
test("without a link everything waits", () =>
    assert.deepEqual(says({ phase: "down" }), { is: "waiting", changes: 0, online: true }));
test("a device that is offline waits, even while the socket looks open", () =>
    assert.deepEqual(says({ online: false, changes: 3 }), { is: "waiting", changes: 3, online: false }));
test("silence is slow", () => assert.deepEqual(says({ silent: 92_000 }), { is: "slow", since: 92_000 }));
test("waiting changes are worth more than silence", () =>
    assert.equal(says({ silent: 92_000, changes: 1, oldest: 90_000 }).is, "waiting"));
test("a full disk is read-only", () =>
    assert.deepEqual(says({ refusing: true, changes: 1, oldest: 0 }), { is: "readonly", changes: 1 }));
test("after a return what waited is being sent", () =>
    assert.deepEqual(says({ returning: true, changes: 3, oldest: 99_000 }), { is: "back", changes: 3 }));
test("a return without progress waits again", () =>
    assert.equal(says({ returning: true, changes: 3, oldest: 90_000 }).is, "waiting"));
test("gone is final and says why", () =>
    assert.deepEqual(says({ phase: "gone", why: "replaced", online: false }), { is: "gone", why: "replaced" }));
test("saved is only said when nothing is unacknowledged", () => {
    assert.deepEqual(savedState(1, 5), { is: "saving", changes: 1 });
    assert.deepEqual(savedState(0, 5), { is: "saved", at: 5 });
    assert.deepEqual(savedState(0, undefined), { is: "saved", at: undefined });
});
