// What may get lost around secret ballots: answers (the ballot is sent again), links, the key, the race with the close. Rules S3, S5 to S8
// of RULES.md, P46 to P49 of PROTOCOL.md.
//   node lost.mjs [RACES] [SEED]       the last line is "N passed, N failed"
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { binary } from "../client/server.mjs";
import { dice } from "../client/dice.mjs";
import { Score, Stage, pause } from "./stage.mjs";

const [races = 25, seed = Date.now() % 1e6] = process.argv.slice(2).map(Number);
const random = dice(seed);
const score = new Score();
const stage = new Stage({ binary });
console.log(`seed ${seed}`);

const TWO = ["yes", "no"];
const votes = (poll) => stage.result(poll.id).options.map((option) => option.votes ?? 0).join();
const close = (poll) => stage.chair.must("poll.close", { id: poll.id });
const closed = (poll) => stage.chair.until((s) => s.entities.get(poll.id).state !== "open");
const sendRaw = (seat, frame, bytes) => {
  const text = JSON.stringify(frame);
  seat.socket.send(text + " ".repeat(bytes - Buffer.byteLength(text)));
};

/** The next answer to that number. */
const answerTo = (seat, n) =>
  new Promise((resolve) => {
    const former = seat.onFrame;
    seat.onFrame = (frame) => {
      if ((frame.t === "ack" || frame.t === "no") && frame.n === n) {
        seat.onFrame = former;
        resolve(frame);
      }
    };
  });

async function again(seat, number, poll, option, receipt) {
  const answer = answerTo(seat, number);
  sendRaw(seat, { t: "cmd", n: number, do: "ballot.cast", args: { id: poll.id, option, receipt } }, 2048);
  return answer;
}

async function forms([a, b]) {
  const poll = await stage.poll({ type: "single" }, TWO);
  const { answer: short } = await a.cast(poll, { option: poll.options[0] }, { bytes: 100 });
  score.check(short.code === "bad_frame", "P46 a message of another length is refused");
  const { answer: bad } = await a.cast(poll, { option: poll.options[0] }, { receipt: "short" });
  score.check(bad.code === "bad_argument", "S3 a receipt has 24 characters");
  const { answer: none } = await stage.chair.cast(poll, { option: poll.options[0] });
  score.check(none.t === "no", "C1 a facilitator has no ballot");
  await a.cast(poll, { option: poll.options[0] });
  const { receipt } = await a.cast(poll, { option: poll.options[1] });
  await b.cast(poll, { option: poll.options[1] });
  await close(poll);
  score.check(votes(poll) === "0,2", `V10 voting again replaces the ballot: ${votes(poll)}`);
  score.check(stage.roll(poll.id).receipts.length === 2 && stage.roll(poll.id).receipts.includes(receipt), "S5 the receipt of the last ballot is listed");
  score.check(![...a.entities.values()].some((e) => e.k === "ballot"), "P47 one's own ballot cannot be read back");
}

async function sentAgain([a]) {
  const poll = await stage.poll({ type: "single" }, TWO);
  const first = await a.cast(poll, { option: poll.options[0] });
  const number = a.number;
  const second = await a.cast(poll, { option: poll.options[1] });
  const late = await again(a, number, poll, poll.options[0], first.receipt);
  score.check(late.t === "ack", "P48 a number that was a ballot already is acknowledged");
  await close(poll);
  score.check(votes(poll) === "0,1", `S6 and takes the place of no newer one: ${votes(poll)}`);
  const counted = await again(a, number + 1, poll, poll.options[1], second.receipt);
  score.check(counted.t === "ack", "P48 after the close a counted ballot is acknowledged by its receipt");
  const replaced = await again(a, number, poll, poll.options[0], first.receipt);
  score.check(replaced.code === "closed", "P48 one that was replaced is not");
  score.check(votes(poll) === "0,1", "and nothing changes");
}

/** The server is killed before the answer is read; the seat comes back and sends the same again. */
async function killed(seats) {
  const poll = await stage.poll({ type: "single" }, TWO);
  for (const seat of seats) await seat.cast(poll, { option: poll.options[0] });
  const last = seats[0].cast(poll, { option: poll.options[1] });
  await pause(Math.floor(random() * 5));
  await stage.server.kill();
  await stage.server.start();
  for (const seat of [stage.chair, ...seats]) await seat.until((s) => s.welcomed, 60000, "everybody is back");
  const { answer } = await last;
  score.check(answer.t === "ack", "S6 a ballot whose answer was lost with the server is taken when it comes again");
  await close(poll);
  score.check(votes(poll) === `${seats.length - 1},1`, `nothing is lost and nothing counts twice: ${votes(poll)}`);
}

async function race(seats) {
  let wrong = 0, counted = 0;
  for (let i = 0; i < races; i++) {
    const poll = await stage.poll({ type: "single" }, TWO);
    const cast = seats.map(async (seat) => {
      await pause(random() * 6);
      return seat.cast(poll, { option: poll.options[0] });
    });
    await pause(random() * 6);
    await close(poll);
    const answers = await Promise.all(cast);
    await closed(poll);
    const { receipts = [] } = stage.roll(poll.id);
    for (const { answer, receipt } of answers) wrong += (answer.t === "ack") === receipts.includes(receipt) ? 0 : 1;
    wrong += Number(votes(poll).split(",")[0]) === receipts.length ? 0 : 1;
    counted += receipts.length;
  }
  score.check(wrong === 0, `a ballot that races the close is acknowledged and counted, or neither: ${counted} of ${races * seats.length} counted, ${wrong} wrong`);
}

/** A poll that is open so long, with a ballot in it, if that came in time. */
async function timed(a, seconds) {
  const { id } = await stage.chair.must("poll.create", { question: { en: "?" }, secrecy: "secret", type: "yes_no_abstain" });
  await stage.chair.must("poll.open", { id, seconds });
  return { id, answer: (await a.cast({ id, type: "yes_no_abstain" }, { values: [0] })).answer };
}

async function timer([a]) {
  let { id, answer } = await timed(a, 1);
  if (answer.code === "closed") ({ id, answer } = await timed(a, 20));      // the machine stood still, and its time was over
  await stage.chair.until((s) => s.entities.get(id)?.state === "closed", 60000, "the timer closes");
  score.check(answer.t === "ack" && stage.chair.entities.get(id).voters === 1, "S4 a timer closes a secret poll too");
}

async function removed(seats) {
  const poll = await stage.poll({ type: "single" }, TWO);
  for (const seat of seats) await seat.cast(poll, { option: poll.options[0] });
  const gone = seats[seats.length - 1];
  await stage.chair.must("person.remove", { id: gone.person });
  await close(poll);
  score.check(votes(poll) === `${seats.length - 1},0`, "S8 whoever is removed takes their ballot along");
}

function dropKeys() {
  for (const name of readdirSync(stage.run, { recursive: true }))
    if (name.endsWith(".key")) rmSync(path.join(stage.run, name));
}

async function lostKey([a]) {
  const poll = await stage.poll({ type: "single" }, TWO);
  await a.cast(poll, { option: poll.options[0] });
  await stage.server.kill();
  dropKeys();
  await stage.server.start();
  await stage.chair.until((s) => s.entities.get(poll.id).state === "void", 60000, "the poll is void");
  const { poll: after } = stage.result(poll.id);
  score.check(after.state === "void" && votes(poll) === "0,0" && !after.voters, "S7 a lost key makes the poll void, and nothing is counted");
  const { answer } = await a.cast(poll, { option: poll.options[0] });
  score.check(answer.code === "closed", "S7 no ballot is taken in a void poll");
  const round = await stage.chair.run("poll.again", { id: poll.id });
  score.check(round.t === "ack", "V20 there may be a new round");
}

/** W5: the workshop waits for the ballots, also when both are closed in one breath. */
async function closing([a]) {
  const poll = await stage.poll({ type: "single" }, TWO);
  await a.cast(poll, { option: poll.options[0] });
  const early = await stage.chair.run("workshop.close");
  score.check(early.code === "secret_open" && early.say.length > 20, "W5 a workshop with an open secret poll is not closed, and says why");
  const line = stage.chair.socket._socket;      // both in one piece: the second is there before the first is done
  line.cork();
  const both = [stage.chair.run("poll.close", { id: poll.id }), stage.chair.run("workshop.close")];
  line.uncork();
  const [counted, soon] = await Promise.all(both);
  score.check(counted.t === "ack" && soon.code === "secret_open", "W5 nor while its ballots are being counted");
  await stage.chair.must("workshop.close");
  score.check(votes(poll) === "1,0", "W5 the ballots were counted before the workshop was closed");
}

async function main() {
  await stage.open();
  stage.seats = await stage.join(6);
  await forms(stage.seats);
  await sentAgain(stage.seats);
  await race(stage.seats);
  await timer(stage.seats);
  await killed(stage.seats);
  await removed(stage.seats);
  await lostKey(stage.seats);
  await closing(stage.seats);
  await stage.server.stop();
  const verified = spawnSync(stage.server.binary, ["verify", stage.file], { encoding: "utf8" });
  score.check(verified.status === 0, `X7 the history gives what the tables hold, secret polls apart${verified.status === 0 ? "" : `: ${verified.stdout}${verified.stderr}`}`);
}

try {
  await main();
} catch (error) {
  console.log(error);
  score.check(false, "it ran to the end");
} finally {
  await stage.clean();
}
score.end();
