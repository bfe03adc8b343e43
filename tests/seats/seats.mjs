// Who sits where, on the real server: lists, lost devices, people who are moved or removed, the lobby, a hall that joins with a
// passcode; copies, templates and rehearsals, over a restart. What has to be quick is measured.
//   node seats.mjs                  prints what holds and, last, "N passed, N failed"
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Tally } from "../browser/tally.mjs";
import { atOnce } from "../client/atonce.mjs";
import { Caller, Seat } from "../client/plenary.mjs";
import { Server } from "../client/server.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
const scenario = JSON.parse(readFileSync(path.join(here, "../scenarios/riyadh-2015.json"), "utf8"));
const PASSCODE = "olive branch 1987";
const HALL = 60;
const AT_ONCE_MS = 1000;
const HALL_MS = 5000;
const tally = new Tally();
const server = new Server();
const chair = { caller: undefined, seat: undefined };
const worst = (times) => Math.max(...times.map((ms) => Math.round(ms)));

async function enter(caller, workshop) {
  const seat = new Seat(caller, workshop);
  seat.open();
  await seat.until((s) => s.seq > 0, 60000, "a first load");
  return seat;
}

/** A link of a person, and the seat it leads to. */
async function byLink(workshop, link) {
  const caller = new Caller(server.origin);
  await caller.post("/api/link", { token: link.replace("/j/", "") });
  return enter(caller, workshop);
}

/** Milliseconds until the seat's link is closed with this code; NaN: with another one. */
function closed(seat, code) {
  const began = performance.now();
  return new Promise((resolve) => (seat.onClose = (saw) => resolve(saw === code ? performance.now() - began : NaN)));
}

/** A list of so many people, `who` and a number each. */
function listOf(who) {
  const rows = Array.from({ length: HALL }, (_, i) => `${who} ${i + 1};${["Egypt", "JO", "Liban du Sud"][i % 3]};;f${i}`);
  return `\ufeffnom;délégation;rôle;fonction\r\n${rows.join("\r\n")}\r\n`;
}

async function lists(id) {
  const csv = listOf("Person");
  const dry = await chair.caller.call("POST", `/api/w/${id}/import/people?dry=1`, csv);
  tally.check(dry.status === 200 && dry.json.errors.length === 1 && dry.json.delegations[0] === "Liban du Sud", "a dry run tells which delegation is not there");
  const before = chair.seat.seq;
  const refused = await chair.caller.call("POST", `/api/w/${id}/import/people`, csv);
  tally.check(refused.status === 400 && refused.json.code === "bad_rows" && /UTF|delegation|called/.test(refused.json.errors[0].say.en), "without it nothing is done, and the line is told in words");
  const ms = await atOnce(AT_ONCE_MS, async (i) => {
    const who = ["Person", "Somebody", "Other"][i];
    const began = performance.now();
    const done = await chair.caller.post(`/api/w/${id}/import/people?delegations=1`, listOf(who));
    await chair.seat.until((s) => s.list("person").filter((one) => one.name.startsWith(`${who} `)).length === HALL, 60000, "the list on the screen");
    return done.created === HALL ? performance.now() - began : NaN;
  });
  tally.check(chair.seat.seq > before && ms < AT_ONCE_MS, `${HALL} people of a list are on the screen after ${Math.round(ms)} ms`);
  const agenda = await chair.caller.call("POST", `/api/w/${id}/import/agenda?replace=1`, "title\tstart\tday\nA\t9:00\t1\nB\t25:00\t1\n");
  tally.check(agenda.status === 400 && agenda.json.errors[0].line === 3 && agenda.json.errors[0].column === "start", "a wrong time of an agenda is told by its line and column");
}

async function leaving(id) {
  const { links } = await chair.caller.post(`/api/w/${id}/links/all`, {});
  const seats = await Promise.all(links.slice(0, 21).map((link) => byLink(id, link.path)));
  const others = links.slice(21);
  const removed = [];
  for (const first of seats.slice(0, 7)) {
    removed.push(await atOnce(AT_ONCE_MS, async (i) => {
      const seat = i === 0 ? first : await byLink(id, others.pop().path);
      const gone = closed(seat, 4003);
      await chair.seat.must("person.remove", { id: seat.person });
      return gone;
    }));
  }
  tally.check(worst(removed) < AT_ONCE_MS, `who is removed is out within a second: ${worst(removed)} ms at most`);
  const moved = [];
  const other = (person) => chair.seat.list("delegation").find((one) => one.id !== chair.seat.entities.get(person).delegation).id;
  for (const seat of seats.slice(7, 14)) {
    moved.push(await atOnce(AT_ONCE_MS, async () => {
      const began = performance.now();
      const view = seat.view;
      await chair.seat.must("person.edit", { id: seat.person, delegation: other(seat.person) });
      await seat.until((s) => s.view > view && s.seq > 0, 60000, "another view");
      return performance.now() - began;
    }));
  }
  tally.check(worst(moved) < AT_ONCE_MS, `who is moved to another delegation sees it within a second: ${worst(moved)} ms at most`);
  const lost = [];
  for (const first of seats.slice(14)) {
    let seat = first;
    lost.push(await atOnce(AT_ONCE_MS, async () => {
      const gone = closed(seat, 4003);
      const { path: link } = await chair.caller.post(`/api/w/${id}/links`, { person: seat.person, alone: true });
      const ms = await gone;
      const stolen = await seat.caller.call("GET", `/api/w/${id}/past?seq=1`);
      const found = await byLink(id, link);
      const wrong = stolen.status !== 403 || found.person !== seat.person;
      seats.push(seat = found);
      return wrong ? NaN : ms;
    }));
  }
  tally.check(worst(lost) < AT_ONCE_MS, `a lost device is out within a second, and its person back by a new link: ${worst(lost)} ms at most`);
  for (const seat of seats) seat.close();
}

async function lobby(id, codes) {
  await chair.seat.must("workshop.edit", { lobby: true });
  const frames = [];
  const wait = async (name, hear) => {
    const caller = new Caller(server.origin);
    await caller.post("/api/join", { code: codes.open, name, language: "ar" });
    const guest = new Seat(caller, id);
    guest.onFrame = hear;
    guest.open();
    await guest.until((s) => s.seq > 0, 60000, "a first load");
    return guest;
  };
  let guest = await wait("Guest", (frame) => frames.push(JSON.stringify(frame)));
  const { person } = guest;
  for (let i = 0; i < 20; i++) await chair.seat.must("theme.create", { title: `SECRET ${i}` });
  const { seq } = chair.seat;
  await guest.until((s) => s.seq >= seq, 60000, "the room's pace");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const seen = frames.join("\n");
  const kinds = [...guest.entities.values()].map((one) => `${one.k}${one.id === person ? "!" : ""}`).sort().join(" ");
  tally.check(kinds === "person! workshop" && !/SECRET|presence|Egypt|Riyadh"|Person 1/.test(seen), "a guest in the lobby sees its title and themselves, whatever happens in the room", kinds);
  const refused = await guest.run("question.create", { text: "May I?" });
  const listened = await new Caller(server.origin).call("POST", "/api/listen", { code: codes.open });
  tally.check(refused.code === "forbidden" && listened.status === 403, "nor do they act, and nobody listens in");
  const ms = await atOnce(AT_ONCE_MS, async (i) => {
    if (i > 0) guest = await wait(`Guest ${i}`);
    const began = performance.now();
    await chair.seat.must("person.admit", { id: guest.person, delegation: chair.seat.list("delegation")[0].id });
    await guest.until((s) => s.list("theme").length >= 20, 60000, "the room");
    guest.close();
    return performance.now() - began;
  });
  tally.check(ms < AT_ONCE_MS, `who is admitted is in after ${Math.round(ms)} ms`);
  await chair.seat.must("workshop.edit", { lobby: false });
}

async function hall(id, codes) {
  await chair.caller.post(`/api/w/${id}/passcode`, { passcode: PASSCODE });
  const join = (passcode) => new Caller(server.origin).call("POST", "/api/join", { code: codes.open, name: "Somebody", language: "fr", passcode });
  tally.check((await join(undefined)).json.code === "passcode" && (await join("olive")).json.code === "passcode", "without the passcode, or with another, nobody joins");
  const ms = await atOnce(HALL_MS, async () => {
    const began = performance.now();
    await join(PASSCODE);
    const all = await Promise.all(Array.from({ length: HALL }, () => join(PASSCODE)));
    return all.every((one) => one.status === 200) ? performance.now() - began : NaN;
  });
  tally.check(ms < HALL_MS, `${HALL} people who know it join within ${Math.round(ms)} ms`);
}

/** Everything the server keeps, as one text. */
function kept(directory) {
  return readdirSync(directory, { withFileTypes: true }).map((entry) => {
    const file = path.join(directory, entry.name);
    return entry.isDirectory() ? kept(file) : readFileSync(file, "latin1");
  }).join("\n");
}

async function copies(id) {
  await chair.seat.must("item.edit", { id: chair.seat.list("item")[0].id, staff_notes: "Bring the pens" });
  await chair.caller.post(`/api/w/${id}/template`, { name: "our-series", keep: ["polls"] });
  const { id: next } = await chair.caller.post(`/api/w/${id}/clone`, { title: "Next one", starts_on: "2027-05-30", keep: ["polls", "plan"] });
  await chair.caller.post(`/api/w/${next}/archive`, { on: true });
  chair.seat.close();
  await server.stop();
  tally.check(!kept(server.state).includes(PASSCODE), "the passcode is in no file of the server");
  await server.start();
  const { templates } = await chair.caller.get("/api/templates");
  tally.check(templates.filter((one) => one.own).map((one) => one.name).join() === "our-series" && templates.length === 6, "after a restart the template is there beside the five");
  const { id: made } = await chair.caller.post("/api/workshops", { template: "our-series", title: "Made from ours" });
  const seat = await enter(chair.caller, made);
  const notes = seat.list("item")[0].staff_notes?.en;
  tally.check(notes === "Bring the pens" && seat.list("person").length === 1 && !seat.list("workshop")[0].starts_on, "what is made of it has the notes, and neither people nor dates");
  seat.close();
  const { workshops } = await chair.caller.get("/api/workshops");
  tally.check(workshops.find((one) => one.id === next)?.archived === true, "the archive outlives a restart");
  const clone = await enter(chair.caller, next);
  const [workshop] = clone.list("workshop");
  tally.check(workshop.starts_on === "2027-05-30" && workshop.ends_on === "2027-06-02", "the days of a clone move together");
  clone.close();
  const gone = await chair.caller.call("DELETE", "/api/templates/our-series");
  tally.check(gone.status === 200 && !existsSync(path.join(server.state, "templates/our-series.json")), "a template that is deleted is gone from the disk");
}

async function rehearsal(id) {
  const { id: tried } = await chair.caller.post(`/api/w/${id}/rehearse`, {});
  const simulate = async (what) => (await chair.caller.post(`/api/w/${tried}/simulate`, { what })).done;
  const seat = await enter(chair.caller, tried);
  const people = await simulate("join");
  await seat.until((s) => s.here.size > people, 60000, "everybody here");
  const poll = (await seat.must("poll.create", { question: "Try?", type: "single", secrecy: "secret" })).id;
  for (const text of ["Yes", "No"]) await seat.must("option.create", { poll, text });
  await seat.must("poll.open", { id: poll });
  const votes = await simulate("vote");
  await seat.must("poll.close", { id: poll });
  await seat.until((s) => s.entities.get(poll).state === "closed", 60000, "the close");
  const counted = seat.list("option").filter((one) => one.poll === poll).reduce((sum, one) => sum + (one.votes ?? 0), 0);
  tally.check(people > 20 && votes > 0 && counted === votes, `in a rehearsal ${people} simulated people come, and ${votes} vote in a secret poll, each counted`);
  const refused = await chair.caller.call("POST", `/api/w/${id}/simulate`, { what: "vote" });
  tally.check(refused.status === 409 && (await simulate("hands")) === 3, "they raise hands, and act in no workshop but a rehearsal");
  const { id: again } = await chair.caller.post(`/api/w/${tried}/rehearse`, {});
  const { workshops } = await chair.caller.get("/api/workshops");
  const former = workshops.find((one) => one.id === tried);
  const fresh = workshops.find((one) => one.id === again);
  tally.check(former.archived && !fresh.archived && fresh.rehearsal_of === id, "begun again, it is a fresh copy of the original, and the former is in the archive");
  seat.close();
}

try {
  await server.start();
  chair.caller = new Caller(server.origin);
  await chair.caller.post("/api/setup", { token: server.setupToken, name: "Amina", password: "a long password" });
  const { id } = await chair.caller.post("/api/workshops", { scenario });
  const codes = await chair.caller.get(`/api/w/${id}/codes`);
  chair.seat = await enter(chair.caller, id);
  await lists(id);
  await leaving(id);
  await lobby(id, codes);
  await hall(id, codes);
  await copies(id);
  await rehearsal(id);
} catch (error) {
  tally.check(false, "the story goes to its end", String(error.stack ?? error));
} finally {
  chair.seat?.close();
  await server.stop();
  server.clean();
}
process.exit(tally.end());
