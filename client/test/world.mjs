/*
 * world: a clock that stands still unless told otherwise, a network that breaks on command, and a server of PROTOCOL.md in
 * a few lines, for the tests of the link, the outbox and the room.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type as ot } from "ot-text-unicode";

export class Clock {
    time = 1_000_000;
    timers = [];
    serial = 0;
    seed;
    constructor(seed = 1) {
        this.seed = seed;
    }
    now = () => this.time;
    random = () => {
        this.seed = (Math.imul(this.seed, 1664525) + 1013904223) >>> 0;
        return this.seed / 2 ** 32;
    };
    after = (ms, run) => {
        const timer = { at: this.time + Math.max(0, ms), serial: this.serial++, run };
        this.timers.push(timer);
        return () => {
            this.timers = this.timers.filter((one) => one !== timer);
        };
    };
    /* Let time pass; whatever becomes due runs in order, and so do the promises it leads to. */
    async pass(ms) {
        const end = this.time + ms;
        for (let guard = 0; guard < 100_000; guard++) {
            await settle();
            const due = this.timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at || a.serial - b.serial)[0];
            if (!due) break;
            this.timers = this.timers.filter((one) => one !== due);
            this.time = Math.max(this.time, due.at);
            due.run();
        }
        this.time = end;
        await settle();
    }
    /* The device sleeps: time passes, nothing runs. */
    sleep(ms) {
        this.time += ms;
    }
}

async function settle() {
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}

/* One workshop on one server, seen by facilitators only, so that everyone sees everything. */
export class Server {
    seq = 0;
    view = 1;
    history = [];                   /* {seq, client, n, verb, args, result} */
    entities = new Map();           /* id -> entity; removed: {id, seq, removed} */
    clients = new Map();            /* client -> {last, results: Map(n -> {seq, id})} */
    open = new Set();
    welcomes = 0;
    person = 7;
    storage = true;                 /* false: the disk is full */
    pages = 1000;                   /* entities in a page */
    refuse = () => undefined;       /* (verb, args) -> a code, or undefined */
    silent = false;                 /* takes everything, says nothing */

    constructor(clock) {
        this.clock = clock;
        this.commit("workshop", { mode: "hybrid", state: "live", title: { en: "A workshop", src: "en" } });
    }
    get tag() {
        return this.seq.toString(16).padStart(16, "0");
    }
    commit(kind, fields, id = ++this.lastId) {
        this.entities.set(id, { k: kind, id, seq: ++this.seq, ...fields });
        return id;
    }
    lastId = 0;
    remove(id) {
        this.entities.set(id, { id, seq: ++this.seq, removed: true });
    }
    publish() {
        for (const conn of this.open) if (conn.greeted) this.deltas(conn);
    }
    deltas(conn) {
        const from = conn.seq;
        const changed = [...this.entities.values()].filter((one) => one.seq > from).sort((a, b) => a.seq - b.seq || a.id - b.id);
        do {
            const page = changed.splice(0, this.pages);
            const delta = { t: "delta", from, at: this.clock.now() };
            delta.set = page.filter((one) => !one.removed);
            delta.gone = page.filter((one) => one.removed && from > 0).map((one) => one.id);
            if (changed.length) Object.assign(delta, { to: [page.at(-1).seq, page.at(-1).id], more: true });
            else Object.assign(delta, { to: this.seq, tag: this.tag });
            conn.say(delta);
        } while (changed.length);
        conn.seq = this.seq;
    }
    take(conn, message) {
        if (message.t === "hello") this.greet(conn, message);
        else if (message.t === "beat") conn.say({ t: "beat", seq: this.seq, time: this.clock.now() });
        else if (message.t === "cmd") this.command(conn, message);
    }
    greet(conn, hello) {
        this.welcomes++;
        conn.client = hello.client;
        conn.deflate = hello.deflate;
        const tagOk = hello.seq <= this.seq && hello.tag === hello.seq.toString(16).padStart(16, "0");
        const reset = hello.view !== this.view || !tagOk;
        conn.seq = reset ? 0 : hello.seq;
        conn.greeted = true;
        const { last } = this.client(conn.client);
        const limits = { frame: 16384, in_flight: 64, rate: 15 };
        conn.say({ t: "welcome", person: this.person, role: "facilitator", seq: this.seq, tag: this.tag, view: this.view,
            time: this.clock.now() + 500_000, reset, lost: !tagOk, last, limits });
        conn.say({ t: "presence", all: true, here: [this.person, 8], listeners: 3 });
        this.deltas(conn);
    }
    client(id) {
        if (!this.clients.has(id)) this.clients.set(id, { last: 0, results: new Map() });
        return this.clients.get(id);
    }
    command(conn, { n, do: verb, args }) {
        const client = this.client(conn.client);
        const body = JSON.stringify([verb, args]);
        const first = client.results.get(n);
        if (first) return conn.say(first.body === body ? { t: "ack", n, seq: first.seq, id: first.id } : no(n, "reused"));
        if (conn.heldBack && n > conn.heldBack) return conn.say(no(n, "storage"));
        if (!this.storage) {
            conn.heldBack = n;
            return conn.say(no(n, "storage"));
        }
        conn.heldBack = 0;
        if (n <= client.last) return conn.say(no(n, "refused_before"));
        const code = this.refuse(verb, args);
        if (code) return conn.say(no(n, code));
        client.last = n;
        const id = this.apply(conn.client, verb, args);
        client.results.set(n, { seq: this.seq, id, body });
        this.history.push({ seq: this.seq, client: conn.client, n, verb, args });
        conn.say({ t: "ack", n, seq: this.seq, id });
        this.publish();
        return undefined;
    }
    apply(client, verb, args) {
        const [kind, act] = verb.split(".");
        const { id, after, into, ...fields } = args;
        const real = id < 0 ? this.client(client).results.get(-id)?.id : id;
        if (kind === "text") return this.write(real, args);
        if (act === "create") return this.commit(kind, { pos: 1024 * (this.lastId + 1), ...fields });
        if (act === "remove") this.remove(real);
        else this.commit(kind, { ...this.entities.get(real), ...fields, seq: this.seq + 1 }, real);
        return real;
    }
    /* Words of who is alone: nothing else was written since. */
    write(of, { field, lang, op }) {
        const text = this.text(of, field, lang);
        const id = this.commit("text", { of, field, lang, rev: (text?.rev ?? 0) + 1, text: ot.apply(text?.text ?? "", op) }, text?.id);
        this.ops.push([this.seq, id, op]);
        return id;
    }
    ops = [];
    /* What a page asks for: the operations of a text. */
    ask = async (path) => {
        const [, id, from] = /text\/(\d+)\?from=(\d+)/.exec(path).map(Number);
        const ops = this.ops.filter(([, of]) => of === id).slice(from);
        return { ops: ops.map(([seq, , op]) => [seq, 0, this.person, op]), more: false };
    };
    text(of, field, lang) {
        return [...this.entities.values()].find((one) => one.k === "text" && one.of === of && one.field === field && one.lang === lang);
    }
    backup() {
        const { seq, lastId, entities, clients, ops } = this;
        return structuredClone({ seq, lastId, entities, clients, ops });
    }
    restore(backup) {
        Object.assign(this, structuredClone(backup));
        this.drop();
    }
    drop(code = 1006) {
        for (const conn of [...this.open]) conn.cut(code);
    }
}

function no(n, code) {
    return { t: "no", n, code, say: `refused: ${code}` };
}

/* How a page reaches the server; `lag` each way in ms. */
export class Network {
    up = true;
    isOnline = true;
    lag = 10;
    attempts = 0;
    sentTimes = [];
    messages = 0;
    cutAt = 0;              /* the connection breaks at this message, counted in both directions; 0: never */
    constructor(clock, server) {
        Object.assign(this, { clock, server });
    }
    online = () => this.isOnline;
    inflate = async (bytes) => inflateRawSync(Buffer.from(bytes)).toString("utf8");
    connect = () => {
        this.attempts++;
        return new Wire(this);
    };
}

class Wire {
    onopen = null;
    onmessage = null;
    onclose = null;
    seq = 0;
    alive = true;
    constructor(network) {
        this.network = network;
        network.clock.after(network.lag, () => {
            if (!this.alive) return;
            if (!network.up) return this.cut(1006);
            network.server.open.add(this);
            this.onopen?.();
        });
    }
    /* Counts a message, and breaks when it is the one. */
    passes() {
        this.network.messages++;
        if (this.network.messages !== this.network.cutAt) return true;
        this.cut(1006);
        return false;
    }
    send(text) {
        const { network } = this;
        network.sentTimes.push(network.clock.now());
        network.clock.after(network.lag, () => {
            if (this.alive && !network.server.silent && this.passes()) network.server.take(this, JSON.parse(text));
        });
    }
    say(message) {
        const { network } = this;
        if (network.server.silent) return;
        const text = JSON.stringify(message);
        const packed = this.deflate && text.length > 2048;
        const data = packed ? new Uint8Array(deflateRawSync(text)).buffer : text;
        network.clock.after(network.lag, () => {
            if (this.alive && this.passes()) this.onmessage?.(data);
        });
    }
    cut(code) {
        if (!this.alive) return;
        this.alive = false;
        this.network.server.open.delete(this);
        this.network.clock.after(0, () => this.onclose?.(code));
    }
    close() {
        this.alive = false;
        this.network.server.open.delete(this);
    }
}

/* A device: what outlives a page is the shelf and the locks that pages hold. */
export class Device {
    ids = 0;
    pages = new Set();
    constructor(clock, network, shelf) {
        Object.assign(this, { clock, shelf });
        this.network = () => network;
    }
    held = new Set();
    lock = async (client) => {
        if (this.held.has(client)) return undefined;
        this.held.add(client);
        return () => this.held.delete(client);
    };
    ask = async () => Promise.reject({ status: 0 });
    clientId = () => (++this.ids).toString(16).padStart(32, "0");
    watch = (on) => {
        this.on = on;
        return () => undefined;
    };
}
