/* noted: what this device was told and somebody has put away: messages to the room, late proposals of one's own. */
import { signal } from "@preact/signals";

const key = (workshop: string): string => `plenary.noted.${workshop}`;

function read(workshop: string): ReadonlySet<number> {
    try {
        return new Set(JSON.parse(localStorage.getItem(key(workshop)) ?? "[]") as number[]);
    } catch {
        return new Set();
    }
}

export class Noted {
    private readonly ids = signal<ReadonlySet<number>>(new Set());

    constructor(private readonly workshop: string) {
        this.ids.value = read(workshop);
    }

    has(id: number): boolean {
        return this.ids.value.has(id);
    }

    add(list: readonly number[]): void {
        this.ids.value = new Set([...this.ids.peek(), ...list]);
        try {
            localStorage.setItem(key(this.workshop), JSON.stringify([...this.ids.peek()]));
        } catch {
            /* Without storage it is told again after the page is loaded anew. */
        }
    }
}
