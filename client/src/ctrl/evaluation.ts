/*
 * evaluation: the questions that every workshop asks at the end of a day and at its own end, prepared in all its languages at once.
 * They are polls like all others: changed, taken away or added to before they are opened.
 */
import { alsoIn, LANGS, mlText, tIn, type Lang, type ML, type Params } from "../i18n/index";
import type { Item, Option, Poll, PollPurpose } from "../sync/kinds";
import type { Room } from "../sync/room";

export type QuestionSet = "pulse" | "closing";

type Words = Partial<Record<Lang, string>>;

interface Question {
    is: string;                     /* ui.evaluation.q.… */
    about: Partial<Poll>;
    options?: readonly string[];    /* ui.evaluation.a.… */
}

const FIVE: Partial<Poll> = { type: "scale", min: 1, max: 5 };

const BEFORE: Question = { is: "before", about: FIVE };

const SETS: Readonly<Record<QuestionSet, readonly Question[]>> = {
    pulse: [
        { is: "useful", about: FIVE },
        { is: "words", about: { type: "words", max: 3 } },
        { is: "tomorrow", about: { type: "open_text" } },
    ],
    closing: [
        { is: "satisfied", about: FIVE, options: ["content", "speakers", "time", "organisation", "languages"] },
        { is: "usable", about: { type: "single" }, options: ["at_once", "with_support", "in_part", "not"] },
        { is: "best", about: { type: "open_text" } },
        { is: "better", about: { type: "open_text" } },
    ],
};

const PURPOSE: Readonly<Record<QuestionSet, PollPurpose>> = { pulse: "pulse", closing: "evaluation" };

export function countOf(set: QuestionSet): number {
    return SETS[set].length;
}

/* The question asked before that nothing is compared with yet. */
export function askedBefore(polls: readonly Poll[]): Poll | undefined {
    return polls.find((poll) => poll.purpose === "before" && !polls.some((one) => one.pair === poll.id));
}

/* Where something can still be asked before: at the beginning of the agenda, while that is not over. */
export function beginning(items: readonly Item[]): Item | undefined {
    const first = items[0];
    return first && (first.state === "planned" || first.state === "running") ? first : undefined;
}

/* The languages of the workshop whose sentences are at hand. */
async function spoken(room: Room): Promise<readonly Lang[]> {
    const wanted = room.workshop.peek()?.languages ?? [];
    const langs = LANGS.filter((one) => wanted.length === 0 || wanted.includes(one));
    const here = await Promise.all(langs.map((one) => alsoIn(one).then(() => [one], () => [])));
    return here.flat();
}

function inAll(langs: readonly Lang[], key: string, params?: Params): Words {
    return Object.fromEntries(langs.map((one) => [one, tIn(one, key, params)]));
}

/* A poll on that item; resolves to nothing, for what was sent is kept. Its number stands for it in what follows. */
function ask(room: Room, item: number, about: Record<string, unknown>, options: readonly object[]): number {
    const usual = { item, secrecy: "unattributed", unit: "person", results: "after" };
    const poll = -room.run("poll.create", { ...usual, ...about }).n;
    for (const text of options) room.run("option.create", { poll, text });
    return poll;
}

function askOne(room: Room, langs: readonly Lang[], item: Item, question: Question, purpose: PollPurpose): number {
    const words = inAll(langs, `ui.evaluation.q.${question.is}`, { n: item.day ?? 1 });
    const options = (question.options ?? []).map((one) => inAll(langs, `ui.evaluation.a.${one}`));
    return ask(room, item.id, { ...question.about, question: words, purpose }, options);
}

export async function prepareSet(room: Room, set: QuestionSet, item: Item): Promise<void> {
    const langs = await spoken(room);
    for (const question of SETS[set]) askOne(room, langs, item, question, PURPOSE[set]);
}

/* "And now: …", in every language that the question was asked in. */
function askedAgain(langs: readonly Lang[], question: ML | undefined): Words {
    const there = langs.filter((one) => question?.[one]);
    if (there.length === 0) return { [question?.src ?? "en"]: mlText(question) };
    return Object.fromEntries(there.map((one) => [one, tIn(one, "ui.evaluation.q.again", { question: question![one]! })]));
}

function wordsOf(text: ML | undefined): Words {
    return Object.fromEntries(LANGS.flatMap((one) => (text?.[one] ? [[one, text[one]]] : [])));
}

/* The question that was asked before, once more and to compare. */
export async function prepareAfter(room: Room, before: Poll, options: readonly Option[], item: Item): Promise<void> {
    const langs = await spoken(room);
    const { type, min, max, labels, points, per_option_max } = before;
    const about = Object.fromEntries(Object.entries({ type, min, max, labels, points, per_option_max }).filter(([, value]) => value));
    ask(room, item.id, { ...about, question: askedAgain(langs, before.question), purpose: "after", pair: before.id },
        options.map((one) => wordsOf(one.text)));
}

/* The same question at the beginning and at the end. */
export async function prepareBoth(room: Room, first: Item, item: Item): Promise<void> {
    const langs = await spoken(room);
    const pair = askOne(room, langs, first, BEFORE, "before");
    ask(room, item.id, { ...BEFORE.about, question: inAll(langs, "ui.evaluation.q.after"), purpose: "after", pair }, []);
}
