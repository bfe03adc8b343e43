// What documents have to say, worked out from the workshop's file alone: tables, bars and small print, in words of the catalogues. Nothing of the server's is used.
import { readFileSync } from "node:fs";
import path from "node:path";

const here = path.dirname(new URL(import.meta.url).pathname);
const catalogue = Object.fromEntries(["fr", "ar"].map((lang) => [lang, JSON.parse(readFileSync(path.join(here, `../../client/src/i18n/${lang}.json`), "utf8"))]));

/** Without what a page may break or mark as it likes: spaces, lines, marks of direction, forms of letters. */
export const bare = (text) => String(text).normalize("NFKC").replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u00ad]/g, "").replace(/\s+/g, "");

/** RFC 4180, no more and no less. */
export function csv(text) {
  const rows = [[]];
  const cell = /("(?:[^"]|"")*"|[^,"\r\n]*)(,|\r?\n|$)/gy;
  const plain = text.replace(/^\uFEFF/, "");
  while (cell.lastIndex < plain.length) {
    const found = cell.exec(plain);
    if (!found) throw new Error("not CSV");
    rows.at(-1).push(found[1].startsWith('"') ? found[1].slice(1, -1).replaceAll('""', '"') : found[1]);
    if (found[2] !== "," && cell.lastIndex < plain.length) rows.push([]);
  }
  return rows;
}

/** The same words of the catalogues, filled and counted here anew. */
export class Language {
  constructor(lang, db) {
    Object.assign(this, { lang, db, words: catalogue[lang] });
  }

  doc(key, ...args) {
    return (this.words[`doc.${key}`] ?? key).replace(/%(\d)/g, (_, n) => args[n - 1]);
  }

  out(key) {
    return this.words[`export.${key}`];
  }

  /* As it agrees with what it is said of: "adoptée" of an action; "plan" is the plan as a whole. */
  of(key, kind) {
    return this.words[`${key}.${kind}`] ?? this.words[key];
  }

  count(key, n) {
    const rule = new Intl.PluralRules(this.lang).select(n), forms = this.words[`doc.${key}`].split("|");
    const order = this.lang === "ar" ? ["one", "two", "few", "many", "other"] : ["one", "other"];
    return forms[Math.max(0, order.indexOf(rule === "zero" ? "other" : rule))].replaceAll("%1", n);
  }

  ml(row, field) {
    return row?.[`${field}_${this.lang}`] ?? row?.[field] ?? "";
  }

  name(kind, id) {
    const field = { delegation: "name", poll: "question", recommendation: "text", paragraph: "text", option: "text" }[kind] ?? "title";
    return id ? this.ml(this.db.find(kind, id), field) : "";
  }

  date(day) {
    const format = new Intl.DateTimeFormat(this.lang === "ar" ? "ar-EG-u-nu-latn" : this.lang, { dateStyle: "long", timeZone: "UTC" });
    return format.format(new Date(`${day.slice(0, 10)}T00:00Z`)).replace(/^1 (?=\D)/, this.lang === "fr" ? "1er " : "1 ");
  }

  due(due) {
    const after = /^T\+(\d+) (day|week|month|year)/.exec(due ?? "");
    if (!due) return "";
    return due === "ongoing" ? this.doc("ongoing") : after ? this.count(`after_${after[2]}`, Number(after[1])) : this.date(due);
  }

  /* Riyadh has one hour all year, so that no zone data is asked here: that of Node may be old (see calendar.mjs). */
  local(at) {
    return new Date(at + 3 * 3600000).toISOString().slice(0, 16);
  }

  clock(at) {
    return this.local(at).slice(11, 16);
  }

  moment(local) {
    return this.doc("at_time", this.date(local), local.slice(11, 16));
  }
}

/* Rows numbered as people quote them: "1.2" by theme, "R3", and none of what is still with a group. */
export function numbers(db) {
  const found = new Map();
  const order = [...db.theme].sort((a, b) => a.pos - b.pos).map((one) => one.id);
  const inPlan = (row) => !row.group || row.brought_at;
  const used = [...order, null].filter((theme) => db.action.some((row) => row.theme === theme && inPlan(row)));
  used.forEach((theme, t) => db.action.filter((row) => row.theme === theme && inPlan(row)).sort((a, b) => a.pos - b.pos).forEach((row, i) => found.set(row.id, `${t + 1}.${i + 1}`)));
  db.recommendation.filter(inPlan).sort((a, b) => a.pos - b.pos).forEach((row, i) => found.set(row.id, `R${i + 1}`));
  for (const framework of db.framework) {
    let heading = 0, n = 0, sub = 0;
    for (const row of db.paragraph.filter((one) => one.framework === framework.id && inPlan(one)).sort((a, b) => a.pos - b.pos)) {
      if (row.level === "heading") [heading, n, sub] = [heading + 1, 0, 0];
      else if (row.level === "subparagraph") sub++;
      else [n, sub] = [n + 1, 0];
      found.set(row.id, row.level === "heading" ? `${heading}` : row.level === "subparagraph" ? `(${String.fromCharCode(96 + sub)})` : heading ? `${heading}.${n}` : `${n}`);
    }
  }
  return found;
}

/*
 * What the tables of a document say, from the file alone: [heads by which a table is known, [a row: the paragraphs of each column that is compared]]. A cell may say
 * more than what is asked here (another line is no lie), but this, whole and in this order. `null`: not compared here.
 */
export const TABLES = {
  participation: (db, l) => {
    const people = (id) => db.person.filter((one) => one.delegation === id).length;
    const heads = ["delegation", "delegation_type", "seats", "registered"].map((key) => l.doc(key));
    const type = (one) => (one.observer ? l.doc("type_observer", l.doc(`type_${one.type}`)) : l.doc(`type_${one.type}`));
    const rows = db.delegation.map((one) => [[l.ml(one, "name")], [type(one)], [one.delegates], [people(one.id)]]);
    const role = (one) => [l.words[`ui.role.${one.guest ? "guest" : one.role}`], ...(one.head ? [l.doc("head")] : [])];
    const list = [...db.delegation.map((one) => one.id), null].flatMap((id) => db.person.filter((one) => one.delegation === id));
    return [[heads, [...rows, [[l.doc("no_delegation")], [], [], [people(null)]], [[l.doc("total")], [], [db.delegation.reduce((n, one) => n + one.delegates, 0)], [db.person.length]]]],
      [["name", "delegation", "role"].map((key) => l.doc(key)), list.map((one) => [[one.name, ...(one.function ? [one.function] : [])], one.delegation ? [l.name("delegation", one.delegation)] : [], role(one)])]];
  },
  agenda: (db, l) => {
    const rows = [], documents = (item) => JSON.parse(item.documents ?? "[]").map((one) => `${l.doc("colon", one.slice(one.indexOf(" ") + 1))} ${one.split(" ")[0]}`);
    let day = 0, end = 0;
    for (const item of [...db.item].sort((a, b) => a.day - b.day || a.pos - b.pos)) {
      const date = new Date(Date.parse(db.workshop.starts_on) + (item.day - 1) * 86400000).toISOString().slice(0, 10);
      if (item.day !== day) rows.push({ band: l.doc("day_dated", item.day, l.doc("weekday_date", new Intl.DateTimeFormat(l.lang, { weekday: "long", timeZone: "UTC" }).format(new Date(date)), l.date(date))) });
      day = item.day;
      const [hour, minute] = item.start ? item.start.split(":").map(Number) : [0, end];
      const start = hour * 60 + minute, wall = (at) => `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
      end = start + item.minutes;
      const run = item.started_at ? l.clock(item.started_at) + (Math.floor(item.ended_at / 60000) > Math.floor(item.started_at / 60000) ? `–${l.clock(item.ended_at)}` : "") : l.doc("not_run");
      rows.push([[`${wall(start)}–${wall(end)}`], [run], [l.ml(item, "title"), ...(item.notes ? [l.ml(item, "notes")] : []), ...(item.group ? [l.name("group", item.group)] : []), ...documents(item)], [l.words[`ui.kind.${item.kind}`]], item.presenter ? [item.presenter] : []]);
    }
    return [[["planned", "as_run", "item", "item_kind", "presenter"].map((key) => l.doc(key)), rows]];
  },
  recommendations: (db, l) => {
    const sorted = [...db.recommendation].sort((a, b) => a.pos - b.pos), free = sorted.filter((row) => !row.group);
    const row = (one) => [numbers(db).has(one.id) ? [numbers(db).get(one.id)] : [], [l.ml(one, "text"), ...version(l, one), ...reservations(db, l, one)], [l.of(`export.${one.state}`, "recommendation"), ...(one.group ? [l.name("group", one.group)] : [])]];
    return [[[l.doc("number"), l.doc("recommendation"), l.out("state")], [...free.map(row), { band: l.doc("with_groups") }, ...sorted.filter((one) => one.group).map(row)]]];
  },
  plan: (db, l) => {
    const no = numbers(db), rows = [];
    const label = (key, value) => (value ? [`${l.doc("colon", l.out(key))} ${value}`] : []);
    const when = (key, due) => (!due ? [] : [due === "ongoing" || !key ? l.due(due) : l.doc(key, l.due(due))]);
    const row = (one) => [
      no.has(one.id) ? [no.get(one.id)] : [],
      [l.ml(one, "title"), ...["objective", "deliverable", "milestones", "risk"].flatMap((field) => label(field, l.ml(one, field))),
        ...(one.recommendations && one.recommendations !== "[]" ? [`${l.doc("colon", l.doc("recommendations"))} ${JSON.parse(one.recommendations).map((id) => no.get(id)).join(l.doc("comma"))}`] : []), ...version(l, one), ...reservations(db, l, one)],
      [...(one.lead_id ? [l.name("delegation", one.lead_id)] : []), ...JSON.parse(one.partners ?? "[]").map((id) => l.name("delegation", id)), ...label("contact", one.contact)],
      [...when("from", one.start), ...when(one.start ? "by" : null, one.due)],
      [...(one.indicator ? [l.ml(one, "indicator")] : []), ...["baseline", "target", "current"].flatMap((field) => label(field, one[field]))],
      [...(one.resources ? [l.ml(one, "resources")] : []), ...label("funding", one.funding)],
      [l.of(`export.${one.status}`, "action"), ...(one.percent ? [l.doc("percent", one.percent)] : []), ...(one.priority === "none" ? [] : label("priority", l.out(one.priority))), l.of(`export.${one.state}`, "action"), ...(one.group ? [l.name("group", one.group)] : [])],
    ];
    for (const theme of [...[...db.theme].sort((a, b) => a.pos - b.pos), null]) {
      rows.push({ band: theme ? l.ml(theme, "title") : l.doc("no_theme") });
      rows.push(...db.action.filter((one) => one.theme === (theme?.id ?? null) && !one.group).sort((a, b) => a.pos - b.pos).map(row));
    }
    return [[["number", "action", "who", "when", "measure", "resources", "standing"].map((key) => l.doc(key)), [...rows, { band: l.doc("with_groups") }, ...db.action.filter((one) => one.group).map(row)]]];
  },
  polls: (db, l) => db.poll.filter((one) => one.secrecy === "named" && one.voters).sort((a, b) => a.pos - b.pos).map((one) => [[l.doc("delegation"), l.doc("said")], shares(db, l, one), l.ml(one, "question")]),
  meetings: (db, l) => [[["meeting", "starts", "repeat", "place"].map((key) => l.doc(key)), [...db.meeting].sort((a, b) => a.pos - b.pos).map((one) => [
    [l.ml(one, "title")], [l.moment(one.starts), ...(one.minutes ? [l.doc("minutes", one.minutes)] : [])], [l.doc(`repeat_${one.repeat}`), ...(one.count > 1 ? [l.count("times", one.count)] : [])], [one.place, one.link].filter(Boolean),
  ])]],
  speaking: (db, l) => {
    const spoken = (one) => db.hand.filter((hand) => hand.delegation === one.id && hand.given_at);
    const ms = (one) => spoken(one).reduce((sum, hand) => sum + hand.ended_at - hand.given_at, 0);
    const speakers = db.delegation.filter((one) => spoken(one).length > 0).sort((a, b) => ms(b) - ms(a) || a.id - b.id);
    return [[["delegation", "speeches", "minutes_spoken"].map((key) => l.doc(key)), speakers.map((one) => [[l.ml(one, "name")], [spoken(one).length], [Math.ceil(ms(one) / 60000)]])]];
  },
  questions: (db, l) => [[["question", "asked_by", "answer"].map((key) => l.doc(key)), db.question.filter((one) => one.state !== "dismissed" && one.admitted_at).sort((a, b) => a.at - b.at || a.id - b.id).map((one) => [
    [l.ml(one, "text"), ...(one.item ? [l.name("item", one.item)] : [])], [l.name("delegation", db.find("person", one.person).delegation)], [one.reply ? l.ml(one, "reply") : l.doc(one.state === "answered" ? "answered_aloud" : "not_answered")],
  ])]],
  decisions: (db, l) => [[["subject", "way", "outcome", "tally"].map((key) => l.doc(key)), [...db.adoption].sort((a, b) => a.closed_at - b.closed_at || a.id - b.id).map((one) => [
    [subject(db, l, one.of)], [l.doc(`way_${one.way}`)], [l.of(`doc.adoption_${one.state}`, one.of ? kindName(db, one.of) : "plan"), l.moment(l.local(one.closed_at))],
    [...(one.way === "poll" ? [l.doc(one.option ? "votes" : "votes_abstain", one.votes_for, one.votes_against, one.votes_other)] : []), ...["reservations", "objections"].filter((key) => one[key]).map((key) => `${l.doc(key)}: ${one[key]}`)],
  ])]],
  reservations: (db, l, kinds) => {
    const no = numbers(db), order = [null, ...[...no.keys()].sort((a, b) => kindOf(db, a) - kindOf(db, b))];
    const open = db.remark.filter((one) => one.type === "reservation" && !one.resolved && (one.of ? kinds.includes(kindName(db, one.of)) : kinds.includes("all")));
    open.sort((a, b) => order.indexOf(a.of) - order.indexOf(b.of) || a.id - b.id);
    return open.length === 0 ? [] : [[[l.doc("subject"), l.doc("delegation"), l.out("text")], open.map((one) => [[subject(db, l, one.of)], [l.name("delegation", one.delegation)], [l.ml(one, "text")]])]];
  },
  attendance: (db, l) => {
    const there = (id) => db.attendance.filter((one) => one.person === id);
    const order = [...db.delegation.map((one) => one.id), null];
    const people = db.person.filter((one) => there(one.id).length > 0).sort((a, b) => order.indexOf(a.delegation) - order.indexOf(b.delegation) || a.id - b.id);
    const row = (one) => {
      const times = there(one.id), ms = times.reduce((sum, time) => sum + time.until - time.since, 0);
      return [[one.delegation ? l.name("delegation", one.delegation) : l.doc("no_delegation")], [one.name], [l.doc(`mode_${times[0].mode}`)], [l.clock(Math.min(...times.map((time) => time.since)))], [l.clock(Math.max(...times.map((time) => time.until)))], [Math.ceil(ms / 60000)]];
    };
    return [[["delegation", "name", "takes_part", "came", "left", "minutes_there"].map((key) => l.doc(key)), [...people.map(row), [[l.doc("total")], [people.length], [], [], [], []]]]];
  },
};

export const KINDS_OF_ROWS = ["action", "recommendation", "framework", "paragraph"];
export const kindName = (db, id) => KINDS_OF_ROWS.find((kind) => db.find(kind, id));
const kindOf = (db, id) => KINDS_OF_ROWS.indexOf(kindName(db, id));
const version = (l, row) => (row.version ? [`${l.doc("version", row.version + 1)}${row.reason ?? ""}`] : []);
const reservations = (db, l, row) => db.remark.filter((one) => one.of === row.id && one.type === "reservation" && !one.resolved).map((one) => `${l.doc("reservation_of")}${l.name("delegation", one.delegation)}`);

export function subject(db, l, of) {
  const kind = of && kindName(db, of), no = numbers(db).get(of);
  if (!of) return l.doc("on_plan");
  const name = kind === "paragraph" ? l.name("framework", db.find("paragraph", of).framework) : l.name(kind, of);
  return no ? `${no} ${name}` : name;
}

/* Answers of a poll as they are called, with what they are in a ballot. */
export function answers(db, l, poll) {
  const options = db.option.filter((one) => one.poll === poll.id).sort((a, b) => a.pos - b.pos);
  const told = { consent: ["agree", "concern", "objection"], yes_no_abstain: ["yes", "no", "abstain"] }[poll.type];
  const ends = JSON.parse(poll.labels ?? "[]");
  if (options.length > 0) return options.map((one) => ({ said: l.ml(one, "text"), id: one.id, votes: one.votes, advice: one.advice }));
  const count = (test) => db.answer.filter((one) => one.poll === poll.id && test(one)).reduce((n, one) => n + one.count, 0);
  if (told) return told.map((word, value) => ({ said: l.doc(`value_${word}`), value, votes: count((one) => one.value === value) }));
  if (poll.type === "scale")
    return Array.from({ length: poll.max - poll.min + 1 }, (_, i) => poll.min + i).map((value) => ({
      said: `${value}${value === poll.min ? ` ${ends[0]}` : value === poll.max ? ` ${ends[1]}` : ""}`, value, votes: count((one) => one.value === value) }));
  return db.answer.filter((one) => one.poll === poll.id).map((one) => ({ said: one.text, text: one.text, votes: one.count }));
}

/** V19, from the ballots alone. */
function shares(db, l, poll) {
  const lines = answers(db, l, poll), ballots = db.ballot.filter((one) => one.poll === poll.id && !one.advisory);
  const of = (ballot, line) => {
    const chosen = JSON.parse(ballot.options ?? "[]"), values = JSON.parse(ballot.values ?? "[]");
    if (poll.type === "ranking") return chosen.includes(line.id) ? lines.length - 1 - chosen.indexOf(line.id) : 0;
    if (line.id) return ballot.option === line.id || chosen.includes(line.id) ? ballot.weight : 0;
    return (line.text !== undefined ? ballot.text === line.text : values[0] === line.value) ? ballot.weight : 0;
  };
  const home = (ballot) => ballot.delegation ?? db.find("person", ballot.person).delegation;
  return db.delegation.filter((one) => ballots.some((ballot) => home(ballot) === one.id)).map((one) => [[l.ml(one, "name")], [
    lines.map((line) => [line.said, ballots.filter((ballot) => home(ballot) === one.id).reduce((n, ballot) => n + of(ballot, line), 0)]).filter(([, n]) => n > 0)
      .map(([said, n]) => (poll.unit === "delegation" && n === 1 && poll.type !== "ranking" ? said : `${said} (${n})`)).join(l.doc("semicolon")),
  ]]);
}

/** The bars of each closed poll: what, and how often. */
export function bars(db, l, poll) {
  return answers(db, l, poll).map((line) => {
    if (poll.type === "ranking") return [line.said, l.count("points", line.votes)];
    const need = poll.type === "date" ? db.answer.find((one) => one.poll === poll.id && one.option === line.id && one.value === 1)?.count : 0;
    return [line.said, l.doc("share", line.votes, Math.round((100 * line.votes) / poll.weight)) + (need ? `${l.doc("comma")}${l.doc("if_need_be", need)}` : "")];
  });
}

/** What the small print and the terms of a poll say, each of which stands in one paragraph. */
export function terms(db, l, poll) {
  const enough = poll.quorum ? [l.doc(100 * poll.voters >= poll.quorum * poll.eligible ? "quorum_met" : "quorum_missed", poll.quorum)] : [];
  const needed = { simple: 1 / 2, two_thirds: 2 / 3, three_quarters: 3 / 4, unanimous: 1 }[poll.majority];
  const most = Math.max(0, ...answers(db, l, poll).map((line) => line.votes));
  const leading = answers(db, l, poll).filter((line) => line.votes === most).map((line) => line.said).join(l.doc("semicolon"));
  const reached = poll.majority === "simple" ? most > poll.weight / 2 : most >= poll.weight * (needed ?? 0);
  return [
    [l.doc(`secrecy_${poll.secrecy}`), l.doc(`unit_${poll.unit}`), ...(poll.weighted ? [l.doc("weighted")] : []), l.doc("poll_closed", l.moment(l.local(poll.closed_at)))],
    [l.doc("turnout_of", poll.voters, poll.eligible), ...enough, ...(needed ? [l.doc(reached ? "majority_reached" : "majority_missed", l.doc(`majority_${poll.majority}`), most, poll.weight)] : [])],
    ...(poll.type === "ranking" || ["single", "date"].includes(poll.type) ? [[l.doc("result"), enough.includes(l.doc("quorum_missed", poll.quorum)) || (needed && !reached) ? l.doc("result_none") : leading]] : []),
  ];
}

export const TABLES_OF = {
  plan: ["plan"], recommendations: ["recommendations"], agenda: ["agenda"], polls: ["polls"], participation: ["participation"], attendance: ["attendance"], texts: [],
  report: ["participation", "agenda", "speaking", "questions", "decisions", "polls", "recommendations", "plan", "meetings"],
};
export const RESERVED = { plan: ["action", "all"], recommendations: ["recommendation"], texts: ["framework", "paragraph"], report: [...KINDS_OF_ROWS, "all"] };

