/* people: who belongs to the workshop and who is here. */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Ballot, Delegation, Person } from "../sync/kinds";
import type { Room } from "../sync/room";
import { rightsOf } from "./rights";
import type { Undo } from "./undo";

export interface Party {
    delegation: Delegation | undefined;     /* undefined: people without one */
    people: readonly Person[];
    here: number;
}

/* Who has not voted: the people, and whole delegations of which nobody has. */
export interface Missing {
    people: readonly Person[];
    delegations: number;
}

export class PeopleCtrl {
    /* Everybody, those who wait to be admitted too. */
    readonly list: ReadonlySignal<readonly Person[]>;
    readonly guests: ReadonlySignal<readonly Person[]>;
    readonly parties: ReadonlySignal<readonly Party[]>;
    readonly here: ReadonlySignal<number>;
    readonly all: ReadonlySignal<number>;
    /* How many may vote. */
    readonly voters: ReadonlySignal<number>;
    private readonly voting: ReadonlySignal<readonly Person[]>;
    readonly delegations: ReadonlySignal<readonly Delegation[]>;

    constructor(room: Room, undo: Undo) {
        const all = room.list("person");
        this.list = computed(() => all.value.filter((person) => !undo.hidden.value.has(person.id)));
        const delegations = room.list("delegation");
        this.delegations = computed(() => delegations.value.filter((one) => !undo.hidden.value.has(one.id)));
        this.guests = computed(() => this.list.value.filter((person) => person.guest));
        const seated = computed(() => this.list.value.filter((person) => !person.guest));
        this.here = computed(() => seated.value.filter((person) => room.here.value.has(person.id)).length);
        this.voting = computed(() => seated.value.filter((person) => rightsOf(person.role, false).vote));
        this.voters = computed(() => this.voting.value.length);
        this.all = computed(() => seated.value.length);
        this.parties = computed(() => partiesOf(seated.value, this.delegations.value, room.here.value));
    }

    missing(ballots: readonly Ballot[]): Missing {
        const voted = new Set(ballots.map((ballot) => ballot.person));
        const people = this.voting.value.filter((person) => !voted.has(person.id));
        const heard = new Set(this.voting.value.filter((one) => voted.has(one.id)).map((one) => one.delegation));
        const silent = new Set(people.map((one) => one.delegation).filter((one) => one && !heard.has(one)));
        return { people, delegations: silent.size };
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
