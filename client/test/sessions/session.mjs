/*
 * session: one simulated workshop: 3 to 30 people with the real client write in the same texts over bad links, while pages die,
 * the server is killed and backups come back. When all is quiet everybody holds the same bytes, and what the server made of each
 * operation is what ot-text-unicode makes of it.
 */
import assert from "node:assert/strict";
import { type as ot } from "ot-text-unicode";
import { Loop } from "./loop.mjs";
import { Dice, Human } from "./people.mjs";

const QUIET_STEPS = 1_500;
const LETTERS = ["a", "b", "é", "ع", "ق", "ل", "م", "\u064f", "e\u0301", "🙂", "👩‍🚒", "🇲🇱", "[", "]", " / ", "\n", "\t", "-"];

export class World {
    slots = Array.from({ length: 63 }, (_, i) => i + 1);
    bySlot = new Map();
    asked = new Map();
    requests = 0;
    sentOps = new Map();            /* "client/n" -> {rev, op, text key, seq, id} */
    backups = [];
    tokens = new Map();             /* token -> {human and turn it was typed by and in, lost: allowed to be gone} */
    turn = 0;                       /* of the event loop: in each a device writes down what it was given before */
    seen = { cuts: 0, pages: 0, crashes: 0, restores: 0, late: 0, fetches: 0 };
    constructor(client, program, seed) {
        this.client = client;
        this.seed = seed;
        this.dice = new Dice(seed);
        this.loop = new Loop(program, seed);
        this.now = this.loop.now;
        const { dice } = this;
        this.kind = { destructive: dice.chance(0.7), restores: dice.chance(0.2), late: dice.chance(0.4), crashes: dice.chance(0.4) };
        const { persons, roles, action, recommendation, item } = this.loop.ready;
        const n = 3 + (dice.chance(0.8) ? dice.below(6) : dice.below(28));
        this.humans = persons.slice(0, n).map((person, i) => new Human(this, i, person, roles[i]));
        this.targets = [[action, "title", "en"], [action, "objective", "ar"], [recommendation, "text", "fr"], [item, "notes", "en"]]
            .slice(0, 1 + dice.below(4));
        if (!this.kind.destructive) this.targets = this.targets.filter(([, field]) => field !== "title");
        if (this.targets.length === 0) this.targets = [[recommendation, "text", "fr"]];
        this.tell(this.loop.run(...persons.slice(0, n).map((person) => `get 0 ${person} /api/health`), "pass 1000"));
        this.lockable = { action, recommendation };
    }

    /* ---- the network ---- */

    dial(human) {
        const slot = this.slots.shift();
        this.bySlot.set(slot, human);
        this.tell(this.loop.run(`open ${slot} ${human.person}`, `lag ${slot} ${1 + this.dice.below(human.lag ?? 40)}`));
        return slot;
    }
    send(human, text) {
        const message = JSON.parse(text);
        if (message.t === "hello") human.speaks = message.client;
        if (message.t === "cmd" && message.do === "text.edit") {
            const key = `${human.speaks}/${message.n}`;
            const known = this.sentOps.get(key);
            const now = { rev: message.args.rev, op: message.args.op, field: message.args.field, lang: message.args.lang };
            if (known) assert.deepEqual(known.made, now, "a resend is what was sent first");
            else this.sentOps.set(key, { made: now });
        }
        this.tell(this.loop.run(`send ${human.slot} ${text}`));
    }
    cut(human) {
        this.free(human.slot);
        this.tell(this.loop.run(`cut ${human.slot}`));
    }
    free(slot) {
        if (this.bySlot.delete(slot)) this.slots.push(slot);
    }
    get(human, path, waiter) {
        const request = ++this.requests;
        this.seen.fetches++;
        this.asked.set(request, waiter);
        this.tell(this.loop.run(`get ${request} ${human.person} ${path}`));
    }
    tell(told) {
        for (const [word, text] of told) this[`on_${word}`]?.(text);
    }
    on_frame(text) {
        const space = text.indexOf(" ");
        const human = this.bySlot.get(Number(text.slice(0, space)));
        if (!human?.wire) return;
        const message = text.slice(space + 1);
        if (message.startsWith('{"t":"ack"')) {
            const { n, seq, id } = JSON.parse(message);
            const sent = this.sentOps.get(`${human.speaks}/${n}`);
            if (sent) Object.assign(sent, { seq, id });
        }
        const { wire } = human;
        this.inbox.push(() => wire.alive && wire.onmessage?.(message));
    }
    inbox = [];
    on_closed(text) {
        const [slot, code] = text.split(" ").map(Number);
        const human = this.bySlot.get(slot);
        this.free(slot);
        this.seen.cuts++;
        if (human?.slot === slot) this.inbox.push(() => human.slot === slot && human.lose(code));
    }
    on_reply(text) {
        const [, request, status, body] = /^(\d+) (\d+) (.*)$/s.exec(text);
        const waiter = this.asked.get(Number(request));
        this.asked.delete(Number(request));
        if (!waiter || (waiter.page && !waiter.page.alive)) return;
        const reply = body ? JSON.parse(body) : {};
        this.inbox.push(() => (Number(status) === 200 ? waiter.resolve(reply) : waiter.reject({ status: Number(status), ...reply })));
    }

    /* ---- time ---- */

    async pass(ms) {
        this.tell(this.loop.run(`pass ${ms}`));
        this.now = this.loop.now;
        for (let turn = 0; turn < 4 && (turn === 0 || this.inbox.length); turn++) {
            for (const run of this.inbox.splice(0)) run();
            await this.nextTurn();
        }
        for (const { clock, room } of this.humans) if (room) clock.runDue();
        await this.nextTurn();
    }

    nextTurn() {
        this.turn++;
        return new Promise(setImmediate);
    }

    /* ---- what people do ---- */

    async act() {
        const { dice } = this;
        const human = dice.of(this.humans);
        if (!human.room) return human.open();
        if (!human.room.loaded.value && dice.chance(0.9)) return undefined;
        const acts = [
            [60, () => this.write(human)],
            [4, () => this.undo(human)],
            [3, () => this.compose(human)],
            [3, () => this.goOffline(human)],
            [2, () => human.slot && this.tell(this.loop.run(`cut ${human.slot}`))],
            [3, () => this.endPage(human)],
            [2, () => human.slot && this.tell(this.loop.run(`${dice.chance(0.5) ? "stop" : "go"} ${human.slot}`))],
            [1, () => this.loop.run(`disk ${dice.of([1, 4, 30, 200])}`)],
            [1, () => this.loop.run(`refuse ${1 + dice.below(3)}`)],
            [this.kind.crashes ? 1 : 0, () => this.crash()],
            [this.kind.restores ? 4 : 0, () => this.backup()],
            [this.kind.late ? 2 : 0, () => this.lock(human)],
            [2, () => this.create(human)],
            [this.kind.destructive ? 1 : 0, () => this.rewrite(human)],
            [1, () => this.leaveEditor(human)],
            [3, () => this.set(human)],
            [2, () => human.room.at(this.targets[0][0], this.targets[0][1], this.targets[0][2])],
        ];
        let left = dice.next() * acts.reduce((sum, [weight]) => sum + weight, 0);
        for (const [weight, act] of acts) {
            left -= weight;
            if (left < 0) return act();
        }
        return undefined;
    }

    write(human) {
        const { dice } = this;
        const rows = human.room.list("action").value.filter(({ id }) => this.mine?.has(human.room.key(id)));
        const target = dice.chance(0.1) && rows.length ? [dice.of(rows).id, "objective", "en"] : dice.of(this.targets);
        const editor = human.editor(...target);
        if (editor.composing) return;
        const { value } = editor;
        if (!this.kind.destructive) return this.writeToken(human, editor);
        const at = this.between(value, dice.chance(0.6) ? Math.min(editor.caret, value.length) : dice.below(value.length + 1));
        const dies = dice.next();
        if (dies < 0.55) return editor.put(at, 0, this.words(1 + dice.below(4)));
        if (dies < 0.75) return editor.put(at, this.between(value, Math.min(value.length, at + dice.below(9))) - at, "");
        if (dies < 0.9) return editor.put(at, this.between(value, Math.min(value.length, at + dice.below(9))) - at, this.words(3));
        if (dies < 0.97) return editor.put(at, 0, this.words(50));
        return editor.put(at, 0, this.words(dice.of([500, 2_500])));
    }
    /* A letter that is found again (of the private use area): each once, whoever else writes. */
    writeToken(human, editor) {
        const token = String.fromCodePoint(0xf0000 + this.tokens.size);
        this.tokens.set(token, { human, turn: this.turn, lost: false });
        editor.put(this.between(editor.value, this.dice.below(editor.value.length + 1)), 0, token);
    }
    /* A place that cuts no pair. */
    between(value, at) {
        const low = (value.charCodeAt(at) & 0xfc00) === 0xdc00;
        return low ? at - 1 : at;
    }
    words(n) {
        return Array.from({ length: n }, () => this.dice.of(LETTERS)).join("");
    }
    undo(human) {
        if (!this.kind.destructive) return;
        const editor = this.dice.of([...human.editors.values()]);
        if (!editor || editor.composing) return;
        if (this.dice.chance(0.7)) editor.doc.undo();
        else editor.doc.redo();
    }
    compose(human) {
        const editor = this.dice.of([...human.editors.values()]);
        if (!editor) return;
        if (editor.composing) {
            editor.compose(false);
        } else if (this.kind.destructive) {
            editor.compose(true);
            editor.put(this.between(editor.value, Math.min(editor.caret, editor.value.length)), 0, "ن");
        }
    }
    leaveEditor(human) {
        const key = this.dice.of([...human.editors.keys()]);
        human.editors.get(key)?.close();
        human.editors.delete(key);
    }
    goOffline(human) {
        human.up = !human.up;
        if (!human.up && human.slot) this.tell(this.loop.run(`cut ${human.slot}`));
    }
    crash() {
        this.seen.crashes++;
        this.tell(this.loop.run("crash"));
        this.dropRequests();
    }
    /* Whoever asked a process that died hears of it. */
    dropRequests() {
        for (const { page, reject } of this.asked.values()) if (page?.alive) this.inbox.push(() => reject({ status: 0 }));
        this.asked.clear();
    }
    endPage(human) {
        this.seen.pages++;
        const orderly = this.dice.chance(0.5);
        human.end(orderly);
        if (!orderly) this.forgive(human);
        if (this.dice.chance(0.6)) human.open();
    }
    /* No device writes down what is typed in the very turn in which the page is killed. */
    forgive(human) {
        for (const token of this.tokens.values()) if (token.human === human && token.turn === this.turn) token.lost = true;
    }
    lock(human) {
        const id = this.dice.of(Object.values(this.lockable));
        if (["facilitator", "cofacilitator", "rapporteur"].includes(human.role)) human.room.run("row.lock", { id, on: this.dice.chance(0.4) });
    }
    create(human) {
        if (human.role === "interpreter") return;
        const { n } = human.room.run("action.create", { title: { en: `Row of ${human.index}` }, theme: this.loop.ready.theme });
        if (!n) return;
        (this.mine ??= new Set()).add(-n);
        if (this.dice.chance(0.5)) human.editor(-n, "objective", "en").put(0, 0, this.kind.destructive ? this.words(3) : "");
        if (this.dice.chance(0.3)) human.editor(-n, "title", "en").put(0, 0, this.kind.destructive ? "X" : "");
    }
    rewrite(human) {
        const [id, field, lang] = this.dice.of(this.targets);
        if (["facilitator", "cofacilitator"].includes(human.role)) {
            const kind = human.room.find(id)?.k;
            if (kind) human.room.run(`${kind}.edit`, { id, [field]: { [lang]: this.words(5).replace(/[\n\t]/g, " ") || "x" } });
        }
    }
    /* Fields where the last value counts. */
    set(human) {
        if (human.role === "interpreter") return;
        const id = this.loop.ready.action;
        human.room.run("action.edit", this.dice.chance(0.5) ? { id, priority: this.dice.of(["low", "high"]) } : { id, percent: this.dice.below(100) });
    }
    backup() {
        if (this.backups.length && this.dice.chance(0.6)) {
            const { name, seq } = this.dice.of(this.backups);
            this.tell(this.loop.run(`restore ${name}`));
            this.dropRequests();
            this.seen.restores++;
            for (const [key, sent] of this.sentOps) if (sent.seq > seq || sent.seq === undefined) this.sentOps.delete(key);
            this.backups = this.backups.filter((one) => one.seq <= seq);
            for (const token of this.tokens.values()) token.lost = true;
        } else if (this.backups.length < 15) {
            const name = `b${this.backups.length}`;
            this.loop.run(`save ${name}`);
            this.backups.push({ name, seq: this.view(this.humans[0].person).seq });
        }
    }

    /* ---- the end ---- */

    async calm() {
        this.loop.run("refuse 0", "disk 4");
        for (const human of this.humans) {
            human.up = true;
            for (const { value, doc } of human.editors.values()) {
                assert.equal(value, doc.value.value, `${human.role} ${human.index}: the editor of ${doc.of} ${doc.field}`);
            }
            if (human.room) for (const editor of human.editors.values()) if (editor.composing) editor.compose(false);
            if (!human.room) human.open();
        }
        let still = 0;
        for (let step = 0; step < QUIET_STEPS && still < 8; step++) {
            for (const { slot } of this.humans) if (slot) this.loop.run(`go ${slot}`, `lag ${slot} 20`);
            await this.pass(250);
            still = this.isCalm() ? still + 1 : 0;
        }
        for (const { editors } of this.humans) {
            for (const editor of editors.values()) editor.close();
            editors.clear();
        }
        for (const human of this.humans) {
            assert.equal(human.room.state.value.is, "live", `${human.role} ${human.index}: the link`);
            assert.equal(human.room.saved.value.is, "saved", `${human.role} ${human.index}: everything is saved`);
        }
    }
    isCalm() {
        const [{ room: first }] = this.humans;
        return this.humans.every(({ room }) =>
            room.state.value.is === "live" && room.saved.value.is === "saved" && room.replica.seq === first.replica.seq);
    }

    /* What a person may see, computed from scratch. */
    view(person) {
        const entities = new Map();
        let seq = 0;
        for (const [word, text] of this.loop.run(`view ${person}`)) {
            if (word !== "view") continue;
            const delta = JSON.parse(text);
            for (const entity of delta.set) entities.set(entity.id, entity);
            seq = delta.more ? seq : delta.to;
        }
        return { seq, entities };
    }

    ask(path) {
        let reply;
        this.asked.set(++this.requests, { resolve: (got) => (reply = got), reject: (got) => { throw new Error(JSON.stringify(got)); } });
        this.tell(this.loop.run(`get ${this.requests} ${this.humans[0].person} ${path}`));
        for (let i = 0; i < 200 && !reply; i++) {
            this.tell(this.loop.run("pass 10"));
            for (const run of this.inbox.splice(0)) run();
        }
        return reply;
    }

    check() {
        let ops = 0;
        for (const human of this.humans) this.compare(human);
        const { entities } = this.view(this.humans[0].person);
        const texts = [...entities.values()].filter(({ k }) => k === "text");
        for (const text of texts) ops += this.recompute(text);
        this.seen.late = [...entities.values()].filter(({ k }) => k === "proposal").length;
        if (!this.kind.destructive) this.findTokens(entities);
        if (!this.seen.restores) for (const human of this.humans) {
            assert.equal(human.mended + human.room.texts.mended(), 0, "nobody had to take the server's words without understanding them");
        }
        return ops;
    }

    /* Every copy equals the view; what an editor and a row show is what the server holds. */
    compare(human) {
        const { entities } = this.view(human.person);
        const { room } = human;
        const who = `${human.role} ${human.index}`;
        const live = [...entities.values()].filter(({ k }) => room.replica.shown[k]);
        for (const entity of live) {
            const copy = room.replica.confirmedEntity(entity.id);
            assert.ok(copy, `${who}: ${entity.k} ${entity.id} is there`);
            if (entity.k !== "text") {
                const { tag, ...rest } = entity;
                const { tag: _, ...mine } = copy;
                assert.deepEqual(mine, rest, `${who}: the copy of ${entity.k} ${entity.id}`);
                assert.equal(room.find(entity.id).tag, tag, `${who}: the tag of ${entity.k} ${entity.id}`);
                continue;
            }
            assert.deepEqual([copy.rev, copy.text ?? ""], [entity.rev, entity.text ?? ""], `${who}: the copy of text ${entity.id}`);
            const row = room.find(entity.of);
            if (row) assert.equal(row[entity.field]?.[entity.lang] ?? "", entity.text ?? "", `${who}: the row of text ${entity.id}`);
            const doc = room.text(entity.of, entity.field, entity.lang);
            assert.equal(doc.value.value, entity.text ?? "", `${who}: the text ${entity.id}`);
        }
        assert.equal(room.replica.confirmed.size, entities.size, `${who}: nothing else is there`);
    }

    /* The history of a text, from nothing, and each operation from what was sent. */
    recompute({ id, rev, text }) {
        const log = [];
        for (let from = 0; from < rev; from = log.length) {
            const page = this.ask(`/api/w/loop/text/${id}?from=${from}`);
            assert.ok(page?.ops.length, `operations of text ${id} after ${from}`);
            log.push(...page.ops);
        }
        const words = log.reduce((now, [, , , op]) => ot.apply(now, op), "");
        assert.equal(words, text ?? "", `text ${id} is the sum of its operations`);
        const at = new Map(log.map(([seq], i) => [seq, i]));
        let ops = 0;
        for (const [key, { made, seq, id: result }] of this.sentOps) {
            if (result !== id || !at.has(seq)) continue;
            let op = made.op;
            for (const [, , , other] of log.slice(made.rev, at.get(seq))) op = ot.transform(op, other, "left");
            assert.deepEqual(log[at.get(seq)][3], op, `${key}: the operation as the npm package has it`);
            ops++;
        }
        return ops;
    }

    findTokens(entities) {
        const everything = [...entities.values()].filter(({ k }) => k === "text").map(({ text }) => text ?? "").join("\n");
        const late = [...entities.values()].filter(({ k }) => k === "proposal").map(({ text }) => text ?? "").join("\n");
        const kept = this.humans.flatMap(({ room }) => room.refused.value.flatMap(({ words }) => words)).join("\n");
        for (const [token, { lost }] of this.tokens) {
            const n = everything.split(token).length - 1;
            if (n === 1 || (n === 0 && (lost || late.includes(token) || kept.includes(token)))) continue;
            assert.fail(`token ${token.codePointAt(0) - 0xf0000} is there ${n} times`);
        }
    }
}

export async function session(client, program, seed) {
    const world = new World(client, program, seed);
    try {
        const acts = 40 + world.dice.below(160);
        for (let i = 0; i < acts; i++) {
            await world.act();
            if (world.dice.chance(0.7)) await world.pass(world.dice.below(world.dice.chance(0.05) ? 4_000 : 60));
        }
        await world.calm();
        const ops = world.check();
        return { ...world.seen, ops, people: world.humans.length, acts, seconds: (world.now - 1_700_000_000_000) / 1000 };
    } finally {
        for (const human of world.humans) human.end(false);
        world.loop.close();
    }
}
