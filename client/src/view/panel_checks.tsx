/* panel_checks: advice about one row, and about the whole plan by check. It advises; adoption can be set to require it. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { isRow, useFindings, type Row } from "../ctrl/panel_rows";
import { t } from "../i18n/index";
import { CHECKS, rowBrackets, type Check, type Findings } from "../rules/checks";
import { Empty, RowLink } from "./panel_parts";
import { Button, Loading } from "./parts";
import { useRoom } from "./use";

export function RowChecks(props: { row: Row }): JSX.Element {
    const { room } = useRoom();
    const findings = useFindings(room);
    const { row } = props;
    if (!findings) return <Loading />;
    const found = findings.of.get(row.id) ?? [];
    if (found.length === 0) return <Empty text={t("ui.check.row_fine")} />;
    return <ul class="checks">{found.map((check) => <Advice key={check} check={check} row={row} findings={findings} />)}</ul>;
}

function Advice(props: { check: Check; row: Row; findings: Findings }): JSX.Element {
    const ctrl = useRoom();
    const { check, row, findings } = props;
    const required = ctrl.room.workshop.value?.adoption_requires?.includes(check);
    const alike = check === "duplicate_wording" ? (findings.alike.get(row.id) ?? []) : [];
    const others = alike.map((id) => ctrl.room.row(id).value).filter(isRow);
    return (
        <li>
            <p>
                {check === "open_brackets" ? t("ui.brackets.n", { n: rowBrackets(row) }) : t(`ui.check.${check}`)}
                {required && <> <span class="tag warn">{t("ui.check.required")}</span></>}
            </p>
            {others.map((other) => (
                <div key={other.id} class="row">
                    <RowLink row={other} />
                    {ctrl.edits.value && <Button look="slim" onClick={() => ctrl.panels.openTool("merge", row.id, other.id)}>{t("ui.merge.open")}</Button>}
                </div>
            ))}
        </li>
    );
}

/* By check, the most pressing first; each row leads to its place in the plan. */
export function PlanChecks(): JSX.Element {
    const { room } = useRoom();
    const findings = useFindings(room);
    if (!findings) return <Loading />;
    const by = CHECKS.map((check) => ({ check, ids: [...findings.of].filter(([, found]) => found.includes(check)).map(([id]) => id) }));
    const found = by.filter(({ ids }) => ids.length > 0);
    if (found.length === 0) return <Empty text={t("ui.check.plan_fine")} />;
    return (
        <div class="stack">
            <p class="soft">{t("ui.check.advice")}</p>
            {found.map(({ check, ids }) => <ByCheck key={check} check={check} ids={ids} open={found.length < 3} />)}
        </div>
    );
}

const SHOWN = 50;

function ByCheck(props: { check: Check; ids: readonly number[]; open: boolean }): JSX.Element {
    const { room } = useRoom();
    const [open, setOpen] = useState(props.open);
    const required = room.workshop.value?.adoption_requires?.includes(props.check);
    return (
        <details class="by-check" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
            <summary>
                <span class="spring">{t(`ui.check.${props.check}`)}</span>
                {required && <span class="tag warn">{t("ui.check.required")}</span>}
                <span class="count num">{props.ids.length}</span>
            </summary>
            {open && <RowList ids={props.ids} />}
        </details>
    );
}

export function RowList(props: { ids: readonly number[]; note?: (row: Row) => JSX.Element | null }): JSX.Element {
    const { room } = useRoom();
    const rows = props.ids.slice(0, SHOWN).map((id) => room.row(id).value).filter(isRow);
    return (
        <ul class="row-list">
            {rows.map((row) => <li key={row.id}><RowLink row={row}>{props.note?.(row)}</RowLink></li>)}
            {props.ids.length > SHOWN && <li class="soft">{t("ui.paste.more", { n: props.ids.length - SHOWN })}</li>}
        </ul>
    );
}
