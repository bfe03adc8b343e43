/*
 * agenda: what is planned and expected when (rules/schedule), how late the day runs, what comes next, and what a facilitator
 * does to it.
 */
import { computed, type ReadonlySignal } from "@preact/signals";
import { blockAt, clockOf, clockText, scheduleOf, type Day, type Slot } from "../rules/schedule";
import { zoneOf } from "../rules/zone";
import type { Item, ItemKind } from "../sync/kinds";
import type { Room } from "../sync/room";
import type { Undo } from "./undo";

export { clockMinutes, clockText, type Day, type Slot } from "../rules/schedule";

export const ITEM_KINDS: readonly ItemKind[] = [
    "opening", "presentation", "tour_de_table", "discussion", "case_study", "groups", "report_back", "poll", "drafting",
    "adoption", "break", "calendar", "evaluation", "closing",
];

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

/* How long "undo" stands in the run bar after a start or an end. */
const TAKE_BACK_MS = 10_000;

/* So far off nobody is late: the day is held at another hour than planned. */
const LATE_MINUTES_MAX = 240;

export interface AgendaCtrl {
    days: ReadonlySignal<Day[]>;
    running: ReadonlySignal<Item | undefined>;
    begun: ReadonlySignal<boolean>;
    next: ReadonlySignal<Item | undefined>;
    /* Minutes the day is behind its plan, negative: ahead of it. */
    late: ReadonlySignal<number>;
    today: ReadonlySignal<number>;
    dayCount: ReadonlySignal<number>;
    /* The last start or end was a moment ago, and can be taken back. */
    fresh: ReadonlySignal<boolean>;
    /* The clocks of this device show another time than those of the workshop. */
    abroad: ReadonlySignal<boolean>;
    slotOf(item: number): Slot | undefined;
    /* A time of the schedule on the workshop's clocks; `own`: on those of this device. */
    clock(utc: number, own?: boolean): string;
}

/* Minutes that an item is given: the planned ones and what was added in the room. */
export function minutesOf(item: Item): number {
    return Math.max(0, (item.minutes ?? 0) + (item.extra ?? 0));
}

/* A6, A8: the first planned item behind the running one and what runs beside it, or behind the last one done. */
function nextOf(items: readonly Item[], at: Item | undefined, runs: boolean): Item | undefined {
    const place = items.findIndex((item) => item.id === at?.id);
    if (place < 0) return items.find((item) => item.state === "planned");
    const [first, end] = runs ? blockAt(items, place) : [place, place];
    return items.find((item, i) => i > place && (i < first || i >= end) && item.state === "planned");
}

export function agendaOf(room: Room, undo: Undo, now: ReadonlySignal<number>): AgendaCtrl {
    const all = room.list("item");
    const items = computed(() => all.value.filter((item) => !undo.hidden.value.has(item.id)));
    const minute = computed(() => Math.floor(now.value / 60_000));
    const days = computed(() => scheduleOf(items.value, room.workshop.value, minute.value * 60_000));
    const running = computed(() => {
        const id = room.workshop.value?.item;
        return id ? room.get("item", id) : undefined;
    });
    const lastDone = computed(() => [...items.value].reverse().find((item) => item.state === "done"));
    const today = computed(() => running.value?.day ?? lastDone.value?.day ?? 1);
    const zone = computed(() => zoneOf(room.workshop.value?.time_zone));
    const abroad = computed(() => zone.value.toLocal(minute.value) !== zoneOf(undefined).toLocal(minute.value));
    const late = computed(() => {
        const behind = days.value.find((day) => day.day === today.value)?.behind ?? 0;
        return Math.abs(behind) <= LATE_MINUTES_MAX ? behind : 0;
    });
    const turned = computed(() => running.value?.started_at ?? Math.max(0, ...items.value.map((item) => item.ended_at ?? 0)));
    return {
        days,
        running,
        begun: computed(() => running.value !== undefined || lastDone.value !== undefined),
        next: computed(() => nextOf(items.value, running.value ?? lastDone.value, running.value !== undefined)),
        late,
        today,
        dayCount: computed(() => Math.max(1, ...items.value.map((item) => item.day ?? 1))),
        fresh: computed(() => room.workshop.value?.state === "live" && now.value - turned.value < TAKE_BACK_MS),
        abroad,
        slotOf: (id) => days.value.flatMap((day) => day.slots).find((slot) => slot.item.id === id),
        clock: (utc, own) => clockText(clockOf(own ? zoneOf(undefined) : zone.value, utc)),
    };
}
