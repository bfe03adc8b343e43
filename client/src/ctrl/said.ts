/* said: the language of what somebody has just typed, where the page's language cannot be it. */
import { lang, type Lang } from "../i18n/index";

const ARABIC = /\p{Script=Arabic}/u;
const LATIN = /\p{Script=Latin}/u;
const FRENCH = /[àâçéèêëîïôùûœæ]|\b(?:le|la|les|des|une?|et|du|au|aux|pour|sur)\b/i;

/* By its letters: Arabic ones are Arabic on every page, and a text of Latin letters alone is never Arabic. */
export function langOf(text: string): Lang {
    const page = lang.peek();
    if (page !== "ar" && ARABIC.test(text)) return "ar";
    if (page === "ar" && LATIN.test(text) && !ARABIC.test(text)) return FRENCH.test(text) ? "fr" : "en";
    return page;
}

/* New content, in the language it is written in. */
export function said(text: string): Partial<Record<Lang, string>> {
    return { [langOf(text)]: text };
}
