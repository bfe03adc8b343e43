// Who saw what when: every operation under its name, from the keystrokes in it to each screen that is not its author's.

/** Counts of milliseconds, a tenth of one wide, up to ten seconds. */
export class Histogram {
  constructor() {
    this.counts = new Uint32Array(100001);
    this.n = 0;
  }

  add(ms) {
    this.counts[Math.max(0, Math.min(100000, Math.round(ms * 10)))]++;
    this.n++;
  }

  quantile(part) {
    let left = this.n * part;
    for (let i = 0; i < this.counts.length; i++) {
      left -= this.counts[i];
      if (left <= 0 && this.n > 0) return i / 10;
    }
    return null;
  }

  summary() {
    return { n: this.n, p50: this.quantile(0.5), p95: this.quantile(0.95), p99: this.quantile(0.99) };
  }
}

export class Book {
  /** `others`: screens that must see each operation. */
  constructor(others) {
    this.others = others;
    this.open = new Map();
    this.shown = { field: new Histogram(), rows: new Histogram() };
    this.saved = new Histogram();
    this.operations = 0;
    this.measuring = false;
  }

  #entry(name) {
    let entry = this.open.get(name);
    if (!entry) this.open.set(name, (entry = { keys: null, seen: 0, early: [] }));
    return entry;
  }

  /** The operation that holds these keystrokes ({due, place}) has this name from now on. */
  named(name, keys) {
    const entry = this.#entry(name);
    entry.keys = keys;
    this.operations++;
    for (const at of entry.early) this.#note(keys, at);
    entry.early = null;
    this.#close(name, entry);
  }

  /** It is on one more screen of somebody else. */
  seen(name, at = performance.now()) {
    const entry = this.#entry(name);
    entry.seen++;
    if (entry.keys) this.#note(entry.keys, at);
    else entry.early.push(at);
    this.#close(name, entry);
  }

  /** Its author was told that it is kept. */
  kept(keys, at = performance.now()) {
    if (this.measuring) for (const { due } of keys) this.saved.add(at - due);
  }

  #note(keys, at) {
    if (this.measuring) for (const { due, place } of keys) this.shown[place].add(at - due);
  }

  // What came to all others is forgotten; should it come once more, it stands here again at the end.
  #close(name, entry) {
    if (entry.keys && entry.seen === this.others) this.open.delete(name);
  }

  /** Operations that not every screen has seen exactly once. */
  unfinished() {
    return this.open.size;
  }
}
