// Raw bytes over TCP or TLS: a client that may say anything, and what came of it.
import net from "node:net";
import tls from "node:tls";

/** No probe ends with nothing: what has to come may take its time, with sanitizers on a slow machine. */
const PATIENCE_MS = 30000;

export const key = "dGhlIHNhbXBsZSBub25jZQ==";

export class Raw {
  constructor(server, options = {}) {
    this.data = Buffer.alloc(0);
    this.began = performance.now();
    this.closed = false;
    this.waiters = [];
    const to = { port: server.port, host: options.host ?? "127.0.0.1" };
    this.socket = options.tls
      ? tls.connect({ ...to, rejectUnauthorized: false, ...options.tls })
      : net.connect(to);
    this.ready = new Promise((resolve) => {
      this.socket.once(options.tls ? "secureConnect" : "connect", () => resolve(true));
      this.socket.once("close", () => resolve(false));
    });
    this.socket.on("data", (chunk) => {
      this.data = Buffer.concat([this.data, chunk]);
      this.wake();
    });
    this.socket.on("error", (error) => { this.error = error; });
    this.socket.on("close", () => { this.closed = true; this.wake(); });
    this.socket.on("end", () => { this.closed = true; this.wake(); });
  }

  wake() {
    for (const waiter of this.waiters.splice(0)) waiter();
  }

  send(bytes) {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }

  /** Waits until `done()` holds, the connection ends, or `ms` are over. */
  async until(done, ms) {
    const end = Date.now() + ms;
    while (!done() && !this.closed) {
      const left = end - Date.now();
      if (left <= 0) return;
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiters.push(() => { clearTimeout(timer); resolve(); });
      });
    }
  }

  /** How an HTTP request ended. Looks for a whole head. */
  async status(ms = PATIENCE_MS) {
    await this.until(() => this.data.includes("\r\n\r\n"), ms);
    const found = /^HTTP\/1\.[01] (\d{3})/.exec(this.data.toString("latin1"));
    if (found) return `status ${found[1]}`;
    return this.closed ? "closed" : "open";
  }

  /** Takes the head of a 101 off; what follows are frames. False when there is none. */
  async upgraded(ms = PATIENCE_MS) {
    if ((await this.status(ms)) !== "status 101") return false;
    this.data = this.data.subarray(this.data.indexOf("\r\n\r\n") + 4);
    return true;
  }

  /** The next frame as {opcode, payload}; null when none comes. */
  async frame(ms = PATIENCE_MS) {
    const whole = () => {
      const d = this.data;
      if (d.length < 2) return 0;
      const short = d[1] & 127;
      const head = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (d.length < head) return 0;
      const n = short < 126 ? short : short === 126 ? d.readUInt16BE(2) : Number(d.readBigUInt64BE(2));
      return d.length >= head + n ? { head, n } : 0;
    };
    await this.until(() => whole() !== 0, ms);
    const size = whole();
    if (!size) return null;
    const frame = { opcode: this.data[0] & 15, payload: this.data.subarray(size.head, size.head + size.n) };
    this.data = this.data.subarray(size.head + size.n);
    return frame;
  }

  /** How a WebSocket went on: a message, a close with its code, or the end. Pongs are skipped. */
  async outcome(ms = PATIENCE_MS) {
    for (;;) {
      const frame = await this.frame(ms);
      if (frame === null) return this.closed ? "closed" : "open";
      if (frame.opcode === 8) return frame.payload.length >= 2 ? `close ${frame.payload.readUInt16BE(0)}` : "close";
      if (frame.opcode === 1 || frame.opcode === 2) return "message";
    }
  }

  reset() {
    this.socket.on("error", () => {});
    if (this.socket.resetAndDestroy && this.socket instanceof net.Socket && !this.socket.encrypted) this.socket.resetAndDestroy();
    else this.socket.destroy();
  }
}

/** A client's frame. Options: fin, rsv, mask; `length` writes another length than the payload has. */
export function frame(opcode, payload = "", { fin = true, rsv = 0, mask = true, length } = {}) {
  const body = Buffer.from(payload);
  const n = length ?? BigInt(body.length);
  const first = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
  const bit = mask ? 0x80 : 0;
  const head = n < 126n ? Buffer.from([first, bit | Number(n)])
    : n < 65536n ? Buffer.from([first, bit | 126, Number(n >> 8n), Number(n & 255n)])
      : Buffer.concat([Buffer.from([first, bit | 127]), (() => { const b = Buffer.alloc(8); b.writeBigUInt64BE(n); return b; })()]);
  if (!mask) return Buffer.concat([head, body]);
  const secret = Buffer.from([1, 2, 3, 4]);
  return Buffer.concat([head, secret, body.map((byte, i) => byte ^ secret[i & 3])]);
}

/** An HTTP/2 preface, SETTINGS, a HEADERS frame without its end, and `n` CONTINUATION frames of a cookie. */
export function h2Continuation(n) {
  const h2 = (type, flags, stream, payload) => {
    const head = Buffer.alloc(9);
    head.writeUIntBE(payload.length, 0, 3);
    head[3] = type;
    head[4] = flags;
    head.writeUInt32BE(stream, 5);
    return Buffer.concat([head, payload]);
  };
  const cookie = Buffer.concat([Buffer.from([0x40, 6]), Buffer.from("cookie"), Buffer.from([40]), Buffer.alloc(40, 0x61)]);
  const parts = [Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), h2(4, 0, 0, Buffer.alloc(0)),
    h2(1, 0, 1, Buffer.from([0x82, 0x84, 0x86]))];
  for (let i = 0; i < n; i++) parts.push(h2(9, i === n - 1 ? 4 : 0, 1, cookie));
  return Buffer.concat(parts);
}
