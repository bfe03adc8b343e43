// Durable before it is told: rows go into SQLite, write-ahead log and synchronous=FULL, and only then what waits for them goes on. What
// comes in one turn of the event loop shares a commit, and further work of a busy server gathers while it is written.
import { DatabaseSync } from "@photostructure/sqlite";

export class Commits {
  constructor(file) {
    this.database = new DatabaseSync(file);
    this.database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    this.database.exec("CREATE TABLE IF NOT EXISTS change (seq INTEGER PRIMARY KEY, doc TEXT, version INTEGER, body BLOB) STRICT");
    this.insert = this.database.prepare("INSERT INTO change (doc, version, body) VALUES (?, ?, ?)");
    this.queue = [];
  }

  add(doc, version, body, done) {
    this.queue.push({ doc, version, body, done });
    if (this.queue.length === 1) setImmediate(() => this.#flush());
  }

  #flush() {
    const queue = this.queue;
    this.queue = [];
    this.database.exec("BEGIN");
    for (const { doc, version, body } of queue) this.insert.run(doc, version, body);
    this.database.exec("COMMIT");
    for (const { done } of queue) done();
  }
}

/** The commit alone, as this disk does it now: one row of 200 bytes each time. */
export class Disk {
  constructor(file) {
    this.commits = new Commits(file);
    this.times = [];
  }

  start(everyMs) {
    const body = Buffer.alloc(200, 97);
    this.timer = setInterval(() => {
      const began = performance.now();
      this.commits.add("", 0, body, () => this.times.push(performance.now() - began));
    }, everyMs);
  }

  stop() {
    clearInterval(this.timer);
    const sorted = this.times.sort((a, b) => a - b);
    const at = (part) => Number((sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(2));
    return { n: sorted.length, commit_ms_p50: at(0.5), commit_ms_p95: at(0.95) };
  }
}
