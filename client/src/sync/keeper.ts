/*
 * keeper: keeps the replica on the device, for the next page and for the time without a link. What is kept is always one moment
 * whole: each saving writes what changed since the one before it, in one transaction; where another page of this device has
 * kept another moment meanwhile, everything is written anew.
 */
import type { ReplicaHead, Shelf } from "../net/ports";
import { sameMoment } from "../net/shelf";
import type { Replica } from "./replica";

export class Keeper {
    private stamp = "";                         /* of the saving that the next one builds on; "": none is known */
    private last: ReplicaHead | undefined;      /* what that saving kept */
    private busy = false;
    private again = false;
    private dropped = false;

    constructor(private readonly shelf: Shelf, private readonly workshop: string, private readonly replica: Replica) {}

    restored(stamp: string): void {
        this.stamp = stamp;
        this.last = this.replica.moment();
    }

    save(): void {
        const head = this.replica.moment();
        if (!head) return;
        this.dropped = false;
        if (this.busy) this.again = true;
        else if (!this.stamp || !this.last || !sameMoment(this.last, head)) void this.write(head);
    }

    /* Nothing of it stays on the device. */
    drop(): void {
        this.stamp = "";
        this.dropped = true;
        void this.shelf.dropReplica(this.workshop);
    }

    private async write(head: ReplicaHead): Promise<void> {
        const { whole, pieces } = this.replica.takeChanged(this.stamp === "");
        this.busy = true;
        this.again = false;
        const stamp = await this.shelf.putReplica(this.workshop, head, pieces, whole ? "" : this.stamp);
        this.busy = false;
        if (this.dropped) return;
        this.stamp = stamp;
        this.last = head;
        if (this.again || (!stamp && !whole)) this.save();
    }
}
