/*
 * list_reader: a list on its way into the workshop. Whatever is pasted is shown to the server without being taken, and what
 * the server says about it stands beside it; then it is taken whole.
 */
import { computed, signal } from "@preact/signals";
import type { ApiError } from "../api";
import { asApiError } from "./load";
import type { ListRead } from "./staff_api";

const REST_MS = 350;        /* whoever types is not answered at every letter */

export interface Source<T> {
    ask: (dry: boolean, option: boolean) => Promise<ListRead<T>>;
    lineOf: (line: number) => number;
}

export class ListReader<T extends { line: number }> {
    readonly text = signal("");
    readonly option = signal(false);
    readonly got = signal<ListRead<T> | undefined>(undefined);
    readonly failed = signal<ApiError | undefined>(undefined);
    /* How many were made, once it was taken. */
    readonly taken = signal<number | undefined>(undefined);
    private readonly asking = signal(0);
    readonly busy = computed(() => this.asking.value > 0);
    private timer: number | undefined;
    private asked = 0;

    constructor(
        private readonly source: (text: string) => Source<T>,
        option: boolean,
    ) {
        this.option.value = option;
    }

    read(text: string): void {
        this.text.value = text;
        this.readAfter(REST_MS);
    }

    setOption(on: boolean): void {
        this.option.value = on;
        this.readAfter(0);
    }

    async take(): Promise<void> {
        clearTimeout(this.timer);
        const made = await this.ask(false);
        if (made && made.errors.length === 0) this.taken.value = made.created;
    }

    close(): void {
        clearTimeout(this.timer);
        this.asked++;
    }

    private readAfter(ms: number): void {
        clearTimeout(this.timer);
        this.asked++;
        if (this.text.value.trim() === "") {
            this.got.value = undefined;
            this.failed.value = undefined;
        } else {
            this.timer = window.setTimeout(() => void this.ask(true), ms);
        }
    }

    /* An answer to what was changed since is not shown. */
    private async ask(dry: boolean): Promise<ListRead<T> | undefined> {
        const number = ++this.asked;
        const { ask, lineOf } = this.source(this.text.value);
        this.asking.value++;
        try {
            const read = await ask(dry, this.option.value);
            if (number !== this.asked) return undefined;
            this.failed.value = undefined;
            this.got.value = { ...read, errors: read.errors.map((one) => ({ ...one, line: lineOf(one.line) })) };
            return this.got.value;
        } catch (error) {
            if (number === this.asked) this.failed.value = asApiError(error);
            return undefined;
        } finally {
            this.asking.value--;
        }
    }
}
