// Writing the plan together: nothing that somebody writes is taken away by others, by the feed or by a switch of language.
import { button, eventually, expect, isLive, riyadh } from "./house.mjs";
import { words } from "./words.mjs";

const en = words("en");
const ar = words("ar");
const DRAFTING = 9;
const [FIRST, SECOND] = riyadh.plan.map((action) => action.action.en);

/** The row of the plan that holds this text. */
const row = (page, text) => page.getByRole("listitem").filter({ hasText: text });
const cell = (page, text, say, key) => row(page, text).getByRole("button", { name: new RegExp(`^${say(key)}: `) });
const open = (page, text, say, key) => cell(page, text, say, key).click();
const editor = (page, say, key) => page.getByRole("textbox", { name: say(key), exact: true });
const action = (chair, en) => chair.list("action").find((one) => one.title?.en === en);
const caret = (field) => field.evaluate((area) => [area.value, area.selectionStart, area.selectionEnd]);

/** Shows all fields of a row. */
async function unfold(page, text, say) {
  const fold = row(page, text).getByRole("button", { name: say("ui.row.all_fields") });
  if ((await fold.getAttribute("aria-expanded")) === "false") await fold.click();
}

async function together(tally, { room, hala, omar }) {
  const { chair } = room;
  await tally.test("two people write in one text at once, in each other's sight, and neither loses a word or the caret", async () => {
    await open(hala, FIRST, en, "ui.field.indicator");
    await open(omar, FIRST, en, "ui.field.indicator");
    const [here, there] = [hala, omar].map((page) => editor(page, en, "ui.field.indicator"));
    await hala.getByText(/Omar\W? writes here/).waitFor();
    await here.press("Home");
    await Promise.all([here.pressSequentially("Yearly: ", { delay: 25 }), there.pressSequentially(" per month", { delay: 25 })]);
    const both = "Yearly: Share of postal items with advance data per month";
    for (const field of [here, there]) await eventually(async () => (await field.inputValue()) === both, `"${both}"`);
    expect((await caret(here))[1] === "Yearly: ".length, `her caret went to ${await caret(here)}`);
    expect((await caret(there))[1] === both.length, `his caret went to ${await caret(there)}`);
    await here.press("Enter");
    await there.press("Escape");
    await row(hala, both).waitFor();
    await chair.until((s) => action(s, FIRST).indicator.en === both, 20000, "both texts on the server");
  });

  await tally.test("undo takes back one's own words and leaves those of others", async () => {
    await open(hala, SECOND, en, "ui.field.indicator");
    await open(omar, SECOND, en, "ui.field.indicator");
    const [here, there] = [hala, omar].map((page) => editor(page, en, "ui.field.indicator"));
    /* All at once: slow keys would be more than one thing to take back. */
    await here.focus();
    await hala.keyboard.insertText(" of hers");
    await eventually(async () => (await there.inputValue()).endsWith(" of hers"), "her words with him");
    await there.press("Home");
    await omar.keyboard.insertText("His ");
    await eventually(async () => (await here.inputValue()).startsWith("His "), "his words with her");
    await here.press("Control+z");
    for (const field of [here, there]) await eventually(async () => (await field.inputValue()) === "His Analysts trained", "her words gone");
    await here.press("Control+Shift+z");
    for (const field of [here, there]) await eventually(async () => (await field.inputValue()) === "His Analysts trained of hers", "her words back");
    await there.press("Control+z");
    await here.press("Control+z");
    await eventually(async () => (await here.inputValue()) === "Analysts trained", "the text as it was");
    await here.press("Escape");
    await there.press("Escape");
  });

  await tally.test("an input method composes undisturbed while somebody else writes in the same text", async () => {
    await open(hala, SECOND, en, "ui.field.indicator");
    await open(omar, SECOND, en, "ui.field.indicator");
    const [here, there] = [hala, omar].map((page) => editor(page, en, "ui.field.indicator"));
    await here.focus();
    const method = await hala.context().newCDPSession(hala);
    const compose = (text) => method.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await compose(" م");
    await there.press("Home");
    await there.pressSequentially("Many ");
    await compose(" مح");
    await hala.waitForTimeout(300);
    expect((await here.inputValue()) === "Analysts trained مح", `the field was touched: ${await here.inputValue()}`);
    await method.send("Input.insertText", { text: " محلل" });
    for (const field of [here, there]) await eventually(async () => (await field.inputValue()) === "Many Analysts trained محلل", "both texts");
    expect((await caret(here))[1] === "Many Analysts trained محلل".length, "her caret left its place");
    await here.press("Escape");
    await there.press("Escape");
  });
}

async function values(tally, { room, hala, omar }) {
  const { chair } = room;
  const set = (text, args) => chair.must("action.edit", { id: action(chair, text).id, ...args });
  await tally.test("what others make of a value stands beside its writer's, who takes one or the other", async () => {
    for (const page of [hala, omar]) await unfold(page, FIRST, en);
    await open(hala, FIRST, en, "ui.field.target");
    await editor(hala, en, "ui.field.target").fill("75 %");
    await set(FIRST, { target: "50 %" });
    await hala.getByText(en("ui.cell.changed")).waitFor();
    await hala.getByRole("status").filter({ hasText: "50 %" }).first().waitFor();
    expect(await editor(hala, en, "ui.field.target").inputValue() === "75 %", "her words were overwritten");
    await hala.waitForTimeout(1500);
    expect(action(chair, FIRST).target === "50 %", "the chair's words were overwritten unasked");
    await button(hala, en, "ui.cell.keep").click();
    await chair.until((s) => action(s, FIRST).target === "75 %", 20000, "her words");
    await hala.keyboard.press("Escape");
    await open(omar, FIRST, en, "ui.field.baseline");
    await editor(omar, en, "ui.field.baseline").fill("5 %");
    await set(FIRST, { baseline: "2 %" });
    await button(omar, en, "ui.cell.take").click();
    await eventually(async () => (await editor(omar, en, "ui.field.baseline").inputValue()) === "2 %", "their text taken");
    await omar.keyboard.press("Escape");
  });

  await tally.test("who is overwritten is told what replaced the value, and puts it back", async () => {
    await set(FIRST, { target: "10 %" });
    const notice = row(hala, FIRST).getByRole("listitem").filter({ hasText: "10 %" });
    await notice.filter({ hasText: "75 %" }).waitFor();
    await notice.getByRole("button", { name: en("ui.replaced.put_mine") }).click();
    await chair.until((s) => action(s, FIRST).target === "75 %", 20000, "her value again");
    await notice.waitFor({ state: "detached" });
  });

  await tally.test("the press of a button under an open editor counts, though the editor closes and what is below it moves", async () => {
    await unfold(hala, FIRST, en);
    const fold = row(hala, SECOND).getByRole("button", { name: en("ui.row.all_fields") });
    /* Not every browser scrolls along. */
    await hala.evaluate(() => document.querySelectorAll(".column").forEach((column) => (column.style.overflowAnchor = "none")));
    for (const above of ["ui.field.objective", "ui.field.target"]) {
      const before = await fold.getAttribute("aria-expanded");
      await open(hala, FIRST, en, above);
      await editor(hala, en, above).waitFor();
      await fold.hover();
      await hala.mouse.down();
      await hala.waitForTimeout(80);
      await hala.mouse.up();
      await eventually(async () => (await fold.getAttribute("aria-expanded")) !== before, `the press under ${above}`);
      await editor(hala, en, above).waitFor({ state: "detached" });
    }
  });

  await tally.test("a field being written keeps focus, words and caret while the rest of the plan changes", async () => {
    await unfold(hala, SECOND, en);
    await open(hala, SECOND, en, "ui.field.baseline");
    const field = editor(hala, en, "ui.field.baseline");
    await field.fill("twelve");
    await field.evaluate((area) => area.setSelectionRange(3, 3));
    await set(SECOND, { priority: "low" });
    await row(hala, SECOND).getByText(en("ui.priority.low")).waitFor();
    expect(String(await caret(field)) === "twelve,3,3", `${await caret(field)}`);
    await field.fill("thirteen");
    await chair.must("action.move", { id: action(chair, SECOND).id, after: 0, into: action(chair, FIRST).theme });
    await chair.until((s) => action(s, SECOND).baseline === "thirteen", 20000, "the words that were being written");
    await hala.keyboard.press("Escape");
  });
}

async function languages(tally, { room, hala, omar }) {
  const { chair } = room;
  await tally.test("switching the language in the middle of writing keeps what was written", async () => {
    await button(omar, en, "ui.plan.add_recommendation").click();
    await editor(omar, en, "ui.plan.recommendation").fill("Meet every spring");
    await omar.getByRole("button", { name: ar("ui.own.ar") }).click();
    await editor(omar, ar, "ui.plan.recommendation").waitFor();
    expect(await editor(omar, ar, "ui.plan.recommendation").inputValue() === "Meet every spring", "the words are gone");
    expect(await omar.evaluate(() => getComputedStyle(document.body).direction) === "rtl", "the page does not run from the right");
    await omar.keyboard.press("Escape");
    await omar.getByRole("button", { name: en("ui.own.en") }).click();
    await isLive(omar, en);
  });

  await tally.test("a translation is written beside its source, and said to be right when the source changes", async () => {
    const tabs = (page) => page.getByRole("group", { name: en("ui.text.languages") });
    await open(hala, FIRST, en, "ui.plan.action");
    await editor(hala, en, "ui.plan.action").press("End");
    await editor(hala, en, "ui.plan.action").pressSequentially(" now");
    const french = tabs(hala).getByRole("button", { name: `${en("ui.lang.fr")} ${en("ui.text.state.outdated")}` });
    await french.click();
    await hala.locator(".source").getByText(`${FIRST} now`).waitFor();
    await button(hala, en, "ui.text.still_right").click();
    await chair.until((s) => action(s, `${FIRST} now`)?.title.old?.includes("fr") === false, 20000, "the French as it stands");
    await hala.keyboard.press("Escape");
    await open(hala, `${FIRST} now`, en, "ui.plan.action");
    await editor(hala, en, "ui.plan.action").fill(FIRST);
    await hala.keyboard.press("Escape");
    await chair.until((s) => action(s, FIRST), 20000, "the title as it was");
  });
}

async function wording(tally, { room, hala }) {
  const { chair } = room;
  await tally.test("open wording is marked, counted and left out of the clean view", async () => {
    await button(hala, en, "ui.plan.add_recommendation").click();
    await editor(hala, en, "ui.plan.recommendation").fill("Meet [every spring / each year] in Tunis");
    await hala.keyboard.press("Enter");
    await hala.keyboard.press("Escape");
    await hala.locator("mark").getByText("[every spring / each year]").waitFor();
    await hala.getByRole("toolbar").getByRole("button", { name: new RegExp(`^${en("ui.tool.short.brackets")} ?1$`) }).waitFor();
    await button(hala, en, "ui.plan.clean").click();
    await hala.getByText("Meet in Tunis", { exact: true }).waitFor();
    await button(hala, en, "ui.plan.with_brackets").click();
    await chair.until((s) => s.list("recommendation").some((one) => one.text?.en.startsWith("Meet [every")), 20000, "the wording");
  });

  await tally.test("words for a row that is adopted meanwhile become a late proposal, and their writer is told", async () => {
    const third = riyadh.plan[2].action.en;
    await open(hala, third, en, "ui.field.indicator");
    const field = editor(hala, en, "ui.field.indicator");
    await field.pressSequentially(" once");
    await chair.until((s) => action(s, third).indicator.en.endsWith(" once"), 20000, "her first words");
    await chair.must("adoption.open", { of: action(chair, third).id, way: "consensus" });
    await hala.getByText(en("ui.text.frozen")).waitFor();
    await field.pressSequentially(" too late");
    await hala.getByText(en("ui.text.diverted")).waitFor();
    await chair.until((s) => s.list("proposal").some((one) => one.text.endsWith("once too late")), 20000, "the proposal");
    expect(action(chair, third).indicator.en === "Joint procedures signed once", "adopted text changed");
    await hala.keyboard.press("Escape");
  });
}

async function order(tally, house, { room }) {
  const { chair } = room;
  const themeOf = (text) => action(chair, text).theme;
  const amina = await house.enter(room, house.amina, { height: 1400 });
  await tally.test("a row is dragged into another theme, and goes back by keys", async () => {
    await amina.getByRole("button", { name: en("ui.tab.plan"), exact: true }).first().click();
    const before = themeOf(FIRST);
    const other = amina.locator(`[data-holds="action"]:not([data-into="${before}"]) .plan-row`).first();
    await other.hover();
    await row(amina, FIRST).locator(".grip").hover();
    const from = await row(amina, FIRST).locator(".grip").boundingBox();
    const to = await other.boundingBox();
    await amina.mouse.down();
    await amina.mouse.move(from.x + 10, from.y + 60, { steps: 4 });
    await amina.mouse.move(from.x + 10, to.y + 4, { steps: 8 });
    await amina.locator(".drop-line").waitFor();
    await amina.mouse.up();
    await chair.until(() => themeOf(FIRST) !== before, 20000, "the row under another theme");
    await cell(amina, FIRST, en, "ui.plan.action").focus();
    for (let i = 0; i < 4 && themeOf(FIRST) !== before; i++) {
      const was = action(chair, FIRST);
      await amina.keyboard.press("Alt+ArrowUp");
      await chair.until(() => action(chair, FIRST) !== was, 20000, "one step up");
      await eventually(() => amina.evaluate((id) => document.activeElement?.closest(`[data-row="${id}"]`) !== null, was.id), "the focus in the row");
    }
    expect(themeOf(FIRST) === before, "the row did not come back");
  });

  await tally.test("a framework text is written in numbered paragraphs", async () => {
    await button(amina, en, "ui.plan.add_framework").click();
    await amina.getByLabel(en("ui.plan.framework_title"), { exact: true }).fill("Framework instruction");
    await amina.keyboard.press("Enter");
    await amina.keyboard.press("Escape");
    await button(amina, en, "ui.plan.add_heading").click();
    await amina.getByLabel(en("ui.level.heading"), { exact: true }).fill("Purpose");
    await amina.keyboard.press("Enter");
    await amina.keyboard.press("Escape");
    await cell(amina, "Purpose", en, "ui.level.heading").click();
    await amina.keyboard.press("Control+Enter");
    await amina.getByLabel(en("ui.plan.paragraph"), { exact: true }).fill("It serves trade.");
    await amina.keyboard.press("Enter");
    await amina.keyboard.press("Escape");
    await amina.getByRole("button", { name: `${en("ui.row.more")} 1.1` }).click();
    await row(amina, "It serves trade.").getByRole("combobox").selectOption("subparagraph");
    await amina.getByRole("button", { name: `${en("ui.row.more")} (a)` }).waitFor();
    await chair.until((s) => s.list("paragraph").length === 2, 20000, "both paragraphs");
  });
  const { complaints } = amina;
  await amina.context().close();
  return complaints;
}

export async function plan(tally, house) {
  const room = await house.workshop({ item: DRAFTING });
  const hala = await house.enter(room, await house.delegate(room, "Hala"));
  const omar = await house.enter(room, await house.delegate(room, "Omar", { delegation: 1 }));
  const play = { room, hala, omar };
  await together(tally, play);
  await values(tally, play);
  await languages(tally, play);
  await wording(tally, play);

  await tally.test("the keyboard alone walks the cells, opens one, and adds a row below", async () => {
    const yara = await house.enter(room, await house.delegate(room, "Yara"));
    await cell(yara, FIRST, en, "ui.field.lead").focus();
    await yara.keyboard.press("ArrowRight");
    await yara.keyboard.press("Enter");
    await yara.getByRole("combobox", { name: en("ui.field.due") }).waitFor();
    await yara.keyboard.press("Escape");
    await cell(yara, FIRST, en, "ui.plan.action").focus();
    await yara.keyboard.press("Enter");
    await yara.keyboard.press("Control+Enter");
    await editor(yara, en, "ui.plan.action").fill("A row from the keyboard");
    await yara.keyboard.press("Enter");
    await room.chair.until((s) => action(s, "A row from the keyboard"), 20000, "the new row");
    await yara.context().close();
  });

  const complaints = [...(await order(tally, house, play)), ...hala.complaints, ...omar.complaints];
  tally.check(complaints.length === 0, "no page complained while writing", complaints.join("\n    "));
  await Promise.all([hala.context().close(), omar.context().close()]);
  room.chair.close();
}
