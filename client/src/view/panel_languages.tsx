/* panel_languages: what is missing or outdated in one language, one text after the other: the interpreter's way through. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { contentOf, fieldName, isRow, rowOf, useWorkedOut, type Row } from "../ctrl/panel_rows";
import { lang, LANGS, t, type Lang } from "../i18n/index";
import { KINDS } from "../sync/kinds";
import type { Room, TextField } from "../sync/room";
import { mainText } from "../rules/checks";
import { Cowrite } from "./cowrite";
import { Empty, RowLink } from "./panel_parts";
import { Button, Field, Loading, Text, valueOf } from "./parts";
import { useRoom } from "./use";

interface Gap {
    id: number;
    field: TextField;
    outdated: boolean;
}

const TEXT_MAX: Readonly<Record<string, number>> = { title: 300, indicator: 300, text: 20_000 };
const DETAIL_MAX = 2000;
const SHOWN = 50;
const ROWS = ["action", "recommendation", "paragraph"] as const;

function* gapsIn(room: Room, language: Lang): Generator<void, Gap[]> {
    const rows = ROWS.flatMap((kind): readonly Row[] => room.list(kind).value);
    const gaps: Gap[] = [];
    for (const row of rows) {
        for (const field of KINDS[row.k].coedited as readonly TextField[]) {
            const content = contentOf(row, field);
            if (!content?.src || content.src === language) continue;
            const outdated = content.old?.includes(language) ?? false;
            if (!content[language] || outdated) gaps.push({ id: row.id, field, outdated });
        }
        yield;
    }
    return gaps;
}

/* What this person most likely translates into: the page's language, where the workshop works in it. */
function firstLanguage(working: readonly Lang[]): Lang {
    return working.includes(lang.peek()) ? lang.peek() : (working[working.length - 1] ?? lang.peek());
}

export function LanguagesTool(): JSX.Element {
    const { room } = useRoom();
    const working = room.workshop.value?.languages?.length ? room.workshop.value.languages : LANGS;
    const [language, setLanguage] = useState<Lang>(() => firstLanguage(working));
    const gaps = useWorkedOut(room, () => gapsIn(room, language), [language]);
    return (
        <div class="stack">
            <Field label={t("ui.languages.which")}>
                {(ids) => (
                    <select {...ids} class="input" value={language} onChange={(event) => setLanguage(valueOf(event) as Lang)}>
                        {working.map((one) => <option key={one} value={one}>{t(`ui.lang.${one}`)}</option>)}
                    </select>
                )}
            </Field>
            {gaps ? <Through key={language} gaps={gaps} language={language} /> : <Loading />}
        </div>
    );
}

function Through(props: { gaps: readonly Gap[]; language: Lang }): JSX.Element {
    const { room } = useRoom();
    const { gaps, language } = props;
    /* Who is at a text stays at it until it is left, though it is no gap any more once words stand there. */
    const [at, setAt] = useState<Gap | undefined>();
    const name = t(`ui.lang.${language}`);
    const where = at ? gaps.findIndex((one) => one.id === at.id && one.field === at.field) : -1;
    const next = (): void => setAt(gaps[where + 1] ?? gaps[0]);
    const missing = gaps.filter((one) => !one.outdated).length;
    if (gaps.length === 0 && !at) return <Empty text={t("ui.languages.none", { lang: name })} />;
    return (
        <>
            <p class="num" role="status">
                {t("ui.languages.missing", { n: missing })} · {t("ui.languages.outdated", { n: gaps.length - missing })}
            </p>
            {at && <Here gap={at} language={language} />}
            {gaps.length > 0 && <div><Button look="first" onClick={next}>{t(at ? "ui.languages.next" : "ui.languages.begin")}</Button></div>}
            <ul class="row-list">
                {gaps.slice(0, SHOWN).map((gap) => {
                    const row = room.row(gap.id).value;
                    if (!isRow(row)) return null;
                    return (
                        <li key={`${gap.id} ${gap.field}`} class={gap === at ? "at" : ""}>
                            <button type="button" class="row-link" aria-current={gap === at ? "true" : undefined} onClick={() => setAt(gap)}>
                                <GapName row={row} gap={gap} />
                            </button>
                        </li>
                    );
                })}
                {gaps.length > SHOWN && <li class="soft">{t("ui.paste.more", { n: gaps.length - SHOWN })}</li>}
            </ul>
        </>
    );
}

function GapName(props: { row: Row; gap: Gap }): JSX.Element {
    const { plan } = useRoom();
    const { row, gap } = props;
    const text = contentOf(row, gap.field);
    return (
        <>
            <span class="name">
                <span class="num">{plan.numberOf(row.id)}</span> <span class="soft">{fieldName(row, gap.field)}:</span>{" "}
                <bdi lang={text?.src}>{text?.src && text[text.src]}</bdi>
            </span>
            <span class={`tag ${gap.outdated ? "warn" : ""}`}>{t(gap.outdated ? "ui.text.outdated" : "ui.text.missing")}</span>
        </>
    );
}

/* The text itself, to be written here. */
function Here(props: { gap: Gap; language: Lang }): JSX.Element | null {
    const ctrl = useRoom();
    const { gap, language } = props;
    const row = rowOf(ctrl.room, gap.id);
    if (!row) return null;
    const may = ctrl.plan.may(row);
    const content = contentOf(row, gap.field);
    return (
        <section class="panel stack" aria-label={t("ui.languages.here")}>
            {content !== mainText(row) && <RowLink row={row} />}
            <p class="soft small"><span class="num">{ctrl.plan.numberOf(row.id)}</span> {fieldName(row, gap.field)}</p>
            {may.translate
                ? <Cowrite key={`${gap.id} ${gap.field}`} of={gap.id} field={gap.field} label={fieldName(row, gap.field)} content={content}
                    start={language} max={TEXT_MAX[gap.field] ?? DETAIL_MAX} lines={gap.field !== "title" && gap.field !== "indicator"}
                    foreignOnly={!may.write} leave={() => undefined} />
                : <p class="prose"><Text of={content} /></p>}
        </section>
    );
}
