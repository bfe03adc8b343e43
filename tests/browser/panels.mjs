// What opens beside the plan: talk, history, checks, late proposals, adoption, working groups, merging, languages, the past;
// and files that are loaded later, or do not come.
import { readFile } from "node:fs/promises";
import { Seat } from "../client/plenary.mjs";
import { keptPage } from "./chromium.mjs";
import { button, eventually, expect, labelled, openTool as pressTool } from "./house.mjs";
import { words } from "./words.mjs";

const en = words("en");
const ar = words("ar");

async function openPlan(page, say) {
  const narrow = page.viewportSize().width < 900;
  await page.getByRole(narrow ? "navigation" : "group", { name: say("ui.room.places") })
    .getByRole("button", { name: say("ui.tab.plan"), exact: true }).click();
  await page.locator(".tool-row").waitFor();
}

const rowOf = (page, id) => page.locator(`li[data-row="${id}"], [data-row="${id}"]`).first();

async function openRow(page, id, tab) {
  await rowOf(page, id).locator(".open-panel").first().click();
  const panel = beside(page);
  await panel.getByRole("tablist").waitFor();
  if (tab) await panel.locator(`[data-tab=${tab}]`).click();
  return panel;
}

const beside = (page) => page.locator(".beside-plan, .panel-sheet");

async function openTool(page, say, tool) {
  await pressTool(page, say, tool);
  const panel = beside(page);
  await panel.getByRole("heading", { name: say(`ui.tool.${tool}`), exact: true }).waitFor();
  return panel;
}

async function seat(room, caller) {
  const one = new Seat(caller, room.id);
  one.open();
  await one.until((s) => s.list("workshop").length > 0);
  return one;
}

export async function panels(tally, house) {
  const room = await house.workshop({ item: 9 });
  const { chair } = room;
  const hala = await house.delegate(room, "Hala");
  const omar = await house.delegate(room, "عمر", { delegation: 1, language: "ar" });
  const [first, second, third] = chair.list("action");
  const find = (kind, id) => chair.list(kind).find((one) => one.id === id);

  await tally.test("a comment and a delegation's reservation stand beside the row for everybody, and can be settled", async () => {
    const staff = await house.enter(room, house.amina);
    const phone = await house.enter(room, omar, { lang: "ar", width: 360, height: 740, touch: true });
    await openPlan(phone, ar);
    const sheet = await openRow(phone, first.id);
    await sheet.getByLabel(ar("ui.talk.say_comment")).fill("من يموّل هذا؟");
    await button(phone, ar, "ui.talk.send").click();
    await sheet.getByText("من يموّل هذا؟").first().waitFor();
    await sheet.getByRole("button", { name: ar("ui.talk.reservation"), exact: true }).click();
    await sheet.getByLabel(ar("ui.talk.say_reservation")).fill("نتحفظ على الموعد.");
    await button(phone, ar, "ui.talk.reserve").click();
    await chair.until((s) => s.list("remark").length === 2);
    await openPlan(staff, en);
    const panel = await openRow(staff, first.id);
    await panel.getByText("نتحفظ على الموعد.").waitFor();
    expect(await panel.locator(".remark.reservation strong").innerText() === "Jordan", "it is not the delegation's");
    await panel.locator(".remark.comment").getByRole("button", { name: en("ui.talk.settle") }).click();
    await chair.until((s) => s.list("remark").some((one) => one.resolved));
    await sheet.getByText(/\u0633\u064f\u0648\u0651\u064a\u062a/).first().waitFor();
    await phone.keyboard.press("Escape");
    await eventually(async () => await sheet.count() === 0, "the sheet closed");
    expect(phone.complaints.length + staff.complaints.length === 0, [...phone.complaints, ...staff.complaints].join("\n"));
    await phone.context().close();
    await staff.context().close();
  });

  await tally.test("whoever writes a comment keeps the focus and the words when the row is renamed or another panel is looked at", async () => {
    const page = await house.enter(room, hala);
    await openPlan(page, en);
    const panel = await openRow(page, second.id);
    await panel.getByLabel(en("ui.talk.say_comment")).pressSequentially("We would ");
    const { title } = find("action", second.id);
    await chair.must("action.edit", { id: second.id, title: { en: `${title.en}!` } });
    await panel.getByRole("heading", { name: `${title.en}!` }).waitFor();
    await page.keyboard.type("rather wait");
    expect(await panel.getByLabel(en("ui.talk.say_comment")).inputValue() === "We would rather wait", "letters went elsewhere");
    await openTool(page, en, "checks");
    await openRow(page, second.id);
    expect(await panel.getByLabel(en("ui.talk.say_comment")).inputValue() === "We would rather wait", "what was begun is lost");
    await page.keyboard.press("Escape");
    await chair.must("action.edit", { id: second.id, title: { en: title.en } });
    await page.context().close();
  });

  await tally.test("the history tells who wrote what, compares two moments, and brings an earlier wording back", async () => {
    const was = first.title.en;
    const seatOfHala = await seat(room, hala);
    await seatOfHala.must("action.edit", { id: first.id, title: { en: `${was}, [by spring / by autumn]` } });
    const page = await house.enter(room, house.amina);
    await openPlan(page, en);
    const panel = await openRow(page, first.id, "history");
    const entry = panel.locator(".history > li").filter({ hasText: "Hala" }).first();
    await entry.locator("ins").first().waitFor();
    expect((await entry.locator("ins").first().innerText()).includes("[by spring / by autumn]"), await entry.innerText());
    await panel.getByLabel(en("ui.history.which")).selectOption({ index: 1 + (await panel.getByLabel(en("ui.history.which")).locator("option")
      .allInnerTexts()).slice(1).findIndex((one) => one.startsWith(`${en("ui.plan.action")} · ${en("ui.lang.en")}`)) });
    await panel.getByRole("button", { name: en("ui.history.compare") }).click();
    const section = panel.getByRole("region", { name: en("ui.history.compare") });
    await section.locator("ins").first().waitFor();
    await section.getByLabel(en("ui.history.from"), { exact: true }).selectOption("1");
    await section.getByRole("button", { name: en("ui.history.restore") }).click();
    await chair.until((s) => s.list("action").find((one) => one.id === first.id).title.en === was);
    await page.context().close();
    seatOfHala.close();
  });

  await tally.test("whoever meets a lock is told why and suggests a change; taken over, it stands in the plan", async () => {
    await chair.must("row.lock", { id: second.id, on: true });
    const page = await house.enter(room, hala);
    await openPlan(page, en);
    const panel = await openRow(page, second.id);
    await panel.getByText(en("ui.closed_why.row")).waitFor();
    await panel.getByRole("button", { name: en("ui.suggest.open") }).click();
    await panel.getByLabel(en("ui.suggest.field")).selectOption("title");
    const area = panel.getByRole("textbox");
    const text = await area.inputValue();
    await area.fill(`${text} Together.`);
    await panel.getByRole("button", { name: en("ui.suggest.send") }).click();
    await panel.getByText(en("ui.late_words.why.locked")).waitFor();
    await panel.getByText(en("ui.late_words.yours"), { exact: true }).waitFor();
    const staff = await house.enter(room, house.amina);
    await openPlan(staff, en);
    const theirs = await openTool(staff, en, "proposals");
    await theirs.locator("ins").first().waitFor();
    await theirs.getByRole("button", { name: en("ui.late_words.accept") }).click();
    await chair.until((s) => s.list("action").find((one) => one.id === second.id).title.en === `${text} Together.`);
    await chair.must("row.lock", { id: second.id, on: false });
    await staff.context().close();
    await page.context().close();
  });

  await tally.test("a check that adoption requires stands in the way until it is met; adopted text carries its fingerprint", async () => {
    const page = await house.enter(room, house.amina);
    await openPlan(page, en);
    await chair.must("workshop.edit", { adoption_requires: ["open_brackets"] });
    await chair.must("action.edit", { id: third.id, title: { en: "Publish [one / two] guides" } });
    await rowOf(page, third.id).getByRole("button", { name: en.like("ui.row.all_fields") }).first().click();
    await rowOf(page, third.id).getByRole("button", { name: en("ui.adoption.open_one") }).click();
    const panel = beside(page);
    await panel.getByText(en("ui.adoption.blocked")).waitFor();
    expect(await panel.getByRole("button", { name: en("ui.adoption.now"), exact: true }).isDisabled(), "it can be adopted with brackets");
    await chair.must("action.edit", { id: third.id, title: { en: "Publish two guides" } });
    await panel.getByText(en("ui.adoption.clear")).waitFor();
    await button(page, en, "ui.adoption.now").click();
    await page.getByRole("dialog").getByRole("button", { name: en("ui.adoption.now") }).click();
    await chair.until((s) => s.list("action").find((one) => one.id === third.id).state === "adopted");
    const { hash } = chair.list("adoption").find((one) => one.of === third.id);
    await panel.getByRole("button", { name: en("ui.adoption.hash_whole") }).first().click();
    await panel.getByText(hash).waitFor();
    await panel.getByLabel(en("ui.version.reason")).fill("A third guide was promised.");
    await button(page, en, "ui.version.open").click();
    await chair.until((s) => s.list("action").find((one) => one.id === third.id).state === "draft");
    expect(find("action", third.id).version === 1 && find("action", third.id).reason.startsWith("A third"), "the reason is lost");
    await page.context().close();
  });

  await tally.test("by silence: everybody sees the moment, one objection with words brings the text back", async () => {
    const until = Date.now() + 30 * 60_000;
    const { id } = await chair.must("adoption.open", { of: third.id, way: "silence", until });
    const page = await house.enter(room, hala);
    const banner = page.getByRole("region", { name: en("ui.adoption.title") });
    await banner.getByRole("timer").waitFor();
    await banner.getByRole("button", { name: en("ui.adoption.object") }).click();
    await banner.getByRole("textbox").fill("Two are not enough.");
    await banner.getByRole("button", { name: en("ui.adoption.object") }).click();
    await chair.until((s) => s.list("adoption").find((one) => one.id === id).state === "objected");
    await banner.getByText("Two are not enough.").waitFor();
    expect(find("action", third.id).state === "draft", "the row is not a draft again");
    await page.context().close();
  });

  await tally.test("by vote: the poll made for it opens with it, and more than half adopts", async () => {
    const page = await house.enter(room, house.amina);
    await openPlan(page, en);
    const panel = await openTool(page, en, "adoption");
    await panel.getByLabel(en("ui.adoption.by.poll")).check();
    await button(page, en, "ui.adoption.prepare_poll").click();
    await button(page, en, "ui.adoption.open_poll").click();
    await chair.until((s) => s.list("adoption").some((one) => one.way === "poll" && one.state === "open"));
    const poll = chair.list("poll").find((one) => one.state === "open");
    for (const caller of [hala, omar]) {
      const one = await seat(room, caller);
      await one.must("ballot.cast", { id: poll.id, values: [0] });
      one.close();
    }
    await chair.must("poll.close", { id: poll.id });
    await chair.until((s) => s.list("adoption").some((one) => one.way === "poll" && one.state === "adopted"));
    await page.getByText(en.like("ui.adoption.tally", { yes: 2, no: 0, other: 0 })).first().waitFor();
    expect(chair.list("action").every((one) => one.state === "adopted"), "a row was left out");
    await page.context().close();
  });

  await tally.test("the plan as it was can be read and taken home, and the plan of today stays", async () => {
    const page = await house.enter(room, hala);
    await openPlan(page, en);
    const panel = await openTool(page, en, "past");
    await panel.getByRole("button", { name: new RegExp(en("ui.past.adopted_row")) }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Publish two guides").waitFor();
    const link = dialog.getByRole("link", { name: en("ui.export.as.csv") });
    const address = await link.getAttribute("href");
    expect(/at=\d+/.test(address), address);
    const choosing = page.waitForEvent("download");
    await link.click();
    const table = await readFile(await (await choosing).path(), "utf8");
    expect(table.includes("Publish two guides"), table.slice(0, 300));
    await page.context().close();
  });

  const groups = await house.workshop({ item: 9 });
  await tally.test("a group drafts, its chair brings the rows, and near-duplicates are merged with both kept", async () => {
    const leila = await house.delegate(groups, "Leila");
    const staff = await house.enter(groups, house.amina);
    await openPlan(staff, en);
    const tool = await openTool(staff, en, "groups");
    await labelled(staff, en, "ui.groups.title").fill("Group on data");
    await button(staff, en, "ui.groups.add").click();
    await tool.getByRole("region", { name: "Group on data" }).getByRole("button", { name: en("ui.edit") }).click();
    const dialog = staff.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: /Leila/ }).check();
    await dialog.getByLabel(en("ui.groups.chair")).selectOption({ label: await dialog.getByLabel(en("ui.groups.chair")).locator("option")
      .filter({ hasText: "Leila" }).innerText() });
    await button(staff, en, "ui.groups.done").click();
    await groups.chair.until((s) => s.list("group").some((one) => one.chair === leila.person));
    const group = groups.chair.list("group")[0].id;
    const theme = groups.chair.list("theme")[0].id;
    const plenary = await groups.chair.must("action.create", { theme, title: { en: "Share the risk profiles of small parcels each quarter" } });
    const one = await seat(groups, leila);
    const drafted = await one.must("action.create", { theme, group, title: { en: "Share the risk profiles of small parcels each month" },
      indicator: { en: "Profiles shared" } });
    one.close();
    const page = await house.enter(groups, leila);
    await openPlan(page, en);
    await openTool(page, en, "groups");
    await button(page, en, "ui.groups.bring_all").or(page.getByRole("button", { name: /Bring 1 row/ })).first().click();
    await groups.chair.until((s) => s.list("action").find((row) => row.id === drafted.id).brought_at > 0);
    await tool.getByRole("region", { name: en("ui.merge.alike") }).getByRole("button", { name: en("ui.merge.open") }).click();
    const merge = beside(staff);
    await merge.getByRole("region", { name: en("ui.merge.differ") }).locator("del").first().waitFor();
    await merge.getByRole("button", { name: en.like("ui.merge.act") }).click();
    await groups.chair.until((s) => s.list("action").some((row) => (row.merged ?? []).length === 1));
    const kept = groups.chair.list("action").find((row) => (row.merged ?? []).length === 1);
    expect([plenary.id, drafted.id].includes(kept.id) && kept.indicator.en === "Profiles shared", JSON.stringify(kept));
    await merge.getByText(en("ui.late_words.why.merged")).first().waitFor();
    await page.context().close();
    await staff.context().close();
  });

  await tally.test("an interpreter goes from one missing text to the next and writes it beside its source", async () => {
    await groups.chair.must("workshop.edit", { languages: ["en", "fr"] });
    const { id } = await groups.chair.must("person.create", { name: "Amélie", role: "interpreter" });
    const { path } = await house.amina.post(`/api/w/${groups.id}/links`, { person: id });
    const page = await house.window({ lang: "fr" });
    const fr = words("fr");
    await page.goto(path);
    await page.waitForURL("**/w/*");
    await openPlan(page, fr);
    const panel = await openTool(page, fr, "languages");
    await button(page, fr, "ui.languages.begin").click();
    const here = panel.getByRole("region", { name: fr("ui.languages.here") });
    await here.getByRole("textbox").waitFor();
    await page.keyboard.type("Une action");
    await groups.chair.until((s) => JSON.stringify([s.list("action"), s.list("recommendation")]).includes("Une action"));
    await button(page, fr, "ui.languages.next").click();
    await page.context().close();
  });

  await tally.test("words that meet an adoption are kept as a proposal, and whoever wrote them is told so wherever the page stands", async () => {
    const row = groups.chair.list("recommendation")[0];
    const farid = await house.delegate(groups, "Farid");
    const page = await house.enter(groups, farid);
    await openPlan(page, en);
    await rowOf(page, row.id).locator("[data-cell]").first().click();
    await page.keyboard.type(" and more");
    await groups.chair.until((s) => s.list("recommendation")[0].text.en.endsWith(" and more"));
    await groups.chair.must("adoption.open", { of: row.id, way: "consensus" });
    await page.keyboard.type(", too late");
    const notice = page.getByRole("region", { name: en("ui.late_words.kept") });
    await notice.getByText(en("ui.late_words.kept_why.adopted")).waitFor();
    await notice.getByRole("button", { name: en("ui.text.show_late") }).click();
    const panel = beside(page);
    await panel.locator("ins").filter({ hasText: "too late" }).waitFor();
    await eventually(async () => await notice.count() === 0, "the notice is gone once it was read");
    expect(groups.chair.list("recommendation")[0].text.en.endsWith(" and more"), "adopted text changed");
    await page.context().close();
  });

  await tally.test("without a link the panels open, what is said waits under one's own name, and arrives once", async () => {
    const page = await house.enter(room, hala);
    await openPlan(page, en);
    await keptPage(page);
    await page.context().setOffline(true);
    await page.reload();
    await openPlan(page, en);
    const panel = await openRow(page, first.id);
    await panel.getByLabel(en("ui.talk.say_comment")).fill("Said without a link.");
    await button(page, en, "ui.talk.send").click();
    const mine = panel.locator(".remark").filter({ hasText: "Said without a link." });
    await mine.getByText(/Hala/).waitFor();
    await mine.getByText(en("ui.waits")).waitFor();
    await panel.locator("[data-tab=history]").click();
    await panel.getByRole("alert").waitFor();
    await page.context().setOffline(false);
    await chair.until((s) => s.list("remark").some((one) => one.text.en === "Said without a link."), 20000);
    await panel.getByRole("button", { name: en("ui.retry") }).click();
    await panel.locator(".history > li").first().waitFor();
    expect(chair.list("remark").filter((one) => one.text.en === "Said without a link.").length === 1, "it is there more than once");
    await page.context().close();
  });

  await tally.test("a part of the page that does not come says so, and comes when asked again", async () => {
    const page = await house.enter(room, hala, { workers: false });
    await page.route(/dialogs_late-/, (route) => route.abort());
    await page.getByRole("button", { name: en("ui.settings") }).click();
    await page.getByRole("alert").getByText(en("ui.late.failed")).waitFor();
    await page.unroute(/dialogs_late-/);
    await page.getByRole("alert").getByRole("button", { name: en("ui.retry") }).click();
    await page.getByRole("dialog").getByRole("button", { name: en("ui.keys.title") }).waitFor();
    await page.context().close();
  });

  room.chair.close();
  groups.chair.close();
}
