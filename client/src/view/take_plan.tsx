/* take_plan: a plan that comes back from a spreadsheet or as JSON: every cell that would change, before it is taken. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { ApiError } from "../api";
import { asApiError } from "../ctrl/load";
import { isolate } from "../ctrl/say";
import { takeApi, type PlanFile, type PlanRead, type RowRead } from "../ctrl/take_api";
import type { ListError } from "../ctrl/staff_api";
import { has, lang, t } from "../i18n/index";
import { Button, Failed, LangTag, Loading, Plain } from "./parts";
import { useRoom } from "./use";

const SHOWN_MAX = 200;
const SHEET = /\.xlsx$/i;
const DATA = /\.json$/i;

/* Columns that only show what the plan says are called as in the sheet. */
function fieldName(field: string): string {
    if (field === "number") return t("export.number");
    if (field === "state") return t("export.state");
    return has(`ui.field.${field}`) ? t(`ui.field.${field}`) : field;
}

function Row({ row }: { row: RowRead }): JSX.Element {
    return (
        <li class="stack row-read">
            <strong>
                {row.id === 0 ? <span class="tag on">{t("ui.paste.new")}</span> : <span class="num">{row.number}</span>}{" "}
                <Plain>{row.title}</Plain>{" "}
                {row.since && <span class="tag">{t("ui.back.since")}</span>}
            </strong>
            <dl class="cells-changed">
                {row.changed.map((cell, i) => (
                    <div key={i}>
                        <dt>{fieldName(cell.field)}{cell.lang && <LangTag of={cell.lang} />}</dt>
                        <dd>
                            {cell.was && <><del><Plain>{cell.was}</Plain></del>{" "}</>}
                            {cell.now ? <ins><Plain>{cell.now}</Plain></ins> : <em>{t("ui.back.emptied")}</em>}
                        </dd>
                    </div>
                ))}
            </dl>
        </li>
    );
}

/* What is wrong, or passed over, line by line; of JSON by the place in its list. */
function Told({ list, line }: { list: ListError[]; line: string }): JSX.Element {
    return (
        <ul class="errors">
            {list.map((one, i) => (
                <li key={i}>
                    {one.line > 0 && <strong class="num">{t(line, { n: one.line })} · </strong>}
                    {one.column && one.column !== "key" && <>{fieldName(one.column)} · </>}
                    {one.value && <><q><Plain>{one.value}</Plain></q> · </>}
                    {one.say[lang.value]}
                </li>
            ))}
        </ul>
    );
}

function Read({ read, line }: { read: PlanRead; line: string }): JSX.Element {
    const shown = read.rows.slice(0, SHOWN_MAX);
    const more = read.rows.length + read.more - shown.length;
    return (
        <>
            {read.errors.length > 0 && (
                <div class="note bad stack" role="alert">
                    <strong>{t("ui.back.wrong", { n: read.errors.length })}</strong>
                    <Told list={read.errors} line={line} />
                </div>
            )}
            {read.passed.length > 0 && <div class="note" role="status"><Told list={read.passed} line={line} /></div>}
            {read.errors.length === 0 && (
                <p role="status">
                    {shown.length + more === 0 ? t("ui.back.same") : <strong>{t("ui.back.sum", { changed: read.changed, created: read.created })}</strong>}
                </p>
            )}
            {shown.length > 0 && (
                <ul class="shelf" aria-label={t("ui.back.preview")}>{shown.map((row) => <Row key={row.line} row={row} />)}</ul>
            )}
            {more > 0 && <p class="soft small">{t("ui.paste.more", { n: more })}</p>}
        </>
    );
}

/* JSON was chosen, no sheet. */
const isData = (what: PlanFile | undefined): boolean => typeof what === "object" && !(what instanceof Blob);

/* What was chosen, as it is sent. Of JSON that is none the browser says where it ends to be one. */
async function readFile(file: File): Promise<PlanFile> {
    if (SHEET.test(file.name)) return file;
    const text = await file.text();
    if (!DATA.test(file.name)) return text;
    try {
        return Object(JSON.parse(text)) as object;
    } catch (error) {
        throw new ApiError("not_json", t("ui.back.not_json"), 0, error instanceof Error ? error.message : undefined);
    }
}

interface TakePlanProps {
    back: () => void;               /* to the documents */
    close: () => void;
}

export function TakePlan(props: TakePlanProps): JSX.Element {
    const { room } = useRoom();
    const input = useRef<HTMLInputElement>(null);
    const [sheet, setSheet] = useState<PlanFile | undefined>();
    const [read, setRead] = useState<PlanRead | undefined>();
    const [taken, setTaken] = useState<number | undefined>();
    const [busy, setBusy] = useState(false);
    const [failed, setFailed] = useState<ApiError | undefined>();
    const closed = room.workshop.value?.state === "closed";
    const ask = async (what: PlanFile, dry: boolean): Promise<void> => {
        setBusy(true);
        try {
            const got = await takeApi.plan(room.id, what, dry);
            setFailed(undefined);
            setRead(got);
            if (!dry) setTaken(got.created + got.changed);
        } catch (error) {
            setFailed(asApiError(error));
        } finally {
            setBusy(false);
        }
    };
    const onFile = async (): Promise<void> => {
        const file = input.current?.files?.[0];
        if (input.current) input.current.value = "";
        if (!file) return;
        setRead(undefined);
        setSheet(undefined);
        setFailed(undefined);
        try {
            const what = await readFile(file);
            setSheet(what);
            await ask(what, true);
        } catch (error) {
            setFailed(asApiError(error));
        }
    };
    const n = read ? read.created + read.changed : 0;
    const open = taken === undefined;
    const fine = open && sheet !== undefined && n > 0;
    return (
        <>
            {open && <p>{t("ui.back.text")}</p>}
            {closed && open && <p class="note warn">{t("ui.back.closed", { reopen: isolate(t("ui.run.reopen")) })}</p>}
            {!open && <p role="status">{t("ui.back.done", { n: taken })}</p>}
            {open && !closed && (
                <div>
                    <Button data-first disabled={busy} onClick={() => input.current?.click()}>{t("ui.import.file")}</Button>
                    <input ref={input} type="file" hidden accept=".xlsx,.csv,.json" aria-label={t("ui.import.file")} onChange={() => void onFile()} />
                </div>
            )}
            {busy && <Loading />}
            <Failed error={failed} retry={sheet !== undefined && failed?.status === 0 ? () => void ask(sheet, true) : undefined} />
            {open && read && <Read read={read} line={isData(sheet) ? "ui.back.entry" : "ui.import.line"} />}
            <div class="dialog-foot">
                <Button onClick={props.back}>{t(fine ? "ui.cancel" : "ui.back.back")}</Button>
                {fine
                    ? <Button look="first" disabled={busy} onClick={() => void ask(sheet, false)}>{t("ui.back.take", { n })}</Button>
                    : <Button onClick={props.close}>{t("ui.close")}</Button>}
            </div>
        </>
    );
}
