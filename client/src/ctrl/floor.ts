/*
 * floor: one's own hand, who speaks and who waits, being done with an item, and what the facilitators tell the room: what
 * everybody has at hand at once. The rest of running the room comes with view/floor_late.ts.
 */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { mlText } from "../i18n/index";
import { queueOf, readyOf, saysReady, speakerOf, tourOf } from "../rules/floor";
import type { Hand, HandType, Item, Message, Person } from "../sync/kinds";
import type { Room } from "../sync/room";
import { Noted } from "./noted";

export class FloorCtrl {
    readonly hands: ReadonlySignal<readonly Hand[]>;
    readonly speaker: ReadonlySignal<Hand | undefined>;
    readonly queue: ReadonlySignal<readonly Hand[]>;
    readonly tour: ReadonlySignal<readonly Hand[]>;
    /* One's own hand: the one that speaks, else the first that waits. */
    readonly mine: ReadonlySignal<Hand | undefined>;
    readonly ready: ReadonlySignal<{ n: number; all: number }>;
    /* This person is asked to say when done, and whether that was said. */
    readonly asked: ReadonlySignal<boolean>;
    readonly done: ReadonlySignal<boolean>;
    /* What the room was told and is not over, a call to order first, then the newest. */
    readonly told: ReadonlySignal<readonly Message[]>;
    /* How long a speech may take, as this person last chose; 0: as long as it takes. */
    readonly seconds = signal(0);

    constructor(
        private readonly room: Room,
        private readonly running: ReadonlySignal<Item | undefined>,
        self: ReadonlySignal<Person | undefined>,
        readonly noted: Noted,
    ) {
        this.hands = room.list("hand");
        this.speaker = computed(() => speakerOf(this.hands.value));
        this.queue = computed(() => queueOf(this.hands.value));
        this.tour = computed(() => tourOf(this.hands.value));
        this.mine = computed(() => {
            const me = room.me.value.person;
            const own = (hand: Hand | undefined): boolean => me > 0 && hand?.person === me;
            return own(this.speaker.value) ? this.speaker.value : this.queue.value.find(own);
        });
        this.ready = computed(() => readyOf(room.list("person").value, room.here.value, running.value));
        this.asked = computed(() => saysReady(self.value) && running.value !== undefined && running.value.kind !== "break");
        this.done = computed(() => running.value !== undefined && self.value?.ready === running.value.id);
        const messages = room.list("message");
        const rank = (one: Message): number => (one.type === "call_to_order" ? 0 : 1);
        this.told = computed(() => messages.value.filter((one) => !one.ended_at)
            .sort((a, b) => rank(a) - rank(b) || (b.at ?? Infinity) - (a.at ?? Infinity)));
    }

    /* With the time of this device, which keeps one's place when the link is down. */
    raise(type: HandType = "contribution"): void {
        this.room.run("hand.raise", { type, at: Math.floor(this.room.now()) });
    }

    lower(hand: Hand): void {
        this.room.run(hand.state === "speaking" ? "hand.end" : "hand.lower", { id: hand.id });
    }

    /* For the key: up, down, or the end of one's own speech. */
    toggle(): void {
        const hand = this.mine.peek();
        if (hand) this.lower(hand);
        else this.raise();
    }

    sayReady(on: boolean): void {
        if (this.running.peek()) this.room.run("person.ready", { on });
    }

    /* "Tunisia", or the person where there is no delegation. */
    nameOf(hand: Hand | undefined): string {
        const delegation = mlText(this.room.get("delegation", hand?.delegation)?.name);
        return delegation || (this.room.get("person", hand?.person)?.name ?? "");
    }
}
