// Power cuts: the real server works under load while its system calls are traced; then disk images for random points are rebuilt
// and each is opened: nothing acknowledged before that point may be missing, and nothing may be corrupt.
//   node powercut.mjs [IMAGES] [SECONDS] [SEED] [full|normal]
// "normal" runs a test build with synchronous=NORMAL and must find losses: it shows that this test can fail.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Caller, Seat } from "../client/plenary.mjs";
import { Server } from "../client/server.mjs";
import { dice } from "../client/dice.mjs";
import { Disk } from "./disk.mjs";
import { readTrace } from "./trace.mjs";

const [images = 200, seconds = 6, seed = Date.now() % 1e6] = process.argv.slice(2, 5).map(Number);
const mode = process.argv[5] ?? "full";
const random = dice(seed);
const here = path.dirname(new URL(import.meta.url).pathname);
const CALLS = "pwrite64,write,writev,sendto,sendmsg,fdatasync,fsync,ftruncate,unlink,unlinkat,rename,renameat,renameat2,openat";
const ENOUGH = 100;     // acknowledged changes
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Let the traced server work; resolves to the workshop's id. */
async function work(server) {
  await server.start();
  const caller = new Caller(server.origin);
  await caller.post("/api/setup", { token: server.setupToken, name: "Amina", password: "a long password" });
  const scenario = JSON.parse(readFileSync(path.join(here, "../scenarios/riyadh-2015.json"), "utf8"));
  const { id } = await caller.post("/api/workshops", { scenario });
  const { open } = await caller.get(`/api/w/${id}/codes`);
  const chair = new Seat(caller, id);
  chair.open();
  await chair.until((s) => s.list("workshop").length > 0);
  await chair.must("workshop.live");
  const seats = [chair];
  for (let i = 0; i < 11; i++) {
    const guest = new Caller(server.origin);
    const joined = await guest.post("/api/join", { code: open, name: `Delegate ${i}`, language: "en" });
    await chair.must("person.admit", { id: joined.person, delegation: chair.list("delegation")[0].id, role: "delegate" });
    const seat = new Seat(guest, id);
    seat.open();
    await seat.until((s) => s.list("theme").length > 0);
    seats.push(seat);
  }
  // So long, and longer on a machine on which too little was acknowledged by then.
  const began = performance.now(), past = (s) => performance.now() > began + s * 1000;
  while (!past(seconds) || (chair.seq <= ENOUGH + 20 && !past(20 * seconds))) {
    for (const seat of seats) {
      const actions = seat.list("action");
      const { id: row } = actions[Math.floor(random() * actions.length)];
      if (seat.outbox.size >= 10 || random() < 0.5) continue;
      if (random() < 0.5) void seat.run("action.edit", { id: row, title: { en: `text ${seat.number} ${"x".repeat(random() * 200)}` } });
      else void seat.run("text.edit", { id: row, field: "title", lang: "en", rev: seat.texts.rev(row, "title", "en"), op: [`${seat.number} `] });
    }
    await pause(30 + (random() < 0.02 ? 2500 : 0));
  }
  await Promise.all(seats.map((seat) => seat.until((s) => s.outbox.size === 0)));
  for (const seat of seats) seat.close();
  await server.stop();
  return id;
}

/** Write an image of the workshop's files and look at it: null when sound, else what is wrong. */
function examine(directory, image, id, acknowledged) {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const main = path.join(server.state, "workshops", `${id}.plenary`);
  for (const suffix of ["", "-wal"])
    if (image.has(main + suffix)) writeFileSync(path.join(directory, `w.plenary${suffix}`), image.get(main + suffix));
  if (acknowledged === 0 && !image.has(main)) return null;
  const file = path.join(directory, "w.plenary");
  const verify = spawnSync(server.binary, ["verify", file], { encoding: "utf8" });
  const seq = Number(/^changes\s+(\d+)/m.exec(verify.stdout)?.[1] ?? NaN);
  if (acknowledged === 0 && Number.isNaN(seq)) return null;
  if (verify.status !== 0) return `corrupt: ${verify.stdout}${verify.stderr}`;
  return seq < acknowledged ? `lost: acknowledged up to ${acknowledged}, holds ${seq}` : null;
}

const memory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const scratch = mkdtempSync(path.join(memory, "plenary-powercut-"));
const trace = path.join(scratch, "trace");
const server = new Server({ wrap: ["strace", "-f", "-y", "-xx", "-s", "4194304", "-o", trace, "-e", `trace=${CALLS}`],
  env: mode === "normal" ? { PLENARY_STORE_SYNCHRONOUS: "NORMAL" } : {} });
const id = await work(server);

let total = 0;
await readTrace(trace, () => total++);
const points = Array.from({ length: images }, () => Math.floor(random() * total)).sort((a, b) => a - b);
const disk = new Disk();
const faults = [];
let at = 0;
let acknowledged = 0;
let next = 0;
await readTrace(trace, (event) => {
  if (event.call === "send") for (const seq of event.ack) acknowledged = Math.max(acknowledged, seq);
  else disk.take(event);
  for (at++; next < points.length && points[next] < at; next++) {
    const fault = examine(path.join(scratch, "image"), disk.cut(random), id, acknowledged);
    if (fault) faults.push(`at call ${at}: ${fault}`);
  }
});
for (const fault of faults.slice(0, 5)) console.log(fault.trim());
console.log(JSON.stringify({ mode, images, seed, traced_calls: total, acknowledged_seq: acknowledged,
  lost: faults.filter((f) => f.includes("lost:")).length, corrupt: faults.filter((f) => !f.includes("lost:")).length }));
rmSync(scratch, { recursive: true, force: true });
server.clean();
const good = acknowledged > ENOUGH && (mode === "normal" ? faults.length > 0 : faults.length === 0);
console.log(good ? "1 passed, 0 failed" : "0 passed, 1 failed");
process.exit(good ? 0 : 1);
