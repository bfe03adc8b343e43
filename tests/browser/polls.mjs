// Voting: with keys, with a thumb on a narrow screen, and thinking again.
import { drawn } from "./chromium.mjs";
import { button, eventually, expect, labelled } from "./house.mjs";
import { words } from "./words.mjs";

const en = words("en");
const ar = words("ar");

const votes = (chair, poll) => poll.options.map((id) => chair.entities.get(id).votes ?? 0).join(" ");
const counted = (chair, poll, want) => chair.until((s) => votes(s, poll) === want, 20000, `votes ${want} (${votes(chair, poll)})`);

export async function polls(tally, house) {
  const room = await house.workshop({ item: 8 });
  const item = room.chair.list("item").find((one) => one.state === "running").id;

  await tally.test("a vote is chosen with a digit, sent with Enter, counted, and changed until the poll closes", async () => {
    const page = await house.enter(room, await house.delegate(room, "Hala"));
    const poll = await house.poll(room.chair, { item, question: "First question?" });
    await page.getByRole("heading", { name: "First question?" }).waitFor();
    await page.getByText(en.like("ui.poll.secrecy.named", { name: "Tunisia" })).waitFor();
    expect(await page.getByRole("list", { name: en("ui.poll.result") }).count() === 0, "the result leads whoever has not voted");
    await drawn(page);
    await page.keyboard.press("2");
    await eventually(() => page.getByRole("radio", { name: "In autumn" }).isChecked(), "2 choosing the second option");
    await page.keyboard.press("Enter");
    await page.getByText(en.like("ui.poll.counted", { choice: "In autumn" })).waitFor();
    await counted(room.chair, poll, "0 1 0");
    await page.keyboard.press("1");
    await page.keyboard.press("Enter");
    await page.getByText(en.like("ui.poll.counted", { choice: "In spring" })).waitFor();
    await counted(room.chair, poll, "1 0 0");
    await room.chair.must("poll.close", { id: poll.id });
    await page.getByText(en.like("ui.poll.voter", { name: "Hala", delegation: "Tunisia" })).first().waitFor();
    expect(await page.getByRole("radio").count() === 0, "one can still choose");
    await page.context().close();
  });

  await tally.test("a thumb on a screen of 360 px: large rows, one button, in view without scrolling sideways", async () => {
    const page = await house.enter(room, await house.delegate(room, "ليلى", { language: "ar" }), { lang: "ar", width: 360, height: 740, touch: true });
    const poll = await house.poll(room.chair, { item, question: "Second question?" });
    const asked = page.getByRole("region", { name: "Second question?" });
    const option = asked.getByText("In autumn", { exact: true });
    await option.waitFor();
    const target = await asked.locator("label").filter({ hasText: "In autumn" }).boundingBox();
    expect(target.height >= 44 && target.width > 250, `a row of ${target.width} x ${target.height}`);
    await option.tap();
    await button(page, ar, "ui.poll.send").tap();
    await page.getByText(ar.like("ui.poll.counted", { choice: "In autumn" })).waitFor();
    await counted(room.chair, poll, "0 1 0");
    await asked.getByText("In spring", { exact: true }).first().tap();
    await button(page, ar, "ui.poll.change").tap();
    await counted(room.chair, poll, "1 0 0");
    const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - 360);
    expect(wide <= 0, `${wide} px too wide`);
    await room.chair.must("poll.close", { id: poll.id });
    await page.context().close();
  });

  await tally.test("a poll is made in ten seconds: typed as lines, opened at once, counted live, closed", async () => {
    const chair = await house.enter(room, house.amina);
    const page = await house.enter(room, await house.delegate(room, "Omar"));
    await chair.getByRole("toolbar").getByRole("button", { name: en("ui.run.poll") }).click();
    await labelled(chair, en, "ui.poll.lines").fill("Coffee or tea?\nCoffee\nTea");
    await button(chair, en, "ui.poll.open_now").click();
    await page.getByRole("radio", { name: "Tea" }).check();
    await button(page, en, "ui.poll.send").click();
    await chair.getByText(en.like("ui.poll.turnout", { n: 1 })).waitFor();
    await button(chair, en, "ui.poll.close").click();
    await page.getByText(en("ui.poll.closed")).first().waitFor();
    await chair.context().close();
    await page.context().close();
  });

  await tally.test("a tab that was closed and opened again still knows the vote", async () => {
    const omar = await house.delegate(room, "Salma");
    const poll = await house.poll(room.chair, { item, question: "Last question?" });
    const page = await house.enter(room, omar);
    await page.getByRole("radio", { name: "Not at all" }).check();
    await button(page, en, "ui.poll.send").click();
    await page.getByText(en.like("ui.poll.counted", { choice: "Not at all" })).waitFor();
    await page.reload();
    await page.getByText(en.like("ui.poll.counted", { choice: "Not at all" })).waitFor();
    await eventually(() => page.getByRole("radio", { name: "Not at all" }).isChecked(), "the choice");
    await counted(room.chair, poll, "0 0 1");
    await page.context().close();
  });

  room.chair.close();
}
