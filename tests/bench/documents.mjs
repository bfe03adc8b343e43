// Documents beside a room at work: 200 people, a plan of 2,000 rows, and two documents being made at any time. What the room feels is
// measured in windows that alternate within one run: with nobody asking for anything, and with each kind of demand.
import { execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import readline from "node:readline";
import { query } from "../client/ledger.mjs";
import { binary } from "../client/server.mjs";
import { Stage, programs } from "./stage.mjs";

const LANGUAGES = ["ar", "fr", "en"];
const LIMIT_BYTES = 20 * 2 ** 20;
const LIMIT_MS = 30000;

/** What each document comes in, the bundle and the workshop's file apart. */
const FORMATS = {
  plan: ["docx", "xlsx", "pdf", "html", "md", "csv", "json"], report: ["docx", "pdf", "html", "md"],
  recommendations: ["docx", "xlsx", "pdf", "html", "md"], texts: ["docx", "pdf", "html", "md"],
  agenda: ["docx", "xlsx", "pdf", "html", "md"], polls: ["docx", "pdf", "html", "md"],
  participation: ["docx", "xlsx", "pdf", "html", "md"], attendance: ["docx", "xlsx", "pdf", "html", "md", "csv"], calendar: ["ics"],
};

const DOCUMENTS = LANGUAGES.flatMap((lang) => Object.entries(FORMATS).flatMap(([kind, formats]) =>
  formats.map((format) => `export/${kind}.${format}?lang=${lang}`)))
  .concat(["docx", "xlsx", "pdf", "html", "md"].map((format) => `export/plan.${format}?lang=ar&lang2=fr`));

/** An order that goes through kinds and languages, the same in every run. */
function scattered(list) {
  const step = 37;
  return list.map((_, i) => list[(i * step) % list.length]);
}

/** Asks for one thing and throws it away; resolves to what it was. With a signal one can leave. */
function take(port, cookie, where, signal) {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path: where, headers: { cookie }, agent: false, signal };
    const request = http.get(options, (response) => {
      let bytes = 0;
      let text = "";
      response.on("data", (data) => {
        bytes += data.length;
        if (response.statusCode !== 200) text += data;
      });
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode, bytes, text, ms: performance.now() - began }));
    });
    request.on("error", reject);
  });
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A refusal that a page can show: its word, and a sentence in three languages. */
function refusal({ status, text }) {
  if (status === 200) return null;
  const { code, say } = JSON.parse(text);
  return LANGUAGES.every((lang) => say[lang]?.length > 10) ? code : null;
}

const BUNDLE = "export/bundle.zip?lang=en";

/** Three bundles at once: the first answer is the third one's, which is refused while the two others are being made. */
async function overfull(ask, signal) {
  const asked = [BUNDLE, BUNDLE, BUNDLE].map((one) => ask(one, signal));
  for (const one of asked) one.catch(() => {});
  return { asked, third: refusal(await Promise.race(asked)) };
}

/** When the readers of two bundles leave, there is place for another document at once. */
async function leave(ask) {
  const leaving = new AbortController();
  const { asked, third } = await overfull(ask, leaving.signal);
  leaving.abort();
  await Promise.allSettled(asked);
  const began = performance.now();
  while ((await ask("export/plan.md?lang=en")).status !== 200 && performance.now() - began < LIMIT_MS) await pause(20);
  return { third, free_ms: Math.round(performance.now() - began) };
}

/** Two at a time, for as long as `goes` says so: the list again and again from where it was. */
class Demand {
  constructor(list) {
    this.list = list;
    this.next = 0;
    this.taken = new Map();
  }

  async run(ask, goes) {
    const one = async () => {
      while (goes()) {
        const what = this.list[this.next++ % this.list.length];
        const got = await ask(what);
        this.taken.set(what, [...(this.taken.get(what) ?? []), got]);
      }
    };
    await Promise.all([one(), one()]);
  }

  get all() {
    return [...this.taken.values()].flat();
  }
}

/** The room at work: a window of so many ms at a time. */
class Room {
  constructor(options) {
    const args = Object.entries(options).flatMap(([key, value]) => [`--${key}`, String(value)]);
    this.child = spawn(path.join(programs, "work"), args, { stdio: ["pipe", "pipe", "inherit"] });
    this.lines = readline.createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    this.ended = new Promise((resolve) => this.child.on("close", resolve));
  }

  async window(ms) {
    this.child.stdin.write(`${ms}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error("work has ended");
    return JSON.parse(value);
  }

  async end() {
    this.child.stdin.end();
    await this.ended;
  }
}

const fill = process.env.PLENARY_FILL ?? path.join(path.dirname(path.resolve(binary)), "tests/kill/plenary_fill");
const FIGURES = ["ack_ms_p50", "ack_ms_p99", "screen_ms_p50", "screen_ms_p99"];

async function prepared({ people, rows, changes }) {
  const stage = new Stage();
  await stage.prepare(people);
  execFileSync(fill, [stage.state, stage.conference, String(rows), String(changes)]);
  stage.rows = path.join(stage.directory, "rows");
  const actions = query(path.join(stage.state, "workshops", `${stage.conference}.plenary`), "SELECT id FROM action ORDER BY id");
  writeFileSync(stage.rows, `${actions.map(({ id }) => id).join("\n")}\n`);
  return stage;
}

/** quiet, demand, quiet, demand, ...: each demand beside the quiet windows before and after it. */
async function alternate(room, demands, ask, { ms, repeats }) {
  const rows = Object.fromEntries(Object.keys(demands).map((name) => [name, []]));
  let before = await room.window(ms);
  for (let i = 0; i < repeats; i++) {
    for (const [name, demand] of Object.entries(demands)) {
      let on = true;
      const asking = demand.run(ask, () => on);
      const busy = await room.window(ms);
      on = false;
      await asking;
      const after = await room.window(ms);
      const ratio = Object.fromEntries(FIGURES.map((key) => [key, (2 * busy[key]) / (before[key] + after[key])]));
      rows[name].push({ quiet: [before, after], busy, ratio });
      before = after;
    }
  }
  return rows;
}

/** For each document how large it is and how long it takes at most, in the middle of all that. */
function summary(demand) {
  return Object.fromEntries([...demand.taken].map(([what, got]) => [what, { times: got.length,
    bytes: Math.max(...got.map((one) => one.bytes)), ms_max: Math.round(Math.max(...got.map((one) => one.ms))) }]));
}

/** What is asked of the server in one run; `stop_ms` is how long it takes to end while it makes two bundles. */
async function measure(stage, demands, size) {
  const result = {};
  let stopping;
  await stage.withServer(async ({ port }) => {
    const ask = (what, signal) => take(port, stage.facilitator, `/api/w/${stage.conference}/${what}`, signal);
    const room = new Room({ port, path: `/ws/${stage.conference}`, cookies: stage.cookies, rows: stage.rows, poll: stage.poll,
      options: stage.options.join(","), rate: size.rate });
    try {
      await room.window(size.ms);
      result.rows = await alternate(room, demands, ask, size);
    } finally {
      await room.end();
    }
    Object.assign(result, await leave(ask));
    const { asked } = await overfull(ask);
    result.answers = asked.map((one) => one.then(refusal, (error) => error.code));
    stopping = performance.now();
  }, () => (result.stop_ms = Math.round(performance.now() - stopping)));
  result.answers = await Promise.all(result.answers);
  return result;
}

export async function documents({ size, check, goal, median, round }) {
  const stage = await prepared(size);
  const demands = { documents: new Demand(scattered(DOCUMENTS)), bundle: new Demand([BUNDLE]),
    file: new Demand(["file", "file?lean=1"]) };
  try {
    const { rows, third, free_ms, stop_ms, answers } = await measure(stage, demands, size);
    const result = { people: size.people, rows: size.rows, window_ms: size.ms, free_ms, stop_ms };
    check("a third document at a time is refused with a sentence", third === "document_busy");
    check("documents whose readers have left make place for others", free_ms < LIMIT_MS / 3);
    check("a server that stops does not wait for documents", stop_ms < LIMIT_MS / 6 && answers.every((word) => /busy$/.test(word)));
    for (const [name, demand] of Object.entries(demands)) {
      const ratio = (key) => round(median(rows[name].map((row) => row.ratio[key])));
      const busy = (key) => round(median(rows[name].map((row) => row.busy[key])));
      const quiet = (key) => round(median(rows[name].flatMap((row) => row.quiet.map((one) => one[key]))));
      result[name] = { ratio: Object.fromEntries(FIGURES.map((key) => [key, ratio(key)])),
        busy: Object.fromEntries(FIGURES.map((key) => [key, busy(key)])),
        quiet: Object.fromEntries(FIGURES.map((key) => [key, quiet(key)])),
        made: demand.all.length, taken: summary(demand), windows: rows[name] };
      check(`${name}: all of them came, inside the ceilings`, demand.all.length > 0 &&
        demand.all.every((one) => one.status === 200 && one.bytes > 0 && one.bytes <= LIMIT_BYTES && one.ms <= LIMIT_MS));
      const windows = rows[name].flatMap((row) => [...row.quiet, row.busy]);
      check(`${name}: every command was acknowledged, and reached every other screen`, windows.every((one) =>
        one.sent > 0 && one.acknowledged === one.sent && one.screens === one.changes * (size.people - 1)));
      goal(`p99 of acknowledgement, ${size.people} at work, ${name} being made / not`, result[name].ratio.ack_ms_p99, { atMost: 2 });
      goal(`p99 of other screens, ${size.people} at work, ${name} being made / not`, result[name].ratio.screen_ms_p99, { atMost: 2 });
    }
    return result;
  } finally {
    stage.clean();
  }
}
