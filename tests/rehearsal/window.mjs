// What people do at a window of a rehearsal: they go to places, write in cells, open panels. Everything by what is on the screen.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { button, isLive, openTool } from "../browser/house.mjs";
import { words } from "../browser/words.mjs";

const NARROW = 900;

export class Window {
  /** A window of that caller in a room. options: lang, width, height, touch; shots: where pictures go. */
  static async open(house, id, caller, options) {
    const window = new Window(await house.window({ ...options, cookie: caller.cookie }), options);
    await window.page.goto(`/w/${id}`);
    await window.live();
    return window;
  }

  constructor(page, { lang, shots, who }) {
    Object.assign(this, { page, lang, shots, who, say: words(lang) });
  }

  live() {
    return isLive(this.page, this.say);
  }

  button(key) {
    return button(this.page, this.say, key);
  }

  labelled(key) {
    return this.page.getByLabel(this.say(key), { exact: true });
  }

  dialog() {
    return this.page.getByRole("dialog").last();
  }

  get panel() {
    return this.page.locator(".beside-plan, .panel-sheet");
  }

  /** The way to a place of the room: now, plan. */
  async place(tab) {
    const narrow = this.page.viewportSize().width < NARROW;
    await this.page.getByRole(narrow ? "navigation" : "group", { name: this.say("ui.room.places") })
      .getByRole("button", { name: this.say(`ui.tab.${tab}`), exact: true }).click();
  }

  async plan() {
    await this.place("plan");
    await this.page.locator(".tool-row").waitFor();
  }

  /** The plenary plan, or what a group drafts. */
  async drafts(title) {
    await this.page.getByRole("group", { name: this.say("ui.plan.places") }).getByRole("button", { name: title, exact: true }).click();
  }

  async tool(name) {
    await openTool(this.page, this.say, name);
    await this.panel.getByRole("heading", { name: this.say(`ui.tool.${name}`), exact: true }).waitFor();
    return this.panel;
  }

  async shut() {
    await this.panel.getByRole("button", { name: this.say("ui.close") }).click();
    await this.panel.waitFor({ state: "detached" });
  }

  row(text) {
    return this.page.locator(".plan-row, .paragraph").filter({ hasText: text });
  }

  theme(title) {
    return this.page.getByRole("heading", { name: title }).locator("xpath=ancestor::section[1]");
  }

  /** Lines that stay for the next one until they are left. */
  async #lines(button, key, texts) {
    await button.click();
    for (const text of texts) {
      await this.labelled(key).fill(text);
      await this.page.keyboard.press("Enter");
    }
    await this.page.keyboard.press("Escape");
  }

  addThemes(titles) {
    return this.#lines(this.button("ui.plan.add_theme"), "ui.plan.theme_title", titles);
  }

  addActions(theme, titles) {
    const button = this.theme(theme).getByRole("button", { name: this.say("ui.plan.add_row") });
    return this.#lines(button, "ui.plan.action", titles);
  }

  addRecommendation(text) {
    return this.#lines(this.button("ui.plan.add_recommendation"), "ui.plan.recommendation", [text]);
  }

  /** A paragraph or heading at the end of the framework text. */
  addParagraph(level, text) {
    const field = level === "heading" ? "ui.level.heading" : "ui.plan.paragraph";
    return this.#lines(this.button(`ui.plan.add_${level}`), field, [text]);
  }

  /** All fields of a row, or of a paragraph its acts. */
  async unfold(text) {
    const number = this.row(text).locator(".number");
    if (await number.getAttribute("aria-expanded") === "false") await number.click();
    await this.row(text).locator(".row-acts, .fields").first().waitFor();
  }

  /** Opens a field of a row; resolves to its editor. */
  async cell(text, key, role = "textbox") {
    await this.row(text).getByRole("button", { name: new RegExp(`^${this.say(key)}: `) }).first().click();
    const editor = this.page.getByRole(role, { name: this.say(key), exact: true }).first();
    await editor.waitFor();
    return editor;
  }

  /** Types at the end of a text, as a person does, and leaves it. */
  async write(text, key, added) {
    const editor = await this.cell(text, key);
    await editor.press("End");
    await editor.pressSequentially(added, { delay: 15 });
    await editor.press("Escape");
  }

  async choose(text, key, label) {
    const list = await this.cell(text, key, "combobox");
    await list.selectOption({ label });
    await this.page.keyboard.press("Enter");
  }

  async check(text, key, labels) {
    await this.row(text).getByRole("button", { name: new RegExp(`^${this.say(key)}: `) }).click();
    const list = this.page.getByRole("group", { name: this.say(key) });
    for (const label of labels) await list.getByRole("checkbox", { name: label }).check();
    await this.page.keyboard.press("Enter");
  }

  /** The panel of a row. */
  async talk(text, tab = "talk") {
    await this.row(text).locator(".open-panel").click();
    await this.panel.locator(`[data-tab=${tab}]`).click();
    return this.panel;
  }

  /** The adoption panel of a row, from the row's own acts. */
  async adopting(text) {
    await this.unfold(text);
    await this.row(text).getByRole("button", { name: this.say("ui.adoption.open_one") }).click();
    return this.panel;
  }

  /** Declared at once, after one question. */
  async declare() {
    await this.button("ui.adoption.now").click();
    await this.dialog().getByRole("button", { name: this.say("ui.adoption.now") }).click();
  }

  get banner() {
    return this.page.getByRole("region", { name: this.say("ui.adoption.title") });
  }

  /** The whole fingerprint of the first outcome in the panel. */
  async fingerprint() {
    await this.panel.getByRole("button", { name: this.say("ui.adoption.hash_whole") }).first().click();
    return this.panel.locator("code.hash").first().innerText();
  }

  async shoot(name) {
    if (!this.shots) return;
    mkdirSync(this.shots, { recursive: true });
    await this.page.screenshot({ path: path.join(this.shots, `${name}-${this.who}.png`) });
  }

  /** The same in the dark. */
  async shootDark(name) {
    await this.page.emulateMedia({ colorScheme: "dark" });
    await this.shoot(`${name}-dark`);
    await this.page.emulateMedia({ colorScheme: "light" });
  }
}
