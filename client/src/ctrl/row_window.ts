/*
 * row_window: which rows of a long list are in the page: those on the screen and some around it, and those that somebody is
 * writing in wherever they are. Heights are measured as rows are drawn and guessed before. The window goes to where it should
 * be in small steps, so that no step keeps a letter or a frame waiting. Pure; view/windowed.tsx draws it.
 */
export const STEP = 3;              /* rows drawn in one step */
const TRIM = 24;                    /* rows taken out in one step */
export const AHEAD_PX = 700;        /* drawn beyond the edges of the screen */
const SLACK = 12;                   /* rows that may stay beyond that, so that small movements change nothing */

export interface Span {
    from: number;
    to: number;                     /* behind the last */
}

/* A piece of the list as it is drawn: a row, or the room that rows left out would take. */
export type Piece = { row: number; index: number } | { gap: number; rows: number; key: string };

export class RowWindow {
    span: Span = { from: 0, to: 0 };
    private rows: readonly number[] = [];
    private readonly heights = new Map<number, number>();

    /* `known`: of all lists that look alike, so that a list not drawn yet is guessed after those that are. */
    constructor(private readonly guess: number, private readonly known: { sum: number; n: number } = { sum: 0, n: 0 }) {}

    setRows(rows: readonly number[]): void {
        if (rows === this.rows) return;
        this.rows = rows;
        const to = Math.min(this.span.to, rows.length);
        this.span = { from: Math.min(this.span.from, to), to };
    }

    /* True: it is news. */
    measured(row: number, height: number): boolean {
        const before = this.heights.get(row);
        if (before === height || height === 0) return false;
        this.heights.set(row, height);
        this.known.sum += height - (before ?? 0);
        if (before === undefined) this.known.n++;
        return true;
    }

    height(row: number): number {
        return this.heights.get(row) ?? (this.known.n > 3 ? this.known.sum / this.known.n : this.guess);
    }

    /* Everything, for paper. */
    whole(): void {
        this.span = { from: 0, to: this.rows.length };
    }

    /* One step towards the rows between `top` and `bottom` (px from the list's beginning); undefined: it is there already. */
    next(top: number, bottom: number, ahead = AHEAD_PX): Span | undefined {
        const want = this.wanted(top - ahead, bottom + ahead);
        const { from, to } = this.span;
        const away = want.to <= from || want.from >= to;
        let next = this.trimmed(want);
        if (want.from === want.to) next = { from, to: Math.max(to - TRIM, from) };
        else if (away) {
            const first = this.wanted(top, bottom).from;
            const start = Math.max(want.from, Math.min(first, want.to - STEP));
            next = { from: start, to: Math.min(start + STEP, want.to) };
        } else if (want.to > to) next = { from, to: Math.min(want.to, to + STEP) };
        else if (want.from < from) next = { from: Math.max(want.from, from - STEP), to };
        return next.from === from && next.to === to ? undefined : next;
    }

    /* What to draw. `held`: rows that stay, whatever the window is. */
    pieces(held: ReadonlySet<number>): Piece[] {
        const pieces: Piece[] = [];
        let gap = 0;
        let rows = 0;
        let first = -1;
        const close = (key: string): void => {
            if (rows > 0) pieces.push({ gap, rows, key });
            gap = rows = 0;
        };
        this.rows.forEach((row, index) => {
            const drawn = (index >= this.span.from && index < this.span.to) || (held.size > 0 && held.has(row));
            if (!drawn) {
                if (rows++ === 0) first = row;
                gap += this.height(row);
                return;
            }
            close(`gap ${first}`);
            pieces.push({ row, index });
        });
        close("gap end");
        return pieces;
    }

    private trimmed(want: Span): Span {
        const { from, to } = this.span;
        if (want.from - from > SLACK) return { from: Math.min(want.from, from + TRIM), to };
        if (to - want.to > SLACK) return { from, to: Math.max(want.to, to - TRIM) };
        return this.span;
    }

    private wanted(top: number, bottom: number): Span {
        const { rows } = this;
        let at = 0;
        let from = 0;
        while (from < rows.length && at + this.height(rows[from]!) <= top) at += this.height(rows[from++]!);
        let to = from;
        while (to < rows.length && at < bottom) at += this.height(rows[to++]!);
        return { from, to };
    }
}
