/*
 * cells: fields of the plan that are read as text and written in place. A text is drafted together (cowrite.tsx). A value is
 * one person's at a time: while somebody is at it, it is never drawn again from the feed, and what others made of it stands
 * beside it.
 */
import type { ComponentChildren, JSX, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Draft } from "../ctrl/draft";
import { lang, ml, t, type Lang, type ML } from "../i18n/index";
import type { TextField } from "../sync/room";
import { Cowrite } from "./cowrite";
import { Button, LangTag, Plain, valueOf } from "./parts";
import { useAfterPress } from "./press";
import { None, Worded } from "./rich";
import { useRoom } from "./use";

interface FrameProps {
    label: string;
    class?: string;
    editable: boolean;
    shown: ComponentChildren;
    /* The editor, while it is open. */
    children: (leave: (refocus: boolean) => void) => JSX.Element;
    onOpen?: () => void;
    none?: boolean;         /* there is nothing in it */
    /* Who is writing is not put out when the field is closed to others. */
    stays?: boolean;
}

/* The name of the field and either its text or its editor. */
export function Cell(props: FrameProps): JSX.Element {
    const [open, setOpen] = useState(false);
    const button = useRef<HTMLButtonElement>(null);
    const refocus = useRef(false);
    useLayoutEffect(() => {
        if (!open && refocus.current) button.current?.focus();
        refocus.current = false;
    }, [open]);
    /* Taking the editor away takes its focus, which is a second way of leaving: the first one counts. */
    const leave = (focus: boolean): void => {
        refocus.current ||= focus;
        setOpen(false);
    };
    const enter = (): void => {
        props.onOpen?.();
        setOpen(true);
    };
    const writing = open && (props.editable || props.stays === true);
    return (
        <div class={`cell ${props.class ?? ""}`} data-open={writing ? "" : undefined}
            data-none={props.none && !writing ? "" : undefined}>
            <span class="name" aria-hidden={props.editable}>{props.label}</span>
            {writing && props.children(leave)}
            {!writing && props.editable && (
                <button ref={button} type="button" class="cell-show" data-cell onClick={enter}>
                    <span class="hear">{props.label}: </span>
                    {props.shown}
                </button>
            )}
            {!writing && !props.editable && <div class="cell-show">{props.shown}</div>}
        </div>
    );
}

interface EditorProps {
    value: string;
    send: (text: string) => void;
    leave: (refocus: boolean) => void;
    /* How a value is shown to people, where it is not what they type. */
    show?: (value: string) => string;
    /* Ctrl+Enter. */
    below?: () => void;
    children: (draft: Draft, first: RefObject<never>) => JSX.Element;
}

export function Editor(props: EditorProps): JSX.Element {
    const ctrl = useRoom();
    const [draft] = useState(() => new Draft(props.value, (text) => latest.current(text)));
    const latest = useRef(props.send);
    latest.current = props.send;
    const box = useRef<HTMLDivElement>(null);
    const first = useRef<HTMLElement>(null);
    draft.feed(props.value);
    useLayoutEffect(() => {
        const control = first.current;
        control?.focus();
        if (control instanceof HTMLTextAreaElement) control.setSelectionRange(control.value.length, control.value.length);
        return () => {
            draft.flush();
            draft.stop();
            if (draft.undecided) ctrl.keep(draft.text.peek());
        };
    }, []);
    const close = useAfterPress(() => {
        if (draft.undecided || !document.hasFocus()) return;
        if (!box.current?.contains(document.activeElement)) props.leave(false);
    });
    const onFocusOut = (event: FocusEvent): void => {
        if (event.relatedTarget instanceof Node && box.current?.contains(event.relatedTarget)) return;
        draft.flush();
        close();
    };
    const onKeyDown = (event: KeyboardEvent): void => {
        if (event.isComposing || event.altKey) return;
        if (event.key === "Escape") {
            draft.drop();
            props.leave(true);
        } else if (event.key === "Enter" && !event.shiftKey && !(event.target instanceof HTMLButtonElement)) {
            draft.flush();
            if (draft.undecided) return;
            const below = event.ctrlKey ? props.below : undefined;
            props.leave(!below);    /* the new line takes the focus */
            below?.();
        } else return;
        event.preventDefault();
        event.stopPropagation();
    };
    return (
        <div ref={box} onFocusOut={onFocusOut} onKeyDown={onKeyDown}>
            {props.children(draft, first as RefObject<never>)}
            <Beside draft={draft} show={props.show} back={() => first.current?.focus()} />
        </div>
    );
}

/* What somebody else made of it meanwhile. */
function Beside(props: { draft: Draft; show?: (value: string) => string; back: () => void }): JSX.Element | null {
    const { draft } = props;
    const other = draft.other.value;
    if (other === undefined) return null;
    /* The button goes, and the focus with it unless it is put back first. */
    const decide = (act: () => void) => (): void => {
        props.back();
        act();
    };
    return (
        <div class="beside" role="status">
            <span>{t("ui.cell.changed")}</span>
            <Plain>{(props.show ? props.show(other) : other) || t("ui.none")}</Plain>
            <div class="row">
                <Button onClick={decide(() => draft.takeTheirs())}>{t("ui.cell.take")}</Button>
                <Button onClick={decide(() => draft.keepMine())}>{t("ui.cell.keep")}</Button>
            </div>
        </div>
    );
}

/* Grow with the text where the browser does not do so itself. */
function grow(area: HTMLTextAreaElement): void {
    if (CSS.supports("field-sizing", "content")) return;
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + 4}px`;
}

function Area(props: { draft: Draft; first: RefObject<never>; label: string; lang?: Lang; max: number }): JSX.Element {
    const area = props.first as RefObject<HTMLTextAreaElement>;
    useEffect(() => area.current && grow(area.current), []);
    return (
        <textarea ref={props.first} class="cell-edit user" dir="auto" rows={1} lang={props.lang} maxLength={props.max}
            aria-label={props.label} value={props.draft.text.value}
            onInput={(event) => {
                props.draft.write(valueOf(event));
                grow(event.currentTarget);
            }} />
    );
}

interface MlCellProps {
    label: string;
    class?: string;
    content: ML | undefined;
    editable: boolean;
    max: number;
    send: (text: string, language: Lang) => void;
    below?: () => void;
}

/* A short text per language, one writer at a time: it is edited in the language shown; the reader's own is offered. */
export function MlCell(props: MlCellProps): JSX.Element {
    const said = ml(props.content);
    const [language, setLanguage] = useState<Lang>(said.lang);
    const shown = said.text === "" ? <None /> : (
        <>
            <bdi class="user" lang={said.lang}>{said.text}</bdi>
            {said.foreign && <LangTag of={said.lang} />}
            {said.old && <> <span class="tag warn">{t("ui.text.outdated")}</span></>}
        </>
    );
    return (
        <Cell label={props.label} class={props.class} editable={props.editable} shown={shown}
            onOpen={() => setLanguage(said.text ? said.lang : lang.peek())}>
            {(leave) => (
                <Editor key={language} value={props.content?.[language] ?? ""} leave={leave} below={props.below}
                    send={(text) => props.send(text, language)}>
                    {(draft, first) => (
                        <>
                            <Area draft={draft} first={first} label={props.label} lang={language} max={props.max} />
                            {language !== lang.value && (
                                <p class="small row">
                                    <span class="soft">{t("ui.cell.in_lang", { lang: t(`ui.lang.${language}`) })}</span>
                                    <Button look="quiet" onClick={() => setLanguage(lang.peek())}>
                                        {t(`ui.cell.translate.${lang.value}`)}
                                    </Button>
                                </p>
                            )}
                        </>
                    )}
                </Editor>
            )}
        </Cell>
    );
}

interface TextCellProps {
    of: number;
    field: TextField;
    label: string;
    class?: string;
    content: ML | undefined;
    may: { write: boolean; translate: boolean };
    max: number;
    lines: boolean;
    below?: () => void;
    after?: ComponentChildren;      /* shown behind the text */
}

/* A text that is drafted together. */
export function TextCell(props: TextCellProps): JSX.Element {
    const { may } = props;
    const frozen = !may.write && !may.translate;
    const shown = <><Worded of={props.content} />{props.after}</>;
    return (
        <Cell label={props.label} class={props.class} editable={!frozen} stays shown={shown} none={!props.content?.src}>
            {(leave) => (
                <Cowrite of={props.of} field={props.field} content={props.content} label={props.label} max={props.max}
                    lines={props.lines} foreignOnly={!frozen && !may.write} frozen={frozen} leave={leave} below={props.below} />
            )}
        </Cell>
    );
}

export interface ValueCellProps {
    label: string;
    value: string;
    editable: boolean;
    send: (value: string) => void;
    below?: () => void;
    class?: string;
}

/* A value in words, or that there is none. */
export function read(text: string, look?: string): JSX.Element {
    return text ? <Plain class={look}>{text}</Plain> : <None />;
}

export function LineCell(props: ValueCellProps & { max: number }): JSX.Element {
    return (
        <Cell label={props.label} class={props.class} editable={props.editable} shown={read(props.value)} none={!props.value}>
            {(leave) => (
                <Editor value={props.value} send={props.send} leave={leave} below={props.below}>
                    {(draft, first) => <Area draft={draft} first={first} label={props.label} max={props.max} />}
                </Editor>
            )}
        </Cell>
    );
}
