/*
 * drag: a row of the plan carried by a pointer, a finger included: a line shows where it would be put, the list scrolls at
 * its edges, Escape or letting go outside puts it back. Whoever cannot drag has buttons and keys for the same.
 */
import { signal } from "@preact/signals";
import type { OrderedKind } from "./plan";

/* Where the row would stand: behind `after` (0: first), under the theme or text `into`. */
export interface Spot {
    after: number;
    into: number;
    y: number;                      /* px from the top of the screen, of the line that shows it */
    inset: { start: number; end: number };  /* px from the left, of the same line */
}

interface Carried {
    kind: OrderedKind;
    id: number;
}

const START_PX = 6;                 /* a hand that trembles does not move a row */
const EDGE_PX = 72;
const SPEED_PX = 14;                /* a frame */

export class Drag {
    readonly spot = signal<Spot | undefined>(undefined);
    readonly carried = signal<Carried | undefined>(undefined);
    private stop: () => void = () => undefined;

    /* A pointer went down on the handle of a row. */
    start(event: PointerEvent, what: Carried, drop: (spot: Spot) => void): void {
        if (event.button !== 0 || this.carried.peek()) return;
        const handle = event.currentTarget as HTMLElement;
        const scroller = handle.closest(".column") ?? document.scrollingElement!;
        const row = handle.closest("[data-row]");
        const from = { x: event.clientX, y: event.clientY };
        let y = from.y;
        let frame = 0;
        const scroll = (): void => {
            const { top, bottom } = scroller.getBoundingClientRect();
            const by = y < top + EDGE_PX ? -SPEED_PX : y > bottom - EDGE_PX ? SPEED_PX : 0;
            if (by) scroller.scrollTop += by;
            this.spot.value = spotAt(scroller, y, what);
            frame = requestAnimationFrame(scroll);
        };
        const move = (moved: PointerEvent): void => {
            y = moved.clientY;
            if (this.carried.peek() || Math.hypot(moved.clientX - from.x, y - from.y) < START_PX) return;
            this.carried.value = what;
            row?.setAttribute("data-carried", "");
            frame = requestAnimationFrame(scroll);
        };
        const up = (): void => {
            const spot = this.carried.peek() ? spotAt(scroller, y, what) : undefined;
            this.stop();
            if (spot) drop(spot);
        };
        const key = (pressed: KeyboardEvent): void => {
            if (pressed.key !== "Escape") return;
            pressed.preventDefault();
            pressed.stopPropagation();
            this.stop();
        };
        const cancel = (): void => this.stop();
        handle.setPointerCapture(event.pointerId);
        handle.addEventListener("pointermove", move);
        handle.addEventListener("pointerup", up);
        handle.addEventListener("pointercancel", cancel);
        addEventListener("keydown", key, true);
        this.stop = () => {
            cancelAnimationFrame(frame);
            row?.removeAttribute("data-carried");
            handle.removeEventListener("pointermove", move);
            handle.removeEventListener("pointerup", up);
            handle.removeEventListener("pointercancel", cancel);
            removeEventListener("keydown", key, true);
            this.carried.value = this.spot.value = undefined;
        };
    }
}

/* The rows among which it can stand are in the page as <li data-row data-kind>, in sections [data-into]. */
function spotAt(scroller: Element, y: number, what: Carried): Spot | undefined {
    const view = scroller.getBoundingClientRect();
    if (y < view.top || y > view.bottom) return undefined;
    let best: { section: HTMLElement; distance: number } | undefined;
    for (const section of scroller.querySelectorAll<HTMLElement>(`[data-into][data-holds="${what.kind}"]`)) {
        const { top, bottom } = section.getBoundingClientRect();
        const distance = y < top ? top - y : y > bottom ? y - bottom : 0;
        if (!best || distance < best.distance) best = { section, distance };
    }
    return best && within(best.section, y, what);
}

function within(section: HTMLElement, y: number, what: Carried): Spot {
    const box = section.getBoundingClientRect();
    const head = section.querySelector("[data-head]")?.getBoundingClientRect();
    const spot = { after: 0, into: Number(section.dataset.into), y: head?.bottom ?? box.top, inset: { start: box.left, end: box.right } };
    let before = 0;
    for (const row of section.querySelectorAll<HTMLElement>(`[data-row][data-kind="${what.kind}"]`)) {
        const { top, bottom } = row.getBoundingClientRect();
        const id = Number(row.dataset.row);
        if (y < (top + bottom) / 2) return { ...spot, after: before, y: top };
        if (id !== what.id) before = id;
        spot.y = bottom;
    }
    return { ...spot, after: before };
}
