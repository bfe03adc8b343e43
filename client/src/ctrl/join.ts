/* join: coming into a workshop by a code or a personal link, or to listen only. */
import { api, type CodeInfo, type Joined } from "../api";
import { lang } from "../i18n/index";
import { load } from "./load";
import { go } from "./route";

export const invitation = load<CodeInfo>();
export const joining = load<Joined | { workshop: string }>();
export const linking = load<Joined>();

export const loadInvitation = (code: string): Promise<CodeInfo | undefined> => invitation.run(() => api.code(code));

/* Letters and digits in capitals with the hyphen where it belongs, however it was typed. */
export function tidyCode(typed: string): string {
    const plain = typed.toUpperCase().replace(/[^A-Z0-9]/g, "").slice(0, 8);
    return plain.length > 4 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : plain;
}

async function enter(ask: () => Promise<Joined | { workshop: string }>): Promise<void> {
    const joined = await joining.run(ask);
    if (joined) go(`/w/${joined.workshop}`, true);
}

export const join = (code: string, name: string, delegation?: number, passcode?: string): Promise<void> =>
    enter(() => api.join({ code, name: name.trim(), language: lang.peek(), delegation, passcode }));

export const listen = (code: string, passcode?: string): Promise<void> => enter(() => api.listen(code, passcode));

export async function followLink(token: string): Promise<void> {
    const joined = await linking.run(() => api.link(token));
    if (joined) go(`/w/${joined.workshop}`, true);
}
