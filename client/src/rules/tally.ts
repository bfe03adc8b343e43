/*
 * tally: what came of a poll, as the server computes it (include/core/tally.h, rules V13 to V19; both read
 * tests/vectors/tally). What it is computed from is counted by the server: votes of options, and answers.
 */
import type { Answer, Ballot, Option, Poll } from "../sync/kinds";
import { THOUSANDTHS, wordsOf } from "./ballot";

/* Median and quartiles (V16). */
export interface Spread {
    median: number;
    low: number;
    high: number;
}

/* One possible answer and what it got. */
export interface Line {
    option?: number;
    value?: number;
    text?: string;
    votes: number;
    advice: number;
    leads: boolean;
    spread?: Spread;        /* of the ratings of this option */
}

export interface Tally {
    voters: number;
    eligible: number;
    weight: number;         /* of all ballots, advisory ones aside */
    abstained: number;
    quorum: boolean;        /* met, or none is asked */
    majority: boolean;      /* what leads has the share that is asked; false where none is */
    dissent: boolean;
    spread?: Spread;        /* of the numbers given, where the poll has no options */
    lines: readonly Line[];
}

export interface Share {
    delegation: number;     /* 0: those who speak for none */
    voters: number;
    votes: readonly number[];       /* by the lines of the tally */
}

type Counted = readonly (readonly [value: number, count: number])[];
type Type = Poll["type"];

const SCALE_STEPS = 21;         /* a scale of up to as many values has a line for each */
const ABSTENTION = 2;
const OBJECTION = 2;
const FIST_DISSENT = 1;
const LAST: Partial<Record<Type, number>> = { yes_no_abstain: 2, consent: 2, fist_to_five: 5 };
const OF_WORDS: ReadonlySet<Type> = new Set(["open_text", "words"]);
const OF_OPTIONS: ReadonlySet<Type> = new Set(["single", "multiple", "scale", "ranking", "points", "date"]);
const OF_NUMBERS: ReadonlySet<Type> = new Set(["scale", "number", "fist_to_five"]);
const LEADS_NOTHING: ReadonlySet<Type> = new Set(["number", "open_text"]);
const SHARES: Readonly<Record<Poll["majority"], readonly [part: number, whole: number]>> = {
    none: [0, 0], simple: [1, 2], two_thirds: [2, 3], three_quarters: [3, 4], unanimous: [1, 1],
};

/* V18: whether `votes` of `base` are the share that the majority asks for. */
export function majorityHas(majority: Poll["majority"], votes: number, base: number): boolean {
    if (majority === "none" || base <= 0) return false;
    const [part, whole] = SHARES[majority];
    return majority === "simple" ? 2 * votes > base : votes * whole >= base * part;
}

/* The number that stands at a place, from 1, when each is written as often as it was given. */
function valueAt(sorted: Counted, place: number): number {
    let left = place;
    for (const [value, count] of sorted) if ((left -= count) <= 0) return value;
    return NaN;
}

/* The median of `n` numbers that stand behind the first `skip`. */
function middle(sorted: Counted, skip: number, n: number): number {
    return (valueAt(sorted, skip + Math.floor((n + 1) / 2)) + valueAt(sorted, skip + Math.floor(n / 2) + 1)) / 2;
}

/* V16: the quartiles are the medians of the halves; the middle number of an odd count is in neither. */
function spreadOf(answers: readonly Answer[], option: number): Spread | undefined {
    const sorted = answers.filter((one) => (one.option ?? 0) === option && one.count)
        .map((one) => [one.value ?? 0, one.count ?? 0] as const).sort(([a], [b]) => a - b);
    const n = sorted.reduce((sum, [, count]) => sum + count, 0);
    const half = Math.floor(n / 2);
    if (n === 0) return undefined;
    const median = middle(sorted, 0, n);
    if (half === 0) return { median, low: median, high: median };
    return { median, low: middle(sorted, 0, half), high: middle(sorted, n - half, half) };
}

function lineOf(line: Partial<Line>): Line {
    return { votes: 0, advice: 0, leads: false, ...line };
}

function optionLines(poll: Poll, options: readonly Option[], answers: readonly Answer[]): Line[] {
    return options.map((one) => {
        const spread = poll.type === "scale" ? spreadOf(answers, one.id) : undefined;
        return lineOf({ option: one.id, votes: one.votes ?? 0, advice: one.advice ?? 0, ...(spread && { spread }) });
    });
}

/* V15: the values that can be given, where they are few, and those that were. */
function valueLines(poll: Poll, answers: readonly Answer[]): Line[] {
    const scale = poll.type === "scale" && (poll.max ?? 0) - (poll.min ?? 0) < SCALE_STEPS;
    const first = scale ? poll.min ?? 0 : 0;
    const last = scale ? poll.max ?? 0 : LAST[poll.type] ?? -1;
    const lines = new Map<number, Line>();
    for (let value = first; value <= last; value++) lines.set(value, lineOf({ value }));
    for (const { value = 0, count = 0, advice = 0 } of answers) {
        const line = lines.get(value) ?? lineOf({ value });
        lines.set(value, { ...line, votes: line.votes + count, advice: line.advice + advice });
    }
    return [...lines.values()].sort((a, b) => a.value! - b.value!);
}

/* The most frequent words first; of equal ones those that were given first. */
function textLines(answers: readonly Answer[]): Line[] {
    return answers.map(({ text, count = 0, advice = 0 }) => lineOf({ text, votes: count, advice }))
        .sort((a, b) => b.votes - a.votes || b.advice - a.advice);
}

/* An abstention leads nothing, and of numbers and free texts none does. */
function canLead(poll: Poll, line: Line): boolean {
    return !LEADS_NOTHING.has(poll.type) && !(poll.type === "yes_no_abstain" && line.value === ABSTENTION);
}

/* V17: half of those who answered are as far apart as half of what can be answered. */
function isWide(spread: Spread | undefined, range: number): boolean {
    return spread !== undefined && range > 0 && 2 * (spread.high - spread.low) >= range;
}

function hasDissent(poll: Poll, lines: readonly Line[], spread: Spread | undefined): boolean {
    const range = ((poll.max ?? 0) - (poll.min ?? 0)) * (poll.type === "number" ? THOUSANDTHS : 1);
    const against = (value: number): boolean =>
        (poll.type === "consent" && value === OBJECTION) || (poll.type === "fist_to_five" && value <= FIST_DISSENT);
    if (lines.some((line) => line.votes > 0 && line.value !== undefined && against(line.value))) return true;
    if (poll.type === "scale" && lines.some((line) => isWide(line.spread, range))) return true;
    return (poll.type === "scale" || poll.type === "number") && isWide(spread, range);
}

function linesOf(poll: Poll, options: readonly Option[], answers: readonly Answer[]): Line[] {
    if (OF_WORDS.has(poll.type)) return textLines(answers);
    return hasOptions(poll, options) ? optionLines(poll, options, answers) : valueLines(poll, answers);
}

/* A scale without options asks about nothing but the question. */
function hasOptions(poll: Poll, options: readonly Option[]): boolean {
    return OF_OPTIONS.has(poll.type) && (poll.type !== "scale" || options.length > 0);
}

/* The result; `options` and `answers` are those of the poll, in their order. */
export function tallyOf(poll: Poll, options: readonly Option[], answers: readonly Answer[]): Tally {
    const { voters = 0, eligible = 0, weight = 0, quorum = 0 } = poll;
    const lines = linesOf(poll, options, answers);
    const spread = OF_NUMBERS.has(poll.type) && !hasOptions(poll, options) ? spreadOf(answers, 0) : undefined;
    const abstained = poll.type === "yes_no_abstain" ? lines.find((line) => line.value === ABSTENTION)?.votes ?? 0 : 0;
    const most = Math.max(0, ...lines.filter((line) => canLead(poll, line)).map((line) => line.votes));
    return {
        voters, eligible, weight, abstained,
        quorum: quorum === 0 || (eligible > 0 && voters * 100 >= quorum * eligible),
        majority: most > 0 && majorityHas(poll.majority, most, weight - abstained),
        dissent: hasDissent(poll, lines, spread),
        ...(spread && { spread }),
        lines: lines.map((line) => ({ ...line, leads: most > 0 && line.votes === most && canLead(poll, line) })),
    };
}

/* What one ballot adds to a line, for each unit of its weight. */
function adds(poll: Poll, options: readonly Option[], ballot: Ballot, line: Line): number {
    if (line.option === undefined) return saysLine(poll, options, ballot, line) ? 1 : 0;
    if (poll.type === "single") return ballot.option === line.option ? 1 : 0;
    const at = ballot.options?.indexOf(line.option) ?? -1;
    if (at < 0) return 0;
    const value = ballot.values?.[at] ?? 0;
    if (poll.type === "ranking") return options.length - at - 1;
    if (poll.type === "date") return value === 0 ? 1 : 0;
    return poll.type === "multiple" ? 1 : value;
}

function sameWords(a: string, b: string): boolean {
    const plain = (text: string): string => text.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    return plain(a) === plain(b);
}

/* Whether a ballot is among those that a line counts. */
export function saysLine(poll: Poll, options: readonly Option[], ballot: Ballot, line: Line): boolean {
    if (line.option !== undefined) return adds(poll, options, ballot, line) > 0;
    if (line.text === undefined) return !hasOptions(poll, options) && ballot.values?.[0] === line.value;
    const words = poll.type === "words" ? wordsOf(ballot.text) : [ballot.text ?? ""];
    return words.some((word) => sameWords(word, line.text!));
}

/* V19: by delegation, in their order; those without a ballot are left out. `partyOf`: the delegation of a person, 0: none. */
export function sharesOf(
    poll: Poll, options: readonly Option[], lines: readonly Line[], ballots: readonly Ballot[], delegations: readonly number[],
    partyOf: (person: number | undefined) => number,
): Share[] {
    const own = new Map<number, Ballot[]>([...delegations, 0].map((id) => [id, []]));
    for (const ballot of ballots) {
        if (ballot.advisory) continue;
        const party = ballot.delegation ?? partyOf(ballot.person);
        (own.get(party) ?? own.get(0)!).push(ballot);
    }
    const votes = (list: readonly Ballot[], line: Line): number =>
        list.reduce((sum, ballot) => sum + adds(poll, options, ballot, line) * (ballot.weight ?? 1), 0);
    return [...own].filter(([, list]) => list.length > 0).map(([delegation, list]) =>
        ({ delegation, voters: list.length, votes: lines.map((line) => votes(list, line)) }));
}
