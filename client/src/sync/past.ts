/* past: the room as it was at a moment, to be read with the same calls as the room of now. */
import { signal } from "@preact/signals-core";
import type { Entity, Lang, Workshop } from "./kinds";
import { Replica } from "./replica";
import type { PastRoom } from "./room";

export interface PastPage {
    seq: number;
    at: number;
    set: Entity[];
}

export function pastRoom(page: PastPage, lang: () => Lang): PastRoom {
    const replica = new Replica(lang);
    replica.apply({ from: 0, to: page.seq, set: page.set });
    return {
        seq: page.seq,
        at: page.at,
        workshop: signal<Workshop | undefined>(replica.list("workshop").peek()[0]),
        list: (kind) => replica.list(kind),
        get: (kind, id) => replica.get(kind, id),
        find: (id) => replica.find(id),
        row: (id) => replica.rowOf(id),
        key: (id) => id,
    };
}
