/*
 * strand: one text as one writer has it: what the server confirmed, and the writer's own words over it.
 *
 *   confirmed words  ->  aside  ->  in flight  ->  buffer  =  what is shown
 *
 * `aside` went into a late proposal and stays on the screen while it is being written on; `flight` is the one operation that was
 * given to an outbox and is not confirmed; `buffer` is everything since, composed. What others do comes in below all of them:
 * each is transformed to stand after it (on the left side, as the server does), and it to stand after them (on the right).
 *
 * What comes is taken in order, and waits while it cannot be understood: after a new connection until the operation in flight was
 * answered, since it may be among what comes; while an input method composes; while operations are fetched.
 * Rules: server/PROTOCOL.md, texts. No input or output, no clock: texts.ts moves it.
 */
import { apply, compose, diff, inserted, split, transform, type TextOp } from "./ot";

export interface Flight {
    client: string;             /* of the outbox that has the command */
    n: number;
    rev: number;                /* it was sent on */
    op: TextOp;                 /* as it reads over the confirmed words of now */
    sent: boolean;              /* it may have reached the server on some connection */
    held?: boolean;             /* a new connection, and no answer yet */
    seq?: number;               /* answered: applied by this change; 0: by one that is not known */
    id?: number;                /* answered: what came of it */
}

/* What the server says of a text: its words at a revision, and if it told them, the operations that lead there. */
export interface News {
    id: number;
    seq: number;
    rev: number;
    words: string;
    ops?: readonly [number, TextOp][];
}

/* On the device. A revision of -1: of a history that is no more. */
export interface StrandRow {
    id: number;
    rev: number;
    words: string;
    flight?: Flight;
    buffer: TextOp;
    aside?: TextOp;
    asideRev?: number;
    diverted?: number;
}

export interface StrandEvents {
    shown(op: TextOp, before: string): void;    /* what is shown became another, not by typing */
    lacking(): void;                            /* fetch the operations after `rev`, then call fetched() */
    excess(words: string[]): void;              /* these cannot go into a late proposal any more */
    withdraw(flight: Flight): void;             /* its command is not to be sent (again) */
    waits(): void;                              /* something of its own state changed: keep it */
}

const UNKNOWN = -1;

export class Strand {
    id = 0;                                     /* of the text; 0: it does not exist, as far as is known */
    rev = 0;
    words = "";
    shown = "";
    flight: Flight | undefined;
    buffer: TextOp = [];
    aside: TextOp = [];
    private asideRev = UNKNOWN;                 /* what it was sent on */
    diverted = 0;
    mended = 0;                                 /* times it had to take the server's words without understanding them */

    private inbox: News[] = [];
    private wanted: News | undefined;           /* operations are being fetched, to reach this */
    private composing = false;
    private parked: { ops: readonly [number, TextOp][] | undefined } | undefined;   /* fetched while something was composed */
    private lost = false;                       /* the history changed, and whether the flight is in it is not known yet */
    private again = false;                      /* the operation in flight was refused once */
    private told: { op: TextOp; before: string } | undefined;

    constructor(private readonly events: StrandEvents) {}

    get waiting(): boolean {
        return this.flight !== undefined || this.buffer.length > 0;
    }
    get idle(): boolean {
        return !this.waiting && this.aside.length === 0 && this.inbox.length === 0 && !this.wanted;
    }
    /* What comes has to wait. */
    get blocked(): boolean {
        return this.composing || this.wanted !== undefined || this.flight?.held === true;
    }
    /* Operations are being fetched for it. */
    get lacks(): boolean {
        return this.wanted !== undefined;
    }
    /* Words that are in no outbox yet. */
    get unsent(): boolean {
        return this.buffer.length > 0;
    }

    begin(id: number, rev: number, words: string): void {
        Object.assign(this, { id, rev, words, shown: words });
    }

    /* What another page kept is its own now; whoever has it open sees that. */
    restore(row: StrandRow): void {
        const { id, rev, words, buffer, aside = [], asideRev = UNKNOWN, diverted = 0 } = row;
        Object.assign(this, { id, rev, words, buffer, aside, asideRev, diverted });
        if (row.flight) this.flight = { ...row.flight, sent: true, held: row.flight.seq === undefined };
        this.tell(() => this.becomes(this.build()));
    }

    row(): StrandRow {
        const { id, rev, words, buffer, aside, asideRev, diverted } = this;
        const row = { id, rev, words, buffer, ...(aside.length ? { aside, asideRev, diverted } : {}) };
        if (!this.flight) return row;
        const { held: _, ...flight } = this.flight;
        return { ...row, flight };
    }

    /* The writer's own doing, on what is shown. Nothing is told: the caller knows. */
    type(op: TextOp): void {
        this.buffer = compose(this.buffer, op);
        this.shown = apply(this.shown, op);
    }

    /* While an input method composes, nothing changes under it. */
    hold(composing: boolean): void {
        this.composing = composing;
        const { parked } = this;
        if (composing || !parked) return this.drain();
        this.parked = undefined;
        this.fetched(parked.ops);
    }

    /*
     * The next operation to send and the revision it is for; undefined: nothing, or not now. It is in flight when sent() says
     * which command it became. Should it come too late, it takes the place of what is aside, which it contains (instead), or
     * is a proposal of its own.
     */
    next(): { rev: number; op: TextOp; instead: number } | undefined {
        if (this.flight || this.blocked || this.inbox.length || this.rev === UNKNOWN || !this.buffer.length) return undefined;
        this.cutExcess();
        const [first, rest] = split(compose(this.aside, this.buffer));
        if (!this.buffer.length || !first.length) {
            if (this.buffer.length) this.aside = this.buffer = [];
            return undefined;
        }
        const instead = this.aside.length && this.asideRev === this.rev ? this.diverted : 0;
        this.aside = [];
        this.buffer = rest;
        return { rev: this.rev, op: first, instead };
    }

    /* A late proposal is made of one operation. What goes beyond that is given back to the writer. */
    private cutExcess(): void {
        if (!this.aside.length) return;
        const [first, rest] = split(compose(this.aside, this.buffer));
        if (!rest.length) return;
        this.events.excess(inserted(rest));
        const [aside, buffer] = same(first, this.aside) ? [first, []] : [[], first];
        this.tell(() => {
            Object.assign(this, { aside, buffer });
            this.becomes(this.build());
        });
    }

    sent(client: string, n: number, op: TextOp): void {
        this.flight = { client, n, rev: this.rev, op, sent: false };
        this.events.waits();
    }

    /* What the server says now. */
    take(news: News): void {
        this.inbox.push(news);
        this.drain();
    }

    /* Every operation after `rev` up to what is wanted, by number; undefined: they cannot be had. */
    fetched(ops: readonly [number, TextOp][] | undefined): void {
        const wanted = this.wanted;
        if (!wanted) return;
        if (this.composing) {
            this.parked = { ops };
            return;
        }
        this.wanted = undefined;
        this.tell(() => {
            this.steps((ops ?? []).slice(0, Math.max(0, wanted.rev - this.rev)), wanted);
        });
        this.drain();
    }

    /* A new connection speaks for `client`, of whose commands `last` is the highest applied. */
    welcome(client: string, last: number, anotherHistory: boolean): void {
        if (anotherHistory) {
            this.forgetNews();
            this.lost = true;
        }
        const { flight } = this;
        if (this.lost && flight?.client === client) this.forget(flight, flight.n <= last);
        else if (this.lost && flight?.seq !== undefined) this.forget(flight, true);
        else if (flight && flight.seq === undefined && flight.sent) flight.held = true;
        if (this.lost && !this.flight) {
            this.lost = false;
            this.rev = this.asideRev = UNKNOWN;
            this.id = 0;
        }
        if (this.lost && this.flight) this.flight.held = true;
        if (this.flight !== flight) this.events.waits();
        this.drain();
    }

    /* The server applied the command: what came of it is the text, or else a late proposal; complete() tells. */
    applied(seq: number, id: number): void {
        const { flight } = this;
        if (!flight) return;
        Object.assign(flight, { seq, id, held: false });
        this.again = false;
        this.events.waits();
        this.drain();
    }

    /* The server refused it for good. True: it will be tried once more, over the words as they are now. */
    refused(now: News): boolean {
        const { flight } = this;
        if (!flight || this.again) return false;
        this.again = true;
        this.buffer = compose(flight.op, this.buffer);
        this.flight = undefined;
        this.rev = UNKNOWN;
        this.forgetNews();
        this.take(now);
        return true;
    }

    /* It was acknowledged in a history that is no more: unsent again, over the words as they are now. */
    forgotten(now: News): void {
        this.forget(this.flight!, false);
        this.rev = UNKNOWN;
        this.forgetNews();
        this.take(now);
    }

    /* One's own words are given up (they are kept elsewhere): the confirmed ones are shown. */
    drop(): void {
        this.flight = undefined;
        this.buffer = this.aside = [];
        this.again = false;
        this.tell(() => this.becomes(this.words));
        this.events.waits();
        this.drain();
    }

    /*
     * Everything up to `seq` was told. An operation applied by then that did not come is in a late proposal, did nothing, or was in a
     * text that is not `there` any more; else it is not in this history, that of an older backup, and unsent again.
     */
    complete(seq: number, there: boolean, isProposal: (id: number) => boolean): void {
        const { flight } = this;
        if (!flight?.seq || flight.seq > seq || this.blocked || this.inbox.length) return;
        if (isProposal(flight.id!)) this.divert(flight.id!);
        else this.forget(flight, !there || apply(this.words, flight.op) === this.words);
        this.events.waits();
    }

    /* The late proposal was decided, or nobody writes on: what went into it is no longer shown here. */
    dropAside(): void {
        if (!this.aside.length) return;
        this.tell(() => {
            this.aside = [];
            this.becomes(this.build());
        });
    }

    /* ---- what comes ---- */

    private forgetNews(): void {
        this.inbox = [];
        this.wanted = this.parked = undefined;
    }

    private drain(): void {
        if (this.blocked || this.inbox.length === 0) return;
        this.tell(() => {
            while (!this.blocked && this.inbox.length) this.read(this.inbox.shift()!);
        });
        if (this.flight?.seq === 0 && !this.blocked) this.forget(this.flight, false);
        this.events.waits();
    }

    private read(news: News): void {
        if (news.id) this.id = news.id;
        const from = news.rev - (news.ops?.length ?? 0);
        if (this.rev === UNKNOWN) this.mend(news);
        else if (news.rev === this.rev && news.words === this.words) return;
        else if (news.ops && from <= this.rev && this.rev <= news.rev) this.steps(news.ops.slice(this.rev - from), news);
        else this.readWhole(news);
    }

    /* Operations that should lead to the news. Where they do not, the news counts. */
    private steps(ops: readonly [number, TextOp][], news: News): void {
        try {
            for (const [seq, op] of ops) this.step(seq, op);
        } catch {
            this.mend(news);
            return;
        }
        if (this.rev !== news.rev || this.words !== news.words) this.mend(news);
    }

    private readWhole(news: News): void {
        const { flight } = this;
        const own = flight?.seq !== undefined && flight.seq > 0 && flight.seq <= news.seq;
        if (own && flight.seq === news.seq && news.rev === this.rev + 1 && apply(this.words, flight.op) === news.words) {
            this.step(news.seq, flight.op);
        } else if (!this.buffer.length && !this.aside.length && (!flight || own)) {
            this.flight = undefined;
            this.words = news.words;
            this.rev = news.rev;
            this.becomes(news.words);
        } else if (news.rev > this.rev && news.id) {
            this.wanted = news;
            this.events.lacking();
        } else {
            this.mend(news);
        }
    }

    /* One operation of the server on the confirmed words. */
    private step(seq: number, op: TextOp): void {
        const { flight } = this;
        const own = flight !== undefined && (flight.seq === seq || (flight.seq === 0 && same(flight.op, op)));
        this.rev++;
        if (own && same(flight.op, op)) {
            this.words = apply(this.words, op);
            this.flight = undefined;
        } else if (own) {
            const mine = apply(this.words, flight.op);
            this.words = apply(this.words, op);
            this.flight = undefined;
            this.mended++;
            this.over(diff(mine, this.words));
        } else {
            this.words = apply(this.words, op);
            this.over(op);
        }
    }

    /* Below one's own words this was done. */
    private over(op: TextOp): void {
        let other = op;
        const under = (mine: TextOp): TextOp => {
            const moved = transform(mine, other, "left");
            other = transform(other, mine, "right");
            return moved;
        };
        this.aside = under(this.aside);
        if (this.flight) this.flight.op = under(this.flight.op);
        this.buffer = under(this.buffer);
        this.changes(other, apply(this.shown, other));
    }

    /*
     * What happened between our words and the server's is not known: the difference counts as one operation. Own words
     * stay over it.
     */
    private mend(news: News): void {
        const { flight } = this;
        if (flight && flight.seq === undefined && flight.sent) {
            flight.held = true;
            this.inbox.unshift(news);
            return;
        }
        if (this.rev !== UNKNOWN && this.rev <= news.rev) this.mended++;
        if (flight && !flight.seq) this.forget(flight, false);
        else if (flight && flight.seq! <= news.seq) this.forget(flight, true);
        const op = diff(this.words, news.words);
        this.words = news.words;
        this.rev = news.rev;
        this.over(op);
    }

    /* The operation in flight is part of the confirmed words, or it is unsent again. */
    private forget(flight: Flight, included: boolean): void {
        this.flight = undefined;
        if (included) {
            this.words = apply(this.words, flight.op);
            return;
        }
        this.buffer = compose(flight.op, this.buffer);
        this.events.withdraw(flight);
    }

    private divert(id: number): void {
        this.aside = compose(this.aside, this.flight!.op);
        this.asideRev = this.flight!.rev;
        this.flight = undefined;
        this.diverted = id;
    }

    /* ---- what is shown ---- */

    private build(): string {
        const parts = [this.aside, this.flight?.op ?? [], this.buffer];
        return parts.reduce((words, op) => apply(words, op), this.words);
    }

    private becomes(words: string): void {
        this.changes(diff(this.shown, words), words);
    }

    private changes(op: TextOp, words: string): void {
        if (op.length === 0) return;
        this.told = this.told ? { op: compose(this.told.op, op), before: this.told.before } : { op, before: this.shown };
        this.shown = words;
    }

    /* What changes during `work` is told as one change. */
    private tell(work: () => void): void {
        work();
        const { told } = this;
        this.told = undefined;
        if (told) this.events.shown(told.op, told.before);
    }
}

function same(a: TextOp, b: TextOp): boolean {
    return JSON.stringify(a) === JSON.stringify(b);
}
