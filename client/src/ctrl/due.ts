/* due: from when and by when: a date, so long after the workshop, or ongoing. */
import { lang, t, time } from "../i18n/index";

const AFTER = /^T\+(\d+) (day|week|month|year)s?$/;

export const UNITS = ["days", "weeks", "months", "years"] as const;
export type Unit = (typeof UNITS)[number];

export type DueWay = "none" | "date" | "after" | "ongoing";

export function wayOf(due: string): DueWay {
    if (due === "") return "none";
    if (due === "ongoing") return "ongoing";
    return due.startsWith("T+") ? "after" : "date";
}

export function afterOf(due: string): { count: number; unit: Unit } | undefined {
    const after = AFTER.exec(due);
    return after ? { count: Number(after[1]), unit: `${after[2]}s` as Unit } : undefined;
}

/* Dates in words: a formatter of the browser is too slow to be asked anew for every row. */
const dates = new Map<string, string>();
const DATES_MAX = 1000;

function dateText(date: string): string {
    const key = lang.value + date;
    let text = dates.get(key);
    if (text !== undefined) return text;
    const at = Date.parse(`${date}T00:00:00Z`);
    text = Number.isNaN(at) ? date : time(at, { dateStyle: "medium" }, "UTC");
    if (dates.size >= DATES_MAX) dates.clear();
    dates.set(key, text);
    return text;
}

/* As people read it. */
export function dueText(due: string): string {
    if (due === "") return "";
    if (due === "ongoing") return t("ui.due.ongoing");
    const after = afterOf(due);
    if (after) return t(`ui.due.${after.unit}`, { n: after.count });
    return dateText(due);
}
