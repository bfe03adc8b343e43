// Bamako 2021, rehearsed in French: the framework instruction is drafted at two windows in numbered paragraphs, one of which is
// adopted by silence and the text by poll; the plan meets the gate of brackets, late words, and comes out as a second version.
import { button, eventually, expect } from "../browser/house.mjs";
import { Stage } from "./stage.mjs";

const NAMES = ["Awa", "Moussa", "Fatoumata", "Ibrahim", "Mariam", "Seydou", "Aminata", "Boubacar", "Kadiatou", "Ousmane", "Oumou", "Modibo"];
const TITLE = "Instruction-cadre sur la procédure de dédouanement";
const PURPOSE = "La présente instruction fixe le cadre de la procédure de dédouanement.";
const SCOPE = "Elle s'applique à tous les bureaux de douane";
const OPEN_WORDS = " [et aux magasins / et aux magasins sous douane]";
const CONSULTED = "Les commissionnaires en douane agréés sont consultés avant toute modification :";
const NOTICE = "par un avis publié quinze jours avant ;";
const ANSWER = "Le service répond par écrit aux observations reçues";
const REASON = "Des mots sont arrivés pendant l'adoption.";

export async function bamako(tally, house, shots) {
  const stage = await Stage.open(tally, house, "bamako-2021", { lang: "fr", width: 1280, height: 860, shots });
  const { chair, eye, scenario } = stage;
  const [calendar, progress] = scenario.plan.map((row) => row.action);
  const [member, agent] = ["Chambre de commerce et d'industrie", "Commissionnaires en douane agréés"];
  const djeneba = await stage.window(member, "Djénéba", { lang: "fr", width: 900, height: 820, shots, who: "delegate" });
  const seats = await stage.fill(NAMES, "fr", [member]);
  const both = [chair, djeneba];
  const frozen = (window, text, key) => eventually(async () =>
    await window.row(text).getByRole("button", { name: new RegExp(`^${window.say(key)}: `) }).count() === 0, "the text is closed");

  await stage.scene("the framework instruction is drafted at two windows, in numbered paragraphs", async () => {
    await chair.button("ui.run.live").click();
    await stage.runTo(2);
    await chair.button("ui.plan.add_framework").click();
    await chair.labelled("ui.plan.framework_title").fill(TITLE);
    await chair.page.keyboard.press("Enter");
    await chair.page.keyboard.press("Escape");
    await djeneba.page.locator(".framework").filter({ hasText: TITLE }).waitFor();
    const order = [[chair, "heading", "Objet"], [djeneba, "paragraph", PURPOSE], [chair, "paragraph", SCOPE],
      [chair, "heading", "Concertation"], [djeneba, "paragraph", CONSULTED], [djeneba, "paragraph", NOTICE],
      [chair, "paragraph", "par une réunion du comité."], [djeneba, "paragraph", ANSWER]];
    for (const [window, level, text] of order) {
      await window.addParagraph(level, text);
      for (const one of both) await one.row(text).waitFor();
    }
    for (const text of [NOTICE, "par une réunion du comité."]) {
      await chair.unfold(text);
      await chair.row(text).getByRole("combobox").selectOption("subparagraph");
    }
    const numbers = () => djeneba.page.locator(".paragraph .number").allInnerTexts();
    const want = ["1", "1.1", "1.2", "2", "2.1", "(a)", "(b)", "2.2"];
    await eventually(async () => (await numbers()).map((text) => text.trim().split(/\s/).at(-1)).join() === want.join(), `the numbers ${want}`);
  }, 400000);

  await stage.scene("two write in one paragraph at once; brackets are counted until the words are agreed", async () => {
    const [here, there] = await Promise.all(both.map((window) => window.cell(PURPOSE, "ui.level.paragraph")));
    await here.press("Home");
    await Promise.all([here.pressSequentially("Article premier. ", { delay: 20 }), there.pressSequentially(" Elle est publique.", { delay: 20 })]);
    const text = `Article premier. ${PURPOSE} Elle est publique.`;
    for (const field of [here, there]) await eventually(async () => await field.inputValue() === text, `"${text}"`);
    for (const window of both) await window.shoot("bamako-1-together");
    for (const field of [here, there]) await field.press("Escape");
    await djeneba.write(SCOPE, "ui.level.paragraph", `${OPEN_WORDS}.`);
    await chair.row(SCOPE).locator(".brackets").waitFor();
    await chair.shoot("bamako-2-brackets");
    const field = await djeneba.cell(SCOPE, "ui.level.paragraph");
    await field.fill(`${SCOPE} et aux magasins sous douane.`);
    await field.press("Escape");
    await eventually(async () => await chair.row(SCOPE).locator(".brackets").count() === 0, "no bracket is open");
  });

  await stage.scene("a paragraph is adopted by silence, at its moment; words for it wait beside it", async () => {
    const writing = await djeneba.cell(ANSWER, "ui.level.paragraph");
    await writing.press("End");
    await writing.pressSequentially(" dans le mois.");
    await stage.until(`${ANSWER} dans le mois.`);
    const panel = await chair.adopting(ANSWER);
    await panel.getByLabel(chair.say("ui.adoption.by.silence")).check();
    const moment = new Date(Math.ceil((Date.now() + 45000) / 60000) * 60000);
    const local = new Date(moment - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
    await chair.labelled("ui.adoption.until").fill(local);
    await chair.shoot("bamako-3-silence");
    await chair.button("ui.adoption.ask_room").click();
    await stage.until(ANSWER, (row) => row.state === "proposed");
    await djeneba.page.getByText(djeneba.say("ui.text.frozen")).waitFor();
    await writing.pressSequentially(" Sauf urgence.");
    await djeneba.page.getByText(djeneba.say("ui.text.diverted")).waitFor();
    await djeneba.shoot("bamako-4-diverted");
    await djeneba.page.keyboard.press("Escape");
    const adopted = await stage.until(ANSWER, (row) => row.state === "adopted", 240000);
    expect(adopted.adopted_at >= moment.getTime(), "it was adopted before its moment");
    expect(adopted.text.fr === `${ANSWER} dans le mois.`, adopted.text.fr);
    for (const window of both) await window.row(ANSWER).locator(".state.tag.on").waitFor();
    await chair.shoot("bamako-5-silent");
    await chair.shut();
  }, 400000);

  await stage.scene("the framework instruction is adopted by poll, with what was adopted before as it is", async () => {
    await chair.page.locator(".framework .theme-head").getByRole("button", { name: chair.say("ui.adoption.open_one") }).click();
    await chair.panel.getByLabel(chair.say("ui.adoption.by.poll")).check();
    await chair.button("ui.adoption.prepare_poll").click();
    await chair.button("ui.adoption.open_poll").click();
    await eye.until((s) => s.list("poll").some((one) => one.state === "open"), 60000, "the poll");
    const poll = eye.list("poll").find((one) => one.state === "open").id;
    await Promise.all(seats.map(async (seat, i) => {
      await seat.until((s) => s.entities.get(poll)?.state === "open");
      await seat.must("ballot.cast", { id: poll, values: [i % 9 === 0 ? 1 : i % 7 === 0 ? 2 : 0] });
    }));
    await djeneba.place("now");
    await djeneba.page.getByRole("radio", { name: djeneba.say("ui.poll.yes") }).check();
    await djeneba.shoot("bamako-6-vote");
    await djeneba.button("ui.poll.send").click();
    await djeneba.page.getByText(djeneba.say.like("ui.poll.counted")).first().waitFor();
    await chair.place("now");
    await button(chair.page, chair.say, "ui.poll.close").click();
    const framework = await stage.until(TITLE, (row) => row.state === "adopted");
    const adoption = eye.entities.get(framework.adoption);
    expect(adoption.votes_for > seats.length / 2 && adoption.votes_against > 0 && adoption.rows === 8, JSON.stringify(adoption));
    await chair.place("plan");
    await chair.panel.getByText(chair.say.like("ui.adoption.tally", { yes: adoption.votes_for, no: adoption.votes_against })).first().waitFor();
    expect(await chair.fingerprint() === adoption.hash, "the page shows another hash");
    await chair.shoot("bamako-7-by-poll");
    await chair.shut();
    await djeneba.place("plan");
  }, 400000);

  await stage.scene("the plan is drafted by the room; with a bracket open the gate keeps it from being adopted, in words", async () => {
    await stage.runTo(4);
    await chair.addThemes(scenario.plan.map((row) => row.theme));
    await djeneba.addActions("Communication", [calendar.fr]);
    await stage.until(calendar.fr);
    const customs = seats.find((seat) => seat.party === "Direction générale des douanes");
    await customs.until((s) => s.list("theme").length === 2);
    const theme = eye.list("theme").find((one) => one.title.fr === "Suivi").id;
    const { lead, due, indicator, target } = scenario.plan[1];
    await customs.must("action.create", { theme, title: { fr: progress.fr, en: progress.en }, lead: stage.delegation(lead), due,
      indicator: { fr: indicator }, target });
    await djeneba.unfold(calendar.fr);
    await djeneba.choose(calendar.fr, "ui.field.lead", "Direction générale des douanes");
    await chair.addRecommendation(scenario.recommendations[0]);
    await djeneba.write(calendar.fr, "ui.plan.action", " [chaque mois / chaque trimestre]");
    await stage.until(`${calendar.fr} [chaque mois / chaque trimestre]`);
    await stage.runTo(7);
    await chair.page.getByRole("toolbar", { name: chair.say("ui.run.title") }).getByRole("button", { name: chair.say("ui.adoption.open") }).click();
    await chair.panel.locator("details summary").first().click();
    await chair.panel.getByLabel(chair.say("ui.check.open_brackets")).check();
    await chair.panel.getByText(chair.say("ui.adoption.blocked")).waitFor();
    await chair.panel.getByText(chair.say("ui.adoption.blocks")).first().waitFor();
    expect(await chair.panel.getByRole("button", { name: chair.say("ui.adoption.now"), exact: true }).isDisabled(), "it can be adopted");
    await chair.shoot("bamako-8-gate");
    await eye.until((s) => s.list("workshop")[0].adoption_requires?.includes("open_brackets"), 60000, "the check");
    const answer = await eye.run("adoption.open", { way: "consensus" });
    expect(answer.code === "unmet", `the server answers ${answer.code ?? answer.t}`);
  }, 400000);

  await stage.scene("adopted while a delegate is writing: her words, and another's, are kept as late proposals", async () => {
    const field = await djeneba.cell(calendar.fr, "ui.plan.action");
    await field.fill(`${calendar.fr} chaque mois`);
    await stage.until(calendar.fr, (row) => row.title.fr === `${calendar.fr} chaque mois`);
    const other = seats.find((seat) => seat.party === agent);
    const { id } = stage.find(calendar.fr);
    await other.until((s) => s.entities.get(id)?.title.fr === `${calendar.fr} chaque mois`);
    const rev = other.texts.rev(id, "title", "fr");
    await chair.panel.getByText(chair.say("ui.adoption.clear")).waitFor();
    await chair.declare();
    await stage.until(calendar.fr, (row) => row.state === "adopted");
    await field.press("End");
    await field.pressSequentially(", avec leurs dates");
    await djeneba.page.getByText(djeneba.say("ui.text.diverted")).waitFor();
    await other.must("text.edit", { id, field: "title", lang: "fr", rev, op: [7, " et afficher"] });
    await eye.until((s) => s.list("proposal").filter((one) => one.of === id && one.why === "adopted").length === 2, 60000, "two proposals");
    await djeneba.page.keyboard.press("Escape");
    const notice = djeneba.page.getByRole("region", { name: djeneba.say("ui.late_words.kept") });
    await notice.getByText(djeneba.say("ui.late_words.kept_why.adopted")).first().waitFor();
    for (const window of both) await window.shoot("bamako-9-late");
    await chair.shut();
    await frozen(djeneba, calendar.fr, "ui.plan.action");
    await eventually(async () => await djeneba.row("avec leurs dates").count() === 0, "the row reads as it was adopted");
  });

  await stage.scene("a new version is opened for a reason; one proposal is taken over, one dismissed, and it is adopted again", async () => {
    const first = eye.entities.get(stage.find(calendar.fr).adoption);
    await chair.unfold(calendar.fr);
    await chair.row(calendar.fr).getByRole("button", { name: chair.say("ui.version.make") }).click();
    await chair.panel.getByLabel(chair.say("ui.version.reason")).fill(REASON);
    await chair.shoot("bamako-10-version");
    await chair.button("ui.version.open").click();
    await stage.until(calendar.fr, (row) => row.state === "draft" && row.version === 1);
    await chair.shut();
    const panel = await chair.talk(calendar.fr, "proposals");
    await panel.locator("ins").first().waitFor();
    await chair.shoot("bamako-11-proposals");
    const of = (text) => panel.locator(".proposal").filter({ hasText: text });
    await of("dates").getByRole("button", { name: chair.say("ui.late_words.accept") }).click();
    await stage.until(calendar.fr, (row) => row.title.fr === `${calendar.fr} chaque mois, avec leurs dates`);
    await of("afficher").getByRole("button", { name: chair.say("ui.late_words.dismiss") }).click();
    await eye.until((s) => s.list("proposal").filter((one) => one.why === "adopted").every((one) => one.state !== "open"), 60000, "both decided");
    await chair.shut();
    await chair.adopting(calendar.fr);
    await chair.declare();
    const row = await stage.until(calendar.fr, (one) => one.state === "adopted");
    const second = eye.entities.get(row.adoption);
    expect(second.hash !== first.hash && row.reason === REASON, JSON.stringify(row));
    await chair.row(calendar.fr).locator(".state.tag.on").waitFor();
    expect(await chair.fingerprint() === second.hash, "the page shows another hash");
    await djeneba.row(calendar.fr).getByText(djeneba.say("ui.row.version").replace("{n}", "2")).first().waitFor();
    for (const window of both) await window.shoot("bamako-12-again");
  });

  await stage.scene("no page complained and nothing waits on a device", () => stage.calm());
  console.log(`bamako: ${seats.length} delegates on sockets, 2 at windows, ${eye.seq} changes, ${stage.adoptions("adopted").length} adoptions`);
  return stage;
}
