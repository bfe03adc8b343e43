// A server with Amina's account for the tests of the screens: workshops in a chosen state, and windows of people in them.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { Caller, Seat } from "../client/plenary.mjs";
import { Server } from "../client/server.mjs";
import { openWindow } from "./chromium.mjs";
import { words } from "./words.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
export const riyadh = JSON.parse(readFileSync(path.join(here, "../scenarios/riyadh-2015.json"), "utf8"));
export const NAME = "Amina";
export const PASSWORD = "a long password";

export class House {
  static async open(browser) {
    const house = new House();
    house.browser = browser;
    house.run = mkdtempSync("/dev/shm/plenary-house-");     // in memory, where the keys of secret polls have to lie
    house.server = await new Server({ args: ["--run", house.run] }).start();
    house.amina = new Caller(house.server.origin);
    await house.amina.post("/api/setup", { token: house.server.setupToken, name: NAME, password: PASSWORD });
    return house;
  }

  get origin() {
    return this.server.origin;
  }

  async close() {
    await this.server.stop();
    this.server.clean();
    rmSync(this.run, { recursive: true, force: true });
  }

  /** The server is killed, the keys of its secret polls are lost, and it starts again. */
  async loseKeys() {
    await this.server.kill();
    const keys = readdirSync(this.run, { recursive: true }).filter((name) => name.endsWith(".key"));
    for (const name of keys) rmSync(path.join(this.run, name));
    await this.server.start();
    return keys.length;
  }

  /** A workshop with the chair's seat over a socket: {id, chair, codes}. options: live, plan (false: without), item (start it). */
  async workshop(options = {}) {
    const { live = true, plan = true, item } = options;
    const { plan: rows, recommendations, polls, ...bare } = riyadh;
    const scenario = plan ? { ...bare, plan: rows, recommendations } : bare;
    const { id } = await this.amina.post("/api/workshops", { scenario });
    const codes = await this.amina.get(`/api/w/${id}/codes`);
    const chair = new Seat(this.amina, id);
    chair.open();
    await chair.until((s) => s.list("workshop").length > 0);
    if (live) await chair.must("workshop.live");
    if (item !== undefined) await chair.must("item.start", { id: chair.list("item")[item].id });
    await chair.until((s) => item === undefined || s.list("item")[item].state === "running");
    return { id, chair, codes };
  }

  /** A named poll with three options on an item (or none), open if asked: {id, options}. */
  async poll(chair, options = {}) {
    const { open = true, question = "Shall we meet again?", item } = options;
    const { id } = await chair.must("poll.create", { question: { en: question }, ...(item ? { item } : {}) });
    const made = [];
    for (const text of ["In spring", "In autumn", "Not at all"]) made.push((await chair.must("option.create", { poll: id, text: { en: text } })).id);
    if (open) await chair.must("poll.open", { id });
    return { id, options: made };
  }

  /** Somebody of a delegation, by its code: a Caller with `person`. */
  async delegate(room, name, { delegation = 5, language = "en" } = {}) {
    const caller = new Caller(this.origin);
    const { code } = room.codes.delegations[delegation];
    caller.person = (await caller.post("/api/join", { code, name, language })).person;
    return caller;
  }

  /** A guest, by the open code. */
  async guest(room, name) {
    const caller = new Caller(this.origin);
    caller.person = (await caller.post("/api/join", { code: room.codes.open, name, language: "en" })).person;
    return caller;
  }

  /** A window outside a room. */
  window(options = {}) {
    return openWindow(this.browser, { origin: this.origin, ...options });
  }

  /** A window of that caller in the room, when it is live. */
  async enter(room, caller, options = {}) {
    const page = await this.window({ ...options, cookie: caller.cookie });
    await page.goto(`/w/${room.id}`);
    await isLive(page, words(options.lang ?? "en"));
    return page;
  }
}

/** The link is live and nothing waits on the device. */
export async function isLive(page, say, timeout = 30000) {
  const calm = new RegExp(`^(${say("ui.link.live")}|${say("ui.link.linked")})( · ${say.like("ui.link.saved").source})?$`);
  await page.getByText(calm).first().waitFor({ timeout });
}

/** A button by its words, whatever stands in place of {names}; enabled. */
export function button(page, say, key) {
  return page.getByRole("button", { name: new RegExp(`^(\\+ )?${say.like(key).source}$`) }).and(page.locator(":enabled")).first();
}

export function labelled(page, say, key) {
  return page.getByLabel(say(key), { exact: true });
}

/**
 * Opens a tool of the plan: it stands in the line over the plan, or behind "More"; and what the plan has may bring it into the line
 * at any moment, also while one reaches for it there.
 */
export async function openTool(page, say, tool) {
  const line = page.getByRole("toolbar", { name: say("ui.tool.title") });
  await line.getByRole("button").first().waitFor();
  const short = line.getByRole("button", { name: new RegExp(`^${say(`ui.tool.short.${tool}`)}( ?\\d+)?$`) });
  const long = line.getByRole("button", { name: say(`ui.tool.${tool}`), exact: true });
  const more = line.getByRole("button", { name: say("ui.tool.more"), exact: true });
  const press = (one) => one.click({ timeout: 5000 }).then(() => true, () => false);
  await eventually(async () => {
    if (await short.count() === 0 && await long.count() === 0) await press(more);
    return press(await short.count() > 0 ? short : long);
  }, `the tool ${tool}`);
}

/** Polls until `look` gives something true. */
export async function eventually(look, what, ms = 30000) {
  const end = Date.now() + ms;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`${what} did not come true in ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function expect(holds, what) {
  if (!holds) throw new Error(what);
}
