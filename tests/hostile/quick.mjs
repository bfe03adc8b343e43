// The quick probes: one connection, some bytes, one outcome. `at` says where: {server, secure, socket, cookie}.
import { Raw, frame, h2Continuation, key } from "./raw.mjs";

const crlf = (...lines) => `${lines.join("\r\n")}\r\n\r\n`;
const host = (at) => `Host: 127.0.0.1:${at.server.port}`;

/** A handshake; `change` replaces or removes (null) headers, adds others, or sets `line`. */
export function handshake(at, change = {}) {
  const { line, extra = [], ...replaced } = change;
  const headers = {
    Host: `127.0.0.1:${at.server.port}`, Upgrade: "websocket", Connection: "Upgrade", "Sec-WebSocket-Key": key,
    "Sec-WebSocket-Version": "13", "Sec-WebSocket-Protocol": "plenary.v1", Origin: at.server.origin, Cookie: at.cookie,
    ...replaced,
  };
  const lines = Object.entries(headers).filter(([, value]) => value !== null && value !== "").map(([k, v]) => `${k}: ${v}`);
  return crlf(line ?? `GET ${at.socket} HTTP/1.1`, ...lines, ...extra);
}

async function ask(server, bytes, options = {}) {
  const raw = new Raw(server, options);
  if (!(await raw.ready)) return options.tls ? "tls refused" : "closed";
  raw.send(bytes);
  const outcome = await raw.status(options.ms);
  raw.reset();
  return outcome;
}

const upgrade = (change) => (at) => ask(at.server, handshake(at, change));
const plain = (...lines) => (at) => ask(at.server, crlf(...lines.map((line) => (line === "HOST" ? host(at) : line))));
const get = (path, ...lines) => plain(`GET ${path} HTTP/1.1`, "HOST", ...lines);
const post = (headers, body = "") => async (at) => {
  const type = headers.some((line) => /^content-type/i.test(line)) ? [] : ["Content-Type: application/json"];
  const sent = headers.filter((line) => line !== "Content-Type:");
  return ask(at.server, crlf("POST /api/join HTTP/1.1", host(at), ...type.filter(() => !headers.includes("Content-Type:")), ...sent) + body);
};
const json = '{"code":"AAAA-2222","name":"x","language":"en"}';

/** Frames on an open WebSocket, and how it goes on. */
const frames = (...bytes) => async (at) => {
  const raw = new Raw(at.server);
  await raw.ready;
  raw.send(handshake(at));
  if (!(await raw.upgraded())) return "no WebSocket";
  raw.send(Buffer.concat(bytes.map((part) => Buffer.from(part))));
  const outcome = await raw.outcome();
  raw.reset();
  return outcome;
};

/** What a client says first: an app that knows its protocol answers, and so does one that sends everything back. */
export const text = `{"t":"hello","client":"${"0123456789abcdef".repeat(2)}","seq":0,"tag":"${"0".repeat(16)}","view":0,"deflate":false}`;
const noise = (n) => Buffer.from(Array.from({ length: n }, (_, i) => (i * 2654435761 >>> 13) & 255 | 0x70));

/** A handshake with a frame right behind it, in one segment. */
const together = (change, bytes) => async (at) => {
  const raw = new Raw(at.server);
  await raw.ready;
  raw.send(Buffer.concat([Buffer.from(handshake(at, change)), bytes]));
  if (!(await raw.upgraded())) return "no WebSocket";
  if (raw.deflate) return "deflate was taken";
  const outcome = await raw.outcome();
  raw.reset();
  return outcome;
};

async function deflateOffered(at) {
  const raw = new Raw(at.server);
  await raw.ready;
  raw.send(handshake(at, { "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits" }));
  const outcome = await raw.status();
  const taken = /sec-websocket-extensions/i.test(raw.data.toString("latin1"));
  raw.reset();
  return taken ? "deflate was taken" : outcome;
}

async function replyWithout(at, bytes, forbidden) {
  const raw = new Raw(at.server);
  await raw.ready;
  raw.send(bytes);
  const outcome = await raw.status();
  await raw.until(() => false, 100);
  const found = raw.data.toString("latin1").includes(forbidden);
  raw.reset();
  return found ? `${outcome} with ${forbidden}` : outcome;
}

const secureAsk = (bytes, options = {}) => async (at) =>
  ask(at.secure, typeof bytes === "function" ? bytes({ ...at, server: at.secure }) : bytes, { tls: { ...options } });

async function alpn(at) {
  const raw = new Raw(at.secure, { tls: { ALPNProtocols: ["h2", "http/1.1"] } });
  if (!(await raw.ready)) return "tls refused";
  const chosen = raw.socket.alpnProtocol;
  raw.reset();
  return `tls ${chosen}`;
}

async function alpnContinuation(at) {
  return ask(at.secure, h2Continuation(3000), { tls: { ALPNProtocols: ["h2"] } });
}

export const quick = {
  "upgrade-good": upgrade({}),
  "upgrade-foreign-origin": upgrade({ Origin: "https://evil.example" }),
  "upgrade-null-origin": upgrade({ Origin: "null" }),
  "upgrade-two-origins": (at) => ask(at.server, handshake(at, { Origin: "https://evil.example", extra: [`Origin: ${at.server.origin}`] })),
  "upgrade-origin-prefix": (at) => ask(at.server, handshake(at, { Origin: `${at.server.origin}.evil.example` })),
  "upgrade-origin-scheme": (at) => ask(at.server, handshake(at, { Origin: `127.0.0.1:${at.server.port}` })),
  "upgrade-no-subprotocol": upgrade({ "Sec-WebSocket-Protocol": null }),
  "upgrade-protocol-http": upgrade({ "Sec-WebSocket-Protocol": "http" }),
  "upgrade-protocol-list": upgrade({ "Sec-WebSocket-Protocol": "http, plenary.v1" }),
  "upgrade-protocol-unknown": upgrade({ "Sec-WebSocket-Protocol": "chat" }),
  "upgrade-wrong-path": upgrade({ line: "GET /elsewhere HTTP/1.1" }),
  "upgrade-path-below": (at) => ask(at.server, handshake(at, { line: `GET ${at.socket}/more HTTP/1.1` })),
  "upgrade-path-encoded": upgrade({ line: "GET /ws/..%2f HTTP/1.1" }),
  "upgrade-version-8": upgrade({ "Sec-WebSocket-Version": "8" }),
  "upgrade-version-none": upgrade({ "Sec-WebSocket-Version": null }),
  "upgrade-key-short": upgrade({ "Sec-WebSocket-Key": "x" }),
  "upgrade-key-none": upgrade({ "Sec-WebSocket-Key": null }),
  "upgrade-key-junk": upgrade({ "Sec-WebSocket-Key": "!!!!!!!!!!!!!!!!!!!!!!==" }),
  "upgrade-key-long": upgrade({ "Sec-WebSocket-Key": "A".repeat(200) }),
  "upgrade-post": (at) => ask(at.server, handshake(at, { line: `POST ${at.socket} HTTP/1.1` })),
  "upgrade-body": upgrade({ "Content-Length": "5" }),
  "upgrade-http10": (at) => ask(at.server, handshake(at, { line: `GET ${at.socket} HTTP/1.0` })),
  "upgrade-no-host": upgrade({ Host: null }),
  "upgrade-two-hosts": upgrade({ extra: ["Host: evil.example"] }),
  "upgrade-h2c": upgrade({ Upgrade: "h2c", extra: ["HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA"] }),
  "upgrade-foo": upgrade({ Upgrade: "foo" }),
  "upgrade-foo-pipelined": (at) => ask(at.server, handshake(at, { Upgrade: "foo" }) + crlf("GET / HTTP/1.1", host(at))),
  "upgrade-list": upgrade({ Upgrade: "websocket, h2c" }),
  "upgrade-deflate": deflateOffered,
  "upgrade-deflate-same-segment": together({ "Sec-WebSocket-Extensions": "permessage-deflate" },
    frame(1, Buffer.from([0xaa, 0x56, 0x2a, 0x51, 0xb2, 0x52, 0xaa, 0x50, 0xaa, 0x05, 0x00]), { rsv: 4 })),
  "upgrade-frame-same-segment": together({}, frame(1, text)),
  "upgrade-frame-same-segment-long": together({ "X-Other": "x".repeat(500) }, frame(1, text)),

  "frame-good": frames(frame(1, text)),
  "frame-fragments": frames(frame(1, text.slice(0, 4), { fin: false }), frame(0, text.slice(4, 50), { fin: false }),
    frame(0, text.slice(50))),
  "frame-unmasked": frames(frame(1, text, { mask: false })),
  "frame-2^62": frames(frame(1, "x", { length: 1n << 62n })),
  "frame-2^63": frames(frame(1, "x", { length: 1n << 63n })),
  "frame-too-big": frames(frame(1, "x".repeat(16 * 1024 + 1))),
  "frame-fragments-too-big": frames(...Array.from({ length: 5 }, (_, i) => frame(i ? 0 : 1, "x".repeat(4000), { fin: false }))),
  "frame-fragments-empty": frames(...Array.from({ length: 5000 }, (_, i) => frame(i ? 0 : 1, "", { fin: false }))),
  "frame-utf8": frames(frame(1, Buffer.from([0x22, 0xff, 0x22]))),
  "frame-utf8-surrogate": frames(frame(1, Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))),
  "frame-utf8-cut": frames(frame(1, Buffer.from([0x22, 0xc3]), { fin: false }), frame(0, "")),
  "frame-rsv1": frames(frame(1, text, { rsv: 4 })),
  "frame-rsv-all": frames(frame(1, text, { rsv: 7 })),
  "frame-opcode": frames(frame(3, text)),
  "frame-control-big": frames(frame(9, "x".repeat(126))),
  "frame-control-fragment": frames(frame(9, "x", { fin: false })),
  "frame-continuation": frames(frame(0, text)),
  "frame-text-in-text": frames(frame(1, text, { fin: false }), frame(1, text)),
  "frame-binary": frames(frame(2, text)),
  "frame-close-code": frames(frame(8, Buffer.from([0x03, 0xed]))),
  "frame-close-twice": frames(frame(8, Buffer.from([0x03, 0xe8])), frame(8, Buffer.from([0x03, 0xe8]))),
  "frame-ping-flood": frames(...Array.from({ length: 2000 }, () => frame(9, "ping")), frame(1, text)),
  "frame-garbage": frames(noise(65536)),

  "body-good": post([`Content-Length: ${json.length}`], json),
  "length-negative": post(["Content-Length: -1"], json),
  "length-junk": post(["Content-Length: 12abc"], json),
  "length-plus": post(["Content-Length: +5"], json),
  "length-twice": post(["Content-Length: 5", "Content-Length: 6"], json),
  "length-twice-same": post(["Content-Length: 5", "Content-Length: 5"], "{   }"),
  "length-list": post(["Content-Length: 5, 5"], "{   }"),
  "length-huge": post([`Content-Length: ${"9".repeat(30)}`], json),
  "length-too-large": post(["Content-Length: 100000000"], "x".repeat(10000)),
  "length-none": post([], json),
  "length-get": async (at) => ask(at.server, `${crlf("GET / HTTP/1.1", host(at), "Content-Length: 5")}{   }`),
  "length-zero": post(["Content-Length: 0"]),
  chunked: post(["Transfer-Encoding: chunked"], `5\r\n{   }\r\n0\r\n\r\n`),
  "chunked-and-length": post(["Content-Length: 5", "Transfer-Encoding: chunked"], `0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n`),
  "chunked-obscured": post(["Content-Length: 5", "Transfer-Encoding: xchunked, identity"], "{   }"),
  "type-form": post(["Content-Type: application/x-www-form-urlencoded", "Content-Length: 3"], "a=b"),
  "type-multipart": post(["Content-Type: multipart/form-data; boundary=x", "Content-Length: 60"],
    '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n'),
  "type-text": post(["Content-Type: text/plain", `Content-Length: ${json.length}`], json),
  "type-none": post(["Content-Type:", `Content-Length: ${json.length}`], json),
  "origin-post": post(["Origin: https://evil.example", `Content-Length: ${json.length}`], json),

  "get-good": get("/"),
  "bare-lf": async (at) => ask(at.server, `GET / HTTP/1.1\n${host(at)}\n\n`),
  "no-host": plain("GET / HTTP/1.1"),
  "two-hosts": get("/", "Host: evil.example"),
  "host-junk": plain("GET / HTTP/1.1", 'Host: x"><script>'),
  "host-empty": plain("GET / HTTP/1.1", "Host:"),
  "header-large": get("/", `X-Large: ${"x".repeat(9 * 1024)}`),
  "header-many": get("/", ...Array.from({ length: 2000 }, (_, i) => `X-${i}: y`)),
  "header-nul": get("/", "X-Nul: a\0b"),
  "line-long": get(`/${"x".repeat(9 * 1024)}`),
  "line-200": get(`/${"x".repeat(300)}`),
  "method-connect": plain("CONNECT evil.example:443 HTTP/1.1", "HOST"),
  "method-put": plain("PUT /api/join HTTP/1.1", "HOST", "Content-Length: 0"),
  "method-patch": plain("PATCH /api/join HTTP/1.1", "HOST", "Content-Length: 0"),
  "method-delete": plain("DELETE /api/nothing HTTP/1.1", "HOST"),
  "method-options": plain("OPTIONS /api/join HTTP/1.1", "HOST"),
  "method-options-star": plain("OPTIONS * HTTP/1.1", "HOST"),
  "method-trace": plain("TRACE / HTTP/1.1", "HOST"),
  "method-lower": plain("get / HTTP/1.1", "HOST"),
  "method-head-api": plain("HEAD /api/health HTTP/1.1", "HOST"),
  "version-0.9": async (at) => ask(at.server, "GET /\r\n\r\n", { ms: 1000 }),
  "version-2.0": plain("GET / HTTP/2.0", "HOST"),
  "absolute-url": plain("GET http://evil.example/ HTTP/1.1", "HOST"),
  "path-traversal": get("/../../etc/passwd"),
  "path-traversal-encoded": get("/%2e%2e/%2e%2e/etc/passwd"),
  "path-nul": get("/index.html%00.js"),
  "path-utf8": get("/%ff%fe"),
  "path-percent": get("/%zz%"),
  "query-crlf": (at) => replyWithout(at, crlf("GET /api/health?a=%0d%0aSet-Cookie:%20x=y HTTP/1.1", host(at)), "Set-Cookie: x"),
  range: get("/", "Range: bytes=0-3"),
  "encoding-zero": (at) => replyWithout(at, crlf("GET / HTTP/1.1", host(at), "Accept-Encoding: br;q=0, gzip;q=0.0"), "content-encoding"),
  pipelined: async (at) => ask(at.server, crlf("GET / HTTP/1.1", host(at)).repeat(3)),
  "pipelined-post": async (at) => ask(at.server,
    `${crlf("POST /api/join HTTP/1.1", host(at), "Content-Type: application/json", `Content-Length: ${json.length}`)}${json}`
    + crlf("GET / HTTP/1.1", host(at)).repeat(3)),

  "h2-preface": async (at) => ask(at.server, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  "h2-continuation": async (at) => ask(at.server, h2Continuation(3000)),
  "h2c-continuation": async (at) => ask(at.server,
    Buffer.concat([Buffer.from(handshake(at, { Upgrade: "h2c", Connection: "Upgrade, HTTP2-Settings", extra: ["HTTP2-Settings: AAMAAABk"] })),
      h2Continuation(3000)])),
  "tls-alpn-h2": alpn,
  "tls-alpn-h2-continuation": alpnContinuation,
  "tls-h2c": secureAsk((at) => handshake(at, { Upgrade: "h2c", extra: ["HTTP2-Settings: AAMAAABk"] })),
  "tls-1.1": secureAsk("x", { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }),
  "tls-cbc": secureAsk("x", { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA" }),
  "tls-garbage": async (at) => ask(at.secure, noise(500), { ms: 12000 }),
  "tls-plain": async (at) => ask(at.secure, crlf("GET / HTTP/1.1", host({ server: at.secure }))),
  "tls-get": secureAsk((at) => crlf("GET / HTTP/1.1", host(at))),
};
