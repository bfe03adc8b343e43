// Editors with Yjs: all texts are one document, each update goes out as it is made, without awareness.
import WebSocket from "ws";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";

const SYNC = 0;

export async function prepare({ origin, texts }) {
  const places = Object.keys(texts);
  const first = await join({ origin, places }, null);
  for (const [place, words] of Object.entries(texts)) first.insert(place, 0, words, 0);
  await new Promise((resolve) => setTimeout(resolve, 500));
  first.close();
  return { origin, places };
}

export async function join({ origin }, book) {
  const editor = new Editor(origin, book);
  await editor.synced;
  return editor;
}

/**
 * The name of an update that inserts: its first item, which the author's client and a clock name for all time. An update that only deletes
 * has none that is its own, and vanishes where somebody else deleted the same: those are neither timed nor counted.
 */
function nameOf(update) {
  const decoder = decoding.createDecoder(update);
  if (decoding.readVarUint(decoder) === 0) return null;
  decoding.readVarUint(decoder);
  const client = decoding.readVarUint(decoder);
  return `${client}/${decoding.readVarUint(decoder)}`;
}

class Editor {
  constructor(origin, book) {
    this.book = book;
    this.document = new Y.Doc();
    this.socket = new WebSocket(`${origin.replace("http", "ws")}/room`);
    this.socket.binaryType = "arraybuffer";
    this.socket.on("open", () => this.#send((encoder) => sync.writeSyncStep1(encoder, this.document)));
    this.synced = new Promise((resolve) => {
      this.socket.on("message", (message) => this.#take(new Uint8Array(message), resolve));
    });
  }

  #send(write) {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, SYNC);
    write(encoder);
    this.socket.send(encoding.toUint8Array(encoder));
  }

  #made(update) {
    const name = nameOf(update);
    if (name) this.book?.named(name, [this.key]);
    this.#send((encoder) => sync.writeUpdate(encoder, update));
  }

  #take(message, synced) {
    const decoder = decoding.createDecoder(message);
    if (decoding.readVarUint(decoder) !== SYNC) return;
    const answer = encoding.createEncoder();
    encoding.writeVarUint(answer, SYNC);
    const kind = sync.readSyncMessage(decoder, answer, this.document, this);
    if (encoding.length(answer) > 1) this.socket.send(encoding.toUint8Array(answer));
    if (kind === sync.messageYjsSyncStep2) synced();
    // The update stands behind its two kinds and its length.
    if (kind !== sync.messageYjsUpdate || !this.book) return;
    const again = decoding.createDecoder(message);
    decoding.readVarUint(again);
    decoding.readVarUint(again);
    const name = nameOf(decoding.readVarUint8Array(again));
    // The server tells the author too.
    if (name && !name.startsWith(`${this.document.clientID}/`)) this.book.seen(name);
  }

  /** One change of one's own. Nobody listens for updates otherwise: each replica would write down what it was just told. */
  #write(place, due, act) {
    this.key = { due, place: place === "field" ? "field" : "rows" };
    const made = (update) => this.#made(update);
    this.document.on("update", made);
    act(this.document.getText(place));
    this.document.off("update", made);
  }

  insert(place, at, words, due) {
    this.#write(place, due, (text) => text.insert(at, words));
  }

  remove(place, at, n, due) {
    this.#write(place, due, (text) => text.delete(at, n));
  }

  length(place) {
    return this.document.getText(place).length;
  }

  text(place) {
    return this.document.getText(place).toString();
  }

  settled() {
    return this.socket.bufferedAmount === 0;
  }

  close() {
    this.socket.terminate();
  }
}
