/* people: who belongs to the workshop and who is here; admitting guests, adding people, links and codes. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { api, type Codes } from "../api";
import type { Ballot, Delegation, Person, PersonMode, PersonRole } from "../sync/kinds";
import type { Room } from "../sync/room";
import { load } from "./load";
import type { PastedPerson } from "./paste";
import { rightsOf } from "./rights";
import { said } from "./said";
import type { Undo } from "./undo";

export interface Party {
    delegation: Delegation | undefined;     /* undefined: people without one */
    people: readonly Person[];
    here: number;
}

export const ROLES: readonly PersonRole[] = [
    "delegate", "expert", "rapporteur", "interpreter", "observer", "cofacilitator", "facilitator",
];

export const MODES: readonly PersonMode[] = ["in_room", "remote", "phone"];

/* Who has not voted: the people, and whole delegations of which nobody has. */
export interface Missing {
    people: readonly Person[];
    delegations: number;
}

export class PeopleCtrl {
    readonly guests: ReadonlySignal<readonly Person[]>;
    readonly parties: ReadonlySignal<readonly Party[]>;
    readonly here: ReadonlySignal<number>;
    readonly all: ReadonlySignal<number>;
    /* How many may vote. */
    readonly voters: ReadonlySignal<number>;
    private readonly voting: ReadonlySignal<readonly Person[]>;
    readonly delegations: ReadonlySignal<readonly Delegation[]>;
    readonly codes = load<Codes>();
    readonly link = load<{ path: string }>();
    readonly screen = load<{ path: string }>();

    constructor(
        private readonly room: Room,
        undo: Undo,
    ) {
        const all = room.list("person");
        const people = computed(() => all.value.filter((person) => !undo.hidden.value.has(person.id)));
        const delegations = room.list("delegation");
        this.delegations = computed(() => delegations.value.filter((one) => !undo.hidden.value.has(one.id)));
        this.guests = computed(() => people.value.filter((person) => person.guest));
        const seated = computed(() => people.value.filter((person) => !person.guest));
        this.here = computed(() => seated.value.filter((person) => room.here.value.has(person.id)).length);
        this.voting = computed(() => seated.value.filter((person) => rightsOf(person.role, false).vote));
        this.voters = computed(() => this.voting.value.length);
        this.all = computed(() => seated.value.length);
        this.parties = computed(() => partiesOf(seated.value, this.delegations.value, room.here.value));
    }

    admit(person: number, delegation: number, role: PersonRole): void {
        this.room.run("person.admit", { id: person, ...(delegation ? { delegation } : {}), role });
    }

    missing(ballots: readonly Ballot[]): Missing {
        const voted = new Set(ballots.map((ballot) => ballot.person));
        const people = this.voting.value.filter((person) => !voted.has(person.id));
        const heard = new Set(this.voting.value.filter((one) => voted.has(one.id)).map((one) => one.delegation));
        const silent = new Set(people.map((one) => one.delegation).filter((one) => one && !heard.has(one)));
        return { people, delegations: silent.size };
    }

    /* Add somebody; the promise gives the new person's id, or undefined when it was refused. */
    async add(fields: Record<string, unknown>): Promise<number | undefined> {
        const outcome = await this.room.run("person.create", fields).done;
        return outcome.ok ? outcome.id : undefined;
    }

    /* A delegation; what is returned stands for its id until it has one. */
    addDelegation(fields: Record<string, unknown>): number {
        return -this.room.run("delegation.create", fields).n;
    }

    editDelegation(id: number, fields: Record<string, unknown>): void {
        this.room.run("delegation.edit", { id, ...fields });
    }

    removeDelegation(id: number): void {
        this.room.run("delegation.remove", { id });
    }

    /* Everybody of a pasted list; a delegation that is not there yet is made once. */
    addAll(list: readonly PastedPerson[]): void {
        const made = new Map<string, number>();
        const idOf = (name: string): number => {
            const known = made.get(name) ?? this.addDelegation({ name: said(name) });
            made.set(name, known);
            return known;
        };
        for (const one of list) {
            const delegation = one.known ?? (one.delegation ? idOf(one.delegation) : undefined);
            this.room.run("person.create", {
                name: one.name,
                role: one.role,
                ...(delegation ? { delegation } : {}),
                ...(one.contact ? { contact: one.contact } : {}),
            });
        }
    }

    edit(id: number, fields: Record<string, unknown>): void {
        this.room.run("person.edit", { id, ...fields });
    }

    remove(id: number): void {
        this.room.run("person.remove", { id });
    }

    makeLink(person: number): void {
        void this.link.run(() => api.linkFor(this.room.id, { person }));
    }

    makeScreen(): void {
        void this.screen.run(() => api.linkFor(this.room.id, { screen: true }));
    }

    loadCodes(): void {
        void this.codes.run(() => api.codes(this.room.id));
    }

    /* A new code; the former one stops working at once. */
    async renewCode(delegation: number): Promise<void> {
        await this.codes.run(async () => {
            await api.newCode(this.room.id, delegation);
            return api.codes(this.room.id);
        });
    }
}

function partiesOf(
    people: readonly Person[],
    delegations: readonly Delegation[],
    here: ReadonlySet<number>,
): Party[] {
    const by = new Map<number, Person[]>();
    for (const person of people) {
        const list = by.get(person.delegation ?? 0);
        if (list) list.push(person);
        else by.set(person.delegation ?? 0, [person]);
    }
    const party = (delegation: Delegation | undefined): Party => {
        const list = by.get(delegation?.id ?? 0) ?? [];
        return { delegation, people: list, here: list.filter((person) => here.has(person.id)).length };
    };
    const loose = party(undefined);
    return [...(loose.people.length > 0 ? [loose] : []), ...delegations.map(party)];
}
