/*
 * download: a document on its way to the device: how long it takes, and, where the server refuses it, why. One at a time is told;
 * without scripts the links work all the same.
 */
import { signal } from "@preact/signals";
import { ApiError } from "../api";
import { lang, t } from "../i18n/index";
import type { Lang } from "../sync/kinds";

export interface Making {
    name?: string;          /* of what is being made */
    seconds: number;
    waits?: boolean;        /* for its turn: the server makes two at a time */
    made?: string;          /* the file that came of it */
    failed?: ApiError;
}

export const making = signal<Making>({ seconds: 0 });

const TAKE_MS = 60_000;
const TURN_MS = 120_000;    /* so long it is asked for again, */
const AGAIN_MS = 2000;      /* after once to twice as long: pages that wait do not come all at once; */
const NO_MS = 500;          /* within which it is refused, if it is */
const KEEP_MS = 60_000;

/* The name that the server gave the file (RFC 6266). */
function nameOf(disposition: string): string {
    const long = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1];
    return long ? decodeURIComponent(long) : (/filename="([^"]+)"/.exec(disposition)?.[1] ?? "plenary");
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
async function take(address: string, waits: (still: boolean) => void): Promise<Response> {
    const until = Date.now() + TURN_MS;
    for (;;) {
        const begun = setTimeout(() => waits(false), NO_MS);
        const asked = fetch(address, { credentials: "same-origin", signal: AbortSignal.timeout?.(TAKE_MS) });
        const reply = await asked.finally(() => clearTimeout(begun));
        if (reply.ok) return reply;
        const refused = await refusal(reply);
        if (refused.code !== "document_busy" || Date.now() > until) throw refused;
        waits(true);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS * (1 + Math.random())));
    }
}

export async function download(address: string, name: string): Promise<void> {
    const own: Making = { name, seconds: 0 };
    const tell = (more: Partial<Making>): void => {
        if (making.peek().name === name || more === own) making.value = { ...making.peek(), ...more };
    };
    making.value = own;
    const timer = setInterval(() => tell({ seconds: making.peek().seconds + 1 }), 1000);
    try {
        const reply = await take(address, (waits) => tell({ waits }));
        const file = nameOf(reply.headers.get("content-disposition") ?? "");
        save(await reply.blob(), file);
        tell({ made: file });
    } catch (error) {
        tell({ failed: error instanceof ApiError ? error : new ApiError("offline", t("ui.offline"), 0), name: undefined });
    } finally {
        clearInterval(timer);
    }
}
