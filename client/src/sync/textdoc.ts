/* textdoc: a text as the screens have it (TextDoc of room.ts), over a strand. */
import { signal } from "@preact/signals-core";
import type { Lang, TextField } from "./kinds";
import { clean, diff, moveCaret, type TextOp } from "./ot";
import type { TextChange, TextDoc, TextEditor } from "./room";
import { Strand } from "./strand";
import { UndoList } from "./undo";

/* Fields of one line (core/limits.h: LIMIT_TITLE). */
const ONE_LINE: ReadonlySet<TextField> = new Set<TextField>(["title", "indicator"]);

export interface DocEvents {
    lacking(doc: Doc): void;
    withdraw(client: string, n: number): void;
    excess(doc: Doc, words: string[]): void;
    /* Something of one's own changed, or what is shown: keep it, show it, send it. */
    moved(doc: Doc): void;
    /* What waited for the end of a composition was done. */
    freed(doc: Doc): void;
    now(): number;
}

export class Doc implements TextDoc {
    readonly value = signal("");
    readonly waiting = signal(false);
    readonly diverted = signal(0);
    readonly strand: Strand;
    keptAs = "";                                /* the outbox under which the device keeps it; "": not kept */
    keeping = 0;                                /* writes of the device under way */
    cancelFetch: (() => void) | undefined;
    fetches = 0;

    private readonly editors = new Set<TextEditor>();
    private readonly undoList = new UndoList();
    private composing = false;
    private later: (() => void)[] = [];

    constructor(
        public of: number,
        readonly field: TextField,
        readonly lang: Lang,
        private readonly events: DocEvents,
    ) {
        this.strand = new Strand({
            shown: (op, before) => this.shown(op, before),
            lacking: () => events.lacking(this),
            excess: (words) => events.excess(this, words),
            withdraw: (flight) => events.withdraw(flight.client, flight.n),
            waits: () => this.refresh(),
        });
    }

    get watched(): boolean {
        return this.editors.size > 0;
    }

    /* An input method composes in it. */
    get held(): boolean {
        return this.composing;
    }

    edit(next: string, caret: number, from?: TextEditor): void {
        const words = clean(next, ONE_LINE.has(this.field));
        const before = this.strand.shown;
        const op = diff(before, words, Math.min(caret, words.length));
        if (op.length) {
            this.undoList.typed(op, before, this.events.now());
            this.strand.type(op);
            this.tellEditors(op, before, from);
        }
        if (words !== next) from?.apply(change(diff(next, words), next, words));
        this.refresh();
    }

    watch(editor: TextEditor): () => void {
        this.editors.add(editor);
        return () => {
            this.editors.delete(editor);
            if (this.editors.size) return;
            this.hold(false);
            this.leave();
        };
    }

    hold(composing: boolean): void {
        if (this.composing === composing) return;
        this.composing = composing;
        this.strand.hold(composing);
        if (!composing) for (const run of this.later.splice(0)) run();
        this.refresh();
        if (!composing) this.events.freed(this);
    }

    /* What would change the text under an input method waits for its end. */
    whenFree(run: () => void): void {
        if (this.composing) this.later.push(run);
        else run();
    }

    undo(): boolean {
        return this.replay(this.undoList.undo(this.strand.shown));
    }
    redo(): boolean {
        return this.replay(this.undoList.redo(this.strand.shown));
    }

    /* Nobody writes here any more: what went into a late proposal is shown there alone. */
    leave(): void {
        if (!this.watched && !this.strand.waiting) this.strand.dropAside();
        this.refresh();
    }

    refresh(): void {
        const { strand } = this;
        this.value.value = strand.shown;
        this.waiting.value = strand.waiting;
        this.diverted.value = strand.diverted;
        this.events.moved(this);
    }

    private replay(op: TextOp | undefined): boolean {
        if (!op) return false;
        const before = this.strand.shown;
        this.strand.type(op);
        this.tellEditors(op, before);
        this.refresh();
        return true;
    }

    private shown(op: TextOp, before: string): void {
        this.undoList.moved(op);
        this.refresh();
        this.tellEditors(op, before);
    }

    private tellEditors(op: TextOp, before: string, but?: TextEditor): void {
        const made = change(op, before, this.strand.shown);
        for (const editor of this.editors) if (editor !== but) editor.apply(made);
    }
}

function change(op: TextOp, before: string, value: string): TextChange {
    return { op, value, caret: (at) => moveCaret(op, before, value, at) };
}
