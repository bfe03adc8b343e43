/*
 * choose: which language the page starts in: the one chosen on this device, else the first of the browser's that we have,
 * else English. Shared by boot.ts, which runs before everything else, and the i18n module.
 */
import type { Lang } from "../sync/kinds";

export const LANGS: readonly Lang[] = ["ar", "fr", "en"];

const KEY = "plenary.lang";

export function dirOf(lang: Lang): "rtl" | "ltr" {
    return lang === "ar" ? "rtl" : "ltr";
}

function isLang(word: string | null | undefined): word is Lang {
    return word === "ar" || word === "fr" || word === "en";
}

export function chooseLang(): Lang {
    try {
        const kept = localStorage.getItem(KEY);
        if (isLang(kept)) return kept;
    } catch {
        /* Storage may be forbidden: the browser's languages decide. */
    }
    for (const word of navigator.languages) {
        const two = word.slice(0, 2).toLowerCase();
        if (isLang(two)) return two;
    }
    return "en";
}

/* Keep the choice on this device and tell the page about it. */
export function rememberLang(lang: Lang): void {
    try {
        localStorage.setItem(KEY, lang);
    } catch {
        /* The choice then lasts as long as the page. */
    }
    document.documentElement.lang = lang;
    document.documentElement.dir = dirOf(lang);
}
