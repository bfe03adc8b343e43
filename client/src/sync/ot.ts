/*
 * ot: operations on a text, in the format of ot-text-unicode: [5,"abc",{"d":3}] skips 5, inserts "abc", deletes 3, counted in
 * code points; what is not reached stays. The page counts in UTF-16, so places are translated here and nowhere else.
 */
import { type as text } from "ot-text-unicode";

export type TextOp = (number | string | { d: number })[];

/* What the server takes of one operation (core/limits.h): code points inserted, parts. */
export const INSERT_MAX = 2_000;
export const PARTS_MAX = 200;

export const apply = (words: string, op: TextOp): string => (op.length ? text.apply(words, op) : words);
export const compose = (first: TextOp, second: TextOp): TextOp => text.compose(first, second) as TextOp;
export const transform = (op: TextOp, other: TextOp, side: "left" | "right"): TextOp =>
    (op.length && other.length ? (text.transform(op, other, side) as TextOp) : op);

/* Code points. */
export function length(words: string): number {
    let n = words.length;
    for (let i = 0; i < words.length; i++) if (isHigh(words, i) && isLow(words, i + 1)) n--;
    return n;
}

/* The place `n` code points on, in UTF-16. */
function unitsOf(words: string, n: number): number {
    let at = 0;
    for (; n > 0 && at < words.length; n--) at += isHigh(words, at) && isLow(words, at + 1) ? 2 : 1;
    return at;
}

function isHigh(words: string, at: number): boolean {
    return (words.charCodeAt(at) & 0xfc00) === 0xd800;
}
function isLow(words: string, at: number): boolean {
    return (words.charCodeAt(at) & 0xfc00) === 0xdc00;
}

/* What takes `op` back; `words` is the text before it. */
export function invert(op: TextOp, words: string): TextOp {
    const back: TextOp = [];
    let at = 0;
    for (const part of op) {
        if (typeof part === "string") {
            back.push({ d: length(part) });
            continue;
        }
        const n = typeof part === "number" ? part : part.d;
        const to = at + unitsOf(words.slice(at), n);
        back.push(typeof part === "number" ? part : words.slice(at, to));
        at = to;
    }
    return text.normalize(back) as TextOp;
}

/*
 * The replacement that makes `old` into `next`. Where several places would do (one more "a" among others), the one that ends
 * at the caret is meant. No pair of surrogates is cut.
 */
export function diff(old: string, next: string, caret = next.length): TextOp {
    if (old === next) return [];
    const most = Math.min(old.length, next.length);
    let head = 0;
    while (head < most && old.charCodeAt(head) === next.charCodeAt(head)) head++;
    let tail = 0;
    while (tail < most && old.charCodeAt(old.length - 1 - tail) === next.charCodeAt(next.length - 1 - tail)) tail++;
    if (head + tail > most) {
        tail = Math.min(Math.max(next.length - caret, most - head), tail);
        head = most - tail;
    }
    while (head > 0 && isHigh(old, head - 1)) head--;
    while (tail > 0 && isLow(old, old.length - tail)) tail--;
    const put = next.slice(head, next.length - tail);
    const cut = length(old.slice(head, old.length - tail));
    return text.normalize([length(old.slice(0, head)), put, { d: cut }]) as TextOp;
}

/* The words it inserts. */
export function inserted(op: TextOp): string[] {
    return op.filter((part): part is string => typeof part === "string");
}

/* As much of an operation as one command may carry, and the rest, to be done after it. */
export function split(op: TextOp): [TextOp, TextOp] {
    const first: TextOp = [];
    let room = INSERT_MAX;
    let after = 0;
    for (let i = 0; i < op.length; i++) {
        const part = op[i]!;
        if (first.length === PARTS_MAX) return [tidy(first), tidy([after, ...op.slice(i)])];
        if (typeof part === "number") after += part;
        if (typeof part !== "string") {
            first.push(part);
            continue;
        }
        const n = length(part);
        const at = n <= room ? part.length : unitsOf(part, room);
        first.push(part.slice(0, at));
        after += Math.min(n, room);
        if (n > room) return [tidy(first), tidy([after, part.slice(at), ...op.slice(i + 1)])];
        room -= n;
    }
    return [op, []];
}

const tidy = (op: TextOp): TextOp => text.normalize(op) as TextOp;

/* Where a caret goes that stood at `at` in `before`; both in UTF-16. Words that come in where it stands come behind it. */
export function moveCaret(op: TextOp, before: string, after: string, at: number): number {
    return unitsOf(after, text.transformPosition(length(before.slice(0, at)), op));
}

/* Characters that no text takes: half pairs, controls, noncharacters. */
const LINE_END = /\r\n?/g;
const UNWANTED = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\p{Noncharacter_Code_Point}/gu;
const HALF = /\p{Surrogate}/gu;

/* The words as the server takes them. */
export function clean(words: string, oneLine: boolean): string {
    const plain = words.replace(LINE_END, "\n").replace(UNWANTED, "").replace(HALF, "\ufffd");
    return oneLine ? plain.replace(/[\n\t]/g, " ") : plain;
}
