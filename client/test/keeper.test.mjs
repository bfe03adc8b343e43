/* What the device keeps of a workshop: one moment whole, whatever pages of it save in which order, and no more than changed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { Keeper, MemoryShelf, Replica } = await load();

const entity = (id, seq) => ({ k: "action", id, seq, pos: id, theme: 1, priority: "none", state: "draft" });
const tagOf = (seq, history = 0) => `${history}.${seq}`;
const settled = () => new Promise((resolve) => setImmediate(resolve));

/* A shelf that counts what is written, and may fail. */
class CountingShelf extends MemoryShelf {
    written = [];
    fails = false;
    async putReplica(workshop, head, pieces, over) {
        if (this.fails) return "";
        this.written.push(pieces.length);
        return super.putReplica(workshop, head, pieces, over);
    }
}

/* What the server holds, with every moment of it. */
class History {
    seq = 0;
    now = new Map();
    past = [new Map()];
    gone = [[]];
    constructor(name = 0) {
        this.name = name;
    }
    change(put, gone = []) {
        this.seq++;
        for (const id of put) this.now.set(id, entity(id, this.seq));
        for (const id of gone) this.now.delete(id);
        this.past.push(new Map(this.now));
        this.gone.push(gone);
    }
    delta(from) {
        const set = [...this.now.values()].filter((one) => one.seq > from);
        const gone = this.gone.slice(from + 1).flat().filter((id) => !this.now.has(id));
        return { from, to: this.seq, tag: tagOf(this.seq, this.name), set, gone };
    }
}

function page(shelf) {
    const replica = new Replica(() => "en");
    replica.person = 7;
    return { replica, keeper: new Keeper(shelf, "w", replica) };
}

async function opened(shelf) {
    const one = page(shelf);
    const kept = await shelf.replica("w");
    if (kept && one.replica.restore(kept)) one.keeper.restored(kept.stamp);
    return one;
}

/* A server that came back older has another history: everything is loaded anew. */
function follow({ replica }, history) {
    if (replica.seq > history.seq || replica.tag !== tagOf(replica.seq, history.name)) replica.startOver();
    replica.apply(history.delta(replica.seq));
}

async function assertWhole(shelf, history, what) {
    const { seq, tag, entities } = await shelf.replica("w");
    assert.equal(tag, tagOf(seq, history.name), what);
    const byId = (a, b) => a.id - b.id;
    assert.deepEqual([...entities].sort(byId), [...history.past[seq].values()].sort(byId), what);
}

async function withRows(n) {
    const shelf = new CountingShelf();
    const history = new History();
    history.change(Array.from({ length: n }, (_, i) => i + 1));
    const one = page(shelf);
    follow(one, history);
    one.keeper.save();
    await settled();
    return { shelf, history, one };
}

test("only what changed is written, and a page opened later has all of it", async () => {
    const { shelf, history, one } = await withRows(2000);
    history.change([5, 6], [1999]);
    follow(one, history);
    one.keeper.save();
    await settled();
    assert.ok(shelf.written[0] > 50);
    assert.equal(shelf.written[1], 2);
    await assertWhole(shelf, history);
    const next = await opened(shelf);
    assert.equal(next.replica.list("action").value.length, 1999);
    history.change([7]);
    follow(next, history);
    next.keeper.save();
    await settled();
    assert.equal(shelf.written[2], 1);
    await assertWhole(shelf, history);
});

test("what changes while a saving is under way is saved after it", async () => {
    const { shelf, history, one } = await withRows(10);
    for (const id of [1, 2, 3]) {
        history.change([id]);
        follow(one, history);
        one.keeper.save();
    }
    await settled();
    assert.equal((await shelf.replica("w")).seq, history.seq);
    await assertWhole(shelf, history);
});

test("a saving that failed is made good by the next, which is whole", async () => {
    const { shelf, history, one } = await withRows(100);
    shelf.fails = true;
    history.change([3]);
    follow(one, history);
    one.keeper.save();
    await settled();
    shelf.fails = false;
    history.change([90]);
    follow(one, history);
    one.keeper.save();
    await settled();
    await assertWhole(shelf, history);
    assert.equal((await shelf.replica("w")).seq, history.seq);
});

test("nothing comes back on the device after it was dropped", async () => {
    const { shelf, history, one } = await withRows(10);
    history.change([1]);
    follow(one, history);
    one.keeper.save();
    one.keeper.save();
    one.keeper.drop();
    await settled();
    assert.equal(await shelf.replica("w"), undefined);
});

test("three pages of one person, in any order, with another history in between: what is kept is one moment whole", async () => {
    const seed = Number(process.env.SEED ?? 11);
    let state = seed;
    const below = (n) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * n);
    };
    const shelf = new CountingShelf();
    let history = new History();
    history.change(Array.from({ length: 300 }, (_, i) => i + 1));
    const pages = [page(shelf), page(shelf), page(shelf)];
    for (let step = 0; step < 3000; step++) {
        const what = below(100);
        const at = below(3);
        if (what < 40) history.change([1 + below(320)], below(4) ? [] : [1 + below(320)].filter((id) => history.now.has(id)));
        else if (what < 70) follow(pages[at], history);
        else if (what < 95) pages[at].keeper.save();
        else if (what < 98) pages[at] = await opened(shelf);
        else if (what === 99) await settled();
        else if (below(30) === 0) {
            history = Object.assign(new History(step), { seq: history.seq - 1, now: new Map(history.past[history.seq - 1]), past: history.past.slice(0, -1), gone: history.gone.slice(0, -1) });
            for (const one of pages) {
                follow(one, history);
                one.keeper.save();
                await settled();
            }
        }
        await Promise.resolve();
        if (shelf.written.length && step % 10 === 0 && (await shelf.replica("w"))?.tag.startsWith(`${history.name}.`)) {
            await assertWhole(shelf, history, `seed ${seed}, step ${step}`);
        }
    }
    assert.ok(shelf.written.some((n) => n === 1));
});
