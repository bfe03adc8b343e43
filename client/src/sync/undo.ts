/*
 * undo: what takes one's own words back, and what brings them back. Each entry undoes one burst of typing; it is made for the
 * text that stands when all entries above it are done, and is moved along when others write.
 */
import { apply, compose, invert, transform, type TextOp } from "./ot";

const BURST_MS = 1_000;
const ENTRIES_MAX = 100;

export class UndoList {
    private back: TextOp[] = [];
    private forth: TextOp[] = [];
    private typedAt = -Infinity;

    /* One's own `op` on `words`. */
    typed(op: TextOp, words: string, now: number): void {
        const inverse = invert(op, words);
        const burst = now - this.typedAt < BURST_MS && this.back.length > 0;
        if (burst) this.back.push(compose(inverse, this.back.pop()!));
        else this.back.push(inverse);
        if (this.back.length > ENTRIES_MAX) this.back.shift();
        this.forth = [];
        this.typedAt = now;
    }

    /* Something else than typing changed the text. */
    moved(op: TextOp): void {
        this.back = along(this.back, op);
        this.forth = along(this.forth, op);
    }

    /* The operation that takes back the last burst; undefined: there is none. */
    undo(words: string): TextOp | undefined {
        return this.step(this.back, this.forth, words);
    }
    redo(words: string): TextOp | undefined {
        return this.step(this.forth, this.back, words);
    }

    private step(from: TextOp[], to: TextOp[], words: string): TextOp | undefined {
        this.typedAt = -Infinity;
        for (let op = from.pop(); op; op = from.pop()) {
            if (op.length === 0 || apply(words, op) === words) continue;
            to.push(invert(op, words));
            return op;
        }
        return undefined;
    }
}

/* The entries from the top down, each made for the text that the one above it leaves. */
function along(entries: TextOp[], op: TextOp): TextOp[] {
    let other = op;
    const moved: TextOp[] = [];
    for (let i = entries.length - 1; i >= 0 && other.length; i--) {
        const entry = entries[i]!;
        moved.unshift(transform(entry, other, "left"));
        other = transform(other, entry, "right");
    }
    return [...entries.slice(0, entries.length - moved.length), ...moved];
}
