/*
 * diff: two wordings compared word by word. Words, runs of white space and single marks are compared as units; the shortest
 * change is searched for (Myers 1986) up to a bound, beyond which all between the common beginning and end counts as
 * replaced.
 */

export interface Piece {
    is: "same" | "in" | "out";
    text: string;
}

const CHANGES_MAX = 600;    /* units taken out and put in; the search costs its square */

function units(text: string): string[] {
    return text.match(/\s+|[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu) ?? [];
}

export function diffWords(before: string, after: string): Piece[] {
    const a = units(before);
    const b = units(after);
    let head = 0;
    while (head < a.length && head < b.length && a[head] === b[head]) head++;
    let tail = 0;
    while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
    const middle = shortest(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
    return tidy([
        ...a.slice(0, head).map((text): Piece => ({ is: "same", text })),
        ...middle,
        ...a.slice(a.length - tail).map((text): Piece => ({ is: "same", text })),
    ]);
}

/* The furthest places reached with each number of changes, from which the way back is read. */
function shortest(a: readonly string[], b: readonly string[]): Piece[] {
    const trace: Map<number, number>[] = [];
    const most = Math.min(a.length + b.length, CHANGES_MAX);
    let reach = new Map<number, number>([[1, 0]]);
    for (let d = 0; d <= most; d++) {
        trace.push(new Map(reach));
        for (let k = -d; k <= d; k += 2) {
            const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
            let x = down ? reach.get(k + 1)! : reach.get(k - 1)! + 1;
            while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
            reach.set(k, x);
            if (x >= a.length && x - k >= b.length) return wayBack(trace, a, b);
        }
        reach = new Map(reach);
    }
    return [...a.map((text): Piece => ({ is: "out", text })), ...b.map((text): Piece => ({ is: "in", text }))];
}

function wayBack(trace: readonly Map<number, number>[], a: readonly string[], b: readonly string[]): Piece[] {
    const pieces: Piece[] = [];
    let x = a.length;
    let y = b.length;
    for (let d = trace.length - 1; d >= 0; d--) {
        const reach = trace[d]!;
        const k = x - y;
        const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
        const fromK = down ? k + 1 : k - 1;
        const fromX = reach.get(fromK)!;
        const fromY = fromX - fromK;
        while (x > fromX && y > fromY) {
            pieces.push({ is: "same", text: a[--x]! });
            y--;
        }
        if (d === 0) break;
        if (down) pieces.push({ is: "in", text: b[--y]! });
        else pieces.push({ is: "out", text: a[--x]! });
    }
    return pieces.reverse();
}

/* Neighbours of one sort become one piece, what is taken out stands before what is put in, and a mere gap between two
   changes belongs to both. */
function tidy(pieces: readonly Piece[]): Piece[] {
    const out: Piece[] = [];
    let taken = "";
    let put = "";
    const flush = (): void => {
        if (taken) out.push({ is: "out", text: taken });
        if (put) out.push({ is: "in", text: put });
        taken = put = "";
    };
    pieces.forEach((piece, i) => {
        const next = pieces[i + 1];
        const gap = piece.is === "same" && /^\s+$/.test(piece.text) && (taken || put) && next && next.is !== "same";
        if (piece.is === "out" || gap) taken += piece.text;
        if (piece.is === "in" || gap) put += piece.text;
        if (piece.is !== "same" || gap) return;
        flush();
        const last = out[out.length - 1];
        if (last?.is === "same") last.text += piece.text;
        else out.push({ ...piece });
    });
    flush();
    return out;
}

/* Long unchanged stretches shortened to some words on either side, for a list of changes. */
export function shortened(pieces: readonly Piece[], around = 40): Piece[] {
    return pieces.map((piece, i) => {
        if (piece.is !== "same") return piece;
        const letters = [...piece.text];
        const before = i === 0 ? 0 : around;
        const after = i === pieces.length - 1 ? 0 : around;
        if (letters.length <= before + after + 10) return piece;
        const head = letters.slice(0, before).join("");
        const tail = after ? letters.slice(-after).join("") : "";
        return { is: "same", text: `${head} … ${tail}` };
    });
}
