/* panel_parts: what every panel is made of: its frame, tabs, a comparison of two wordings, names that lead to rows. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { rowName, type Row } from "../ctrl/panel_rows";
import { t, type Lang } from "../i18n/index";
import { diffWords, shortened } from "../rules/diff";
import { Button } from "./parts";
import { useRoom } from "./use";

export const NARROW = "(max-width: 899px)";

/* At the end side of a wide screen; on a phone a sheet over everything, which keeps the focus inside. */
export function PanelFrame(props: { title: string; children: ComponentChildren }): JSX.Element {
    const id = useId();
    const { panels } = useRoom();
    const narrow = useMemo(() => matchMedia(NARROW).matches, []);
    const sheet = useRef<HTMLDialogElement>(null);
    const head = useRef<HTMLHeadingElement>(null);
    useLayoutEffect(() => {
        const dialog = sheet.current;
        dialog?.showModal();
        return () => dialog?.close();
    }, []);
    /* Once: the title may change while somebody writes below. What opens another panel gives it another key. */
    useEffect(() => head.current?.focus({ preventScroll: true }), []);
    const leave = (event: Event): void => {
        event.preventDefault();
        panels.close();
    };
    const onKeyDown = (event: KeyboardEvent): void => {
        if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
        event.stopPropagation();
        leave(event);
    };
    const inside = (
        <>
            <div class="panel-head">
                <h2 id={id} ref={head} tabIndex={-1}><bdi>{props.title}</bdi></h2>
                <Button look="quiet icon" aria-label={t("ui.close")} onClick={leave}><span aria-hidden="true">×</span></Button>
            </div>
            <div class="panel-body">{props.children}</div>
        </>
    );
    return narrow
        ? <dialog ref={sheet} class="panel-sheet" aria-labelledby={id} onCancel={leave}>{inside}</dialog>
        : <aside class="beside-plan" aria-labelledby={id} onKeyDown={onKeyDown}>{inside}</aside>;
}

interface TabsProps<T extends string> {
    label: string;
    tabs: readonly { name: T; text: string; n?: number }[];
    chosen: T;
    choose: (tab: T) => void;
    children: ComponentChildren;
}

/* Arrows go from tab to tab, in reading direction. */
export function TabList<T extends string>(props: TabsProps<T>): JSX.Element {
    const id = useId();
    const list = useRef<HTMLDivElement>(null);
    const onKeyDown = (event: KeyboardEvent): void => {
        const rtl = getComputedStyle(list.current!).direction === "rtl";
        const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
        if (step === 0) return;
        const at = props.tabs.findIndex((tab) => tab.name === props.chosen);
        const next = props.tabs[(at + (rtl ? -step : step) + props.tabs.length) % props.tabs.length]!;
        event.preventDefault();
        props.choose(next.name);
        list.current!.querySelector<HTMLElement>(`[data-tab="${next.name}"]`)?.focus();
    };
    return (
        <>
            <div ref={list} class="panel-tabs" role="tablist" aria-label={props.label} onKeyDown={onKeyDown}>
                {props.tabs.map(({ name, text, n }) => (
                    <button key={name} type="button" role="tab" data-tab={name} id={`${id}-${name}`} aria-controls={id}
                        aria-selected={name === props.chosen} tabIndex={name === props.chosen ? 0 : -1}
                        onClick={() => props.choose(name)}>
                        {text}
                        {n ? <span class="count num">{n}</span> : null}
                    </button>
                ))}
            </div>
            <div class="panel-tab" role="tabpanel" id={id} aria-labelledby={`${id}-${props.chosen}`}>{props.children}</div>
        </>
    );
}

/* What was taken out is struck through, what was put in is underlined; a screen reader hears both named. */
export function Compared(props: { before: string; after: string; lang?: Lang; whole?: boolean }): JSX.Element {
    const { before, after, whole } = props;
    const pieces = useMemo(() => {
        const all = diffWords(before, after);
        return whole ? all : shortened(all);
    }, [before, after, whole]);
    return (
        <p class="compared user" dir="auto" lang={props.lang}>
            {pieces.map(({ is, text }, i) => {
                if (is === "same") return <span key={i}>{text}</span>;
                const Mark = is === "in" ? "ins" : "del";
                return (
                    <Mark key={i}>
                        <span class="hear">{t(is === "in" ? "ui.diff.in" : "ui.diff.out")} </span>
                        {text}
                        <span class="hear"> {t("ui.diff.end")} </span>
                    </Mark>
                );
            })}
            {pieces.length === 0 && <span class="soft">{t("ui.diff.empty")}</span>}
        </p>
    );
}

/* A row by number and words: pressed, the plan shows it. */
export function RowLink(props: { row: Row; children?: ComponentChildren }): JSX.Element {
    const ctrl = useRoom();
    const go = (): void => {
        if (matchMedia(NARROW).matches) ctrl.panels.close();
        ctrl.showRow(props.row.id);
    };
    return (
        <button type="button" class="row-link" onClick={go}>
            <span class="name"><bdi>{rowName(ctrl, props.row)}</bdi></span>
            {props.children}
        </button>
    );
}

/* Nothing is there: what that means, and the first act. */
export function Empty(props: { text: string; children?: ComponentChildren }): JSX.Element {
    return (
        <div class="empty">
            <p>{props.text}</p>
            {props.children}
        </div>
    );
}
