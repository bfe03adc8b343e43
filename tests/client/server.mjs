// Starts and stops the real server for tests: on loopback, port chosen by the system, state in a directory of its own.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export const binary = process.env.PLENARY_BIN ?? "build/plenary";

export class Server {
  constructor(options = {}) {
    this.binary = options.binary ?? binary;
    this.state = options.state ?? mkdtempSync(path.join(tmpdir(), "plenary-test-"));
    this.ownState = options.state === undefined;
    this.args = options.args ?? [];
    this.port = options.port ?? 0;
    this.wrap = options.wrap ?? [];
    this.env = options.env ?? {};
  }

  /** Resolves when it serves; `output` holds what it printed. */
  start() {
    const command = [...this.wrap, this.binary, "serve", "--state", this.state, "--port", String(this.port), ...this.args];
    this.output = "";
    this.child = spawn(command[0], command.slice(1), {
      stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...this.env },
    });
    const child = this.child;
    const last = () => child.kill("SIGKILL");       // a test that breaks leaves no server behind
    process.once("exit", last);
    child.once("exit", () => process.off("exit", last));
    // What it said last is read before its end is known; but nobody waits for long who else holds its output.
    this.exited = new Promise((resolve) => {
      child.once("close", (code, signal) => resolve({ code, signal }));
      child.once("exit", (code, signal) => setTimeout(resolve, 10000, { code, signal }).unref());
    });
    return new Promise((resolve, reject) => {
      const look = (data) => {
        this.output += data;
        const ready = /^READY (\S+)\n/m.exec(this.output);
        if (!ready) return;
        this.origin = ready[1];
        this.port = Number(new URL(this.origin).port);
        resolve(this);
      };
      this.child.stdout.on("data", look);
      this.child.stderr.on("data", (data) => (this.output += data));
      this.exited.then(({ code, signal }) =>
        reject(new Error(`the server ended (${code ?? signal}) before it was ready:\n${this.output}`)));
    });
  }

  /** The server itself, also when it runs below another program. */
  get pid() {
    const { pid } = this.child;
    if (this.wrap.length === 0) return pid;
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ")[0]);
  }

  /** Whether it has not ended: the number of a process that has is soon somebody else's. */
  get running() {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Kill without warning; resolves when it is gone. */
  async kill() {
    if (this.running) process.kill(this.pid, "SIGKILL");
    await this.exited;
  }

  /** Ask to stop; resolves to {code, signal}. */
  async stop() {
    if (this.running) process.kill(this.pid, "SIGTERM");
    return this.exited;
  }

  /** The one-time set-up token it printed. */
  get setupToken() {
    return /setup\?token=([A-Za-z0-9_-]+)/.exec(this.output)?.[1];
  }

  clean() {
    if (this.ownState) rmSync(this.state, { recursive: true, force: true });
  }
}
