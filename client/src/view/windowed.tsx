/* windowed: a list of rows of which only those near the screen are in the page, so that 2,000 rows stay quick. */
import { effect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { RowWindow } from "../ctrl/row_window";
import { useRoom } from "./use";

const ROW_PX = 60;          /* a row's height until some were measured */
const CARD_PX = 200;        /* the same of a card on a phone */

interface WindowedProps {
    rows: readonly number[];
    class?: string;
    /* The same function for as long as rows are drawn in the same way: a row is asked for once. */
    draw: (id: number, key: number) => JSX.Element;
}

export function Windowed(props: WindowedProps): JSX.Element {
    const { room } = useRoom();
    const box = useRef<HTMLOListElement>(null);
    const [drawing] = useState(() => new Drawing());
    const [, redraw] = useState(0);
    drawing.redraw = () => redraw((n) => n + 1);
    drawing.window.setRows(props.rows);
    useEffect(() => drawing.follow(box.current!), []);
    useLayoutEffect(() => drawing.drawn());
    useWanted(drawing, props.rows);
    const pieces = drawing.window.pieces(drawing.held());
    return (
        <ol ref={box} class={`rows ${props.class ?? ""}`}>
            {pieces.map((piece) => ("gap" in piece
                ? <li key={piece.key} role="presentation" class="gap" style={{ blockSize: `${piece.gap}px` }} />
                : drawing.rowOf(room.key(piece.row), piece.row, props.draw)))}
        </ol>
    );
}

/* A row that somebody asks for is drawn, brought on the screen and given the focus. */
function useWanted(drawing: Drawing, rows: readonly number[]): void {
    const { plan } = useRoom();
    useEffect(() => effect(() => {
        const wanted = plan.wanted.value;
        if (wanted && rows.includes(wanted.id)) drawing.bring(wanted.id);
    }), [rows]);
}

class Drawing {
    readonly window = new RowWindow(matchMedia("(max-width: 699px)").matches ? CARD_PX : ROW_PX);
    redraw: () => void = () => undefined;
    private box: HTMLOListElement | undefined;
    private scroller: Element | null = null;
    private timer = 0;
    private frame = 0;
    private brought = 0;
    private draw: unknown;
    private readonly made = new Map<number, { id: number; row: JSX.Element }>();
    private readonly sizes = new ResizeObserver((entries) => this.measure(entries));
    private readonly watched = new Map<Element, number>();

    /* Follow the scrolling until the returned function is called. */
    follow(box: HTMLOListElement): () => void {
        this.box = box;
        this.scroller = box.closest(".column") ?? document.scrollingElement;
        const moved = (): void => {
            this.frame ||= requestAnimationFrame(() => this.look());
        };
        this.scroller?.addEventListener("scroll", moved, { passive: true });
        addEventListener("resize", moved);
        moved();
        return () => {
            this.scroller?.removeEventListener("scroll", moved);
            removeEventListener("resize", moved);
            cancelAnimationFrame(this.frame);
            clearTimeout(this.timer);
            this.sizes.disconnect();
            this.box = undefined;
        };
    }

    /* Rows made once are given again, so that drawing the list costs what is new in it. */
    rowOf(key: number, id: number, draw: WindowedProps["draw"]): JSX.Element {
        if (draw !== this.draw) this.made.clear();
        this.draw = draw;
        const made = this.made.get(key);
        if (made?.id === id) return made.row;
        const row = draw(id, key);
        this.made.set(key, { id, row });
        return row;
    }

    /* Rows that somebody is in. */
    held(): ReadonlySet<number> {
        const held = new Set<number>();
        if (this.brought) held.add(this.brought);
        const add = (inside: Element | null): void => {
            const row = inside?.closest<HTMLElement>("[data-row]");
            if (row && this.box?.contains(row)) held.add(Number(row.dataset.row));
        };
        add(document.activeElement);
        this.box?.querySelectorAll("[data-open]").forEach(add);
        return held;
    }

    bring(id: number): void {
        this.brought = id;
        this.redraw();
        requestAnimationFrame(() => {
            const row = this.box?.querySelector<HTMLElement>(`[data-row="${id}"]`);
            row?.scrollIntoView({ block: "center" });
            row?.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
            this.brought = 0;
        });
    }

    drawn(): void {
        const present = new Set<Element>();
        for (const row of this.box?.children ?? []) {
            const id = Number((row as HTMLElement).dataset.row);
            if (!id) continue;
            present.add(row);
            if (!this.watched.has(row)) this.sizes.observe(row);
            this.watched.set(row, id);
        }
        for (const row of [...this.watched.keys()]) {
            if (present.has(row)) continue;
            this.sizes.unobserve(row);
            this.watched.delete(row);
        }
        clearTimeout(this.timer);
        this.timer = window.setTimeout(() => this.look(), 0);
    }

    private look(): void {
        this.frame = 0;
        const { box, scroller } = this;
        if (!box || !scroller || scroller.clientHeight === 0) return;
        const screen = scroller === document.scrollingElement ? 0 : scroller.getBoundingClientRect().top;
        const top = screen - box.getBoundingClientRect().top;
        if (this.window.step(top, top + scroller.clientHeight)) this.redraw();
    }

    private measure(entries: readonly ResizeObserverEntry[]): void {
        for (const { target, borderBoxSize } of entries) {
            const id = this.watched.get(target);
            const height = borderBoxSize?.[0]?.blockSize ?? (target as HTMLElement).offsetHeight;
            if (id) this.window.measured(id, height);
        }
    }
}
