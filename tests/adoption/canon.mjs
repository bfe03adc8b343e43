// The canonical bytes of an adoption, made a second time: from what a client sees, by rules H2 to H6 of RULES.md and the
// tables of PROTOCOL.md, without anything of the server's.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

const protocol = readFileSync(path.join(path.dirname(new URL(import.meta.url).pathname), "../../server/PROTOCOL.md"), "utf8");
const LANGUAGES = ["ar", "fr", "en"];
const MAIN = { action: "title", recommendation: "text", framework: "title", paragraph: "text" };

/** The fields of a kind that can be set, in order: {name, type, first word of an enumeration}. */
function fields(kind) {
  const table = protocol.split(`### ${kind}\n`)[1].split("\n### ")[0];
  return [...table.matchAll(/^\| `(\w+)` \| ([^|]+) \| ([^|]*) \| (yes|required) \|/gm)]
    .map(([, name, type, limits]) => ({ name, type: type.trim(), zero: limits.trim().split(",")[0] }));
}

const FIELDS = Object.fromEntries(Object.keys(MAIN).map((kind) => [kind, fields(kind)]));
const words = (ml) => Object.fromEntries(LANGUAGES.filter((lang) => ml[lang]).map((lang) => [lang, ml[lang]]));
const source = (ml) => (typeof ml === "string" ? ml : ml[ml.src]);

function byPlace(seat, kind) {
  return seat.list(kind).sort((a, b) => a.pos - b.pos || a.id - b.id);
}

const withItsGroup = (row) => row.group && !row.brought_at;

function actions(seat) {
  const themes = byPlace(seat, "theme");
  return [...themes.map((theme) => theme.id), undefined].flatMap((theme, at) =>
    byPlace(seat, "action").filter((row) => (row.theme || undefined) === theme && !withItsGroup(row))
      .map((row, i) => [row, `${at + 1}.${i + 1}`]));
}

function paragraphs(seat, framework) {
  let heading = 0, paragraph = 0, sub = 0;
  return byPlace(seat, "paragraph").filter((row) => row.framework === framework && !withItsGroup(row)).map((row) => {
    const level = row.level ?? "paragraph";
    if (level === "heading") [heading, paragraph, sub] = [heading + 1, 0, 0];
    if (level === "paragraph") [paragraph, sub] = [paragraph + 1, 0];
    if (level === "subparagraph") sub++;
    const number = { heading: `${heading}`, paragraph: heading ? `${heading}.${paragraph}` : `${paragraph}`,
      subparagraph: `(${String.fromCharCode(96 + sub)})` }[level];
    return [row, number];
  });
}

/** Every row of the plan in its order, with its number. */
function outline(seat) {
  const recommendations = byPlace(seat, "recommendation").filter((row) => !withItsGroup(row)).map((row, i) => [row, `R${i + 1}`]);
  const frameworks = byPlace(seat, "framework").filter((row) => !withItsGroup(row))
    .flatMap((row) => [[row, ""], ...paragraphs(seat, row.id)]);
  return [...actions(seat), ...recommendations, ...frameworks];
}

/** What stands for a reference: a row's number, else a name. */
function named(seat, numbers, id) {
  const one = seat.entities.get(id);
  return numbers.get(id) || source(one[MAIN[one.k]] ?? one.title ?? one.name ?? one.question);
}

function value(seat, numbers, field, held) {
  if (held === undefined || held === null || held === "" || held === 0 || held === false) return undefined;
  if (field.type === "ML") return Object.keys(words(held)).length ? words(held) : undefined;
  if (field.type === "ref") return named(seat, numbers, held);
  if (field.type === "list of refs") return held.length ? held.map((id) => named(seat, numbers, id)) : undefined;
  if (field.type === "word" && held === field.zero) return undefined;
  return held;
}

function rowLine(seat, numbers, row, number) {
  const line = { k: row.k, ...(number ? { number } : {}) };
  for (const field of FIELDS[row.k]) {
    const held = value(seat, numbers, field, row[field.name]);
    if (held !== undefined) line[field.name] = held;
  }
  return line;
}

function reservationLine(seat, numbers, remark) {
  const number = numbers.get(remark.of);
  const delegation = source(seat.entities.get(remark.delegation).name);
  return { k: "reservation", ...(number ? { number } : {}), delegation, text: words(remark.text) };
}

// H3: JSON.stringify leaves these two as they are.
const text = (line) => JSON.stringify(line).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");

/** The bytes, for a replica that is as the room was when the adoption was sealed. */
export function canon(seat, adoption) {
  const rows = outline(seat);
  const numbers = new Map(rows.map(([row, number]) => [row.id, number]));
  const covered = rows.filter(([row]) => row.adoption === adoption);
  const about = (of) => seat.list("remark").filter((one) => one.type === "reservation" && !one.resolved && (one.of || 0) === of)
    .sort((a, b) => a.id - b.id);
  const reservations = [...covered.flatMap(([row]) => about(row.id)), ...about(0)];
  const lines = [...covered.map(([row, number]) => rowLine(seat, numbers, row, number)),
    ...reservations.map((remark) => reservationLine(seat, numbers, remark))];
  return ["plenary-canon 1", ...lines.map(text)].map((line) => `${line}\n`).join("");
}

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
