/*
 * replica: what this device knows of a workshop: the entities the server confirmed, and over them what is not yet confirmed.
 *
 * Readers subscribe per kind: each kind has a version, raised when anything of it changed, and a sorted list made anew only
 * when its version was raised and somebody looks. A load from the start is collected aside and shown when it is complete, so
 * that nobody sees half a workshop; pages of a later catch-up go in as they come (PROTOCOL.md P5-P9).
 */
import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals-core";
import type { ReplicaRow } from "../net/ports";
import { overlayOf, subjects, type Overlay, type Pending } from "./overlay";
import { KINDS, type Entity, type Kind, type Kinds, type Lang } from "./kinds";

const KIND_NAMES = Object.keys(KINDS) as Kind[];
const NO_TAG = "0000000000000000";

export interface Delta {
    from: number;
    to: number | [number, number];
    tag?: string;
    more?: boolean;
    set?: Entity[];
    gone?: number[];
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

    private confirmed: Table = new Map();
    private tables = emptyTables();
    private staged: Table | undefined;          /* a load from the start under way */
    private over: Overlay = new Map();
    private concerned = new Set<number>();      /* ids of pending commands */
    private readonly flags = new Map<number, Signal<boolean>>();    /* of ids that somebody asked about */
    private pendings: Pending[] = [];
    private readonly reals = new Map<number, number>();
    private readonly temporaries = new Map<number, number>();
    private readonly versions = {} as Record<Kind, Signal<number>>;
    private readonly lists = {} as Record<Kind, ReadonlySignal<readonly Entity[]>>;

    constructor(private readonly lang: () => Lang) {
        for (const kind of KIND_NAMES) {
            this.versions[kind] = signal(0);
            this.lists[kind] = computed(() => this.sorted(kind));
        }
    }

    list<K extends Kind>(kind: K): ReadonlySignal<readonly Kinds[K][]> {
        return this.lists[kind] as unknown as ReadonlySignal<readonly Kinds[K][]>;
    }

    get<K extends Kind>(kind: K, id: number | undefined): Kinds[K] | undefined {
        void this.versions[kind].value;
        const found = id === undefined ? undefined : this.look(id);
        return found?.k === kind ? (found as Kinds[K]) : undefined;
    }

    find(id: number): Entity | undefined {
        for (const kind of KIND_NAMES) void this.versions[kind].value;
        return this.look(id);
    }

    isPending(id: number): boolean {
        const real = this.real(id);
        let flag = this.flags.get(real);
        if (!flag) this.flags.set(real, (flag = signal(this.concerned.has(real))));
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
        batch(() => this.lay(new Set()));
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
        this.replaceAll(new Map());
        batch(() => {
            this.lay(new Set(KIND_NAMES));
            this.loaded.value = false;
        });
    }

    /* One delta frame. True: the replica is complete at `seq` now. */
    apply(delta: Delta): boolean {
        if (delta.from === 0 && this.seq === 0 && !this.staged) this.staged = new Map();
        const touched = new Set<Kind>();
        const into = this.staged ?? this.confirmed;
        for (const entity of delta.set ?? []) {
            into.set(entity.id, entity);
            touched.add(entity.k);
            if (!this.staged) this.tables[entity.k]?.set(entity.id, entity);
        }
        for (const id of delta.gone ?? []) this.forget(into, id, touched);
        if (!delta.more) this.complete(delta, touched);
        if (!this.staged) {
            batch(() => {
                this.lay(touched);
                if (!delta.more) this.loaded.value = true;
                this.tagSignal.value = this.tag;
            });
        }
        return !delta.more;
    }

    /* For the device's shelf. Undefined while incomplete. */
    row(): ReplicaRow | undefined {
        if (this.seq === 0 || this.staged) return undefined;
        const { seq, tag, view, person, role } = this;
        return { seq, tag, view, person, role, entities: [...this.confirmed.values()] };
    }

    restore(row: ReplicaRow): void {
        Object.assign(this, { seq: row.seq, tag: row.tag, view: row.view, person: row.person, role: row.role });
        this.replaceAll(new Map((row.entities as Entity[]).map((entity) => [entity.id, entity])));
        batch(() => {
            this.lay(new Set(KIND_NAMES));
            this.loaded.value = true;
            this.tagSignal.value = this.tag;
        });
    }

    private complete(delta: Delta, touched: Set<Kind>): void {
        this.seq = delta.to as number;
        this.tag = delta.tag ?? this.tag;
        if (this.staged) {
            this.replaceAll(this.staged);
            this.staged = undefined;
            for (const kind of KIND_NAMES) touched.add(kind);
        }
        this.pendings = this.pendings.filter((one) => one.seq === undefined || one.seq > this.seq);
    }

    private forget(from: Table, id: number, touched: Set<Kind>): void {
        const old = from.get(id);
        if (!old) return;
        from.delete(id);
        touched.add(old.k);
        if (!this.staged) this.tables[old.k]?.delete(id);
    }

    /* An entity that did not change keeps its identity, so that what shows it is not drawn again. */
    private replaceAll(entities: Table): void {
        for (const [id, entity] of entities) {
            const old = this.confirmed.get(id);
            if (old && old.seq === entity.seq && sameJson(old, entity)) entities.set(id, old);
        }
        this.confirmed = entities;
        this.tables = emptyTables();
        for (const entity of entities.values()) this.tables[entity.k]?.set(entity.id, entity);
    }

    /* Lay the unconfirmed commands over the confirmed state again, and tell the readers of every kind concerned. */
    private lay(touched: Set<Kind>): void {
        const note = (over: Overlay): void => {
            for (const [id, entity] of over) {
                const kind = entity?.k ?? this.confirmed.get(id)?.k;
                if (kind) touched.add(kind);
            }
        };
        const ground = {
            get: (id: number) => this.confirmed.get(id),
            all: (kind: Kind) => this.tables[kind].values(),
            real: (id: number) => this.real(id),
            person: this.person,
            lang: this.lang(),
        };
        note(this.over);
        this.over = overlayOf(ground, this.pendings);
        note(this.over);
        this.concerned = new Set(this.pendings.flatMap((one) => subjects(ground, one)));
        for (const [id, flag] of this.flags) flag.value = this.concerned.has(id);
        for (const kind of touched) if (this.versions[kind]) this.versions[kind].value++;
    }

    private look(id: number): Entity | undefined {
        const real = this.real(id);
        if (this.over.has(real)) return this.over.get(real) ?? undefined;
        return this.confirmed.get(real);
    }

    private sorted(kind: Kind): readonly Entity[] {
        void this.versions[kind].value;
        const rows: Entity[] = [];
        for (const [id, entity] of this.tables[kind]) if (!this.over.has(id)) rows.push(entity);
        for (const entity of this.over.values()) if (entity?.k === kind) rows.push(entity);
        const { parent } = KINDS[kind];
        const above = parent && parent in KINDS ? this.places(parent as Kind) : undefined;
        const group = (row: Entity): number => {
            const value = parent ? ((row as unknown as Loose)[parent] as number | undefined) ?? 0 : 0;
            return above ? above.get(value) ?? -1 : value;
        };
        const keyed = rows.map((row) => ({ row, group: group(row), pos: ((row as unknown as Loose).pos as number | undefined) ?? 0 }));
        keyed.sort((a, b) => a.group - b.group || a.pos - b.pos || order(a.row.id, b.row.id));
        return keyed.map(({ row }) => row);
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

function emptyTables(): Record<Kind, Table> {
    return Object.fromEntries(KIND_NAMES.map((kind) => [kind, new Map()])) as unknown as Record<Kind, Table>;
}

function sameJson(a: Entity, b: Entity): boolean {
    return JSON.stringify(a) === JSON.stringify(b);
}
