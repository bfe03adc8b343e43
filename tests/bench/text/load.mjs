// One load on one server, in a process of its own: everybody connects and opens every text, then forty write in one field and thirty on
// the rows, and in the end all replicas must be equal. Standard input is a JSON object (see run.mjs); prints another.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dice } from "../../client/dice.mjs";
import { Book } from "./book.mjs";
import { Office, textOf } from "./typists.mjs";

const options = JSON.parse(readFileSync(0, "utf8"));
const { target, pids, editors, people, rows, rate, rowRate, seconds, seed } = options;
const { prepare, join } = await import(`./client_${target}.mjs`);

const fieldBounds = { least: 2000, most: 10000, tideMs: 200000 };
const rowBounds = { least: 100, most: 600 };
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Seconds of processor time of the server, all its threads and helpers: fields 14 and 15 of proc(5), in ticks of 10 ms. */
function serverSeconds() {
  return pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
    return sum + (Number(fields[11]) + Number(fields[12])) / 100;
  }, 0);
}

const serverMegabytes = () => pids.reduce((sum, pid) =>
  sum + Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024, 0);

const roll = dice(seed);
const texts = { field: textOf(roll, 6000) };
for (let i = 0; i < rows; i++) texts[`row${i}`] = textOf(roll, 300);
const places = Object.keys(texts);
const rowPlaces = places.slice(1);

const book = new Book(editors + people - 1);
const stage = await prepare({ ...options, texts });
const everybody = [];
for (let i = 0; i < editors + people; i++) everybody.push(await join(stage, book, i));
for (const place of places)
  if (everybody.some((editor) => editor.text(place) !== texts[place])) throw new Error(`'${place}' did not arrive as it was written`);

const least = { field: Infinity, rows: Infinity };
const most = { field: 0, rows: 0 };
const watch = setInterval(() => {
  for (const place of places) {
    const kind = place === "field" ? "field" : "rows";
    const length = everybody[0].length(place);
    least[kind] = Math.min(least[kind], length);
    most[kind] = Math.max(most[kind], length);
  }
}, 100);

const field = new Office(everybody.slice(0, editors).map((editor) => [editor, ["field"], fieldBounds]), rate, seed);
const plan = new Office(everybody.slice(editors).map((editor) => [editor, rowPlaces, rowBounds]), rowRate, seed + 1000);
await wait(1000);
book.measuring = true;
const ownBefore = process.cpuUsage();
const before = serverSeconds();
const began = performance.now();
await Promise.all([field.type(seconds * 1000), people > 0 ? plan.type(seconds * 1000) : null]);
const took = (performance.now() - began) / 1000;
const cpu = serverSeconds() - before;
const own = process.cpuUsage(ownBefore);
clearInterval(watch);

// Everything still on its way arrives; then everybody, and somebody who comes only now, must have the same.
const finished = () => book.unfinished() === 0 && everybody.every((editor) => editor.settled());
for (let i = 0; i < 200 && !finished(); i++) await wait(100);
await wait(500);
const late = await join(stage, null, 0);
const hash = (editor) => createHash("sha256").update(JSON.stringify(places.map((place) => editor.text(place)))).digest("hex");
const hashes = new Set([...everybody, late].map(hash));
const result = {
  seconds: Number(took.toFixed(1)),
  keystrokes: field.struck + plan.struck,
  operations: book.operations,
  field: book.shown.field.summary(),
  rows: book.shown.rows.summary(),
  saved: book.saved.summary(),
  server_cpu_s: Number(cpu.toFixed(2)),
  server_cpu_us_per_keystroke: Math.round(cpu * 1e6 / (field.struck + plan.struck)),
  server_mb: Math.round(serverMegabytes()),
  load_cpu_share: Number(((own.user + own.system) / 1e6 / took).toFixed(2)),
  keys_late_ms_most: Math.round(Math.max(field.lateMost, plan.lateMost)),
  field_letters: [least.field, most.field],
  row_letters: [least.rows, most.rows],
  not_seen_once_by_all: book.unfinished(),
  unanswered: everybody.filter((editor) => !editor.settled()).length,
  different_replicas: hashes.size - 1,
  acks: everybody.flatMap((editor) => editor.acks ?? []),
};
for (const editor of [...everybody, late]) editor.close();
process.stdout.write(JSON.stringify(result), () => process.exit(0));
