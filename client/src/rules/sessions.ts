/*
 * sessions: the history of a text as people remember it. Every few keystrokes are one operation; what one person wrote
 * without a longer pause is one entry, and what several wrote at the same time is one entry of theirs. What the
 * server did (an import, say) stands alone.
 */

/* An operation on a text, in code points (PROTOCOL.md, texts): so many are kept, these are put in, so many are taken out. */
export type TextOp = readonly (number | string | { d: number })[];

export interface TextChange {
    seq: number;
    at: number;         /* ms since 1970 */
    person: number;     /* 0: the server */
    op: TextOp;
}

export interface Session {
    seq: number;                    /* of its last change */
    from: number;
    to: number;
    people: readonly number[];      /* in the order in which they began */
    before: string;
    after: string;
}

const PAUSE_MS = 5 * 60_000;        /* of one person */
const TOGETHER_MS = 20_000;         /* between two people */

export function applied(text: string, op: TextOp): string {
    const letters = [...text];
    let at = 0;
    let made = "";
    for (const part of op) {
        if (typeof part === "number") made += letters.slice(at, (at += part)).join("");
        else if (typeof part === "string") made += part;
        else at += part.d;
    }
    return made + letters.slice(at).join("");
}

/* Oldest first. `text` is what the text held before the first of `changes`. */
export function sessionsOf(changes: readonly TextChange[], text = ""): Session[] {
    const sessions: Session[] = [];
    let now = text;
    for (const { seq, at, person, op } of changes) {
        const before = now;
        now = applied(now, op);
        const last = sessions[sessions.length - 1];
        const pause = last ? at - last.to : Infinity;
        const alone = person === 0 || last?.people.includes(0);
        if (last && !alone && (pause <= TOGETHER_MS || (pause <= PAUSE_MS && last.people.includes(person)))) {
            const people = last.people.includes(person) ? last.people : [...last.people, person];
            sessions[sessions.length - 1] = { ...last, seq, to: at, people, after: now };
        } else sessions.push({ seq, from: at, to: at, people: [person], before, after: now });
    }
    return sessions.filter((one) => one.before !== one.after);
}
