// Runs the hostile probes of probes.txt against a server with sanitizers, and looks after each whether it still serves.
//
//   node tests/hostile/probe.mjs BINARY FAKE [NAME...]
//
// BINARY is the program, or net_fake; FAKE is net_fake, for the few probes that need an app that does as it is told. The last
// line is "N passed, N failed".
import fs from "node:fs";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { Server } from "../client/server.mjs";
import { Raw } from "./raw.mjs";
import { downloads } from "./downloads.mjs";
import { quick } from "./quick.mjs";
import { cpuSeconds, cpuShare, heavy, slow } from "./slow.mjs";

const [binary, fakeBinary, ...only] = process.argv.slice(2);
let passed = 0;
let failed = 0;

function report(name, good, saw) {
  if (good) passed += 1;
  else failed += 1;
  console.log(`${good ? "ok" : "not ok"} - ${name}: ${saw}`);
}

function readTable() {
  const file = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "probes.txt");
  const rows = new Map();
  for (const line of fs.readFileSync(file, "utf8").split("\n")) {
    if (line.startsWith("#") || line.trim() === "") continue;
    const [name, expected, what] = line.split("|").map((cell) => cell.trim());
    rows.set(name, { expected: expected.split(" or "), what });
  }
  return rows;
}

/** "closed after 10.2 to 10.3" (at least and at most) fits "closed after 9 to 14"; everything else is compared as it is. */
function fits(saw, expected) {
  return expected.some((one) => {
    const range = /^closed after (\d+) to (\d+)$/.exec(one);
    const seconds = /^closed after ([\d.]+) to ([\d.]+)$/.exec(saw);
    if (range && seconds) return Number(seconds[2]) >= Number(range[1]) && Number(seconds[1]) <= Number(range[2]);
    return saw === one;
  });
}

/** A page, for which the server does not work longer than two seconds, and a processor not used up. */
async function healthy(server) {
  const raw = new Raw(server), before = cpuSeconds(server.child.pid);
  await raw.ready;
  raw.send(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`);
  const status = await raw.status();
  const worked = cpuSeconds(server.child.pid) - before;
  raw.reset();
  if (status !== "status 200" || worked > 2) return `then GET / gave ${status} after ${worked.toFixed(1)} s of work`;
  let share = await cpuShare(server.child.pid, 60);
  for (let i = 0; i < 5 && share > 0.9; i++) share = await cpuShare(server.child.pid, 1000);     // what spins does so all the time
  return share > 0.9 ? `then it spun at ${share.toFixed(2)} of a processor` : "";
}

async function probe(name, run, row, at) {
  let saw;
  try {
    saw = await run(at);
  } catch (error) {
    saw = `the probe failed: ${error.stack}`;
  }
  const harm = await healthy(at.server);
  report(name, fits(saw, row.expected) && harm === "", `${saw}${harm ? `, ${harm}` : ""} (${row.expected.join(" or ")})`);
}

/** A workshop and a cookie that lets us in; net_fake lets in everybody. */
async function enter(server) {
  if (!server.setupToken) return { socket: "/ws/x", cookie: "", paths: [] };
  const call = async (method, where, body, cookie = "") => {
    const headers = { "Content-Type": "application/json", Cookie: cookie };
    const reply = await fetch(server.origin + where, { method, headers, body: body && JSON.stringify(body) });
    if (!reply.ok) throw new Error(`${where}: ${reply.status} ${await reply.text()}`);
    return { json: await reply.json(), cookie: reply.headers.get("set-cookie")?.split(";")[0] ?? cookie };
  };
  const first = await call("POST", "/api/setup", { token: server.setupToken, name: "probe", password: "a long password 1" });
  const { json } = await call("GET", "/api/templates", undefined, first.cookie);
  const made = await call("POST", "/api/workshops", { template: json.templates[0].name }, first.cookie);
  const { id } = made.json;
  return { call, workshop: id, document: `/api/w/${id}/export/agenda.docx?lang=ar`, paths: [], socket: `/ws/${id}`, cookie: made.cookie };
}

/** The sockets on which a process listens, from the kernel's own tables. */
function listening(pid) {
  const inodes = new Set();
  for (const fd of fs.readdirSync(`/proc/${pid}/fd`)) {
    let target = "";
    try {
      target = fs.readlinkSync(`/proc/${pid}/fd/${fd}`, "utf8");
    } catch {
      continue;                 // closed while we look
    }
    const socket = /^socket:\[(\d+)\]$/.exec(target);
    if (socket) inodes.add(socket[1]);
  }
  const found = [];
  for (const table of ["tcp", "tcp6"]) {
    for (const line of fs.readFileSync(`/proc/net/${table}`, "utf8").split("\n").slice(1)) {
      const cell = line.trim().split(/\s+/);
      if (cell[3] === "0A" && inodes.has(cell[9])) found.push(`${table} ${cell[1]}`);
    }
  }
  return found.sort();
}

function checkBound(server) {
  const port = server.port.toString(16).toUpperCase().padStart(4, "0");
  const wanted = [`tcp 0100007F:${port}`, `tcp6 00000000000000000000000001000000:${port}`];
  const found = listening(server.child.pid);
  const has6 = fs.existsSync("/proc/net/if_inet6") && execFileSync("cat", ["/proc/net/if_inet6"]).includes(" lo");
  const good = found.join() === (has6 ? wanted : wanted.slice(0, 1)).join();
  report("bound-loopback-only", good, found.join(", "));
}

async function stop(name, server) {
  const timer = setTimeout(() => server.child.kill("SIGKILL"), 60000);
  const { code, signal } = await server.stop();
  clearTimeout(timer);
  const complaint = /(AddressSanitizer|LeakSanitizer|runtime error|Assertion)[^\n]*/.exec(server.output);
  report(`stops-${name}`, code === 0 && !complaint, complaint?.[0] ?? `status ${code ?? signal}`);
  if (complaint) console.log(server.output.slice(server.output.indexOf(complaint[0]) - 200).slice(0, 6000));
  server.clean();
}

async function main() {
  const env = { ASAN_OPTIONS: "detect_leaks=1:abort_on_error=0" };
  const servers = { server: new Server({ binary, env }), secure: new Server({ binary, env, args: ["--tls"] }),
    fake: new Server({ binary: fakeBinary, env }) };
  await Promise.all(Object.values(servers).map((server) => server.start()));
  const at = { ...servers, ...(await enter(servers.server)) };
  const rows = readTable();
  const wanted = (name) => only.length === 0 || only.includes(name);
  const ofProgram = at.workshop ? downloads : {};
  for (const name of Object.keys({ ...quick, ...downloads, ...slow, ...heavy }))
    if (!rows.has(name)) report(name, false, "has no row in probes.txt");
  for (const name of rows.keys())
    if (!quick[name] && !downloads[name] && !slow[name] && !heavy[name]) report(name, false, "has no probe");

  checkBound(servers.server);
  for (const [name, run] of Object.entries({ ...quick, ...ofProgram, ...heavy }))
    if (rows.has(name) && wanted(name)) await probe(name, run, rows.get(name), at);
  await Promise.all(Object.entries(slow).filter(([name]) => rows.has(name) && wanted(name))
    .map(([name, run]) => probe(name, run, rows.get(name), at)));
  for (const [name, server] of Object.entries(servers)) await stop(name, server);
  const { output } = servers.server;
  report("no-token-in-the-log", !at.paths.some((one) => output.includes(one.slice(5, -4))), `${at.paths.length} addresses of calendars`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}

await main();
