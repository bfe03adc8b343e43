/*
 * draft: one text that somebody is writing. What arrives from the room meanwhile never replaces it: it stands beside it
 * (`other`) until the writer decides. What was written is sent after a second of rest, on leaving and on Enter.
 */
import { signal } from "@preact/signals";

const IDLE_MS = 1000;

export class Draft {
    readonly text = signal("");
    /* What somebody else made of it meanwhile; undefined: nothing. */
    readonly other = signal<string | undefined>(undefined);
    private base: string;
    private timer: number | undefined;

    constructor(
        value: string,
        private readonly send: (text: string) => void,
    ) {
        this.base = value;
        this.text.value = value;
    }

    /* The value in the room is now this. */
    feed(value: string): void {
        if (value === this.base) return;
        if (value === this.text.peek().trim()) {
            this.base = value;
            this.other.value = undefined;
        } else if (value !== this.other.peek()) {
            this.other.value = value;
            clearTimeout(this.timer);
        }
    }

    write(text: string): void {
        this.text.value = text;
        clearTimeout(this.timer);
        if (this.other.peek() === undefined) this.timer = window.setTimeout(() => this.flush(), IDLE_MS);
    }

    /* Send what is not yet sent. Nothing is sent over somebody else's words before the writer has decided. */
    flush(): void {
        clearTimeout(this.timer);
        const text = this.text.peek().trim();
        if (this.other.peek() !== undefined || text === this.base) return;
        this.base = text;
        this.send(text);
    }

    /* Something was written, and something else came: the writer has to choose. */
    get undecided(): boolean {
        return this.other.peek() !== undefined && this.text.peek().trim() !== this.base;
    }

    keepMine(): void {
        const theirs = this.other.peek();
        this.other.value = undefined;
        if (theirs !== undefined) this.base = theirs;
        this.flush();
    }

    takeTheirs(): void {
        const theirs = this.other.peek();
        this.other.value = undefined;
        if (theirs === undefined) return;
        this.base = theirs;
        this.text.value = theirs;
    }

    /* Forget what is not yet sent. */
    drop(): void {
        clearTimeout(this.timer);
        this.text.value = this.other.peek() ?? this.base;
        this.base = this.text.peek();
        this.other.value = undefined;
    }

    stop(): void {
        clearTimeout(this.timer);
    }
}
