// Coming in: set-up, logging in, workshops from templates and files, joining by code, by link and by picture.
import { Server } from "../client/server.mjs";
import { openWindow } from "./chromium.mjs";
import { button, eventually, expect, isLive, labelled, NAME, PASSWORD, riyadh } from "./house.mjs";
import { words } from "./words.mjs";

const en = words("en");

async function logIn(page, name, password) {
  await labelled(page, en, "ui.account.name").fill(name);
  await labelled(page, en, "ui.account.password").fill(password);
  await button(page, en, "ui.login.button").click();
}

async function chooseFile(page, name, text) {
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: en("ui.home.from_file") }).click();
  await (await choosing).setFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
}

async function setUp(browser) {
  const server = await new Server().start();
  const page = await openWindow(browser, { origin: server.origin });
  await page.goto("/");
  await page.getByText(en("ui.setup.need_link")).waitFor();
  await page.goto(`/setup?token=${server.setupToken}`);
  await labelled(page, en, "ui.account.name").fill(NAME);
  await labelled(page, en, "ui.account.password").fill(PASSWORD);
  await button(page, en, "ui.setup.button").click();
  await page.getByRole("heading", { name: en("ui.home.title") }).waitFor();
  expect(!page.url().includes("token"), "the token is still in the address");
  const cards = page.getByRole("button", { name: /agenda items?/ });
  await eventually(async () => await cards.count() === 5, "a list of the five templates");
  await page.goto(`/setup?token=${server.setupToken}`);
  await labelled(page, en, "ui.account.name").fill("Somebody");
  await labelled(page, en, "ui.account.password").fill("another password");
  await button(page, en, "ui.setup.button").click();
  await page.getByRole("alert").getByText(en("http.setup_done")).waitFor();
  await page.context().close();
  await server.stop();
  server.clean();
}

export async function entry(tally, house) {
  await tally.test("the set-up link makes the first account, once, and lands on the five templates", () => setUp(house.browser));

  await tally.test("a wrong password is refused in plain words, the right one lands on the workshops; logging out ends it", async () => {
    const page = await house.window();
    await page.goto("/login");
    await logIn(page, NAME, "not the password");
    await page.getByRole("alert").getByText(en("http.login")).waitFor();
    await logIn(page, NAME, PASSWORD);
    await page.getByRole("heading", { name: en("ui.home.title") }).waitFor();
    await button(page, en, "ui.logout").click();
    await page.getByRole("heading", { name: en("ui.join.title") }).waitFor();
    await page.context().close();
  });

  await tally.test("a workshop made from a template opens with its agenda, and stands in the list under its own title", async () => {
    const page = await house.window({ cookie: house.amina.cookie });
    await page.goto("/");
    await page.getByRole("button", { name: /agenda items?/ }).first().click();
    await labelled(page, en, "ui.home.name").fill("Spring meeting");
    await button(page, en, "ui.home.create").click();
    await page.waitForURL("**/w/*");
    await isLive(page, en);
    await page.getByRole("heading", { name: "Spring meeting" }).waitFor();
    const items = page.getByRole("navigation", { name: en("ui.tab.agenda") }).getByRole("listitem");
    await eventually(async () => await items.count() > 3, "an agenda with items");
    await page.goto("/");
    await page.getByRole("link", { name: /Spring meeting/ }).waitFor();
    await page.context().close();
  });

  await tally.test("a workshop made from a file has everything in the file", async () => {
    const page = await house.window({ cookie: house.amina.cookie });
    await page.goto("/");
    await chooseFile(page, "riyadh.json", JSON.stringify(riyadh));
    await page.waitForURL("**/w/*");
    await isLive(page, en);
    const agenda = page.getByRole("navigation", { name: en("ui.tab.agenda") });
    const items = agenda.getByRole("listitem");
    await eventually(async () => await items.count() === riyadh.agenda.length, "every agenda item of the file");
    await button(page, en, "ui.tab.plan").click();
    for (const { action } of riyadh.plan) await page.getByText(action.en).waitFor();
    for (const text of riyadh.recommendations) await page.getByText(text).waitFor();
    await page.context().close();
  });

  await tally.test("a file that is no workshop is refused with what is wrong with it, and creates nothing", async () => {
    const page = await house.window({ cookie: house.amina.cookie });
    await page.goto("/");
    await page.getByRole("heading", { name: en("ui.home.title") }).waitFor();
    const before = (await house.amina.get("/api/workshops")).workshops.length;
    await chooseFile(page, "torn.json", JSON.stringify(riyadh).slice(0, 500));
    await page.getByRole("alert").getByText(en("ui.home.not_json")).waitFor();
    const spoiled = structuredClone(riyadh);
    spoiled.agenda[3].minutes = "ninety";
    await chooseFile(page, "spoiled.json", JSON.stringify(spoiled));
    const alert = page.getByRole("alert").filter({ hasText: en("refusal.bad_argument") });
    await alert.waitFor();
    expect(/agenda.*minutes/.test(await alert.innerText()), `it does not say where: ${await alert.innerText()}`);
    expect(await page.getByText(en("ui.home.not_json")).count() === 0, "the first complaint still stands");
    expect((await house.amina.get("/api/workshops")).workshops.length === before, "something was created");
    await page.context().close();
  });

  const room = await house.workshop();

  await tally.test("a code typed small and without its hyphen opens the room", async () => {
    const page = await house.window({ width: 360, height: 740, touch: true });
    await page.goto("/");
    await labelled(page, en, "ui.join.code").pressSequentially(room.codes.delegations[3].code.toLowerCase().replace("-", ""));
    await button(page, en, "ui.join.next").tap();
    await page.getByText("Morocco").waitFor();
    await labelled(page, en, "ui.join.name").fill("Yassine");
    await button(page, en, "ui.join.button").tap();
    await page.waitForURL("**/w/*");
    await isLive(page, en);
    await room.chair.until((s) => s.list("person").some((one) => one.name === "Yassine" && one.role === "delegate"));
    await page.context().close();
  });

  await tally.test("a wrong code is named, and can be corrected on the same page", async () => {
    const page = await house.window();
    await page.goto("/join/ZZZZ-ZZZZ");
    await page.getByText(/ZZZZ-ZZZZ/).waitFor();
    await labelled(page, en, "ui.join.code").fill(room.codes.open);
    await button(page, en, "ui.join.next").click();
    await labelled(page, en, "ui.join.name").waitFor();
    await page.context().close();
  });

  await tally.test("a personal link made by the facilitator enters as that person, and its token does not stay in the address", async () => {
    const chair = await house.enter(room, house.amina);
    await button(chair, en, "ui.people.add").click();
    await labelled(chair, en, "ui.people.name").fill("Nadia");
    await labelled(chair, en, "ui.people.delegation").selectOption({ label: "Jordan" });
    await button(chair, en, "ui.people.add_link").click();
    await button(chair, en, "ui.people.make_link").click();
    const address = await chair.getByText(/\/j\//).first().innerText();
    const nadia = await house.window();
    await nadia.goto(address);
    await nadia.waitForURL("**/w/*");
    await isLive(nadia, en);
    const find = (s) => s.list("person").find((one) => one.name === "Nadia");
    await room.chair.until((s) => s.here.has(find(s)?.id), 20000, "Nadia is here");
    const person = find(room.chair);
    expect(person.role === "delegate", `she is ${person.role}`);
    await nadia.context().close();
    const dead = await house.window();
    await dead.goto("/j/this-is-no-link-at-all-0123456789012345");
    await dead.getByRole("heading", { name: en("ui.wrong.link") }).waitFor();
    await dead.context().close();
    await chair.context().close();
  });

  await tally.test("the code is shown as a QR picture that is drawn", async () => {
    const chair = await house.enter(room, house.amina);
    await button(chair, en, "ui.codes.title").click();
    const picture = chair.getByRole("img", { name: en.like("ui.codes.qr") });
    await picture.waitFor();
    await eventually(() => picture.evaluate((img) => img.complete && img.naturalWidth > 20), "the picture");
    await chair.getByText(room.codes.open, { exact: true }).waitFor();
    await chair.context().close();
  });

  room.chair.close();
}
