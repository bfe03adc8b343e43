// Compares what was acknowledged to clients with what a workshop file holds, read by the sqlite3 program.
import { execFileSync } from "node:child_process";

/** Rows of a query on a workshop file. */
export function query(file, sql) {
  const text = execFileSync("sqlite3", ["-readonly", "-json", file, sql], { encoding: "utf8", maxBuffer: 1 << 30 });
  return text.trim() === "" ? [] : JSON.parse(text);
}

/**
 * acks: [client hex, number, seq]. Counts acknowledged commands that are missing, that stand twice (any command of a client), and that
 * stand at another seq than acknowledged.
 */
export function acknowledgedOnce(file, acks) {
  const rows = query(file, "SELECT lower(hex(client)) AS client, number, seq FROM change WHERE number > 0");
  const found = new Map();
  let twice = 0;
  for (const row of rows) {
    const key = `${row.client}/${row.number}`;
    if (found.has(key)) twice++;
    found.set(key, row.seq);
  }
  let lost = 0;
  let elsewhere = 0;
  for (const [client, number, seq] of acks) {
    const at = found.get(`${client}/${number}`);
    if (at === undefined) lost++;
    else if (at !== seq) elsewhere++;
  }
  return { lost, twice, elsewhere, applied: rows.length };
}
