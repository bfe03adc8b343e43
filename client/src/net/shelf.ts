/*
 * shelf: what the device keeps, in memory: for tests, and for browsers that keep nothing (private windows).
 */
import type { Command, OutboxRow, Refusal, ReplicaRow, Shelf } from "./ports";

export class MemoryShelf implements Shelf {
    private readonly rows = new Map<string, OutboxRow>();
    private readonly byClient = new Map<string, Map<number, Command>>();
    private readonly byWorkshop = new Map<string, Map<string, Refusal>>();
    private readonly replicas = new Map<string, ReplicaRow>();

    async outboxes(workshop: string): Promise<OutboxRow[]> {
        return [...this.rows.values()].filter((row) => row.workshop === workshop);
    }
    async putOutbox(row: OutboxRow): Promise<void> {
        this.rows.set(row.client, row);
    }
    async dropOutbox(client: string): Promise<void> {
        this.rows.delete(client);
        this.byClient.delete(client);
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
    async refusals(workshop: string): Promise<Refusal[]> {
        return [...(this.byWorkshop.get(workshop)?.values() ?? [])];
    }
    async putRefusal(workshop: string, refusal: Refusal): Promise<void> {
        const refusals = this.byWorkshop.get(workshop) ?? new Map<string, Refusal>();
        this.byWorkshop.set(workshop, refusals.set(refusal.key, refusal));
    }
    async dropRefusal(workshop: string, key: string): Promise<void> {
        this.byWorkshop.get(workshop)?.delete(key);
    }
    async replica(workshop: string): Promise<ReplicaRow | undefined> {
        return this.replicas.get(workshop);
    }
    async putReplica(workshop: string, row: ReplicaRow): Promise<void> {
        this.replicas.set(workshop, row);
    }
    async dropReplica(workshop: string): Promise<void> {
        this.replicas.delete(workshop);
    }
    async dropReplicas(): Promise<void> {
        this.replicas.clear();
    }
}
