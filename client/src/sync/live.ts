/*
 * live: the room at work: link, outboxes and replica tied together (room.ts says what it is to the screens).
 *
 * A connection speaks for one outbox. When earlier pages left outboxes behind, the connection speaks for each of them
 * first, until it is empty, and for this page's own at last; reading goes on all the time.
 */
import { signal, type ReadonlySignal } from "@preact/signals-core";
import type { Device } from "../device";
import { Link, type Message } from "../net/link";
import { adopt, Outbox, TEMPORARY_SPAN } from "../net/outbox";
import type { Args, Command, Refusal } from "../net/ports";
import { mapRefs, type Pending } from "./overlay";
import { Replica, type Delta } from "./replica";
import type { Outcome, Room, Sent } from "./room";
import { linkState, sameState, savedState, type LinkState, type SavedState } from "./state";
import type { Entity, Kind, Kinds, Lang, Role, Workshop } from "./kinds";
import { typedWords } from "./words";

export interface Speech {
    lang(): Lang;
    say(code: string): string;
}

const SAVE_MS = 5_000;
const SCAN_MS = 25_000;             /* by then a page that died holds no lock any more, of whichever sort it was */
const FRAME_BYTES = 16_384;

export class LiveRoom implements Partial<Room> {
    readonly state: ReadonlySignal<LinkState>;
    readonly saved: ReadonlySignal<SavedState>;
    readonly me: ReadonlySignal<{ person: number; role: Role }>;
    readonly loaded: ReadonlySignal<boolean>;
    readonly workshop: ReadonlySignal<Workshop | undefined>;
    readonly here: ReadonlySignal<ReadonlySet<number>>;
    readonly listeners: ReadonlySignal<number>;
    readonly refused: ReadonlySignal<readonly Refusal[]>;
    readonly tag: ReadonlySignal<string>;

    private readonly stateNow = signal<LinkState>({ is: "connecting" });
    private readonly savedNow = signal<SavedState>({ is: "saved", at: undefined });
    private readonly meNow = signal<{ person: number; role: Role }>({ person: 0, role: "observer" });
    private readonly hereNow = signal<ReadonlySet<number>>(new Set());
    private readonly listenersNow = signal(0);
    private readonly refusedNow = signal<readonly Refusal[]>([]);
    private readonly workshopNow = signal<Workshop | undefined>(undefined);

    private readonly replica: Replica;
    private readonly link: Link;
    private readonly own: Outbox;
    private orphans: Outbox[] = [];
    private sender: Outbox;                             /* whom the connection speaks for */
    private readonly clients = new Set<string>();       /* outboxes of this page, past ones included */
    private acknowledged: Pending[] = [];               /* whose deltas have not come */
    private readonly outcomes = new Map<number, (outcome: Outcome) => void>();

    private offset = 0;                                 /* of the server's clock */
    private inFlightMax = 64;
    private frameMax = FRAME_BYTES;
    private acknowledgedAt: number | undefined;
    private progressAt = 0;                             /* last welcome or answer */
    private refusing = false;
    private returning = false;
    private headMissed = 0;                             /* beats in a row that told of changes we never got */
    private savedOnce = false;
    private scanning = false;
    private closed = false;
    private cancelPump: (() => void) | undefined;
    private cancelSave: (() => void) | undefined;
    private cancelScan: (() => void) | undefined;
    private readonly stopWatching: () => void;

    constructor(readonly id: string, private readonly device: Device, private readonly speech: Speech) {
        const client = device.clientId();
        let release = (): void => undefined;
        void device.lock(client).then((free) => (release = free ?? release));
        this.own = new Outbox(device.shelf, device.clock, id, client, 0, () => release());
        this.sender = this.own;
        this.clients.add(client);
        this.replica = new Replica(speech.lang);
        this.link = new Link(device.network(id), device.clock, {
            hello: (deflate) => this.hello(deflate),
            welcome: (message) => this.welcome(message),
            message: (message) => this.handlers[message.t]?.(message),
            beat: (message) => this.beat(message),
            lost: () => this.lost(),
            tick: () => this.update(),
        });
        this.state = this.stateNow;
        this.saved = this.savedNow;
        this.me = this.meNow;
        this.here = this.hereNow;
        this.listeners = this.listenersNow;
        this.refused = this.refusedNow;
        this.workshop = this.workshopNow;
        this.loaded = this.replica.loaded;
        this.tag = this.replica.tagSignal;
        this.stopWatching = device.watch({
            wake: () => this.link.wake(),
            changed: () => this.update(),
            leaving: () => this.save(),
        });
        void this.open();
    }

    list<K extends Kind>(kind: K): ReadonlySignal<readonly Kinds[K][]> {
        return this.replica.list(kind);
    }
    get<K extends Kind>(kind: K, id: number | undefined): Kinds[K] | undefined {
        return this.replica.get(kind, id);
    }
    find(id: number): Entity | undefined {
        return this.replica.find(id);
    }
    key(id: number): number {
        return this.replica.key(id);
    }
    pending(id: number): boolean {
        return this.replica.isPending(id);
    }
    now(): number {
        return this.device.clock.now() + this.offset;
    }
    touch(): void {
        this.link.touch();
    }
    resume(): void {
        this.link.resume();
        this.update();
    }

    run(verb: string, given: Args = {}): Sent {
        const args = mapRefs(given, (id) => this.replica.real(id));
        if (bytes({ t: "cmd", n: 2 ** 32, do: verb, args }) > this.frameMax) {
            const say = this.speech.say("too_long");
            this.keepRefusal({ verb, args, at: this.device.clock.now() }, "too_long", say);
            return { n: 0, done: Promise.resolve({ ok: false, code: "too_long", say }) };
        }
        const command = this.own.add(verb, args);
        const done = new Promise<Outcome>((resolve) => this.outcomes.set(command.n, resolve));
        this.link.touch();
        this.refresh();
        this.pump();
        return { n: command.n, done };
    }

    dismiss(key: string): void {
        this.refusedNow.value = this.refusedNow.value.filter((one) => one.key !== key);
        void this.device.shelf.dropRefusal(this.id, key);
    }

    close(): void {
        if (this.closed) return;
        this.closed = true;
        this.save();
        this.cancelPump?.();
        this.cancelScan?.();
        this.stopWatching();
        this.link.close();
        for (const outbox of [this.own, ...this.orphans]) outbox.leave();
    }

    /* ---- opening ---- */

    private async open(): Promise<void> {
        const { shelf } = this.device;
        const [row, refusals] = await Promise.all([shelf.replica(this.id), shelf.refusals(this.id)]);
        if (this.closed) return;
        this.refusedNow.value = [...refusals, ...this.refusedNow.value];
        if (row) {
            this.replica.restore(row);
            this.meNow.value = { person: row.person, role: row.role as Role };
            this.own.bind(row.person);
            await this.adoptOrphans(row.person);
            if (this.closed) return;
        }
        this.refresh();
        this.link.open();
        this.cancelScan = this.device.clock.after(SCAN_MS, () => void this.adoptOrphans(this.replica.person));
    }

    private async adoptOrphans(person: number): Promise<void> {
        if (person === 0 || this.scanning || this.closed) return;
        this.scanning = true;
        const { shelf, lock, clock } = this.device;
        const found = await adopt(shelf, lock, clock, this.id, person, this.clients);
        this.scanning = false;
        for (const outbox of found) this.clients.add(outbox.client);
        if (this.closed) return found.forEach((outbox) => outbox.leave());
        this.orphans.push(...found);
        if (found.length === 0) return;
        this.refresh();
        this.speakForNext();
    }

    /* ---- the connection ---- */

    private hello(deflate: boolean): object {
        const { seq, tag, view } = this.replica;
        return { t: "hello", client: this.sender.client, seq, tag, view, deflate };
    }

    private welcome(message: Message): void {
        const person = message.person as number;
        const stranger = this.replica.seq > 0 && person !== this.replica.person;
        if (stranger) this.replica.clear();
        if (message.reset) this.capAcknowledged(message.seq as number);
        if (message.reset || this.replica.seq === 0) this.replica.startOver();
        this.replica.person = person;
        this.becomeRole(message);
        if (stranger && !message.reset) {
            this.link.reconnect();
            return;
        }
        this.owner(person);
        this.offset = (message.time as number) - this.device.clock.now();
        const limits = (message.limits ?? {}) as { frame?: number; in_flight?: number; rate?: number };
        this.frameMax = limits.frame ?? this.frameMax;
        this.inFlightMax = limits.in_flight ?? this.inFlightMax;
        this.link.rate = Math.min(limits.rate ?? 15, 15);
        this.headMissed = 0;
        this.sender.restart(message.last as number);
        this.progressAt = this.device.clock.now();
        this.returning = this.changes() > 0;
        this.refresh();
        this.pump();
        void this.adoptOrphans(person);
    }

    /* An older backup may never reach the seq of what it forgot: the load that follows settles all of them. */
    private capAcknowledged(head: number): void {
        this.acknowledged = this.acknowledged.map((one) => ({ ...one, seq: Math.min(one.seq!, head) }));
    }

    /* The seat behind this page is another than when it was written: what was written then is not that person's. */
    private owner(person: number): void {
        if (this.own.person && this.own.person !== person) this.refuseAll(this.own, "forbidden");
        this.own.bind(person);
    }

    private becomeRole(message: Message): void {
        this.replica.view = message.view as number;
        this.replica.role = message.role as string;
        this.meNow.value = { person: this.replica.person, role: message.role as Role };
    }

    private beat(message: Message): void {
        if (typeof message.seq !== "number") return;
        this.offset = Math.max(this.offset, (message.time as number) - this.device.clock.now());
        this.headMissed = message.seq > this.replica.seq ? this.headMissed + 1 : 0;
        if (this.headMissed >= 2) this.link.reconnect();
    }

    private lost(): void {
        this.returning = false;
        if (this.link.phase === "gone" && this.link.why === "forbidden" && this.sender !== this.own) {
            this.refuseAll(this.sender, "forbidden");
            this.speakForNext();
            this.link.resume();
        } else if (this.link.phase === "gone" && this.link.why === "forbidden") {
            void this.device.shelf.dropReplica(this.id);
        }
    }

    private readonly handlers: Readonly<Record<string, (message: Message) => void>> = {
        delta: (message) => this.takeDelta(message as unknown as Delta),
        ack: (message) => this.takeAck(message.n as number, message.seq as number, message.id as number),
        no: (message) => this.takeNo(message.n as number, message.code as string, message.say as string | undefined),
        view: (message) => {
            this.replica.startOver();
            this.becomeRole(message);
        },
        presence: (message) => this.takePresence(message),
    };

    private takeDelta(delta: Delta): void {
        this.headMissed = 0;
        if (!this.replica.apply(delta)) return;
        this.acknowledged = this.acknowledged.filter((one) => one.seq! > this.replica.seq);
        this.workshopNow.value = this.replica.list("workshop").value[0];
        /* The first load is kept at once: it tells the next page whose outboxes it may adopt. */
        if (this.savedOnce) this.cancelSave ??= this.device.clock.after(SAVE_MS, () => this.save());
        else this.save();
    }

    private takePresence(message: Message): void {
        const here = new Set(message.all ? [] : this.hereNow.value);
        for (const person of (message.here as number[] | undefined) ?? []) here.add(person);
        for (const person of (message.gone as number[] | undefined) ?? []) here.delete(person);
        this.hereNow.value = here;
        if (typeof message.listeners === "number") this.listenersNow.value = message.listeners;
    }

    /* ---- answers ---- */

    private takeAck(n: number, seq: number, id: number): void {
        const outbox = this.sender;
        const command = outbox.settle(n);
        if (!command) return;
        this.acknowledgedAt = this.progressAt = this.device.clock.now();
        this.refusing = false;
        if (command.verb.endsWith(".create")) this.replica.learn(outbox.temporary(n), id);
        if (seq > this.replica.seq) this.acknowledged.push({ ...pendingOf(outbox, command), seq });
        this.answered(outbox, n, { ok: true, seq, id });
    }

    private takeNo(n: number, code: string, say: string | undefined): void {
        if (code === "storage" || code === "busy") {
            this.refusing = code === "storage";
            this.sender.stall(n);
            this.pump();
            return;
        }
        const outbox = this.sender;
        const command = outbox.settle(n);
        if (!command) return;
        this.progressAt = this.device.clock.now();
        const words = say ?? this.speech.say(code);
        this.keepRefusal(command, code, words);
        this.answered(outbox, n, { ok: false, code, say: words });
    }

    private answered(outbox: Outbox, n: number, outcome: Outcome): void {
        this.resolve(outbox, n, outcome);
        this.refresh();
        if (outbox !== this.own && outbox.waiting.length === 0) this.speakForNext();
        else this.pump();
    }

    private resolve(outbox: Outbox, n: number, outcome: Outcome): void {
        if (outbox !== this.own) return;
        this.outcomes.get(n)?.(outcome);
        this.outcomes.delete(n);
    }

    private keepRefusal(command: { verb: string; args: Args; at: number }, code: string, say: string): void {
        const { verb, args, at } = command;
        const refusal = { key: this.device.clientId(), verb, args, code, say, words: typedWords(verb, args), at };
        this.refusedNow.value = [...this.refusedNow.value, refusal];
        void this.device.shelf.putRefusal(this.id, refusal);
    }

    private refuseAll(outbox: Outbox, code: string): void {
        const say = this.speech.say(code);
        for (const command of [...outbox.waiting]) {
            outbox.settle(command.n);
            this.keepRefusal(command, code, say);
            this.resolve(outbox, command.n, { ok: false, code, say });
        }
        this.refresh();
    }

    /* ---- sending ---- */

    /* The connection speaks for the first orphan that has something to say, else for this page. */
    private speakForNext(): void {
        for (const orphan of this.orphans.filter((one) => one.waiting.length === 0)) orphan.forget();
        this.orphans = this.orphans.filter((one) => one.waiting.length > 0);
        const next = this.orphans[0] ?? this.own;
        if (next === this.sender) return;
        this.sender = next;
        if (this.link.opened) this.link.reconnect();
    }

    private pump(): void {
        this.cancelPump?.();
        this.cancelPump = undefined;
        if (!this.link.ready) return;
        for (;;) {
            const command = this.sender.take(this.inFlightMax);
            if (!command) break;
            const wait = this.link.sendIn();
            if (wait > 0) return this.pumpIn(wait);
            if (!this.settleForeign(command)) continue;
            this.link.send({ t: "cmd", n: command.n, do: command.verb, args: command.args });
            this.sender.sent();
        }
        const pause = this.sender.stalledUntil - this.device.clock.now();
        if (pause > 0 && this.sender.waiting.length) this.pumpIn(pause);
    }

    private pumpIn(ms: number): void {
        this.cancelPump = this.device.clock.after(ms, () => this.pump());
    }

    /*
     * A command may speak of what an adopted outbox created. Only this page knows that temporary id, and the adopted outbox
     * is through by now, so the real id is put in before the command is sent for the first time. False: there is none.
     */
    private settleForeign(command: Command): boolean {
        if (this.sender !== this.own) return true;
        let lost = false;
        const args = mapRefs(command.args, (id) => {
            if (id > -TEMPORARY_SPAN) return id;
            const real = this.replica.real(id);
            lost ||= real < 0;
            return real;
        });
        if (!lost) {
            if (JSON.stringify(args) !== JSON.stringify(command.args)) this.own.rewrite(command, args);
            return true;
        }
        this.takeNo(command.n, "not_found", undefined);
        return false;
    }

    /* ---- what is shown ---- */

    private changes(): number {
        return this.own.waiting.length + this.orphans.reduce((sum, one) => sum + one.waiting.length, 0);
    }

    private refresh(): void {
        const pendings = [...this.acknowledged];
        for (const outbox of [...this.orphans, this.own]) {
            for (const command of outbox.waiting) pendings.push(pendingOf(outbox, command));
        }
        this.replica.setPending(pendings);
        this.workshopNow.value = this.replica.list("workshop").value[0];
        this.update();
    }

    private update(): void {
        const changes = this.changes();
        if (changes === 0) this.returning = this.refusing = false;
        const first = this.orphans[0]?.waiting[0] ?? this.own.waiting[0];
        const facts = {
            phase: this.link.phase,
            why: this.link.why,
            online: this.device.network(this.id).online(),
            now: this.device.clock.now(),
            changes,
            oldest: first && (this.returning ? this.progressAt : first.at),
            refusing: this.refusing,
            returning: this.returning,
            silent: this.link.silentSince(),
        };
        set(this.stateNow, linkState(facts));
        set(this.savedNow, savedState(changes, this.acknowledgedAt));
    }

    private save(): void {
        this.cancelSave?.();
        this.cancelSave = undefined;
        const row = this.link.why === "forbidden" ? undefined : this.replica.row();
        this.savedOnce ||= row !== undefined;
        if (row) void this.device.shelf.putReplica(this.id, row);
    }
}

function set<T extends object>(target: { value: T; peek(): T }, value: T): void {
    if (!sameState(target.peek(), value)) target.value = value;
}

/* As the overlay wants it: ids that mean "what command M of this client created" made unique among all outboxes. */
function pendingOf(outbox: Outbox, command: Command): Pending {
    const local = (id: number): number => (id < 0 && id > -TEMPORARY_SPAN ? outbox.temporary(-id) : id);
    return {
        verb: command.verb,
        args: mapRefs(command.args, local),
        temporary: outbox.temporary(command.n),
        outbox: outbox.client,
        n: command.n,
    };
}

function bytes(message: object): number {
    return new TextEncoder().encode(JSON.stringify(message)).length;
}
