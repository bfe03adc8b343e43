/*
 * live: the room at work: link, outboxes and replica tied together (room.ts says what it is to the screens).
 *
 * A connection speaks for one outbox. When earlier pages left outboxes behind, the connection speaks for each of them
 * first, until it is empty, and for this page's own at last; reading goes on all the time.
 */
import { signal, type ReadonlySignal } from "@preact/signals-core";
import type { Device } from "../device";
import { Link, type Message } from "../net/link";
import { adopt, Outbox } from "../net/outbox";
import { Outboxes, pendingOf, scans, seenLast } from "../net/outboxes";
import type { Args, Command, Refusal } from "../net/ports";
import { Keeper } from "./keeper";
import { mapRefs, type Pending } from "./overlay";
import { Overwritten } from "./overwritten";
import { pastRoom, type PastPage } from "./past";
import { Presence } from "./presence";
import { Replica, type Delta } from "./replica";
import { bytesOf, FRAME_BYTES, keptOf, paddedTo } from "./sealed";
import type { Outcome, PastRoom, Replaced, Room, Sent, TextDoc } from "./room";
import { linkState, savedState, set, type LinkState, type SavedState } from "./state";
import type { Entity, Kind, Kinds, Lang, Role, TextField, Workshop } from "./kinds";
import { Texts } from "./texts";
import { typedWords } from "./words";

export interface Speech {
    lang(): Lang;
    say(code: string): string;
}

const SAVE_MS = 5_000;

export class LiveRoom implements Room {
    readonly replaced: ReadonlySignal<readonly Replaced[]>;

    private readonly stateNow = signal<LinkState>({ is: "connecting" });
    readonly state: ReadonlySignal<LinkState> = this.stateNow;
    private readonly savedNow = signal<SavedState>({ is: "saved", at: undefined });
    readonly saved: ReadonlySignal<SavedState> = this.savedNow;
    private readonly meNow = signal<{ person: number; role: Role }>({ person: 0, role: "observer" });
    readonly me: ReadonlySignal<{ person: number; role: Role }> = this.meNow;
    private readonly refusedNow = signal<readonly Refusal[]>([]);
    readonly refused: ReadonlySignal<readonly Refusal[]> = this.refusedNow;
    private readonly workshopNow = signal<Workshop | undefined>(undefined);
    readonly workshop: ReadonlySignal<Workshop | undefined> = this.workshopNow;

    private readonly replica: Replica;
    private readonly keeper: Keeper;
    private readonly texts: Texts;
    private readonly overwritten: Overwritten;
    private readonly presence: Presence;
    private readonly link: Link;
    private readonly own: Outbox;
    private orphans: Outbox[] = [];
    private sender: Outbox;                             /* whom the connection speaks for */
    private readonly outboxes = new Outboxes();
    private acknowledged: Pending[] = [];               /* whose deltas have not come */
    private readonly outcomes = new Map<number, (outcome: Outcome) => void>();

    private offset = 0;                                 /* of the server's clock */
    private inFlightMax = 64;
    private frameMax = FRAME_BYTES;
    private acknowledgedAt: number | undefined;
    private headSeq = 0;                                /* of the server at the last welcome */
    private progressAt = 0;                             /* last welcome or answer */
    private refusing = false;
    private returning = false;
    private headMissed = 0;                             /* beats in a row that told of changes we never got */
    private scanning = false;
    private doubt: [number, string] | undefined;        /* seen by an earlier page: is it of the history that goes on? */
    private greeting = false;                           /* not every text knows of the new connection: nothing is sent */
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
        this.outboxes.add(this.own);
        this.replica = new Replica(speech.lang);
        this.keeper = new Keeper(device.shelf, id, this.replica);
        this.link = new Link(device.network(id), device.clock, {
            hello: (deflate) => this.hello(deflate),
            welcome: (message) => this.welcome(message),
            message: (message) => this.handlers[message.t]?.(message),
            beat: (message) => this.beat(message),
            lost: () => this.lost(),
            tick: () => this.update(),
        });
        this.presence = new Presence(this.link, device.clock);
        this.texts = this.makeTexts();
        this.overwritten = this.makeOverwritten();
        this.replaced = this.overwritten.list;
        this.stopWatching = device.watch({
            wake: () => this.link.wake(),
            changed: () => this.update(),
            leaving: () => {
                this.texts.flush();
                this.save();
            },
        });
        void this.open();
    }

    private makeTexts(): Texts {
        const { replica, device } = this;
        const head = (of: number, field: TextField, lang: Lang) => replica.head(of, field, lang);
        return new Texts({
            clock: device.clock,
            client: this.own.client,
            head,
            first: (of, field, lang) => replica.given(of, field, lang),
            seq: () => replica.seq,
            loading: () => replica.loading,
            seen: () => [replica.seq, replica.tag],
            isProposal: (id) => replica.confirmedEntity(id)?.k === "proposal",
            put: (args) => this.give("text.edit", args).n,
            pump: () => this.pump(),
            withdraw: (client, n) => void this.outboxes.get(client)?.settle(n),
            ask: (path) => this.ask(path),
            keep: (client, row) => (this.outboxes.get(client) ?? this.own).putText(row),
            forget: (client, key) => this.outboxes.get(client)?.dropText(key),
            temporary: (client, n) => this.outboxes.get(client)?.temporary(n) ?? 0,
            creator: (of) => this.outboxes.creator(of),
            show: (of, field, lang, words, waiting) => replica.setTyped(of, field, lang, words, waiting),
            refused: (args, words, code, say) =>
                this.keepRefusal({ verb: "text.edit", args, at: device.clock.now() }, code, say, words),
            say: (code) => this.speech.say(code),
            moved: () => this.update(),
        });
    }

    private makeOverwritten(): Overwritten {
        const { replica, device } = this;
        return new Overwritten({
            clock: device.clock,
            shelf: device.shelf,
            workshop: this.id,
            me: () => replica.person,
            real: (id) => replica.real(id),
            confirmed: (id, field) => replica.confirmedValue(id, field),
            ask: (path) => this.ask(path),
            run: (verb, args) => void this.run(verb, args),
        });
    }

    get here(): Room["here"] { return this.presence.here; }
    get listeners(): Room["listeners"] { return this.presence.listeners; }
    get where(): Room["where"] { return this.presence.where; }
    get cast(): Room["cast"] { return this.presence.cast; }
    get tag(): Room["tag"] { return this.replica.tagSignal; }
    get loaded(): Room["loaded"] { return this.replica.loaded; }

    list<K extends Kind>(kind: K): ReadonlySignal<readonly Kinds[K][]> {
        return this.replica.list(kind);
    }
    get<K extends Kind>(kind: K, id: number | undefined): Kinds[K] | undefined {
        return this.replica.get(kind, id);
    }
    find(id: number): Entity | undefined {
        return this.replica.find(id);
    }
    row(id: number): ReadonlySignal<Entity | undefined> {
        return this.replica.rowOf(id);
    }
    key(id: number): number {
        return this.replica.key(id);
    }
    text(of: number, field: TextField, lang: Lang): TextDoc {
        return this.texts.doc(this.replica.real(of), field, lang);
    }
    textId(of: number, field: TextField, lang: Lang): number {
        return this.replica.head(of, field, lang)?.id ?? 0;
    }
    textRev(of: number, field: TextField, lang: Lang): number {
        return this.replica.head(of, field, lang)?.rev ?? 0;
    }
    at(of?: number, field?: string, lang?: Lang): void {
        this.presence.at(of && this.replica.real(of), field, lang);
    }
    putBack(key: string): void {
        this.overwritten.putBack(key);
    }
    dismissReplaced(key: string): void {
        this.overwritten.dismiss(key);
    }
    async past(seq: number): Promise<PastRoom> {
        return pastRoom((await this.ask(`past?seq=${seq}`)) as PastPage, this.speech.lang);
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
        if (bytesOf({ t: "cmd", n: 2 ** 32, do: verb, args }) > this.frameMax) {
            const say = this.speech.say("too_long");
            this.keepRefusal({ verb, args, at: this.device.clock.now() }, "too_long", say);
            return { n: 0, done: Promise.resolve({ ok: false, code: "too_long", say }) };
        }
        const command = this.give(verb, args);
        const done = new Promise<Outcome>((resolve) => this.outcomes.set(command.n, resolve));
        this.refresh();
        this.pump();
        return { n: command.n, done };
    }

    /* Into this page's own outbox. */
    private give(verb: string, args: Args): Command {
        const foreign = this.outboxes.foreign(args);
        const was = this.overwritten.before(verb, args);
        const command = this.own.add(verb, args, { ...(foreign ? { foreign } : {}), ...(was ? { was, knew: this.replica.seq } : {}) });
        this.link.touch();
        return command;
    }

    private ask(path: string): Promise<unknown> {
        return this.device.ask(`/api/w/${encodeURIComponent(this.id)}/${path}`);
    }

    dismiss(key: string): void {
        this.refusedNow.value = this.refusedNow.value.filter((one) => one.key !== key);
        void this.device.shelf.dropRefusal(this.id, key);
    }

    close(): void {
        if (this.closed) return;
        this.texts.close();
        this.closed = true;
        this.save();
        this.presence.close();
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
        await this.overwritten.open();
        if (row && this.replica.restore(row)) {
            this.keeper.restored(row.stamp);
            this.meNow.value = { person: row.person, role: row.role as Role };
            this.own.bind(row.person);
            this.texts.loaded();
            this.texts.loaded();
            await this.adoptOrphans(row.person);
            if (this.closed) return;
        }
        this.refresh();
        this.link.open();
        this.cancelScan = scans(this.device.clock, () => void this.adoptOrphans(this.replica.person));
    }

    private async adoptOrphans(person: number): Promise<void> {
        if (person === 0 || this.scanning || this.closed) return;
        this.scanning = true;
        const { shelf, lock, clock } = this.device;
        const found = await adopt(shelf, lock, clock, this.id, person, this.outboxes.clients());
        this.scanning = false;
        for (const outbox of found) this.outboxes.add(outbox);
        if (this.closed) return found.forEach((outbox) => outbox.leave());
        this.orphans.push(...found);
        if (found.length === 0) return;
        for (const outbox of found) this.outboxes.translate(outbox);
        this.refresh();
        this.askAbout(seenLast(found));
        for (const { client, texts, waiting } of found) this.texts.adopt(client, texts, new Set(waiting.map(({ n }) => n)));
        this.speakForNext();
    }

    /* What was seen after the copy of the room was kept: a backup from between the two would not be noticed by the copy. */
    private askAbout(seen: [number, string]): void {
        if (seen[0] <= this.replica.seq) return;
        this.doubt = seen;
        if (this.link.opened) this.link.reconnect();
    }

    /* ---- the connection ---- */

    private hello(deflate: boolean): object {
        const [seq, tag] = this.doubt ?? [this.replica.seq, this.replica.tag];
        return { t: "hello", client: this.sender.client, seq, tag, view: this.replica.view, deflate };
    }

    private welcome(message: Message): void {
        const asked = this.doubt !== undefined;
        this.doubt = undefined;
        if (asked && !message.reset) return this.link.reconnect();
        const person = message.person as number;
        const stranger = this.replica.seq > 0 && person !== this.replica.person;
        if (stranger) this.replica.clear();
        this.capAcknowledged(message.seq as number);
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
        this.headSeq = message.seq as number;
        this.sender.restart(message.last as number);
        this.greeting = true;
        this.texts.welcome(this.sender.client, message.last as number, this.headSeq, Boolean(message.lost));
        this.greeting = false;
        this.presence.welcome();
        this.progressAt = this.device.clock.now();
        this.returning = this.changes() > 0;
        this.refresh();
        if (this.sender.waiting.length === 0) this.speakForNext();
        this.pump();
        void this.adoptOrphans(person);
    }

    /* An older backup may never reach the seq of what it forgot: the load that follows settles all of them. */
    private capAcknowledged(head: number): void {
        this.acknowledged = this.acknowledged.map((one) => ({ ...one, seq: Math.min(one.seq!, head) }));
    }

    /* The seat behind this page is another than when it was written: what was written then is not that person's. */
    private owner(person: number): void {
        if (this.own.person && this.own.person !== person) {
            this.texts.refuseAll("forbidden", this.speech.say("forbidden"));
            this.refuseAll(this.own, "forbidden");
        }
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

    /* The time without a link begins with the room as it was at its end: a page that opens in it has no other. */
    private lost(): void {
        this.returning = false;
        this.save();
        if (this.link.phase === "gone" && this.link.why === "forbidden" && this.sender !== this.own) {
            this.refuseAll(this.sender, "forbidden");
            this.speakForNext();
            this.link.resume();
        } else if (this.link.phase === "gone" && this.link.why === "forbidden") {
            this.keeper.drop();
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
        presence: (message) => this.presence.take(message),
    };

    private takeDelta(delta: Delta): void {
        this.headMissed = 0;
        const complete = this.replica.apply(delta);
        if (this.replica.broken) return this.loadAnew();
        const anew = this.replica.reloaded;
        this.tellTexts(delta);
        if (!complete) return;
        this.texts.complete(this.replica.seq);
        this.overwritten.changed((delta.set ?? []).map(({ id }) => id), this.replica.seq);
        this.acknowledged = this.acknowledged.filter((one) => one.seq! > this.replica.seq);
        this.workshopNow.value = this.replica.list("workshop").value[0];
        /* A load from the start is kept at once: it tells the next page whose outboxes it may adopt, and of which history they are. */
        if (anew) this.save();
        else this.cancelSave ??= this.device.clock.after(SAVE_MS, () => this.save());
        this.pump();
    }

    /* What went into a late proposal leaves the text when the proposal is decided: before the text changes by it. */
    private tellTexts(delta: Delta): void {
        const { replica, texts } = this;
        for (const one of delta.set ?? []) if (one.k === "proposal" && one.state !== "open") texts.decided(one.id);
        const news = replica.news;
        replica.news = [];
        if (replica.reloaded) texts.loaded();
        else for (const { of, field, lang, news: now } of news) {
            if (now) texts.news(of, field, lang, now);
            else texts.gone(of, field, lang);
        }
        replica.reloaded = false;
    }

    private loadAnew(): void {
        this.replica.broken = false;
        this.replica.news = [];
        this.replica.startOver();
        this.link.reconnect();
    }

    /* ---- answers ---- */

    private takeAck(n: number, seq: number, id: number): void {
        const outbox = this.sender;
        this.texts.applied(outbox.client, n, seq, id);
        this.texts.complete(this.replica.seq);
        const command = outbox.settle(n);
        if (!command) return;
        this.acknowledgedAt = this.progressAt = this.device.clock.now();
        this.refusing = false;
        this.overwritten.applied(command, seq);
        if (command.verb.endsWith(".create")) this.learn(outbox.temporary(n), id);
        if (seq > this.replica.seq && command.verb !== "text.edit") this.acknowledged.push({ ...pendingOf(outbox, command), seq });
        this.answered(outbox, n, { ok: true, seq, id });
    }

    private learn(temporary: number, id: number): void {
        this.replica.learn(temporary, id);
        this.texts.learn(temporary, id);
        for (const outbox of [...this.orphans, this.own]) for (const command of outbox.waiting) this.settle(outbox, command);
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
        if (!this.texts.refused(outbox.client, n, command.args, code, words)) this.keepRefusal(command, code, words);
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

    private keepRefusal(
        { verb, args: given, at }: Pick<Command, "verb" | "args" | "at">, code: string, say: string,
        words = typedWords(verb, keptOf(given)),
    ): void {
        const args = keptOf(given);
        const refusal = { key: this.device.clientId(), verb, args, code, say, words, at };
        this.refusedNow.value = [...this.refusedNow.value, refusal];
        void this.device.shelf.putRefusal(this.id, refusal);
    }

    private refuseAll(outbox: Outbox, code: string): void {
        const say = this.speech.say(code);
        for (const command of [...outbox.waiting]) {
            outbox.settle(command.n);
            if (!this.texts.refused(outbox.client, command.n, command.args, code, say)) this.keepRefusal(command, code, say);
            this.resolve(outbox, command.n, { ok: false, code, say });
        }
        this.refresh();
    }

    /* ---- sending ---- */

    /* The connection speaks for the first orphan that has something to say, else for this page. */
    private speakForNext(): void {
        for (const orphan of this.orphans.filter((one) => one.empty)) orphan.forget();
        this.orphans = this.orphans.filter((one) => !one.empty);
        const next = this.orphans.find((one) => one.waiting.length > 0) ?? this.own;
        if (next === this.sender) return;
        this.sender = next;
        if (this.link.opened) this.link.reconnect();
    }

    private pump(): void {
        this.cancelPump?.();
        this.cancelPump = undefined;
        if (!this.link.ready || this.greeting || this.mustCatchUp()) return;
        for (;;) {
            const command = this.sender.take(this.inFlightMax);
            if (!command) break;
            const wait = this.link.sendIn();
            if (wait > 0) return this.pumpIn(wait);
            if (!this.settle(this.sender, command)) {
                this.takeNo(command.n, "not_found", undefined);
                continue;
            }
            const { n, verb, args } = command;
            this.link.send({ t: "cmd", n, do: verb, args }, paddedTo(args, this.replica.get("poll", args.id as number)));
            this.sender.sent();
            if (command.verb === "text.edit") this.texts.left(this.sender.client, command.n);
        }
        const pause = this.sender.stalledUntil - this.device.clock.now();
        if (pause > 0 && this.sender.waiting.length) this.pumpIn(pause);
    }

    /* What was changed meanwhile is seen before it is written over. */
    private mustCatchUp(): boolean {
        return this.replica.seq < this.headSeq && this.sender.waiting.some(({ was }) => was !== undefined);
    }

    private pumpIn(ms: number): void {
        this.cancelPump = this.device.clock.after(ms, () => this.pump());
    }

    /* What an adopted outbox created is known by now: it is through before the next is spoken for. */
    private settle(outbox: Outbox, command: Command): boolean {
        return this.outboxes.settle(outbox, command, (id) => this.replica.real(id));
    }

    /* ---- what is shown ---- */

    private changes(): number {
        return this.orphans.reduce((sum, one) => sum + one.waiting.length, this.own.waiting.length + this.texts.unsent());
    }

    private refresh(): void {
        const pendings = [...this.acknowledged];
        for (const outbox of [...this.orphans, this.own]) {
            for (const command of outbox.waiting) {
                if (command.verb !== "text.edit") pendings.push(pendingOf(outbox, command));
            }
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
        if (this.link.why === "forbidden") return;
        this.keeper.save();
    }
}
