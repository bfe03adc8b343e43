/* floor_times: how long each delegation has spoken, who is called next, which question is taken up first. */
import type { Hand, Question } from "../sync/kinds";
import { queueOf, tourOf } from "./floor";

export interface Spoken {
    delegation: number;     /* 0: of people without one */
    ms: number;
    times: number;          /* how often */
}

/* How long each delegation has spoken, whoever speaks now included; the longest first. */
export function spokenTimes(hands: readonly Hand[], now: number): Spoken[] {
    const by = new Map<number, Spoken>();
    for (const hand of hands) {
        if (hand.given_at === undefined || (hand.state !== "spoken" && hand.state !== "speaking")) continue;
        const end = hand.state === "speaking" ? now : (hand.ended_at ?? hand.given_at);
        const delegation = hand.delegation ?? 0;
        const one = by.get(delegation) ?? { delegation, ms: 0, times: 0 };
        one.ms += Math.max(0, end - hand.given_at);
        one.times += 1;
        by.set(delegation, one);
    }
    return [...by.values()].sort((a, b) => b.ms - a.ms || a.delegation - b.delegation);
}

/* Questions to the speaker as they are taken up: what most want to hear first, then the older. */
export function askedMost(questions: readonly Question[]): Question[] {
    const backers = (one: Question): number => one.backers?.length ?? 0;
    return [...questions].sort((a, b) => backers(b) - backers(a) || (a.at ?? Infinity) - (b.at ?? Infinity) || a.id - b.id);
}

/* Who is called next: a point of order goes before a tour de table that is under way, and that before the queue. */
export function upNext(hands: readonly Hand[]): Hand | undefined {
    const [first] = queueOf(hands);
    if (first?.type === "point_of_order") return first;
    return tourOf(hands)[0] ?? first;
}
