/* account: who uses this browser, the first account, logging in and out, and the workshops of the account. */
import { signal } from "@preact/signals";
import { api, type Me, type NewWorkshop, type Template, type WorkshopRow } from "../api";
import { lang } from "../i18n/index";
import { load } from "./load";
import { go } from "./route";

export const me = load<Me>();
export const workshops = load<readonly WorkshopRow[]>();
export const templates = load<readonly Template[]>();
export const entering = load<unknown>();
export const creating = load<{ id: string }>();

/* The file chosen last is not JSON at all; it was not sent. */
export const notJson = signal(false);

export const loadMe = (): Promise<Me | undefined> => me.run(api.me);

export function loadHome(): void {
    void workshops.run(async () => (await api.workshops()).workshops);
    void templates.run(async () => (await api.templates()).templates);
}

/* Come in by `ask`, then show the workshops. */
async function enter(ask: () => Promise<unknown>): Promise<void> {
    await entering.run(ask);
    if (entering.failed.value) return;
    await loadMe();
    go("/", true);
}

export const setUp = (token: string, name: string, password: string): Promise<void> =>
    enter(() => api.setup(token, name.trim(), password));

export const logIn = (name: string, password: string): Promise<void> => enter(() => api.login(name.trim(), password));

export async function logOut(): Promise<void> {
    await entering.run(api.logout);
    if (entering.failed.value) return;
    me.clear();
    workshops.clear();
    await loadMe();
    go("/", true);
}

async function create(workshop: NewWorkshop): Promise<void> {
    const made = await creating.run(() => api.create({ language: lang.peek(), ...workshop }));
    if (made) go(`/w/${made.id}`);
}

export const createFrom = (template: string, title: string): Promise<void> =>
    create(title.trim() ? { template, title: title.trim() } : { template });

/* A workshop from a file that this program or a person wrote. Whether it is one, the server decides. */
export async function createFromFile(file: File): Promise<void> {
    let scenario: unknown;
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
