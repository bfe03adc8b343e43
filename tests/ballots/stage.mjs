// A workshop with many voters and two secret polls, for the attacks and the kills: one of four options, and one of a word each.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Caller, Seat } from "../client/plenary.mjs";
import { Server } from "../client/server.mjs";

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const SCENARIO = {
  name: "ballots", title: { en: "Secret ballots" }, time_zone: "UTC", languages: ["en"],
  delegations: [{ name: { en: "Assembly" }, country: "EG" }],
};

/** Where keys lie: in memory, as the product asks. */
export function runDirectory() {
  return mkdtempSync("/dev/shm/plenary-ballots-");
}

export class Stage {
  constructor(options = {}) {
    this.run = options.run ?? runDirectory();
    this.state = options.state ?? mkdtempSync(path.join(tmpdir(), "plenary-ballots-"));
    mkdirSync(this.state, { recursive: true });
    this.server = new Server({ binary: options.binary, state: this.state, args: ["--run", this.run], env: options.env });
  }

  /** The first account, a live workshop, its facilitator connected. */
  async open() {
    await this.server.start();
    this.owner = new Caller(this.server.origin);
    await this.owner.post("/api/setup", { token: this.server.setupToken, name: "Amina", password: "a long password" });
    const { id } = await this.owner.post("/api/workshops", { scenario: SCENARIO });
    this.workshop = id;
    this.codes = await this.owner.get(`/api/w/${id}/codes`);
    this.chair = new Seat(this.owner, id);
    this.chair.open();
    await this.chair.until((s) => s.list("workshop").length > 0);
    await this.chair.must("workshop.live");
  }

  /** n delegates, connected, as seats; `seat.person` is who they are. */
  async join(n) {
    const delegation = this.chair.list("delegation")[0].id;
    const code = this.codes.delegations.find((entry) => entry.delegation === delegation).code;
    const seats = [];
    for (let i = 0; i < n; i++) {
      const caller = new Caller(this.server.origin);
      await caller.post("/api/join", { code, name: `Delegate ${i + 1}`, language: "en" });
      const seat = new Seat(caller, this.workshop);
      seats.push(seat);
      seat.open();
      await seat.until((s) => s.welcomed && s.list("person").length > 0);
    }
    return seats;
  }

  /** Opens a secret poll and waits until the chair sees it. Options by their texts. */
  async poll(fields, options = []) {
    const { id } = await this.chair.must("poll.create", { question: { en: "What?" }, secrecy: "secret", ...fields });
    const made = [];
    for (const text of options) made.push((await this.chair.must("option.create", { poll: id, text: { en: text } })).id);
    await this.chair.must("poll.open", { id });
    await this.chair.until((s) => s.entities.get(id)?.state === "open");
    return { id, type: this.chair.entities.get(id).type, options: made };
  }

  roll(poll) {
    return this.chair.list("roll").find((roll) => roll.poll === poll);
  }

  result(poll) {
    return {
      poll: this.chair.entities.get(poll),
      options: this.chair.list("option").filter((o) => o.poll === poll),
      answers: this.chair.list("answer").filter((a) => a.poll === poll),
      roll: this.roll(poll),
    };
  }

  get file() {
    return path.join(this.state, "workshops", `${this.workshop}.plenary`);
  }

  /** Every byte below the state directory and RUN, by name. */
  bytes() {
    return [...filesBelow(this.state), ...filesBelow(this.run)].map((name) => ({ name, data: readFileSync(name) }));
  }

  async clean() {
    for (const seat of [this.chair, ...(this.seats ?? [])]) seat?.close();
    await this.server.stop();
    rmSync(this.state, { recursive: true, force: true });
    rmSync(this.run, { recursive: true, force: true });
  }
}

/** What goes while one looks is not there any more. */
export function filesBelow(directory) {
  return readdirSync(directory, { recursive: true })
    .map((name) => path.join(directory, name))
    .filter((name) => statSync(name, { throwIfNoEntry: false })?.isFile());
}

/** Counts checks and prints those that fail. */
export class Score {
  passed = 0;
  failed = 0;

  check(good, what) {
    if (good) this.passed++;
    else this.failed++;
    console.log(`${good ? "ok  " : "FAIL"} ${what}`);
    return good;
  }

  end() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}
