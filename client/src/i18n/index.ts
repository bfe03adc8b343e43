/*
 * i18n: the language of the page, its sentences, and content that is kept per language.
 *
 * A catalogue is two chunks per language, loaded on demand: the sentences of the first load, which boot.ts asks for before
 * this module runs, and the rest, which late.tsx has fetched. The page is drawn after `ready`. t() and ml() read the `lang` signal, so whatever is drawn with them follows a change.
 */
import { signal, type ReadonlySignal } from "@preact/signals-core";
import { shownMs } from "../rules/zone";
import type { Lang, ML } from "../sync/kinds";
import { chooseLang, dirOf, LANGS, rememberLang } from "./choose";
import { format, locale, number, type Params } from "./format";

export { dirOf, LANGS } from "./choose";
export type { Lang, ML } from "../sync/kinds";
export type { Params } from "./format";

type Catalogue = Readonly<Record<string, string>>;

const load: Record<Lang, () => Promise<{ default: Catalogue }>> = {
    ar: () => import("./ar.json"),
    fr: () => import("./fr.json"),
    en: () => import("./en.json"),
};

const loadRest: Record<Lang, () => Promise<{ default: Catalogue }>> = {
    ar: () => import("./ar.json?rest"),
    fr: () => import("./fr.json?rest"),
    en: () => import("./en.json?rest"),
};

const catalogues: Partial<Record<Lang, Catalogue>> = {};
const whole = new Set<Lang>();      /* the languages whose rest is here */
let wanted = false;                 /* the rest is needed, in whatever language */
const current = signal<Lang>(chooseLang());

/* The language the page is in. */
export const lang: ReadonlySignal<Lang> = current;

/* "rtl" or "ltr", of the page's language. */
export function dir(): "rtl" | "ltr" {
    return dirOf(current.value);
}

/* Fulfilled once the first catalogue is there. */
export const ready: Promise<void> = setLang(current.peek());

/* Change the page's language: the catalogue is fetched first, so that no half-translated page is seen. */
export async function setLang(to: Lang): Promise<void> {
    if (!catalogues[to]) catalogues[to] = (await load[to]()).default;
    if (wanted) await fill(to);
    rememberLang(to);
    current.value = to;
}

/* Have all sentences, in this language and in every one chosen later. */
export async function wholeCatalogue(): Promise<void> {
    wanted = true;
    await fill(current.peek());
}

async function fill(language: Lang): Promise<void> {
    if (whole.has(language)) return;
    const rest = (await loadRest[language]()).default;
    catalogues[language] = { ...catalogues[language], ...rest };
    whole.add(language);
}

/* The sentence `key` in the page's language. The build has checked that every key exists in all languages. */
export function t(key: string, params?: Params): string {
    const text = catalogues[current.value]?.[key];
    return text === undefined ? key : format(current.value, text, params);
}

/* The same where it has to agree with what it is said of ("adoptée" of an action): KEY.KIND where there is such a sentence. */
export function tOf(key: string, kind: string): string {
    return t(has(`${key}.${kind}`) ? `${key}.${kind}` : key);
}

/* The second language of a screen that shows content in two. */
export const twin = signal<Lang | undefined>(undefined);

/* Have all sentences of one more language, for a screen that says everything twice. */
export async function alsoIn(language: Lang): Promise<void> {
    catalogues[language] ??= (await load[language]()).default;
    await fill(language);
}

/* The same in a language that is here already. */
export function tIn(language: Lang, key: string, params?: Params): string {
    return format(language, catalogues[language]?.[key] ?? key, params);
}

/* Whether there is a sentence for a key made at run time, such as "refusal." and a word from the server. */
export function has(key: string): boolean {
    return catalogues[current.value]?.[key] !== undefined;
}

/* A list of content as a sentence has it: "Egypt, Jordan and Tunisia". */
export function listed(names: readonly string[], language = current.value): string {
    return new Intl.ListFormat(language, { type: "conjunction" }).format(names);
}

export function num(value: number): string {
    return number(current.value, value);
}

/*
 * A time of ms since 1970 in the page's language, by a clock of 24 hours; `zone` is the workshop's, the device's when left
 * out. Arabic names its months: three numbers with bars between are read from either side.
 */
export function time(ms: number, options: Intl.DateTimeFormatOptions, zone?: string): string {
    const named = current.value === "ar" && options.dateStyle === "medium" ? { dateStyle: "long" as const } : {};
    const all = { hourCycle: "h23" as const, ...options, ...named, ...(zone ? { timeZone: "UTC" } : {}) };
    return new Intl.DateTimeFormat(locale(current.value), all).format(zone ? shownMs(ms, zone) : ms);
}

export interface Said {
    text: string;
    lang: Lang;         /* the language `text` is in: put it into the element's lang and let dir be "auto" */
    foreign: boolean;   /* it is not the page's language, since there is no text in that one */
    old: boolean;       /* a translation that is behind its source */
}

/* Content in the page's language, else in the language it was written in, else in any. Empty content: text "". */
export function ml(content: ML | undefined): Said {
    const want = current.value;
    const order: (Lang | undefined)[] = [want, content?.src, "en", "fr", "ar"];
    for (const one of order) {
        const text = one && content?.[one];
        if (text) return { text, lang: one, foreign: one !== want, old: content?.old?.includes(one) ?? false };
    }
    return { text: "", lang: want, foreign: false, old: false };
}

/* ml(), the text alone. */
export function mlText(content: ML | undefined): string {
    return ml(content).text;
}

/* The languages other than the page's, for a switch. */
export function others(): Lang[] {
    return LANGS.filter((one) => one !== current.value);
}
