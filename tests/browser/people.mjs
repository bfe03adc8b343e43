// Who may be in the room: guests admitted, people sent away, one person on too many devices. The desk from which it is run:
// lists, the lobby and the passcode, lost seats, one device for several, attendance.
import { openTab } from "./chromium.mjs";
import { button, eventually, expect, isLive, labelled } from "./house.mjs";
import { listOf33 } from "./people_list.mjs";
import { words } from "./words.mjs";

const en = words("en");

/** The desk of the people in the facilitator's window. */
async function desk(page, which = "people") {
  await page.getByRole("group", { name: en("ui.room.places") }).getByRole("button", { name: en("ui.tab.people"), exact: true }).click();
  await page.getByRole("group", { name: en("ui.desk.open") }).getByRole("button", { name: en(`ui.desk.${which}`), exact: true }).click();
}

async function closeDialog(page) {
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

export async function people(tally, house) {
  await seats(tally, house);
  await lists(tally, house);
  await doors(tally, house);
  await devices(tally, house);
}

async function seats(tally, house) {
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
    await page.getByText(en("ui.now.guest")).first().waitFor({ state: "detached" });
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

/* A list from a sheet: what it makes and what is wrong with it, before it is taken; then a lost seat is found in it. */
async function lists(tally, house) {
  const room = await house.workshop({ plan: false });
  for (const [name, ar, fr] of [["Jordan", "الأردن", "Jordanie"], ["Lebanon", "لبنان", "Liban"], ["Tunisia", "تونس", "Tunisie"]]) {
    const { id } = room.chair.list("delegation").find((one) => one.name.en === name);
    await room.chair.must("delegation.edit", { id, name: { ar, fr } });
  }
  const before = room.chair.list("person").length;
  const chair = await house.enter(room, house.amina);
  const dialog = chair.getByRole("dialog");

  await tally.test("a list of 33 people is read before it is taken: a wrong line is told by its number, and nothing is added", async () => {
    await desk(chair);
    await button(chair, en, "ui.import.people").click();
    await labelled(chair, en, "ui.paste.lines").fill(listOf33({ spoil: 8 }));
    await dialog.getByRole("alert").getByText(en("ui.import.line").replace("{n}", "8")).waitFor();
    await dialog.getByText("chairman of everything").waitFor();
    expect(await button(dialog, en, "ui.paste.add").count() === 0, "it can be added all the same");
    expect(room.chair.list("person").length === before, "somebody was added");
  });

  await tally.test("mended it is taken whole, with the delegations that were missing; names keep their letters", async () => {
    await labelled(chair, en, "ui.paste.lines").fill(listOf33());
    await dialog.getByText("33 people will be added").waitFor();
    expect(await dialog.getByText(en("ui.paste.new"), { exact: true }).count() === 9, "not nine people of three new delegations");
    await dialog.getByRole("button", { name: "Add 33" }).click();
    await dialog.getByText("33 people were added.").waitFor();
    await room.chair.until((s) => s.list("person").length === before + 33, 20000, "33 more people");
    const list = room.chair.list("person");
    const of = (name) => list.find((one) => one.name === name);
    const party = (name) => room.chair.list("delegation").find((one) => one.id === of(name).delegation)?.name;
    expect(party("سامي النجار").en === "Jordan" && party("جورج سمعان").en === "Lebanon", "a delegation was not known by its other names");
    expect(party("هالة الطيب").en === "Sudan", "a delegation was not known by its country");
    expect(party("مريم السالم").ar === "مكتب المنظمة الإقليمي", "the Arabic name of a new delegation is not Arabic");
    expect(of("Mona Fouad").head && of("Mona Fouad").function === "Director of ICT", "head or function is missing");
    expect(of("أحمد فؤاد").function === "Conseillère, douane" && of("Peter Smith, PhD").role === "expert", "a comma parted a cell");
    await closeDialog(chair);
  });

  await tally.test("the same list again adds nobody", async () => {
    await button(chair, en, "ui.import.people").click();
    await labelled(chair, en, "ui.paste.lines").fill(listOf33({ separator: "," }));
    await dialog.getByText(en("ui.import.known")).first().waitFor();
    expect(await button(dialog, en, "ui.paste.add").count() === 0, "they can be added twice");
    await closeDialog(chair);
  });

  await tally.test("lines without a head are read by what they look like, and a file is read like them", async () => {
    await button(chair, en, "ui.import.people").click();
    const choosing = chair.waitForEvent("filechooser");
    await button(dialog, en, "ui.import.file").click();
    const text = "Nadia Late; nadia@example.org; Tunisie\nHassan Late; Rapporteur; EG";
    await (await choosing).setFiles({ name: "late.txt", mimeType: "text/plain", buffer: Buffer.from(text) });
    await dialog.getByRole("button", { name: "Add 2" }).click();
    await room.chair.until((s) => s.list("person").some((one) => one.name === "Hassan Late" && one.role === "rapporteur"), 20000, "Hassan");
    await closeDialog(chair);
  });

  await tally.test("a lost delegate is found by a name without its accents, and has a link and a picture at once", async () => {
    await labelled(chair, en, "ui.desk.search").fill("leila tunisia");
    await eventually(async () => await chair.locator(".seat").count() === 1, "one seat");
    await chair.getByRole("button", { name: `${en("ui.desk.link")} Léïla Ben Youssef` }).click();
    const address = await dialog.getByText(/\/j\//).first().innerText();
    await dialog.getByRole("img").evaluate((img) => img.decode());
    const leila = await house.window({ width: 360, height: 740, touch: true });
    await leila.goto(address);
    await leila.waitForURL("**/w/*");
    await isLive(leila, en);
    const { id } = room.chair.list("person").find((one) => one.name === "Léïla Ben Youssef");
    await room.chair.until((s) => s.here.has(id), 20000, "Leila is here");
    await dialog.getByText(en("ui.people.lost")).click();
    await button(dialog, en, "ui.people.lost_act").click();
    await leila.getByRole("heading", { name: en("ui.wrong.forbidden") }).waitFor();
    await leila.context().close();
    await closeDialog(chair);
  });

  await tally.test("an agenda from a sheet tells wrong lines, and can replace what is planned", async () => {
    await button(chair, en, "ui.agenda.add").waitFor();
    const bare = await house.workshop({ live: false, plan: false });
    const page = await house.enter(bare, house.amina);
    await page.getByRole("button", { name: `${en("ui.paste.open")} ${en("ui.tab.agenda")}` }).click();
    const box = page.getByRole("dialog");
    await labelled(page, en, "ui.paste.lines").fill("day,start,minutes,kind,title\n1,09:00,30,opening,Welcome\n1,25:00,30,discussion,Late");
    await box.getByRole("alert").getByText(en("ui.import.line").replace("{n}", "3")).waitFor();
    await labelled(page, en, "ui.paste.lines").fill("09:00; Welcome; 30; Opening\nDay 2\n09:00; Site visit; 120");
    await box.getByText("2 agenda items will be added").waitFor();
    await box.getByLabel(en("ui.import.agenda_replace")).check();
    await box.getByRole("button", { name: "Add 2" }).click();
    await bare.chair.until((s) => s.list("item").length === 2, 20000, "two items");
    expect(bare.chair.list("item").map((one) => `${one.day} ${one.title.en}`).join() === "1 Welcome,2 Site visit", "not those items");
    await page.context().close();
    bare.chair.close();
  });

  tally.check(chair.complaints.length === 0, "the page with the lists did not complain", chair.complaints.join("\n    "));
  await chair.context().close();
  room.chair.close();
}

/* Who comes in by a code: a passcode beside it, and a lobby before the room. */
async function doors(tally, house) {
  const room = await house.workshop({ item: 9 });
  const chair = await house.enter(room, house.amina);
  const dialog = chair.getByRole("dialog");

  await tally.test("a passcode that is set is asked for, refused when wrong, and lets in when right", async () => {
    await button(chair, en, "ui.codes.title").click();
    await labelled(dialog, en, "ui.codes.passcode").fill("olive branch");
    await button(dialog, en, "ui.codes.passcode_set").click();
    await labelled(dialog, en, "ui.codes.passcode_change").waitFor();
    const page = await house.window({ width: 360, height: 740, touch: true });
    await page.goto(`/join/${room.codes.delegations[2].code}`);
    await labelled(page, en, "ui.join.name").fill("Rima");
    await labelled(page, en, "ui.join.passcode").fill("olive tree");
    await button(page, en, "ui.join.button").click();
    await page.getByRole("alert").getByText(en("http.passcode")).waitFor();
    await labelled(page, en, "ui.join.passcode").fill("olive branch");
    await button(page, en, "ui.join.button").click();
    await page.waitForURL("**/w/*");
    await isLive(page, en);
    await page.context().close();
    await button(dialog, en, "ui.codes.passcode_off").click();
    await labelled(dialog, en, "ui.codes.passcode").waitFor();
  });

  await tally.test("in the lobby nothing of the room is seen; the room opens by itself when one is admitted", async () => {
    await dialog.getByLabel(en("ui.codes.lobby")).check();
    await room.chair.until((s) => s.list("workshop")[0].lobby === true, 20000, "a lobby");
    await closeDialog(chair);
    const page = await house.window({ width: 360, height: 740, touch: true });
    await page.goto(`/join/${room.codes.open}`);
    await page.getByText(en("ui.join.lobby")).waitFor();
    expect(await button(page, en, "ui.join.listen").count() === 0, "one can just listen");
    await labelled(page, en, "ui.join.name").fill("Walid");
    await button(page, en, "ui.join.button").click();
    await page.getByRole("heading", { name: en("ui.lobby.title") }).waitFor();
    await page.evaluate(() => (window.sameLoad = true));
    expect(await page.getByText("Risk management").count() === 0, "the plan is seen from the lobby");
    await chair.getByText("Walid").first().waitFor();
    await chair.getByLabel(en("ui.people.admit_to"), { exact: true }).selectOption({ label: "Egypt" });
    await button(chair, en, "ui.people.admit_as.delegate").click();
    await page.getByRole("heading", { name: en("ui.lobby.title") }).waitFor({ state: "detached" });
    await page.getByText("Risk management").first().waitFor();
    expect(await page.evaluate(() => window.sameLoad), "the page was loaded again");
    expect(page.complaints.length === 0, page.complaints.join("\n"));
    await page.context().close();
  });

  await chair.context().close();
  room.chair.close();
}

/* One device for several people, delegations with three names, and who was there. */
async function devices(tally, house) {
  const room = await house.workshop({ item: 9 });
  const hala = await house.delegate(room, "Hala");
  for (const name of ["Omar", "Sami"]) await room.chair.must("person.create", { name, role: "delegate", delegation: room.codes.delegations[5].delegation });
  const chair = await house.enter(room, house.amina);
  const dialog = chair.getByRole("dialog");

  await tally.test("two more people vote on a delegate's device; who is taken off votes alone again", async () => {
    await desk(chair);
    await button(chair, en, "ui.device.title").click();
    await labelled(dialog, en, "ui.device.host").selectOption({ label: "Hala" });
    await dialog.getByLabel(/^Omar/).check();
    await dialog.getByLabel(/^Sami/).check();
    await button(dialog, en, "ui.save").click();
    await room.chair.until((s) => s.list("person").filter((one) => one.device === hala.person).length === 2, 20000, "two on her device");
    await eventually(async () => await chair.getByText(en.like("ui.device.on", { name: "Hala" })).count() === 2, "it stands beside both");
    await button(chair, en, "ui.device.title").click();
    await labelled(dialog, en, "ui.device.host").selectOption({ label: "Hala" });
    await dialog.getByLabel(/^Sami/).uncheck();
    await button(dialog, en, "ui.save").click();
    await room.chair.until((s) => s.list("person").filter((one) => one.device === hala.person).length === 1, 20000, "one on her device");
  });

  await tally.test("a delegation has names in three languages, a type and a weight, and another place", async () => {
    await desk(chair, "delegations");
    await chair.getByRole("button", { name: `${en("ui.edit")} Jordan`, exact: true }).click();
    await dialog.getByLabel(en("ui.delegation.name").replace("{lang}", en("ui.lang.ar"))).fill("الأردن");
    await labelled(dialog, en, "ui.delegation.type").selectOption("organisation");
    await labelled(dialog, en, "ui.delegation.weight").fill("3");
    await button(dialog, en, "ui.save").click();
    await room.chair.until((s) => s.list("delegation").some((one) => one.name.ar === "الأردن" && one.weight === 3 && one.type === "organisation"),
      20000, "it is changed");
    await chair.getByRole("button", { name: `${en("ui.up")} Jordan`, exact: true }).click();
    await eventually(async () => /Jordan/.test(await chair.locator(".seats > li").first().innerText()), "it stands first");
  });

  await tally.test("whoever is there is on the sheet of the day and of the agenda item, by delegation", async () => {
    const page = await house.enter(room, hala);
    await desk(chair, "attendance");
    const sheet = chair.locator(".desk");
    await sheet.getByRole("row").filter({ hasText: "Hala" }).getByText(/\d\d:\d\d/).waitFor();
    const item = room.chair.list("item")[9];
    await labelled(chair, en, "ui.attendance.of").selectOption(`i${item.id}`);
    await sheet.getByRole("row").filter({ hasText: "Hala" }).getByText(/\d\d:\d\d/).waitFor();
    await sheet.getByRole("row").filter({ hasText: "Sami" }).getByText(en("ui.attendance.absent")).waitFor();
    await page.context().close();
  });

  tally.check(chair.complaints.length === 0, "the desk did not complain", chair.complaints.join("\n    "));
  await chair.context().close();
  room.chair.close();
}
