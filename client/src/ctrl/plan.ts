/* plan: the action plan and the recommendations: what is shown, and what a person does to it. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { mlText } from "../i18n/index";
import type { Action, Kinds, Lang, Recommendation, Theme } from "../sync/kinds";
import type { Room } from "../sync/room";
import { said } from "./said";
import type { Undo } from "./undo";

export interface Group {
    theme: Theme | undefined;       /* undefined: actions without one */
    number: string;
    rows: readonly Action[];
}

export type RowKind = "theme" | "action" | "recommendation";

export class PlanCtrl {
    /* What is searched for; empty: everything. */
    readonly query = signal("");
    /* Somebody asked for the search, however short the plan is. */
    readonly searching = signal(false);
    readonly groups: ReadonlySignal<readonly Group[]>;
    readonly recommendations: ReadonlySignal<readonly Recommendation[]>;
    /* Of each row its place among its siblings, from 1, whatever is searched for: people quote it. */
    readonly places: ReadonlySignal<ReadonlyMap<number, number>>;
    readonly rowCount: ReadonlySignal<number>;
    readonly draftCount: ReadonlySignal<number>;

    constructor(
        private readonly room: Room,
        private readonly undo: Undo,
    ) {
        const themes = room.list("theme");
        const actions = room.list("action");
        const texts = room.list("recommendation");
        const shown = (row: { id: number }): boolean => !undo.hidden.value.has(row.id);
        this.places = computed(() => placesOf(actions.value.filter(shown), texts.value.filter(shown)));
        this.groups = computed(() => groupsOf(themes.value, actions.value, undo.hidden.value, this.query.value));
        this.recommendations = computed(() =>
            texts.value.filter((row) => !undo.hidden.value.has(row.id) && holds(mlText(row.text), this.query.value)));
        this.rowCount = computed(() => actions.value.length + texts.value.length);
        this.draftCount = computed(() =>
            [...actions.value, ...texts.value].filter((row) => row.state === "draft").length);
    }

    /* Change one field. Text kept per language changes in `language` alone. */
    edit(kind: RowKind, id: number, field: string, value: unknown, language?: Lang): void {
        const given = language ? { [language]: value } : value === "" ? null : value;
        this.room.run(`${kind}.edit`, { id, [field]: given });
    }

    addTheme(title: string): void {
        this.room.run("theme.create", { title: said(title) });
    }

    addAction(theme: number | undefined, title: string): void {
        this.room.run("action.create", { ...(theme ? { theme } : {}), title: said(title) });
    }

    addRecommendation(text: string): void {
        this.room.run("recommendation.create", { text: said(text) });
    }

    /* One step up or down among its siblings; an action at the end of its theme goes over into the next one. */
    move(kind: RowKind, id: number, by: 1 | -1): boolean {
        if (kind === "action") return this.moveAction(id, by);
        const list: readonly { id: number }[] = this.room.list(kind).peek();
        const after = placeAfter(list, id, by);
        if (after === undefined) return false;
        this.room.run(`${kind}.move`, { id, after });
        return true;
    }

    private moveAction(id: number, by: 1 | -1): boolean {
        const groups = this.groups.peek();
        const at = groups.findIndex((group) => group.rows.some((row) => row.id === id));
        const group = groups[at];
        if (!group) return false;
        const after = placeAfter(group.rows, id, by);
        if (after !== undefined) {
            this.room.run("action.move", { id, after });
            return true;
        }
        const into = groups[at + by];
        if (!into?.theme) return false;
        const last = into.rows[into.rows.length - 1];
        this.room.run("action.move", { id, into: into.theme.id, after: by < 0 ? (last?.id ?? 0) : 0 });
        return true;
    }

    remove(kind: RowKind, id: number, label: string): void {
        this.undo.remove(id, label, () => this.room.run(`${kind}.remove`, { id }));
    }

    adopt(kind: "action" | "recommendation", row: Kinds["action" | "recommendation"]): void {
        this.room.run(`${kind}.adopt`, row.tag ? { id: row.id, seen: row.tag } : { id: row.id });
    }

    /* Everything that is still a draft, actions and recommendations at once. */
    adoptAll(): void {
        this.room.run("plan.adopt");
    }

    /* Take one adoption back. */
    reopen(kind: "action" | "recommendation", id: number): void {
        this.room.run(`${kind}.reopen`, { id });
    }
}

function holds(text: string, query: string): boolean {
    return query.trim() === "" || text.toLocaleLowerCase().includes(query.trim().toLocaleLowerCase());
}

function placesOf(actions: readonly Action[], texts: readonly Recommendation[]): Map<number, number> {
    const places = new Map<number, number>();
    const counts = new Map<number, number>();
    for (const { id, theme } of actions) {
        const place = (counts.get(theme ?? 0) ?? 0) + 1;
        counts.set(theme ?? 0, place);
        places.set(id, place);
    }
    texts.forEach(({ id }, i) => places.set(id, i + 1));
    return places;
}

/* The sibling to stand behind after one step; 0: first; undefined: there is no such step. */
function placeAfter(list: readonly { id: number }[], id: number, by: 1 | -1): number | undefined {
    const at = list.findIndex((one) => one.id === id);
    const to = at + by;
    if (at < 0 || to < 0 || to >= list.length) return undefined;
    return by > 0 ? list[to]!.id : (list[to - 1]?.id ?? 0);
}

function groupsOf(
    themes: readonly Theme[],
    actions: readonly Action[],
    hidden: ReadonlySet<number>,
    query: string,
): Group[] {
    const byTheme = new Map<number, Action[]>();
    for (const action of actions) {
        if (hidden.has(action.id)) continue;
        if (!holds(`${mlText(action.title)} ${mlText(action.indicator)}`, query)) continue;
        const key = action.theme ?? 0;
        const list = byTheme.get(key);
        if (list) list.push(action);
        else byTheme.set(key, [action]);
    }
    const groups: Group[] = themes
        .filter((theme) => !hidden.has(theme.id))
        .map((theme, i) => ({ theme, number: String(i + 1), rows: byTheme.get(theme.id) ?? [] }));
    const loose = byTheme.get(0);
    if (loose) groups.push({ theme: undefined, number: String(groups.length + 1), rows: loose });
    return query.trim() === "" ? groups : groups.filter((group) => group.rows.length > 0);
}
