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
const total = { ops: 0, people: 0, acts: 0, ms: 0 };
let failed = 0;
for (let seed = first; seed < first + sessions; seed++) {
    try {
        const got = await session(client, values.loop, seed);
        for (const key of Object.keys(total)) total[key] += got[key];
    } catch (error) {
        failed++;
        console.log(`not ok - session with seed ${seed}: ${error.stack.split("\n").slice(0, 14).join("\n    ")}`);
    }
    if ((seed - first + 1) % 1_000 === 0) console.log(`${seed - first + 1} sessions, ${failed} failed`);
}
const seconds = (performance.now() - began) / 1000;
console.log(`seeds ${first} to ${first + sessions - 1}: ${total.people} people, ${total.acts} acts, ${total.ops} operations recomputed,`
    + ` ${Math.round(total.ms / 1000)} s of virtual time in ${seconds.toFixed(1)} s (${(sessions / seconds).toFixed(1)} sessions/s)`);
console.log(`${sessions - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
