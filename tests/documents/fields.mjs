// Every field of every kind: where it stands in the documents, read by other programs. A column of the workshop's file that nobody decided about
// is a failure, and so is a text that stands where it should not. The tables of the pages in Chromium are compared with the file row by row, and every other format
// with the page.   node fields.mjs    prints what holds and, last, "N passed, N failed"
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import ICAL from "ical.js";
import { launch } from "../browser/chromium.mjs";
import { Tally } from "../browser/tally.mjs";
import { House, shell } from "./house.mjs";
import { PLACES, expectedTags } from "./places.mjs";
import { KINDS_OF_ROWS, Language, RESERVED, TABLES, TABLES_OF, answers, bare, bars, csv, kindName, numbers, subject, terms } from "./told.mjs";
import { play } from "./whole.mjs";

const tally = new Tally();
const house = await House.open();
const DOCUMENTS = ["plan", "recommendations", "texts", "agenda", "polls", "participation", "report", "attendance"];
const FORMATS = ["docx", "xlsx", "pdf", "md"];

/* Every text says which field of which kind it is, behind a number of its own, in three languages. */
let number = 100;
const tag = (what) => `${++number}·${what}`;
const words = {
  text: tag, link: (what) => `https://example.org/${tag(what)}`,
  say: (what) => ((one) => ({ fr: `${one} : « fr », à 100 %`, ar: `${one} بالعربية (2026)`, en: `${one} in English` }))(tag(what)),
};
const tags = (text) => new Set([...text.matchAll(/\d{3}·(\w+\.\w+(?:!\w+)?)/g)].map((found) => found[1]));

/** The workshop's file, asked by the program sqlite3. */
function open(file) {
  const ask = (sql) => {
    const { status, out } = shell("sqlite3", ["-readonly", "-json", file, sql]);
    if (status !== 0) throw new Error(out);
    return out.trim() === "" ? [] : JSON.parse(out);
  };
  const db = { ask };
  for (const kind of Object.keys(PLACES)) db[kind] = ask(`SELECT * FROM "${kind}" ORDER BY id`);
  db.find = (kind, id) => db[kind].find((row) => row.id === id);
  db.workshop = db.workshop[0];
  return db;
}

/** What a page says, as the browser has it: its pieces in their order, and its tables with their heads. */
function readPage() {
  const own = (element) => element.textContent.trim();
  const parts = (cell) => { const all = [...cell.querySelectorAll("p")].map((p) => p.innerText.trim()); return all.length > 0 ? all : [own(cell)].filter(Boolean); };
  const item = (e) => [own(e.querySelector(".no")), own(e).slice(own(e.querySelector(".no")).length).trim()];
  const pieces = [...document.querySelectorAll("h1,h2,h3,h4,h5,p,dt,dd,th,td")].filter((e) => !e.querySelector("p")).flatMap((e) => (e.matches(".item") ? item(e) : e.innerText.trim())).filter((text) => text !== "" && text !== "•");
  const facts = [...document.querySelectorAll("dt")].map((dt) => [own(dt), own(dt.nextElementSibling)]);
  let heading = "";
  const tables = [];
  for (const element of document.querySelectorAll("h1,h2,h3,h4,h5,table")) {
    if (element.tagName !== "TABLE") heading = own(element);
    else tables.push({ heading, heads: [...element.querySelectorAll("thead th")].map(own), rows: [...element.querySelectorAll("tbody tr")].map((row) => (row.className === "band" ? { band: own(row) } : { cells: [...row.cells].map(parts) })) });
  }
  const lists = [...document.querySelectorAll(".item")].map(item);
  return { pieces, facts, tables, lists, notes: [...document.querySelectorAll(".note")].map(own), text: document.body.textContent };
}

/** Why a table of a page is not what the file says; "" where it is. */
function differs(page, [heads, rows, heading]) {
  const tables = page.tables.filter((one) => heads.every((head) => one.heads.some((found) => bare(found) === bare(head))) && (heading === undefined || bare(one.heading) === bare(heading)));
  const table = tables.find((one) => one.heads.length === heads.length) ?? tables[0];
  if (!table) return `no table ${heading ?? ""} of ${heads}`;
  if (table.rows.length !== rows.length) return `${table.rows.length} rows for ${rows.length}`;
  for (const [i, row] of rows.entries()) {
    const found = table.rows[i];
    if (row.band !== undefined ? bare(found.band ?? "") !== bare(row.band) : !found.cells) return `row ${i + 1}: ${found.band ?? "no band"} for ${row.band}`;
    for (const [c, cell] of row.band === undefined ? row.entries() : []) {
      const own = found.cells[table.heads.findIndex((head) => bare(head) === bare(heads[c]))].map(bare);
      let at = -1;
      const lost = cell.find((one) => (at = own.indexOf(bare(one), at + 1)) < 0);
      if (lost !== undefined || (cell.length === 0 && own.some(Boolean))) return `row ${i + 1}, ${heads[c]}: ${lost ?? "nothing"} is not ${own.join(" | ")}`;
    }
  }
  return "";
}

/** Fields of the file that a page gets wrong, beside its tables. */
function wrongIn(document, page, db, l) {
  const wrong = [], has = (text) => page.pieces.some((one) => bare(one) === bare(text)), fact = (label, value) => page.facts.some(([a, b]) => bare(a) === bare(label) && bare(b) === bare(value));
  const want = (holds, what) => holds || wrong.push(what);
  const polls = db.poll.filter((one) => one.state === "closed");
  for (const poll of ["polls", "report"].includes(document) ? polls : []) {
    const own = page.tables.filter((one) => bare(one.heading) === bare(l.ml(poll, "question")) && one.heads.length === 0);
    const expected = bars(db, l, poll), found = own[0]?.rows.map((row) => [row.cells[0].join(" "), row.cells.at(-1).join(" ")]) ?? [];
    want(found.length === expected.length && expected.every((pair, i) => pair.every((text, c) => bare(text) === bare(found[i][c]))), `bars of ${poll.question}: ${JSON.stringify(found)} for ${JSON.stringify(expected)}`);
    const advice = answers(db, l, poll).filter((line) => line.advice).map((line) => [line.said, l.doc("share", line.advice, Math.round((100 * line.advice) / poll.advisers))]);
    want(advice.length === 0 || (own[1] && advice.every((pair, i) => bare(pair.join("")) === bare(own[1].rows[i].cells.flat().join("")))), `advice of ${poll.question}`);
    for (const group of terms(db, l, poll)) want(page.pieces.some((one) => group.every((text) => bare(one).includes(bare(text)))), `terms of ${poll.question}: ${group.join(" ")}`);
    for (const reason of poll.type === "consent" ? db.answer.filter((one) => one.poll === poll.id && one.text) : [])
      want(page.lists.some(([, text]) => bare(text) === bare(`${answers(db, l, poll)[reason.value].said}: ${reason.text}`)), `reason ${reason.text}`);
  }
  if (["polls", "report"].includes(document)) want(has(l.doc("compared", 2, 4)), "before and after");
  for (const row of ["texts", "report"].includes(document) ? db.paragraph.filter((one) => !one.group) : []) {
    const no = numbers(db).get(row.id), text = l.ml(row, "text");
    const marks = [...(row.version ? [`${l.doc("version", row.version + 1)}${row.reason}`] : []), ...db.remark.filter((one) => one.of === row.id && one.type === "reservation" && !one.resolved).map((one) => l.name("delegation", one.delegation))];
    want(marks.every((mark) => page.pieces.some((one) => bare(one).includes(bare(mark)))), `what is said of paragraph ${no}: ${marks}`);
    want(row.level === "heading" ? has(`${no}. ${text}`) : page.lists.some(([a, b]) => bare(a) === bare(no) && bare(b) === bare(text)), `paragraph ${no}`);
  }
  for (const one of db.adoption.filter((adoption) => adoption.state === "adopted" && { plan: ["action"], recommendations: ["recommendation"], texts: ["framework", "paragraph"], report: KINDS_OF_ROWS }[document]?.includes(kindName(db, adoption.of)))) {
    const facts = [["subject", subject(db, l, one.of)], ["way", l.doc(`way_${one.way}`)], ["adopted_on", l.moment(l.local(one.closed_at))], ["zone", db.workshop.time_zone], ["covers", one.rows], ["reservations_then", one.reservations], ["hash", one.hash],
      ...(one.way === "poll" ? [["tally", l.doc(one.option ? "votes" : "votes_abstain", one.votes_for, one.votes_against, one.votes_other)]] : [])];
    for (const [key, value] of facts) want(fact(l.doc(key), value), `record ${one.of}: ${key} ${value}`);
  }
  const came = db.delegation.filter((one) => db.person.some((person) => person.delegation === one.id)).length;
  if (["participation", "report"].includes(document)) want(fact(l.doc("represented"), l.doc("of", came, db.delegation.length)) && fact(l.doc("mode_remote"), db.person.filter((one) => one.mode === "remote").length), "who was represented, and how people took part");
  if (document !== "report") return wrong;
  const { workshop } = db, span = l.doc("from_to", Number(workshop.starts_on.slice(8)), l.date(workshop.ends_on));
  for (const [key, value] of [["place", workshop.place], ["dates", span], ["form", l.doc(`form_${workshop.mode}`)], ["languages", JSON.parse(workshop.languages).map((one) => l.words[`ui.lang.${one}`]).join(l.doc("comma"))], ["series", l.doc("series_place", workshop.series_name, workshop.series_number, workshop.series_of)]])
    want(fact(l.doc(key), value), `title page: ${key} ${value}`);
  /* Once on the title page, and once with each adoption. */
  want(page.facts.filter(([label, value]) => bare(label) === bare(l.doc("zone")) && value === workshop.time_zone).length === 1 + db.adoption.filter((one) => one.state === "adopted").length, "the zone, on the title page and with each adoption");
  for (const one of db.parked.filter((parked) => !parked.done)) want(page.lists.some(([, text]) => bare(text) === bare(l.ml(one, "text"))), one.text);
  return wrong;
}

/** Pieces of a page that another format lost. */
const LOST = {
  docx: (pieces, text) => inOrder(pieces, bare(text)),
  md: (pieces, text) => inOrder(pieces.map((one) => one.replace(/\n/g, "")), bare(text.replace(/<(https?:[^>]*)>/g, "$1").replace(/(?<!\\)\[((?:\\.|[^\]\\\n])*)\]\(https?:[^)]*\)/g, "$1").replace(/<br>/g, "\n").replace(/\*\*/g, "").replace(/\\([\\`*_{}[\]()#+\-.!|<>~&$:=])/g, "$1"))),
  xlsx: (pieces, text) => counted(pieces, text, (one) => one.split("\n").map(bare).filter(Boolean)),
  pdf: (pieces, text) => onPaper(pieces, unmarked(text)),
};

/* pdftotext gives the letters of a word in their order, and a line in which two directions meet as it stands on paper. */
const unmarked = (text) => bare(text).replace(/\p{M}/gu, "");

function onPaper(pieces, all) {
  const times = new Map();
  for (const word of pieces.flatMap((one) => one.match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [])) times.set(unmarked(word), (times.get(unmarked(word)) ?? 0) + 1);
  return [...times].filter(([word, n]) => all.split(word).length - 1 < n).map(([word, n]) => `${word}: ${all.split(word).length - 1} of ${n}`);
}

function inOrder(pieces, all) {
  let at = 0;
  return pieces.filter((one) => {
    const found = all.indexOf(bare(one), at);
    if (found >= 0) at = found + bare(one).length;
    return found < 0;
  });
}

/* As often as the page says it, wherever: the order of a sheet and of lines on paper is another one. */
function counted(pieces, text, parts) {
  const there = new Map();
  for (const one of parts(text)) there.set(one, (there.get(one) ?? 0) + 1);
  return pieces.flatMap(parts).filter((one) => {
    there.set(one, (there.get(one) ?? 0) - 1);
    return there.get(one) < 0;
  });
}

/** In two languages side by side: every text of the page stands in both of them, and in the columns of the second in that alone. */
async function beside(page, document, alone, wrong) {
  const got = await house.get(`/api/w/${id}/export/${document}.html?lang=fr&lang2=ar`);
  await page.goto(`file://${house.file(`${document}-fr-ar.html`, got.bytes)}`);
  const read = await page.evaluate(readPage);
  const lost = [...new Set(alone.match(/\d{3}·[\w.]+(?= : « fr »)/g))].filter((one) => !one.endsWith("workshop.title") && !(read.text.includes(`${one} : « fr »`) && read.text.includes(`${one} بالعربية`)));
  const cells = await page.locator("td[lang=ar]").allTextContents();
  const strange = cells.filter((text) => text.includes("« fr »"));
  if (lost.length + strange.length > 0 || (["plan", "recommendations", "texts", "agenda", "report"].includes(document) && cells.length === 0)) wrong.push(`${document} beside: ${[...lost, ...strange].slice(0, 30).join(" | ") || "no columns"}`);
  return read.pieces;
}

const browser = await launch();
const id = await play(house, words);
const db = open(house.file("whole.plenary", (await house.get(`/api/w/${id}/file`)).bytes));
const used = new Set();

await tally.test("every column of the file has its place, and every text of the room was written", async () => {
  const kept = /^(id|seq|pos)$|_(ar|fr|en|source|revs)$/;
  const missing = [];
  for (const [kind, places] of Object.entries(PLACES))
    for (const { name, type } of db.ask(`SELECT name, type FROM pragma_table_xinfo('${kind}')`)) {
      if (kept.test(name)) continue;
      if (!(name in places)) missing.push(`${kind}.${name} has no place`);
      const texts = db.ask(`SELECT "${name}" AS v FROM "${kind}"`).flatMap((row) => [...tags(String(row.v ?? ""))]);
      for (const what of texts) used.add(what);
      if (type === "TEXT" && /^(all|[a-z])/.test(places[name] ?? "") && places[name] !== "told" && texts.length === 0 && !/reason$/.test(name)) missing.push(`${kind}.${name} says nothing`);
    }
  const tables = db.ask("SELECT name FROM sqlite_schema WHERE type = 'table'").map((one) => one.name);
  const others = tables.filter((name) => !(name in PLACES) && !/^(meta|change|base|tombstone|sealed_\w+|text|text_op|sqlite_.*)$/.test(name));
  tally.check(missing.length === 0 && others.length === 0, `${Object.values(PLACES).flatMap(Object.keys).length} columns of ${Object.keys(PLACES).length} kinds, ${used.size} fields of texts`, [...missing, ...others].join(", "));
});

const made = [];
await tally.test("what pages say is what the file holds, row by row, and nothing stands where it should not", async () => {
  const page = await (await browser.newContext()).newPage();
  for (const lang of ["fr", "ar"]) {
    const l = new Language(lang, db), wrong = [];
    let compared = 0;
    for (const document of DOCUMENTS) {
      const got = await house.get(`/api/w/${id}/export/${document}.html?lang=${lang}`);
      await page.goto(`file://${house.file(`${document}-${lang}.html`, got.bytes)}`);
      const read = await page.evaluate(readPage);
      made.push({ document, lang, pieces: read.pieces });
      if (lang === "fr") made.push({ document, lang, lang2: "ar", pieces: await beside(page, document, read.text, wrong) });
      const found = tags(read.text), expected = expectedTags(document, used);
      for (const what of new Set([...found, ...expected])) if (found.has(what) !== expected.has(what)) wrong.push(`${document}: ${what} is ${found.has(what) ? "told" : "missing"}`);
      const tables = [...TABLES_OF[document].flatMap((name) => TABLES[name](db, l)), ...(RESERVED[document] ? TABLES.reservations(db, l, RESERVED[document]) : [])];
      for (const table of tables) {
        const why = differs(read, table);
        compared += table[1].flat(2).length;
        if (why) wrong.push(`${document}: ${why}`);
      }
      wrong.push(...wrongIn(document, read, db, l).map((one) => `${document}: ${one}`));
    }
    tally.check(wrong.length === 0, `${lang}: ${compared} fields in tables of ${DOCUMENTS.length} documents`, wrong.slice(0, 12).join("\n    "));
  }
}, 600000);

await tally.test("CSV, by rows", async () => {
  const l = new Language("fr", db), wrong = [];
  const rows = csv((await house.get(`/api/w/${id}/export/plan.csv?lang=fr`)).bytes.toString());
  const at = (key) => rows[0].indexOf(l.out(key));
  let n = 0;
  for (const [kind, field] of [["action", "title"], ["recommendation", "text"], ["framework", "title"], ["paragraph", "text"]])
    for (const row of db[kind]) {
      const found = rows.filter((one) => one[at("text")] === l.ml(row, field));
      const refs = JSON.parse(row.recommendations ?? "[]").map((one) => numbers(db).get(one).slice(1)).join("; ");
      const expected = { type: l.out(kind === "paragraph" ? row.level : kind), group: l.name("group", row.group), state: l.of(`export.${row.state}`, kind), adopted_at: row.adopted_at ? new Date(row.adopted_at).toISOString().replace(/\.\d+/, "") : "",
        theme: l.name("theme", row.theme), start: row.start === "ongoing" ? l.out("ongoing") : row.start ?? "", percent: row.percent ? `${row.percent}` : "", recommendations: refs };
      if (found.length !== 1) wrong.push(`${row.id} is there ${found.length} times`);
      for (const [key, value] of Object.entries(found.length === 1 ? expected : {})) if (++n && found[0][at(key)] !== value) wrong.push(`${row.id}.${key}: ${found[0][at(key)]} for ${value}`);
    }
  const sheet = csv((await house.get(`/api/w/${id}/export/attendance.csv?lang=fr`)).bytes.toString());
  const of = (key) => sheet[0].indexOf(sheet[0].find((head) => head === l.out(key)));
  const time = (ms) => new Date(ms).toISOString().replace(/\.\d+/, "");
  for (const person of db.person) {
    const times = db.attendance.filter((one) => one.person === person.id), row = sheet.find((one) => one[of("name")] === person.name && one[of("item")] === "");
    const expected = { delegation: l.name("delegation", person.delegation), came: time(Math.min(...times.map((one) => one.since))), left: time(Math.max(...times.map((one) => one.until))), minutes: `${Math.ceil(times.reduce((ms, one) => ms + one.until - one.since, 0) / 60000)}`, date: l.local(times[0].since).slice(0, 10) };
    for (const [key, value] of Object.entries(expected)) if (++n && row?.[of(key)] !== value) wrong.push(`${person.name}.${key}: ${row?.[of(key)]} for ${value}`);
  }
  tally.check(wrong.length === 0, `${n} cells`, wrong.slice(0, 8).join(" | "));
});

await tally.test("JSON: every column of every row, by its name", async () => {
  const json = JSON.parse((await house.get(`/api/w/${id}/export/plan.json`)).bytes), wrong = [];
  const as = (title) => (typeof title === "string" ? title : title?.fr ?? title?.en ?? "").split(" ")[0];
  const lists = { delegation: [json.delegations, "name"], group: [json.groups, "title"], person: [json.people, "name"], item: [json.agenda, "title"], poll: [json.polls, "question"], option: [json.polls.flatMap((one) => one.options ?? []), "text"],
    theme: [json.themes, "title"], action: [json.plan, "title"], recommendation: [json.recommendations, "text"], framework: [json.frameworks, "title"], paragraph: [json.frameworks.flatMap((one) => one.paragraphs), "text"],
    remark: [json.remarks, "text"], meeting: [json.meetings, "title"], stakeholder: [json.stakeholders, "name"], workshop: [[json], "title"] };
  /* What a file for another workshop leaves behind: who made and moved things here, and what the list's own order tells. */
  const left = /^(id|seq|pos|view|poll|framework|created_by|created_at|brought_at|adoption|version|reason|item|ready|undo_\w+|control|lead|answered_by|previous|series_\w+|series_of|locked|merged)$|_(source|revs)$/;
  const closed = /^(staff_notes|contact)$/;
  let n = 0;
  for (const [kind, [list, title]] of Object.entries(lists))
    for (const row of kind === "workshop" ? [db.workshop] : db[kind]) {
      const found = list.find((one) => as(kind === "theme" || typeof one === "string" ? one : one[title === "title" && kind === "action" ? "action" : title] ?? one) === as(row[title]));
      if (!found) wrong.push(`no ${kind} ${row[title]}`);
      for (const [column, value] of Object.entries(found ? row : {})) {
        const lang = /_(ar|fr|en)$/.exec(column)?.[1], field = column.replace(/_(ar|fr|en|id)$/, ""), key = kind === "action" && field === "title" ? "action" : field;
        const plain = found[kind === "theme" ? "" : key] ?? (field === title ? found : undefined);
        if (left.test(column) || value === null || value === 0 || value === "[]" || (!lang && `${column}_ar` in row)) continue;
        n++;
        if (closed.test(field) && kind !== "action") {
          if (key in found) wrong.push(`${kind}.${column} is told`);
          continue;
        }
        const name = (of) => Object.keys(lists).flatMap((one) => (one === "workshop" ? [] : db[one].filter((other) => other.id === of).map((other) => as(other[lists[one][1]]))))[0];
        const same = lang ? plain?.[lang] === value : plain === value || (plain === true && value === 1) || as(plain) === name(value) || numbers(db).get(value) === plain || JSON.stringify(plain) === value || plain === JSON.parse(/^\[/.test(value) ? value : "[]")[0]
          || (Array.isArray(plain) && plain.map((one) => (kind === "action" && column === "recommendations" ? `R${one}` : as(one))).join() === JSON.parse(value).map((one) => (column === "recommendations" ? numbers(db).get(one) : name(one))).join());
        if (!same) wrong.push(`${kind}.${column}: ${JSON.stringify(plain)} for ${value}`);
      }
    }
  /* Of polls that are not under names nobody learns who said what. */
  const ballots = json.polls.flatMap((one) => one.ballots ?? []), named = db.ballot.filter((one) => db.find("poll", one.poll).secrecy === "named").length;
  tally.check(json.series.name === db.workshop.series_name && json.series.number === 3 && json.series.of === 5 && ballots.length === named && ballots.every((one) => db.ballot.some((row) => row.cast_at === one.cast_at && (row.text ?? undefined) === one.text)), `the series, and ${named} ballots`);
  tally.check(json.adoptions.length === db.adoption.length && db.adoption.every((row, i) => ["way", "state", "closed_at", "rows", "votes_for", "votes_against", "votes_other", "reservations", "objections", "hash"].every((key) => (json.adoptions[i][key] ?? 0) === (row[key] ?? 0))), "adoptions");
  tally.check(wrong.length === 0, `${n} members`, wrong.slice(0, 10).join(" | "));
});

await tally.test("ICS: items and dates of the plan, each with all that is told of it", async () => {
  const l = new Language("fr", db), wrong = [];
  const calendar = new ICAL.Component(ICAL.parse((await house.get(`/api/w/${id}/export/calendar.ics?lang=fr`)).bytes.toString()));
  const events = calendar.getAllSubcomponents("vevent").map((part) => ({ part, event: new ICAL.Event(part), value: (name) => part.getFirstPropertyValue(name) }));
  const find = (summary, day) => events.find((one) => one.event.summary === summary && (!day || one.event.startDate.toString() === day));
  const want = (holds, what) => holds || wrong.push(what);
  let end = 0;
  for (const item of [...db.item].sort((a, b) => a.day - b.day || a.pos - b.pos)) {
    const one = find(l.ml(item, "title")), [hour, minute] = item.start ? item.start.split(":").map(Number) : [0, end];
    end = hour * 60 + minute + item.minutes;
    const wall = (at) => `2026-05-1${1 + item.day}T${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
    const [start, until] = item.started_at ? [l.local(item.started_at), l.local(item.ended_at)] : [wall(end - item.minutes), wall(end)];
    const told = [item.presenter, l.ml(item, "notes")].filter(Boolean).join("\n");
    want(one && one.event.startDate.toString().slice(0, 16) === start && (one.event.endDate?.toString().slice(0, 16) ?? until) === until && one.event.location === db.workshop.place && (one.event.description ?? "").startsWith(told) &&
      (one.value("url") ?? "") === (item.link ?? "") && one.value("status") === (item.state === "skipped" ? "CANCELLED" : "CONFIRMED"), `${item.title}: ${one?.event.startDate} ${one?.event.endDate} ${one?.event.description}`);
  }
  for (const row of db.action.filter((one) => !one.group))
    for (const key of ["start", "due"].filter((name) => /^\d{4}-/.test(row[name] ?? ""))) {
      const one = find(`${l.doc("colon", l.out(key))} ${l.ml(row, "title")}`, row[key]);
      const names = [row.lead_id, ...JSON.parse(row.partners ?? "[]")].map((of) => l.name("delegation", of));
      want(one && names.every((name) => one.event.description.includes(name)) && one.event.description.includes(l.of(`export.${row.status}`, "action")), `${row.title}: ${key}`);
    }
  for (const row of db.meeting) {
    const one = find(l.ml(row, "title"));
    want(one && one.event.startDate.toString().slice(0, 16) === row.starts && (one.event.location ?? "") === (row.place ?? "") && (one.value("url") ?? "") === (row.link ?? "") && (!row.minutes || one.event.duration.toSeconds() === row.minutes * 60) &&
      (one.value("rrule")?.count ?? 0) === row.count, `${row.title}: ${one?.part}`);
  }
  tally.check(wrong.length === 0 && events.every((one) => !one.event.description?.includes("staff")), `${events.length} events`, wrong.slice(0, 5).join(" | "));
});

const named = (one, format) => `${one.document}-${one.lang}${one.lang2 ? `-${one.lang2}` : ""}.${format}`;

await tally.test("the other formats say all that the page says", async () => {
  const files = Object.fromEntries(FORMATS.map((format) => [format, []]));
  for (const one of made)
    for (const format of FORMATS) {
      if (format === "xlsx" && one.document === "plan") continue;
      const got = await house.get(`/api/w/${id}/export/${one.document}.${format}?lang=${one.lang}${one.lang2 ? `&lang2=${one.lang2}` : ""}`);
      files[format].push({ ...one, file: house.file(named(one, format), got.bytes), bytes: got.bytes });
    }
  const office = (list, form) => shell("soffice", [`-env:UserInstallation=file://${house.work}/office`, "--headless", "--convert-to", form, "--outdir", house.work, ...list.map((one) => one.file)], { timeout: 500000 });
  office(files.docx, "txt:Text (encoded):UTF8");
  office(files.xlsx, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1");
  const sheets = readdirSync(house.work).filter((found) => found.endsWith(".csv"));
  const text = {
    docx: (one) => readFileSync(one.file.replace(/docx$/, "txt"), "utf8"), md: (one) => one.bytes.toString(),
    /* A heading without words below it is the name of a sheet, which LibreOffice puts into the name of its file. */
    xlsx: (one) => ((name) => sheets.filter((found) => found.startsWith(name)).flatMap((found) => [found.slice(name.length, -4), ...csv(readFileSync(path.join(house.work, found), "utf8")).flat()]))(`${path.basename(one.file, ".xlsx")}-`).join("\n"),
    pdf: (one) => shell("pdftotext", ["-raw", one.file, "-"]).out,
  };
  for (const format of FORMATS) {
    const wrong = files[format].flatMap((one) => LOST[format](format === "xlsx" ? one.pieces.slice(2) : one.pieces, text[format](one)).map((lost) => `${named(one, format)}: ${lost}`));
    const n = files[format].reduce((sum, one) => sum + one.pieces.length, 0);
    tally.check(wrong.length === 0, `${format.toUpperCase()}: ${n} pieces of ${files[format].length} documents`, wrong.slice(0, 8).join("\n    "));
  }
}, 600000);

await browser.close();
await house.close();
process.exit(tally.end());
