/* parts: what every screen is made of: buttons, fields, dialogs, lists in their four states, switches, the announcer. */
import type { ButtonHTMLAttributes, ComponentChildren, JSX, TargetedEvent } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ApiError } from "../api";
import { LANGS, lang, ml, setLang, t, twin, type Lang, type ML } from "../i18n/index";
import { theme, THEMES, type Theme } from "../ctrl/prefs";
import { go } from "../ctrl/route";
import { announced } from "../ctrl/say";

/* Content somebody typed: in its own direction, marked with its language, tagged when it is not the reader's. */
export function Text(props: { of: ML | undefined; none?: string }): JSX.Element {
    const said = ml(props.of);
    if (!said.text) return <span class="soft">{props.none ?? t("ui.untitled")}</span>;
    const second = twin.value !== said.lang && twin.value;
    return (
        <>
            <bdi class="user" lang={said.lang}>{said.text}</bdi>
            {second && props.of?.[second] && <span class="twin"><bdi class="user" lang={second}>{props.of[second]}</bdi></span>}
            {said.foreign && <LangTag of={said.lang} />}
            {said.old && <> <span class="tag warn">{t("ui.text.outdated")}</span></>}
        </>
    );
}

export function LangTag(props: { of: Lang }): JSX.Element {
    return (
        <>
            {" "}
            <span class="tag lang" title={t(`ui.lang.${props.of}`)}>
                <span aria-hidden="true">{props.of.toUpperCase()}</span>
                <span class="hear">{t(`ui.lang.${props.of}`)}</span>
            </span>
        </>
    );
}

/* A name or another text that has no language of its own. */
export function Plain(props: { children: string | undefined; class?: string }): JSX.Element {
    return <bdi class={`user ${props.class ?? ""}`}>{props.children}</bdi>;
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
    look?: string;
    type?: "button" | "submit";
};

export function Button({ look = "", type = "button", ...rest }: ButtonProps): JSX.Element {
    return <button {...rest} type={type} class={`button ${look}`} />;
}

/* A link to another screen of ours. */
export function Go(props: { to: string; class?: string; children: ComponentChildren }): JSX.Element {
    const onClick = (event: MouseEvent): void => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(props.to);
    };
    return <a href={props.to} class={props.class} onClick={onClick}>{props.children}</a>;
}

interface FieldProps {
    label: string;
    hint?: string;
    error?: string;
    children: (ids: { id: string; "aria-describedby"?: string; "aria-invalid"?: boolean }) => JSX.Element;
}

export function Field(props: FieldProps): JSX.Element {
    const id = useId();
    const said = [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean).join(" ");
    return (
        <div class="field">
            <label for={id}>{props.label}</label>
            {props.children({ id, "aria-describedby": said || undefined, "aria-invalid": props.error ? true : undefined })}
            {props.hint && <span class="hint" id={`${id}-hint`}>{props.hint}</span>}
            {props.error && <span class="wrong" id={`${id}-error`} role="alert">{props.error}</span>}
        </div>
    );
}

/* A dialog of the browser: it keeps the focus inside and gives it back to whatever opened it. */
export function Modal(props: { title: string; onClose: () => void; wide?: boolean; children: ComponentChildren }): JSX.Element {
    const ref = useRef<HTMLDialogElement>(null);
    const id = useId();
    useLayoutEffect(() => {
        const before = document.activeElement;
        const dialog = ref.current!;
        dialog.showModal();
        dialog.querySelector<HTMLElement>("[data-first]")?.focus();
        return () => {
            dialog.close();
            const back = before instanceof HTMLElement && before.isConnected ? before : document.querySelector("main");
            if (back instanceof HTMLElement) back.focus();
        };
    }, []);
    const cancel = (event: Event): void => {
        event.preventDefault();
        props.onClose();
    };
    return (
        <dialog ref={ref} class={props.wide ? "wide" : undefined} aria-labelledby={id} onCancel={cancel}>
            <div class="dialog-head">
                <h2 id={id}>{props.title}</h2>
                <Button look="quiet icon" aria-label={t("ui.close")} onClick={props.onClose}>
                    <span aria-hidden="true">×</span>
                </Button>
            </div>
            <div class="dialog-body">{props.children}</div>
        </dialog>
    );
}

export function Loading(props: { text?: string }): JSX.Element {
    return <p class="loading" role="status">{props.text ?? t("ui.loading")}</p>;
}

/* Why something did not work, and what to do. */
export function Failed(props: { error: ApiError | undefined; retry?: () => void }): JSX.Element | null {
    if (!props.error) return null;
    return (
        <div class="note bad row" role="alert">
            <span class="spring">
                {props.error.say}
                {props.error.detail && <> <bdi dir="ltr" lang="en">({props.error.detail})</bdi></>}
            </span>
            {props.retry && <Button onClick={props.retry}>{t("ui.retry")}</Button>}
        </div>
    );
}

/* Copy a text; the button says that it happened. */
export function Copy(props: { text: string; label?: string }): JSX.Element {
    const [done, setDone] = useState(false);
    useEffect(() => setDone(false), [props.text]);
    const copy = async (): Promise<void> => {
        try {
            await navigator.clipboard.writeText(props.text);
            setDone(true);
        } catch {
            setDone(copyOld(props.text));
        }
    };
    return <Button onClick={() => void copy()}>{done ? t("ui.copied") : (props.label ?? t("ui.copy"))}</Button>;
}

/* Without TLS there is no clipboard interface; a selection can be copied all the same. */
function copyOld(text: string): boolean {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "hear";
    const host = document.querySelector("dialog[open]") ?? document.body;
    host.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
}

export function LangSwitch(props: { onChoose?: (to: Lang) => void }): JSX.Element {
    const choose = props.onChoose ?? ((to: Lang) => void setLang(to));
    return (
        <div class="segments" role="group" aria-label={t("ui.language")}>
            {LANGS.map((one) => (
                <button
                    key={one}
                    type="button"
                    lang={one}
                    aria-pressed={lang.value === one}
                    onClick={() => choose(one)}
                >
                    {one.toUpperCase()}
                    <span class="hear"> {t(`ui.own.${one}`)}</span>
                </button>
            ))}
        </div>
    );
}

export function ThemeSwitch(): JSX.Element {
    return (
        <Field label={t("ui.theme")}>
            {(ids) => (
                <select
                    {...ids}
                    class="input"
                    value={theme.value}
                    onChange={(event) => (theme.value = event.currentTarget.value as Theme)}
                >
                    {THEMES.map((one) => <option key={one} value={one}>{t(`ui.theme.${one}`)}</option>)}
                </select>
            )}
        </Field>
    );
}

export function Announcer(): JSX.Element {
    return <div class="hear" role="status" aria-live="polite">{announced}</div>;
}

/* The text of a control, whatever the control is. */
export function valueOf(event: TargetedEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>): string {
    return event.currentTarget.value;
}
