// The agenda while it runs: more and less time, what it does to what follows, skipping, taking a "next" back, other clocks.
import { button, expect } from "./house.mjs";
import { words } from "./words.mjs";

const en = words("en");
const ar = words("ar");

/** The row of the agenda with that title. */
const row = (page, title) => page.locator(".agenda-item").filter({ hasText: title });
const clockOf = (line) => line.locator(".num").first().innerText();

export async function agenda(tally, house) {
  const room = await house.workshop({ plan: false, item: 1 });
  const chair = await house.enter(room, house.amina);
  const delegate = await house.enter(room, await house.delegate(room, "Mona", { language: "ar" }), { lang: "ar", zone: "UTC" });
  const running = row(delegate, "International and regional");
  const pause = row(delegate, "Break");
  const later = row(delegate, "Facilitation and control");

  await tally.test("five minutes more: everybody reads how late the day is, what moves, and which fixed item is in danger", async () => {
    const before = await clockOf(later);
    const paused = await clockOf(pause);
    expect(await pause.getByText(ar("ui.agenda.danger")).count() === 0, "the break is in danger before anything happened");
    await button(chair, en, "ui.run.extend").click();
    await delegate.getByText(ar("ui.agenda.late").replace("{n}", "5"), { exact: true }).first().waitFor();
    await pause.getByText(ar("ui.agenda.danger")).waitFor();
    expect(await clockOf(pause) === paused, "a fixed item moved");
    expect(await clockOf(later) === before, "what follows a fixed item moved");
    await running.getByText("95").waitFor();
  });

  await tally.test("five minutes less take it back", async () => {
    await button(chair, en, "ui.run.cut").click();
    await delegate.getByText(ar("ui.agenda.late").replace("{n}", "5"), { exact: true }).first().waitFor({ state: "detached" });
    expect(await pause.getByText(ar("ui.agenda.danger")).count() === 0, "the break is in danger still");
  });

  await tally.test("a device that shows another time says both", async () => {
    const own = ar.like("ui.agenda.own");
    await running.getByText(own).waitFor();
    const page = await house.enter(room, await house.delegate(room, "Huda"), { zone: "Asia/Riyadh" });
    await row(page, "International and regional").waitFor();
    expect(await page.getByText(en.like("ui.agenda.own")).count() === 0, "the same time is said twice");
    await page.context().close();
  });

  await tally.test("P52 the hours of a zone are those that the server tells, also when it does not answer the next time", async () => {
    const page = await house.enter(room, await house.delegate(room, "Salma"), { zone: "Asia/Riyadh" });
    const own = page.getByText(en.like("ui.agenda.own")).first();
    await row(page, "International and regional").waitFor();
    expect(await own.count() === 0, "Riyadh has the hour of Riyadh");
    await page.waitForFunction(() => localStorage.getItem("plenary.clocks.Asia/Riyadh"));
    await page.evaluate(() => localStorage.clear());
    const clocks = { zone: "Asia/Riyadh", set: [[0, 240]], until: 2 ** 31 };
    await page.route("**/api/clocks?*", (route) => route.fulfill({ json: clocks }));
    await page.reload();
    await own.waitFor();
    await page.unroute("**/api/clocks?*");
    await page.route("**/api/clocks?*", (route) => route.abort());
    await page.reload();
    await own.waitFor();
    await page.context().close();
  });

  await tally.test("a skipped item says so, comes not next, and can be planned again", async () => {
    await button(chair, en, "ui.run.skip").click();
    await pause.getByText(ar("ui.item.state.skipped")).waitFor();
    await row(chair, "Break").click();
    await button(chair, en, "ui.run.skip_back").click();
    await pause.getByText(ar("ui.item.state.skipped")).waitFor({ state: "detached" });
  });

  await tally.test("a wrong next is taken back within ten seconds, and then no more", async () => {
    const runs = (title) => room.chair.until((s) => s.list("item").some((one) => one.state === "running" && one.title.en.startsWith(title)), 20000, title);
    await button(chair, en, "ui.run.next").click();
    await runs("Break");
    await button(chair, en, "ui.run.undo").click();
    await runs("International and regional");
    await delegate.getByRole("heading", { name: "International and regional" }).waitFor();
    await button(chair, en, "ui.run.undo").waitFor({ state: "detached" });
    await button(chair, en, "ui.run.next").click();
    await button(chair, en, "ui.run.undo").waitFor();
    await delegate.getByRole("heading", { name: "Break" }).waitFor();
    await button(chair, en, "ui.run.undo").waitFor({ state: "detached" });
  });

  for (const page of [chair, delegate]) expect(page.complaints.length === 0, page.complaints.join("\n"));
}
