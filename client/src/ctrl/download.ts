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
    made?: string;          /* the file that came of it */
    failed?: ApiError;
}

export const making = signal<Making>({ seconds: 0 });

const TAKE_MS = 60_000;
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

export async function download(address: string, name: string): Promise<void> {
    const own: Making = { name, seconds: 0 };
    const tell = (more: Partial<Making>): void => {
        if (making.peek().name === name || more === own) making.value = { ...making.peek(), ...more };
    };
    making.value = own;
    const timer = setInterval(() => tell({ seconds: making.peek().seconds + 1 }), 1000);
    try {
        const reply = await fetch(address, { credentials: "same-origin", signal: AbortSignal.timeout?.(TAKE_MS) });
        if (!reply.ok) throw await refusal(reply);
        const file = nameOf(reply.headers.get("content-disposition") ?? "");
        save(await reply.blob(), file);
        tell({ made: file });
    } catch (error) {
        tell({ failed: error instanceof ApiError ? error : new ApiError("offline", t("ui.offline"), 0), name: undefined });
    } finally {
        clearInterval(timer);
    }
}
