// What a workshop's history says about attendance, computed from its changes alone (rules Y3 to Y7 of server/core/RULES.md).

const MERGE_MS = 5 * 60_000;

/** Changes in their order, {at, verb, body}, to intervals {person, since, until (absent: still there)}, by person and time. */
export function intervalsOf(changes) {
  const persons = new Map();
  for (const { at, verb, body } of changes) {
    if (verb === "attendance.here") continue;
    const own = persons.get(body.id) ?? [];
    persons.set(body.id, own);
    const last = own.at(-1);
    if (verb === "attendance.enter") enter(own, last, at);
    else if (last && last.until === undefined) last.until = Math.max(last.since, Math.min(at, body.at ?? at));
  }
  return [...persons]
    .sort(([a], [b]) => a - b)
    .flatMap(([person, own]) => own.map((one) => ({ person, ...one })));
}

function enter(own, last, at) {
  if (last && at - last.until <= MERGE_MS) delete last.until;
  else own.push({ since: at });
}
