// kill -9 in the middle of making a workshop, and of a backup: nothing half-made is ever listed, loaded or called a backup.
//   node halves.mjs [KILLS] [SEED]
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Seat } from "../client/plenary.mjs";
import { Server, binary } from "../client/server.mjs";
import { dice } from "../client/dice.mjs";
import { PATIENCE_MS, Tally, fileOf, pause, scenario, soon, unsound, workshop } from "./common.mjs";

const [kills = 12, seed = Date.now() % 1e6] = process.argv.slice(2).map(Number);
const random = dice(seed);
const tally = new Tally();
const scratch = mkdtempSync(path.join(tmpdir(), "plenary-halves-"));
console.log(`# seed ${seed}`);

/** Whether a seat of its maker gets the whole workshop. */
async function opens(caller, id) {
  const seat = new Seat(caller, id);
  seat.open();
  const whole = await soon(() => seat.seq > 0 && seat.list("item").length > 0, PATIENCE_MS);
  seat.close();
  return whole;
}

/** What is wrong with the list and the files. `made`: workshops whose making was answered. */
async function listFaults(server, owner, made) {
  const { workshops } = await owner.get("/api/workshops");
  const faults = made.filter((id) => !workshops.some((listed) => listed.id === id)).map((id) => `${id} was made and is not listed`);
  for (const { id } of workshops) {
    if (!existsSync(fileOf(server, id))) faults.push(`${id} is listed and has no file`);
    else if (!(await opens(owner, id))) faults.push(`${id} is listed and does not open`);
  }
  return faults;
}

const server = new Server({ state: path.join(scratch, "state") });
await server.start();
const room = await workshop(server, 0);
const { owner } = room;
room.chair.close();

async function makingTime() {
  const began = performance.now();
  await owner.post("/api/workshops", { scenario });
  return performance.now() - began;
}

const took = await makingTime();
const made = [];
const faults = [];
let cut = 0;
// Kills come as long after as making takes, at most: what is answered before makes the next ones come sooner, what is cut short later.
let within = took * 1.5;
for (let k = 0; k < kills || (cut === 0 && k < kills + 30); k++) {
  const before = cut;
  const making = owner.post("/api/workshops", { scenario }).then(({ id }) => made.push(id), () => cut++);
  await pause(random() * within);
  await server.kill();
  await making;
  within *= cut > before ? 1.2 : 0.8;
  await server.start();
  owner.origin = server.origin;
  if (k % 4 === 3 || k >= kills - 1) faults.push(...(await listFaults(server, owner, made)));
}
console.log(`# making a workshop takes ${took.toFixed(0)} ms; ${cut} of ${kills} were cut short`);
tally.check("killed while a workshop is made: every listed workshop is whole, every answered one is listed", faults.length === 0, faults.join("; "));
tally.check("killed while a workshop is made: some were cut short", cut > 0, `${cut} of ${kills}`);
tally.check("killed while a workshop is made: every file is sound", unsound(server.state) === "", unsound(server.state));

const backup = (to) => spawn(binary, ["backup", "--state", server.state, to], { stdio: "ignore" });
const ended = (child) => new Promise((resolve) => child.on("exit", (code, signal) => resolve(signal ?? code)));
const began = performance.now();
const first = await ended(backup(path.join(scratch, "first")));
const backupTook = performance.now() - began;
tally.check("a backup is made while the server runs", first === 0 && unsound(path.join(scratch, "first")) === "", String(first));
let half = 0;
const wrong = [];
for (let k = 0; k < kills; k++) {
  const to = path.join(scratch, `copy${k}`);
  const child = backup(to);
  const end = ended(child);
  await pause(random() * backupTook * 1.1);
  child.kill("SIGKILL");
  const how = await end;
  if (how === "SIGKILL") half++;
  if (!existsSync(to)) continue;
  const files = readdirSync(path.join(to, "workshops")).length;
  const whole = readdirSync(path.join(scratch, "first/workshops")).length;
  if (files !== whole || !existsSync(path.join(to, "plenary.db")) || unsound(to) !== "") wrong.push(`${to}: ${files} of ${whole} workshops`);
}
console.log(`# a backup takes ${backupTook.toFixed(0)} ms; ${half} of ${kills} were cut short`);
tally.check("killed while a backup is made: what has the name of the backup is whole", wrong.length === 0, wrong.join("; "));
tally.check("killed while a backup is made: some were cut short", half > 0);
const again = spawnSync(binary, ["backup", "--state", server.state, path.join(scratch, "first")], { encoding: "utf8" });
tally.check("a backup overwrites nothing and says so", again.status === 1 && /first/.test(again.stderr), again.stderr);
await server.stop();
const copy = new Server({ state: path.join(scratch, "first") });
await copy.start();
owner.origin = copy.origin;
tally.check("a server starts from the backup and every workshop opens", (await listFaults(copy, owner, [])).length === 0);
await copy.stop();
rmSync(scratch, { recursive: true, force: true });
tally.end();
