/*
 * caret: what an operation of somebody else does to a text field: where letters change, and where caret and selection are
 * afterwards. Operations count code points, a field counts UTF-16 units. Pure; view/bound.ts applies it.
 */
import type { TextOp } from "../sync/room";

export interface Selection {
    start: number;          /* UTF-16 units */
    end: number;
}

export interface Change {
    from: number;           /* UTF-16 units in the text as it stands when this change is made, one after the other */
    to: number;
    text: string;
}

const HIGH = 0xd800;
const HIGH_END = 0xdbff;
const PAIR_OR_HALF = /[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g;
const UNFIT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/g;

/* The place `n` code points behind the place `at`. */
export function forward(text: string, at: number, n: number): number {
    let to = at;
    for (let left = n; left > 0 && to < text.length; left--) {
        const unit = text.charCodeAt(to);
        to += unit >= HIGH && unit <= HIGH_END && to + 1 < text.length ? 2 : 1;
    }
    return to;
}

/* The changes of a field that holds `text`, in order. */
export function changesOf(text: string, op: TextOp): Change[] {
    const changes: Change[] = [];
    let at = 0;             /* in the old text */
    let shift = 0;          /* of the new against the old */
    for (const part of op) {
        if (typeof part === "number") at = forward(text, at, part);
        else if (typeof part === "string") {
            changes.push({ from: at + shift, to: at + shift, text: part });
            shift += part.length;
        } else {
            const end = forward(text, at, part.d);
            changes.push({ from: at + shift, to: end + shift, text: "" });
            shift -= end - at;
            at = end;
        }
    }
    return changes;
}

/* The one change that makes `now` of `before`: common beginning and end stay, letters of two units stay whole. */
export function difference(before: string, now: string): Change | undefined {
    if (before === now) return undefined;
    const most = Math.min(before.length, now.length);
    let head = 0;
    while (head < most && before[head] === now[head]) head++;
    if (head > 0 && isHigh(before, head - 1)) head--;
    let tail = 0;
    while (tail < most - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
    if (tail > 0 && isHigh(before, before.length - tail - 1)) tail--;
    return { from: head, to: before.length - tail, text: now.slice(head, now.length - tail) };
}

function isHigh(text: string, at: number): boolean {
    const unit = text.charCodeAt(at);
    return unit >= HIGH && unit <= HIGH_END;
}

/*
 * Caret and selection after a change by somebody else. A caret stays before what is put in at its place, since what its
 * writer goes on with belongs to what stands before it; a selection never grows by words of others.
 */
export function moved(selection: Selection, change: Change): Selection {
    const { from, to, text } = change;
    const shift = text.length - (to - from);
    const caret = selection.start === selection.end;
    const place = (at: number, stays: boolean): number => {
        if (at < from || (at === from && stays)) return at;
        if (at >= to) return at + shift;
        return from + (stays ? 0 : text.length);
    };
    const start = place(selection.start, caret);
    return { start, end: caret ? start : Math.max(start, place(selection.end, true)) };
}

/* What a field may hold: no control characters, no halves of letters, and no line ends in a text of one line. */
export function fit(text: string, lines: boolean): string {
    const whole = text.replace(PAIR_OR_HALF, (letter) => (letter.length === 2 ? letter : "\ufffd"));
    const plain = whole.replace(/\r\n?|[\u2028\u2029]/g, "\n").replace(UNFIT, "");
    return lines ? plain : plain.replace(/[\n\t]+/g, " ");
}

export function codePoints(text: string): number {
    let n = 0;
    for (const _ of text) n++;
    return n;
}
