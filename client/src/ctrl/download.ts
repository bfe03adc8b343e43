/*
 * download: a document on its way to the device: how long it takes, how much of it came, and, where the server refuses it, why.
 * One at a time is told.
 */
import { signal } from "@preact/signals";
import { ApiError } from "../api";
import { lang, t } from "../i18n/index";
import type { Lang } from "../sync/kinds";

export interface Making {
    address: string;
    name: string;           /* of what is being made */
    mark: string;           /* what the file's name tells besides */
    seconds: number;
    got: number;            /* bytes that came; 0: it is still being made */
    all: number;            /* bytes it has; 0: nobody said how many */
    waits?: boolean;        /* for its turn: the server makes two at a time */
    made?: string;          /* the file that came of it */
    failed?: ApiError;
    stop: () => void;
}

export const making = signal<Making | undefined>(undefined);

/* Nothing came for so long: a document is made in half a minute, and however slow the link is, it brings something. */
const SILENT_MS = 60_000;
const TURN_MS = 120_000;    /* so long it is asked for again, */
const AGAIN_MS = 2000;      /* after once to twice as long: pages that wait do not come all at once; */
const NO_MS = 500;          /* within which it is refused, if it is */
const KEEP_MS = 60_000;

/* The name that the server gave the file (RFC 6266), and the mark before its ending, without what a file's name cannot hold. */
function nameOf(disposition: string, mark: string): string {
    const long = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1];
    const name = long ? decodeURIComponent(long) : (/filename="([^"]+)"/.exec(disposition)?.[1] ?? "plenary");
    return mark ? name.replace(/(\.\w+)?$/, ` (${mark.replace(/[\\/:*?"<>|]/g, ".")})$1`) : name;
}

function save(blob: Blob, name: string): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS);
}

async function refusal(reply: Response): Promise<ApiError> {
    const body = (await reply.json().catch(() => ({}))) as { code?: string; say?: Partial<Record<Lang, string>>; detail?: string };
    return new ApiError(body.code ?? "", body.say?.[lang.peek()] ?? t("ui.failed"), reply.status, body.detail);
}

/* The file, when its turn has come; `waits` hears whether it still has to. Throws an ApiError, or what fetch throws. */
async function take(address: string, signal: AbortSignal, waits: (still: boolean) => void): Promise<Response> {
    const until = Date.now() + TURN_MS;
    for (;;) {
        const begun = setTimeout(() => waits(false), NO_MS);
        const reply = await fetch(address, { credentials: "same-origin", signal }).finally(() => clearTimeout(begun));
        if (reply.ok) return reply;
        const refused = await refusal(reply);
        if (refused.code !== "document_busy" || Date.now() > until) throw refused;
        waits(true);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS * (1 + Math.random())));
    }
}

async function read(reply: Response, came: (bytes: number) => void): Promise<Blob> {
    const parts: BlobPart[] = [];
    const reader = reply.body!.getReader();
    for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        parts.push(value);
        came(value.length);
    }
    return new Blob(parts, { type: reply.headers.get("content-type") ?? "" });
}

export const underWay = (one: Making | undefined): boolean => one !== undefined && !one.made && !one.failed;

/* What is over is told no more. */
export function forget(): void {
    if (!underWay(making.peek())) making.value = undefined;
}

export async function download(address: string, name: string, mark = ""): Promise<void> {
    const before = making.peek();
    if (underWay(before) && before?.address === address) return;
    const stopping = new AbortController();
    let stopped = false;
    const stop = (): void => {
        stopped = true;
        stopping.abort();
        if (making.peek() === own) making.value = undefined;
    };
    let own: Making = { address, name, mark, seconds: 0, got: 0, all: 0, stop };
    making.value = own;
    const tell = (more: Partial<Making>): void => {
        const shown = making.peek() === own;
        own = { ...own, ...more };
        if (shown) making.value = own;
    };
    let silent: ReturnType<typeof setTimeout> | undefined;
    const heard = (): void => {
        clearTimeout(silent);
        silent = setTimeout(() => stopping.abort(), SILENT_MS);
    };
    heard();
    const ticking = setInterval(() => tell({ seconds: own.seconds + 1 }), 1000);
    try {
        const reply = await take(address, stopping.signal, (waits) => {
            heard();
            tell({ waits });
        });
        tell({ waits: false, all: Number(reply.headers.get("content-length")) });
        const blob = await read(reply, (bytes) => {
            heard();
            tell({ got: own.got + bytes });
        });
        const file = nameOf(reply.headers.get("content-disposition") ?? "", mark);
        save(blob, file);
        tell({ made: file });
    } catch (error) {
        if (!stopped) tell({ failed: error instanceof ApiError ? error : new ApiError("offline", t("ui.export.cut"), 0) });
    } finally {
        clearInterval(ticking);
        clearTimeout(silent);
    }
}
