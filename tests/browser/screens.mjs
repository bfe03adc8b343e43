// Every screen, in English from the left and Arabic from the right, narrow and wide, light and dark: nothing sticks out
// sideways, nothing is hidden from assistive technology, and the page keeps its own policy.
//   PLENARY_SHOTS=DIR   also writes a picture of each
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Seat } from "../client/plenary.mjs";
import { button, expect, isLive, labelled } from "./house.mjs";
import { words } from "./words.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env.PLENARY_SHOTS;
const WIDTHS = [360, 1280];
const LANGUAGES = ["en", "ar"];

/** In a narrow window the places of a room are tabs; the caller sees the one it names. */
async function place(page, say, tab) {
  const narrow = page.viewportSize().width < 700;
  if (narrow || tab === "plan" || tab === "now") {
    await page.getByRole(narrow ? "navigation" : "group", { name: say("ui.room.places") })
      .getByRole("button", { name: say(`ui.tab.${tab}`), exact: true }).click();
  }
}

async function takeHome(page, say) {
  await page.getByRole("button", { name: say("ui.settings") }).click();
  await page.getByRole("dialog").getByRole("button", { name: say("ui.export.title") }).click();
  await page.locator("dialog .take-line").first().waitFor();
}

/** The screens: name, who looks at it (a key of `cast`), where, and how to get there. */
const SCREENS = [
  ["login", "nobody", "/login"],
  ["join", "nobody", (at) => `/join/${at.full.codes.open}`],
  ["wrong-code", "nobody", "/join/ZZZZ-ZZZZ", (page, say) => labelled(page, say, "ui.join.code").waitFor()],
  ["wrong-link", "nobody", "/j/0123456789", (page, say) => page.getByRole("heading", { name: say("ui.wrong.link") }).waitFor()],
  ["start", "delegate", "/"],
  ["workshops", "facilitator", "/", (page, say) => page.getByRole("button", { name: say("ui.home.from_file") }).waitFor()],
  ["new-workshop", "facilitator", "/", async (page, say) => {
    await page.getByRole("button", { name: say("ui.home.from_file") }).waitFor();
    await page.locator("main .card").first().click();
    await page.getByRole("dialog").waitFor();
  }],
  ["preparing", "facilitator", (at) => `/w/${at.empty.id}`],
  ["room", "facilitator", (at) => `/w/${at.full.id}`, (page, say) => place(page, say, "now")],
  ["room", "delegate", (at) => `/w/${at.full.id}`, (page, say) => place(page, say, "now")],
  ["agenda", "facilitator", (at) => `/w/${at.full.id}`, (page, say) => place(page, say, "agenda")],
  ["people", "facilitator", (at) => `/w/${at.full.id}`, (page, say) => place(page, say, "people")],
  ["people", "delegate", (at) => `/w/${at.full.id}`, (page, say) => place(page, say, "people")],
  ["plan", "facilitator", (at) => `/w/${at.full.id}`, (page, say) => place(page, say, "plan")],
  ["plan", "delegate", (at) => `/w/${at.full.id}`, (page, say) => place(page, say, "plan")],
  ["plan-empty", "facilitator", (at) => `/w/${at.empty.id}`, (page, say) => place(page, say, "plan")],
  ["plan-empty", "guest", (at) => `/w/${at.empty.id}`, (page, say) => place(page, say, "plan")],
  ["poll-open", "facilitator", (at) => `/w/${at.open.id}`],
  ["poll-open", "delegate", (at) => `/w/${at.open.id}`, (page) => page.getByRole("radio").first().waitFor()],
  ["poll-voted", "voter", (at) => `/w/${at.open.id}`, (page, say) => page.getByText(say.like("ui.poll.counted")).waitFor()],
  ["poll-closed", "delegate", (at) => `/w/${at.shut.id}`, (page, say) => page.getByText(say("ui.poll.closed")).first().waitFor()],
  ["qr", "facilitator", (at) => `/w/${at.full.id}`, async (page, say) => {
    await place(page, say, "people");
    await button(page, say, "ui.codes.title").click();
    await page.getByRole("img").last().evaluate((img) => img.decode());
  }],
  ["poll-dialog", "facilitator", (at) => `/w/${at.full.id}`, async (page, say) => {
    await page.getByRole("toolbar").getByRole("button", { name: say("ui.run.poll") }).click();
    await labelled(page, say, "ui.poll.lines").fill("Coffee or tea?\nCoffee\nTea");
  }],
  ["settings", "delegate", (at) => `/w/${at.full.id}`, (page, say) => page.getByRole("button", { name: say("ui.settings") }).click()],
  ["take-home", "facilitator", (at) => `/w/${at.full.id}`, async (page, say) => {
    await takeHome(page, say);
    await page.locator("dialog .take-line .icon").first().click();
  }],
  ["take-home", "delegate", (at) => `/w/${at.full.id}`, async (page, say) => {
    await takeHome(page, say);
    for (const hidden of ["ui.export.doc.attendance", "ui.file.title", "ui.back.title"]) {
      expect(await page.getByText(say(hidden), { exact: true }).count() === 0, `a delegate is offered: ${say(hidden)}`);
    }
  }],
  ["take-calendar", "delegate", (at) => `/w/${at.full.id}`, async (page, say) => {
    await takeHome(page, say);
    await page.getByRole("button", { name: say("ui.cal.subscribe"), exact: true }).click();
    await page.getByRole("button", { name: say("ui.cal.make") }).click();
    await page.locator("dialog code").waitFor();
  }],
  ["take-plan", "facilitator", (at) => `/w/${at.full.id}`, async (page, say) => {
    await takeHome(page, say);
    await page.locator("dialog .take-line").last().getByRole("button").click();
    const sheet = "theme,title,lead,due\nRisk management,A row that is new,Nobody,tomorrow\n";
    await page.locator("dialog input[type=file]").setInputFiles({ name: "plan.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
    await page.locator("dialog .errors li").waitFor();
  }],
  ["no-seat", "nobody", (at) => `/w/${at.full.id}`, (page, say) => page.getByRole("heading", { name: say("ui.wrong.forbidden") }).waitFor()],
];

/** Rooms in the states that the screens show, and who looks at them. */
async function stage(house) {
  const full = await house.workshop({ item: 9 });
  const empty = await house.workshop({ live: false, plan: false });
  const open = await house.workshop({ item: 8 });
  const shut = await house.workshop({ item: 8 });
  const running = (room) => room.chair.list("item").find((one) => one.state === "running").id;
  const cast = { facilitator: house.amina };
  for (const room of [full, open, shut]) {
    room.hala = await house.delegate(room, "Hala");
    room.omar = await house.delegate(room, "عمر", { delegation: 1, language: "ar" });
  }
  await house.guest(full, "Karim");
  for (const room of [open, shut]) {
    const poll = await house.poll(room.chair, { item: running(room) });
    const seat = new Seat(room.omar, room.id);
    seat.open();
    await seat.until((s) => s.list("option").length === 3);
    await seat.must("ballot.cast", { id: poll.id, option: poll.options[1] });
    seat.close();
    if (room === shut) await room.chair.must("poll.close", { id: poll.id });
  }
  await full.chair.must("adoption.open", { of: full.chair.list("action")[0].id, way: "consensus" });
  const guest = await house.guest(empty, "Karim");
  const at = { full, empty, open, shut };
  const who = (role, address) => {
    const room = Object.values(at).find((one) => address.endsWith(one.id)) ?? full;
    return { facilitator: cast.facilitator, delegate: room.hala, voter: room.omar, guest, nobody: undefined }[role];
  };
  return { at, who, close: () => Object.values(at).forEach((room) => room.chair.close()) };
}

/**
 * What reaches beyond the window sideways, in pixels and by name: a phone widens its page instead of scrolling it. A room is as
 * tall as the window, and only its columns scroll.
 */
const sticksOut = (width) => {
  const tall = document.querySelector(".room") ? document.scrollingElement.scrollHeight - innerHeight : 0;
  if (tall > 1) return `the room is ${tall} px taller than the window`;
  const over = document.scrollingElement.scrollWidth - width;
  if (over <= 0) return "";
  const wide = [...document.querySelectorAll("body *")].find((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && (box.right > width + 1 || box.left < -1);
  });
  return `${over} px too wide: ${wide?.className || wide?.tagName}`;
};

/** In the dark only the colours are others: of the rules that of contrast is judged again. */
async function violations(page, scheme) {
  if (scheme === "light") await page.evaluate(axe);
  const runOnly = scheme === "light" ? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] : { type: "rule", values: ["color-contrast"] };
  const { violations: found } = await page.evaluate((only) => window.axe.run({ runOnly: only }), runOnly);
  return found.map((one) => `${one.id}: ${one.nodes.slice(0, 2).map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`).join(" | ")}`);
}

/** One screen in one language and width, light and dark; gives what is wrong with it. */
async function visit(house, play, screen, page, lang) {
  const [name, role, where, go] = screen;
  const address = typeof where === "string" ? where : where(play.at);
  const say = words(lang);
  const { width } = page.viewportSize();
  const faults = [];
  const fault = (what) => what && faults.push(`${lang} ${width}: ${what}`);
  try {
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(address);
    if (address.startsWith("/w/") && role !== "nobody") await isLive(page, say);
    else await page.getByRole("heading").first().waitFor();
    await go?.(page, say);
    const direction = await page.evaluate(() => getComputedStyle(document.body).direction);
    if (direction !== (lang === "ar" ? "rtl" : "ltr")) fault(`it runs ${direction}`);
    fault(await page.evaluate(sticksOut, width));
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const found of await violations(page, colorScheme)) fault(`${colorScheme}: ${found}`);
      if (shots) await page.screenshot({ path: path.join(shots, `${name}-${role}-${lang}-${width}-${colorScheme}.png`) });
    }
  } catch (error) {
    fault(String(error));
  }
  for (const complaint of page.complaints.splice(0)) fault(complaint);
  await page.goto("about:blank");
  return faults;
}

/** Windows of one width, one for each role and language, made when first needed. */
class Windows {
  #made = new Map();

  constructor(house, width) {
    this.house = house;
    this.width = width;
  }

  async of(role, lang, cookie) {
    const key = `${role}/${lang}`;
    const narrow = this.width < 700;
    const options = { lang, width: this.width, height: narrow ? 740 : 800, touch: narrow };
    if (!this.#made.has(key)) this.#made.set(key, await this.house.window(options));
    const page = this.#made.get(key);
    await page.context().clearCookies();
    const [name, value] = cookie?.split("=") ?? [];
    if (cookie) await page.context().addCookies([{ name, value, url: this.house.origin }]);
    return page;
  }

  async close() {
    for (const page of this.#made.values()) await page.context().close();
  }
}

export async function screens(tally, house) {
  await tour(tally, house, await stage(house), SCREENS);
}

/**
 * Visits screens: [name, role, address or function of play.at, how to get there]. `play` is {at, who(role, address), close()}.
 */
export async function tour(tally, house, play, list) {
  const only = process.env.PLENARY_SCREEN;
  for (const width of WIDTHS) {
    const windows = new Windows(house, width);
    for (const screen of list) {
      const [name, role, where] = screen;
      if (only && !only.split(",").includes(name)) continue;
      await tally.test(`${width} px: the screen "${name}" of the ${role}, Arabic and English, light and dark`, async () => {
        const cookie = play.who(role, typeof where === "string" ? where : where(play.at))?.cookie;
        const found = await Promise.all(LANGUAGES.map(async (lang) =>
          visit(house, play, screen, await windows.of(role, lang, cookie), lang)));
        const faults = found.flat();
        expect(faults.length === 0, faults.slice(0, 12).join("\n    "));
      });
    }
    await windows.close();
  }
  play.close();
}
