/* staff_api: what those who run workshops ask the server for over HTTP (PROTOCOL.md P1-P3). Each throws an ApiError. */
import { at, call } from "../api";
import type { ItemKind, Lang, ML, PersonRole } from "../sync/kinds";

export interface Template {
    name: string;
    title: ML;
    days: number;
    items: number;
    polls?: number;
    own?: boolean;                  /* saved on this server, and can be taken away again */
}

export interface WorkshopRow {
    id: string;
    title: string;
    state: "preparing" | "live" | "closed";
    created: number;                /* ms */
    archived?: boolean;
    rehearsal_of?: string | null;   /* the workshop that it is a copy of, to try things out in */
}

export interface NewWorkshop {
    template?: string;
    scenario?: object;
    title?: string;
    language?: Lang;
}

export interface Codes {
    open: string;
    delegations: { delegation: number; code: string }[];
    passcode?: boolean;             /* one is asked of whoever joins by a code */
}

export interface PersonalLink {
    person: number;
    path: string;
}

/* What of a workshop goes into its copy, besides the agenda, the delegations and the settings. */
export type Keep = "people" | "polls" | "plan";
export const KEEPS: readonly Keep[] = ["people", "polls", "plan"];

export interface Copy {
    title?: string;
    starts_on?: string;
    keep: readonly Keep[];
}

/* What the simulated people of a rehearsal are made to do. */
export type Simulated = "join" | "vote" | "hands" | "leave";
export const SIMULATED: readonly Simulated[] = ["join", "vote", "hands", "leave"];

/* What is wrong with a line of a list. */
export interface ListError {
    line: number;                   /* 0: all of it */
    column?: string;
    problem: string;                /* the server's word */
    value: string;                  /* what stands there */
    say: Partial<Record<Lang, string>>;
}

export interface PersonRead {
    line: number;
    name: string;
    delegation: string;
    role: PersonRole;
    known: boolean;                 /* somebody of that name and delegation is there already, and is left as is */
}

export interface ItemRead {
    line: number;
    day: number;
    start?: string;
    minutes?: number;
    kind: ItemKind;
    title: ML;
}

/* A list as the server read it. */
export interface ListRead<T> {
    rows: T[];
    delegations?: string[];         /* those that the workshop lacks */
    errors: ListError[];
    created: number;                /* dry: how many there would be */
}

export const staffApi = {
    setup: (token: string, name: string, password: string) =>
        call<{ account: { name: string } }>("POST", "/api/setup", { token, name, password }),
    login: (name: string, password: string) =>
        call<{ account: { name: string } }>("POST", "/api/login", { name, password }),
    logout: () => call<object>("POST", "/api/logout", {}),

    templates: () => call<{ templates: Template[] }>("GET", "/api/templates"),
    dropTemplate: (name: string) => call<object>("DELETE", `/api/templates/${encodeURIComponent(name)}`),
    workshops: () => call<{ workshops: WorkshopRow[] }>("GET", "/api/workshops"),
    create: (workshop: NewWorkshop) => call<{ id: string }>("POST", "/api/workshops", workshop),
    clone: (workshop: string, copy: Copy) => call<{ id: string }>("POST", `${at(workshop)}/clone`, copy),
    archive: (workshop: string, on: boolean) => call<object>("POST", `${at(workshop)}/archive`, { on }),
    saveTemplate: (workshop: string, name: string, keep: readonly Keep[]) =>
        call<{ name: string }>("POST", `${at(workshop)}/template`, { name, keep }),
    rehearse: (workshop: string) => call<{ id: string }>("POST", `${at(workshop)}/rehearse`, {}),
    simulate: (workshop: string, what: Simulated) => call<{ done: number }>("POST", `${at(workshop)}/simulate`, { what }),

    /* `alone`: whatever device that person is on now is out, and only the new link leads in. */
    linkFor: (workshop: string, whom: { person: number; alone?: boolean } | { screen: true }) =>
        call<{ path: string }>("POST", `${at(workshop)}/links`, whom),
    allLinks: (workshop: string, delegation?: number) =>
        call<{ links: PersonalLink[] }>("POST", `${at(workshop)}/links/all`, delegation ? { delegation } : {}),
    codes: (workshop: string) => call<Codes>("GET", `${at(workshop)}/codes`),
    newCode: (workshop: string, delegation: number) =>
        call<{ code: string }>("POST", `${at(workshop)}/codes`, { delegation }),
    /* "": none is asked any more. */
    passcode: (workshop: string, passcode: string) => call<object>("POST", `${at(workshop)}/passcode`, { passcode }),

    /* `dry`: only look. Without it all of the list is taken, or nothing. `delegations`: those that are missing are added. */
    people: (workshop: string, csv: string, dry: boolean, delegations: boolean) =>
        call<ListRead<PersonRead>>("POST",
            `${at(workshop)}/import/people?dry=${dry ? 1 : 0}&delegations=${delegations ? 1 : 0}`, csv),
    /* `replace`: the items that are planned make room. `list`: CSV, or the agenda of a file taken home from here. */
    agenda: (workshop: string, list: string | { agenda: unknown }, dry: boolean, replace: boolean) =>
        call<ListRead<ItemRead>>("POST", `${at(workshop)}/import/agenda?dry=${dry ? 1 : 0}&replace=${replace ? 1 : 0}`, list),

    /* For <img src>. */
    qrAddress: (workshop: string, path: string) => `${at(workshop)}/qr?path=${encodeURIComponent(path)}`,
};
