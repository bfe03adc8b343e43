// What was agreed, from the scenario, and whether an exported file says the same. Each comparison gives "" or the first difference.

const text = (value) => (typeof value === "string" ? { en: value } : value);

/** The outcome that the room was given to agree on. */
export function agreed(scenario, question, options, votes) {
  const plan = scenario.plan.map((action) => ({ ...action, indicator: action.indicator, state: "adopted" }));
  return { plan, recommendations: scenario.recommendations, question, options, votes };
}

function sameText(got, expected) {
  const one = text(got) ?? {};
  const other = text(expected) ?? {};
  return ["ar", "fr", "en"].every((lang) => (one[lang] ?? "") === (other[lang] ?? ""));
}

/** Fields of an action besides its texts in languages. */
const FIELDS = ["lead", "partners", "due", "baseline", "target", "priority", "state"];

function compareAction(got, expected) {
  if (!got) return `missing: ${expected.action.en}`;
  if (!sameText(got.action, expected.action)) return `text: ${JSON.stringify(got.action)}`;
  if (!sameText(got.theme, expected.theme)) return `theme: ${JSON.stringify(got.theme)}`;
  if (!sameText(got.indicator, expected.indicator)) return `indicator: ${JSON.stringify(got.indicator)}`;
  const wrong = FIELDS.find((field) => JSON.stringify(got[field]) !== JSON.stringify(expected[field]));
  return wrong ? `${wrong}: ${JSON.stringify(got[wrong])} instead of ${JSON.stringify(expected[wrong])}` : "";
}

function comparePoll(document, expected) {
  const poll = document.polls.find((one) => text(one.question).en === expected.question);
  if (!poll) return "the poll is missing";
  if (poll.state !== "closed" || poll.secrecy !== "named") return `the poll is ${poll.state}, ${poll.secrecy}`;
  const got = JSON.stringify(poll.options.map((option) => [text(option.text ?? option).en, option.votes ?? 0]));
  const want = JSON.stringify(expected.options.map((option, i) => [option, expected.votes[i]]));
  return got === want ? "" : `the result is ${got} instead of ${want}`;
}

export function compareJson(document, expected) {
  if (document.plan.length !== expected.plan.length) return `${document.plan.length} actions`;
  for (const [i, action] of expected.plan.entries()) {
    const wrong = compareAction(document.plan[i], action);
    if (wrong) return `action ${i + 1}: ${wrong}`;
  }
  if (document.recommendations.length !== expected.recommendations.length) return `${document.recommendations.length} recommendations`;
  for (const [i, words] of expected.recommendations.entries()) {
    const { text: got, state } = document.recommendations[i];
    if (!sameText(got, words) || state !== "adopted") return `recommendation ${i + 1}: ${JSON.stringify(document.recommendations[i])}`;
  }
  return comparePoll(document, expected);
}

/** The rows of a CSV text (RFC 4180). */
export function parseCsv(csv) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  const body = csv.replace(/^\uFEFF/, "");
  while (cell.lastIndex < body.length) {
    const [, quoted, bare, end] = cell.exec(body);
    rows[rows.length - 1].push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end !== ",") rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

export function compareCsv(csv, expected, say, lang) {
  const [head, ...rows] = parseCsv(csv);
  const column = (row, name) => row[head.indexOf(say(`export.${name}`))] ?? `no column ${name}`;
  if (rows.length !== expected.plan.length + expected.recommendations.length) return `${rows.length} rows`;
  for (const [i, action] of expected.plan.entries()) {
    const row = rows[i];
    const want = { type: say("export.action"), number: String(i + 1), text: action.action[lang], lead: action.lead,
      theme: action.theme, partners: action.partners.join("; "), indicator: action.indicator, baseline: action.baseline ?? "",
      target: action.target ?? "", priority: say(`export.${action.priority}`), state: say("export.adopted.action") };
    const wrong = Object.keys(want).find((name) => column(row, name) !== want[name]);
    if (wrong) return `action ${i + 1}, ${wrong}: ${column(row, wrong)} instead of ${want[wrong]}`;
    if (column(row, "due") === "" || column(row, "adopted_at") === "") return `action ${i + 1}: no date`;
  }
  for (const [i, words] of expected.recommendations.entries()) {
    const row = rows[expected.plan.length + i];
    if (column(row, "text") !== words || column(row, "state") !== say("export.adopted.recommendation")) return `recommendation ${i + 1}: ${row}`;
  }
  return "";
}
