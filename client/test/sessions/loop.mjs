/*
 * loop: the server of a session, in a process of its own and in virtual time (tests/loop/loop.h), driven line by line. Reading
 * and writing block: nothing else happens here meanwhile.
 */
import { execFileSync, spawn } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class Loop {
    now = 0;
    ready = undefined;              /* who and what there is */
    buffer = Buffer.alloc(1 << 16);
    rest = [];
    constructor(program, seed) {
        this.dir = mkdtempSync(join(tmpdir(), "plenary-loop-"));
        const [up, down] = ["up", "down"].map((name) => join(this.dir, name));
        execFileSync("mkfifo", [up, down]);
        const ends = [up, down].map((path) => openSync(path, constants.O_RDWR));
        this.child = spawn(program, [String(seed)], { stdio: [ends[0], ends[1], "inherit"] });
        this.input = openSync(up, constants.O_WRONLY);
        this.output = openSync(down, constants.O_RDONLY);
        rmSync(this.dir, { recursive: true });
        ends.forEach((end) => closeSync(end));
        for (const [word, text] of this.answer()) if (word === "ready") this.ready = JSON.parse(text);
    }
    /* Commands, and what is told until all of them are done: pairs of the first word and the rest. */
    run(...commands) {
        const told = [];
        for (const command of commands) {
            writeSync(this.input, `${command}\n`);
            told.push(...this.answer());
        }
        return told;
    }
    answer() {
        const told = [];
        for (;;) {
            const line = this.line();
            const space = line.indexOf(" ");
            const word = line.slice(0, space);
            const text = line.slice(space + 1);
            if (word === "done") {
                this.now = Number(text);
                return told;
            }
            told.push([word, text]);
        }
    }
    lines = [];
    line() {
        while (this.lines.length === 0) {
            const n = readSync(this.output, this.buffer);
            if (n === 0) throw new Error("the server's process ended");
            const bytes = this.buffer.subarray(0, n);
            const end = bytes.lastIndexOf(10);
            if (end < 0) {
                this.rest.push(Buffer.from(bytes));
                continue;
            }
            const whole = Buffer.concat([...this.rest, bytes.subarray(0, end)]).toString("utf8");
            this.rest = end + 1 < n ? [Buffer.from(bytes.subarray(end + 1))] : [];
            this.lines = whole.split("\n").reverse();
        }
        return this.lines.pop();
    }
    close() {
        this.child.kill("SIGKILL");
        closeSync(this.input);
        closeSync(this.output);
    }
}
