// Your workshops: copies, templates of one's own, the archive, and a rehearsal with people who are not there.
import { button, eventually, expect, isLive, labelled } from "./house.mjs";
import { words } from "./words.mjs";

const en = words("en");

/** Chooses something from the menu of a workshop in the list. */
async function choose(page, title, act) {
  const line = page.getByRole("listitem").filter({ hasText: title }).first();
  await line.getByRole("button", { expanded: false }).first().click();
  await page.getByRole("button", { name: en(`ui.home.act.${act}`), exact: true }).click();
}

export async function shelves(tally, house) {
  const room = await house.workshop({ live: false });
  await room.chair.must("workshop.edit", { title: { en: "Autumn meeting" } });
  await room.chair.must("person.create", { name: "Mona", role: "delegate", delegation: room.codes.delegations[0].delegation });
  const page = await house.window({ cookie: house.amina.cookie });
  const home = async () => {
    await page.goto("/");
    await page.getByRole("heading", { name: en("ui.home.title") }).waitFor();
    await page.getByRole("link", { name: /Autumn meeting/ }).first().waitFor();
  };

  await tally.test("a copy has the agenda and what is ticked, under its own title, and is in preparation", async () => {
    await home();
    await choose(page, "Autumn meeting", "copy");
    const dialog = page.getByRole("dialog");
    await labelled(dialog, en, "ui.home.name").fill("Winter meeting");
    await labelled(dialog, en, "ui.workshop.starts_on").fill("2027-01-18");
    await dialog.getByLabel(en("ui.copy.keep.people")).check();
    await button(dialog, en, "ui.copy.make").click();
    await page.waitForURL("**/w/*");
    await isLive(page, en);
    await page.getByRole("heading", { name: "Winter meeting" }).waitFor();
    await page.getByText("Mona").first().waitFor();
    const items = page.getByRole("navigation", { name: en("ui.tab.agenda") }).getByRole("listitem");
    await eventually(async () => await items.count() === room.chair.list("item").length, "the whole agenda");
  });

  await tally.test("what is put into the archive is put away, and can be taken out again", async () => {
    await home();
    await choose(page, "Winter meeting", "archive");
    const archive = page.locator("details").filter({ hasText: "Archive" });
    await archive.locator("summary").click();
    await archive.getByRole("link", { name: /Winter meeting/ }).waitFor();
    await choose(page, "Winter meeting", "unarchive");
    await archive.waitFor({ state: "detached" });
    await page.getByRole("link", { name: /Winter meeting/ }).waitFor();
  });

  await tally.test("a workshop saved as a template stands with the five, makes a workshop without people, and can be removed", async () => {
    await home();
    await choose(page, "Autumn meeting", "template");
    await button(page.getByRole("dialog"), en, "ui.copy.save_template").click();
    const card = page.getByRole("button", { name: /Autumn meeting/ }).filter({ hasText: en("ui.home.own") });
    await card.waitFor();
    await card.click();
    await labelled(page, en, "ui.home.name").fill("Spring meeting");
    await button(page, en, "ui.home.create").click();
    await page.waitForURL("**/w/*");
    await isLive(page, en);
    expect(await page.getByText("Mona").count() === 0, "somebody of the other workshop is in it");
    await home();
    await page.getByRole("button", { name: new RegExp(`^${en("ui.home.drop")}`) }).click();
    await button(page, en, "ui.home.drop_sure").click();
    await card.waitFor({ state: "detached" });
  });

  await tally.test("a rehearsal says so on every screen, has simulated people who come in, and begins anew when asked", async () => {
    await home();
    await choose(page, "Autumn meeting", "rehearse");
    await page.waitForURL("**/w/*");
    await isLive(page, en);
    const first = page.url();
    await page.getByText(en("ui.rehearsal.text")).waitFor();
    await button(page, en, "ui.rehearsal.join").click();
    const here = page.locator("aside .person.here");
    await eventually(async () => await here.count() > 5, "simulated people who are here");
    await button(page, en, "ui.rehearsal.again").click();
    await page.getByRole("dialog").getByRole("button", { name: en("ui.rehearsal.again") }).click();
    await eventually(() => page.url() !== first && page.url().includes("/w/"), "another room");
    await isLive(page, en);
    await page.getByText(en("ui.rehearsal.text")).waitFor();
    await home();
    expect(room.chair.list("workshop")[0].state === "preparing", "the workshop itself was begun");
  });

  tally.check(page.complaints.length === 0, "the page of the workshops did not complain", page.complaints.join("\n    "));
  await page.context().close();
  room.chair.close();
}
