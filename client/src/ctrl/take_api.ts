/* take_api: what is taken home and brought back beside documents: calendars to subscribe to, the workshop's file, the plan as a sheet. */
import { at, call } from "../api";
import type { Lang } from "../sync/kinds";
import type { ListError } from "./staff_api";

/* The documents of a workshop (server/PROTOCOL.md), and how one is wanted. */
export type DocumentName =
    "plan" | "report" | "recommendations" | "texts" | "agenda" | "polls" | "participation" | "attendance";
export interface DocumentWish {
    lang: Lang;
    lang2?: Lang | "";      /* side by side with it */
    clean?: boolean;        /* without brackets */
    at?: number;            /* the number of a change: as it was then */
}

/* An address under which a calendar program reads; `of`: a delegation or person, 0: the workshop. */
export interface CalendarAddress {
    key: string;
    of: number;
    person: number;
    made: number;
}

export interface CellRead {
    field: string;
    lang?: Lang;
    was: string;
    now: string;
}

/* A row of a sheet that says something else than the plan; id 0: a new one. */
export interface RowRead {
    line: number;
    id: number;
    number: string;
    title: string;
    since: boolean;                 /* it was changed here after the sheet was made */
    changed: CellRead[];
}

export interface PlanRead {
    rows: RowRead[];
    errors: ListError[];
    passed: ListError[];            /* written where nothing is read from */
    created: number;
    changed: number;
    more: number;                   /* rows beyond those that are told, which change as well */
}

/* A plan as it comes back: an Excel file, CSV, or what a JSON file says. */
export type PlanFile = Blob | string | object;

export const takeApi = {
    calendars: (workshop: string) => call<{ calendars: CalendarAddress[] }>("GET", `${at(workshop)}/calendars`),
    subscribe: (workshop: string, of: number) =>
        call<{ path: string; key: string }>("POST", `${at(workshop)}/calendars`, { of }),
    revoke: (workshop: string, key: string) => call<object>("DELETE", `${at(workshop)}/calendars/${key}`),
    /* `dry`: only look. */
    plan: (workshop: string, file: PlanFile, dry: boolean) =>
        call<PlanRead>("POST", `${at(workshop)}/import/plan?dry=${dry ? 1 : 0}`, file),
    /* A workshop's file from another server. */
    takeIn: (file: Blob) => call<{ id: string }>("POST", "/api/workshops/file", file),
};

/* For <a href download>, as are all of these. */
export const documentAddress = (workshop: string, name: DocumentName, format: string, wish: DocumentWish): string =>
    `${at(workshop)}/export/${name}.${format}?lang=${wish.lang}${wish.lang2 ? `&lang2=${wish.lang2}` : ""}` +
    (wish.clean ? "&brackets=0" : "") + (wish.at ? `&at=${wish.at}` : "");
export const dataAddress = (workshop: string, language: Lang): string => `${at(workshop)}/export?format=json&lang=${language}`;
/* `lean`: without facilitators' notes and attendance. */
export const fileAddress = (workshop: string, lean: boolean): string => `${at(workshop)}/file${lean ? "?lean=1" : ""}`;
export const calendarAddress = (workshop: string, language: Lang): string =>
    `${at(workshop)}/export/calendar.ics?lang=${language}`;
export const bundleAddress = (workshop: string, language: Lang): string =>
    `${at(workshop)}/export/bundle.zip?lang=${language}`;
