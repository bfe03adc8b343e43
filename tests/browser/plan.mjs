// Writing the plan together: nothing that somebody writes is taken away by others, by the feed or by a switch of language.
import { button, expect, isLive, riyadh } from "./house.mjs";
import { words } from "./words.mjs";

const en = words("en");
const ar = words("ar");
const DRAFTING = 9;
const [FIRST, SECOND] = riyadh.plan.map((action) => action.action.en);

/** The row of the plan that holds this text. */
const row = (page, text) => page.getByRole("listitem").filter({ hasText: text });
const open = (page, text, say, key) => row(page, text).getByRole("button", { name: say(key) }).click();
const editor = (page, say, key) => page.getByRole("textbox", { name: say(key), exact: true });
const action = (chair, en) => chair.list("action").find((one) => one.title.en === en);

export async function plan(tally, house) {
  const room = await house.workshop({ item: DRAFTING });
  const hala = await house.enter(room, await house.delegate(room, "Hala"));
  const omar = await house.enter(room, await house.delegate(room, "Omar", { delegation: 1 }));

  await tally.test("two people write in the plan at once, and neither loses a word", async () => {
    await open(hala, FIRST, en, "ui.field.indicator");
    await open(omar, SECOND, en, "ui.field.indicator");
    await Promise.all([
      editor(hala, en, "ui.field.indicator").pressSequentially(" per month", { delay: 30 }),
      editor(omar, en, "ui.field.indicator").pressSequentially(" per year", { delay: 30 }),
    ]);
    await Promise.all([hala.keyboard.press("Enter"), omar.keyboard.press("Enter")]);
    for (const page of [hala, omar]) {
      await page.getByText("Share of postal items with advance data per month").waitFor();
      await page.getByText("Analysts trained per year").waitFor();
    }
  });

  await tally.test("what others make of a field stands beside its writer's words, who takes one or the other", async () => {
    await open(hala, FIRST, en, "ui.field.target");
    await editor(hala, en, "ui.field.target").fill("75 %");
    await room.chair.must("action.edit", { id: action(room.chair, FIRST).id, target: "50 %" });
    await hala.getByText(en("ui.cell.changed")).waitFor();
    await hala.getByRole("status").filter({ hasText: "50 %" }).waitFor();
    expect(await editor(hala, en, "ui.field.target").inputValue() === "75 %", "her words were overwritten");
    await hala.waitForTimeout(1500);
    expect(action(room.chair, FIRST).target === "50 %", "the chair's words were overwritten unasked");
    await button(hala, en, "ui.cell.keep").click();
    await room.chair.until((s) => action(s, FIRST).target === "75 %", 5000, "her words");
    await hala.keyboard.press("Escape");
    await open(omar, FIRST, en, "ui.field.baseline");
    await editor(omar, en, "ui.field.baseline").fill("5 %");
    await room.chair.must("action.edit", { id: action(room.chair, FIRST).id, baseline: "2 %" });
    await button(omar, en, "ui.cell.take").click();
    expect(await editor(omar, en, "ui.field.baseline").inputValue() === "2 %", "their text was not taken");
    await omar.keyboard.press("Escape");
  });

  await tally.test("a field being written keeps focus, words and cursor while the rest of the plan changes", async () => {
    await open(hala, SECOND, en, "ui.field.baseline");
    const field = editor(hala, en, "ui.field.baseline");
    await field.fill("twelve");
    await field.evaluate((area) => area.setSelectionRange(3, 3));
    await room.chair.must("action.edit", { id: action(room.chair, SECOND).id, priority: "low" });
    await row(hala, SECOND).getByText(en("ui.priority.low")).waitFor();
    const after = await hala.evaluate(() => ({ is: document.activeElement.value, at: document.activeElement.selectionStart }));
    expect(after.is === "twelve" && after.at === 3, JSON.stringify(after));
    await field.fill("thirteen");
    await room.chair.must("action.move", { id: action(room.chair, SECOND).id, after: 0, into: action(room.chair, FIRST).theme });
    await room.chair.until((s) => action(s, SECOND).baseline === "thirteen", 5000, "the words that were being written");
    await hala.keyboard.press("Escape");
  });

  await tally.test("switching the language in the middle of writing keeps what was written", async () => {
    await button(omar, en, "ui.plan.add_recommendation").click();
    await editor(omar, en, "ui.plan.recommendation").fill("Meet every spring");
    await omar.getByRole("button", { name: ar("ui.own.ar") }).click();
    await editor(omar, ar, "ui.plan.recommendation").waitFor();
    expect(await editor(omar, ar, "ui.plan.recommendation").inputValue() === "Meet every spring", "the words are gone");
    expect(await omar.evaluate(() => getComputedStyle(document.body).direction) === "rtl", "the page does not run from the right");
    await omar.keyboard.press("Escape");
    await open(omar, "تطوير القدرات", ar, "ui.field.target");
    await editor(omar, ar, "ui.field.target").fill("30");
    await omar.getByRole("button", { name: en("ui.own.en") }).click();
    await isLive(omar, en);
    await room.chair.until((s) => action(s, SECOND).target === "30", 5000, "the words sent");
  });

  await tally.test("a text that was adopted meanwhile is not changed, and the writer keeps the words", async () => {
    const third = riyadh.plan[2].action.en;
    await open(hala, third, en, "ui.field.indicator");
    await editor(hala, en, "ui.field.indicator").fill("Something quite different");
    await room.chair.must("action.adopt", { id: action(room.chair, third).id });
    await hala.getByText("Something quite different").or(editor(hala, en, "ui.field.indicator")).first().waitFor();
    await hala.waitForTimeout(1500);
    expect(action(room.chair, third).indicator.en === "Joint procedures signed", "adopted text changed");
    const kept = await hala.getByText("Something quite different").count();
    expect(kept > 0, "the writer's words are gone");
  });

  await tally.test("the keyboard alone walks the cells, opens one, and adds a row below", async () => {
    const yara = await house.enter(room, await house.delegate(room, "Yara"));
    const cells = row(yara, FIRST);
    await cells.getByRole("button", { name: en("ui.field.lead") }).focus();
    await yara.keyboard.press("ArrowRight");
    await yara.keyboard.press("Enter");
    await yara.getByRole("combobox", { name: en("ui.field.due") }).waitFor();
    await yara.keyboard.press("Escape");
    await cells.getByRole("button", { name: FIRST }).focus();
    await yara.keyboard.press("Enter");
    await yara.keyboard.press("Control+Enter");
    await editor(yara, en, "ui.plan.action").fill("A row from the keyboard");
    await yara.keyboard.press("Enter");
    await room.chair.until((s) => action(s, "A row from the keyboard"), 5000, "the new row");
    await yara.context().close();
  });

  const complaints = [...hala.complaints, ...omar.complaints];
  tally.check(complaints.length === 0, "no page complained while writing", complaints.join("\n    "));
  await Promise.all([hala.context().close(), omar.context().close()]);
  room.chair.close();
}
