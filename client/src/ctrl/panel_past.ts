/* panel_past: moments of a workshop that people remember, and the plan as it was at one of them. */
import { mlText, t } from "../i18n/index";
import { KINDS, type Action, type Delegation, type Entity, type Framework, type Kind, type Kinds, type ML, type Paragraph,
    type Recommendation, type Theme } from "../sync/kinds";
import type { RoomView } from "../sync/room";
import { zoneOf } from "../rules/zone";
import type { Past } from "./panel_api";
import { whenText } from "./panel_rows";
import { isolate } from "./say";

export interface Remembered {
    at: number;
    text: string;
}

/* Ends of days and of agenda items, adoptions; newest first. */
export function momentsOf(room: RoomView, now: number): Remembered[] {
    const moments: Remembered[] = [];
    for (const item of room.list("item").value) {
        if (item.ended_at) moments.push({ at: item.ended_at, text: t("ui.past.after_item", { title: isolate(mlText(item.title)) }) });
    }
    for (const adoption of room.list("adoption").value) {
        if (adoption.state !== "adopted" || !adoption.closed_at) continue;
        moments.push({ at: adoption.closed_at, text: t(adoption.of ? "ui.past.adopted_row" : "ui.past.adopted_plan") });
    }
    for (const [day, at] of dayEnds(room)) if (at < now) moments.push({ at, text: t("ui.past.after_day", { n: day }) });
    const since = Math.min(...room.list("action").value.map((row) => row.created_at ?? now), room.workshop.value?.live_at ?? now);
    return moments.filter(({ at }) => at <= now && at >= since).sort((a, b) => b.at - a.at);
}

export function momentText(room: RoomView, at: number, now: number): string {
    return whenText(room, at, now);
}

/* The midnight after each day of the workshop, in its own zone. */
function dayEnds(room: RoomView): [number, number][] {
    const { starts_on: first, time_zone: zone = "UTC" } = room.workshop.value ?? {};
    const days = Math.max(0, ...room.list("item").value.map((item) => item.day ?? 1));
    if (!first) return [];
    return Array.from({ length: days }, (_, i) => [i + 1, midnight(Date.parse(`${first}T00:00:00Z`) + (i + 1) * 86_400_000, zone)]);
}

/* `utc` names a day by its midnight in UTC; the same midnight in the zone. */
const midnight = (utc: number, zone: string): number => zoneOf(zone).toUtc(utc / 60_000) * 60_000;

/* ---- the plan then ---- */

export interface PastPlan {
    seq: number;
    at: number;
    themes: readonly { theme: Theme | undefined; rows: readonly Action[] }[];
    recommendations: readonly Recommendation[];
    frameworks: readonly { framework: Framework; paragraphs: readonly Paragraph[] }[];
    delegation(id: number | undefined): string;
}

export function pastPlan(past: Past): PastPlan {
    const all = withTexts(past.set);
    const of = <K extends Kind>(kind: K): Kinds[K][] =>
        (all.filter((one) => one.k === kind) as Kinds[K][]).sort((a, b) => pos(a) - pos(b) || a.id - b.id);
    const brought = (row: { group?: number; brought_at?: number }): boolean => !row.group || (row.brought_at ?? 0) > 0;
    const actions = of("action").filter(brought);
    const paragraphs = of("paragraph");
    const themes = of("theme");
    const known = new Set(themes.map((theme) => theme.id));
    const loose = actions.filter((row) => !row.theme || !known.has(row.theme));
    const delegations = new Map(of("delegation").map((one): [number, Delegation] => [one.id, one]));
    return {
        seq: past.seq,
        at: past.at,
        themes: [
            ...themes.map((theme) => ({ theme, rows: actions.filter((row) => row.theme === theme.id) })),
            ...(loose.length > 0 ? [{ theme: undefined, rows: loose }] : []),
        ],
        recommendations: of("recommendation").filter(brought),
        frameworks: of("framework").map((framework) => ({
            framework, paragraphs: paragraphs.filter((one) => one.framework === framework.id),
        })),
        delegation: (id) => (id ? mlText(delegations.get(id)?.name) : ""),
    };
}

function pos(one: Entity): number {
    return (one as { pos?: number }).pos ?? 0;
}

/* Texts travel beside their rows; here they are put into them. */
function withTexts(set: readonly Entity[]): Entity[] {
    const rows = new Map(set.map((one): [number, Record<string, unknown>] => [one.id, { ...one }]));
    for (const one of set) {
        if (one.k !== "text" || !one.of) continue;
        const owner = rows.get(one.of);
        if (!owner || !KINDS[owner.k as Kind].coedited.includes(one.field)) continue;
        owner[one.field] = { ...(owner[one.field] as ML | undefined), [one.lang]: (one as { text?: string }).text ?? "" };
    }
    return [...rows.values()] as unknown as Entity[];
}
