/* invite: how people come into a workshop: codes, personal links, the passcode, and the link of the projector. */
import type { Room } from "../sync/room";
import { load } from "./load";
import { staffApi, type Codes, type PersonalLink } from "./staff_api";

export const codes = load<Codes>();
export const link = load<{ path: string }>();
export const links = load<readonly PersonalLink[]>();
export const screen = load<{ path: string }>();
export const passing = load<object>();

export function loadCodes(room: Room): void {
    void codes.run(() => staffApi.codes(room.id));
}

/* A new code; the former one stops working at once. */
export async function renewCode(room: Room, delegation: number): Promise<void> {
    await codes.run(async () => {
        await staffApi.newCode(room.id, delegation);
        return staffApi.codes(room.id);
    });
}

/* What is asked beside a code from now on; "": nothing. True when the server keeps it. */
export async function setPasscode(room: Room, passcode: string): Promise<boolean> {
    const done = await passing.run(() => staffApi.passcode(room.id, passcode.trim()));
    if (done) await codes.run(() => staffApi.codes(room.id));
    return done !== undefined;
}

/* A personal link; the former one of that person is dead. `alone`: and every device that came by it is out. */
export function makeLink(room: Room, person: number, alone = false): void {
    void link.run(() => staffApi.linkFor(room.id, alone ? { person, alone } : { person }));
}

/* New links for everybody, or everybody of a delegation: the former ones are dead. */
export function makeLinks(room: Room, delegation: number): void {
    void links.run(async () => (await staffApi.allLinks(room.id, delegation || undefined)).links);
}

export function makeScreen(room: Room): void {
    void screen.run(() => staffApi.linkFor(room.id, { screen: true }));
}
