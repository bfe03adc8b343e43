/*
 * room: one workshop on this device: the link to the server, what the server confirmed, what waits to be sent, and who
 * is there, behind one object for the screens.
 *
 * Everything readable is a signal or reads one, so a view that calls list() or get() is drawn again when it changes.
 */
import type { ReadonlySignal } from "@preact/signals-core";
import { browserDevice, type Device } from "../device";
import { has, lang, t } from "../i18n/index";
import type { Args, Refusal, Replaced } from "../net/ports";
import { LiveRoom } from "./live";
import type { LinkState, SavedState } from "./state";
import type { Entity, Kind, Kinds, Lang, Role, TextField, Workshop } from "./kinds";
import type { TextOp } from "./ot";

export type { Args, Refusal, Replaced } from "../net/ports";
export type { LinkState, SavedState } from "./state";
export type { TextField } from "./kinds";
export type { TextOp } from "./ot";

/* What became of a text that somebody looks at in an open editor. */
export interface TextChange {
    readonly op: TextOp;
    readonly value: string;             /* what is shown now; an editor that holds it already has nothing to do */
    caret(at: number): number;          /* where a caret goes that stood at `at` (UTF-16, as the page counts) */
}

export interface TextEditor {
    apply(change: TextChange): void;
}

/* One text in one language, as this person sees it: what the server confirmed, and one's own words over it. */
export interface TextDoc {
    readonly value: ReadonlySignal<string>;
    readonly waiting: ReadonlySignal<boolean>;          /* something of one's own is not saved */
    readonly diverted: ReadonlySignal<number>;          /* the late proposal one's words went to; 0: none */
    /* The field holds this now, with the caret there (UTF-16). Other editors of this page are told, `from` is not. */
    edit(next: string, caret: number, from?: TextEditor): void;
    /* An editor opened: from now on what others write, and what undo does, comes to it. Returns what ends it. */
    watch(editor: TextEditor): () => void;
    /* While an input method composes nothing comes from others and nothing is sent. */
    hold(composing: boolean): void;
    /* Of one's own words only. False: there is nothing to take back. */
    undo(): boolean;
    redo(): boolean;
}

/* Where somebody writes. */
export interface Where {
    id: number;
    field: string;
    lang?: Lang;
}

export type Outcome =
    | { ok: true; seq: number; id: number }
    | { ok: false; code: string; say: string };

export interface Sent {
    n: number;                  /* a created thing is known as -n until it is confirmed */
    done: Promise<Outcome>;     /* never rejects */
}

/* What there is to read in a room, now or at a past moment. */
export interface RoomView {
    readonly workshop: ReadonlySignal<Workshop | undefined>;
    /*
     * All of a kind, ordered by (parent, pos, id): items by day, options by poll, actions by theme. A new array only when
     * something else than a drafted text changed; the texts in its rows are read when they are looked at, so that a view
     * that shows one is drawn again when it changes, and no other view.
     */
    list<K extends Kind>(kind: K): ReadonlySignal<readonly Kinds[K][]>;
    /* One thing; a negative id finds what the command of that number created, before and after its confirmation. */
    get<K extends Kind>(kind: K, id: number | undefined): Kinds[K] | undefined;
    find(id: number): Entity | undefined;
    /* One thing with its texts: another object whenever anything in it changed, and only then. */
    row(id: number): ReadonlySignal<Entity | undefined>;
    /* The same before and after the confirmation of what was created on this page: the key of a row in a list. */
    key(id: number): number;
}

/* The room as it was. */
export interface PastRoom extends RoomView {
    readonly seq: number;
    readonly at: number;                /* ms */
}

export interface Room extends RoomView {
    readonly id: string;
    readonly state: ReadonlySignal<LinkState>;
    readonly saved: ReadonlySignal<SavedState>;
    readonly me: ReadonlySignal<{ person: number; role: Role }>;
    readonly loaded: ReadonlySignal<boolean>;           /* there is something to show */
    readonly here: ReadonlySignal<ReadonlySet<number>>; /* persons who are connected */
    readonly listeners: ReadonlySignal<number>;
    readonly refused: ReadonlySignal<readonly Refusal[]>;
    readonly tag: ReadonlySignal<string>;               /* of the confirmed history */
    readonly where: ReadonlySignal<ReadonlyMap<number, Where>>;     /* by person: where the others write */
    readonly replaced: ReadonlySignal<readonly Replaced[]>;
    readonly cast: ReadonlySignal<ReadonlyMap<number, number>>;     /* by secret poll that is open: ballots so far */

    /* Whether a change of this thing is not yet confirmed. */
    pending(id: number): boolean;

    /* A drafted text; the same object for the same text as long as the page lives. */
    text(of: number, field: TextField, lang: Lang): TextDoc;
    /* Its id on the server, by which its operations are asked for; 0: it never had a word there. */
    textId(of: number, field: TextField, lang: Lang): number;
    /* The revision at which the server confirmed it here; 0 likewise. */
    textRev(of: number, field: TextField, lang: Lang): number;
    /* Tell the others where one writes; without arguments: nowhere. */
    at(of?: number, field?: string, lang?: Lang): void;
    /* The value that is not in force is put in force, or both are forgotten. */
    putBack(key: string): void;
    dismissReplaced(key: string): void;
    /* The room as it was at that change of its history. Rejects with an ApiError-like {code, say}. */
    past(seq: number): Promise<PastRoom>;

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
