// kill -9 in the middle of a close: the server is killed at one system call after another of each of its threads, from poll.close until
// its acknowledgement. Started again it finishes the close by itself: every ballot counted once, every receipt there, no key
// and no byte of a ballot left.
//   node killed.mjs [EACH] [SEED]      every EACH-th call (1: every one); the last line is "N passed, N failed"
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { binary } from "../client/server.mjs";
import { dice } from "../client/dice.mjs";
import { Score, Stage, pause, runDirectory } from "./stage.mjs";

const [each = 1, seed = Date.now() % 1e6] = process.argv.slice(2).map(Number);
const random = dice(seed);
const BALLOTS = 12, CALLS_MAX = 400;
const score = new Score();
console.log(`seed ${seed}, every ${each}${each === 1 ? "st" : "th"} call`);

const stage = new Stage({ binary });
let poll, receipts, expected, sealed, seats;

/** An open poll with ballots in it, and its server killed: what every case begins with. */
async function prepare() {
  await stage.open();
  seats = await stage.join(BALLOTS);
  poll = await stage.poll({ type: "single" }, ["one", "two", "three"]);
  receipts = [];
  expected = [0, 0, 0];
  for (const seat of seats) {
    const k = Math.floor(random() * 3);
    const { answer, receipt } = await seat.cast(poll, { option: poll.options[k] });
    if (answer.t !== "ack") throw new Error(answer.code);
    expected[k]++;
    receipts.push(receipt);
  }
  receipts.sort();
  sealed = JSON.parse(execFileSync("sqlite3", ["-json", stage.file, `SELECT hex(sealed) AS s FROM sealed_ballot WHERE poll = ${poll.id}`]).toString())
    .map((row) => Buffer.from(row.s, "hex"));
  for (const seat of seats) seat.close();
  stage.chair.reconnect = false;
  await stage.server.kill();
  cpSync(stage.state, `${stage.state}.kept`, { recursive: true });
  cpSync(stage.run, `${stage.run}.kept`, { recursive: true });
}

function restore() {
  rmSync(stage.state, { recursive: true });
  rmSync(stage.run, { recursive: true });
  cpSync(`${stage.state}.kept`, stage.state, { recursive: true });
  cpSync(`${stage.run}.kept`, stage.run, { recursive: true });
}

/** The chair's seat comes back to a server that has started. */
async function back() {
  const chair = stage.chair;
  stage.owner.origin = stage.server.origin;
  chair.open();
  await chair.until((s) => s.welcomed && s.entities.has(poll.id), 60000, "the chair is back");
}

/** The threads of the server by the order of their ids: the loop first, then those of workers and store. */
function threads() {
  return readdirSync(`/proc/${stage.server.pid}/task`).map(Number).sort((a, b) => a - b);
}

/** The tracer hangs on to the thread before this resolves. */
async function attach(thread, point) {
  const inject = point ? ["-e", `inject=${point.name}:signal=KILL:when=${point.nth}`] : [];
  const tracer = spawn("strace", ["-p", String(thread), "-o", `${stage.state}.trace`, "-e", "trace=all", ...inject],
    { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  tracer.ended = new Promise((resolve) => tracer.on("exit", resolve));
  await new Promise((resolve, reject) => {
    tracer.stderr.on("data", (data) => /attached/.test(said += data) && resolve());
    tracer.on("exit", () => reject(new Error(`strace cannot attach: ${said}`)));
  });
  return tracer;
}

/** The close with a kill at that call of that thread, or with none. False: it was over before, for threads sometimes do a little less. */
async function killAt(index, point) {
  restore();
  await stage.server.start();
  await back();
  await pause(50);
  const tracer = await attach(threads()[index], point);
  const closed = stage.chair.run("poll.close", { id: poll.id }).then(() => "closed");
  const first = await Promise.race([stage.server.exited.then(() => "killed"), closed, pause(120000).then(() => "nothing")]);
  if (first === "closed") await stage.server.kill();
  await stage.server.exited;
  tracer.kill("SIGTERM");
  await tracer.ended;                 // what it wrote is in its file
  stage.chair.socket.terminate();
  if (first === "nothing") throw new Error("the close neither ended nor was it killed");
  return first === "killed";
}

/** What is wrong after a start, or "". The chair's poll.close, unanswered, is sent again by its seat. */
async function look() {
  await stage.server.start();
  await back();
  if (stage.chair.outbox.size === 0 && stage.chair.entities.get(poll.id).state === "open") await stage.chair.run("poll.close", { id: poll.id });
  await stage.chair.until((s) => s.entities.get(poll.id).state !== "open" && s.outbox.size === 0, 60000, "the poll is closed");
  const { options, roll, poll: after } = stage.result(poll.id);
  await stage.server.stop();
  const votes = options.map((option) => option.votes ?? 0);
  if (after.state !== "closed" || after.voters !== BALLOTS) return `it is ${after.state} with ${after.voters} voters`;
  if (JSON.stringify(votes) !== JSON.stringify(expected)) return `the totals are ${votes}, not ${expected}`;
  if (JSON.stringify(roll.receipts) !== JSON.stringify(receipts)) return "the receipts are others";
  const bytes = stage.bytes();
  if (bytes.some(({ name }) => name.endsWith(".key"))) return "a key is left";
  if (sealed.some((ballot) => bytes.some(({ data }) => data.includes(ballot.subarray(0, 32))))) return "a sealed ballot is left";
  return "";
}

/** The calls of a trace, each with how many of its name it is: that is how strace counts. */
function pointsOf(trace) {
  const counts = new Map();
  return trace.split("\n").map((line) => /^(\w+)\(/.exec(line)?.[1]).filter((name) => name).slice(0, CALLS_MAX)
    .map((name) => {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return { name, nth: counts.get(name) };
    });
}

async function main() {
  await prepare();
  const n = await (async () => {
    await stage.server.start();
    await back();
    const count = threads().length;
    await stage.server.kill();
    return count;
  })();
  for (let index = 0; index < n; index++) {
    let kills = 0, wrong = "";
    await killAt(index, null);
    wrong = await look();
    const points = pointsOf(readFileSync(`${stage.state}.trace`, "utf8"));
    for (let i = Math.floor(random() * each); i < points.length && wrong === ""; i += each) {
      stage.chair.outbox.clear();
      if (await killAt(index, points[i])) kills++;
      wrong = await look();
      if (wrong !== "") wrong = `${points[i].name} ${points[i].nth}: ${wrong}`;
    }
    score.check(wrong === "", `thread ${index}: killed at ${kills} of ${points.length} calls of the close${wrong === "" ? "" : `; ${wrong}`}`);
  }
}

if (spawnSync("strace", ["-V"]).status !== 0) throw new Error("strace is needed");
try {
  await main();
} catch (error) {
  console.log(error);
  score.check(false, "the kills ran to the end");
} finally {
  await stage.clean();
  rmSync(`${stage.state}.kept`, { recursive: true, force: true });
  rmSync(`${stage.run}.kept`, { recursive: true, force: true });
  rmSync(`${stage.state}.trace`, { force: true });
}
score.end();
