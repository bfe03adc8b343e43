// How quick a plan of 2,000 rows is on a slow device: Chromium, the real server, a generated workshop.
//
//   node tests/browser/wide.mjs [--rows 2000] [--rate 4] [--check] [--cpu-only]      prints figures as JSON, in milliseconds
//
// open: from the address to rows that can be read and pressed, for the first time and again; task: the longest task of the
// page's thread while that happens; paint: from a key to the next picture.
//
// Measured twice. `cpu`: what the page's thread takes of the processor (trace.mjs), times the rate: the same on a machine that
// is busy with other things. `wall`: by the clock, with Chromium's own throttling (Long Tasks, Event Timing; keys under 16 ms
// counted as 16); worth reading where nothing else runs.
// --check: ends with 1 when a figure of `cpu` is over its limit.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Seat } from "../client/plenary.mjs";
import { launch, openWindow } from "./chromium.mjs";
import { House, isLive } from "./house.mjs";
import { traced } from "./trace.mjs";
import { words } from "./words.mjs";

const LIMITS = { open: 3000, task: 100, paint: 100 };
const THEMES = 20;
const RECOMMENDATIONS = 100;
const PARTIES = ["Egypt", "Jordan", "Morocco", "Tunisia", "Sudan", "Lebanon", "Oman", "Qatar", "Bahrain", "Kuwait"];
const VERBS = [["Publish", "نشر"], ["Adopt", "اعتماد"], ["Train staff in", "تدريب الموظفين على"], ["Review", "مراجعة"], ["Test", "اختبار"]];
const THINGS = [["advance electronic data", "البيانات الإلكترونية المسبقة"], ["risk profiles for postal items", "ملفات المخاطر للطرود البريدية"],
  ["a joint procedure with the post", "إجراء مشترك مع البريد"], ["the register of trusted traders", "سجل التجار الموثوقين"]];
const DUES = ["T+6 months", "T+1 year", "2027-03-01", "ongoing"];
const PRIORITIES = ["low", "medium", "high"];

/** A workshop with that many rows; the same number gives the same rows. */
export function wideWorkshop(rows) {
  const pick = (list, i) => list[i % list.length];
  const action = (i) => {
    const [verb, thing] = [pick(VERBS, i), pick(THINGS, Math.floor(i / VERBS.length))];
    return {
      theme: `Theme ${1 + (i % THEMES)}`, lead: pick(PARTIES, i), partners: [pick(PARTIES, i + 3)], due: pick(DUES, i),
      action: { en: `${verb[0]} ${thing[0]} (${i})${i % 9 ? "" : " [within a year / as means permit]"}`, ar: `${verb[1]} ${thing[1]} (${i})` },
      indicator: `Share of items checked, ${i}`, baseline: "0 %", target: `${i % 100} %`, priority: pick(PRIORITIES, i),
    };
  };
  return {
    name: "wide", title: `A plan of ${rows} rows`, mode: "hybrid", languages: ["en", "ar"], starts_on: "2026-11-16", ends_on: "2026-11-17", time_zone: "Asia/Riyadh",
    delegations: PARTIES.map((name) => ({ name, type: "member", delegates: 2 })),
    agenda: [{ day: 1, start: "09:00", minutes: 300, kind: "drafting", title: "Drafting" }],
    plan: Array.from({ length: rows - RECOMMENDATIONS }, (_, i) => action(i)),
    recommendations: Array.from({ length: RECOMMENDATIONS }, (_, i) => `Administrations share what they learnt, every ${i + 2} months.`),
  };
}

/** In the page, before anything of it: keeps what the measuring needs. */
function watch() {
  const seen = { tasks: [], keys: new Map(), open: 0 };
  window.seen = seen;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => seen.tasks.push([Math.round(one.startTime), Math.round(one.duration)])))
    .observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      if (!one.interactionId || !one.name.startsWith("key")) continue;
      seen.keys.set(one.interactionId, Math.max(seen.keys.get(one.interactionId) ?? 0, one.duration));
    }
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
  const look = () => {
    const row = document.querySelector(".plan-row .cell-show");
    if (row) {
      seen.open = performance.now();
      performance.mark("plan-in-sight");
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const longest = (tasks) => Math.round(Math.max(0, ...tasks));
const share = (sorted, part) => Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)]);
const spread = (all) => {
  const sorted = [...all].sort((a, b) => a - b);
  return { paint_p50: share(sorted, 0.5), paint_p95: share(sorted, 0.95), paint_max: share(sorted, 1) };
};

/** By the clock, with the processor throttled. */
class Wall {
  constructor(rate) {
    this.throttle = rate;
  }

  async opening(page, work) {
    await work();
    return { open: await page.evaluate(() => Math.round(window.seen.open)), task: longest(await this.tasks(page)) };
  }

  async scrolling(page, work) {
    await this.tasks(page);
    await work();
    return { task: longest(await this.tasks(page)) };
  }

  async typing(page, keys, work) {
    await this.tasks(page);
    await page.evaluate(() => window.seen.keys.clear());
    await work();
    const task = longest(await this.tasks(page));
    const slow = await page.evaluate(() => [...window.seen.keys.values()]);
    return { task, ...spread([...slow, ...Array(Math.max(0, keys - slow.length)).fill(16)]) };
  }

  async tasks(page) {
    await page.waitForTimeout(500);
    const tasks = await page.evaluate(() => window.seen.tasks.splice(0));
    return tasks.map(([, ms]) => ms);
  }
}

/** By what it takes of the processor, times the rate. */
class Cpu {
  throttle = 1;

  constructor(rate) {
    this.rate = rate;
  }

  async opening(page, work) {
    const trace = await traced(page, work);
    return { open: Math.round(this.rate * trace.before("plan-in-sight")), task: this.longest(trace) };
  }

  async scrolling(page, work) {
    return { task: this.longest(await traced(page, work)) };
  }

  async typing(page, _keys, work) {
    const trace = await traced(page, work);
    return { task: this.longest(trace), ...spread(trace.keys(this.rate)) };
  }

  longest(trace) {
    return longest(trace.tasks.map((ms) => ms * this.rate));
  }
}

async function open(page, address) {
  await page.goto(address);
  await page.waitForFunction(() => window.seen?.open > 0, undefined, { timeout: 60000 });
  await isLive(page, words("en"), 60000);
  await page.waitForTimeout(2500);
}

async function scroll(page) {
  await page.mouse.move(640, 400);
  for (const by of [700, -700]) {
    for (let i = 0; i < 30; i++) {
      await page.mouse.wheel(0, by);
      await page.waitForTimeout(50);
    }
  }
  await page.evaluate(() => (document.querySelector(".stage.column").scrollTop = 40000));
  await page.waitForTimeout(1500);
}

/** Opens the cell in sight and writes in it: what is measured is the writing, and what it leaves to be done. */
async function typing(page, by, keys) {
  const cells = page.locator(".plan-row .cell.main button");
  const inSight = await cells.evaluateAll((all) => all.findIndex((one) => one.getBoundingClientRect().top > 300));
  await cells.nth(inSight).click();
  await page.waitForTimeout(500);
  const text = "the quick brown fox writes a line of the plan ";
  const figures = await by.typing(page, keys, async () => {
    for (let i = 0; i < keys; i++) {
      await page.keyboard.press(text[i % text.length] === " " ? "Space" : text[i % text.length]);
      await page.waitForTimeout(70);
    }
  });
  await page.keyboard.press("Escape");
  return figures;
}

/** Others write in the same plan, so many changes a second, until the returned function is called. */
function others(chair, perSecond) {
  const rows = chair.list("action").slice(0, 200);
  let at = 0;
  const timer = setInterval(() => {
    const { id } = rows[at++ % rows.length];
    if (at % 2) void chair.run("action.edit", { id, target: `${at} %` });
    else void chair.write(id, "title", "en", [`${at} `]);
  }, 1000 / perSecond);
  return () => clearInterval(timer);
}

async function measured(house, { id, chair }, by) {
  const page = await openWindow(house.browser, { origin: house.origin, cookie: house.amina.cookie });
  await page.addInitScript(watch);
  const session = await page.context().newCDPSession(page);
  if (by.throttle > 1) await session.send("Emulation.setCPUThrottlingRate", { rate: by.throttle });
  const figures = {};
  figures.first = await by.opening(page, () => open(page, `/w/${id}`));
  figures.again = await by.opening(page, () => open(page, `/w/${id}`));
  figures.scrolling = await by.scrolling(page, () => scroll(page));
  figures.typing = await typing(page, by, 100);
  const stop = others(chair, 5);
  figures.typing_among_others = await typing(page, by, 100);
  stop();
  figures.rows_in_page = await page.locator(".plan-row").count();
  figures.complaints = page.complaints;
  await page.context().close();
  return figures;
}

export async function wide(house, { rows, rate, cpuOnly }) {
  const { id } = await house.amina.post("/api/workshops", { scenario: wideWorkshop(rows) });
  const chair = new Seat(house.amina, id);
  chair.open();
  await chair.until((seat) => seat.list("action").length === rows - RECOMMENDATIONS, 60000, "the plan");
  await chair.must("workshop.live");
  await chair.must("item.start", { id: chair.list("item")[0].id });
  const figures = { rows, rate, cpu: await measured(house, { id, chair }, new Cpu(rate)) };
  if (!cpuOnly) figures.wall = await measured(house, { id, chair }, new Wall(rate));
  chair.close();
  return figures;
}

function over(figures) {
  const wrong = [];
  for (const [name, one] of Object.entries(figures)) {
    if (one.open > LIMITS.open) wrong.push(`${name}: opens in ${one.open} ms`);
    if (one.task > LIMITS.task && name !== "first" && name !== "again") wrong.push(`${name}: a task of ${one.task} ms`);
    if (one.paint_p95 > LIMITS.paint) wrong.push(`${name}: a picture after ${one.paint_p95} ms`);
  }
  return [...wrong, ...figures.complaints];
}

async function main(argv) {
  const option = (name, other) => Number(argv[argv.indexOf(`--${name}`) + 1 || argv.length] ?? other);
  const browser = await launch();
  const house = await House.open(browser);
  const figures = await wide(house, { rows: option("rows", 2000), rate: option("rate", 4), cpuOnly: argv.includes("--cpu-only") });
  await house.close();
  await browser.close();
  console.log(JSON.stringify(figures, undefined, 1));
  const wrong = argv.includes("--check") ? over(figures.cpu) : [];
  wrong.forEach((one) => console.error(one));
  process.exit(wrong.length ? 1 : 0);
}

if (fileURLToPath(import.meta.url) === path.resolve(process.argv[1] ?? "")) await main(process.argv.slice(2));
