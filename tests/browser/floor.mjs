// The floor: a facilitator, a delegate's phone in Arabic, and the projector. Hands, who speaks, a tour de table, questions, what
// the room is told, being done, points parked, who runs the room, a break; each seen on all three.
//   PLENARY_SHOTS=DIR   also writes pictures
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Seat } from "../client/plenary.mjs";
import { button, eventually, expect, isLive, labelled } from "./house.mjs";
import { words } from "./words.mjs";

const en = words("en");
const ar = words("ar");
const shots = process.env.PLENARY_SHOTS;

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

/** What assistive technology would stumble over, light and dark; on the projector also contrast below AAA. */
async function stumbles(page, large) {
  const found = [];
  await page.evaluate(axe);
  for (const colorScheme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate(([runOnly, enabled]) =>
      window.axe.run({ runOnly, rules: { "color-contrast-enhanced": { enabled } } }), [AA, large]);
    for (const one of violations) found.push(`${colorScheme} ${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 140)} ${node.any[0]?.message ?? ""}`).join(" | ")}`);
  }
  expect(found.length === 0, found.join("\n    "));
}

async function shot(page, name) {
  if (!shots) return;
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join(shots, `floor-${name}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** An item of the kind at the end of the agenda, running. */
async function start(room, kind, more = {}) {
  const { id } = await room.chair.must("item.create", { day: 1, title: { en: `A ${kind}`, ar: `بند (${kind})` }, kind, minutes: 30, ...more });
  await room.chair.must("item.start", { id });
  await room.chair.until((s) => s.list("workshop")[0].item === id);
  return id;
}

/** A seat of somebody who joined, over a socket. */
async function seatOf(house, room, name, delegation) {
  const seat = new Seat(await house.delegate(room, name, { delegation }), room.id);
  seat.open();
  await seat.until((s) => s.list("workshop").length > 0);
  return seat;
}

/** The projector's own window. */
async function projector(house, room) {
  const page = await house.window({ width: 1920, height: 1080 });
  const { path: link } = await house.amina.post(`/api/w/${room.id}/links`, { screen: true });
  await page.goto(link);
  await page.locator(".projector").waitFor();
  return page;
}

export async function floor(tally, house) {
  const room = await house.workshop({ item: 1 });
  const mona = await house.delegate(room, "منى", { delegation: 4, language: "ar" });
  const chair = await house.enter(room, house.amina);
  const phone = await house.enter(room, mona, { lang: "ar", width: 360, height: 740, touch: true });
  const screen = await projector(house, room);
  const others = await Promise.all([["Karim", 2], ["Leila", 1], ["Samir", 3]].map(([name, of]) => seatOf(house, room, name, of)));
  const rail = chair.locator(".floor");
  const hand = phone.locator(".hand-bar");
  const toNow = () => phone.getByRole("navigation", { name: ar("ui.room.places") }).getByRole("button", { name: ar("ui.tab.now") }).click();

  await tally.test("a hand is one tap away on every tab, and its place in the queue is said at once", async () => {
    await others[0].must("hand.raise", { type: "contribution" });
    for (const tab of ["agenda", "plan", "people", "now"]) {
      await phone.getByRole("navigation", { name: ar("ui.room.places") }).getByRole("button", { name: ar(`ui.tab.${tab}`) }).click();
      await button(hand, ar, "ui.hand.raise").waitFor();
    }
    await button(hand, ar, "ui.hand.raise").click();
    await hand.getByText(ar.like("ui.hand.place", { n: 2, all: 2 })).waitFor();
    await others[1].must("hand.raise", { type: "reply" });
    await hand.getByText(ar.like("ui.hand.place", { n: 3, all: 3 })).waitFor();
    await rail.locator(".queue > li").nth(2).waitFor();
    const order = await rail.locator(".queue > li .tag").first().innerText();
    expect(order === en("ui.hand.reply"), `first in the queue is ${order}`);
    await screen.locator(".screen-queue li").nth(2).waitFor();
    await shot(chair, "queue-1280");
    await shot(phone, "hand-ar-360");
    await shot(screen, "queue-1920");
  });

  await tally.test("the facilitator gives the floor with two minutes; everybody sees who speaks and what is left", async () => {
    await rail.getByRole("combobox").selectOption("120");
    await rail.locator(".queue > li").nth(2).getByRole("button", { name: new RegExp(`^${en("ui.floor.give")}`) }).click();
    await hand.getByText(ar("ui.floor.yours")).waitFor();
    await hand.getByText(ar.like("ui.clock.left")).waitFor();
    await screen.locator(".screen-speaker").waitFor();
    await chair.locator(".speaker-line").getByText("منى").waitFor();
    await shot(chair, "speaking-1280");
    await shot(phone, "speaking-ar-360");
    await shot(screen, "speaking-1920");
    for (const page of [chair, phone, screen]) await stumbles(page, page === screen);
    await button(hand, ar, "ui.floor.finish").click();
    await screen.locator(".screen-speaker").waitFor({ state: "detached" });
    await rail.getByText(en("ui.floor.times")).click();
    await rail.locator(".spoken li").first().waitFor();
  });

  await tally.test("a hand is moved and lowered by the facilitator", async () => {
    const second = rail.locator(".queue > li").nth(1);
    await second.getByRole("button", { name: en.like("ui.row.acts") }).click();
    await second.getByRole("button", { name: en("ui.up"), exact: true }).click();
    await eventually(async () => await rail.locator(".queue > li").first().locator(".tag").count() === 0, "the contribution is first");
    await rail.locator(".queue > li").first().getByRole("button", { name: en.like("ui.row.acts") }).click();
    await rail.locator(".queue > li").first().getByRole("button", { name: en("ui.floor.lower"), exact: true }).click();
    await eventually(async () => await rail.locator(".queue > li").count() === 1, "one hand is left");
  });

  await tally.test("a hand raised while the link is down waits with its time and takes its place by it", async () => {
    await phone.context().setOffline(true);
    await phone.evaluate(() => dispatchEvent(new Event("offline")));
    await button(hand, ar, "ui.hand.raise").click();
    await hand.getByText(ar.like("ui.hand.place")).waitFor();
    await hand.getByText(ar("ui.waits")).waitFor();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await others[2].must("hand.raise", { type: "contribution" });
    await phone.context().setOffline(false);
    await phone.evaluate(() => dispatchEvent(new Event("online")));
    await isLive(phone, ar);
    await rail.locator(".queue > li").nth(2).waitFor();
    const names = await rail.locator(".queue > li strong").allInnerTexts();
    const person = await rail.locator(".queue > li").nth(1).innerText();
    expect(/منى/.test(person), `the place was lost: ${names.join(", ")}`);
    await button(hand, ar, "ui.hand.lower").click();
    await button(hand, ar, "ui.hand.raise").waitFor();
  });

  await tally.test("who is done says so with one tap; the facilitator and the screen count", async () => {
    await hand.getByRole("button", { name: new RegExp(ar("ui.ready.done")) }).click();
    await rail.getByText(en.like("ui.ready.count", { n: 1 })).waitFor();
    await screen.locator(".screen-foot").getByText(en.like("ui.ready.count", { n: 1 })).waitFor();
  });

  await tally.test("a question to the speaker is asked, backed and answered in writing", async () => {
    await labelled(phone, ar, "ui.question.yours").fill("متى تُنشر القواعد؟");
    await button(phone, ar, "ui.question.ask").click();
    await chair.locator(".asked").getByText("متى تُنشر القواعد؟").waitFor();
    await room.chair.until((s) => s.list("question").length === 1, 20000, "the question");
    const [asked] = room.chair.list("question");
    await others[1].must("question.back", { id: asked.id, on: true });
    await chair.locator(".asked .back-it").filter({ hasText: "1" }).waitFor();
    await screen.locator(".screen-question").waitFor();
    await shot(chair, "question-1280");
    await shot(phone, "question-ar-360");
    await shot(screen, "question-1920");
    await button(chair, en, "ui.question.write").click();
    await labelled(chair, en, "ui.question.reply").fill("In June.");
    await button(chair, en, "ui.question.send_reply").click();
    await phone.locator(".questions details").filter({ hasText: "In June." }).locator("summary").click();
    await phone.getByText("In June.").waitFor();
  });

  await tally.test("a question waits for the facilitator where questions are moderated", async () => {
    await room.chair.must("workshop.edit", { moderated: true });
    await labelled(phone, ar, "ui.question.yours").fill("سؤال ثانٍ");
    await button(phone, ar, "ui.question.ask").click();
    await phone.getByText(ar("ui.question.waits")).waitFor();
    expect(await screen.getByText("سؤال ثانٍ").count() === 0, "the screen shows what waits");
    await button(chair, en, "ui.question.admit").click();
    await screen.getByText("سؤال ثانٍ").waitFor();
  });

  await tally.test("a message is a quiet line that can be put away; a call to order stands out until it is over", async () => {
    const bar = chair.getByRole("toolbar", { name: en("ui.run.title") });
    await bar.getByRole("button", { name: en("ui.run.more") }).click();
    await bar.getByRole("button", { name: en("ui.message.title"), exact: true }).click();
    await labelled(chair, en, "ui.message.words").fill("The bus leaves at 17:30.");
    await shot(chair, "message-dialog-1280");
    await button(chair, en, "ui.message.send").click();
    await phone.locator(".told").getByText("The bus leaves at 17:30.").waitFor();
    await screen.locator(".screen-told").getByText("The bus leaves at 17:30.").waitFor();
    await shot(phone, "message-ar-360");
    await phone.locator(".told").getByRole("button", { name: ar("ui.told.away") }).click();
    await phone.locator(".told").waitFor({ state: "detached" });
    await bar.getByRole("button", { name: en("ui.run.more") }).click();
    await bar.getByRole("button", { name: en("ui.told.call_to_order"), exact: true }).click();
    await button(chair, en, "ui.message.send").click();
    await phone.locator(".told.order").waitFor();
    await screen.locator(".screen-order").waitFor();
    await shot(chair, "order-1280");
    await shot(phone, "order-ar-360");
    await shot(screen, "order-1920");
    for (const page of [chair, phone, screen]) await stumbles(page, page === screen);
    await button(chair, en, "ui.told.end").click();
    await phone.locator(".told.order").waitFor({ state: "detached" });
    await screen.locator(".screen-order").waitFor({ state: "detached" });
  });

  await tally.test("a point is parked by a delegate, and ticked off when the room comes back to it", async () => {
    await toNow();
    await phone.locator(".parked > summary").click();
    await button(phone.locator(".parked"), ar, "ui.parked.add").click();
    await labelled(phone, ar, "ui.parked.point").fill("التمويل");
    await phone.locator(".parked").getByRole("button", { name: ar("ui.add"), exact: true }).click();
    const parked = chair.locator(".parked");
    await parked.locator("summary").click();
    await parked.getByRole("checkbox").check();
    await phone.locator(".parked li.done").waitFor();
  });

  await tally.test("a tour de table calls the delegations in turn, each with its minutes, and skips one", async () => {
    await start(room, "tour_de_table", { minutes: 60 });
    await button(chair, en, "ui.tour.start").click();
    await chair.locator(".tour-list li").nth(3).waitFor();
    await chair.getByRole("button", { name: new RegExp(`^${en("ui.tour.first")}`) }).click();
    await screen.locator(".screen-tour .speaking").waitFor();
    await shot(chair, "tour-1280");
    await shot(phone, "tour-ar-360");
    await shot(screen, "tour-1920");
    for (const page of [chair, phone, screen]) await stumbles(page, page === screen);
    const before = await chair.locator(".tour-list li").count();
    await chair.locator(".tour-list li.waiting").first().getByRole("button").click();
    await eventually(async () => await chair.locator(".tour-list li").count() === before - 1, "one is skipped");
    await chair.getByRole("button", { name: new RegExp(`^${en("ui.tour.next")}`) }).click();
    await chair.locator(".tour-list li.spoken").waitFor();
    await button(chair, en, "ui.tour.end").click();
    await screen.locator(".screen-tour").waitFor({ state: "detached" });
  });

  await tally.test("who runs the room is seen by the others who could, and one press takes it over", async () => {
    const { id } = await room.chair.must("person.create", { name: "Bashir", role: "cofacilitator" });
    const { path: link } = await house.amina.post(`/api/w/${room.id}/links`, { person: id });
    const second = await house.window({ width: 900, height: 700 });
    await second.goto(link);
    await second.waitForURL("**/w/*");
    await isLive(second, en);
    await second.getByText(en.like("ui.control.is", { name: "Amina" })).waitFor();
    await shot(second, "control-900");
    await button(second, en, "ui.control.take").click();
    await second.getByText(en("ui.control.yours")).waitFor();
    await chair.getByText(en.like("ui.control.is", { name: "Bashir" })).waitFor();
    await second.context().close();
  });

  await tally.test("an item brings its tool: a break its end, working groups one's own, a calendar the meetings, documents their links", async () => {
    await start(room, "break", { minutes: 15 });
    await phone.locator(".pause-left").waitFor();
    await screen.locator(".screen-left").waitFor();
    await shot(phone, "break-ar-360");
    await shot(screen, "break-1920");
    const { id: group } = await room.chair.must("group.create", { title: { en: "Customs and post", ar: "الجمارك والبريد" } });
    await room.chair.must("person.edit", { id: mona.person, group });
    await start(room, "groups", { documents: ["https://example.org/guide The guide"] });
    await phone.locator(".own-groups .mine").waitFor();
    await phone.getByRole("link", { name: "The guide" }).waitFor();
    await shot(phone, "groups-ar-360");
    await start(room, "calendar");
    await button(chair, en, "ui.meeting.add").click();
    await labelled(chair, en, "ui.item.title").fill("Follow-up call");
    await labelled(chair, en, "ui.meeting.starts").fill("2027-03-01T10:00");
    await chair.getByRole("dialog").getByRole("button", { name: en("ui.add"), exact: true }).click();
    await phone.getByText("Follow-up call").waitFor();
    await shot(chair, "calendar-1280");
  });

  await tally.test("with two languages of the screen everything on it stands there twice", async () => {
    await room.chair.must("workshop.edit", { screen_languages: ["ar", "en"] });
    await screen.locator(".projector.two").waitFor();
    await start(room, "presentation", { presenter: "Dr. Haddad" });
    await screen.locator(".screen-title").getByText("A presentation").waitFor();
    await screen.locator(".screen-title").getByText("بند (presentation)").waitFor();
    await others[0].must("hand.raise", { type: "point_of_order" });
    await others[1].must("hand.raise", { type: "contribution" });
    await screen.locator(".screen-queue li").nth(1).waitFor();
    await shot(screen, "two-1920");
    await stumbles(screen, true);
    await room.chair.must("workshop.edit", { screen_languages: null });
  });

  for (const page of [chair, phone, screen]) expect(page.complaints.length === 0, page.complaints.join("\n"));
  for (const seat of others) seat.close();
}
