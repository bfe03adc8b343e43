// Votes that race, on real sockets: one voter's votes all at once on several links, sent again and contradicting each other, count
// once; a vote against the close of its poll is acknowledged and counted, or refused and not counted. What was told to clients is
// compared with the workshop's file afterwards.
//   node votes.mjs [RACES] [SEED]     prints JSON figures and, last, "N passed, N failed"
import { spawnSync } from "node:child_process";
import path from "node:path";
import { dice } from "../client/dice.mjs";
import { acknowledgedOnce, query } from "../client/ledger.mjs";
import { Caller, Seat } from "../client/plenary.mjs";
import { Server } from "../client/server.mjs";

const [races = 200, seed = Date.now() % 1e6] = process.argv.slice(2).map(Number);
const random = dice(seed);
const VOTERS = 20;
const PARALLEL = 200;       // votes of one voter
const LINKS = 2;            // a person has three at most, and one that was cut may come back before it is known to be gone
const HEAD_START = 6;       // ms within which votes and the close are sent
const results = [];
const check = (what, ok) => {
  results.push(ok);
  if (!ok) console.log(`not ok - ${what}`);
};
const pick = (list) => list[Math.floor(random() * list.length)];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A live workshop with a facilitator and VOTERS delegates of two delegations. */
async function prepare(server) {
  await server.start();
  const facilitator = new Caller(server.origin);
  await facilitator.post("/api/setup", { token: server.setupToken, name: "Amina", password: "a long password" });
  const { id } = await facilitator.post("/api/workshops", { scenario: { name: "votes", title: { en: "Votes" }, time_zone: "UTC" } });
  const { open } = await facilitator.get(`/api/w/${id}/codes`);
  const chair = new Seat(facilitator, id);
  chair.open();
  await chair.until((s) => s.list("workshop").length > 0);
  await chair.must("workshop.live");
  const delegations = [];
  for (const name of ["Egypt", "Mali"]) delegations.push((await chair.must("delegation.create", { name })).id);
  const voters = [];
  for (let i = 0; i < VOTERS; i++) {
    const caller = new Caller(server.origin);
    const { person } = await caller.post("/api/join", { code: open, name: `Delegate ${i}`, language: "en" });
    await chair.must("person.admit", { id: person, delegation: delegations[i % 2], role: "delegate" });
    voters.push({ caller, person, delegation: delegations[i % 2], acks: [] });
  }
  return { id, chair, voters };
}

/** A seat on a link of its own, with what it was told. */
async function sit(room, voter) {
  const seat = new Seat(voter.caller, room.id);
  seat.onAck = (command) => room.acks.push([seat.client, command.n, command.answer.seq]);
  seat.delay = 10;
  seat.open();
  await seat.until((s) => s.list("workshop").length > 0);
  return seat;
}

async function preparePoll(room, options, more) {
  const poll = (await room.chair.must("poll.create", { question: "Which?", ...more })).id;
  const ids = [];
  for (const text of options) ids.push((await room.chair.must("option.create", { poll, text })).id);
  return { poll, options: ids };
}

/** The ways in which one voter is asked, and what votes look like. */
const questions = [
  { more: { type: "single" }, options: ["A", "B", "C"], vote: (ids) => ({ option: pick(ids) }) },
  { more: { type: "ranking", unit: "delegation" }, options: ["A", "B", "C"], vote: (ids) => ({ options: pick([ids, [...ids].reverse(), [ids[1]]]) }) },
  { more: { type: "words" }, options: [], vote: () => ({ text: pick(["Trust", "trust\nData", "Time\nData"]) }) },
];

/** One voter, PARALLEL votes on LINKS links at once, many sent twice, with links cut in between. */
async function voteAtOnce(room, question) {
  const { poll, options } = await preparePoll(room, question.options, question.more);
  await room.chair.must("poll.open", { id: poll });
  const [voter] = room.voters;
  const seats = [];
  for (let i = 0; i < LINKS; i++) seats.push(await sit(room, voter));
  const told = [];
  for (let i = 0; i < PARALLEL; i++) {
    const seat = seats[i % LINKS];
    told.push(seat.run("ballot.cast", { id: poll, ...question.vote(options) }));
    if (i === PARALLEL / 2) seat.cut();
    if (random() < 0.5 && seat.socket.readyState === 1)
      for (const command of [...seat.outbox.values()].slice(-2)) seat.socket.send(JSON.stringify(command.frame));
  }
  const answers = await Promise.all(told);
  for (const seat of seats) seat.close();
  check(`${question.more.type}: every vote is answered with an ack`, answers.every(({ t }) => t === "ack"));
  check(`${question.more.type}: each in a change of its own`, new Set(answers.map(({ seq }) => seq)).size === PARALLEL);
  const last = seats.flatMap((seat) => room.commandsOf(seat)).sort((a, b) => a.seq - b.seq).at(-1);
  return { poll, last };
}

/** What the file says of a poll: its ballots, and tallies counted anew. */
function counted(file, poll) {
  const [{ voters, weight }] = query(file, `SELECT voters, weight FROM poll WHERE id = ${poll}`);
  const ballots = query(file, `SELECT person, option, options, text FROM ballot WHERE poll = ${poll}`);
  const options = query(file, `SELECT id, votes FROM option WHERE poll = ${poll}`);
  const answers = query(file, `SELECT count FROM answer WHERE poll = ${poll}`);
  return { voters, weight, ballots, options, answers };
}

/** One voter counts once: one ballot, the last acknowledged one. */
function checkOnce(file, question, { poll, last }) {
  const found = counted(file, poll);
  const kind = question.more.type;
  check(`${kind}: one ballot of one voter`, found.ballots.length === 1 && found.voters === 1 && found.weight === 1);
  const [ballot] = found.ballots;
  const said = kind === "single" ? ballot.option === last.args.option
    : kind === "words" ? ballot.text === last.args.text : ballot.options === JSON.stringify(last.args.options);
  check(`${kind}: it is the one acknowledged last`, said);
  const sum = found.options.reduce((n, { votes }) => n + votes, 0);
  const wanted = kind === "single" ? 1 : kind === "words" ? 0 : last.args.options.reduce((n, _, i) => n + 2 - i, 0);
  check(`${kind}: its votes are counted once (${sum})`, sum === wanted && found.answers.every(({ count }) => count === 1));
}

/** Every voter votes while the poll is being closed. Returns what each was told. */
async function race(room, seats, { poll, options }) {
  const told = seats.map(async (seat) => {
    await pause(random() * HEAD_START);
    if (random() < 0.05) seat.cut();
    const option = pick(options);
    return { person: seat.voter.person, option, answer: await seat.run("ballot.cast", { id: poll, option }) };
  });
  await pause(random() * HEAD_START);
  const close = await room.chair.must("poll.close", { id: poll });
  return { poll, close, votes: await Promise.all(told) };
}

function checkRace(file, { poll, close, votes }, sums) {
  const found = counted(file, poll);
  const accepted = votes.filter(({ answer }) => answer.t === "ack");
  const refused = votes.filter(({ answer }) => answer.t === "no");
  const inFile = new Map(found.ballots.map(({ person, option }) => [person, option]));
  sums.accepted += accepted.length;
  sums.refused += refused.length;
  check(`poll ${poll}: refused as closed`, refused.every(({ answer }) => answer.code === "closed"));
  check(`poll ${poll}: acknowledged before the close`, accepted.every(({ answer }) => answer.seq < close.seq));
  check(`poll ${poll}: what was acknowledged is counted`, accepted.every(({ person, option }) => inFile.get(person) === option));
  check(`poll ${poll}: what was refused is not`, inFile.size === accepted.length && refused.every(({ person }) => !inFile.has(person)));
  const sum = found.options.reduce((n, { votes: one }) => n + one, 0);
  check(`poll ${poll}: the tally is that of the ballots`, sum === accepted.length && found.voters === accepted.length);
}

const server = new Server();
const room = await prepare(server);
room.acks = [];
room.commandsOf = (seat) => seat.told;
// What each link was told, with the arguments it belongs to.
const { run } = Seat.prototype;
Seat.prototype.run = async function runAndKeep(verb, args, ...rest) {
  const answer = await run.call(this, verb, args, ...rest);
  if (answer.t === "ack") (this.told ??= []).push({ seq: answer.seq, args });
  return answer;
};

const once = [];
for (const question of questions) once.push([question, await voteAtOnce(room, question)]);

const rounds = Math.ceil(races / VOTERS);
const seats = [];
for (const voter of room.voters) seats.push(Object.assign(await sit(room, voter), { voter }));
const polls = [];
for (let i = 0; i < rounds; i++) polls.push(await preparePoll(room, ["A", "B"], { type: "single" }));
const raced = [];
for (const poll of polls) {
  await room.chair.must("poll.open", { id: poll.poll });
  raced.push(await race(room, seats, poll));
  await Promise.all(seats.map((seat) => seat.until((s) => s.welcomed, 60000, "a link")));
}
for (const seat of [...seats, room.chair]) seat.close();
const end = await server.stop();

const file = path.join(server.state, "workshops", `${room.id}.plenary`);
const sums = { accepted: 0, refused: 0 };
for (const [question, outcome] of once) checkOnce(file, question, outcome);
for (const outcome of raced) checkRace(file, outcome, sums);
const faults = acknowledgedOnce(file, room.acks);
check("nothing acknowledged is lost, doubled or elsewhere", faults.lost + faults.twice + faults.elsewhere === 0);
check("both ends of the race were reached", sums.accepted > 0 && sums.refused > 0);
check("the server ended well", end.code === 0);
const verified = spawnSync(server.binary, ["verify", file], { encoding: "utf8" });
check(`the file is whole ${verified.stderr.trim()}`, verified.status === 0);
console.log(JSON.stringify({ seed, parallel: PARALLEL, links: LINKS, races: rounds * VOTERS, ...sums, acknowledged: room.acks.length }));
const failed = results.filter((ok) => !ok).length;
server.clean();
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
