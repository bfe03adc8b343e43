/* agenda: the rail with days and items, their planned times and states. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { mlText, t, time } from "../i18n/index";
import { clockText, type Day, type Slot } from "../ctrl/agenda";
import type { Item } from "../sync/kinds";
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

/* How far the day is behind its plan or ahead of it; a few minutes are nothing to worry about. */
function Lateness(props: { minutes: number }): JSX.Element {
    const n = Math.abs(props.minutes);
    const late = props.minutes > 0;
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
    const late = ctrl.agenda.late.value;
    const staff = ctrl.edits.value;
    const today = ctrl.agenda.today.value;
    const preparing = ctrl.room.workshop.value?.state === "preparing" || days.length === 0;
    const add = (): void => ctrl.openDialog({ is: "item", item: undefined, day: today });
    const paste = (): void => ctrl.openDialog({ is: "paste-items", day: today });
    return (
        <>
            <div class="column-head">
                <h2>{t("ui.tab.agenda")}</h2>
                {late !== 0 && <Lateness minutes={late} />}
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
                {props.day.slots.map((slot) => <li key={slot.item.id}><Row slot={slot} /></li>)}
            </ol>
        </section>
    );
}

function Row(props: { slot: Slot }): JSX.Element {
    const ctrl = useRoom();
    const { item, start } = props.slot;
    const danger = props.slot.danger || ctrl.agenda.threatened.value.has(item.id);
    const current = ctrl.staged.value?.id === item.id;
    const waits = ctrl.room.pending(item.id);
    const row = useRef<HTMLButtonElement>(null);
    const running = item.state === "running";
    useEffect(() => {
        if (running) row.current?.scrollIntoView({ block: "nearest" });
    }, [running]);
    return (
        <button ref={row} type="button" class={`agenda-item ${item.state}`} aria-current={current ? "true" : undefined}
            onClick={() => ctrl.view(item.id)}>
            <span class="num">{start === undefined ? "" : clockText(start)}</span>
            <span class="what"><Text of={item.title} /></span>
            <span class="meta">
                {item.state !== "planned" && <strong>{t(`ui.item.${item.state}`)} · </strong>}
                {t(`ui.kind.${item.kind}`)}
                {item.minutes ? ` · ${t("ui.minutes", { n: item.minutes })}` : ""}
                {danger && <> <span class="tag bad" title={t("ui.agenda.danger_title")}>! {t("ui.agenda.danger")}</span></>}
                {waits && ` · ${t("ui.waits")}`}
            </span>
        </button>
    );
}

/* What a facilitator can do with the item on the stage. */
export function ItemTools(props: { item: Item }): JSX.Element {
    const ctrl = useRoom();
    const { item } = props;
    const live = ctrl.room.workshop.value?.state === "live";
    const list = ctrl.agenda.days.value.find((day) => day.day === (item.day ?? 1))?.slots ?? [];
    const at = list.findIndex((slot) => slot.item.id === item.id);
    const move = (after: number): unknown => ctrl.room.run("item.move", { id: item.id, after });
    const remove = (): void => {
        ctrl.undo.remove(item.id, mlText(item.title), () => ctrl.room.run("item.remove", { id: item.id }));
        ctrl.back();
    };
    return (
        <div class="row">
            {live && item.state !== "running" && (
                <Button look="first" onClick={() => ctrl.start(item.id)}>{t("ui.item.start")}</Button>
            )}
            <Button onClick={() => ctrl.openDialog({ is: "item", item, day: item.day ?? 1 })}>{t("ui.edit")}</Button>
            {item.state === "planned" && (
                <>
                    <Button disabled={at <= 0} onClick={() => move(list[at - 2]?.item.id ?? 0)}>{t("ui.up")}</Button>
                    <Button disabled={at < 0 || at >= list.length - 1} onClick={() => move(list[at + 1]!.item.id)}>
                        {t("ui.down")}
                    </Button>
                </>
            )}
            <Button onClick={() => ctrl.openDialog({ is: "poll", item: item.id })}>{t("ui.poll.prepare")}</Button>
            {item.state !== "running" && <Button look="danger" onClick={remove}>{t("ui.remove")}</Button>}
        </div>
    );
}
