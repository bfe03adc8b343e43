/*
 * poll_paste: questions and options from typed or pasted plain text. "1. ... a) ..." are questions with their options, and so are
 * paragraphs that begin with a question; otherwise the first line is the question, every other line an option.
 */

export interface PastedPoll {
    question: string;
    options: string[];
}

type Mark = "number" | "letter" | "bullet" | "";

interface MarkedLine {
    mark: Mark;
    text: string;
    after: boolean;         /* an empty line stands before it */
}

const NUMBER = /^(?:[Qq]\s*)?[\d\u0660-\u0669]{1,2}\s*[.)\-:\u2013]\s+/;
const LETTER = /^\(?(?:[A-Za-z]|[\u0623\u0627\u0628-\u064a])[.)]\s+/;
const BULLET = /^(?:[-*\u2013]\s+|(?:[\u2022\u25cb\u25e6\u25aa\u2610\u25a1]|\[[ xX]?\]|\( ?\))\s*)(?=\S)/;

function markedLines(text: string): MarkedLine[] {
    const lines: MarkedLine[] = [];
    let after = false;
    for (const raw of text.split("\n")) {
        const line = raw.trim();
        if (line === "") {
            after = lines.length > 0;
            continue;
        }
        const found = ([["number", NUMBER], ["letter", LETTER], ["bullet", BULLET]] as const).find(([, mark]) => mark.test(line));
        lines.push({ mark: found?.[0] ?? "", text: found ? line.replace(found[1], "") : line, after });
        after = false;
    }
    return lines.filter((line) => line.text !== "");
}

function asks(line: MarkedLine): boolean {
    return /[?\u061f]$/.test(line.text);
}

/* Which lines begin a poll. */
function beginnings(lines: readonly MarkedLine[]): (line: MarkedLine, at: number) => boolean {
    const marked = (mark: Mark): boolean => lines.some((line) => line.mark === mark);
    const numbered = lines[0]?.mark === "number";
    if (numbered && (marked("letter") || marked("bullet"))) return (line) => line.mark === "number";
    if (numbered && lines.every((line) => line.mark === "number") && lines.every(asks)) return () => true;
    const heads = lines.filter((line, at) => at === 0 || line.after);
    if (heads.length > 1 && heads.every(asks)) return (line, at) => at === 0 || line.after;
    return (_, at) => at === 0;
}

export function readPolls(text: string): PastedPoll[] {
    const lines = markedLines(text);
    const begins = beginnings(lines);
    const polls: PastedPoll[] = [];
    lines.forEach((line, at) => {
        if (begins(line, at)) polls.push({ question: line.text, options: [] });
        else polls[polls.length - 1]!.options.push(line.text);
    });
    return polls;
}

/* A poll as lines again, for a form. */
export function pollText(question: string, options: readonly string[]): string {
    return [question, ...options].join("\n");
}
