/*
 * checks: advice about the rows of the plan, the same that the server asks for when adoption is set to require it
 * (server/core/RULES.md, tests/vectors/checks.json). A pure function of what stands in the plan.
 */
import {
    KINDS, type Action, type Framework, type Lang, type ML, type Paragraph, type Recommendation, type Workshop,
    type WorkshopAdoptionRequires,
} from "../sync/kinds";
import { openBrackets } from "./brackets";

export type Check = WorkshopAdoptionRequires;
export type Row = Action | Recommendation | Framework | Paragraph;

/* The order in which they are told. */
export const CHECKS: readonly Check[] = [
    "no_text", "no_lead", "no_date", "end_before_start", "no_indicator", "high_without_resources", "lead_overloaded",
    "recommendation_without_action", "open_brackets", "missing_translation", "duplicate_wording",
];

export interface PlanRows {
    workshop: Pick<Workshop, "languages" | "starts_on" | "ends_on" | "lead_max"> | undefined;
    actions: readonly Action[];
    recommendations: readonly Recommendation[];
    frameworks: readonly Framework[];
    paragraphs: readonly Paragraph[];
}

export interface Findings {
    /* By row: what it should be looked at for. */
    of: ReadonlyMap<number, readonly Check[]>;
    /* By row: the rows that read almost the same. */
    alike: ReadonlyMap<number, readonly number[]>;
}

const LEAD_MAX = 5;
const LANGS: readonly Lang[] = ["ar", "fr", "en"];

export function checksOf(plan: PlanRows): Findings {
    const steps = checking(plan);
    for (;;) {
        const step = steps.next();
        if (step.done) return step.value;
    }
}

/* The same in small steps, so that a page can draw and take letters in between. */
export function* checking(plan: PlanRows): Generator<void, Findings> {
    const rows: readonly Row[] = [...plan.actions, ...plan.recommendations, ...plan.frameworks, ...plan.paragraphs];
    const alike = yield* duplicates(rows);
    const leads = new Map<number, number>();
    for (const { lead } of plan.actions) if (lead) leads.set(lead, (leads.get(lead) ?? 0) + 1);
    const linked = new Set(plan.actions.flatMap((row) => row.recommendations ?? []));
    const of = new Map<number, Check[]>();
    for (const row of rows) {
        const found = new Set<Check>(alike.has(row.id) ? ["duplicate_wording"] : []);
        checkWords(row, plan.workshop?.languages ?? [], found);
        if (row.k === "action") checkAction(row, plan, leads, found);
        if (row.k === "recommendation" && !linked.has(row.id)) found.add("recommendation_without_action");
        if (found.size > 0) of.set(row.id, CHECKS.filter((check) => found.has(check)));
        yield;
    }
    return { of, alike };
}

function empty(text: ML | undefined): boolean {
    return !text || LANGS.every((lang) => !text[lang]);
}

/* What the row mainly says. */
export function mainText(row: Row): ML | undefined {
    return row.k === "action" || row.k === "framework" ? row.title : row.text;
}

/* Open brackets of a row, over all its texts. */
export function rowBrackets(row: Row): number {
    let n = 0;
    for (const field of [...KINDS[row.k].coedited, ...(row.k === "framework" ? ["title"] : [])]) {
        const text = (row as unknown as Record<string, ML | undefined>)[field];
        for (const lang of LANGS) n += openBrackets(text?.[lang]);
    }
    return n;
}

function checkWords(row: Row, languages: readonly Lang[], found: Set<Check>): void {
    const text = mainText(row);
    if (empty(text)) found.add("no_text");
    else if (languages.some((lang) => !text?.[lang] || text.old?.includes(lang))) found.add("missing_translation");
    if (rowBrackets(row) > 0) found.add("open_brackets");
}

function checkAction(row: Action, plan: PlanRows, leads: ReadonlyMap<number, number>, found: Set<Check>): void {
    const most = plan.workshop?.lead_max || LEAD_MAX;
    if (!row.lead) found.add("no_lead");
    else if (leads.get(row.lead)! > most) found.add("lead_overloaded");
    if (!row.due) found.add("no_date");
    else if (endsBefore(row.start, row.due, plan.workshop)) found.add("end_before_start");
    if (empty(row.indicator)) found.add("no_indicator");
    if (row.priority === "high" && empty(row.resources)) found.add("high_without_resources");
}

/* ---- dates ---- */

const AFTER = /^T\+(\d+) (day|week|month|year)s?$/;

function endsBefore(start: string | undefined, due: string, workshop: PlanRows["workshop"]): boolean {
    if (!start) return false;
    const bothAfter = AFTER.test(start) && AFTER.test(due);
    const base = workshop?.ends_on ?? workshop?.starts_on ?? (bothAfter ? "2000-01-01" : undefined);
    const from = dayOf(start, base);
    const to = dayOf(due, base);
    return from !== undefined && to !== undefined && to < from;
}

/* Days since 1970; undefined: ongoing, or after a workshop that has no date. */
function dayOf(when: string, base: string | undefined): number | undefined {
    const day = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
    const after = AFTER.exec(when);
    if (!after) return /^\d{4}-\d\d-\d\d$/.test(when) ? day(when) : undefined;
    if (!base) return undefined;
    const n = Number(after[1]);
    if (after[2] === "day") return day(base) + n;
    if (after[2] === "week") return day(base) + 7 * n;
    return monthsAfter(base, after[2] === "year" ? 12 * n : n);
}

/* The same day of a later month, at most that month's last. */
function monthsAfter(base: string, months: number): number {
    const [year, month, day] = base.split("-").map(Number) as [number, number, number];
    const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
    return Date.UTC(year, month - 1 + months, Math.min(day, last)) / 86_400_000;
}

/* ---- wording ---- */

const BETWEEN = /[\0-/:-@[-`{-\x7f\u00a0\u00ab\u00bb\u060c\u061b\u061f\u0640\u2010-\u203a]+/;

/* Every three words in a row; a shorter text is one gram. */
export function grams(text: string): Set<string> {
    const words = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).split(BETWEEN).filter(Boolean);
    if (words.length === 0) return new Set();
    if (words.length < 3) return new Set([words.join(" ")]);
    return new Set(words.slice(2).map((_, i) => `${words[i]} ${words[i + 1]} ${words[i + 2]}`));
}

const ALIKE_MAX = 20;       /* rows named beside one; more say no more */

/*
 * Rows of one kind whose main text is alike in some language: 10 * common >= 4 * (a + b) of their sets of grams. Only rows
 * that share a gram are compared, so that a plan of 2,000 rows takes a moment.
 */
function* duplicates(rows: readonly Row[]): Generator<void, Map<number, number[]>> {
    const alike = new Map<number, number[]>();
    const note = (a: number, b: number): void => {
        const list = alike.get(a);
        if (!list) alike.set(a, [b]);
        else if (list.length < ALIKE_MAX && !list.includes(b)) list.push(b);
    };
    for (const kind of ["action", "recommendation", "framework", "paragraph"] as const) {
        const ofKind = rows.filter((row) => row.k === kind);
        for (const lang of LANGS) yield* alikeIn(ofKind, lang, note);
    }
    return alike;
}

function* alikeIn(rows: readonly Row[], lang: Lang, note: (a: number, b: number) => void): Generator<void, void> {
    const sets: Set<string>[] = [];
    const holders = new Map<string, number[]>();
    const common = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
        const set = grams(mainText(rows[i]!)?.[lang] ?? "");
        sets.push(set);
        common.fill(0);
        for (const gram of set) {
            const known = holders.get(gram);
            for (const j of known ?? []) common[j]!++;
            if (known) known.push(i);
            else holders.set(gram, [i]);
        }
        for (let j = 0; j < i; j++) {
            if (common[j]! === 0 || 10 * common[j]! < 4 * (set.size + sets[j]!.size)) continue;
            note(rows[i]!.id, rows[j]!.id);
            note(rows[j]!.id, rows[i]!.id);
        }
        yield;
    }
}
