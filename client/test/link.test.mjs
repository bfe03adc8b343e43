/* The link: order, rate, beats, silence, and coming back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { Clock, Network, Server } from "./world.mjs";

const { Link } = await load();

function setup() {
    const clock = new Clock(42);
    const server = new Server(clock);
    const network = new Network(clock, server);
    const got = [];
    const link = new Link(network, clock, {
        hello: (deflate) => ({ t: "hello", client: "c", seq: 0, tag: "0000000000000000", view: 1, deflate }),
        welcome: (message) => got.push(message),
        message: (message) => got.push(message),
        beat: (message) => got.push(message),
        lost: (code) => got.push({ t: "lost", code }),
        tick: () => undefined,
    });
    return { clock, server, network, got, link, types: () => got.map((one) => one.t) };
}

test("P4 P5 hello is answered and the link is live", async () => {
    const { clock, link, types } = setup();
    link.open();
    assert.equal(link.phase, "connecting");
    await clock.pass(100);
    assert.equal(link.phase, "live");
    assert.deepEqual(types(), ["welcome", "presence", "delta"]);
});

test("P8 a compressed message keeps its place among plain ones", async () => {
    const { clock, server, link, got } = setup();
    link.open();
    await clock.pass(100);
    const [conn] = server.open;
    const text = "x".repeat(5000);
    for (const n of [1, 2, 3, 4]) conn.say({ t: "note", n, text: n % 2 ? text : "" });
    await clock.pass(100);
    assert.deepEqual(got.filter((one) => one.t === "note").map((one) => [one.n, one.text.length]), [[1, 5000], [2, 0], [3, 5000], [4, 0]]);
});

test("P8 what took long to unpack does not reach the page when its connection is gone", async () => {
    const { clock, server, link, network, got } = setup();
    const { inflate } = network;
    network.inflate = (bytes) => new Promise((resolve) => clock.after(300, () => resolve(inflate(bytes))));
    link.open();
    await clock.pass(100);
    const [conn] = server.open;
    for (const n of [1, 2]) conn.say({ t: "note", n, text: n === 1 ? "x".repeat(5000) : "" });
    await clock.pass(400);
    assert.deepEqual(got.filter((one) => one.t === "note").map((one) => one.n), [1, 2], "the plain one waited");
    conn.say({ t: "note", n: 3, text: "x".repeat(5000) });
    await clock.pass(100);
    link.reconnect();
    await clock.pass(1_000);
    assert.deepEqual(got.filter((one) => one.t === "note").map((one) => one.n), [1, 2]);
});

test("P11 both sides beat in silence, and the link stays live for an hour", async () => {
    const { clock, link, network } = setup();
    link.open();
    await clock.pass(3_600_000);
    assert.equal(link.phase, "live");
    assert.equal(network.attempts, 1);
    assert.ok(network.messages > 400);
});

test("P11 a link on which nothing comes is slow after 18 s and gone after 25 s, and comes back", async () => {
    const { clock, server, link, network } = setup();
    link.open();
    await clock.pass(1_000);
    server.silent = true;
    await clock.pass(18_000);
    assert.ok(link.silentSince() !== undefined);
    assert.equal(link.phase, "live");
    await clock.pass(8_000);
    assert.equal(link.phase, "down");
    server.silent = false;
    await clock.pass(45_000);
    assert.equal(link.phase, "live");
    assert.ok(network.attempts >= 2);
});

test("input after silence asks at once; no answer in 3 s is slow", async () => {
    const { clock, server, link, network } = setup();
    link.open();
    await clock.pass(5_000);
    server.silent = true;
    const before = network.sentTimes.length;
    link.touch();
    link.touch();
    assert.equal(network.sentTimes.length, before + 1);
    await clock.pass(2_900);
    assert.equal(link.silentSince(), undefined);
    await clock.pass(200);
    assert.equal(link.silentSince(), clock.now() - 3_100);
});

test("a device that slept proves its link within 5 s instead of 25", async () => {
    const { clock, server, link, network } = setup();
    link.open();
    await clock.pass(1_000);
    server.silent = true;
    clock.sleep(3_600_000);
    await clock.pass(1_000);
    assert.equal(network.attempts, 1, "it is asked first");
    await clock.pass(5_500);
    assert.equal(network.attempts, 2);
    assert.equal(link.phase, "down");
});

test("P31 pauses double up to 20 s, plus or minus half, and end at once when the device comes online", async () => {
    const { clock, network, link } = setup();
    network.up = false;
    link.open();
    const times = [];
    const connect = network.connect;
    network.connect = () => {
        times.push(clock.now());
        return connect();
    };
    await clock.pass(200_000);
    const pauses = times.slice(1).map((at, i) => at - times[i]);
    pauses.forEach((pause, i) => {
        const middle = Math.min(20_000, 500 * 2 ** (i + 1));
        assert.ok(pause >= middle * 0.5 && pause <= middle * 1.5 + 20, `pause ${i} was ${pause}`);
    });
    assert.ok(Math.max(...pauses) <= 30_020 && pauses.length < 30);
    network.up = true;
    link.wake();
    await clock.pass(100);
    assert.equal(link.phase, "live");
});

test("P31 the pauses begin anew after every welcome", async () => {
    const { clock, server, link, network } = setup();
    link.open();
    for (let i = 1; i < 12; i++) {
        await clock.pass(1_000);
        assert.deepEqual([link.phase, network.attempts], ["live", i]);
        server.drop();
    }
});

test("P30 4010 comes back after 1 to 5 s", async () => {
    const { clock, server, link, network } = setup();
    link.open();
    await clock.pass(1_000);
    server.drop(4010);
    await clock.pass(990);
    assert.equal(network.attempts, 1);
    await clock.pass(4_100);
    assert.equal(network.attempts, 2);
    assert.equal(link.phase, "live");
});

test("P31 after 4001 and 4003 it stays away, until the person wants it back", async () => {
    for (const [code, why] of [[4001, "replaced"], [4003, "forbidden"]]) {
        const { clock, server, link, network } = setup();
        link.open();
        await clock.pass(1_000);
        server.drop(code);
        await clock.pass(600_000);
        assert.deepEqual([link.phase, link.why, network.attempts], ["gone", why, 1]);
        link.resume();
        await clock.pass(1_000);
        assert.equal(link.phase, "live");
    }
});

test("an attempt that hangs is given up", async () => {
    const { clock, server, link, network } = setup();
    server.silent = true;
    link.open();
    await clock.pass(22_000);
    assert.ok(network.attempts >= 2);
});

test("closed is closed: no timer is left", async () => {
    const { clock, link } = setup();
    link.open();
    await clock.pass(1_000);
    link.close();
    await clock.pass(100);
    assert.equal(clock.timers.length, 0);
});
