/*
 * api: the HTTP calls of PROTOCOL.md P1-P3. Each returns what the server replied or throws an ApiError, whose `say` is the
 * sentence for the person. A request that does not come back in 20 s counts as a lost link.
 */
import { browserDevice } from "./device";
import { lang, t } from "./i18n/index";
import type { Lang, ML, Role } from "./sync/kinds";
import type { PastPage } from "./sync/past";
import type { OpsPage } from "./sync/texts";

export class ApiError extends Error {
    constructor(
        readonly code: string,      /* the server's word, or "offline" */
        readonly say: string,
        readonly status: number,    /* 0: no reply */
        readonly detail?: string,   /* where in a file, and what: for whoever wrote the file */
    ) {
        super(code);
    }
}

/* The documents of a workshop (server/PROTOCOL.md), and how one is wanted. */
export type DocumentName = "plan" | "report" | "recommendations" | "texts" | "agenda" | "polls" | "participation";
export interface DocumentWish {
    lang: Lang;
    lang2: Lang | "";       /* side by side with it */
    clean: boolean;         /* without brackets */
}

export interface Seat {
    workshop: string;
    title: string;
    role: Role;
}
export interface Me {
    setup: boolean;                 /* no account exists yet */
    account: { name: string } | null;
    seats: Seat[];
}
export interface Template {
    name: string;
    title: ML;
    days: number;
    items: number;
}
export interface WorkshopRow {
    id: string;
    title: string;
    state: "preparing" | "live" | "closed";
    created: number;
}
export interface DelegationChoice {
    id: number;
    name: ML;
    country?: string;
}
export interface CodeInfo {
    workshop: string;
    title: ML;
    languages: Lang[];
    delegation: DelegationChoice | null;
    delegations: DelegationChoice[];
}
export interface Joined {
    workshop: string;
    person: number;
    role: Role;
}
export interface NewWorkshop {
    template?: string;
    scenario?: object;
    title?: string;
    language?: Lang;
}
export interface Codes {
    open: string;
    delegations: { delegation: number; code: string }[];
}

/* One change of a row, or of what belongs to it. */
export interface HistoryChange {
    seq: number;
    at: number;
    person: number;                 /* 0: the server itself */
    verb: string;
    args: Record<string, unknown>;  /* without what this person may not read; {} where it was erased */
}
export interface HistoryPage {
    changes: HistoryChange[];       /* newest first */
    more: boolean;
    before: number;                 /* for the next page */
}

const TIMEOUT_MS = 20_000;

function refusal(status: number, body: unknown): ApiError {
    const reply = (body ?? {}) as { code?: string; say?: Partial<Record<Lang, string>>; detail?: string };
    const code = reply.code ?? `http_${status}`;
    return new ApiError(code, reply.say?.[lang.peek()] ?? t("ui.failed"), status, reply.detail);
}

/* Throws an ApiError. */
export async function call<T>(method: "GET" | "POST", path: string, body?: object): Promise<T> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
    try {
        const reply = await fetch(path, {
            method,
            credentials: "same-origin",
            signal: stop.signal,
            headers: body ? { "Content-Type": "application/json" } : undefined,
            body: body ? JSON.stringify(body) : undefined,
        });
        const got: unknown = await reply.json().catch(() => null);
        if (!reply.ok) throw refusal(reply.status, got);
        return got as T;
    } catch (error) {
        if (error instanceof ApiError) throw error;
        throw new ApiError("offline", t("ui.offline"), 0);
    } finally {
        clearTimeout(timer);
    }
}

export const at = (workshop: string): string => `/api/w/${encodeURIComponent(workshop)}`;

export const api = {
    me: () => call<Me>("GET", "/api/me"),
    setup: (token: string, name: string, password: string) =>
        call<{ account: { name: string } }>("POST", "/api/setup", { token, name, password }),
    login: (name: string, password: string) =>
        call<{ account: { name: string } }>("POST", "/api/login", { name, password }),
    /* The session ends; what this device keeps of workshops goes with it, unsent work stays. */
    logout: async () => {
        const reply = await call<object>("POST", "/api/logout", {});
        await browserDevice().shelf.dropReplicas();
        return reply;
    },
    templates: () => call<{ templates: Template[] }>("GET", "/api/templates"),
    workshops: () => call<{ workshops: WorkshopRow[] }>("GET", "/api/workshops"),
    create: (workshop: NewWorkshop) => call<{ id: string }>("POST", "/api/workshops", workshop),
    code: (code: string) => call<CodeInfo>("GET", `/api/code/${encodeURIComponent(code)}`),
    join: (code: string, name: string, language: Lang, delegation?: number) =>
        call<Joined>("POST", "/api/join", delegation ? { code, name, language, delegation } : { code, name, language }),
    listen: (code: string) => call<{ workshop: string }>("POST", "/api/listen", { code }),
    link: (token: string) => call<Joined>("POST", "/api/link", { token }),
    linkFor: (workshop: string, whom: { person: number } | { screen: true }) =>
        call<{ path: string }>("POST", `${at(workshop)}/links`, whom),
    codes: (workshop: string) => call<Codes>("GET", `${at(workshop)}/codes`),
    newCode: (workshop: string, delegation: number) =>
        call<{ code: string }>("POST", `${at(workshop)}/codes`, { delegation }),

    /* Who changed a row; from the newest change before `before` on. */
    history: (workshop: string, row: number, before?: number) =>
        call<HistoryPage>("GET", `${at(workshop)}/history/${row}${before ? `?before=${before}` : ""}`),
    /* What happened to a text after its revision `from`. */
    ops: (workshop: string, text: number, from: number) =>
        call<OpsPage>("GET", `${at(workshop)}/text/${text}?from=${from}`),
    /* The workshop after a change, or at a time (ms); room.past() makes a room of it. */
    past: (workshop: string, moment: { seq: number } | { time: number }) =>
        call<PastPage>("GET", `${at(workshop)}/past?${"seq" in moment ? `seq=${moment.seq}` : `time=${moment.time}`}`),

    /* Addresses for <img src> and <a href download>. */
    qrAddress: (workshop: string, path: string) => `${at(workshop)}/qr?path=${encodeURIComponent(path)}`,
    documentAddress: (workshop: string, name: DocumentName, format: string, wish: DocumentWish) =>
        `${at(workshop)}/export/${name}.${format}?lang=${wish.lang}${wish.lang2 ? `&lang2=${wish.lang2}` : ""}` +
        (wish.clean ? "&brackets=0" : ""),
    exportAddress: (workshop: string, format: "json" | "csv", language: Lang, seq?: number) =>
        `${at(workshop)}/export?format=${format}&lang=${language}${seq ? `&at=${seq}` : ""}`,
};
