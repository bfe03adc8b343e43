/* plan_lists: which rows stand under which heading, and the numbers that people quote. Pure: lists in, lists out. */
import type { Action, Paragraph, Recommendation, Theme } from "../sync/kinds";

/* A heading and the ids of the rows under it. */
export interface Section {
    id: number;                     /* 0: what stands under no heading */
    number: string;
    rows: readonly number[];
}

export interface Grouped {
    group?: number;
    brought_at?: number;
}

/* A row is drafted in its working group until it was brought to the plenary plan. `place` 0: the plenary plan. */
export function standsIn(row: Grouped, place: number): boolean {
    const group = row.brought_at ? 0 : (row.group ?? 0);
    return group === place;
}

export function sectionsOf(themes: readonly Theme[], actions: readonly Action[]): Section[] {
    const under = new Map<number, number[]>();
    for (const { id, theme = 0 } of actions) {
        const rows = under.get(theme);
        if (rows) rows.push(id);
        else under.set(theme, [id]);
    }
    const sections = themes.map(({ id }, i): Section => ({ id, number: String(i + 1), rows: under.get(id) ?? [] }));
    const loose = under.get(0);
    if (loose) sections.push({ id: 0, number: String(sections.length + 1), rows: loose });
    return sections;
}

/* "1.2" of an action: its theme and its place there; "R3" of a recommendation. */
export function rowNumbers(sections: readonly Section[], recommendations: readonly Recommendation[]): Map<number, string> {
    const numbers = new Map<number, string>();
    for (const { number, rows } of sections) rows.forEach((id, i) => numbers.set(id, `${number}.${i + 1}`));
    recommendations.forEach(({ id }, i) => numbers.set(id, `R${i + 1}`));
    return numbers;
}

/* Headings 1, 2; paragraphs 1.1, 1.2 under a heading and 1, 2 before any; subparagraphs (a), (b). */
export function paragraphNumbers(paragraphs: readonly Paragraph[]): Map<number, string> {
    const numbers = new Map<number, string>();
    let framework: number | undefined;
    let [heading, paragraph, sub] = [0, 0, 0];
    for (const one of paragraphs) {
        if (one.framework !== framework) [heading, paragraph, sub] = [0, 0, 0];
        framework = one.framework;
        if (one.level === "heading") {
            [heading, paragraph, sub] = [heading + 1, 0, 0];
            numbers.set(one.id, String(heading));
        } else if (one.level === "paragraph") {
            [paragraph, sub] = [paragraph + 1, 0];
            numbers.set(one.id, heading ? `${heading}.${paragraph}` : String(paragraph));
        } else {
            sub += 1;
            numbers.set(one.id, `(${letters(sub)})`);
        }
    }
    return numbers;
}

/* a, b, ... z, aa, ab, ... */
function letters(n: number): string {
    let text = "";
    for (let left = n; left > 0; left = Math.floor((left - 1) / 26)) text = String.fromCharCode(97 + ((left - 1) % 26)) + text;
    return text;
}

/* The sibling to stand behind after one step; 0: first; undefined: there is no such step. */
export function placeAfter(rows: readonly number[], id: number, by: 1 | -1): number | undefined {
    const at = rows.indexOf(id);
    const to = at + by;
    if (at < 0 || to < 0 || to >= rows.length) return undefined;
    return by > 0 ? rows[to]! : (rows[to - 1] ?? 0);
}

export function sameIds(a: readonly number[], b: readonly number[]): boolean {
    return a.length === b.length && a.every((id, i) => id === b[i]);
}

/* The new sections, with those of before in place of what did not change, so that what shows them is not drawn again. */
export function steadySections(before: readonly Section[], now: readonly Section[]): readonly Section[] {
    const old = new Map(before.map((one) => [one.id, one]));
    const kept = now.map((one) => {
        const was = old.get(one.id);
        if (!was || !sameIds(was.rows, one.rows)) return one;
        return was.number === one.number ? was : { ...one, rows: was.rows };
    });
    return kept.length === before.length && kept.every((one, i) => one === before[i]) ? before : kept;
}

export function sameMap(a: ReadonlyMap<number, string>, b: ReadonlyMap<number, string>): boolean {
    if (a.size !== b.size) return false;
    for (const [id, text] of a) if (b.get(id) !== text) return false;
    return true;
}
