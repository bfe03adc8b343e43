// A client of Plenary written from server/PROTOCOL.md alone: HTTP calls with a cookie, and the socket with replica and
// outbox. Rule ids in the comments are of that page. Nothing of the product's own client is used.
import { randomBytes } from "node:crypto";
import http from "node:http";
import https from "node:https";
import WebSocket from "ws";
import { Texts } from "./texts.mjs";

/** One browser's worth of cookie: calls the HTTP API of a server. */
export class Caller {
  constructor(origin) {
    this.origin = origin;
    this.cookie = "";
  }

  /** Resolves to {status, type, body (text), json}. Rejects only when there is no answer. A body that is a string is sent as CSV. */
  call(method, path, body) {
    const url = new URL(path, this.origin);
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    const headers = { cookie: this.cookie };
    if (text !== undefined) {
      headers["content-type"] = typeof body === "string" ? "text/csv" : "application/json";
      headers["content-length"] = Buffer.byteLength(text);
    }
    const library = url.protocol === "https:" ? https : http;
    return new Promise((resolve, reject) => {
      const request = library.request(url, { method, headers, rejectUnauthorized: false, agent: false }, (response) => {
        const parts = [];
        response.on("data", (part) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => resolve(this.#taken(response, Buffer.concat(parts).toString("utf8"))));
      });
      request.on("error", reject);
      request.end(text);
    });
  }

  #taken(response, body) {
    for (const cookie of response.headers["set-cookie"] ?? []) this.cookie = cookie.split(";")[0];
    let json = null;
    try {
      json = JSON.parse(body);
    } catch {
      json = null;
    }
    return { status: response.statusCode, type: response.headers["content-type"] ?? "", body, json };
  }

  /** The reply's JSON; throws when the call was refused. */
  async get(path) {
    return this.#expect(await this.call("GET", path), path);
  }

  async post(path, body) {
    return this.#expect(await this.call("POST", path, body), path);
  }

  #expect(reply, path) {
    if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${reply.body.slice(0, 200)}`);
    return reply.json;
  }
}

const NO_TAG = "0000000000000000";
const KEPT = new Set(["storage", "busy"]);

// P46
const WORDY = new Set(["open_text", "words", "consent"]);
const padded = (text, bytes) => text + " ".repeat(Math.max(0, bytes - Buffer.byteLength(text)));

/**
 * A seat in a workshop. In `entities` a field that is drafted together reads as any other in several languages (P33): its texts are merged
 * into the entity they belong to. Connects, keeps a replica, sends commands exactly once, comes back after a cut.
 * Events by overriding: onDelta(frame), onAck(command), onClose(code), onWelcome(frame), onFrame(frame).
 */
export class Seat {
  constructor(caller, workshop, options = {}) {
    this.caller = caller;
    this.workshop = workshop;
    this.client = options.client ?? randomBytes(16).toString("hex");
    this.reconnect = options.reconnect ?? true;
    this.entities = new Map();      // as one reads them
    this.bare = new Map();          // as they came
    this.texts = new Texts(this, (of) => this.#merge(of));
    this.at = new Map();            // person -> where it writes (P41)
    this.seq = 0;
    this.tag = NO_TAG;
    this.partial = true;            // the room has not come whole: nothing of it yet, or some pieces of a large delta
    this.view = 0;
    this.number = 0;
    this.outbox = new Map();
    this.here = new Set();
    this.ended = false;
    this.delay = 250;
    this.waiters = [];
  }

  open() {
    if (this.ended) return;
    const url = `${this.caller.origin.replace(/^http/, "ws")}/ws/${this.workshop}`;
    const headers = { cookie: this.caller.cookie };
    this.socket = new WebSocket(url, "plenary.v1", { headers, perMessageDeflate: false, rejectUnauthorized: false });
    this.welcomed = false;
    this.socket.on("open", () => this.#hello());
    this.socket.on("message", (data) => this.#take(JSON.parse(data.toString("utf8"))));
    this.socket.on("error", () => {});
    this.socket.on("close", (code) => this.#closed(code));
  }

  /** Ends for good. */
  close() {
    this.ended = true;
    clearTimeout(this.timer);
    clearInterval(this.beat);
    this.socket?.terminate();
    this.#wake();
  }

  /** Cut the link as a dead network would. */
  cut() {
    this.socket?.terminate();
  }

  // P4
  #hello() {
    const { client, seq, tag, view } = this;
    this.socket.send(JSON.stringify({ t: "hello", client, seq, tag, view, deflate: false }));
    clearInterval(this.beat);
    this.beat = setInterval(() => this.#write({ t: "beat" }), 14000);
  }

  #write(frame, bytes = 0) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(padded(JSON.stringify(frame), bytes));
  }

  // P31
  #closed(code) {
    this.welcomed = false;
    clearInterval(this.beat);
    this.onClose?.(code);
    if (this.ended || !this.reconnect || code === 4001 || code === 4003) return;
    this.timer = setTimeout(() => this.open(), this.delay * (0.5 + Math.random()));
    this.delay = Math.min(this.delay * 2, 20000);
  }

  #take(frame) {
    this.onFrame?.(frame);
    const takers = { welcome: this.#welcome, delta: this.#delta, ack: this.#ack, no: this.#no, view: this.#changed,
      presence: this.#presence };
    takers[frame.t]?.call(this, frame);
    this.#wake();
  }

  #welcome(frame) {
    this.person = frame.person;
    this.role = frame.role;
    this.view = frame.view;
    this.welcomed = true;
    this.delay = 250;
    this.texts.welcome(frame.reset);
    if (frame.reset) this.#clear();
    this.onWelcome?.(frame);
    this.#sendAgain();
  }

  #clear() {
    this.partial = true;
    this.entities.clear();
    this.bare.clear();
    this.texts.clear();
    this.seq = 0;
    this.tag = NO_TAG;
  }

  // P9
  #changed(frame) {
    this.#clear();
    this.view = frame.view;
    this.role = frame.role;
  }

  // P6
  #delta(frame) {
    for (const entity of frame.set) this.#put(entity);
    for (const id of frame.gone) this.#gone(id);
    this.partial = Boolean(frame.more);
    if (!frame.more) {
      this.seq = frame.to;
      this.tag = frame.tag;
    }
    this.onDelta?.(frame);
  }

  #put(entity) {
    if (entity.k === "text") {
      const owner = this.bare.get(this.texts.put(entity));
      if (owner && entity.tag) owner.tag = entity.tag;
      this.#merge(owner?.id);
      return;
    }
    this.bare.set(entity.id, entity);
    this.entities.set(entity.id, entity);
    this.#merge(entity.id);
  }

  #gone(id) {
    if (this.texts.gone(id)) return;
    this.bare.delete(id);
    this.entities.delete(id);
  }

  #merge(id) {
    const bare = this.bare.get(id);
    if (!bare) return;
    const whole = { ...bare };
    for (const [field, words] of Object.entries(this.texts.words(id))) whole[field] = { ...bare[field], ...words };
    this.entities.set(id, whole);
  }

  #presence(frame) {
    if (frame.all) this.here.clear();
    if (frame.all) this.at.clear();
    for (const { p, ...place } of frame.at ?? []) {
      if (place.id) this.at.set(p, place);
      else this.at.delete(p);
    }
    for (const person of frame.here ?? []) this.here.add(person);
    for (const person of frame.gone ?? []) this.here.delete(person);
  }

  #ack(frame) {
    const command = this.outbox.get(frame.n);
    if (!command) return;
    this.outbox.delete(frame.n);
    command.answer = frame;
    this.onAck?.(command);
    command.answered?.(frame);
    command.resolve(frame);
  }

  // P14
  #no(frame) {
    const command = this.outbox.get(frame.n);
    if (!command) return;
    if (KEPT.has(frame.code)) {
      clearTimeout(this.retry);
      this.retry = setTimeout(() => this.#sendAgain(), 1000);
      return;
    }
    this.outbox.delete(frame.n);
    command.answer = frame;
    this.onNo?.(command);
    command.answered?.(frame);
    command.resolve(frame);
  }

  // P15
  #sendAgain() {
    if (!this.welcomed) return;
    for (const command of this.outbox.values()) this.#write(command.frame, command.bytes);
  }

  /** Resolves to the ack or the refusal, however many links it takes. `answered` is called with it before any later frame is looked at. */
  run(verb, args = {}, answered = undefined, bytes = 0) {
    const n = ++this.number;
    return new Promise((resolve) => {
      const command = { n, verb, args, frame: { t: "cmd", n, do: verb, args }, answered, resolve, bytes, sentAt: performance.now() };
      this.outbox.set(n, command);
      if (this.welcomed) this.#write(command.frame, bytes);
    });
  }

  /** P46: a ballot for a secret poll, `words` being its answer. Resolves to {answer, receipt}. */
  async cast(poll, words, options = {}) {
    const receipt = options.receipt ?? randomBytes(18).toString("base64url");
    const bytes = options.bytes ?? (WORDY.has(poll.type) ? 16384 : 2048);
    const answer = await this.run("ballot.cast", { id: poll.id, ...words, receipt }, undefined, bytes);
    return { answer, receipt };
  }

  /** Like run, but a refusal is an error, and the change is in the replica: the ack may come before the delta (P13). */
  async must(verb, args = {}) {
    const answer = await this.run(verb, args);
    if (answer.t !== "ack") throw new Error(`${verb} ${JSON.stringify(args)}: ${answer.code} ${answer.say ?? ""}`);
    await this.until((s) => s.seq >= answer.seq || s.ended, 60000, `the change of ${verb}`);
    return answer;
  }

  /** Type in a field that is drafted together: an operation on texts.shown(...). Resolves when it was taken or refused. */
  write(id, field, lang, op) {
    return this.texts.write(id, field, lang, op);
  }

  /** Tell the others where one writes; without arguments: nowhere. */
  writes(id, field, lang) {
    this.#write(id ? { t: "at", id, field, lang } : { t: "at" });
  }

  list(kind) {
    return [...this.entities.values()].filter((entity) => entity.k === kind);
  }

  #wake() {
    if (this.partial && !this.ended) return;
    const waiters = this.waiters;
    this.waiters = [];
    for (const waiter of waiters) if (!waiter()) this.waiters.push(waiter);
  }

  /** Resolves when `test(seat)` is true after some frame; never while a part of the room is missing: before it came whole, between the pieces of a delta. */
  until(test, ms = 60000, what = "condition") {
    if ((!this.partial || this.ended) && test(this)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${what} did not come true in ${ms} ms`)), ms);
      this.waiters.push(() => {
        if (!test(this)) return false;
        clearTimeout(timer);
        resolve();
        return true;
      });
    });
  }
}
