/*
 * undo: removing with ten seconds to think again. The thing is hidden at once; the command is held back until the time is
 * over or the page is left, so that undoing needs nothing of the server.
 */
import { computed, signal } from "@preact/signals";

export const UNDO_MS = 10_000;

interface Held {
    id: number;
    label: string;
    act: () => void;
    timer: number;
}

export class Undo {
    private readonly held = signal<readonly Held[]>([]);
    readonly list = computed(() => this.held.value.map(({ id, label }) => ({ id, label })));
    readonly hidden = computed(() => new Set(this.held.value.map((one) => one.id)));

    private readonly onLeave = (): void => this.finish();

    constructor() {
        addEventListener("pagehide", this.onLeave);
    }

    remove(id: number, label: string, act: () => void): void {
        if (this.hidden.peek().has(id)) return;
        const timer = window.setTimeout(() => this.done(id), UNDO_MS);
        this.held.value = [...this.held.peek(), { id, label, act, timer }];
    }

    undo(id: number): void {
        this.take(id);
    }

    /* Do all that is held back now. */
    finish(): void {
        for (const one of this.held.peek()) this.done(one.id);
    }

    close(): void {
        this.finish();
        removeEventListener("pagehide", this.onLeave);
    }

    private done(id: number): void {
        this.take(id)?.act();
    }

    private take(id: number): Held | undefined {
        const one = this.held.peek().find((held) => held.id === id);
        if (!one) return undefined;
        clearTimeout(one.timer);
        this.held.value = this.held.peek().filter((held) => held !== one);
        return one;
    }
}
