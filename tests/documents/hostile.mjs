// What people type to break a file, in every text field of a workshop in which everything was used, through every document and format, opened by programs that others
// wrote: LibreOffice finds no formula, link or macro, Chromium runs nothing and asks for nothing, archives and XML are whole, PDF does nothing, calendars and tables are what they
// were. Then the same coming in: as JSON, as a sheet, as a table, as a list of people.   node hostile.mjs    The last line is "N passed, N failed"
import { readFileSync } from "node:fs";
import path from "node:path";
import ICAL from "ical.js";
import { launch } from "../browser/chromium.mjs";
import { Tally } from "../browser/tally.mjs";
import { House, shell } from "./house.mjs";
import { PLACES } from "./places.mjs";
import { csv } from "./told.mjs";
import { play } from "./whole.mjs";

const tally = new Tally();
const house = await House.open();
const browser = await launch();

/* What a field takes is said here, what it does not take is in REFUSED. */
const CORPUS = [
  "=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.example/","x")', "=cmd|' /C calc'!A0", "'=1+1", '=WEBSERVICE("http://evil.example/")', "{=1+1}", "<script>alert(1)</script>",
  "</td></table></style><img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "<iframe src=http://evil.example></iframe>", "<a href=javascript:alert(1)>x</a>", "&lt;b&gt;&amp;&#0;", "]]>", "<!--", "-->", "<?xml?>",
  "<!DOCTYPE a [<!ENTITY b \"c\">]>", "BEGIN:VEVENT", "END:VCALENDAR", "../../etc/passwd", "..\\..\\C:\\con", "a;b,c:d\\n\\", "_x0041_ _x000D_ _x202E_", "| a | b |", "[link](javascript:alert(1))", "![x](http://evil.example/x)", "**[open [inner] still",
  "=\"\"&\"\"", "%s%n%x %0d%0aSet-Cookie:b=c", "filename=\"x\"; y=z", "&L&P&D&\"Arial\"", "{{7*7}} ${7*7}", "عربي (English) 123, عربي", "😀👩‍👩‍👧🇲🇱", "\u{10000}\u{20000}\u{30000}\u{E0100}\u{F0000}\u{10FFFD}", "e\u0301\u0302\u0303\u0304\u0305", "ﷺ ﻻ\u200b\u00ad\ufeffx",
  "\u2028after\u2029", "中文 עברית ไทย", "/JS (app.alert\\(1\\))", "\u202eevil\u202c", "\u2066x\u2069 \u200f", "#REF!", "TRUE", "1e9", "2026-05-31",
];
const REFUSED = ["\u0000", "a\u0007b", "\u001b[31m", "a\u0085b", "\uffff", "\u{1ffff}"];
const LONG = /^(item\.(staff_)?notes|action\.(objective|deliverable|milestones|resources|risk)|recommendation\.text|paragraph\.text|remark\.text)/;

/* Each field begins with another one of the corpus, and has as many behind it as it takes. */
let turn = 0;
function some(most, between) {
  let text = CORPUS[turn++ % CORPUS.length];
  for (let i = turn; i < turn + CORPUS.length; i++) {
    const more = `${text}${between}${CORPUS[i % CORPUS.length]}`;
    if ([...more].length > most) break;
    text = more;
  }
  return text;
}
/* A command holds three languages of eight fields. */
const most = (what) => (/^person\.name|place|labels|series|workshop\.name/.test(what) ? 60 : LONG.test(what) ? 220 : 200);
const written = (what) => (LONG.test(what) ? some(most(what), "\n") : some(most(what), " ").replace(/[\u2028\u2029]/g, ""));
const words = {
  text: written, say: (what) => ({ ar: written(what), fr: written(what), en: written(what) }),
  link: () => `https://evil.example/${encodeURIComponent(some(60, ""))}/../..;=1+1?a=%0d%0aX&c='d'#{}[]|^~`,
};

/** What the workshop's file says, asked of the program sqlite3; fetched again when it is `fresh`. */
const copies = new Map();
async function stored(id, sql, fresh = false) {
  if (fresh || !copies.has(id)) copies.set(id, house.file(`${id}.plenary`, (await house.get(`/api/w/${id}/file`)).bytes));
  return JSON.parse(shell("sqlite3", ["-readonly", "-json", copies.get(id), sql], { maxBuffer: 64 << 20 }).out || "[]");
}

const KINDS = ["plan", "recommendations", "texts", "agenda", "polls", "participation", "report", "attendance"];
const FORMATS = ["docx", "xlsx", "pdf", "html", "md"];
const ASKED = [...KINDS.flatMap((kind) => FORMATS.map((format) => `${kind}.${format}`)), "plan.csv", "plan.json", "attendance.csv", "calendar.ics", "bundle.zip"];
/* Texts of a form of their own, which says what they can be. */
const FORMED = new Set(["workshop.source", "delegation.country", "stakeholder.attitude", "framework.reason"]);
const files = [];

/** All documents of a workshop; every one an attachment with one line of name, and pages in a sandbox. */
async function take(id, langs, asked = ASKED) {
  const wrong = [];
  for (const lang of langs)
    for (const name of asked) {
      const { status, headers, bytes } = await house.get(`/api/w/${id}/export/${name}?lang=${lang}`);
      const fine = status === 200 && /^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.%-]+$/.test(headers["content-disposition"] ?? "") && !/UTF-8''\.|%2F|%5C|%0[AD]|%E2%80%AE/i.test(headers["content-disposition"]) &&
        headers["x-content-type-options"] === "nosniff" && !/b=c/.test(headers["set-cookie"] ?? "") && (!name.endsWith("html") || headers["content-security-policy"]?.startsWith("sandbox; default-src 'none'"));
      if (!fine) wrong.push(`${name} ${status} ${headers["content-disposition"]} ${String(bytes).slice(0, 100)}`);
      const key = `${id}-${lang.replace(/\W+/g, "-")}-${name}`;
      files.push({ key, kind: name.split(".")[0], format: name.split(".")[1], bytes, file: house.file(key, bytes) });
    }
  return wrong;
}
const of = (...formats) => files.filter((one) => formats.includes(one.format));

const id = await play(house, words);
let long;

await tally.test("every text field of every kind holds something of the corpus", async () => {
  const empty = [];
  for (const [kind, places] of Object.entries(PLACES)) {
    const columns = await stored(id, `SELECT name FROM pragma_table_xinfo('${kind}') WHERE type = 'TEXT'`);
    const rows = await stored(id, `SELECT * FROM "${kind}"`);
    for (const { name } of columns)
      if (name in places && !/^(told|- room)$/.test(places[name]) && !rows.some((row) => CORPUS.some((text) => String(row[name] ?? "").includes(text.slice(0, 20)) || String(row[name]).startsWith("https://evil"))) && !FORMED.has(`${kind}.${name}`)) empty.push(`${kind}.${name}`);
  }
  tally.check(empty.length === 0, "fields of texts", empty.join(" "));
});

await tally.test("every document in every format, an attachment with a name of one line", async () => {
  const json = JSON.parse((await house.get(`/api/w/${id}/export/plan.json`)).bytes);
  /* 20,000 characters come with a file: a command has no room for them. */
  const wide = (head, n = 20000) => [...`${head}${"😀=<&ع [x] \n".repeat(2000)}`].slice(0, n).join("");
  for (const [i, row] of json.plan.entries()) if (i < 2) Object.assign(row, { objective: wide("=1+1", 2000), risk: { ar: wide("عربي", 2000), fr: wide("é", 2000), en: wide("<b>", 2000) } });
  json.recommendations[1] = { text: { fr: wide("@SUM(A1)") } };
  json.agenda[1].notes = { fr: wide("\n=1"), ar: wide("x") };
  long = await house.workshop(json);
  const wrong = [...(await take(id, ["fr", "en&lang2=ar"])), ...(await take(long, ["ar"], ["docx", "xlsx", "pdf", "html", "md", "csv", "json"].map((format) => `plan.${format}`)))];
  tally.check(wrong.length === 0, `${files.length} files`, wrong.slice(0, 5).join("\n    "));
}, 600000);

await tally.test("archives are whole, every part of them is XML and leads nowhere", async () => {
  const page = await (await browser.newContext({ offline: true })).newPage();
  const wrong = [];
  let parts = 0;
  for (const one of of("docx", "xlsx", "zip")) {
    const folder = path.join(house.work, `${one.key}.d`);
    if (shell("unzip", ["-tqq", one.file]).status !== 0 || shell("unzip", ["-q", one.file, "-d", folder]).status !== 0) wrong.push(`${one.key} is broken`);
    const names = shell("unzip", ["-Z1", one.file]).out.trim().split("\n");
    if (names.some((name) => name.includes("..") || name.startsWith("/") || name.includes("\\") || /vba|macro|external|activeX|embed/i.test(name))) wrong.push(`${one.key}: ${names}`);
    if (one.format === "zip") continue;
    const texts = names.filter((name) => /\.(xml|rels)$/.test(name)).map((name) => [name, readFileSync(path.join(folder, name), "utf8")]);
    parts += texts.length;
    /* Links lead where the workshop's own do, and nowhere of a text's making. */
    for (const [name, text] of texts) if (/<f[ >]|<w:fldSimple w:instr="(?! *(PAGE|NUMPAGES|TOC)\b| HYPERLINK &quot;https?:\/\/[^"\\ <]*&quot; ")|<w:(object|instrText[^>]*>[^<]*(DDE|INCLUDE))|<(oleObject|ddeLink)/.test(text) || (/\.rels$/.test(name) && [...text.matchAll(/Target="([^"]*)"[^>]*External/g)].some(([, to]) => !/^https?:/.test(to)))) wrong.push(`${one.key} ${name} holds what runs`);
    const bad = await page.evaluate((all) => all.filter(([, text]) => new DOMParser().parseFromString(text, "application/xml").querySelector("parsererror")).map(([name]) => name), texts);
    if (bad.length > 0) wrong.push(`${one.key}: ${bad} is no XML`);
  }
  tally.check(wrong.length === 0, `${parts} parts`, wrong.slice(0, 5).join("\n    "));
  await page.context().close();
}, 600000);

await tally.test("pages in Chromium run nothing, ask for nothing and have no element of a text's making", async () => {
  const page = await (await browser.newContext()).newPage();
  const heard = [];
  page.on("dialog", (dialog) => { heard.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (!/^file:.*\.html$/.test(request.url())) heard.push(request.url()); });
  for (const one of of("html")) {
    await page.goto(`file://${one.file}`);
    const strange = await page.evaluate(() => [...new Set([...document.querySelectorAll("*")].map((e) => e.localName))].filter((name) => !/^(html|head|meta|title|style|body|header|section|footer|main|nav|div|h[1-6]|p|b|i|mark|code|span|bdi|br|dl|dt|dd|table|caption|colgroup|col|thead|tbody|tr|th|td|a|ul|li)$/.test(name))
      .concat([...document.querySelectorAll("a")].map((a) => a.protocol).filter((protocol) => !/^https?:|^file:/.test(protocol)), [...document.querySelectorAll("*")].flatMap((e) => [...e.attributes]).map((a) => a.name).filter((name) => /^on|^src/.test(name))));
    if (strange.length > 0) heard.push(`${one.key}: ${strange}`);
  }
  tally.check(heard.length === 0, `${of("html").length} pages`, heard.slice(0, 5).join("\n    "));
  await page.context().close();
}, 600000);

await tally.test("LibreOffice opens every file, and finds neither formula nor script nor a link that runs", async () => {
  const wrong = [];
  /* All sheets, and of the texts those that have everything in them: starting takes less than opening. */
  const lists = { fods: of("xlsx"), fodt: of("docx").filter((one) => one.kind !== "report" || !one.key.includes("lang2")) };
  for (const [form, list] of Object.entries(lists)) {
    if (list.length === 0) throw new Error("no files");
    const done = shell("soffice", [`-env:UserInstallation=file://${house.work}/office`, "--headless", "--convert-to", form, "--outdir", house.work, ...list.map((one) => one.file)], { timeout: 500000 });
    for (const one of list) {
      let text = "";
      try { text = readFileSync(one.file.replace(/\.\w+$/, `.${form}`), "utf8"); } catch { wrong.push(`${one.key} was not opened: ${done.out.slice(-200)}`); continue; }
      const links = [...text.matchAll(/xlink:href="([^"]*)"/g)].map(([, to]) => to).filter((to) => !/^(https?:|#|&lt;script)/.test(to));
      if (/table:formula=|<draw:object|<table:cell-range-source|<office:event-listeners|<text:(dde|script|execute-macro)/.test(text) || links.length > 0) wrong.push(`${one.key}: ${links} ${/table:formula="[^"]*"/.exec(text) ?? ""}`);
      if (text.length < 2000) wrong.push(`${one.key} says nothing`);
    }
  }
  tally.check(wrong.length === 0, `${lists.fods.length} sheets and ${lists.fodt.length} texts`, wrong.slice(0, 5).join("\n    "));
}, 600000);

await tally.test("PDF files are read, and do nothing", async () => {
  const wrong = [];
  for (const one of of("pdf")) {
    const info = shell("pdfinfo", [one.file]), text = shell("pdftotext", [one.file, "-"], { maxBuffer: 64 << 20 });
    const runs = /\/(JavaScript|JS|Launch|EmbeddedFile|OpenAction|AA|SubmitForm|GoToR)\b/.exec(one.bytes.toString("latin1"));
    if (info.status !== 0 || !/JavaScript: +no/.test(info.out) || /Error|Warning/.test(info.out) || text.status !== 0 || text.out.length < 100 || runs) wrong.push(`${one.key}: ${runs} ${info.out.slice(0, 300)}`);
  }
  tally.check(wrong.length === 0, `${of("pdf").length} files`, wrong.slice(0, 3).join("\n    "));
}, 600000);

await tally.test("tables, calendars and JSON say what is stored", async () => {
  const wrong = [];
  for (const one of of("csv")) {
    const rows = csv(one.bytes.toString());
    if (rows.some((row) => row.length !== rows[0].length) || rows.flat().some((cell) => /^[=+\-@\t\r]/.test(cell))) wrong.push(`${one.key}: a formula, or a row of another width`);
  }
  const rows = (await stored(id, "SELECT count(*) AS n FROM item WHERE 1"))[0].n;
  for (const one of of("ics")) {
    const calendar = new ICAL.Component(ICAL.parse(one.bytes.toString())), events = calendar.getAllSubcomponents("vevent").map((part) => new ICAL.Event(part));
    const lang = /-(\w\w)/.exec(one.key.slice(id.length))[1], items = await stored(id, `SELECT title_${lang} AS title FROM item`);
    const own = /^(UID|DTSTAMP|LAST-MODIFIED|SEQUENCE|DTSTART|DTEND|DURATION|RRULE|SUMMARY|LOCATION|DESCRIPTION|URL|CATEGORIES|STATUS|TRANSP|BEGIN|END|VERSION|PRODID|CALSCALE|METHOD|NAME|X-[A-Z-]+|REFRESH-INTERVAL|TZID|TZOFFSET\w+|TZNAME|RDATE| )/;
    if (one.bytes.toString().split("\r\n").some((line) => line !== "" && (!own.test(line) || Buffer.byteLength(line) > 75 || /[\r\n]/.test(line)))) wrong.push(`${one.key}: a line of a text's making`);
    const told = (text) => text.replace(/[\u202a-\u202e\u2066-\u2069\ufeff]/g, "").replace(/\s+/g, " ").trim();
    const lost = items.filter((item) => !events.some((event) => told(event.summary) === told(item.title)));
    if (lost.length > 0 || items.length !== rows) wrong.push(`${one.key}: ${lost.length} of ${rows} items: ${JSON.stringify(lost[0])}`);
  }
  const json = JSON.parse(of("json")[0].bytes);
  const texts = await stored(id, "SELECT risk_ar, risk_fr, risk_en, title_ar FROM action ORDER BY id");
  if (!texts.every((row) => json.plan.some((one) => one.action.ar === row.title_ar && (one.risk?.ar ?? null) === row.risk_ar && (one.risk?.en ?? null) === row.risk_en))) wrong.push("JSON");
  tally.check(wrong.length === 0, `${of("csv", "ics", "json").length} files`, wrong.slice(0, 5).join("\n    "));
});

await tally.test("what comes back in is what went out, as JSON, as a sheet and as a table; people as a list", async () => {
  const nothing = (reply) => reply.status === 200 && reply.json.rows?.length === 0 && reply.json.errors?.length === 0;
  for (const [format, type, query] of [["json", "application/json", ""], ["xlsx", undefined, "?lang=en&lang2=ar"], ["csv", "text/csv", "?lang=fr"]]) {
    const out = await house.get(`/api/w/${long}/export/plan.${format}${query}`), back = await house.send(`/api/w/${long}/import/plan?dry=1`, out.bytes, type);
    tally.check(nothing(back), `${format.toUpperCase()} of the plan, back in, changes nothing`, JSON.stringify(back.json).slice(0, 600));
  }
  const names = CORPUS.map((text) => [...text.replace(/[\u2028\u2029]/g, "")].slice(0, 60).join("")).filter((text) => text.trim() !== "");
  const list = ["Name,Role,Function", ...names.map((name) => `"${name.replaceAll('"', '""')}",delegate,"${name.replaceAll('"', '""')}"`)].join("\r\n");
  const people = await house.send(`/api/w/${long}/import/people?dry=0&delegations=1`, list, "text/csv");
  const inside = (await stored(long, "SELECT name FROM person", true)).map((one) => one.name);
  const lost = names.filter((name) => !inside.includes(name.replace(/\s+/g, " ").trim()) && !inside.includes(name) && !inside.includes(name.replace(/^'(?=[=+\-@])/, "")));
  tally.check(people.status === 200 && lost.length <= 2, `${inside.length} people of a list`, `${people.status} ${JSON.stringify(people.json).slice(0, 400)} lost: ${JSON.stringify(lost)}`);
  const sheet = await house.get(`/api/w/${long}/export/participation.xlsx?lang=fr`), file = house.file("people.xlsx", sheet.bytes);
  tally.check(sheet.status === 200 && !/<f[ >]/.test(shell("unzip", ["-p", file], { maxBuffer: 64 << 20 }).out), "and out again, without a formula");
  const refused = [];
  for (const text of REFUSED) {
    const reply = await house.send(`/api/workshops`, JSON.stringify({ scenario: { name: "x", title: "x", time_zone: "UTC", recommendations: [text] } }), "application/json");
    if (reply.status !== 400) refused.push(JSON.stringify(text));
  }
  tally.check(refused.length === 0, "control characters are refused", refused.join());
}, 600000);

await browser.close();
await house.close();
process.exit(tally.end());
