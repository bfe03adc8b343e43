// kill -9 under load: the server is killed at random moments while delegates write; in the end every acknowledged command must
// be in the file exactly once, where its acknowledgement said. Also measures the time from exec to the welcome of the
// first client that comes back.
//   node kill.mjs [KILLS] [ROWS] [CHANGES] [SEED]     prints JSON figures and, last, "N passed, N failed"
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Caller, Seat } from "../client/plenary.mjs";
import { Server } from "../client/server.mjs";
import { dice } from "../client/dice.mjs";
import { acknowledgedOnce } from "../client/ledger.mjs";

const [kills = 20, rows = 200, changes = 2000, seed = Date.now() % 1e6] = process.argv.slice(2).map(Number);
const random = dice(seed);
const DELEGATES = 30;
const here = path.dirname(new URL(import.meta.url).pathname);

/** A workshop of that size with its facilitator and delegates; the server is stopped afterwards. */
async function prepare(server) {
  await server.start();
  const facilitator = new Caller(server.origin);
  await facilitator.post("/api/setup", { token: server.setupToken, name: "Amina", password: "a long password" });
  const scenario = JSON.parse(readFileSync(path.join(here, "../scenarios/riyadh-2015.json"), "utf8"));
  const { id } = await facilitator.post("/api/workshops", { scenario });
  const { open } = await facilitator.get(`/api/w/${id}/codes`);
  const chair = new Seat(facilitator, id);
  chair.open();
  await chair.until((s) => s.list("workshop").length > 0);
  await chair.must("workshop.live");
  const delegation = chair.list("delegation")[0].id;
  const seats = [];
  for (let i = 0; i < DELEGATES; i++) {
    const caller = new Caller(server.origin);
    const joined = await caller.post("/api/join", { code: open, name: `Delegate ${i}`, language: "en" });
    await chair.must("person.admit", { id: joined.person, delegation, role: "delegate" });
    seats.push(new Seat(caller, id));
  }
  chair.close();
  await server.stop();
  const fill = process.env.PLENARY_FILL;
  if (fill) execFileSync(fill, [server.state, id, String(rows), String(changes)], { stdio: "inherit" });
  return { id, seats };
}

/** One command of a delegate: a new row, or an edit of one it knows, whole or at its beginning. */
function write(seat, ledger) {
  seat.known = seat.known?.length ? seat.known : seat.list("action").map((action) => action.id);
  const actions = seat.known;
  const title = { en: `${seat.client.slice(0, 6)} ${seat.number + 1}` };
  if (actions.length === 0) return;
  const edit = random() < 0.98;
  const id = edit ? actions[Math.floor(random() * actions.length)] : undefined;
  const theme = seat.list("theme")[0]?.id;
  ledger.sent++;
  if (edit && random() < 0.5) {
    void seat.run("text.edit", { id, field: "title", lang: "en", rev: seat.texts.rev(id, "title", "en"), op: [title.en] });
    return;
  }
  void seat.run(edit ? "action.edit" : "action.create", edit ? { id, title } : { title, theme });
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Load on all seats until `ms` have passed. */
async function load(seats, ms, ledger) {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    for (const seat of seats) if (seat.welcomed && seat.outbox.size < 20 && random() < 0.4) write(seat, ledger);
    await pause(40);
  }
}

/** From exec to the welcome of the first client that comes back, ms. */
async function restart(server, seats) {
  const began = performance.now();
  const welcome = new Promise((resolve) => {
    for (const seat of seats) seat.onWelcome = () => resolve(performance.now() - began);
  });
  for (const seat of seats) seat.delay = 10;
  await server.start();
  for (const seat of seats) if (!seat.socket || seat.socket.readyState > 1) {
    clearTimeout(seat.timer);
    seat.open();
  }
  return welcome;
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

const server = new Server();
const { id, seats } = await prepare(server);
const ledger = { sent: 0, acks: [] };
const refusals = {};
for (const seat of seats) seat.onNo = ({ answer }) => (refusals[answer.code] = (refusals[answer.code] ?? 0) + 1);
for (const seat of seats) seat.onAck = (command) => ledger.acks.push([seat.client, command.n, command.answer.seq]);
const times = [];
for (let k = 0; k < kills; k++) {
  times.push(await restart(server, seats));
  await load(seats, 100 + random() * 500, ledger);
  await server.kill();
}
await restart(server, seats);
await Promise.all(seats.map((seat) => seat.until((s) => s.outbox.size === 0, 180000, "an empty outbox")));
for (const seat of seats) seat.close();
const end = await server.stop();
const faults = acknowledgedOnce(path.join(server.state, "workshops", `${id}.plenary`), ledger.acks);
console.log(JSON.stringify({ kills, seed, rows, changes, sent: ledger.sent, acknowledged: ledger.acks.length, refusals,
  lost: faults.lost, twice: faults.twice, elsewhere: faults.elsewhere,
  exec_to_welcome_ms: { median: Math.round(median(times)), worst: Math.round(Math.max(...times)) } }));
const verified = spawnSync(server.binary, ["verify", path.join(server.state, "workshops", `${id}.plenary`)], { encoding: "utf8" });
if (verified.status !== 0) console.log(verified.stderr.trim());
const results = [faults.lost === 0, faults.twice === 0, faults.elsewhere === 0, end.code === 0, verified.status === 0,
  // A full plan refuses new rows; nothing else is refused, and everything is answered.
  ledger.acks.length + (refusals.limit ?? 0) === ledger.sent];
const failed = results.filter((ok) => !ok).length;
server.clean();
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
