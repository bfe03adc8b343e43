/* panel_index: of each row how many remarks and late proposals are open: counted once for all rows. */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { RoomView } from "../sync/room";

export interface OpenPoints {
    comments: number;
    reservations: number;
    proposals: number;
}

type Index = ReadonlySignal<ReadonlyMap<number, OpenPoints>>;

const indexes = new WeakMap<RoomView, Index>();

export function openPoints(room: RoomView): Index {
    let index = indexes.get(room);
    if (!index) indexes.set(room, (index = computed(() => count(room))));
    return index;
}

function count(room: RoomView): Map<number, OpenPoints> {
    const found = new Map<number, OpenPoints>();
    const at = (id: number): OpenPoints => {
        let points = found.get(id);
        if (!points) found.set(id, (points = { comments: 0, reservations: 0, proposals: 0 }));
        return points;
    };
    for (const { of = 0, type, resolved } of room.list("remark").value) {
        if (resolved) continue;
        if (type === "reservation") at(of).reservations++;
        else at(of).comments++;
    }
    for (const { of = 0, state } of room.list("proposal").value) if (state === "open") at(of).proposals++;
    return found;
}
