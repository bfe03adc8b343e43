/* poll_form: what is filled in to make or change a poll, and the commands that this becomes. */
import { ml, mlText, type ML } from "../i18n/index";
import type { Option, Poll, PollMajority, PollPurpose, PollResults, PollSecrecy, PollType, PollUnit } from "../sync/kinds";
import type { Room } from "../sync/room";
import { pollText } from "./poll_paste";
import { said } from "./said";

export const TYPES: readonly PollType[] = [
    "single", "multiple", "yes_no_abstain", "scale", "ranking", "points", "open_text", "words", "number", "date", "consent", "fist_to_five",
];
export const SECRECIES: readonly PollSecrecy[] = ["named", "unattributed", "secret"];
export const MAJORITIES: readonly PollMajority[] = ["none", "simple", "two_thirds", "three_quarters", "unanimous"];
export const PURPOSES: readonly PollPurpose[] = ["decision", "pulse", "evaluation", "before", "after"];
/* How long a poll can be opened for, in seconds; 0: until somebody closes it. */
export const OPEN_FOR: readonly number[] = [0, 30, 60, 120, 180, 300, 600];
/* Types whose options are typed as lines. */
const TAKES_OPTIONS: ReadonlySet<PollType> = new Set(["single", "multiple", "scale", "ranking", "points", "date"]);

/* Types of which one answer can have a majority (V6). */
const DECIDES: ReadonlySet<PollType> = new Set(["single", "multiple", "yes_no_abstain", "date", "consent"]);

export function decides(type: PollType): boolean {
    return DECIDES.has(type);
}

export interface PollFields {
    type: PollType;
    secrecy: PollSecrecy;
    unit: PollUnit;
    results: PollResults;
    purpose: PollPurpose;
    pair: number;
    majority: PollMajority;
    min: string;
    max: string;
    labels: string;         /* of a scale, with commas or bars between */
    points: string;
    per_option_max: string;
    quorum: string;
    weighted: boolean;
    advisory: boolean;
    seconds: string;
}

export function takesOptions(type: PollType): boolean {
    return TAKES_OPTIONS.has(type);
}

/* What a poll of a type starts with: a scale of five, ten points, everything else as little as can be. */
export function usualOf(type: PollType): Partial<PollFields> {
    const results: PollResults = type === "yes_no_abstain" || type === "consent" || type === "fist_to_five" ? "after" : "live";
    const none = { min: "", max: "", labels: "", points: "", per_option_max: "" };
    const own: Partial<PollFields> = type === "scale" ? { min: "1", max: "5" } : type === "points" ? { points: "10" } : {};
    return { ...none, ...own, results };
}

/* Polls of an evaluation are nobody's in particular. */
export function newFields(evaluation: boolean): PollFields {
    return {
        type: "yes_no_abstain", secrecy: evaluation ? "unattributed" : "named", unit: "person", results: "live",
        purpose: evaluation ? "evaluation" : "decision", pair: 0, majority: "none", min: "", max: "", labels: "", points: "",
        per_option_max: "", quorum: "", weighted: false, advisory: false, seconds: "0", ...usualOf("yes_no_abstain"),
    };
}

function textOf(value: number | undefined): string {
    return value ? String(value) : "";
}

export function fieldsOf(poll: Poll): PollFields {
    const { type, secrecy, unit, results, purpose, majority } = poll;
    const scale = type === "scale";
    return {
        type, secrecy, unit, results, purpose, majority, pair: poll.pair ?? 0,
        min: scale ? String(poll.min ?? 0) : textOf(poll.min), max: scale ? String(poll.max ?? 0) : textOf(poll.max),
        labels: (poll.labels ?? []).join(" | "), points: textOf(poll.points), per_option_max: textOf(poll.per_option_max),
        quorum: textOf(poll.quorum), weighted: poll.weighted ?? false, advisory: poll.advisory ?? false, seconds: String(poll.seconds ?? 0),
    };
}

export function linesOf(poll: Poll, options: readonly Option[]): string {
    return pollText(mlText(poll.question), options.map((one) => mlText(one.text)));
}

const USES_MIN: ReadonlySet<PollType> = new Set(["multiple", "scale", "number"]);
const USES_MAX: ReadonlySet<PollType> = new Set(["multiple", "scale", "number", "ranking", "words"]);

/* Whole numbers from text; null: none, or what this type has no use for. */
function count(text: string, used: boolean): number | null {
    const value = Math.trunc(Number(text));
    return !used || text.trim() === "" || !Number.isFinite(value) || value === 0 ? null : value;
}

/* The arguments of poll.create and poll.edit; what is left empty is null. */
export function argsOf(fields: PollFields): Record<string, unknown> {
    const { type, secrecy } = fields;
    const labels = fields.labels.split(/[|\n]/).map((one) => one.trim()).filter(Boolean);
    const secret = secrecy === "secret";
    return {
        type, secrecy, unit: fields.unit, results: secret ? "after" : fields.results, purpose: fields.purpose,
        majority: decides(type) ? fields.majority : "none",
        pair: fields.purpose === "after" && fields.pair ? fields.pair : null,
        min: count(fields.min, USES_MIN.has(type)), max: count(fields.max, USES_MAX.has(type)),
        labels: type === "scale" && labels.length > 0 ? labels : null,
        points: count(fields.points, type === "points"), per_option_max: count(fields.per_option_max, type === "points"),
        quorum: count(fields.quorum, true), weighted: fields.weighted && !secret, advisory: fields.advisory,
        seconds: count(fields.seconds, true),
    };
}

/* Only what is given: for a new poll. */
export function givenOf(fields: PollFields): Record<string, unknown> {
    return Object.fromEntries(Object.entries(argsOf(fields)).filter(([, value]) => value !== null && value !== false));
}

/* A text stays in the language it was shown in. */
function wordsOf(before: ML | undefined, text: string): object {
    return before ? { [ml(before).lang]: text } : said(text);
}

/* Make a poll that exists what the form says; what did not change is not sent, so that others' changes stay. */
export function changePoll(room: Room, poll: Poll, before: PollFields, fields: PollFields, question: string): void {
    const was = argsOf(before);
    const changed = Object.entries(argsOf(fields)).filter(([name, value]) => JSON.stringify(was[name]) !== JSON.stringify(value));
    const words = question !== mlText(poll.question) ? { question: wordsOf(poll.question, question) } : {};
    const args = { ...Object.fromEntries(changed), ...words };
    if (Object.keys(args).length > 0) room.run("poll.edit", { id: poll.id, ...args });
}

/*
 * Make the options what the lines say. A line that is there already keeps its option, and with it the row of the plan; the
 * others take the options that are left over, in order; then come new ones.
 */
export function changeOptions(room: Room, poll: number, options: readonly Option[], lines: readonly string[]): void {
    const left = [...options];
    const kept = lines.map((line) => {
        const at = left.findIndex((one) => mlText(one.text) === line);
        return at < 0 ? undefined : left.splice(at, 1)[0];
    });
    const placed = lines.map((line, i) => {
        const known = kept[i] ?? left.shift();
        if (!known) return -room.run("option.create", { poll, text: said(line) }).n;
        if (!kept[i]) room.run("option.edit", { id: known.id, text: wordsOf(known.text, line) });
        return known.id;
    });
    for (const gone of left) room.run("option.remove", { id: gone.id });
    putInOrder(room, options.filter((one) => !left.includes(one)).map((one) => one.id), placed);
}

/* New ones stand at the end: each that is not behind the one before it is moved there. */
function putInOrder(room: Room, old: readonly number[], wanted: readonly number[]): void {
    const now = [...old, ...wanted.filter((id) => !old.includes(id))];
    wanted.forEach((id, i) => {
        if (now[i] === id) return;
        now.splice(now.indexOf(id), 1);
        now.splice(i, 0, id);
        room.run("option.move", { id, after: i > 0 ? wanted[i - 1]! : 0 });
    });
}
