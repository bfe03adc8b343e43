// A server that stands still for 30 s under load (SIGSTOP), and a reader that never reads: everybody else goes on, and who comes back
// gets everything and is counted once.
//   node stopped.mjs
import { Server } from "../client/server.mjs";
import { PATIENCE_MS, Tally, ledgerFaults, load, pause, settled, soon, unsound, workshop, write } from "./common.mjs";

const STILL_MS = 30000;
const SLOW_MS = 30000; // LIMIT_SLOW_MS of server/net
const tally = new Tally();

/** As P11 has it: a link without a word for 25 s is gone. */
function watch(seat) {
  let heard = Date.now();
  const onFrame = seat.onFrame;
  seat.onFrame = (frame) => {
    heard = Date.now();
    onFrame(frame);
  };
  return setInterval(() => {
    if (Date.now() - heard < 25000) return;
    heard = Date.now();
    seat.cut();
  }, 500);
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Infinity;

/** How much of the room a seat holds; who was there when is for the facilitators alone. */
const shared = (seat) => seat.entities.size - seat.list("attendance").length;

/** The last checks of both: nothing lost, nothing twice, the same room for all, a clean end. */
async function finish(name, server, { id, seats, ledger }) {
  const done = await settled(seats, PATIENCE_MS);
  tally.check(`${name}: every outbox is empty in the end`, done && ledger.refused.length === 0, ledger.refused.join());
  const head = Math.max(...ledger.acks.map(([, , seq]) => seq));
  const same = await soon(() => seats.every((seat) => seat.seq >= head && shared(seat) === shared(seats[0])), PATIENCE_MS);
  tally.check(`${name}: all have the same room`, same, seats.map((seat) => `${seat.seq}/${shared(seat)}`).join());
  for (const seat of seats) seat.close();
  const { code, signal } = await server.stop();
  tally.check(`${name}: the server stops cleanly`, code === 0, `${code ?? signal} ${server.output}`);
  const faults = ledgerFaults(server, id, ledger);
  tally.check(`${name}: nothing acknowledged is lost, nothing stands twice`, faults === "", faults);
  tally.check(`${name}: the file is sound`, unsound(server.state) === "");
  server.clean();
}

async function standsStill() {
  const name = "stopped for 30 s";
  const server = new Server();
  await server.start();
  const room = await workshop(server, 8);
  const { seats, ledger } = room;
  const watches = seats.map(watch);
  await load(seats, ledger, 1000);
  process.kill(server.pid, "SIGSTOP");
  await load(seats, ledger, STILL_MS);
  const waiting = seats.filter((seat) => seat.outbox.size > 0).length;
  const before = ledger.acks.length;
  process.kill(server.pid, "SIGCONT");
  tally.check(`${name}: everybody's words wait`, waiting === seats.length, `${waiting} of ${seats.length}`);
  const back = await soon(() => seats.every((seat) => seat.welcomed && seat.outbox.size === 0), PATIENCE_MS);
  tally.check(`${name}: everybody is back and acknowledged`, back && ledger.acks.length > before,
    seats.map((seat) => `${seat.welcomed} ${seat.outbox.size}`).join());
  for (const timer of watches) clearInterval(timer);
  await load(seats, ledger, 1000);
  const here = await soon(() => seats.every((seat) => seats.every((other) => seat.here.has(other.person))), PATIENCE_MS);
  tally.check(`${name}: everybody is seen as present`, here);
  await finish(name, server, room);
}

/** How long an acknowledgement takes, ms, while everybody writes long texts for `ms`. */
async function delays(seats, ledger, ms) {
  const list = [];
  const end = performance.now() + ms;
  while (performance.now() < end) {
    for (const seat of seats) if (seat.outbox.size < 4) write(seat, ledger, 14000);
    const began = performance.now();
    void seats[0].run("action.edit", { id: seats[0].list("action")[0].id, priority: "high" }).then(() => list.push(performance.now() - began));
    ledger.sent++;
    await pause(250);
  }
  return median(list);
}

async function neverReads() {
  const name = "a reader that never reads";
  const server = new Server();
  await server.start();
  const room = await workshop(server, 4);
  const { chair, ledger } = room;
  for (let i = 0; i < 20; i++) await chair.must("recommendation.create", { text: `Words that are long ${i}` });
  const slow = room.seats.at(-1);
  const others = room.seats.slice(0, -1);
  await soon(() => slow.list("recommendation").length > 0, PATIENCE_MS);
  // A room of its own on a server of its own, where nobody is slow, tells how quick this machine is at the same time.
  const quiet = new Server();
  await quiet.start();
  const like = await workshop(quiet, 3);
  for (let i = 0; i < 20; i++) await like.chair.must("recommendation.create", { text: `Words that are long ${i}` });
  await soon(() => like.seats.every((seat) => seat.list("recommendation").length === 20), PATIENCE_MS);
  const usual = await delays(others, ledger, 2000);
  let closed;
  slow.onClose = (code) => (closed ??= code);
  const delay = slow.delay;
  slow.reconnect = false;
  slow.socket.pause();
  const began = performance.now();
  const leaving = soon(() => others.every((seat) => !seat.here.has(slow.person)), SLOW_MS + PATIENCE_MS).then((left) => left && performance.now() - began);
  for (let i = 0; i < 6; i++) write(slow, ledger);
  const [meanwhile, elsewhere] = await Promise.all([delays(others, ledger, SLOW_MS + 4000), delays(like.seats, like.ledger, SLOW_MS + 4000)]);
  for (const seat of like.seats) seat.close();
  await quiet.stop();
  quiet.clean();
  const took = `${usual.toFixed(0)} ms before, ${meanwhile.toFixed(0)} ms then, ${elsewhere.toFixed(0)} ms elsewhere`;
  tally.check(`${name}: the others do not wait for it`, meanwhile < Math.max(5 * Math.max(usual, elsewhere), 150), took);
  const left = await leaving;
  tally.check(`${name}: after 30 s it is cut off and seen to be gone`, left > SLOW_MS - 1000, `after ${left} ms`);
  const unanswered = slow.outbox.size;
  slow.socket.resume();
  await soon(() => closed !== undefined, PATIENCE_MS);
  // The close frame waits behind what it did not read; five seconds later the connection is reset.
  tally.check(`${name}: it finds that it was cut off`, closed === 4008 || closed === 1006, `${closed}`);
  console.log(`# ${name}: ${unanswered} of its commands had no answer; acknowledged in ${took}`);
  Object.assign(slow, { reconnect: true, delay });
  slow.open();
  const back = await soon(() => slow.welcomed && slow.outbox.size === 0, PATIENCE_MS);
  tally.check(`${name}: on return its outbox is sent again and answered`, back && unanswered > 0, `${unanswered} were unanswered`);
  await finish(name, server, room);
}

await Promise.all([standsStill(), neverReads()]);
tally.end();
