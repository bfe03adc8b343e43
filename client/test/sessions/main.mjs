/*
 * Sessions of many clients against the server's rooms.
 *
 *   node client/test/sessions/main.mjs --loop PROGRAM [--sessions N] [--seed N]
 *
 * Prints the seed of each session that fails; `--sessions 1 --seed N` runs it again.
 */
import { parseArgs } from "node:util";
import { load } from "../load.mjs";
import { session } from "./session.mjs";

const { values } = parseArgs({
    options: { loop: { type: "string" }, sessions: { type: "string" }, seed: { type: "string" } },
});
if (!values.loop) throw new Error("usage: main.mjs --loop PROGRAM [--sessions N] [--seed N]");
const sessions = Number(values.sessions ?? 200);
const first = Number(values.seed ?? 1);
const client = await load();

const began = performance.now();
const total = {};
let failed = 0;
for (let seed = first; seed < first + sessions; seed++) {
    try {
        const got = await session(client, values.loop, seed);
        for (const [key, n] of Object.entries(got)) total[key] = (total[key] ?? 0) + n;
    } catch (error) {
        failed++;
        console.log(`not ok - session with seed ${seed}: ${error.stack.split("\n").slice(0, 14).join("\n    ")}`);
    }
    if ((seed - first + 1) % 1_000 === 0) console.log(`${seed - first + 1} sessions, ${failed} failed`);
}
const seconds = (performance.now() - began) / 1000;
const of = (key) => Math.round(total[key] ?? 0);
console.log(`seeds ${first} to ${first + sessions - 1}: ${of("people")} people, ${of("acts")} acts, ${of("cuts")} lost links, ${of("pages")} ended pages,`
    + ` ${of("crashes")} crashes, ${of("restores")} restored backups, ${of("late")} late proposals, ${of("fetches")} requests;`
    + ` ${of("ops")} operations recomputed, all as ot-text-unicode has them; ${of("seconds")} s of virtual time in ${seconds.toFixed(1)} s`
    + ` (${(sessions / seconds).toFixed(1)} sessions/s)`);
console.log(`${sessions - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
