/* people: a clock for all, and persons with devices, pages and editors, who work in the room of a session. */

/* mulberry32 */
export class Dice {
    constructor(seed) {
        this.state = seed >>> 0;
    }
    next = () => {
        this.state = (this.state + 0x6d2b79f5) >>> 0;
        let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    below = (n) => Math.floor(this.next() * n);
    chance = (p) => this.next() < p;
    of = (list) => list[this.below(list.length)];
}

/* The timers of one page. */
export class PageClock {
    timers = new Set();
    constructor(world) {
        this.world = world;
    }
    now = () => this.world.now;
    random = () => this.world.dice.next();
    after = (ms, run) => {
        const timer = { at: this.world.now + Math.max(0, ms), run };
        this.timers.add(timer);
        return () => this.timers.delete(timer);
    };
    runDue() {
        for (const timer of [...this.timers].sort((a, b) => a.at - b.at)) {
            if (timer.at > this.world.now || !this.timers.delete(timer)) continue;
            timer.run();
        }
    }
}

/* A field somebody writes in: what a textarea would hold. */
export class Editor {
    caret = 0;
    composing = false;
    constructor(doc) {
        this.doc = doc;
        this.value = doc.value.value;
        this.unwatch = doc.watch(this);
    }
    apply({ value, caret }) {
        if (this.composing) throw new Error("something came while an input method composed");
        if (value === this.value) return;
        this.caret = caret(this.caret);
        this.value = value;
    }
    /* Replace `cut` code units at `at`. */
    put(at, cut, words) {
        this.value = this.value.slice(0, at) + words + this.value.slice(at + cut);
        this.caret = at + words.length;
        this.doc.edit(this.value, this.caret, this);
    }
    compose(on) {
        this.composing = on;
        this.doc.hold(on);
    }
    close() {
        this.composing = false;
        this.unwatch();
    }
}

/* One person with one device; pages come and go. */
export class Human {
    room = undefined;
    editors = new Map();
    held = new Set();
    ids = 0;
    up = true;                      /* the network */
    slot = 0;                       /* of the connection; 0: none */
    wire = undefined;
    mended = 0;
    constructor(world, index, person, role) {
        Object.assign(this, { world, index, person, role });
        this.shelf = new world.client.MemoryShelf();
    }
    open() {
        const human = this;
        const clock = (this.clock = new PageClock(this.world));
        const page = (this.page = { alive: true, locks: new Set() });
        const device = {
            clock,
            network: () => ({ connect: () => human.connect(page), online: () => human.up }),
            shelf: whileAlive(this.shelf, page),
            lock: async (client) => {
                if (human.held.has(client)) return undefined;
                human.held.add(client);
                page.locks.add(client);
                return () => human.held.delete(client);
            },
            clientId: () => `${(this.index + 1).toString(16).padStart(16, "0")}${(++this.ids).toString(16).padStart(16, "0")}`,
            ask: (path) => human.ask(path, page),
            watch: () => () => undefined,
        };
        const speech = { lang: () => "en", say: (code) => code };
        this.room = new this.world.client.LiveRoom("loop", device, speech);
    }
    connect(page) {
        this.hangUp();
        const wire = { onopen: null, onmessage: null, onclose: null, alive: true };
        wire.send = (text) => {
            if (wire.alive && this.slot) this.world.send(this, text);
        };
        wire.close = () => {
            if (this.wire === wire) this.hangUp();
            wire.alive = false;
        };
        this.wire = wire;
        this.clock.after(1, () => {
            if (!page.alive || this.wire !== wire || !wire.alive) return;
            if (!this.up) return this.lose(1006);
            this.slot = this.world.dial(this);
            wire.onopen?.();
        });
        return wire;
    }
    /* The page lets go of its connection. */
    hangUp() {
        if (this.slot) this.world.cut(this);
        this.slot = 0;
        if (this.wire) this.wire.alive = false;
        this.wire = undefined;
    }
    /* The connection is gone, and the page is told. */
    lose(code) {
        const { wire } = this;
        this.slot = 0;
        this.wire = undefined;
        if (wire?.alive) wire.onclose?.(code);
    }
    ask(path, page) {
        return new Promise((resolve, reject) => {
            if (this.up) this.world.get(this, path, { page, resolve, reject });
            else this.clock.after(10, () => reject({ status: 0 }));
        });
    }
    editor(of, field, lang) {
        const doc = this.room.text(of, field, lang);
        let editor = this.editors.get(doc);
        if (!editor) this.editors.set(doc, (editor = new Editor(doc)));
        return editor;
    }
    /* The page ends: orderly, or as a page that is killed. */
    end(orderly) {
        if (!this.room) return;
        this.mended += this.room.texts.mended();
        for (const editor of this.editors.values()) if (orderly) editor.close();
        this.editors.clear();
        if (orderly) this.room.close();
        else this.hangUp();
        this.page.alive = false;
        for (const client of this.page.locks) this.held.delete(client);
        this.clock.timers.clear();
        this.wire = this.room = undefined;
    }
}

/* A page that died writes nothing any more, and hears nothing. */
function whileAlive(shelf, page) {
    return new Proxy(shelf, {
        get: (target, name) => (...args) => {
            if (!page.alive) return new Promise(() => undefined);
            return target[name](...args).then((got) => (page.alive ? got : new Promise(() => undefined)));
        },
    });
}
