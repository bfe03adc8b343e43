/* panel_history: who wrote what when; two moments of a text compared word by word; an earlier wording brought back. */
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { dueText } from "../ctrl/due";
import { load } from "../ctrl/load";
import { historyOf, writtenTexts, type ActEntry, type Entry, type History, type TextEntry } from "../ctrl/panel_history";
import { contentOf, fieldName, peopleNames, whenText, type Row } from "../ctrl/panel_rows";
import { isolate } from "../ctrl/say";
import { has, listed, mlText, t, type Lang, type ML } from "../i18n/index";
import type { TextField } from "../sync/room";
import { Compared, Empty } from "./panel_parts";
import { Button, Failed, Field, Loading, Plain, valueOf } from "./parts";
import { useRoom } from "./use";

export function RowHistory(props: { row: Row }): JSX.Element {
    const { room } = useRoom();
    const { row } = props;
    const asked = useMemo(() => load<History>(), [row.id]);
    const [chosen, choose] = useState("");
    const ask = (): void => void asked.run(() => historyOf(room.id, room, row));
    useEffect(ask, [row.id]);
    const history = asked.value.value;
    if (row.id < 0) return <Empty text={t("ui.history.unsaved")} />;
    if (!history && asked.failed.value) return <Failed error={asked.failed.value} retry={ask} />;
    if (!history) return <Loading />;
    const texts = writtenTexts(history);
    const text = texts.find((one) => `${one.field} ${one.lang}` === chosen);
    const shown = history.entries.filter((one) => !text || (one.is === "text" && one.field === text.field && one.lang === text.lang));
    return (
        <div class="stack">
            <div class="row history-tools">
                <Field label={t("ui.history.which")}>
                    {(ids) => (
                        <select {...ids} class="input" value={chosen} onChange={(event) => choose(valueOf(event))}>
                            <option value="">{t("ui.history.all")}</option>
                            {texts.map(({ field, lang }) => (
                                <option key={field + lang} value={`${field} ${lang}`}>{fieldName(row, field)} · {t(`ui.lang.${lang}`)}</option>
                            ))}
                        </select>
                    )}
                </Field>
                <Button onClick={ask} disabled={asked.busy.value}>{t("ui.history.refresh")}</Button>
            </div>
            <Failed error={asked.failed.value} />
            {text && <TwoMoments key={chosen} row={row} entries={shown as TextEntry[]} field={text.field} lang={text.lang} />}
            {shown.length === 0 && <Empty text={t("ui.history.empty")} />}
            <ol class="history">{shown.map((one) => <OneEntry key={one.key} entry={one} row={row} />)}</ol>
            {history.more && <p class="soft small">{t("ui.history.older")}</p>}
        </div>
    );
}

function OneEntry(props: { entry: Entry; row: Row }): JSX.Element {
    const ctrl = useRoom();
    const { entry, row } = props;
    return (
        <li>
            <p class="remark-head">
                <strong><Plain>{peopleNames(ctrl.room, entry.people)}</Plain></strong>
                <span class="soft small num">{whenText(ctrl.room, entry.to, ctrl.now.peek())}</span>
            </p>
            {entry.is === "text" ? <Written entry={entry} row={row} /> : <Act entry={entry} row={row} />}
        </li>
    );
}

function Written(props: { entry: TextEntry; row: Row }): JSX.Element {
    const { entry, row } = props;
    return (
        <>
            <p class="soft small">{fieldName(row, entry.field)} · {t(`ui.lang.${entry.lang}`)}</p>
            <Compared before={entry.before} after={entry.after} lang={entry.lang} />
            <Restore row={row} field={entry.field} lang={entry.lang} text={entry.after} />
        </>
    );
}

/* As a new change, so that what stands now stays in the history too. */
function Restore(props: { row: Row; field: TextField; lang: Lang; text: string }): JSX.Element | null {
    const ctrl = useRoom();
    const { row, field, lang, text } = props;
    const stands = contentOf(row, field)?.[lang] ?? "";
    if (!ctrl.plan.may(row).write || stands === text || text === "") return null;
    const restore = (): unknown => ctrl.room.run(`${row.k}.edit`, { id: row.id, [field]: { [lang]: text } });
    return <div><Button look="quiet slim" onClick={restore}>{t("ui.history.restore")}</Button></div>;
}

function Act(props: { entry: ActEntry; row: Row }): JSX.Element {
    const { entry, row } = props;
    const [noun, act] = entry.verb.split(".") as [string, string];
    const key = noun === row.k && has(`ui.did.${act}`) ? `ui.did.${act}` : `ui.did.${noun}_${act}`;
    const values = entry.fields.map(([name, value]) => (
        <li key={name}>
            <span class="soft">{fieldName(row, name)}: </span>
            <FieldValue name={name} value={value} />
        </li>
    ));
    return (
        <>
            <p>{entry.type ? t(`ui.talk.${entry.type}`) : has(key) ? t(key) : t("ui.did.other")}</p>
            {entry.words && <p class="prose soft"><Plain>{entry.words}</Plain></p>}
            {values.length > 0 && <ul class="set">{values}</ul>}
        </>
    );
}

const REFS = new Set(["lead", "partners", "theme", "recommendations", "group", "framework"]);

/* A value as people read it: names instead of numbers. */
function FieldValue(props: { name: string; value: unknown }): JSX.Element {
    const { room } = useRoom();
    const { name, value } = props;
    if (value === null || value === undefined || value === "") return <span class="soft">{t("ui.none")}</span>;
    if (typeof value === "boolean") return <>{t(value ? "ui.poll.yes" : "ui.poll.no")}</>;
    if (REFS.has(name)) {
        const ids = (Array.isArray(value) ? value : [value]) as number[];
        const names = ids.map((id) => isolate(nameOf(room.find(id) as { name?: ML | string; title?: ML; text?: ML } | undefined)));
        return <Plain>{names.length ? listed(names) : t("ui.none")}</Plain>;
    }
    if (typeof value === "object") return <Plain>{mlText(value as ML)}</Plain>;
    if (name === "start" || name === "due") return <Plain>{dueText(String(value))}</Plain>;
    const word = `ui.${name}.${String(value)}`;
    return <Plain>{has(word) ? t(word) : String(value)}</Plain>;
}

function nameOf(one: { name?: ML | string; title?: ML; text?: ML } | undefined): string {
    if (!one) return t("ui.history.gone");
    if (typeof one.name === "string") return one.name;
    return mlText(one.name ?? one.title ?? one.text) || t("ui.untitled");
}

/* Any two moments of one text beside each other in one comparison; the older one stands first. */
function TwoMoments(props: { row: Row; entries: readonly TextEntry[]; field: TextField; lang: Lang }): JSX.Element | null {
    const ctrl = useRoom();
    const { row, entries, field, lang } = props;
    const [from, setFrom] = useState(entries.length);
    const [to, setTo] = useState(0);
    const [open, setOpen] = useState(false);
    /* 0: as it stands now; i: after the i-th entry from the newest; the last: before the first entry. */
    const textAt = (i: number): string => (i === 0 ? (contentOf(row, field)?.[lang] ?? "") : entries[i - 1]!.before);
    const moment = (i: number): string => {
        if (i === 0) return t("ui.history.now");
        if (i === entries.length) return t("ui.history.before_first");
        return t("ui.history.after", { time: whenText(ctrl.room, entries[i]!.to, ctrl.now.peek()), name: peopleNames(ctrl.room, entries[i]!.people) });
    };
    const pick = (label: string, value: number, set: (i: number) => void): JSX.Element => (
        <Field label={label}>
            {(ids) => (
                <select {...ids} class="input" value={value} onChange={(event) => set(Number(valueOf(event)))}>
                    {Array.from({ length: entries.length + 1 }, (_, i) => <option key={i} value={i}>{moment(i)}</option>)}
                </select>
            )}
        </Field>
    );
    if (!open) return <div><Button onClick={() => setOpen(true)}>{t("ui.history.compare")}</Button></div>;
    return (
        <section class="panel stack" aria-label={t("ui.history.compare")}>
            <div class="pair">
                {pick(t("ui.history.from"), from, setFrom)}
                {pick(t("ui.history.to"), to, setTo)}
            </div>
            <Compared before={textAt(from)} after={textAt(to)} lang={lang} whole />
            <Restore row={row} field={field} lang={lang} text={textAt(to) === contentOf(row, field)?.[lang] ? textAt(from) : textAt(to)} />
        </section>
    );
}
