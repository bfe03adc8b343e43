/*
 * overlay: what unconfirmed commands would make of the confirmed entities. It is a guess for the eye: the server's delta
 * replaces it. A command whose effect is not plain (opening a poll, say) changes nothing here; it only marks its subject as
 * pending.
 */
import type { Args } from "../net/ports";
import { KINDS, REFS, type Entity, type Kind, type KindRow, type Lang, type ML } from "./kinds";

export interface Pending {
    verb: string;
    args: Args;                     /* ids of things not confirmed yet are temporary ones of this page */
    temporary: number;              /* the id of what it creates */
    outbox: string;                 /* client id */
    n: number;
    seq?: number;                   /* acknowledged, but not yet in the replica */
}

type Loose = Record<string, unknown> & { k: Kind; id: number; seq: number };

export interface Ground {
    get(id: number): Entity | undefined;                /* confirmed */
    all(kind: Kind): Iterable<Entity>;                  /* confirmed */
    real(id: number): number;                           /* of a temporary id, when it is known */
    person: number;
    lang: Lang;
}

function mapRef(name: string, value: unknown, to: (id: number) => number): unknown {
    if (!REFS.has(name)) return value;
    if (typeof value === "number") return to(value);
    return Array.isArray(value) ? value.map((id: number) => to(id)) : value;
}

/* The arguments with every id put through `to`. */
export function mapRefs(args: Args, to: (id: number) => number): Args {
    return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, mapRef(name, value, to)]));
}

/* Changed and new entities by id; null: removed. */
export type Overlay = Map<number, Entity | null>;

const DELETED = null;

export function overlayOf(ground: Ground, pending: readonly Pending[]): Overlay {
    const over: Overlay = new Map();
    for (const one of pending) {
        const [noun, act] = one.verb.split(".");
        const plain = plainVerbs[one.verb];
        if (noun === "ballot" && act === "cast") cast(ground, over, one);
        else if (plain) change(ground, over, one, plain);
        else if (noun && noun in KINDS && act && act in acts) acts[act]!(ground, over, noun as Kind, one);
    }
    return over;
}

/* The ids a command is about, for "not yet saved" marks. */
export function subjects(ground: Ground, one: Pending): number[] {
    const ids = [one.args.id, one.args.option, one.temporary].filter((id): id is number => typeof id === "number");
    return ids.map((id) => ground.real(id));
}

/* Verbs that do no more than set a field or two of their subject. */
const plainVerbs: Readonly<Record<string, (args: Args, old: Loose) => object>> = {
    "row.lock": ({ on }) => ({ locked: on }),
    "theme.lock": ({ on }) => ({ locked: on }),
    "plan.lock": ({ on }) => ({ plan_locked: on }),
    "remark.resolve": ({ on }) => ({ resolved: on }),
    "proposal.dismiss": () => ({ state: "dismissed" }),
    "text.confirm": ({ field, lang }, old) => {
        const text = old[field as string] as ML | undefined;
        return text?.old ? { [field as string]: { ...text, old: text.old.filter((one) => one !== lang) } } : {};
    },
};

function change(ground: Ground, over: Overlay, one: Pending, make: (args: Args, old: Loose) => object): void {
    const old = look(ground, over, one.verb.startsWith("plan.") ? theWorkshop(ground) : one.args.id);
    if (old) over.set(old.id, { ...old, ...make(one.args, old) } as unknown as Entity);
}

type Act = (ground: Ground, over: Overlay, kind: Kind, one: Pending) => void;

const acts: Readonly<Record<string, Act>> = {
    create(ground, over, kind, one) {
        const row = KINDS[kind];
        const id = ground.real(one.temporary);
        if (ground.get(id)) return;
        const made: Loose = { ...row.first, k: kind, id, seq: 0 };
        put(ground, made, row, one.args);
        if (kind === "remark") made.person = ground.person;
        made.pos = place(ground, over, made, row, one.args.after);
        over.set(made.id, made as unknown as Entity);
    },
    edit(ground, over, kind, one) {
        const old = look(ground, over, kind === "workshop" && !one.args.id ? theWorkshop(ground) : one.args.id);
        if (!old) return;
        const changed: Loose = { ...old };
        put(ground, changed, KINDS[kind], one.args);
        over.set(changed.id, changed as unknown as Entity);
    },
    move(ground, over, kind, one) {
        const old = look(ground, over, one.args.id);
        if (!old) return;
        const row = KINDS[kind];
        const moved: Loose = { ...old };
        if (row.parent && one.args.into) moved[row.parent] = ground.real(Number(one.args.into));
        moved.pos = place(ground, over, moved, row, one.args.after);
        over.set(moved.id, moved as unknown as Entity);
    },
    remove(ground, over, _kind, one) {
        const old = look(ground, over, one.args.id);
        if (old) over.set(old.id, DELETED);
    },
};

function look(ground: Ground, over: Overlay, id: unknown): Loose | undefined {
    if (typeof id !== "number") return undefined;
    const real = ground.real(id);
    const found = over.has(real) ? over.get(real) : ground.get(real);
    return (found ?? undefined) as Loose | undefined;
}

function theWorkshop(ground: Ground): number | undefined {
    for (const workshop of ground.all("workshop")) return workshop.id;
    return undefined;
}

/* P16 and P17: given fields change, null empties, text per language merges. */
function put(ground: Ground, entity: Loose, row: KindRow, args: Args): void {
    for (const [name, value] of Object.entries(args)) {
        if (name === "id" || name === "after" || name === "into") continue;
        if (value === null || value === "") {
            if (name in row.first) entity[name] = row.first[name];
            else delete entity[name];
        } else if (row.ml.includes(name)) {
            const given = typeof value === "string" ? { [ground.lang]: value } : (value as Partial<Record<Lang, string>>);
            entity[name] = merge(entity[name] as ML | undefined, given);
        } else {
            entity[name] = mapRef(name, value, ground.real);
        }
    }
}

function merge(old: ML | undefined, given: Partial<Record<Lang, string>>): ML | undefined {
    const text: ML = { ...old };
    for (const lang of ["ar", "fr", "en"] as const) {
        if (given[lang] === undefined) continue;
        if (given[lang] === "") delete text[lang];
        else text[lang] = given[lang];
        if (text.old) text.old = text.old.filter((one) => one !== lang);
    }
    const left = (["en", "fr", "ar"] as const).find((lang) => text[lang]);
    if (!left) return undefined;
    if (!text.src || !text[text.src]) text.src = left;
    return text;
}

/* A place behind the sibling `after` (0: first; undefined: last), between the numbers of its neighbours. */
function place(ground: Ground, over: Overlay, entity: Loose, row: KindRow, after: unknown): number {
    const siblings = siblingsOf(ground, over, entity, row);
    if (after === undefined) return (siblings[siblings.length - 1]?.pos ?? 0) + 1;
    const real = ground.real(Number(after));
    const at = siblings.findIndex((one) => one.id === real);
    const low = siblings[at]?.pos ?? 0;
    const high = siblings[at + 1]?.pos ?? low + 2;
    return (low + high) / 2;
}

function siblingsOf(ground: Ground, over: Overlay, entity: Loose, row: KindRow): { id: number; pos: number }[] {
    const found: { id: number; pos: number }[] = [];
    const group = row.parent && entity[row.parent];
    const add = (one: Loose): void => {
        if (one.id === entity.id || (row.parent && one[row.parent] !== group)) return;
        found.push({ id: one.id, pos: (one.pos as number | undefined) ?? 0 });
    };
    for (const one of ground.all(entity.k)) if (!over.has(one.id)) add(one as unknown as Loose);
    for (const one of over.values()) if (one && one.k === entity.k) add(one as unknown as Loose);
    return found.sort((a, b) => a.pos - b.pos || a.id - b.id);
}

/* One's own ballot; totals stay what the server counted. */
function cast(ground: Ground, over: Overlay, one: Pending): void {
    const poll = look(ground, over, one.args.id);
    const option = look(ground, over, one.args.option);
    if (!poll || !option || !ground.person) return;
    let id = ground.real(one.temporary);
    const mine = (b: Entity | null): boolean => b?.k === "ballot" && b.poll === poll.id && b.person === ground.person;
    for (const ballot of ground.all("ballot")) if (mine(ballot)) id = ballot.id;
    for (const ballot of over.values()) if (mine(ballot)) id = ballot!.id;
    over.set(id, { k: "ballot", id, seq: 0, poll: poll.id, person: ground.person, option: option.id });
}
