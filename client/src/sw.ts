/*
 * sw: the service worker. It keeps the page's files, so that the page opens without a network; what the page then shows
 * comes from its own replica. Files with a hash in their name never change and are taken from the cache; the page itself is
 * taken from the network when that answers within three seconds, so that an update arrives at the next opening.
 */
declare const SHELL: readonly string[]; /* the page and its files, put in by the build */
declare const VERSION: string;

interface Extendable extends Event {
    waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
    readonly request: Request;
    respondWith(reply: Promise<Response>): void;
}

const CACHE = `plenary-${VERSION}`;
const PAGE_WAIT_MS = 3000;
const worker = self as unknown as {
    addEventListener(type: string, listener: (event: never) => void): void;
    skipWaiting(): Promise<void>;
    clients: { claim(): Promise<void> };
    location: Location;
};

async function install(): Promise<void> {
    const cache = await caches.open(CACHE);
    /* What has a hash in its name may come from the browser's own cache: the page has just loaded it. */
    await cache.addAll(SHELL.map((path) => new Request(path, { cache: path === "/" ? "reload" : "default" })));
    await worker.skipWaiting();
}

async function activate(): Promise<void> {
    for (const name of await caches.keys()) {
        if (name.startsWith("plenary-") && name !== CACHE) await caches.delete(name);
    }
    await worker.clients.claim();
}

async function fromCache(path: string): Promise<Response> {
    const cached = await (await caches.open(CACHE)).match(path);
    return cached ?? Response.error();
}

async function page(request: Request): Promise<Response> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PAGE_WAIT_MS);
    try {
        const reply = await fetch(request.url, { signal: stop.signal, credentials: "same-origin" });
        return reply.ok ? reply : await fromCache("/");
    } catch {
        return fromCache("/");
    } finally {
        clearTimeout(timer);
    }
}

async function file(request: Request, path: string): Promise<Response> {
    const cached = await (await caches.open(CACHE)).match(path);
    return cached ?? fetch(request);
}

worker.addEventListener("install", (event: Extendable) => event.waitUntil(install()));
worker.addEventListener("activate", (event: Extendable) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event: Fetching) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== worker.location.origin) return;
    if (url.pathname.startsWith("/api/") || url.pathname.startsWith("/ws/")) return;
    if (request.mode === "navigate") event.respondWith(page(request));
    else if (SHELL.includes(url.pathname)) event.respondWith(file(request, url.pathname));
});
