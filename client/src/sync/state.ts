/*
 * state: the two things that are always on the screen, derived from facts in one place each: how the link is, and whether
 * everything is saved.
 */

/* The state of the link as UX.md words it; exactly one at a time. */
export type LinkState =
    | { is: "connecting" }                                  /* the first attempt is under way */
    | { is: "live" }
    | { is: "slow"; since: number }                         /* connected, but silent since (ms, local clock) */
    | { is: "waiting"; changes: number; online: boolean }   /* changes unacknowledged for more than 3 s, or no link */
    | { is: "readonly"; changes: number }                   /* the server's disk does not take anything */
    | { is: "back"; changes: number }                       /* connected again, sending what waited */
    | { is: "gone"; why: "forbidden" | "replaced" };        /* final: 4003 and 4001 */

/* What may be said about saving. */
export type SavedState =
    | { is: "saved"; at: number | undefined }   /* all acknowledged; when the last acknowledgement came, if any did */
    | { is: "saving"; changes: number };

export interface LinkFacts {
    phase: "connecting" | "live" | "down" | "gone";
    why?: "forbidden" | "replaced";
    online: boolean;
    now: number;
    changes: number;            /* unacknowledged */
    oldest?: number;            /* when the oldest of them was made or, after a reconnect, could first be sent */
    refusing: boolean;          /* the server answered `storage` and nothing was acknowledged since */
    returning: boolean;         /* welcomed again, and what waited is not yet through */
    silent?: number;            /* since when */
}

const WAITING_MS = 3_000;

export function linkState(facts: LinkFacts): LinkState {
    const { changes, online } = facts;
    if (facts.phase === "gone") return { is: "gone", why: facts.why ?? "forbidden" };
    if (facts.phase === "down" || !online) return { is: "waiting", changes, online };
    if (facts.phase === "connecting") return { is: "connecting" };
    if (facts.refusing) return { is: "readonly", changes };
    const late = facts.oldest !== undefined && facts.now - facts.oldest > WAITING_MS;
    if (facts.returning && changes > 0 && !late) return { is: "back", changes };
    if (late) return { is: "waiting", changes, online };
    if (facts.silent !== undefined) return { is: "slow", since: facts.silent };
    return { is: "live" };
}

/* The one function that says "saved": only from acknowledgements, which the server gives after the disk has it. */
export function savedState(changes: number, acknowledgedAt: number | undefined): SavedState {
    return changes > 0 ? { is: "saving", changes } : { is: "saved", at: acknowledgedAt };
}

/* Readers are told of what became another. */
export function set<T extends object>(target: { value: T; peek(): T }, value: T): void {
    if (!sameState(target.peek(), value)) target.value = value;
}

function sameState(a: object, b: object): boolean {
    const left = Object.entries(a);
    return left.length === Object.keys(b).length && left.every(([key, value]) => (b as Record<string, unknown>)[key] === value);
}
