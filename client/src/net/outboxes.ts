/*
 * outboxes: all outboxes that this page had, and the ids of what their commands create. In the commands of one outbox -M means
 * what its command M creates; on the page every outbox has a span of its own among the temporary ids. A command may speak of
 * what another outbox creates: it then says which, since the next page has other spans.
 */
import { mapRefs, type Pending } from "../sync/overlay";
import { TEMPORARY_SPAN, type Outbox } from "./outbox";
import type { Args, Clock, Command, Foreign } from "./ports";

export class Outboxes {
    private readonly known = new Map<string, Outbox>();         /* by client id, past ones included */

    add(outbox: Outbox): void {
        this.known.set(outbox.client, outbox);
    }
    get(client: string): Outbox | undefined {
        return this.known.get(client);
    }
    clients(): ReadonlySet<string> {
        return new Set(this.known.keys());
    }

    /* Which command creates what a temporary id of this page stands for. */
    creator(id: number): [string, number] | undefined {
        if (id >= 0) return undefined;
        for (const { base, client } of this.known.values()) {
            if (-id > base && -id <= base + TEMPORARY_SPAN) return [client, -id - base];
        }
        return undefined;
    }

    /* What in the arguments of a command of the page's own outbox others create. */
    foreign(args: Args): Foreign | undefined {
        const found: Record<number, [string, number]> = {};
        mapRefs(args, (id) => {
            const creator = id < -TEMPORARY_SPAN ? this.creator(id) : undefined;
            if (creator) found[id] = creator;
            return id;
        });
        return Object.keys(found).length ? found : undefined;
    }

    /* The page that wrote these commands had other temporary ids for what other outboxes create. */
    translate(outbox: Outbox): void {
        for (const command of outbox.waiting) {
            const { foreign } = command;
            if (!foreign) continue;
            const args = mapRefs(command.args, (id) => {
                const creator = foreign[id];
                const from = creator && this.known.get(creator[0]);
                return from ? from.temporary(creator[1]) : id;
            });
            outbox.rewrite(command, args, this.foreign(args));
        }
    }

    /*
     * Put the real ids, as far as they are known, in place of those that other outboxes create; before the command is sent for
     * the first time. False: one is not known.
     */
    settle(outbox: Outbox, command: Command, real: (id: number) => number): boolean {
        if (!command.foreign) return true;
        let lost = false;
        const args = mapRefs(command.args, (id) => {
            const found = id < -TEMPORARY_SPAN ? real(id) : id;
            lost ||= found < -TEMPORARY_SPAN;
            return found;
        });
        if (JSON.stringify(args) !== JSON.stringify(command.args)) outbox.rewrite(command, args, this.foreign(args));
        return !lost;
    }
}

/* As the overlay wants it: ids that mean "what command M of this client created" made unique among all outboxes. */
export function pendingOf(outbox: Outbox, command: Command): Pending {
    const local = (id: number): number => (id < 0 && id > -TEMPORARY_SPAN ? outbox.temporary(-id) : id);
    return {
        verb: command.verb,
        args: mapRefs(command.args, local),
        temporary: outbox.temporary(command.n),
        outbox: outbox.client,
        n: command.n,
    };
}

/* The last moment of the room that the pages saw which left these. */
export function seenLast(left: readonly Outbox[]): [number, string] {
    const seen = left.flatMap(({ texts }) => texts.map((row) => row.seen ?? NOTHING));
    return seen.reduce((last, one) => (one[0] > last[0] ? one : last), NOTHING);
}

const NOTHING: [number, string] = [0, ""];

/* A page that closes holds its lock for a moment yet; by the last of these one that died does not, of whichever sort it was. */
const SCANS_MS = [100, 250, 500, 1_000, 1_500, 2_000, 3_000, 4_000, 8_000, 25_000];

/* Looks for what pages left behind, more and more rarely. The result ends it. */
export function scans(clock: Clock, look: () => void): () => void {
    let cancel: (() => void) | undefined;
    const next = (n: number): void => {
        if (n === SCANS_MS.length) return;
        cancel = clock.after(SCANS_MS[n]! - (SCANS_MS[n - 1] ?? 0), () => {
            look();
            next(n + 1);
        });
    };
    next(0);
    return () => cancel?.();
}
