// The plan as a sheet, edited as people do: rows inserted, sorted, filtered, copied and deleted, columns deleted, cells merged, lines broken, dates
// and percentages typed. LibreOffice opens and saves every sheet; what comes back is exactly the edits, or is told by its line.
//   node edits.mjs    prints what holds and, last, "N passed, N failed"
import { readFileSync } from "node:fs";
import path from "node:path";
import { Tally } from "../browser/tally.mjs";
import { House, shell } from "./house.mjs";
import { pack } from "./pack.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
const tally = new Tally();
const house = await House.open();

/** The first table of a flat sheet as rows of cells, and back. */
class Flat {
  constructor(text) {
    this.text = text;
    this.table = /<table:table [^>]*>.*?<\/table:table>/s.exec(text)[0];
    const rows = this.table.match(/<table:table-row[ >].*?<\/table:table-row>/gs);
    this.rows = rows.slice(0, -1).map((row) => ({ head: /<table:table-row[^>]*>/.exec(row)[0].replace(/ table:number-rows-repeated="\d+"/, ""), cells: Flat.cells(row) }));
    this.was = rows;
    this.names = this.rows[0].cells.map((cell) => /<text:p>([^<]*)</.exec(cell)?.[1] ?? "");
  }

  static cells(row) {
    return row.match(/<table:(?:covered-)?table-cell[^>]*?(?:\/>|>.*?<\/table:(?:covered-)?table-cell>)/gs)
      .flatMap((cell) => Array.from({ length: Math.min(64, Number(/number-columns-repeated="(\d+)"/.exec(cell.split(">")[0])?.[1] ?? 1)) }, () => cell.replace(/ table:number-columns-repeated="\d+"/, "")));
  }

  /** What stands in a row: of an action the first is row 2. */
  set(row, name, made) {
    const column = this.names.findIndex((one) => one.split(".")[0] === name);
    const style = made.includes("table:style-name") ? "" : (/table:style-name="[^"]*"/.exec(this.rows[row].cells[column])?.[0] ?? "");
    this.rows[row].cells[column] = made.replace(/^<table:table-cell/, `<table:table-cell ${style}`);
  }

  drop(name) {
    const column = this.names.findIndex((one) => one.split(".")[0] === name);
    for (const row of this.rows) row.cells.splice(column, 1);
    this.names.splice(column, 1);
  }

  /** Without an id and a number, as an inserted row is. */
  insert(at, values) {
    this.rows.splice(at, 0, { head: "<table:table-row>", cells: this.names.map(() => "<table:table-cell/>") });
    for (const [name, made] of Object.entries(values)) this.set(at, name, made);
  }

  get() {
    const rows = this.rows.map((row) => `${row.head}${row.cells.join("")}</table:table-row>`).join("");
    const first = this.table.indexOf(this.was[0]), last = this.table.lastIndexOf(this.was.at(-1)) + this.was.at(-1).length;
    return this.text.replace(this.table, () => this.table.slice(0, first).replace(/<table:table-header-rows>$/, "") + rows + this.table.slice(last));
  }
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const words = (text) => `<table:table-cell office:value-type="string">${text.split("\n").map((line) => `<text:p>${escaped(line)}</text:p>`).join("")}</table:table-cell>`;
const day = (date) => `<table:table-cell office:value-type="date" office:date-value="${date}"><text:p>${date}</text:p></table:table-cell>`;
const number = (value) => `<table:table-cell office:value-type="float" office:value="${value}"><text:p>${value}</text:p></table:table-cell>`;
const percent = (value) => `<table:table-cell table:style-name="percents" office:value-type="percentage" office:value="${value}"><text:p>${value * 100}%</text:p></table:table-cell>`;
const PERCENTS = '<number:percentage-style style:name="N11"><number:number number:decimal-places="0" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>'
  + '<style:style style:name="percents" style:family="table-cell" style:data-style-name="N11"/></office:automatic-styles>';

/* By what is done to it: [what, how, changes as "line field", problems as "line problem", new rows]. `own`: words of the language. */
const EDITS = (own) => [
  ["nothing", () => {}, "", ""],
  ["a row inserted between others", (flat) => flat.insert(3, { title: words(own.title), due: day("2027-03-01"), percent: number(5), status: words(own.status), priority: words(own.priority) }),
    `4 title.${own.lang},4 due,4 priority,4 status,4 percent`, "", 1],
  ["columns deleted", (flat) => ["risk", "milestones", "group", "number", "state"].forEach((name) => flat.drop(name)), "", ""],
  ["rows sorted the other way, one of them edited", (flat) => {
    flat.set(2, "funding", words("USD 5"));
    flat.rows.splice(2, 4, ...flat.rows.slice(2, 6).reverse());
  }, "6 funding", ""],
  ["rows filtered, one edited that is seen", (flat) => {
    for (const at of [2, 4]) flat.rows[at].head = flat.rows[at].head.replace("<table:table-row", '<table:table-row table:visibility="filter"');
    flat.set(3, "contact", words("a+b@example.org"));
  }, "4 contact", ""],
  ["the headings deleted, the first row edited", (flat) => {
    flat.set(2, "funding", words("XOF 9"));
    flat.rows.splice(1, 1);
  }, "2 funding", ""],
  ["a row deleted", (flat) => flat.rows.splice(4, 1), "", ""],
  ["lines broken in a cell", (flat) => {
    flat.set(2, "objective", words(own.lines.join("\n")));
    flat.set(3, "title", words(own.lines.join("\n")));
  }, `3 objective.${own.lang},4 title.${own.lang}`, ""],
  ["dates typed as dates and as words", (flat) => {
    flat.set(2, "start", day("2026-02-28"));
    flat.set(2, "due", words(own.after));
    flat.set(3, "due", day("2028-02-29"));
    flat.set(own.dated, "due", words(own.ongoing));
  }, `3 start,3 due,4 due,${own.dated + 1} due`, ""],
  ["25 % and 30", (flat) => {
    flat.set(2, "percent", percent(0.25));
    flat.set(3, "percent", number(30));
    flat.set(4, "target", percent(0.6));
  }, "3 percent,4 percent,5 target", ""],
  ["0.25 where percents are counted", (flat) => flat.set(2, "percent", number(0.25)), "3 percent", "3 number"],
  ["a status that is none, and a delegation nobody knows", (flat) => {
    flat.set(2, "status", words("Xyz"));
    flat.set(3, "lead", words("Atlantis"));
  }, "3 status,4 lead", "3 not_possible,4 unknown"],
  ["cells merged", (flat) => {
    flat.set(2, "title", words(own.title).replace("<table:table-cell", '<table:table-cell table:number-columns-spanned="1" table:number-rows-spanned="2"'));
    flat.rows[3].cells[flat.names.findIndex((one) => one.startsWith("title"))] = "<table:covered-table-cell/>";
  }, null, "3 merged"],
  ["a row copied, its id too", (flat) => flat.rows.splice(4, 0, structuredClone(flat.rows[2])), "", "5 key_twice"],
  ["a sheet of one's own in front", (flat) => flat.set(2, "funding", words("EUR 7")), "3 funding", "", 0,
    (text) => text.replace("<table:table ", () => `<table:table table:name="Notes"><table:table-row>${words("key")}${words("Action")}</table:table-row><table:table-row>${words("1")}${words("Mine")}</table:table-row></table:table><table:table `)],
];

const own = {
  fr: { lang: "fr", dated: 4, title: "Une « nouvelle » mesure", status: "En cours", priority: "Élevée", after: "T+9 mois", ongoing: "En continu", lines: ["Une ligne ;", "deux lignes"] },
  ar: { lang: "ar", dated: 5, title: "إجراء جديد (SAFE 2018)", status: "قيد التنفيذ", priority: "عالية", after: "T+9 شهر", ongoing: "مستمر", lines: ["السطر الأول؛", "السطر الثاني 50 %"] },
};

for (const [name, lang] of [["bamako-2021", "fr"], ["riyadh-2015", "ar"]]) {
  await tally.test(`${name} in ${lang}: edited as people do`, async () => {
    const scenario = JSON.parse(readFileSync(path.join(here, `../scenarios/${name}.json`), "utf8"));
    while (scenario.plan.length < 4) scenario.plan.push({ theme: scenario.plan[0].theme, action: { fr: `Mesure ${scenario.plan.length}`, ar: `إجراء ${scenario.plan.length}` }, due: "2026-05-31" });
    const id = await house.workshop(scenario);
    const plan = `/api/w/${id}/import/plan?dry=1`;
    const run = (files, form) => shell("soffice", [`-env:UserInstallation=file://${house.work}/office`, "--headless", "--convert-to", form, "--outdir", house.work, ...files], { timeout: 500000 });
    run([house.file(`${name}.xlsx`, (await house.get(`/api/w/${id}/export/plan.xlsx?lang=${lang}`)).bytes)], "fods");
    const text = readFileSync(path.join(house.work, `${name}.fods`), "utf8").replace("</office:automatic-styles>", () => PERCENTS);
    const cases = EDITS(own[lang]);
    const files = cases.map(([, how, , , , after], i) => {
      const flat = new Flat(text);
      how(flat);
      return house.file(`${name}-${i}.fods`, after ? after(flat.get()) : flat.get());
    });
    run(files, "xlsx:Calc MS Excel 2007 XML");
    for (const [i, [what, , changes, problems, created = 0]] of cases.entries()) {
      const reply = await house.send(plan, readFileSync(path.join(house.work, `${name}-${i}.xlsx`)));
      const told = (reply.json.rows ?? []).flatMap((row) => row.changed.map((one) => `${row.line} ${one.field}${one.lang ? `.${one.lang}` : ""}`)).join();
      const wrong = reply.json.errors.map((one) => `${one.line} ${one.problem}`).join();
      const fine = (changes === null || told === changes) && wrong === problems && reply.json.created === created && reply.json.errors.every((one) => one.say.ar && one.say.fr && one.say.en);
      tally.check(fine, `${what}: ${told || "no edit"}${wrong && `; ${wrong}`}`, JSON.stringify(reply.json).slice(0, 700));
    }
    const seen = async (i) => (await house.send(plan, readFileSync(path.join(house.work, `${name}-${i}.xlsx`)))).json.rows.flatMap((row) => row.changed.map((one) => one.now));
    const at = (word) => cases.findIndex(([what]) => what.startsWith(word));
    tally.check((await seen(at("lines"))).join("|") === `${own[lang].lines.join("\n")}|${own[lang].lines.join(" ")}`, "lines stay lines where a field has them", JSON.stringify(await seen(at("lines"))));
    tally.check((await seen(at("dates"))).join() === ["2026-02-28", own[lang].after, "2028-02-29", own[lang].ongoing].join(), "a date is that day", JSON.stringify(await seen(at("dates"))));
    tally.check((await seen(at("25"))).join() === "25%,30,60%", "percents are percents", JSON.stringify(await seen(at("25"))));
  }, 600000);
}

/** RFC 4180 as rows, and back as a spreadsheet in French writes them. */
function rowsOf(text) {
  const rows = [[]], cell = /("(?:[^"]|"")*"|[^,"\r\n]*)(,|\r?\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const [, given, end] = cell.exec(text);
    rows.at(-1).push(given.startsWith('"') ? given.slice(1, -1).replaceAll('""', '"') : given);
    if (end !== "," && cell.lastIndex < text.length) rows.push([]);
  }
  return rows;
}
const french = (rows) => rows.map((row) => row.map((cell) => (/[;"\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(";")).join("\r\n") + "\r\n";
/* The letters of one byte that a spreadsheet on Windows writes for these languages. */
const bytesOf = (text, table) => Buffer.from([...text].map((letter) => table[letter] ?? letter.charCodeAt(0)));
const WINDOWS = { é: 0xe9, É: 0xc9, œ: 0x9c, "’": 0x92, إ: 0xc5, ج: 0xcc, ر: 0xd1, ا: 0xc7, ء: 0xc1 };

await tally.test("CSV as spreadsheets save it", async () => {
  for (const lang of ["fr", "ar"]) {
    const scenario = JSON.parse(readFileSync(path.join(here, "../scenarios/bamako-2021.json"), "utf8"));
    scenario.plan.push({ theme: "Suivi", action: { fr: "Mesure ; « autre »", ar: "إجراء آخر؛ 50 %" }, due: "2026-05-31", objective: { fr: 'Un "but"', ar: "هدف" } });
    const id = await house.workshop(scenario);
    const send = (text, dry = 1) => house.send(`/api/w/${id}/import/plan?dry=${dry}`, text, "text/csv");
    const told = (reply) => (reply.json.rows ?? []).flatMap((row) => row.changed.map((one) => `${row.line} ${one.field} ${JSON.stringify(one.now)}`)).join() + reply.json.errors.map((one) => `${one.line} ${one.problem}`).join();
    const rows = rowsOf((await house.get(`/api/w/${id}/export/plan.csv?lang=${lang}`)).bytes.toString().replace(/^\ufeff/, ""));
    const slashed = rows.map((row) => row.map((cell) => cell.replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$3/$2/$1")));
    tally.check(french(slashed).includes("31/05/2026"), `${lang}: days as 31/05/2026`);
    for (const [what, text] of [["semicolons and days with strokes", french(slashed)], ["with a byte order mark", `\ufeff${french(slashed)}`], ["with sep=;", `sep=;\r\n${french(slashed)}`],
      ["tabs", rows.map((row) => row.map((cell) => (/[\t"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join("\t")).join("\n")]]) {
      const reply = await send(text);
      tally.check(reply.status === 200 && told(reply) === "", `${lang}, ${what}: nothing is another`, told(reply) || JSON.stringify(reply.json).slice(0, 300));
    }
    const at = (rows[0].length > 20 ? rows[0] : []).findIndex((head) => ["Objectif", "الهدف"].includes(head)), due = rows[0].findIndex((head) => ["Échéance", "الموعد"].includes(head));
    const edited = structuredClone(slashed), row = edited.findIndex((one) => one[due] === "31/05/2026");
    edited[row][at] = "Une ligne\r\n\"deux\" ; trois";
    edited[row][due] = "29/02/2028";
    const reply = await send(french(edited));
    tally.check(told(reply) === `${row + 1} objective ${JSON.stringify('Une ligne\n"deux" ; trois')},${row + 1} due "2028-02-29"`, `${lang}: line ends and quotes inside of a cell, and a day, are the edits`, told(reply));
    edited[row][due] = "31/02/2028";
    const wrong = await send(french(edited), 0);
    tally.check(wrong.status === 400 && wrong.json.errors.map((one) => `${one.line} ${one.column} ${one.problem}`).join() === `${row + 1} due due`, `${lang}: a day that is none is told by its line`, told(wrong));
  }
  const id = await house.workshop(JSON.parse(readFileSync(path.join(here, "../scenarios/bamako-2021.json"), "utf8")));
  for (const [what, text] of [["Windows-1252", bytesOf("Action;Échéance\r\nMené à l’œuvre;31/05/2026\r\n", WINDOWS)], ["Windows-1256", bytesOf("Action;Due\r\nإجراء;31/05/2026\r\n", WINDOWS)],
    ["UTF-16", Buffer.from("\ufeffAction\tDue\r\nOne\t2026-05-31\r\n", "utf16le")]]) {
    const reply = await house.send(`/api/w/${id}/import/plan`, text, "text/csv");
    tally.check(reply.status === 400 && reply.json.errors.length === 1 && reply.json.errors[0].problem === "encoding" && ["ar", "fr", "en"].every((lang) => /UTF/.test(reply.json.errors[0].say[lang])), `${what} is refused in words: ${reply.json.errors[0]?.say.en}`, JSON.stringify(reply.json).slice(0, 300));
  }
});

await tally.test("as other programs write a sheet: shared, inline and rich texts, days from 1900 and from 1904", async () => {
  const id = await house.workshop(JSON.parse(readFileSync(path.join(here, "../scenarios/bamako-2021.json"), "utf8")));
  const seat = await house.seat(id);
  const key = seat.list("action").find((one) => one.title.fr.startsWith("Publier")).id;
  seat.close();
  const styles = '<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="[$-40C]d\\ mmmm\\ yyyy"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>';
  const strings = '<sst><si><t>key@1</t></si><si><r><t xml:space="preserve">Publier </t></r><r><rPr><b/></rPr><t>ensemble</t></r><rPh><t>x</t></rPh></si></sst>';
  const book = (from1904) => ({
    "xl/workbook.xml": `<workbook><workbookPr${from1904 ? ' date1904="1"' : ""}/><sheets><sheet name="P" sheetId="1"/></sheets></workbook>`, "xl/styles.xml": styles, "xl/sharedStrings.xml": strings,
    "xl/worksheets/sheet1.xml": `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>title.fr</t></is></c><c r="C1" t="str"><v>start.fr</v></c><c r="D1" t="inlineStr"><is><r><t>due</t></r><r><t>.fr</t></r></is></c><c r="E1" t="str"><v>contact.fr</v></c></row>`
      + `<row r="2"/><row r="7"><c r="A7"><v>${key}</v></c><c r="B7" t="s"><v>1</v></c><c r="C7" s="2"><v>${46173 - (from1904 ? 1462 : 0)}</v></c><c r="D7" t="d"><v>2027-01-31T00:00:00</v></c><c r="E7" t="b"><v>1</v></c></row></sheetData></worksheet>`,
  });
  for (const from1904 of [false, true]) {
    const reply = await house.send(`/api/w/${id}/import/plan?dry=1`, pack(book(from1904)));
    const told = (reply.json.rows ?? []).map((row) => `${row.line}: ${row.changed.map((one) => `${one.field} ${one.now}`).join(", ")}`).join();
    tally.check(told === "7: title Publier ensemble, start 2026-05-31, due 2027-01-31, contact TRUE", `days from ${from1904 ? 1904 : 1900}: ${told}`, JSON.stringify(reply.json).slice(0, 500));
  }
});

await house.close();
process.exit(tally.end());
