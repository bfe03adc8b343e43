/* words: what a person typed into a command, so that it can be given back when the command was refused. */
import type { Args } from "../net/ports";
import { KINDS, type Kind } from "./kinds";

/* Texts that were chosen, not typed. */
const CHOSEN = new Set([
    "seen", "receipt", "role", "mode", "language", "languages", "country", "time_zone", "due", "start", "starts", "starts_on", "ends_on",
]);

export function typedWords(verb: string, args: Args): string[] {
    const kind = verb.split(".")[0] as Kind;
    const enums = KINDS[kind]?.first ?? {};
    const words: string[] = [];
    for (const [name, value] of Object.entries(args)) {
        if (CHOSEN.has(name) || name in enums) continue;
        collect(value, words);
    }
    return words;
}

function collect(value: unknown, into: string[]): void {
    if (typeof value === "string" && value !== "") into.push(value);
    else if (value && typeof value === "object") for (const part of Object.values(value)) collect(part, into);
}
