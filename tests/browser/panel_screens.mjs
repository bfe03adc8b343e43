// The panels beside the plan, looked at like every screen (screens.mjs): with much in them, as a sheet on a phone.
import { Seat } from "../client/plenary.mjs";
import { labelled, openTool } from "./house.mjs";
import { tour } from "./screens.mjs";

async function plan(page, say) {
  const narrow = page.viewportSize().width < 900;
  await page.getByRole(narrow ? "navigation" : "group", { name: say("ui.room.places") })
    .getByRole("button", { name: say("ui.tab.plan"), exact: true }).click();
  await page.locator(".tool-row").waitFor();
}

const row = (n, tab) => async (page, say) => {
  await plan(page, say);
  await page.locator(".open-panel").nth(n).click();
  await page.locator(`[data-tab=${tab}]`).click();
  await page.getByRole("tabpanel").locator("li, .empty").first().waitFor();
};

const tool = (name, then) => async (page, say) => {
  await plan(page, say);
  await openTool(page, say, name);
  await page.locator(".panel-body").locator("p, li").first().waitFor();
  await then?.(page, say);
};

/* The server computes one past at a time for a session, and both languages look from the same one. */
let turn = Promise.resolve();
const inTurn = (act) => {
  const mine = turn.then(act);
  turn = mine.catch(() => {});
  return mine;
};

const room = (at) => `/w/${at.room.id}`;

const SCREENS = [
  ["row-talk", "facilitator", room, row(0, "talk")],
  ["row-talk", "delegate", room, row(0, "talk")],
  ["row-history", "delegate", room, row(0, "history")],
  ["row-checks", "facilitator", room, row(1, "checks")],
  ["row-proposals", "delegate", room, row(2, "proposals")],
  ["tool-checks", "delegate", room, tool("checks", (page) => page.locator("summary").first().click())],
  ["tool-brackets", "facilitator", room, tool("brackets")],
  ["tool-reservations", "delegate", room, tool("reservations")],
  ["tool-languages", "facilitator", room, tool("languages", async (page, say) => {
    await page.locator(".panel-body select").selectOption("fr");
    await page.getByRole("button", { name: say("ui.languages.begin") }).click();
  })],
  ["tool-groups", "facilitator", room, tool("groups", (page, say) => page.getByRole("region", { name: say("ui.merge.alike") }).waitFor())],
  ["merge", "facilitator", room, tool("groups", async (page, say) => {
    await page.getByRole("region", { name: say("ui.merge.alike") }).getByRole("button", { name: say("ui.merge.open") }).click();
    await page.getByRole("region", { name: say("ui.merge.differ") }).waitFor();
  })],
  ["tool-adoption", "facilitator", room, tool("adoption", (page, say) => page.getByLabel(say("ui.adoption.by.silence")).check())],
  ["past-plan", "delegate", room, tool("past", async (page, say) => {
    await labelled(page, say, "ui.past.any").fill("2099-01-01T00:00");
    await inTurn(async () => {
      await page.getByRole("button", { name: say("ui.past.show"), exact: true }).click();
      await page.getByRole("dialog").last().locator(".then").waitFor();
    });
  })],
  ["adoption-open", "delegate", (at) => `/w/${at.asked.id}`, (page, say) => page.getByRole("button", { name: say("ui.adoption.object") }).click()],
];

/** A room with everything in it, and one that is asked to adopt a row. */
async function stage(house) {
  const full = await house.workshop({ item: 9 });
  const asked = await house.workshop({ item: 9 });
  const people = { facilitator: house.amina };
  for (const one of [full, asked]) {
    one.hala = await house.delegate(one, "Hala Mansour");
    one.omar = await house.delegate(one, "عمر الفاسي", { delegation: 1, language: "ar" });
  }
  const { chair } = full;
  const [first, second] = chair.list("action");
  const omar = new Seat(full.omar, full.id);
  omar.open();
  await omar.until((s) => s.list("workshop").length > 0);
  await chair.must("workshop.edit", { languages: ["en", "ar", "fr"], adoption_requires: ["open_brackets"] });
  await chair.must("action.edit", { id: first.id, title: { en: "Adopt a [risk-based / modern] approach, including for post [by 2026]" } });
  await omar.must("remark.create", { of: first.id, type: "reservation", text: { ar: "نتحفظ على الموعد إلى حين اعتماد الميزانية." } });
  await omar.must("remark.create", { of: first.id, type: "comment", text: { ar: "من يموّل هذا النشاط؟" } });
  const done = await chair.must("remark.create", { of: first.id, type: "comment", text: { en: "A typing error." } });
  await chair.must("remark.resolve", { id: done.id, on: true });
  const theme = chair.list("theme")[0].id;
  const group = await chair.must("group.create", { title: { en: "Group 1: data and risk" } });
  await chair.must("person.edit", { id: full.hala.person, group: group.id });
  await chair.must("group.edit", { id: group.id, chair: full.hala.person });
  await chair.must("action.create", { theme, group: group.id, title: { en: "Share the risk profiles of small parcels each month" } });
  await chair.must("action.create", { theme, after: first.id, title: { en: "Share the risk profiles of small parcels each quarter" } });
  await chair.must("row.lock", { id: second.id, on: true });
  omar.close();
  const of = asked.chair.list("action")[0].id;
  await asked.chair.must("adoption.open", { of, way: "silence", until: Date.now() + 45 * 60_000 });
  const at = { room: full, asked };
  const who = (role, address) => {
    if (role === "facilitator") return people.facilitator;
    return (address.endsWith(asked.id) ? asked : full).hala;
  };
  return { at, who, close: () => [full, asked].forEach((one) => one.chair.close()) };
}

export async function panelScreens(tally, house) {
  await tour(tally, house, await stage(house), SCREENS);
}
