// Every document in every format, read by a program that others wrote, says what the workshop's file holds: CSV and what LibreOffice makes of
// XLSX and DOCX, PDF through pdftotext, HTML in Chromium, Markdown, JSON, calendars in ical.js, the bundle by unzip. What the file holds is
// asked of the sqlite3 program.
//   node readback.mjs [FILE.plenary...]      without files: a workshop that is played here. The last line is "N passed, N failed"
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import ICAL from "ical.js";
import { launch } from "../browser/chromium.mjs";
import { Tally } from "../browser/tally.mjs";
import { Caller, Seat } from "../client/plenary.mjs";
import { House, shell } from "./house.mjs";
import { csv } from "./told.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
const tally = new Tally();
const house = await House.open();
const browser = await launch();
const LANGUAGES = ["fr", "ar"];
const words = Object.fromEntries(LANGUAGES.map((lang) => [lang, JSON.parse(readFileSync(path.join(here, `../../client/src/i18n/${lang}.json`), "utf8"))]));
const DOCUMENTS = ["plan", "recommendations", "texts", "agenda", "polls", "participation", "report"];
const three = (word) => ({ fr: `${word} : « en français », à 100 %`, en: `${word} in English`, ar: `${word} بالعربية (2026)` });

/** A workshop in which every field of a row says something, and something came of it. */
async function played() {
  const scenario = JSON.parse(readFileSync(path.join(here, "../scenarios/bamako-2021.json"), "utf8"));
  const [lead, partner] = scenario.delegations.map((one) => one.name?.fr ?? one.name ?? one);
  const full = (name, more) => ({
    theme: "Formation", action: three(`${name} action`), objective: three(`${name} objectif`), deliverable: three(`${name} livrable`), lead, partners: [partner],
    contact: `${name}@example.org`, start: "2026-01-15", due: "2026-05-31", milestones: three(`${name} jalon`), resources: three(`${name} moyens`),
    funding: `${name} budget`, indicator: three(`${name} indicateur`), baseline: "10 %", target: "90 %", current: "25 %", priority: "high",
    risk: three(`${name} risque`), status: "under_way", percent: 25, recommendations: [1], ...more,
  });
  scenario.plan = [...scenario.plan, full("A"), full("B", { due: "T+6 months", start: "ongoing", status: "done", percent: 100, priority: "low" })];
  scenario.meetings = [...scenario.meetings, { title: three("Suivi"), starts: "2026-03-02T10:00", minutes: 90, repeat: "monthly", count: 6, place: "Bamako, salle 3", link: "https://meet.example.org/a" }];
  const id = await house.workshop(scenario);
  const chair = await house.seat(id);
  await chair.must("workshop.live");
  await chair.must("agenda.next");
  const { codes, delegations } = { codes: (await house.chair.get(`/api/w/${id}/codes`)).delegations, delegations: chair.list("delegation") };
  const seats = [];
  for (const [i, name] of ["Awa Diarra", "ليلى حسن", "=Moussa"].entries()) {
    const caller = new Caller(house.server.origin);
    await caller.post("/api/join", { code: codes.find((one) => one.delegation === delegations[i % delegations.length].id).code, name, language: "fr" });
    const seat = new Seat(caller, id);
    seat.open();
    await seat.until((s) => s.welcomed && s.list("person").length > 0);
    seats.push(seat);
  }
  const { id: poll } = await chair.must("poll.create", { question: three("Laquelle ?") });
  const options = [];
  for (const text of ["Première", "Deuxième"]) options.push((await chair.must("option.create", { poll, text: three(text) })).id);
  await chair.must("poll.open", { id: poll });
  await seats[0].until((s) => s.entities.get(poll)?.state === "open");
  for (const [i, seat] of seats.entries()) await seat.must("ballot.cast", { id: poll, option: options[i === 0 ? 0 : 1] });
  await chair.must("poll.close", { id: poll });
  const recommendation = chair.list("recommendation")[0].id;
  await seats[0].must("remark.create", { of: recommendation, type: "reservation", text: three("Réserve") });
  await chair.must("adoption.open", { of: recommendation, way: "consensus" });
  await chair.must("workshop.close");
  for (const seat of [chair, ...seats]) seat.close();
  return id;
}

/** The rows of a table of the workshop's file. */
function database(file) {
  return (sql) => {
    const { status, out } = shell("sqlite3", ["-readonly", "-json", file, sql]);
    if (status !== 0) throw new Error(out);
    return out.trim() === "" ? [] : JSON.parse(out);
  };
}

/** Without what a page may break or mark as it likes: spaces, lines, marks of direction, forms of letters. */
const bare = (text) => String(text).normalize("NFKC").replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u00ad]/g, "").replace(/\s+/g, "");
const said = (lang, key) => words[lang][`export.${key}`] ?? words[lang][`doc.${key}`] ?? key;
const inLang = (row, field, lang) => row[`${field}_${lang}`] ?? row[field];
const TEXTS = ["title", "objective", "deliverable", "milestones", "resources", "indicator", "risk"];
const PLAIN = ["contact", "funding", "baseline", "target", "current"];

function dateIn(lang, due, long) {
  const after = /^T\+(\d+) (day|week|month|year)s?$/.exec(due ?? "");
  if (!due) return "";
  if (due === "ongoing") return said(lang, "ongoing");
  if (after && !long) return `T+${after[1]} ${said(lang, after[2])}`;
  if (after) return { either: said(lang, `after_${after[2]}`).split("|").map((form) => form.replace("%1", after[1])) };
  return long ? new Intl.DateTimeFormat(lang === "ar" ? "ar-EG-u-nu-latn" : lang, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${due}T00:00Z`)).replace(/^1 (?=janv|fév|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)/, "1er ") : due;
}

/** What every field of a row says in a language: by its name, as a table or (long) as a document has it. */
function rowIn(db, row, lang, long) {
  const name = (table, id) => (id ? inLang(db.byId[table].get(id), table === "delegation" ? "name" : "title", lang) : "");
  const cells = Object.fromEntries(TEXTS.map((field) => [field, inLang(row, field, lang) ?? ""]));
  for (const field of PLAIN) cells[field] = row[field] ?? "";
  const partners = JSON.parse(row.partners ?? "[]").map((id) => name("delegation", id));
  const carried = JSON.parse(row.recommendations ?? "[]").map((id) => db.recommendations.indexOf(id) + 1);
  return {
    ...cells, recommendations: long ? carried.map((number) => `R${number}`) : carried.join("; "), theme: name("theme", row.theme), lead: name("delegation", row.lead_id), partners: long ? partners : partners.join("; "),
    start: dateIn(lang, row.start, long), due: dateIn(lang, row.due, long), priority: row.priority === "none" ? "" : said(lang, row.priority), status: words[lang][`export.${row.status}.action`] ?? said(lang, row.status),
    percent: row.percent ? `${row.percent}${long ? " %" : ""}` : "",
  };
}

function open(file) {
  const ask = database(file);
  const db = { ask, byId: {} };
  for (const table of ["delegation", "theme"]) db.byId[table] = new Map(ask(`SELECT * FROM ${table}`).map((row) => [row.id, row]));
  db.actions = ask(`SELECT a.* FROM action AS a LEFT JOIN theme AS t ON t.id = a.theme ORDER BY t.id IS NULL, t.pos, a.pos`);
  db.recommendations = ask("SELECT id FROM recommendation ORDER BY pos").map((row) => row.id);
  return db;
}

/** All of them at once, because starting LibreOffice takes its time. */
function office(files, form) {
  const done = shell("soffice", [`-env:UserInstallation=file://${house.work}/office`, "--headless", "--convert-to", form, "--outdir", house.work, ...files], { timeout: 500000 });
  if (done.status !== 0) throw new Error(done.out);
}

/** Whether the words are there as they stand. */
const asIs = { of: bare, holds: (all, words) => all.includes(bare(words)) };
/* pdftotext gives the letters of a word in their order, and the words of a line in which two directions meet as they stand on paper. */
const unmarked = (text) => bare(text).replace(/\p{M}/gu, "");
const each = (all, words) => (words.match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? []).every((word) => all.includes(unmarked(word)));
const onPaper = (lang) => ({
  of: unmarked, holds: (all, words) => (lang === "ar" || /\p{Script=Arabic}/u.test(words) ? each(all, String(words)) : all.includes(unmarked(words))),
});

/** Fields of rows whose words are not in `text`: between a row's title and the next one's, where lines have an order. */
function lost(db, lang, text, way) {
  const found = [];
  const all = way.of(text);
  let at = 0, n = 0;
  const begin = db.actions.map((row) => (at = way === asIs || lang !== "ar" ? Math.max(at, all.indexOf(way.of(inLang(row, "title", lang)), at)) : 0));
  for (const [i, row] of db.actions.entries()) {
    const part = all.slice(begin[i], begin[i + 1] > begin[i] ? begin[i + 1] : undefined);
    for (const [field, value] of Object.entries(rowIn(db, row, lang, true)).filter(([field]) => field !== "theme"))
      for (const one of [value].flat().filter((text) => text !== "")) {
        n++;
        if (!(one.either ?? [one]).some((words) => way.holds(part, words))) found.push(`${i + 1}.${field}: ${one.either ?? one}`);
      }
  }
  return { n, found };
}

/** Words of other things that a document has to say. */
const EXPECTED = {
  recommendations: (db, lang) => db.ask("SELECT * FROM recommendation").map((row) => inLang(row, "text", lang)),
  texts: (db, lang) => [...db.ask("SELECT * FROM framework").map((row) => inLang(row, "title", lang)), ...db.ask("SELECT * FROM paragraph").map((row) => inLang(row, "text", lang))],
  agenda: (db, lang) => db.ask("SELECT * FROM item").flatMap((row) => [inLang(row, "title", lang), row.presenter, inLang(row, "notes", lang)]),
  polls: (db, lang) => [
    ...db.ask("SELECT * FROM poll WHERE state = 'closed'").map((row) => inLang(row, "question", lang)),
    ...db.ask("SELECT o.* FROM option AS o JOIN poll AS p ON p.id = o.poll WHERE p.state = 'closed'").flatMap((row) => [inLang(row, "text", lang), row.votes]),
  ],
  participation: (db, lang) => [...db.byId.delegation.values()].map((row) => inLang(row, "name", lang)),
  report: (db, lang) => [...EXPECTED.recommendations(db, lang), ...EXPECTED.polls(db, lang), ...db.actions.map((row) => inLang(row, "title", lang)),
    ...db.ask("SELECT * FROM remark WHERE type = 'reservation' AND resolved = 0").map((row) => inLang(row, "text", lang)), ...db.ask("SELECT * FROM workshop").map((row) => inLang(row, "title", lang))],
};

function missing(db, document, lang, text, way) {
  if (document === "plan") return lost(db, lang, text, way);
  const all = way.of(text), expected = EXPECTED[document](db, lang).filter((one) => one !== null && one !== undefined && one !== "");
  return { n: expected.length, found: expected.filter((one) => !way.holds(all, one)).map(String) };
}

/** Every cell of a table is the field; a sheet shows a day as a day. */
function sameCells(db, lang, rows, column, what) {
  const wrong = [];
  let n = 0;
  for (const [i, row] of db.actions.entries())
    for (const [field, value] of Object.entries(rowIn(db, row, lang, false))) {
      if (column(field) < 0 && field === "recommendations") continue;
      const cell = (rows[i]?.[column(field)] ?? "no such column").replace(/^'(?=[=+\-@])/, "").replace(/^(\d\d?)\/(\d\d?)\/(\d{4})$/, (_, day, month, year) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
      n++;
      /* A sheet calls recommendations as the page does, R1; a CSV for programs counts them. */
      const told = field === "recommendations" ? cell.replace(/\bR(?=\d)/g, "") : cell;
      if (told !== value && bare(told) !== bare(value)) wrong.push(`${i + 1}.${field}: ${cell} for ${value}`);
    }
  tally.check(rows.length === db.actions.length && wrong.length === 0, `${what}: ${n} cells of ${rows.length} rows are the fields`, wrong.slice(0, 5).join(" | "));
}

/** In the page: what a reader on a phone or of headings would stumble over. */
function onPhone() {
  const found = [], all = (what) => [...document.querySelectorAll(what)];
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) found.push("wider than the window");
  const levels = all("h1,h2,h3,h4").map((one) => Number(one.tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1 || levels.some((level, i) => level > (levels[i - 1] ?? 0) + 1)) found.push(`headings ${levels.join("")}`);
  for (const cell of all("td p, dd, dt")) if (cell.offsetParent && cell.clientWidth < 90) found.push(`${cell.clientWidth} pixels for “${cell.textContent.slice(0, 20)}”`);
  if (levels.length > 1 && all("h2 ~ table:not([aria-label])").length > 0) found.push("a table without a name");
  return found;
}

/** What is wrong with the structure of a PDF, by which programs read it aloud, as pdfinfo tells it: a kind or a text in quotes on each line. */
function misread(told) {
  const found = [], kinds = told.split("\n").map((line) => /^ *([A-Z]\w*)(?: |$)/.exec(line)?.[1]).filter(Boolean);
  const levels = kinds.filter((kind) => /^H\d$/.test(kind)).map((kind) => Number(kind[1]));
  if (kinds[0] !== "Document" || kinds.filter((kind) => kind === "Document").length !== 1) found.push(`it begins with ${kinds[0]}`);
  if (levels.filter((level) => level === 1).length !== 1 || levels.some((level, i) => level > (levels[i - 1] ?? 0) + 1)) found.push(`headings ${levels.join("")}`);
  if (kinds.some((kind, i) => kind === "Table" && `${kinds[i + 1]} ${kinds[i + 2]}` !== "TR TH")) found.push("a table without a head");
  if (kinds.some((kind, i) => kind === "TR" && !/^T[HD]$/.test(kinds[i + 1]))) found.push("a row without cells");
  return found;
}

async function check(id, name) {
  const file = house.file(`${name}.plenary`, (await house.get(`/api/w/${id}/file`)).bytes);
  const db = open(file);
  const made = {};
  for (const lang of LANGUAGES)
    for (const document of DOCUMENTS)
      for (const format of ["docx", "xlsx", "pdf", "html", "md"]) {
        const got = await house.get(`/api/w/${id}/export/${document}.${format}?lang=${lang}`);
        if (got.status !== 200) throw new Error(`${document}.${format}: ${got.status} ${got.bytes}`);
        made[`${name}-${document}-${lang}.${format}`] = { document, lang, format, bytes: got.bytes, file: house.file(`${name}-${document}-${lang}.${format}`, got.bytes) };
      }
  const of = (format) => Object.entries(made).filter(([, one]) => one.format === format);
  const compare = (list, read, way = () => asIs, where = list[0][1].format.toUpperCase()) => {
    const losses = [];
    let n = 0;
    for (const [key, one] of list) {
      const { n: more, found } = missing(db, one.document, one.lang, read(key, one), way(one));
      n += more;
      if (found.length > 0) losses.push(`${key}: ${found.slice(0, 4).join(" | ")}`);
    }
    tally.check(losses.length === 0 && n > 0, `${name}: ${n} texts and fields of ${list.length} documents are in ${where}`, losses.join("; "));
  };

  await tally.test(`${name}: what is drawn and written is what is stored`, async () => {
    office(of("docx").map(([, one]) => one.file), "txt:Text (encoded):UTF8");
    compare(of("docx"), (key) => readFileSync(path.join(house.work, key.replace(".docx", ".txt")), "utf8"));
    compare(of("pdf"), (key, one) => shell("pdftotext", ["-raw", one.file, "-"]).out, (one) => onPaper(one.lang));
    const aloud = Object.fromEntries(of("pdf").map(([key, one]) => [key, shell("pdfinfo", ["-struct-text", one.file]).out]));
    const wrong = Object.entries(aloud).flatMap(([key, told]) => misread(told).map((what) => `${key}: ${what}`));
    tally.check(wrong.length === 0, `${name}: in the structure of PDF headings have an order, tables a head`, wrong.slice(0, 5).join("; "));
    compare(of("pdf"), (key) => aloud[key].replace(/^ *"|"$/gm, ""), (one) => onPaper(one.lang), "the structure of PDF");
    compare(of("md"), (key, one) => one.bytes.toString().replace(/<br>/g, "\n").replace(/\*\*/g, "").replace(/\\([\\`*_{}[\]()#+\-.!|<>~&$])/g, "$1"));
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, isMobile: true });
    const page = await context.newPage();
    const shown = {}, ugly = [];
    for (const [key, one] of of("html")) {
      await page.goto(`file://${one.file}`);
      shown[key] = await page.locator("body").evaluate((body) => body.textContent);
      ugly.push(...(await page.evaluate(onPhone)).map((what) => `${key}: ${what}`));
    }
    await context.close();
    tally.check(ugly.length === 0, `${name}: pages are read on a phone, their headings have an order, their tables names`, ugly.slice(0, 5).join("; "));
    compare(of("html"), (key) => shown[key]);
    office(of("xlsx").map(([, one]) => one.file), "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1");
    const sheets = readdirSync(house.work).filter((found) => found.endsWith(".csv"));
    const sheet = (key) => sheets.filter((found) => found.startsWith(key.replace(".xlsx", "-"))).map((found) => readFileSync(path.join(house.work, found), "utf8"));
    compare(of("xlsx").filter(([, one]) => one.document !== "plan"), (key) => sheet(key).join("\n"));
    for (const [key, one] of of("xlsx").filter(([, one]) => one.document === "plan")) {
      const rows = sheet(key).map(csv).find((found) => found.some((row) => row[0].startsWith("key@")));
      const names = rows.findIndex((row) => row[0].startsWith("key@"));
      sameCells(db, one.lang, rows.slice(names + 2).filter((row) => /^\d+$/.test(row[0])), (field) => rows[names].findIndex((cell) => cell.split(".")[0] === field), `${name}: XLSX in ${one.lang} as LibreOffice reads it`);
    }
  }, 600000);

  await tally.test(`${name}: tables cell by cell`, async () => {
    for (const lang of LANGUAGES) {
      const rows = csv((await house.get(`/api/w/${id}/export/plan.csv?lang=${lang}`)).bytes.toString());
      const actions = rows.slice(1).filter((row) => row[0] === said(lang, "action"));
      const column = (field) => rows[0].findIndex((head) => head === said(lang, field === "title" ? "text" : field));
      sameCells(db, lang, actions, column, `${name}: CSV in ${lang}`);
    }
    const json = JSON.parse((await house.get(`/api/w/${id}/export/plan.json`)).bytes);
    const wrong = [];
    db.actions.forEach((row, i) => {
      const one = json.plan[i];
      for (const field of TEXTS) for (const lang of ["ar", "fr", "en"]) {
        const given = one[field === "title" ? "action" : field];
        const text = typeof given === "string" ? (row[`${field}_${lang}`] === null ? null : given) : given?.[lang] ?? null;
        if (text !== row[`${field}_${lang}`]) wrong.push(`${i + 1}.${field}.${lang}`);
      }
      for (const field of [...PLAIN, "start", "due", "priority", "status", "state"]) if ((one[field] ?? null) !== row[field]) wrong.push(`${i + 1}.${field}`);
      if ((one.percent ?? 0) !== row.percent || (one.lead ?? null) !== row.lead) wrong.push(`${i + 1}.percent or lead`);
    });
    tally.check(json.plan.length === db.actions.length && wrong.length === 0, `${name}: JSON, every member is the field`, wrong.slice(0, 8).join(" "));
  });

  await tally.test(`${name}: the calendar and the bundle`, async () => {
    const calendar = new ICAL.Component(ICAL.parse((await house.get(`/api/w/${id}/export/calendar.ics?lang=fr`)).bytes.toString()));
    const events = calendar.getAllSubcomponents("vevent").map((part) => new ICAL.Event(part));
    const wrong = db.ask("SELECT * FROM meeting").filter((row) => {
      const event = events.find((one) => one.summary === inLang(row, "title", "fr") && (!row.starts || one.startDate.toString().slice(0, 16) === row.starts));
      const rule = event?.component.getFirstPropertyValue("rrule");
      const place = [event?.location, event?.component.getFirstPropertyValue("url")].join(" ");
      return !event || (row.minutes && event.duration.toSeconds() !== row.minutes * 60) || (row.place && !place.includes(row.place)) || (row.link && !`${place} ${event.description}`.includes(row.link)) ||
        (row.repeat !== "none" && row.count > 1 && rule?.count !== row.count);
    });
    tally.check(wrong.length === 0, `${name}: ICS, every meeting with its start, length, place, link and repeat`, JSON.stringify(wrong[0]));
    const dated = db.actions.filter((row) => /^\d{4}-/.test(row.due ?? "") && row.status !== "dropped");
    const days = dated.filter((row) => !events.some((one) => one.summary.includes(inLang(row, "title", "fr")) && one.startDate.toString().slice(0, 10) === row.due));
    tally.check(days.length === 0, `${name}: ICS, ${dated.length} dates of the plan`, days[0]?.title);
    const zip = house.file(`${name}.zip`, (await house.get(`/api/w/${id}/export/bundle.zip?lang=fr`)).bytes);
    const folder = path.join(house.work, `${name}-bundle`);
    tally.check(shell("unzip", ["-q", zip, "-d", folder]).status === 0, `${name}: unzip takes the bundle`);
    const inside = readdirSync(folder, { recursive: true });
    const differ = Object.values(made).filter((one) => one.format !== "xlsx" || one.document === "plan").filter((one) => {
      const found = inside.find((entry) => entry.endsWith(`${one.lang}/${one.document}.${one.format}`) || entry.endsWith(`${one.document}-${one.lang}.${one.format}`));
      return found && !readFileSync(path.join(folder, found)).equals(one.bytes);
    });
    tally.check(differ.length === 0, `${name}: ZIP, ${inside.length} entries, its documents are those that are sent alone`, differ.map((one) => `${one.document}.${one.format}`).join());
  });
}

const given = process.argv.slice(2);
if (given.length === 0) await check(await played(), "played");
for (const file of given) await check((await house.send("/api/workshops/file", readFileSync(file))).json.id, path.basename(file, ".plenary"));

await browser.close();
await house.close();
process.exit(tally.end());
