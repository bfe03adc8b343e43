/*
 * paste: lists copied from a sheet or a message, read line by line. The first column is the name or the title; the others
 * are told by what they look like, so that their order does not matter.
 */
import { t } from "../i18n/index";
import type { Delegation, Item, ItemKind, Person, PersonRole } from "../sync/kinds";
import { clockMinutes, clockText, ITEM_KINDS } from "./agenda";
import { ROLES } from "./people";

const NAME_MAX = 64;
const TITLE_MAX = 300;
const MINUTES_MAX = 1440;

/* Why a line is left out. */
export type Fault = "long" | "twice";

export interface PastedPerson {
    name: string;
    role: PersonRole;
    delegation: string;             /* as it was written; empty: none */
    known: number | undefined;      /* the delegation, when it is in the workshop */
    contact: string;
    fault: Fault | undefined;
}

export interface PastedItem {
    title: string;
    day: number;
    start: string;
    minutes: number | undefined;
    kind: ItemKind;
    presenter: string;
    fault: Fault | undefined;
}

function rowsOf(text: string): string[][] {
    const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
    return lines.map((line) => line.split(/\t|;/).map((cell) => cell.trim()).filter(Boolean)).filter((row) => row.length > 0);
}

function same(a: string | undefined, b: string): boolean {
    return a !== undefined && a.trim().toLocaleLowerCase() === b.trim().toLocaleLowerCase();
}

function wordOf<T extends string>(prefix: string, words: readonly T[], cell: string): T | undefined {
    return words.find((word) => same(word, cell) || same(t(`ui.${prefix}.${word}`), cell));
}

function isContact(cell: string): boolean {
    return cell.includes("@") || /^\+?[\d ()./-]{6,}$/.test(cell);
}

function delegationOf(list: readonly Delegation[], cell: string): number | undefined {
    const named = (one: Delegation): boolean =>
        same(one.country, cell) || same(one.name?.ar, cell) || same(one.name?.fr, cell) || same(one.name?.en, cell);
    return list.find(named)?.id;
}

export function readPeople(text: string, delegations: readonly Delegation[], present: readonly Person[]): PastedPerson[] {
    const read: PastedPerson[] = [];
    for (const [name, ...cells] of rowsOf(text)) {
        const contact = cells.find(isContact) ?? "";
        const role = cells.map((cell) => wordOf("role", ROLES, cell)).find(Boolean);
        const delegation = cells.find((cell) => !isContact(cell) && !wordOf("role", ROLES, cell)) ?? "";
        const known = delegation ? delegationOf(delegations, delegation) : undefined;
        const twice = [...present, ...read].some((one) => same(one.name, name!));
        const fault = [...name!].length > NAME_MAX ? "long" : twice ? "twice" : undefined;
        const given = role === "delegate" && !delegation ? undefined : role;
        read.push({ name: name!, role: given ?? (delegation ? "delegate" : "observer"), delegation, known, contact, fault });
    }
    return read;
}

const DAY_LINE = /^(?:day|jour|اليوم)\s*(\d{1,2})$/i;
const CLOCK = "(\\d{1,2})[:h](\\d{2})";
const TIMES = new RegExp(`^${CLOCK}(?:\\s*[-–]\\s*${CLOCK})?\\s*`);
const LENGTH = /^(\d{1,4})\s*(?:min(?:utes?)?\.?|['′]|دقيقة|دقائق|د)?$/i;

interface Times {
    start: string;
    minutes: number | undefined;
}

/* "09:00", "9h30" or "09:00-10:30" at the beginning of a cell, and what stands behind it. */
function timesOf(cell: string): { times: Times; rest: string } | undefined {
    const found = TIMES.exec(cell);
    if (!found) return undefined;
    const at = (hours: string | undefined, minutes: string | undefined): number | undefined =>
        hours === undefined ? undefined : clockMinutes(`${hours.padStart(2, "0")}:${minutes}`);
    const from = at(found[1], found[2]);
    const to = at(found[3], found[4]);
    if (from === undefined || from >= MINUTES_MAX) return undefined;
    const minutes = to !== undefined && to > from ? to - from : undefined;
    return { times: { start: clockText(from), minutes }, rest: cell.slice(found[0].length) };
}

function readItem(cells: readonly string[], day: number): PastedItem {
    const item: PastedItem =
        { title: "", day, start: "", minutes: undefined, kind: "discussion", presenter: "", fault: undefined };
    for (const cell of cells) {
        const timed = timesOf(cell);
        if (timed) Object.assign(item, { ...timed.times, minutes: timed.times.minutes ?? item.minutes });
        const words = timed ? timed.rest : cell;
        const length = LENGTH.exec(words);
        const kind = wordOf("kind", ITEM_KINDS, words);
        if (words === "") continue;
        if (length) item.minutes = Math.min(Number(length[1]), MINUTES_MAX);
        else if (kind && item.title !== "") item.kind = kind;
        else if (item.title === "") Object.assign(item, { title: words, kind: kind ?? item.kind });
        else if (item.presenter === "") item.presenter = words;
    }
    return item;
}

/* A line that only says "Day 2" begins that day. */
export function readItems(text: string, firstDay: number, present: readonly Item[]): PastedItem[] {
    const read: PastedItem[] = [];
    let day = firstDay;
    for (const cells of rowsOf(text)) {
        const begins = cells.length === 1 ? DAY_LINE.exec(cells[0]!) : null;
        if (begins) {
            day = Math.min(30, Math.max(1, Number(begins[1])));
            continue;
        }
        const item = readItem(cells, day);
        if (item.title === "") continue;
        const there = present.some((one) =>
            (one.day ?? 1) === day && [one.title?.ar, one.title?.fr, one.title?.en].some((title) => same(title, item.title)));
        item.fault = [...item.title].length > TITLE_MAX ? "long" : there ? "twice" : undefined;
        read.push(item);
    }
    return read;
}
