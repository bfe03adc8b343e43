// Probes that take seconds, run side by side; and those that are about many connections or about the processor.
import fs from "node:fs";
import { Raw, frame } from "./raw.mjs";
import { handshake, text } from "./quick.mjs";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const host = (at) => `Host: 127.0.0.1:${at.server.port}`;

/** Processor seconds that a process has used. */
export function cpuSeconds(pid) {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Share of a processor over `ms`. */
export async function cpuShare(pid, ms) {
  const before = cpuSeconds(pid);
  const from = performance.now();
  await sleep(ms);
  return (cpuSeconds(pid) - before) / ((performance.now() - from) / 1000);
}

/** Milliseconds for which this process has stood still, until `stop` is called. */
function standing() {
  const each = 50;
  let last = performance.now(), sum = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    sum += Math.max(0, now - last - 2 * each);
    last = now;
  }, each);
  return { get ms() { return sum + Math.max(0, performance.now() - last - 2 * each); }, stop: () => clearInterval(timer) };
}

/**
 * Until the server ends the connection, at least and at most: from when it was there and everything was sent, without what this machine stood
 * still, and from before it was asked for. `drip` is called each second.
 */
async function lifetime(raw, drip = () => {}) {
  const from = performance.now(), still = standing();
  while (!raw.closed && !raw.error && performance.now() - from < 90000) {
    await raw.until(() => raw.error !== undefined, 1000);
    drip();
  }
  const seconds = [performance.now() - from - still.ms, performance.now() - raw.began].map((ms) => (ms / 1000).toFixed(1));
  still.stop();
  raw.reset();
  return raw.closed || raw.error ? `closed after ${seconds.join(" to ")}` : "open";
}

/** Calm, when it rests in one of three looks: a server that spins does so in each. */
async function calmness(pid) {
  let share = 1;
  for (let i = 0; i < 3 && share >= 0.2; i++) share = Math.min(share, await cpuShare(pid, 2000));
  return share < 0.2 ? "calm" : `spins at ${share.toFixed(2)}`;
}

async function begin(at, bytes, options) {
  const raw = new Raw(options?.secure ? at.secure : at.server);
  await raw.ready;
  raw.send(bytes);
  return raw;
}

async function slowSecond(at) {
  const raw = await begin(at, `GET / HTTP/1.1\r\n${host(at)}\r\n\r\n`);
  await raw.status();
  raw.send("GET /");
  return lifetime(raw, () => raw.send("x"));
}

/** It asks for more than any buffer holds and reads nothing; pings show when the server is gone. */
async function slowReader(at) {
  const raw = new Raw(at.fake);
  await raw.ready;
  raw.send(handshake({ ...at, server: at.fake, socket: "/ws/x", cookie: "" }));
  await raw.upgraded();
  raw.socket.pause();
  raw.send(frame(1, "flood 4000"));
  return lifetime(raw, () => raw.send(frame(9, "x")));
}

async function rateExcess(at) {
  const raw = await begin(at, handshake(at));
  if (!(await raw.upgraded())) return "no WebSocket";
  raw.send(frame(1, text));
  const message = frame(1, '{"t":"beat"}');
  const from = Date.now();
  while (!raw.closed && Date.now() - from < 120000) {
    for (let i = 0; i < 30; i++) raw.send(message);
    for (let seen = await raw.frame(200); seen; seen = await raw.frame(1)) {
      if (seen.opcode !== 8) continue;
      raw.reset();
      return `close ${seen.payload.readUInt16BE(0)}`;
    }
  }
  return raw.closed ? "closed" : "open";
}

async function waitingSpin(at) {
  const request = "GET /api/never HTTP/1.1\r\nHost: x\r\n\r\n";
  const raw = new Raw(at.fake);
  await raw.ready;
  raw.send(request);
  await sleep(200);
  raw.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nmore");
  const outcome = await calmness(at.fake.child.pid);
  raw.reset();
  return outcome;
}

async function pipelinedUnread(at) {
  const raw = new Raw(at.server);
  await raw.ready;
  raw.socket.pause();
  raw.send(`GET / HTTP/1.1\r\n${host(at)}\r\n\r\n`.repeat(2000));
  await sleep(1000);
  const outcome = await calmness(at.server.child.pid);
  raw.reset();
  return outcome;
}

async function thousand(at, bytes) {
  for (let i = 0; i < 10; i++) {
    const some = Array.from({ length: 100 }, () => new Raw(at.server));
    await Promise.all(some.map((raw) => raw.ready));
    for (const raw of some) raw.send(bytes);
    if (i % 2) await sleep(20);
    for (const raw of some) raw.reset();
  }
  return "survived";
}

export const slow = {
  "slow-silent": async (at) => lifetime(await begin(at, "")),
  "slow-headers": async (at) => {
    const raw = await begin(at, `GET / HTTP/1.1\r\n${host(at)}\r\nX-Slow: `);
    return lifetime(raw, () => raw.send("x"));
  },
  "slow-body": async (at) => {
    const head = `POST /api/join HTTP/1.1\r\n${host(at)}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`;
    const raw = await begin(at, head);
    return lifetime(raw, () => raw.send(" "));
  },
  "slow-keepalive": async (at) => lifetime(await begin(at, `GET / HTTP/1.1\r\n${host(at)}\r\n\r\n`)),
  "slow-second-request": slowSecond,
  "slow-reader": slowReader,
  "slow-tls-handshake": async (at) => lifetime(await begin(at, Buffer.from([0x16, 3, 1, 2, 0, 1]), { secure: true })),
  "rate-excess": rateExcess,
};

export const heavy = {
  "waiting-spin": waitingSpin,
  "pipelined-unread": pipelinedUnread,
  "thousand-abrupt": (at) => thousand(at, `GET / HTTP/1.1\r\n${host(at)}\r\n\r\n`),
  "thousand-upgrades": (at) => thousand(at, handshake(at)),
};
