/* people: who belongs to the workshop and who is here; admitting guests, adding people, links and codes. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { api, type Codes } from "../api";
import type { Delegation, Person, PersonRole } from "../sync/kinds";
import type { Room } from "../sync/room";
import { lang } from "../i18n/index";
import { load } from "./load";
import { rightsOf } from "./rights";
import type { Undo } from "./undo";

export interface Party {
    delegation: Delegation | undefined;     /* undefined: people without one */
    people: readonly Person[];
    here: number;
}

export const ROLES: readonly PersonRole[] = [
    "delegate", "expert", "rapporteur", "interpreter", "observer", "cofacilitator", "facilitator",
];

export class PeopleCtrl {
    readonly guests: ReadonlySignal<readonly Person[]>;
    readonly parties: ReadonlySignal<readonly Party[]>;
    readonly here: ReadonlySignal<number>;
    readonly all: ReadonlySignal<number>;
    /* How many may vote. */
    readonly voters: ReadonlySignal<number>;
    readonly delegations: ReadonlySignal<readonly Delegation[]>;
    readonly codes = load<Codes>();
    readonly link = load<{ path: string }>();

    constructor(
        private readonly room: Room,
        undo: Undo,
    ) {
        const all = room.list("person");
        const people = computed(() => all.value.filter((person) => !undo.hidden.value.has(person.id)));
        this.delegations = room.list("delegation");
        this.guests = computed(() => people.value.filter((person) => person.guest));
        const seated = computed(() => people.value.filter((person) => !person.guest));
        this.here = computed(() => seated.value.filter((person) => room.here.value.has(person.id)).length);
        this.voters = computed(() => seated.value.filter((person) => rightsOf(person.role, false).vote).length);
        this.all = computed(() => seated.value.length);
        this.parties = computed(() => partiesOf(seated.value, this.delegations.value, room.here.value));
    }

    admit(person: number, delegation: number, role: PersonRole): void {
        this.room.run("person.admit", { id: person, ...(delegation ? { delegation } : {}), role });
    }

    /* Add somebody; the promise gives the new person's id, or undefined when it was refused. */
    async add(name: string, role: PersonRole, delegation: number): Promise<number | undefined> {
        const given = { name, role, ...(delegation ? { delegation } : {}) };
        const outcome = await this.room.run("person.create", given).done;
        return outcome.ok ? outcome.id : undefined;
    }

    addDelegation(name: string, country: string, observer: boolean): void {
        this.room.run("delegation.create", {
            name: { [lang.peek()]: name },
            ...(country ? { country } : {}),
            ...(observer ? { observer } : {}),
        });
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
