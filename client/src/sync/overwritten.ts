/*
 * overwritten: fields that are not drafted together, where the last writer's value counts. Two people are told: whose value was
 * replaced by another person's a little later, and who came back from being away and went over a change not seen before. Both
 * values stay on the list, and on the device, until the person decided.
 */
import { signal, type ReadonlySignal } from "@preact/signals-core";
import type { Args, Clock, Command, Replaced, Shelf } from "../net/ports";
import { KINDS, type Kind } from "./kinds";

export interface OverwrittenPort {
    readonly clock: Clock;
    readonly shelf: Shelf;
    readonly workshop: string;
    me(): number;
    real(id: number): number;
    confirmed(id: number, field: string): unknown;              /* null: empty */
    ask(path: string): Promise<unknown>;
    run(verb: string, args: Args): void;
}

/* Whose value is replaced later than this has moved on. */
const CLAIM_MS = 10 * 60_000;
const NO_VALUES = new Set(["id", "after", "into", "seen"]);

interface Claim {
    kind: Kind;
    id: number;
    field: string;
    mine: unknown;
    seq: number;                    /* of the change that set it */
    at: number;
}

interface HistoryPage {
    changes: { seq: number; person: number; verb: string; args: Args }[];
}

export class Overwritten {
    readonly list: ReadonlySignal<readonly Replaced[]>;
    private readonly listNow = signal<readonly Replaced[]>([]);
    private readonly kinds = new Map<string, Kind>();           /* of what is on the list */
    private readonly claims = new Map<string, Claim>();

    constructor(private readonly port: OverwrittenPort) {
        this.list = this.listNow;
    }

    async open(): Promise<void> {
        const kept = await this.port.shelf.replaced(this.port.workshop);
        this.listNow.value = [...kept, ...this.listNow.value];
    }

    /* What the fields of an edit hold while it is made. Undefined: it sets nothing of this sort. */
    before(verb: string, args: Args): Args | undefined {
        const kind = kindOf(verb);
        const id = this.subject(args);
        if (!kind || id <= 0) return undefined;
        const fields = fieldsOf(kind, args);
        for (const field of fields) this.claims.delete(`${id}/${field}`);
        if (fields.length === 0) return undefined;
        return Object.fromEntries(fields.map((field) => [field, this.port.confirmed(id, field)]));
    }

    /* The server took it; what came before it is known, what came with it is not. */
    applied(command: Command, seq: number): void {
        const kind = kindOf(command.verb);
        const id = this.subject(command.args);
        if (!kind || id <= 0) return;
        for (const field of fieldsOf(kind, command.args)) {
            const mine = command.args[field] ?? null;
            this.claims.set(`${id}/${field}`, { kind, id, field, mine, seq, at: this.port.clock.now() });
            const now = this.port.confirmed(id, field);
            const seen = command.was?.[field];
            if (seen === undefined) continue;
            const claim = { kind, id, field, mine, seq, at: 0 };
            const known = !same(kind, field, now, seen, mine) && !same(kind, field, now, mine);
            if (known) void this.tell(claim, part(now, mine), true);
            else if (command.knew !== undefined && command.knew < seq - 1) void this.look(claim, command.knew);
        }
    }

    /* These things are another by now, with everything up to `seq`. */
    changed(ids: readonly number[], seq: number): void {
        if (this.claims.size === 0) return;
        const among = new Set(ids);
        for (const [key, claim] of [...this.claims]) {
            if (this.port.clock.now() - claim.at > CLAIM_MS) this.claims.delete(key);
            else if (among.has(claim.id) && claim.seq <= seq) this.compare(key, claim);
        }
    }

    putBack(key: string): void {
        const one = this.listNow.peek().find((row) => row.key === key);
        if (!one) return;
        const kind = this.kinds.get(key) ?? this.kindOfRow(one);
        this.dismiss(key);
        if (!kind) return;
        const now = this.port.confirmed(one.id, one.field);
        const value = same(kind, one.field, now, one.mine) ? one.theirs : one.mine;
        this.port.run(`${kind}.edit`, { id: one.id, [one.field]: value });
    }

    dismiss(key: string): void {
        this.listNow.value = this.listNow.value.filter((one) => one.key !== key);
        void this.port.shelf.dropReplaced(this.port.workshop, key);
    }

    private compare(key: string, claim: Claim): void {
        const now = this.port.confirmed(claim.id, claim.field);
        if (same(claim.kind, claim.field, now, claim.mine)) return;
        this.claims.delete(key);
        if (this.port.confirmed(claim.id, "id") !== null) void this.tell(claim, part(now, claim.mine), false);
    }

    /*
     * What is sent when the link comes back is in force before this page catches up, which then never shows what it replaced:
     * that is in the history, behind what the page knew.
     */
    private async look(claim: Claim, knew: number): Promise<void> {
        const { id, field, mine, kind } = claim;
        const me = this.port.me();
        const between = (change: HistoryPage["changes"][number]): boolean =>
            change.seq > knew && change.seq < claim.seq && change.person !== me && field in change.args;
        const found = (await this.history(id)).find(between);
        const theirs = part(found?.args[field] ?? null, mine);
        if (!found || same(kind, field, theirs, mine)) return;
        const key = `${id}/${field}`;
        this.kinds.set(key, kind);
        this.put({ key, id, field, mine, theirs, by: found.person, overwrote: true, at: this.port.clock.now() });
    }

    private async tell(claim: Claim, theirs: unknown, overwrote: boolean): Promise<void> {
        const { id, field, mine, kind } = claim;
        const key = `${id}/${field}`;
        const row = { key, id, field, mine, theirs, by: 0, overwrote, at: this.port.clock.now() };
        this.kinds.set(key, kind);
        this.put(row);
        const by = await this.who(claim, overwrote);
        if (by === this.port.me()) this.dismiss(key);
        else if (by && this.listNow.peek().includes(row)) this.put({ ...row, by });
    }

    private put(row: Replaced): void {
        this.listNow.value = [...this.listNow.value.filter((one) => one.key !== row.key), row];
        void this.port.shelf.putReplaced(this.port.workshop, row);
    }

    /* Who set the other value: the newest change of the field but one's own. 0: nobody knows. */
    private async who(claim: Claim, overwrote: boolean): Promise<number> {
        const found = (await this.history(claim.id)).find(({ seq, args }) =>
            claim.field in args && (overwrote ? seq < claim.seq : seq > claim.seq));
        return found?.person ?? 0;
    }

    /* The newest changes of a row; none when they cannot be had. */
    private async history(id: number): Promise<HistoryPage["changes"]> {
        try {
            return ((await this.port.ask(`history/${id}`)) as HistoryPage).changes;
        } catch {
            return [];
        }
    }

    private kindOfRow(one: Replaced): Kind | undefined {
        return (this.port.confirmed(one.id, "k") as Kind | null) ?? undefined;
    }

    private subject(args: Args): number {
        return typeof args.id === "number" ? this.port.real(args.id) : 0;
    }
}

function kindOf(verb: string): Kind | undefined {
    const [noun, act] = verb.split(".");
    return act === "edit" && noun !== "text" && noun! in KINDS ? (noun as Kind) : undefined;
}

function fieldsOf(kind: Kind, args: Args): string[] {
    const drafted = KINDS[kind].coedited;
    return Object.keys(args).filter((name) => !NO_VALUES.has(name) && !drafted.includes(name));
}

/* Of text in several languages only those that `like` gives. */
function part(value: unknown, like: unknown): unknown {
    if (!isRecord(value) || !isRecord(like)) return value;
    return Object.fromEntries(Object.keys(like).map((name) => [name, value[name] ?? null]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/* Whether two values say the same, as far as `like` goes: what is empty is left out on the wire, and enumerations never are. */
function same(kind: Kind, field: string, a: unknown, b: unknown, like: unknown = b): boolean {
    const plain = (value: unknown): unknown => {
        const some = isRecord(like) ? part(isRecord(value) ? value : {}, like) : value;
        const empty = some === null || some === "" || some === 0 || some === false || (Array.isArray(some) && !some.length);
        return empty ? KINDS[kind].first[field] ?? null : some;
    };
    return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}
