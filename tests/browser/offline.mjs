// The link is cut: what was done waits on the device, visibly, and is in the room once when the link is back.
import { keptPage, openTab, stored } from "./chromium.mjs";
import { button, expect, isLive } from "./house.mjs";
import { words } from "./words.mjs";

const en = words("en");
const RISK = "Risk management";

async function addRows(page, texts) {
  const theme = page.getByRole("heading", { name: RISK }).locator("xpath=ancestor::section[1]");
  await theme.getByRole("button", { name: en("ui.plan.add_row") }).click();
  for (const text of texts) {
    await page.getByLabel(en("ui.plan.action"), { exact: true }).fill(text);
    await page.keyboard.press("Enter");
  }
  await page.keyboard.press("Escape");
}

const waiting = (page, n) => page.getByText(new RegExp(`^waiting: ${n} changes? on this device`)).first().waitFor();
const often = (chair, text) => chair.list("action").filter((one) => one.title.en === text).length;

export async function offline(tally, house) {
  const room = await house.workshop({ item: 9 });
  const { chair } = room;
  const caller = await house.delegate(room, "Hala");
  const poll = await house.poll(chair, { item: chair.list("item").find((one) => one.state === "running").id });
  const page = await house.enter(room, caller);
  await page.getByRole("button", { name: en("ui.plan.add_row") }).first().waitFor();
  await page.getByRole("radio").first().waitFor();
  await keptPage(page);

  await tally.test("rows, an edit and a vote made without a link wait visibly, and are in the room once", async () => {
    await house.server.kill();
    await page.getByText("waiting for the server").first().waitFor();
    await addRows(page, ["Offline one", "Offline two"]);
    await page.getByText("In autumn", { exact: true }).click();
    await button(page, en, "ui.poll.send").click();
    await page.getByText(en.like("ui.poll.waits", { choice: "In autumn" })).waitFor();
    expect(await page.getByText(en.like("ui.poll.sent", { choice: "In autumn" })).count() === 0, "a vote that waits is said to be sent");
    await waiting(page, 3);
    expect(await page.getByText(/^saved|· saved/).count() === 0, "it says saved");
    await house.server.start();
    await isLive(page, en);
    await page.getByText(en.like("ui.poll.counted", { choice: "In autumn" })).waitFor();
    await chair.until((s) => often(s, "Offline one") > 0 && often(s, "Offline two") > 0, 20000, "the rows");
    expect(often(chair, "Offline one") === 1 && often(chair, "Offline two") === 1, "a row stands twice");
    await chair.until((s) => s.entities.get(poll.options[1]).votes === 1, 20000, "the vote");
  });

  await tally.test("loading the page without a server: it opens, holds what waits, and sends it once", async () => {
    await keptPage(page);
    await house.server.kill();
    await addRows(page, ["Written before the page was loaded again"]);
    await waiting(page, 1);
    await stored(page);
    await page.reload();
    await page.getByText("Written before the page was loaded again").waitFor();
    await waiting(page, 1);
    await addRows(page, ["Written after"]);
    await waiting(page, 2);
    await house.server.start();
    await isLive(page, en);
    await chair.until((s) => often(s, "Written after") > 0 && often(s, "Written before the page was loaded again") > 0, 20000, "both rows");
    await page.reload();
    await isLive(page, en);
    expect(often(chair, "Written after") === 1 && often(chair, "Written before the page was loaded again") === 1, "a row stands twice");
  });

  await tally.test("a newer page changed the device's store: this one goes on keeping what is done in it", async () => {
    await house.server.kill();
    await page.evaluate(() => new Promise((done, fail) => {
      const opening = indexedDB.open("plenary", 99);
      opening.onsuccess = () => done(opening.result.close());
      opening.onerror = fail;
    }));
    await addRows(page, ["Kept in a newer store"]);
    await waiting(page, 1);
    await stored(page);
    await page.reload();
    await waiting(page, 1);
    await house.server.start();
    await isLive(page, en);
    await chair.until((s) => often(s, "Kept in a newer store") === 1, 20000, "the row");
  });

  await tally.test("what a closed tab left unsent is taken up by the next one", async () => {
    await house.server.kill();
    await addRows(page, ["Left in a closed tab"]);
    await waiting(page, 1);
    await stored(page);
    const second = await openTab(page);
    await page.close();
    await house.server.start();
    await second.goto(`/w/${room.id}`);
    await isLive(second, en);
    await chair.until((s) => often(s, "Left in a closed tab") === 1, 20000, "the row");
    expect(second.complaints.length === 0, second.complaints.join("\n"));
  });

  expect(page.complaints.length === 0, page.complaints.join("\n"));
  await page.context().close();
  chair.close();
}
