// Changes a word of a workshop's file as somebody would who wants it to have been agreed otherwise, more or less thoroughly.
// Files are written by the sqlite3 program, never by the server's code.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync } from "node:fs";
import { query } from "../client/ledger.mjs";

const hash = (...pieces) => pieces.reduce((sum, piece) => sum.update(piece), createHash("sha256")).digest();
const blob = (bytes) => `x'${bytes.toString("hex")}'`;
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
const be64 = (n) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(n));
  return bytes;
};

/** A copy of the file after these statements. */
export function forged(file, name, sql) {
  const copy = `${file}.${name}`;
  copyFileSync(file, copy);
  execFileSync("sqlite3", ["-bail", copy], { input: `BEGIN; ${sql}; COMMIT;` });
  return copy;
}

/** Statements that put one word for another in every row of these columns: [table, column]. */
export function inColumns(columns, from, to) {
  const change = (table, column) => `UPDATE "${table}" SET "${column}" = replace("${column}", ${quoted(from)}, ${quoted(to)})`;
  return columns.map(([table, column]) => `${change(table, column)} WHERE "${column}" LIKE ${quoted(`%${from}%`)}`).join("; ");
}

/** Statements that put the word into the history and seal it anew from its first change to its last (rules P20 and P22). */
export function inHistory(file, from, to) {
  const rows = query(file, "SELECT seq, at, actor, verb, body, hex(salt) AS salt FROM change ORDER BY seq");
  let chain = Buffer.alloc(32);
  return rows.map((row) => {
    const body = row.body.replaceAll(from, to);
    const sealed = hash(Buffer.from(row.salt, "hex"), body);
    chain = hash(chain, be64(row.seq), be64(row.at), be64(row.actor), row.verb, sealed);
    const command = hash(row.verb, "\0", body).subarray(0, 8);
    const set = { body: quoted(body), body_hash: blob(sealed), chain: blob(chain), hash: blob(command) };
    return `UPDATE change SET ${Object.entries(set).map((pair) => pair.join(" = ")).join(", ")} WHERE seq = ${row.seq}`;
  }).join("; ");
}
