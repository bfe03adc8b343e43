// Who was there, when links do as they like: every person joins and drops fifty times, the server is killed among it, and in the end there
// are two windows, silent ones, a take-over, somebody removed. 35 seconds after the last fault presence is exact; attendance is one
// interval each, and what the file says is what its history says. Real times, real sockets.
//   node attendance.mjs [DROPS] [SEED]     prints what holds and, last, "N passed, N failed"
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { Tally } from "../browser/tally.mjs";
import { atOnce } from "../client/atonce.mjs";
import { dice } from "../client/dice.mjs";
import { Caller, Seat } from "../client/plenary.mjs";
import { Server, binary } from "../client/server.mjs";
import { intervalsOf } from "./record.mjs";

const [drops = 50, seed = Date.now() % 1e6] = process.argv.slice(2).map(Number);
const random = dice(seed);
const NAMES = ["one window", "the newer of two windows", "no window of two", "a silent window", "a fourth window", "nothing",
  "a silent window and another", "nobody, removed"];
const STAYS = new Set([0, 1, 4, 6]);
const EXACT_MS = 35_000;
const RECORD_MS = 2_500;            // attendance is compared with who is here about once a second
const PATIENCE_MS = 60_000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const tally = new Tally();
const server = new Server();
const people = [];
let chair;
let id;
let open;

/** One connection of a person; resolves when it was welcomed, however often it takes. */
async function connect(person) {
  for (;;) {
    const seat = new Seat(person.caller, id, { reconnect: false });
    const closed = new Promise((resolve) => (seat.onClose = resolve));
    const welcome = new Promise((resolve) => (seat.onWelcome = () => resolve(true)));
    const asked = Date.now();
    seat.open();
    if (await Promise.race([welcome, closed.then(() => false), pause(PATIENCE_MS).then(() => false)])) {
      seat.closed = closed;
      person.first ??= asked;
      person.asked = asked;
      person.heard = Date.now();
      return seat;
    }
    seat.close();
    await pause(100);
  }
}

/** As a browser that goes, as a network that breaks. */
function drop(seat) {
  if (random() < 0.5) seat.cut();
  else seat.socket.close();
  seat.ended = true;
  clearInterval(seat.beat);
}

/** It is open, and says nothing any more. */
function silence(seat) {
  clearInterval(seat.beat);
  seat.silent = true;
}

async function churn(person) {
  for (let i = 0; i < drops; i++) {
    const seat = await connect(person);
    await pause(random() * 120);
    drop(seat);
    person.drops++;
    await pause(random() * 120);
  }
}

async function setUp() {
  await server.start();
  const facilitator = new Caller(server.origin);
  await facilitator.post("/api/setup", { token: server.setupToken, name: "Amina", password: "a long password" });
  const scenario = JSON.parse(readFileSync(new URL("../scenarios/riyadh-2015.json", import.meta.url), "utf8"));
  ({ id } = await facilitator.post("/api/workshops", { scenario }));
  ({ open } = await facilitator.get(`/api/w/${id}/codes`));
  chair = new Seat(facilitator, id);
  chair.onFrame = notice;
  chair.open();
  await chair.until((s) => s.list("workshop").length > 0);
  await chair.must("workshop.live");
  const parties = chair.list("delegation").map((one) => one.id);
  for (const [i, name] of NAMES.entries()) {
    const caller = new Caller(server.origin);
    const joined = await caller.post("/api/join", { code: open, name, language: "en" });
    await chair.must("person.admit", { id: joined.person, delegation: parties[i % 3], role: "delegate" });
    people.push({ id: joined.person, caller, name, drops: 0, seats: [] });
  }
}

/** When the chair was told that somebody's coming is on record: person -> time. */
const recorded = new Map();

function notice(frame) {
  if (frame.t !== "delta") return;
  for (const { k, person } of frame.set) if (k === "attendance" && !recorded.has(person)) recorded.set(person, Date.now());
}

/** The server has seen that they went: what asks it later is answered. */
async function seenGone(person) {
  await chair.caller.get("/api/health");
  person.closedAt = Date.now();
}

/** The first window goes late; the second is there. */
async function twoWindows(person) {
  const first = await connect(person);
  person.seats.push(await connect(person));
  drop(first);
}

async function bothGo(person) {
  const seats = [await connect(person), await connect(person)];
  seats.forEach(drop);
  await seenGone(person);
}

/** P31: three connections of a person; the fourth takes the place of the oldest. */
async function takeOver(person) {
  const seats = [];
  for (let i = 0; i < 3; i++) seats.push(await connect(person));
  const fourth = await connect(person);
  const code = await Promise.race([seats[0].closed, pause(PATIENCE_MS)]);
  tally.check(code === 4001, "a fourth device takes the place of the first", String(code));
  seats.slice(1).forEach(drop);
  person.seats.push(fourth);
}

/** Somebody more, to be removed as well. */
async function another(i) {
  const caller = new Caller(server.origin);
  const joined = await caller.post("/api/join", { code: open, name: `nobody, removed ${i}`, language: "en" });
  await chair.must("person.admit", { id: joined.person, delegation: chair.list("delegation")[0].id, role: "delegate" });
  return { id: joined.person, caller };
}

async function removed(person) {
  let code;
  const ms = await atOnce(1000, async (i) => {
    const who = i === 0 ? person : await another(i);
    const seat = await connect(who);
    const at = Date.now();
    await chair.must("person.remove", { id: who.id });
    code = await Promise.race([seat.closed, pause(PATIENCE_MS)]);
    who.closedAt = Date.now();
    return code === 4003 ? who.closedAt - at : NaN;
  });
  tally.check(ms < 1000, "whoever is removed is cut off within a second", `${code} after ${ms} ms`);
}

/** What each person ends with; the last fault is when this is done. */
async function lastFaults() {
  const acts = [
    async (person) => person.seats.push(await connect(person)),
    twoWindows,
    bothGo,
    async (person) => silence(await connect(person)),
    takeOver,
    async (person) => {
      drop(await connect(person));
      await seenGone(person);
    },
    async (person) => {
      silence(await connect(person));
      person.seats.push(await connect(person));
    },
    removed,
  ];
  await Promise.all(acts.map((act, i) => act(people[i])));
  return Date.now();
}

function checkPresence() {
  const expected = people.filter((_, i) => STAYS.has(i)).map((one) => one.id).concat(chair.person).sort((a, b) => a - b);
  const here = [...chair.here].sort((a, b) => a - b);
  tally.check(here.join() === expected.join(), `35 s after the last fault presence is exact: ${expected.length} are there`,
    `here: ${here.join()}, not ${expected.join()}`);
}

/**
 * Between what the test did and what it was told: whoever asks for a link comes after that, and before it is on record; whoever goes was last
 * heard after the last link was asked for, and at the latest when they were seen to go, or, silent, when they were welcomed.
 */
function checkIntervals() {
  const all = chair.list("attendance");
  for (const [i, person] of people.entries()) {
    const own = all.filter((one) => one.person === person.id);
    const [only] = own;
    const { first, asked, heard, closedAt = heard } = person;
    const begins = only && only.since >= first && only.since <= recorded.get(person.id);
    const ends = only && (STAYS.has(i) ? !only.until : only.until >= asked && only.until <= closedAt + 1500);
    tally.check(own.length === 1 && begins && ends, `${person.drops} joins and drops, then ${person.name}: one interval`,
      JSON.stringify({ own, first, asked, heard, closedAt, recorded: recorded.get(person.id) }));
  }
}

const fileOf = () => {
  const folder = path.join(server.state, "workshops");
  return path.join(folder, readdirSync(folder).find((name) => name.endsWith(".plenary")));
};

/** What the table says, and what the changes say. */
function checkRecord() {
  const query = (sql) => JSON.parse(execFileSync("sqlite3", ["-json", "-readonly", fileOf(), sql], { encoding: "utf8" }) || "[]");
  const kept = query("SELECT person, since, until FROM attendance ORDER BY person, since");
  const changes = query("SELECT seq, at, verb, body FROM change WHERE verb LIKE 'attendance.%' OR verb = 'person.remove' ORDER BY seq");
  const told = intervalsOf(changes.map((one) => ({ ...one, body: JSON.parse(one.body) })));
  const line = (one) => `${one.person} ${one.since} ${one.until ?? 0}`;
  tally.check(kept.length > 0 && kept.map(line).join() === told.map(line).join(),
    `the file's ${kept.length} intervals are what its ${changes.length} changes say`, `${kept.map(line).join("; ")}\n    ${told.map(line).join("; ")}`);
}

/** The sheet has everybody once on the day, with name and delegation. */
function checkSheet() {
  const csv = execFileSync(binary, ["export", fileOf(), "--document", "attendance", "--format", "csv"], { encoding: "utf8" });
  const lines = csv.split("\r\n").slice(1).filter((one) => one !== "");
  const days = new Set(lines.map((one) => one.split(",")[0])).size;
  const named = NAMES.slice(0, 7).filter((name) => lines.some((one) => one.includes(`,${name},`)));
  tally.check(named.length === 7 && lines.length >= 9 && lines.length <= 9 * days, "the sheet has a row for everybody", csv);
}

async function story() {
  await setUp();
  const churning = Promise.all(people.map(churn));
  await pause(4000);
  await server.kill();
  await pause(500);
  await server.start();
  await churning;
  await chair.until((s) => s.welcomed, PATIENCE_MS, "the chair's welcome");
  tally.check(people.every((one) => one.drops === drops), `${people.length} people joined and dropped ${drops} times each, the server was killed among it`);
  const fault = await lastFaults();
  await pause(fault + EXACT_MS - Date.now());
  checkPresence();
  await pause(RECORD_MS);
  const gone = people.filter((_, i) => !STAYS.has(i)).map((one) => one.id);
  await chair.until((s) => gone.every((id) => s.list("attendance").some((one) => one.person === id && one.until)), PATIENCE_MS, "the record").catch(() => {});
  checkIntervals();
  await server.stop();
  checkRecord();
  checkSheet();
}

console.log(`seed ${seed}`);
try {
  await story();
} catch (error) {
  tally.check(false, "the story is told to its end", String(error.stack ?? error));
}
chair?.close();
for (const person of people) person.seats.forEach((seat) => seat.close());
await server.kill().catch(() => {});
server.clean();
process.exit(tally.end());
