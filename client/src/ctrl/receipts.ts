/*
 * receipts: what a device keeps of a ballot in a secret poll: 24 characters that were sealed inside it. They say nothing of
 * what was chosen; after the close they are in the poll's list, and that is how somebody knows that the ballot was counted.
 * Of ballots that others cast on this device, which is not shown them afterwards, it keeps likewise that there was one.
 */
import { effect, signal } from "@preact/signals";
import type { Room } from "../sync/room";

export interface Receipt {
    poll: number;
    person: number;
    text: string;
    counted?: boolean;      /* the server said that it has the ballot */
    open?: boolean;         /* of a poll that is not secret: the characters are this device's alone */
}

const CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH = 24;
const KEPT_MAX = 200;

function newText(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(LENGTH));
    return [...bytes].map((byte) => CHARACTERS[byte % CHARACTERS.length]).join("");
}

export class Receipts {
    private readonly key: string;
    private readonly list = signal<readonly Receipt[]>([]);
    private readonly waited = new Set<string>();
    readonly close: () => void;

    constructor(private readonly room: Room) {
        this.key = `plenary.receipts.${room.id}`;
        try {
            this.list.value = JSON.parse(localStorage.getItem(this.key) ?? "[]") as Receipt[];
        } catch {
            /* They then last as long as the page. */
        }
        this.close = effect(() => this.follow());
    }

    /* Those of a person in a poll, the last behind; without the ballots that were refused. */
    of(poll: number, person: number): readonly Receipt[] {
        const refused = this.refused();
        return this.list.value.filter((one) => one.poll === poll && one.person === person && !refused.has(one.text));
    }

    make(poll: number, person: number, secret: boolean): string {
        const text = newText();
        this.keep([...this.list.peek(), { poll, person, text, ...(!secret && { open: true }) }].slice(-KEPT_MAX));
        return text;
    }

    drop(text: string): void {
        this.keep(this.list.peek().filter((one) => one.text !== text));
    }

    counted(text: string): void {
        const list = this.list.peek();
        if (list.some((one) => one.text === text && !one.counted)) {
            this.keep(list.map((one) => (one.text === text ? { ...one, counted: true } : one)));
        }
    }

    /* After the close: whether this ballot is among those counted. Undefined: there is no list. */
    listed(poll: number, text: string): boolean | undefined {
        return this.room.list("roll").value.find((one) => one.poll === poll)?.receipts?.includes(text);
    }

    /* By receipt, the refusals of ballots. */
    private refused(): ReadonlyMap<string, string> {
        const ballots = this.room.refused.value.filter((one) => typeof one.args.receipt === "string");
        return new Map(ballots.map((one) => [one.args.receipt as string, one.key]));
    }

    /*
     * A ballot that an earlier page sent is acknowledged to nobody who waits: it was on its way and is no more. One that was
     * sent again after the close is refused, though the first had arrived: the list knows.
     */
    private follow(): void {
        const refused = this.refused();
        for (const { poll, text, counted, open } of this.list.value) {
            if (open) continue;
            const key = refused.get(text);
            if (this.listed(poll, text)) {
                this.counted(text);
                if (key) this.room.dismiss(key);
            } else if (counted || key) {
                this.waited.delete(text);
            } else if (this.room.pending(poll)) {
                this.waited.add(text);
            } else if (this.waited.delete(text)) {
                this.counted(text);
            }
        }
    }

    private keep(list: readonly Receipt[]): void {
        this.list.value = list;
        try {
            localStorage.setItem(this.key, JSON.stringify(list));
        } catch {
            /* The same. */
        }
    }
}
