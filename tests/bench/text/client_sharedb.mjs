// Editors with ShareDB's own client. Only the replica's text is ours (letters.mjs), so that seventy of them fit one machine.
import ShareDB from "sharedb/lib/client/index.js";
import { type as text } from "ot-text-unicode";
import WebSocket from "ws";
import { Letters } from "./letters.mjs";

const type = {
  name: text.name,
  uri: text.uri,
  create: (words) => words,
  deserialize: (words) => new Letters(words),
  serialize: (letters) => letters.toString(),
  apply: (letters, op) => letters.apply(op),
  transform: text.transform,
  compose: text.compose,
};
ShareDB.types.register(type);

const done = (act) => new Promise((resolve, reject) => act((error) => (error ? reject(error) : resolve())));

/** Writes the texts {place: words} that everybody then opens. */
export async function prepare({ origin, texts }) {
  const connection = new ShareDB.Connection(new WebSocket(origin.replace("http", "ws")));
  for (const [place, words] of Object.entries(texts))
    await done((after) => connection.get("text", place).create(words, type.uri, after));
  connection.close();
  return { origin, places: Object.keys(texts) };
}

export async function join({ origin, places }, book) {
  const editor = new Editor(origin, book);
  await Promise.all(places.map((place) => editor.open(place)));
  return editor;
}

class Editor {
  constructor(origin, book) {
    this.book = book;
    this.documents = new Map();
    this.waiting = new Map();
    this.sent = new Map();
    this.connection = new ShareDB.Connection(new WebSocket(origin.replace("http", "ws")));
    this.connection.on("send", (message) => this.#send(message));
    this.connection.on("receive", ({ data }) => this.#receive(data));
  }

  async open(place) {
    const document = this.connection.get("text", place);
    this.documents.set(place, document);
    await done((after) => document.subscribe(after));
  }

  // What was typed since the last message is composed into this one.
  #send({ a: action, d: place, seq, op }) {
    if (action !== "op" || op === undefined) return;
    const keys = this.waiting.get(place) ?? [];
    this.waiting.delete(place);
    this.sent.set(seq, keys);
    this.book?.named(`${this.connection.id}/${seq}`, keys);
  }

  // Whoever sends on an old version is sent what he missed, which the subscription brings as well: what is not the next version is left out.
  #receive({ a: action, d: place, v: version, src, seq }) {
    if (action !== "op" || version !== this.documents.get(place)?.version) return;
    if (src !== this.connection.id) {
      this.book?.seen(`${src}/${seq}`);
    } else if (this.sent.has(seq)) {
      this.book?.kept(this.sent.get(seq));
      this.sent.delete(seq);
    }
  }

  #write(place, op, due) {
    if (!this.waiting.has(place)) this.waiting.set(place, []);
    this.waiting.get(place).push({ due, place: place === "field" ? "field" : "rows" });
    this.documents.get(place).submitOp(op);
  }

  insert(place, at, words, due) {
    this.#write(place, at > 0 ? [at, words] : [words], due);
  }

  remove(place, at, n, due) {
    this.#write(place, at > 0 ? [at, { d: n }] : [{ d: n }], due);
  }

  length(place) {
    return this.documents.get(place).data.length;
  }

  text(place) {
    return this.documents.get(place).data.toString();
  }

  settled() {
    return this.sent.size === 0 && this.waiting.size === 0;
  }

  close() {
    this.connection.close();
  }
}
