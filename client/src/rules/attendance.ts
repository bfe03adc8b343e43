/*
 * attendance: who was there and how long, by day of the workshop and by agenda item. Rules Y of server/core/RULES.md; the
 * server computes the same (server/core/attendance.c). Times are ms since 1970.
 */
import type { Attendance, Item, Person, Workshop } from "../sync/kinds";
import { zoneOf } from "./zone";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/* From `since` until before `until`. */
export interface Span {
    since: number;
    until: number;
}

/* A day of the workshop on which something was held or somebody was there. */
export interface AttendedDay extends Span {
    day: number;        /* from 1, by the workshop's first day; without one by the first on which somebody was there */
}

/* One person of one delegation: who changed it within the span was there for both. */
export interface Attended {
    person: number;
    delegation: number;             /* as it was then; 0: none */
    phone: boolean;                 /* said so by a facilitator, or by phone all the time */
    spans: readonly Span[];         /* in order, none touching the next */
    ms: number;
}

/* An interval that is still open lasts until now. */
const endOf = (one: Attendance, now: number): number => one.until ?? now;

function localDay(ms: number, zone: string | undefined): number {
    return Math.floor(zoneOf(zone).toLocal(Math.floor(ms / MINUTE)) / (24 * 60));
}

/* The local day of that number as times. */
function daySpan(day: number, zone: string | undefined): Span {
    const at = (local: number): number => zoneOf(zone).toUtc(local * 24 * 60) * MINUTE;
    return { since: at(day), until: at(day + 1) };
}

/* A workshop held at quite another time than planned counts its days from the first on which somebody was there. */
const DAYS_OFF_MAX = 31;

/* The days on which anybody was there, in order. */
export function attendedDays(all: readonly Attendance[], workshop: Workshop | undefined, now: number): AttendedDay[] {
    const zone = workshop?.time_zone;
    const days = new Set<number>();
    for (const one of all) {
        const last = localDay(Math.max(one.since ?? 0, endOf(one, now) - 1), zone);
        for (let day = localDay(one.since ?? 0, zone); day <= last; day++) days.add(day);
    }
    const order = [...days].sort((a, b) => a - b);
    const begins = workshop?.starts_on ? Date.parse(`${workshop.starts_on}T00:00:00Z`) / DAY : NaN;
    const [held = 0] = order;
    const first = held >= begins && held - begins < DAYS_OFF_MAX ? begins : held;
    return order.map((day) => ({ day: day - first + 1, ...daySpan(day, zone) }));
}

/* When an agenda item was held; undefined: it was not. */
export function itemSpan(item: Item, now: number): Span | undefined {
    if (!item.started_at || (item.state !== "running" && item.state !== "done")) return undefined;
    return { since: item.started_at, until: item.state === "running" ? now : (item.ended_at ?? now) };
}

/* Who was there within a span, in no particular order. */
export function attendedIn(all: readonly Attendance[], span: Span, now: number): Attended[] {
    const by = new Map<string, { person: number; delegation: number; spans: Span[]; modes: Set<string> }>();
    for (const one of [...all].sort((a, b) => (a.since ?? 0) - (b.since ?? 0))) {
        const since = Math.max(one.since ?? 0, span.since);
        const until = Math.min(endOf(one, now), span.until);
        if (until <= since || !one.person) continue;
        const { person, delegation = 0 } = one;
        const key = `${person} ${delegation}`;
        const entry = by.get(key) ?? { person, delegation, spans: [], modes: new Set<string>() };
        const before = entry.spans.at(-1);
        if (before && since <= before.until) before.until = Math.max(before.until, until);
        else entry.spans.push({ since, until });
        entry.modes.add(one.mode);
        by.set(key, entry);
    }
    return [...by.values()].map(({ person, delegation, spans, modes }) => ({
        person, delegation, spans,
        phone: modes.size === 1 && modes.has("phone"),
        ms: spans.reduce((sum, one) => sum + one.until - one.since, 0),
    }));
}

export interface PartyAttended {
    delegation: number;             /* 0: none */
    there: readonly Attended[];
    absent: readonly Person[];      /* of its people today, none who is elsewhere on the sheet */
}

/* By delegation in the given order, those without one last; `people` are those of the workshop who are not guests. */
export function byParty(there: readonly Attended[], people: readonly Person[], order: readonly number[]): PartyAttended[] {
    const seen = new Set(there.map((one) => one.person));
    const others = there.map((one) => one.delegation).filter((id) => !order.includes(id));
    const ids = [...new Set([...order, ...others, 0])].sort((a, b) => Number(a === 0) - Number(b === 0));
    const name = new Map(people.map((one) => [one.id, one.name ?? ""]));
    const nameOf = (one: Attended): string => name.get(one.person) ?? "";
    return ids.map((delegation) => ({
        delegation,
        there: there.filter((one) => one.delegation === delegation).sort((a, b) => nameOf(a).localeCompare(nameOf(b))),
        absent: people.filter((one) => (one.delegation ?? 0) === delegation && !seen.has(one.id)),
    })).filter((party) => party.there.length > 0 || party.absent.length > 0);
}
