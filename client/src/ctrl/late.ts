/*
 * late: files of the page that are fetched when they are first needed: what is not part of joining, reading and voting.
 * With them come the rest of the sentences and one style. A service worker has all of it on the device already.
 */
import { signal, type ReadonlySignal } from "@preact/signals";
import { wholeCatalogue } from "../i18n/index";
import type { Drag } from "./drag";
import type { PlanCtrl } from "./plan";

/* Controllers that are not part of the first load. They come with every later file (view/late.tsx), before it is shown. */
export const come: { PlanCtrl?: typeof PlanCtrl; Drag?: typeof Drag } = {};

export interface Late<T> {
    readonly got: ReadonlySignal<T | undefined>;
    readonly failed: ReadonlySignal<boolean>;
    /* Fetch it, unless it is here or on its way. Never rejects: `failed` tells. */
    fetch(): Promise<void>;
}

let style: Promise<void> | undefined;

function lateStyle(): Promise<void> {
    const href = document.querySelector<HTMLMetaElement>("meta[name=late-style]")?.content;
    if (!href) return Promise.resolve();
    style ??= new Promise((resolve, reject) => {
        const link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = href;
        link.onload = () => resolve();
        link.onerror = () => {
            link.remove();
            style = undefined;
            reject(new Error("the style of what is loaded later did not come"));
        };
        document.head.append(link);
    });
    return style;
}

export function lateOf<T>(load: () => Promise<T>): Late<T> {
    const got = signal<T | undefined>(undefined);
    const failed = signal(false);
    let busy: Promise<void> | undefined;
    const work = async (): Promise<void> => {
        failed.value = false;
        try {
            const [value] = await Promise.all([load(), wholeCatalogue(), lateStyle()]);
            got.value = value;
        } catch {
            failed.value = true;
        }
        busy = undefined;
    };
    return { got, failed, fetch: () => (got.peek() ? Promise.resolve() : (busy ??= work())) };
}
