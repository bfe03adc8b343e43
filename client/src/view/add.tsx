/* add: one button; then one line, which stays for the next one until it is left empty. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n/index";
import { Button, valueOf } from "./parts";

interface AddProps {
    mark?: number;          /* the theme it adds to */
    label: string;
    field: string;
    max: number;
    add: (text: string) => void;
    open?: boolean;         /* there is no button: the line is there at once, and `close` takes it away */
    close?: () => void;
}

export function AddLine(props: AddProps): JSX.Element {
    const [text, setText] = useState<string | undefined>(props.open ? "" : undefined);
    const input = useRef<HTMLInputElement>(null);
    const open = text !== undefined;
    useLayoutEffect(() => {
        if (open) input.current?.focus();
    }, [open]);
    if (text === undefined) {
        return <div><Button look="quiet" data-add={props.mark} onClick={() => setText("")}>+ {props.label}</Button></div>;
    }
    const close = (): void => {
        if (props.open) props.close?.();
        else setText(undefined);
    };
    const submit = (event: Event): void => {
        event.preventDefault();
        if (text.trim() === "") return;
        props.add(text.trim());
        setText("");
        input.current?.focus();
    };
    return (
        <form class="row" onSubmit={submit}>
            <input ref={input} class="input user spring" dir="auto" maxLength={props.max} aria-label={props.field}
                placeholder={props.field} value={text} onInput={(event) => setText(valueOf(event))}
                onKeyDown={(event) => event.key === "Escape" && close()}
                onBlur={() => text.trim() === "" && close()} />
            <Button type="submit" look="first" onMouseDown={(event) => event.preventDefault()}>{t("ui.add")}</Button>
        </form>
    );
}
