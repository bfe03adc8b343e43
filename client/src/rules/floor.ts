/*
 * floor: who speaks, who waits for it, who says to be done. The hands come in the order of their places, which the server keeps
 * (rules J of server/core/RULES.md).
 */
import type { Hand, HandType, Item, Person } from "../sync/kinds";

/* What a hand can be raised for, the most pressing last. */
export const HAND_TYPES: readonly Exclude<HandType, "tour">[] = ["contribution", "reply", "point_of_order"];

/* Points of order come first, then replies, then contributions; a tour de table has an order of its own. */
const RANK: Readonly<Record<HandType, number>> = { point_of_order: 0, reply: 1, contribution: 2, tour: 3 };

/* Raised hands in the order the floor is given. */
export function queueOf(hands: readonly Hand[]): Hand[] {
    return hands.filter((hand) => hand.state === "waiting" && hand.type !== "tour");
}

/* The delegations of a tour de table that have not spoken yet. */
export function tourOf(hands: readonly Hand[]): Hand[] {
    return hands.filter((hand) => hand.state === "waiting" && hand.type === "tour");
}

export function speakerOf(hands: readonly Hand[]): Hand | undefined {
    return hands.find((hand) => hand.state === "speaking");
}

/* The hand that a new one stands behind; undefined: it is the first. */
export function behind(hands: readonly Hand[], type: HandType): Hand | undefined {
    return hands.filter((hand) => hand.state === "waiting" && RANK[hand.type] <= RANK[type]).pop();
}

/* How the time of a speech stands: what has passed, what is left where it is limited. */
export interface Speech {
    passed: number;
    whole: number;          /* ms; 0: no limit */
    left: number;           /* below 0: over */
}

export function speechOf(hand: Hand, now: number): Speech {
    const passed = Math.max(0, now - (hand.given_at ?? now));
    const whole = (hand.seconds ?? 0) * 1000;
    return { passed, whole, left: whole - passed };
}

const ASKED: readonly Person["role"][] = ["delegate", "rapporteur", "expert"];

/* Who is asked to say when they are done. */
export function saysReady(person: Person | undefined): boolean {
    return person !== undefined && !person.guest && ASKED.includes(person.role);
}

/* How many say to be done with the item, of those who are there or have said so. */
export function readyOf(persons: readonly Person[], here: ReadonlySet<number>, item: Item | undefined): { n: number; all: number } {
    const is = (person: Person): boolean => item !== undefined && person.ready === item.id;
    const asked = persons.filter((person) => saysReady(person) && (here.has(person.id) || is(person)));
    return { n: asked.filter(is).length, all: asked.length };
}
