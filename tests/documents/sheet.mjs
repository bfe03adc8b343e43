// The plan as a sheet through LibreOffice and back: what it saved untouched changes nothing, and what was edited in it is exactly what
// changes.   node sheet.mjs    prints what holds and, last, "N passed, N failed"
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Tally } from "../browser/tally.mjs";
import { House, shell } from "./house.mjs";
import { pack } from "./pack.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
const tally = new Tally();
const house = await House.open();

/** Opened in LibreOffice and saved in another form, without a screen. */
function office(file, form) {
  const done = shell("soffice", [`-env:UserInstallation=file://${house.work}/office`, "--headless", "--convert-to", form, "--outdir", house.work, file], { timeout: 500000 });
  const made = path.join(house.work, `${path.basename(file, path.extname(file))}.${form.split(":")[0]}`);
  if (done.status !== 0) throw new Error(done.out);
  return made;
}

const plan = (id) => `/api/w/${id}/import/plan`;

for (const [name, lang, edits] of [
  ["bamako-2021", "fr", [["Publier un calendrier partagé des rencontres utiles et nécessaires", "Publier = 1+1, &lt;b&gt; « tout »"]]],
  ["riyadh-2015", "ar", [["تعزيز التنسيق", "تعزيز التعاون"]]],
]) {
  await tally.test(`${name} in ${lang}: through LibreOffice and back`, async () => {
    const scenario = JSON.parse(readFileSync(path.join(here, `../scenarios/${name}.json`), "utf8"));
    const id = await house.workshop(scenario);
    const sheet = await house.get(`/api/w/${id}/export/plan.xlsx?lang=${lang}`);
    const file = house.file(`${name}.xlsx`, sheet.bytes);
    const straight = await house.send(`${plan(id)}?dry=1`, sheet.bytes);
    tally.check(straight.status === 200 && straight.json.rows.length === 0, "untouched it changes nothing", JSON.stringify(straight.json).slice(0, 300));
    const flat = office(file, "fods");
    const saved = await house.send(`${plan(id)}?dry=1`, readFileSync(office(flat, "xlsx:Calc MS Excel 2007 XML")));
    tally.check(saved.status === 200 && saved.json.rows.length === 0 && saved.json.errors.length === 0, "nor does what LibreOffice saved", JSON.stringify(saved.json).slice(0, 400));
    let text = readFileSync(flat, "utf8");
    for (const [was, now] of edits) {
      if (!text.includes(was)) throw new Error(`not in the sheet: ${was}`);
      text = text.replace(was, now);
    }
    writeFileSync(flat, text);
    const edited = readFileSync(office(flat, "xlsx:Calc MS Excel 2007 XML"));
    const dry = await house.send(`${plan(id)}?dry=1`, edited);
    const cells = dry.json.rows.flatMap((row) => row.changed);
    tally.check(dry.json.rows.length === 1 && cells.length === 1 && cells[0].field === "title" && cells[0].lang === lang && dry.json.changed === 1,
      "one edited cell is one change, told before it is made", JSON.stringify(dry.json).slice(0, 400));
    const seat = await house.seat(id);
    const before = seat.list("action").map((one) => one.seq).join();
    const taken = await house.send(plan(id), edited);
    await seat.until((s) => s.list("action").map((one) => one.seq).join() !== before, 60000, "the change");
    const now = (await house.get(`/api/w/${id}/export/plan.csv?lang=${lang}`)).bytes.toString();
    const expected = edits[0][1].replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    tally.check(taken.status === 200 && taken.json.changed === 1 && now.includes(expected.slice(0, 12)), "and made when it is taken", JSON.stringify(taken.json).slice(0, 200));
    const again = await house.send(`${plan(id)}?dry=1`, edited);
    tally.check(again.json.rows.length === 0, "taken twice it changes nothing any more");
    const stale = await house.send(`${plan(id)}?dry=1`, sheet.bytes);
    tally.check(stale.json.rows.length === 1 && stale.json.rows[0].since === true, "an older sheet is told to be older");
    seat.close();
  }, 600000);
}

await tally.test("what is wrong is told by line and column, and nothing is taken", async () => {
  const id = await house.workshop(JSON.parse(readFileSync(path.join(here, "../scenarios/riyadh-2015.json"), "utf8")));
  const csv = "Action,Lead,Due,Done (%)\r\nNew one,Atlantis,soon,many\r\nAnother,,2026-05-31,10\r\n";
  const wrong = await house.send(plan(id), csv, "text/csv");
  tally.check(wrong.status === 400 && wrong.json.errors.length >= 2 && wrong.json.errors.every((one) => one.line === 2 && one.say.ar), "two cells of line 2", JSON.stringify(wrong.json).slice(0, 500));
  const good = await house.send(plan(id), "Action,Due,Done (%)\r\nAnother,2026-05-31,10\r\n", "text/csv");
  tally.check(good.status === 200 && good.json.created === 1, "without them it is taken", JSON.stringify(good.json).slice(0, 300));
  const not = await house.send(plan(id), Buffer.from("PK nothing"));
  tally.check(not.status === 400 && not.json.errors[0].problem === "damaged" && not.json.errors[0].say.ar, `what is no sheet is refused: ${not.json.errors[0].say.en}`);
});

/* The cell below the name of a column in the hidden row of a flat sheet: its line in the file is found by counting cells. */
function editFlat(text, line, name, made) {
  const table = /<table:table .*?<\/table:table>/s.exec(text)[0];
  const rows = table.match(/<table:table-row[ >].*?<\/table:table-row>/gs);
  const cellsOf = (row) => row.match(/<table:(?:covered-)?table-cell[^>]*?(?:\/>|>.*?<\/table:(?:covered-)?table-cell>)/gs)
    .flatMap((cell) => Array.from({ length: Number(/number-columns-repeated="(\d+)"/.exec(cell.split(">")[0])?.[1] ?? 1) }, () => cell.replace(/ table:number-columns-repeated="\d+"/, "")));
  const column = cellsOf(rows[0]).findIndex((cell) => cell.includes(`>${name}<`));
  const cells = cellsOf(rows[line]);
  const style = /table:style-name="[^"]*"/.exec(cells[column])?.[0] ?? "";
  cells[column] = made.replace("<table:table-cell", `<table:table-cell ${style}`);
  const head = /<table:table-row[^>]*>/.exec(rows[line])[0];
  return text.replace(rows[line], () => `${head}${cells.join("")}</table:table-row>`);
}

await tally.test("what was edited in LibreOffice is exactly what changes: a text in two languages, dates, a percentage, words, a name, a link", async () => {
  const id = await house.workshop(JSON.parse(readFileSync(path.join(here, "../scenarios/bamako-2021.json"), "utf8")));
  const told = async () => JSON.parse((await house.get(`/api/w/${id}/export/plan.json`)).bytes);
  const before = await told();
  const sheet = await house.get(`/api/w/${id}/export/plan.xlsx?lang=fr&lang2=ar`);
  const flat = office(house.file("edits.xlsx", sheet.bytes), "fods");
  const words = (text) => `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`;
  let text = readFileSync(flat, "utf8");
  for (const [line, name, made] of [
    [2, "title.fr", words("Publier « chaque mois » ; œuvre commune")], [2, "title.ar", words("نشر جدول اللقاءات (SAFE 2018) شهريًا")],
    [2, "due.fr", '<table:table-cell office:value-type="date" office:date-value="2026-12-24"><text:p>24/12/26</text:p></table:table-cell>'],
    [2, "percent.fr", '<table:table-cell office:value-type="float" office:value="57"><text:p>57</text:p></table:table-cell>'],
    [3, "status.fr", words("En cours")], [3, "lead.fr", words("Transporteurs")], [3, "recommendations.fr", words("R1")],
  ]) text = editFlat(text, line, name, made);
  writeFileSync(flat, text);
  const edited = readFileSync(office(flat, "xlsx:Calc MS Excel 2007 XML"));
  const dry = await house.send(`${plan(id)}?dry=1`, edited);
  const cells = dry.json.rows.flatMap((row) => row.changed.map((cell) => `${row.line} ${cell.field}${cell.lang ? `.${cell.lang}` : ""}`)).sort().join();
  tally.check(cells === "3 due,3 percent,3 title.ar,3 title.fr,4 lead,4 recommendations,4 status" && dry.json.passed.length === 0,
    "the preview lists them and nothing else", JSON.stringify(dry.json).slice(0, 600));
  const taken = await house.send(plan(id), edited);
  const after = await told();
  const want = structuredClone(before);
  Object.assign(want.plan[0], { due: "2026-12-24", percent: 57 });
  Object.assign(want.plan[0].action, { fr: "Publier « chaque mois » ; œuvre commune", ar: "نشر جدول اللقاءات (SAFE 2018) شهريًا" });
  Object.assign(want.plan[1], { status: "under_way", lead: "Transporteurs", recommendations: [1] });
  const sorted = (value) => JSON.stringify(value, (_, one) => one && typeof one === "object" && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort()) : one);
  const plain = (whole) => sorted(whole.plan.map(({ action, ...row }) => ({ ...row, action: { ar: action.ar, fr: action.fr, en: action.en } })));
  tally.check(taken.json.changed === 2 && plain(after) === plain(want), "and the plan is as before but for them", `${plain(after)}\n${plain(want)}`);
}, 600000);

await tally.test("files that no program makes are refused in words, and nothing is taken", async () => {
  const id = await house.workshop(JSON.parse(readFileSync(path.join(here, "../scenarios/riyadh-2015.json"), "utf8")));
  const seat = await house.seat(id);
  const keys = seat.list("action").map((one) => one.id);
  const seq = seat.seq;
  const head = '<row r="1"><c t="str"><v>key@1</v></c><c t="str"><v>title.en</v></c><c t="str"><v>percent.en</v></c><c t="str"><v>target.en</v></c></row><row r="2"><c t="str"><v>Id</v></c></row>';
  const sheet = (rows, more = "") => pack({ "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${head}${rows}</sheetData>${more}</worksheet>` });
  const line = (r, key, ...cells) => `<row r="${r}"><c t="str"><v>${key}</v></c>${cells.join("")}</row>`;
  const str = (text) => `<c t="str"><v>${text}</v></c>`;
  const wide = Buffer.alloc(60 << 20, " ");
  for (const [name, file, problems] of [
    ["a bomb of 60 MiB", pack({ "xl/worksheets/sheet1.xml": wide }), "large"],
    ["a million rows that say something", pack({ "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${Array.from({ length: 1000000 }, (_, i) => `<row r="${i + 1}"><c><v>1</v></c></row>`).join("")}</sheetData></worksheet>` }), "many"],
    ["entities", pack({ "xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><worksheet>&c;</worksheet>' }), "damaged"],
    ["another archive", pack({ "content.xml": "<a/>" }), "no_sheet"],
    ["a text", Buffer.from("Action\nNothing\n"), "no_sheet"],
    ["20,000 characters", sheet(line(3, keys[0], str("x".repeat(20000)))), "too_long"],
    ["words for a number, an error, a formula nobody worked out", sheet(line(3, keys[0], str("A"), str("many")) + line(4, keys[1], str("B"), "<c/>", '<c t="e"><v>#REF!</v></c>') + line(5, keys[2], "<c><f>HYPERLINK(1)</f></c>")), "number,broken,broken"],
    ["the same row twice, a row that is gone, a key overwritten", sheet(line(3, keys[0], str("A")) + line(4, keys[0], str("B")) + line(5, 4000000, str("C")) + line(6, "x", str("D"))), "key_twice,gone,key"],
    ["merged cells", sheet(line(3, keys[0], str("A")), '<mergeCells count="1"><mergeCell ref="B3:B4"/></mergeCells>'), "merged"],
  ]) {
    const answer = await house.send(plan(id), file);
    const found = (answer.json.errors ?? []).map((one) => one.problem).join();
    tally.check(answer.status === 400 && found === problems && answer.json.errors.every((one) => one.say.ar && one.say.fr && one.say.en), `${name}: ${found}`, JSON.stringify(answer.json).slice(0, 400));
  }
  await new Promise((done) => setTimeout(done, 200));
  tally.check(seat.seq === seq, "nothing was taken");
  const strange = await house.send(plan(id), sheet(line(3, keys[0], str("_x202E_=1+1_x0007_ &lt;b&gt;_x000D_&#10;two"), "<c/>", str("80"))));
  await seat.until((s) => s.entities.get(keys[0]).title.en?.includes("two"), 60000, "the text");
  const title = seat.entities.get(keys[0]).title.en;
  tally.check(strange.status === 200 && title === "=1+1 <b> two", "a formula, control and direction characters and line ends come in as plain words", JSON.stringify([title, strange.json]));
  seat.close();
}, 600000);

await house.close();
process.exit(tally.end());
