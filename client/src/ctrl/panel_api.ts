/* panel_api: what the panels ask the server for over HTTP: the history of a row, of a text, and the room as it was. */
import { at, call } from "../api";
import type { Args } from "../net/ports";
import type { Entity } from "../sync/kinds";
import type { TextChange, TextOp } from "../rules/sessions";

export interface RowChange {
    seq: number;
    at: number;
    person: number;     /* 0: the server */
    verb: string;
    args: Args;
}

export interface Past {
    seq: number;
    at: number;
    set: Entity[];
}

export type Moment = { seq: number } | { time: number };

const PAGES_MAX = 50;   /* of 2,000 operations each */

/* What happened to a row, newest first; `before`: older than that change. */
export function rowHistory(workshop: string, row: number, before = 0): Promise<{ changes: RowChange[]; more: boolean }> {
    return call("GET", `${at(workshop)}/history/${row}${before ? `?before=${before}` : ""}`);
}

interface OpsPage {
    from: number;
    rev: number;
    ops: [number, number, number, TextOp][];
    more: boolean;
}

/* Every change of a text, oldest first. */
export async function textHistory(workshop: string, text: number): Promise<TextChange[]> {
    const changes: TextChange[] = [];
    for (let page = 0; page < PAGES_MAX; page++) {
        const got = await call<OpsPage>("GET", `${at(workshop)}/text/${text}?from=${changes.length}`);
        for (const [seq, ms, person, op] of got.ops) changes.push({ seq, at: ms, person, op });
        if (!got.more || got.ops.length === 0) break;
    }
    return changes;
}

export function past(workshop: string, moment: Moment): Promise<Past> {
    const query = "seq" in moment ? `seq=${moment.seq}` : `time=${moment.time}`;
    return call("GET", `${at(workshop)}/past?${query}`);
}
