/*
 * schedule: when the items of the agenda begin and end, by the plan and as it goes now. Rules A7 and A14 to A20 of
 * server/core/RULES.md; the server computes the same (server/core/schedule.c), and both are held to tests/vectors/schedule. Times
 * are whole minutes since 1970 UTC.
 */
import type { Item, Workshop } from "../sync/kinds";
import { zoneOf, type Zone } from "./zone";

export interface Slot {
    item: Item;
    plannedStart: number | undefined;
    plannedEnd: number | undefined;
    /* The actual ones where it has begun or is over; none: it does not take place. */
    start: number | undefined;
    end: number | undefined;
    /* Fixed, and what stands before it lasts longer than until then. */
    danger: boolean;
}

export interface Day {
    day: number;
    slots: Slot[];
    /* Minutes; below 0: ahead. */
    behind: number;
    /* A18: minutes from its plan to the time it is held at. */
    shift: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60;

export function clockMinutes(clock: string | undefined): number | undefined {
    const match = /^(\d\d):(\d\d)$/.exec(clock ?? "");
    return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}

export function clockText(minutes: number): string {
    const two = (value: number): string => String(value).padStart(2, "0");
    return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

/* The minute of the local day. */
export function clockOf(zone: Zone, utc: number): number {
    const local = zone.toLocal(utc);
    return local - Math.floor(local / DAY) * DAY;
}

const minuteOf = (ms: number | undefined): number => Math.floor((ms ?? 0) / MINUTE);
const later = (a: number | undefined, b: number | undefined): number | undefined =>
    a === undefined ? b : b === undefined ? a : Math.max(a, b);
const hasBegun = (item: Item): boolean => item.state === "running" || item.state === "done";
const lengthOf = (item: Item): number => (item.minutes ?? 0) + (item.extra ?? 0);

/* What stands before the next item ends then. */
interface Chain {
    planned: number | undefined;
    expected: number | undefined;
}

/* The day that is looked at. */
interface Held {
    zone: Zone;
    now: number;
    slots: Slot[];
    midnight: number;       /* the local minute it begins with, by the plan */
    shift: number;          /* of the day */
    lastBegun: number;      /* behind the last item that runs or is done */
    today: boolean;         /* A19 */
}

/* A7: the items of the block that the one at `at` is part of, as [first, end). */
export function blockAt(items: readonly Item[], at: number): [number, number] {
    const { group, day } = items[at]!;
    const together = (other: Item | undefined): boolean => Boolean(other?.group) && other!.day === day;
    if (!group) return [at, at + 1];
    let [first, end] = [at, at + 1];
    while (together(items[first - 1])) first--;
    while (together(items[end])) end++;
    return items.slice(first, end).some((item) => item.group !== group) ? [first, end] : [at, at + 1];
}

/* A16: what moves begins when what stands before it ends; a gap of the plan takes up what is late, not what is early. */
function moved(slot: Slot, before: Chain, shift: number): number | undefined {
    const start = slot.plannedStart === undefined ? undefined : slot.plannedStart + shift;
    if (before.expected === undefined) return start;
    if (start === undefined) return before.expected;
    const early = before.planned === undefined ? 0 : before.planned + shift - before.expected;
    return early > 0 ? start - early : Math.max(start, before.expected);
}

function expect(slot: Slot, held: Held, before: Chain, own: number | undefined, beside: number | undefined): void {
    const fixed = slot.item.fixed && own !== undefined ? own + held.shift : undefined;
    let start = fixed ?? beside ?? moved(slot, before, held.shift);
    if (held.today && beside === undefined && start !== undefined) start = Math.max(start, held.now);
    slot.danger = fixed !== undefined && ((before.expected ?? fixed) > fixed || start! > fixed);
    slot.start = start;
    slot.end = start === undefined ? undefined : start + lengthOf(slot.item);
}

/*
 * One item behind `before`, which becomes what stands before the next. `since`: when its block began, if it runs; `began`: when
 * the track began that the item begins, if it has.
 */
function step(held: Held, at: number, before: Chain, since?: number, began?: number): void {
    const slot = held.slots[at]!;
    const { item } = slot;
    const clock = clockMinutes(item.start);
    const own = clock === undefined ? undefined : held.zone.toUtc(held.midnight + clock);
    slot.plannedStart = own === undefined ? before.planned : item.fixed ? own : later(own, before.planned);
    slot.plannedEnd = slot.plannedStart === undefined ? undefined : slot.plannedStart + (item.minutes ?? 0);
    slot.start = slot.end = undefined;
    slot.danger = false;
    if (hasBegun(item)) {
        slot.start = began ?? minuteOf(item.started_at);
        slot.end = item.state === "done" ? minuteOf(item.ended_at) : Math.max(slot.start + lengthOf(item), held.now);
    } else if (item.state === "planned" && (at >= held.lastBegun || since !== undefined)) {
        expect(slot, held, before, own, since === undefined ? undefined : later(since, before.expected));
    }
    before.planned = slot.plannedEnd ?? before.planned;
    before.expected = later(before.expected, slot.end);
}

/* A7: the tracks begin together, and the block ends with its longest. */
function block(held: Held, first: number, end: number, before: Chain): Chain {
    const items = held.slots.slice(first, end).map((slot) => slot.item);
    const begun = items.filter(hasBegun).map((item) => minuteOf(item.started_at));
    const began = begun.length > 0 ? Math.min(...begun) : undefined;
    const runs = items.some((item) => item.state === "running");
    const leader = held.slots[first]!;
    const after: Chain = { planned: undefined, expected: before.expected };
    for (const group of new Set(items.map((item) => item.group))) {
        const own = items.map((item, i) => ({ item, at: first + i })).filter(({ item }) => item.group === group);
        const track: Chain = { ...before };
        if (own[0]!.at > first && own[0]!.item.start === undefined) {
            track.planned = leader.plannedStart;
            track.expected = leader.start ?? before.expected;
        }
        if (runs) track.expected = undefined;
        own.forEach(({ at }, i) => step(held, at, track, runs ? began : undefined, i === 0 ? began : undefined));
        after.planned = later(after.planned, track.planned);
        after.expected = later(after.expected, track.expected);
    }
    return after;
}

function walk(held: Held): void {
    const items = held.slots.map((slot) => slot.item);
    let before: Chain = { planned: undefined, expected: undefined };
    for (let i = 0; i < items.length;) {
        const end = blockAt(items, i)[1];
        if (end - i > 1) before = block(held, i, end, before);
        else step(held, i, before);
        i = end;
    }
}

/* A17 */
function behind({ slots, shift }: Held): number {
    const timed = slots.filter((slot) => slot.start !== undefined && slot.plannedStart !== undefined);
    const running = timed.find((slot) => slot.item.state === "running");
    if (running) return running.end! - running.plannedEnd! - shift;
    const next = timed.find((slot) => slot.item.state === "planned");
    if (next) return next.start! - next.plannedStart! - shift;
    const done = timed.filter((slot) => slot.item.state === "done");
    if (done.length === 0) return 0;
    const last = done.reduce((one, other) => (other.end! >= one.end! ? other : one));
    return last.end! - last.plannedEnd! - shift;
}

/* A18, A19 */
function hold(items: readonly Item[], workshop: Workshop | undefined, zone: Zone, now: number): Held {
    const dateOf = (utc: number): number => Math.floor(zone.toLocal(utc) / DAY);
    const slots = items.map((item): Slot => ({ item, plannedStart: undefined, plannedEnd: undefined, start: undefined, end: undefined,
        danger: false }));
    const begun = slots.filter((slot) => hasBegun(slot.item));
    const first = begun.length === 0 ? undefined
        : begun.reduce((one, other) => (other.item.started_at! < one.item.started_at! ? other : one));
    const today = dateOf(now);
    const date = first ? dateOf(minuteOf(first.item.started_at)) : today;
    const planned = workshop?.starts_on
        ? Date.parse(`${workshop.starts_on}T00:00:00Z`) / (DAY * MINUTE) + (items[0]!.day ?? 1) - 1 : date;
    const held: Held = { zone, now, slots, midnight: planned * DAY, shift: 0, lastBegun: 0, today: false };
    walk(held);
    if (first && date !== planned && first.plannedStart !== undefined) {
        held.shift = minuteOf(first.item.started_at) - first.plannedStart;
    }
    const dated = first !== undefined || Boolean(workshop?.starts_on);
    held.today = (workshop?.state === "live" && dated && (first ? date : planned) === today) || items.some((item) => item.state === "running");
    held.lastBegun = slots.reduce((last, slot, i) => (hasBegun(slot.item) ? i + 1 : last), 0);
    walk(held);
    return held;
}

/* The days of the agenda; `items` are in its order, `now` is in ms. */
export function scheduleOf(items: readonly Item[], workshop: Workshop | undefined, now: number): Day[] {
    const zone = zoneOf(workshop?.time_zone);
    const days: Day[] = [];
    for (let from = 0, to = 0; from < items.length; from = to) {
        const day = items[from]!.day;
        while (to < items.length && items[to]!.day === day) to++;
        const held = hold(items.slice(from, to), workshop, zone, minuteOf(now));
        days.push({ day: day ?? 1, slots: held.slots, behind: behind(held), shift: held.shift });
    }
    return days;
}
