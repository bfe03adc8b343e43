/*
 * zone: the clocks of a time zone. What the server told of it counts (P52), since the zones of an old browser are as old as itself;
 * without that, and outside of the years it spans, the browser's own. Times are whole minutes since 1970 UTC.
 */
import { signal } from "@preact/signals-core";

/* Local minutes are minutes since 1970 of clocks that show UTC. */
export interface Zone {
    toLocal(utc: number): number;
    toUtc(local: number): number;
}

/* From `set[i][0]` on, clocks are `set[i][1]` minutes ahead of UTC; known from the first of them until `until`. */
export interface Clocks {
    set: readonly (readonly [from: number, ahead: number])[];
    until: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60;

const told = new Map<string, Clocks>();
const zones = new Map<string, Zone>();
const tellings = signal(0);

/* From now on every hour of that zone is shown by these clocks. */
export function tellClocks(name: string, clocks: Clocks): void {
    told.set(name, clocks);
    zones.delete(name);
    tellings.value = tellings.peek() + 1;
}

/* A zone by its name; one that nobody knows is the browser's own. Making a format is slow, so it is kept. */
export function zoneOf(name: string | undefined): Zone {
    if (name) void tellings.value;
    const known = zones.get(name ?? "");
    if (known) return known;
    const zone = newZone(aheadOf(name));
    zones.set(name ?? "", zone);
    return zone;
}

function formatOf(timeZone: string | undefined): Intl.DateTimeFormat {
    const options: Intl.DateTimeFormatOptions = { hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit",
        minute: "2-digit" };
    try {
        return new Intl.DateTimeFormat("en-US", { ...options, timeZone });
    } catch {
        return new Intl.DateTimeFormat("en-US", options);
    }
}

/* How many minutes the browser takes clocks to be ahead of UTC. */
function browserAhead(name: string | undefined): (utc: number) => number {
    const format = formatOf(name);
    const offsets = new Map<number, number>();
    return (utc) => {
        /* Clocks change at quarters of an hour. */
        const quarter = Math.floor(utc / 15);
        let offset = offsets.get(quarter);
        if (offset === undefined) {
            const part: Record<string, number> = {};
            for (const { type, value } of format.formatToParts(quarter * 15 * MINUTE)) part[type] = Number(value);
            offset = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!) / MINUTE - quarter * 15;
            offsets.set(quarter, offset);
        }
        return offset;
    };
}

function aheadOf(name: string | undefined): (utc: number) => number {
    const browser = browserAhead(name);
    const clocks = name ? told.get(name) : undefined;
    if (!clocks) return browser;
    return (utc) => {
        let ahead: number | undefined;
        for (const [from, minutes] of clocks.set) {
            if (from > utc) break;
            ahead = minutes;
        }
        return ahead === undefined || utc >= clocks.until ? browser(utc) : ahead;
    };
}

function newZone(ahead: (utc: number) => number): Zone {
    const toLocal = (utc: number): number => utc + ahead(utc);
    /* A20: in a gap with the offset before; of two the first. */
    const toUtc = (local: number): number => {
        const before = local - DAY;
        const early = local - (toLocal(before) - before);
        if (toLocal(early) === local) return early;
        const behind = local + DAY;
        const late = local - (toLocal(behind) - behind);
        return toLocal(late) === local ? late : early;
    };
    return { toLocal, toUtc };
}

/* The ms that clocks which show UTC have to be set to, so that they show that moment on the clocks of the zone. */
export function shownMs(ms: number, name: string): number {
    const minute = Math.floor(ms / MINUTE);
    return ms + (zoneOf(name).toLocal(minute) - minute) * MINUTE;
}
