// floor: the order of the queue, how long each delegation has spoken, who is done, and what one's own unconfirmed acts look like.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { askedMost, behind, overlayOf, queueOf, readyOf, saysReady, speakerOf, speechOf, spokenTimes, tourOf, upNext } = await load();

const hand = (id, type, state, more = {}) => ({ k: "hand", id, seq: id, type, state, pos: id, ...more });

test("a tour de table is no part of the queue", () => {
    const hands = [hand(1, "contribution", "waiting"), hand(2, "tour", "waiting"), hand(3, "reply", "lowered")];
    assert.deepEqual(queueOf(hands).map((one) => one.id), [1]);
    assert.deepEqual(tourOf(hands).map((one) => one.id), [2]);
    assert.equal(speakerOf(hands), undefined);
});

test("a point of order is called before the tour de table, and that before the queue", () => {
    const queue = [hand(5, "contribution", "waiting")];
    const tour = [hand(6, "tour", "waiting")];
    assert.equal(upNext([]), undefined);
    assert.equal(upNext(queue).id, 5);
    assert.equal(upNext([...queue, ...tour]).id, 6);
    assert.equal(upNext([hand(4, "point_of_order", "waiting"), ...queue, ...tour]).id, 4);
});

test("J1 a new hand stands behind those that are as pressing or more", () => {
    const hands = [hand(1, "point_of_order", "waiting"), hand(2, "reply", "waiting"), hand(3, "contribution", "waiting")];
    assert.equal(behind(hands, "point_of_order").id, 1);
    assert.equal(behind(hands, "reply").id, 2);
    assert.equal(behind(hands, "contribution").id, 3);
    assert.equal(behind(hands.slice(2), "point_of_order"), undefined);
});

test("the time of a delegation is the sum of its speeches, whoever speaks now included", () => {
    const hands = [
        hand(1, "contribution", "spoken", { delegation: 7, given_at: 1000, ended_at: 61_000 }),
        hand(2, "tour", "spoken", { delegation: 8, given_at: 61_000, ended_at: 91_000 }),
        hand(3, "reply", "speaking", { delegation: 7, given_at: 91_000 }),
        hand(4, "reply", "lowered", { delegation: 8, given_at: 5 }),
        hand(5, "reply", "waiting", { delegation: 9 }),
    ];
    assert.deepEqual(spokenTimes(hands, 101_000), [{ delegation: 7, ms: 70_000, times: 2 }, { delegation: 8, ms: 30_000, times: 1 }]);
});

test("a speech without a limit has nothing left and is not over", () => {
    assert.deepEqual(speechOf(hand(1, "reply", "speaking", { given_at: 1000 }), 4000), { passed: 3000, whole: 0, left: -3000 });
    assert.deepEqual(speechOf(hand(1, "reply", "speaking", { given_at: 1000, seconds: 60 }), 4000), { passed: 3000, whole: 60_000, left: 57_000 });
});

test("delegates, rapporteurs and experts who are there are asked whether they are done; whoever said so counts even when gone", () => {
    const person = (id, role, more = {}) => ({ k: "person", id, seq: id, role, ...more });
    const people = [person(1, "facilitator"), person(2, "delegate", { ready: 50 }), person(3, "expert"), person(4, "delegate", { guest: true }),
        person(5, "rapporteur", { ready: 50 }), person(6, "delegate", { ready: 49 })];
    const here = new Set([1, 2, 3, 4]);
    assert.deepEqual(readyOf(people, here, { id: 50 }), { n: 2, all: 3 });
    assert.deepEqual(readyOf(people, here, undefined), { n: 0, all: 2 });
    assert.equal(saysReady(people[3]), false);
});

test("the question most want answered comes first, of two the older", () => {
    const asked = [{ id: 1, at: 30 }, { id: 2, at: 20, backers: [9] }, { id: 3, at: 10, backers: [8] }, { id: 4 }];
    assert.deepEqual(askedMost(asked).map((one) => one.id), [3, 2, 1, 4]);
});

function ground(entities, person = 7) {
    return { get: (id) => entities.find((one) => one.id === id), all: (kind) => entities.filter((one) => one.k === kind), real: (id) => id, person, lang: "en" };
}

test("one's own hand stands in its place before the server has it, once for each kind", () => {
    const world = ground([{ k: "person", id: 7, seq: 1, delegation: 70 }, hand(1, "reply", "waiting"), hand(2, "contribution", "waiting")]);
    const raise = (n, type) => ({ verb: "hand.raise", args: { type, at: 5 }, temporary: -n, outbox: "a", n });
    const over = overlayOf(world, [raise(1, "reply"), raise(2, "reply"), raise(3, "contribution")]);
    const places = [...over.values()].map(({ type, pos, delegation, person }) => ({ type, pos, delegation, person }));
    assert.deepEqual(places, [{ type: "reply", pos: 1.5, delegation: 70, person: 7 }, { type: "contribution", pos: 3, delegation: 70, person: 7 }]);
});

test("what one does to questions, messages, points and oneself shows at once", () => {
    const world = ground([
        { k: "workshop", id: 1, seq: 1, item: 30 }, { k: "person", id: 7, seq: 1 }, { k: "question", id: 2, seq: 1, state: "open", backers: [9] },
        { k: "message", id: 3, seq: 1 }, { k: "parked", id: 4, seq: 1 },
    ]);
    let n = 0;
    const act = (verb, args) => ({ verb, args, temporary: -(++n), outbox: "a", n });
    const over = overlayOf(world, [
        act("question.back", { id: 2, on: true }), act("message.end", { id: 3 }), act("parked.done", { id: 4, on: true }),
        act("person.ready", { on: true }), act("control.take", {}),
    ]);
    assert.deepEqual(over.get(2).backers, [9, 7]);
    assert.ok(over.get(3).ended_at);
    assert.equal(over.get(4).done, true);
    assert.equal(over.get(7).ready, 30);
    assert.equal(over.get(1).control, 7);
    assert.deepEqual(overlayOf(world, [act("question.back", { id: 2, on: false })]).get(2).backers, [9]);
});
