// Riyadh 2015, rehearsed: three working groups draft, their chairs bring the rows, two are merged, and the plan is adopted by
// consensus after an objection. The facilitator and a group's chair at wide windows, Leila of Tunisia on an Arabic phone.
import { eventually, expect } from "../browser/house.mjs";
import { Stage } from "./stage.mjs";

const NAMES = ["Youssef", "Mariam", "سامي", "Huda", "Karim", "Salma", "خالد", "Nadia", "Tarek", "Rania", "عمر", "Dina", "Faris", "Lina",
  "ماجد", "Samira", "Adel", "Hanan", "بدر", "Noura", "Ziad", "Amal", "رامي", "Iman", "Hassan"];
const GROUPS = ["Group 1: risk and data", "Group 2: capabilities", "Group 3: coordination"];
const OPEN_WORDS = " [and express carriers / and all carriers]";
const ALIKE = " regularly";
const OBJECTION = "لا يمكن لتونس أن تقود وحدها تدريب المحللين.";
const RESERVATION = "تتحفظ تونس على الموعد إلى حين اعتماد الميزانية.";

export async function riyadh(tally, house, shots) {
  const stage = await Stage.open(tally, house, "riyadh-2015", { lang: "en", width: 1280, height: 860, shots });
  const { chair, eye, scenario } = stage;
  const { plan, recommendations } = scenario;
  const [risk, skills, agencies, others] = plan.map((row) => row.action);
  const khalid = await stage.window("Saudi Arabia", "Khalid", { lang: "en", width: 1180, height: 820, shots, who: "chair-of-group" });
  const leila = await stage.window("Tunisia", "ليلى", { lang: "ar", width: 360, height: 740, touch: true, shots, who: "phone-ar" });
  const seats = await stage.fill(NAMES, "en", ["Saudi Arabia", "Tunisia"]);
  const members = GROUPS.map((_, g) => seats.filter((_, i) => i % 3 === g));
  const all = [chair, khalid, leila];

  await stage.scene("the agenda runs to the working groups; three groups are made in the page", async () => {
    await chair.button("ui.run.live").click();
    await stage.runTo(6);
    await chair.addThemes([...new Set(plan.map((row) => row.theme))]);
    const tool = await chair.tool("groups");
    await tool.locator(".empty").waitFor();
    for (const [g, name] of GROUPS.entries()) {
      await chair.labelled("ui.groups.title").fill(name);
      await chair.button("ui.groups.add").click();
      const section = tool.getByRole("region", { name });
      await section.getByRole("button", { name: chair.say("ui.edit") }).click();
      const dialog = chair.dialog();
      const people = [...members[g].map((seat) => [seat.name, seat.party]), [["Khalid", "Saudi Arabia"], ["ليلى", "Tunisia"], []][g]];
      for (const [who, party] of people) {
        if (!who) continue;
        await dialog.getByRole("checkbox", { name: new RegExp(`${who}.*${party}`) }).first().check();
      }
      const head = g === 0 ? ["Khalid", "Saudi Arabia"] : [members[g][0].name, members[g][0].party];
      const list = dialog.getByLabel(chair.say("ui.groups.chair"));
      const label = await list.locator("option").filter({ hasText: new RegExp(`${head[0]}.*${head[1]}`) }).first().innerText();
      await list.selectOption({ label });
      if (g === 1) await chair.shoot("riyadh-1-group");
      await dialog.getByRole("button", { name: chair.say("ui.groups.done") }).click();
    }
    await eye.until((s) => s.list("group").length === 3 && s.list("group").every((one) => one.chair), 60000, "three groups with chairs");
    const grouped = (seat) => seat.list("person").filter((one) => one.group).length;
    await eye.until((s) => grouped(s) >= seats.length + 2, 60000, "everybody in a group");
    expect(grouped(eye) === seats.length + 2, `${grouped(eye)} of ${seats.length + 2} people are in a group`);
    await chair.shoot("riyadh-2-groups");
  }, 400000);

  const group = (g) => eye.list("group").find((one) => Object.values(one.title).includes(GROUPS[g])).id;
  const theme = (name) => eye.list("theme").find((one) => one.title.en === name).id;

  await stage.scene("each group drafts its own rows in its view, and nobody else in them", async () => {
    await khalid.drafts(GROUPS[0]);
    await khalid.addActions("Risk management", [risk.en]);
    await khalid.addActions("Coordination", [agencies.en + ALIKE]);
    await leila.drafts(GROUPS[1]);
    await leila.addActions("Capabilities", [skills.ar]);
    const [third, helper] = members[2];
    for (const words of [agencies, others]) {
      await third.must("action.create", { theme: theme("Coordination"), group: group(2), title: { en: words.en } });
    }
    const rows = await Promise.all([risk.en, skills.ar, agencies.en + ALIKE, others.en].map((text) => stage.until(text)));
    expect(rows.map((row) => row.group).join() === [group(0), group(1), group(0), group(2)].join(), "a row is of another group");
    // Two members over sockets write in Khalid's row while he writes there himself.
    const id = rows[0].id;
    const own = "Share of postal items with advance data";
    const typing = khalid.write(risk.en, "ui.field.indicator", own);
    await members[0][1].must("action.edit", { id, title: { fr: risk.fr } });
    await members[0][2].must("action.edit", { id, title: { ar: risk.ar }, priority: "high" });
    await typing;
    await stage.until(risk.en, (row) => row.indicator?.en === own && row.title.fr === risk.fr && row.title.ar === risk.ar);
    const { code } = await helper.run("action.edit", { id, target: "10 %" });
    expect(code === "forbidden", `somebody of another group was answered ${code}`);
    expect(await chair.row(risk.en).count() === 0, "what a group drafts stands in the plenary plan");
    await chair.shut();
    await chair.drafts(GROUPS[0]);
    await chair.row(risk.en).waitFor();
    await chair.drafts(chair.say("ui.plan.plenary"));
    for (const window of [khalid, leila]) await window.shoot("riyadh-3-group-drafts");
    await leila.drafts(GROUPS[2]);
    await leila.row(others.en).waitFor();
    expect(await leila.page.getByRole("button", { name: leila.say("ui.plan.add_row") }).count() === 0, "Leila may add rows to another group");
    await leila.drafts(GROUPS[1]);
  });

  await stage.scene("a row is filled in by its group: lead, partners, date, target, three languages", async () => {
    await khalid.choose(risk.en, "ui.field.lead", "Saudi Arabia");
    await khalid.unfold(risk.en);
    await khalid.check(risk.en, "ui.field.partners", ["Saudi Post", "RILO Middle East"]);
    const due = await khalid.cell(risk.en, "ui.field.due", "combobox");
    await due.selectOption({ label: khalid.say("ui.due.after") });
    await khalid.page.keyboard.press("Enter");
    const target = await khalid.cell(risk.en, "ui.field.target");
    await target.fill("60 %");
    await target.press("Enter");
    await khalid.shoot("riyadh-4-row");
    await leila.unfold(skills.ar);
    await leila.choose(skills.ar, "ui.field.lead", "Tunisia");
    const [second] = members[1];
    const { id } = stage.find(skills.ar);
    await second.until((s) => s.entities.has(id));
    await second.must("action.edit", { id, title: { en: skills.en, fr: skills.fr }, due: plan[1].due, indicator: { en: plan[1].indicator } });
    const [third] = members[2];
    for (const [i, words] of [agencies, others].entries()) {
      const row = third.list("action").find((one) => one.title.en === words.en);
      await third.must("action.edit", { id: row.id, title: { fr: words.fr, ar: words.ar }, lead: stage.delegation(plan[2 + i].lead),
        partners: plan[2 + i].partners.map((name) => stage.delegation(name)), due: plan[2 + i].due });
    }
    const row = await stage.until(risk.en, (one) => one.due === "T+6 months" && one.target === "60 %" && one.partners?.length === 2);
    expect(row.lead === stage.delegation("Saudi Arabia"), "the lead is somebody else");
    await stage.until(skills.ar, (one) => one.lead === stage.delegation("Tunisia") && one.title.src === "ar");
  });

  await stage.scene("chairs bring their rows to the plenary plan, and each keeps its origin", async () => {
    await stage.runTo(7);
    const tool = await khalid.tool("groups");
    await khalid.shoot("riyadh-5-bring");
    await tool.getByRole("region", { name: GROUPS[0] }).getByRole("button", { name: /2/ }).click();
    await khalid.shut();
    for (const g of [1, 2]) await members[g][0].must("group.bring", { id: group(g) });
    await eye.until((s) => s.list("action").length === 5 && s.list("action").every((row) => row.brought_at && row.group), 60000, "five rows brought");
    await khalid.drafts(khalid.say("ui.plan.plenary"));     // the facilitator is there: no group has drafts any more
    for (const window of [chair, khalid]) {
      await window.row(risk.en).locator(".tag.origin").getByText(GROUPS[0]).waitFor();
    }
    await leila.drafts(leila.say("ui.plan.plenary"));
    await leila.row(skills.ar).locator(".tag.origin").waitFor();
    for (const window of all) await window.shoot("riyadh-6-brought");
  });

  await stage.scene("near-duplicates are pointed out; two are merged through the page, both histories kept", async () => {
    const kept = await stage.until(agencies.fr);
    const joined = await stage.until(agencies.en + ALIKE);
    const seat = members[0][1];
    await seat.must("action.edit", { id: joined.id, indicator: { en: plan[2].indicator } });
    await seat.must("remark.create", { of: joined.id, type: "comment", text: { en: "Which agencies?" } });
    const tool = await chair.tool("groups");
    const alike = tool.getByRole("region", { name: chair.say("ui.merge.alike") });
    await alike.getByRole("button", { name: chair.say("ui.merge.open") }).first().click();
    const merge = chair.panel;
    await merge.getByRole("region", { name: chair.say("ui.merge.differ") }).waitFor();
    const stays = merge.getByRole("region", { name: new RegExp(`^${chair.say("ui.merge.stays")}`) });
    if (await stays.getByText(agencies.en + ALIKE).count() > 0) await merge.getByRole("button", { name: chair.say("ui.merge.turn") }).click();
    await chair.shoot("riyadh-7-merge");
    await merge.getByRole("button", { name: chair.say.like("ui.merge.act") }).click();
    const row = await stage.until(agencies.fr, (one) => one.merged?.includes(joined.id));
    expect(row.id === kept.id && row.group === group(2) && row.indicator.en === plan[2].indicator, JSON.stringify(row));
    expect(eye.list("remark").some((one) => one.of === kept.id), "the comment is gone");
    await chair.panel.getByText(chair.say("ui.late_words.why.merged")).first().waitFor();
    await chair.panel.getByRole("button", { name: chair.say("ui.late_words.dismiss") }).first().click();
    await chair.panel.locator("[data-tab=history]").click();
    const list = chair.panel.locator(".history");
    for (const who of [members[2][0].name, "Khalid", seat.name]) await list.getByText(who).first().waitFor();
    await chair.shoot("riyadh-8-both-histories");
    await chair.shut();
  });

  await stage.scene("brackets are counted on every screen, and gone when the words are agreed", async () => {
    await stage.runTo(9);
    await khalid.write(risk.en, "ui.plan.action", OPEN_WORDS);
    for (const window of all) {
      await window.row(risk.en.slice(0, 20)).or(window.row(risk.ar.slice(0, 20))).first().locator(".brackets").waitFor();
    }
    const tool = await chair.tool("brackets");
    await tool.locator("button").filter({ hasText: "1.1" }).first().waitFor();
    await chair.shoot("riyadh-9-brackets");
    await chair.shut();
    await leila.shoot("riyadh-9-brackets");
    const editor = await khalid.cell(risk.en, "ui.plan.action");
    await editor.fill(`${risk.en} and express carriers`);
    await editor.press("Escape");
    await eventually(async () => await chair.page.locator(".tag.brackets").count() === 0, "no bracket is open");
    const again = await khalid.cell(risk.en, "ui.plan.action");
    await again.fill(risk.en);
    await again.press("Escape");
    await stage.until(risk.fr, (row) => row.title.en === risk.en);
  });

  await stage.scene("delegations enter reservations; one is lifted, the other is kept", async () => {
    const sheet = await leila.talk(skills.ar);
    await sheet.getByRole("button", { name: leila.say("ui.talk.reservation"), exact: true }).click();
    await sheet.getByLabel(leila.say("ui.talk.say_reservation")).fill(RESERVATION);
    await leila.shoot("riyadh-10-reserving");
    await leila.button("ui.talk.reserve").click();
    await sheet.getByText(RESERVATION).first().waitFor();
    await leila.shut();
    const jordan = seats.find((seat) => seat.party === "Jordan");
    const { id } = stage.find(others.en);
    await jordan.must("remark.create", { of: id, type: "reservation", text: { en: "Jordan would rather wait for the pilots." } });
    const tool = await chair.tool("reservations");
    const theirs = tool.locator(".remark").filter({ hasText: "Jordan would rather" });
    await theirs.waitFor();
    await tool.getByText(RESERVATION).waitFor();
    await chair.shoot("riyadh-11-reservations");
    await theirs.getByRole("button", { name: chair.say("ui.talk.lift") }).click();
    await eye.until((s) => s.list("remark").filter((one) => one.type === "reservation" && one.resolved).length === 1, 60000, "one lifted");
    await chair.shut();
  });

  await stage.scene("recommendations are numbered, and linked to the actions that carry them out", async () => {
    await stage.runTo(10);
    await chair.addRecommendation(recommendations[0]);
    await stage.until(recommendations[0]);
    await leila.addRecommendation("تبادل التجارب الوطنية مرة في السنة");
    await stage.until("تبادل التجارب الوطنية");
    await seats[3].must("recommendation.create", { text: { en: recommendations[2] } });
    await stage.until(recommendations[2]);
    const second = stage.find("تبادل التجارب الوطنية");
    await seats[4].until((s) => s.entities.has(second.id));
    await seats[4].must("recommendation.edit", { id: second.id, text: { en: recommendations[1] } });
    await khalid.unfold(risk.en);
    await khalid.check(risk.en, "ui.field.recommendations", [new RegExp(`^R1`), new RegExp(`^R3`)]);
    await stage.until(risk.en, (row) => row.recommendations?.length === 2);
    const carried = chair.page.locator(".plan-row.recommendation").filter({ hasText: recommendations[0] }).locator(".links");
    await carried.getByText("1.1").first().waitFor();
    await khalid.shoot("riyadh-12-linked");
    await leila.page.locator(".plan-row.recommendation").first().scrollIntoViewIfNeeded();
    await leila.shoot("riyadh-12-linked");
  });

  await stage.scene("the plan is put to the room; one objection, and everything is a draft again", async () => {
    await stage.runTo(11);
    await chair.page.getByRole("toolbar", { name: chair.say("ui.run.title") }).getByRole("button", { name: chair.say("ui.adoption.open") }).click();
    await chair.labelled("ui.adoption.objections_for").selectOption("2");
    await chair.shoot("riyadh-13-adopting");
    await chair.button("ui.adoption.ask_room").click();
    await leila.banner.getByRole("timer").waitFor();
    await eye.until((s) => s.list("action").every((row) => row.state === "proposed"), 60000, "all proposed");
    await leila.banner.getByRole("button", { name: leila.say("ui.adoption.object") }).click();
    await leila.banner.getByRole("textbox").fill(OBJECTION);
    await leila.shoot("riyadh-14-objecting");
    await leila.banner.getByRole("button", { name: leila.say("ui.adoption.object") }).click();
    for (const window of all) await window.banner.getByText(OBJECTION).first().waitFor();
    await eye.until((s) => s.list("action").every((row) => row.state === "draft"), 60000, "all drafts");
    for (const window of [chair, khalid]) await window.shoot("riyadh-15-objected");
  });

  await stage.scene("what was objected to is settled, nobody objects in two minutes, and the plan is adopted", async () => {
    const helper = seats.find((seat) => seat.party === "Morocco");
    const { id } = stage.find(skills.ar);
    await helper.must("action.edit", { id, partners: [stage.delegation("Morocco")] });
    await stage.until(skills.ar, (row) => row.partners?.length === 1);
    await chair.labelled("ui.adoption.objections_for").selectOption("2");
    await chair.button("ui.adoption.ask_room").click();
    await khalid.banner.getByRole("timer").waitFor();
    await khalid.place("plan");
    for (const window of all) await window.shoot("riyadh-16-asked");
    expect(await khalid.row(risk.en).getByRole("button", { name: new RegExp(`^${khalid.say("ui.plan.action")}: `) }).count() === 0,
      "what is proposed can still be written");
    await eye.until(() => stage.adoptions("adopted").length === 1, 300000, "adopted after two minutes");
    const [{ hash, rows, reservations }] = stage.adoptions("adopted");
    expect(rows === 7 && reservations === 1, `${rows} rows with ${reservations} reservations`);
    for (const window of all) await window.banner.getByText(window.say.like("ui.adoption.ended.adopted")).first().waitFor();
    await eventually(async () => await leila.page.locator(".state.tag.on").count() >= 3, "adopted on the phone");
    const shown = await chair.fingerprint();
    expect(shown === hash, `the page shows ${shown} instead of ${hash}`);
    for (const window of all) await window.shoot("riyadh-17-adopted");
  }, 480000);

  await stage.scene("no page complained and nothing waits on a device", () => stage.calm());
  console.log(`riyadh: ${seats.length} delegates on sockets, 3 at windows, ${eye.seq} changes`);
  return stage;
}
