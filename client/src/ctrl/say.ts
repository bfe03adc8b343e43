/* say: the one announcer. What a screen reader should hear goes through here, once. */
import { signal } from "@preact/signals";

const current = signal("");
let last = 0;

/* Content inside a sentence, kept apart from it, so that neither turns the other's order round. */
export function isolate(text: string): string {
    return `\u2068${text}\u2069`;
}

/* What the live region holds. */
export const announced = current;

/* Have `text` read out when the reader pauses. The same text twice in a row is heard twice. */
export function announce(text: string): void {
    const now = Date.now();
    if (text === current.peek() && now - last < 1000) return;
    last = now;
    current.value = current.peek() === text ? `${text}\u00a0` : text;
}
