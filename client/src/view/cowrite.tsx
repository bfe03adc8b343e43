/*
 * cowrite: the editor of a text that several people draft at once, in one language at a time: its languages, the field,
 * the source beside a translation, who else writes here, and how much room is left.
 */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { codePoints } from "../ctrl/caret";
import { isolate } from "../ctrl/say";
import { lang, LANGS, listed, ml, t, type Lang, type ML } from "../i18n/index";
import type { TextField } from "../sync/room";
import { Bound } from "./bound";
import { Button } from "./parts";
import { useAfterPress } from "./press";
import { useRoom } from "./use";

export interface CowriteProps {
    of: number;
    field: TextField;
    content: ML | undefined;
    label: string;
    max: number;                /* code points */
    lines: boolean;             /* it may have several lines */
    start?: Lang;               /* the language it opens in, where the reader's own is not meant */
    foreignOnly?: boolean;      /* an interpreter: every language but the source */
    frozen?: boolean;           /* its row was closed while this person was writing */
    leave: (refocus: boolean) => void;
    below?: () => void;         /* Ctrl+Enter */
}

export function Cowrite(props: CowriteProps): JSX.Element {
    const { room } = useRoom();
    const { of, field, content, leave } = props;
    const [language, setLanguage] = useState<Lang>(() => props.start ?? firstLanguage(content, props.foreignOnly));
    const box = useRef<HTMLDivElement>(null);
    useEffect(() => room.at(of, field, language), [of, field, language]);
    useEffect(() => () => room.at(), []);
    const close = useAfterPress(() => {
        if (document.hasFocus() && !box.current?.contains(document.activeElement)) leave(false);
    });
    const onFocusOut = (event: FocusEvent): void => {
        if (!(event.relatedTarget instanceof Node && box.current?.contains(event.relatedTarget))) close();
    };
    const onKeyDown = (event: KeyboardEvent): void => {
        if (event.isComposing || event.altKey) return;
        const enter = event.key === "Enter" && event.target instanceof HTMLTextAreaElement;
        if (enter && event.ctrlKey && props.below) {
            leave(false);
            props.below();
        } else if (event.key === "Escape" || (enter && !props.lines)) leave(true);
        else return;
        event.preventDefault();
        event.stopPropagation();
    };
    const source = content?.src;
    const beside = source && source !== language ? content[source] : undefined;
    const closed = props.foreignOnly === true && (source ?? language) === language;
    return (
        <div ref={box} class={`cowrite ${beside ? "two" : ""}`} onFocusOut={onFocusOut} onKeyDown={onKeyDown}>
            <Languages content={content} chosen={language} choose={setLanguage} />
            {beside && (
                <div class="source" tabIndex={-1}>
                    <span class="soft small">{t("ui.text.source", { lang: t(`ui.lang.${source}`) })}</span>
                    <p class="user" lang={source} dir="auto">{beside}</p>
                </div>
            )}
            {closed
                ? <p class="soft">{t("ui.text.not_source")}</p>
                : <Area key={language} {...props} language={language} />}
            <Foot {...props} language={language} />
        </div>
    );
}

/* The reader's language where there is text in it or none at all, else the one it was written in. */
function firstLanguage(content: ML | undefined, foreignOnly?: boolean): Lang {
    const mine = lang.peek();
    if (!foreignOnly) return ml(content).lang;
    if (content?.src !== mine) return mine;
    return content.old?.[0] ?? LANGS.find((one) => !content[one]) ?? LANGS.find((one) => one !== mine)!;
}

type TextState = "source" | "missing" | "outdated" | "there";

function stateOf(content: ML | undefined, language: Lang): TextState {
    if (!content?.src) return "there";
    if (content.src === language) return "source";
    if (!content[language]) return "missing";
    return content.old?.includes(language) ? "outdated" : "there";
}

function Languages(props: { content: ML | undefined; chosen: Lang; choose: (to: Lang) => void }): JSX.Element | null {
    const { content, chosen } = props;
    const working = useRoom().room.workshop.value?.languages ?? [];
    const shown = LANGS.filter((one) => one === chosen || one === lang.value || working.includes(one) || content?.[one]);
    if (shown.length < 2) return null;
    return (
        <div class="text-langs" role="group" aria-label={t("ui.text.languages")}>
            {shown.map((one) => {
                const state = stateOf(content, one);
                return (
                    <button key={one} type="button" aria-pressed={one === chosen} class={`is-${state}`} onClick={() => props.choose(one)}>
                        {t(`ui.lang.${one}`)}
                        {state !== "there" && <span class="state">{t(`ui.text.state.${state}`)}</span>}
                    </button>
                );
            })}
        </div>
    );
}

/* Grow with the text where the browser does not do so itself. */
function grow(area: HTMLTextAreaElement): void {
    if (CSS.supports("field-sizing", "content")) return;
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + 4}px`;
}

function Area(props: CowriteProps & { language: Lang }): JSX.Element {
    const { room } = useRoom();
    const { of, field, language, lines } = props;
    const doc = useMemo(() => room.text(of, field, language), [room.key(of), field, language]);
    const area = useRef<HTMLTextAreaElement>(null);
    useLayoutEffect(() => {
        const control = area.current!;
        const bound = new Bound(control, doc, lines, () => grow(control));
        grow(control);
        control.focus({ preventScroll: true });
        control.scrollIntoView({ block: "nearest" });
        control.setSelectionRange(control.value.length, control.value.length);
        return () => bound.close();
    }, [doc]);
    return (
        <textarea ref={area} class="cell-edit user" dir="auto" rows={1} lang={language} spellcheck aria-label={props.label} />
    );
}

/* Under the field: who else is here, what is not right, how much room is left. Drawn apart from it. */
function Foot(props: CowriteProps & { language: Lang }): JSX.Element | null {
    const { room, plan, panels } = useRoom();
    const { of, field, language, content } = props;
    const doc = room.text(of, field, language);
    const outdated = content?.old?.includes(language) ?? false;
    return (
        <div class="cowrite-foot" aria-live="polite">
            <Others {...props} />
            <Left doc={doc} max={props.max} />
            {outdated && (
                <span class="row">
                    <span class="tag warn">{t("ui.text.outdated")}</span>
                    <Button look="quiet slim" onClick={() => plan.confirm(of, field, language)}>{t("ui.text.still_right")}</Button>
                </span>
            )}
            {(props.frozen || doc.diverted.value !== 0) && (
                <span class="note warn small row">
                    {t(doc.diverted.value ? "ui.text.diverted" : "ui.text.frozen")}
                    {doc.diverted.value !== 0 && (
                        <Button look="quiet slim" onClick={() => panels.openRow(of, "proposals")}>{t("ui.text.show_late")}</Button>
                    )}
                </span>
            )}
        </div>
    );
}

/* "Leila writes here", in whatever language she does. */
function Others(props: { of: number; field: string; language: Lang }): JSX.Element | null {
    const { room, plan } = useRoom();
    useEffect(() => {
        plan.writing.value = `${props.of}/${props.field}`;
        return () => void (plan.writing.value = "");
    }, [props.of, props.field]);
    const names: string[] = [];
    for (const [person, at] of room.where.value) {
        if (at.id !== props.of || at.field !== props.field || person === room.me.value.person) continue;
        const name = isolate(room.get("person", person)?.name ?? "");
        names.push(at.lang && at.lang !== props.language ? `${name} (${t(`ui.lang.${at.lang}`)})` : name);
    }
    if (names.length === 0) return null;
    return <span class="writers">{t("ui.text.writes_here", { n: names.length, who: listed(names) })}</span>;
}

function Left(props: { doc: { value: { value: string } }; max: number }): JSX.Element | null {
    const text = props.doc.value.value;
    if (text.length < props.max * 0.9 && text.length < props.max - 200) return null;
    const left = props.max - codePoints(text);
    if (left > Math.max(20, props.max * 0.1)) return null;
    return left >= 0
        ? <span class="soft small num">{t("ui.text.left", { n: left })}</span>
        : <span class="wrong small num" role="status">{t("ui.text.over", { n: -left })}</span>;
}
