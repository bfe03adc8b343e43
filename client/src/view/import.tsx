/*
 * import: a list of people or of agenda items, pasted or from a file: what it makes and what is wrong with it, before it is
 * taken.
 */
import type { ComponentChildren, JSX, RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { has, LANGS, lang, listed, mlText, num, t } from "../i18n/index";
import { isolate } from "../ctrl/say";
import { ListReader, type Source } from "../ctrl/list_reader";
import { agendaList, agendaOfJson, peopleList } from "../ctrl/paste";
import { MODES, ROLES } from "../ctrl/seats";
import { staffApi, type ItemRead, type ListError, type ListRead, type PersonRead } from "../ctrl/staff_api";
import { Button, Failed, Field, Loading, Modal, Plain, valueOf } from "./parts";
import { useRoom } from "./use";

const SHOWN_MAX = 200;

interface ImportProps<T> {
    kind: "people" | "agenda";
    heads: readonly string[];
    row: (one: T, read: ListRead<T>) => ComponentChildren[];
    source: (text: string) => Source<T>;
    option: string;                 /* the sentence of the tick that changes what happens */
    optionShown: (read: ListRead<T> | undefined) => boolean;
    ticked: boolean;                /* at first */
    after?: ComponentChildren;      /* what can be done when it was taken */
}

function ImportDialog<T extends { line: number }>(props: ImportProps<T>): JSX.Element {
    const ctrl = useRoom();
    const [reader] = useState(() => new ListReader<T>(props.source, props.ticked));
    useEffect(() => () => reader.close(), []);
    const words = useRef<HTMLTextAreaElement>(null);
    const { got, busy, failed, taken } = reader;
    const fine = got.value !== undefined && got.value.errors.length === 0 && got.value.created > 0;
    const submit = (event: Event): void => {
        event.preventDefault();
        if (fine && !busy.value) void reader.take();
    };
    if (taken.value !== undefined) return <Taken kind={props.kind} n={taken.value}>{props.after}</Taken>;
    return (
        <Modal title={t(`ui.import.${props.kind}`)} onClose={() => ctrl.closeDialog()} wide>
            <form class="stack" onSubmit={submit}>
                <Words reader={reader} kind={props.kind} area={words} />
                {props.optionShown(got.value) && (
                    <label class="check">
                        <input type="checkbox" checked={reader.option.value}
                            onChange={() => reader.setOption(!reader.option.value)} />
                        {props.option}
                    </label>
                )}
                <Failed error={failed.value} />
                {busy.value && !got.value && <Loading />}
                {got.value && <Errors list={got.value.errors} onLine={(line) => words.current && pick(words.current, line)} />}
                {got.value && got.value.rows.length > 0 && <Preview heads={props.heads} read={got.value} row={props.row} />}
                <div class="dialog-foot">
                    <span class="spring soft" role="status">
                        {got.value && fine && t(`ui.import.${props.kind}_makes`, { n: got.value.created })}
                    </span>
                    <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first" disabled={!fine || busy.value}>
                        {t("ui.paste.add", { n: fine ? (got.value?.created ?? 0) : 0 })}
                    </Button>
                </div>
            </form>
        </Modal>
    );
}

interface WordsProps<T extends { line: number }> {
    reader: ListReader<T>;
    kind: "people" | "agenda";
    area: RefObject<HTMLTextAreaElement | null>;
}

/* Typed, pasted, or from a file: the same words in the same field. */
function Words<T extends { line: number }>(props: WordsProps<T>): JSX.Element {
    const { reader, kind, area } = props;
    const input = useRef<HTMLInputElement>(null);
    const onFile = async (): Promise<void> => {
        const file = input.current?.files?.[0];
        if (file) reader.read(await file.text());
        if (input.current) input.current.value = "";
    };
    return (
        <>
            <Field label={t("ui.paste.lines")} hint={t(`ui.import.${kind}_hint`)}>
                {(ids) => <textarea {...ids} ref={area} class="input user" dir="auto" rows={6} data-first spellcheck={false}
                    placeholder={t(`ui.import.${kind}_example`)} value={reader.text.value}
                    onInput={(event) => reader.read(valueOf(event))} />}
            </Field>
            <div class="row">
                <Button onClick={() => input.current?.click()}>{t("ui.import.file")}</Button>
                <span class="soft small">{t(`ui.import.${kind}_file`)}</span>
                <input ref={input} type="file" hidden accept={kind === "agenda" ? ".csv,.tsv,.txt,.json" : ".csv,.tsv,.txt"}
                    onChange={() => void onFile()} />
            </div>
        </>
    );
}

/* The line stands in the middle of what is seen, ready to be written over. */
function pick(area: HTMLTextAreaElement, line: number): void {
    const lines = area.value.split("\n");
    const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.focus();
    area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
    area.scrollTop = (area.scrollHeight * (line - 0.5)) / lines.length - area.clientHeight / 2;
}

/* By line, in the words of the list. */
function Errors(props: { list: readonly ListError[]; onLine: (line: number) => void }): JSX.Element | null {
    const { list, onLine } = props;
    if (list.length === 0) return null;
    return (
        <div class="note bad stack" role="alert">
            <strong>{t("ui.import.wrong", { n: list.length })}</strong>
            <ul class="errors">
                {list.map((one, i) => <li key={i}><Problem of={one} onLine={onLine} /></li>)}
            </ul>
        </div>
    );
}

/* The words that can stand in a column where there are only a few. */
function possible(column: string): readonly string[] {
    const few: Record<string, () => readonly string[]> = {
        role: () => ROLES.map((word) => t(`ui.role.${word}`)),
        mode: () => MODES.map((word) => t(`ui.mode.${word}`)),
        language: () => LANGS.map((word) => t(`ui.lang.${word}`)),
    };
    return few[column]?.() ?? [];
}

function Problem(props: { of: ListError; onLine: (line: number) => void }): JSX.Element {
    const { line, column = "", value, say, problem } = props.of;
    const named = `ui.import.column.${column}`;
    const words = possible(column);
    return (
        <>
            {line > 0 && (
                <Button look="quiet slim num" title={t("ui.import.go_to")} onClick={() => props.onLine(line)}>
                    {t("ui.import.line", { n: line })}
                </Button>
            )}
            {line > 0 && " · "}
            {column && <>{has(named) ? t(named) : <bdi>{column}</bdi>} · </>}
            {value && <><q><Plain>{value}</Plain></q> · </>}
            {say[lang.value] ?? problem}
            {value && words.length > 0 && !words.includes(value) && ` ${t("ui.import.possible", { words: listed(words.map(isolate)) })}`}
        </>
    );
}

interface PreviewProps<T> {
    heads: readonly string[];
    read: ListRead<T>;
    row: (one: T, read: ListRead<T>) => ComponentChildren[];
}

function Preview<T extends { line: number }>({ heads, read, row }: PreviewProps<T>): JSX.Element {
    const { rows } = read;
    return (
        <div class="preview" tabIndex={0} role="region" aria-label={t("ui.paste.preview")}>
            <table>
                <thead>
                    <tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr>
                </thead>
                <tbody>
                    {rows.slice(0, SHOWN_MAX).map((one) => (
                        <tr key={one.line}>{row(one, read).map((cell, i) => <td key={i}>{cell}</td>)}</tr>
                    ))}
                </tbody>
            </table>
            {rows.length > SHOWN_MAX && <p class="soft small">{t("ui.paste.more", { n: rows.length - SHOWN_MAX })}</p>}
        </div>
    );
}

function Taken(props: { kind: "people" | "agenda"; n: number; children: ComponentChildren }): JSX.Element {
    const ctrl = useRoom();
    return (
        <Modal title={t(`ui.import.${props.kind}`)} onClose={() => ctrl.closeDialog()}>
            <p role="status">{t(`ui.import.${props.kind}_done`, { n: props.n })}</p>
            <div class="dialog-foot">
                {props.children}
                <Button look="first" data-first onClick={() => ctrl.closeDialog()}>{t("ui.close")}</Button>
            </div>
        </Modal>
    );
}

export function ImportPeople(): JSX.Element {
    const ctrl = useRoom();
    const { id } = ctrl.room;
    const source = (text: string): Source<PersonRead> => {
        const { csv, lineOf } = peopleList(text);
        return { ask: (dry, option) => staffApi.people(id, csv, dry, option), lineOf };
    };
    const party = (one: PersonRead, read: ListRead<PersonRead>): ComponentChildren => (
        <>
            <Plain>{one.delegation}</Plain>
            {read.delegations?.includes(one.delegation) && <> <span class="tag on">{t("ui.paste.new")}</span></>}
        </>
    );
    return (
        <ImportDialog<PersonRead> kind="people" source={source} ticked option={t("ui.import.people_delegations")}
            optionShown={(read) => (read?.delegations?.length ?? 0) > 0}
            heads={[t("ui.people.name"), t("ui.people.delegation"), t("ui.people.role")]}
            row={(one, read) => [
                <><Plain>{one.name}</Plain>{one.known && <> <span class="tag">{t("ui.import.known")}</span></>}</>,
                party(one, read), t(`ui.role.${one.role}`),
            ]}
            after={<Button onClick={() => ctrl.openDialog({ is: "sheet" })}>{t("ui.codes.sheet")}</Button>} />
    );
}

export function ImportAgenda(props: { day: number }): JSX.Element {
    const ctrl = useRoom();
    const { id } = ctrl.room;
    const source = (text: string): Source<ItemRead> => {
        const json = agendaOfJson(text);
        const { csv, lineOf } = agendaList(text, props.day);
        return { ask: (dry, option) => staffApi.agenda(id, json ?? csv, dry, option), lineOf: json ? (line) => line : lineOf };
    };
    return (
        <ImportDialog<ItemRead> kind="agenda" source={source} ticked={false} option={t("ui.import.agenda_replace")}
            optionShown={() => ctrl.room.list("item").value.some((item) => item.state === "planned")}
            heads={[t("ui.item.day"), t("ui.item.starts"), t("ui.item.minutes"), t("ui.item.title")]}
            row={(one) => [
                num(one.day), one.start ?? "", one.minutes === undefined ? "" : num(one.minutes),
                <><Plain>{mlText(one.title)}</Plain><div class="soft small">{t(`ui.kind.${one.kind}`)}</div></>,
            ]} />
    );
}
