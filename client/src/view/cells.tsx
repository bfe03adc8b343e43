/*
 * cells: fields of the plan that are read as text and written in place. A cell that somebody is writing in is never drawn
 * again from the feed; what others made of it stands beside it.
 */
import type { ComponentChildren, JSX, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { lang, ml, t, time, type Lang, type ML } from "../i18n/index";
import { Draft } from "../ctrl/draft";
import { Button, LangTag, Plain, valueOf } from "./parts";
import { useRoom } from "./use";

interface FrameProps {
    label: string;
    class?: string;
    editable: boolean;
    shown: ComponentChildren;
    /* The editor, while it is open. */
    children: (leave: (refocus: boolean) => void) => JSX.Element;
    onOpen?: () => void;
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
    return (
        <div class={`cell ${props.class ?? ""}`} data-open={open ? "" : undefined}>
            <span class="name" aria-hidden={props.editable}>{props.label}</span>
            {open && props.editable && props.children(leave)}
            {!open && props.editable && (
                <button ref={button} type="button" class="cell-show" data-cell onClick={enter}>
                    <span class="hear">{props.label}: </span>
                    {props.shown}
                </button>
            )}
            {!props.editable && <div class="cell-show">{props.shown}</div>}
        </div>
    );
}

export function None(): JSX.Element {
    return <span class="none"><span aria-hidden="true">–</span><span class="hear">{t("ui.none")}</span></span>;
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
    const onFocusOut = (event: FocusEvent): void => {
        if (event.relatedTarget instanceof Node && box.current?.contains(event.relatedTarget)) return;
        draft.flush();
        if (!draft.undecided && document.hasFocus()) props.leave(false);
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

/* Text per language: it is edited in the language shown; where that is not the reader's, the reader's is offered. */
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

interface ValueCellProps {
    label: string;
    value: string;
    editable: boolean;
    send: (value: string) => void;
    below?: () => void;
}

export function LineCell(props: ValueCellProps & { max: number }): JSX.Element {
    return (
        <Cell label={props.label} editable={props.editable} shown={props.value ? <Plain>{props.value}</Plain> : <None />}>
            {(leave) => (
                <Editor value={props.value} send={props.send} leave={leave} below={props.below}>
                    {(draft, first) => <Area draft={draft} first={first} label={props.label} max={props.max} />}
                </Editor>
            )}
        </Cell>
    );
}

export interface Choice {
    value: string;
    text: string;
}

export function ChoiceCell(props: ValueCellProps & { choices: readonly Choice[] }): JSX.Element {
    const show = (value: string): string => props.choices.find((one) => one.value === value)?.text ?? "";
    const text = props.value === "none" ? "" : show(props.value);
    return (
        <Cell label={props.label} editable={props.editable} shown={text ? <Plain>{text}</Plain> : <None />}>
            {(leave) => (
                <Editor value={props.value} send={props.send} leave={leave} below={props.below} show={show}>
                    {(draft, first) => (
                        <select ref={first} class="cell-edit" aria-label={props.label} value={draft.text.value}
                            onChange={(event) => draft.write(valueOf(event))}>
                            {props.choices.map((one) => <option key={one.value} value={one.value}>{one.text}</option>)}
                        </select>
                    )}
                </Editor>
            )}
        </Cell>
    );
}

/* Several of a list; the value is their ids with commas between. */
export function ManyCell(props: ValueCellProps & { choices: readonly Choice[] }): JSX.Element {
    const show = (value: string): string => {
        const ids = value.split(",");
        return props.choices.filter((one) => ids.includes(one.value)).map((one) => one.text).join(t("ui.comma"));
    };
    const text = show(props.value);
    return (
        <Cell label={props.label} editable={props.editable} shown={text ? <Plain>{text}</Plain> : <None />}>
            {(leave) => (
                <Editor value={props.value} send={props.send} leave={leave} show={show}>
                    {(draft, first) => (
                        <fieldset class="partners cell-edit">
                            <legend class="hear">{props.label}</legend>
                            {props.choices.map((one, i) => (
                                <label key={one.value} class="check">
                                    <input ref={i === 0 ? first : undefined} type="checkbox"
                                        checked={draft.text.value.split(",").includes(one.value)}
                                        onChange={() => draft.write(toggled(draft.text.peek(), one.value))} />
                                    <Plain>{one.text}</Plain>
                                </label>
                            ))}
                        </fieldset>
                    )}
                </Editor>
            )}
        </Cell>
    );
}

function toggled(list: string, value: string): string {
    const ids = list.split(",").filter(Boolean);
    return (ids.includes(value) ? ids.filter((id) => id !== value) : [...ids, value]).join(",");
}

const UNITS = ["days", "weeks", "months", "years"] as const;
type Unit = (typeof UNITS)[number];

/* By when: a date, so long after the workshop, or ongoing. */
export function dueText(due: string): string {
    if (due === "") return "";
    if (due === "ongoing") return t("ui.due.ongoing");
    const after = /^T\+(\d+) (day|week|month|year)s?$/.exec(due);
    if (after) return t(`ui.due.${after[2]}s`, { n: Number(after[1]) });
    const at = Date.parse(`${due}T00:00:00Z`);
    return Number.isNaN(at) ? due : time(at, { dateStyle: "medium" }, "UTC");
}

export function DueCell(props: ValueCellProps): JSX.Element {
    const text = dueText(props.value);
    return (
        <Cell label={props.label} editable={props.editable} shown={text ? <Plain class="num">{text}</Plain> : <None />}>
            {(leave) => (
                <Editor value={props.value} send={props.send} leave={leave} below={props.below} show={dueText}>
                    {(draft, first) => <DueControl draft={draft} first={first} label={props.label} />}
                </Editor>
            )}
        </Cell>
    );
}

type DueWay = "none" | "date" | "after" | "ongoing";

function wayOf(due: string): DueWay {
    if (due === "") return "none";
    if (due === "ongoing") return "ongoing";
    return due.startsWith("T+") ? "after" : "date";
}

function DueControl(props: { draft: Draft; first: RefObject<never>; label: string }): JSX.Element {
    const { draft } = props;
    const [way, setWay] = useState<DueWay>(wayOf(draft.text.peek()));
    const after = /^T\+(\d+) (day|week|month|year)s?$/.exec(draft.text.value);
    const count = after ? Number(after[1]) : 6;
    const unit = (after ? `${after[2]}s` : "months") as Unit;
    const choose = (to: DueWay): void => {
        setWay(to);
        if (to === "ongoing") draft.write("ongoing");
        if (to === "none") draft.write("");
        if (to === "after") draft.write(`T+${count} ${unit}`);
    };
    return (
        <div class="stack due">
            <select ref={props.first} class="cell-edit" aria-label={props.label} value={way}
                onChange={(event) => choose(valueOf(event) as DueWay)}>
                <option value="none">{t("ui.none")}</option>
                <option value="date">{t("ui.due.date")}</option>
                <option value="after">{t("ui.due.after")}</option>
                <option value="ongoing">{t("ui.due.ongoing")}</option>
            </select>
            {way === "date" && (
                <input class="cell-edit num" type="date" aria-label={t("ui.due.date")}
                    value={wayOf(draft.text.value) === "date" ? draft.text.value : ""}
                    onInput={(event) => draft.write(valueOf(event))} />
            )}
            {way === "after" && (
                <div class="due-after">
                    <input class="cell-edit num" type="number" min={1} max={999} aria-label={t("ui.due.number")} value={count}
                        onInput={(event) => {
                            const n = Number(valueOf(event));
                            if (n >= 1 && n <= 999) draft.write(`T+${Math.floor(n)} ${unit}`);
                        }} />
                    <select class="cell-edit" aria-label={t("ui.due.unit")} value={unit}
                        onChange={(event) => draft.write(`T+${count} ${valueOf(event)}`)}>
                        {UNITS.map((one) => <option key={one} value={one}>{t(`ui.unit.${one}`)}</option>)}
                    </select>
                </div>
            )}
        </div>
    );
}
