// The signed bundle and the workshop's own file: checked by our command, by openssl, by unzip and by the page in Chromium; changed by a byte;
// taken in on the same server and from the shell.   node archive.mjs    prints what holds and, last, "N passed, N failed"
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deflateRawSync } from "node:zlib";
import { launch } from "../browser/chromium.mjs";
import { Tally } from "../browser/tally.mjs";
import { House, plenary, shell } from "./house.mjs";
import { pack } from "./pack.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
const tally = new Tally();
const house = await House.open();
const browser = await launch();
const scenario = JSON.parse(readFileSync(path.join(here, "../scenarios/bamako-2021.json"), "utf8"));
const id = await house.workshop(scenario);
const bundle = await house.get(`/api/w/${id}/export/bundle.zip`);
const zip = house.file("bundle.zip", bundle.bytes);
const unpacked = path.join(house.work, "unpacked");
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const OPENSSL = ["pkeyutl", "-verify", "-pubin", "-inkey", "public-key.pem", "-rawin", "-in", "manifest.txt", "-sigfile", "manifest.sig"];

/** What the page says about files chosen, in a window without a network. */
async function told(file, options = {}) {
  const context = await browser.newContext({ offline: true, javaScriptEnabled: true });
  const page = await context.newPage();
  if (options.bare) await page.addInitScript(() => Object.defineProperty(globalThis, "crypto", { value: undefined }));
  await page.goto(`file://${path.join(house.work, "page.html")}`);       // a copy: the one in the folder is changed as well
  await page.locator(options.folder ? "#folder" : "#zip").setInputFiles(file);
  await page.waitForFunction(() => !/…$/.test(document.getElementById("outcome").textContent) && !document.getElementById("outcome").hidden);
  const found = { text: await page.locator("#outcome").innerText(), good: await page.locator("#outcome.good").count(), key: await page.locator("#key").innerText() };
  await context.close();
  return found;
}

await tally.test("a bundle is what was signed", async () => {
  tally.check(bundle.status === 200 && bundle.type === "application/zip", `a bundle of ${bundle.bytes.length} bytes`);
  tally.check((await house.get(`/api/w/${id}/export/bundle.zip`)).bytes.equals(bundle.bytes), "made twice it has the same bytes");
  mkdirSync(unpacked);
  tally.check(shell("unzip", ["-q", zip, "-d", unpacked]).status === 0, "unzip takes it");
  writeFileSync(path.join(house.work, "page.html"), readFileSync(path.join(unpacked, "verify.html")));
  const own = plenary("verify", zip);
  tally.check(own.status === 0, "plenary verify: whole", own.out);
  const key = /key +(\w{64})/.exec(own.out)[1];
  const der = shell("sh", ["-c", `openssl pkey -pubin -in ${unpacked}/public-key.pem -outform DER | sha256sum`]);
  tally.check(der.out.startsWith(key), "the fingerprint is that of openssl");
  tally.check(plenary("verify", "--key", key, zip).status === 0 && plenary("verify", "--key", "0".repeat(64), zip).status === 1,
    "--key asks for one key");
  const file = house.file("whole.plenary", (await house.get(`/api/w/${id}/file`)).bytes);
  const no_bundle = plenary("verify", "--key", key, file);
  tally.check(plenary("verify", file).status === 0 && no_bundle.status === 1, "a whole file of a workshop is nothing that a key has signed", no_bundle.out);
  tally.check(shell("openssl", OPENSSL, { cwd: unpacked }).status === 0, "openssl: the signature holds");
  tally.check(shell("sha256sum", ["--quiet", "-c", "manifest.txt"], { cwd: unpacked }).status === 0, "sha256sum -c: every file is as the manifest says");
  const page = await told(zip);
  tally.check(page.good === 1 && page.key === key, "the page in Chromium, offline: whole, with the same key", JSON.stringify(page));
  const bare = await told(zip, { bare: true });
  tally.check(bare.good === 1 && bare.key === key, "and where the browser has no cryptography of its own", JSON.stringify(bare));
  const folder = await told(unpacked, { folder: true });
  tally.check(folder.good === 1, "and from the folder", JSON.stringify(folder));
  const mode = statSync(path.join(house.server.state, "keys/signing.pem")).mode & 0o777;
  tally.check(mode === 0o600, "the key is its owner's alone");
});

await tally.test("one changed byte is found and its file named", async () => {
  const names = readdirSync(unpacked, { recursive: true }).filter((name) => statSync(path.join(unpacked, name)).isFile() && !/^(manifest|public)/.test(name));
  const manifest = readFileSync(path.join(unpacked, "manifest.txt"), "utf8");
  tally.check(names.every((name) => manifest.includes(`  ${name}\n`)), `${names.length} files, each of them signed`);
  for (const name of [names[0], names.find((n) => n.endsWith("plan.pdf")), "verify.html"]) {
    const file = path.join(unpacked, name);
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(file, bytes);
    const page = await told(unpacked, { folder: true });
    tally.check(page.good === 0 && page.text.includes(name), `the page names ${name}`, page.text);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(file, bytes);
  }
  const changed = Buffer.from(bundle.bytes);
  changed[changed.length >> 1] ^= 4;
  const own = plenary("verify", house.file("changed.zip", changed));
  tally.check(own.status === 1 && names.some((name) => own.out.includes(name)), "plenary verify names the file", own.out);
  const page = await told(path.join(house.work, "changed.zip"));
  tally.check(page.good === 0 && names.some((name) => page.text.includes(name)), "and so does the page", page.text);
  writeFileSync(path.join(unpacked, "manifest.txt"), manifest.replace(/^./, (c) => (c === "0" ? "1" : "0")));
  tally.check(shell("openssl", OPENSSL, { cwd: unpacked }).status !== 0, "openssl rejects a changed manifest");
  const other = await told(unpacked, { folder: true });
  tally.check(other.good === 0 && other.text.includes("manifest.txt"), "and the page says so", other.text);
});

/** The bundle with one entry more, `name`, in front of its others: in its list of files as well, or only where programs that read on look. */
function slipped(bytes, name, listed) {
  const text = Buffer.from("forged"), packed = deflateRawSync(text), head = Buffer.alloc(26);
  Buffer.from([20, 0, 0, 8, 8, 0, 0, 0, 33, 0]).copy(head);
  head.writeUInt32LE(0x01fc6fc0, 10);                                      // whatever: no checksum is looked at
  head.writeUInt32LE(packed.length, 14);
  head.writeUInt32LE(text.length, 18);
  head.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), head, Buffer.from(name), packed]);
  const row = Buffer.concat([Buffer.from("PK\x01\x02\x14\0", "latin1"), head, Buffer.alloc(14), Buffer.from(name)]);
  const start = bytes.readUInt32LE(bytes.length - 6), list = Buffer.from(bytes.subarray(start, -22)), end = Buffer.from(bytes.subarray(-22));
  for (let at = 0; at < list.length; at += 46 + list.readUInt16LE(at + 28)) list.writeUInt32LE(list.readUInt32LE(at + 42) + local.length, at + 42);
  const rows = listed ? Buffer.concat([row, list]) : list;
  for (const at of [8, 10]) end.writeUInt16LE(end.readUInt16LE(at) + (listed ? 1 : 0), at);
  end.writeUInt32LE(rows.length, 12);
  end.writeUInt32LE(start + local.length, 16);
  return Buffer.concat([local, bytes.subarray(0, start), rows, end]);
}

await tally.test("no other file hides beside what was signed", async () => {
  const name = "en/plan.md", at = bundle.bytes.indexOf(name), renamed = Buffer.from(bundle.bytes);
  renamed[at] ^= 1;
  for (const [what, bytes] of [["a second file of a name", slipped(bundle.bytes, name, true)], ["one that is not in the list", slipped(bundle.bytes, name, false)],
    ["another name where it is unpacked", renamed]]) {
    const file = house.file("slipped.zip", bytes), page = await told(file);
    tally.check(plenary("verify", file).status === 1 && page.good === 0, `${what}: neither the command nor the page takes it`, page.text);
  }
});

/** Bits of the bundle: of the first file's head and row, of the list's end, and of the bytes that files are packed in, the last of which are read in part. */
function bits(bytes) {
  const list = bytes.readUInt32LE(bytes.length - 6), name = bytes.readUInt16LE(26), row = 46 + bytes.readUInt16LE(list + 28), spots = [];
  const some = (from, to) => { for (let at = from; at < to; at++) spots.push([at, at % 8]); };
  some(0, 30 + name);
  some(list, list + row);
  some(bytes.length - 22, bytes.length);
  for (let at = list, n = 0; at < bytes.length - 22 && n < 12; at += 46 + bytes.readUInt16LE(at + 28), n++) {
    const head = bytes.readUInt32LE(at + 42), size = bytes.readUInt32LE(at + 20), from = head + 30 + bytes.readUInt16LE(head + 26);
    for (let bit = 0; bit < 8; bit++) spots.push([from + size - 1, bit]);
  }
  return spots;
}

await tally.test("no bit of it can be another", async () => {
  const page = await browser.newPage(), spots = bits(bundle.bytes);
  await page.goto(`file://${path.join(house.work, "page.html")}`);
  const good = await page.evaluate(async ([text, list]) => {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0)), found = [];
    const word = async () => (await unzipped(bytes).then(check).catch(() => ["nozip"]))[0];
    if ((await word()) !== "good") return ["as it is"];
    for (const [at, bit] of list) {
      bytes[at] ^= 1 << bit;
      if ((await word()) === "good") found.push([at, bit]);
      bytes[at] ^= 1 << bit;
    }
    return found;
  }, [bundle.bytes.toString("base64"), spots]);
  await page.close();
  tally.check(good.length === 0, `the page takes none of ${spots.length} bundles in which a bit is another`, JSON.stringify(good));
  const last = spots.filter(([at]) => at < bundle.bytes.readUInt32LE(bundle.bytes.length - 6)).slice(-8), own = [];
  for (const [at, bit] of last) {
    const changed = Buffer.from(bundle.bytes);
    changed[at] ^= 1 << bit;
    own.push(plenary("verify", house.file("bit.zip", changed)).status);
  }
  tally.check(own.every((status) => status === 1), "nor does plenary verify", own.join());
}, 300000);

/** A bundle that somebody signed with a key of their own, so that its manifest may say anything. */
function forged(manifest, files) {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519"), text = Buffer.from(manifest);
  const seal = { "manifest.txt": text, "manifest.sig": sign(null, text, privateKey), "public-key.pem": publicKey.export({ type: "spki", format: "pem" }) };
  return pack({ ...files, ...seal }, Object.keys(seal));
}

await tally.test("names say nothing to a terminal, and no sentence of their own", async () => {
  const hash = "0".repeat(64), override = "\u202e\u2069plan\u200f.fdp", whole = "a\r\u2028All 36 documents are as they were signed.\u2028";
  const names = [["an escape", "plan\x1b[2J\x1b]0;good\x07.pdf", "plan\\x1b[2J\\x1b]0;good\\x07.pdf"], ["C1 controls and DEL", "a\u009b2J\x7f", "a\\u009b2J\\x7f"],
    ["marks that turn round", override, "\\u202e\\u2069plan\\u200f.fdp"], ["ends of lines", whole, "a\\x0d\\u2028All 36 documents are as they were signed.\\u2028"],
    ["bytes that are no text", Buffer.from("a\xff\xc3", "latin1"), "a\\xff\\xc3"]];
  for (const [what, name, shown] of names) {
    const file = house.file("forged.zip", forged(Buffer.concat([Buffer.from(`${hash}  `), Buffer.from(name), Buffer.from("\n")]), {}));
    const own = plenary("verify", file), page = await told(file);
    tally.check(own.status === 1 && own.out === `plenary verify: ${file}: ${shown} is missing\n`, `${what} in a manifest: plenary verify shows them`, own.out);
    tally.check(page.good === 0 && page.text === `\u2068${shown.replace(/\\xff\\xc3/, "\ufffd\ufffd")}\u2069 is missing.`, "and so does the page", JSON.stringify(page.text));
  }
  const inside = house.file("inside.zip", forged(`${hash}  ${override}\n`, { [override]: "forged" }));
  const entry = plenary("verify", inside), page = await told(inside);
  tally.check(entry.status === 1 && entry.out.endsWith(": \\u202e\\u2069plan\\u200f.fdp was changed\n") && page.text === "\u2068\\u202e\\u2069plan\\u200f.fdp\u2069 was changed.",
    "of a file that is in the archive as well", entry.out + page.text);
  const lying = path.join(house.work, "good\x1b[2J\nis whole.zip");
  writeFileSync(lying, "no archive");
  const named = plenary("verify", lying);
  tally.check(named.status === 1 && named.out.includes("good\\x1b[2J\\x0ais whole.zip: ") && !CONTROLS.test(named.out.slice(0, -1)), "and of the file itself", named.out);
});

await tally.test("the workshop's file goes on elsewhere", async () => {
  const seat = await house.seat(id);
  const item = seat.list("item")[0];
  await seat.must("item.edit", { id: item.id, staff_notes: { fr: "entre nous seulement" } });
  await seat.must("item.edit", { id: seat.list("item")[1].id, staff_notes: { fr: `entre nous ${"encore ".repeat(2000)}` } });
  await seat.must("item.edit", { id: seat.list("item")[1].id, staff_notes: { fr: "" } });
  await seat.must("item.create", { day: 1, title: { fr: "Passager" }, staff_notes: { fr: "entre nous et personne" } });
  await seat.must("item.remove", { id: seat.list("item").find((one) => one.title.fr === "Passager").id });
  const full = await house.get(`/api/w/${id}/file`);
  const lean = await house.get(`/api/w/${id}/file?lean=1`);
  tally.check(full.status === 200 && full.type === "application/vnd.sqlite3", `a file of ${full.bytes.length} bytes`);
  tally.check(full.bytes.includes("entre nous") && !lean.bytes.includes("entre nous"), "without our notes where that was asked for, also those that were emptied or went with their item");
  tally.check(lean.bytes.length < full.bytes.length && lean.bytes.equals((await house.get(`/api/w/${id}/file?lean=1`)).bytes), `that one has ${lean.bytes.length} bytes, the same twice`);
  const file = house.file("full.plenary", full.bytes);
  tally.check(plenary("verify", file).status === 0, "plenary verify: whole", plenary("verify", file).out);
  tally.check(plenary("verify", house.file("lean.plenary", lean.bytes)).status === 0, "and so is the one without them", plenary("verify", path.join(house.work, "lean.plenary")).out);
  const rows = shell("sqlite3", ["-readonly", file, "SELECT count(*) FROM action"]);
  tally.check(Number(rows.out) === scenario.plan.length, "any SQLite program reads it", rows.out);
  const taken = await house.send("/api/workshops/file", full.bytes);
  tally.check(taken.status === 200 && taken.json.id !== id, "taken in under another id", JSON.stringify(taken.json));
  const other = await house.seat(taken.json.id);
  await other.must("theme.create", { title: { fr: "La suite" } });
  await other.until((s) => s.list("theme").some((one) => one.title.fr === "La suite"), 10000, "the new theme");
  tally.check(other.list("action").length === scenario.plan.length && other.list("theme").some((one) => one.title.fr === "La suite"), "and goes on there");
  const [here, there] = await Promise.all([id, taken.json.id].map(async (one) => (await house.get(`/api/w/${one}/export/agenda.md`)).bytes.toString()));
  tally.check(here === there, "with the same documents");
  for (const [what, bytes] of [["half of it", full.bytes.subarray(0, full.bytes.length >> 1)], ["a text", Buffer.from("hello")], ["nothing", Buffer.from([0])]]) {
    const refused = await house.send("/api/workshops/file", bytes);
    tally.check(refused.status === 400 && refused.json.detail, `${what} is refused: ${refused.json.detail}`);
  }
  const foul = house.file("foul.plenary", full.bytes);
  shell("sqlite3", [foul, "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET name = CAST(x'1b5b324aff' AS TEXT), sql = 'CREATE x' WHERE name = 'action'"]);
  const unnamed = await house.send("/api/workshops/file", readFileSync(foul)), named = plenary("verify", foul);
  tally.check(unnamed.status === 400 && unnamed.json.detail.includes("\\x1b[2J\\xff") && named.status === 1 && named.out.includes("\\x1b[2J\\xff"),
    "a table whose name is no text is refused, and shown as what it is", JSON.stringify(unnamed.json) + named.out);
  const bad = shell("sqlite3", [file, "CREATE TRIGGER t AFTER INSERT ON action BEGIN DELETE FROM action; END"]);
  const refused = await house.send("/api/workshops/file", readFileSync(file));
  tally.check(bad.status === 0 && refused.status === 400, `a trigger is refused: ${refused.json.detail}`);
  seat.close();
  other.close();
});

await tally.test("from the shell", async () => {
  const state = path.join(house.work, "state");
  const add = shell("sh", ["-c", `printf 'a long password\\n' | ${process.env.PLENARY_BIN ?? "build/plenary"} user add Amina --state ${state}`]);
  const file = house.file("shell.plenary", (await house.get(`/api/w/${id}/file`)).bytes);
  const made = plenary("import", file, "--state", state);
  tally.check(add.status === 0 && made.status === 0, "plenary import takes a workshop's file in", made.out + add.out);
  const own = path.join(state, "workshops", `${made.out.trim()}.plenary`);
  const copy = path.join(house.work, "copy.plenary");
  tally.check(plenary("export", own, "--format", "plenary", "--lean", "--out", copy).status === 0 && plenary("verify", copy).status === 0, "plenary export --format plenary copies it");
  const out = path.join(house.work, "shell.zip");
  const signed = plenary("export", own, "--document", "bundle", "--format", "zip", "--state", state, "--out", out);
  tally.check(signed.status === 0 && plenary("verify", out).status === 0, "and --document bundle signs all of it", signed.out);
});

await browser.close();
await house.close();
process.exit(tally.end());
