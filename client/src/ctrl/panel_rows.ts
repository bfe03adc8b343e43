/* panel_rows: rows of the plan as the panels speak of them: what they are called, who may do what to them. */
import { effect } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { LANGS, listed, mlText, t, time, type Lang, type ML } from "../i18n/index";
import { checking, mainText, type Findings, type PlanRows, type Row } from "../rules/checks";
import type { Adoption, Delegation, Kind, Person } from "../sync/kinds";
import { KINDS } from "../sync/kinds";
import type { Room, RoomView, TextField } from "../sync/room";
import type { RoomCtrl } from "./room";
import { isolate } from "./say";

export type { Row } from "../rules/checks";

const ROW_KINDS: ReadonlySet<Kind> = new Set(["action", "recommendation", "framework", "paragraph"]);

export function isRow(one: { k: Kind } | undefined): one is Row {
    return one !== undefined && ROW_KINDS.has(one.k);
}

/* The row, drawn again when anything of it changes. */
export function rowOf(room: RoomView, id: number | undefined): Row | undefined {
    const row = id ? room.row(id).value : undefined;
    return isRow(row) ? row : undefined;
}

/* "1.2 Adopt a plan": for a list, a button, a sentence. */
export function rowName(ctrl: RoomCtrl, row: Row): string {
    const number = ctrl.plan.numberOf(row.id);
    const text = mlText(mainText(row)) || t("ui.untitled");
    return number ? `${number} ${text}` : text;
}

/* The words of a field, in every language that has some. */
export function textsOf(row: Row): { field: TextField; lang: Lang; text: string }[] {
    return KINDS[row.k].coedited.flatMap((field) => {
        const content = (row as unknown as Record<string, ML | undefined>)[field];
        return LANGS.filter((one) => content?.[one]).map((one) => ({ field: field as TextField, lang: one, text: content![one]! }));
    });
}

export function contentOf(row: Row | undefined, field: string): ML | undefined {
    return row && (row as unknown as Record<string, ML | undefined>)[field];
}

/* What a field is called: the main text of a row by the row's own kind. */
export function fieldName(row: Pick<Row, "k"> | undefined, field: string): string {
    if (field === "title" && row?.k === "action") return t("ui.plan.action");
    if (field === "text" && row?.k === "recommendation") return t("ui.plan.recommendation");
    return t(`ui.field.${field}`);
}

/* "Leila (Tunisia)", or "Leila": a person in whatever state; 0 is the server itself. */
export function personName(room: RoomView, id: number | undefined): string {
    if (!id) return t("ui.by.server");
    const person: Person | undefined = room.get("person", id);
    if (!person?.name) return t("ui.by.gone");
    const delegation = delegationName(room, person.delegation);
    return delegation ? t("ui.by.for", { name: isolate(person.name), delegation: isolate(delegation) }) : person.name;
}

export function peopleNames(room: RoomView, ids: readonly number[]): string {
    return listed(ids.map((id) => isolate(personName(room, id))));
}

export function delegationName(room: RoomView, id: number | undefined): string {
    const delegation: Delegation | undefined = id ? room.get("delegation", id) : undefined;
    return mlText(delegation?.name);
}

/* A moment in the workshop's zone: the time alone when it was today there. */
export function whenText(room: RoomView, ms: number | undefined, now: number): string {
    if (!ms) return "";
    const zone = room.workshop.value?.time_zone ?? "UTC";
    const day = (at: number): string => time(at, { dateStyle: "short" }, zone);
    const clock = time(ms, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, zone);
    if (day(ms) === day(now)) return clock;
    return time(ms, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, zone);
}

/* What stands in the plan: for the checks. */
export function planRows(room: RoomView): PlanRows {
    const all = <K extends "action" | "recommendation" | "framework" | "paragraph">(kind: K) => room.list(kind).value;
    return {
        workshop: room.workshop.value,
        actions: all("action"),
        recommendations: all("recommendation"),
        frameworks: all("framework"),
        paragraphs: all("paragraph"),
    };
}

const REST_MS = 700;
const SLICE_MS = 8;

/*
 * Something worked out over the whole plan, in slices between which the page draws and takes letters, and worked out again
 * when the confirmed history has gone on and rested. What stands there stays until then.
 */
export function useWorkedOut<T>(room: Room, work: () => Generator<void, T>, deps: readonly unknown[]): T | undefined {
    const [found, setFound] = useState<T | undefined>();
    useEffect(() => {
        let timer = 0;
        let busy = false;       /* waiting for its rest, or at work */
        let stale = false;      /* something changed since the work began */
        let steps: Generator<void, T> | undefined;
        const begin = (wait: number): void => {
            busy = true;
            timer = window.setTimeout(slice, wait);
        };
        const slice = (): void => {
            const end = performance.now() + SLICE_MS;
            if (!steps) stale = false;
            steps ??= work();
            let step = steps.next();
            while (!step.done && performance.now() < end) step = steps.next();
            if (!step.done) return begin(0);
            const { value } = step;
            steps = undefined;
            busy = false;
            setFound(() => value);
            if (stale) begin(REST_MS);
        };
        let first = true;
        const stop = effect(() => {
            void room.tag.value;
            stale = true;
            if (!busy) begin(first ? 0 : REST_MS);
            first = false;
        });
        return () => {
            clearTimeout(timer);
            stop();
        };
    }, deps);
    return found;
}

export function useFindings(room: Room): Findings | undefined {
    return useWorkedOut(room, () => checking(planRows(room)), [room]);
}

/* The adoption that a row waits for or was adopted by: its own, its framework's or the plan's. */
export function adoptionOf(room: RoomView, row: Row): Adoption | undefined {
    return row.adoption ? room.get("adoption", row.adoption) : undefined;
}

/* Why this person cannot write in the row now: the words for it, "" when nothing stands in the way. */
export function closedWhy(ctrl: RoomCtrl, row: Row): "" | "closed" | "adopted" | "proposed" | "plan" | "theme" | "row" | "group" {
    const { room } = ctrl;
    const workshop = room.workshop.value;
    if (workshop?.state === "closed") return "closed";
    if (row.state !== "draft") return row.state;
    if (ctrl.rights.value.order || !ctrl.rights.value.draft) return "";
    if (workshop?.plan_locked) return "plan";
    if (row.locked) return "row";
    if (row.k === "action" && room.get("theme", row.theme)?.locked) return "theme";
    if (row.k === "paragraph" && room.get("framework", row.framework)?.locked) return "theme";
    return row.group && !row.brought_at && !inGroup(ctrl, row.group) ? "group" : "";
}

export function inGroup(ctrl: RoomCtrl, group: number): boolean {
    const self = ctrl.self.value;
    return self !== undefined && (self.group === group || ctrl.room.get("group", group)?.chair === self.id);
}
