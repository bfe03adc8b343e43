/* take_home: the documents of the workshop, by what people want of them, in the language or the two languages of choice. */
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { lang, LANGS, t, type Lang } from "../i18n/index";
import type { RoomCtrl } from "../ctrl/room";
import {
    bundleAddress, calendarAddress, dataAddress, documentAddress, fileAddress, type DocumentName, type DocumentWish,
} from "../ctrl/take_api";
import { Button, Field, Modal, valueOf } from "./parts";
import { MakingNote, Take } from "./take";
import { TakeCalendar } from "./take_calendar";
import { TakePlan } from "./take_plan";
import { useRoom } from "./use";

/* What everybody opens stands in the line; the rest waits behind one button. */
const COMMON: readonly string[] = ["xlsx", "docx", "pdf"];

/* The plan and the report first: they are what most people come for. What the room has nothing of is left out. */
const DOCUMENTS: readonly { name: DocumentName; formats: readonly string[]; has?: (ctrl: RoomCtrl) => boolean }[] = [
    { name: "plan", formats: ["docx", "xlsx", "pdf", "html", "md", "csv", "json"] },
    { name: "report", formats: ["docx", "pdf", "html", "md"] },
    {
        name: "recommendations", formats: ["docx", "xlsx", "pdf", "html", "md"],
        has: ({ room }) => room.list("recommendation").value.length > 0,
    },
    { name: "texts", formats: ["docx", "pdf", "html", "md"], has: ({ room }) => room.list("framework").value.length > 0 },
    { name: "agenda", formats: ["docx", "xlsx", "pdf", "html", "md"] },
    { name: "polls", formats: ["docx", "pdf", "html", "md"], has: ({ room }) => room.list("poll").value.length > 0 },
    { name: "participation", formats: ["docx", "xlsx", "pdf", "html", "md"] },
    { name: "attendance", formats: ["docx", "xlsx", "pdf", "html", "md", "csv"], has: ({ rights }) => rights.value.staff },
];

interface LineProps {
    title: string;
    about?: string;
    other?: ComponentChildren;      /* the button for what is not shown yet */
    more?: ComponentChildren;       /* what it shows */
    children: ComponentChildren;
}

/* One line of the list: what it is, and what can be done with it. */
function Line(props: LineProps): JSX.Element {
    return (
        <li class="take-line">
            <div>
                <strong>{props.title}</strong>
                {props.about && <p class="soft small">{props.about}</p>}
            </div>
            {props.other}
            <div class="row">{props.children}</div>
            {props.more && <div class="row take-more">{props.more}</div>}
        </li>
    );
}

function DocumentLine(props: { name: DocumentName; formats: readonly string[]; wish: DocumentWish }): JSX.Element {
    const { room } = useRoom();
    const [all, showAll] = useState(false);
    const title = t(`ui.export.doc.${props.name}`);
    const take = (format: string): JSX.Element => (
        <Take key={format} name={`${title} · ${t(`ui.export.as.${format}`)}`}
            href={documentAddress(room.id, props.name, format, props.wish)}>
            {t(`ui.export.as.${format}`)}
        </Take>
    );
    const other = (
        <Button look="quiet icon" aria-expanded={all} aria-label={t("ui.export.others", { name: title })} onClick={() => showAll(!all)}>
            <span aria-hidden="true">⋯</span>
        </Button>
    );
    return (
        <Line title={title} other={other} more={all && props.formats.filter((one) => !COMMON.includes(one)).map(take)}>
            {COMMON.filter((one) => props.formats.includes(one)).map(take)}
        </Line>
    );
}

function Wishes(props: { wish: DocumentWish; set: (wish: Partial<DocumentWish>) => void }): JSX.Element {
    const { wish, set } = props;
    return (
        <div class="stack">
            <div class="pair roomy">
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
            </div>
            <label class="check">
                <input type="checkbox" checked={wish.clean} onChange={() => set({ clean: !wish.clean })} />
                {t("ui.export.clean")}
            </label>
        </div>
    );
}

/* What is no document: calendars, the signed bundle, the workshop itself. */
function Data(props: { wish: DocumentWish; turn: (to: Part) => void }): JSX.Element {
    const ctrl = useRoom();
    const { id } = ctrl.room;
    const { wish, turn } = props;
    const { staff } = ctrl.rights.value;
    const take = (title: string, text: string, href: string): JSX.Element => (
        <Take name={`${title} · ${text}`} href={href}>{text}</Take>
    );
    return (
        <ul class="shelf">
            <Line title={t("ui.cal.title")} about={t("ui.cal.about")}>
                <Button onClick={() => turn("calendar")}>{t("ui.cal.subscribe")}</Button>
                {take(t("ui.cal.title"), t("ui.cal.file"), calendarAddress(id, wish.lang))}
            </Line>
            <Line title={t("ui.bundle.title")} about={t("ui.bundle.text")}>
                {take(t("ui.bundle.title"), t("ui.bundle.zip"), bundleAddress(id, wish.lang))}
            </Line>
            {staff && (
                <Line title={t("ui.file.title")} about={t("ui.file.text")}>
                    {take(t("ui.file.title"), t("ui.file.full"), fileAddress(id, false))}
                    {take(t("ui.file.title"), t("ui.file.lean"), fileAddress(id, true))}
                </Line>
            )}
            <Line title={t("ui.export.data")} about={t("ui.export.data_text")}>
                {take(t("ui.export.data"), t("ui.export.as.json"), dataAddress(id, wish.lang))}
            </Line>
            {staff && (
                <Line title={t("ui.back.title")} about={t("ui.back.about")}>
                    <Button onClick={() => turn("plan")}>{t("ui.import.file")}</Button>
                </Line>
            )}
        </ul>
    );
}

type Part = "documents" | "calendar" | "plan";

export function Export(): JSX.Element {
    const ctrl = useRoom();
    const [part, turn] = useState<Part>("documents");
    const [wish, setWish] = useState<DocumentWish>({ lang: lang.value, lang2: "", clean: false });
    const set = (some: Partial<DocumentWish>): void => {
        const next = { ...wish, ...some };
        setWish(next.lang2 === next.lang ? { ...next, lang2: "" } : next);
    };
    const close = (): void => ctrl.closeDialog();
    const back = (): void => turn("documents");
    if (part === "plan")
        return <Modal key={part} title={t("ui.back.title")} onClose={close} wide><TakePlan back={back} close={close} /></Modal>;
    if (part === "calendar")
        return (
            <Modal key={part} title={t("ui.cal.subscribe_title")} onClose={close} wide>
                <TakeCalendar />
                <div class="dialog-foot">
                    <Button onClick={back}>{t("ui.back.back")}</Button>
                    <Button onClick={close}>{t("ui.close")}</Button>
                </div>
            </Modal>
        );
    return (
        <Modal key={part} title={t("ui.export.title")} onClose={close} wide>
            <p>{t("ui.export.text")}</p>
            <Wishes wish={wish} set={set} />
            <ul class="shelf">
                {DOCUMENTS.filter((one) => !one.has || one.has(ctrl)).map(({ name, formats }) => (
                    <DocumentLine key={name} name={name} formats={formats} wish={wish} />
                ))}
            </ul>
            <Data wish={wish} turn={turn} />
            <MakingNote />
        </Modal>
    );
}
