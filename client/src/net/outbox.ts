/*
 * outbox: what a person did and the server has not yet answered (PROTOCOL.md P12-P15).
 *
 * A command is written down when it is made, keeps its number and its content for ever, and leaves only when it was
 * answered for good. One outbox has one client id. An outbox whose page is gone is adopted by the next page of the same
 * person, which sends what is in it under the old id, so that the server can tell what it already has.
 */
import type { Args, Clock, Command, Lock, OutboxRow, Shelf, TextKept } from "./ports";

/* Room for the numbers of one outbox among the temporary ids of a page. */
export const TEMPORARY_SPAN = 2 ** 24;

const STALL_MS = 1_000;
const STALL_MS_MAX = 10_000;

export class Outbox {
    readonly waiting: Command[] = [];       /* unanswered, by number */
    texts: readonly TextKept[] = [];        /* words an earlier page left beside them */
    person = 0;
    stalledUntil = 0;                       /* after `storage` and `busy`: nothing is sent before */

    private next = 1;
    private cursor = 0;                     /* of `waiting`: what was sent on this connection is before it */
    private stallMs = STALL_MS;
    private kept = false;
    private readonly keptTexts = new Set<string>();

    constructor(
        private readonly shelf: Shelf,
        private readonly clock: Clock,
        readonly workshop: string,
        readonly client: string,
        readonly base: number,              /* temporary ids of this outbox are -(base + n) */
        private readonly release: () => void,
    ) {}

    /* Nothing in it waits, and the device keeps no words with it. */
    get empty(): boolean {
        return this.waiting.length + this.keptTexts.size === 0;
    }

    temporary(n: number): number {
        return -(this.base + n);
    }

    add(verb: string, args: Args, more: Pick<Command, "foreign" | "was" | "knew"> = {}): Command {
        const command = { n: this.next++, verb, args, at: this.clock.now(), ...more };
        this.waiting.push(command);
        this.keep();
        void this.shelf.putCommand(this.client, command);
        return command;
    }

    /* Words of a text that are not confirmed, kept with this outbox. */
    putText(row: TextKept): Promise<void> {
        this.keep();
        this.keptTexts.add(row.key);
        return this.shelf.putText(this.client, row);
    }
    dropText(key: string): void {
        if (this.keptTexts.delete(key)) void this.shelf.dropText(this.client, key);
    }

    private keep(): void {
        if (this.kept) return;
        this.kept = true;
        void this.shelf.putOutbox({ client: this.client, workshop: this.workshop, person: this.person });
    }

    /* Whose commands these are became known. */
    bind(person: number): void {
        if (this.person === person) return;
        this.person = person;
        if (this.kept) void this.shelf.putOutbox({ client: this.client, workshop: this.workshop, person });
    }

    /* What an earlier page left. */
    restore(row: OutboxRow, commands: readonly Command[], texts: readonly TextKept[]): void {
        this.person = row.person;
        this.kept = true;
        this.waiting.push(...commands);
        this.texts = texts;
        for (const { key } of texts) this.keptTexts.add(key);
        this.next = (commands[commands.length - 1]?.n ?? 0) + 1;
    }

    /* A new connection: everything unanswered is sent again, in order. */
    restart(last: number): void {
        this.cursor = 0;
        this.stalledUntil = 0;
        this.next = Math.max(this.next, last + 1);
    }

    /* The next command to send, undefined when there is none, or too many are on their way, or the server asked to wait. */
    take(inFlightMax: number): Command | undefined {
        if (this.clock.now() < this.stalledUntil || this.cursor >= inFlightMax) return undefined;
        return this.waiting[this.cursor];
    }

    sent(): void {
        this.cursor++;
    }

    /* Complete the arguments of a command that was never sent. */
    rewrite(command: Command, args: Args, foreign?: Command["foreign"]): void {
        command.args = args;
        if (foreign && Object.keys(foreign).length) command.foreign = foreign;
        else delete command.foreign;
        void this.shelf.putCommand(this.client, command);
    }

    /* Answered for good. Undefined: it was answered before. */
    settle(n: number): Command | undefined {
        const at = this.waiting.findIndex((command) => command.n === n);
        if (at < 0) return undefined;
        const [command] = this.waiting.splice(at, 1);
        if (at < this.cursor) this.cursor--;
        this.stallMs = STALL_MS;
        void this.shelf.dropCommand(this.client, n);
        return command;
    }

    /* `storage` or `busy`: the command stays, and all from the first unanswered on are sent again after a pause. */
    stall(n: number): void {
        if (!this.waiting.some((command) => command.n === n) || this.clock.now() < this.stalledUntil) return;
        this.stalledUntil = this.clock.now() + this.stallMs * (0.5 + this.clock.random());
        this.stallMs = Math.min(STALL_MS_MAX, 2 * this.stallMs);
        this.cursor = 0;
    }

    /* An adopted outbox that is empty is forgotten. */
    forget(): void {
        void this.shelf.dropOutbox(this.client);
        this.release();
    }

    /* The page leaves: what waits can be adopted, nothing waiting needs no adoption. */
    leave(): void {
        if (this.kept && this.empty) void this.shelf.dropOutbox(this.client);
        this.release();
    }
}

/*
 * The outboxes that pages of this person left behind, locked for this page, and those of pages that ended before they were told
 * whose they are: they would have become this person's. Empty ones are cleared away.
 */
export async function adopt(
    shelf: Shelf, lock: Lock, clock: Clock, workshop: string, person: number, ours: ReadonlySet<string>,
): Promise<Outbox[]> {
    const adopted: Outbox[] = [];
    for (const row of await shelf.outboxes(workshop)) {
        if ((row.person !== person && row.person !== 0) || ours.has(row.client)) continue;
        const release = await lock(row.client);
        if (!release) continue;
        const [commands, texts] = await Promise.all([shelf.commands(row.client), shelf.texts(row.client)]);
        const base = TEMPORARY_SPAN * (ours.size + adopted.length);
        const outbox = new Outbox(shelf, clock, workshop, row.client, base, release);
        outbox.restore(row, commands, texts);
        outbox.bind(person);
        if (commands.length + texts.length) adopted.push(outbox);
        else outbox.forget();
    }
    return adopted;
}
