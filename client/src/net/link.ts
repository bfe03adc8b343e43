/*
 * link: one connection to the server that comes back by itself (PROTOCOL.md P4-P11, P30, P31).
 *
 * It knows messages only by their outer form: it says hello, keeps order (inflated frames included), beats, notices
 * silence, and returns with growing pauses. What the messages mean is the room's business. It holds no timer but one
 * tick a second while it is open.
 */
import type { Clock, Network, Socket } from "./ports";

export type Phase = "connecting" | "live" | "down" | "gone";

export interface Message {
    t: string;
    [key: string]: unknown;
}

export interface LinkEvents {
    hello(deflate: boolean): object;                    /* the first message */
    welcome(message: Message): void;
    message(message: Message): void;                    /* everything else but beats */
    beat(message: Message): void;
    lost(code: number): void;                           /* a connection that was open, or an attempt, ended */
    tick(): void;                                       /* once a second, and whenever the phase changed */
}

const BEAT_MS = 15_000;
const GONE_MS = 25_000;
const SLOW_MS = BEAT_MS + 3_000;        /* the server beats after 15 s of its own silence */
const PROBE_SLOW_MS = 3_000;
const WAKE_MS = 5_000;                  /* after sleep, or a change of network, a link has this long to prove itself */
const OPEN_MS = 20_000;                 /* for connecting and the welcome */
const TICK_MS = 1_000;
const RETRY_MS = 500;
const RETRY_MS_MAX = 20_000;
const CLOSE_REPLACED = 4001;
const CLOSE_FORBIDDEN = 4003;
const CLOSE_RESTARTING = 4010;
const ABNORMAL = 1006;

export class Link {
    phase: Phase = "connecting";
    why: "forbidden" | "replaced" | undefined;  /* of "gone" */
    ready = false;                              /* welcomed on this connection: commands may be sent */
    opened = false;                             /* open() was called */
    attempts = 0;                               /* that failed since the last welcome */
    rate = 15;                                  /* messages a second, from welcome.limits */

    private socket: Socket | undefined;
    private heardAt = 0;
    private saidAt = 0;
    private openedAt = 0;
    private tickedAt = 0;
    private probedAt = 0;                       /* 0: no probe is unanswered */
    private deadline = 0;                       /* 0: the usual one */
    private sent: number[] = [];                /* when the last messages were sent */
    private queue: Promise<void> = Promise.resolve();
    private queued = 0;
    private cancelRetry: (() => void) | undefined;
    private cancelTick: (() => void) | undefined;

    constructor(
        private readonly network: Network,
        private readonly clock: Clock,
        private readonly events: LinkEvents,
    ) {}

    open(): void {
        this.opened = true;
        this.tick();
        this.connect();
    }

    close(): void {
        this.cancelTick?.();
        this.cancelRetry?.();
        this.drop();
        this.phase = "gone";
    }

    /* After the server sent this page away for another one of the same person: come back. */
    resume(): void {
        if (this.phase !== "gone") return;
        this.why = undefined;
        this.phase = "down";
        this.connect();
    }

    /* Leave this connection and say hello anew at once; the phase stays, since nothing is wrong with the network. */
    reconnect(): void {
        if (this.phase === "gone") return;
        this.drop();
        this.connect();
    }

    /* Since when the link is suspiciously silent; undefined: it is not. */
    silentSince(): number | undefined {
        if (this.phase !== "live") return undefined;
        const now = this.clock.now();
        if (this.probedAt && now - this.probedAt >= PROBE_SLOW_MS) return this.probedAt;
        return now - this.heardAt >= SLOW_MS ? this.heardAt : undefined;
    }

    /* The person did something: after some silence, ask whether the server is still there. */
    touch(): void {
        if (this.phase === "live" && this.clock.now() - this.heardAt >= PROBE_SLOW_MS) this.probe();
    }

    /* The device woke up, or came online: prove the link soon, or come back at once. */
    wake(): void {
        if (this.phase === "live") {
            this.probe();
            this.deadline = this.clock.now() + WAKE_MS;
        } else if (this.phase !== "gone" && (!this.socket || this.clock.now() - this.openedAt >= WAKE_MS)) {
            this.reconnect();
        }
    }

    /* Milliseconds until one more message may be sent; 0: now. */
    sendIn(): number {
        const oldest = this.sent.length < this.rate ? undefined : this.sent[this.sent.length - this.rate];
        return oldest === undefined ? 0 : Math.max(0, oldest + 1000 - this.clock.now());
    }

    /* `bytes`: with spaces behind it, so that its length tells nothing (P46). */
    send(message: object, bytes = 0): void {
        if (!this.socket) return;
        this.saidAt = this.clock.now();
        this.sent.push(this.saidAt);
        if (this.sent.length > 64) this.sent.splice(0, this.sent.length - this.rate);
        const text = JSON.stringify(message);
        this.socket.send(bytes ? text + " ".repeat(Math.max(0, bytes - new TextEncoder().encode(text).length)) : text);
    }

    private probe(): void {
        if (this.probedAt || !this.ready || this.sendIn() > 0) return;
        this.probedAt = this.clock.now();
        this.send({ t: "beat" });
    }

    private connect(): void {
        this.cancelRetry?.();
        this.cancelRetry = undefined;
        const socket = this.network.connect();
        this.socket = socket;
        this.openedAt = this.heardAt = this.saidAt = this.clock.now();
        this.probedAt = this.deadline = 0;
        this.queue = Promise.resolve();
        this.queued = 0;
        socket.onopen = () => {
            if (socket === this.socket) this.send(this.events.hello(this.network.inflate !== undefined));
        };
        socket.onmessage = (data) => this.take(socket, data);
        socket.onclose = (code) => this.ended(socket, code);
    }

    /* Messages are handled in the order they came; only a compressed one makes those behind it wait. */
    private take(socket: Socket, data: string | ArrayBuffer): void {
        if (socket !== this.socket) return;
        this.heardAt = this.clock.now();
        this.probedAt = this.deadline = 0;
        if (typeof data === "string" && this.queued === 0) {
            this.read(socket, data);
            return;
        }
        this.queued++;
        this.queue = this.queue
            .then(() => (typeof data === "string" ? data : this.network.inflate!(data)))
            .then((text) => {
                this.queued--;
                this.read(socket, text);
            })
            .catch(() => this.ended(socket, ABNORMAL));
    }

    private read(socket: Socket, text: string): void {
        if (socket !== this.socket) return;
        const message = JSON.parse(text) as Message;
        if (message.t === "beat") {
            this.events.beat(message);
        } else if (message.t === "welcome") {
            this.attempts = 0;
            this.phase = "live";
            this.ready = true;
            this.events.welcome(message);
        } else {
            this.events.message(message);
        }
        this.events.tick();
    }

    private drop(): void {
        const socket = this.socket;
        this.socket = undefined;
        this.ready = false;
        if (socket) socket.close();
    }

    private ended(socket: Socket, code: number): void {
        if (socket !== this.socket) return;
        this.drop();
        if (code === CLOSE_REPLACED || code === CLOSE_FORBIDDEN) {
            this.phase = "gone";
            this.why = code === CLOSE_REPLACED ? "replaced" : "forbidden";
        } else {
            this.phase = "down";
            this.retryLater(code);
            this.attempts++;
        }
        this.events.lost(code);
        this.events.tick();
    }

    private retryLater(code: number): void {
        const { random } = this.clock;
        const pause = Math.min(RETRY_MS_MAX, RETRY_MS * 2 ** Math.min(this.attempts, 10));
        const ms = code === CLOSE_RESTARTING ? 1000 + 4000 * random() : pause * (0.5 + random());
        this.cancelRetry = this.clock.after(ms, () => this.connect());
    }

    private tick(): void {
        const now = this.clock.now();
        const slept = this.tickedAt !== 0 && now - this.tickedAt > 5 * TICK_MS;
        this.tickedAt = now;
        this.cancelTick = this.clock.after(TICK_MS, () => this.tick());
        if (this.socket && this.phase !== "gone") {
            if (slept) this.wake();
            if (this.isDead(now)) this.ended(this.socket, ABNORMAL);
            else if (this.ready && now - this.saidAt >= BEAT_MS) this.send({ t: "beat" });
        }
        this.events.tick();
    }

    private isDead(now: number): boolean {
        if (this.phase !== "live") return now - this.openedAt >= OPEN_MS;
        if (this.deadline) return now >= this.deadline;
        return now - this.heardAt >= GONE_MS;
    }
}
