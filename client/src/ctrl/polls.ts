/* polls: preparing, opening and closing them, who may answer, and the answers of this device from choosing to counted. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { Reply } from "../rules/ballot";
import type { Answer, Ballot, Option, Person, Poll, Roll } from "../sync/kinds";
import type { Room, Sent } from "../sync/room";
import { Receipts } from "./receipts";
import { rightsOf } from "./rights";
import { said } from "./said";
import type { Undo } from "./undo";

/*
 * What the voter is told below the button. "waits": on this device, as there is no link. "unsure": an earlier page sent a secret ballot and did not live to hear of it.
 * `by`: who cast the ballot of a delegation, when somebody else did.
 */
export interface VoteState {
    is: "none" | "waits" | "sent" | "counted" | "unsure";
    reply?: Reply;
    by?: Person;
}

/* What somebody has chosen and not sent; `ready`: it can be. */
interface Draft {
    reply: Reply;
    ready: boolean;
}

/* As what somebody answers; undefined: not at all. */
export type Seat = "voter" | "adviser" | undefined;

const SEEN_WAIT_MS = 5000;
const OPEN_LATE_MS = 15_000;

function keyOf(poll: number, voter: number): string {
    return `${poll}/${voter}`;
}

function replyOf({ option, options, values, text }: Reply): Reply {
    return {
        ...(option && { option }), ...(options?.length && { options }), ...(values?.length && { values }), ...(text && { text }),
    };
}

function without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
    const rest = new Map(map);
    rest.delete(key);
    return rest;
}

/* The rows that belong to each poll. */
function byPoll<T extends { poll?: number }>(rows: ReadonlySignal<readonly T[]>): (poll: number) => readonly T[] {
    const map = computed(() => {
        const lists = new Map<number | undefined, T[]>();
        for (const row of rows.value) {
            const list = lists.get(row.poll);
            if (list) list.push(row);
            else lists.set(row.poll, [row]);
        }
        return lists;
    });
    return (poll) => map.value.get(poll) ?? [];
}

export class PollsCtrl {
    private readonly drafts = signal<ReadonlyMap<string, Draft>>(new Map());
    private readonly sending = signal<ReadonlyMap<string, Reply>>(new Map());
    readonly all: ReadonlySignal<readonly Poll[]>;
    readonly opened: ReadonlySignal<readonly Poll[]>;
    readonly open: ReadonlySignal<Poll | undefined>;
    readonly options: (poll: number) => readonly Option[];
    readonly ballotsOf: (poll: number) => readonly Ballot[];
    readonly answers: (poll: number) => readonly Answer[];
    readonly roll: (poll: number) => Roll | undefined;
    readonly receipts: Receipts;
    /* Others vote on this device as well. */
    readonly shared: ReadonlySignal<boolean>;
    /* What a digit does to the form of a poll that is on the screen. */
    readonly pressed = new Map<number, (digit: number) => boolean>();

    constructor(
        private readonly room: Room,
        undo: Undo,
    ) {
        const polls = room.list("poll");
        this.all = computed(() => polls.value.filter((poll) => !undo.hidden.value.has(poll.id)));
        this.opened = computed(() => this.all.value.filter((poll) => poll.state === "open"));
        this.open = computed(() => this.opened.value[0]);
        this.options = byPoll(room.list("option"));
        this.ballotsOf = byPoll(room.list("ballot"));
        this.answers = byPoll(room.list("answer"));
        const rolls = byPoll(room.list("roll"));
        this.roll = (poll) => rolls(poll)[0];
        this.receipts = new Receipts(room);
        const people = room.list("person");
        this.shared = computed(() => people.value.some((one) => one.device === room.me.value.person));
    }

    close(): void {
        this.receipts.close();
    }

    /* The polls of an agenda item, 0: those that belong to none; and all that were closed since that time. */
    of(item: number, since = Infinity): readonly Poll[] {
        return this.all.value.filter((poll) => (poll.item ?? 0) === item || (poll.closed_at ?? 0) >= since);
    }

    /* Whether ballots are taken: a secret poll stays open a moment longer, until they are counted (P49). */
    takes(poll: Poll, now: number): boolean {
        return poll.state === "open" && !(poll.closes_at && poll.closes_at <= now);
    }

    /* Ballots so far: of a secret poll that is open only their number is told. */
    cast(poll: Poll): number {
        const told = poll.state === "open" ? this.room.cast.value.get(poll.id) : undefined;
        return told ?? (poll.voters ?? 0) + (poll.advisers ?? 0);
    }

    /* Whether a person is on the roll, which is made when a poll is opened; for a delegation votes whoever votes and is of it (V22). */
    seat(poll: Poll, id: number): Seat {
        const roll = this.roll(poll.id);
        const person = this.room.get("person", id);
        if (roll?.observers?.includes(id)) return "adviser";
        if (roll?.persons?.includes(id)) return "voter";
        const votes = person?.delegation !== undefined && rightsOf(person.role, person.guest ?? false).vote;
        return votes && roll?.delegations?.includes(person.delegation!) ? "voter" : undefined;
    }

    /* The ballot of a person, or of the delegation for which the person votes. */
    mine(poll: Poll, voter: number): Ballot | undefined {
        const delegation = poll.unit === "delegation" ? this.room.get("person", voter)?.delegation : undefined;
        return this.ballotsOf(poll.id).find((ballot) =>
            ballot.person === voter || (delegation && !ballot.advisory && ballot.delegation === delegation));
    }

    /* The head of the delegation has answered for it, and this person is another one. */
    locked(poll: Poll, voter: number): boolean {
        const ballot = this.mine(poll, voter);
        return ballot !== undefined && ballot.person !== voter && this.room.get("person", ballot.person)?.head === true;
    }

    state(poll: Poll, voter: number): VoteState {
        const sent = this.sending.value.get(keyOf(poll.id, voter));
        if (sent) return { is: this.onItsWay(), reply: sent };
        if (poll.secrecy === "secret") return this.secretState(poll.id, voter);
        const ballot = this.mine(poll, voter);
        if (!ballot) return voter === this.room.me.value.person ? { is: "none" } : this.secretState(poll.id, voter);
        const by = ballot.person === voter ? undefined : this.room.get("person", ballot.person);
        const waits = this.room.pending(ballot.id) || (!by && this.room.pending(poll.id));
        return { is: waits ? this.onItsWay() : "counted", reply: replyOf(ballot), ...(by && { by }) };
    }

    /* Of a ballot that this device is not shown again. */
    private secretState(poll: number, voter: number): VoteState {
        const last = this.receipts.of(poll, voter).slice(-1)[0];
        if (!last) return { is: "none" };
        return { is: last.counted ? "counted" : this.room.pending(poll) ? this.onItsWay() : "unsure" };
    }

    /* Without a link nothing is sent. */
    private onItsWay(): "waits" | "sent" {
        const { is } = this.room.state.value;
        return is === "waiting" || is === "connecting" ? "waits" : "sent";
    }

    /* What the form shows: what is chosen, else what was sent, unless the next one on this device would see it. */
    reply(poll: Poll, voter: number): Reply {
        const draft = this.drafts.value.get(keyOf(poll.id, voter))?.reply;
        return draft ?? (this.shared.value ? {} : this.state(poll, voter).reply) ?? {};
    }

    /* Whether what is chosen can be sent, and is something else than what was. */
    changed(poll: Poll, voter: number): boolean {
        const draft = this.drafts.value.get(keyOf(poll.id, voter));
        if (!draft?.ready) return false;
        const { reply } = this.state(poll, voter);
        return !reply || JSON.stringify(replyOf(draft.reply)) !== JSON.stringify(replyOf(reply));
    }

    choose(poll: number, voter: number, reply: Reply, ready: boolean): void {
        this.drafts.value = new Map(this.drafts.peek()).set(keyOf(poll, voter), { reply, ready });
    }

    /* What somebody has chosen is forgotten: the next one has the device. */
    wipe(poll: number, voter: number): void {
        this.drafts.value = without(this.drafts.peek(), keyOf(poll, voter));
    }

    /* One's own ballot, or that of a person who votes on this device or whose vote is taken down. */
    async send(poll: Poll, voter: number): Promise<void> {
        const key = keyOf(poll.id, voter);
        const draft = this.drafts.peek().get(key);
        if (!draft?.ready) return;
        const me = this.room.me.peek().person;
        const here = voter === me || this.room.get("person", voter)?.device === me;
        const secret = poll.secrecy === "secret";
        const receipt = secret || voter !== me ? this.receipts.make(poll.id, voter, secret) : undefined;
        const sent = this.room.run(here ? "ballot.cast" : "ballot.enter", {
            id: poll.id,
            ...replyOf(draft.reply),
            ...(voter !== me && { for: voter }),
            ...(secret && { receipt }),
        });
        this.sending.value = new Map(this.sending.peek()).set(key, secret ? {} : replyOf(draft.reply));
        this.wipe(poll.id, voter);
        const outcome = await sent.done;
        if (receipt && outcome.ok) this.receipts.counted(receipt);
        else if (receipt && !secret) this.receipts.drop(receipt);
        this.sending.value = without(this.sending.peek(), key);
    }

    /* Prepare a poll with its options; of texts that stand for rows of the plan with these. */
    prepare(fields: Record<string, unknown>, options: readonly { text: string; action?: number }[]): { poll: number; done: Promise<boolean> } {
        const poll = this.room.run("poll.create", fields);
        const rest: Sent[] = options.map(({ text, action }) =>
            this.room.run("option.create", { poll: -poll.n, text: said(text), ...(action && { action }) }));
        const all = Promise.all([poll, ...rest].map((sent) => sent.done));
        return { poll: -poll.n, done: all.then((list) => list.every((one) => one.ok)) };
    }

    /*
     * Open what was just prepared, as soon as the server has it and we have seen it as it is there. After a long silence of
     * the link it is left prepared: a vote that opens by itself minutes later would surprise the room.
     */
    async openPrepared(made: { poll: number; done: Promise<boolean> }): Promise<void> {
        const asked = Date.now();
        if (!(await made.done) || Date.now() - asked > OPEN_LATE_MS) return;
        await this.confirmed(made.poll);
        this.openNow(made.poll);
    }

    /* Everybody sees this poll and its options as we do: only then does its tag say what the room will be asked. */
    settled(id: number): boolean {
        const poll = this.room.get("poll", id);
        if (!poll?.tag || poll.id < 0 || this.room.pending(poll.id)) return false;
        return this.options(poll.id).every((option) => option.id > 0 && !this.room.pending(option.id));
    }

    private confirmed(poll: number): Promise<void> {
        return new Promise((resolve) => {
            const timer = setTimeout(resolve, SEEN_WAIT_MS);
            const stop = computed(() => this.settled(poll)).subscribe((yes) => {
                if (!yes) return;
                clearTimeout(timer);
                queueMicrotask(() => stop());
                resolve();
            });
        });
    }

    openNow(poll: number): void {
        const now = this.room.get("poll", poll);
        if (now) this.room.run("poll.open", { id: now.id, ...(now.tag && { seen: now.tag }) });
    }
}
