/*
 * rows: what the screens read of each thing, so finely that typing in one text draws one row. An entity holds of a drafted
 * field only its source and its outdated languages; the words come from its texts. Here both are put together: a row has its
 * drafted fields as properties that read a signal of their own, made when somebody looks for the first time.
 */
import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals-core";
import type { TextHead } from "./texts";
import { KINDS, type Entity, type Kind, type Lang, type ML, type TextField } from "./kinds";

type Loose = Record<string, unknown> & { k: Kind; id: number; seq: number };
type Words = Partial<Record<Lang, string>>;

export interface RowsGround {
    entity(id: number): Entity | undefined;             /* without texts */
    real(id: number): number;
}

export class Rows {
    private readonly heads = new Map<number, Map<string, TextHead>>();      /* by owner, then "field/lang" */
    private readonly typed = new Map<string, Words>();                      /* by "owner/field": what this page shows instead */
    private readonly tags = new Map<number, { seq: number; tag: string }>();
    private readonly cells = new Map<string, Signal<unknown>>();            /* by "owner/field" */
    private readonly entities = new Map<number, Signal<Entity | undefined>>();
    private readonly plain = new Map<number, ReadonlySignal<Entity | undefined>>();
    private readonly dressed = new WeakMap<Entity, Entity>();
    private readonly looks = {} as Record<Kind, PropertyDescriptorMap | undefined>;

    constructor(private readonly ground: RowsGround) {
        const rows = this;
        for (const [kind, { coedited }] of Object.entries(KINDS)) {
            if (coedited.length === 0) continue;
            const look: PropertyDescriptorMap = {};
            for (const name of [...coedited, "tag"]) {
                look[name] = {
                    enumerable: true,
                    configurable: true,
                    get(this: Entity) {
                        return rows.cell(this.id, name).value;
                    },
                };
            }
            this.looks[kind as Kind] = look;
        }
    }

    /* An entity as the screens have it. */
    dress(entity: Entity): Entity {
        const look = this.looks[entity.k];
        if (!look) return entity;
        let row = this.dressed.get(entity);
        if (!row) this.dressed.set(entity, (row = Object.defineProperties({ ...entity }, look)));
        return row;
    }

    /* Reads a signal of this one thing. */
    get(id: number): Entity | undefined {
        const entity = this.entity(id).value;
        return entity && this.dress(entity);
    }

    row(id: number): ReadonlySignal<Entity | undefined> {
        let row = this.plain.get(id);
        if (!row) {
            row = computed(() => {
                const found = this.get(id);
                return found && this.looks[found.k] ? { ...found } : found;
            });
            this.plain.set(id, row);
        }
        return row;
    }

    /* The entity under that id is another one now. */
    changed(id: number): void {
        const known = this.entities.get(id);
        const now = this.ground.entity(id);
        if (known) known.value = now;
        const look = now && this.looks[now.k];
        if (look) for (const name in look) this.refresh(id, name);
    }

    head(of: number, field: TextField, lang: Lang): TextHead | undefined {
        return this.heads.get(of)?.get(`${field}/${lang}`);
    }

    setHead(of: number, field: TextField, lang: Lang, head: TextHead | undefined): void {
        const known = this.heads.get(of) ?? new Map<string, TextHead>();
        this.heads.set(of, known);
        if (head) known.set(`${field}/${lang}`, head);
        else known.delete(`${field}/${lang}`);
        this.refresh(of, field);
    }

    clearHeads(): void {
        const owners = [...this.heads];
        this.heads.clear();
        this.tags.clear();
        for (const [of, known] of owners) for (const key of known.keys()) this.refresh(of, key.split("/")[0]!);
    }

    /* The tag that the owner has since a change of one of its texts. */
    setTag(of: number, seq: number, tag: string): void {
        if ((this.tags.get(of)?.seq ?? 0) <= seq) this.tags.set(of, { seq, tag });
        this.refresh(of, "tag");
    }

    /* What this page shows in place of the confirmed words; undefined: nothing else. */
    setTyped(of: number, field: TextField, lang: Lang, words: string | undefined): void {
        const key = `${of}/${field}`;
        const all = { ...this.typed.get(key), [lang]: words };
        if (this.typed.get(key)?.[lang] === words) return;
        if (words === undefined) delete all[lang];
        if (Object.keys(all).length) this.typed.set(key, all);
        else this.typed.delete(key);
        this.refresh(of, field);
    }

    private entity(id: number): Signal<Entity | undefined> {
        let known = this.entities.get(id);
        if (!known) this.entities.set(id, (known = signal(this.ground.entity(id))));
        return known;
    }

    private cell(id: number, field: string): Signal<unknown> {
        const key = `${id}/${field}`;
        let cell = this.cells.get(key);
        if (!cell) this.cells.set(key, (cell = signal(this.value(id, field))));
        return cell;
    }

    private refresh(id: number, field: string): void {
        const cell = this.cells.get(`${id}/${field}`);
        if (!cell) return;
        const value = this.value(id, field);
        if (!sameValue(cell.peek(), value)) cell.value = value;
    }

    private value(id: number, field: string): unknown {
        const entity = this.ground.entity(id) as unknown as Loose | undefined;
        if (field === "tag") return this.tag(id, entity);
        return this.texts(id, field, entity?.[field] as ML | undefined);
    }

    private tag(id: number, entity: Loose | undefined): unknown {
        const known = this.tags.get(id);
        return known && known.seq > (entity?.seq ?? 0) ? known.tag : entity?.tag;
    }

    /* Words of the entity itself are those of a command that is not confirmed: they stand over the confirmed ones. */
    private texts(id: number, field: string, base: ML | undefined): ML | undefined {
        const words: Words = {};
        const heads = this.heads.get(id);
        const typed = this.typed.get(`${id}/${field}`);
        for (const lang of ["ar", "fr", "en"] as const) {
            const said = typed?.[lang] ?? base?.[lang] ?? heads?.get(`${field}/${lang}`)?.words;
            if (said) words[lang] = said;
        }
        const first = (["en", "fr", "ar"] as const).find((lang) => words[lang]);
        if (!first) return undefined;
        const src = base?.src && words[base.src] ? base.src : first;
        return { ...words, src, ...(base?.old ? { old: base.old } : {}) };
    }
}

function sameValue(a: unknown, b: unknown): boolean {
    return a === b || (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));
}
