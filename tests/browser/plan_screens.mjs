// The plan in use, looked at like every screen (screens.mjs): an opened row, editors, a translation, a framework text, a value
// that was replaced, somebody else at the same text.
import { Seat } from "../client/plenary.mjs";
import { tour } from "./screens.mjs";

async function plan(page, say) {
  const narrow = page.viewportSize().width < 900;
  await page.getByRole(narrow ? "navigation" : "group", { name: say("ui.room.places") })
    .getByRole("button", { name: say("ui.tab.plan"), exact: true }).click();
  await page.locator(".plan-row .cell-show").first().waitFor();
}

/** All fields of the first row, and the editor of one of them. */
const opened = (field) => async (page, say) => {
  await plan(page, say);
  await page.locator(".plan-row .number").first().click();
  await page.locator(".plan-row .fields").waitFor();
  if (field) await page.locator(".fields").getByRole("button", { name: new RegExp(`^${say(`ui.field.${field}`)}: `) }).click();
};

const framework = async (page, say) => {
  await plan(page, say);
  await page.locator(".framework").scrollIntoViewIfNeeded();
  await page.locator(".paragraph .number").nth(1).click();
  await page.locator(".paragraph .row-acts").waitFor();
};

const room = (at) => `/w/${at.room.id}`;

const SCREENS = [
  ["row-fields", "facilitator", room, opened()],
  ["row-fields", "delegate", room, opened()],
  ["row-due", "delegate", room, opened("due")],
  ["row-partners", "delegate", room, opened("partners")],
  ["row-text", "delegate", room, opened("objective")],
  ["row-translation", "delegate", room, async (page, say) => {
    await opened("objective")(page, say);
    await page.locator(".text-langs .is-outdated, .text-langs .is-missing").first().click();
    await page.locator(".cowrite .source").waitFor();
  }],
  ["row-below", "delegate", room, async (page, say) => {
    await plan(page, say);
    await page.locator(".plan-row .cell.main button").first().click();
    await page.keyboard.press("Control+Enter");
    await page.locator(".add-below input").waitFor();
  }],
  ["framework", "facilitator", room, framework],
  ["framework", "delegate", room, framework],
  ["framework-text", "delegate", room, async (page, say) => {
    await framework(page, say);
    await page.locator(".paragraph .cell.main button").nth(1).click();
    await page.locator(".cowrite textarea").waitFor();
  }],
];

/** A room whose first row has something in every field, with somebody else at its objective. */
async function stage(house) {
  const full = await house.workshop({ item: 9 });
  const hala = await house.delegate(full, "Hala Mansour");
  const { chair } = full;
  const [first] = chair.list("action");
  const [one, two] = chair.list("recommendation");
  await chair.must("workshop.edit", { languages: ["en", "ar", "fr"] });
  await chair.must("action.edit", {
    id: first.id, objective: { en: "Fewer stops [and shorter waiting / and no waiting] at borders", ar: "تقليل التوقف عند الحدود" }, start: "2016-01-01",
    funding: "A fund of the region", percent: 40, status: "under_way", risk: { en: "Poor data" }, contact: "Huda, +966 11 000", recommendations: [one.id, two.id],
  });
  await chair.must("action.edit", { id: first.id, objective: { en: "Fewer stops [and shorter waiting / and no waiting] at all borders" } });
  const { id } = await chair.must("framework.create", { title: { en: "Framework instruction", ar: "التعليمات الإطارية" } });
  const texts = [["heading", "Purpose", "الغرض"], ["paragraph", "It says how customs and traders work together on [safe / secure] lanes.", "تحدد سبل التعاون بين الجمارك والتجار."],
    ["subparagraph", "on trust;", "على أساس الثقة؛"], ["subparagraph", "with data sent ahead.", "ببيانات مسبقة."]];
  for (const [level, en, ar] of texts) await chair.must("paragraph.create", { framework: id, level, text: { en, ar } });
  const omar = new Seat(await house.delegate(full, "عمر الفاسي", { delegation: 1, language: "ar" }), full.id);
  omar.open();
  await omar.until((s) => s.list("workshop").length > 0);
  omar.writes(first.id, "objective", "en");
  const who = (role) => ({ facilitator: house.amina, delegate: hala })[role];
  return { at: { room: full }, who, close: () => [omar, chair].forEach((seat) => seat.close()) };
}

export async function planScreens(tally, house) {
  await tour(tally, house, await stage(house), SCREENS);
}
