/*
 * room: one workshop on this device: the link to the server, what the server confirmed, what waits to be sent, and who
 * is there, behind one object for the screens.
 *
 * Everything readable is a signal or reads one, so a view that calls list() or get() is drawn again when it changes.
 */
import type { ReadonlySignal } from "@preact/signals-core";
import type { Entity, Kind, Kinds, Role, Workshop } from "./types";

/* The state of the link as UX.md words it; exactly one at a time. */
export type LinkState =
    | { is: "connecting" }                              /* nothing loaded yet, first attempt */
    | { is: "live" }
    | { is: "slow"; since: number }                     /* connected, but silent since (ms, local clock) */
    | { is: "waiting"; changes: number; online: boolean } /* changes unacknowledged for more than 3 s, or no link */
    | { is: "readonly"; changes: number }               /* the server's disk does not take anything */
    | { is: "back"; changes: number }                   /* connected again, sending what waited */
    | { is: "gone"; why: "forbidden" | "replaced" };    /* final: 4003 and 4001 */

/* What may be said about saving; drawn from nowhere else. */
export type SavedState =
    | { is: "saved"; at: number | undefined }           /* all acknowledged; time of the last acknowledgement, if any */
    | { is: "saving"; changes: number };

export type Args = Readonly<Record<string, unknown>>;

export type Outcome =
    | { ok: true; seq: number; id: number }
    | { ok: false; code: string; say: string };

export interface Sent {
    n: number;                  /* a created thing is known as -n until it is confirmed */
    done: Promise<Outcome>;     /* never rejects */
}

/* A command that was refused for good, kept so that the words in it can be copied. */
export interface Refusal {
    key: string;
    verb: string;
    args: Args;
    code: string;
    say: string;                /* the sentence, in the person's language */
    words: string[];            /* what the person had typed */
    at: number;
}

export interface Room {
    readonly id: string;
    readonly state: ReadonlySignal<LinkState>;
    readonly saved: ReadonlySignal<SavedState>;
    readonly me: ReadonlySignal<{ person: number; role: Role }>;
    readonly loaded: ReadonlySignal<boolean>;           /* there is something to show */
    readonly workshop: ReadonlySignal<Workshop | undefined>;
    readonly here: ReadonlySignal<ReadonlySet<number>>; /* persons who are connected */
    readonly listeners: ReadonlySignal<number>;
    readonly refused: ReadonlySignal<readonly Refusal[]>;
    readonly tag: ReadonlySignal<string>;               /* of the confirmed history */

    /* All of a kind, ordered by (parent, pos, id): items by day, options by poll, actions by theme. */
    list<K extends Kind>(kind: K): ReadonlySignal<readonly Kinds[K][]>;
    /* One thing; a negative id finds what the command of that number created, before and after its confirmation. */
    get<K extends Kind>(kind: K, id: number | undefined): Kinds[K] | undefined;
    find(id: number): Entity | undefined;
    /* Whether a change of this thing is not yet confirmed. */
    pending(id: number): boolean;

    /* Milliseconds since 1970 by the server's clock. */
    now(): number;
    /* Do something: it shows at once, is sent when it can be, and is never lost. */
    run(verb: string, args?: Args): Sent;
    /* Take a refusal off the list. */
    dismiss(key: string): void;
    /* The person did something: a silent link is probed at once. */
    touch(): void;
    /* Leave. What is unsent stays on the device. */
    close(): void;
}

/* Open a workshop on this device. What was kept of it is shown at once; the link comes up by itself. */
export function openRoom(workshop: string): Room {
    throw new Error(`the room ${workshop} cannot be opened yet`);
}
