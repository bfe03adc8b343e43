// What documents say and how: in both languages side by side, agreeing with what it is said of, as of which moment; where they lead; what a sheet sorts.
// Words are those of the catalogues, programs of others read the files.   node wording.mjs    prints what holds and, last, "N passed, N failed"
import { readFileSync } from "node:fs";
import path from "node:path";
import { Tally } from "../browser/tally.mjs";
import { Caller, Seat } from "../client/plenary.mjs";
import { House, shell } from "./house.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
const words = Object.fromEntries(["fr", "ar", "en"].map((lang) => [lang, JSON.parse(readFileSync(path.join(here, `../../client/src/i18n/${lang}.json`), "utf8"))]));
const say = (lang, key, ...args) => words[lang][`doc.${key}`].replace(/%(\d)/g, (_, n) => args[n - 1]);
const tally = new Tally();
const house = await House.open();
const three = (word) => ({ fr: `${word} en français`, ar: `${word} بالعربية`, en: `${word} in English` });
const PAGES = ["https://customs.example/a?b=1&c=(2)#d", "http://customs.example/slides_1.pdf", "https://meet.example.org/room"];
const NOT_ONE = "https://typed.example/in-a-text";

/** A workshop with an adoption of each kind of row, a decision that was voted, addresses in fields and in texts, and people. */
async function played() {
  const id = await house.workshop({
    name: "w", title: three("Atelier"), time_zone: "Asia/Riyadh", starts_on: "2026-05-12", ends_on: "2026-05-13", languages: ["fr", "ar", "en"],
    delegations: [{ name: three("Douane"), delegates: 2 }, { name: three("Chambre"), delegates: 1 }],
    agenda: [{ day: 1, start: "09:00", minutes: 30, kind: "opening", title: three("Ouverture"), notes: three(`Voir ${NOT_ONE}`), link: PAGES[2], documents: [PAGES[0], `${PAGES[1]} ${NOT_ONE}`] }],
    meetings: [{ title: three("Suivi"), starts: "2026-09-01T10:30", minutes: 60, link: PAGES[2] }],
  });
  const chair = await house.seat(id);
  const made = async (verb, args) => (await chair.must(verb, args)).id;
  await chair.must("workshop.live");
  const rows = {
    action: await made("action.create", { title: three("Agir"), contact: NOT_ONE, status: "done", due: "2026-12-31" }),
    recommendation: await made("recommendation.create", { text: three("Recommander") }),
    framework: await made("framework.create", { title: three("Texte") }),
  };
  rows.paragraph = await made("paragraph.create", { framework: rows.framework, level: "paragraph", text: three("Alinéa") });
  const before = chair.seq;
  const poll = await made("poll.create", { type: "yes_no_abstain", question: three("Adopter"), quorum: 50, majority: "two_thirds", secrecy: "named" });
  const code = (await house.chair.get(`/api/w/${id}/codes`)).delegations[0].code;
  const caller = new Caller(house.server.origin);
  await caller.post("/api/join", { code, name: "Awa Diarra", language: "fr" });
  const seat = new Seat(caller, id);
  seat.open();
  await seat.until((s) => s.welcomed && s.list("person").length > 0);
  await chair.must("poll.open", { id: poll });
  await seat.until((s) => s.entities.get(poll)?.state === "open");
  await seat.must("ballot.cast", { id: poll, values: [0] });
  seat.close();
  await chair.must("poll.close", { id: poll });
  for (const of of [rows.action, rows.recommendation, rows.framework]) await chair.must("adoption.open", { of, way: "consensus" });
  chair.close();
  return { id, before };
}


const { id, before } = await played();
/** The bytes of a document, one after the other, as a text or as a file for another program. */
async function bytes(name, query) {
  const reply = await house.get(`/api/w/${id}/export/${name}?${query}`);
  if (reply.status !== 200) throw new Error(`${name}?${query}: ${reply.status} ${reply.bytes}`);
  return reply.bytes;
}
async function each(list, get) {
  const all = [];
  for (const one of list) all.push(await get(one));
  return all;
}
const text = async (name, query) => (await bytes(name, query)).toString();
const file = async (name, query, of = name) => house.file(name, await bytes(of, query));
const lines = (page) => page.split("\n").filter((line) => line !== "");

for (const [first, second] of [["fr", "ar"], ["en", "fr"]]) {
  const page = lines(await text("polls.md", `lang=${first}&lang2=${second}`)), pairs = [
    (l) => `${say(l, "secrecy_named")}${say(l, "comma")}${say(l, "unit_person")}. `, (l) => `${say(l, "result")}${say(l, "value_yes")}`,
    (l) => `${say(l, "turnout_of", 1, 1)}. ${say(l, "abstentions", 0)}. ${say(l, "quorum_met", 50)}. ${say(l, "majority_reached", say(l, "majority_two_thirds"), 1, 1)}`,
  ].map((line) => [line(first), line(second)]);
  const wrong = pairs.filter(([a, b]) => !page[page.findIndex((line) => line.startsWith(a)) + 1]?.startsWith(b));
  tally.check(wrong.length === 0, `${first} and ${second}: how it was voted, the result and who voted stand in both languages`, wrong.join(" | "));
  tally.check(page.some((line) => line.startsWith(`| ${say(first, "value_abstain")}`) && line.includes(say(second, "value_abstain"))), `${first} and ${second}: an answer stands in both`);
}

const adopted = { fr: { action: "Adoptée", recommendation: "Adoptée", framework: "Adopté" }, ar: { action: "معتمد", recommendation: "معتمدة", framework: "معتمد" } };
const decided = { fr: { Agir: "Adoptée", Recommander: "Adoptée", Texte: "Adopté" }, ar: { Agir: "اعتُمد", Recommander: "اعتُمدت", Texte: "اعتُمد" } };
for (const lang of ["fr", "ar"]) {
  const [plan, recommendations, report, csv] = await each(["plan.md", "recommendations.md", "report.md", "plan.csv"], (name) => text(name, `lang=${lang}`));
  const cell = (page, word) => page.split("\n").find((line) => line.startsWith("|") && line.includes(word)).split(" | ").at(-1).replace(" |", "").split("<br>").at(-1);
  tally.check(cell(plan, "Agir") === adopted[lang].action && cell(recommendations, "Recommander") === adopted[lang].recommendation, `${lang}: the state agrees with an action and with a recommendation`, `${cell(plan, "Agir")} ${cell(recommendations, "Recommander")}`);
  tally.check(lang === "ar" || cell(plan, "Agir") === "Adoptée" && plan.includes("Réalisée<br>"), `${lang}: and so does how far an action has come`);
  const rows = Object.entries(decided[lang]).filter(([word, said]) => !report.split("\n").some((line) => line.includes(`${word} `) && line.includes(`| **${said}**<br>`)));
  tally.check(rows.length === 0, `${lang}: a decision agrees with what was decided about`, rows.join(" | "));
  const wrong = Object.entries({ Agir: adopted[lang].action, Recommander: adopted[lang].recommendation, "Texte ": adopted[lang].framework }).filter(([word, said]) => !csv.split("\n").find((line) => line.includes(word)).includes(`,${said},`));
  tally.check(wrong.length === 0, `${lang}: so it is in CSV`, wrong.join(" | "));
}

const then = (lang) => new RegExp(`${words[lang]["doc.state_of"]}[\\s:*]*\\d+(er)? \\S+ \\d{4}.{1,4}\\d\\d:\\d\\d \\(Asia/Riyadh\\)`);
for (const document of ["plan", "recommendations", "texts", "agenda", "polls", "participation", "report"]) {
  const [past, again, now] = await each([`lang=fr&lang2=en&at=${before}`, `lang=fr&lang2=en&at=${before}`, "lang=fr&lang2=en"], (query) => text(`${document}.md`, query));
  const first = lines(past).slice(1, 6).join("\n");
  tally.check(then("fr").test(first) && then("en").test(first) && past === again && !now.includes(words.fr["doc.state_of"]), `${document}: of another time says as of when, at its head and in both languages; of now it does not`, first);
}
const [foot] = shell("pdftotext", ["-layout", await file("then.pdf", `lang=fr&at=${before}`, "plan.pdf"), "-"]).out.split("\n").filter((line) => line.includes("Page 1")).slice(-1);
tally.check(then("fr").test(foot ?? ""), "and so does the foot of its pages", foot);

/** Where each format of the agenda and of the report leads, in its parts or its bytes. */
const addresses = (source, pattern) => [...source.matchAll(pattern)].map(([, address]) => decodeURIComponent(address.replaceAll("&amp;", "&")));
const part = (name, inside) => shell("unzip", ["-p", name, inside]).out;
const LEADS = {
  pdf: (name) => addresses(readFileSync(name, "latin1"), /\/URI \(([^)]*)\)/g),
  docx: (name) => addresses(part(name, "word/document.xml"), /HYPERLINK &quot;(.*?)&quot;/g),
  html: (name) => addresses(readFileSync(name, "utf8"), /<a href="([^"]*)"/g),
  md: (name) => addresses(readFileSync(name, "utf8"), /(?:\]\(|<)(https?:[^)>]*)/g),
  xlsx: (name) => addresses(part(name, "xl/worksheets/_rels/*"), /Target="([^"]*)" TargetMode="External"/g),
};
for (const [format, leads] of Object.entries(LEADS)) {
  const set = (list) => [...new Set(list)].sort().join(" ");
  const agenda = set(leads(await file(`agenda.${format}`, "lang=fr"))), report = set(leads(await file(`report.${format}`, "lang=ar")));
  /* In a sheet the cells of the agenda hold more than one address; that of the meeting holds nothing else. */
  const [wished, all] = format === "xlsx" ? ["", set([PAGES[2]])] : [set(PAGES), set(PAGES)];
  tally.check(agenda === wished && report === all, `${format}: leads where fields of addresses do, and nowhere that somebody typed into a text`, `${agenda} | ${report}`);
}

const sheet = part(await file("participation.xlsx", "lang=fr"), "xl/worksheets/sheet2.xml"), [, end] = /<autoFilter ref="A\d+:[A-Z]+(\d+)"/.exec(sheet) ?? [];
const last = [...sheet.matchAll(/<row r="(\d+)"/g)].at(-1)[1];
tally.check(Number(last) === Number(end) + 1 && Number(end) > 3, "a sheet is sorted and filtered without its last row, the total", `${end} of ${last}`);

await house.close();
process.exit(tally.end());
