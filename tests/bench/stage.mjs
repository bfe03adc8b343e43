// What the benchmarks run on: a prepared state that each measurement gets a fresh copy of, a fresh process of the server
// or of the bare sender for each, and the load generators.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Caller, Seat } from "../client/plenary.mjs";
import { Server, binary } from "../client/server.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
export const programs = process.env.PLENARY_BENCH ?? path.join(path.dirname(path.resolve(binary)), "bench");

/** Runs a load generator to its end; resolves to the JSON object it prints. */
export function generate(name, options) {
  const args = Object.entries(options).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const child = spawn(path.join(programs, name), args, { stdio: ["ignore", "pipe", "pipe"] });
  const timer = setTimeout(() => child.kill("SIGKILL"), 240000);
  let out = "";
  let said = "";
  child.stdout.on("data", (data) => (out += data));
  child.stderr.on("data", (data) => (said += data));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (code !== 0) reject(new Error(`${name} ended with ${code ?? signal}: ${said.trim()}`));
      else resolve(JSON.parse(out));
    });
  });
}

/** The bare sender, fresh, for one measurement. */
export async function withBaseline(options, measure) {
  const args = Object.entries(options).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const child = spawn(path.join(programs, "baseline_epoll"), args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise((resolve) => child.on("exit", resolve));
  const port = await new Promise((resolve, reject) => {
    child.stdout.on("data", (data) => resolve(Number(/:(\d+)\s*$/.exec(String(data))[1])));
    exited.then(() => reject(new Error("baseline_epoll ended at once")));
  });
  try {
    return await measure({ port, pid: child.pid });
  } finally {
    child.kill("SIGTERM");
    await exited;
  }
}

const pooled = async (n, width, act) => {
  let next = 0;
  const worker = async () => {
    while (next < n) await act(next++);
  };
  await Promise.all(Array.from({ length: width }, worker));
};

/** Whether the server still runs, and its last lines: what broke a measurement, if the load generator only saw its end. */
async function epitaph(server) {
  await Promise.race([server.exited, new Promise((resolve) => setTimeout(resolve, 1000))]);
  const { exitCode, signalCode } = server.child;
  const end = server.running ? "still runs" : `ended with ${exitCode ?? signalCode}`;
  return `the server ${end}:\n${server.output.split("\n").slice(-20).join("\n")}`;
}

/** A state with two small workshops for listeners and one with `people` delegates who can all vote in its open poll. */
export class Stage {
  constructor() {
    this.directory = mkdtempSync(path.join(tmpdir(), "plenary-bench-"));
    this.state = path.join(this.directory, "state");
    this.cookies = path.join(this.directory, "cookies");
  }

  async prepare(people) {
    const server = new Server({ state: this.state });
    await server.start();
    const facilitator = new Caller(server.origin);
    await facilitator.post("/api/setup", { token: server.setupToken, name: "Amina", password: "a long password" });
    this.facilitator = facilitator.cookie;
    this.hall = await this.#workshop(facilitator, async () => {});
    this.other = await this.#workshop(facilitator, async () => {});
    this.conference = await this.#workshop(facilitator, (chair) => this.#ask(chair));
    const listener = new Caller(server.origin);
    await listener.post("/api/listen", { code: (await facilitator.get(`/api/w/${this.hall}/codes`)).open });
    this.listener = listener.cookie;
    await this.#seats(server.origin, facilitator, people);
    // Everybody is on the roll.
    const chair = await this.#enter(facilitator, this.conference);
    await chair.must("poll.open", { id: this.poll });
    chair.close();
    await server.stop();
  }

  async #workshop(facilitator, fill) {
    const scenario = JSON.parse(readFileSync(path.join(here, "../scenarios/riyadh-2015.json"), "utf8"));
    const { id } = await facilitator.post("/api/workshops", { scenario });
    const chair = await this.#enter(facilitator, id);
    await chair.must("workshop.live");
    await fill(chair);
    chair.close();
    return id;
  }

  async #enter(facilitator, id) {
    const chair = new Seat(facilitator, id);
    chair.open();
    await chair.until((seat) => seat.list("workshop").length > 0);
    return chair;
  }

  async #ask(chair) {
    this.voting = chair.list("delegation").filter((delegation) => !delegation.observer).map((delegation) => delegation.id);
    const poll = await chair.must("poll.create", { question: { en: "Which action comes first?" }, type: "single" });
    this.options = [];
    for (const text of ["Advance data", "Training"])
      this.options.push((await chair.must("option.create", { poll: poll.id, text: { en: text } })).id);
    this.poll = poll.id;
  }

  async #seats(origin, facilitator, people) {
    const codes = (await facilitator.get(`/api/w/${this.conference}/codes`)).delegations;
    const delegations = codes.filter(({ delegation }) => this.voting.includes(delegation));
    const cookies = [];
    await pooled(people, 20, async (i) => {
      const caller = new Caller(origin);
      const { code } = delegations[i % delegations.length];
      await caller.post("/api/join", { code, name: `Delegate number ${i}`, language: "en" });
      cookies.push(caller.cookie);
    });
    writeFileSync(this.cookies, `${cookies.join("\n")}\n`);
  }

  /** A fresh server on a fresh copy; `after` looks at the files once it has stopped. Resolves to what `measure` resolves to. */
  async withServer(measure, after = () => {}) {
    const state = path.join(this.directory, "copy");
    cpSync(this.state, state, { recursive: true });
    const server = new Server({ state, args: (process.env.PLENARY_BENCH_ARGS ?? "").split(" ").filter(Boolean) });
    try {
      await server.start();
      const result = await measure({ port: server.port, pid: server.child.pid });
      const end = await server.stop();
      if (end.code !== 0) throw new Error(`the server ended with ${end.code ?? end.signal}:\n${server.output}`);
      after(state, result);
      return result;
    } catch (error) {
      throw new Error(`${error.message}; ${await epitaph(server)}`, { cause: error });
    } finally {
      await server.kill();
      rmSync(state, { recursive: true, force: true });
    }
  }

  clean() {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
