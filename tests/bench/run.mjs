// All benchmarks, each beside a baseline of the same run; prints one JSON document with figures, ratios and goals. See
// tests/bench/run. PLENARY_BIN names the server; its build directory holds bench/ with the load generators.
import os from "node:os";
import path from "node:path";
import { spawnSync } from "node:child_process";
import { query } from "../client/ledger.mjs";
import { binary } from "../client/server.mjs";
import { documents } from "./documents.mjs";
import { generate, programs, Stage, withBaseline } from "./stage.mjs";

const given = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const quick = process.argv.includes("--quick");
const repeats = Number(given("repeats", quick ? 1 : 3));
const size = quick
  ? { people: 20, few: 20, some: 40, many: 60, idle: 150, rounds: 3, votes: 2, bursts: 1, requests: 100 }
  : { people: 1000, few: 100, some: 1000, many: 10000, idle: 9900, rounds: 40, votes: 6, bursts: 5, requests: 3000 };

const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const round = (number, digits = 3) => Number(number.toFixed(digits));
const checks = [];
const check = (name, ok) => checks.push({ name, ok });
const goals = [];
const goal = (name, figure, { atLeast, atMost, reach }) =>
  goals.push({ name, figure: round(figure), ...(atLeast === undefined ? { at_most: atMost } : { at_least: atLeast }), reach,
    met: atLeast === undefined ? figure <= atMost : figure >= atLeast });

const settle = quick ? { "settle-ms": 200 } : {};
const stage = new Stage();
const file = (state, workshop) => path.join(state, "workshops", `${workshop}.plenary`);

/** Baseline, server, baseline, again and again; `ratio` of the median of each neighbourhood. */
async function beside(baseline, measure, ratio) {
  const rows = [];
  for (let i = 0; i < repeats; i++) {
    const before = await baseline();
    const ours = await measure();
    const after = await baseline();
    rows.push({ ours, baseline: [before, after], ratio: round(ratio(ours, [before, after])) });
  }
  return { ratio: median(rows.map((row) => row.ratio)), rows };
}

const cpuShare = (key) => (ours, bases) => median(bases.map((base) => base[key])) / ours[key];

async function swarm(n, rounds) {
  return stage.withServer((server) => generate("swarm", { ...server, path: `/ws/${stage.hall}`, cookie: stage.listener,
    "writer-cookie": stage.facilitator, connections: n, rounds, ...settle }));
}

async function fanOut(n) {
  const probe = await swarm(10, 3);
  const bare = () => withBaseline({ "frame-bytes": probe.frame_bytes }, (base) => generate("swarm", { ...base,
    path: "/ws/x", cookie: "a=b", "writer-cookie": "a=b", connections: n, rounds: size.rounds, ...settle }));
  const result = await beside(bare, () => swarm(n, size.rounds), cpuShare("cpu_us_per_delivery"));
  for (const { ours } of result.rows) check(`fan-out to ${n}: everybody got every change`, ours.deliveries === ours.expected);
  return result;
}

const benches = {
  async fan_out() {
    const result = {};
    for (const n of [size.some, size.many]) {
      result[n] = await fanOut(n);
      goal(`CPU per delivery, bare sender / ours, ${n} connections`, result[n].ratio, { atLeast: 0.8, reach: 0.9 });
    }
    return result;
  },

  async screens() {
    return fanOut(30);
  },

  async requests() {
    const at = (n) => stage.withServer((server) => generate("beside", { ...server, path: `/ws/${stage.hall}`,
      cookie: stage.listener, connections: n, "writer-path": `/ws/${stage.other}`, "writer-cookie": stage.facilitator,
      requests: size.requests, ...settle }));
    const rows = [];
    for (let i = 0; i < repeats; i++) rows.push({ few: await at(size.few), many: await at(size.idle) });
    const ratio = (key) => median(rows.map(({ few, many }) => many[key] / few[key]));
    goal("CPU per request beside many idle connections / beside 100", ratio("cpu_us_per_request"), { atMost: 1.5 });
    goal("CPU per command beside many idle connections / beside 100", ratio("cpu_us_per_command"), { atMost: 1.5 });
    return { request: round(ratio("cpu_us_per_request")), command: round(ratio("cpu_us_per_command")), rows };
  },

  async memory() {
    const rows = [];
    for (let i = 0; i < repeats; i++)
      rows.push(await stage.withServer((server) => generate("idle", { ...server, path: `/ws/${stage.hall}`,
        cookie: stage.listener, connections: size.idle, ...settle })));
    const bytes = median(rows.map((row) => row.bytes_per_connection));
    for (const row of rows) check("memory: all idle connections are complete", row.complete === row.connections);
    goal("bytes of our memory per idle connection", bytes, { atMost: 6144, reach: 3072 });
    return { bytes_per_connection: bytes, rows };
  },

  async votes() {
    const result = {};
    for (const within of quick ? [200] : [1000, 0]) {
      const options = { path: `/ws/${stage.conference}`, cookies: stage.cookies, poll: stage.poll,
        options: stage.options.join(","), "within-ms": within, rounds: size.votes, ...settle };
      const bare = () => withBaseline({ "frame-bytes": 900, "merge-ms": 100 },
        (base) => generate("votes", { ...base, ...options }));
      let disk;
      const ours = () => stage.withServer((server) => generate("votes", { ...server, ...options }), (state, row) => {
        const workshop = file(state, stage.conference);
        const count = (sql) => query(workshop, sql)[0].n;
        check("votes: every one acknowledged is in the file",
          count("SELECT count(*) AS n FROM change WHERE verb = 'ballot.cast'") === row.acknowledged);
        check("votes: each person counts once", count("SELECT count(*) AS n FROM ballot") === size.people
          && count("SELECT sum(votes) AS n FROM option") === size.people);
        disk = replay(workshop, count("SELECT min(seq) - 1 AS n FROM change WHERE verb = 'ballot.cast'"));
      });
      const row = await beside(bare, ours, cpuShare("cpu_us_per_vote"));
      result[`within_${within}_ms`] = { ...row, bare_sqlite: disk };
      const p99 = median(row.rows.map((one) => one.ours.ack_ms_p99));
      goal(`p99 of durable acknowledgement, ${size.people} votes within ${within} ms, in ms`, p99, { atMost: 100 });
    }
    return result;
  },

  async commands() {
    const rows = [];
    for (let i = 0; i < repeats; i++) {
      let disk;
      const ours = await stage.withServer((server) => generate("commands", { ...server, path: `/ws/${stage.conference}`,
        cookies: stage.cookies, people: Math.min(30, size.people), bursts: size.bursts }), (state, row) => {
        const [{ n, first }] = query(file(state, stage.conference),
          "SELECT count(*) AS n, min(seq) - 1 AS first FROM change WHERE verb = 'recommendation.edit'");
        check("commands: every one acknowledged is in the file", n === row.acknowledged && row.acknowledged === row.sent);
        disk = replay(file(state, stage.conference), first);
      });
      rows.push({ ours, bare_sqlite: disk, ratio: round(ours.commands_per_s / disk.changes_per_s) });
    }
    return { commands_per_s: median(rows.map((row) => row.ours.commands_per_s)),
      ratio: median(rows.map((row) => row.ratio)), rows };
  },

  async joins() {
    const join = (target, n) => generate("joins", { ...target, path: `/ws/${stage.conference}`, cookies: stage.cookies,
      connections: n, pending: 250 });
    const probe = await stage.withServer((server) => join(server, 10));
    const bare = () => withBaseline({ "first-bytes": probe.first_load_bytes }, (base) => join(base, size.people));
    const result = await beside(bare, () => stage.withServer((server) => join(server, size.people)),
      (ours, bases) => ours.cpu_us_per_join / median(bases.map((base) => base.cpu_us_per_join)));
    for (const { ours } of result.rows) check("joins: everybody is complete", ours.complete === ours.joins);
    goal(`CPU per join with ${probe.first_load_bytes} bytes, ours / bare sender`, result.ratio, { atMost: 2 });
    return { first_load_bytes: probe.first_load_bytes, ...result };
  },

  async documents() {
    const room = quick ? { people: 20, rows: 60, changes: 200, rate: 40, ms: 400, repeats: 1 }
      : { people: 200, rows: 2000, changes: 6000, rate: 50, ms: 12000, repeats };
    return documents({ size: room, check, goal, median, round });
  },
};

/** The same batches by a bare SQLite loop. */
function replay(workshop, after) {
  const { stdout, stderr, status } = spawnSync(path.join(programs, "baseline_sqlite"),
    ["--file", workshop, "--after", String(after)], { encoding: "utf8" });
  if (status !== 0) throw new Error(`baseline_sqlite: ${stderr}`);
  return JSON.parse(stdout);
}

const only = given("only", Object.keys(benches).join(",")).split(",");
const document = { machine: { cpus: os.cpus().length, cpu: os.cpus()[0].model, kernel: os.release() }, server: binary, repeats };
try {
  await stage.prepare(size.people);
  for (const name of only) {
    if (!benches[name]) throw new Error(`there is no benchmark '${name}'; there are: ${Object.keys(benches).join(", ")}`);
    process.stderr.write(`${name}\n`);
    document[name] = await benches[name]();
  }
} finally {
  stage.clean();
}
console.log(JSON.stringify({ ...document, checks, goals }, null, 1));
const failed = checks.filter(({ ok }) => !ok).length;
if (quick) {
  for (const { name, ok } of checks) console.log(`${ok ? "ok" : "not ok"} - ${name}`);
  console.log(`${checks.length - failed} passed, ${failed} failed`);
}
process.exit(failed ? 1 : 0);
