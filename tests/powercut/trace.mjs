// Reads the output of `strace -f -y -xx -s N -o FILE -e trace=...` into events in the order in which calls completed:
//   {call, path, data (Buffer), offset, size, from, to, ack: [seq...]}
import { createReadStream } from "node:fs";
import readline from "node:readline";

/** "\x61\x62" (or with plain characters) to bytes. */
function bytesOf(text) {
  if (/^(\\x[0-9a-f]{2})*$/.test(text)) return Buffer.from(text.replaceAll("\\x", ""), "hex");
  throw new Error(`not a hexadecimal string: ${text.slice(0, 60)}`);
}

const strings = (text) => [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?/g)].map((m) => {
  if (m[2]) throw new Error("strace cut a string: raise -s");
  return bytesOf(m[1]);
});

const fdPath = (text) => {
  const found = /^(?:AT_FDCWD|\d+)<([^>]*)>/.exec(text);
  return found ? (found[1].startsWith("\\x") ? bytesOf(found[1]).toString() : found[1]) : "";
};

/** Sequence numbers acknowledged in bytes sent to a socket. Frames of the server are not masked, so the text is there. */
const acksIn = (data) => [...data.toString("latin1").matchAll(/\{"t":"ack","n":\d+,"seq":(\d+)/g)].map((m) => Number(m[1]));

function parse(call, args, result) {
  if (result < 0) return null;
  const path = fdPath(args);
  if (call === "pwrite64") {
    const numbers = /,\s*(\d+),\s*(\d+)$/.exec(args);
    return { call: "write", path, data: strings(args)[0].subarray(0, result), offset: Number(numbers[2]) };
  }
  if (call === "write" || call === "sendto" || call === "writev" || call === "sendmsg") {
    const data = Buffer.concat(strings(args));
    if (/^(socket|TCP|TCPv6)/i.test(path)) return { call: "send", ack: acksIn(data) };
    return { call: "append", path, data: data.subarray(0, result) };
  }
  if (call === "fsync" || call === "fdatasync") return { call: "sync", path };
  if (call === "ftruncate") return { call: "truncate", path, size: Number(/,\s*(\d+)$/.exec(args)[1]) };
  const names = strings(args).map(String);
  if (call === "unlink" || call === "unlinkat") return { call: "unlink", path: names[0] };
  if (call.startsWith("rename")) return { call: "rename", from: names[0], to: names[1] };
  if (call === "openat") return { call: "open", path: names[0], create: args.includes("O_CREAT") };
  return null;
}

/** Calls `take(event)` for each completed call. */
export async function readTrace(file, take) {
  const unfinished = new Map();
  for await (const line of readline.createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const head = /^(\d+)\s+(.*)$/.exec(line);
    if (!head) continue;
    let [, pid, rest] = head;
    const begun = /^(.*) <unfinished \.\.\.>$/.exec(rest);
    if (begun) {
      unfinished.set(pid, begun[1]);
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    if (resumed) rest = (unfinished.get(pid) ?? "") + resumed[1];
    const whole = /^(\w+)\((.*)\)\s+= (-?\d+)/s.exec(rest);
    if (!whole) continue;
    const event = parse(whole[1], whole[2], Number(whole[3]));
    if (event) take(event);
  }
}
