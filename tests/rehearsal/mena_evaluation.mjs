// What MENA 2023 thinks of itself: a question before and after, the pulse of a day, and the closing evaluation, each opened and closed with
// one press, answered on one sheet by whoever is at a window and by all on sockets.
import { expect } from "../browser/house.mjs";

const BEFORE = [1, 2, 3];
const AFTER = [3, 4, 5];

function pollsOf(stage, title) {
  const item = stage.eye.list("item").find((one) => Object.values(one.title).includes(title));
  return stage.eye.list("poll").filter((one) => one.item === item.id);
}

/* The one press of the run bar that comes first: to open, and to close. */
async function press(stage, polls, state) {
  await stage.chair.page.locator(".bar button.button.first").first().click();
  const ids = polls.map((one) => one.id);
  await stage.eye.until((s) => ids.every((id) => s.entities.get(id).state === state), 60000, `${ids.length} questions are ${state}`);
}

/* What the i-th of those on sockets answers. */
function reply(poll, options, i) {
  if (poll.type === "scale" && options.length > 0) return { options: options.map((one) => one.id), values: options.map((_, k) => 1 + ((i + k) % 5)) };
  if (poll.type === "scale") return { values: [(poll.purpose === "before" ? BEFORE : AFTER)[i % 3]] };
  if (poll.type === "single") return { option: options[i % options.length].id };
  if (poll.type === "words") return { text: ["registers", "data\ntrust", "pilots", "ثقة"][i % 4] };
  return { text: ["More time for questions", "أمثلة من المنطقة", "Des exercices en groupe", "Nothing, thank you"][i % 4] };
}

async function answerAll(stage, voters, polls) {
  const { eye } = stage;
  for (const poll of polls) {
    const options = eye.list("option").filter((one) => one.poll === poll.id).sort((a, b) => a.pos - b.pos);
    await Promise.all(voters.map(async (seat, i) => {
      await seat.until((s) => s.entities.get(poll.id)?.state === "open");
      await seat.must("ballot.cast", { id: poll.id, ...reply(poll, options, i) });
    }));
  }
}

/* On one sheet from top to bottom: the upper middle of scales, the second of a few, words. */
async function fill(window, said) {
  const form = window.page.getByRole("form", { name: window.say("ui.kind.evaluation") });
  await form.waitFor();
  const scales = form.getByRole("radiogroup");
  for (let i = 0; i < await scales.count(); i++) await scales.nth(i).locator("label.step").nth(3).click();
  if (await form.locator("label.choice").count() > 0) await form.locator("label.choice").nth(1).click();
  const boxes = form.getByRole("textbox");
  for (let i = 0; i < await boxes.count(); i++) await boxes.nth(i).fill(said);
  return form;
}

async function counted(stage, polls, n) {
  const ids = polls.map((one) => one.id);
  await stage.eye.until((s) => ids.every((id) => s.entities.get(id).voters === n), 60000, `${n} have answered all`);
}

export async function askBefore(stage, voters, look) {
  const { chair, eye, leila, pierre } = stage;
  const asked = eye.list("poll").find((one) => one.purpose === "before");
  await press(stage, [asked], "open");
  for (const window of [leila, pierre]) {
    const card = window.page.getByRole("region", { name: asked.question[window.lang] });
    await card.locator("label.step").nth(1).click();
    if (window === leila) await leila.shoot("mena-11-before-form");
    await card.getByRole("button", { name: window.say("ui.poll.send") }).click();
  }
  await answerAll(stage, voters, [asked]);
  await counted(stage, [asked], voters.length + 2);
  await press(stage, [asked], "closed");
  await chair.page.locator(".result").first().waitFor();
  await look("12-before-result");
}

/** Opened, answered by the phone, the desk and all others, closed, and seen on every screen. */
export async function evaluate(stage, voters, title, look, at) {
  const { leila, pierre, screen, chair } = stage;
  const polls = pollsOf(stage, title);
  await look(`${at}-prepared`);
  await press(stage, polls, "open");
  const form = await fill(leila, "وقت أكثر للأسئلة");
  await leila.shoot(`mena-${at}-form`);
  await form.locator("button[type=submit]").click();
  await leila.shoot(`mena-${at}-sent`);
  await (await fill(pierre, "Des exemples de la région")).locator("button[type=submit]").click();
  await answerAll(stage, voters, polls);
  await counted(stage, polls, voters.length + 2);
  await look(`${at}-open`);
  for (const ballot of voters[0].list("ballot")) expect(ballot.person === voters[0].person || !polls.some((one) => one.id === ballot.poll), "somebody's answer is seen");
  await press(stage, polls, "closed");
  for (const window of [chair, leila, pierre, screen]) await window.page.locator(".result").first().waitFor();
  await look(`${at}-result`);
  await leila.page.locator(".result").last().scrollIntoViewIfNeeded();
  await leila.shoot(`mena-${at}-result-end`);
}

/** In the report, with what came of them. */
export async function reported(stage) {
  const { body } = await stage.house.amina.call("GET", `/api/w/${stage.id}/export/report.md?lang=en`);
  const at = body.indexOf("# Evaluation");
  const asked = stage.eye.list("poll").filter((one) => one.purpose !== "decision");
  expect(at > 0 && asked.length === 9, `${asked.length} questions, the section at ${at}`);
  for (const { question } of asked) {
    const found = body.indexOf(question.en.slice(0, 30), at);
    expect(found > at, `"${question.en}" is not in the evaluation of the report`);
  }
  expect(body.includes("median 2 before, 4 afterwards"), "the report compares nothing");
  expect(body.includes("أمثلة من المنطقة"), "what was written is not in the report");
}
