/* account: the first account, logging in and out, and the workshops and templates of an account. */
import { signal } from "@preact/signals";
import { browserDevice } from "../device";
import { lang } from "../i18n/index";
import { load } from "./load";
import { go } from "./route";
import { staffApi, type Copy, type Keep, type NewWorkshop, type Template, type WorkshopRow } from "./staff_api";
import { takeApi } from "./take_api";
import { loadMe, me } from "./visitor";

export const workshops = load<readonly WorkshopRow[]>();
export const templates = load<readonly Template[]>();
export const entering = load<unknown>();
export const creating = load<{ id: string }>();
/* Archiving, saving as a template, and the like. */
export const keeping = load<unknown>();

/* The file chosen last is not JSON at all; it was not sent. */
export const notJson = signal(false);

export function loadHome(): void {
    void workshops.run(async () => (await staffApi.workshops()).workshops);
    void templates.run(async () => (await staffApi.templates()).templates);
}

/* Come in by `ask`, then show the workshops. */
async function enter(ask: () => Promise<unknown>): Promise<void> {
    await entering.run(ask);
    if (entering.failed.value) return;
    await loadMe();
    go("/", true);
}

export const setUp = (token: string, name: string, password: string): Promise<void> =>
    enter(() => staffApi.setup(token, name.trim(), password));

export const logIn = (name: string, password: string): Promise<void> =>
    enter(() => staffApi.login(name.trim(), password));

/* The session ends; what this device keeps of workshops goes with it, unsent work stays. */
export async function logOut(): Promise<void> {
    await entering.run(async () => {
        await staffApi.logout();
        await browserDevice().shelf.dropReplicas();
    });
    if (entering.failed.value) return;
    me.clear();
    workshops.clear();
    await loadMe();
    go("/", true);
}

/* A workshop made by `ask` is opened. */
async function open(ask: () => Promise<{ id: string }>): Promise<void> {
    const made = await creating.run(ask);
    if (made) go(`/w/${made.id}`);
}

const create = (workshop: NewWorkshop): Promise<void> =>
    open(() => staffApi.create({ language: lang.peek(), ...workshop }));

export const createFrom = (template: string, title: string): Promise<void> =>
    create(title.trim() ? { template, title: title.trim() } : { template });

/* A workshop from a file that this program or a person wrote. Whether it is one, the server decides. */
export async function createFromFile(file: File): Promise<void> {
    let scenario: unknown;
    if ((await file.slice(0, 15).text()) === "SQLite format 3") {
        notJson.value = false;
        await open(() => takeApi.takeIn(file));
        return;
    }
    try {
        scenario = JSON.parse(await file.text());
    } catch {
        scenario = null;
    }
    if (typeof scenario !== "object" || scenario === null || Array.isArray(scenario)) {
        creating.clear();
        notJson.value = true;
        return;
    }
    notJson.value = false;
    await create({ scenario });
}

export const copyOf = (workshop: string, copy: Copy): Promise<void> => open(() => staffApi.clone(workshop, copy));

/* A copy to try things out in; the workshop itself is not touched. */
export const rehearse = (workshop: string): Promise<void> => open(() => staffApi.rehearse(workshop));

/* True when it was done; the lists are asked for again. */
async function keep(act: () => Promise<unknown>): Promise<boolean> {
    await keeping.run(act);
    if (keeping.failed.peek()) return false;
    loadHome();
    return true;
}

export const archive = (workshop: string, on: boolean): Promise<boolean> =>
    keep(() => staffApi.archive(workshop, on));

/* The name of its file: of the title's Latin letters and the workshop's id, so that saving it again replaces it. */
export function templateName(workshop: string, title: string): string {
    const plain = (text: string): string => text.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-");
    const words = plain(title).replace(/^-|-$/g, "").slice(0, 28).replace(/-$/, "");
    return `${words || "workshop"}-${plain(workshop).replace(/-/g, "").slice(0, 8)}`;
}

export const saveTemplate = (workshop: string, title: string, kept: readonly Keep[]): Promise<boolean> =>
    keep(() => staffApi.saveTemplate(workshop, templateName(workshop, title), kept));

export const dropTemplate = (name: string): Promise<boolean> => keep(() => staffApi.dropTemplate(name));
