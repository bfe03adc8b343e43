// A workshop that was held, for tests of what is taken home: items were run, polls closed, rows came from groups, were adopted, reserved on,
// locked, reopened and translated again.
import { readFileSync } from "node:fs";
import path from "node:path";
import { Caller, Seat } from "../client/plenary.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
const three = (word) => ({ fr: `${word} : « en français », à 100 %`, en: `${word} in English`, ar: `${word} بالعربية (2026)` });

/** Its id. */
export async function held(house) {
  const scenario = JSON.parse(readFileSync(path.join(here, "../scenarios/bamako-2021.json"), "utf8"));
  const [lead, partner] = scenario.delegations.map((one) => one.name?.fr ?? one.name ?? one);
  const row = (word, more) => ({
    theme: "Suivi", action: { ...three(word), src: "ar" }, objective: three(`${word} objectif`), deliverable: three(`${word} livrable`), lead, partners: [partner], contact: "a@example.org",
    start: "2026-01-15", due: "2026-05-31", milestones: { ...three(`${word} jalon`), fr: "Un\nDeux", src: "fr" }, resources: three(`${word} moyens`), funding: "Budget", indicator: three(`${word} indicateur`),
    baseline: "10 %", target: "90 %", current: "25 %", priority: "high", risk: three(`${word} risque`), status: "under_way", percent: 25, recommendations: [1], ...more,
  });
  scenario.groups = [{ title: three("Groupe") }];
  const group = scenario.groups[0].title.fr;
  scenario.plan = [...scenario.plan, row("A"), row("B", { group, brought: true, due: "T+6 months", start: "ongoing", status: "done", percent: 100, priority: "low" }), row("C", { group, action: "Seulement en français" })];
  scenario.recommendations = [...scenario.recommendations, three("Recommandation")];
  scenario.frameworks = [{ title: three("Instruction"), paragraphs: [{ level: "heading", text: three("Titre") }, three("Premier"), "Deuxième"] }];
  const id = await house.workshop(scenario);
  const chair = await house.seat(id);
  const rows = chair.list("action");
  const called = (word) => rows.find((one) => one.title.fr.startsWith(word)).id;
  await chair.must("row.lock", { id: called("A"), on: true });
  await chair.must("workshop.live");
  await chair.must("agenda.next");
  const running = () => chair.list("item").find((one) => one.state === "running");
  await chair.until(() => running() !== undefined);
  await chair.must("agenda.next", { id: running().id });
  const codes = (await house.chair.get(`/api/w/${id}/codes`)).delegations;
  const seats = [];
  for (const [i, name] of ["Awa Diarra", "ليلى حسن", "Moussa (Kayes)"].entries()) {
    const caller = new Caller(house.server.origin);
    await caller.post("/api/join", { code: codes[i % codes.length].code, name, language: "fr" });
    const seat = new Seat(caller, id);
    seat.open();
    await seat.until((s) => s.welcomed && s.list("person").length > 0);
    seats.push(seat);
  }
  for (const [secrecy, ways] of [["named", [0, 1, 1]], ["unattributed", [0, 0, 1]]]) {
    const { id: poll } = await chair.must("poll.create", { question: three(`Laquelle, ${secrecy}`), secrecy });
    const options = [];
    for (const text of ["Première", "Deuxième"]) options.push((await chair.must("option.create", { poll, text: three(text) })).id);
    await chair.must("poll.open", { id: poll });
    await seats[0].until((s) => s.entities.get(poll)?.state === "open");
    for (const [i, seat] of seats.entries()) await seat.must("ballot.cast", { id: poll, option: options[ways[i]] });
    await chair.must("poll.close", { id: poll });
  }
  await seats[0].must("remark.create", { of: called("B"), type: "reservation", text: three("Réserve") });
  await chair.must("action.edit", { id: called("Publier"), title: { fr: "Publier un calendrier commun" } });
  await chair.must("adoption.open", { way: "consensus" });
  await chair.must("row.reopen", { id: called("A"), reason: "Un délai, [à revoir]" });
  await chair.must("adoption.open", { of: chair.list("framework")[0].id, way: "consensus" });
  await chair.must("workshop.close");
  for (const seat of [chair, ...seats]) seat.close();
  return id;
}
