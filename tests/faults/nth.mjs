// The nth write, or the nth sync, of the real server fails. After a failed write the server goes on, or it stopped with a line that says
// why; after a failed sync it must stop at once. In both cases everything acknowledged is there, once, and every file is sound.
//   node nth.mjs FAILING_LIBRARY write|sync [RUNS] [SEED]
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import path from "node:path";
import { Caller, Seat } from "../client/plenary.mjs";
import { Server } from "../client/server.mjs";
import { dice } from "../client/dice.mjs";
import { PATIENCE_MS, Tally, copyTree, fileOf, keepLedger, ledgerFaults, load, password, pause, scenario, settled, unsound, workshop } from "./common.mjs";

const [library, call] = process.argv.slice(2, 4);
const [runs = 12, seed = Date.now() % 1e6] = process.argv.slice(4).map(Number);
const AT_ONCE = 4;
const random = dice(seed);
const tally = new Tally();
const scratch = mkdtempSync(path.join(tmpdir(), "plenary-nth-"));
const model = path.join(scratch, "model");

/** A state directory with a workshop and delegates, which every run copies. */
async function prepare() {
  const server = new Server({ state: model });
  await server.start();
  const room = await workshop(server, 4);
  for (const seat of room.seats) seat.close();
  await server.stop();
  return { id: room.id, open: room.open, cookies: room.seats.map((seat) => seat.caller.cookie) };
}

const ENOUGH = 21;

function callerOf(server, cookie) {
  const caller = new Caller(server.origin);
  caller.cookie = cookie;
  return caller;
}

/** Resolves to the reply's JSON once the call succeeds; undefined when it does not within `ms`, or when there is no server any more. */
async function insist(server, caller, route, body, ms) {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    const reply = await caller.call("POST", route, body).catch(() => undefined);
    if (reply === undefined && server.gone) return undefined;
    if (reply?.status === 200) return reply.json;
    await pause(300);
  }
  return undefined;
}

/** Seats, a newcomer and a new workshop at the same time; the seats go on until `enough` is acknowledged, on a machine that is busy too. */
async function work(server, prepared, seats, ledger, made, enough) {
  const patience = enough > 0 ? PATIENCE_MS : 6000;      // what a fault prevents is not waited for
  const owner = callerOf(server, prepared.cookies[0]);
  const guest = new Caller(server.origin);
  const calls = [
    insist(server, owner, "/api/workshops", { scenario }, patience).then((reply) => reply && made.push(reply.id)),
    insist(server, new Caller(server.origin), "/api/login", { name: "Amina", password }, patience),
    insist(server, guest, "/api/join", { code: prepared.open, name: "Newcomer", language: "en" }, patience),
  ];
  for (let i = 0; i < 10 && (i === 0 || ledger.acks.length < enough); i++) await load(seats, ledger, 1500, () => server.gone);
  await Promise.all(calls);
  if (!server.gone) await settled(seats, 15000);
  if (!server.gone) await pause(2600); // the log is folded into the file when nobody waits
}

/** Start it; false when it refused to. */
async function begin(server) {
  const started = await server.start().then(() => true, () => false);
  server.gone = !started;
  void server.exited.then(() => (server.gone = true));
  return started;
}

/** A new socket, whatever became of the one before. */
function again(seat) {
  clearTimeout(seat.timer);
  seat.socket?.removeAllListeners();
  seat.socket?.on("error", () => {});
  seat.socket?.terminate();
  seat.open();
}

/** All that can be found wrong after a run, with a good disk again. */
async function afterwards(state, prepared, seats, ledger, made) {
  const server = new Server({ state });
  await server.start();
  for (const seat of seats) {
    seat.caller.origin = server.origin;
    again(seat);
  }
  const faults = [];
  if (!(await settled(seats, PATIENCE_MS))) faults.push("commands stay in their outboxes");
  if (ledger.refused.length > 0) faults.push(`refused: ${ledger.refused.join()}`);
  const { workshops } = await callerOf(server, prepared.cookies[0]).get("/api/workshops");
  for (const id of made) if (!workshops.some((listed) => listed.id === id)) faults.push(`workshop ${id} is gone`);
  for (const { id } of workshops) if (!existsSync(fileOf(server, id))) faults.push(`workshop ${id} is listed and has no file`);
  for (const seat of seats) seat.close();
  const { code, signal } = await server.stop();
  if (code !== 0) faults.push(`after the fault a good disk ended with ${code ?? signal}`);
  const lost = ledgerFaults(server, prepared.id, ledger);
  if (lost) faults.push(lost);
  const damage = unsound(state);
  if (damage) faults.push(damage);
  return faults;
}

/** The line of the first call that failed: its name, its number, and the file. */
const failedCall = (log) => /^(?!counted).*$/m.exec(existsSync(log) ? readFileSync(log, "utf8") : "")?.[0] || undefined;

// SQLite ignores that the directory of a new log or journal fails to sync (fdatasync; ours is fsync). The store syncs the name of a log
// itself before the first commit, so that nothing rests on it.
const ignored = (failed) => /^fdatasync \d+ .*\/[^./]+$/.test(failed ?? "");

/** What an end of the server must look like after the fault. */
function judgeEnd(server, end, failed) {
  if (call === "sync" && failed && !ignored(failed)) {
    const said = /sync/.test(server.output);
    return end.signal === "SIGABRT" && said ? [] : [`after a failed sync the server ended with ${end.code ?? end.signal}`];
  }
  if (end.code === 0) return [];
  return end.code === 1 && /^plenary serve: .+/m.test(server.output) ? [] : [`it ended with ${end.code ?? end.signal}`];
}

async function run(prepared, nth, times, errno) {
  const directory = mkdtempSync(path.join(scratch, "run-"));
  const state = path.join(directory, "state");
  const log = path.join(directory, "log");
  copyTree(model, state);
  const server = new Server({ state, env: { LD_PRELOAD: library, FAILING_UNDER: state, FAILING_CALL: call, FAILING_NTH: String(nth),
    FAILING_TIMES: String(times), FAILING_ERRNO: String(constants.errno[errno]), FAILING_LOG: log } });
  const seats = prepared.cookies.map((cookie) => new Seat(callerOf({ origin: "" }, cookie), prepared.id));
  const ledger = keepLedger(seats);
  const made = [];
  if (await begin(server)) {
    for (const seat of seats) {
      seat.caller.origin = server.origin;
      seat.open();
    }
    await work(server, prepared, seats, ledger, made, nth === 0 ? ENOUGH : 0);
  }
  const end = server.gone ? await server.exited : await server.stop();
  const failed = failedCall(log);
  const faults = judgeEnd(server, end, failed);
  const counted = Number(/^counted (\d+)/m.exec(readFileSync(log, "utf8"))?.[1] ?? 0);
  faults.push(...(await afterwards(state, prepared, seats, ledger, made)));
  rmSync(directory, { recursive: true, force: true });
  return { faults, failed, counted, end, output: server.output, acks: ledger.acks.length, made: made.length };
}

async function judge(prepared, nth, times, errno) {
  const { faults, failed, end, output, acks, made } = await run(prepared, nth, times, errno);
  const what = failed ? failed.replace(scratch, "").replace(/run-[^/]*\/state\//, "") : "was not reached";
  const ok = tally.check(`${errno} at ${call} ${nth}${times > 1 ? ` and ${times - 1} more` : ""} (${what}): ` +
    `ended with ${end.code ?? end.signal}, ${acks} acknowledged, ${made} workshop made`, faults.length === 0, faults.join("; "));
  if (!ok) console.log(output.replace(/^/gm, "    "));
}

const prepared = await prepare();
const calm = await run(prepared, 0, 1, "EIO");
console.log(`# seed ${seed}; a run without faults makes ${calm.counted} calls (${call})`);
tally.check(`without a fault all goes well: ${calm.acks} acknowledged`, calm.faults.length === 0 && calm.acks >= ENOUGH && calm.made === 1 && calm.counted > 5,
  calm.faults.join("; "));
const cases = Array.from({ length: runs }, (_, i) => ({
  nth: 1 + Math.floor(((i + random()) / runs) * calm.counted), // one from each part of the run
  times: call === "write" && random() < 0.3 ? 1 + Math.floor(random() * 30) : 1,
  errno: call === "write" && random() < 0.5 ? "ENOSPC" : "EIO",
}));
const workers = Array.from({ length: AT_ONCE }, async () => {
  for (let next = cases.shift(); next; next = cases.shift()) await judge(prepared, next.nth, next.times, next.errno);
});
await Promise.all(workers);
rmSync(scratch, { recursive: true, force: true });
tally.end();
