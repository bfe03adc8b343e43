// Chromium for the tests: no network but loopback, every window with its own cookies and storage, and a list of what the
// page complained about.
import { chromium } from "playwright-core";

const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

// What a browser says about a server that was stopped on purpose.
const CUT = /WebSocket connection to .* failed|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_FAILED|ERR_INTERNET_DISCONNECTED|ERR_SOCKET_NOT_CONNECTED|ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE_CHUNKED_ENCODING/;

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS });
}

/**
 * A window as somebody has it: options.lang, width, height, touch, dark, cookie (of a Caller), workers (false: no service
 * worker), origin. `page.complaints` holds uncaught errors, and errors of the console other than about a lost link.
 */
export async function openWindow(browser, options) {
  const { origin, lang = "en", width = 1280, height = 800, touch = false, dark = false, cookie, workers = true, zone } = options;
  const context = await browser.newContext({
    baseURL: origin, locale: { en: "en-GB", fr: "fr-FR", ar: "ar-EG" }[lang], viewport: { width, height }, hasTouch: touch,
    isMobile: touch, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce",
    serviceWorkers: workers ? "allow" : "block", timezoneId: zone,
  });
  if (cookie) {
    const at = cookie.indexOf("=");
    await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: origin }]);
  }
  return watched(await context.newPage());
}

/** One more tab of the same browser. */
export async function openTab(page) {
  return watched(await page.context().newPage());
}

function watched(page) {
  page.setDefaultTimeout(30000);
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("console", (message) => {
    const refused = /status of 4\d\d/.test(message.text());
    if (message.type() === "error" && !refused && !CUT.test(message.text())) page.complaints.push(message.text());
  });
  return page;
}

/** Resolves when the page can be opened without a server: the service worker has all of it and serves this window. */
export function keptPage(page) {
  return page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
  });
}

/**
 * Resolves when everything the page gave its device is kept there: a store does what it is asked in that order. Twice, because what is
 * written while the device is busy is given to it right after.
 */
export async function stored(page) {
  for (let i = 0; i < 2; i++) {
    await page.evaluate(() => new Promise((done, fail) => {
      const opening = indexedDB.open("plenary");
      opening.onerror = () => fail(opening.error);
      opening.onsuccess = () => {
        const database = opening.result;
        const last = database.transaction(database.objectStoreNames, "readwrite");
        last.oncomplete = () => done(database.close());
        last.onabort = () => fail(last.error);
        last.objectStore("outboxes").count();
      };
    }));
  }
}

/** Resolves when what the page has just drawn is on the screen, and what it does after that, like listening to keys, is done. */
export function drawn(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
}

/**
 * What the page of a room sent and what was acknowledged, read from its sockets: `acks` as [client hex, number, seq],
 * `sent` as a set of "client/number".
 */
export function overhear(page) {
  const heard = { acks: [], sent: new Set() };
  page.on("websocket", (socket) => {
    let client;
    socket.on("framesent", ({ payload }) => {
      const frame = JSON.parse(payload);
      if (frame.t === "hello") client = frame.client;
      if (frame.t === "cmd") heard.sent.add(`${client}/${frame.n}`);
    });
    socket.on("framereceived", ({ payload }) => {
      if (typeof payload !== "string") return;
      const frame = JSON.parse(payload);
      if (frame.t === "ack") heard.acks.push([client, frame.n, frame.seq]);
    });
  });
  return heard;
}
