// What is fetched: documents and calendar feeds, by readers who ask for parts, say what they have, leave in the middle, or hold an
// address that is taken back. `at` has also {call, workshop, document}; of net_fake none of that, so these probes want the program.
import { Raw } from "./raw.mjs";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const FAR = "9".repeat(40);
const RANGES = ["bytes=0-3", "bytes=-1", "bytes=-0", "bytes=5-2", "bytes=", "=", "items=0-1", `bytes=${FAR}-`, `bytes=-${FAR}`, `bytes=0-${FAR}`,
  "bytes=0-0,2-2,4-4", `bytes=${"0-1,".repeat(800)}0-1`];
const LARGE = "y".repeat(3000);

const request = (at, method, where, ...lines) =>
  `${method} ${where} HTTP/1.1\r\nHost: 127.0.0.1:${at.server.port}\r\nCookie: ${at.cookie}\r\n${lines.map((line) => `${line}\r\n`).join("")}\r\n`;

/** What has come of a reply: {status, head, body, length}; `whole` once all of it has. */
function reply(raw) {
  const end = raw.data.indexOf("\r\n\r\n");
  if (end < 0) return { status: 0, head: "", body: Buffer.alloc(0), whole: false };
  const head = raw.data.subarray(0, end).toString("latin1"), body = raw.data.subarray(end + 4);
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
  return { status, head, body, whole: body.length >= length || status === 304, right: body.length === length };
}

/** "status N", and how its body is when that is not right. */
function told({ status, head, body, right }) {
  if (status === 0) return "closed";
  if (status === 206 || /\r\n(content-range|accept-ranges):/i.test(head)) return `status ${status} of a part`;
  if (status === 304 ? body.length > 0 : !right) return `status ${status} with ${body.length} bytes`;
  return `status ${status}`;
}

/** One request; between asking and reading its reply comes `meanwhile`. */
async function fetchOf(at, method, where, lines = [], meanwhile = undefined) {
  const raw = new Raw(at.server);
  await raw.ready;
  if (meanwhile) raw.socket.pause();
  raw.send(request(at, method, where, ...lines));
  await meanwhile?.();
  raw.socket.resume();
  await raw.until(() => reply(raw).whole, 60000);
  const got = reply(raw);
  raw.reset();
  return got;
}

/** A new address, {path, tag, body, drop}; it takes the place of the former one. */
async function feed(at) {
  at.feed = undefined;
  const { path, key } = (await at.call("POST", `/api/w/${at.workshop}/calendars`, { of: 0 }, at.cookie)).json;
  at.paths.push(path);
  const { head, body } = await fetchOf(at, "GET", path);
  const drop = () => at.call("DELETE", `/api/w/${at.workshop}/calendars/${key}`, undefined, at.cookie);
  return { path, drop, body, tag: /\r\netag: (\S+)/i.exec(head)?.[1] };
}

/** What all of them came to: one outcome, or the first that is another. */
function alike(outcomes) {
  return outcomes.find((one) => one !== outcomes[0]) ?? outcomes[0];
}

async function each(lists, run) {
  const outcomes = [];
  for (const one of lists) outcomes.push(await run(one));
  return alike(outcomes);
}

const ranges = (where) => async (at) => each(RANGES, async (range) => told(await fetchOf(at, "GET", await where(at), [`Range: ${range}`, 'If-Range: "x"'])));
const feedPath = async (at) => (at.feed ??= await feed(at)).path;
const known = (...lists) => async (at) => {
  const path = await feedPath(at);
  return each(lists, async (list) => told(await fetchOf(at, "GET", path, [`If-None-Match: ${list.replaceAll("TAG", at.feed.tag)}`])));
};

async function allowed(at) {
  const { status, head } = await fetchOf(at, "PUT", await feedPath(at), ["Content-Length: 0"]);
  return `status ${status} allow ${/\r\nallow: (.*)/i.exec(head)?.[1].trim()}`;
}

async function odd(at) {
  const path = await feedPath(at), token = path.slice("/cal/".length, -".ics".length);
  const ways = [`/cal/${token}`, `${path}.ics`, `${path}/`, `/cal/${token}.ICS`, `/cal/.ics`, `/cal/${token.slice(1)}.ics`, `/cal/${"A".repeat(token.length)}.ics`];
  return each(ways, async (way) => told(await fetchOf(at, "GET", way)));
}

async function takenBack(at) {
  const { path, tag, drop } = await feed(at);
  await drop();
  return each([[], [`If-None-Match: ${tag}`], ["If-None-Match: *"]], async (lines) => told(await fetchOf(at, "GET", path, lines)));
}

/** Who asked before gets the calendar or nothing of it; who asks after that gets nothing. */
async function takenBackMeanwhile(at) {
  for (let i = 0; i < 5; i++) {
    const { path, body, drop } = await feed(at);
    const got = await fetchOf(at, "GET", path, [], drop);
    const calendar = got.status === 200 && got.body.equals(body), nothing = got.status === 404 && !got.body.includes("BEGIN:");
    if (!got.right || (!calendar && !nothing)) return `${told(got)}: neither the calendar nor nothing`;
    const then = told(await fetchOf(at, "GET", path));
    if (then !== "status 404") return `then ${then}`;
  }
  return "status 404";
}

async function changedMeanwhile(at) {
  const archive = (on) => at.call("POST", `/api/w/${at.workshop}/archive`, { on }, at.cookie);
  return each([at.document, `/api/w/${at.workshop}/file`, `/api/w/${at.workshop}/export?format=json`], async (where) => {
    const got = told(await fetchOf(at, "GET", where, [], () => archive(true)));
    await archive(false);
    return got;
  });
}

/** Readers leave at once, while it is being made, and in the middle. */
async function abrupt(at) {
  const path = await feedPath(at);
  for (const where of [path, at.document, `/api/w/${at.workshop}/file`, `/api/w/${at.workshop}/export/bundle.zip`]) {
    for (const ms of [0, 5, 50]) {
      const raw = new Raw(at.server);
      await raw.ready;
      raw.send(request(at, "GET", where));
      await sleep(ms);
      raw.reset();
    }
  }
  return "survived";
}

export const downloads = {
  "feed-range": ranges(feedPath),
  "feed-known": known("TAG", "W/TAG", '"a", TAG', '"a",TAG,"b"', "*"),
  "feed-unknown-tags": known('"x"', '"', ",,,,", "", LARGE, `"${LARGE}"`, "9".repeat(64)),
  "feed-since": async (at) => each(["Wed, 21 Oct 2099 07:28:00 GMT", "yesterday", LARGE],
    async (date) => told(await fetchOf(at, "GET", await feedPath(at), [`If-Modified-Since: ${date}`]))),
  "feed-headers-long": async (at) => each(["Range", "If-None-Match", "If-Modified-Since", "If-Range", "Accept-Language", "User-Agent", "Referer"],
    async (name) => told(await fetchOf(at, "GET", await feedPath(at), [`${name}: ${LARGE}`]))),
  "feed-odd-paths": odd,
  "feed-put": allowed,
  "feed-revoked": takenBack,
  "feed-revoked-meanwhile": takenBackMeanwhile,
  "download-range": ranges((at) => at.document),
  "download-archived-meanwhile": changedMeanwhile,
  "download-abrupt": abrupt,
};
