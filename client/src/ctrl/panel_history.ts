/*
 * panel_history: the history of one row: its texts from their operations, merged into sessions of writing, and everything
 * else from the commands that touched it. Newest first.
 */
import { LANGS, mlText } from "../i18n/index";
import type { Room, TextField } from "../sync/room";
import { KINDS, type Lang, type ML } from "../sync/kinds";
import { sessionsOf, type Session } from "../rules/sessions";
import { rowHistory, textHistory, type RowChange } from "./panel_api";
import type { Row } from "./panel_rows";

export interface TextEntry extends Session {
    is: "text";
    key: string;
    field: TextField;
    lang: Lang;
}

/* A command: a field that was set, a remark, a lock, an adoption. */
export interface ActEntry {
    is: "act";
    key: string;
    seq: number;
    to: number;             /* when */
    people: readonly number[];
    verb: string;
    type: string;           /* of a remark that was made */
    fields: readonly (readonly [string, unknown])[];
    words: string;          /* what was said: of a remark, an objection, a reason */
}

export type Entry = TextEntry | ActEntry;

export interface History {
    entries: readonly Entry[];
    more: boolean;          /* there are older commands that were not asked for */
}

const COMMANDS_MAX = 5;     /* pages */

export async function historyOf(workshop: string, room: Room, row: Row): Promise<History> {
    const fields = KINDS[row.k].coedited as readonly TextField[];
    const texts = fields.flatMap((field) => LANGS.map((lang) => ({ field, lang, id: room.textId(row.id, field, lang) })))
        .filter((text) => text.id > 0);
    const [acts, ...written] = await Promise.all([
        commandsOf(workshop, row.id),
        ...texts.map(async (text) => sessionsOf(await textHistory(workshop, text.id)).map((session): TextEntry => ({
            ...session, is: "text", key: `t${text.id}-${session.seq}`, field: text.field, lang: text.lang,
        }))),
    ]);
    const entries: Entry[] = [...written.flat(), ...acts.changes.map((change) => actOf(row, change)).filter(isTold)];
    entries.sort((a, b) => b.to - a.to || b.seq - a.seq);
    return { entries, more: acts.more };
}

async function commandsOf(workshop: string, row: number): Promise<{ changes: RowChange[]; more: boolean }> {
    const changes: RowChange[] = [];
    let more = true;
    for (let page = 0; page < COMMANDS_MAX && more; page++) {
        const got = await rowHistory(workshop, row, changes[changes.length - 1]?.seq);
        changes.push(...got.changes);
        more = got.more && got.changes.length > 0;
    }
    return { changes, more };
}

const NOT_TOLD = new Set(["id", "after", "into", "seen", "src"]);

function actOf(row: Row, change: RowChange): ActEntry {
    const coedited = KINDS[row.k].coedited;
    const own = change.verb.startsWith(`${row.k}.`);
    const fields = Object.entries(change.args).filter(([name]) => !NOT_TOLD.has(name) && !(own && coedited.includes(name)));
    return {
        is: "act", key: `c${change.seq}`, seq: change.seq, to: change.at, people: [change.person], verb: change.verb,
        fields: own ? fields : [],
        type: change.verb === "remark.create" ? String(change.args.type ?? "comment") : "",
        words: own ? "" : wordsOf(change.args.text ?? change.args.reason),
    };
}

function wordsOf(said: unknown): string {
    return typeof said === "string" ? said : mlText(said as ML | undefined);
}

/* Words are told by the texts; an edit of nothing else is not told twice. */
function isTold(act: ActEntry): boolean {
    if (act.verb === "text.edit") return false;
    return !act.verb.endsWith(".edit") || act.fields.length > 0 || !/^(action|recommendation|paragraph)\./.test(act.verb);
}

/* The texts that were ever written in, in the order of the row's fields. */
export function writtenTexts(history: History): { field: TextField; lang: Lang }[] {
    const seen = new Map<string, { field: TextField; lang: Lang }>();
    for (const entry of history.entries) {
        if (entry.is === "text") seen.set(`${entry.field} ${entry.lang}`, { field: entry.field, lang: entry.lang });
    }
    return [...seen.values()].sort((a, b) => a.field.localeCompare(b.field) || a.lang.localeCompare(b.lang));
}
