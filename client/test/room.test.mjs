/* The room over a network that breaks: exactly once, what is shown meanwhile, adoption, refusals. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { Clock, Device, Network, Server } from "./world.mjs";

const { LiveRoom, MemoryShelf } = await load();
const speech = { lang: () => "en", say: (code) => `sentence for ${code}` };

function world(seed = 1) {
    const clock = new Clock(seed);
    const server = new Server(clock);
    const network = new Network(clock, server);
    const device = new Device(clock, network, new MemoryShelf());
    return { clock, server, network, device, page: () => new LiveRoom("w", device, speech) };
}

/* The page is gone without a word: its timers and its socket with it, its locks are free. */
function kill(w, room) {
    room.link.close();
    w.clock.timers = [];
    w.device.held.clear();
    for (const conn of [...w.server.open]) conn.close();
}
const titles = (w) => w.server.history.map((one) => one.args.title);
const sameAsServer = (w, room) => {
    const live = [...w.server.entities.values()].filter((one) => !one.removed && one.k === "theme").map((one) => one.id).sort();
    assert.deepEqual(room.list("theme").value.map((one) => one.id).sort(), live);
};

test("a room opens, loads, knows who is there and what time it is", async () => {
    const w = world();
    const room = w.page();
    assert.equal(room.state.value.is, "connecting");
    await w.clock.pass(1_000);
    assert.equal(room.state.value.is, "live");
    assert.equal(room.workshop.value.title.en, "A workshop");
    assert.deepEqual(room.me.value, { person: 7, role: "facilitator" });
    assert.deepEqual([[...room.here.value], room.listeners.value], [[7, 8], 3]);
    assert.ok(Math.abs(room.now() - (w.clock.now() + 500_000)) < 50);
});

test("P10 presence changes by what comes", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(1_000);
    for (const conn of w.server.open) conn.say({ t: "presence", here: [9], gone: [8], listeners: 0 });
    await w.clock.pass(100);
    assert.deepEqual([[...room.here.value], room.listeners.value], [[7, 9], 0]);
});

test("P13 saved is said after the acknowledgement and not before", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(1_000);
    assert.deepEqual(room.saved.value, { is: "saved", at: undefined });
    const { n, done } = room.run("theme.create", { title: "One" });
    assert.deepEqual(room.saved.value, { is: "saving", changes: 1 });
    assert.equal(room.list("theme").value[0].id, -n);
    await w.clock.pass(15);
    assert.equal(room.saved.value.is, "saving");
    await w.clock.pass(100);
    assert.equal(room.saved.value.is, "saved");
    const outcome = await done;
    assert.equal(outcome.ok, true);
    assert.deepEqual(room.list("theme").value.map((one) => one.id), [outcome.id]);
    assert.equal(room.get("theme", -n).id, outcome.id);
    const [{ client }] = await w.device.shelf.outboxes("w");
    assert.deepEqual(await w.device.shelf.commands(client), [], "nothing is kept to be sent again");
});

test("P13 an acknowledged change stays on the screen until its delta comes", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(1_000);
    const publish = w.server.publish.bind(w.server);
    w.server.publish = () => w.clock.after(500, publish);
    const { done } = room.run("theme.create", { title: "One" });
    await w.clock.pass(200);
    const { id } = await done;
    assert.deepEqual([room.saved.value.is, room.list("theme").value.map((one) => one.id)], ["saved", [id]]);
    await w.clock.pass(1_000);
    assert.equal(room.get("theme", id).seq, w.server.seq);
});

test("P12 at most 64 commands are unanswered", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(1_000);
    const taken = [];
    w.server.command = (conn, { n }) => taken.push(n);
    for (let i = 0; i < 100; i++) room.run("theme.create", { title: `${i}` });
    await w.clock.pass(20_000);
    assert.deepEqual(taken, Array.from({ length: 64 }, (_, i) => i + 1));
});

test("P15 wherever the link breaks, every command is applied once, in order, and acknowledged", async () => {
    for (let cutAt = 1; cutAt <= 45; cutAt++) {
        const w = world(cutAt);
        const room = w.page();
        w.network.cutAt = cutAt;
        const outcomes = [];
        for (let i = 0; i < 8; i++) {
            room.run("theme.create", { title: `T${i}` }).done.then((outcome) => outcomes.push(outcome.ok));
            await w.clock.pass(cutAt % 3 ? 7 : 60);
        }
        await w.clock.pass(60_000);
        const where = `broken at message ${cutAt}`;
        assert.deepEqual(titles(w), Array.from({ length: 8 }, (_, i) => `T${i}`), where);
        assert.deepEqual(outcomes, Array(8).fill(true), where);
        assert.equal(room.saved.value.is, "saved", where);
        assert.deepEqual(room.refused.value, [], where);
        sameAsServer(w, room);
        room.close();
    }
});

test("P15 random breaks, kills and new pages: nothing lost, nothing twice", async () => {
    for (let seed = 1; seed <= 40; seed++) {
        const w = world(seed);
        let room = w.page();
        await w.clock.pass(500);
        const made = [];
        for (let step = 0; step < 25; step++) {
            const dice = w.clock.random();
            if (dice < 0.5) {
                if (!room.loaded.value) continue;
                made.push(`S${step}`);
                room.run("theme.create", { title: `S${step}` });
            } else if (dice < 0.6) {
                w.server.drop();
            } else if (dice < 0.7) {
                w.network.up = !w.network.up;
            } else if (dice < 0.8) {
                w.network.cutAt = w.network.messages + 1 + Math.floor(8 * w.clock.random());
            } else if (dice < 0.88) {
                await w.clock.pass(1);
                kill(w, room);
                room = w.page();
                await w.clock.pass(1);
            } else if (dice < 0.94) {
                w.server.storage = !w.server.storage;
            }
            await w.clock.pass(Math.floor(400 * w.clock.random()));
        }
        w.network.up = w.server.storage = true;
        await w.clock.pass(180_000);
        assert.deepEqual(titles(w).sort(), made.sort(), `seed ${seed}`);
        assert.equal(room.saved.value.is, "saved", `seed ${seed}`);
        assert.deepEqual([...room.refused.value], [], `seed ${seed}`);
        sameAsServer(w, room);
        room.close();
    }
});

test("offline work waits, is counted, and is sent on return", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(1_000);
    w.network.up = false;
    w.network.isOnline = false;
    w.device.on.changed();
    w.server.drop();
    for (const title of ["a", "b", "c"]) room.run("theme.create", { title });
    await w.clock.pass(10_000);
    assert.deepEqual(room.state.value, { is: "waiting", changes: 3, online: false });
    assert.equal(room.list("theme").value.length, 3);
    w.network.up = w.network.isOnline = true;
    w.network.lag = 400;
    w.device.on.wake();
    await w.clock.pass(1_300);
    assert.deepEqual(room.state.value, { is: "back", changes: 3 });
    await w.clock.pass(2_000);
    assert.equal(room.state.value.is, "live");
    assert.deepEqual(titles(w), ["a", "b", "c"]);
});

test("a change unacknowledged for 3 s says so", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(1_000);
    w.server.silent = true;
    room.run("theme.create", { title: "a" });
    await w.clock.pass(2_500);
    assert.equal(room.state.value.is, "live");
    await w.clock.pass(1_600);
    assert.deepEqual(room.state.value, { is: "waiting", changes: 1, online: true });
});

test("P14 a full disk makes the room read-only, keeps the commands, and ends by itself", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(1_000);
    w.server.storage = false;
    for (const title of ["a", "b", "c"]) room.run("theme.create", { title });
    await w.clock.pass(20_000);
    assert.deepEqual(room.state.value, { is: "readonly", changes: 3 });
    assert.ok(w.network.sentTimes.length < 40, "it asks again after pauses");
    assert.deepEqual([w.server.history.length, room.refused.value.length], [0, 0]);
    w.server.storage = true;
    await w.clock.pass(30_000);
    assert.equal(room.state.value.is, "live");
    assert.deepEqual(titles(w), ["a", "b", "c"]);
});

test("P14 a refusal takes the change back and keeps the words, also for the next page", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(1_000);
    w.server.refuse = (verb) => (verb === "theme.create" ? "limit" : undefined);
    const { done } = room.run("theme.create", { title: { fr: "Mes mots" } });
    await w.clock.pass(100);
    assert.deepEqual(await done, { ok: false, code: "limit", say: "refused: limit" });
    assert.deepEqual(room.list("theme").value, []);
    assert.deepEqual(room.refused.value[0].words, ["Mes mots"]);
    assert.equal(room.saved.value.is, "saved");
    room.close();
    const next = w.page();
    await w.clock.pass(1_000);
    assert.deepEqual(next.refused.value[0].words, ["Mes mots"]);
    next.dismiss(next.refused.value[0].key);
    assert.deepEqual(next.refused.value, []);
    assert.deepEqual(await w.device.shelf.refusals("w"), []);
});

test("P30 a person who was sent away leaves no copy of the room on the device", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(10_000);
    assert.ok(await w.device.shelf.replica("w"));
    w.server.drop(4003);
    await w.clock.pass(100);
    assert.deepEqual(room.state.value, { is: "gone", why: "forbidden" });
    room.close();
    await w.clock.pass(100);
    assert.equal(await w.device.shelf.replica("w"), undefined);
});

test("what cannot be sent at all is refused here, with its words", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(1_000);
    const { done } = room.run("item.edit", { id: 1, staff_notes: "م".repeat(10_000) });
    assert.deepEqual(await done, { ok: false, code: "too_long", say: "sentence for too_long" });
    assert.equal(room.refused.value[0].words[0].length, 10_000);
});

test("at most 15 messages go in any second, and all of them in the end", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(1_000);
    for (let i = 0; i < 200; i++) room.run("theme.create", { title: `${i}` });
    await w.clock.pass(30_000);
    assert.equal(w.server.history.length, 200);
    const times = w.network.sentTimes;
    times.forEach((at, i) => assert.ok(i < 15 || at - times[i - 15] >= 1_000, `message ${i}`));
});

test("a page opens offline with what was kept, and goes on from there", async () => {
    const w = world();
    const first = w.page();
    await w.clock.pass(1_000);
    first.run("theme.create", { title: "a" });
    await w.clock.pass(10_000);
    first.close();
    w.network.up = false;
    const room = w.page();
    await w.clock.pass(1_000);
    assert.equal(room.loaded.value, true);
    assert.equal(room.list("theme").value.length, 1);
    assert.deepEqual(room.me.value, { person: 7, role: "facilitator" });
    w.network.up = true;
    let from;
    const deltas = w.server.deltas.bind(w.server);
    w.server.deltas = (conn) => {
        from ??= conn.seq;
        deltas(conn);
    };
    await w.clock.pass(30_000);
    assert.equal(from, w.server.seq);
    assert.equal(room.state.value.is, "live");
});

test("a page that opens after the link broke has all that came before the break", async () => {
    const w = world();
    const first = w.page();
    await w.clock.pass(1_000);
    const { done } = first.run("theme.create", { title: "acknowledged" });
    await Promise.all([done, w.clock.pass(400)]);
    assert.equal(first.saved.value.is, "saved");
    w.network.up = false;
    w.server.drop();
    await w.clock.pass(100);
    kill(w, first);
    const room = w.page();
    await w.clock.pass(100);
    assert.equal(room.list("theme").value.length, 1);
});

test("a new page adopts what a dead page left, shows it, and sends it under the old client id", async () => {
    const w = world();
    const first = w.page();
    await w.clock.pass(10_000);
    w.network.up = false;
    w.server.drop();
    const { n } = first.run("theme.create", { title: "left behind" });
    first.run("action.create", { theme: -n, title: "in it" });
    await w.clock.pass(100);
    kill(w, first);
    const room = w.page();
    await w.clock.pass(100);
    assert.deepEqual(room.list("theme").value.map((one) => one.title.en), ["left behind"]);
    const [theme] = room.list("theme").value;
    assert.equal(room.list("action").value[0].theme, theme.id);
    room.run("action.create", { theme: theme.id, title: "mine" });
    assert.equal(room.saved.value.changes, 3);
    w.network.up = true;
    await w.clock.pass(30_000);
    assert.deepEqual(titles(w), ["left behind", "in it", "mine"]);
    assert.deepEqual([...new Set(w.server.history.map((one) => one.client))].length, 2);
    assert.equal(w.server.history[2].args.theme, w.server.clients.get(w.server.history[0].client).results.get(n).id);
    assert.equal(room.saved.value.is, "saved");
    assert.equal((await w.device.shelf.outboxes("w")).length, 1, "the adopted one is forgotten");
});

test("what another page leaves is also taken up by one that is open already", async () => {
    const w = world();
    const other = w.page();
    const room = w.page();
    await w.clock.pass(10_000);
    w.network.up = false;
    w.server.drop();
    other.run("theme.create", { title: "left behind" });
    other.link.close();
    await w.clock.pass(100);
    w.device.held.delete((await w.device.shelf.outboxes("w"))[0].client);
    w.network.up = true;
    await w.clock.pass(30_000);
    assert.deepEqual(titles(w), ["left behind"]);
    assert.equal(room.saved.value.is, "saved");
});

test("an outbox whose page is alive, or that is somebody else's, is left alone", async () => {
    const w = world();
    const first = w.page();
    await w.clock.pass(10_000);
    w.network.up = false;
    w.server.drop();
    first.run("theme.create", { title: "first" });
    await w.device.shelf.putOutbox({ client: "f".repeat(32), workshop: "w", person: 99 });
    await w.device.shelf.putCommand("f".repeat(32), { n: 1, verb: "theme.create", args: { title: "not ours" }, at: 1 });
    const second = w.page();
    await w.clock.pass(100);
    assert.equal(second.saved.value.is, "saved");
    w.network.up = true;
    await w.clock.pass(60_000);
    assert.deepEqual(titles(w), ["first"]);
    assert.equal((await w.device.shelf.commands("f".repeat(32))).length, 1);
});

test("P5 a reset drops the replica and keeps the outbox", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(1_000);
    const id = w.server.commit("theme", { title: { en: "forgotten by the backup" } });
    w.server.publish();
    await w.clock.pass(100);
    assert.equal(room.list("theme").value.length, 1);
    w.network.up = false;
    w.server.drop();
    room.run("theme.create", { title: "kept" });
    w.server.entities.delete(id);
    w.server.seq = 1;
    w.network.up = true;
    await w.clock.pass(60_000);
    assert.deepEqual(titles(w), ["kept"]);
    sameAsServer(w, room);
});

test("P9 another view loads everything anew", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(1_000);
    w.server.view = 2;
    for (const conn of w.server.open) {
        conn.say({ t: "view", view: 2, role: "rapporteur" });
        conn.seq = 0;
        w.server.deltas(conn);
    }
    await w.clock.pass(100);
    assert.equal(room.me.value.role, "rapporteur");
    sameAsServer(w, room);
    w.server.drop();
    await w.clock.pass(10_000);
    assert.equal(w.server.welcomes, 2);
    assert.equal(room.workshop.value.id, 1);
});

test("P6 a load in many pages that breaks in the middle is loaded whole in the end", async () => {
    for (let cutAt = 2; cutAt < 14; cutAt++) {
        const w = world();
        for (let i = 0; i < 20; i++) w.server.commit("theme", { title: { en: `${i}` }, pos: i });
        w.server.pages = 3;
        w.network.cutAt = cutAt;
        const room = w.page();
        await w.clock.pass(20_000);
        sameAsServer(w, room);
        assert.equal(room.list("theme").value.length, 20);
        room.close();
    }
});

test("P6 what was removed between half a load and the next is not there", async () => {
    const w = world();
    for (let i = 0; i < 9; i++) w.server.commit("theme", { title: { en: `${i}` }, pos: i });
    w.server.pages = 3;
    w.network.cutAt = 6;
    const room = w.page();
    await w.clock.pass(60);
    assert.equal(w.server.open.size, 0);
    w.server.remove(2);
    await w.clock.pass(20_000);
    assert.equal(room.list("theme").value.length, 8);
    sameAsServer(w, room);
});

test("P11 changes that are announced but never come make the room say hello again", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(1_000);
    w.server.commit("theme", { title: { en: "missed" } });
    for (const conn of w.server.open) conn.seq = w.server.seq;
    const beat = () => {
        for (const conn of w.server.open) conn.say({ t: "beat", seq: w.server.seq, time: w.clock.now() });
    };
    beat();
    await w.clock.pass(15_000);
    beat();
    await w.clock.pass(2_000);
    assert.equal(room.list("theme").value.length, 1);
});

test("a seat that became another person's shows nothing of the former one", async () => {
    const w = world();
    const first = w.page();
    await w.clock.pass(10_000);
    first.close();
    w.server.person = 12;
    w.network.up = false;
    const room = w.page();
    await w.clock.pass(100);
    room.run("theme.create", { title: "written by 7" });
    w.network.up = true;
    const deltas = w.server.deltas.bind(w.server);
    w.server.deltas = () => undefined;
    await w.clock.pass(30_000);
    assert.deepEqual(room.me.value.person, 12);
    assert.deepEqual([room.loaded.value, room.list("workshop").value], [false, []], "also before the new load comes");
    assert.deepEqual(titles(w), []);
    assert.deepEqual(room.refused.value.map((one) => [one.code, one.words]), [["forbidden", ["written by 7"]]]);
    w.server.deltas = deltas;
    w.server.drop();
    await w.clock.pass(2_000);
    assert.equal(room.loaded.value, true);
    sameAsServer(w, room);
});

test("a client id that the server will not have is given up with its words, and the page goes on", async () => {
    const w = world();
    const first = w.page();
    await w.clock.pass(10_000);
    w.network.up = false;
    w.server.drop();
    first.run("theme.create", { title: "stuck" });
    await w.clock.pass(10);
    const stuck = (await w.device.shelf.outboxes("w"))[0].client;
    kill(w, first);
    w.network.up = true;
    const greet = w.server.greet.bind(w.server);
    w.server.greet = (conn, hello) => (hello.client === stuck ? conn.cut(4003) : greet(conn, hello));
    const room = w.page();
    await w.clock.pass(10_000);
    assert.equal(room.state.value.is, "live");
    assert.deepEqual(room.refused.value.map((one) => one.words), [["stuck"]]);
});

test("closing leaves no timer and no lock behind", async () => {
    const w = world();
    const room = w.page();
    await w.clock.pass(1_000);
    room.close();
    await w.clock.pass(1_000);
    assert.deepEqual([w.clock.timers.length, w.device.held.size, w.server.open.size], [0, 0, 0]);
});
