// A full disk under the real server: below the limit of free space, and with not one byte left. The state directory is a small tmpfs;
// where that cannot be mounted, a preloaded library plays the full disk.
//   node full.mjs FAILING_LIBRARY
import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Caller, Seat } from "../client/plenary.mjs";
import { Server } from "../client/server.mjs";
import { cpuShare } from "../hostile/slow.mjs";
import { PATIENCE_MS, Tally, answered, ledgerFaults, load, pause, settled, soon, unsound, workshop } from "./common.mjs";

const MIB = 1 << 20;
const LIMIT_FREE_DISK = 64 * MIB;
const RESUME_MS = 15000;
const CALM = 0.6;               // of a processor
const tally = new Tally();

/** The state directory and how to fill and free its disk. */
class SmallDisk {
  constructor(library) {
    this.directory = mkdtempSync(path.join(tmpdir(), "plenary-full-"));
    this.state = path.join(this.directory, "state");
    execFileSync("mkdir", [this.state]);
    this.mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=96m", "tmpfs", this.state]).status === 0;
    this.filler = path.join(this.mounted ? this.state : this.directory, "filler");
    this.env = this.mounted ? {} : { LD_PRELOAD: library, FAILING_UNDER: this.state, FAILING_FULL: this.filler };
    if (!this.mounted) console.log("# a tmpfs cannot be mounted here: a preloaded library plays the full disk");
  }

  free() {
    const { bavail, bsize } = statfsSync(this.state);
    return bavail * bsize;
  }

  /** Leave at most `left` bytes free. */
  fill(left) {
    if (!this.mounted) return writeFileSync(this.filler, "");
    const file = openSync(this.filler, "a");
    try {
      for (let n = this.free() - left; n > 0; n = this.free() - left) writeSync(file, Buffer.alloc(Math.min(n, MIB)));
    } catch (error) {
      if (error.code !== "ENOSPC") throw error;
    } finally {
      closeSync(file);
    }
  }

  release() {
    rmSync(this.filler, { force: true });
  }

  clean() {
    if (this.mounted) execFileSync("umount", [this.state]);
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/**
 * Resolves when the last acknowledgement of before has come: the server looks for space twice a second, and four times in turn half a second
 * went by and it answered on every link, with nothing acknowledged.
 */
async function stuck({ seats, ledger }) {
  const end = performance.now() + PATIENCE_MS;
  for (let times = 0; times < 4 && performance.now() < end;) {
    const before = ledger.acks.length;
    await pause(500);
    const all = await Promise.all(seats.map(answered));
    times = all.every(Boolean) && ledger.acks.length === before ? times + 1 : 0;
  }
}

/** The least of some shares of a processor over two seconds: a server that spins does so all the time. */
async function restingShare(server) {
  let least = Infinity;
  for (let i = 0; i < 5 && least >= CALM; i++) least = Math.min(least, await cpuShare(server.pid, 2000));
  return least;
}

/** While nothing can be written: answers, reads, presence and sockets go on, and the processor rests. */
async function livesOn(name, server, room, poll) {
  const { seats, ledger, owner, id } = room;
  const leaver = seats.at(-1);
  const watcher = seats[1];
  await stuck(room);
  const before = ledger.acks.length;
  leaver.reconnect = false;         // not back before it was seen to be gone
  leaver.cut();
  const left = await soon(() => !watcher.here.has(leaver.person), PATIENCE_MS);
  leaver.reconnect = true;
  leaver.open();
  const back = await soon(() => leaver.welcomed && watcher.here.has(leaver.person), PATIENCE_MS);
  tally.check(`${name}: who leaves and comes back is seen`, left && back, `left ${left}, back ${back}`);
  const reader = new Seat(owner, id);
  reader.open();
  const loaded = await soon(() => reader.seq > 0 && reader.list("action").length > 0, PATIENCE_MS);
  reader.close();
  tally.check(`${name}: a new socket gets the whole room`, loaded);
  const { status } = await owner.call("GET", `/api/w/${id}/export?format=json&lang=en`);
  tally.check(`${name}: the plan is exported`, status === 200, `status ${status}`);
  const listener = await new Caller(server.origin).call("POST", "/api/listen", { code: room.open });
  tally.check(`${name}: a newcomer is answered`, listener.status === 200 || listener.json?.code === "storage", listener.body);
  await soon(() => Date.now() > room.chair.entities.get(poll).closes_at, 10000);
  const share = await restingShare(server);
  tally.check(`${name}: the server does not spin`, share < CALM, `${share.toFixed(2)} of a processor`);
  tally.check(`${name}: nothing is acknowledged`, ledger.acks.length === before, `${ledger.acks.length - before} were`);
  tally.check(`${name}: commands wait in their outboxes`, seats.some((seat) => seat.outbox.size > 0) && ledger.refused.length === 0,
    ledger.refused.join());
}

/** Space is there again: everything that waited is written, without anybody's help. */
async function resumes(name, disk, room, poll) {
  disk.release();
  const began = performance.now();
  const done = await settled(room.seats, RESUME_MS);
  const took = ((performance.now() - began) / 1000).toFixed(1);
  tally.check(`${name}: writing resumes by itself within ${RESUME_MS / 1000} s`, done, `after ${took} s`);
  console.log(`# ${name}: resumed after ${took} s`);
  const closed = await soon(() => room.chair.entities.get(poll).state === "closed", PATIENCE_MS);
  tally.check(`${name}: a poll whose time ended meanwhile is closed`, closed);
}

/** A poll whose time ends while nothing can be written. */
async function timedPoll(chair, seconds) {
  const poll = await chair.must("poll.create", { question: "Shall we go on?" });
  for (const text of ["Yes", "No"]) await chair.must("option.create", { poll: poll.id, text });
  await chair.must("poll.open", { id: poll.id, seconds });
  await chair.until((s) => s.entities.get(poll.id)?.closes_at > 0);
  return poll.id;
}

const disk = new SmallDisk(process.argv[2]);
const server = new Server({ state: disk.state, env: disk.env });
await server.start();
const room = await workshop(server, 6);
const { chair, seats, ledger, id } = room;
await chair.must("recommendation.create", { text: "Words that are long" });
await Promise.all(seats.map((seat) => seat.until((s) => s.list("recommendation").length > 0)));

// Long texts: the log must grow, and cannot.
let poll = await timedPoll(chair, 6);
await load(seats, ledger, 500);
disk.fill(0);
const full = await load(seats, ledger, PATIENCE_MS, () => ledger.kept > 0, 14000);
tally.check("not a byte left: delegates are told `storage`", full);
// The store asks for free space twice a second, so that either the disk itself or that limit refuses first.
console.log(`# not a byte left: ${/refused a commit: cannot commit/.test(server.output) ? "the disk itself" : "the limit"} refused first`);
await livesOn("not a byte left", server, room, poll);
await resumes("not a byte left", disk, room, poll);

poll = await timedPoll(chair, 8);
disk.fill(LIMIT_FREE_DISK + 2 * MIB);
ledger.kept = 0;
const refused = await load(seats, ledger, PATIENCE_MS, () => ledger.kept > 0, 14000);
tally.check("below 64 MiB: delegates who write until then are told `storage`", refused);
await livesOn("below 64 MiB", server, room, poll);
if (disk.mounted) tally.check("below 64 MiB: the disk is not written further", disk.free() > LIMIT_FREE_DISK - 8 * MIB, `${disk.free()}`);
await resumes("below 64 MiB", disk, room, poll);

await load(seats, ledger, 500);
const done = await settled(seats, PATIENCE_MS);
tally.check("afterwards all is acknowledged", done && ledger.refused.length === 0, ledger.refused.join());
for (const seat of seats) seat.close();
const { code } = await server.stop();
tally.check("the server was never restarted and stops cleanly", code === 0, server.output);
const faults = ledgerFaults(server, id, ledger);
tally.check("nothing acknowledged is lost, nothing stands twice", faults === "", faults);
const damage = unsound(disk.state);
tally.check("the file is sound", damage === "", damage);
if (tally.failed) console.log(server.output);
disk.clean();
tally.end();
