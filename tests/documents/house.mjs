// What the tests of documents share: a server with a facilitator, downloads as bytes, and commands of the shell.
import { execFileSync } from "node:child_process";
import http from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Caller, Seat } from "../client/plenary.mjs";
import { binary, Server } from "../client/server.mjs";

const TRIES = 4;
const MINUTES = 4;      // more than a workshop is played in, on a slow machine too
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * What is played over midnight has two days in its sheets, and what is compared is about one. Workshops of the tests are in Bamako (UTC) and
 * Riyadh (three hours ahead, all year): a day that is nearly over there is waited out.
 */
async function dayHasTime() {
  const day = 86400000;
  const left = Math.min(...[0, 3].map((hours) => day - ((Date.now() + hours * 3600000) % day)));
  if (left < MINUTES * 60000) await pause(left + 1000);
}

export class House {
  static async open() {
    await dayHasTime();
    const house = new House();
    house.work = mkdtempSync(path.join(tmpdir(), "plenary-documents-"));
    house.server = await new Server().start();
    house.chair = new Caller(house.server.origin);
    await house.chair.post("/api/setup", { token: house.server.setupToken, name: "Amina", password: "a long password" });
    return house;
  }

  async workshop(scenario) {
    const { id } = await this.chair.post("/api/workshops", { scenario });
    return id;
  }

  async seat(id) {
    const seat = new Seat(this.chair, id);
    seat.open();
    await seat.until((s) => s.list("workshop").length > 0, 60000, "the room");
    return seat;
  }

  /** {status, type, bytes} of a download. A machine that stood still may have been too slow for it once, and is asked again. */
  async get(address) {
    for (let tries = 1; ; tries++) {
      const reply = await this.once(address);
      if (tries === TRIES || reply.status !== 503 || !/"(document|bundle)_(slow|busy)"/.test(reply.bytes.toString())) return reply;
      await pause(2000);
    }
  }

  /** The same, asked for once. */
  once(address) {
    return this.#ask("GET", address);
  }

  /** A file sent as it is; the reply with its JSON. */
  async send(address, bytes, type = "application/octet-stream") {
    const reply = await this.#ask("POST", address, Buffer.from(bytes), type);
    return { status: reply.status, json: JSON.parse(reply.bytes) };
  }

  /** On a connection of its own: one that was kept may be closed by the time another program is done. */
  #ask(method, address, body, type) {
    const headers = { cookie: this.chair.cookie, ...(body && { "content-type": type, "content-length": body.length }) };
    return new Promise((resolve, reject) => {
      const request = http.request(new URL(address, this.server.origin), { method, headers, agent: false }, (reply) => {
        const parts = [];
        reply.on("data", (part) => parts.push(part));
        reply.on("error", reject);
        reply.on("end", () => resolve({ status: reply.statusCode, type: reply.headers["content-type"], headers: reply.headers, bytes: Buffer.concat(parts) }));
      });
      request.on("error", reject);
      request.end(body);
    });
  }

  file(name, bytes) {
    const file = path.join(this.work, name);
    writeFileSync(file, bytes);
    return file;
  }

  async close() {
    await this.server.stop();
    this.server.clean();
    rmSync(this.work, { recursive: true, force: true });
  }
}

/** {status, out} of a command, its standard error included. */
export function shell(command, args, options = {}) {
  try {
    return { status: 0, out: execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], ...options }) };
  } catch (error) {
    return { status: error.status ?? -1, out: `${error.stdout ?? ""}${error.stderr ?? error}` };
  }
}

export const plenary = (...args) => shell(binary, args);
