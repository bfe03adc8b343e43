/* panel_open_points: what is not settled in the plan: open brackets, and reservations by delegation. */
import type { JSX } from "preact";
import { delegationName, isRow, rowOf, textsOf, useWorkedOut, type Row } from "../ctrl/panel_rows";
import { t } from "../i18n/index";
import { bracketsOf } from "../rules/brackets";
import { rowBrackets } from "../rules/checks";
import type { Remark } from "../sync/kinds";
import type { Room } from "../sync/room";
import { Empty, RowLink } from "./panel_parts";
import { OneRemark, Talk } from "./panel_talk";
import { Loading, Plain } from "./parts";
import { useRoom } from "./use";

interface OpenRow {
    row: Row;
    n: number;
}

const KINDS = ["action", "recommendation", "framework", "paragraph"] as const;

const SHOWN = 50;

function* counting(room: Room): Generator<void, OpenRow[]> {
    const found: OpenRow[] = [];
    for (const row of KINDS.flatMap((kind): readonly Row[] => room.list(kind).value)) {
        const n = rowBrackets(row);
        if (n > 0) found.push({ row, n });
        yield;
    }
    return found;
}

export function BracketsTool(): JSX.Element {
    const { room } = useRoom();
    const open = useWorkedOut(room, () => counting(room), [room]);
    if (!open) return <Loading />;
    if (open.length === 0) return <Empty text={t("ui.brackets.none")} />;
    return (
        <div class="stack">
            <p class="num"><strong>{t("ui.brackets.n", { n: open.reduce((sum, { n }) => sum + n, 0) })}</strong></p>
            <p class="soft">{t("ui.brackets.how")}</p>
            <ul class="row-list">
                {open.slice(0, SHOWN).map(({ row }) => <li key={row.id}><RowLink row={row} /><Brackets id={row.id} /></li>)}
                {open.length > SHOWN && <li class="soft">{t("ui.paste.more", { n: open.length - SHOWN })}</li>}
            </ul>
        </div>
    );
}

function Brackets(props: { id: number }): JSX.Element | null {
    const row = rowOf(useRoom().room, props.id);
    if (!row) return null;
    return (
        <ul class="open-list">
            {textsOf(row).flatMap(({ field, lang, text }) => bracketsOf(text).map(({ alternatives, start }) => (
                <li key={`${field}${lang}${start}`} class="user" dir="auto" lang={lang}>
                    {alternatives.map((one, i) => (
                        <span key={i}>{i > 0 && <span class="soft"> {t("ui.brackets.or")} </span>}<mark class="open-words">{one || "–"}</mark></span>
                    ))}
                </li>
            )))}
        </ul>
    );
}

/* By delegation, those that stand first; then the plan's own, with the field to add one. */
export function ReservationsTool(): JSX.Element {
    const { room } = useRoom();
    const all = room.list("remark").value.filter((one) => one.type === "reservation" && !one.resolved && one.of);
    const by = new Map<number, Remark[]>();
    for (const one of all) by.set(one.delegation ?? 0, [...(by.get(one.delegation ?? 0) ?? []), one]);
    return (
        <div class="stack">
            {all.length === 0 && <p class="soft">{t("ui.reservations.none")}</p>}
            {[...by].map(([delegation, list]) => (
                <section key={delegation} class="stack">
                    <h3><Plain>{delegationName(room, delegation)}</Plain> <span class="count num">{list.length}</span></h3>
                    <ul class="remarks">
                        {list.map((one) => {
                            const row = room.row(one.of!).value;
                            return (
                                <li key={one.id} class="of-row">
                                    {isRow(row) && <RowLink row={row} />}
                                    <ul class="remarks"><OneRemark remark={one} /></ul>
                                </li>
                            );
                        })}
                    </ul>
                </section>
            ))}
            <h3>{t("ui.reservations.whole")}</h3>
            <Talk of={0} />
        </div>
    );
}
