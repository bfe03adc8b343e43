/*
 * room: one workshop on this device: the link to the server, what the server confirmed, what waits to be sent, and who
 * is there, behind one object for the screens.
 *
 * Everything readable is a signal or reads one, so a view that calls list() or get() is drawn again when it changes.
 */
import type { ReadonlySignal } from "@preact/signals-core";
import { browserDevice, type Device } from "../device";
import { has, lang, t } from "../i18n/index";
import type { Args, Refusal } from "../net/ports";
import { LiveRoom } from "./live";
import type { LinkState, SavedState } from "./state";
import type { Entity, Kind, Kinds, Role, Workshop } from "./kinds";

export type { Args, Refusal } from "../net/ports";
export type { LinkState, SavedState } from "./state";

export type Outcome =
    | { ok: true; seq: number; id: number }
    | { ok: false; code: string; say: string };

export interface Sent {
    n: number;                  /* a created thing is known as -n until it is confirmed */
    done: Promise<Outcome>;     /* never rejects */
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
    /* The same before and after the confirmation of what was created on this page: the key of a row in a list. */
    key(id: number): number;
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
    /* After "gone, replaced": use this page again. */
    resume(): void;
    /* Leave. What is unsent stays on the device. */
    close(): void;
}

/* Open a workshop on this device. What was kept of it is shown at once; the link comes up by itself. */
export function openRoom(workshop: string, device: Device = browserDevice()): Room {
    const say = (code: string): string => (has(`refusal.${code}`) ? t(`refusal.${code}`) : t("ui.failed"));
    return new LiveRoom(workshop, device, { lang: () => lang.peek(), say });
}
