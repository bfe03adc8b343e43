/*
 * ports: what the socket and the outbox need from the world. device.ts gives them the browser's; tests give them a clock
 * that stands still and sockets that break on command.
 */
import type { Lang, TextField } from "../sync/kinds";
import type { TextOp } from "../sync/ot";

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

/* Temporary ids in the arguments that another outbox's command creates: which outbox, which command. */
export type Foreign = Readonly<Record<number, [string, number]>>;

export interface Command {
    n: number;
    verb: string;
    args: Args;
    at: number;                 /* when the person did it */
    foreign?: Foreign;
    was?: Args;                 /* of an edit: what the fields held when it was made; null: nothing */
    knew?: number;              /* with it: how far the page knew the room then */
}

/* Of a field that is not drafted together the last writer's value counts. Both values stay until the person decided. */
export interface Replaced {
    key: string;
    id: number;
    field: string;
    mine: unknown;              /* null: empty */
    theirs: unknown;
    by: number;                 /* the other person; 0: not known (yet) */
    overwrote: boolean;         /* mine is in force: it went over a change that was made meanwhile */
    at: number;
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

/* Words of a drafted text that the server has not confirmed; operations as sync/ot.ts has them. */
export interface TextKept {
    key: string;                /* one for each text and page */
    of: number;
    creator?: [string, number]; /* the row is not confirmed: outbox and number of the command that creates it */
    seen?: [number, string];    /* when it was kept: seq and tag of the room */
    field: TextField;
    lang: Lang;
    id: number;
    rev: number;
    words: string;
    buffer: TextOp;
    aside?: TextOp;
    asideRev?: number;
    diverted?: number;
    flight?: { client: string; n: number; rev: number; op: TextOp; sent: boolean; seq?: number; id?: number };
}

/* A moment of the replica. */
export interface ReplicaHead {
    form: number;
    seq: number;
    tag: string;
    view: number;
    person: number;
    role: string;
}

/* Entities with neighbouring ids, which are kept together; none: nothing is left of the piece. */
export interface ReplicaPiece {
    piece: number;
    entities: readonly unknown[];
}

/* `stamp`: of the saving, which no other has. */
export interface ReplicaKept extends ReplicaHead {
    stamp: string;
    entities: readonly unknown[];
}

/* What this device keeps between pages. All calls may fail; then the page works, and only as long as it is open. */
export interface Shelf {
    outboxes(workshop: string): Promise<OutboxRow[]>;
    putOutbox(row: OutboxRow): Promise<void>;
    dropOutbox(client: string): Promise<void>;          /* with its commands and texts */
    commands(client: string): Promise<Command[]>;       /* by number */
    putCommand(client: string, command: Command): Promise<void>;
    dropCommand(client: string, n: number): Promise<void>;
    texts(client: string): Promise<TextKept[]>;
    putText(client: string, row: TextKept): Promise<void>;
    dropText(client: string, key: string): Promise<void>;
    replaced(workshop: string): Promise<Replaced[]>;
    putReplaced(workshop: string, row: Replaced): Promise<void>;
    dropReplaced(workshop: string, key: string): Promise<void>;
    refusals(workshop: string): Promise<Refusal[]>;
    putRefusal(workshop: string, refusal: Refusal): Promise<void>;
    dropRefusal(workshop: string, key: string): Promise<void>;
    replica(workshop: string): Promise<ReplicaKept | undefined>;
    /*
     * The pieces that became others since the saving `over`; "": all there are, in place of whatever is kept. All of it is kept
     * or nothing. Gives the stamp of what is kept then; "": it failed, or another page has kept another moment since.
     */
    putReplica(workshop: string, head: ReplicaHead, pieces: readonly ReplicaPiece[], over: string): Promise<string>;
    dropReplica(workshop: string): Promise<void>;
    dropReplicas(): Promise<void>;                      /* of all workshops: the next person here sees none of them */
}

/* One page at a time works on an outbox. Undefined: another page holds it; else the function that lets go of it. */
export type Lock = (client: string) => Promise<(() => void) | undefined>;
