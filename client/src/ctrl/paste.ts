/*
 * paste: lists copied from a sheet or a message, as the server takes them. A list with a head of column names goes as it is.
 * Without one it is read line by line: the first column is the name or the title, the others are told by what they look
 * like, so that their order does not matter. What is wrong with a line the server says (PROTOCOL.md P44, P45).
 */
import { t } from "../i18n/index";
import { western } from "../rules/ballot";
import type { ItemKind, PersonRole } from "../sync/kinds";
import { clockMinutes, clockText, ITEM_KINDS } from "./agenda";
import { ROLES } from "./seats";

const MINUTES_MAX = 1440;

/* A list as it is sent, and which line of what was pasted a line of it comes from. */
export interface List {
    csv: string;
    lineOf: (line: number) => number;
}

export interface PastedPerson {
    line: number;
    name: string;
    role: PersonRole;
    delegation: string;             /* as it was written; empty: none */
    contact: string;
}

export interface PastedItem {
    line: number;
    title: string;
    day: number;
    start: string;
    minutes: number | undefined;
    kind: ItemKind;
    presenter: string;
}

interface Row {
    line: number;
    cells: string[];
}

function rowsOf(text: string): Row[] {
    const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
    const cells = (line: string): string[] => line.split(/\t|;/).map((cell) => cell.trim()).filter(Boolean);
    return lines.map((line, i) => ({ line: i + 1, cells: cells(line) })).filter((row) => row.cells.length > 0);
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

/* What people call the columns of a list (server/app/intake_people.c, intake_agenda.c): those that most lists have. */
const HEADS = new Set([
    "name", "full name", "participant", "nom", "nom complet", "nom et prénom", "الاسم", "الاسم الكامل",
    "delegation", "country", "organisation", "organization", "administration", "délégation", "pays", "الوفد", "البلد", "الجهة",
    "role", "rôle", "الدور", "function", "position", "job title", "fonction", "poste", "الوظيفة", "المنصب",
    "language", "langue", "اللغة", "contact", "email", "e-mail", "phone", "courriel", "téléphone", "البريد الإلكتروني", "جهة الاتصال", "الهاتف",
    "day", "date", "jour", "اليوم", "التاريخ", "start", "time", "starts", "début", "heure", "البداية", "الوقت", "الساعة",
    "minutes", "min", "duration", "durée", "الدقائق", "المدة", "kind", "type", "genre", "النوع",
    "title", "item", "session", "titre", "point", "title_ar", "title_fr", "title_en", "العنوان", "البند",
    "presenter", "speaker", "intervenant", "orateur", "المتحدث",
]);

/* Two cells of the first line are names of columns: one alone may be a word of the list, and a list of names has one column. */
function hasHead(text: string): boolean {
    const first = text.replace(/^\ufeff/, "").split(/\r?\n/).find((line) => line.trim() !== "" && !/^sep=/.test(line)) ?? "";
    const cells = first.split(/[\t;,]/).map((one) => one.trim().replace(/^"|"$/g, "").toLocaleLowerCase());
    const known = cells.filter((one) => HEADS.has(one)).length;
    return known > 1 || (known === 1 && cells.length === 1);
}

function cell(value: string | number | undefined): string {
    return `"${String(value ?? "").replace(/"/g, '""')}"`;
}

/* As it is when it has a head, else from `rows`, which the head of `columns` is put over. */
function listOf<T extends { line: number }>(text: string, columns: readonly (keyof T & string)[], rows: () => readonly T[]): List {
    if (hasHead(text)) return { csv: text, lineOf: (line) => line };
    const read = rows();
    const lines = read.map((row) => columns.map((column) => cell(row[column] as string | number | undefined)).join(","));
    return { csv: [columns.join(","), ...lines, ""].join("\r\n"), lineOf: (line) => read[line - 2]?.line ?? line };
}

export function readPeople(text: string): PastedPerson[] {
    return rowsOf(text).map(({ line, cells: [name, ...cells] }) => {
        const contact = cells.find(isContact) ?? "";
        const role = cells.map((one) => wordOf("role", ROLES, one)).find(Boolean);
        const delegation = cells.find((one) => !isContact(one) && !wordOf("role", ROLES, one)) ?? "";
        const given = role === "delegate" && !delegation ? undefined : role;
        return { line, name: name!, role: given ?? (delegation ? "delegate" : "observer"), delegation, contact };
    });
}

export const peopleList = (text: string): List =>
    listOf(text, ["name", "delegation", "role", "contact"], () => readPeople(text));

const DAY_LINE = /^(?:day|jour|اليوم)\s*(\d{1,2})$/i;
const CLOCK = "(\\d{1,2})[:h](\\d{2})";
const TIMES = new RegExp(`^${CLOCK}(?:\\s*[-–]\\s*${CLOCK})?\\s*`);
const UNIT = "(?:min(?:ute)?s?\\.?|mn|['′’]|دقيقة|دقائق|د)";
const LENGTH = new RegExp(`^(\\d{1,4})\\s*${UNIT}?$`, "i");
/* Beside a title, where a bare number is a part of it: "(30 min)" before or behind, "30 minutes", "30'" or "30 د" behind. */
const BESIDE = new RegExp([
    `^\\((\\d{1,4})\\s*${UNIT}\\)[\\s:–-]*`, `[\\s,:–-]*\\((\\d{1,4})\\s*${UNIT}\\)$`, `[\\s,:–-]+(\\d{1,4})\\s*${UNIT}$`,
].join("|"), "i");

interface Times {
    start: string;
    minutes: number | undefined;
}

/* "09:00", "9h30" or "09:00-10:30" at the beginning of a cell, and what stands behind it. */
function timesOf(cell: string): { times: Times; rest: string } | undefined {
    const found = TIMES.exec(western(cell));
    if (!found) return undefined;
    const at = (hours: string | undefined, minutes: string | undefined): number | undefined =>
        hours === undefined ? undefined : clockMinutes(`${hours.padStart(2, "0")}:${minutes}`);
    const from = at(found[1], found[2]);
    const to = at(found[3], found[4]);
    if (from === undefined || from >= MINUTES_MAX) return undefined;
    const minutes = to !== undefined && to > from ? to - from : undefined;
    return { times: { start: clockText(from), minutes }, rest: cell.slice(found[0].length) };
}

/* What a cell says but for the length of time in it, and that length. */
function lengthOf(words: string): { words: string; minutes: number | undefined } {
    const plain = western(words);
    const found = LENGTH.exec(plain) ?? BESIDE.exec(plain);
    const digits = found?.slice(1).find(Boolean);
    if (!found || digits === undefined) return { words, minutes: undefined };
    const rest = words.slice(0, found.index) + words.slice(found.index + found[0].length);
    return { words: rest, minutes: Math.min(Number(digits), MINUTES_MAX) };
}

function readItem({ line, cells }: Row, day: number): PastedItem {
    const item: PastedItem = { line, title: "", day, start: "", minutes: undefined, kind: "discussion", presenter: "" };
    for (const cell of cells) {
        const timed = timesOf(cell);
        if (timed) Object.assign(item, { ...timed.times, minutes: timed.times.minutes ?? item.minutes });
        const { words, minutes } = lengthOf(timed ? timed.rest : cell);
        const kind = wordOf("kind", ITEM_KINDS, words);
        item.minutes = minutes ?? item.minutes;
        if (words === "") continue;
        if (kind && item.title !== "") item.kind = kind;
        else if (item.title === "") Object.assign(item, { title: words, kind: kind ?? item.kind });
        else if (item.presenter === "") item.presenter = words;
    }
    return item;
}

/* A line that only says "Day 2" begins that day. */
export function readItems(text: string, firstDay: number): PastedItem[] {
    const read: PastedItem[] = [];
    let day = firstDay;
    for (const row of rowsOf(text)) {
        const begins = row.cells.length === 1 ? DAY_LINE.exec(western(row.cells[0]!)) : null;
        if (begins) {
            day = Math.min(30, Math.max(1, Number(begins[1])));
            continue;
        }
        const item = readItem(row, day);
        if (item.title !== "") read.push(item);
    }
    return read;
}

export const agendaList = (text: string, day: number): List =>
    listOf(text, ["day", "start", "minutes", "kind", "title", "presenter"], () => readItems(text, day));

/* The agenda of a workshop that was taken home as JSON, or a list of items alone; undefined: it is no such thing. */
export function agendaOfJson(text: string): { agenda: unknown } | undefined {
    if (!/^\s*[{[]/.test(text)) return undefined;
    try {
        const read = JSON.parse(text) as unknown;
        const agenda = Array.isArray(read) ? read : (read as { agenda?: unknown }).agenda;
        return Array.isArray(agenda) ? { agenda } : undefined;
    } catch {
        return undefined;
    }
}
