// MENA 2023 before it begins: the list of people with a wrong line that is shown and mended, lines of the agenda, the questions of the
// evaluations, and the links that two of the people come by. All at the facilitator's window.
import { expect } from "../browser/house.mjs";
import { Window } from "./window.mjs";

const NAMES = ["Youssef", "Mariam", "سامي", "Huda", "Karim", "Salma", "خالد", "Nadia", "Tarek", "Rania", "عمر", "Dina", "Faris", "Lina",
  "ماجد", "Samira", "Adel", "Hanan", "بدر", "Noura", "Ziad", "Amal", "رامي", "Iman", "Hassan", "Inès", "Brahim", "Amina B.", "Jean", "Sara", "Ola"];
const AT_WINDOWS = { Tunisia: ["ليلى", "Arabic"], Morocco: ["Pierre", "French"] };
const WRONG = 8;        /* the line with a language that there is none of */

const LINES = "Day 1\nPulse of the day; Evaluation; 5\nDay 3\nEvaluation of the workshop; Evaluation; 10";

/* As the secretariat keeps it: whoever the delegations named, Leila being the head of hers. */
function list(delegations) {
  const names = [...NAMES];
  const rows = [["Name", "Delegation", "Head of delegation", "Language", "Participation"]];
  for (const { name: party, delegates } of delegations) {
    for (let i = 0; i < delegates; i++) {
      const [name, language] = (i === 0 && AT_WINDOWS[party]) || [names.shift(), "English"];
      rows.push([name, party, name === "ليلى" ? "yes" : "", language, "online"]);
    }
  }
  return rows.map((row) => row.join(";"));
}

async function importPeople(stage) {
  const { chair, eye } = stage;
  const right = list(stage.scenario.delegations);
  const wrong = right.map((line, i) => (i === WRONG - 1 ? line.replace("English", "Anglish") : line));
  await chair.place("people");
  await chair.button("ui.import.people").click();
  const dialog = chair.dialog();
  const choosing = chair.page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: chair.say("ui.import.file") }).click();
  await (await choosing).setFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(wrong.join("\r\n")) });
  await dialog.getByRole("alert").getByText(chair.say("ui.import.line").replace("{n}", WRONG)).waitFor();
  await dialog.getByRole("alert").getByText("Anglish").waitFor();
  expect(await dialog.locator("button[type=submit]").isDisabled(), "a list with a wrong line can be taken");
  await dialog.getByRole("alert").getByRole("button").click();
  const lines = chair.labelled("ui.paste.lines");
  const picked = await lines.evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
  expect(picked === wrong[WRONG - 1], `the page leads to "${picked}"`);
  await chair.shoot("mena-01-list-wrong");
  expect(eye.list("person").length === 1, "a dry run made somebody");
  await lines.fill(right.join("\n"));
  await dialog.getByRole("alert").waitFor({ state: "detached" });
  await dialog.locator("button[type=submit]:enabled").waitFor();
  await chair.shoot("mena-02-list-right");
  await dialog.locator("button[type=submit]").click();
  await eye.until((s) => s.list("person").length === 34, 60000, "33 people beside the facilitator");
  await dialog.getByRole("button", { name: chair.say("ui.close") }).last().click();
  await chair.shoot("mena-03-people");
}

async function addToAgenda(stage) {
  const { chair, eye } = stage;
  await chair.page.getByRole("button", { name: `${chair.say("ui.paste.open")} ${chair.say("ui.tab.agenda")}` }).click();
  const dialog = chair.dialog();
  await chair.labelled("ui.paste.lines").fill(LINES);
  await dialog.locator("button[type=submit]:enabled").waitFor();
  await chair.shoot("mena-04-agenda-lines");
  await dialog.locator("button[type=submit]").click();
  await eye.until((s) => s.list("item").filter((one) => one.kind === "evaluation").length === 2, 60000, "two evaluations");
  await dialog.getByRole("button", { name: chair.say("ui.close") }).last().click();
}

/* The questions that are offered, with one press. */
async function takeOffer(stage, title, n) {
  const { chair, eye } = stage;
  const item = eye.list("item").find((one) => Object.values(one.title).includes(title));
  await chair.page.locator(".agenda-item").filter({ hasText: title }).click();
  const offer = chair.page.getByRole("region", { name: chair.say("ui.kind.evaluation") });
  await offer.waitFor();
  await chair.shoot(`mena-05-offer-${n}`);
  await offer.locator("button.first").click();
  await eye.until((s) => s.list("poll").filter((one) => one.item === item.id).length === n, 60000, `${n} questions on "${title}"`);
  for (const poll of eye.list("poll").filter((one) => one.item === item.id)) {
    expect(["en", "fr", "ar"].every((lang) => poll.question[lang]) && poll.secrecy === "unattributed", `not as offered: ${JSON.stringify(poll)}`);
  }
  await chair.page.locator(".poll.prepared").nth(n - 1).waitFor();
  await chair.shoot(`mena-06-questions-${n}`);
}

/** Leila on her phone and Pierre at his desk, each by the link that the facilitator's page shows. */
async function invite(stage, name, options) {
  const { chair } = stage;
  await chair.place("people");
  await chair.page.locator(".seat").filter({ hasText: name }).getByRole("button", { name: new RegExp(`^${chair.say("ui.desk.link")}`) }).click();
  const address = chair.dialog().locator(".address").first();
  await address.waitFor();
  if (name === "ليلى") await chair.shoot("mena-07-link");
  const window = new Window(await stage.house.window(options), options);
  await window.page.goto(await address.innerText());
  await window.live();
  await chair.page.keyboard.press("Escape");
  return stage.join(window, name);
}

export async function before(stage, shots) {
  const { chair, eye } = stage;
  await stage.scene("the list of people is imported: a wrong line is shown, mended, and nothing was made before", async () => {
    await chair.shoot("mena-00-imported");
    await importPeople(stage);
  }, 400000);
  await stage.scene("two evaluations are added to the agenda as lines, and their questions with one press each", async () => {
    await chair.place("now");
    await addToAgenda(stage);
    await takeOffer(stage, "Pulse of the day", 3);
    await chair.page.locator(".agenda-item").filter({ hasText: "Evaluation of the workshop" }).click();
    await chair.button("ui.up").click();
    await eye.until((s) => s.list("item").at(-2).kind === "evaluation", 60000, "the evaluation stands before the closing");
    await takeOffer(stage, "Evaluation of the workshop", 5);
    const [first, after] = ["before", "after"].map((purpose) => eye.list("poll").find((one) => one.purpose === purpose));
    expect(after.pair === first.id && first.item === eye.list("item")[0].id, "before and after are no pair");
  }, 400000);
  await stage.scene("everybody comes by a link of their own", async () => {
    await stage.fillList(Object.values(AT_WINDOWS).map(([name]) => name));
    stage.leila = await invite(stage, "ليلى", { lang: "ar", width: 360, height: 740, touch: true, shots, who: "phone-ar" });
    stage.pierre = await invite(stage, "Pierre", { lang: "fr", width: 1180, height: 820, shots, who: "desk-fr" });
    await chair.place("now");
    for (const window of [stage.leila, stage.pierre]) await window.shoot("mena-08-waiting");
  }, 400000);
}
