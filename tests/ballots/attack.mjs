// Attacks on secret ballots, by whoever holds the disk, its log, backups, the history, what other sockets were sent and when, and how long
// messages were. 200 people vote one after another in two polls: which of four answers (1 to 4 options of them), and a word
// of their own. Each says for the last 100 voters what they chose, knowing what the first 100 did. It must not
// do better than chance; on a build without sealing (PLENARY_BALLOTS_PLAIN, PLENARY_BALLOTS_UNSORTED) the same attack finds 95 %.
//   node attack.mjs sealed|control [SEED]        last line "N passed, N failed"
import { execFileSync } from "node:child_process";
import { closeSync, copyFileSync, existsSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Caller, Seat } from "../client/plenary.mjs";
import { dice } from "../client/dice.mjs";
import { binary } from "../client/server.mjs";
import { Score, Stage } from "./stage.mjs";

const control = process.argv[2] === "control";
const seed = Number(process.argv[3] ?? Date.now() % 1e6);
const VOTERS = 200, KNOWN = 100, ANSWERS = 4, BACKUP_EACH = 10;
const random = dice(seed);
const score = new Score();
console.log(`seed ${seed}, ${control ? "the control: nothing is sealed or sorted" : "sealed"}`);

const shuffled = (list) => {
  const out = [...list];
  for (let i = out.length; i > 1; i--) {
    const j = Math.floor(random() * i);
    [out[i - 1], out[j]] = [out[j], out[i - 1]];
  }
  return out;
};

/** The smallest n with P(at least n of `trials` by chance p) below 1 in 100,000. */
function beyondChance(trials, p) {
  let term = (1 - p) ** trials, tail = 1;
  for (let n = 0; n <= trials; n++) {
    if (tail < 1e-5) return n;
    tail -= term;
    term *= ((trials - n) / (n + 1)) * (p / (1 - p));
  }
  return trials + 1;
}

const word = (i) => {
  let text = "";
  for (let n = i + 400; n > 0; n = Math.floor(n / 20)) text += "bcdfghklmnprstvwxzjq"[n % 20] + "aeiou"[n % 5];
  return text;
};

// --- what an attacker can see ------------------------------------------------------------------------------------------

/**
 * What was added to a write-ahead log since the last look (SQLite file format 4.1): pages under the salt of its head. A log that begins anew
 * has another salt, and what is behind its pages is from before.
 */
class Tail {
  constructor(name) {
    this.name = name;
    this.pages = 0;
    this.salt = "";
  }

  take() {
    if (!existsSync(this.name)) return Buffer.alloc(0);
    const fd = openSync(this.name, "r");
    const head = Buffer.alloc(32), page = Buffer.alloc(24 + 4096), found = [];
    readSync(fd, head, 0, 32, 0);
    const salt = head.toString("hex", 16, 24);
    if (salt !== this.salt) [this.salt, this.pages] = [salt, 0];
    while (readSync(fd, page, 0, page.length, 32 + this.pages * page.length) === page.length && page.toString("hex", 8, 16) === salt) {
      found.push(Buffer.from(page));
      this.pages++;
    }
    closeSync(fd);
    return Buffer.concat(found);
  }
}

/** The workshop's file as it is now, opened elsewhere. */
function rows(stage, sql, file = stage.file) {
  const dir = mkdtempSync(path.join(tmpdir(), "plenary-copy-"));
  const copy = path.join(dir, "copy.db");
  // The log first: what is folded into the file between the two copies is in both then, and not in none.
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
  copyFileSync(file, copy);
  const out = execFileSync("sqlite3", ["-json", copy, sql], { maxBuffer: 1 << 28 }).toString();
  rmSync(dir, { recursive: true });
  return out === "" ? [] : JSON.parse(out);
}

/** The words of ballots that stand somewhere as they are: [{poll, options, text}]. */
function plainBallots(data) {
  const found = [];
  const text = data.toString("latin1");
  for (const match of text.matchAll(/\{"id":(\d+),(?:"options":\[([\d,]+)\]|"text":"([a-z]+)"),"receipt":"([\w-]{24})"\}/g))
    found.push({ poll: Number(match[1]), options: match[2]?.split(",").length, text: match[3], receipt: match[4] });
  return found;
}

function backup(stage) {
  const dir = mkdtempSync(path.join(tmpdir(), "plenary-backup-"));
  const out = path.join(dir, "copy");
  execFileSync(stage.server.binary, ["backup", "--state", stage.state, out]);
  const file = readdirSync(out, { recursive: true }).map((name) => path.join(out, name)).find((name) => name.endsWith(".plenary"));
  const sealed = new Map(rows(stage, "SELECT poll, voter, hex(sealed) AS s FROM sealed_ballot", file).map((row) => [`${row.poll} ${row.voter}`, row.s]));
  rmSync(dir, { recursive: true });
  return sealed;
}

// --- the vote ----------------------------------------------------------------------------------------------------------

const stage = new Stage({ binary });
const voters = [];                  // in the order in which they vote
let which, named, keys, listening;
const frames = [];                  // what the others were sent: {at, who, text}

async function listen(who, caller) {
  const seat = new Seat(caller, stage.workshop);
  seat.onFrame = (frame) => frames.push({ at: performance.now(), who, text: JSON.stringify(frame), frame });
  seat.open();
  await seat.until((s) => s.welcomed && s.list("workshop").length > 0);
  stage.seats.push(seat);
  return seat;
}

async function gather() {
  stage.chair.onFrame = (frame) => frames.push({ at: performance.now(), who: "facilitator", text: JSON.stringify(frame), frame });
  const listener = new Caller(stage.server.origin), screen = new Caller(stage.server.origin);
  await listener.post("/api/listen", { code: stage.codes.open });
  const link = await stage.owner.post(`/api/w/${stage.workshop}/links`, { screen: true });
  await screen.post("/api/link", { token: link.path.split("/").pop() });
  listening = await listen("listener", listener);
  await listen("screen", screen);
  const [idle] = await stage.join(1);
  idle.onFrame = (frame) => frames.push({ at: performance.now(), who: "delegate", text: JSON.stringify(frame), frame });
  stage.seats.push(idle);
}

async function castOne(voter, poll, words, tail) {
  const sent = performance.now();
  const { answer, receipt } = await voter.seat.cast(poll, words, control ? { bytes: 1 } : {});
  if (answer.t !== "ack") throw new Error(`a ballot was refused: ${answer.code}`);
  const acked = performance.now();
  const message = JSON.stringify({ t: "cmd", n: voter.seat.number, do: "ballot.cast", args: { id: poll.id, ...words, receipt } });
  const padded = control ? message.length : Math.max(message.length, poll.type === "words" ? 16384 : 2048);
  return { sent, acked, receipt, log: tail.take(), message: padded, answer: JSON.stringify(answer).length };
}

async function vote() {
  const tail = new Tail(`${stage.file}-wal`);
  tail.take();
  for (const [i, voter] of voters.entries()) {
    const looks = i >= KNOWN && i % BACKUP_EACH === 0;
    if (looks) voter.before = backup(stage);
    voter.which = await castOne(voter, which, { options: which.options.slice(0, voter.answer) }, tail);
    voter.named = await castOne(voter, named, { text: voter.word }, tail);
    if (looks) voter.after = backup(stage);
  }
}

// --- attacks -----------------------------------------------------------------------------------------------------------
// Each gives for every voter {answer, word, features}: what it read, or numbers to guess from.

const ofPoll = (found, poll) => found.find((ballot) => ballot.poll === poll.id);
/** What can be read; `before` (a set) leaves out what was there already, so that the newest is the voter's. */
const readIn = (data, before = new Set()) => {
  const found = plainBallots(data).filter((ballot) => !before.has(ballot.receipt));
  for (const ballot of found) before.add(ballot.receipt);
  return { answer: ofPoll(found, which)?.options, word: ofPoll(found, named)?.text };
};
const histogram = (data) => {
  const counts = new Array(16).fill(0);
  for (const byte of data) counts[byte >> 4]++;
  return counts.map((n) => n / Math.max(1, data.length));
};

const whileOpen = {
  "log cut by commits": (voter, seen) => ({ ...readIn(Buffer.concat([voter.which.log, voter.named.log]), seen.inLog), features: histogram(voter.which.log) }),
  "order and bytes of rows": (voter, seen) => {
    const [a, b] = [which, named].map((poll) => Buffer.from(seen.rows.get(`${poll.id} ${voter.seat.person}`) ?? "", "hex"));
    return { ...readIn(Buffer.concat([a, b])), features: [seen.order.get(voter.seat.person), ...histogram(a)] };
  },
  time: (voter, seen) => {
    const near = seen.commits.filter((c) => c.at >= voter.which.sent && c.at <= voter.named.acked);
    return { ...readIn(Buffer.concat(near.map((c) => c.data)), seen.inTime), features: [voter.which.acked - voter.which.sent, voter.named.acked - voter.named.sent] };
  },
  length: (voter) => ({
    features: [voter.which.message, voter.which.log.length, voter.which.answer, voter.named.message, voter.named.log.length],
  }),
  "difference of two backups": (voter) => {
    if (!voter.before) return null;
    const fresh = [...voter.after].filter(([key, sealed]) => voter.before.get(key) !== sealed);
    return { ...readIn(Buffer.concat(fresh.map(([, sealed]) => Buffer.from(sealed, "hex")))), features: [fresh.length] };
  },
};

/** Contents in some order after the close, laid beside the voters in the order of their ids, or in the order they voted. */
function byOrder(answers, words) {
  const ids = voters.map((voter) => voter.seat.person).sort((a, b) => a - b);
  const at = { ids: (voter) => ids.indexOf(voter.seat.person), votes: (voter) => voters.indexOf(voter) };
  return Object.entries(at).map(([order, place]) => [order, (voter) => ({ answer: answers[place(voter)], word: words[place(voter)] })]);
}

/** Cells of the poll of four answers, told apart into ballots where they are. */
function ballotsOf(cells) {
  const sizes = [];
  for (let i = 0; i < cells.length; i += 4) {
    if (cells[i] === which.options[0]) sizes.push(0);
    if (sizes.length > 0) sizes[sizes.length - 1]++;
  }
  return sizes;
}

/** Whose centre is nearest, looking at some of the numbers. */
function nearest(known, features, columns) {
  let best = null, distance = Infinity;
  for (const [answer, mean] of known.means) {
    const d = columns.reduce((sum, i) => sum + ((features[i] - mean[i]) / (known.spread[i] || 1)) ** 2, 0);
    if (d < distance) [best, distance] = [answer, d];
  }
  return best;
}

const average = (list) => list.reduce((sum, n) => sum + n, 0) / Math.max(1, list.length);

/** What the first voters teach: where the numbers of each answer lie, and which of the numbers tell most. */
function learn(told) {
  const taught = told.map((t, i) => ({ features: t?.features, answer: voters[i].answer })).filter((t) => t.features);
  if (taught.length === 0) return null;
  const all = taught[0].features.map((_, i) => i);
  const known = { means: new Map() };
  known.spread = all.map((i) => {
    const mean = average(taught.map((t) => t.features[i]));
    return Math.sqrt(average(taught.map((t) => (t.features[i] - mean) ** 2)));
  });
  for (let answer = 1; answer <= ANSWERS; answer++)
    known.means.set(answer, all.map((i) => average(taught.filter((t) => t.answer === answer).map((t) => t.features[i]))));
  const right = (columns) => taught.filter((t) => nearest(known, t.features, columns) === t.answer).length;
  known.columns = [all, ...all.map((i) => [i])].reduce((best, columns) => (right(columns) > right(best) ? columns : best));
  return known;
}

/** How many of the last voters an attack is right about: {tried, right, exact}. */
function measure(attack) {
  const told = voters.map((voter, i) => attack(voter, i));
  const known = learn(told.slice(0, KNOWN));
  const words = shuffled(voters.slice(KNOWN).map((voter) => voter.word));
  const sum = { tried: 0, right: 0, exact: 0 };
  for (let i = KNOWN; i < VOTERS; i++) {
    const t = told[i];
    if (t === null) continue;
    const guessed = t.features && known ? nearest(known, t.features, known.columns) : 1 + Math.floor(random() * ANSWERS);
    sum.tried++;
    sum.right += (t.answer ?? guessed) === voters[i].answer ? 1 : 0;
    sum.exact += (t.word ?? words[i - KNOWN]) === voters[i].word ? 1 : 0;
  }
  return sum;
}

/** Attacks that differ only in the order they lay beside the voters: the best of them links the control. */
function judge(name, attacks) {
  const sums = attacks.map(([how, attack]) => [how, measure(attack)]);
  if (control) {
    const best = Math.max(...sums.map(([, { tried, right, exact }]) => Math.max(right, exact) / tried));
    score.check(best >= 0.95, `${name.replace(", beside ", "")}: ${Math.round(100 * best)} % are linked without sealing`);
    return;
  }
  for (const [how, { tried, right, exact }] of sums) {
    const limits = [beyondChance(tried, 1 / ANSWERS), beyondChance(tried, 1 / KNOWN)];
    score.check(right < limits[0] && exact < limits[1], `${name}${how}: ${right} of ${tried} answers (chance: below ${limits[0]}), ${exact} words (below ${limits[1]})`);
  }
}

function attackWhileOpen() {
  const sealed = rows(stage, "SELECT poll, voter, hex(sealed) AS s FROM sealed_ballot");
  const seen = {
    rows: new Map(sealed.map((row) => [`${row.poll} ${row.voter}`, row.s])),
    order: new Map(sealed.filter((row) => row.poll === which.id).map((row, i) => [row.voter, i])),
    inLog: new Set(),
    inTime: new Set(),
    commits: voters.flatMap((voter) => [voter.which, voter.named].map((cast) => ({ at: cast.acked, data: cast.log }))),
  };
  for (const [name, attack] of Object.entries(whileOpen)) judge(`open, ${name}`, [["", (voter) => attack(voter, seen)]]);
  const between = (voter) => frames.filter((frame) => frame.at >= voter.which.sent && frame.at <= voter.named.acked);
  if (!control)
    judge("open, what the others were sent", [["", (voter) => ({ features: [between(voter).length, between(voter).reduce((n, f) => n + f.text.length, 0)] })]]);
  if (!control) {
    const changes = rows(stage, "SELECT seq, at, actor, verb, body FROM change");
    judge("open, history", [["", (voter) => {
      const own = changes.filter((change) => change.actor === voter.seat.person);
      return { ...readIn(Buffer.from(own.map((change) => change.body).join("\n"))), features: [own.length] };
    }]]);
    const tells = frames.filter((f) => /"cast":\[\{/.test(f.text) && f.who === "listener");
    const long = (voters.at(-1).named.acked - voters[0].which.sent) / 1000;
    score.check(tells.length > 0 && tells.length <= long / 2 + 2, `progress is told at most once in two seconds (${tells.length} times in ${Math.round(long)} s)`);
    score.check(!frames.some((f) => f.frame.t === "delta" && f.frame.set.some((e) => e.k === "ballot" || e.k === "answer")), "no other socket got a ballot or an answer while the polls were open");
  }
  return sealed;
}

function attackAfter() {
  const counted = rows(stage, `SELECT body FROM change WHERE verb = 'poll.count'`).map((row) => JSON.parse(row.body));
  const cells = counted.filter((body) => body.id === which.id).flatMap((body) => body.cells ?? []);
  const texts = counted.filter((body) => body.id === named.id).flatMap((body) => body.texts ?? []);
  const stored = rows(stage, `SELECT text FROM answer WHERE poll = ${named.id} ORDER BY id`).map((row) => row.text);
  const told = frames.filter((f) => f.who === "listener" && f.frame.t === "delta").flatMap((f) => f.frame.set)
    .filter((e) => e.k === "answer" && e.poll === named.id).sort((a, b) => a.id - b.id).map((e) => e.text);
  judge("closed, history, beside ", byOrder(ballotsOf(cells), texts));
  judge("closed, order of rows, beside ", byOrder([], stored));
  judge("closed, what the others were sent, beside ", byOrder([], told));
}

/** S5: what must not be anywhere any more. */
function search(sealed) {
  const needles = [];
  for (const row of sealed) {
    const data = Buffer.from(row.s, "hex");
    for (let at = 0; at + 24 <= data.length; at += 509) needles.push([`a sealed ballot at ${at}`, data.subarray(at, at + 24)]);
  }
  for (const voter of voters)
    for (const cast of [voter.which, voter.named]) needles.push(["words beside a receipt", Buffer.from(`"receipt":"${cast.receipt}`)]);
  for (const [name, key] of keys) needles.push([`the key ${path.basename(name)}`, key]);
  const found = new Set();
  let bytes = 0;
  for (const { name, data } of stage.bytes()) {
    bytes += data.length;
    for (const [what, needle] of needles) if (data.includes(needle)) found.add(`${what} in ${path.basename(name)}`);
  }
  score.check(found.size === 0, `after the close nothing of ${sealed.length} ballots is left in ${bytes} bytes: ${needles.length} pieces searched${[...found].slice(0, 3).map((f) => `; ${f}`).join("")}`);
  score.check(rows(stage, "SELECT count(*) AS n FROM sealed_ballot")[0].n === 0, "no row of a sealed ballot is left");
  score.check(stage.bytes().every(({ name }) => !name.endsWith(".key")), "no key and no name of one is left");
}

/** While the polls are open: what is in the memory of the process, which is no promise, but a matter of care. */
function memory() {
  const { pid } = stage.server;
  const maps = readFileSync(`/proc/${pid}/maps`, "utf8").split("\n").filter((line) => /^\S+ rw/.test(line));
  const fd = openSync(`/proc/${pid}/mem`, "r");
  const found = new Set();
  for (const line of maps) {
    const [from, to] = line.split(" ")[0].split("-").map((hex) => Number(`0x${hex}`));
    if (to - from > 1 << 28) continue;
    const data = Buffer.alloc(to - from);
    try {
      readSync(fd, data, 0, data.length, from);
    } catch {
      continue;
    }
    for (const voter of voters) for (const cast of [voter.which, voter.named]) if (data.includes(cast.receipt)) found.add(cast.receipt);
  }
  closeSync(fd);
  return found.size;
}

async function main() {
  await stage.open();
  stage.seats = await stage.join(VOTERS);
  const answers = shuffled(Array.from({ length: VOTERS }, (_, i) => 1 + (i % ANSWERS)));
  const words = shuffled(Array.from({ length: VOTERS }, (_, i) => word(i)));
  for (const [i, seat] of shuffled(stage.seats).entries()) voters.push({ seat, answer: answers[i], word: words[i] });
  await gather();
  which = await stage.poll({ type: "multiple" }, ["one", "two", "three", "four"]);
  named = await stage.poll({ type: "words", max: 1 });
  keys = readdirSync(stage.run, { recursive: true }).filter((name) => name.endsWith(".key")).map((name) => [name, readFileSync(path.join(stage.run, name))]);
  await vote();
  if (!control) {
    score.check(!stage.bytes().some(({ name, data }) => !name.endsWith(".key") && keys.some(([, key]) => data.includes(key))), "no key is in the state directory while the polls are open");
    for (let i = 0; i < 20; i++) await stage.chair.must("theme.create", { title: { en: "x".repeat(300) } });
    const left = memory();
    console.log(`     receipts found in the server's memory while the polls are open: ${left} of ${2 * VOTERS}`);
  }
  const sealed = attackWhileOpen();
  for (const poll of [which, named]) await stage.chair.must("poll.close", { id: poll.id });
  if (!control) search(sealed);
  const { options, answers: cells, roll } = stage.result(which.id);
  const expected = which.options.map((_, k) => voters.filter((voter) => voter.answer > k).length);
  score.check(JSON.stringify(options.map((o) => o.votes)) === JSON.stringify(expected), `the totals are right: ${expected} (${cells.length} answers beside)`);
  const receipts = voters.map((voter) => voter.which.receipt).sort();
  if (!control) score.check(JSON.stringify(roll.receipts) === JSON.stringify(receipts), "every receipt is listed, sorted");
  await listening.until((s) => s.seq >= stage.chair.seq, 60000, "what the listener is told");
  attackAfter();
}

try {
  await main();
} catch (error) {
  console.log(error);
  score.check(false, "the attacks ran to the end");
} finally {
  await stage.clean();
}
score.end();
