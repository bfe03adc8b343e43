/* prefs: what a person chose for this device alone: light or dark. The language is kept by i18n. */
import { effect, signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";
export const THEMES: readonly Theme[] = ["system", "light", "dark"];

const KEY = "plenary.theme";

function kept(): Theme {
    try {
        const word = localStorage.getItem(KEY);
        return word === "light" || word === "dark" ? word : "system";
    } catch {
        return "system";
    }
}

export const theme = signal<Theme>(kept());

effect(() => {
    const choice = theme.value;
    const root = document.documentElement;
    if (choice === "system") delete root.dataset.theme;
    else root.dataset.theme = choice;
    try {
        localStorage.setItem(KEY, choice);
    } catch {
        /* The choice then lasts as long as the page. */
    }
});
