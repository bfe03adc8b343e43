/*
 * api: the HTTP calls of PROTOCOL.md P1-P3. Each returns what the server replied or throws an ApiError, whose `say` is the
 * sentence for the person. A request that does not come back in 20 s counts as a lost link; a file has the time that a slow one takes.
 */
import { lang, t } from "./i18n/index";
import type { Lang, ML, Role } from "./sync/kinds";

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
export interface DelegationChoice {
    id: number;
    name: ML;
    country?: string;
}
/* When the clocks of a zone are set: rules/zone. */
export interface ZoneClocks {
    zone: string;
    set: [from: number, ahead: number][];
    until: number;
}
export interface CodeInfo {
    workshop: string;
    title: ML;
    languages: Lang[];
    passcode?: boolean;             /* it is asked of whoever joins by this code */
    lobby?: boolean;                /* guests wait outside until they are admitted, and nobody only listens */
    delegation: DelegationChoice | null;
    delegations: DelegationChoice[];
}
export interface Joined {
    workshop: string;
    person: number;
    role: Role;
}

const TIMEOUT_MS = 20_000;
const FILE_BYTES_A_MS = 10;

function refusal(status: number, body: unknown): ApiError {
    const reply = (body ?? {}) as { code?: string; say?: Partial<Record<Lang, string>>; detail?: string };
    const code = reply.code ?? `http_${status}`;
    return new ApiError(code, reply.say?.[lang.peek()] ?? t("ui.failed"), status, reply.detail);
}

function typeOf(body: object | string | Blob): string {
    if (body instanceof Blob) return "application/octet-stream";
    return typeof body === "string" ? "text/csv" : "application/json";
}

/* Throws an ApiError. A body that is text is a list, as a sheet writes it; a blob is a file. */
export async function call<T>(method: "GET" | "POST" | "DELETE", path: string, body?: object | string | Blob): Promise<T> {
    const stop = new AbortController();
    const long = body instanceof Blob ? body.size / FILE_BYTES_A_MS : 0;
    const timer = setTimeout(() => stop.abort(), TIMEOUT_MS + long);
    try {
        const reply = await fetch(path, {
            method,
            credentials: "same-origin",
            signal: stop.signal,
            headers: body ? { "Content-Type": typeOf(body) } : undefined,
            body: typeof body === "object" && !(body instanceof Blob) ? JSON.stringify(body) : body,
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
    code: (code: string) => call<CodeInfo>("GET", `/api/code/${encodeURIComponent(code)}`),
    /* By a code; what is undefined is not sent. */
    join: (who: { code: string; name: string; language: Lang; delegation?: number; passcode?: string }) =>
        call<Joined>("POST", "/api/join", who),
    listen: (code: string, passcode?: string) => call<{ workshop: string }>("POST", "/api/listen", { code, passcode }),
    clocks: (zone: string) => call<ZoneClocks>("GET", `/api/clocks?zone=${encodeURIComponent(zone)}`),
    link: (token: string) => call<Joined>("POST", "/api/link", { token }),
};
