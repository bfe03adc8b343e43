// A rehearsal's room: imported through the page, its delegates on sockets, and at the end its file, proven.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, isLive } from "../browser/house.mjs";
import { words } from "../browser/words.mjs";
import { Caller, Seat } from "../client/plenary.mjs";
import { Window } from "./window.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);

export class Stage {
  /** The scenario without what it agreed on, but with the parts that are to be `kept`, imported by the facilitator at her window. */
  static async open(tally, house, name, options, kept = []) {
    const stage = new Stage();
    Object.assign(stage, { tally, house, name, windows: [], seats: [] });
    stage.scenario = JSON.parse(readFileSync(path.join(here, "../scenarios", `${name}.json`), "utf8"));
    const { plan, recommendations, polls, ...bare } = stage.scenario;
    for (const part of kept) bare[part] = stage.scenario[part];
    const page = await house.window({ ...options, cookie: house.amina.cookie });
    await page.goto("/");
    const choosing = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: words(options.lang)("ui.home.from_file") }).click();
    await (await choosing).setFiles({ name: `${name}.json`, mimeType: "application/json", buffer: Buffer.from(JSON.stringify(bare)) });
    await page.waitForURL("**/w/*");
    await isLive(page, words(options.lang));
    stage.id = new URL(page.url()).pathname.slice(3);
    stage.chair = new Window(page, { ...options, who: "facilitator" });
    stage.windows.push(stage.chair);
    stage.codes = await house.amina.get(`/api/w/${stage.id}/codes`);
    stage.eye = await stage.#seat(house.amina);
    return stage;
  }

  async #seat(caller) {
    const seat = new Seat(caller, this.id);
    seat.open();
    await seat.until((s) => s.list("workshop").length > 0);
    this.seats.push(seat);
    return seat;
  }

  async #caller(delegation, name, language) {
    const caller = new Caller(this.house.origin);
    const at = this.scenario.delegations.findIndex((one) => one.name === delegation);
    caller.person = (await caller.post("/api/join", { code: this.codes.delegations[at].code, name, language })).person;
    return caller;
  }

  /** One scene of it. What comes after a scene that failed would tell nothing: the rehearsal ends there. */
  async scene(what, act, ms) {
    let error;
    await this.tally.test(`${this.name}: ${what}`, () => act().catch((one) => {
      error = one;
      throw one;
    }), ms);
    if (!error) return;
    for (const window of this.windows) await window.shoot(`${this.name}-broken`).catch(() => {});
    throw new Error(`${this.name} broke off`);
  }

  /** Somebody of a delegation at a window. */
  async window(delegation, name, options) {
    return this.join(await Window.open(this.house, this.id, await this.#caller(delegation, name, options.lang), options), name);
  }

  /** A window that somebody has come by. */
  join(window, name) {
    window.name = name;
    this.windows.push(window);
    return window;
  }

  /** Somebody of a delegation on a socket. */
  async sit(delegation, name, language) {
    const seat = await this.#seat(await this.#caller(delegation, name, language));
    Object.assign(seat, { party: delegation, name });
    return seat;
  }

  /** As many people of each delegation as it sent, on sockets, but for those at windows. */
  async fill(names, language, atWindows) {
    const seats = [];
    for (const { name, delegates, observer } of this.scenario.delegations) {
      const missing = observer ? 0 : delegates - (atWindows.filter((one) => one === name).length);
      for (let i = 0; i < missing; i++) seats.push(await this.sit(name, names[seats.length % names.length], language));
    }
    return seats;
  }

  /** Everybody on the list of people on a socket, each by a personal link, but for those at windows. */
  async fillList(atWindows) {
    const { links } = await this.house.amina.post(`/api/w/${this.id}/links/all`, {});
    this.listed = [];
    for (const { person, path: link } of links) {
      const { name, delegation } = this.eye.entities.get(person);
      if (atWindows.includes(name)) continue;
      const seat = await this.#linked(person, link);
      this.listed.push(Object.assign(seat, { party: this.eye.entities.get(delegation).name.en, name }));
    }
  }

  /** Somebody with that role on a socket, come by a personal link. */
  async staff(name, role) {
    const { id } = await this.eye.must("person.create", { name, role });
    const { path: link } = await this.house.amina.post(`/api/w/${this.id}/links`, { person: id });
    return this.#linked(id, link);
  }

  async #linked(person, link) {
    const caller = new Caller(this.house.origin);
    await caller.post("/api/link", { token: link.split("/").pop() });
    caller.person = person;
    return this.#seat(caller);
  }

  /** The facilitator goes on until that item runs, and everybody looks at the plan again. */
  async runTo(index) {
    const at = this.eye.list("item").findIndex((one) => one.state === "running");
    for (let i = at + 1; i <= index; i++) {
      await this.chair.button(i === 0 ? "ui.run.first" : "ui.run.next").click();
      const { title } = this.scenario.agenda[i];
      await this.eye.until((s) => s.list("item").some((one) => one.state === "running" && Object.values(one.title).includes(title)));
    }
    for (const window of this.windows) await window.plan();
  }

  delegation(name) {
    return this.eye.list("delegation").find((one) => Object.values(one.name).includes(name)).id;
  }

  /** The row with these words in some language. */
  find(text) {
    const rows = ["action", "recommendation", "framework", "paragraph"].flatMap((kind) => this.eye.list(kind));
    return rows.find((row) => Object.values(row.title ?? row.text ?? {}).some((words) => typeof words === "string" && words.includes(text)));
  }

  /** Resolves to the row with these words when it is there, and does what `test` asks for. */
  async until(text, test = () => true, ms = 60000) {
    await this.eye.until(() => this.find(text) && test(this.find(text)), ms, `what is expected of "${text}"`);
    return this.find(text);
  }

  adoptions(state) {
    return this.eye.list("adoption").filter((one) => one.state === state);
  }

  /** Of everything adopted: the hash on the wire is that of `plenary canon`; and `plenary verify` holds. The server has stopped. */
  proven() {
    const { binary, state } = this.house.server;
    const file = path.join(state, "workshops", `${this.id}.plenary`);
    const sealed = this.adoptions("adopted");
    for (const { id, hash } of sealed) {
      const sum = execFileSync("sh", ["-c", '"$0" canon "$1" "$2" | sha256sum', binary, file, String(id)], { encoding: "utf8" });
      expect(sum.slice(0, 64) === hash, `adoption ${id} has ${hash}, the file gives ${sum}`);
    }
    const said = execFileSync(binary, ["verify", file], { encoding: "utf8", stdio: "pipe" });
    expect(said.includes(` ${sealed.length} hashes of adoptions`), said);
    return sealed.length;
  }

  /** Nothing waits on a device and no page complained. */
  async calm() {
    for (const window of this.windows) {
      await window.live();
      const below = await window.page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
      expect(below <= 0, `${window.who}: the page itself can be scrolled by ${below} px`);
      expect(window.page.complaints.length === 0, `${window.who}: ${window.page.complaints.join("\n")}`);
    }
  }

  async close() {
    for (const seat of this.seats) seat.close();
    for (const window of this.windows) await window.page.context().close();
  }
}
