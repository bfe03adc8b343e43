// What was taken home comes back: the plan and the workshop as JSON, and a workshop's file on another server, also one that was taken while
// a secret poll was open.   node back.mjs [FILE.plenary...]     files are taken in and tried beside. The last line is "N passed, N failed"
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { Stage } from "../ballots/stage.mjs";
import { Tally } from "../browser/tally.mjs";
import { held } from "./held.mjs";
import { House, plenary, shell } from "./house.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
const tally = new Tally();
const house = await House.open();
const scenario = (name) => JSON.parse(readFileSync(path.join(here, `../scenarios/${name}.json`), "utf8"));
const json = async (id) => (await house.get(`/api/w/${id}/export/plan.json`)).bytes.toString();
const planIn = (id, text, dry) => house.send(`/api/w/${id}/import/plan?dry=${dry ? 1 : 0}`, text, "application/json");
const nothing = (reply) => reply.status === 200 && reply.json.rows.length === 0 && reply.json.errors.length === 0;
const brief = (reply) => JSON.stringify(reply.json).slice(0, 400);

/* What comes of a meeting: nothing proves it, so JSON tells it and takes none of it in (P51). A text in several languages also tells which of
   them are behind ("old"). */
const ROW = ["state", "adopted_at", "version", "reason"];
const RESULTS = {
  "": ["state", "live_at", "closed_at", "remarks", "adoptions"], agenda: ["state", "started_at", "ended_at"], plan: ROW, recommendations: ROW, frameworks: ROW, "frameworks.paragraphs": ROW,
  polls: ["state", "opened_at", "closes_at", "closed_at", "voters", "weight", "eligible", "answers", "ballots"], "polls.options": ["votes", "advice"],
};
/* What is nothing but a text is written as one, which it is only as long as nothing came of it. */
const TEXTS = ["recommendations", "frameworks.paragraphs", "polls.options"];

/** A copy without results; what was left out is added to `out`. */
function prepared(value, out = new Set(), where = "") {
  if (Array.isArray(value)) return value.map((one) => prepared(one, out, where));
  if (value === null || typeof value !== "object") return value;
  const left = Object.entries(value).filter(([key, one]) => {
    const result = RESULTS[where]?.includes(key) || (key === "old" && Array.isArray(one));
    if (result) out.add(key === "old" ? "old" : [where, key].filter(Boolean).join("."));
    return !result;
  }).map(([key, one]) => [key, prepared(one, out, [where, key].filter(Boolean).join("."))]);
  const only = TEXTS.includes(where) && left.every(([key, one]) => key === "text" || (key === "level" && one === "paragraph"));
  return only ? Object.fromEntries(left).text : Object.fromEntries(left);
}

const bytes = (value) => JSON.stringify(value);
const differs = (a, b) => {
  const at = [...a].findIndex((letter, i) => letter !== b[i]);
  return at < 0 ? "" : `${a.slice(Math.max(0, at - 80), at + 80)}\n${b.slice(Math.max(0, at - 80), at + 80)}`;
};

/** Out, in and out: into the same workshop, as a new one, and its plan into another one. */
async function comesBack(name, id, fresh) {
  const out = await json(id), whole = JSON.parse(out), results = new Set();
  const kept = bytes(prepared(whole, results));
  await tally.test(`${name}: JSON out, in and out`, async () => {
    const same = await planIn(id, out, true);
    tally.check(nothing(same), `${name}: ${whole.plan.length} rows as JSON say what the plan says`, brief(same));
    const taken = await planIn(id, out, false);
    tally.check(nothing(taken) && (await json(id)) === out, "taken in, they change nothing, and come out with the same bytes", brief(taken));
    const other = await house.workshop(whole);
    const first = await json(other);
    if (fresh) tally.check(first === out, `a workshop made of it has the same bytes, its ${whole.people.length} people included`);
    const made = bytes(prepared(JSON.parse(first)));
    tally.check(made === kept, `a workshop made of it has the same members, in their order, but for ${[...results].join(", ")}`, differs(kept, made));
    const again = await json(await house.workshop(JSON.parse(first)));
    tally.check(again === first, `and one made of that has the same bytes: ${first.length}`);
    const there = await planIn(other, out, true);
    tally.check(nothing(there), "and its plan says what the first one says", brief(there));
  });
  for (const themes of [true, false]) {
    await tally.test(`${name}: its plan into another workshop, ${themes ? "with" : "without"} its themes`, async () => {
      const { plan: _plan, polls: _polls, ...bare } = prepared(whole);
      if (!themes) delete bare.themes;
      const other = await house.workshop({ ...bare, title: "Another", agenda: [] });
      const before = await json(other);
      const dry = await planIn(other, out, true);
      tally.check(dry.status === 200 && dry.json.created === whole.plan.length && dry.json.errors.length === 0 && (await json(other)) === before, `a dry run tells ${whole.plan.length} new rows and takes none`, brief(dry));
      const taken = await planIn(other, out, false);
      const plan = JSON.parse(await json(other)).plan, left = new Set();
      const expected = bytes(prepared({ plan: whole.plan }, left)), found = bytes(prepared({ plan }));
      tally.check(taken.status === 200 && found === expected, `taken in, "plan" is the same, byte for byte, but for ${[...left].join(", ")}`, differs(expected, found));
      const same = await planIn(other, bytes({ plan }), true);
      tally.check(nothing(same), "and says what it says", brief(same));
    });
  }
}

const SIGNED = "manifest.sig,public-key.pem";
const EVERY = ["plan", "recommendations", "texts", "agenda", "polls", "participation", "attendance", "report"].flatMap((document) => ["docx", "xlsx", "pdf", "html", "md"].map((format) => `${document}.${format}`));

/** The file of a workshop on another server: the same words everywhere, and nothing but keys is another. */
async function goesOn(name, id) {
  const there = await House.open();
  try {
    await tally.test(`${name}: its file on another server`, async () => {
      const taken = await there.send("/api/workshops/file", (await house.get(`/api/w/${id}/file`)).bytes);
      const ask = (from, of, what) => from.get(`/api/w/${of}/export/${what}`).then((reply) => (reply.status === 200 ? reply.bytes : Buffer.from(`${what} ${reply.status}`)));
      const wishes = ["plan.json", "plan.csv?lang=ar", "plan.csv?lang=fr", "attendance.csv?lang=fr", "calendar.ics?lang=ar", ...EVERY.flatMap((one) => [`${one}?lang=ar`, `${one}?lang=fr&lang2=en`])];
      const other = [];
      for (const wish of wishes) if (!(await ask(house, id, wish)).equals(await ask(there, taken.json.id, wish))) other.push(wish);
      tally.check(taken.status === 200 && other.length === 0, `JSON, tables, the calendar and ${EVERY.length} documents, in one and two languages, have the same bytes: ${wishes.length} files`, other.join());
      const folders = [];
      for (const [from, of, label] of [[house, id, "here"], [there, taken.json.id, "there"]]) {
        const folder = path.join(house.work, `${name}-${label}`);
        shell("unzip", ["-q", house.file(`${name}-${label}.zip`, await ask(from, of, "bundle.zip?lang=fr")), "-d", folder]);
        folders.push(folder);
      }
      const inside = readdirSync(folders[0], { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => path.relative(folders[0], path.join(one.parentPath ?? one.path, one.name)));
      const changed = inside.filter((one) => !readFileSync(path.join(folders[0], one)).equals(readFileSync(path.join(folders[1], one)))).sort().join();
      tally.check(changed === SIGNED, `of the ${inside.length} files of the bundle ${changed} are others: each server signs with its own key`, changed);
    });
  } finally {
    await there.close();
  }
}

for (const name of ["riyadh-2015", "bamako-2021"]) await comesBack(name, await house.workshop(scenario(name)), true);
const was = await held(house);
await comesBack("held", was, false);
await goesOn("held", was);
for (const file of process.argv.slice(2)) {
  const taken = await house.send("/api/workshops/file", readFileSync(file));
  await comesBack(path.basename(file, ".plenary"), taken.json.id, false);
  await goesOn(path.basename(file, ".plenary"), taken.json.id);
}

await tally.test("what is edited in JSON is what changes, and comes out as it was written", async () => {
  const id = await house.workshop(scenario("riyadh-2015"));
  const data = JSON.parse(await json(id));
  const row = data.plan[0], names = data.delegations.map((one) => (typeof one.name === "string" ? one.name : one.name.en));
  const edits = {
    objective: { fr: "Un objectif", en: "An objective <b>" }, action: { ar: "عنوان جديد (1)", fr: "Titre « nouveau »", en: "=1+1; edited, \"quoted\"" }, deliverable: "A guide, in print", lead: names[1],
    partners: [names[0], names[2]], contact: "a@example.org", start: "2026-01-15", due: "T+9 months", milestones: "One\nTwo", resources: "Experts", funding: "Budget",
    indicator: "How many", baseline: "10 %", target: "90 %", current: "25 %", priority: "low", risk: "Delay", status: "under_way", percent: 25, recommendations: [2, 1],
  };
  /* Members in the order in which they are written. */
  const order = ["number", "theme", ...Object.keys(edits), "state"];
  data.plan[0] = Object.fromEntries(order.filter((key) => key in { ...row, ...edits }).map((key) => [key, edits[key] ?? row[key]]));
  const dry = await planIn(id, JSON.stringify(data), true);
  const told = dry.json.rows[0]?.changed.map((one) => one.field) ?? [];
  tally.check(dry.json.rows.length === 1 && dry.json.changed === 1 && Object.keys(edits).every((key) => told.includes(key === "action" ? "title" : key)),
    `${told.length} cells of one row, told before`, Object.keys(edits).filter((key) => !told.includes(key)).join());
  const taken = await planIn(id, JSON.stringify(data), false);
  const after = JSON.parse(await json(id));
  tally.check(taken.json.changed === 1 && JSON.stringify(after.plan) === JSON.stringify(data.plan), "every one of them is there after", JSON.stringify(after.plan[0]).slice(0, 900));
  const csv = await house.get(`/api/w/${id}/export/plan.csv?lang=en`);
  const table = await house.send(`/api/w/${id}/import/plan?dry=1`, csv.bytes, "text/csv");
  tally.check(nothing(table), "and as CSV they say the same, in every column", brief(table));
  const wrong = await planIn(id, JSON.stringify({ plan: [{ ...data.plan[0], lead: "Atlantis", percent: 7.5 }, { acton: "x" }] }), false);
  tally.check(wrong.status === 400 && wrong.json.errors.map((one) => `${one.line}${one.column ?? one.value}`).join() === "1lead,1percent,2acton" && wrong.json.errors.every((one) => one.say.ar && one.say.fr),
    "what is wrong is told by row and member", JSON.stringify(wrong.json.errors).slice(0, 900));
});

await tally.test("a title makes no header of its own, and pages come as attachments that run nothing", async () => {
  const title = "../a\"; x=\"y<script>%0d%0aSet-Cookie: b=c;=1+1/..\\😀عربي";
  const id = await house.workshop({ name: "hostile", title, time_zone: "UTC" });
  const seen = [];
  for (const file of ["plan.docx", "plan.xlsx", "plan.pdf", "plan.html", "plan.md", "plan.csv", "plan.json", "report.html", "polls.html", "calendar.ics", "bundle.zip", "attendance.csv"]) {
    const { status, headers } = await house.get(`/api/w/${id}/export/${file}?lang=ar`);
    const named = /^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.%-]+$/.test(headers["content-disposition"]) && !/\.\.\/|%0[dD]\r/.test(headers["content-disposition"]);
    const policy = !file.endsWith(".html") || headers["content-security-policy"]?.startsWith("sandbox; default-src 'none'");
    if (status !== 200 || !named || !policy || headers["x-content-type-options"] !== "nosniff" || "set-cookie" in headers && /b=c/.test(headers["set-cookie"])) seen.push(`${file} ${status} ${JSON.stringify(headers)}`);
  }
  tally.check(seen.length === 0, "twelve files, each an attachment of its own name, HTML in a sandbox", seen.join("; ").slice(0, 900));
});

/** All that leads into the workshop, and what nobody may read: none of it is in its file. */
function secretsOf(stage, links, receipts) {
  const keys = readdirSync(stage.run, { recursive: true }).filter((name) => name.endsWith(".key")).map((name) => readFileSync(path.join(stage.run, name)));
  const codes = [stage.codes.open, ...stage.codes.delegations.map((one) => one.code)].flatMap((code) => [code, code.replace("-", "")]);
  const cookies = [stage.owner, ...stage.seats.map((seat) => seat.caller)].filter(Boolean).map((caller) => caller.cookie.split("=")[1]);
  return { keys, rest: [...codes, ...cookies, ...links, ...receipts] };
}

await tally.test("a file that is taken while a secret poll is open", async () => {
  const stage = new Stage();
  const there = new Stage();
  try {
    await stage.open();
    stage.seats = await stage.join(6);
    const poll = await stage.poll({ type: "single" }, ["yes", "no"]);
    const receipts = [];
    for (const [i, seat] of stage.seats.entries()) receipts.push((await seat.cast(poll, { option: poll.options[i % 2] })).receipt);
    const link = (await stage.owner.post(`/api/w/${stage.workshop}/links`, { person: stage.seats[0].person })).path.split("/").at(-1);
    house.server.origin = stage.server.origin;
    const own = house.chair;
    house.chair = stage.owner;
    const copy = (await house.get(`/api/w/${stage.workshop}/file`)).bytes;
    const file = house.file("open.plenary", copy);
    const count = (sql) => shell("sqlite3", ["-readonly", file, sql]).out.trim();
    tally.check(count("SELECT (SELECT count(*) FROM sealed_ballot) + (SELECT count(*) FROM sealed_number)") === "0" && count("SELECT state FROM poll") === "open",
      "holds no ballot of it, sealed or not");
    tally.check(count("SELECT coalesce(voted, '[]') || coalesce(receipts, '[]') FROM roll").replace(/[[\]]/g, "") === "" && count("SELECT count(*) FROM change WHERE verb GLOB 'ballot.*'") === "0",
      "nor who has voted");
    const { keys, rest } = secretsOf(stage, [link], receipts);
    const found = rest.filter((secret) => copy.includes(secret));
    const parts = keys.flatMap((key) => Array.from({ length: Math.max(1, key.length - 15) }, (_, at) => key.subarray(at, at + 16)));
    tally.check(keys.length > 0 && !parts.some((part) => copy.includes(part)) && found.length === 0, `nor the key, a code, a link, a session or a receipt (${rest.length} looked for)`, found.join());
    tally.check(plenary("verify", file).status === 0, "and is whole");
    await there.open();
    house.server.origin = there.server.origin;
    house.chair = there.owner;
    const taken = await house.send("/api/workshops/file", copy);
    const seat = await house.seat(taken.json.id);
    await seat.until((s) => s.entities.get(poll.id)?.state === "void", 60000, "the poll is void");
    const roll = seat.list("roll").find((one) => one.poll === poll.id);
    tally.check(!seat.entities.get(poll.id).voters && !roll.voted?.length && !roll.receipts?.length && !seat.list("option").some((one) => one.votes), "elsewhere the poll is void: nothing is counted, nobody is linked to it");
    const round = (await seat.must("poll.again", { id: poll.id })).id;
    tally.check(Boolean(round), "it can be put again");
    const pdf = await house.get(`/api/w/${taken.json.id}/export/polls.md?lang=en`);
    tally.check(/could not be opened/.test(pdf.bytes.toString()), "and the documents say so");
    const old = await there.owner.call("POST", "/api/link", { token: link });
    tally.check(old.status !== 200, "a link of the other server leads nowhere");
    await seat.must("theme.create", { title: { en: "Goes on" } });
    seat.close();
    await stage.chair.must("poll.close", { id: poll.id });
    await stage.chair.until((s) => s.entities.get(poll.id).state === "closed", 60000, "the poll closes where it was opened");
    tally.check(stage.result(poll.id).options.map((one) => one.votes).join() === "3,3", "and where it was opened it is counted as ever");
    house.chair = own;
  } finally {
    await stage.clean();
    await there.clean();
    house.server.origin = `http://127.0.0.1:${house.server.port}`;
  }
}, 600000);

await house.close();
process.exit(tally.end());
