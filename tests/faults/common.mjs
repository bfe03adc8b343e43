// What the fault tests share: a workshop with delegates, load on it, a ledger of acknowledgements, and counted checks.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { Caller, Seat } from "../client/plenary.mjs";
import { acknowledgedOnce } from "../client/ledger.mjs";
import { binary } from "../client/server.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
export const scenario = JSON.parse(readFileSync(path.join(here, "../scenarios/riyadh-2015.json"), "utf8"));

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const PATIENCE_MS = 60000;       // for what has to come at some time; a machine may stand still for seconds
export const password = "a long password";


/** Counts checks; the last line of a suite is its tally. */
export class Tally {
  passed = 0;
  failed = 0;

  check(name, ok, detail = "") {
    if (ok) this.passed++;
    else this.failed++;
    console.log(`${ok ? "ok" : "not ok"} - ${name}${ok || detail === "" ? "" : `: ${detail}`}`);
    return ok;
  }

  end() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exit(this.failed ? 1 : 0);
  }
}

/** A live workshop on a started server: its owner, the chair's seat and delegates, all connected, and a ledger. */
export async function workshop(server, delegates) {
  const owner = new Caller(server.origin);
  await owner.post("/api/setup", { token: server.setupToken, name: "Amina", password });
  const { id } = await owner.post("/api/workshops", { scenario });
  const { open } = await owner.get(`/api/w/${id}/codes`);
  const chair = new Seat(owner, id);
  chair.open();
  await chair.until((s) => s.list("theme").length > 0);
  await chair.must("workshop.live");
  const delegation = chair.list("delegation")[0].id;
  const seats = [chair];
  for (let i = 0; i < delegates; i++) {
    const caller = new Caller(server.origin);
    const joined = await caller.post("/api/join", { code: open, name: `Delegate ${i}`, language: "en" });
    await chair.must("person.admit", { id: joined.person, delegation, role: "delegate" });
    seats.push(new Seat(caller, id));
    seats.at(-1).open();
  }
  await Promise.all(seats.map((seat) => seat.until((s) => s.role !== "observer" && s.list("theme").length > 0)));
  return { id, owner, open, chair, seats, ledger: keepLedger(seats) };
}

/** Acknowledgements and refusals of these seats from now on; `kept` counts answers that leave a command in its outbox. */
export function keepLedger(seats) {
  const ledger = { acks: [], refused: [], kept: 0, sent: 0 };
  for (const seat of seats) {
    seat.onAck = (command) => ledger.acks.push([seat.client, command.n, command.answer.seq]);
    seat.onNo = ({ verb, answer }) => ledger.refused.push(`${verb} ${answer.code}`);
    seat.onFrame = (frame) => {
      if (frame.t === "no" && frame.code === "storage") ledger.kept++;
    };
  }
  return ledger;
}

/** One command: another title for a row or words at its beginning in turn, or, with `bytes`, another long text. */
export function write(seat, ledger, bytes = 0) {
  const rows = seat.list(bytes > 0 ? "recommendation" : "action");
  const row = rows[(seat.number * 7) % rows.length];
  const letter = String.fromCharCode(97 + (seat.number % 26)); // another one each time: what is the same as before is not sent
  const text = { en: `${seat.client.slice(0, 6)} ${seat.number + 1} ${letter.repeat(bytes)}` };
  if (row === undefined) return;
  ledger.sent++;
  if (bytes === 0 && seat.number % 2 === 1) {
    const rev = seat.texts.rev(row.id, "title", "en");
    void seat.run("text.edit", { id: row.id, field: "title", lang: "en", rev, op: [text.en] });
    return;
  }
  void seat.run(bytes > 0 ? "recommendation.edit" : "action.edit", { id: row.id, [bytes > 0 ? "text" : "title"]: text });
}

/** Every seat writes about ten times a second until `until()` is true or `ms` are over; true when it came true. */
export async function load(seats, ledger, ms, until = () => false, bytes = 0) {
  const end = performance.now() + ms;
  while (performance.now() < end && !until()) {
    for (const seat of seats) if (seat.outbox.size < 8) write(seat, ledger, bytes);
    await pause(100);
  }
  return until();
}

/** Resolves when the server has answered on that seat's link: what it said there before has come. False when the link broke meanwhile. */
export function answered(seat) {
  return new Promise((resolve) => {
    const { socket } = seat;
    if (socket.readyState !== socket.OPEN) return resolve(false);
    const look = (data) => {
      if (JSON.parse(data.toString("utf8")).t === "beat") done(true);
    };
    const done = (came) => {
      socket.off("message", look);
      resolve(came);
    };
    socket.on("message", look);
    socket.once("close", () => done(false));
    return socket.send(JSON.stringify({ t: "beat" }), (error) => error && done(false));
  });
}

/** Resolves to true when all outboxes are empty, false when `ms` are over. */
export async function settled(seats, ms) {
  const end = performance.now() + ms;
  while (performance.now() < end && seats.some((seat) => seat.outbox.size > 0)) await pause(50);
  return seats.every((seat) => seat.outbox.size === 0);
}

/** Wait for a condition; whether it came true. */
export async function soon(test, ms) {
  const end = performance.now() + ms;
  while (performance.now() < end && !test()) await pause(20);
  return test();
}

export const fileOf = (server, id) => path.join(server.state, "workshops", `${id}.plenary`);

/** What is wrong with what was acknowledged, "" when all stands once, where it was said to stand. */
export function ledgerFaults(server, id, ledger) {
  const { lost, twice, elsewhere } = acknowledgedOnce(fileOf(server, id), ledger.acks);
  return lost + twice + elsewhere === 0 ? "" : JSON.stringify({ lost, twice, elsewhere, acknowledged: ledger.acks.length });
}

/** What `plenary verify` says against the workshop files of a state directory, "" when all are sound. */
export function unsound(state) {
  const directory = path.join(state, "workshops");
  return readdirSync(directory).filter((name) => name.endsWith(".plenary")).map((name) => {
    const { status, stdout, stderr } = spawnSync(binary, ["verify", path.join(directory, name)], { encoding: "utf8" });
    return status === 0 ? "" : `${name}: ${stdout}${stderr}`;
  }).join("");
}

export const copyTree = (from, to) => execFileSync("cp", ["-a", from, to]);
