/* presence: who is connected, who writes where, and how many ballots secret polls have (PROTOCOL.md P10, P41). Nothing of it is kept. */
import { signal, type ReadonlySignal } from "@preact/signals-core";
import type { Link, Message } from "../net/link";
import type { Clock } from "../net/ports";
import type { Lang } from "./kinds";
import type { Where } from "./room";

const SOON_MS = 300;                /* somebody who runs through the fields is told of once */

type Place = Where & { p: number };

export class Presence {
    readonly here: ReadonlySignal<ReadonlySet<number>>;
    readonly listeners: ReadonlySignal<number>;
    readonly where: ReadonlySignal<ReadonlyMap<number, Where>>;
    readonly cast: ReadonlySignal<ReadonlyMap<number, number>>;
    private readonly hereNow = signal<ReadonlySet<number>>(new Set());
    private readonly listenersNow = signal(0);
    private readonly whereNow = signal<ReadonlyMap<number, Where>>(new Map());
    private readonly castNow = signal<ReadonlyMap<number, number>>(new Map());
    private place: object = {};
    private cancel: (() => void) | undefined;

    constructor(
        private readonly link: Link,
        private readonly clock: Clock,
    ) {
        this.here = this.hereNow;
        this.listeners = this.listenersNow;
        this.where = this.whereNow;
        this.cast = this.castNow;
    }

    take(message: Message): void {
        const here = new Set(message.all ? [] : this.hereNow.peek());
        const where = new Map(message.all ? [] : this.whereNow.peek());
        for (const person of (message.here as number[] | undefined) ?? []) here.add(person);
        for (const { p, ...place } of (message.at as Place[] | undefined) ?? []) {
            if (place.id) where.set(p, place);
            else where.delete(p);
        }
        for (const person of (message.gone as number[] | undefined) ?? []) {
            here.delete(person);
            where.delete(person);
        }
        this.hereNow.value = here;
        if (message.all || message.at || message.gone) this.whereNow.value = where;
        const cast = message.cast as { poll: number; n: number }[] | undefined;
        if (cast) this.castNow.value = new Map([...this.castNow.peek(), ...cast.map(({ poll, n }) => [poll, n] as const)]);
        if (typeof message.listeners === "number") this.listenersNow.value = message.listeners;
    }

    /* One writes there now; nowhere without an id. */
    at(id?: number, field?: string, lang?: Lang): void {
        this.place = id && id > 0 ? { id, field, lang } : {};
        this.soon();
    }

    /* A new connection knows of no place. */
    welcome(): void {
        if ("id" in this.place) this.soon();
    }

    close(): void {
        this.cancel?.();
    }

    private soon(): void {
        this.cancel ??= this.clock.after(SOON_MS, () => {
            this.cancel = undefined;
            if (!this.link.ready) return;
            if (this.link.sendIn() > 0) this.soon();
            else this.link.send({ t: "at", ...this.place });
        });
    }
}
