/* take_home: the documents of the workshop, by what people want of them, in the language or the two languages of choice. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { api, type DocumentName } from "../api";
import { lang, LANGS, t, type Lang } from "../i18n/index";
import { bundleAddress, calendarAddress, fileAddress } from "../ctrl/take_api";
import { Button, Failed, Field, Modal, valueOf } from "./parts";
import { download, making } from "../ctrl/download";
import { TakeCalendar } from "./take_calendar";
import { TakePlan } from "./take_plan";
import { useRoom } from "./use";

/* The plan and the report first: they are what most people come for. */
const DOCUMENTS: readonly (readonly [DocumentName, readonly string[]])[] = [
    ["plan", ["docx", "xlsx", "pdf", "html", "md", "csv", "json"]],
    ["report", ["docx", "pdf", "html", "md"]],
    ["recommendations", ["docx", "xlsx", "pdf", "html", "md"]],
    ["texts", ["docx", "pdf", "html", "md"]],
    ["agenda", ["docx", "xlsx", "pdf", "html", "md"]],
    ["polls", ["docx", "pdf", "html", "md"]],
    ["participation", ["docx", "xlsx", "pdf", "html", "md"]],
];

interface Wish {
    lang: Lang;
    lang2: Lang | "";
    clean: boolean;
}

/* A link that shows what becomes of it: a long document takes its time, and a refusal is a sentence, not a file. */
function Take(props: { href: string; name: string; children: string }): JSX.Element {
    const { href, name } = props;
    const onClick = (event: Event): void => {
        event.preventDefault();
        void download(href, name);
    };
    return <a class="button" href={href} download aria-label={name} onClick={onClick}>{props.children}</a>;
}

/* What is being made, and what came of it: in sight wherever in the long list it was asked for. */
function Making(): JSX.Element {
    const { name, seconds, waits, failed, made } = making.value;
    return (
        <div class="making">
            <Failed error={failed} />
            <p role="status">
                {made ? t("ui.export.made", { name: made })
                    : name && waits ? t("ui.export.waiting", { name, n: seconds })
                        : name ? t("ui.export.making", { name, n: seconds }) : ""}
            </p>
        </div>
    );
}

function DocumentRow(props: { name: DocumentName; formats: readonly string[]; wish: Wish }): JSX.Element {
    const id = useRoom().room.id;
    const title = t(`ui.export.doc.${props.name}`);
    return (
        <li class="stack">
            <strong>{title}</strong>
            <div class="row">
                {props.formats.map((format) => (
                    <Take key={format} name={`${title}: ${t(`ui.export.as.${format}`)}`}
                        href={api.documentAddress(id, props.name, format, props.wish)}>
                        {t(`ui.export.as.${format}`)}
                    </Take>
                ))}
            </div>
        </li>
    );
}

function Wishes(props: { wish: Wish; set: (wish: Partial<Wish>) => void }): JSX.Element {
    const { wish, set } = props;
    return (
        <>
            <Field label={t("ui.export.lang")}>
                {(ids) => (
                    <select {...ids} class="input" data-first value={wish.lang}
                        onChange={(event) => set({ lang: valueOf(event) as Lang })}>
                        {LANGS.map((one) => <option key={one} value={one}>{t(`ui.lang.${one}`)}</option>)}
                    </select>
                )}
            </Field>
            <Field label={t("ui.export.lang2")}>
                {(ids) => (
                    <select {...ids} class="input" value={wish.lang2}
                        onChange={(event) => set({ lang2: valueOf(event) as Lang | "" })}>
                        <option value="">{t("ui.export.one_language")}</option>
                        {LANGS.filter((one) => one !== wish.lang).map((one) => (
                            <option key={one} value={one}>{t(`ui.lang.${one}`)}</option>
                        ))}
                    </select>
                )}
            </Field>
            <label class="check">
                <input type="checkbox" checked={wish.clean} onChange={() => set({ clean: !wish.clean })} />
                {t("ui.export.clean")}
            </label>
        </>
    );
}

/* What is no document: calendars, the signed bundle, the workshop itself. */
function Data(props: { wish: Wish; turn: (to: Part) => void }): JSX.Element {
    const ctrl = useRoom();
    const { id } = ctrl.room;
    const { wish, turn } = props;
    return (
        <>
            <li class="stack">
                <strong>{t("ui.cal.title")}</strong>
                <div class="row">
                    <Take name={t("ui.cal.title")} href={calendarAddress(id, wish.lang)}>{t("ui.cal.file")}</Take>
                    <Button onClick={() => turn("calendar")}>{t("ui.cal.subscribe")}</Button>
                </div>
            </li>
            <li class="stack">
                <strong>{t("ui.bundle.title")}</strong>
                <span class="soft small">{t("ui.bundle.text")}</span>
                <div class="row"><Take name={t("ui.bundle.title")} href={bundleAddress(id, wish.lang)}>{t("ui.bundle.zip")}</Take></div>
            </li>
            <li class="stack">
                <strong>{t("ui.export.data")}</strong>
                <div class="row">
                    <Take name={t("ui.export.json")} href={api.exportAddress(id, "json", wish.lang)}>{t("ui.export.json")}</Take>
                    {ctrl.rights.value.staff && (
                        <>
                            <Take name={t("ui.file.full")} href={fileAddress(id, false)}>{t("ui.file.full")}</Take>
                            <Take name={t("ui.file.lean")} href={fileAddress(id, true)}>{t("ui.file.lean")}</Take>
                        </>
                    )}
                </div>
            </li>
            {ctrl.rights.value.staff && (
                <li class="stack">
                    <strong>{t("ui.back.title")}</strong>
                    <div class="row"><Button onClick={() => turn("plan")}>{t("ui.back.open")}</Button></div>
                </li>
            )}
        </>
    );
}

type Part = "documents" | "calendar" | "plan";

export function Export(): JSX.Element {
    const ctrl = useRoom();
    const [part, turn] = useState<Part>("documents");
    if (part !== "documents")
        return (
            <Modal title={t(part === "plan" ? "ui.back.title" : "ui.cal.subscribe")} onClose={() => ctrl.closeDialog()} wide>
                {part === "plan" ? <TakePlan /> : <TakeCalendar />}
                <div class="dialog-foot">
                    <Button onClick={() => turn("documents")}>{t("ui.back.back")}</Button>
                    <Button onClick={() => ctrl.closeDialog()}>{t("ui.close")}</Button>
                </div>
            </Modal>
        );
    return <Documents turn={turn} />;
}

function Documents(props: { turn: (to: Part) => void }): JSX.Element {
    const ctrl = useRoom();
    const [wish, setWish] = useState<Wish>({ lang: lang.value, lang2: "", clean: false });
    const set = (some: Partial<Wish>): void => {
        const next = { ...wish, ...some };
        setWish(next.lang2 === next.lang ? { ...next, lang2: "" } : next);
    };
    return (
        <Modal title={t("ui.export.title")} onClose={() => ctrl.closeDialog()}>
            <p>{t("ui.export.text")}</p>
            <Wishes wish={wish} set={set} />
            <ul class="stack shelf">
                {DOCUMENTS.map(([name, formats]) => <DocumentRow key={name} name={name} formats={formats} wish={wish} />)}
                <Data wish={wish} turn={props.turn} />
            </ul>
            <Making />
        </Modal>
    );
}
