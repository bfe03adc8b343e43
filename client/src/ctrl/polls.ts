/* polls: preparing one from typed lines, opening and closing it, choosing and sending one's own vote. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { Ballot, Option, Poll } from "../sync/kinds";
import type { Room, Sent } from "../sync/room";
import { said } from "./said";
import type { Undo } from "./undo";

/* What the voter is told below the button. */
export type VoteState = { is: "none" } | { is: "sent"; option: number } | { is: "counted"; option: number };

/* How long a poll can be opened for, in seconds; 0: until somebody closes it. */
export const OPEN_FOR: readonly number[] = [0, 30, 60, 120, 180, 300, 600];

const SEEN_WAIT_MS = 5000;
const OPEN_LATE_MS = 15_000;

export class PollsCtrl {
    /* Chosen on this device and not sent. */
    private readonly chosen = signal<ReadonlyMap<number, number>>(new Map());
    private readonly sending = signal<ReadonlyMap<number, number>>(new Map());
    private readonly ballots: ReadonlySignal<readonly Ballot[]>;
    readonly all: ReadonlySignal<readonly Poll[]>;
    readonly open: ReadonlySignal<Poll | undefined>;
    /* How long this person opens polls for. */
    readonly openFor = signal(0);
    private readonly byPoll: ReadonlySignal<ReadonlyMap<number, Option[]>>;

    constructor(
        private readonly room: Room,
        undo: Undo,
    ) {
        this.ballots = room.list("ballot");
        const polls = room.list("poll");
        this.all = computed(() => polls.value.filter((poll) => !undo.hidden.value.has(poll.id)));
        this.open = computed(() => this.all.value.find((poll) => poll.state === "open"));
        const options = room.list("option");
        this.byPoll = computed(() => {
            const map = new Map<number, Option[]>();
            for (const option of options.value) {
                const list = map.get(option.poll ?? 0);
                if (list) list.push(option);
                else map.set(option.poll ?? 0, [option]);
            }
            return map;
        });
    }

    options(poll: number): readonly Option[] {
        return this.byPoll.value.get(poll) ?? [];
    }

    /* The polls of an agenda item; 0: those that belong to none. */
    of(item: number): readonly Poll[] {
        return this.all.value.filter((poll) => (poll.item ?? 0) === item);
    }

    ballotsOf(poll: number): readonly Ballot[] {
        return this.ballots.value.filter((ballot) => ballot.poll === poll);
    }

    mine(poll: number): Ballot | undefined {
        const person = this.room.me.value.person;
        return person ? this.ballotsOf(poll).find((ballot) => ballot.person === person) : undefined;
    }

    choice(poll: number): number | undefined {
        return this.chosen.value.get(poll) ?? this.sending.value.get(poll) ?? this.mine(poll)?.option;
    }

    state(poll: number): VoteState {
        const sent = this.sending.value.get(poll);
        if (sent !== undefined) return { is: "sent", option: sent };
        const ballot = this.mine(poll);
        if (!ballot?.option) return { is: "none" };
        return { is: this.room.pending(ballot.id) ? "sent" : "counted", option: ballot.option };
    }

    /* Whether what is chosen is something else than what was sent. */
    changed(poll: number): boolean {
        const chosen = this.chosen.value.get(poll);
        const state = this.state(poll);
        return chosen !== undefined && (state.is === "none" || state.option !== chosen);
    }

    choose(poll: number, option: number): void {
        this.chosen.value = new Map(this.chosen.peek()).set(poll, option);
    }

    async send(poll: number): Promise<void> {
        const option = this.choice(poll);
        if (option === undefined) return;
        const sent = this.room.run("ballot.cast", { id: poll, option });
        this.sending.value = new Map(this.sending.peek()).set(poll, option);
        this.forget(this.chosen, poll, option);
        await sent.done;
        this.forget(this.sending, poll, option);
    }

    private forget(map: typeof this.chosen, poll: number, option: number): void {
        if (map.peek().get(poll) !== option) return;
        const rest = new Map(map.peek());
        rest.delete(poll);
        map.value = rest;
    }

    /* Prepare a poll from its question and options; without options it is yes, no or abstain in `words`. */
    prepare(item: number, question: string, options: readonly string[]): { poll: number; done: Promise<boolean> } {
        const poll = this.room.run("poll.create", {
            ...(item ? { item } : {}),
            question: said(question),
            type: "single",
            secrecy: "named",
            unit: "person",
        });
        const rest: Sent[] = options.map((text) =>
            this.room.run("option.create", { poll: -poll.n, text: said(text) }));
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
        const seconds = this.openFor.peek();
        if (!now) return;
        this.room.run("poll.open", {
            id: now.id,
            ...(seconds ? { seconds } : {}),
            ...(now.tag ? { seen: now.tag } : {}),
        });
    }

    close(poll: number): void {
        this.room.run("poll.close", { id: poll });
    }
}

/* The first line is the question, every other line an option. */
export function pollLines(text: string): { question: string; options: string[] } {
    const lines = text.split("\n").map((line) => line.replace(/^\s*[-*\u2022]\s+/, "").trim()).filter(Boolean);
    return { question: lines[0] ?? "", options: lines.slice(1) };
}
