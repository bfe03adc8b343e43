/* windowed: a list of rows of which only those near the screen are in the page, so that 2,000 rows stay quick. */
import { effect } from "@preact/signals";
import { createContext, type JSX } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { AHEAD_PX, RowWindow, type Span } from "../ctrl/row_window";
import { t } from "../i18n/index";
import { useRoom } from "./use";

const ROW_PX = 76;          /* a row's height until some were measured */
const WHOLE_MAX = 120;      /* rows: a plan of so many is in the page whole, where the browser's own search finds it */
const CARD_PX = 200;        /* the same of a card on a phone */

interface WindowedProps {
    rows: readonly number[];
    class?: string;
    /* The same function for as long as rows are drawn in the same way: a row is asked for once. */
    draw: (id: number, key: number) => JSX.Element;
}

export function Windowed(props: WindowedProps): JSX.Element {
    const { room } = useRoom();
    const lists = useContext(ListsContext);
    const box = useRef<HTMLOListElement>(null);
    const [drawing] = useState(() => new Drawing(lists.knownOf(props.class)));
    const [, redraw] = useState(0);
    drawing.redraw = () => redraw((n) => n + 1);
    drawing.window.setRows(props.rows);
    useLayoutEffect(() => drawing.drawn(box.current!));
    useEffect(() => lists.add(drawing, box.current!), []);
    useEffect(() => lists.soon(), [props.rows]);
    useWanted(drawing, props.rows);
    const pieces = drawing.window.pieces(drawing.held());
    return (
        <ol ref={box} class={`rows ${lists.whole ? "" : "near"} ${props.class ?? ""}`}>
            {pieces.map((piece) => ("gap" in piece
                ? <Gap key={piece.key} gap={piece.gap} rows={piece.rows} />
                : drawing.rowOf(room.key(piece.row), piece.row, props.draw)))}
        </ol>
    );
}

/* Rows that are not drawn: their room, and how many they are for those who do not see it. */
function Gap(props: { gap: number; rows: number }): JSX.Element {
    return (
        <li class="gap" style={{ blockSize: `${props.gap}px` }}>
            <span class="hear">{t("ui.plan.rows", { n: props.rows })}</span>
        </li>
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

type Known = { sum: number; n: number };

/*
 * All lists of a plan, which follow the same scrolling. Where they stand is read for all of them at once, and one of them
 * takes one step at a time: what has to be drawn never piles up in front of a letter that somebody types.
 */
export class Lists {
    private readonly drawings = new Set<Drawing>();
    private scroller: Element | null = null;
    private frame = 0;
    private timer = 0;
    private readonly known = new Map<string, Known>();
    /* After a picture and not in it: what is drawn then is laid out in the next one. */
    private readonly moved = (): void => {
        this.frame ||= requestAnimationFrame(() => {
            this.timer = window.setTimeout(() => this.look(), 0);
        });
    };

    /* `rows`: how many rows the plan has now. */
    constructor(private readonly rows: () => number) {}

    /* The plan is short enough to be in the page whole. */
    get whole(): boolean {
        return this.rows() <= WHOLE_MAX;
    }

    /* What was measured of rows that look like this. */
    knownOf(look = ""): Known {
        const known = this.known.get(look) ?? { sum: 0, n: 0 };
        this.known.set(look, known);
        return known;
    }

    /* Paper has no screen to be near to. */
    private readonly print = (): void => {
        for (const drawing of this.drawings) {
            drawing.window.whole();
            drawing.redraw();
        }
    };

    add(drawing: Drawing, box: Element): () => void {
        this.drawings.add(drawing);
        if (!this.scroller) {
            this.scroller = box.closest(".column") ?? document.scrollingElement!;
            this.scroller.addEventListener("scroll", this.moved, { passive: true });
            addEventListener("resize", this.moved);
            addEventListener("beforeprint", this.print);
            addEventListener("afterprint", this.moved);
        }
        this.moved();
        return () => {
            this.drawings.delete(drawing);
            drawing.close();
            if (this.drawings.size === 0) this.stop();
        };
    }

    /* Rows came, went or grew. */
    soon(): void {
        if (this.scroller) this.moved();
    }

    private stop(): void {
        this.scroller?.removeEventListener("scroll", this.moved);
        removeEventListener("resize", this.moved);
        removeEventListener("beforeprint", this.print);
        removeEventListener("afterprint", this.moved);
        cancelAnimationFrame(this.frame);
        clearTimeout(this.timer);
        this.scroller = null;
        this.frame = 0;
    }

    private look(): void {
        this.frame = 0;
        clearTimeout(this.timer);
        const { scroller } = this;
        if (!scroller || scroller.clientHeight === 0) return;
        const screen = scroller === document.scrollingElement ? 0 : scroller.getBoundingClientRect().top;
        const height = scroller.clientHeight;
        const ahead = this.whole ? Infinity : AHEAD_PX;
        let best: { drawing: Drawing; span: Span; far: number } | undefined;
        for (const drawing of this.drawings) {
            const { top, bottom } = drawing.place();
            const span = drawing.window.next(screen - top, screen - top + height, ahead);
            const far = Math.max(0, top - screen - height, screen - bottom);
            if (span && (!best || far < best.far)) best = { drawing, span, far };
        }
        if (!best) return;
        best.drawing.window.span = best.span;
        best.drawing.redraw();
        this.moved();
    }
}

export const ListsContext = createContext(new Lists(() => 0));

class Drawing {
    readonly window: RowWindow;
    redraw: () => void = () => undefined;
    private box: HTMLOListElement | undefined;
    private brought = 0;
    private draw: unknown;
    private readonly made = new Map<number, { id: number; row: JSX.Element }>();
    private readonly sizes = new ResizeObserver((entries) => this.measure(entries));
    private readonly watched = new Map<Element, number>();

    constructor(known: Known) {
        this.window = new RowWindow(matchMedia("(max-width: 699px)").matches ? CARD_PX : ROW_PX, known);
    }

    place(): DOMRect {
        return this.box!.getBoundingClientRect();
    }

    close(): void {
        this.sizes.disconnect();
        this.watched.clear();
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

    /* The rows in the page are measured from now on, and no others. */
    drawn(box: HTMLOListElement): void {
        this.box = box;
        const present = new Set<Element>();
        for (const row of box.children) {
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
    }

    private measure(entries: readonly ResizeObserverEntry[]): void {
        for (const { target, borderBoxSize } of entries) {
            const id = this.watched.get(target);
            if (!isLaidOut(target)) continue;
            const height = borderBoxSize?.[0]?.blockSize ?? (target as HTMLElement).offsetHeight;
            if (id) this.window.measured(id, height);
        }
    }
}

/* The style leaves out what is in a row that is not near the screen: its height is then a guess of the browser. */
function isLaidOut(row: Element): boolean {
    const child = row.firstElementChild as (Element & { checkVisibility?: (what: object) => boolean }) | null;
    return child?.checkVisibility?.({ contentVisibilityAuto: true }) ?? true;
}
