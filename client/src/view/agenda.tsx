/* agenda: the rail with days and items, their planned times and states. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t, time } from "../i18n/index";
import { minutesOf, type Day, type Slot } from "../ctrl/agenda";
import { Button, Loading, Text } from "./parts";
import { useRoom } from "./use";

const DAY_MS = 86_400_000;

function dayText(day: number, startsOn: string | undefined): string {
    const name = t("ui.agenda.day", { n: day });
    const first = startsOn ? Date.parse(`${startsOn}T00:00:00Z`) : NaN;
    if (Number.isNaN(first)) return name;
    const date = time(first + (day - 1) * DAY_MS, { weekday: "short", day: "numeric", month: "short" }, "UTC");
    return `${name} · ${date}`;
}

/* How far the day is behind its plan or ahead of it; nothing when it is on time. */
export function Lateness(): JSX.Element | null {
    const { agenda, room } = useRoom();
    const minutes = room.workshop.value?.state === "live" ? agenda.late.value : 0;
    const n = Math.abs(minutes);
    const late = minutes > 0;
    if (n === 0) return null;
    const title = t(late ? "ui.agenda.late_title" : "ui.agenda.ahead_title", { n });
    return (
        <span class={`tag num ${late ? "warn" : "on"}`} title={title}>
            {t(late ? "ui.agenda.late" : "ui.agenda.ahead", { n })}
        </span>
    );
}

export function Agenda(): JSX.Element {
    const ctrl = useRoom();
    const days = ctrl.agenda.days.value;
    const staff = ctrl.edits.value;
    const today = ctrl.agenda.today.value;
    const preparing = ctrl.room.workshop.value?.state === "preparing" || days.length === 0;
    const add = (): void => ctrl.openDialog({ is: "item", item: undefined, day: today });
    const paste = (): void => ctrl.openDialog({ is: "import-agenda", day: today });
    return (
        <>
            <div class="column-head">
                <h2>{t("ui.tab.agenda")}</h2>
                <Lateness />
                <span class="spring" />
                {staff && days.length > 0 && <Button look="quiet" onClick={add}>{t("ui.agenda.add")}</Button>}
                {staff && preparing && (
                    <Button look="quiet" onClick={paste}>
                        {t("ui.paste.open")}<span class="hear"> {t("ui.tab.agenda")}</span>
                    </Button>
                )}
            </div>
            {!ctrl.room.loaded.value && <Loading />}
            {ctrl.room.loaded.value && days.length === 0 && (
                <div class="empty">
                    <p>{t("ui.agenda.empty")}</p>
                    {staff && <Button look="first" onClick={add}>{t("ui.agenda.add_first")}</Button>}
                </div>
            )}
            {days.map((day) => <DayList key={day.day} day={day} />)}
        </>
    );
}

function DayList(props: { day: Day }): JSX.Element {
    const startsOn = useRoom().room.workshop.value?.starts_on;
    return (
        <section>
            <h3 class="agenda-day">{dayText(props.day.day, startsOn)}</h3>
            <ol>
                {props.day.slots.map((slot) => <li key={slot.item.id}><Row slot={slot} shift={props.day.shift} /></li>)}
            </ol>
        </section>
    );
}

/* A time on the workshop's clocks, and on the reader's own where those show another. */
export function OwnTime(props: { at: number | undefined }): JSX.Element | null {
    const { agenda } = useRoom();
    if (props.at === undefined || !agenda.abroad.value) return null;
    return <>{t("ui.agenda.own", { time: agenda.clock(props.at, true) })}</>;
}

function Row(props: { slot: Slot; shift: number }): JSX.Element {
    const ctrl = useRoom();
    const { item, start, plannedStart, danger } = props.slot;
    const planned = plannedStart === undefined ? undefined : plannedStart + props.shift;
    const current = ctrl.staged.value?.id === item.id;
    const waits = ctrl.room.pending(item.id);
    const row = useRef<HTMLButtonElement>(null);
    const running = item.state === "running";
    const minutes = minutesOf(item);
    const group = item.group ? ctrl.room.get("group", item.group) : undefined;
    /* What runs is in view, with what follows; on a phone when the tab is opened. */
    useEffect(() => {
        const list = running && row.current?.closest(".column");
        if (list) list.scrollTop += row.current!.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
    }, [running, ctrl.tab.value === "agenda"]);
    return (
        <button ref={row} type="button" class={`agenda-item ${item.state}`} aria-current={current ? "true" : undefined}
            onClick={() => ctrl.view(item.id)}>
            <span class="num">{start === undefined ? "" : ctrl.agenda.clock(start)}</span>
            <span class="what"><Text of={item.title} /></span>
            <span class="meta">
                {item.state !== "planned" && <strong>{t(`ui.item.state.${item.state}`)} · </strong>}
                {group ? <Text of={group.title} /> : t(`ui.kind.${item.kind}`)}
                {minutes ? ` · ${t("ui.minutes", { n: minutes })}` : ""}
                {start !== undefined && planned !== undefined && start !== planned &&
                    ` · ${t("ui.agenda.planned_at", { time: ctrl.agenda.clock(planned) })}`}
                {" "}<OwnTime at={start} />
                {danger && <> <span class="tag bad" title={t("ui.agenda.danger_title")}>! {t("ui.agenda.danger")}</span></>}
                {waits && ` · ${t("ui.waits")}`}
            </span>
        </button>
    );
}
