/*
 * replica: what this device knows of a workshop: the entities the server confirmed, and over them what is not yet confirmed.
 *
 * Readers subscribe to single things (rows.ts) and to lists: each kind has a version, raised when anything of it but drafted
 * words changed, and a sorted list made anew only when its version was raised and somebody looks. A load from the start is
 * collected aside and shown when it is complete, so that nobody sees half a workshop; pages of a later catch-up go in as they
 * come (PROTOCOL.md P5-P9). Texts are kept whole; operations on them are applied as they come and handed on (texts.ts).
 */
import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals-core";
import type { ReplicaHead, ReplicaKept, ReplicaPiece } from "../net/ports";
import { overlayOf, subjects, type Overlay, type Pending } from "./overlay";
import { KINDS, type Entity, type Kind, type Kinds, type Lang, type Text, type TextField } from "./kinds";
import { apply, type TextOp } from "./ot";
import { Rows } from "./rows";
import type { News } from "./strand";
import type { TextHead } from "./texts";

const KIND_NAMES = Object.keys(KINDS) as Kind[];
const FORM = 3;                     /* of what the device keeps: raised when entities look otherwise */
const PIECE_IDS = 32;               /* ids whose entities the device keeps together */
const NO_TAG = "0000000000000000";

export interface Delta {
    from: number;
    to: number | [number, number];
    tag?: string;
    more?: boolean;
    set?: Entity[];
    gone?: number[];
}

/* A text as it comes: whole, or the operations that lead to `rev`; as it is kept: whole. */
interface TextEntity extends Text {
    of: number;
    rev: number;
    text?: string;
    ops?: [number, TextOp][];
    tag?: string;
}

/* What a delta said of a text; no news: it is gone. */
export interface TextNews {
    of: number;
    field: TextField;
    lang: Lang;
    news: News | undefined;
}

type Table = Map<number, Entity>;
type Loose = Record<string, unknown>;

export class Replica {
    seq = 0;
    tag = NO_TAG;
    view = 0;
    person = 0;
    role = "observer";
    readonly loaded = signal(false);
    readonly tagSignal = signal(NO_TAG);
    readonly rows: Rows;
    /* Since they were last taken: what was said of texts, and whether everything was loaded anew. */
    news: TextNews[] = [];
    reloaded = false;
    /* Operations came that do not fit what is known: load everything anew. */
    broken = false;

    private confirmed: Table = new Map();
    private changed: Set<number> | undefined;   /* pieces that the device does not have like this; undefined: all of them */
    private tables = emptyTables();            /* confirmed */
    private shown = emptyTables();             /* with what is not confirmed */
    private staged: Table | undefined;          /* a load from the start under way */
    private over: Overlay = new Map();
    private readonly effectiveOf: Table = new Map();
    private concerned = new Set<number>();      /* ids of pending commands */
    private readonly typing = new Map<number, Set<string>>();       /* owners of texts with words that are not confirmed */
    private readonly flags = new Map<number, Signal<boolean>>();    /* of ids that somebody asked about */
    private pendings: Pending[] = [];
    private readonly reals = new Map<number, number>();
    private readonly temporaries = new Map<number, number>();
    private readonly versions = {} as Record<Kind, Signal<number>>;
    private readonly lists = {} as Record<Kind, ReadonlySignal<readonly Entity[]>>;

    constructor(private readonly lang: () => Lang) {
        this.rows = new Rows({ entity: (id) => this.effective(id), real: (id) => this.real(id) });
        for (const kind of KIND_NAMES) {
            this.versions[kind] = signal(0);
            this.lists[kind] = computed(() => this.sorted(kind));
        }
    }

    list<K extends Kind>(kind: K): ReadonlySignal<readonly Kinds[K][]> {
        return this.lists[kind] as unknown as ReadonlySignal<readonly Kinds[K][]>;
    }

    get<K extends Kind>(kind: K, id: number | undefined): Kinds[K] | undefined {
        const found = id === undefined ? undefined : this.rows.get(id);
        return found?.k === kind ? (found as Kinds[K]) : undefined;
    }

    find(id: number): Entity | undefined {
        return this.rows.get(id);
    }

    rowOf(id: number): ReadonlySignal<Entity | undefined> {
        return this.rows.row(id);
    }

    /* A text as the server confirmed it. */
    head(of: number, field: TextField, lang: Lang): TextHead | undefined {
        return this.rows.head(this.real(of), field, lang);
    }

    /* What the unconfirmed command that creates a thing puts into a drafted field. */
    given(of: number, field: TextField, lang: Lang): string {
        if (this.confirmedEntity(of)) return "";
        const entity = this.effective(of) as unknown as Loose | undefined;
        return (entity?.[field] as Partial<Record<Lang, string>> | undefined)?.[lang] ?? "";
    }

    /* What this page shows of a text in place of the confirmed words. */
    setTyped(of: number, field: TextField, lang: Lang, words: string | undefined, waiting: boolean): void {
        const id = this.real(of);
        this.rows.setTyped(id, field, lang, words);
        const key = `${field}/${lang}`;
        const texts = this.typing.get(id);
        if (waiting) this.typing.set(id, (texts ?? new Set()).add(key));
        else if (texts?.delete(key) && texts.size === 0) this.typing.delete(id);
        const flag = this.flags.get(id);
        if (flag) flag.value = this.waits(id);
    }

    /* The value of a field as the server confirmed it; null: empty. */
    confirmedValue(id: number, field: string): unknown {
        return (this.confirmed.get(this.real(id)) as unknown as Loose | undefined)?.[field] ?? null;
    }
    confirmedEntity(id: number): Entity | undefined {
        return this.confirmed.get(this.real(id));
    }

    isPending(id: number): boolean {
        const real = this.real(id);
        let flag = this.flags.get(real);
        if (!flag) this.flags.set(real, (flag = signal(this.waits(real))));
        return flag.value;
    }

    /* The id of what a temporary id stood for, once it is known; any other id is itself. */
    real(id: number): number {
        return this.reals.get(id) ?? id;
    }

    learn(temporary: number, id: number): void {
        if (id <= 0) return;
        this.reals.set(temporary, id);
        this.temporaries.set(id, temporary);
    }

    /* The same before and after the confirmation of what was created on this page: for keys of lists. */
    key(id: number): number {
        return this.temporaries.get(id) ?? id;
    }

    pendingList(): readonly Pending[] {
        return this.pendings;
    }

    /* The unconfirmed commands are these now. */
    setPending(pendings: readonly Pending[]): void {
        this.pendings = [...pendings];
        batch(() => this.lay([]));
    }

    /* Everything confirmed is dropped and will come anew; it stays on the screen until then. */
    startOver(): void {
        this.seq = 0;
        this.tag = NO_TAG;
        this.staged = new Map();
    }

    /* It belongs to somebody else: nothing of it is shown any more. */
    clear(): void {
        this.startOver();
        batch(() => {
            this.lay(this.replaceAll(new Map()));
            this.loaded.value = false;
        });
    }

    /* One delta frame. True: the replica is complete at `seq` now. */
    apply(delta: Delta): boolean {
        if (delta.from === 0 && this.seq === 0 && !this.staged) this.staged = new Map();
        const touched = new Set<number>();
        batch(() => {
            for (const entity of delta.set ?? []) {
                touched.add(entity.id);
                if (entity.k === "text") this.putText(entity as TextEntity);
                else this.put(entity);
            }
            for (const id of delta.gone ?? []) this.forget(id, touched);
            if (!delta.more) this.complete(delta, touched);
            if (this.staged) return;
            this.lay(touched);
            if (!delta.more) this.loaded.value = true;
            this.tagSignal.value = this.tag;
        });
        return !delta.more;
    }

    get loading(): boolean {
        return this.staged !== undefined;
    }

    /* Undefined while incomplete. */
    moment(): ReplicaHead | undefined {
        if (this.seq === 0 || this.staged) return undefined;
        const { seq, tag, view, person, role } = this;
        return { form: FORM, seq, tag, view, person, role };
    }

    /* For the device's shelf: what became another since this was asked last (or all). */
    takeChanged(all: boolean): { whole: boolean; pieces: ReplicaPiece[] } {
        const whole = all || this.changed === undefined;
        const numbers = whole ? new Set([...this.confirmed.keys()].map(pieceOf)) : this.changed!;
        this.changed = new Set();
        return { whole, pieces: [...numbers].map((piece) => ({ piece, entities: this.entitiesOf(piece) })) };
    }

    private entitiesOf(piece: number): Entity[] {
        const entities: Entity[] = [];
        for (let id = piece * PIECE_IDS; id < (piece + 1) * PIECE_IDS; id++) {
            const entity = this.confirmed.get(id);
            if (entity) entities.push(entity);
        }
        return entities;
    }

    /* False: it was kept by another version of this page, and is of no use. */
    restore(row: ReplicaKept): boolean {
        if (row.form !== FORM) return false;
        Object.assign(this, { seq: row.seq, tag: row.tag, view: row.view, person: row.person, role: row.role });
        batch(() => {
            this.lay(this.replaceAll(new Map((row.entities as Entity[]).map((entity) => [entity.id, entity]))));
            this.loaded.value = true;
            this.tagSignal.value = this.tag;
        });
        this.changed = new Set();
        return true;
    }

    private complete(delta: Delta, touched: Set<number>): void {
        this.seq = delta.to as number;
        this.tag = delta.tag ?? this.tag;
        if (this.staged) {
            for (const id of this.replaceAll(this.staged)) touched.add(id);
            this.staged = undefined;
            this.reloaded = true;
        }
        this.pendings = this.pendings.filter((one) => one.seq === undefined || one.seq > this.seq);
    }

    private put(entity: Entity): void {
        (this.staged ?? this.confirmed).set(entity.id, entity);
        this.changed?.add(pieceOf(entity.id));
        if (!this.staged) this.tables[entity.k]?.set(entity.id, entity);
    }

    /* Operations are applied at once, so that what is kept is whole. */
    private putText(come: TextEntity): void {
        const old = (this.staged ?? this.confirmed).get(come.id) as TextEntity | undefined;
        const { ops, ...rest } = come;
        const text: TextEntity = ops ? { ...old, ...rest } : rest;
        if (ops) {
            const words = old && wordsAfter(old, come.rev, ops);
            if (words === undefined) {
                this.broken = true;
                return;
            }
            text.text = words;
        }
        text.text ??= "";
        this.put(text);
        if (this.staged) return;
        this.setHead(text);
        const { id, seq, rev, text: words, of, field, lang } = text;
        this.news.push({ of, field, lang, news: { id, seq, rev, words, ...(ops ? { ops } : {}) } });
    }

    private setHead({ id, seq, rev, text, of, field, lang, tag }: TextEntity): void {
        if (tag) this.rows.setTag(of, seq, tag);
        this.rows.setHead(of, field, lang, { id, seq, rev, words: text ?? "" });
    }

    private forget(id: number, touched: Set<number>): void {
        const from = this.staged ?? this.confirmed;
        const old = from.get(id);
        if (!old) return;
        from.delete(id);
        this.changed?.add(pieceOf(id));
        touched.add(id);
        if (this.staged) return;
        this.tables[old.k]?.delete(id);
        if (old.k !== "text") return;
        const { of, field, lang } = old as TextEntity;
        this.rows.setHead(of, field, lang, undefined);
        this.news.push({ of, field, lang, news: undefined });
    }

    /* Returns the ids concerned. An entity that did not change keeps its identity, so that what shows it is not drawn again. */
    private replaceAll(entities: Table): Set<number> {
        const touched = new Set([...this.confirmed.keys(), ...entities.keys()]);
        for (const [id, entity] of entities) {
            const old = this.confirmed.get(id);
            if (old && old.seq === entity.seq && sameJson(old, entity)) entities.set(id, old);
        }
        this.confirmed = entities;
        this.changed = undefined;
        this.tables = emptyTables();
        this.rows.clearHeads();
        for (const entity of entities.values()) {
            this.tables[entity.k]?.set(entity.id, entity);
            if (entity.k === "text") this.setHead(entity as TextEntity);
        }
        return touched;
    }

    /*
     * Lay the unconfirmed commands over the confirmed state again, and tell the readers of what became another: of `ids`, which
     * changed in the confirmed state, and of what the commands change or no longer change.
     */
    private lay(ids: Iterable<number>): void {
        const ground = {
            get: (id: number) => this.confirmed.get(id),
            all: (kind: Kind) => this.tables[kind].values(),
            real: (id: number) => this.real(id),
            person: this.person,
            lang: this.lang(),
        };
        const touched = new Set([...ids, ...this.over.keys()]);
        this.over = overlayOf(ground, this.pendings);
        for (const id of this.over.keys()) touched.add(id);
        this.concerned = new Set(this.pendings.flatMap((one) => subjects(ground, one)));
        for (const [id, flag] of this.flags) flag.value = this.waits(id);
        const kinds = new Set<Kind>();
        for (const id of touched) this.show(id, kinds);
        for (const kind of kinds) this.versions[kind].value++;
    }

    private show(id: number, kinds: Set<Kind>): void {
        const found = this.over.has(id) ? this.over.get(id) ?? undefined : this.confirmed.get(id);
        const next = found && found.k !== "text" && this.shown[found.k] ? found : undefined;
        const old = this.effectiveOf.get(id);
        if (old === next || (old && next && sameJson(old, next))) return;
        if (old) {
            this.shown[old.k].delete(id);
            kinds.add(old.k);
        }
        if (next) {
            this.shown[next.k].set(id, next);
            this.effectiveOf.set(id, next);
            kinds.add(next.k);
        } else {
            this.effectiveOf.delete(id);
        }
        this.rows.changed(id);
        const temporary = this.temporaries.get(id);
        if (temporary !== undefined) this.rows.changed(temporary);
    }

    /* As it is shown, without its texts. */
    private effective(id: number): Entity | undefined {
        return this.effectiveOf.get(this.real(id));
    }

    private waits(id: number): boolean {
        return this.concerned.has(id) || this.typing.has(id);
    }

    private sorted(kind: Kind): readonly Entity[] {
        void this.versions[kind].value;
        const rows = [...this.shown[kind].values()];
        const { parent } = KINDS[kind];
        const above = parent && parent in KINDS ? this.places(parent as Kind) : undefined;
        const group = (row: Entity): number => {
            const value = parent ? ((row as unknown as Loose)[parent] as number | undefined) ?? 0 : 0;
            return above ? above.get(value) ?? -1 : value;
        };
        const keyed = rows.map((row) => ({ row, group: group(row), pos: ((row as unknown as Loose).pos as number | undefined) ?? 0 }));
        keyed.sort((a, b) => a.group - b.group || a.pos - b.pos || order(a.row.id, b.row.id));
        return keyed.map(({ row }) => this.rows.dress(row));
    }

    /* The place of each parent among its own kind. */
    private places(kind: Kind): Map<number, number> {
        return new Map(this.lists[kind].value.map((entity, index) => [entity.id, index]));
    }
}

/* New things, which have temporary ids, stand behind those that have real ones. */
function order(a: number, b: number): number {
    if (a > 0 !== b > 0) return a > 0 ? -1 : 1;
    return Math.abs(a) - Math.abs(b);
}

function pieceOf(id: number): number {
    return Math.floor(id / PIECE_IDS);
}

function emptyTables(): Record<Kind, Table> {
    return Object.fromEntries(KIND_NAMES.map((kind) => [kind, new Map()])) as unknown as Record<Kind, Table>;
}

function sameJson(a: Entity, b: Entity): boolean {
    return JSON.stringify(a) === JSON.stringify(b);
}

/* The words at revision `rev`, to which these operations lead; undefined: they do not begin where the text is. */
function wordsAfter(text: TextEntity, rev: number, ops: readonly [number, TextOp][]): string | undefined {
    const known = text.rev - (rev - ops.length);
    if (known < 0) return undefined;
    try {
        return ops.slice(known).reduce((words, [, op]) => apply(words, op), text.text ?? "");
    } catch {
        return undefined;
    }
}
