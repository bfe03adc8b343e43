// Real workshops, rehearsed through the real pages up to an adopted plan.
//   node rehearse.mjs [--shots DIR] [NAME]...     prints what holds and, last, "N passed, N failed"
import { launch } from "../browser/chromium.mjs";
import { House } from "../browser/house.mjs";
import { Tally } from "../browser/tally.mjs";
import { bamako } from "./bamako.mjs";
import { mena } from "./mena.mjs";
import { riyadh } from "./riyadh.mjs";

const REHEARSALS = { riyadh, bamako, mena };

const given = process.argv.slice(2);
const at = given.indexOf("--shots");
const [, shots] = at < 0 ? [] : given.splice(at, 2);
const tally = new Tally();
const browser = await launch();
const house = await House.open(browser);
const chosen = Object.entries(REHEARSALS).filter(([name]) => given.length === 0 || given.includes(name));
// Both at once: each waits for minutes that have to pass.
const stages = await Promise.all(chosen.map(([name, rehearsal]) => rehearsal(tally, house, shots).catch((error) => {
  tally.check(false, `${name} went through`, String(error));
})));
for (const stage of stages) await stage?.close();
await house.server.stop();
for (const stage of stages.filter(Boolean)) {
  await tally.test(`${stage.name}: every hash is what plenary canon makes of the file, and plenary verify holds`, () => stage.proven());
}
await browser.close();
await house.close();
process.exit(tally.end());
