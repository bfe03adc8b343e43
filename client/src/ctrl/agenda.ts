/*
 * agenda: planned times, how late the day runs, and what a facilitator does to it. An item starts when the one before it
 * ends, or at its own start; an item whose start is fixed does not move, and is in danger when the one before reaches
 * into it.
 */
import { computed, type ReadonlySignal } from "@preact/signals";
import { locale } from "../i18n/format";
import type { Item, ItemKind, Workshop } from "../sync/kinds";
import type { Room } from "../sync/room";
import type { Undo } from "./undo";

export const ITEM_KINDS: readonly ItemKind[] = [
    "opening", "presentation", "tour_de_table", "discussion", "case_study", "groups", "report_back", "poll", "drafting",
    "adoption", "break", "calendar", "evaluation", "closing",
];

export interface Slot {
    item: Item;
    start: number | undefined;  /* minutes after midnight, in the workshop's zone */
    danger: boolean;            /* fixed, and the item before it is planned to end later */
}

export interface Day {
    day: number;
    slots: Slot[];
}

export function clockMinutes(clock: string | undefined): number | undefined {
    const match = /^(\d\d):(\d\d)$/.exec(clock ?? "");
    return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}

export function clockText(minutes: number): string {
    const two = (value: number): string => String(value).padStart(2, "0");
    return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

export function planDays(items: readonly Item[]): Day[] {
    const days: Day[] = [];
    let end: number | undefined;
    for (const item of items) {
        const day = item.day ?? 1;
        if (days[days.length - 1]?.day !== day) {
            days.push({ day, slots: [] });
            end = undefined;
        }
        const own = clockMinutes(item.start);
        const danger = item.fixed === true && own !== undefined && end !== undefined && end > own;
        const start = own === undefined ? end : item.fixed || end === undefined ? own : Math.max(own, end);
        days[days.length - 1]!.slots.push({ item, start, danger });
        end = start === undefined ? undefined : start + (item.minutes ?? 0);
    }
    return days;
}

/* A moment written in the workshop's zone; an unknown zone is read as the device's. */
function writtenIn(zone: string | undefined, ms: number, language: string, options: Intl.DateTimeFormatOptions): string {
    try {
        return new Intl.DateTimeFormat(language, { ...options, timeZone: zone }).format(ms);
    } catch {
        return new Intl.DateTimeFormat(language, options).format(ms);
    }
}

/* Minutes after midnight in the workshop's zone. */
export function minutesIn(zone: string | undefined, ms: number): number {
    const options: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    return clockMinutes(writtenIn(zone, ms, locale("en"), options)) ?? 0;
}

/* Whether a moment is on that day of the workshop; a workshop without dates is always on its day. */
export function isOnItsDay(workshop: Workshop | undefined, day: number, ms: number): boolean {
    if (!workshop?.starts_on) return true;
    const planned = new Date(Date.parse(`${workshop.starts_on}T00:00:00Z`) + (day - 1) * 86_400_000);
    const options: Intl.DateTimeFormatOptions = { year: "numeric", month: "2-digit", day: "2-digit" };
    return writtenIn(workshop.time_zone, ms, "sv-SE", options) === planned.toISOString().slice(0, 10);
}

/* A length of time: 38:12, or 1:05:00 from an hour on. */
export function span(ms: number): string {
    const seconds = Math.floor(Math.abs(ms) / 1000);
    const two = (value: number): string => String(value).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    return hours > 0 ? `${hours}:${rest}` : rest;
}

/* How pressing it is when so much is left: nothing, "soon" in the last fifth, "now" in the last twentieth. */
export function hurry(left: number, whole: number): "" | "soon" | "now" {
    if (whole <= 0 || left > whole / 5) return "";
    return left > whole / 20 ? "soon" : "now";
}

export interface AgendaCtrl {
    days: ReadonlySignal<Day[]>;
    running: ReadonlySignal<Item | undefined>;
    begun: ReadonlySignal<boolean>;
    next: ReadonlySignal<Item | undefined>;
    /* Minutes the day is behind its plan, negative: ahead of it; 0 also when the clock cannot mean this day at all. */
    late: ReadonlySignal<number>;
    /* Fixed items that the running one will reach into if nobody shortens anything. */
    threatened: ReadonlySignal<ReadonlySet<number>>;
    today: ReadonlySignal<number>;
    dayCount: ReadonlySignal<number>;
}

const LATE_MINUTES_MAX = 240;

function minutesOver(running: Item, now: number): number {
    return Math.max(0, Math.floor((now - running.started_at!) / 60_000) - (running.minutes ?? 0));
}

function lateness(days: Day[], running: Item | undefined, workshop: Workshop | undefined, now: number): number {
    if (!running?.started_at) return 0;
    const slot = days.flatMap((day) => day.slots).find((one) => one.item.id === running.id);
    if (slot?.start === undefined || !isOnItsDay(workshop, running.day ?? 1, running.started_at)) return 0;
    const began = minutesIn(workshop?.time_zone, running.started_at) - slot.start;
    const late = began + minutesOver(running, now);
    return Math.abs(late) <= LATE_MINUTES_MAX ? late : 0;
}

/* Walk the rest of the running item's day as it will be when everything takes as long as planned from now on. */
function threatenedBy(days: Day[], running: Item | undefined, late: number): ReadonlySet<number> {
    const found = new Set<number>();
    const slots = days.find((day) => day.day === (running?.day ?? 1))?.slots ?? [];
    const at = slots.findIndex((slot) => slot.item.id === running?.id);
    if (late <= 0 || at < 0) return found;
    let end = slots[at]!.start! + late + (running!.minutes ?? 0);
    for (const { item, start } of slots.slice(at + 1)) {
        if (item.state !== "planned") continue;
        const begins = clockMinutes(item.start);
        if (item.fixed && begins !== undefined && end > begins) found.add(item.id);
        end = Math.max(end, start ?? end) + (item.minutes ?? 0);
    }
    return found;
}

/* The first planned item behind the running one, or behind the last one done: what was skipped stays skipped. */
function nextOf(items: readonly Item[], at: Item | undefined): Item | undefined {
    const from = at ? items.findIndex((item) => item.id === at.id) + 1 : 0;
    return items.slice(from).find((item) => item.state === "planned");
}

export function agendaOf(room: Room, undo: Undo, now: ReadonlySignal<number>): AgendaCtrl {
    const all = room.list("item");
    const items = computed(() => all.value.filter((item) => !undo.hidden.value.has(item.id)));
    const days = computed(() => planDays(items.value));
    const running = computed(() => {
        const id = room.workshop.value?.item;
        return id ? room.get("item", id) : undefined;
    });
    const lastDone = computed(() => [...items.value].reverse().find((item) => item.state === "done"));
    const late = computed(() => lateness(days.value, running.value, room.workshop.value, now.value));
    return {
        days,
        running,
        begun: computed(() => running.value !== undefined || lastDone.value !== undefined),
        next: computed(() => nextOf(items.value, running.value ?? lastDone.value)),
        late,
        threatened: computed(() => threatenedBy(days.value, running.value, late.value)),
        today: computed(() => running.value?.day ?? lastDone.value?.day ?? 1),
        dayCount: computed(() => Math.max(1, ...items.value.map((item) => item.day ?? 1))),
    };
}
