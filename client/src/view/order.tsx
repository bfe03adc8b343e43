/* order: moving what stands in the plan: by buttons, by Alt and arrows, by dragging; and walking its cells by arrows. */
import type { JSX } from "preact";
import type { OrderedKind, PlanCtrl } from "../ctrl/plan";
import { announce, isolate } from "../ctrl/say";
import { t } from "../i18n/index";
import { Button } from "./parts";
import { useRoom } from "./use";

const FRAMES = 20;          /* until a row that moved is drawn where it stands now */

export function step(plan: PlanCtrl, kind: OrderedKind, id: number, by: 1 | -1): void {
    const back = focusIn(id, plan);
    announce(plan.move(kind, id, by) ? t(by < 0 ? "ui.say.up" : "ui.say.down") : t("ui.say.end"));
    back();
}

/* A row that goes under another theme is drawn anew there: the focus goes with it, to the same control. */
function focusIn(id: number, plan: PlanCtrl): () => void {
    const at = document.activeElement;
    const controls = (row: Element | null): HTMLElement[] => [...(row?.querySelectorAll<HTMLElement>("button, select") ?? [])];
    const row = at?.closest(`[data-row="${id}"]`) ?? null;
    const place = at instanceof HTMLElement ? controls(row).indexOf(at) : -1;
    let frames = 0;
    const look = (): void => {
        if (at instanceof HTMLElement && at.isConnected) return at.focus();
        const now = controls(document.querySelector(`[data-row="${id}"]`));
        if (now.length > 0) (now[place] ?? now[0]!).focus();
        else if (frames++ < FRAMES) requestAnimationFrame(look);
        else plan.wanted.value = { id };
    };
    return () => void (row && requestAnimationFrame(look));
}

/* Alt and an arrow move the row that has the focus. */
export function onMove(kind: OrderedKind, id: number, plan: PlanCtrl): (event: KeyboardEvent) => void {
    return (event) => {
        if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
        event.preventDefault();
        event.stopPropagation();
        step(plan, kind, id, event.key === "ArrowUp" ? -1 : 1);
    };
}

/* Arrows go from cell to cell: along the row in reading direction, up and down in the same column. */
export function onArrows(event: KeyboardEvent): void {
    const cell = event.target;
    if (!(cell instanceof HTMLElement) || !cell.matches("[data-cell]") || event.altKey) return;
    const row = cell.closest("[data-row]");
    const cells = cellsOf(row);
    const at = cells.indexOf(cell);
    const rtl = getComputedStyle(cell).direction === "rtl";
    let to: HTMLElement | undefined;
    if (event.key === "ArrowRight") to = cells[at + (rtl ? -1 : 1)];
    else if (event.key === "ArrowLeft") to = cells[at + (rtl ? 1 : -1)];
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        const rows = [...document.querySelectorAll("[data-row]")];
        const others = cellsOf(rows[rows.indexOf(row!) + (event.key === "ArrowUp" ? -1 : 1)]);
        to = others[Math.min(at, others.length - 1)];
    } else return;
    event.preventDefault();
    to?.focus();
}

function cellsOf(row: Element | null | undefined): HTMLElement[] {
    return [...(row?.querySelectorAll<HTMLElement>("[data-cell]") ?? [])];
}

/* What a hand or a mouse takes a row by. Keys and buttons do the same, so nobody else needs to know of it. */
export function Grip(props: { kind: OrderedKind; id: number }): JSX.Element {
    const { plan, drag } = useRoom();
    const { kind, id } = props;
    return (
        <span class="grip" aria-hidden="true" title={t("ui.row.drag")}
            onPointerDown={(event) => drag.start(event, { kind, id }, ({ after, into }) => plan.drop(kind, id, after, into))} />
    );
}

/* Where the row that is carried would be put. */
export function DropLine(): JSX.Element | null {
    const { drag } = useRoom();
    const spot = drag.spot.value;
    if (!spot) return null;
    const { y, inset } = spot;
    return <div class="drop-line" style={{ top: `${y}px`, left: `${inset.start}px`, width: `${inset.end - inset.start}px` }} />;
}

interface MenuProps {
    kind: OrderedKind;
    id: number;
    label: string;
}

export function OrderMenu(props: MenuProps): JSX.Element {
    const { plan } = useRoom();
    const { kind, id, label } = props;
    return (
        <div class="row-menu" role="group" aria-label={t("ui.row.order", { text: isolate(label) })}>
            <Sign sign="↑" text={t("ui.up")} act={() => step(plan, kind, id, -1)} />
            <Sign sign="↓" text={t("ui.down")} act={() => step(plan, kind, id, 1)} />
            <Sign sign="×" text={t("ui.remove")} act={() => plan.remove(kind, id, label)} />
        </div>
    );
}

function Sign(props: { sign: string; text: string; act: () => void }): JSX.Element {
    return (
        <Button look="quiet slim" title={props.text} onClick={props.act}>
            <span aria-hidden="true">{props.sign}</span>
            <span class="word">{props.text}</span>
        </Button>
    );
}
