/*
 * boot: runs before the page is parsed. It sets the language and direction, so that nothing jumps, and has the browser
 * fetch the catalogue of that language beside the application instead of after it. When everything is loaded it starts the
 * service worker, where the browser allows one (over TLS, or on this machine).
 */
import { chooseLang, rememberLang } from "./i18n/choose";
import type { Lang } from "./sync/kinds";

declare const CATALOGUES: Record<Lang, string>; /* file names, put in by the build */

const lang = chooseLang();
rememberLang(lang);
const link = document.createElement("link");
link.rel = "modulepreload";
link.href = `/${CATALOGUES[lang]}`;
document.head.append(link);

window.addEventListener("load", () => {
    const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer };
    void serviceWorker?.register("/sw.js").catch((error: unknown) => console.warn("the page will not open offline", error));
});
