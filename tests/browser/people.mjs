// Who may be in the room: guests admitted, people sent away, one person on too many devices.
import { openTab } from "./chromium.mjs";
import { button, expect, isLive } from "./house.mjs";
import { words } from "./words.mjs";

const en = words("en");

export async function people(tally, house) {
  const room = await house.workshop({ item: 9 });
  const chair = await house.enter(room, house.amina);

  await tally.test("a guest is told to wait, is admitted by the facilitator, and can then write without loading the page", async () => {
    const caller = await house.guest(room, "Karim");
    const page = await house.enter(room, caller);
    await page.evaluate(() => (window.sameLoad = true));
    expect(await page.getByRole("button", { name: en("ui.plan.add_row") }).count() === 0, "a guest is offered to write");
    await page.getByText(en("ui.now.guest")).first().waitFor();
    await chair.getByText("Karim").waitFor();
    await chair.getByLabel(en("ui.people.admit_to"), { exact: true }).selectOption({ label: "Egypt" });
    await button(chair, en, "ui.people.admit_as.delegate").click();
    await page.getByRole("button", { name: en("ui.plan.add_row") }).first().waitFor();
    await isLive(page, en);
    expect(await page.getByText(en("ui.now.guest")).count() === 0, "still told to wait");
    expect(await page.evaluate(() => window.sameLoad), "the page was loaded again");
    await page.context().close();
  });

  await tally.test("somebody removed is told so, and is out", async () => {
    const caller = await house.delegate(room, "Faris");
    const page = await house.enter(room, caller);
    await room.chair.must("person.remove", { id: caller.person });
    await page.getByRole("heading", { name: en("ui.wrong.forbidden") }).waitFor();
    expect(await page.getByText("Risk management").count() === 0, "the room is still on the screen");
    await page.reload();
    await page.getByRole("heading", { name: en("ui.wrong.forbidden") }).waitFor();
    await page.context().close();
  });

  await tally.test("the fourth device replaces the one used longest ago, which says so and can come back", async () => {
    const first = await house.enter(room, await house.delegate(room, "Dina"));
    const tabs = [];
    for (let i = 0; i < 3; i++) {
      const tab = await openTab(first);
      await tab.goto(`/w/${room.id}`);
      await isLive(tab, en);
      tabs.push(tab);
    }
    await first.getByRole("heading", { name: en("ui.wrong.replaced") }).waitFor();
    await button(first, en, "ui.retry").click();
    await isLive(first, en);
    await first.context().close();
  });

  await tally.test("who is here and who left shows within seconds, whatever tab was closed", async () => {
    const caller = await house.delegate(room, "Rania");
    const page = await house.enter(room, caller);
    const second = await openTab(page);
    await second.goto(`/w/${room.id}`);
    await isLive(second, en);
    const line = chair.getByRole("listitem").filter({ hasText: "Rania" });
    await line.getByText(en("ui.people.here"), { exact: true }).waitFor();
    await second.close();
    await chair.waitForTimeout(1500);
    expect(await line.getByText(en("ui.people.here"), { exact: true }).count() === 1, "closing a second tab removed her");
    await page.context().close();
    await line.getByText(en("ui.people.not_here"), { exact: true }).waitFor({ state: "attached" });
  });

  tally.check(chair.complaints.length === 0, "the facilitator's page did not complain", chair.complaints.join("\n    "));
  await chair.context().close();
  room.chair.close();
}
