// What a poll can be beside its type: secret with receipts, by delegation, for several on one device, taken down for somebody,
// an evaluation as one form, made from pasted lines, changed, asked again, written into the plan.
//   PLENARY_SHOTS=DIR   also writes pictures
import path from "node:path";
import { button, eventually, expect, labelled } from "./house.mjs";
import { words } from "./words.mjs";

const en = words("en");
const ar = words("ar");
const fr = words("fr");
const shots = process.env.PLENARY_SHOTS;

async function picture(page, name) {
  if (shots) await page.screenshot({ path: path.join(shots, `${name}-${page.viewportSize().width}.png`) });
}

const card = (page, question) => page.getByRole("region", { name: question });

async function ask(chair, item, fields, options = []) {
  for (const one of chair.list("poll")) if (one.state === "open") await chair.must("poll.close", { id: one.id });
  const poll = await chair.must("poll.create", { item, ...fields, question: { en: fields.question } });
  const made = [];
  for (const text of options) made.push((await chair.must("option.create", { poll: poll.id, text: { en: text } })).id);
  return { id: poll.id, options: made, question: fields.question };
}

const state = (chair, poll) => chair.entities.get(poll.id).state;

async function secret(tally, house, room, item) {
  const { chair } = room;
  await tally.test("secret: said before voting, warned of when few vote, counted, and the receipt is found after the close", async () => {
    const page = await house.enter(room, await house.delegate(room, "Hala"), { lang: "ar", width: 360, height: 740, touch: true });
    const wall = await house.enter(room, house.amina);
    const poll = await ask(chair, item, { question: "Who shall host?", type: "single", secrecy: "secret" }, ["Rabat", "Tunis"]);
    await card(wall, poll.question).getByRole("button", { name: en("ui.poll.open_it") }).click();
    await wall.getByRole("dialog").getByRole("button", { name: en("ui.poll.open_anyway") }).click();
    await page.getByText(ar("ui.poll.secrecy.secret")).waitFor();
    await page.getByRole("radio").nth(1).check();
    await button(page, ar, "ui.poll.send").click();
    await page.getByText(ar("ui.poll.counted_plain")).waitFor();
    await picture(page, "secret-counted");
    expect(!/Tunis\b/.test(JSON.stringify(await page.evaluate(() => ({ ...localStorage })))), "the choice is kept on the device");
    await page.reload();
    await page.getByText(ar("ui.poll.counted_plain")).waitFor();
    expect(await page.getByRole("radio", { checked: true }).count() === 0, "one's own ballot can be read back");
    await chair.must("poll.close", { id: poll.id });
    await page.getByText(ar("ui.poll.receipt.counted")).waitFor();
    const receipt = await page.locator("code.receipt").first().textContent();
    expect(/^([2-9A-Z]{4} ){5}[2-9A-Z]{4}$/.test(receipt), `the receipt is ${receipt}`);
    await picture(page, "secret-receipt");
    await picture(wall, "secret-result");
    for (const one of [page, wall]) await one.context().close();
  });
}

async function replaced(tally, house, room, item) {
  const { chair } = room;
  await tally.test("secret: a receipt that is not among those counted says so, shows itself, and says when the ballot never arrived", async () => {
    const salim = await house.delegate(room, "Salim", { language: "fr" });
    const phone = await house.enter(room, salim, { lang: "fr", width: 360, height: 740, touch: true });
    const other = await house.enter(room, salim);
    const poll = await ask(chair, item, { question: "Who shall report?", type: "single", secrecy: "secret" }, ["Rabat", "Tunis"]);
    await chair.must("poll.open", { id: poll.id });
    for (const [page, say] of [[phone, fr], [other, en]]) {
      await card(page, poll.question).getByRole("radio").first().check();
      await card(page, poll.question).getByRole("button", { name: say("ui.poll.send") }).click();
      await page.getByText(say("ui.poll.counted_plain")).waitFor();
    }
    await chair.must("poll.close", { id: poll.id });
    await other.getByText(en("ui.poll.receipt.counted")).waitFor();
    await phone.getByText(fr("ui.poll.receipt.missing")).waitFor();
    await phone.locator(".own-receipt.bad code.receipt").waitFor();
    await picture(phone, "secret-missing");
    await phone.evaluate(() => {
      const key = Object.keys(localStorage).find((one) => one.startsWith("plenary.receipts."));
      localStorage[key] = localStorage[key].replaceAll(',"counted":true', "");
    });
    await phone.reload();
    await phone.getByText(fr("ui.poll.receipt.never")).waitFor();
    for (const one of [phone, other]) await one.context().close();
  });
}

async function lost(tally, house, room, item) {
  const { chair } = room;
  await tally.test("secret: when the key is lost with the server the poll is void, says so to everybody, and a new round can follow", async () => {
    const phone = await house.enter(room, await house.delegate(room, "Nour", { language: "fr" }), { lang: "fr", width: 360, height: 740, touch: true });
    const wall = await house.enter(room, house.amina);
    const screen = await house.window({ width: 1280, height: 720, lang: "ar" });
    await screen.goto((await house.amina.post(`/api/w/${room.id}/links`, { screen: true })).path);
    const poll = await ask(chair, item, { question: "Who shall chair?", type: "single", secrecy: "secret" }, ["Rabat", "Tunis"]);
    await chair.must("poll.open", { id: poll.id });
    const asked = card(phone, poll.question);
    await asked.getByRole("radio").first().check();
    await asked.getByRole("button", { name: fr("ui.poll.send") }).click();
    await asked.getByText(fr("ui.poll.counted_plain")).waitFor();
    expect(await house.loseKeys() > 0, "there was no key to lose");
    for (const [page, say] of [[phone, fr], [wall, en], [screen, ar]]) await card(page, poll.question).getByText(say("ui.poll.void_text")).waitFor();
    expect(await asked.getByRole("radio").count() === 0, "one can still choose");
    await picture(phone, "secret-void");
    await picture(screen, "secret-void-screen");
    await card(wall, poll.question).getByRole("button", { name: en("ui.poll.again") }).click();
    const again = () => chair.list("poll").find((one) => one.previous === poll.id && one.state === "prepared");
    await chair.until(() => again() !== undefined, 20000, "a new round");
    await chair.must("poll.remove", { id: again().id });
    for (const one of [phone, wall, screen]) await one.context().close();
  });
}

async function delegations(tally, house, room, item) {
  const { chair } = room;
  await tally.test("by delegation: a member votes for all, the head changes it, and then nobody else does", async () => {
    const head = await house.delegate(room, "Salma", { delegation: 1 });
    const member = await house.delegate(room, "Omar", { delegation: 1 });
    await chair.must("person.edit", { id: head.person, head: true });
    const poll = await ask(chair, item, { question: "Adopt the text?", type: "yes_no_abstain", unit: "delegation", majority: "two_thirds", quorum: 50 });
    await chair.must("poll.open", { id: poll.id });
    const first = await house.enter(room, member);
    await card(first, poll.question).getByRole("radio").first().check();
    await card(first, poll.question).getByRole("button", { name: en("ui.poll.send") }).click();
    await first.getByText(en.like("ui.poll.counted", { choice: en("ui.poll.yes") })).waitFor();
    const second = await house.enter(room, head);
    await second.getByText(en.like("ui.poll.by_other", { name: "Omar", choice: en("ui.poll.yes") })).waitFor();
    await card(second, poll.question).getByRole("radio").nth(1).check();
    await card(second, poll.question).getByRole("button", { name: en("ui.poll.change") }).click();
    await first.getByText(en.like("ui.poll.by_head", { name: "Salma" })).waitFor();
    expect(await card(first, poll.question).getByRole("radio").count() === 0, "the member still has a form");
    await picture(first, "delegation-locked");
    await chair.must("poll.close", { id: poll.id });
    await first.getByText(en.like("ui.poll.majority_met", { choice: en("ui.poll.no"), share: en("ui.poll.majority.two_thirds") })).waitFor();
    await picture(first, "delegation-result");
    for (const one of [first, second]) await one.context().close();
  });
}

async function device(tally, house, room, item) {
  const { chair } = room;
  await tally.test("one device: the name is picked, the vote sent, the screen wiped, and the next one votes", async () => {
    const owner = await house.delegate(room, "Karim", { delegation: 3 });
    const { id: guest } = await chair.must("person.create", { name: "Zineb", role: "delegate", delegation: chair.list("delegation")[3].id, device: owner.person });
    const poll = await ask(chair, item, { question: "Where next?", type: "single", secrecy: "unattributed" }, ["Amman", "Nouakchott"]);
    await chair.must("poll.open", { id: poll.id });
    const page = await house.enter(room, owner, { width: 360, height: 740, touch: true });
    const asked = card(page, poll.question);
    await asked.getByRole("button", { name: /Zineb/ }).click();
    await asked.getByRole("radio").nth(1).check();
    await picture(page, "device-votes");
    await asked.getByRole("button", { name: en("ui.poll.send") }).click();
    await asked.getByText(en("ui.poll.who_votes")).waitFor();
    await asked.getByText(en("ui.poll.short.counted")).waitFor();
    expect(await asked.getByRole("radio").count() === 0, "the choice is still on the screen");
    await picture(page, "device-list");
    await asked.getByRole("button", { name: /Karim/ }).click();
    expect(await asked.getByRole("radio", { checked: true }).count() === 0, "the next one sees what was chosen");
    await asked.getByRole("radio").nth(0).check();
    await asked.getByRole("button", { name: en("ui.poll.send") }).click();
    await chair.until((s) => (s.entities.get(poll.id).voters ?? 0) === 2, 20000, "two voters");
    await chair.must("poll.close", { id: poll.id });
    await chair.must("person.remove", { id: guest });
    await page.context().close();
  });
}

async function staff(tally, house, room, item) {
  const { chair } = room;
  await tally.test("a vote is taken down for somebody on the phone, and who came late is admitted", async () => {
    const { id: caller } = await chair.must("person.create", { name: "Yassine", role: "delegate", mode: "phone", delegation: chair.list("delegation")[2].id });
    const poll = await ask(chair, item, { question: "Go on tomorrow?", type: "yes_no_abstain" });
    await chair.must("poll.open", { id: poll.id });
    const late = await house.delegate(room, "Nadia", { delegation: 4 });
    const wall = await house.enter(room, house.amina);
    const page = await house.enter(room, late);
    await card(page, poll.question).getByText(en("ui.poll.not_on_roll")).waitFor();
    const asked = card(wall, poll.question);
    await asked.getByText(en("ui.poll.enter"), { exact: true }).click();
    await asked.getByRole("combobox", { name: en("ui.poll.enter_for"), exact: true }).selectOption(String(caller));
    await asked.getByRole("button", { name: en("ui.poll.enter_go"), exact: true }).click();
    await asked.getByRole("radio").first().check();
    await picture(wall, "enter");
    await asked.getByRole("button", { name: en("ui.poll.send") }).click();
    await chair.until((s) => (s.entities.get(poll.id).voters ?? 0) === 1, 20000, "one voter");
    await asked.getByRole("combobox", { name: en("ui.poll.admit"), exact: true }).selectOption(String(late.person));
    await picture(wall, "admit");
    await asked.getByRole("button", { name: en("ui.poll.admit_go"), exact: true }).click();
    await card(page, poll.question).getByRole("radio").first().waitFor();
    await chair.must("poll.close", { id: poll.id });
    await asked.getByText(en("ui.poll.who"), { exact: true }).click();
    await asked.getByText(en.like("ui.poll.entered_by", { name: "Amina" })).waitFor();
    await asked.getByRole("button", { name: en("ui.poll.again") }).click();
    await wall.getByText(en.like("ui.poll.round", { n: 2 })).waitFor();
    await picture(wall, "again");
    for (const one of [wall, page]) await one.context().close();
  });
}

async function making(tally, house, room) {
  const { chair } = room;
  await tally.test("several polls are made from a pasted list, one is changed, and rows of the plan get their priority", async () => {
    const wall = await house.enter(room, house.amina);
    const bar = wall.getByRole("toolbar", { name: en("ui.run.title") });
    await bar.getByRole("button", { name: en("ui.run.next") }).click();
    const open = bar.getByRole("button", { name: en("ui.run.poll") });
    await open.click();
    await labelled(wall, en, "ui.poll.lines").fill("1. Which session helped most?\n a) Data\n b) Returns\n2. Which least?\n a) Data\n b) Returns");
    await picture(wall, "dialog-several");
    await wall.getByRole("dialog").getByRole("button", { name: /2/ }).click();
    await chair.until((s) => s.list("poll").filter((one) => one.question.en === "Which least?").length === 1, 20000, "two polls");
    const asked = card(wall, "Which least?");
    await asked.getByRole("button", { name: en("ui.edit"), exact: true }).click();
    await labelled(wall, en, "ui.poll.lines").fill("Which least?\nReturns\nPostal data\nNone");
    await labelled(wall, en, "ui.poll.how").selectOption("multiple");
    await wall.getByRole("dialog").getByRole("button", { name: en("ui.poll.secrecy_short.unattributed") }).click();
    await picture(wall, "dialog-edit");
    await wall.getByRole("dialog").getByRole("button", { name: en("ui.save") }).click();
    const poll = chair.list("poll").find((one) => one.question.en === "Which least?");
    const texts = () => chair.list("option").filter((one) => one.poll === poll.id).sort((a, b) => a.pos - b.pos).map((one) => one.text.en).join("|");
    await eventually(() => texts() === "Returns|Postal data|None", `the options (${texts()})`);
    await eventually(() => chair.entities.get(poll.id).type === "multiple" && chair.entities.get(poll.id).secrecy === "unattributed", "the settings");
    await wall.context().close();
  });

  await tally.test("a ranking of rows of the plan is written into their priority", async () => {
    const wall = await house.enter(room, house.amina);
    const omar = await house.enter(room, await house.delegate(room, "Anis", { delegation: 6 }));
    await wall.getByRole("button", { name: en("ui.poll.prepare") }).first().click();
    await labelled(wall, en, "ui.poll.how").selectOption("ranking");
    await wall.getByRole("combobox", { name: en("ui.poll.from_plan"), exact: true }).selectOption("-1");
    await picture(wall, "dialog-plan");
    await button(wall, en, "ui.poll.open_now").click();
    const question = en("ui.poll.rank_actions");
    const rows = card(omar, question).locator("ul.choices button");
    await rows.first().waitFor();
    for (let i = 0; i < 3; i++) await rows.first().click();
    await picture(omar, "rank-plan");
    await card(omar, question).getByRole("button", { name: en("ui.poll.send") }).click();
    await card(omar, question).locator(".vote-state.counted").waitFor();
    await wall.getByRole("toolbar", { name: en("ui.run.title") }).getByRole("button", { name: en("ui.poll.close") }).click();
    await card(wall, question).getByRole("button", { name: en("ui.poll.prioritize") }).click();
    await wall.getByRole("dialog").getByRole("button", { name: en("ui.poll.prioritize") }).click();
    await chair.until((s) => s.list("action").some((row) => row.priority === "high"), 20000, "a row of high priority");
    for (const one of [wall, omar]) await one.context().close();
  });
}

async function evaluation(tally, house, room) {
  const { chair } = room;
  await tally.test("an evaluation is opened as one, answered on one sheet, sent with one button, closed as one", async () => {
    const { id: item } = await chair.must("item.create", { day: 3, kind: "evaluation", title: { en: "How was the day?" } });
    await chair.must("item.start", { id: item });
    const usual = { purpose: "evaluation", secrecy: "unattributed" };
    const first = await ask(chair, item, { ...usual, question: "How useful was it?", type: "scale", min: 1, max: 5, labels: ["not at all", "very"] });
    await ask(chair, item, { ...usual, question: "What will you take home?", type: "open_text" });
    await ask(chair, item, { ...usual, question: "The day in a word", type: "words", max: 3 });
    const wall = await house.enter(room, house.amina);
    const page = await house.enter(room, await house.delegate(room, "ليلى", { language: "ar" }), { lang: "ar", width: 360, height: 740, touch: true });
    await picture(wall, "evaluation-prepared");
    await wall.getByRole("toolbar", { name: en("ui.run.title") }).getByRole("button", { name: /3/ }).click();
    const form = page.getByRole("form", { name: ar("ui.kind.evaluation") });
    await form.locator("label.step").nth(3).click();
    await form.getByRole("textbox").first().fill("فريق لإدارة المخاطر");
    await form.getByRole("textbox").nth(1).fill("ثقة");
    await picture(page, "evaluation-form");
    await form.getByRole("button", { name: /3/ }).last().click();
    await form.getByText(ar.like("ui.evaluation.answered", { n: 3, all: 3 })).waitFor();
    await picture(page, "evaluation-sent");
    await chair.until((s) => (s.entities.get(first.id).voters ?? 0) === 1, 20000, "one voter");
    await wall.getByRole("toolbar", { name: en("ui.run.title") }).getByRole("button", { name: /3/ }).click();
    await chair.until(() => state(chair, first) === "closed", 20000, "closed");
    await page.locator(".result").first().waitFor();
    await picture(page, "evaluation-result");
    for (const one of [wall, page]) await one.context().close();
  });
}

/** The projector follows: the question in large letters, the count, the result. */
async function projector(tally, house, room, item) {
  const { chair } = room;
  await tally.test("the projector shows the question and how many have answered, then the result", async () => {
    const { path: link } = await house.amina.post(`/api/w/${room.id}/links`, { screen: true });
    const wall = await house.window({ width: 1280, height: 720 });
    await wall.goto(link);
    const poll = await ask(chair, item, { question: "Which instrument first?", type: "single", results: "after" }, ["Risk engine", "Trusted trader", "Postal data"]);
    await chair.must("poll.open", { id: poll.id });
    await card(wall, poll.question).getByText("Trusted trader").waitFor();
    await picture(wall, "projector-open");
    const page = await house.enter(room, await house.delegate(room, "Rim"));
    await page.close();
    await chair.must("poll.close", { id: poll.id });
    await card(wall, poll.question).locator(".result").waitFor();
    await picture(wall, "projector-result");
    await wall.context().close();
  });
}

export async function pollStories(tally, house) {
  const room = await house.workshop({ item: 8 });
  const item = room.chair.list("item").find((one) => one.state === "running").id;
  await secret(tally, house, room, item);
  await replaced(tally, house, room, item);
  await lost(tally, house, room, item);
  await delegations(tally, house, room, item);
  await device(tally, house, room, item);
  await staff(tally, house, room, item);
  await projector(tally, house, room, item);
  await making(tally, house, room);
  await evaluation(tally, house, room);
  room.chair.close();
}
