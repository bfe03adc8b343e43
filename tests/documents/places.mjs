// Where every column of a workshop's file stands in its documents: a decision about each, which fields.mjs compares with what is there.

/*
 * Where the texts of a column stand: plan recommendations texts agenda polls (meaning also the report, which has all of them), report (only there), people (participation and the
 * report), attendance; "all": the title of every document. Behind a stroke why a column is in none: whose it is, or "room": how the room worked, which nobody takes home.
 * What is no text is compared in the tables below; "told" says so.
 */
export const PLACES = {
  workshop: { name: "- room", title: "all", place: "all", mode: "told", time_zone: "told", starts_on: "told", ends_on: "told", languages: "told", source: "- json", series_name: "report", series_number: "told",
    series_of: "told", adoption_requires: "- room", lead_max: "- room", lobby: "- room", moderated: "- room", screen_languages: "- room", rehearsal: "- room", state: "told", item: "- room", live_at: "- room",
    closed_at: "- room", plan_locked: "- room", control: "- room", undo_at: "- room", undo_to: "- room", undo_from: "- room", undo_state: "- room", undo_started_at: "- room", undo_ended_at: "- room" },
  delegation: { name: "people plan recommendations texts polls attendance", country: "- json", type: "told", observer: "told", delegates: "told", weight: "told" },
  person: { name: "people attendance", role: "told", delegation: "told", head: "told", language: "- room", mode: "told", contact: "- staff", group: "- room", function: "people", device: "- room", guest: "told",
    ready: "- room", view: "- room" },
  item: { day: "told", start: "told", minutes: "told", kind: "told", title: "agenda attendance", presenter: "agenda", fixed: "- room", notes: "agenda", staff_notes: "- staff", link: "- ics", group: "told",
    documents: "agenda", state: "told", extra: "told", started_at: "told", ended_at: "told" },
  poll: { item: "- json", question: "polls", type: "told", secrecy: "told", unit: "told", points: "told", per_option_max: "- room", min: "told", max: "told", labels: "polls", results: "- room", purpose: "told",
    pair: "told", quorum: "told", majority: "told", weighted: "told", advisory: "told", seconds: "- room", state: "told", opened_at: "- room", closes_at: "- room", closed_at: "told", voters: "told",
    weight: "told", advisers: "told", eligible: "told", round: "told", previous: "- room" },
  option: { poll: "told", text: "polls", action: "- json", votes: "told", advice: "told" },
  ballot: { poll: "told", person: "told", option: "told", delegation: "told", options: "told", values: "told", text: "polls", weight: "told", advisory: "told", by: "- json", cast_at: "- json" },
  answer: { poll: "told", option: "told", value: "told", text: "polls", count: "told", advice: "told" },
  roll: { poll: "told", persons: "- room", delegations: "- room", observers: "- room", voted: "told", receipts: "- room" },
  theme: { title: "plan", locked: "- room" },
  action: { theme: "told", objective: "plan", title: "plan", deliverable: "plan", lead: "told", lead_id: "told", partners: "told", contact: "plan", start: "told", due: "told", milestones: "plan", resources: "plan", funding: "plan",
    indicator: "plan", baseline: "plan", target: "plan", current: "plan", priority: "told", risk: "plan", status: "told", percent: "told", recommendations: "told", group: "told", poll: "- csv", item: "- room",
    created_by: "- room", created_at: "- room", state: "told", adopted_at: "told", adoption: "told", version: "told", reason: "plan", locked: "- room", brought_at: "- room", merged: "- room" },
  recommendation: { text: "recommendations", group: "told", item: "- room", created_by: "- room", created_at: "- room", state: "told", adopted_at: "told", adoption: "told", version: "told", reason: "recommendations",
    locked: "- room", brought_at: "- room", merged: "- room" },
  meeting: { title: "report", starts: "told", minutes: "told", repeat: "told", count: "told", place: "report", link: "report" },
  stakeholder: { name: "- json", power: "- json", interest: "- json", attitude: "- json" },
  group: { title: "plan recommendations agenda", chair: "- room" },
  framework: { title: "texts", group: "told", item: "- room", created_by: "- room", created_at: "- room", state: "told", adopted_at: "told", adoption: "told", version: "told", reason: "texts", locked: "- room",
    brought_at: "- room", merged: "- room" },
  paragraph: { framework: "told", level: "told", text: "texts", group: "told", item: "- room", created_by: "- room", created_at: "- room", state: "told", adopted_at: "told", adoption: "told", version: "told", reason: "texts",
    locked: "- room", brought_at: "- room", merged: "- room" },
  remark: { of: "told", type: "told", delegation: "told", text: "plan recommendations texts", person: "- room", at: "- room", resolved: "told", resolved_at: "- room", resolved_by: "- room", adoption: "- room" },
  proposal: { of: "- room", field: "- room", lang: "- room", rev: "- room", text: "- room", was: "- room", person: "- room", at: "- room", why: "- room", state: "- room", decided_by: "- room", decided_at: "- room" },
  adoption: { of: "told", way: "told", until: "- room", poll: "- room", option: "- room", opened_by: "- room", opened_at: "- room", state: "told", closed_at: "told", rows: "told", votes_for: "told", votes_against: "told",
    votes_other: "told", reservations: "told", objections: "told", sealed_seq: "- room", hash: "told" },
  hand: { type: "- room", person: "- room", delegation: "told", item: "- room", state: "told", at: "- room", given_at: "told", ended_at: "told", seconds: "- room" },
  question: { item: "told", text: "report", person: "told", at: "told", state: "told", backers: "- room", admitted_at: "told", reply: "report", answered_by: "- room", answered_at: "- room" },
  message: { type: "- room", text: "- room", link: "- room", person: "- room", at: "- room", ended_at: "- room" },
  parked: { text: "report", item: "- room", person: "- room", at: "- room", done: "told", done_at: "- room" },
  attendance: { person: "told", delegation: "told", mode: "told", since: "told", until: "told" },
};

/** The fields of texts that a document has by PLACES: those of `used` but the ones that nobody else may read, which have a name behind "!". */
export function expectedTags(document, used) {
  const is = (place) => place === "all" || place === document || (place === "people" && document === "participation");
  const inReport = (place) => !["told", "attendance"].includes(place);
  return new Set([...used].filter((what) => {
    const [kind, field] = what.split("."), places = PLACES[kind][field]?.split(" ") ?? ["-"];
    return places[0] !== "-" && places.some((place) => is(place) || (document === "report" && inReport(place)));
  }));
}
