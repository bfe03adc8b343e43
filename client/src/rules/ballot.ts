/*
 * ballot: what a ballot of each type says (RULES.md V12), when it can be sent, and what a digit of the keyboard does to it.
 * Values and limits are the server's: whole numbers, thousandths for numbers.
 */
import type { Option, Poll } from "../sync/kinds";

export interface Reply {
    option?: number;
    options?: readonly number[];
    values?: readonly number[];
    text?: string;
}

export interface Asked {
    poll: Poll;
    options: readonly Option[];
}

export const WORDS_USUAL = 5;
export const WORD_MAX = 64;
export const TEXT_MAX = 2000;
export const THOUSANDTHS = 1000;
/* Values of a date. */
export const DATE_YES = 0;
export const DATE_NO = 2;
const FIST_MAX = 5;

/* What a scale runs between. */
export function range(poll: Poll): { low: number; high: number } {
    if (poll.type === "fist_to_five") return { low: 0, high: FIST_MAX };
    return { low: poll.min ?? 0, high: poll.max ?? 0 };
}

/* How many of the options may be chosen, or have to be. */
export function several({ poll, options }: Asked): { least: number; most: number } {
    const most = poll.max ? Math.min(poll.max, options.length) : options.length;
    return { least: Math.min(Math.max(1, poll.min ?? 0), most), most };
}

/* How many options a ranking takes, or words a ballot. */
export function places({ poll, options }: Asked): number {
    if (poll.type === "words") return poll.max || WORDS_USUAL;
    return poll.max ? Math.min(poll.max, options.length) : options.length;
}

/* The points not given yet, and what one option may have in all. */
export function points({ poll }: Asked, reply: Reply): { left: number; cap: number } {
    const all = poll.points ?? 0;
    const given = (reply.values ?? []).reduce((sum, value) => sum + value, 0);
    return { left: all - given, cap: poll.per_option_max || all };
}

/* The value a reply has for an option. */
export function valueFor(reply: Reply, option: number): number | undefined {
    const at = reply.options?.indexOf(option) ?? -1;
    return at < 0 ? undefined : reply.values?.[at];
}

/* The same reply with that value for the option; options stay in the order of the poll. */
export function withValue({ options }: Asked, reply: Reply, option: number, value: number | undefined): Reply {
    const pairs = options.map((one) => [one.id, one.id === option ? value : valueFor(reply, one.id)] as const)
        .filter((pair): pair is readonly [number, number] => pair[1] !== undefined);
    return { options: pairs.map(([id]) => id), values: pairs.map(([, given]) => given) };
}

export function wordsOf(text: string | undefined): string[] {
    return (text ?? "").split("\n").map((word) => word.trim().replace(/\s+/g, " ")).filter(Boolean);
}

/* Arabic-Indic digits as those of the protocol, one for one. */
export function western(text: string): string {
    return text.replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
}

/* "2.5" and "2,5" as thousandths; undefined: it is no number, or has more than three decimals. */
export function thousandths(text: string): number | undefined {
    const plain = western(text.trim()).replace(/[,\u066b]/, ".");
    if (!/^[-+\u2212]?\d{1,9}(\.\d{1,3})?$/.test(plain)) return undefined;
    return Math.round(Number(plain.replace("\u2212", "-")) * THOUSANDTHS);
}

function within(value: number | undefined, low: number, high: number): boolean {
    return value !== undefined && value >= low && value <= high;
}

const READY: Readonly<Record<Poll["type"], (asked: Asked, reply: Reply) => boolean>> = {
    single: (_, reply) => reply.option !== undefined,
    multiple(asked, reply) {
        const { least, most } = several(asked);
        return within(reply.options?.length, least, most);
    },
    yes_no_abstain: (_, reply) => within(reply.values?.[0], 0, 2),
    scale({ poll, options }, reply) {
        const { low, high } = range(poll);
        return (reply.values ?? []).length === Math.max(1, options.length) && reply.values!.every((value) => within(value, low, high));
    },
    ranking: (asked, reply) => within(reply.options?.length, 1, places(asked)),
    points(asked, reply) {
        const { left, cap } = points(asked, reply);
        return left >= 0 && left < (asked.poll.points ?? 0) && reply.values!.every((value) => within(value, 0, cap));
    },
    open_text: (_, reply) => within((reply.text ?? "").trim().length, 1, TEXT_MAX),
    words(asked, reply) {
        const words = wordsOf(reply.text);
        return within(words.length, 1, places(asked)) && words.every((word) => [...word].length <= WORD_MAX);
    },
    number({ poll }, reply) {
        const { low, high } = range(poll);
        const value = reply.values?.[0];
        return low === 0 && high === 0 ? value !== undefined : within(value, low * THOUSANDTHS, high * THOUSANDTHS);
    },
    date: ({ options }, reply) => (reply.values ?? []).length === options.length,
    consent: (_, reply) => within(reply.values?.[0], 0, 2) && (reply.values![0] !== 2 || Boolean(reply.text?.trim())),
    fist_to_five: (_, reply) => within(reply.values?.[0], 0, FIST_MAX),
};

/* Whether it can be sent. */
export function isReady(asked: Asked, reply: Reply): boolean {
    return READY[asked.poll.type](asked, reply);
}

function toggled(list: readonly number[] | undefined, one: number): number[] {
    return list?.includes(one) ? list.filter((id) => id !== one) : [...(list ?? []), one];
}

/* Choosing one more, or one less, of several; where only so many can be chosen no further one is. */
export function chooseOne(asked: Asked, reply: Reply, option: number): Reply {
    const options = toggled(reply.options, option);
    const most = asked.poll.type === "ranking" ? places(asked) : several(asked).most;
    return options.length > most ? reply : { options };
}

const PRESS: Partial<Record<Poll["type"], (asked: Asked, reply: Reply, digit: number) => Reply | undefined>> = {
    single: ({ options }, _, digit) => options[digit - 1] && { option: options[digit - 1]!.id },
    multiple: (asked, reply, digit) => asked.options[digit - 1] && chooseOne(asked, reply, asked.options[digit - 1]!.id),
    ranking: (asked, reply, digit) => asked.options[digit - 1] && chooseOne(asked, reply, asked.options[digit - 1]!.id),
    yes_no_abstain: (_, __, digit) => (within(digit, 1, 3) ? { values: [digit - 1] } : undefined),
    consent: (_, reply, digit) => (within(digit, 1, 3) ? { ...reply, values: [digit - 1] } : undefined),
    scale: pressValue,
    fist_to_five: pressValue,
};

/* On a scale of digits, each means itself. */
function pressValue({ poll, options }: Asked, _: Reply, digit: number): Reply | undefined {
    const { low, high } = range(poll);
    return options.length === 0 && within(digit, low, high) ? { values: [digit] } : undefined;
}

/* The reply after a digit; undefined: it means nothing here. */
export function press(asked: Asked, reply: Reply, digit: number): Reply | undefined {
    return PRESS[asked.poll.type]?.(asked, reply, digit);
}
