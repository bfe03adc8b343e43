/* panel_row_marks: what a row and a theme say about themselves beside their fields, and what can be done to them. */
import type { JSX } from "preact";
import { openPoints, type OpenPoints } from "../ctrl/panel_index";
import { inGroup, rowName, rowOf, type Row } from "../ctrl/panel_rows";
import type { RowKind } from "../ctrl/plan";
import { isolate } from "../ctrl/say";
import { mlText, t } from "../i18n/index";
import { Menu, type Act } from "./menu";
import { step } from "./order";
import { Button, Plain } from "./parts";
import { useRoom } from "./use";

interface RowProps {
    kind: RowKind;
    id: number;
}

/* In the line of a row: its lock, where it comes from, and the way into its panel, with what is open there. */
export function RowMarks(props: RowProps): JSX.Element | null {
    const ctrl = useRoom();
    const { room, panels } = ctrl;
    const row = rowOf(room, props.id);
    if (!row || ctrl.screen.value) return null;
    const points = openPoints(room).value.get(row.id);
    const shown = panels.shown.value;
    const open = shown?.is === "row" && shown.id === row.id;
    const name = isolate(ctrl.plan.numberOf(row.id) || rowName(ctrl, row));
    return (
        <span class="row-marks">
            {row.locked && <span class="tag">{t("ui.lock.tag")}</span>}
            {row.version && row.k === "paragraph" && row.state === "draft" ? <span class="tag num">{t("ui.version.tag", { n: row.version + 1 })}</span> : null}
            {row.group !== undefined && row.group !== ctrl.plan.place.value && <Origin row={row} />}
            <button type="button" class="open-panel" aria-expanded={open} title={t("ui.panel.open")} disabled={row.id < 0}
                onClick={() => (open ? panels.close() : panels.openRow(row.id, points?.proposals && !points.comments ? "proposals" : "talk"))}>
                <span class="hear">{t("ui.panel.open_for", { name })}</span>
                <span aria-hidden="true" class="bubble" />
                <Counts points={points} />
            </button>
        </span>
    );
}

function Counts(props: { points: OpenPoints | undefined }): JSX.Element | null {
    const { points } = props;
    if (!points) return null;
    return (
        <>
            {points.comments > 0 && <Count n={points.comments} name="comments" />}
            {points.reservations > 0 && <Count n={points.reservations} name="reservations" />}
            {points.proposals > 0 && <Count n={points.proposals} name="proposals" />}
        </>
    );
}

/* "2" stands alone for comments; reservations and proposals carry their letter. */
function Count(props: { n: number; name: keyof OpenPoints }): JSX.Element {
    const said = t(`ui.points.${props.name}`, { n: props.n });
    return (
        <span class={`count num ${props.name}`} title={said}>
            <span aria-hidden="true">{props.name === "comments" ? props.n : t(`ui.points.short.${props.name}`, { n: props.n })}</span>
            <span class="hear">{said}</span>
        </span>
    );
}

function Origin(props: { row: Row }): JSX.Element | null {
    const { room } = useRoom();
    const title = mlText(room.get("group", props.row.group)?.title);
    return title ? <span class="tag origin" dir="auto" title={t("ui.groups.from", { name: isolate(title) })}><Plain>{title}</Plain></span> : null;
}

/* In an opened row: adoption, a new version, locking, bringing to the plenary. */
export function RowActs(props: RowProps): JSX.Element | null {
    const ctrl = useRoom();
    const { room, panels } = ctrl;
    const row = rowOf(room, props.id);
    const workshop = room.workshop.value;
    if (!row || row.id < 0 || workshop?.state === "closed") return null;
    const { staff, lead, order } = ctrl.rights.value;
    const kept = row.k !== "framework" && row.group !== undefined && !row.brought_at;
    const chairs = kept && room.get("group", row.group)?.chair === ctrl.self.value?.id;
    const adopts = staff && row.state !== "adopted" && !kept;
    return (
        <>
            {kept && (order || (chairs && inGroup(ctrl, row.group!))) && (
                <Button look="quiet" onClick={() => room.run("row.bring", { id: row.id })}>{t("ui.groups.bring")}</Button>
            )}
            {adopts && <Button look="quiet" onClick={() => panels.openTool("adoption", row.id)}>{t("ui.adoption.open_one")}</Button>}
            {row.state === "adopted" && (
                <Button look="quiet" onClick={() => panels.openTool("adoption", row.id)}>
                    {t(lead ? "ui.version.make" : "ui.adoption.see")}
                </Button>
            )}
            {staff && row.state === "draft" && (
                <Button look="quiet" aria-pressed={row.locked ?? false}
                    onClick={() => room.run("row.lock", { id: row.id, on: !row.locked })}>
                    {t(row.locked ? "ui.lock.off" : "ui.lock.on")}
                </Button>
            )}
        </>
    );
}

/* A theme's lock, and what can be done to it. `fixed`: it holds rows and cannot be removed. */
export function ThemeActs(props: { id: number; order: boolean; fixed: boolean }): JSX.Element | null {
    const { room, plan, edits } = useRoom();
    const { id, order, fixed } = props;
    const theme = room.get("theme", id);
    if (!theme) return null;
    const title = mlText(theme.title);
    const acts: Act[] = [];
    if (edits.value && id > 0) {
        const on = !theme.locked;
        acts.push({ key: "lock", text: t(on ? "ui.lock.on" : "ui.lock.off"), act: () => room.run("theme.lock", { id, on }) });
    }
    if (order) {
        acts.push({ key: "up", text: t("ui.up"), act: () => step(plan, "theme", id, -1) });
        acts.push({ key: "down", text: t("ui.down"), act: () => step(plan, "theme", id, 1) });
    }
    if (order && !fixed) acts.push({ key: "remove", text: t("ui.remove"), act: () => plan.remove("theme", id, title) });
    return (
        <>
            {theme.locked && <span class="tag">{t("ui.lock.tag")}</span>}
            {acts.length > 0 && (
                <Menu label={<span aria-hidden="true">⋯</span>} look="button quiet icon" acts={acts}
                    name={t("ui.row.acts", { text: isolate(title) })} />
            )}
        </>
    );
}
