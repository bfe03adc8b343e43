// Calendars in a library that others wrote (ical.js): taken in, taken in again after changes, over changes of clocks, and read back
// field by field.   node calendar.mjs    prints what holds and, last, "N passed, N failed"
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import ICAL from "ical.js";
import { Tally } from "../browser/tally.mjs";
import { Caller, Seat } from "../client/plenary.mjs";
import { Server } from "../client/server.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
const tally = new Tally();

/** A calendar program: what it knows by UID, changed by what it reads as RFC 5545 has it. */
class Diary {
  events = new Map();
  added = 0;
  changed = 0;
  gone = 0;

  read(text) {
    const calendar = new ICAL.Component(ICAL.parse(text));
    this.zone = undefined;
    for (const part of calendar.getAllSubcomponents("vtimezone")) {
      this.zone = new ICAL.Timezone(part);
      ICAL.TimezoneService.register(this.zone.tzid, this.zone);
    }
    const seen = new Set();
    this.added = this.changed = this.gone = 0;
    for (const part of calendar.getAllSubcomponents("vevent")) {
      const uid = part.getFirstPropertyValue("uid");
      if (seen.has(uid)) throw new Error(`twice in one calendar: ${uid}`);
      seen.add(uid);
      const known = this.events.get(uid);
      if (!known) this.added++;
      else if (part.getFirstPropertyValue("sequence") > known.getFirstPropertyValue("sequence")) this.changed++;
      else if (String(part) !== String(known)) throw new Error(`changed without a higher SEQUENCE: ${uid}`);
      this.events.set(uid, part);
    }
    for (const uid of [...this.events.keys()]) {
      if (seen.has(uid)) continue;
      this.events.delete(uid);
      this.gone++;
    }
    return this;
  }

  /** The one event of that summary. */
  find(summary) {
    const found = [...this.events.values()].filter((part) => part.getFirstPropertyValue("summary") === summary);
    if (found.length !== 1) throw new Error(`${found.length} events are called ${summary}`);
    return new ICAL.Event(found[0]);
  }
}

/** The moments at which an event takes place, in UTC. */
function moments(event, max) {
  const steps = event.iterator();
  const found = [];
  for (let next = steps.next(); next && found.length < max; next = steps.next()) found.push(next.toJSDate().toISOString());
  return found;
}

/** The same by the C library: so many weeks of a local time. Node has zone data of its own, which in Debian's Node 18 is of 2022. */
function weeksOf(zone, first, count) {
  const local = Array.from({ length: count }, (_, week) => new Date(Date.parse(`${first}:00Z`) + week * 7 * 86400000).toISOString().slice(0, 19));
  const told = execFileSync("date", ["--file=-", "+%s"], { env: { ...process.env, TZ: zone }, input: local.join("\n"), encoding: "utf8" });
  return told.trim().split("\n").map((seconds) => new Date(seconds * 1000).toISOString());
}

const server = await new Server().start();
const chair = new Caller(server.origin);
await chair.post("/api/setup", { token: server.setupToken, name: "Amina", password: "a long password" });

async function workshop(scenario) {
  const { id } = await chair.post("/api/workshops", { scenario });
  const seat = new Seat(chair, id);
  seat.open();
  await seat.until((s) => s.list("workshop").length > 0, 60000, "the room");
  return { id, seat };
}

const feedOf = async (id, of = 0) => (await chair.post(`/api/w/${id}/calendars`, { of })).path;
/* On a connection of its own: one that was kept may be closed just when it is used again. */
const fetched = (address, headers = {}) => new Promise((resolve, reject) => {
  const request = http.get(new URL(address, server.origin), { headers, agent: false }, (answer) => {
    const parts = [];
    answer.on("data", (part) => parts.push(part));
    answer.on("error", reject);
    answer.on("end", () => resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString(), etag: answer.headers.etag, type: answer.headers["content-type"] }));
  });
  request.on("error", reject);
});

const tokens = [];

await tally.test("read twice after changes: updates, no doubles", async () => {
  const scenario = JSON.parse(readFileSync(path.join(here, "../scenarios/bamako-2021.json"), "utf8"));
  const { id, seat } = await workshop(scenario);
  const address = await feedOf(id);
  tokens.push(/\/cal\/(.*)\.ics/.exec(address)[1]);
  const diary = new Diary();
  const first = await fetched(address);
  diary.read(first.text);
  const total = diary.added;
  const same = await fetched(address, { "if-none-match": first.etag });
  tally.check(first.status === 200 && first.type === "text/calendar; charset=utf-8" && same.status === 304 && same.text === "",
    "a program that comes again takes nothing while nothing changed");
  tally.check(total >= scenario.agenda.length + scenario.meetings.length, `${total} events of Bamako 2021 taken in`);
  for (const meeting of scenario.meetings) {
    const event = diary.find(meeting.title.fr ?? meeting.title);
    const told = event.startDate.toString().slice(0, 16) === meeting.starts;
    tally.check(told && (meeting.minutes === undefined || event.duration.toSeconds() === meeting.minutes * 60), `meeting as in the record: ${meeting.starts}`);
  }
  const meeting = seat.list("meeting")[0];
  await seat.must("meeting.edit", { id: meeting.id, starts: "2021-12-08T11:30" });
  diary.read((await fetched(address)).text);
  tally.check(diary.added === 0 && diary.gone === 0 && diary.changed === 1, "a meeting that moved is one update and nothing new",
    `${diary.added} added, ${diary.changed} changed, ${diary.gone} gone`);
  await seat.must("meeting.remove", { id: meeting.id });
  diary.read((await fetched(address)).text);
  tally.check(diary.added === 0 && diary.gone === 1 && diary.changed === 0, "one that was removed is gone, and nothing else");
  await seat.must("item.edit", { id: seat.list("item")[0].id, minutes: 45 });
  diary.read((await fetched(address)).text);
  tally.check(diary.added === 0 && diary.gone === 0 && diary.changed > 0, "an item that lasts longer moves those behind it");
  seat.close();
});

for (const [zone, first] of [["Africa/Casablanca", "2026-02-02T10:00"], ["Europe/Paris", "2026-03-16T10:00"], ["Africa/Cairo", "2026-04-06T10:00"], ["Asia/Beirut", "2026-10-05T00:30"], ["America/New_York", "2026-10-19T08:00"]]) {
  await tally.test(`meetings of every week keep their hour in ${zone}`, async () => {
    const { id, seat } = await workshop({
      name: "zone", title: "Zone", time_zone: zone, starts_on: first.slice(0, 10),
      meetings: [{ title: "Weekly", starts: first, minutes: 60, repeat: "weekly", count: 10 }],
    });
    const diary = new Diary().read((await fetched(await feedOf(id))).text);
    const told = moments(diary.find("Weekly"), 20);
    const expected = weeksOf(zone, first, 10);
    if (JSON.stringify(told) !== JSON.stringify(expected)) throw new Error(`${told}\n${expected}`);
    const offsets = new Set(told.map((moment) => moment.slice(11, 16)));
    tally.check(offsets.size === 2, `and their moment in UTC changes with the clocks: ${[...offsets]}`);
    seat.close();
  });
}

await tally.test("hostile words make no line of their own", async () => {
  const words = "a\nEND:VCALENDAR\nBEGIN:VEVENT;x,y\\z =1+1 " + "ع".repeat(3000);
  const { id, seat } = await workshop({
    name: "hostile", title: "Hostile", time_zone: "Asia/Riyadh", starts_on: "2026-05-01",
    agenda: [{ day: 1, start: "09:00", minutes: 30, kind: "discussion", title: "T", notes: words }],
    meetings: [{ title: "=1+1;,\\", starts: "2026-05-01T10:00" }],
  }).catch((error) => { throw new Error(`import: ${error.message}`); });
  const diary = new Diary().read((await fetched(await feedOf(id))).text);
  tally.check(diary.added === 2 && diary.find("T").description === words, "what is read back are the words");
  tally.check(diary.find("=1+1;,\\").startDate.toJSDate().toISOString() === "2026-05-01T07:00:00.000Z", "and the hour is that of Riyadh");
  seat.close();
});

await tally.test("an address that was taken back is dead, and no address is in the log", async () => {
  const { calendars } = await chair.get(`/api/w/${(await chair.get("/api/workshops")).workshops.at(-1).id}/calendars`);
  if (calendars.length !== 1) throw new Error(`${calendars.length} addresses`);
  const id = (await chair.get("/api/workshops")).workshops.at(-1).id;
  const dropped = await chair.call("DELETE", `/api/w/${id}/calendars/${calendars[0].key}`);
  const dead = await fetched(`/cal/${tokens[0]}.ics`);
  tally.check(dropped.status === 200 && dead.status === 404, "404 after it was taken back", `${dropped.status} ${dead.status}`);
  await fetched(`/cal/${tokens[0]}x.ics`);
  await server.stop();
  tally.check(tokens.every((token) => !server.output.includes(token)), "what the server printed holds no address");
});

server.clean();
process.exit(tally.end());
