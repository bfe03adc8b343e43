/*
 * texts: all drafted texts of a room on this page: which are open or waiting, what of them is sent and kept on the device, and
 * what is fetched. What a text itself is, is in strand.ts; what the screens have of it in textdoc.ts.
 *
 * The words of a page that died come back with its outbox. They stand in for the text where nobody writes on this page;
 * where somebody does, they are a strand of their own beside it (a "side"), like another writer's, until they are sent.
 */
import type { Args, Clock, TextKept } from "../net/ports";
import type { Lang, TextField } from "./kinds";
import { compose, inserted, type TextOp } from "./ot";
import type { News } from "./strand";
import { Doc } from "./textdoc";

/* A text as the server confirmed it. */
export interface TextHead {
    id: number;
    seq: number;
    rev: number;
    words: string;
}

export interface TextsPort {
    readonly clock: Clock;
    readonly client: string;                                    /* this page's own outbox */
    head(of: number, field: TextField, lang: Lang): TextHead | undefined;
    first(of: number, field: TextField, lang: Lang): string;    /* what an unconfirmed row will have been created with */
    isProposal(id: number): boolean;
    seq(): number;                                              /* up to which everything was told */
    loading(): boolean;                                         /* all is being loaded anew: loaded() will tell */
    seen(): [number, string];                                   /* seq and tag of the room as this page has it */
    put(args: Args): number;                                    /* into the own outbox; its number */
    pump(): void;                                               /* send what is in the outbox */
    withdraw(client: string, n: number): void;                  /* take it out of its outbox */
    ask(path: string): Promise<unknown>;                        /* GET, below the workshop's address */
    keep(client: string, row: TextKept): Promise<void>;
    forget(client: string, key: string): void;
    temporary(client: string, n: number): number;               /* how this page calls what that command creates */
    creator(of: number): [string, number] | undefined;          /* the other way round */
    show(of: number, field: TextField, lang: Lang, words: string | undefined, waiting: boolean): void;
    refused(args: Args, words: string[], code: string, say: string): void;
    say(code: string): string;
    moved(): void;                                              /* something waits now, or does no more */
}

const RETRY_MS = 2_000;

/* Refusals that may be due to what the op was written on. */
const TRY_AGAIN: ReadonlySet<string> = new Set(["bad_argument", "too_long", "changed", "reused", "refused_before"]);

export class Texts {
    private readonly docs = new Map<string, Doc>();
    private readonly sides = new Set<Doc>();
    private readonly flights = new Map<string, Doc>();
    private readonly active = new Set<Doc>();                   /* those that are not simply as the server has them */
    private readonly dirty = new Set<Doc>();
    private readonly keys = new Map<Doc, string>();
    private serial = 0;
    private closed = false;

    constructor(private readonly port: TextsPort) {}

    doc(of: number, field: TextField, lang: Lang): Doc {
        const key = keyOf(of, field, lang);
        let doc = this.docs.get(key);
        if (!doc) {
            this.docs.set(key, (doc = this.make(of, field, lang)));
            this.begin(doc);
        }
        return doc;
    }

    /* Texts with words that are in no outbox yet. */
    unsent(): number {
        let n = 0;
        for (const doc of this.active) if (doc.strand.unsent) n++;
        return n;
    }

    /* For tests and diagnosis: how often the server's words were taken without understanding them. */
    mended(): number {
        return this.all().reduce((sum, doc) => sum + doc.strand.mended, 0);
    }

    /* ---- what the server says ---- */

    /* A backup from before an acknowledgement may have been restored though the copy of the room is of its history, being older yet. */
    welcome(client: string, last: number, head: number, anotherHistory: boolean): void {
        for (const doc of this.all()) {
            const acknowledged = doc.strand.flight?.seq ?? 0;
            if (acknowledged > head && !anotherHistory) doc.strand.forgotten(this.port.head(doc.of, doc.field, doc.lang) ?? NOTHING);
            doc.strand.welcome(client, last, anotherHistory);
            if (doc.strand.lacks) this.fetch(doc);
        }
    }

    news(of: number, field: TextField, lang: Lang, news: News): void {
        for (const doc of this.about(of, field, lang)) doc.strand.take(news);
    }

    /* The text is there no more. Whoever writes in it goes on: the server keeps what comes late. */
    gone(of: number, field: TextField, lang: Lang): void {
        for (const doc of this.about(of, field, lang)) if (doc.strand.idle) doc.strand.take(NOTHING);
    }

    /* Everything was loaded anew. */
    loaded(): void {
        for (const doc of this.all()) doc.strand.take(this.port.head(doc.of, doc.field, doc.lang) ?? NOTHING);
    }

    /* The replica is complete at `seq`. */
    complete(seq: number): void {
        for (const doc of [...this.active]) this.settle(doc, seq);
    }

    /* A late proposal was decided: what went into it is not shown here any more. */
    decided(proposal: number): void {
        for (const doc of [...this.active]) {
            if (doc.strand.diverted !== proposal) continue;
            doc.whenFree(() => {
                doc.strand.dropAside();
                doc.refresh();
            });
        }
    }

    /* Its command was sent. */
    left(client: string, n: number): void {
        const flight = this.flights.get(`${client}/${n}`)?.strand.flight;
        if (flight) flight.sent = true;
    }

    applied(client: string, n: number, seq: number, id: number): void {
        const doc = this.landed(client, n);
        if (!doc) return;
        doc.strand.applied(seq, id);
        this.keepNow(doc);
    }

    /* The words are tried once more, or are put on the list of what was refused. False: nothing is known of that command. */
    refused(client: string, n: number, args: Args, code: string, say: string): boolean {
        const known = this.flights.has(`${client}/${n}`);
        const doc = this.landed(client, n);
        doc?.whenFree(() => {
            const head = this.port.head(doc.of, doc.field, doc.lang) ?? NOTHING;
            if (!TRY_AGAIN.has(code) || !doc.strand.refused(head)) this.giveUp(doc, args, code, say);
        });
        return known;
    }

    /* What waits was written by somebody else than who sits here now. */
    refuseAll(code: string, say: string): void {
        for (const doc of this.all()) {
            if (!doc.strand.waiting) continue;
            const { of: id, field, lang } = doc;
            doc.whenFree(() => this.giveUp(doc, { id, field, lang }, code, say));
        }
    }

    /* What a temporary id stood for is known. */
    learn(temporary: number, id: number): void {
        for (const [key, doc] of [...this.docs]) {
            if (doc.of !== temporary) continue;
            const now = keyOf(id, doc.field, doc.lang);
            this.docs.delete(key);
            if (this.docs.has(now)) this.sides.add(doc);
            else this.docs.set(now, doc);
            this.rename(doc, id);
        }
        for (const doc of this.sides) if (doc.of === temporary) this.rename(doc, id);
    }

    /* ---- the device ---- */

    /* What a page that died had not sent. `commands` are the numbers in its outbox. */
    adopt(client: string, rows: readonly TextKept[], commands: ReadonlySet<number>): void {
        for (const row of rows) {
            const of = row.creator ? this.port.temporary(...row.creator) : row.of;
            const there = this.docs.get(keyOf(of, row.field, row.lang));
            const doc = there?.strand.idle && !there.held ? there : this.make(of, row.field, row.lang);
            if (!there) this.docs.set(keyOf(of, row.field, row.lang), doc);
            else if (there !== doc) this.sides.add(doc);
            this.keys.set(doc, row.key);
            doc.keptAs = client;
            doc.strand.restore(row);
            const { flight } = doc.strand;
            if (flight) this.flights.set(`${flight.client}/${flight.n}`, doc);
            if (flight && flight.seq === undefined && flight.client === client && !commands.has(flight.n)) {
                Object.assign(flight, { seq: 0, held: false });
            }
            this.bring(doc, row.rev);
            doc.refresh();
        }
    }

    /* What is adopted meets the text as it is now. Words of a history that is no more wait for it even where there is none. */
    private bring({ of, field, lang, strand }: Doc, rev: number): void {
        if (this.port.loading()) return;
        const head = this.port.head(of, field, lang) ?? (rev < 0 ? NOTHING : undefined);
        if (head && head.rev >= rev) strand.take(head);
    }

    /* The page goes: what is typed is written down now. */
    flush(): void {
        for (const doc of [...this.dirty]) this.keepNow(doc);
    }

    close(): void {
        this.flush();
        this.closed = true;
        for (const doc of this.all()) doc.cancelFetch?.();
    }

    /* ---- inside ---- */

    private all(): Doc[] {
        return [...this.docs.values(), ...this.sides];
    }

    private about(of: number, field: TextField, lang: Lang): Doc[] {
        const doc = this.docs.get(keyOf(of, field, lang));
        const beside = [...this.sides].filter((one) => one.of === of && one.field === field && one.lang === lang);
        return doc ? [doc, ...beside] : beside;
    }

    private make(of: number, field: TextField, lang: Lang): Doc {
        return new Doc(of, field, lang, {
            lacking: (doc) => this.fetch(doc),
            withdraw: (client, n) => {
                this.flights.delete(`${client}/${n}`);
                this.port.withdraw(client, n);
            },
            excess: ({ of: id, field, lang }, words) =>
                this.port.refused({ id, field, lang }, words, "too_long", this.port.say("too_long")),
            moved: (doc) => this.moved(doc),
            freed: (doc) => this.settle(doc),
            now: () => this.port.clock.now(),
        });
    }

    private settle(doc: Doc, seq = this.port.seq()): void {
        const there = this.port.head(doc.of, doc.field, doc.lang) !== undefined;
        doc.strand.complete(seq, there, (id) => this.port.isProposal(id));
        doc.leave();
    }

    private fetched(doc: Doc, ops: [number, TextOp][] | undefined): void {
        doc.strand.fetched(ops);
        this.settle(doc);
    }

    private begin(doc: Doc): void {
        const head = this.port.head(doc.of, doc.field, doc.lang);
        const first = head ? "" : this.port.first(doc.of, doc.field, doc.lang);
        if (head) doc.strand.begin(head.id, head.rev, head.words);
        else doc.strand.begin(0, first ? 1 : 0, first);
        doc.value.value = doc.strand.shown;
    }

    private rename(doc: Doc, of: number): void {
        doc.of = of;
        const head = this.port.head(of, doc.field, doc.lang);
        if (head) doc.strand.take(head);
        doc.refresh();
        if (doc.keptAs) this.keepNow(doc);
    }

    private moved(doc: Doc): void {
        this.send(doc);
        this.show(doc);
        this.keep(doc);
        if (!doc.strand.idle) {
            this.active.add(doc);
        } else {
            this.active.delete(doc);
            if (!doc.watched) this.sides.delete(doc);
        }
        this.port.moved();
    }

    private show(doc: Doc): void {
        const { of, field, lang, strand } = doc;
        if (this.docs.get(keyOf(of, field, lang)) !== doc) return;
        const words = this.port.head(of, field, lang)?.words ?? this.port.first(of, field, lang);
        this.port.show(of, field, lang, strand.shown === words ? undefined : strand.shown, strand.waiting);
    }

    private send(doc: Doc): void {
        const next = this.closed ? undefined : doc.strand.next();
        if (!next) return;
        const { of: id, field, lang } = doc;
        const { rev, op, instead } = next;
        const n = this.port.put({ id, field, lang, rev, op, ...(instead ? { instead } : {}) });
        this.flights.set(`${this.port.client}/${n}`, doc);
        doc.strand.sent(this.port.client, n, next.op);
        this.keepNow(doc);
        this.port.pump();
    }

    /* An answer may come after a welcome that told as much: what is in flight now is another operation. */
    private landed(client: string, n: number): Doc | undefined {
        const key = `${client}/${n}`;
        const doc = this.flights.get(key);
        const flight = doc?.strand.flight;
        this.flights.delete(key);
        return flight?.client === client && flight.n === n ? doc : undefined;
    }

    private giveUp(doc: Doc, args: Args, code: string, say: string): void {
        const { flight, buffer } = doc.strand;
        if (flight) this.flights.delete(`${flight.client}/${flight.n}`);
        this.port.refused(args, inserted(flight ? compose(flight.op, buffer) : buffer), code, say);
        doc.strand.drop();
    }

    /* At once; what is typed while the device is still writing is written together after it. */
    private keep(doc: Doc): void {
        if (doc.keeping && doc.strand.waiting) {
            this.dirty.add(doc);
        } else if (doc.strand.waiting || doc.keptAs) {
            this.keepNow(doc);
        }
    }

    /* With the outbox that holds its operation in flight, so that both are adopted together. */
    private keepNow(doc: Doc): void {
        if (this.closed) return;
        this.dirty.delete(doc);
        const key = this.keys.get(doc) ?? `${this.port.client}.${++this.serial}`;
        this.keys.set(doc, key);
        const { waiting, flight } = doc.strand;
        const client = !waiting ? "" : flight && flight.seq === undefined ? flight.client : this.port.client;
        if (client) this.write(doc, client, key);
        if (doc.keptAs && doc.keptAs !== client) this.port.forget(doc.keptAs, key);
        doc.keptAs = client;
    }

    private write(doc: Doc, client: string, key: string): void {
        const { of, field, lang } = doc;
        const creator = this.port.creator(of);
        const row = { key, of, field, lang, seen: this.port.seen(), ...(creator ? { creator } : {}), ...doc.strand.row() };
        doc.keeping++;
        void this.port.keep(client, row).then(() => {
            doc.keeping--;
            if (!doc.keeping && this.dirty.has(doc)) this.keep(doc);
        });
    }

    private fetch(doc: Doc): void {
        const turn = ++doc.fetches;
        doc.cancelFetch?.();
        doc.cancelFetch = undefined;
        const { id, rev } = doc.strand;
        const current = (): boolean => turn === doc.fetches && doc.strand.lacks && !this.closed;
        this.fetchOps(id, rev).then(
            (ops) => current() && this.fetched(doc, ops),
            (error: { status?: number }) => {
                if (!current()) return;
                const { status = 0 } = error;
                if (status >= 400 && status < 500 && status !== 429) this.fetched(doc, undefined);
                else doc.cancelFetch = this.port.clock.after(RETRY_MS, () => doc.strand.lacks && this.fetch(doc));
            },
        );
    }

    private async fetchOps(id: number, from: number): Promise<[number, TextOp][]> {
        const ops: [number, TextOp][] = [];
        for (;;) {
            const page = (await this.port.ask(`text/${id}?from=${from + ops.length}`)) as OpsPage;
            for (const [seq, , , op] of page.ops) ops.push([seq, op]);
            if (!page.more || page.ops.length === 0) return ops;
        }
    }
}

/* Operations of a text after revision `from`: change, time, person, operation. */
export interface OpsPage {
    id: number;
    from: number;
    rev: number;
    ops: [number, number, number, TextOp][];
    more: boolean;
}

const NOTHING: News = { id: 0, seq: 0, rev: 0, words: "" };

function keyOf(of: number, field: TextField, lang: Lang): string {
    return `${of}/${field}/${lang}`;
}
