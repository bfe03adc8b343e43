// MENA 2023, rehearsed from the import to the closed workshop: 33 people, of whom 31 are on sockets, one at a desk in French and one on an
// Arabic phone; a facilitator's window, a co-facilitator and a projector. Three things go wrong: the facilitator drops out, an item overruns,
// and the wrong poll is opened.
import { expect } from "../browser/house.mjs";
import { before } from "./mena_before.mjs";
import { askBefore, evaluate, reported } from "./mena_evaluation.mjs";
import { Stage } from "./stage.mjs";
import { Window } from "./window.mjs";

const COMMITMENT = "Share a register of pilots with the region";
const OBSTACLES = [3, 0, 4, 1, 2];

async function cast(seat, poll, words) {
  const { answer } = await seat.cast(poll, words);
  expect(answer.t === "ack", `a secret ballot was refused: ${answer.code}`);
}

export async function mena(tally, house, shots) {
  const stage = await Stage.open(tally, house, "mena-2023", { lang: "en", width: 1280, height: 860, shots }, ["polls"]);
  const { chair, eye, scenario } = stage;
  const screen = new Window(await house.window({ width: 1920, height: 1080 }), { lang: "en", shots, who: "projector" });
  await before(stage, shots);
  const { leila, pierre, listed: seats } = stage;
  stage.screen = screen;
  const people = [chair, leila, pierre];
  const all = [...people, screen];
  const look = async (name) => {
    for (const window of all) await window.shoot(`mena-${name}`);
  };
  const voters = seats.filter((seat) => !scenario.delegations.find((one) => one.name === seat.party).observer);
  const item = (title) => eye.list("item").find((one) => Object.values(one.title).includes(title));
  const poll = (question) => eye.list("poll").find((one) => Object.values(one.question).some((words) => typeof words === "string" && words.startsWith(question)));
  const options = (of) => eye.list("option").filter((one) => one.poll === of.id).sort((a, b) => a.pos - b.pos);
  const card = (window, of) => window.page.getByRole("region", { name: of.question[window.lang] ?? of.question.en });
  const running = (title) => eye.until((s) => s.list("item").some((one) => one.state === "running" && Object.values(one.title).includes(title)), 60000, `"${title}" runs`);
  const next = async (title) => {
    await chair.button("ui.run.next").click();
    await running(title);
  };
  const helper = await stage.staff("Bashir", "cofacilitator");

  await stage.scene("33 people are in the room; the facilitator goes live and the projector follows", async () => {
    const { path: link } = await house.amina.post(`/api/w/${stage.id}/links`, { screen: true });
    await screen.page.goto(link);
    await screen.page.locator(".projector").waitFor();
    expect(seats.length === 31, `${seats.length} people are on sockets`);
    await eye.until((s) => s.here.size >= 33, 60000, "33 people are here");
    await chair.button("ui.run.live").click();
    await chair.button("ui.run.first").click();
    await running("Opening");
    for (const window of people) await window.place("now");
    await look("10-opening");
    for (const window of people) await window.shootDark("mena-10-opening");
  }, 400000);

  await stage.scene("at the opening a question is asked that will be asked again", () => askBefore(stage, voters, look), 400000);

  await stage.scene("a speaker, hands in their order, the floor given and timed, a question asked and answered", async () => {
    await next("Blockchain in Customs: use cases");
    await leila.page.locator(".hand-bar").getByRole("button", { name: leila.say("ui.hand.raise") }).click();
    await voters[0].must("hand.raise", { type: "contribution" });
    await voters[1].must("hand.raise", { type: "point_of_order" });
    const queue = chair.page.locator(".floor .queue > li");
    await queue.nth(2).waitFor();
    await look("13-hands");
    await queue.filter({ hasText: "ليلى" }).getByRole("button", { name: new RegExp(`^${chair.say("ui.floor.give")}`) }).click();
    await leila.page.locator(".hand-bar").getByText(leila.say("ui.floor.yours")).waitFor();
    await screen.page.locator(".screen-speaker").waitFor();
    await look("14-speaking");
    await leila.page.locator(".hand-bar").getByRole("button", { name: leila.say("ui.floor.finish") }).click();
    await next("Questions and experiences");
    expect(eye.list("hand").every((one) => one.state !== "waiting" && one.state !== "speaking"), "hands of the item before are up");
    await pierre.labelled("ui.question.yours").fill("Qui paie le registre partagé ?");
    await pierre.button("ui.question.ask").click();
    await chair.page.locator(".asked").getByText("Qui paie le registre partagé ?").waitFor();
    await eye.until((s) => s.list("question").length > 0, 60000, "the question");
    const [asked] = eye.list("question");
    for (const seat of voters.slice(2, 6)) await seat.must("question.back", { id: asked.id, on: true });
    await screen.page.locator(".screen-question").waitFor();
    await look("15-question");
    await chair.button("ui.question.write").click();
    await chair.labelled("ui.question.reply").fill("The regional budget, from 2024.");
    await chair.button("ui.question.send_reply").click();
    await eye.until((s) => s.list("question").every((one) => one.state === "answered"), 60000, "the question is answered");
  }, 400000);

  await stage.scene("surprise: the facilitator drops out, the co-facilitator takes over at once, and gives back", async () => {
    await chair.page.context().setOffline(true);
    await chair.page.evaluate(() => dispatchEvent(new Event("offline")));
    await helper.must("control.take");
    await helper.must("message.create", { type: "text", text: { en: "Amina's link is down; we go on.", ar: "انقطع اتصال أمينة؛ نواصل." } });
    await leila.page.locator(".told").waitFor();
    await chair.shoot("mena-16-dropped");
    await leila.shoot("mena-16-dropped");
    await chair.page.context().setOffline(false);
    await chair.page.evaluate(() => dispatchEvent(new Event("online")));
    await chair.live();
    await chair.page.getByText(chair.say.like("ui.control.is", { name: "Bashir" })).waitFor();
    await look("17-back");
    await chair.button("ui.control.take").click();
    await chair.page.getByText(chair.say("ui.control.yours")).waitFor();
  }, 400000);

  await stage.scene("surprise: the item overruns; everybody reads how late the day is, and the next one is cut", async () => {
    const before = item("Where does your administration stand?");
    await chair.button("ui.run.extend").click();
    await eye.until((s) => s.list("item").some((one) => one.extra === 5), 60000, "five minutes more");
    /* The morning went by in seconds and is 80 minutes early: so much more is needed to be late. */
    const bar = chair.page.getByRole("toolbar", { name: chair.say("ui.run.title") });
    await bar.getByRole("button", { name: chair.say("ui.run.more") }).click();
    await chair.button("ui.extend.title").click();
    await chair.labelled("ui.extend.by").fill("90");
    await chair.shoot("mena-18-extending");
    await chair.button("ui.extend.do").click();
    for (const window of people) await window.page.locator(".now-head .tag.warn").waitFor();
    await screen.page.locator(".screen-late").waitFor();
    await look("18-overrun");
    await leila.button("ui.told.away").click();
    await next("Where does your administration stand?");
    await chair.button("ui.run.cut").click();
    await eye.until((s) => (s.entities.get(before.id).extra ?? 0) === -5, 60000, "five minutes less");
  }, 400000);

  const stand = () => poll("Where does your administration stand?");
  await stage.scene("surprise: the wrong poll is opened, closed again, and asked later as a new round", async () => {
    const wrong = poll("One word");
    await helper.must("poll.open", { id: wrong.id });
    for (const window of people) await card(window, wrong).waitFor();
    await look("19-wrong-poll");
    await chair.button("ui.poll.close").click();
    await eye.until((s) => s.entities.get(wrong.id).state === "closed", 60000, "the wrong poll is closed");
  }, 400000);

  await stage.scene("by delegation, on a grid: a member votes, the head's word stands, observers do not vote", async () => {
    const asked = stand();
    await helper.must("poll.open", { id: asked.id });
    await card(leila, asked).getByRole("radiogroup").first().waitFor();
    for (const [i, place] of [3, 1, 5].entries()) await card(leila, asked).getByRole("radiogroup").nth(i).locator("label").nth(place).click();
    await leila.shoot("mena-20-grid");
    await card(leila, asked).getByRole("button", { name: leila.say("ui.poll.send") }).click();
    await card(leila, asked).locator(".vote-state.counted").waitFor();
    const ids = options(asked).map((one) => one.id);
    const said = [];
    for (const [i, seat] of seats.entries()) {
      const { code } = await seat.run("ballot.cast", { id: asked.id, options: ids, values: [i % 6, (i + 2) % 6, (2 * i) % 6] });
      said.push(code ?? "ok");
    }
    const refused = said.filter((code) => code !== "ok").length;
    expect(refused === 6 && said.filter((code) => code === "not_eligible").length === 5 && said.includes("locked"), `refused: ${said.join(" ")}`);
    await eye.until((s) => s.entities.get(asked.id).voters === 14, 60000, "14 delegations voted");
    await look("21-voting");
    await chair.button("ui.poll.close").click();
    await eye.until((s) => s.entities.get(asked.id).state === "closed", 60000, "the poll is closed");
    await card(leila, asked).locator(".result").waitFor();
    await look("22-result");
  }, 400000);

  await stage.scene("the end of the day: its pulse is taken on one sheet, nobody's answer is seen, the results are", async () => {
    await next("Pulse of the day");
    await evaluate(stage, voters, "Pulse of the day", look, "23-pulse");
  }, 400000);

  await stage.scene("day 2: a tour de table calls the delegations in turn", async () => {
    await next("Artificial intelligence in border management");
    await next("National experiences");
    await chair.button("ui.tour.start").click();
    await chair.page.locator(".tour-list li").nth(13).waitFor();
    await chair.page.getByRole("button", { name: new RegExp(`^${chair.say("ui.tour.first")}`) }).click();
    await screen.page.locator(".screen-tour .speaking").waitFor();
    await look("24-tour");
    await chair.page.getByRole("button", { name: new RegExp(`^${chair.say("ui.tour.next")}`) }).click();
    await chair.page.locator(".tour-list li.spoken").waitFor();
    await chair.button("ui.tour.end").click();
  }, 400000);

  await stage.scene("day 3: a secret ranking; progress without a tally, receipts found after the close", async () => {
    await next("Internet of Things");
    await next("Data model and other international standards for cross-border movement of goods");
    const asked = poll("Rank the obstacles");
    await helper.must("poll.open", { id: asked.id });
    const ids = options(asked).map((one) => one.id);
    await card(pierre, asked).getByRole("button").first().waitFor();
    await look("25-secret");
    const orders = voters.map((_, i) => OBSTACLES.map((_, k) => ids[OBSTACLES[(i + k) % 5]]));
    await Promise.all(voters.map((seat, i) => cast(seat, asked, { options: orders[i] })));
    await chair.button("ui.poll.close").click();
    await eye.until((s) => s.entities.get(asked.id).state === "closed", 60000, "the secret poll is closed");
    const want = ids.map((id) => orders.reduce((sum, order) => sum + 5 - 1 - order.indexOf(id), 0));
    expect(options(asked).map((one) => one.votes ?? 0).join() === want.join(), `votes ${options(asked).map((one) => one.votes)} instead of ${want}`);
    expect(eye.list("ballot").every((one) => one.poll !== asked.id), "a ballot can be seen");
    const roll = eye.list("roll").find((one) => one.poll === asked.id);
    expect(roll.receipts.length === voters.length && roll.voted.length === voters.length, `${roll.receipts.length} receipts`);
    await look("26-secret-result");
  }, 400000);

  await stage.scene("commitments are drafted by the phone and the desk, and adopted", async () => {
    await next("What we take home: commitments per administration");
    for (const window of people) await window.plan();
    await chair.addThemes(["Artificial intelligence"]);
    await chair.addActions("Artificial intelligence", [scenario.plan[0].action.en]);
    await pierre.page.getByRole("heading", { name: "Artificial intelligence" }).waitFor();
    await pierre.addActions("Artificial intelligence", [COMMITMENT]);
    const row = await stage.until(COMMITMENT);
    await voters[3].must("action.edit", { id: row.id, lead: stage.delegation("Tunisia"), due: "T+6 months", title: { ar: "تبادل سجل للمشاريع التجريبية" } });
    await stage.until(COMMITMENT, (one) => one.lead && one.due);
    await look("27-drafting");
    await helper.must("adoption.open", { way: "consensus" });
    await eye.until(() => stage.adoptions("adopted").length === 1, 60000, "the plan is adopted");
    await look("28-adopted");
  }, 400000);

  await stage.scene("the closing evaluation: five questions on one sheet, one of them asked before", async () => {
    await next("Evaluation of the workshop");
    for (const window of people) await window.place("now");
    await evaluate(stage, voters, "Evaluation of the workshop", look, "29-evaluation");
    for (const window of [...people, screen]) await window.shootDark("mena-29-evaluation-result");
    await leila.page.getByText(leila.say("ui.poll.asked_before")).first().waitFor();
  }, 400000);

  await stage.scene("the closing: a word from everybody in a new round, and the workshop is closed", async () => {
    await next("Closing and evaluation");
    for (const window of people) await window.place("now");
    const { id } = await helper.must("poll.again", { id: poll("One word").id });
    await helper.until((s) => s.entities.has(id));
    await helper.must("poll.open", { id });
    await Promise.all(voters.map((seat) => seat.until((s) => s.entities.get(id)?.state === "open")));
    await Promise.all(voters.map((seat, i) => cast(seat, seat.entities.get(id), { text: ["speed", "trust", "Trust", "ثقة"][i % 4] })));
    await eye.until((s) => s.entities.get(id)?.state === "open", 60000, "the new round");
    const asked = eye.entities.get(id);
    const box = leila.page.getByRole("region", { name: Object.values(asked.question)[0] }).getByRole("textbox").first();
    await box.fill("ثقة");
    await leila.shoot("mena-30-word");
    await leila.button("ui.poll.send").click();
    await leila.page.locator(".vote-state.counted").first().waitFor();
    await helper.must("poll.close", { id });
    await eye.until((s) => s.entities.get(id).state === "closed", 60000, "the close");
    const said = eye.list("answer").filter((one) => one.poll === id).map((one) => `${one.text}:${one.count}`).sort();
    expect(said.length === 3 && said.reduce((n, one) => n + Number(one.split(":").at(-1)), 0) === voters.length + 1, said.join(" "));
    await look("31-words");
    await chair.button("ui.run.last").click().catch(() => {});
    const bar = chair.page.getByRole("toolbar", { name: chair.say("ui.run.title") });
    if (await chair.button("ui.run.close").count() === 0) await bar.getByRole("button", { name: chair.say("ui.run.more") }).click();
    await chair.page.getByRole("button", { name: chair.say("ui.run.close"), exact: true }).first().click();
    await chair.dialog().getByRole("button", { name: chair.say("ui.run.close") }).click();
    await eye.until((s) => s.list("workshop")[0].state === "closed", 60000, "the workshop is closed");
    for (const window of all) await window.page.getByText(window.say("ui.now.closed")).first().waitFor();
    await look("32-closed");
    for (const window of all) await window.shootDark("mena-32-closed");
  }, 400000);

  await stage.scene("what the room was told is over; everybody reads where the documents are, and has them", async () => {
    expect(eye.list("message").length > 0 && eye.list("message").every((one) => one.ended_at), "a message outlives the workshop");
    for (const window of all) expect(await window.page.locator(".told").count() === 0, `${window.who} is still told something`);
    for (const window of [leila, pierre]) {
      await window.page.locator(".stage").getByRole("button", { name: window.say("ui.export.title"), exact: true }).last().click();
      await window.dialog().waitFor();
      await window.shoot("mena-33-take-home");
      await window.page.keyboard.press("Escape");
    }
  }, 400000);

  await stage.scene("attendance holds all of them, and the report is there in three languages", async () => {
    expect(eye.list("attendance").length >= 33, `${eye.list("attendance").length} intervals of attendance`);
    expect(eye.list("attendance").every((one) => one.until), "somebody is still there in a closed workshop");
    for (const lang of ["ar", "fr", "en"]) {
      const { status, body } = await house.amina.call("GET", `/api/w/${stage.id}/export/report.md?lang=${lang}`);
      expect(status === 200 && body.includes(COMMITMENT.slice(0, 10)) === (lang !== "ar"), `the report in ${lang} is answered ${status}`);
    }
    await reported(stage);
  }, 400000);

  await stage.scene("no page complained and nothing waits on a device", () => stage.calm());
  console.log(`mena: ${seats.length} people on sockets, 2 at windows, ${eye.seq} changes`);
  await screen.page.context().close();
  return stage;
}
