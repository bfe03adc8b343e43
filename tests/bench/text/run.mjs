// Texts that many write at once: our server, ShareDB and y-websocket under the same load, one after the other, each a fresh process; the two both
// behind SQLite and in memory. Prints one JSON document with figures, ratios and goals. See tests/bench/text/run.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { acknowledgedOnce, query } from "../../client/ledger.mjs";
import { Server, binary } from "../../client/server.mjs";
import { Disk } from "./commits.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
const given = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const quick = process.argv.includes("--quick");
const all = ["plenary", "sharedb", "yjs", "sharedb_memory", "yjs_memory"];
const only = given("only", all.join(",")).split(",");
// The quick form is about our server; of the others it is only seen that their side of the benchmark runs.
const seconds = (name) => Number(given("seconds", quick ? (name === "plenary" ? 30 : 5) : 600));
const crowd = (name) => (quick && name !== "plenary" ? { editors: 10, people: 5 } : {});
const load = { editors: Number(given("editors", 40)), people: Number(given("people", 30)), rows: 60, rate: 5,
  rowRate: Number(given("row-rate", 5)), seed: Number(given("seed", 1 + Math.floor(Math.random() * 1e6))) };

/** Runs the load to its end; resolves to what it found. */
function generate(options) {
  const child = spawn("node", ["--max-old-space-size=3072", path.join(here, "load.mjs")], { stdio: ["pipe", "pipe", "pipe"] });
  const timer = setTimeout(() => child.kill("SIGKILL"), (options.seconds * 3 + 120) * 1000);
  let out = "";
  let said = "";
  child.stdout.on("data", (data) => (out += data));
  child.stderr.on("data", (data) => (said += data));
  child.stdin.end(JSON.stringify(options));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (code !== 0) reject(new Error(`the load on ${options.target} ended with ${code ?? signal}: ${said.trim()}`));
      else resolve(JSON.parse(out));
    });
  });
}

/** The load on a server, and beside it what a commit alone takes on this disk. */
async function measure(directory, options) {
  const disk = new Disk(path.join(directory, "disk.db"));
  disk.start(100);
  const result = await generate({ ...load, ...options });
  return { ...result, disk: disk.stop() };
}

async function plenary(directory) {
  const server = new Server({ state: path.join(directory, "state") });
  await server.start();
  try {
    const { acks, ...result } = await measure(directory, { target: "plenary", origin: server.origin, setupToken: server.setupToken,
      pids: [server.pid], seconds: seconds("plenary") });
    const end = await server.stop();
    if (end.code !== 0) throw new Error(`the server ended with ${end.code ?? end.signal}:\n${server.output}`);
    const [{ id }] = query(path.join(directory, "state/plenary.db"), "SELECT id FROM workshop");
    const file = path.join(directory, `state/workshops/${id}.plenary`);
    const verified = spawnSync(binary, ["verify", file], { encoding: "utf8" });
    return { ...result, acknowledged: acks.length, ...acknowledgedOnce(file, acks), verified: verified.status };
  } finally {
    await server.kill();
  }
}

async function other(directory, target, file) {
  const child = spawn("node", [path.join(here, `server_${target}.mjs`), ...(file ? ["--file", path.join(directory, "texts.db")] : [])],
    { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise((resolve) => child.on("exit", resolve));
  const origin = await new Promise((resolve, reject) => {
    child.stdout.on("data", (data) => resolve(/READY (\S+)/.exec(String(data))[1]));
    exited.then(() => reject(new Error(`server_${target} ended at once`)));
  });
  try {
    const { acks, ...result } = await measure(directory, { target, origin, pids: [child.pid], seconds: seconds(target), ...crowd(target) });
    return result;
  } finally {
    child.kill("SIGTERM");
    await exited;
  }
}

const checks = [];
const check = (name, ok) => checks.push({ name, ok });
const document = { machine: { cpus: os.cpus().length, cpu: os.cpus()[0].model, kernel: os.release() }, server: binary, load };
const results = {};
for (const name of only) {
  if (!all.includes(name)) throw new Error(`there is no server '${name}'; there are: ${all.join(", ")}`);
  process.stderr.write(`${name}\n`);
  const directory = mkdtempSync(path.join(os.tmpdir(), "plenary-bench-text-"));
  try {
    results[name] = name === "plenary" ? await plenary(directory) : await other(directory, name.split("_")[0], !name.endsWith("_memory"));
    process.stderr.write(`${JSON.stringify(results[name])}\n`);
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
    check(`${name}: the load ran to its end`, false);
    continue;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  const found = results[name];
  check(`${name}: every operation was on every other screen exactly once`, found.not_seen_once_by_all === 0 && found.unanswered === 0);
  check(`${name}: everybody, and who came last, ended equal`, found.different_replicas === 0);
  check(`${name}: the field stayed between 2,000 and 10,000 letters`, found.field_letters[0] >= 2000 && found.field_letters[1] <= 10000);
}

const goals = [];
const goal = (name, figure, atMost) => goals.push({ name, figure: Number(figure.toFixed(3)), at_most: Number(atMost.toFixed(3)), met: figure <= atMost });
const ours = results.plenary;
if (ours) {
  check("plenary: every acknowledged operation is in the file, once", ours.lost === 0 && ours.twice === 0 && ours.elsewhere === 0
    && ours.acknowledged === ours.operations);
  check("plenary: the file's history gives the texts it holds", ours.verified === 0);
  for (const place of ["field", "rows"])
    goal(`ms from key to other screen, p95, ${place}`, ours[place].p95, 2 * ours.disk.commit_ms_p95 + 20);
  for (const name of ["sharedb", "yjs"])
    if (results[name]) goal(`server CPU, ours / ${name} behind SQLite`, ours.server_cpu_us_per_keystroke / results[name].server_cpu_us_per_keystroke, 0.5);
}
console.log(JSON.stringify({ ...document, ...results, checks, goals }, null, 1));
const failed = checks.filter(({ ok }) => !ok).length;
if (quick) {
  for (const { name, ok } of checks) console.log(`${ok ? "ok" : "not ok"} - ${name}`);
  console.log(`${checks.length - failed} passed, ${failed} failed`);
}
process.exit(failed ? 1 : 0);
