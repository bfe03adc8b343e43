// The texts of a seat's replica that are drafted together (PROTOCOL.md section 8): their words, and what one has typed
// there that the server has not taken yet. Operations are those of the package ot-text-unicode.
import { type as ot } from "ot-text-unicode";

export class Texts {
  /** `seat` sends commands; `changed(owner)` is called when words of an entity are others. */
  constructor(seat, changed) {
    this.seat = seat;
    this.changed = changed;
    this.owners = new Map();    // id of the entity -> its docs by field and language
    this.byId = new Map();      // id of the text -> doc
  }

  #doc(of, field, lang) {
    if (!this.owners.has(of)) this.owners.set(of, new Map());
    const docs = this.owners.get(of);
    const at = `${field}/${lang}`;
    if (!docs.has(at)) docs.set(at, { of, field, lang, id: 0, rev: 0, text: "", sent: null, more: null, held: null });
    return docs.get(at);
  }

  /** The words of an entity by field and language, as the server has them: {title: {en: "..."}}. */
  words(of) {
    const found = {};
    for (const doc of this.owners.get(of)?.values() ?? []) {
      if (doc.text) (found[doc.field] ??= {})[doc.lang] = doc.text;
    }
    return found;
  }

  /** What a field holds with one's own words in it. */
  shown(of, field, lang) {
    const doc = this.#doc(of, field, lang);
    return [doc.sent?.op, doc.more].reduce((text, op) => (op ? ot.apply(text, op) : text), doc.text);
  }

  /** The revision of a field as the server has it; 0: it never had a word. */
  rev(of, field, lang) {
    return this.owners.get(of)?.get(`${field}/${lang}`)?.rev ?? 0;
  }

  /** Type: an operation on what is shown. Resolves when the server has taken (or refused) what was typed until now. */
  write(of, field, lang, op) {
    const doc = this.#doc(of, field, lang);
    doc.more = doc.more ? ot.compose(doc.more, op) : ot.normalize(op);
    this.#flush(doc);
    return this.#quiet(doc);
  }

  async #quiet(doc) {
    while (doc.sent || doc.more?.length) await (doc.answer ?? new Promise((resolve) => setTimeout(resolve, 5)));
  }

  // P37: one at a time; what is typed meanwhile is composed and sent after it.
  #flush(doc) {
    if (doc.sent || doc.held || !doc.more?.length) return;
    const op = doc.more;
    doc.sent = { op, seq: 0 };
    doc.more = null;
    const { of: id, field, lang, rev } = doc;
    doc.answer = this.seat.run("text.edit", { id, field, lang, rev, op }, (answer) => this.#answered(doc, answer));
  }

  // P38, P39
  #answered(doc, answer) {
    doc.answer = null;
    doc.last = answer;
    const kept = answer.t === "ack" && (doc.id === 0 || answer.id === doc.id);
    if (kept) doc.sent.seq = answer.seq;
    else doc.sent = doc.more = null;
    const held = doc.held ?? [];
    doc.held = null;
    for (const entity of held) this.#take(doc, entity);
    this.#flush(doc);
  }

  *#all() {
    for (const docs of this.owners.values()) yield* docs.values();
  }

  #forget(doc) {
    this.owners.get(doc.of)?.delete(`${doc.field}/${doc.lang}`);
  }

  /** A link was lost: remote operations wait until one's own are answered. */
  welcome(reset) {
    for (const doc of this.#all()) {
      if (doc.sent && !doc.sent.seq) doc.held = [];
    }
    if (reset) this.clear();
  }

  /** P9: the replica is loaded anew; one's own words stay. */
  clear() {
    this.byId.clear();
    for (const doc of [...this.#all()]) {
      if (!doc.sent && !doc.more) this.#forget(doc);
    }
  }

  put(entity) {
    const doc = entity.ops ? this.byId.get(entity.id) : this.#doc(entity.of, entity.field, entity.lang);
    doc.id = entity.id;
    this.byId.set(entity.id, doc);
    if (doc.held) doc.held.push(entity);
    else this.#take(doc, entity);
    return doc.of;
  }

  /** True when that was a text. */
  gone(id) {
    const doc = this.byId.get(id);
    if (!doc) return false;
    this.byId.delete(id);
    this.#forget(doc);
    return true;
  }

  #take(doc, entity) {
    if (entity.ops) this.#ops(doc, entity.rev, entity.ops);
    else if (!doc.sent && !doc.more) Object.assign(doc, { rev: entity.rev, text: entity.text });
    else if (entity.rev > doc.rev) void this.#fetch(doc, entity.rev);
    this.changed(doc.of);
    this.#flush(doc);
  }

  // P34
  #ops(doc, rev, ops) {
    const first = rev - ops.length;
    if (first > doc.rev) throw new Error(`text ${doc.id}: operations from ${first}, held ${doc.rev}`);
    for (const [seq, op] of ops.slice(doc.rev - first)) this.#apply(doc, seq, op);
    doc.rev = Math.max(doc.rev, rev);
  }

  #apply(doc, seq, op) {
    doc.text = ot.apply(doc.text, op);
    if (doc.sent?.seq === seq) {
      doc.sent = null;
      return;
    }
    let other = op;
    if (doc.sent) {
      const sent = ot.transform(doc.sent.op, other, "left");
      other = ot.transform(other, doc.sent.op, "right");
      doc.sent.op = sent;
    }
    if (doc.more) doc.more = ot.transform(doc.more, other, "left");
  }

  // P35: a whole text while words wait on it
  async #fetch(doc, rev) {
    doc.held = [];
    while (doc.rev < rev) {
      const reply = await this.seat.caller.get(`/api/w/${this.seat.workshop}/text/${doc.id}?from=${doc.rev}`);
      this.#ops(doc, reply.rev, reply.ops.map(([seq, , , op]) => [seq, op]));
    }
    const { held } = doc;
    doc.held = null;
    for (const entity of held) this.#take(doc, entity);
    this.changed(doc.of);
    this.#flush(doc);
  }
}
