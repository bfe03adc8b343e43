/*
 * ports: what the socket and the outbox need from the world. device.ts gives them the browser's; tests give them a clock
 * that stands still and sockets that break on command.
 */
export interface Clock {
    now(): number;                                      /* ms since 1970, local */
    after(ms: number, run: () => void): () => void;     /* returns what cancels it */
    random(): number;                                   /* 0 up to 1 */
}

export interface Socket {
    send(text: string): void;
    close(): void;
    onopen: (() => void) | null;
    onmessage: ((data: string | ArrayBuffer) => void) | null;
    onclose: ((code: number) => void) | null;
}

export interface Network {
    connect(): Socket;
    online(): boolean;
    inflate?: (bytes: ArrayBuffer) => Promise<string>;  /* absent: this browser cannot */
}

export type Args = Readonly<Record<string, unknown>>;

export interface Command {
    n: number;
    verb: string;
    args: Args;
    at: number;                 /* when the person did it */
}

/* A command that was refused for good, kept so that the words in it can be copied. */
export interface Refusal {
    key: string;
    verb: string;
    args: Args;
    code: string;
    say: string;                /* the sentence, in the person's language */
    words: string[];            /* what the person had typed */
    at: number;
}

/* Whose commands these are; the commands themselves are kept one by one. */
export interface OutboxRow {
    client: string;
    workshop: string;
    person: number;
}

export interface ReplicaRow {
    seq: number;
    tag: string;
    view: number;
    person: number;
    role: string;
    entities: readonly unknown[];
}

/* What this device keeps between pages. All calls may fail; then the page works, and only as long as it is open. */
export interface Shelf {
    outboxes(workshop: string): Promise<OutboxRow[]>;
    putOutbox(row: OutboxRow): Promise<void>;
    dropOutbox(client: string): Promise<void>;          /* with its commands */
    commands(client: string): Promise<Command[]>;       /* by number */
    putCommand(client: string, command: Command): Promise<void>;
    dropCommand(client: string, n: number): Promise<void>;
    refusals(workshop: string): Promise<Refusal[]>;
    putRefusal(workshop: string, refusal: Refusal): Promise<void>;
    dropRefusal(workshop: string, key: string): Promise<void>;
    replica(workshop: string): Promise<ReplicaRow | undefined>;
    putReplica(workshop: string, row: ReplicaRow): Promise<void>;
    dropReplica(workshop: string): Promise<void>;
    dropReplicas(): Promise<void>;                      /* of all workshops: the next person here sees none of them */
}

/* One page at a time works on an outbox. Undefined: another page holds it; else the function that lets go of it. */
export type Lock = (client: string) => Promise<(() => void) | undefined>;
