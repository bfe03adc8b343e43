/*
 * brackets: square brackets mark wording that is not agreed. '[' opens, ']' closes, and they nest; an outermost pair with
 * all that is in it is one open bracket. A '[' that is never closed runs to the end of the text and counts; a ']' that
 * closes nothing is a letter. The server counts in the same way (include/core/brackets.h, tests/vectors/brackets.json).
 */

export interface Bracket {
    start: number;                      /* where '[' stands, in UTF-16 units */
    end: number;                        /* behind ']' or the end of the text */
    alternatives: readonly string[];    /* what stands in it, parted at " / "; one entry: no alternatives */
}

const PARTED = " / ";

export function bracketsOf(text: string): Bracket[] {
    const found: Bracket[] = [];
    let depth = 0;
    let start = 0;
    let cuts: number[] = [];
    const close = (end: number, inside: number): void => {
        found.push({ start, end, alternatives: parted(text, start + 1, inside, cuts) });
    };
    for (let at = 0; at < text.length; at++) {
        if (text[at] === "[" && depth++ === 0) {
            start = at;
            cuts = [];
        } else if (text[at] === "]" && depth > 0 && --depth === 0) close(at + 1, at);
        else if (depth === 1 && text.startsWith(PARTED, at)) cuts.push(at);
    }
    if (depth > 0) close(text.length, text.length);
    return found;
}

function parted(text: string, from: number, to: number, cuts: readonly number[]): string[] {
    const starts = [from, ...cuts.map((cut) => cut + PARTED.length)];
    const ends = [...cuts, to];
    return starts.map((start, i) => text.slice(Math.min(start, ends[i]!), ends[i]!));
}

export function openBrackets(text: string | undefined): number {
    return text ? bracketsOf(text).length : 0;
}

/* Whether a space before a bracket that is left out has to go with it: the text ends, or goes on with its own gap. */
const CLOSES_UP = /^(?:$|[ \n.,;:!?)\u060c\u061b\u061f])/;

/*
 * The text without its open brackets. Where one is left out, the space before it goes as well if a space, the end of the
 * line or a punctuation mark follows; at the beginning of a line the space after it goes.
 */
export function cleanText(text: string): string {
    let clean = "";
    let at = 0;
    for (const { start, end } of bracketsOf(text)) {
        clean += text.slice(at, start);
        at = end;
        if (clean.endsWith(" ") && CLOSES_UP.test(text.slice(at, at + 1))) clean = clean.slice(0, -1);
        if ((clean === "" || clean.endsWith("\n")) && text[at] === " ") at++;
    }
    return clean + text.slice(at);
}
