// A workshop in which something was done with everything there is: every text field of every kind says what the caller wants it to say.
// fields.mjs looks for each of them in the documents, hostile.mjs for what they break.
import { Caller, Seat } from "../client/plenary.mjs";

/** Languages of a text, in the order in which files name them. */
export const LANGS = ["ar", "fr", "en"];

/** Everything that is entered with the file of a workshop. `say` gives a text in three languages, `text` one, `link` an address. */
function scenario({ say, text, link }) {
  return {
    name: text("workshop.name"), title: say("workshop.title"), place: text("workshop.place"), mode: "hybrid", time_zone: "Asia/Riyadh", starts_on: "2026-05-12", ends_on: "2026-05-13",
    languages: ["fr", "ar"], source: text("workshop.source"), series: { name: text("workshop.series_name"), number: 3, of: 5 },
    delegations: [
      { name: say("delegation.name"), country: "SA", delegates: 4, weight: 2 },
      { name: say("delegation.name"), country: "MA", type: "private_sector", delegates: 3 },
      { name: say("delegation.name"), country: "FR", type: "organisation", observer: true, delegates: 1 },
    ],
    agenda: [
      { day: 1, start: "09:15", minutes: 45, kind: "presentation", title: say("item.title"), presenter: text("item.presenter"), fixed: true, notes: say("item.notes"),
        staff_notes: say("item.staff_notes"), link: link("item.link"), documents: [`${link("item.documents")} ${text("item.documents")}`] },
      { day: 1, minutes: 35, kind: "discussion", title: say("item.title"), presenter: text("item.presenter"), notes: say("item.notes") },
      { day: 2, start: "14:05", minutes: 25, kind: "drafting", title: say("item.title") },
      { day: 2, minutes: 15, kind: "closing", title: say("item.title") },
    ],
    meetings: [
      { title: say("meeting.title"), starts: "2026-09-01T10:30", minutes: 95, repeat: "monthly", count: 6, place: text("meeting.place"), link: link("meeting.link") },
      { title: say("meeting.title"), starts: "2027-01-02T08:00" },
    ],
    stakeholders: [{ name: say("stakeholder.name"), power: 4, interest: 2, attitude: "mixed" }],
  };
}

/** Rows of the plan, recommendations and texts. */
async function draft(chair, { say, text }, delegations, group) {
  const made = async (verb, args) => (await chair.must(verb, args)).id;
  const recommendations = [];
  for (let i = 0; i < 3; i++) recommendations.push(await made("recommendation.create", { text: say("recommendation.text"), ...(i === 2 && { group }) }));
  const themes = [await made("theme.create", { title: say("theme.title") }), await made("theme.create", { title: say("theme.title") })];
  const [first, second, third] = delegations;
  const full = (more) => ({
    objective: say("action.objective"), title: say("action.title"), deliverable: say("action.deliverable"), lead: first, partners: [second, third], contact: text("action.contact"),
    start: "2026-06-01", due: "2026-12-31", milestones: say("action.milestones"), resources: say("action.resources"), funding: text("action.funding"), indicator: say("action.indicator"),
    baseline: text("action.baseline"), target: text("action.target"), current: text("action.current"), priority: "high", risk: say("action.risk"), status: "under_way", percent: 37,
    recommendations: [recommendations[1], recommendations[0]], ...more,
  });
  const actions = [
    await made("action.create", full({ theme: themes[0] })),
    await made("action.create", { theme: themes[0], title: say("action.title"), lead: second, due: "T+6 months", start: "ongoing", priority: "low", status: "delayed" }),
    await made("action.create", full({ theme: themes[1], lead: third, partners: [first], start: "2026-07-02", due: "2027-02-01", percent: 100, status: "done", priority: "medium" })),
    await made("action.create", { title: say("action.title"), due: "ongoing", status: "dropped" }),
    await made("action.create", full({ theme: themes[1], group, percent: 0, status: "planned", priority: "none" })),
  ];
  const frameworks = [await made("framework.create", { title: say("framework.title") }), await made("framework.create", { title: say("framework.title") })];
  const paragraphs = [];
  for (const [at, level] of [[0, "heading"], [0, "paragraph"], [0, "subparagraph"], [0, "paragraph"], [1, "paragraph"]])
    paragraphs.push(await made("paragraph.create", { framework: frameworks[at], level, text: say("paragraph.text") }));
  await made("paragraph.create", { framework: frameworks[1], text: say("paragraph.text!group"), group });
  return { recommendations, actions, frameworks, paragraphs };
}

/** Polls of every way in which answers are counted and told. */
async function ask(chair, seats, { say, text }) {
  const polls = {};
  const put = async (name, fields, options, ballots) => {
    const { id } = await chair.must("poll.create", { question: say("poll.question"), ...fields });
    const of = [];
    for (let i = 0; i < options; i++) of.push((await chair.must("option.create", { poll: id, text: say("option.text") })).id);
    await chair.must("poll.open", { id });
    for (const [i, ballot] of ballots.entries()) {
      await seats[i].until((seat) => seat.entities.get(id)?.state === "open", 60000, "the poll");
      if (ballot) await seats[i].must("ballot.cast", { id, ...ballot(of) });
    }
    await chair.must("poll.close", { id });
    polls[name] = { id, options: of };
    return id;
  };
  await put("single", { unit: "delegation", weighted: true, quorum: 60, majority: "two_thirds", advisory: true }, 2,
    [([a]) => ({ option: a }), null, ([, b]) => ({ option: b }), ([, b]) => ({ option: b })]);
  await put("consent", { type: "consent", majority: "simple" }, 0,
    [() => ({ values: [0] }), () => ({ values: [1], text: text("ballot.text") }), () => ({ values: [2], text: text("ballot.text") })]);
  await put("date", { type: "date", secrecy: "unattributed" }, 2, [([a, b]) => ({ options: [a, b], values: [0, 1] }), ([a, b]) => ({ options: [a, b], values: [0, 2] }), ([a, b]) => ({ options: [a, b], values: [1, 0] })]);
  const scale = { type: "scale", min: 1, max: 5, labels: [text("poll.labels"), text("poll.labels")] };
  const before = await put("before", { ...scale, purpose: "before" }, 0, [() => ({ values: [1] }), () => ({ values: [2] }), () => ({ values: [2] })]);
  await put("after", { ...scale, purpose: "after", pair: before }, 0, [() => ({ values: [4] }), () => ({ values: [5] }), () => ({ values: [4] })]);
  await put("words", { type: "open_text", purpose: "evaluation" }, 0, [() => ({ text: text("ballot.text") }), () => ({ text: text("ballot.text") })]);
  await put("ranking", { type: "ranking" }, 3, [([a, b, c]) => ({ options: [a, b, c] }), ([a, b, c]) => ({ options: [b, a, c] }), ([a, b]) => ({ options: [a, b] })]);
  await chair.must("poll.create", { question: say("poll.question!prepared") });
  return polls;
}

/** What is said in the room beside the plan. */
async function talk(chair, seats, { say, text, link }) {
  for (const [i, who] of [0, 2, 0].entries()) {
    const { id } = await seats[who].must("hand.raise", {});
    await chair.until((s) => s.entities.get(id), 60000, `hand ${i}`);
    await chair.must("hand.give", { id });
    await chair.must("hand.end", { id });
  }
  const questions = [];
  for (const name of ["question.text", "question.text", "question.text", "question.text!dismissed"]) questions.push((await seats[questions.length % 3].must("question.create", { text: say(name) })).id);
  await chair.until((s) => s.entities.get(questions[3]), 60000, "the questions");
  await chair.must("question.answer", { id: questions[0], reply: say("question.reply") });
  await chair.must("question.answer", { id: questions[1] });
  await chair.must("question.dismiss", { id: questions[3] });
  await chair.must("message.create", { type: "link", text: say("message.text"), link: link("message.link") });
  await chair.must("parked.create", { text: say("parked.text") });
  const { id } = await chair.must("parked.create", { text: say("parked.text!done") });
  await chair.must("parked.done", { id, on: true });
  await chair.must("person.edit", { id: seats[2].person, contact: text("person.contact") });
}

/** Remarks, and adoptions of every way. */
async function decide(chair, seats, { say, text }, rows) {
  const { recommendations, actions, frameworks, paragraphs } = rows;
  const remark = async (seat, args) => (await seat.must("remark.create", args)).id;
  await remark(seats[0], { of: recommendations[0], type: "reservation", text: say("remark.text") });
  await remark(seats[1], { type: "reservation", text: say("remark.text") });
  await remark(seats[2], { of: paragraphs[1], type: "reservation", text: say("remark.text") });
  await remark(seats[0], { of: actions[0], type: "comment", text: say("remark.text!comment") });
  const settled = await remark(seats[0], { of: actions[1], type: "reservation", text: say("remark.text!settled") });
  await chair.until((s) => s.entities.get(settled), 60000, "the reservations");
  await chair.must("remark.resolve", { id: settled, on: true });
  await chair.must("adoption.open", { of: recommendations[0], way: "consensus" });
  await chair.must("adoption.open", { of: actions[0], way: "consensus" });
  await chair.must("row.reopen", { id: actions[0], reason: text("action.reason") });
  await chair.must("adoption.open", { of: recommendations[1], way: "consensus" });
  await chair.must("row.reopen", { id: recommendations[1], reason: text("recommendation.reason") });
  const open = await chair.must("adoption.open", { of: actions[1], way: "silence", until: Date.now() + 86400000 });
  await seats[1].until((s) => s.entities.get(open.id), 60000, "the adoption");
  await seats[1].must("adoption.object", { id: open.id, text: say("remark.text!objection") });
  const { id } = await chair.must("poll.create", { question: say("poll.question"), type: "yes_no_abstain", secrecy: "unattributed" });
  await chair.must("adoption.open", { of: frameworks[0], way: "poll", poll: id });
  for (const [i, value] of [0, 0, 1].entries()) {
    await seats[i].until((s) => s.entities.get(id)?.state === "open", 60000, "the vote");
    await seats[i].must("ballot.cast", { id, values: [value] });
  }
  await chair.must("poll.close", { id });
  await chair.must("row.reopen", { id: paragraphs[3], reason: text("paragraph.reason") });
}

/** Plays all of it; the id of the workshop, closed. */
export async function play(house, words) {
  const { say, text } = words;
  const id = await house.workshop(scenario(words));
  const chair = await house.seat(id);
  const delegations = chair.list("delegation").sort((a, b) => a.pos - b.pos).map((one) => one.id);
  const group = (await chair.must("group.create", { title: say("group.title") })).id;
  const { codes } = { codes: (await house.chair.get(`/api/w/${id}/codes`)).delegations };
  const seats = [];
  await chair.must("workshop.live");
  for (const [i, delegation] of [delegations[0], delegations[0], delegations[1], delegations[2]].entries()) {
    const caller = new Caller(house.server.origin);
    await caller.post("/api/join", { code: codes.find((one) => one.delegation === delegation).code, name: text("person.name"), language: "fr" });
    const seat = new Seat(caller, id);
    seat.open();
    await seat.until((s) => s.welcomed && s.list("person").length > 0);
    await chair.until((s) => s.entities.get(seat.person), 60000, "the person");
    await chair.must("person.edit", { id: seat.person, function: text("person.function"), ...(i === 1 && { head: true, group }) });
    seats.push(seat);
  }
  await chair.must("group.edit", { id: group, chair: seats[1].person });
  const items = chair.list("item").sort((a, b) => a.day - b.day || a.pos - b.pos);
  await chair.must("item.edit", { id: items[3].id, group });
  await chair.must("item.start", { id: items[0].id });
  await talk(chair, seats, words);
  await chair.must("item.start", { id: items[1].id });
  const rows = await draft(chair, words, delegations, group);
  await chair.must("item.skip", { id: items[2].id });
  await ask(chair, seats, words);
  await decide(chair, seats, words, rows);
  /* Who is there is put on record about once a second: a quick machine would be through before that. */
  const there = [chair, ...seats].map((seat) => seat.person);
  await chair.until((s) => there.every((person) => s.list("attendance").some((one) => one.person === person)), 60000, "everybody on record");
  await chair.must("workshop.close");
  for (const seat of [chair, ...seats]) seat.close();
  return id;
}
