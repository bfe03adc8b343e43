/*
 * overlay: what unconfirmed commands would make of the confirmed entities. It is a guess for the eye: the server's delta
 * replaces it. A command whose effect is not plain (opening a poll, say) changes nothing here; it only marks its subject as
 * pending.
 */
import type { Args } from "../net/ports";
import { behind } from "../rules/floor";
import { KINDS, REFS, type Entity, type Hand, type HandType, type Kind, type KindRow, type Lang, type ML, type Person } from "./kinds";

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
        if (noun === "ballot") cast(ground, over, one);
        else if (one.verb === "hand.raise") raise(ground, over, one);
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
const plainVerbs: Readonly<Record<string, (args: Args, old: Loose, ground: Ground) => object>> = {
    "row.lock": ({ on }) => ({ locked: on }),
    "theme.lock": ({ on }) => ({ locked: on }),
    "plan.lock": ({ on }) => ({ plan_locked: on }),
    "remark.resolve": ({ on }) => ({ resolved: on }),
    "proposal.dismiss": () => ({ state: "dismissed" }),
    "hand.lower": () => ({ state: "lowered" }),
    "hand.end": () => ({ state: "spoken" }),
    "question.admit": () => ({ state: "open" }),
    "question.answer": () => ({ state: "answered" }),
    "question.dismiss": () => ({ state: "dismissed" }),
    "question.back": ({ on }, { backers }, { person }) => {
        const others = ((backers ?? []) as number[]).filter((one) => one !== person);
        return { backers: on ? [...others, person] : others };
    },
    "message.end": () => ({ ended_at: 1 }),
    "parked.done": ({ on }) => ({ done: on }),
    "person.ready": ({ on }, _old, ground) => ({ ready: on ? look(ground, new Map(), theWorkshop(ground))?.item : undefined }),
    "control.take": (_args, _old, { person }) => ({ control: person }),
    "text.confirm": ({ field, lang }, old) => {
        const text = old[field as string] as ML | undefined;
        return text?.old ? { [field as string]: { ...text, old: text.old.filter((one) => one !== lang) } } : {};
    },
};

function change(ground: Ground, over: Overlay, one: Pending, make: (args: Args, old: Loose, ground: Ground) => object): void {
    const old = look(ground, over, subjectOf(ground, one));
    if (old) over.set(old.id, { ...old, ...make(one.args, old, ground) } as unknown as Entity);
}

/* What a plain verb changes: what it names, the workshop, or whoever sends it. */
function subjectOf(ground: Ground, { verb, args }: Pending): unknown {
    if (verb === "person.ready") return ground.person;
    return verb === "plan.lock" || verb === "control.take" ? theWorkshop(ground) : args.id;
}

/* What carries the name of whoever made it. */
const SIGNED: ReadonlySet<Kind> = new Set(["remark", "question", "message", "parked"]);

type Act = (ground: Ground, over: Overlay, kind: Kind, one: Pending) => void;

const acts: Readonly<Record<string, Act>> = {
    create(ground, over, kind, one) {
        const row = KINDS[kind];
        const id = ground.real(one.temporary);
        if (ground.get(id)) return;
        const made: Loose = { ...row.first, k: kind, id, seq: 0 };
        put(ground, made, row, one.args);
        if (SIGNED.has(kind)) made.person = ground.person;
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

/* One's own hand stands in the queue at once, where the server will put it (J1). */
function raise(ground: Ground, over: Overlay, one: Pending): void {
    const id = ground.real(one.temporary);
    const type = (one.args.type ?? "contribution") as HandType;
    if (ground.get(id) || !ground.person) return;
    const hands = [...ground.all("hand"), ...over.values()].filter((hand): hand is Hand => hand?.k === "hand" && hand.state === "waiting");
    const waiting = hands.filter((hand) => !over.has(hand.id) || over.get(hand.id) === hand).sort((a, b) => (a.pos ?? 0) - (b.pos ?? 0));
    if (waiting.some((hand) => hand.type === type && hand.person === ground.person)) return;
    const { delegation } = (ground.get(ground.person) ?? {}) as Partial<Person>;
    const made: Loose = { k: "hand", id, seq: 0, type, state: "waiting", person: ground.person, delegation, at: one.args.at };
    made.pos = place(ground, over, made, KINDS.hand, behind(waiting, type)?.id ?? 0);
    over.set(id, made as unknown as Entity);
}

/* A ballot of one's own, or of who votes on this device; totals stay what the server counted, secret ballots nobody sees. */
function cast(ground: Ground, over: Overlay, one: Pending): void {
    const poll = look(ground, over, one.args.id);
    const person = ground.real(Number(one.args.for ?? ground.person));
    if (!poll || !person || poll.secrecy === "secret") return;
    const delegation = poll.unit === "delegation" ? look(ground, over, person)?.delegation : undefined;
    let id = ground.real(one.temporary);
    const mine = (b: Entity | null): boolean => b?.k === "ballot" && b.poll === poll.id &&
        (b.person === person || (delegation !== undefined && b.delegation === delegation));
    for (const ballot of ground.all("ballot")) if (mine(ballot)) id = ballot.id;
    for (const ballot of over.values()) if (mine(ballot)) id = ballot!.id;
    const made: Loose = { k: "ballot", id, seq: 0, poll: poll.id, person, ...(delegation !== undefined && { delegation }) };
    for (const name of ["option", "options", "values", "text"]) if (one.args[name]) made[name] = mapRef(name, one.args[name], ground.real);
    over.set(id, made as unknown as Entity);
}
