/* plan: themes with their actions, and the recommendations: drafted in place, ordered, adopted. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { lang, mlText, t } from "../i18n/index";
import type { Group, RowKind } from "../ctrl/plan";
import { announce, isolate } from "../ctrl/say";
import type { Action, Recommendation } from "../sync/kinds";
import { ChoiceCell, DueCell, LineCell, ManyCell, MlCell, type Choice } from "./cells";
import { Button, Loading, valueOf } from "./parts";
import { useRoom } from "./use";

const TITLE_MAX = 300;
const TEXT_MAX = 20_000;
const PRIORITIES = ["none", "low", "medium", "high"] as const;
const SEARCH_FROM = 12;     /* rows: fewer are seen at a glance */

export function Plan(): JSX.Element {
    const ctrl = useRoom();
    const { plan } = ctrl;
    const groups = plan.groups.value;
    const texts = plan.recommendations.value;
    const many = plan.rowCount.value >= SEARCH_FROM;
    const rights = ctrl.rights.value;
    const open = ctrl.room.workshop.value?.state !== "closed";
    const draft = rights.draft && open;
    const order = rights.order && open;
    const places = plan.places.value;
    const placeOf = (row: Recommendation): string => String(places.get(row.id) ?? "");
    if (!ctrl.room.loaded.value) return <Loading />;
    return (
        <div class="plan" onKeyDown={onArrows}>
            {(many || plan.query.value || plan.searching.value) && <Search />}
            {groups.length === 0 && !plan.query.value && (
                <div class="note stack">
                    <p>{order ? t("ui.plan.empty_staff") : t("ui.plan.empty")}</p>
                </div>
            )}
            {plan.query.value && groups.length + texts.length === 0 && (
                <p class="soft" role="status">{t("ui.plan.no_match", { text: isolate(plan.query.value) })}</p>
            )}
            {groups.map((group) => <Theme key={group.theme?.id ?? 0} group={group} draft={draft} order={order} />)}
            {order && (
                <AddLine label={t("ui.plan.add_theme")} field={t("ui.plan.theme_title")} max={TITLE_MAX}
                    add={(text) => plan.addTheme(text)} />
            )}
            <section class="stack">
                <div class="theme-head"><h3>{t("ui.plan.recommendations")}</h3></div>
                {texts.length === 0 && !draft && !plan.query.value && <p class="soft">{t("ui.plan.no_recommendations")}</p>}
                <Windowed rows={texts}>
                    {(row) => <TextRow key={row.id} row={row} number={placeOf(row)} draft={draft} order={order} />}
                </Windowed>
                {draft && (
                    <AddLine label={t("ui.plan.add_recommendation")} field={t("ui.plan.recommendation")} max={TEXT_MAX}
                        add={(text) => plan.addRecommendation(text)} />
                )}
            </section>
            <AdoptAll />
        </div>
    );
}

function Search(): JSX.Element {
    const { plan } = useRoom();
    return (
        <div class="plan-tools" role="search">
            <input class="input user" dir="auto" type="search" data-search aria-label={t("ui.plan.search")}
                placeholder={t("ui.plan.search")} value={plan.query.value}
                onInput={(event) => (plan.query.value = valueOf(event))} />
            <span class="soft num">{t("ui.plan.rows", { n: plan.rowCount.value })}</span>
        </div>
    );
}

function AdoptAll(): JSX.Element | null {
    const ctrl = useRoom();
    const n = ctrl.plan.draftCount.value;
    if (!ctrl.edits.value || n === 0 || ctrl.plan.query.value) return null;
    return <div><Button onClick={() => ctrl.askAdoptAll()}>{t("ui.plan.adopt_all")}</Button></div>;
}

function Theme(props: { group: Group; draft: boolean; order: boolean }): JSX.Element {
    const { plan } = useRoom();
    const { group, draft, order } = props;
    const { theme } = group;
    const places = plan.places.value;
    const placeOf = (row: Action): string => `${group.number}.${places.get(row.id) ?? ""}`;
    return (
        <section class="stack">
            <div class="theme-head" data-row={theme?.id} onKeyDown={theme && order ? onMove("theme", theme.id, plan) : undefined}>
                <h3>
                    <span class="num">{group.number}</span>
                    {theme
                        ? <MlCell label={t("ui.plan.theme")} class="bare" content={theme.title} editable={order}
                            max={TITLE_MAX} send={(text, to) => plan.edit("theme", theme.id, "title", text, to)} />
                        : <span>{t("ui.plan.no_theme")}</span>}
                </h3>
                <span class="soft small num">{t("ui.plan.rows", { n: group.rows.length })}</span>
                {theme && order && (
                    <RowMenu kind="theme" id={theme.id} label={mlText(theme.title)} fixed={group.rows.length > 0} />
                )}
            </div>
            <Windowed rows={group.rows}>
                {(row) => <ActionRow key={row.id} row={row} number={placeOf(row)} draft={draft} order={order} />}
            </Windowed>
            {draft && theme && (
                <AddLine mark={theme.id} label={t("ui.plan.add_row")} field={t("ui.plan.action")} max={TITLE_MAX}
                    add={(text) => plan.addAction(theme.id, text)} />
            )}
        </section>
    );
}

/* The delegations as choices, made once for all rows. */
function useParties(): readonly Choice[] {
    const { people } = useRoom();
    const list = people.delegations.value;
    const language = lang.value;
    return useMemo(() => list.map((one) => ({ value: String(one.id), text: mlText(one.name) })), [list, language]);
}

interface RowProps<T> {
    row: T;
    number: string;
    draft: boolean;     /* its fields may be written */
    order: boolean;     /* it may be moved and removed */
}

function ActionRow(props: RowProps<Action>): JSX.Element {
    const { plan } = useRoom();
    const parties = useParties();
    const { row } = props;
    const editable = props.draft && row.state === "draft";
    const edit = (field: string) => (value: unknown): void => plan.edit("action", row.id, field, value);
    const below = (): void => document.querySelector<HTMLElement>(`[data-add="${row.theme ?? 0}"]`)?.click();
    const lead = [{ value: "none", text: t("ui.none") }, ...parties];
    const priorities = PRIORITIES.map((one) => ({ value: one, text: t(`ui.priority.${one}`) }));
    const ids = (value: string): number[] => value.split(",").filter(Boolean).map(Number);
    return (
        <RowFrame kind="action" row={row} number={props.number} order={props.order} label={mlText(row.title)}>
            <MlCell label={t("ui.plan.action")} class="main" content={row.title} editable={editable} max={TITLE_MAX}
                below={below} send={(text, to) => plan.edit("action", row.id, "title", text, to)} />
            <div class="details">
                <ChoiceCell label={t("ui.plan.lead")} value={row.lead ? String(row.lead) : "none"} choices={lead}
                    editable={editable} send={(value) => edit("lead")(value === "none" ? null : Number(value))} />
                <DueCell label={t("ui.plan.due")} value={row.due ?? ""} editable={editable} send={edit("due")} />
                <MlCell label={t("ui.plan.indicator")} content={row.indicator} editable={editable} max={TITLE_MAX}
                    send={(text, to) => plan.edit("action", row.id, "indicator", text, to)} />
                <LineCell label={t("ui.plan.baseline")} value={row.baseline ?? ""} editable={editable} max={TITLE_MAX}
                    send={edit("baseline")} />
                <LineCell label={t("ui.plan.target")} value={row.target ?? ""} editable={editable} max={TITLE_MAX}
                    send={edit("target")} />
                <ManyCell label={t("ui.plan.partners")} value={(row.partners ?? []).join(",")} choices={parties}
                    editable={editable} send={(value) => edit("partners")(ids(value))} />
                <ChoiceCell label={t("ui.plan.priority")} value={row.priority} choices={priorities} editable={editable}
                    send={edit("priority")} />
            </div>
        </RowFrame>
    );
}

function TextRow(props: RowProps<Recommendation>): JSX.Element {
    const { plan } = useRoom();
    const { row } = props;
    return (
        <RowFrame kind="recommendation" row={row} number={props.number} order={props.order} label={mlText(row.text)}>
            <MlCell label={t("ui.plan.recommendation")} class="main" content={row.text} max={TEXT_MAX}
                editable={props.draft && row.state === "draft"}
                send={(text, to) => plan.edit("recommendation", row.id, "text", text, to)} />
        </RowFrame>
    );
}

interface FrameProps {
    kind: "action" | "recommendation";
    row: Action | Recommendation;
    number: string;
    order: boolean;
    label: string;
    children: ComponentChildren;
}

/* Number, fields, state, and what can be done to the row. */
function RowFrame(props: FrameProps): JSX.Element {
    const ctrl = useRoom();
    const { kind, row } = props;
    const waits = ctrl.room.pending(row.id);
    const look = `plan-row ${kind === "recommendation" ? "text-row" : ""} ${row.state} ${waits ? "waiting" : ""}`;
    return (
        <li class={look} data-row={row.id} onKeyDown={props.order ? onMove(kind, row.id, ctrl.plan) : undefined}>
            <span class="number">{props.number}</span>
            {props.children}
            <div class="act">
                <span class="row">
                    {waits && <span class="soft small">{t("ui.waits")}</span>}
                    <span class={`tag ${row.state === "adopted" ? "on" : ""}`}>{t(`ui.row.${row.state}`)}</span>
                </span>
                <Adopt kind={kind} row={row} />
                {props.order && <RowMenu kind={kind} id={row.id} label={props.label} fixed={row.state === "adopted"} />}
            </div>
        </li>
    );
}

function Adopt(props: { kind: "action" | "recommendation"; row: Action | Recommendation }): JSX.Element | null {
    const ctrl = useRoom();
    const { kind, row } = props;
    if (!ctrl.rights.value.staff || ctrl.room.workshop.value?.state === "closed") return null;
    if (row.state === "adopted") {
        return ctrl.rights.value.lead
            ? <Button look="quiet" onClick={() => ctrl.plan.reopen(kind, row.id)}>{t("ui.row.reopen")}</Button>
            : null;
    }
    return (
        <Button look="quiet" disabled={row.id < 0 || ctrl.room.pending(row.id)}
            onClick={() => ctrl.plan.adopt(kind, row)}>{t("ui.row.adopt")}</Button>
    );
}

/* `fixed`: it cannot be removed now. */
function RowMenu(props: { kind: RowKind; id: number; label: string; fixed: boolean }): JSX.Element {
    const { plan } = useRoom();
    const { kind, id, label } = props;
    const glyph = (sign: string, text: string): JSX.Element => (
        <>
            <span aria-hidden="true">{sign}</span>
            <span class="word">{text}</span>
        </>
    );
    return (
        <div class="row-menu" role="group" aria-label={t("ui.row.order", { text: isolate(label) })}>
            <Button look="quiet" title={t("ui.up")} onClick={() => step(plan, kind, id, -1)}>{glyph("↑", t("ui.up"))}</Button>
            <Button look="quiet" title={t("ui.down")} onClick={() => step(plan, kind, id, 1)}>{glyph("↓", t("ui.down"))}</Button>
            {!props.fixed && (
                <Button look="quiet" title={t("ui.remove")} onClick={() => plan.remove(kind, id, label)}>
                    {glyph("×", t("ui.remove"))}
                </Button>
            )}
        </div>
    );
}

interface Mover {
    move: (kind: RowKind, id: number, by: 1 | -1) => boolean;
}

function step(plan: Mover, kind: RowKind, id: number, by: 1 | -1): void {
    announce(plan.move(kind, id, by) ? t(by < 0 ? "ui.say.up" : "ui.say.down") : t("ui.say.end"));
}

/* Alt and an arrow move the row that has the focus. */
function onMove(kind: RowKind, id: number, plan: Mover): (event: KeyboardEvent) => void {
    return (event) => {
        if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
        event.preventDefault();
        step(plan, kind, id, event.key === "ArrowUp" ? -1 : 1);
        const cell = document.activeElement;
        requestAnimationFrame(() => cell instanceof HTMLElement && cell.focus());
    };
}

/* Arrows go from cell to cell: along the row in reading direction, up and down in the same column. */
function onArrows(event: KeyboardEvent): void {
    const cell = event.target;
    if (!(cell instanceof HTMLElement) || !cell.matches("[data-cell]") || event.altKey) return;
    const row = cell.closest("[data-row]");
    const cells = [...(row?.querySelectorAll<HTMLElement>("[data-cell]") ?? [])];
    const at = cells.indexOf(cell);
    const rtl = getComputedStyle(cell).direction === "rtl";
    let to: HTMLElement | undefined;
    if (event.key === "ArrowRight") to = cells[at + (rtl ? -1 : 1)];
    else if (event.key === "ArrowLeft") to = cells[at + (rtl ? 1 : -1)];
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        const rows = [...document.querySelectorAll("[data-row]")];
        const next = rows[rows.indexOf(row!) + (event.key === "ArrowUp" ? -1 : 1)];
        const others = next?.querySelectorAll<HTMLElement>("[data-cell]");
        to = others?.[Math.min(at, others.length - 1)];
    } else return;
    event.preventDefault();
    to?.focus();
}

interface AddProps {
    mark?: number;      /* the theme it adds to, so that Ctrl+Enter in a row finds it */
    label: string;
    field: string;
    max: number;
    add: (text: string) => void;
}

/* One button; then one line, which stays for the next one until it is left empty. */
function AddLine(props: AddProps): JSX.Element {
    const [text, setText] = useState<string | undefined>();
    const input = useRef<HTMLInputElement>(null);
    const open = text !== undefined;
    useLayoutEffect(() => {
        if (open) input.current?.focus();
    }, [open]);
    if (text === undefined) {
        return <div><Button look="quiet" data-add={props.mark} onClick={() => setText("")}>+ {props.label}</Button></div>;
    }
    const submit = (event: Event): void => {
        event.preventDefault();
        if (text.trim() === "") return;
        props.add(text.trim());
        setText("");
        input.current?.focus();
    };
    return (
        <form class="row" onSubmit={submit}>
            <input ref={input} class="input user spring" dir="auto" maxLength={props.max} aria-label={props.field}
                placeholder={props.field} value={text} onInput={(event) => setText(valueOf(event))}
                onKeyDown={(event) => event.key === "Escape" && setText(undefined)}
                onBlur={() => text.trim() === "" && setText(undefined)} />
            <Button type="submit" look="first" onMouseDown={(event) => event.preventDefault()}>{t("ui.add")}</Button>
        </form>
    );
}

const CHUNK = 40;           /* rows drawn or left out together */
const ROW_PX = 112;         /* a row's height until it was measured */
const AHEAD = "1200px";

interface WindowedProps<T> {
    rows: readonly T[];
    children: (row: T, index: number) => JSX.Element;
}

/* A list of which only the chunks near the screen are in the page, so that 2,000 rows stay quick. */
function Windowed<T extends { id: number }>(props: WindowedProps<T>): JSX.Element {
    const chunks: JSX.Element[] = [];
    for (let from = 0; from < props.rows.length; from += CHUNK) {
        const rows = props.rows.slice(from, from + CHUNK);
        chunks.push(
            <Chunk key={from} n={rows.length} first={from === 0}>
                {() => rows.map((row, i) => props.children(row, from + i))}
            </Chunk>,
        );
    }
    return <>{chunks}</>;
}

function Chunk(props: { n: number; first: boolean; children: () => JSX.Element[] }): JSX.Element {
    const [near, setNear] = useState(props.first);
    const box = useRef<HTMLOListElement>(null);
    const height = useRef(props.n * ROW_PX);
    useEffect(() => {
        const element = box.current!;
        const watch = new IntersectionObserver(([entry]) => {
            const held = element.contains(document.activeElement) || element.querySelector("[data-open]") !== null;
            if (!entry!.isIntersecting && !held) height.current = element.offsetHeight || height.current;
            setNear(entry!.isIntersecting || held);
        }, { root: element.closest(".column"), rootMargin: AHEAD });
        watch.observe(element);
        return () => watch.disconnect();
    }, []);
    return (
        <ol ref={box} class="rows" style={near ? undefined : { blockSize: `${height.current}px` }}>
            {near && props.children()}
        </ol>
    );
}
