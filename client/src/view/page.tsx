/* page: the frame of the screens outside a room, and the screens that say what went wrong. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/index";
import { Button, Go, LangSwitch, ThemeSwitch } from "./parts";

export function Mark(): JSX.Element {
    return (
        <svg viewBox="0 0 32 32" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.5">
            <path d="M5 22a11 11 0 0 1 22 0" stroke-linecap="round" />
            <path d="M10.5 22a5.5 5.5 0 0 1 11 0" stroke-linecap="round" />
            <circle cx="16" cy="22" r="1.5" fill="currentColor" stroke="none" />
        </svg>
    );
}

/* What the browser's tab is called. */
export function useTitle(title: string): void {
    useEffect(() => {
        document.title = title ? `${title} · Plenary` : "Plenary";
    }, [title]);
}

interface PageProps {
    title: string;
    narrow?: boolean;
    tools?: ComponentChildren;
    children: ComponentChildren;
}

export function Page(props: PageProps): JSX.Element {
    useTitle(props.title);
    return (
        <div class="page">
            <header class="page-head">
                <Go to="/" class="brand"><Mark />Plenary</Go>
                <span class="spring" />
                {props.tools}
                <LangSwitch />
            </header>
            <main class={`page-body ${props.narrow ? "narrow" : ""}`} tabIndex={-1}>
                <h1>{props.title}</h1>
                {props.children}
            </main>
            <footer class="page-foot"><ThemeSwitch /></footer>
        </div>
    );
}

/* What happened, what is safe, what to do. */
export function Wrong(props: { title: string; text: string; retry?: () => void }): JSX.Element {
    return (
        <Page title={props.title} narrow>
            <p>{props.text}</p>
            <div class="row">
                {props.retry && <Button look="first" onClick={props.retry}>{t("ui.retry")}</Button>}
                <Go to="/" class="button">{t("ui.to_start")}</Go>
            </div>
        </Page>
    );
}
