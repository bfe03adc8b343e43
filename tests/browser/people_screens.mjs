// The desk of the people and what stands around it, looked at like every screen (screens.mjs): with many people, with none.
import { labelled } from "./house.mjs";
import { listOf33 } from "./people_list.mjs";
import { tour } from "./screens.mjs";

/** The desk: on a phone behind the tab of the people. */
async function desk(page, say, which) {
  const narrow = page.viewportSize().width < 900;
  const places = page.getByRole(narrow ? "navigation" : "group", { name: say("ui.room.places") });
  await places.getByRole("button", { name: say("ui.tab.people"), exact: true }).click();
  if (narrow) await page.getByRole("button", { name: say("ui.desk.open"), exact: true }).click();
  await page.getByRole("group", { name: say("ui.desk.open") }).getByRole("button", { name: say(`ui.desk.${which}`), exact: true }).click();
}

const dialogOf = (key, then) => async (page, say) => {
  await desk(page, say, "people");
  await page.locator(".desk").getByRole("button", { name: say(key), exact: true }).first().click();
  await page.getByRole("dialog").waitFor();
  await then?.(page, say);
};

const pictures = (page) => page.getByRole("dialog").locator("img").first().evaluate((img) => img.decode());
const room = (at) => `/w/${at.full.id}`;

const SCREENS = [
  ["desk", "facilitator", room, (page, say) => desk(page, say, "people")],
  ["desk-empty", "facilitator", (at) => `/w/${at.bare.id}`, (page, say) => desk(page, say, "people")],
  ["desk-delegations", "facilitator", room, (page, say) => desk(page, say, "delegations")],
  ["desk-attendance", "facilitator", room, (page, say) => desk(page, say, "attendance")],
  ["import", "facilitator", room, dialogOf("ui.import.people", async (page, say) => {
    await labelled(page, say, "ui.paste.lines").fill(listOf33({ spoil: 8 }));
    await page.getByRole("dialog").getByRole("alert").waitFor();
  })],
  ["import-agenda", "facilitator", (at) => `/w/${at.bare.id}`, async (page, say) => {
    const narrow = page.viewportSize().width < 900;
    if (narrow) await page.getByRole("navigation", { name: say("ui.room.places") }).getByRole("button", { name: say("ui.tab.agenda"), exact: true }).click();
    await page.getByRole("button", { name: `${say("ui.paste.open")} ${say("ui.tab.agenda")}` }).click();
    await labelled(page, say, "ui.paste.lines").fill(`09:00; Opening remarks; 30; ${say("ui.kind.presentation")}\n10:30 Recommendations: internationalisation (120 min); ${say("ui.kind.report_back")}`);
    const preview = page.getByRole("region", { name: say("ui.paste.preview") });
    await preview.waitFor();
    const over = await preview.evaluate((box) => box.scrollWidth - box.clientWidth);
    if (over > 0) throw new Error(`the preview scrolls sideways, by ${over} px`);
  }],
  ["codes", "facilitator", room, dialogOf("ui.codes.title", pictures)],
  ["cards", "facilitator", room, dialogOf("ui.codes.sheet", pictures)],
  ["device", "facilitator", room, dialogOf("ui.device.title", (page, say) => labelled(page, say, "ui.device.host").selectOption({ index: 1 }))],
  ["person", "facilitator", room, dialogOf("ui.people.add")],
  ["link", "facilitator", room, async (page, say) => {
    await desk(page, say, "people");
    await page.locator(".seat").getByRole("button", { name: say("ui.desk.link") }).first().click();
    await pictures(page);
  }],
  ["delegation", "facilitator", room, async (page, say) => {
    await desk(page, say, "delegations");
    await page.locator(".seat").getByRole("button", { name: say("ui.edit") }).first().click();
    await page.getByRole("dialog").waitFor();
  }],
  ["about-workshop", "facilitator", room, async (page, say) => {
    await page.getByRole("button", { name: say("ui.settings") }).click();
    await page.getByRole("dialog").getByRole("button", { name: say("ui.workshop.title") }).click();
    await page.getByRole("dialog").getByText(say("ui.workshop.adoption")).click();
  }],
  ["lobby", "guest", (at) => `/w/${at.shut.id}`, (page, say) => page.getByRole("heading", { name: say("ui.lobby.title") }).waitFor()],
  ["join-passcode", "nobody", (at) => `/join/${at.shut.codes.open}`, (page, say) => labelled(page, say, "ui.join.passcode").waitFor()],
  ["rehearsal", "facilitator", (at) => `/w/${at.tried.id}`, (page, say) => page.getByText(say("ui.rehearsal.text")).waitFor()],
  ["shelves", "facilitator", "/", async (page, say) => {
    await page.getByRole("button", { name: say("ui.home.from_file") }).waitFor();
    await page.locator("summary").first().click();
  }],
  ["copy", "facilitator", "/", async (page, say) => {
    await page.locator(".shelf-line").first().getByRole("button").click();
    await page.getByRole("button", { name: say("ui.home.act.copy"), exact: true }).click();
    await page.getByRole("dialog").waitFor();
  }],
];

/** Rooms with a long list, with nobody, with a lobby and a passcode, and a rehearsal. */
async function stage(house) {
  const full = await house.workshop({ item: 9 });
  const shut = await house.workshop({ item: 9 });
  const bare = await house.amina.post("/api/workshops", { template: "riyadh-2015" });
  await house.amina.post(`/api/w/${full.id}/import/people?delegations=1`, listOf33());
  await full.chair.until((s) => s.list("person").length > 30);
  for (const delegation of full.chair.list("delegation").slice(0, 2)) {
    await full.chair.must("delegation.edit", { id: delegation.id, name: { ar: "مصر", fr: "Égypte" }, weight: 2 });
  }
  for (const name of ["Karim", "Walid Al-Sayed"]) await house.guest(full, name);
  const people = full.chair.list("person").filter((one) => one.delegation === full.codes.delegations[0].delegation);
  for (const one of people.slice(1, 3)) await full.chair.must("person.edit", { id: one.id, device: people[0].id });
  const hala = await house.delegate(full, "Hala Mansour");
  const page = await house.enter(full, hala);
  await full.chair.until((s) => s.list("attendance").length > 0, 10000, "attendance is kept");
  await page.context().close();
  await shut.chair.must("workshop.edit", { lobby: true });
  const guest = await house.guest(shut, "Karim");
  await house.amina.post(`/api/w/${shut.id}/passcode`, { passcode: "olive branch" });
  const tried = await house.amina.post(`/api/w/${full.id}/rehearse`, {});
  await house.amina.post(`/api/w/${tried.id}/simulate`, { what: "join" });
  const old = await house.amina.post("/api/workshops", { template: "amman-2023" });
  await house.amina.post(`/api/w/${old.id}/archive`, { on: true });
  const at = { full, shut, bare, tried };
  const who = (role) => ({ facilitator: house.amina, guest, nobody: undefined })[role];
  return { at, who, close: () => [full, shut].forEach((one) => one.chair.close()) };
}

export async function peopleScreens(tally, house) {
  await tour(tally, house, await stage(house), SCREENS);
}
