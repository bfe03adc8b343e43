// The link is cut while two people write in the same text. Both go on, close their page, open it again without a link, write
// more; meanwhile the server is killed and started again. When the link is back, everything that was typed is there once: on both
// screens, for a third person and in the file; and both values of a field that both of them set are offered to each.
//   node offline_text.mjs [RUNS [SEED]]     3 runs; prints what holds and, last, "N passed, N failed"
import path from "node:path";
import { Cable } from "../client/cable.mjs";
import { dice } from "../client/dice.mjs";
import { query } from "../client/ledger.mjs";
import { keptPage, launch, openTab, overhear, stored } from "./chromium.mjs";
import { button, eventually, expect, House, isLive } from "./house.mjs";
import { Tally } from "./tally.mjs";
import { words } from "./words.mjs";

const RUNS = Number(process.argv[2] ?? 3);
const SEED = Number(process.argv[3] ?? Date.now() % 1e9);
const START = "— • —";
// Each writes in letters of their own, so that what one typed can be told from what others did: it has to be there in its order.
const LETTERS = { Hala: [..."abcdefghij klmnop"], عمر: [..."ابتثجحخد ذرزسشصé🛃"], Amina: [..."0123456789"] };
const of = (who, text) => [...text].filter((letter) => letter !== " " && LETTERS[who].includes(letter)).join("");
const figures = { typed: 0, away: 0, again: 0, offered: 0, missing: 0, twice: 0 };
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Somebody at a window, on a line of their own that can be pulled. */
class Writer {
  constructor(play, name, lang, size) {
    Object.assign(this, { play, name, lang, size, say: words(lang), typed: {}, away: false, events: play.chance() < 0.5 });
  }

  async come(delegation) {
    const { house, room } = this.play;
    this.cable = await Cable.to(house.server.port);
    this.caller = await house.delegate(room, this.name, { delegation, language: this.lang });
    this.page = await house.window({ origin: this.cable.origin, lang: this.lang, cookie: this.caller.cookie, ...this.size });
    this.heard = overhear(this.page);
    await this.page.goto(`/w/${room.id}`);
    await isLive(this.page, this.say);
    await keptPage(this.page);
    await this.toPlan();
  }

  async toPlan() {
    const { page, say } = this;
    const narrow = page.viewportSize().width < 900;
    await page.getByRole(narrow ? "navigation" : "group", { name: say("ui.room.places") })
      .getByRole("button", { name: say("ui.tab.plan"), exact: true }).click();
    await page.locator(`[data-row="${this.play.row}"]`).waitFor();
  }

  get row() {
    return this.page.locator(`[data-row="${this.play.row}"]`);
  }

  /** The objective of the row, in its editor. Rows out of sight are not drawn. */
  async write() {
    await this.page.evaluate(() => [...document.querySelectorAll("*")].forEach((one) => one.scrollTop && (one.scrollTop = 0)));
    const fold = this.row.locator(".number");
    if (await fold.getAttribute("aria-expanded") === "false") await fold.click();
    await this.row.getByRole("button", { name: new RegExp(`^${this.say("ui.field.objective")}: `) }).click();
    this.field = this.page.getByRole("textbox", { name: this.say("ui.field.objective"), exact: true });
    await this.field.waitFor();
  }

  /** Types letters of one's own at the caret, at the speed of a person. */
  async type(n, what = "objective", field = this.field) {
    const { chance } = this.play;
    const own = LETTERS[this.name];
    for (let i = 0; i < n; i++) {
      const letter = own[Math.floor(chance() * own.length)];
      await field.pressSequentially(letter);
      this.typed[what] = (this.typed[what] ?? "") + letter;
      figures.typed++;
      if (this.away) figures.away++;
      await pause(15 + 60 * chance());
    }
  }

  /** Half of the time the answers are lost first, so that what was sent is not known to have arrived. */
  async cut() {
    if (this.play.chance() < 0.5) {
      this.cable.deafen();
      await pause(200 + 200 * this.play.chance());
    }
    this.cable.pull();
    this.away = true;
    if (this.events) await this.page.context().setOffline(true);
  }

  async back() {
    this.cable.plug();
    this.away = false;
    if (this.events) await this.page.context().setOffline(false);
  }

  /** The page is closed, and opened again while there is no link. */
  async reopen() {
    await pause(50 + 300 * this.play.chance());
    const { page, heard } = this;
    this.page = await openTab(page);
    await stored(page);
    await page.close();
    this.complaints = page.complaints;
    this.heard = overhear(this.page);
    this.before = heard;
    await this.page.goto(`/w/${this.play.room.id}`);
    await this.toPlan();
    await this.write();
    await this.seesOwn();
    complete(this.name, this.typed.objective, await this.field.inputValue(), "on the page opened again");
  }

  /** A page that is closed holds what it kept for a moment yet; then the next one takes it over. */
  async seesOwn() {
    const want = of(this.name, this.typed.objective);
    for (let waited = 0; waited < 30000 && of(this.name, await this.field.inputValue()) !== want; waited += 50) await pause(50);
  }

  async set(target) {
    await this.field.press("Escape");
    await this.row.getByRole("button", { name: new RegExp(`^${this.say("ui.field.target")}: `) }).click();
    const field = this.page.getByRole("textbox", { name: this.say("ui.field.target"), exact: true });
    await field.fill(target);
    await field.press("Enter");
    await this.write();
  }

  /** A row of one's own, and words in it: its id is not known to the server yet. */
  async addRow(title) {
    await this.field.press("Escape");
    await button(this.page, this.say, "ui.plan.add_recommendation").click();
    const line = this.page.getByLabel(this.say("ui.plan.recommendation"), { exact: true });
    await line.fill(title);
    await line.press("Enter");
    await line.press("Escape");
    const made = this.page.locator(".recommendation").filter({ hasText: title });
    await made.getByRole("button", { name: new RegExp(`^${this.say("ui.plan.recommendation")}: `) }).click();
    const field = this.page.getByRole("textbox", { name: this.say("ui.plan.recommendation"), exact: true });
    await this.type(4, title, field);
    await field.press("Escape");
    await this.write();
  }

  async offered(values) {
    const notice = this.row.locator(".replaced li");
    await notice.first().waitFor({ timeout: 20000 }).catch(() => {});
    const text = (await notice.allInnerTexts()).join(" ");
    expect(values.every((value) => text.includes(value)), `${this.name} is not offered ${values.join(" and ")}: "${text}"`);
    figures.offered++;
    return notice;
  }

  close() {
    this.cable.close();
    return this.page.context().close();
  }
}

/** The third person, who stays in the room: types and sets over a socket. */
async function stay(play, n) {
  const { chair, row, chance } = play;
  for (let i = 0; i < n; i++) {
    const digit = LETTERS.Amina[Math.floor(chance() * 10)];
    const { length } = [...chair.texts.shown(row, "objective", "en")];
    await chair.write(row, "objective", "en", [Math.floor(chance() * 3) || length, digit]);
    play.digits++;
    await pause(100 * chance());
  }
}

/** What one typed is there once and in its order; nothing else is. */
function complete(who, typed, text, where) {
  const want = of(who, typed);
  const got = of(who, text);
  if (want === got) return;
  figures[[...got].length < [...want].length ? "missing" : "twice"] += Math.abs([...got].length - [...want].length) || 1;
  throw new Error(`what ${who} typed is ${got} instead of ${want} ${where}`);
}

async function away(play, hala, omar) {
  const { chance, house } = play;
  const both = [hala, omar];
  const typing = both.map((one) => one.type(20));
  const others = stay(play, 4);
  for (const one of chance() < 0.5 ? both : [omar, hala]) {
    await pause(200 + 900 * chance());
    await one.cut();
  }
  await Promise.all([...typing, others]);
  if (chance() < 0.5) await stay(play, 3);
  for (const one of both) await one.reopen();
  await Promise.all(both.map((one) => one.type(8)));
  await hala.set(play.values[0]);
  await omar.set(play.values[1]);
  await house.server.kill();
  await Promise.all(both.map((one) => one.addRow(`¶ ${one.name} ${play.seed}`)));
  await Promise.all(both.map((one) => one.type(5)));
  await house.server.start();
}

async function returned(play, hala, omar) {
  const { chance, chair, row, room, house } = play;
  const order = chance() < 0.5 ? [hala, omar] : [omar, hala];
  const more = order.map((one) => one.type(4));      // the link comes back while they write
  await order[0].back();
  if (chance() < 0.5) await isLive(order[0].page, order[0].say);
  await order[1].back();
  await Promise.all([...more, ...order.map((one) => isLive(one.page, one.say, 60000))]);
  await eventually(() => order.every((one) => one.heard.acks.length > 0), "acks on both screens");
  const text = () => chair.entities.get(row).objective.en;
  for (const one of order) await eventually(async () => (await one.field.inputValue()) === text(), `the same text for ${one.name}`, 20000);
  const there = (title) => chair.list("recommendation").some((row) => (row.text.en ?? row.text.ar ?? "").startsWith(title));
  await chair.until(() => order.every((one) => there(`¶ ${one.name} ${play.seed}`)));
  const file = path.join(house.server.state, "workshops", `${room.id}.plenary`);
  const [stored] = query(file, `SELECT objective_en AS text FROM action WHERE id = ${row}`);
  expect(stored.text === text(), `the file holds ${stored.text}`);
  expect(chair.list("proposal").length === 0, "words became late proposals");
  return text();
}

function whole(play, hala, omar, text) {
  const { chair, seed } = play;
  for (const one of [hala, omar]) {
    complete(one.name, one.typed.objective, text, "in the objective");
    const title = `¶ ${one.name} ${seed}`;
    const rows = chair.list("recommendation").map((row) => row.text.en ?? row.text.ar).filter((words) => words.startsWith(title));
    expect(rows.length === 1, `the row of ${one.name} stands ${rows.length} times`);
    complete(one.name, one.typed[title], rows[0].slice(title.length), "in a row of one's own");
    const complaints = [...one.complaints, ...one.page.complaints];
    expect(complaints.length === 0, complaints.join("\n"));
    figures.again += [...one.heard.sent].filter((key) => one.before.sent.has(key)).length;
  }
  expect([...of("Amina", text)].length === play.digits, `${play.digits} digits were typed in ${text}`);
}

/** One run; everything random in it comes from its seed. */
async function run(house, seed) {
  const chance = dice(seed);
  const room = await house.workshop({ item: 9 });
  const { chair } = room;
  const play = { house, room, chair, chance, seed, row: chair.list("action")[0].id, digits: 0, values: [`h${seed}`, `o${seed}`] };
  await chair.must("action.edit", { id: play.row, objective: { en: START }, target: "60 %" });
  const hala = new Writer(play, "Hala", "en", {});
  const omar = new Writer(play, "عمر", "ar", { width: 360, height: 740, touch: true });
  try {
    await Promise.all([hala.come(5), omar.come(1)]);
    await Promise.all([hala.write(), omar.write()]);
    if (chance() < 0.5) await hala.field.press("Home");
    await away(play, hala, omar);
    whole(play, hala, omar, await returned(play, hala, omar));
    await Promise.all([hala, omar].map((one) => one.offered(play.values)));
    const standing = chair.entities.get(play.row).target;
    const other = play.values.find((value) => value !== standing);
    const [one] = chance() < 0.5 ? [hala] : [omar];
    await one.row.locator(".replaced button").first().click();
    await chair.until((s) => s.entities.get(play.row).target === other, 10000, "the other value put back");
  } finally {
    await Promise.all([hala, omar].map((one) => one.close().catch(() => {})));
    chair.close();
  }
}

const tally = new Tally();
const browser = await launch();
const house = await House.open(browser);
console.log(`seed ${SEED}`);
for (let i = 0; i < RUNS; i++) {
  await tally.test(`run ${i + 1}, seed ${SEED + i}: everything typed is there once, both values are offered`, () => run(house, SEED + i), 180000);
}
console.log(`${RUNS} runs: ${figures.typed} letters typed, ${figures.away} of them without a link, ${figures.again} commands sent again, `
  + `${figures.missing} letters missing, ${figures.twice} too many, ${figures.offered} of ${2 * RUNS} conflicts offered`);
await house.close();
await browser.close();
process.exit(tally.end());
