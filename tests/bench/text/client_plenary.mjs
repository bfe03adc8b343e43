// Editors of Plenary, written from server/PROTOCOL.md (rule ids in the comments): at most one operation of a text in flight, what is typed
// meanwhile composed, remote operations brought past both.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type } from "ot-text-unicode";
import WebSocket from "ws";
import { Caller, Seat } from "../../client/plenary.mjs";
import { Letters } from "./letters.mjs";

const scenario = path.join(path.dirname(new URL(import.meta.url).pathname), "../../scenarios/riyadh-2015.json");
const fieldOf = (place) => (place === "field" ? "text" : "objective");

/** A live workshop, a recommendation for the field and an action for each row, and a cookie for each delegate. */
export async function prepare({ origin, setupToken, texts, editors, people }) {
  const facilitator = new Caller(origin);
  await facilitator.post("/api/setup", { token: setupToken, name: "Amina", password: "a long password" });
  const { id: workshop } = await facilitator.post("/api/workshops", { scenario: JSON.parse(readFileSync(scenario, "utf8")) });
  const chair = new Seat(facilitator, workshop);
  chair.open();
  await chair.until((seat) => seat.list("workshop").length > 0);
  await chair.must("workshop.live");
  const owners = new Map();
  for (const [place, words] of Object.entries(texts)) {
    const row = place === "field" ? await chair.must("recommendation.create", { text: { fr: words } })
      : await chair.must("action.create", { title: { fr: place }, objective: { fr: words } });
    owners.set(place, row.id);
  }
  const drafting = new Set(chair.list("delegation").filter(({ observer }) => !observer).map(({ id }) => id));
  chair.close();
  const codes = (await facilitator.get(`/api/w/${workshop}/codes`)).delegations.filter(({ delegation }) => drafting.has(delegation));
  const cookies = [];
  for (let i = 0; i < editors + people; i++) {
    const caller = new Caller(origin);
    const { code } = codes[i % codes.length];
    await caller.post("/api/join", { code, name: `Delegate number ${i}`, language: "fr" });
    cookies.push(caller.cookie);
  }
  return { origin, workshop, owners, cookies };
}

export async function join(stage, book, i) {
  const editor = new Editor(stage, stage.cookies[i], book);
  await editor.complete;
  return editor;
}

class Editor {
  constructor({ origin, workshop, owners }, cookie, book) {
    this.book = book;
    this.client = randomBytes(16).toString("hex");
    this.number = 0;
    this.sent = new Map();
    this.acks = [];
    this.texts = new Map();
    this.documents = new Map([...owners].map(([place, of]) => [place, { place, of, rev: 0, letters: null, flying: null, own: 0, next: null }]));
    this.owners = new Map([...this.documents.values()].map((document) => [document.of, document]));
    this.socket = new WebSocket(`${origin.replace("http", "ws")}/ws/${workshop}`, "plenary.v1", { headers: { cookie }, perMessageDeflate: false });
    this.socket.on("open", () => this.#send({ t: "hello", client: this.client }));
    this.socket.on("close", (code) => {
      if (!this.ended) throw new Error(`the server closed the connection with ${code}`);
    });
    this.complete = new Promise((resolve) => {
      this.socket.on("message", (data) => this.#take(JSON.parse(data.toString()), resolve));
    });
    this.beat = setInterval(() => this.#send({ t: "beat" }), 14000);
  }

  #send(frame) {
    this.socket.send(JSON.stringify(frame));
  }

  #take(frame, complete) {
    if (frame.t === "delta") this.#delta(frame, complete);
    else if (frame.t === "ack") this.#ack(frame);
    else if (frame.t === "no") throw new Error(`refused: ${frame.code} ${frame.say}`);
  }

  #delta(frame, complete) {
    const at = performance.now();
    for (const entity of frame.set) if (entity.k === "text") this.#text(entity, at);
    if (!frame.more) complete();
  }

  // P34, P35
  #text(entity, at) {
    const document = this.texts.get(entity.id) ?? this.owners.get(entity.of);
    if (!document || (entity.field && entity.field !== fieldOf(document.place))) return;
    this.texts.set(entity.id, document);
    if (entity.ops === undefined) this.#whole(document, entity);
    else for (const [seq, op] of entity.ops.slice(entity.ops.length - (entity.rev - document.rev))) this.#operation(document, seq, op, at);
    if (document.rev !== entity.rev) throw new Error(`revision ${document.rev} instead of ${entity.rev}`);
    this.#fly(document);
  }

  #whole(document, entity) {
    if (document.flying) throw new Error("a text came whole though operations were asked for");
    document.letters = new Letters(entity.text);
    document.rev = entity.rev;
  }

  // P37, P38
  #operation(document, seq, op, at) {
    document.rev++;
    if (seq === document.own) {
      document.flying = null;
      return;
    }
    this.book?.seen(seq, at);
    let remote = op;
    for (const mine of ["flying", "next"]) {
      if (!document[mine]) continue;
      const later = type.transform(remote, document[mine].op, "right");
      document[mine].op = type.transform(document[mine].op, remote, "left");
      remote = later;
    }
    document.letters.apply(remote);
  }

  #ack({ n, seq, id }) {
    const document = this.sent.get(n);
    if (this.texts.get(id) !== document) throw new Error("words went to a late proposal");
    this.sent.delete(n);
    this.acks.push([this.client, n, seq]);
    document.own = seq;
    this.book?.named(seq, document.flying.keys);
    this.book?.kept(document.flying.keys);
  }

  // What has undone itself, or was deleted by others as well, is nothing to send.
  #fly(document) {
    if (document.flying || !document.next) return;
    const { next } = document;
    document.next = null;
    if (next.op.length === 0) return;
    document.flying = next;
    const n = ++this.number;
    this.sent.set(n, document);
    const { of: id, place, rev, flying } = document;
    this.#send({ t: "cmd", n, do: "text.edit", args: { id, field: fieldOf(place), lang: "fr", rev, op: flying.op } });
  }

  #write(place, op, due) {
    const document = this.documents.get(place);
    document.letters.apply(op);
    const key = { due, place: place === "field" ? "field" : "rows" };
    if (document.next) {
      document.next.op = type.compose(document.next.op, op);
      document.next.keys.push(key);
    } else {
      document.next = { op, keys: [key] };
    }
    this.#fly(document);
  }

  insert(place, at, words, due) {
    this.#write(place, at > 0 ? [at, words] : [words], due);
  }

  remove(place, at, n, due) {
    this.#write(place, at > 0 ? [at, { d: n }] : [{ d: n }], due);
  }

  length(place) {
    return this.documents.get(place).letters.length;
  }

  text(place) {
    return this.documents.get(place).letters.toString();
  }

  settled() {
    return [...this.documents.values()].every((document) => !document.flying && !document.next);
  }

  close() {
    this.ended = true;
    clearInterval(this.beat);
    this.socket.terminate();
  }
}
