/* panel_adoption: what an adoption covers, what stands in its way, and what came of it. */
import { mlText, t } from "../i18n/index";
import { checking, rowBrackets, type Check } from "../rules/checks";
import type { Adoption, Poll } from "../sync/kinds";
import type { RoomView } from "../sync/room";
import { planRows, rowName, rowOf, type Row } from "./panel_rows";
import type { RoomCtrl } from "./room";

/* The drafts that would be adopted: one row, a text with its paragraphs, or the plan (0) without what is still with a group. */
export function coveredBy(room: RoomView, of: number): Row[] {
    return standingAt(room, of).filter((one) => one.state === "draft" && (!one.group || one.brought_at));
}

function standingAt(room: RoomView, of: number): Row[] {
    const row = rowOf(room, of);
    if (row?.k === "framework") return [row, ...room.list("paragraph").value.filter((one) => one.framework === row.id)];
    if (row) return [row];
    return of ? [] : [...room.list("action").value, ...room.list("recommendation").value];
}

/* The tags of what is covered as one (PROTOCOL.md P18); undefined: something there has none yet. */
export function seenBy(room: RoomView, of: number): string | undefined {
    const rows = coveredBy(room, of);
    if (rows.length === 0 || rows.some((one) => !one.tag)) return undefined;
    const sum = rows.reduce((n, { tag }) => n + BigInt(`0x${tag}`), 0n);
    return BigInt.asUintN(64, sum).toString(16).padStart(16, "0");
}

/* A silence procedure ends within so many days. */
export const SILENCE_DAYS = 90;

export interface InTheWay {
    rows: number;
    brackets: number;
    reservations: number;
    proposals: number;
    /* Of the checks that adoption requires: the rows that do not pass. */
    unmet: readonly { check: Check; ids: readonly number[] }[];
}

export function* inTheWay(room: RoomView, of: number): Generator<void, InTheWay> {
    const rows = coveredBy(room, of);
    const ids = new Set(rows.map((row) => row.id));
    const found = (yield* checking(planRows(room))).of;
    let brackets = 0;
    for (const row of rows) {
        brackets += rowBrackets(row);
        yield;
    }
    const required = room.workshop.value?.adoption_requires ?? [];
    const about = (one: { of?: number }): boolean => (one.of ? ids.has(one.of) : of === 0);
    return {
        rows: rows.length,
        brackets,
        reservations: room.list("remark").value.filter((one) => one.type === "reservation" && !one.resolved && about(one)).length,
        proposals: room.list("proposal").value.filter((one) => one.state === "open" && about(one)).length,
        unmet: required.map((check) => ({ check, ids: rows.filter((row) => found.get(row.id)?.includes(check)).map((row) => row.id) }))
            .filter((one) => one.ids.length > 0),
    };
}

/* What is adopted, in words. */
export function adoptionName(ctrl: RoomCtrl, of: number | undefined): string {
    if (!of) return t("ui.adoption.plan");
    const row = rowOf(ctrl.room, of);
    return row ? rowName(ctrl, row) : t("ui.adoption.gone_row");
}

export function openAdoption(room: RoomView, of: number): Adoption | undefined {
    return room.list("adoption").value.find((one) => one.state === "open" && (one.of ?? 0) === of);
}

const DECIDES: ReadonlySet<Poll["type"]> = new Set(["single", "yes_no_abstain"]);

/* Polls that could decide: prepared ones with a choice. */
export function decidingPolls(ctrl: RoomCtrl): readonly Poll[] {
    return ctrl.polls.all.value.filter((poll) => poll.state === "prepared" && DECIDES.has(poll.type));
}

/* Whoever may object: a delegation's people who do not run the room, while there is time. */
export function mayObject(ctrl: RoomCtrl, adoption: Adoption): boolean {
    const { staff, draft } = ctrl.rights.value;
    const delegation = ctrl.room.get("delegation", ctrl.self.value?.delegation);
    return adoption.state === "open" && adoption.way !== "poll" && draft && !staff && delegation !== undefined && !delegation.observer;
}

export const MINUTES: readonly number[] = [0, 2, 5, 10, 15, 30, 60];

/* A question that a vote can answer for what is adopted. */
export function adoptQuestion(ctrl: RoomCtrl, of: number): string {
    const row = rowOf(ctrl.room, of);
    const name = row ? rowName(ctrl, row) : mlText(ctrl.room.workshop.value?.title);
    return t("ui.adoption.question", { name: [...name].slice(0, 200).join("") });
}
