/*
 * device: the browser as the socket, the outbox and the replica see it (net/ports.ts). Storage that fails is replaced by
 * memory: the page then works as long as it is open.
 */
import type {
    Clock, Command, Lock, Network, OutboxRow, Refusal, Replaced, ReplicaHead, ReplicaKept, ReplicaPiece, Shelf, Socket, TextKept,
} from "./net/ports";
import { MemoryShelf, sameMoment } from "./net/shelf";

export interface Device {
    clock: Clock;
    network(workshop: string): Network;
    shelf: Shelf;
    lock: Lock;
    clientId(): string;
    /* GET of a JSON object from the server; rejects with {status}, 0 when there was no answer. */
    ask(path: string): Promise<unknown>;
    /* Calls back when the device wakes up or comes online, when what is online changes, and before the page goes. */
    watch(on: { wake(): void; changed(): void; leaving(): void }): () => void;
}

const clock: Clock = {
    now: () => Date.now(),
    after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
    },
    random: () => Math.random(),
};

/* 128 random bits in hexadecimal. crypto.randomUUID wants a secure page, this does not. */
function clientId(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function inflate(bytes: ArrayBuffer): Promise<string> {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Response(stream).text();
}

/* Asked for once: to try costs more than a letter that somebody types. */
let inflates: boolean | undefined;

function canInflate(): boolean {
    try {
        return (inflates ??= Boolean(new DecompressionStream("deflate-raw")));
    } catch {
        return (inflates = false);
    }
}

function connect(workshop: string): Socket {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const ws = new WebSocket(`${scheme}//${location.host}/ws/${encodeURIComponent(workshop)}`, "plenary.v1");
    ws.binaryType = "arraybuffer";
    const socket: Socket = {
        send: (text) => {
            if (ws.readyState === WebSocket.OPEN) ws.send(text);
        },
        close: () => ws.close(1000),
        onopen: null,
        onmessage: null,
        onclose: null,
    };
    ws.onopen = () => socket.onopen?.();
    ws.onmessage = (event: MessageEvent<string | ArrayBuffer>) => socket.onmessage?.(event.data);
    ws.onclose = (event) => socket.onclose?.(event.code);
    return socket;
}

function network(workshop: string): Network {
    return {
        connect: () => connect(workshop),
        online: () => navigator.onLine,
        inflate: canInflate() ? inflate : undefined,
    };
}

const ASK_MS = 20_000;

async function ask(path: string): Promise<unknown> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), ASK_MS);
    try {
        const reply = await fetch(path, { credentials: "same-origin", signal: stop.signal });
        const body = (await reply.json().catch(() => ({}))) as object;
        if (!reply.ok) throw { ...body, status: reply.status };
        return body;
    } catch (error) {
        throw (error as { status?: number }).status ? error : { code: "offline", status: 0 };
    } finally {
        clearTimeout(timer);
    }
}

/* ---- the shelf in IndexedDB ---- */

/* A new store raises the version; those that are there keep what they hold. */
const VERSION = 3;
const STORES = {
    outboxes: "client",
    commands: ["client", "n"],
    texts: ["client", "key"],
    refusals: ["workshop", "key"],
    replaced: ["workshop", "key"],
    replicas: "workshop",
    pieces: ["workshop", "piece"],
};
const SLICE = 16;           /* pieces of a replica read or written without a rest */

function asked<T>(request: IDBRequest<T>): Promise<T> {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

function openDatabase(version?: number): Promise<IDBDatabase> {
    const request = indexedDB.open("plenary", version);
    request.onupgradeneeded = () => {
        const there = request.result.objectStoreNames;
        for (const [name, keyPath] of Object.entries(STORES)) {
            if (!there.contains(name)) request.result.createObjectStore(name, { keyPath });
        }
    };
    return asked(request);
}

/* Every key that begins with this. */
const within = (first: string): IDBKeyRange => IDBKeyRange.bound([first, ""], [first, "\uffff"]);
const numbered = (first: string): IDBKeyRange => IDBKeyRange.bound([first, 0], [first, Infinity]);

/* The entities of a replica, read in slices so that the page can do something else in between. */
async function piecesOf(store: IDBObjectStore, workshop: string): Promise<unknown[]> {
    const entities: unknown[] = [];
    let from = 0;
    for (;;) {
        const range = IDBKeyRange.bound([workshop, from], [workshop, Infinity]);
        const pieces = (await asked(store.getAll(range, SLICE))) as ReplicaPiece[];
        for (const one of pieces) for (const entity of one.entities) entities.push(entity);
        if (pieces.length < SLICE) return entities;
        from = pieces[pieces.length - 1]!.piece + 1;
    }
}

class DatabaseShelf implements Shelf {
    private database: Promise<IDBDatabase>;

    constructor(database: IDBDatabase) {
        this.database = Promise.resolve(database);
        this.attend(database);
    }

    /*
     * A newer page wants to change the database: let go, so that it does not hang, and come back as soon as it is done. What this
     * page knows is still there then, and what is typed here is kept on.
     */
    private attend(database: IDBDatabase): void {
        const again = (): void => {
            this.database = openDatabase();
            this.database.then((next) => this.attend(next), () => undefined);
        };
        database.onclose = again;
        database.onversionchange = () => {
            database.close();
            again();
        };
    }

    /* A write that fails is no reason to stop: the page itself still holds what it was to keep. */
    private async write(store: string, work: (store: IDBObjectStore) => IDBRequest): Promise<void> {
        try {
            const database = await this.database;
            await asked(work(database.transaction(store, "readwrite").objectStore(store)));
        } catch (error) {
            console.warn("this device did not keep something", error);
        }
    }
    private async read<T>(store: string, query?: IDBKeyRange): Promise<T[]> {
        try {
            const database = await this.database;
            return (await asked(database.transaction(store).objectStore(store).getAll(query))) as T[];
        } catch {
            return [];
        }
    }

    async outboxes(workshop: string): Promise<OutboxRow[]> {
        return (await this.read<OutboxRow>("outboxes")).filter((row) => row.workshop === workshop);
    }
    putOutbox(row: OutboxRow): Promise<void> {
        return this.write("outboxes", (store) => store.put(row));
    }
    async dropOutbox(client: string): Promise<void> {
        await this.write("commands", (store) => store.delete(IDBKeyRange.bound([client, 0], [client, Infinity])));
        await this.write("texts", (store) => store.delete(within(client)));
        await this.write("outboxes", (store) => store.delete(client));
    }
    async commands(client: string): Promise<Command[]> {
        const rows = await this.read<Command & { client?: string }>(
            "commands", IDBKeyRange.bound([client, 0], [client, Infinity]));
        return rows.map(({ client: _, ...command }) => command);
    }
    putCommand(client: string, command: Command): Promise<void> {
        return this.write("commands", (store) => store.put({ client, ...command }));
    }
    dropCommand(client: string, n: number): Promise<void> {
        return this.write("commands", (store) => store.delete([client, n]));
    }
    texts(client: string): Promise<TextKept[]> {
        return this.read("texts", within(client));
    }
    putText(client: string, row: TextKept): Promise<void> {
        return this.write("texts", (store) => store.put({ client, ...row }));
    }
    dropText(client: string, key: string): Promise<void> {
        return this.write("texts", (store) => store.delete([client, key]));
    }
    replaced(workshop: string): Promise<Replaced[]> {
        return this.read("replaced", within(workshop));
    }
    putReplaced(workshop: string, row: Replaced): Promise<void> {
        return this.write("replaced", (store) => store.put({ workshop, ...row }));
    }
    dropReplaced(workshop: string, key: string): Promise<void> {
        return this.write("replaced", (store) => store.delete([workshop, key]));
    }
    refusals(workshop: string): Promise<Refusal[]> {
        return this.read("refusals", within(workshop));
    }
    putRefusal(workshop: string, refusal: Refusal): Promise<void> {
        return this.write("refusals", (store) => store.put({ workshop, ...refusal }));
    }
    dropRefusal(workshop: string, key: string): Promise<void> {
        return this.write("refusals", (store) => store.delete([workshop, key]));
    }
    async replica(workshop: string): Promise<ReplicaKept | undefined> {
        try {
            const [heads, pieces] = await this.replicaStores("readonly");
            const head = (await asked(heads.get(workshop))) as ReplicaKept | undefined;
            return head && { ...head, entities: await piecesOf(pieces, workshop) };
        } catch {
            return undefined;
        }
    }
    async putReplica(workshop: string, head: ReplicaHead, changed: readonly ReplicaPiece[], over: string): Promise<string> {
        try {
            const [heads, pieces, done] = await this.replicaStores("readwrite");
            const kept = (await asked(heads.get(workshop))) as ReplicaKept | undefined;
            if (kept && kept.stamp !== over && sameMoment(kept, head)) return kept.stamp;
            if (over && kept?.stamp !== over) return "";
            const stamp = clientId();
            if (!over) await asked(pieces.delete(numbered(workshop)));
            for (let at = 0; at < changed.length; at += SLICE) {
                const slice = changed.slice(at, at + SLICE).map((one) => pieces.put({ workshop, ...one }));
                await asked(slice[slice.length - 1]!);
            }
            heads.put({ workshop, ...head, stamp });
            await done;
            return stamp;
        } catch (error) {
            console.warn("this device did not keep something", error);
            return "";
        }
    }
    async dropReplica(workshop: string): Promise<void> {
        await this.write("replicas", (store) => store.delete(workshop));
        await this.write("pieces", (store) => store.delete(numbered(workshop)));
    }
    async dropReplicas(): Promise<void> {
        await this.write("replicas", (store) => store.clear());
        await this.write("pieces", (store) => store.clear());
    }

    private async replicaStores(mode: IDBTransactionMode): Promise<[IDBObjectStore, IDBObjectStore, Promise<void>]> {
        const work = (await this.database).transaction(["replicas", "pieces"], mode);
        const done = new Promise<void>((resolve, reject) => {
            work.oncomplete = () => resolve();
            work.onabort = () => reject(work.error);
        });
        done.catch(() => undefined);
        return [work.objectStore("replicas"), work.objectStore("pieces"), done];
    }
}

async function openShelf(): Promise<Shelf> {
    try {
        /* A newer page was here, and the server's files are older ones again: what is kept is of more use than its newest form. */
        return new DatabaseShelf(await openDatabase(VERSION).catch(() => openDatabase()));
    } catch {
        return new MemoryShelf();
    }
}

/* ---- one page at a time per outbox ---- */

const ALIVE_MS = 5_000;

function webLock(client: string): Promise<(() => void) | undefined> {
    return new Promise((resolve) => {
        void navigator.locks.request(`plenary.${client}`, { ifAvailable: true }, (lock) => {
            if (!lock) {
                resolve(undefined);
                return undefined;
            }
            return new Promise<void>((release) => resolve(release));
        });
    });
}

/*
 * Without Web Locks (pages over plain HTTP have none) a page says every five seconds that it is alive. Two pages that both
 * believe an outbox is theirs do no harm: they send the same commands under the same numbers.
 */
async function timeLock(client: string): Promise<(() => void) | undefined> {
    const key = `plenary.alive.${client}`;
    try {
        if (Date.now() - Number(localStorage.getItem(key) ?? 0) < 4 * ALIVE_MS) return undefined;
        const sign = (): void => localStorage.setItem(key, String(Date.now()));
        const clear = (): void => localStorage.removeItem(key);
        sign();
        const timer = setInterval(sign, ALIVE_MS);
        window.addEventListener("pagehide", clear);
        window.addEventListener("pageshow", sign);
        return () => {
            clearInterval(timer);
            window.removeEventListener("pagehide", clear);
            window.removeEventListener("pageshow", sign);
            clear();
        };
    } catch {
        return () => undefined;
    }
}

const hasWebLocks = (): boolean => (navigator as { locks?: LockManager }).locks !== undefined;
const lock: Lock = (client) => (hasWebLocks() ? webLock(client) : timeLock(client));

function watch(on: { wake(): void; changed(): void; leaving(): void }): () => void {
    const seen = (): void => (document.visibilityState === "visible" ? on.wake() : on.leaving());
    const online = (): void => {
        on.changed();
        on.wake();
    };
    const parts: [EventTarget, string, () => void][] = [
        [window, "online", online],
        [window, "offline", on.changed],
        [window, "pageshow", on.wake],
        [window, "pagehide", on.leaving],
        [document, "visibilitychange", seen],
    ];
    for (const [target, type, run] of parts) target.addEventListener(type, run);
    return () => {
        for (const [target, type, run] of parts) target.removeEventListener(type, run);
    };
}

/* A shelf that is still being opened: its calls wait for it. */
function eventual(opening: Promise<Shelf>): Shelf {
    type Call = (...args: unknown[]) => Promise<unknown>;
    const call = (name: string | symbol): Call => async (...args) => {
        const shelf = (await opening) as unknown as Record<string | symbol, Call>;
        return shelf[name]!(...args);
    };
    return new Proxy({}, { get: (_target, name) => call(name) }) as Shelf;
}

let device: Device | undefined;

export function browserDevice(): Device {
    return (device ??= { clock, network, shelf: eventual(openShelf()), lock, clientId, ask, watch });
}
