/*
 * shelf: what the device keeps, in memory: for tests, and for browsers that keep nothing (private windows).
 */
import type {
    Command, OutboxRow, Refusal, Replaced, ReplicaHead, ReplicaKept, ReplicaPiece, Shelf, TextKept,
} from "./ports";

/* A page of the same person has kept the very same. */
export function sameMoment(a: ReplicaHead, b: ReplicaHead): boolean {
    return a.form === b.form && a.seq === b.seq && a.tag === b.tag && a.view === b.view && a.person === b.person;
}

export class MemoryShelf implements Shelf {
    private readonly rows = new Map<string, OutboxRow>();
    private readonly byClient = new Map<string, Map<number, Command>>();
    private readonly byWorkshop = new Map<string, Map<string, Refusal>>();
    private readonly drafts = new Map<string, Map<string, TextKept>>();
    private readonly overwritten = new Map<string, Map<string, Replaced>>();
    private readonly replicas = new Map<string, { head: ReplicaHead; stamp: string; pieces: Map<number, readonly unknown[]> }>();
    private savings = 0;

    async outboxes(workshop: string): Promise<OutboxRow[]> {
        return [...this.rows.values()].filter((row) => row.workshop === workshop);
    }
    async putOutbox(row: OutboxRow): Promise<void> {
        this.rows.set(row.client, row);
    }
    async dropOutbox(client: string): Promise<void> {
        this.rows.delete(client);
        this.byClient.delete(client);
        this.drafts.delete(client);
    }
    async commands(client: string): Promise<Command[]> {
        return [...(this.byClient.get(client)?.values() ?? [])].sort((a, b) => a.n - b.n);
    }
    async putCommand(client: string, command: Command): Promise<void> {
        const commands = this.byClient.get(client) ?? new Map<number, Command>();
        this.byClient.set(client, commands.set(command.n, command));
    }
    async dropCommand(client: string, n: number): Promise<void> {
        this.byClient.get(client)?.delete(n);
    }
    async texts(client: string): Promise<TextKept[]> {
        return [...(this.drafts.get(client)?.values() ?? [])].map((row) => structuredClone(row));
    }
    async putText(client: string, row: TextKept): Promise<void> {
        put(this.drafts, client, structuredClone(row));
    }
    async dropText(client: string, key: string): Promise<void> {
        this.drafts.get(client)?.delete(key);
    }
    async replaced(workshop: string): Promise<Replaced[]> {
        return [...(this.overwritten.get(workshop)?.values() ?? [])];
    }
    async putReplaced(workshop: string, row: Replaced): Promise<void> {
        put(this.overwritten, workshop, row);
    }
    async dropReplaced(workshop: string, key: string): Promise<void> {
        this.overwritten.get(workshop)?.delete(key);
    }
    async refusals(workshop: string): Promise<Refusal[]> {
        return [...(this.byWorkshop.get(workshop)?.values() ?? [])];
    }
    async putRefusal(workshop: string, refusal: Refusal): Promise<void> {
        put(this.byWorkshop, workshop, refusal);
    }
    async dropRefusal(workshop: string, key: string): Promise<void> {
        this.byWorkshop.get(workshop)?.delete(key);
    }
    async replica(workshop: string): Promise<ReplicaKept | undefined> {
        const kept = this.replicas.get(workshop);
        return kept && { ...kept.head, stamp: kept.stamp, entities: [...kept.pieces.values()].flat() };
    }
    async putReplica(workshop: string, head: ReplicaHead, pieces: readonly ReplicaPiece[], over: string): Promise<string> {
        const kept = this.replicas.get(workshop);
        if (kept && kept.stamp !== over && sameMoment(kept.head, head)) return kept.stamp;
        if (over && kept?.stamp !== over) return "";
        const all = new Map(over ? kept!.pieces : []);
        for (const { piece, entities } of pieces) all.set(piece, structuredClone(entities));
        const stamp = String(++this.savings);
        this.replicas.set(workshop, { head: { ...head }, stamp, pieces: all });
        return stamp;
    }
    async dropReplica(workshop: string): Promise<void> {
        this.replicas.delete(workshop);
    }
    async dropReplicas(): Promise<void> {
        this.replicas.clear();
    }
}

function put<T extends { key: string }>(table: Map<string, Map<string, T>>, under: string, row: T): void {
    const rows = table.get(under) ?? new Map<string, T>();
    table.set(under, rows.set(row.key, row));
}
