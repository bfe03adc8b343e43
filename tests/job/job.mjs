// The main job on real input: one workshop from set-up to the exported plan, with thirty delegates over sockets, the
// facilitator in an English window and a delegate in an Arabic one, while the server is killed three times.
//   node job.mjs [--shots DIR]      prints what holds and, last, "N passed, N failed"
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { launch, openWindow, overhear } from "../browser/chromium.mjs";
import { eventually } from "../browser/house.mjs";
import { Tally } from "../browser/tally.mjs";
import { words } from "../browser/words.mjs";
import { acknowledgedOnce } from "../client/ledger.mjs";
import { Caller, Seat } from "../client/plenary.mjs";
import { Server } from "../client/server.mjs";
import { agreed, compareCsv, compareJson } from "./compare.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
const shots = process.argv[2] === "--shots" ? process.argv[3] : undefined;
const scenario = JSON.parse(readFileSync(path.join(here, "../scenarios/riyadh-2015.json"), "utf8"));
const QUESTION = "Which challenge comes first?";
const DELEGATES = 30;
const OPTIONS = scenario.polls[0].options;
const en = words("en");
const ar = words("ar");
const tally = new Tally();
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const server = new Server();
const browser = await launch();
const acks = [];
let chair;
let leila;
const seats = [];       // who votes
let observer;

const button = (page, say, key) =>
  page.getByRole("button", { name: new RegExp(`^(\\+ )?${say.like(key).source}$`) }).and(page.locator(":enabled")).first();

/** The link is live and nothing waits on the device. */
async function settled(page, say) {
  await page.getByText(new RegExp(`^(${say("ui.link.live")}|${say("ui.link.linked")})( · ${say.like("ui.link.saved").source})?$`)).first().waitFor({ timeout: 30000 });
}

/** kill -9 while what was asked for is under way; then everybody is back, and the windows were not loaded again. */
async function killed(when, busy) {
  const underWay = seats.reduce((sum, seat) => sum + seat.outbox.size, 0);
  await server.kill();
  await chair.getByText(/the link is down|waiting/).first().waitFor();
  await pause(300);
  await server.start();
  await Promise.all(seats.map((seat) => seat.until((s) => s.welcomed, 30000, "a welcome")));
  await Promise.all([settled(chair, en), settled(leila, ar)]);
  const same = await Promise.all([chair, leila].map((page) => page.evaluate(() => window.sameLoad === true)));
  console.log(`killed with ${underWay} commands of delegates under way`);
  tally.check(same.every(Boolean) && (underWay > 0) === busy, `killed with -9 ${when}: everybody is back, without loading a page again`);
}

async function setUp() {
  chair = await openWindow(browser, { origin: server.origin, lang: "en" });
  chair.heard = overhear(chair);
  await chair.goto(`/setup?token=${server.setupToken}`);
  await chair.getByLabel(en("ui.account.name")).fill("Amina");
  await chair.getByLabel(en("ui.account.password")).fill("a long password");
  await button(chair, en, "ui.setup.button").click();
  const choosing = chair.waitForEvent("filechooser");
  await chair.getByRole("button", { name: en("ui.home.from_file") }).click();
  const { plan, recommendations, ...bare } = scenario;
  await (await choosing).setFiles({ name: "riyadh.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(bare)) });
  await chair.waitForURL("**/w/*");
  await settled(chair, en);
  await chair.evaluate(() => (window.sameLoad = true));
  tally.check(plan.length === 4 && recommendations.length === 3, "set-up through the page; Riyadh 2015 imported without its outcome");
  return new URL(chair.url()).pathname.slice(3);
}

/** A named single-choice poll, typed as lines, kept for its agenda item. */
async function preparePoll() {
  await chair.getByRole("button", { name: scenario.agenda[8].title }).click();
  await button(chair, en, "ui.poll.prepare").click();
  await chair.getByLabel(en("ui.poll.lines"), { exact: true }).fill([QUESTION, ...OPTIONS].join("\n"));
  await button(chair, en, "ui.poll.keep").click();
  await chair.getByRole("heading", { name: QUESTION }).waitFor();
  await settled(chair, en);
}

/** A seat of that delegation, by the delegation's code. */
async function sit(id, code, party) {
  const caller = new Caller(server.origin);
  await caller.post("/api/join", { code, name: `Delegate ${seats.length + 1}`, language: "en" });
  const seat = new Seat(caller, id);
  seat.party = party;
  seat.onAck = (command) => acks.push([seat.client, command.n, command.answer.seq]);
  seat.open();
  await seat.until((s) => s.list("workshop").length > 0);
  return seat;
}

/** Thirty delegates by the codes of their delegations, one observer, and Leila of Tunisia in Arabic. */
async function join(id) {
  const codes = await (await chair.request.get(`/api/w/${id}/codes`)).json();
  const members = scenario.delegations.map((one, at) => ({ ...one, at })).filter((one) => !one.observer);
  const planned = members.flatMap((one) => Array(one.delegates).fill(one));
  for (const one of [...planned, ...members].slice(0, DELEGATES)) seats.push(await sit(id, codes.delegations[one.at].code, one.name));
  const post = scenario.delegations.findIndex((one) => one.observer);
  observer = await sit(id, codes.delegations[post].code, scenario.delegations[post].name);
  leila = await openWindow(browser, { origin: server.origin, lang: "ar" });
  leila.heard = overhear(leila);
  await leila.goto("/join");
  const tunisia = scenario.delegations.findIndex((one) => one.name === "Tunisia");
  const code = codes.delegations[tunisia].code.toLowerCase().replace("-", "");
  await leila.getByLabel(ar("ui.join.code"), { exact: true }).pressSequentially(code);
  await button(leila, ar, "ui.join.next").click();
  await leila.getByLabel(ar("ui.join.name"), { exact: true }).fill("ليلى");
  await button(leila, ar, "ui.join.button").click();
  await leila.waitForURL("**/w/*");
  await settled(leila, ar);
  await leila.evaluate(() => (window.sameLoad = true));
  const direction = await leila.evaluate(() => getComputedStyle(document.body).direction);
  tally.check(seats.length === DELEGATES && direction === "rtl", "30 delegates joined over sockets, one more through the Arabic page");
}

/** The next item by the facilitator's page, seen by both windows. */
async function next(index) {
  const { title } = scenario.agenda[index];
  await button(chair, en, index === 0 ? "ui.run.first" : "ui.run.next").click();
  for (const page of [chair, leila]) await page.getByRole("heading", { name: title }).first().waitFor();
}

/** Everybody votes; the server is killed while the ballots are on their way. */
async function vote() {
  await button(chair, en, "ui.poll.open_it").click();
  await leila.getByRole("radio", { name: OPTIONS[2] }).check();
  await Promise.all(seats.map((seat) => seat.until((s) => s.list("poll").some((poll) => poll.state === "open"))));
  const poll = seats[0].list("poll").find((one) => one.state === "open").id;
  const choose = (i) => seats[0].list("option").filter((one) => one.poll === poll)[i % OPTIONS.length].id;
  const refused = await observer.run("ballot.cast", { id: poll, option: choose(0) });
  const cast = (shift) => seats.map((seat, i) => seat.must("ballot.cast", { id: poll, option: choose(i + shift) }));
  const first = cast(1);
  await Promise.race(first);
  await button(leila, ar, "ui.poll.send").click();
  const second = cast(0);     // everybody thinks again
  await killed("while ballots are on their way", true);
  await Promise.all([...first, ...second]);
  await leila.getByText(ar.like("ui.poll.counted", { choice: OPTIONS[2] })).waitFor();
  await chair.getByText(en.like("ui.poll.turnout", { n: 31, all: 31 })).waitFor();
  await button(chair, en, "ui.poll.close").click();
  await leila.getByText(ar("ui.poll.closed")).first().waitFor();
  tally.check(refused.code === "not_eligible", "the poll was opened, 31 voted, an observer could not, and it was closed");
}

/** The row with this title in a seat's replica. */
const rowOf = (seat, title) => seat.list("action").find((row) => row.title.en === title.en);
const idOf = (seat, name) => seat.list("delegation").find((one) => one.name.en === name).id;

/** One action drafted by several: its lead writes the English text, others translate and fill in. */
async function draftOverSockets(action, helpers) {
  const [lead, second, third] = helpers;
  await lead.until((s) => s.list("theme").some((one) => one.title.en === action.theme));
  const theme = lead.list("theme").find((one) => one.title.en === action.theme).id;
  await lead.must("action.create", { theme, title: { en: action.action.en } });
  await Promise.all(helpers.map((seat) => seat.until((s) => rowOf(s, action.action), 30000, "the new row")));
  const { id } = rowOf(lead, action.action);
  const { baseline, target } = action;
  return [
    lead.must("action.edit", { id, lead: idOf(lead, action.lead), due: action.due }),
    lead.must("action.edit", { id, partners: action.partners.map((name) => idOf(lead, name)) }),
    second.must("action.edit", { id, title: { fr: action.action.fr } }),
    second.must("action.edit", { id, indicator: { en: action.indicator }, priority: action.priority }),
    third.must("action.edit", { id, title: { ar: action.action.ar } }),
    ...(target ? [third.must("action.edit", { id, baseline, target })] : []),
  ];
}

/** The second action: Leila writes it in Arabic and names lead and date; delegates over sockets add the rest. */
async function draftInArabic(action, helpers) {
  const theme = leila.getByRole("heading", { name: action.theme }).locator("xpath=ancestor::section[1]");
  await theme.getByRole("button", { name: ar("ui.plan.add_row") }).click();
  await leila.getByLabel(ar("ui.plan.action"), { exact: true }).fill(action.action.ar);
  await leila.keyboard.press("Enter");
  await leila.keyboard.press("Escape");
  const row = leila.getByRole("listitem").filter({ hasText: action.action.ar });
  await row.getByRole("button", { name: ar("ui.field.lead") }).click();
  await row.getByLabel(ar("ui.field.lead"), { exact: true }).selectOption({ label: action.lead });
  await leila.keyboard.press("Enter");
  await row.getByRole("button", { name: ar("ui.field.due") }).click();
  await row.getByLabel(ar("ui.field.due"), { exact: true }).selectOption({ label: ar("ui.due.date") });
  await row.getByLabel(ar("ui.due.date"), { exact: true }).fill(action.due);
  await leila.keyboard.press("Enter");
  const [one, two] = helpers;
  const find = (seat) => seat.list("action").find((each) => each.title.ar === action.action.ar);
  await Promise.all(helpers.map((seat) => seat.until(find, 30000, "Leila's row")));
  const { id } = find(one);
  return [
    one.must("action.edit", { id, title: { en: action.action.en }, partners: action.partners.map((name) => idOf(one, name)) }),
    two.must("action.edit", { id, title: { fr: action.action.fr }, indicator: { en: action.indicator } }),
    two.must("action.edit", { id, baseline: action.baseline, target: action.target, priority: action.priority }),
  ];
}

async function addTheme(title, first) {
  if (first) await button(chair, en, "ui.plan.add_theme").click();
  await chair.getByLabel(en("ui.plan.theme_title"), { exact: true }).fill(title);
  await chair.keyboard.press("Enter");
}

/** The action plan: themes by the facilitator, rows by delegates; the server is killed while they write. */
async function draftPlan() {
  const themes = [...new Set(scenario.plan.map((action) => action.theme))];
  for (const [i, title] of themes.entries()) await addTheme(title, i === 0);
  await chair.keyboard.press("Escape");
  await settled(chair, en);
  const under = [];
  for (const [i, action] of scenario.plan.entries()) {
    const of = seats.filter((seat) => seat.party === action.lead);
    const helpers = [of[0], seats[(i * 7 + 3) % 26], seats[(i * 7 + 11) % 26]];
    under.push(...await (action.lead === "Tunisia" ? draftInArabic : draftOverSockets)(action, helpers));
  }
  await killed("while four rows are being written", true);
  await Promise.all(under);
  await eventually(async () => {
    const shown = await Promise.all(scenario.plan.map((action) => leila.getByText(action.action.ar).count()));
    return shown.length === 4 && shown.every((n) => n === 1);
  }, "each of the four actions once in the Arabic window");
  tally.check(true, "the four actions were drafted, one through the Arabic page; it shows each once");
}

/** Three recommendations: by the facilitator's page, by Leila's page, and by a delegate over a socket. */
async function draftRecommendations() {
  const [first, second, third] = scenario.recommendations;
  const add = async (page, say, text) => {
    await button(page, say, "ui.plan.add_recommendation").click();
    await page.getByLabel(say("ui.plan.recommendation"), { exact: true }).fill(text);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
  };
  await add(chair, en, first);
  await leila.getByText(first).waitFor();
  await seats[4].must("recommendation.create", { text: { en: second } });
  await leila.getByText(second).waitFor();
  await seats[6].must("recommendation.create", { text: { en: third } });
  await leila.getByText(third).waitFor();
  await settled(chair, en);
}

/** By consensus, declared by the facilitator after one question. */
async function declare() {
  await button(chair, en, "ui.adoption.now").click();
  await chair.getByRole("dialog").getByRole("button", { name: en("ui.adoption.now") }).click();
}

/** One row adopted by its own act, the rest by the act of the run bar. */
async function adopt() {
  await chair.getByRole("button", { name: en.like("ui.row.all_fields") }).first().click();
  await button(chair, en, "ui.adoption.open_one").click();
  await declare();
  await chair.getByText(en("ui.row.adopted"), { exact: true }).first().waitFor();
  await chair.getByRole("toolbar", { name: en("ui.run.title") }).getByRole("button", { name: en("ui.adoption.open") }).click();
  await declare();
  await leila.waitForFunction((said) => said.every(([word, n]) =>
    [...document.querySelectorAll("li .tag")].filter((tag) => tag.textContent === word).length === n),
  [[ar("ui.row.adopted.action"), 4], [ar("ui.row.adopted.recommendation"), 3]]);
  tally.check(true, "seven rows were adopted by the facilitator, and the Arabic window shows it");
}

async function shoot(name) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await chair.screenshot({ path: path.join(shots, `${name}-facilitator-en.png`) });
  await leila.screenshot({ path: path.join(shots, `${name}-delegate-ar.png`) });
}

async function exported(id) {
  const home = async (format, lang) => (await chair.request.get(`/api/w/${id}/export?format=${format}&lang=${lang}`)).text();
  const expected = agreed(scenario, QUESTION, OPTIONS, [6, 6, 7, 6, 6]);
  const json = compareJson(JSON.parse(await home("json", "en")), expected);
  tally.check(json === "", "the JSON holds four actions and three recommendations in full, adopted, and the poll's result", json);
  for (const lang of ["en", "fr", "ar"]) {
    const csv = compareCsv(await home("csv", lang), expected, words(lang), lang);
    tally.check(csv === "", `the CSV in ${lang} holds the seven adopted rows in full`, csv);
  }
}

async function run() {
  await server.start();
  const id = await setUp();
  await preparePoll();
  await join(id);
  await button(chair, en, "ui.run.live").click();
  for (let i = 0; i < 8; i++) {
    await next(i);
    if (i === 4) await killed("between two items", false);
  }
  await next(8);
  await vote();
  await shoot("poll");
  await next(9);
  await draftPlan();
  await next(10);
  await draftRecommendations();
  await next(11);
  await adopt();
  await shoot("plan");
  await next(12);
  await button(chair, en, "ui.run.last").click();
  await button(chair, en, "ui.run.close").click();
  await chair.getByRole("dialog").getByRole("button", { name: en("ui.run.close") }).click();
  await leila.getByRole("heading", { name: ar("ui.now.closed") }).waitFor();
  tally.check(true, "all 13 items ran by the facilitator's page, and the workshop was closed");
  await Promise.all([settled(chair, en), settled(leila, ar)]);
  await exported(id);
  await shoot("end");
  await judge(id);
}

/** Every acknowledged command stands in the file, once; the file verifies; no window complained. */
async function judge(id) {
  const heard = [...chair.heard.acks, ...leila.heard.acks];
  const answered = new Set(heard.map(([client, n]) => `${client}/${n}`));
  const unanswered = [chair, leila].flatMap((page) => [...page.heard.sent]).filter((key) => !answered.has(key));
  const complaints = [...chair.complaints, ...leila.complaints];
  for (const seat of [...seats, observer]) seat.close();
  await Promise.all([chair.context().close(), leila.context().close()]);
  const ended = await server.stop();
  const file = path.join(server.state, "workshops", `${id}.plenary`);
  const faults = acknowledgedOnce(file, [...acks, ...heard]);
  console.log(`${acks.length} commands acknowledged over sockets, ${heard.length} in windows, ${faults.applied} in the file`);
  tally.check(acks.length > 60 && heard.length > 25 && unanswered.length === 0, "every command was answered", unanswered.join(" "));
  tally.check(faults.lost === 0 && faults.elsewhere === 0, "no acknowledged command is missing", JSON.stringify(faults));
  tally.check(faults.twice === 0, "none stands twice", JSON.stringify(faults));
  tally.check(complaints.length === 0, "no window complained", complaints.join("\n    "));
  tally.check(ended.code === 0, "the server stops when asked");
  let verified = "";
  try {
    execFileSync(server.binary, ["verify", file], { stdio: "pipe" });
  } catch (error) {
    verified = String(error.stdout) + String(error.stderr);
  }
  tally.check(verified === "", "plenary verify passes", verified);
}

try {
  await run();
} catch (error) {
  tally.check(false, "the job went through", String(error.stack));
  if (chair && leila) await shoot("broken").catch(() => {});
}
for (const seat of [...seats, observer]) seat?.close();
await browser.close();
await server.kill();
server.clean();
process.exit(tally.end());
