// Documents for Word, which refuses what LibreOffice forgives: the parts of the archive name each other, elements stand in the order of the schema
// (ECMA-376, part 1), styles and bookmarks that are named are there, numbers are given once, tables have as many cells as columns.
//   node word.mjs [FILE.plenary...]      without files: a workshop of the scenarios. The last line is "N passed, N failed"
import { mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { Tally } from "../browser/tally.mjs";
import { House, plenary, shell } from "./house.mjs";

const ORDER = {
  "w:pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs bidi spacing ind contextualSpacing jc outlineLvl rPr sectPr",
  "w:rPr": "rStyle rFonts b bCs i iCs noProof color sz szCs u shd rtl lang",
  "w:tblPr": "tblStyle bidiVisual tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption",
  "w:tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
  "w:sectPr": "headerReference footerReference type pgSz pgMar cols titlePg bidi",
  "w:style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr tcPr tblStylePr",
  "w:lvl": "start numFmt pStyle lvlText lvlJc pPr rPr",
  "w:tbl": "tblPr tblGrid tr",
  "w:settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang",
};

/** The elements of an XML text as a tree of { name, attributes, children }; text is left out. */
function tree(xml) {
  const root = { name: "", attributes: {}, children: [] };
  const stack = [root];
  for (const [, end, name, rest, empty] of xml.matchAll(/<(\/?)([\w:]+)((?:\s+[\w:]+="[^"]*")*)\s*(\/?)>/g)) {
    if (end) {
      if (stack.pop().name !== name) throw new Error(`</${name}> closes something else`);
      continue;
    }
    const attributes = Object.fromEntries([...rest.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
    const element = { name, attributes, children: [] };
    stack[stack.length - 1].children.push(element);
    if (!empty) stack.push(element);
  }
  if (stack.length !== 1) throw new Error(`<${stack[stack.length - 1].name}> stays open`);
  return root;
}

const all = (element) => [element, ...element.children.flatMap(all)];
const named = (element, name) => all(element).filter((one) => one.name === name);
const value = (element) => element?.attributes["w:val"];

/** What stands where the schema has it otherwise. */
function disorder(root) {
  const found = [];
  for (const element of all(root)) {
    const order = ORDER[element.name]?.split(" ");
    if (!order) continue;
    const places = element.children.map((one) => order.indexOf(one.name.replace("w:", "")));
    if (places.includes(-1)) found.push(`${element.name} holds ${element.children[places.indexOf(-1)].name}`);
    else if (places.some((place, i) => i > 0 && place < places[i - 1])) found.push(`${element.name}: ${element.children.map((one) => one.name).join(" ")}`);
  }
  return [...new Set(found)];
}

/** Parts that are named and missing, or there and named by none. */
function strays(parts, dir) {
  const found = [];
  const types = tree(parts.get("[Content_Types].xml"));
  const typed = named(types, "Override").map((one) => one.attributes.PartName.slice(1));
  for (const part of typed) if (!parts.has(part)) found.push(`${part} has a type and is missing`);
  for (const part of parts.keys()) if (part.endsWith(".xml") && part !== "[Content_Types].xml" && !typed.includes(part)) found.push(`${part} has no type`);
  for (const [from, base] of [["_rels/.rels", ""], ["word/_rels/document.xml.rels", "word/"]])
    for (const one of named(tree(parts.get(from)), "Relationship")) if (!parts.has(base + one.attributes.Target)) found.push(`${from} names ${one.attributes.Target}`);
  const ids = named(tree(parts.get("word/_rels/document.xml.rels")), "Relationship").map((one) => one.attributes.Id);
  for (const one of all(dir)) if (one.attributes["r:id"] && !ids.includes(one.attributes["r:id"])) found.push(`${one.name} names ${one.attributes["r:id"]}`);
  return found;
}

/** Styles, bookmarks and anchors that are named and not there, or there twice. */
function unknown(body, styles) {
  const found = [];
  const known = named(styles, "w:style").map((one) => one.attributes["w:styleId"]);
  const used = all(body).filter((one) => ["w:pStyle", "w:rStyle", "w:tblStyle"].includes(one.name)).map(value);
  const parents = named(styles, "w:basedOn").map(value);
  for (const id of new Set([...used, ...parents])) if (!known.includes(id)) found.push(`no style ${id}`);
  if (new Set(known).size !== known.length) found.push("a style is there twice");
  const marks = named(body, "w:bookmarkStart");
  if (new Set(marks.map((one) => one.attributes["w:id"])).size !== marks.length) found.push("two bookmarks share a number");
  if (named(body, "w:bookmarkEnd").length !== marks.length) found.push("a bookmark has no end");
  for (const link of named(body, "w:hyperlink"))
    if (!marks.some((one) => one.attributes["w:name"] === link.attributes["w:anchor"])) found.push(`no bookmark ${link.attributes["w:anchor"]}`);
  return found;
}

/** Tables whose rows are not as long as their grid, cells without a paragraph at their end, fields that do not end. */
function torn(body) {
  const found = [];
  for (const table of named(body, "w:tbl")) {
    const grid = table.children.find((one) => one.name === "w:tblGrid").children.map((one) => Number(one.attributes["w:w"]));
    for (const row of table.children.filter((one) => one.name === "w:tr")) {
      const cells = row.children.filter((one) => one.name === "w:tc");
      const spans = cells.reduce((sum, cell) => sum + Number(value(named(cell, "w:gridSpan")[0]) ?? 1), 0);
      if (spans !== grid.length) found.push(`a row of ${spans} in a grid of ${grid.length}`);
      if (cells.some((cell) => cell.children[cell.children.length - 1].name !== "w:p")) found.push("a cell without a paragraph");
    }
    if (value(named(table, "w:tblStyle")[0]) === "RuledTable" && grid.some((width) => width < 300)) found.push("a column too narrow for a letter");
  }
  let open = 0;
  for (const one of named(body, "w:fldChar")) {
    open += one.attributes["w:fldCharType"] === "begin" ? 1 : one.attributes["w:fldCharType"] === "end" ? -1 : 0;
    if (open < 0) found.push("a field ends that did not begin");
  }
  if (open !== 0) found.push("a field stays open");
  return [...new Set(found)];
}

/** What runs from right to left says so, and nothing else does. */
function turned(body, styles, lang) {
  const found = [];
  const rtl = lang === "ar";
  const normal = named(styles, "w:style").find((one) => one.attributes["w:styleId"] === "Normal");
  if (named(normal, "w:bidi").length !== Number(rtl)) found.push("plain text runs the other way");
  for (const table of named(body, "w:tbl")) if (value(named(table, "w:bidiVisual")[0]) !== (rtl ? "1" : "0")) found.push("a table runs the other way");
  for (const section of named(body, "w:sectPr")) if (named(section, "w:bidi").length !== Number(rtl)) found.push("a section runs the other way");
  return [...new Set(found)];
}

function unpacked(file, to) {
  mkdirSync(to, { recursive: true });
  shell("unzip", ["-qo", file, "-d", to]);
  const parts = new Map();
  const walk = (dir, head) => {
    for (const entry of readdirSync(dir, { withFileTypes: true }))
      if (entry.isDirectory()) walk(path.join(dir, entry.name), `${head}${entry.name}/`);
      else parts.set(head + entry.name, readFileSync(path.join(dir, entry.name), "utf8"));
  };
  walk(to, "");
  return parts;
}

/** A workshop with a poll that was closed and something adopted. */
async function played(house) {
  const id = await house.workshop(JSON.parse(readFileSync(path.join(path.dirname(new URL(import.meta.url).pathname), "../scenarios/bamako-2021.json"), "utf8")));
  const chair = await house.seat(id);
  await chair.must("workshop.live");
  await chair.must("agenda.next");
  const { id: poll } = await chair.must("poll.create", { question: { fr: "Laquelle ?", ar: "أيها؟" } });
  for (const text of ["Première", "ثقة"]) await chair.must("option.create", { poll, text: { fr: text } });
  await chair.must("poll.open", { id: poll });
  await chair.must("poll.close", { id: poll });
  await chair.must("adoption.open", { of: chair.list("recommendation")[0].id, way: "consensus" });
  await chair.must("workshop.close");
  chair.close();
  return path.join(house.server.state, `workshops/${id}.plenary`);
}

const tally = new Tally();
const house = await House.open();
const files = process.argv.length > 2 ? process.argv.slice(2) : [await played(house)];
const KINDS = ["plan", "recommendations", "texts", "agenda", "polls", "participation", "report", "attendance"];

await tally.test("documents for Word are as its schema has them", async () => {
  for (const file of files)
    for (const lang of ["ar", "fr"]) {
      const found = [];
      for (const kind of KINDS) {
        const to = path.join(house.work, `${lang}-${kind}`);
        const made = plenary("export", file, "--document", kind, "--format", "docx", "--lang", lang, "--out", `${to}.docx`);
        if (made.status !== 0) {
          found.push(`${kind}: ${made.out}`);
          continue;
        }
        const parts = unpacked(`${to}.docx`, to);
        const [body, styles] = ["word/document.xml", "word/styles.xml"].map((part) => tree(parts.get(part)));
        const wrong = [...parts].filter(([part]) => part.startsWith("word/") && part.endsWith(".xml")).flatMap(([, xml]) => disorder(tree(xml)));
        for (const one of [...wrong, ...strays(parts, body), ...unknown(body, styles), ...torn(body), ...turned(body, styles, lang)]) found.push(`${kind}: ${one}`);
        rmSync(to, { recursive: true });
      }
      tally.check(found.length === 0, `${path.basename(file)} in ${lang}: ${KINDS.length} kinds`, found.slice(0, 12).join("\n"));
    }
});

await house.close();
process.exit(tally.end());
