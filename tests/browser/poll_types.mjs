// Every type of poll: an Arabic phone of 360 px and a desk in English vote, the facilitator looks on and closes.
//   PLENARY_SHOTS=DIR   also writes pictures
import path from "node:path";
import { button, eventually, expect } from "./house.mjs";
import { words } from "./words.mjs";

const ar = words("ar");
const en = words("en");
const shots = process.env.PLENARY_SHOTS;

const THREE = ["Low-value consignments: duty and tax", "Advance electronic data quality", "Returns and refunds"];
const check = (role, at) => (card) => card.getByRole(role).nth(at).check({ force: true });
const fill = (role, texts) => async (card) => {
  for (const [i, text] of texts.entries()) await card.getByRole(role).nth(i).fill(text);
};

/** Taps rows in an order. */
const tap = (...texts) => async (card) => {
  for (const text of texts) await card.getByRole("button", { name: text }).first().click();
};

/** In each group of values the one at that place. */
const rate = (...places) => async (card) => {
  for (const [i, place] of places.entries()) await card.getByRole("radiogroup").nth(i).locator("label").nth(place).click();
};

const give = (...points) => async (card, say) => {
  for (const [i, n] of points.entries()) {
    const plus = card.getByRole("button", { name: say("ui.poll.point_more") }).nth(i);
    for (let k = 0; k < n; k++) await plus.click();
  }
};

/** What a poll of each type is, how the phone and the desk answer, and what the server then holds: votes, answers. */
const TYPES = [
  { type: "single", options: THREE, phone: check("radio", 1), desk: check("radio", 0), votes: "1 1 0", answers: "" },
  { type: "multiple", fields: { min: 1, max: 2 }, options: THREE, votes: "1 2 0", answers: "",
    phone: check("checkbox", 1), desk: async (card) => { await check("checkbox", 0)(card); await check("checkbox", 1)(card); } },
  { type: "yes_no_abstain", phone: check("radio", 0), desk: check("radio", 2), answers: "0:1 2:1" },
  { type: "scale", fields: { min: 1, max: 5, labels: ["Not started", "In production"] }, phone: rate(4), desk: rate(0), answers: "1:1 5:1" },
  { type: "scale", grid: true, fields: { min: 0, max: 5, labels: ["Not started", "In production"] }, options: THREE,
    phone: rate(1, 2, 5), desk: rate(3, 2, 5), votes: "4 4 10", answers: "1:1 2:2 3:1 5:2" },
  { type: "ranking", options: THREE, votes: "3 2 1", answers: "1:1 1:1 2:1 2:1 3:1 3:1",
    phone: tap(THREE[0], THREE[2], THREE[1]), desk: tap(THREE[1], THREE[0], THREE[2]) },
  { type: "points", fields: { points: 5, per_option_max: 3 }, options: THREE, phone: give(3, 1), desk: give(1, 2, 2), votes: "4 3 2", answers: "1:1 1:1 2:1 2:1 3:1" },
  { type: "open_text", phone: fill("textbox", ["تدريب الموظفين في الميدان"]), desk: fill("textbox", ["A common risk engine"]), answers: "0:1 0:1" },
  { type: "words", phone: fill("textbox", ["ثقة", "speed"]), desk: fill("textbox", ["Speed"]), answers: "0:1 0:2" },
  { type: "number", fields: { min: 0, max: 50 }, phone: fill("textbox", ["12,5"]), desk: fill("textbox", ["40"]), answers: "12500:1 40000:1" },
  { type: "date", options: ["Monday 4 May", "Wednesday 6 May", "Thursday 7 May"], phone: rate(0, 1, 2), desk: rate(0, 0, 2), votes: "2 1 0", answers: "0:1 0:2 1:1 2:2" },
  { type: "consent", desk: check("radio", 0), answers: "0:1 2:1",
    phone: async (card) => { await check("radio", 2)(card); await card.getByRole("textbox").fill("لا توجد ميزانية لهذا البند"); } },
  { type: "fist_to_five", phone: check("radio", 1), desk: check("radio", 5), answers: "1:1 5:1" },
];

async function prepare(chair, item, kind) {
  const question = `${kind.type}${kind.grid ? " grid" : ""}: which challenges come first in the region?`;
  const { id } = await chair.must("poll.create", { question: { en: question }, type: kind.type, item, ...kind.fields });
  const options = [];
  for (const text of kind.options ?? []) options.push((await chair.must("option.create", { poll: id, text: { en: text } })).id);
  await chair.must("poll.open", { id });
  return { id, question, options };
}

const held = (chair, poll) => ({
  votes: poll.options.map((id) => chair.entities.get(id).votes ?? 0).join(" "),
  answers: chair.list("answer").filter((one) => one.poll === poll.id).map((one) => `${one.value ?? 0}:${one.count}`).sort(byNumbers).join(" "),
});

function byNumbers(a, b) {
  const [v, n] = a.split(":").map(Number);
  const [w, m] = b.split(":").map(Number);
  return v - w || n - m;
}

async function picture(page, name) {
  if (!shots) return;
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join(shots, `${name}-${page.viewportSize().width}-${colorScheme}.png`), fullPage: false });
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** Answers in one window and waits until it says that the ballot is counted. */
async function vote(page, say, poll, answer, name) {
  const card = page.getByRole("region", { name: poll.question });
  await button(page, say, "ui.poll.send").or(card.getByRole("button", { name: say("ui.poll.send") })).first().waitFor();
  await answer(card, say);
  await picture(page, `${name}-form`);
  await card.getByRole("button", { name: say("ui.poll.send") }).click();
  await card.locator(".vote-state.counted").waitFor();
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
  expect(wide <= 0, `${wide} px too wide`);
}

export async function pollTypes(tally, house) {
  const room = await house.workshop({ item: 8 });
  const { chair } = room;
  const item = chair.list("item").find((one) => one.state === "running").id;
  const leila = await house.delegate(room, "ليلى", { language: "ar" });
  const omar = await house.delegate(room, "Omar", { delegation: 1 });
  const [phone, desk, wall] = await Promise.all([
    house.enter(room, leila, { lang: "ar", width: 360, height: 740, touch: true }), house.enter(room, omar), house.enter(room, house.amina),
  ]);
  for (const kind of TYPES) {
    const name = kind.grid ? "grid" : kind.type;
    await tally.test(`${name}: a phone in Arabic and a desk in English vote, both are counted, the result is told`, async () => {
      const poll = await prepare(chair, item, kind);
      await vote(phone, ar, poll, kind.phone, name);
      await vote(desk, en, poll, kind.desk, name);
      const want = { votes: kind.votes ?? "", answers: kind.answers };
      await eventually(() => JSON.stringify(held(chair, poll)) === JSON.stringify(want), `${JSON.stringify(want)} (${JSON.stringify(held(chair, poll))})`);
      await picture(wall, `${name}-staff`);
      await chair.must("poll.close", { id: poll.id });
      for (const [page, say] of [[phone, ar], [desk, en]]) {
        await page.getByRole("region", { name: poll.question }).getByText(say("ui.poll.closed")).waitFor();
        await page.getByRole("region", { name: poll.question }).locator(".result").waitFor();
        await page.getByRole("region", { name: poll.question }).evaluate((one) => one.scrollIntoView({ block: "nearest" }));
        await picture(page, `${name}-result`);
        expect(page.complaints.length === 0, page.complaints.join("\n"));
      }
    });
  }
  for (const page of [phone, desk, wall]) await page.context().close();
  chair.close();
}
