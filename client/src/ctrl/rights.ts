/*
 * rights: which controls a person is shown, after the command table (PROTOCOL.md section 3). The server decides what is
 * allowed; this only spares people buttons that would be refused.
 */
import type { Role } from "../sync/kinds";

export interface Rights {
    staff: boolean;         /* runs the room */
    lead: boolean;          /* closes the workshop, takes an adoption back, makes facilitators */
    draft: boolean;         /* writes rows of the plan */
    order: boolean;         /* moves and removes rows, keeps the themes */
    translate: boolean;     /* writes texts in languages other than their source */
    vote: boolean;
    person: boolean;        /* has a seat: may export */
}

const STAFF: readonly Role[] = ["facilitator", "cofacilitator"];
const PLANNERS: readonly Role[] = [...STAFF, "rapporteur"];
const DRAFTERS: readonly Role[] = [...PLANNERS, "delegate", "expert"];
const VOTERS: readonly Role[] = ["delegate", "rapporteur"];

/* A guest has an observer's rights, whatever the role. */
export function rightsOf(role: Role, guest: boolean): Rights {
    const is = (roles: readonly Role[]): boolean => !guest && roles.includes(role);
    return {
        staff: is(STAFF),
        lead: is(["facilitator"]),
        draft: is(DRAFTERS),
        order: is(PLANNERS),
        translate: is([...DRAFTERS, "interpreter"]),
        vote: is(VOTERS),
        person: role !== "listener" && role !== "screen",
    };
}
