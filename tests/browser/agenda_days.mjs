// Five days of forty items, three working groups side by side: item 3 takes 17 minutes more, and everybody sees what that does.
import { expect, isLive } from "./house.mjs";
import { Seat } from "../client/plenary.mjs";
import { words } from "./words.mjs";

const MORE = 17;
const SOCKETS = 31;
const GROUPS = ["Risk", "Data", "People"];
const MOMENT = 1;

/** The first two items last a minute each, so that the third one begins when it should though nobody waits for them here. */
const DAY_1 = [
  ["opening", "Welcome", MOMENT, "09:00"], ["presentation", "How the days run", MOMENT], ["discussion", "Where we stand", 60],
  ["presentation", "What others do", 30], ["discussion", "Questions", 30], ["break", "Lunch", 60, "11:05", true],
  ["tour_de_table", "Round of the table", 45], ["closing", "End of the day", 15],
];

function others(day) {
  const first = [["presentation", `Opening of day ${day}`, 30, "09:00"], ["discussion", `Discussion of day ${day}`, 60], ["break", `Break of day ${day}`, 30, "10:30", true]];
  const last = [["drafting", `Drafting on day ${day}`, 60], ["closing", `End of day ${day}`, 15]];
  return [...first, ...GROUPS.map((group, i) => ["groups", `${group}, day ${day}`, 60 + 15 * i, undefined, false, i]), ...last];
}

/** The row of the agenda with that title: its time in minutes of the day, and whether it is in danger. */
async function shown(page, title, danger) {
  const row = page.locator(".agenda-item").filter({ has: page.getByText(title, { exact: true }) });
  const western = (text) => text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
  const [, hours, minutes] = /(\d+):(\d+)/.exec(western(await row.locator(".num").first().innerText()));
  return { at: 60 * Number(hours) + Number(minutes), endangered: await row.getByText(danger).count() > 0 };
}

export async function agendaDays(tally, house) {
  const { id } = await house.amina.post("/api/workshops", { scenario: { name: "five-days", title: { en: "Five days" }, time_zone: "Asia/Riyadh", starts_on: "2015-03-01", ends_on: "2015-03-05" } });
  const codes = await house.amina.get(`/api/w/${id}/codes`);
  const chair = new Seat(house.amina, id);
  chair.open();
  await chair.until((s) => s.list("workshop").length > 0);
  const { id: party } = await chair.must("delegation.create", { name: { en: "Egypt" }, country: "EG" });
  const groups = [];
  for (const title of GROUPS) groups.push((await chair.must("group.create", { title: { en: title } })).id);
  const days = [DAY_1, ...[2, 3, 4, 5].map(others)];
  const items = [];
  for (const [d, day] of days.entries()) {
    for (const [kind, title, minutes, start, fixed, group] of day) {
      const args = { day: d + 1, kind, title: { en: title }, minutes, ...(start ? { start } : {}), ...(fixed ? { fixed } : {}) };
      items.push((await chair.must("item.create", group === undefined ? args : { ...args, group: groups[group] })).id);
    }
  }
  await chair.must("workshop.live");
  const room = { id, codes, chair };
  const seats = [];
  for (let i = 0; i < SOCKETS; i++) {
    const { person, cookie } = await house.guest(room, `Guest ${i + 1}`);
    expect(person > 0 && party > 0, "a guest has no seat");
    const seat = new Seat({ ...house.amina, origin: house.origin, cookie }, id);
    seat.open();
    seats.push(seat);
  }
  for (const seat of seats) await seat.until((s) => s.list("item").length === items.length);
  const windows = [];
  for (const lang of ["en", "ar"]) {
    const page = await house.enter(room, lang === "en" ? house.amina : await house.guest(room, "Mona"), { lang });
    windows.push({ page, danger: words(lang)("ui.agenda.danger") });
    await isLive(page, words(lang));
  }
  for (const item of items.slice(0, 3)) await chair.must("item.start", { id: item });
  const movable = ["What others do", "Questions"];

  await tally.test("40 items on 5 days, item 3 takes 17 minutes more: what follows moves, the fixed one is in danger, the days after stay", async () => {
    expect(items.length === 40, `${items.length} items`);
    const titles = [...movable, "Lunch", "Round of the table", "Data, day 2", "End of day 5"];
    for (const { page } of windows) await page.locator(".agenda-item.running").getByText("Where we stand").waitFor();
    const before = await Promise.all(windows.map(({ page, danger }) => Promise.all(titles.map((title) => shown(page, title, danger)))));
    const began = performance.now();
    const arrivals = [...seats.map(async (seat) => {
      await seat.until((s) => s.list("item").find((one) => one.id === items[2])?.extra === MORE);
      return performance.now() - began;
    }), ...windows.map(async ({ page, danger }) => {
      await page.locator(".agenda-item").filter({ hasText: "Lunch" }).getByText(danger).waitFor();
      return performance.now() - began;
    })];
    await chair.must("item.extend", { id: items[2], minutes: MORE });
    const took = await Promise.all(arrivals);
    const after = await Promise.all(windows.map(({ page, danger }) => Promise.all(titles.map((title) => shown(page, title, danger)))));
    for (const [w] of windows.entries()) {
      for (const [i, title] of titles.entries()) {
        const moved = (after[w][i].at - before[w][i].at + 1440) % 1440;
        expect(moved === (movable.includes(title) ? MORE : 0), `"${title}" moved by ${moved} minutes in window ${w}`);
        expect(after[w][i].endangered === (title === "Lunch"), `"${title}" is ${after[w][i].endangered ? "" : "not "}in danger in window ${w}`);
      }
    }
    console.log(JSON.stringify({ clients: took.length, ms_until_the_last_shows_it: Math.round(Math.max(...took)) }));
  });

  for (const { page } of windows) {
    expect(page.complaints.length === 0, page.complaints.join("\n"));
    await page.context().close();
  }
  for (const seat of [chair, ...seats]) seat.close();
}
