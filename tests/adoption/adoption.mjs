// Adoption on the wire, against the real server on its disk: each way, with reservations, the gate of checks and late proposals.
// Each hash is made three times more: from what a client sees, by `plenary canon` and by `plenary verify`; and none of them
// holds in a file of which a word was changed.
//   node adoption.mjs      prints what holds and, last, "N passed, N failed"
import { execFileSync, spawnSync } from "node:child_process";
import path from "node:path";
import { House, eventually, expect } from "../browser/house.mjs";
import { Tally } from "../browser/tally.mjs";
import { query } from "../client/ledger.mjs";
import { Seat } from "../client/plenary.mjs";
import { canon, sha256 } from "./canon.mjs";
import { forged, inColumns, inHistory } from "./forge.mjs";

const tally = new Tally();
const house = await House.open();
const room = await house.workshop({ item: 11 });
const { chair } = room;
const seals = new Map();        // adoption -> its hash, as it was on the wire when it was adopted

async function sit(name, delegation) {
  const seat = new Seat(await house.delegate(room, name, { delegation }), room.id);
  seat.open();
  await seat.until((s) => s.list("workshop").length > 0);
  return seat;
}

const [hala, omar, nour] = await Promise.all([sit("Hala", 5), sit("Omar", 1), sit("Nour", 2)]);
const entity = (id, seat = chair) => seat.entities.get(id);
const all = (kind) => chair.list(kind).sort((a, b) => a.pos - b.pos);
const append = (seat, id, field, text) => seat.write(id, field, "en", [[...seat.texts.shown(id, field, "en")].length, text]);

/** Done, and seen by the chair. */
async function done(seat, verb, args) {
  const answer = await seat.must(verb, args);
  await chair.until((s) => s.seq >= answer.seq);
  return answer;
}

async function refused(code, seat, verb, args) {
  const answer = await seat.run(verb, args);
  expect(answer.code === code, `${verb} was answered ${answer.code ?? answer.t} instead of ${code}`);
}

/** Resolves when the adoption is over; an adopted one is sealed as everybody can compute it. Gives the adoption. */
async function ended(id, state) {
  await chair.until((s) => s.entities.get(id)?.state === state, 60000, `adoption ${id} ${state}`);
  const adoption = entity(id);
  if (state !== "adopted") {
    expect(!adoption.hash && !adoption.sealed_seq, "something was sealed");
    return adoption;
  }
  expect(adoption.hash === sha256(canon(chair, id)), `${adoption.hash} is not of these bytes:\n${canon(chair, id)}`);
  seals.set(id, adoption.hash);
  return adoption;
}

const open = async (args) => (await done(chair, "adoption.open", args)).id;
const adopt = async (args, state = "adopted") => ended(await open(args), state);

/** By silence, until soon: later where this machine stood still so long that the moment was over before it was asked for. */
async function adoptSoon(of) {
  for (const ms of [1200, 6000]) {
    const answer = await chair.run("adoption.open", { of, way: "silence", until: Date.now() + ms });
    if (answer.t === "ack") return ended(answer.id, "adopted");
  }
  return adopt({ of, way: "silence", until: Date.now() + 30000 });
}
const states = (...ids) => ids.map((id) => entity(id).state).join(" ");

async function consensus() {
  const [row] = all("action");
  await done(omar, "remark.create", { of: row.id, type: "reservation", text: { en: "Jordan asks for \"two\" years\nat least." } });
  const settled = await done(nour, "remark.create", { of: row.id, type: "reservation", text: { en: "Lebanon could live with it." } });
  await done(nour, "remark.resolve", { id: settled.id, on: true });
  await refused("changed", chair, "adoption.open", { of: row.id, way: "consensus", seen: "0123456789abcdef" });
  await refused("forbidden", hala, "adoption.open", { of: row.id, way: "consensus" });
  const adoption = await adopt({ of: row.id, way: "consensus", seen: entity(row.id).tag });
  expect(adoption.rows === 1 && adoption.reservations === 1, JSON.stringify(adoption));
  const bytes = canon(chair, adoption.id);
  expect(bytes.includes("Jordan asks") && !bytes.includes("Lebanon could"), bytes);
  await refused("frozen", chair, "action.edit", { id: row.id, lead: null });
}

async function objection() {
  const [, row] = all("action");
  const id = await open({ of: row.id, way: "consensus", seconds: 600 });
  expect(states(row.id) === "proposed", states(row.id));
  await refused("frozen", hala, "action.edit", { id: row.id, target: "30" });
  await refused("forbidden", chair, "adoption.object", { id, text: { en: "Staff run the room." } });
  await done(hala, "adoption.object", { id, text: { en: "Tunisia cannot lead this alone." } });
  const objected = await ended(id, "objected");
  expect(objected.objections === 1 && states(row.id) === "draft", `${objected.objections} ${states(row.id)}`);
  await refused("closed", omar, "adoption.object", { id, text: { en: "Neither can we." } });
  const partners = [chair.list("delegation")[1].id];
  await done(hala, "action.edit", { id: row.id, partners });
  const adoption = await adopt({ of: row.id, way: "consensus", seconds: 1 });
  expect(adoption.closed_at >= adoption.opened_at + 1000, "it was adopted before its time");
}

async function withdrawn() {
  const [, , row] = all("action");
  const id = await open({ of: row.id, way: "consensus", seconds: 600 });
  await refused("state", chair, "adoption.open", { of: row.id, way: "consensus" });
  await done(chair, "adoption.withdraw", { id });
  await ended(id, "withdrawn");
  expect(states(row.id) === "draft", states(row.id));
}

async function silence() {
  const { id: framework } = await done(chair, "framework.create", { title: { en: "Framework instruction", fr: "Instruction-cadre" } });
  const texts = [["heading", "Purpose"], ["paragraph", "It serves trade.\u2028And it serves customs \u{1f6c3}."], ["subparagraph", "on trust;"]];
  const made = [];
  for (const [level, en] of texts) made.push((await done(chair, "paragraph.create", { framework, level, text: { en } })).id);
  await append(hala, made[1], "text", " Together.");
  await refused("bad_argument", chair, "adoption.open", { of: framework, way: "silence" });
  const one = await adoptSoon(made[1]);
  expect(one.rows === 1 && entity(made[1]).text.en.endsWith("Together."), JSON.stringify(one));
  const rest = await adoptSoon(framework);
  expect(rest.rows === 3, `${rest.rows} rows are adopted with the text, of which a paragraph was adopted before`);
  expect(states(framework, ...made) === "adopted adopted adopted adopted", states(framework, ...made));
}

/** A prepared poll with three answers: [poll, yes, no, abstain]. */
async function ask() {
  const poll = await house.poll(chair, { open: false, question: "Adopt it?" });
  return [poll.id, ...poll.options];
}

const tallied = (adoption) => ["for", "against", "other"].map((side) => adoption[`votes_${side}`] ?? 0).join(" ");

async function vote() {
  const [row] = all("recommendation");
  const put = async (...ballots) => {
    const [poll, ...options] = await ask();
    const id = await open({ of: row.id, way: "poll", poll, option: options[0] });
    const voters = [hala, omar, nour];
    for (const [i, at] of ballots.entries()) await done(voters[i], "ballot.cast", { id: poll, option: options[at] });
    await done(chair, "poll.close", { id: poll });
    return id;
  };
  const half = await ended(await put(0, 1), "rejected");
  expect(tallied(half) === "1 1 0" && states(row.id) === "draft", JSON.stringify(half));
  const more = await ended(await put(0, 0, 2), "adopted");
  expect(tallied(more) === "2 0 1", JSON.stringify(more));
}

async function gate() {
  const [, row] = all("recommendation");
  await append(omar, row.id, "text", " [in spring / in autumn]");
  await done(chair, "workshop.edit", { adoption_requires: ["open_brackets"] });
  await chair.until((s) => s.entities.get(row.id).text.en.includes("autumn"));
  for (const of of [row.id, undefined]) await refused("unmet", chair, "adoption.open", { ...(of ? { of } : {}), way: "consensus" });
  await refused("unmet", chair, "adoption.open", { of: row.id, way: "silence", until: Date.now() + 60000 });
  const [poll, option] = await ask();
  await refused("unmet", chair, "adoption.open", { of: row.id, way: "poll", poll, option });
  expect(states(row.id) === "draft" && entity(poll).state === "prepared", "something was opened");
  await done(chair, "recommendation.edit", { id: row.id, text: { en: "Share national experiences in spring" } });
  await adopt({ of: row.id, way: "consensus" });
}

/** What was written on the words before an adoption stands beside them; a new version takes it up or not. */
async function late() {
  const [, , row] = all("recommendation");
  const rev = omar.texts.rev(row.id, "text", "en");
  const typed = (at) => ({ id: row.id, field: "text", lang: "en", rev, op: [4, ` ${at}`] });
  const asked = await open({ of: row.id, way: "consensus", seconds: 600 });
  const { id: first } = await done(omar, "text.edit", typed("always"));
  await done(chair, "adoption.withdraw", { id: asked });
  await ended(asked, "withdrawn");
  const before = await adopt({ of: row.id, way: "consensus" });
  const { id: second } = await done(nour, "text.edit", typed("surely"));
  await chair.until((s) => s.entities.has(second));
  expect(entity(first).why === "proposed" && entity(second).why === "adopted", `${entity(first).why} ${entity(second).why}`);
  expect(entity(second).text === "Keep surely a network of contact points in the region", entity(second).text);
  await refused("frozen", chair, "proposal.accept", { id: second });
  await refused("forbidden", hala, "row.reopen", { id: row.id, reason: "Because." });
  await done(chair, "row.reopen", { id: row.id, reason: "Words came while it was being adopted." });
  await done(chair, "proposal.accept", { id: second });
  await done(chair, "proposal.dismiss", { id: first });
  await refused("state", chair, "proposal.accept", { id: first });
  const after = await adopt({ of: row.id, way: "consensus" });
  const now = entity(row.id);
  expect(now.version === 1 && now.reason.startsWith("Words came") && now.text.en.startsWith("Keep surely"), JSON.stringify(now));
  expect(after.hash !== before.hash && entity(before.id).hash === before.hash, "the first version's hash is gone");
}

/** The plan as a whole: what was adopted on its own stays so, what is with its group is left out. */
async function plan() {
  const theme = all("theme")[0].id;
  const { id: group } = await done(chair, "group.create", { title: { en: "Group on data" } });
  await done(chair, "person.edit", { id: hala.person, group });
  await done(chair, "group.edit", { id: group, chair: hala.person });
  const title = (en) => ({ theme, group, title: { en } });
  const kept = await done(hala, "action.create", title("Share risk profiles each month"));
  const other = await done(hala, "action.create", { ...title("Share risk profiles each quarter"), indicator: { en: "Profiles" } });
  const home = await done(hala, "action.create", title("Talk about it at home"));
  for (const { id } of [kept, other]) await done(hala, "row.bring", { id });
  await done(chair, "row.merge", { id: kept.id, other: other.id });
  await done(omar, "remark.create", { type: "reservation", text: { ar: "نتحفظ على الخطة كلها." } });
  const adoption = await adopt({ way: "consensus" });
  expect(states(kept.id, home.id) === "adopted draft", states(kept.id, home.id));
  expect(adoption.reservations === 1 && adoption.rows === 3, `${adoption.rows} rows, ${adoption.reservations} reservations`);
  const bytes = canon(chair, adoption.id);
  expect(bytes.includes("Group on data") && !bytes.includes("at home") && bytes.includes("نتحفظ"), bytes);
}

const plenary = (...args) => spawnSync(house.server.binary, args, { encoding: "utf8" });
const canonical = (file, ...id) => execFileSync("sh", ["-c", '"$0" canon "$@" | sha256sum', house.server.binary, file, ...id.map(String)],
  { encoding: "utf8" }).slice(0, 64);

function recomputed(file) {
  const wrong = [...seals].filter(([id, hash]) => canonical(file, id) !== hash);
  expect(seals.size >= 9 && wrong.length === 0, `${seals.size} seals, wrong: ${wrong}`);
  const [row] = query(file, "SELECT id, hash FROM adoption WHERE state = 'adopted' ORDER BY sealed_seq DESC LIMIT 1");
  expect(canonical(file) === row.hash && seals.get(row.id) === row.hash, "without a number it is not the last one");
  const { status, stdout, stderr } = plenary("verify", file);
  expect(status === 0 && stdout.includes(` ${seals.size} hashes of adoptions`), stdout + stderr);
}

/** Every file of these was changed by one word (or more, to hide it), and must not pass. */
function forgeries(file) {
  const [from, to] = ["of contact points", "of Contact points"];
  const words = [["recommendation", "text_en"], ["proposal", "text"], ["proposal", "was"]];
  const ops = [["text_op", "op"]];
  const adopted = `adoption SET hash = '${"0".repeat(64)}' WHERE hash IS NOT NULL`;
  const history = inHistory(file, from, to);
  const everywhere = [inColumns([...words, ...ops], from, to), history].join("; ");
  const kinds = {
    "table": [inColumns(words, from, to), /./],
    "operation": [inColumns(ops, from, to), /./],
    "history": [`UPDATE change SET body = replace(body, '${from}', '${to}')`, /change \d+ is not what was recorded/],
    "chained": [history, /./],
    "hash": [`UPDATE ${adopted}`, /adopt|hash/],
    "everything": [everywhere, /adopt|hash/],
  };
  for (const [name, [sql, message]] of Object.entries(kinds)) {
    const { status, stderr } = plenary("verify", forged(file, name, sql));
    console.log(`changed in ${name}: ${stderr.trim().split(": ").slice(2).join(": ")}`);
    expect(status === 1 && message.test(stderr), `${name}: verify ended with ${status}: ${stderr}`);
  }
  // Who changes all of it, and the hashes as well, has a whole file, but no longer the hashes that stand in the minutes.
  const last = [...seals.keys()].at(-1);
  const changed = [...seals].filter(([id]) => canonical(`${file}.everything`, id) !== seals.get(id)).map(([id]) => id);
  const again = changed.map((id) => `UPDATE adoption SET hash = '${canonical(`${file}.everything`, id)}' WHERE id = ${id}`).join("; ");
  const { status, stderr } = plenary("verify", forged(file, "whole", `${everywhere}; ${again}`));
  expect(status === 0, `the forgery is not thorough: ${stderr}`);
  expect(changed.length === 2 && !changed.includes(last), `changed are ${changed}`);
}

const STORIES = {
  "by consensus at once, with a reservation that is not settled and one that is": consensus,
  "by consensus within a time: an objection brings the row back, then nobody objects": objection,
  "withdrawn: nothing is sealed": withdrawn,
  "by silence: a paragraph, then the framework text with the rest": silence,
  "by poll: half of the votes are not enough, more are": vote,
  "a check that adoption requires stands in the way of every way": gate,
  "late words stand beside what was adopted, and are taken up or dismissed in a new version": late,
  "the plan as a whole, with merged rows of a group and a reservation about all of it": plan,
};

try {
  for (const [name, story] of Object.entries(STORIES)) await tally.test(name, story);
  await eventually(() => chair.outbox.size === 0, "everything answered");
  for (const seat of [chair, hala, omar, nour]) seat.close();
  await house.server.stop();
  const file = path.join(house.server.state, "workshops", `${room.id}.plenary`);
  console.log(`${seals.size} adoptions sealed, of ${chair.list("adoption").length} opened`);
  await tally.test("every hash, past versions too, is what plenary canon and plenary verify make of the file", () => recomputed(file));
  await tally.test("one adopted word changed in a copy, however thoroughly, and it is no longer what was adopted", () => forgeries(file));
} finally {
  await house.close();
}
process.exit(tally.end());
