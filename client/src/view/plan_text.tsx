/* plan_text: a framework text: numbered paragraphs drafted together, in a width that is calm to read. */
import type { JSX } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { announce } from "../ctrl/say";
import { mlText, t } from "../i18n/index";
import type { Framework, Paragraph } from "../sync/kinds";
import { AddLine } from "./add";
import { MlCell, TextCell } from "./cells";
import { Grip, onMove, OrderMenu } from "./order";
import { RowActs, RowMarks } from "./panel_marks";
import { Button, valueOf } from "./parts";
import { OpenWords, Origin, RowWriters, State, TEXT_MAX, TITLE_MAX } from "./plan_row";
import { Replacements } from "./replaced";
import { useRoom } from "./use";
import { Windowed } from "./windowed";

const LEVELS = ["heading", "paragraph", "subparagraph"] as const;
const NONE: readonly number[] = [];
const drawParagraph = (id: number, key: number): JSX.Element => <ParagraphRow key={key} id={id} />;

export function FrameworkText(props: { id: number }): JSX.Element | null {
    const { room, plan } = useRoom();
    const text = room.row(props.id).value as Framework | undefined;
    const rows = plan.paragraphs.value.get(props.id) ?? NONE;
    const list = useMemo(() => <Windowed rows={rows} draw={drawParagraph} class="paragraphs" />, [rows]);
    if (text?.k !== "framework") return null;
    const may = plan.may(text);
    const add = text.state === "draft" && !(text.locked && !may.order) && plan.mayAdd();
    return (
        <section class="framework" data-into={text.id} data-holds="paragraph">
            <div class="theme-head" data-head data-row={text.id} data-kind="framework"
                onKeyDown={may.order ? onMove("framework", text.id, plan) : undefined}>
                {may.order && <Grip kind="framework" id={text.id} />}
                <h3>
                    <MlCell label={t("ui.plan.framework_title")} class="bare" content={text.title} editable={may.write && may.order}
                        max={TITLE_MAX} send={(title, to) => plan.edit("framework", text.id, "title", title, to)} />
                </h3>
                <State row={text} />
                <RowMarks kind="framework" id={text.id} />
                <RowActs kind="framework" id={text.id} />
                {may.order && <OrderMenu kind="framework" id={text.id} label={mlText(text.title)} />}
            </div>
            {rows.length === 0 && <p class="soft">{t("ui.plan.framework_empty")}</p>}
            {list}
            {add && (
                <div class="row">
                    <AddLine label={t("ui.plan.add_paragraph")} field={t("ui.plan.paragraph")} max={TEXT_MAX}
                        add={(words) => plan.addParagraph(text.id, "paragraph", words)} />
                    <AddLine label={t("ui.plan.add_heading")} field={t("ui.level.heading")} max={TEXT_MAX}
                        add={(words) => plan.addParagraph(text.id, "heading", words)} />
                </div>
            )}
        </section>
    );
}

function ParagraphRow(props: { id: number }): JSX.Element | null {
    const { room, plan } = useRoom();
    const row = room.row(props.id).value as Paragraph | undefined;
    if (row?.k !== "paragraph") return null;
    const { id } = row;
    const may = plan.may(row);
    const open = plan.isOpened(id);
    const waits = room.pending(id);
    return (
        <li class={`paragraph ${row.level} ${row.state} ${waits ? "waiting" : ""} ${open ? "open" : ""}`} data-row={id}
            data-kind="paragraph" onKeyDown={may.order ? onMove("paragraph", id, plan) : undefined}>
            {may.order && <Grip kind="paragraph" id={id} />}
            <button type="button" class="number num" aria-expanded={open} onClick={() => plan.toggle(id)}>
                <span class="hear">{t("ui.row.more")} </span>
                {plan.numberOf(id)}
                <span class="sign" aria-hidden="true" />
            </button>
            <TextCell of={id} field="text" label={t(`ui.level.${row.level}`)} class="main" content={row.text} may={may} max={TEXT_MAX}
                lines={row.level !== "heading"} below={() => void (plan.adding.value = id)} />
            <div class="side">
                {row.state !== "draft" && <State row={row} />}
                {waits && <span class="soft small">{t("ui.waits")}</span>}
                <OpenWords kind="paragraph" id={id} />
                <RowMarks kind="paragraph" id={id} />
            </div>
            <RowWriters id={id} />
            <Replacements id={id} />
            {open && <Opened row={row} order={may.order} />}
            {plan.adding.value === id && <AddBelow row={row} />}
        </li>
    );
}

function Opened(props: { row: Paragraph; order: boolean }): JSX.Element {
    const { plan } = useRoom();
    const { row, order } = props;
    return (
        <div class="row-acts">
            {order && (
                <label class="inline">
                    <span class="soft small">{t("ui.field.level")}</span>
                    <select class="input" value={row.level} onChange={(event) => plan.edit("paragraph", row.id, "level", valueOf(event))}>
                        {LEVELS.map((one) => <option key={one} value={one}>{t(`ui.level.${one}`)}</option>)}
                    </select>
                </label>
            )}
            {order && <OrderMenu kind="paragraph" id={row.id} label={mlText(row.text)} />}
            <Button look="quiet slim" onClick={() => void (plan.adding.value = row.id)}>+ {t("ui.plan.add_below")}</Button>
            <RowActs kind="paragraph" id={row.id} />
            <Origin row={row} />
        </div>
    );
}

/* The next paragraph, of the same level; after a heading, a paragraph. */
function AddBelow(props: { row: Paragraph }): JSX.Element {
    const { plan } = useRoom();
    const { id, framework = 0, level } = props.row;
    const after = useRef(id);
    const close = (): void => {
        if (plan.adding.peek() === id) plan.adding.value = 0;
    };
    return (
        <div class="add-below">
            <AddLine open label={t("ui.plan.paragraph")} field={t("ui.plan.paragraph")} max={TEXT_MAX} close={close}
                add={(text) => {
                    after.current = plan.addParagraph(framework, level === "heading" ? "paragraph" : level, text, after.current);
                    announce(t("ui.say.added"));
                }} />
        </div>
    );
}
