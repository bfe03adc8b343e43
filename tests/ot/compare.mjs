// Our operations on texts against the npm package ot-text-unicode: the same pairs through both, every answer compared byte for byte.
//   node compare.mjs DRIVER [PAIRS] [SEED]
// Prints a line for each property, and "N passed, N failed" counted by properties; a property fails with its first three counterexamples.
import { spawnSync } from "node:child_process";
import { isDeepStrictEqual } from "node:util";
import { type } from "ot-text-unicode";
import { dice } from "../client/dice.mjs";
import { malformed, wellFormed } from "./malformed.mjs";
import { pair, raw, version } from "./make.mjs";

const driver = process.argv[2];
const pairs = Number(process.argv[3] ?? 20000);
const seed = Number(process.argv[4] ?? 1 + Math.floor(Math.random() * 1e9));
const codePointsMax = 3000;
const batch = 500;

/** Counts and shows, by property, where the two differ. */
const properties = new Map();
function same(property, ours, theirs, about) {
  const counted = properties.get(property) ?? { n: 0, wrong: [] };
  properties.set(property, counted);
  counted.n++;
  if (ours !== theirs) counted.wrong.push({ ours, theirs, about });
}

/** The canonical form: JSON as the server writes it. */
const json = (value) => JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
const textOf = (text) => json(text === "" ? [] : [text]);
const copy = (op) => JSON.parse(JSON.stringify(op));

/** The package's answer. It joins parts in place, so it gets copies; that it leaves its arguments alone otherwise is not our concern. */
const theirs = {
  normalize: (op) => type.normalize(copy(op)),
  transform: (op, other, side) => type.transform(copy(op), copy(other), side),
  compose: (first, second) => type.compose(copy(first), copy(second)),
  // stripInvertible comes last: an operation of counts cannot be inverted, one with words is not what is sent.
  invert: (op, text) => type.stripInvertible(type.invertWithDoc(copy(op), text)),
};

/** Runs the driver on a batch of lines; as many answers come back. */
function ask(lines) {
  const { stdout, stderr, status, error } = spawnSync(driver, { input: `${lines.join("\n")}\n`, encoding: "utf8", maxBuffer: 1 << 30 });
  if (status !== 0) throw error ?? new Error(`the driver ended with ${status}: ${stderr} (seed ${seed})`);
  const answers = stdout.split("\n").slice(0, -1);
  if (answers.length !== lines.length) throw new Error(`${lines.length} questions, ${answers.length} answers (seed ${seed})`);
  return answers.map((answer) => answer.split("\t"));
}

function expectBothWays(answer, at, { text, first, second, side }) {
  const later = theirs.transform(second, first, side);
  const after = type.apply(text, first);
  const both = theirs.compose(first, later);
  const end = type.apply(after, later);
  const about = { text, first, second, side };
  same("two operations one after the other give the same text", answer[at], textOf(end), about);
  same("the inverse of an operation", answer[at + 1], json(theirs.invert(first, text)), about);
  same("the text after an operation", answer[at + 2], textOf(after), about);
  same("two operations composed", answer[at + 3], json(both), about);
  same(`an operation transformed, on the ${side}`, answer[at + 4], json(later), about);
  same("the text after the composition", textOf(type.apply(text, both)), textOf(end), about);
  return answer[at];
}

function checkPair({ text, a, b }, answer) {
  const ab = expectBothWays(answer, 0, { text, first: a, second: b, side: "right" });
  const ba = expectBothWays(answer, 5, { text, first: b, second: a, side: "left" });
  expectBothWays(answer, 10, { text, first: a, second: b, side: "left" });
  same("both orders end in one text", ab, ba, { text, a, b });
  same("what may be sent", answer[15], mayBeSent(a), a);
}

/** The rules of ot_form for an operation that is normal, in words of our own. */
function mayBeSent(op) {
  const letters = op.filter((part) => typeof part === "string").reduce((n, part) => n + [...part].length, 0);
  if (op.length === 0) return "bad_argument";
  return op.length > 200 || letters > 2000 ? "too_long" : "ok";
}

const token = { skip: (n) => `s${n}`, delete: (n) => `d${n}`, insert: (text) => (text === "" ? "i" : `i${json([text])}`) };

function compareBatch(roll, n) {
  const made = Array.from({ length: n }, () => pair(roll, codePointsMax));
  const normal = made.map(({ text, a, b }) => ({ text, a: theirs.normalize(raw(a)), b: theirs.normalize(raw(b)) }));
  const versions = made.map(({ text }) => version(roll, text));
  const lines = [
    ...normal.map(({ text, a, b }) => ["pair", textOf(text), json(a), json(b)].join("\t")),
    ...made.map(({ a }) => ["normal", ...a.map(([kind, what]) => token[kind](what))].join("\t")),
    ...made.map(({ text }, i) => ["diff", textOf(text), textOf(versions[i])].join("\t")),
  ];
  const answers = ask(lines);
  for (let i = 0; i < n; i++) {
    checkPair(normal[i], answers[i]);
    checkNormal(raw(made[i].a), normal[i].a, answers[n + i]);
    checkDiff(made[i].text, versions[i], answers[2 * n + i][0]);
  }
}

function checkNormal(parts, normal, [form, word, op]) {
  const isNormal = isDeepStrictEqual(parts, normal);
  same("operations made normal", op, json(normal), parts);
  same("whether an operation is normal", word, isNormal ? "normal" : "other", parts);
  same("what is not normal may not be sent", form, isNormal ? mayBeSent(normal) : "bad_argument", parts);
}

/** No package to compare with: it must lead from one text to the other, as one replacement that neither border could make smaller. */
function checkDiff(old, next, written) {
  const op = JSON.parse(written);
  const about = { old, next };
  same("the difference of two texts leads to the second", textOf(type.apply(old, op)), textOf(next), about);
  const [a, b] = [[...old], [...next]];
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const gone = a.length - start - end;
  const smallest = [start, b.slice(start, b.length - end).join(""), { d: gone }];
  same("the difference of two texts is the smallest replacement", written, json(theirs.normalize(smallest)), about);
}

function takes(act) {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

/** Each malformed one is a property of its own. Besides the codec, the store's reader must not take it either. */
function checkForms() {
  const answers = ask([...malformed, ...wellFormed.map((text) => [text])].flatMap(([text]) => [`sent\t${text}`, `stored\t${text}`]));
  malformed.forEach(([text, code, taken], i) => {
    const shown = text.length > 60 ? `${text.slice(0, 60)}... (${text.length} bytes)` : text;
    same(`refused: ${shown}`, answers[2 * i][0], code, text);
    // Lengths bind who sends; what is stored was made by transforming and may be longer. Nothing at all is stored as [].
    const longer = code === "too_long" || text === "[]" || text.length > 16384 || /^\[(\{"d":)?20/.test(text);
    if (!longer) same(`not read from the store: ${shown}`, answers[2 * i + 1][0], "refused", text);
    same(`as listed, the package ${taken ? "takes" : "refuses"}: ${shown}`, takes(() => type.checkOp(JSON.parse(text))), taken, text);
  });
  wellFormed.forEach((text, i) => {
    const [code, op] = answers[2 * (malformed.length + i)];
    const shown = text.length > 60 ? `${text.slice(0, 60)}...` : text;
    same(`taken as it is meant: ${shown}`, `${code} ${op}`, `ok ${json(JSON.parse(text))}`, text);
  });
}

/** Past the end of a text the package throws for a skip and deletes what there is for a delete; we refuse both. */
function checkPastTheEnd() {
  const cases = [[[3, "a"], false], [[{ d: 3 }], true], [[1, { d: 2 }], true], [[2, "a"], true], [[{ d: 2 }], true]];
  const answers = ask(cases.map(([op]) => `apply\t["ab"]\t${json(op)}`));
  cases.forEach(([op, taken], i) => {
    const reaches = op.reduce((n, part) => n + (typeof part === "string" ? 0 : part.d ?? part), 0);
    const result = reaches > 2 ? "none" : textOf(type.apply("ab", op));
    same(`on two letters: ${json(op)}`, answers[i][0], result, op);
    same(`on two letters the package ${taken ? "takes" : "refuses"} ${json(op)}`, takes(() => type.apply("ab", op)), taken, op);
  });
}

const roll = dice(seed);
console.log(`seed ${seed}, ${pairs} pairs`);
checkForms();
checkPastTheEnd();
for (let done = 0; done < pairs; done += batch) compareBatch(roll, Math.min(batch, pairs - done));
let failed = 0;
for (const [name, { n, wrong }] of properties) {
  if (wrong.length === 0) continue;
  failed++;
  console.log(`not ok - ${name}: ${wrong.length} of ${n} differ (seed ${seed})`);
  for (const example of wrong.slice(0, 3)) console.log(JSON.stringify(example, null, 1));
}
for (const [name, { n, wrong }] of properties) if (wrong.length === 0 && n > 1) console.log(`ok - ${name} (${n})`);
console.log(`${properties.size - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
