/* sealed: ballots for secret polls on their way (PROTOCOL.md P46, P47): one length whatever they say, and what is kept of them. */
import type { Args } from "../net/ports";
import type { Poll } from "./kinds";

export const FRAME_BYTES = 16_384;
const BALLOT_BYTES = 2_048;

export function bytesOf(message: object): number {
    return new TextEncoder().encode(JSON.stringify(message)).length;
}

/* How long the message of a command is made; 0: as long as it is. */
export function paddedTo({ receipt, text }: Args, poll: Poll | undefined): number {
    if (typeof receipt !== "string") return 0;
    const type = poll?.type;
    const words = type ? type === "open_text" || type === "words" || type === "consent" : text !== undefined;
    return words ? FRAME_BYTES : BALLOT_BYTES;
}

/* What may be kept of a command that was refused: of a secret ballot the receipt, and nothing of what was chosen. */
export function keptOf(args: Args): Args {
    return args.receipt ? { id: args.id, receipt: args.receipt } : args;
}
