/*
 * bound: a text field of the page and a text that several people draft, tied together. What others write is put into the
 * field by the smallest change, so that caret, selection and scrolling stay; nothing is touched while an input method
 * composes; undo takes back one's own words only.
 */
import { effect } from "@preact/signals";
import { changesOf, difference, fit, moved, type Change } from "../ctrl/caret";
import type { TextChange, TextDoc, TextEditor } from "../sync/room";

/* A phone's keyboard composes every word: what stands there after such a rest is sent all the same. */
const COMPOSED_MS = 700;

export class Bound implements TextEditor {
    private composing = false;
    private own = false;            /* what comes now is one's own undo: the caret goes where it happened */
    private timer = 0;
    private readonly stops: (() => void)[] = [];

    constructor(
        private readonly field: HTMLTextAreaElement,
        private readonly doc: TextDoc,
        private readonly lines: boolean,
        private readonly changed: () => void,
    ) {
        field.value = doc.value.peek();
        this.listen("compositionstart", () => this.compose(true));
        this.listen("compositionend", () => this.compose(false));
        this.listen("input", () => this.typed());
        this.listen("beforeinput", (event) => this.before(event as InputEvent));
        this.listen("keydown", (event) => this.key(event as KeyboardEvent));
        this.stops.push(doc.watch(this));
        /* Whatever changed the text without telling its editors: a reset, another text in its place. */
        this.stops.push(effect(() => void (doc.value.value, queueMicrotask(() => this.settle()))));
    }

    /* Somebody else wrote, or an undo. */
    apply(change: TextChange): void {
        if (this.composing || this.field.value === change.value) return;
        this.put(changesOf(this.field.value, change.op));
        this.settle();
    }

    close(): void {
        if (this.composing) this.compose(false);
        clearTimeout(this.timer);
        this.stops.forEach((stop) => stop());
        this.stops.length = 0;
    }

    private listen(type: string, act: (event: Event) => void): void {
        this.field.addEventListener(type, act);
        this.stops.push(() => this.field.removeEventListener(type, act));
    }

    private compose(on: boolean): void {
        if (on === this.composing) return;
        if (on) {
            this.composing = true;
            this.doc.hold(true);
            return;
        }
        clearTimeout(this.timer);
        this.send();
        this.composing = false;
        this.doc.hold(false);
        this.settle();
    }

    private typed(): void {
        clearTimeout(this.timer);
        if (this.composing) this.timer = window.setTimeout(() => this.send(), COMPOSED_MS);
        else this.send();
        this.changed();
    }

    /* Words that a text cannot hold never leave the page. */
    private send(): void {
        const { field, doc } = this;
        const fitting = fit(field.value, this.lines);
        const unfit = this.composing ? undefined : difference(field.value, fitting);
        if (unfit) {
            const caret = fit(field.value.slice(0, field.selectionStart), this.lines).length;
            field.value = fitting;
            field.setSelectionRange(caret, caret);
        }
        if (fitting !== doc.value.peek()) doc.edit(fitting, field.selectionStart, this);
    }

    /* The page's own undo knows nothing of what others wrote. */
    private before(event: InputEvent): void {
        if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return;
        event.preventDefault();
        this.takeBack(event.inputType === "historyUndo");
    }

    private key(event: KeyboardEvent): void {
        if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
        const key = letterOf(event);
        if (key !== "z" && key !== "y") return;
        event.preventDefault();
        this.takeBack(key === "z" && !event.shiftKey);
    }

    private takeBack(undo: boolean): void {
        if (this.composing) return;
        this.own = true;
        if (undo) this.doc.undo();
        else this.doc.redo();
        this.settle();
        this.own = false;
    }

    private settle(): void {
        if (this.composing || this.stops.length === 0) return;
        const change = difference(this.field.value, this.doc.value.peek());
        if (change) this.put([change]);
    }

    private put(changes: readonly Change[]): void {
        const { field } = this;
        const direction = field.selectionDirection;
        let selection = { start: field.selectionStart, end: field.selectionEnd };
        for (const change of changes) {
            field.setRangeText(change.text, change.from, change.to, "preserve");
            selection = moved(selection, change);
        }
        const last = changes[changes.length - 1];
        if (this.own && last) selection = { start: last.from + last.text.length, end: last.from + last.text.length };
        field.setSelectionRange(selection.start, selection.end, direction ?? "none");
        this.changed();
    }
}

/* Of a key with Ctrl: its letter, or on a keyboard without Latin letters the one at its place. */
function letterOf(event: KeyboardEvent): string {
    const key = event.key.toLowerCase();
    return /^[a-z]$/.test(key) ? key : event.code.replace("Key", "").toLowerCase();
}
