/* seats: what those who run the room do with its people: finding, admitting, adding, moving, and who votes on whose device. */
import { mlText } from "../i18n/index";
import type { Delegation, Person, PersonMode, PersonRole } from "../sync/kinds";
import type { Room } from "../sync/room";

export const ROLES: readonly PersonRole[] = [
    "delegate", "expert", "rapporteur", "interpreter", "observer", "cofacilitator", "facilitator",
];

export const MODES: readonly PersonMode[] = ["in_room", "remote", "phone"];

/* Letters that people write one way or another are one: é and e, أ and ا, ة and ه, ى and ي; vowel signs go with the accents. */
export function plainLetters(text: string): string {
    return text.normalize("NFKD").toLocaleLowerCase()
        .replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640]/g, "")
        .replace(/ٱ/g, "ا").replace(/ة/g, "ه").replace(/ى/g, "ي").replace(/œ/g, "oe").replace(/æ/g, "ae");
}

/* What can be looked for of a person: all names of the delegation, in every language, stand behind the person's own. */
export function wordsOf(person: Person, delegation: Delegation | undefined): string {
    const { ar, fr, en } = delegation?.name ?? {};
    const all = [person.name, person.function, person.contact, ar, fr, en, delegation?.country];
    return plainLetters(all.filter(Boolean).join(" \n"));
}

export interface Seat {
    person: Person;
    delegation: Delegation | undefined;
    here: boolean;
}

export type SeatFilter = "all" | "here" | "away" | "waiting" | "loose";
export const SEAT_FILTERS: readonly SeatFilter[] = ["all", "here", "away", "waiting", "loose"];

const FITS: Record<SeatFilter, (seat: Seat) => boolean> = {
    all: () => true,
    here: (seat) => seat.here,
    away: (seat) => !seat.here && !seat.person.guest,
    waiting: (seat) => seat.person.guest === true,
    loose: (seat) => !seat.delegation && !seat.person.guest,
};

/* How well a seat answers what is looked for: the beginning of the name, of another word, anywhere, not at all. */
function rank(seat: Seat, words: readonly string[]): number {
    const text = wordsOf(seat.person, seat.delegation);
    if (!words.every((word) => text.includes(word))) return -1;
    const name = plainLetters(seat.person.name ?? "");
    const starts = (word: string): boolean => name.startsWith(word) || name.includes(` ${word}`);
    if (words.length > 0 && name.startsWith(words[0]!)) return 3;
    return words.some(starts) ? 2 : 1;
}

/* Those who are meant, the likeliest first; without words everybody, by delegation in the order of the list. */
export function findSeats(seats: readonly Seat[], text: string, filter: SeatFilter): Seat[] {
    const words = plainLetters(text).split(/\s+/).filter(Boolean);
    const found = seats.filter(FITS[filter]).map((seat) => ({ seat, rank: rank(seat, words) })).filter((one) => one.rank >= 0);
    if (words.length > 0) found.sort((a, b) => b.rank - a.rank);
    return found.map((one) => one.seat);
}

/* Everybody, guests first, then by delegation in the order of the list, heads before the others. */
export function seatsOf(people: readonly Person[], delegations: readonly Delegation[], here: ReadonlySet<number>): Seat[] {
    const place = new Map(delegations.map((one, i) => [one.id, i]));
    const by = new Map(delegations.map((one) => [one.id, one]));
    const order = (person: Person): number => (person.guest ? -2 : (place.get(person.delegation ?? 0) ?? -1));
    return [...people]
        .sort((a, b) => order(a) - order(b) || Number(b.head ?? false) - Number(a.head ?? false))
        .map((person) => ({ person, delegation: by.get(person.delegation ?? 0), here: here.has(person.id) }));
}

/* Names that somebody else has as well. */
export function namesakes(people: readonly Person[]): ReadonlySet<string> {
    const seen = new Set<string>();
    const twice = new Set<string>();
    for (const { name = "" } of people) (seen.has(plainLetters(name)) ? twice : seen).add(plainLetters(name));
    return twice;
}

export function admit(room: Room, person: number, delegation: number): void {
    const role: PersonRole = delegation > 0 ? "delegate" : "observer";
    room.run("person.admit", { id: person, ...(delegation ? { delegation } : {}), role });
}

/* Add somebody; the promise gives the new person's id, or undefined when it was refused. */
export async function addPerson(room: Room, fields: Record<string, unknown>): Promise<number | undefined> {
    const outcome = await room.run("person.create", fields).done;
    return outcome.ok ? outcome.id : undefined;
}

export const editPerson = (room: Room, id: number, fields: Record<string, unknown>): void =>
    void room.run("person.edit", { id, ...fields });

export const removePerson = (room: Room, id: number): void => void room.run("person.remove", { id });

export const addDelegation = (room: Room, fields: Record<string, unknown>): void =>
    void room.run("delegation.create", fields);

export const editDelegation = (room: Room, id: number, fields: Record<string, unknown>): void =>
    void room.run("delegation.edit", { id, ...fields });

export const removeDelegation = (room: Room, id: number): void => void room.run("delegation.remove", { id });

/* One place up or down among the delegations; false: it stands at the end already. */
export function moveDelegation(room: Room, list: readonly Delegation[], id: number, by: 1 | -1): boolean {
    const at = list.findIndex((one) => one.id === id);
    const after = by < 0 ? (list[at - 2]?.id ?? 0) : list[at + 1]?.id;
    if (at < 0 || (by < 0 && at === 0) || after === undefined) return false;
    room.run("delegation.move", { id, after });
    return true;
}

/* Who votes on whose device: exactly `people` on that of `host`. */
export function shareDevice(room: Room, host: number, people: ReadonlySet<number>): void {
    for (const one of room.list("person").peek()) {
        const there = one.device === host;
        const wanted = people.has(one.id) && one.id !== host;
        if (there !== wanted) room.run("person.edit", { id: one.id, device: wanted ? host : null });
    }
}

/* In alphabetical order of the page's language. */
export function byName(people: readonly Person[]): Person[] {
    return [...people].sort((a, b) => (a.name ?? "").localeCompare(b.name ?? ""));
}

export const delegationName = (room: Room, id: number | undefined): string =>
    mlText(room.get("delegation", id)?.name);
