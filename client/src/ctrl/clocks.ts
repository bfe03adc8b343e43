/*
 * clocks: the server is asked when the clocks of the workshop's zone are set (P52), and what it said is kept on the device: at the next
 * opening, with a link or without, hours are right from the first moment. Until it has answered they are the browser's.
 */
import { effect, type ReadonlySignal } from "@preact/signals";
import { api, type ZoneClocks } from "../api";
import { tellClocks } from "../rules/zone";

/* Governments give notice of weeks, some of days. */
const FRESH_MS = 24 * 3600_000;

const keyOf = (zone: string): string => `plenary.clocks.${zone}`;

function kept(zone: string): { clocks: ZoneClocks; at: number } | undefined {
    try {
        return JSON.parse(localStorage.getItem(keyOf(zone)) ?? "null") as { clocks: ZoneClocks; at: number } | undefined ?? undefined;
    } catch {
        return undefined;
    }
}

async function ask(zone: string): Promise<void> {
    const clocks = await api.clocks(zone);
    tellClocks(zone, clocks);
    try {
        localStorage.setItem(keyOf(zone), JSON.stringify({ clocks, at: Date.now() }));
    } catch {
        /* Without storage it is asked again when the page is loaded anew. */
    }
}

/* Returns how to end it. */
export function keepClocks(zone: ReadonlySignal<string | undefined>): () => void {
    return effect(() => {
        const name = zone.value;
        if (!name || name === "UTC") return;
        const known = kept(name);
        if (known) tellClocks(name, known.clocks);
        /* Without an answer the browser's zones do, and the next opening asks again. */
        if (!known || Date.now() - known.at > FRESH_MS) ask(name).catch(() => undefined);
    });
}
