/*
 * plan: the action plan, the recommendations and the framework texts: what is shown in which order and under which number,
 * and what a person does to it.
 *
 * Lists here hold ids alone and keep their identity while membership and order stay, so that a keystroke in one row draws
 * that row and no list (a plan has up to 2,000 rows).
 */
import { computed, effect, signal, untracked, type ReadonlySignal } from "@preact/signals";
import { mlText } from "../i18n/index";
import { openBrackets } from "../rules/brackets";
import type { Action, Entity, Framework, Kinds, Lang, Paragraph, Recommendation, Theme } from "../sync/kinds";
import type { Room } from "../sync/room";
import {
    paragraphNumbers, placeAfter, rowNumbers, sameIds, sameMap, sectionsOf, standsIn, steadySections, type Grouped, type Section,
} from "./plan_lists";
import type { Rights } from "./rights";
import { said } from "./said";
import type { Undo } from "./undo";

export type { Section } from "./plan_lists";

/* What can be written, adopted and spoken about. */
export type RowKind = "action" | "recommendation" | "framework" | "paragraph";
export type OrderedKind = "theme" | RowKind;
export type Row = Action | Recommendation | Framework | Paragraph;

/* What this person may do with a row now. The server decides; this only spares people what would be refused. */
export interface May {
    write: boolean;
    translate: boolean;     /* at least the languages that are not the source */
    order: boolean;         /* move and remove */
}

const NOTHING: May = { write: false, translate: false, order: false };
const SEARCH_MS = 120;
const COUNT_MS = 700;
const PIECE = 25;           /* rows counted without a rest */
const WORDED = ["action", "recommendation", "paragraph"] as const;

/* Text fields of a row in which wording can be open. */
const TEXTS: Readonly<Record<RowKind, readonly string[]>> = {
    action: ["title", "objective", "deliverable", "milestones", "resources", "indicator", "risk"],
    recommendation: ["text"],
    framework: [],
    paragraph: ["text"],
};

export class PlanCtrl {
    /* What is searched for; empty: everything. */
    readonly query = signal("");
    /* Somebody asked for the search, however short the plan is. */
    readonly searching = signal(false);
    /* Wording as it would read without what is still in brackets. */
    readonly clean = signal(false);
    /* 0: the plenary plan; else the drafts of that working group. */
    readonly place = signal(0);
    /* Rows that show all their fields. */
    readonly opened = signal<ReadonlySet<number>>(new Set());
    /* The row that a new one is being written below. */
    readonly adding = signal(0);
    /* The field that is open here, as "id/field". */
    readonly writing = signal("");
    /* A row that has to be brought on the screen and given the focus. */
    readonly wanted = signal<{ id: number } | undefined>(undefined);

    readonly sections: ReadonlySignal<readonly Section[]>;
    readonly recommendations: ReadonlySignal<readonly number[]>;
    readonly frameworks: ReadonlySignal<readonly number[]>;
    /* Of each framework text its paragraphs. */
    readonly paragraphs: ReadonlySignal<ReadonlyMap<number, readonly number[]>>;
    readonly rowCount: ReadonlySignal<number>;
    /* Working groups that have rows here, or to which this person belongs: their drafts are a place of their own. */
    readonly groups: ReadonlySignal<readonly number[]>;
    /* Open brackets of the whole plan, counted when there is time. */
    readonly brackets: ReadonlySignal<number>;

    private readonly asked = signal("");
    private readonly bracketsNow = signal(0);
    private readonly numbers: ReadonlySignal<ReadonlyMap<number, string>>;
    private readonly linked: ReadonlySignal<ReadonlyMap<number, readonly number[]>>;
    private readonly bracketCounts = new Map<number, ReadonlySignal<number>>();
    private readonly stops: (() => void)[] = [];
    private readonly themes: ReadonlySignal<readonly Theme[]>;
    private readonly actions: ReadonlySignal<readonly Action[]>;
    private readonly texts: ReadonlySignal<readonly Recommendation[]>;

    constructor(
        private readonly room: Room,
        private readonly undo: Undo,
        private readonly rights: () => Rights,
    ) {
        const here = (row: Grouped & { id: number }): boolean =>
            !undo.hidden.value.has(row.id) && standsIn(row, this.place.value);
        const hidden = (row: { id: number }): boolean => undo.hidden.value.has(row.id);
        this.themes = computed(() => room.list("theme").value.filter((row) => !hidden(row)));
        this.actions = computed(() => room.list("action").value.filter(here));
        this.texts = computed(() => room.list("recommendation").value.filter(here));
        const whole = steady(() => sectionsOf(this.themes.value, this.actions.value), steadySections);
        this.sections = steady(() => this.found(whole.value), steadySections);
        this.recommendations = steadyIds(() => this.texts.value.map((row) => row.id).filter((id) => this.holds(id)));
        this.frameworks = steadyIds(() => room.list("framework").value.filter((row) => !hidden(row)).map((row) => row.id));
        this.paragraphs = steady(() => this.paragraphsNow(), steadyLists);
        this.numbers = steady(() => this.numbersNow(), (a, b) => (sameMap(a, b) ? a : b));
        this.linked = steady(() => linksOf(this.actions.value), steadyLists);
        this.rowCount = computed(() => this.actions.value.length + this.texts.value.length);
        this.groups = steadyIds(() => this.groupsNow());
        this.brackets = this.bracketsNow;
        this.stops.push(effect(() => later(SEARCH_MS, this.query.value, (text) => (this.asked.value = text))));
    }

    /* "1.2", "R3", "2.1"; empty for what has none. */
    numberOf(id: number): string {
        return this.numbers.value.get(id) ?? "";
    }

    /* The actions that carry out a recommendation. */
    actionsOf(recommendation: number): readonly number[] {
        return this.linked.value.get(recommendation) ?? [];
    }

    /* Open brackets in the texts of one row, in the language each was written in. */
    bracketsOf(kind: RowKind, id: number): number {
        let count = this.bracketCounts.get(id);
        if (!count) this.bracketCounts.set(id, (count = computed(() => this.countIn(kind, id))));
        return count.value;
    }

    /*
     * Keep `brackets` counted until the returned function is called: in small pieces with rests between, so that nobody who
     * types or scrolls waits for it. A row whose texts did not change costs a look.
     */
    countBrackets(): () => void {
        let timer = 0;
        let left: { kind: RowKind; id: number }[] = [];
        let sum = 0;
        const piece = (): void => {
            for (const { kind, id } of left.splice(0, PIECE)) sum += untracked(() => this.bracketsOf(kind, id));
            if (left.length === 0) this.bracketsNow.value = sum;
            timer = window.setTimeout(left.length === 0 ? start : piece, left.length === 0 ? COUNT_MS : 0);
        };
        const start = (): void => {
            sum = 0;
            left = WORDED.flatMap((kind) => this.room.list(kind).peek().map(({ id }) => ({ kind, id })));
            piece();
        };
        timer = window.setTimeout(start, COUNT_MS);
        return () => clearTimeout(timer);
    }

    /* After adoption, locks, groups and roles, in the order in which the server asks. */
    may(row: Row): May {
        const rights = this.rights();
        const workshop = this.room.workshop.value;
        if (workshop?.state === "closed" || row.state !== "draft") return NOTHING;
        const self = this.room.get("person", this.room.me.value.person || undefined);
        const group = row.k !== "framework" && row.group && !row.brought_at ? row.group : 0;
        const chairs = group !== 0 && this.room.get("group", group)?.chair === self?.id;
        if (rights.order) return { write: true, translate: true, order: true };
        if (workshop?.plan_locked || row.locked || this.headingLocked(row)) return NOTHING;
        if (group && !chairs && self?.group !== group) return NOTHING;
        const write = rights.draft && row.k !== "framework";
        return { write, translate: write || rights.translate, order: chairs };
    }

    /* Whether this person may add rows (under that theme). */
    mayAdd(theme?: Theme): boolean {
        const workshop = this.room.workshop.value;
        const rights = this.rights();
        if (workshop?.state === "closed" || !rights.draft) return false;
        if (rights.order) return true;
        const self = this.room.get("person", this.room.me.value.person || undefined);
        const place = this.place.value;
        const mine = place === 0 || self?.group === place || this.room.get("group", place)?.chair === self?.id;
        return mine && !workshop?.plan_locked && !theme?.locked;
    }

    isOpened(id: number): boolean {
        return this.opened.value.has(this.room.key(id));
    }

    toggle(id: number, on = !this.isOpened(id)): void {
        const opened = new Set(this.opened.peek());
        if (on) opened.add(this.room.key(id));
        else opened.delete(this.room.key(id));
        this.opened.value = opened;
    }

    /* Bring a row of any kind on the screen, with all its fields, wherever it stands. */
    goTo(id: number): void {
        const row = this.room.find(id) as Row | undefined;
        if (!row) return;
        this.query.value = this.asked.value = "";
        this.place.value = row.brought_at || row.k === "framework" ? 0 : (row.group ?? 0);
        if (row.k === "action" || row.k === "recommendation") this.toggle(id, true);
        this.wanted.value = { id: row.id };
    }

    /* Change one field. Text kept per language changes in `language` alone. */
    edit(kind: OrderedKind, id: number, field: string, value: unknown, language?: Lang): void {
        const given = language ? { [language]: value } : value === "" ? null : value;
        this.room.run(`${kind}.edit`, { id, [field]: given });
    }

    addTheme(title: string): void {
        this.room.run("theme.create", { title: said(title) });
    }

    /* At the end of its theme, or behind the row `after`. Gives its temporary id. */
    addAction(theme: number | undefined, title: string, after?: number): number {
        const under = theme ? { theme } : {};
        return -this.room.run("action.create", { ...under, ...this.inGroup(), ...behind(after), title: said(title) }).n;
    }

    addRecommendation(text: string, after?: number): number {
        return -this.room.run("recommendation.create", { ...this.inGroup(), ...behind(after), text: said(text) }).n;
    }

    addFramework(title: string): void {
        this.room.run("framework.create", { title: said(title) });
    }

    addParagraph(framework: number, level: Paragraph["level"], text: string, after?: number): number {
        return -this.room.run("paragraph.create", { framework, level, ...this.inGroup(), ...behind(after), text: said(text) }).n;
    }

    /* One step up or down among its siblings; an action at the end of its theme goes over into the next one. */
    move(kind: OrderedKind, id: number, by: 1 | -1): boolean {
        const section = kind === "action" ? this.sections.peek().findIndex((one) => one.rows.includes(id)) : -1;
        const siblings = section >= 0 ? this.sections.peek()[section]!.rows : this.siblings(kind, id);
        const after = placeAfter(siblings, id, by);
        if (after !== undefined) {
            this.put(kind, id, after);
            return true;
        }
        const into = section >= 0 ? this.sections.peek()[section + by] : undefined;
        if (!into?.id) return false;
        this.put(kind, id, by < 0 ? (into.rows[into.rows.length - 1] ?? 0) : 0, into.id);
        return true;
    }

    /* Behind the sibling `after` (0: first), under another theme with `into`. */
    put(kind: OrderedKind, id: number, after: number, into?: number): void {
        this.room.run(`${kind}.move`, { id, after, ...(into ? { into } : {}) });
    }

    /* As put(), from a hand that may have let go where the row stood already. */
    drop(kind: OrderedKind, id: number, after: number, into: number): void {
        const section = this.sections.peek().find((one) => one.rows.includes(id));
        const siblings = kind === "action" ? (section?.rows ?? []) : this.siblings(kind, id);
        const stays = kind !== "action" || section?.id === into;
        if (stays && (after === id || (siblings[siblings.indexOf(id) - 1] ?? 0) === after)) return;
        this.put(kind, id, after, kind === "action" && !stays ? into : undefined);
    }

    /* Under another theme, as its last row. */
    moveInto(id: number, theme: number): void {
        const rows = this.sections.peek().find((one) => one.id === theme)?.rows ?? [];
        this.put("action", id, rows[rows.length - 1] ?? 0, theme);
    }

    remove(kind: OrderedKind, id: number, label: string): void {
        this.undo.remove(id, label, () => this.room.run(`${kind}.remove`, { id }));
    }

    /* This translation is right as it stands, though its source has changed. */
    confirm(id: number, field: string, language: Lang): void {
        this.room.run("text.confirm", { id, field, lang: language });
    }

    close(): void {
        this.stops.forEach((stop) => stop());
    }

    private siblings(kind: OrderedKind, id: number): readonly number[] {
        if (kind === "recommendation") return this.recommendations.peek();
        if (kind === "framework") return this.frameworks.peek();
        if (kind === "theme") return this.themes.peek().map((row) => row.id);
        return [...this.paragraphs.peek().values()].find((ids) => ids.includes(id)) ?? [];
    }

    private inGroup(): { group?: number } {
        return this.place.peek() ? { group: this.place.peek() } : {};
    }

    private headingLocked(row: Row): boolean {
        if (row.k === "action") return this.room.get("theme", row.theme)?.locked === true;
        return row.k === "paragraph" && this.room.get("framework", row.framework)?.locked === true;
    }

    /* Texts are looked at, not followed: what somebody writes does not take the row away from under the pen. */
    private holds(id: number): boolean {
        const query = this.asked.value.trim().toLocaleLowerCase();
        if (query === "") return true;
        if (this.numberOf(id).toLocaleLowerCase() === query) return true;
        return untracked(() => wordsOf(this.room.row(id).value as Row | undefined)).toLocaleLowerCase().includes(query);
    }

    private found(sections: readonly Section[]): Section[] {
        if (this.asked.value.trim() === "") return [...sections];
        return sections.map((one) => ({ ...one, rows: one.rows.filter((id) => this.holds(id)) })).filter((one) => one.rows.length);
    }

    /* R8: of what stands in the plenary plan; what a group still drafts has no number. */
    private numbersNow(): Map<number, string> {
        const counts = (row: Grouped & { id: number }): boolean => !this.undo.hidden.value.has(row.id) && standsIn(row, 0);
        const sections = sectionsOf(this.themes.value, this.room.list("action").value.filter(counts));
        return new Map([
            ...rowNumbers(sections, this.room.list("recommendation").value.filter(counts)),
            ...paragraphNumbers(this.room.list("paragraph").value.filter(counts)),
        ]);
    }

    private paragraphsNow(): Map<number, number[]> {
        const lists = new Map<number, number[]>();
        for (const row of this.room.list("paragraph").value) {
            const { id, framework = 0 } = row;
            if (this.undo.hidden.value.has(id) || !standsIn(row, this.place.value) || !this.holds(id)) continue;
            const list = lists.get(framework);
            if (list) list.push(id);
            else lists.set(framework, [id]);
        }
        return lists;
    }

    private groupsNow(): number[] {
        const self = this.room.get("person", this.room.me.value.person || undefined);
        const drafting = new Set([self?.group]);
        for (const kind of WORDED) {
            for (const row of this.room.list(kind).value) if (row.group && !row.brought_at) drafting.add(row.group);
        }
        return this.room.list("group").value.filter((one) => drafting.has(one.id) || one.chair === self?.id).map((one) => one.id);
    }

    private countIn(kind: RowKind, id: number): number {
        const row = this.room.row(id).value as (Entity & Record<string, unknown>) | undefined;
        if (!row) return 0;
        let n = 0;
        for (const field of TEXTS[kind]) {
            const text = row[field] as Kinds["theme"]["title"];
            n += openBrackets(text?.src && text[text.src]);
        }
        return n;
    }
}

/* What a search looks through. */
function wordsOf(row: Row | undefined): string {
    if (!row) return "";
    return row.k === "action" ? `${mlText(row.title)} ${mlText(row.indicator)}` : mlText(row.k === "framework" ? row.title : row.text);
}

function behind(after: number | undefined): { after?: number } {
    return after === undefined ? {} : { after };
}

/* A computed value that keeps its identity as long as `keep` finds nothing new in it. */
function steady<T extends object>(make: () => T, keep: (before: T, now: T) => T): ReadonlySignal<T> {
    let last: T | undefined;
    return computed(() => {
        const now = make();
        return (last = last === undefined ? now : keep(last, now));
    });
}

function steadyIds(make: () => readonly number[]): ReadonlySignal<readonly number[]> {
    return steady<readonly number[]>(make, (before, now) => (sameIds(before, now) ? before : now));
}

type Lists = ReadonlyMap<number, readonly number[]>;

function steadyLists(before: Lists, now: Lists): Lists {
    let same = before.size === now.size;
    const kept = new Map<number, readonly number[]>();
    for (const [id, list] of now) {
        const was = before.get(id);
        const still = was !== undefined && sameIds(was, list);
        same &&= still;
        kept.set(id, still ? was : list);
    }
    return same ? before : kept;
}

function linksOf(actions: readonly Action[]): Map<number, number[]> {
    const links = new Map<number, number[]>();
    for (const { id, recommendations } of actions) {
        for (const one of recommendations ?? []) {
            const list = links.get(one);
            if (list) list.push(id);
            else links.set(one, [id]);
        }
    }
    return links;
}

/* For an effect: hand `value` over after a rest. */
function later<T>(ms: number, value: T, act: (value: T) => void): () => void {
    const timer = window.setTimeout(() => act(value), ms);
    return () => clearTimeout(timer);
}
