/* route: which screen an address means, and going to another one without loading the page again. */
import { computed, signal } from "@preact/signals";

export type Place =
    | { is: "front" }
    | { is: "login" }
    | { is: "setup"; token: string }
    | { is: "join"; code: string }
    | { is: "link"; token: string }
    | { is: "room"; id: string }
    | { is: "unknown" };

const address = signal(location.pathname + location.search);

addEventListener("popstate", () => {
    address.value = location.pathname + location.search;
});

function rest(path: string, prefix: string): string | undefined {
    if (!path.startsWith(prefix)) return undefined;
    const text = path.slice(prefix.length).replace(/\/$/, "");
    try {
        return text.includes("/") ? undefined : decodeURIComponent(text);
    } catch {
        return undefined;
    }
}

export function placeOf(address: string): Place {
    const { pathname, searchParams } = new URL(address, location.origin);
    if (pathname === "/") return { is: "front" };
    if (pathname === "/login") return { is: "login" };
    if (pathname === "/setup") return { is: "setup", token: searchParams.get("token") ?? "" };
    if (pathname === "/join") return { is: "join", code: "" };
    const code = rest(pathname, "/join/");
    if (code !== undefined) return { is: "join", code };
    const token = rest(pathname, "/j/");
    if (token) return { is: "link", token };
    const id = rest(pathname, "/w/");
    if (id) return { is: "room", id };
    return { is: "unknown" };
}

export const place = computed(() => placeOf(address.value));

/* Go there. `replace` forgets the present address: a link with a token in it must not stay in the history. */
export function go(to: string, replace = false): void {
    if (replace) history.replaceState(null, "", to);
    else history.pushState(null, "", to);
    address.value = to;
    scrollTo(0, 0);
}
