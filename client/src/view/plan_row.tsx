/*
 * plan_row: one row of the plan: a line of a table on a wide screen, a card on a phone, and all its fields when it is opened.
 * A row reads its own thing and nothing else, so that a change of it draws this row alone.
 */
import type { ComponentChildren, JSX } from "preact";
import { useRef } from "preact/hooks";
import { dueText } from "../ctrl/due";
import type { May, Row, RowKind } from "../ctrl/plan";
import { announce, isolate } from "../ctrl/say";
import { listed, mlText, t, tOf, time } from "../i18n/index";
import type { Action, Recommendation } from "../sync/kinds";
import { AddLine } from "./add";
import { TextCell } from "./cells";
import { Grip, onMove, OrderMenu } from "./order";
import { RowActs, RowMarks } from "./panel_marks";
import { Plain } from "./parts";
import { ActionFields } from "./plan_fields";
import { Replacements } from "./replaced";
import { useRoom } from "./use";
import { ChoiceCell, DueCell, type Choice } from "./values";

export const TITLE_MAX = 300;
export const TEXT_MAX = 20_000;
const STATUSES = ["planned", "under_way", "delayed", "done", "dropped"] as const;

/* The delegations as choices. */
export function useParties(): () => readonly Choice[] {
    const { people } = useRoom();
    return () => people.delegations.peek().map((one) => ({ value: String(one.id), text: mlText(one.name) }));
}

export function statusChoices(): Choice[] {
    return STATUSES.map((one) => ({ value: one, text: t(`ui.status.${one}`) }));
}

export function ActionRow(props: { id: number }): JSX.Element | null {
    const { room, plan } = useRoom();
    const row = room.row(props.id).value as Action | undefined;
    if (row?.k !== "action") return null;
    const { id } = row;
    const may = plan.may(row);
    const open = plan.isOpened(id);
    const below = (): void => void (plan.adding.value = id);
    return (
        <RowFrame row={row} title={mlText(row.title)} open={open} add={{
            label: t("ui.plan.action"), max: TITLE_MAX, make: (text, after) => plan.addAction(row.theme, text, after),
        }}>
            <TextCell of={id} field="title" label={t("ui.plan.action")} class="main" content={row.title} may={may} max={TITLE_MAX}
                lines={false} below={below} />
            {!open && <ActionLine row={row} may={may} below={below} />}
            {open && <ActionFields row={row} may={may} below={below} />}
        </RowFrame>
    );
}

/* What a row shows while it is closed. */
function ActionLine(props: { row: Action; may: May; below: () => void }): JSX.Element {
    const { room, plan } = useRoom();
    const parties = useParties();
    const { row, may, below } = props;
    const { write } = may;
    const edit = (field: string, value: unknown): void => plan.edit("action", row.id, field, value);
    return (
        <>
            <ChoiceCell label={t("ui.field.lead")} class="lead" value={row.lead ? String(row.lead) : "none"} editable={write}
                text={row.lead ? mlText(room.get("delegation", row.lead)?.name) : ""} below={below}
                choices={() => [{ value: "none", text: t("ui.none") }, ...parties()]}
                send={(value) => edit("lead", value === "none" ? null : Number(value))} />
            <DueCell label={t("ui.field.due")} class="due-cell" value={row.due ?? ""} editable={write} below={below}
                send={(value) => edit("due", value)} before={row.start ? dueText(row.start) : undefined} />
            <TextCell of={row.id} field="indicator" label={t("ui.field.indicator")} class="indicator" content={row.indicator}
                may={may} max={TITLE_MAX} lines={false} below={below}
                after={row.target && <span class="target"><span class="soft">{t("ui.field.target")}: </span><Plain>{row.target}</Plain></span>} />
            <ChoiceCell label={t("ui.field.status")} class={`status ${row.status}`} value={row.status} editable={write}
                text={t(`ui.status.${row.status}`)} below={below} choices={statusChoices} send={(value) => edit("status", value)} />
        </>
    );
}

export function RecommendationRow(props: { id: number }): JSX.Element | null {
    const { room, plan } = useRoom();
    const row = room.row(props.id).value as Recommendation | undefined;
    if (row?.k !== "recommendation") return null;
    const may = plan.may(row);
    const open = plan.isOpened(row.id);
    return (
        <RowFrame row={row} title={mlText(row.text)} open={open} add={{
            label: t("ui.plan.recommendation"), max: TEXT_MAX, make: (text, after) => plan.addRecommendation(text, after),
        }}>
            <TextCell of={row.id} field="text" label={t("ui.plan.recommendation")} class="main" content={row.text} may={may}
                max={TEXT_MAX} lines below={() => void (plan.adding.value = row.id)} />
            <Carried id={row.id} />
            {open && <Origin row={row} />}
        </RowFrame>
    );
}

/* The actions that carry out a recommendation, by their numbers. */
function Carried(props: { id: number }): JSX.Element | null {
    const { plan } = useRoom();
    const actions = plan.actionsOf(props.id);
    if (actions.length === 0) return null;
    return <p class="links small"><span class="soft">{t("ui.plan.carried")} </span><Numbers of={actions} /></p>;
}

/* Rows by the numbers people quote; each leads to its row. */
export function Numbers(props: { of: readonly number[] }): JSX.Element {
    const { room, plan } = useRoom();
    return (
        <>
            {props.of.map((id) => {
                const row = room.row(id).value as Row | undefined;
                const text = row?.k === "action" ? mlText(row.title) : row?.k === "recommendation" ? mlText(row.text) : "";
                return (
                    <button key={id} type="button" class="number-link num" title={text} onClick={() => plan.goTo(id)}>
                        {plan.numberOf(id) || "–"}<span class="hear"> {text}</span>
                    </button>
                );
            })}
        </>
    );
}

interface FrameProps {
    row: Action | Recommendation;
    title: string;
    open: boolean;
    add: { label: string; max: number; make: (text: string, after: number) => number };
    children: ComponentChildren;
}

/* Number, cells, state, what others do here, and what can be done to the row when it is open. */
function RowFrame(props: FrameProps): JSX.Element {
    const { room, plan } = useRoom();
    const { row, open, title } = props;
    const { id, k: kind } = row;
    const may = plan.may(row);
    const waits = room.pending(id);
    const look = `plan-row ${kind} ${row.state} ${waits ? "waiting" : ""} ${open ? "open" : ""}`;
    return (
        <li class={look} data-row={id} data-kind={kind} onKeyDown={may.order ? onMove(kind, id, plan) : undefined}>
            {may.order && <Grip kind={kind} id={id} />}
            <button type="button" class="number num" aria-expanded={open} onClick={() => plan.toggle(id)}>
                <span class="hear">{t("ui.row.all_fields")} </span>
                {plan.numberOf(id) || "–"}
                <span class="sign" aria-hidden="true" />
            </button>
            {props.children}
            <div class="side">
                <State row={row} />
                {waits && <span class="soft small">{t("ui.waits")}</span>}
                <OpenWords kind={kind} id={id} />
                <RowMarks kind={kind} id={id} />
            </div>
            <RowWriters id={id} />
            <Replacements id={id} />
            {open && (
                <div class="row-acts">
                    {may.order && <OrderMenu kind={kind} id={id} label={title} />}
                    <RowActs kind={kind} id={id} />
                </div>
            )}
            {plan.adding.value === id && <AddBelow id={id} {...props.add} />}
        </li>
    );
}

export function State(props: { row: Row }): JSX.Element {
    const { k, state, version } = props.row;
    const look = state === "adopted" ? "tag on" : state === "proposed" ? "tag warn" : "soft small";
    return (
        <span class={`state ${look}`}>
            {tOf(`ui.row.${state}`, k)}
            {version ? <span class="num"> {t("ui.row.version", { n: version + 1 })}</span> : null}
        </span>
    );
}

/* How much of its wording is open. */
export function OpenWords(props: { kind: RowKind; id: number }): JSX.Element | null {
    const { plan } = useRoom();
    const n = plan.bracketsOf(props.kind, props.id);
    if (n === 0) return null;
    return (
        <span class="tag warn brackets" title={t("ui.row.brackets", { n })}>
            <span aria-hidden="true">[ ] {n}</span>
            <span class="hear">{t("ui.row.brackets", { n })}</span>
        </span>
    );
}

/* "Leila is writing: Indicator"; not of the field that is open here, which says so itself. */
export function RowWriters(props: { id: number }): JSX.Element | null {
    const { room, plan } = useRoom();
    const fields = new Map<string, string[]>();
    for (const [person, at] of room.where.value) {
        if (at.id !== props.id || person === room.me.value.person || plan.writing.value === `${at.id}/${at.field}`) continue;
        const names = fields.get(at.field) ?? [];
        names.push(isolate(room.get("person", person)?.name ?? ""));
        fields.set(at.field, names);
    }
    if (fields.size === 0) return null;
    return (
        <p class="writers small">
            {[...fields].map(([field, names]) => (
                <span key={field}>
                    {t("ui.row.writes", { n: names.length, who: listed(names), field: t(`ui.field.${field}`) })}
                </span>
            ))}
        </p>
    );
}

/* A new row below this one, and the next below that. */
function AddBelow(props: { id: number } & FrameProps["add"]): JSX.Element {
    const { plan } = useRoom();
    const after = useRef(props.id);
    const close = (): void => {
        if (plan.adding.peek() === props.id) plan.adding.value = 0;
    };
    return (
        <div class="add-below">
            <AddLine open label={props.label} field={props.label} max={props.max} close={close}
                add={(text) => {
                    after.current = props.make(text, after.current);
                    announce(t("ui.say.added"));
                }} />
        </div>
    );
}

/* Who wrote it first, when, and what it comes from. */
export function Origin(props: { row: Row }): JSX.Element | null {
    const { room } = useRoom();
    const { row } = props;
    const parts: string[] = [];
    const name = room.get("person", row.created_by)?.name;
    const zone = room.workshop.value?.time_zone;
    const at = row.created_at && time(row.created_at, { dateStyle: "medium", timeStyle: "short" }, zone);
    if (at) parts.push(name ? t("ui.row.origin_by", { who: isolate(name), at }) : t("ui.row.origin", { at }));
    const item = row.item && room.get("item", row.item);
    if (item) parts.push(t("ui.row.origin_item", { title: isolate(mlText(item.title)) }));
    const group = row.group && room.get("group", row.group);
    if (group) parts.push(t("ui.row.origin_group", { title: isolate(mlText(group.title)) }));
    const poll = row.k === "action" && row.poll ? room.get("poll", row.poll) : undefined;
    if (poll) parts.push(t("ui.row.origin_poll", { title: isolate(mlText(poll.question)) }));
    if (row.reason) parts.push(t("ui.row.origin_reason", { text: isolate(row.reason) }));
    return parts.length ? <p class="origin soft small">{parts.join(" · ")}</p> : null;
}
