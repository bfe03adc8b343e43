// The plan as a sheet through LibreOffice and back: what it saved untouched changes nothing, and what was edited in it is exactly what
// changes.   node sheet.mjs    prints what holds and, last, "N passed, N failed"
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Tally } from "../browser/tally.mjs";
import { House, shell } from "./house.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
const tally = new Tally();
const house = await House.open();

/** Opened in LibreOffice and saved in another form, without a screen. */
function office(file, form) {
  const done = shell("soffice", [`-env:UserInstallation=file://${house.work}/office`, "--headless", "--convert-to", form, "--outdir", house.work, file], { timeout: 120000 });
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
    await seat.until((s) => s.list("action").map((one) => one.seq).join() !== before, 10000, "the change");
    const now = (await house.get(`/api/w/${id}/export/plan.csv?lang=${lang}`)).bytes.toString();
    const expected = edits[0][1].replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    tally.check(taken.status === 200 && taken.json.changed === 1 && now.includes(expected.slice(0, 12)), "and made when it is taken", JSON.stringify(taken.json).slice(0, 200));
    const again = await house.send(`${plan(id)}?dry=1`, edited);
    tally.check(again.json.rows.length === 0, "taken twice it changes nothing any more");
    const stale = await house.send(`${plan(id)}?dry=1`, sheet.bytes);
    tally.check(stale.json.rows.length === 1 && stale.json.rows[0].since === true, "an older sheet is told to be older");
    seat.close();
  }, 300000);
}

await tally.test("what is wrong is told by line and column, and nothing is taken", async () => {
  const id = await house.workshop(JSON.parse(readFileSync(path.join(here, "../scenarios/riyadh-2015.json"), "utf8")));
  const csv = "Action,Lead,Due,Done (%)\r\nNew one,Atlantis,soon,many\r\nAnother,,2026-05-31,10\r\n";
  const wrong = await house.send(plan(id), csv, "text/csv");
  tally.check(wrong.status === 400 && wrong.json.errors.length >= 2 && wrong.json.errors.every((one) => one.line === 2 && one.say.ar), "two cells of line 2", JSON.stringify(wrong.json).slice(0, 500));
  const good = await house.send(plan(id), "Action,Due,Done (%)\r\nAnother,2026-05-31,10\r\n", "text/csv");
  tally.check(good.status === 200 && good.json.created === 1, "without them it is taken", JSON.stringify(good.json).slice(0, 300));
  const not = await house.send(plan(id), Buffer.from("PK nothing"));
  tally.check(not.status === 400 && not.json.detail, `what is no sheet is refused: ${not.json.detail}`);
});

await house.close();
process.exit(tally.end());
