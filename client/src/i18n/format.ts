/*
 * format: messages in a subset of ICU: {name}, {n, plural, =0 {..} one {..} other {# rows}}, {who, select, a {..} other {..}},
 * nested as deep as needed. '{' and '}' have no escape: no text of ours needs one.
 *
 * Numbers are written with Latin digits in all three languages, which is what the customs administrations of the region
 * use in tables; the plural form is chosen by Intl.PluralRules.
 */
import type { Lang } from "../sync/kinds";

export type Params = Readonly<Record<string, string | number>>;

type Part = string | { name: string; type?: "plural" | "select"; cases?: ReadonlyMap<string, readonly Part[]> };

/* The parts of a message. Throws a SyntaxError that names the place; the build calls it for every text. */
export function parse(text: string): readonly Part[] {
    let at = 0;
    const fail = (what: string): never => {
        throw new SyntaxError(`${what} at ${at} in "${text}"`);
    };
    const word = (): string => {
        const match = /^\s*([^\s{},#]+)\s*/.exec(text.slice(at));
        if (!match) return fail("a word is missing");
        at += match[0].length;
        return match[1]!;
    };
    const expect = (mark: string): void => {
        if (text[at] !== mark) fail(`"${mark}" is missing`);
        at++;
    };
    const hole = (): Part => {
        const name = word();
        if (text[at] === "}") {
            at++;
            return { name };
        }
        expect(",");
        const type = word();
        if (type !== "plural" && type !== "select") return fail(`"${type}" is neither plural nor select`);
        expect(",");
        const cases = new Map<string, readonly Part[]>();
        while (!/^\s*\}/.test(text.slice(at))) {
            const key = word();
            expect("{");
            cases.set(key, parts(type === "plural"));
            expect("}");
        }
        at = text.indexOf("}", at) + 1;
        if (!cases.has("other")) fail(`"${name}" has no other`);
        return { name, type, cases };
    };
    const parts = (inPlural: boolean): readonly Part[] => {
        const list: Part[] = [];
        while (at < text.length && text[at] !== "}") {
            if (text[at] === "{") {
                at++;
                list.push(hole());
            } else if (text[at] === "#" && inPlural) {
                at++;
                list.push({ name: "#" });
            } else {
                const end = text.slice(at).search(inPlural ? /[{}#]/ : /[{}]/);
                const to = end < 0 ? text.length : at + end;
                list.push(text.slice(at, to));
                at = to;
            }
        }
        return list;
    };
    const all = parts(false);
    if (at < text.length) fail("a brace too many");
    return all;
}

/* The names a message asks for, sorted: they must be the same in every language. */
export function holes(text: string): string[] {
    const names = new Set<string>();
    const walk = (parts: readonly Part[]): void => {
        for (const part of parts) {
            if (typeof part === "string") continue;
            if (part.name !== "#") names.add(part.name);
            part.cases?.forEach(walk);
        }
    };
    walk(parse(text));
    return [...names].sort();
}

const rules = new Map<Lang, Intl.PluralRules>();
const numbers = new Map<Lang, Intl.NumberFormat>();

function made<T>(map: Map<Lang, T>, lang: Lang, make: () => T): T {
    let one = map.get(lang);
    if (!one) map.set(lang, (one = make()));
    return one;
}

/*
 * The locale of a language, with digits and calendar pinned: "ar" alone means other digits on other machines, "en" alone
 * months before days and a clock of twelve hours.
 */
export function locale(lang: Lang): string {
    return `${lang === "en" ? "en-GB" : lang}-u-ca-gregory-nu-latn`;
}

export function number(lang: Lang, value: number): string {
    return made(numbers, lang, () => new Intl.NumberFormat(locale(lang))).format(value);
}

function form(lang: Lang, value: number, cases: ReadonlyMap<string, readonly Part[]>): readonly Part[] {
    const exact = cases.get(`=${value}`);
    if (exact) return exact;
    const rule = made(rules, lang, () => new Intl.PluralRules(lang)).select(value);
    return (cases.get(rule) ?? cases.get("other"))!;
}

function write(lang: Lang, parts: readonly Part[], params: Params, count: number): string {
    let out = "";
    for (const part of parts) {
        if (typeof part === "string") {
            out += part;
            continue;
        }
        const value = part.name === "#" ? count : params[part.name] ?? "";
        if (part.type === "plural") {
            out += write(lang, form(lang, Number(value), part.cases!), params, Number(value));
        } else if (part.type === "select") {
            out += write(lang, (part.cases!.get(String(value)) ?? part.cases!.get("other"))!, params, count);
        } else {
            out += typeof value === "number" ? number(lang, value) : value;
        }
    }
    return out;
}

const parsed = new Map<string, readonly Part[]>();

export function format(lang: Lang, text: string, params: Params = {}): string {
    if (!text.includes("{")) return text;
    let parts = parsed.get(text);
    if (!parts) parsed.set(text, (parts = parse(text)));
    return write(lang, parts, params, 0);
}
