/* stage: what the room does now, or the agenda item that this person looks at. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { mlText, t, time } from "../i18n/index";
import { hurry, minutesOf, span } from "../ctrl/agenda";
import type { RoomCtrl } from "../ctrl/room";
import { isolate } from "../ctrl/say";
import type { Item } from "../sync/kinds";
import { Lateness, OwnTime } from "./agenda";
import { ItemDocuments, ItemPart } from "./floor_marks";
import { late } from "./late";
import { Button, Loading, Plain, Text } from "./parts";
import { Plan } from "./plan";
import { ItemPolls, PollCard } from "./poll";
import { useRoom } from "./use";

const ItemTools = late(() => import("./dialogs_late").then((file) => file.ItemTools), { quiet: true });
const Preparing = late(() => import("./dialogs_late").then((file) => file.Preparing));

export function Stage(): JSX.Element {
    const ctrl = useRoom();
    const item = ctrl.staged.value;
    const page = useRef<HTMLDivElement>(null);
    /* Another item begins at its beginning, wherever one was in the former. */
    useLayoutEffect(() => page.current?.closest(".stage")?.scrollTo(0, 0), [item?.id]);
    if (!ctrl.room.loaded.value) return <Opening />;
    return (
        <div class="now" ref={page}>
            {ctrl.self.value?.guest && <Waiting />}
            {item ? <OnStage item={item} /> : <Nothing />}
        </div>
    );
}

/* A guest reads along; what happens next is the facilitator's. */
function Waiting(): JSX.Element {
    const ctrl = useRoom();
    const self = ctrl.self.value;
    const name = mlText(ctrl.room.get("delegation", self?.delegation)?.name);
    return (
        <section class="note stack" aria-label={t("ui.now.guest_title")}>
            <h2>{t("ui.now.guest_title")}</h2>
            <p>{name ? t("ui.now.guest_for", { name: isolate(name) }) : t("ui.now.guest")}</p>
            <p class="soft">{t("ui.now.guest_until")}</p>
        </section>
    );
}

/* Nothing of the room is on this device yet. */
function Opening(): JSX.Element {
    const state = useRoom().room.state.value;
    if (state.is !== "waiting") return <Loading />;
    return (
        <div class="now">
            <div class="note warn stack" role="status">
                <h2>{t("ui.wrong.unreachable")}</h2>
                <p>{t("ui.room.retrying")}</p>
            </div>
        </div>
    );
}

function OnStage(props: { item: Item }): JSX.Element {
    const ctrl = useRoom();
    const { item } = props;
    const open = ctrl.polls.open.value;
    const plan = item.kind === "drafting" || item.kind === "adoption";
    return (
        <>
            <ItemHead item={item} slim={open !== undefined} />
            <ItemPolls item={item} />
            {!open && <ItemPart item={item} />}
            {item.state === "running" && <LoosePolls />}
            {plan && <Plan />}
        </>
    );
}

/* Prepared polls that belong to no agenda item wait where those who run the room will find them. */
function LoosePolls(): JSX.Element | null {
    const ctrl = useRoom();
    const loose = ctrl.polls.of(0).filter((poll) => poll.state === "prepared");
    if (!ctrl.edits.value || loose.length === 0) return null;
    return <>{loose.map((poll) => <PollCard key={poll.id} poll={poll} />)}</>;
}

/* `slim`: while the room votes, only where we are and how long it may last. */
function ItemHead(props: { item: Item; slim: boolean }): JSX.Element {
    const { item, slim } = props;
    const minutes = minutesOf(item);
    return (
        <header class={`now-head ${slim ? "slim" : ""}`}>
            {!slim && (
                <p class="soft small">
                    {t(`ui.kind.${item.kind}`)} · {t(`ui.item.state.${item.state}`)}
                    {minutes ? ` · ${t("ui.minutes", { n: minutes })}` : ""}
                </p>
            )}
            <div class="now-line">
                <h2><Text of={item.title} /></h2>
                <Clock item={item} />
                {item.state === "running" && <Lateness />}
            </div>
            {!slim && <ItemMatter item={item} />}
        </header>
    );
}

function ItemMatter(props: { item: Item }): JSX.Element {
    const ctrl = useRoom();
    const { item } = props;
    const staff = ctrl.rights.value.staff;
    return (
        <>
            {item.presenter && <p>{t("ui.item.by", { name: isolate(item.presenter) })}</p>}
            {item.link && (
                <p><a class="button" href={item.link} target="_blank" rel="noopener noreferrer">{t("ui.item.open_link")}</a></p>
            )}
            {item.documents && <ItemDocuments item={item} />}
            {item.notes && <div class="prose"><Text of={item.notes} /></div>}
            {staff && item.staff_notes && (
                <div class="prose staff-note">
                    <p class="soft small">{t("ui.item.staff_notes")}</p>
                    <Text of={item.staff_notes} />
                </div>
            )}
            {ctrl.edits.value && <ItemTools item={item} />}
        </>
    );
}

/* Time left of the running item, by the server's clock; the expected start of another one. */
function Clock(props: { item: Item }): JSX.Element | null {
    const ctrl = useRoom();
    const { item } = props;
    if (item.state !== "running" || !item.started_at) {
        const start = ctrl.agenda.slotOf(item.id)?.start;
        if (start === undefined) return null;
        return <span class="clock soft">{ctrl.agenda.clock(start)} <small><OwnTime at={start} /></small></span>;
    }
    const elapsed = Math.max(0, ctrl.now.value - item.started_at);
    if (minutesOf(item) === 0) return <span class="clock" role="timer">{t("ui.clock.elapsed", { time: span(elapsed) })}</span>;
    const whole = minutesOf(item) * 60_000;
    const left = whole - elapsed;
    return left >= 0
        ? <span class={`clock ${hurry(left, whole)}`} role="timer">{t("ui.clock.left", { time: span(left) })}</span>
        : <span class="clock over" role="timer">{t("ui.clock.over", { time: span(left) })}</span>;
}

/* No item is running: what that means depends on whether the workshop has begun. */
export function idleKey({ room, agenda }: RoomCtrl): string {
    const state = room.workshop.value?.state;
    if (state !== "live") return state === "closed" ? "ui.now.closed" : "ui.now.preparing";
    if (!agenda.begun.value) return "ui.now.begins";
    return agenda.next.value ? "ui.now.live" : "ui.run.none_left";
}

function Nothing(): JSX.Element {
    const ctrl = useRoom();
    const { polls } = ctrl;
    const open = polls.opened.value;
    const state = ctrl.room.workshop.value?.state ?? "preparing";
    const loose = polls.of(0).filter((poll) => poll.state !== "open" && (poll.state !== "prepared" || ctrl.edits.value));
    return (
        <>
            {open.map((poll) => <PollCard key={poll.id} poll={poll} />)}
            <div class="stack">
                <h2>{t(idleKey(ctrl))}</h2>
                {state === "preparing" && <NotYet />}
                {state === "live" && ctrl.agenda.next.value && <Between next={ctrl.agenda.next.value} />}
                {state === "closed" && <Closed />}
            </div>
            {loose.map((poll) => <PollCard key={poll.id} poll={poll} />)}
        </>
    );
}

function NotYet(): JSX.Element {
    const ctrl = useRoom();
    if (ctrl.edits.value) return <><p class="soft">{t("ui.now.preparing_staff")}</p><Preparing /></>;
    const first = ctrl.agenda.days.value[0]?.slots[0];
    const workshop = ctrl.room.workshop.value;
    const day = workshop?.starts_on ? Date.parse(`${workshop.starts_on}T00:00:00Z`) : NaN;
    return (
        <>
            {!Number.isNaN(day) && (
                <p>
                    {time(day, { dateStyle: "full" }, "UTC")}
                    {first?.start !== undefined && <> · {ctrl.agenda.clock(first.start)} <OwnTime at={first.start} /></>}
                    {workshop?.place && <> · <Plain>{workshop.place}</Plain></>}
                </p>
            )}
            <p class="soft">{t("ui.now.preparing_text")}</p>
        </>
    );
}

function Between(props: { next: Item }): JSX.Element {
    const ctrl = useRoom();
    const title = isolate(mlText(props.next.title));
    const start = ctrl.agenda.slotOf(props.next.id)?.start;
    return (
        <>
            <p>
                {start === undefined ? t("ui.run.next_is", { title }) : t("ui.run.next_at", { title, time: ctrl.agenda.clock(start) })}
                {" "}<OwnTime at={start} />
            </p>
            {!ctrl.edits.value && <p class="soft">{t("ui.now.live_text")}</p>}
        </>
    );
}

function Closed(): JSX.Element {
    const ctrl = useRoom();
    const { person } = ctrl.rights.value;
    return (
        <>
            {person && <p class="soft">{t("ui.now.closed_text")}</p>}
            <div class="row">
                {person && (
                    <Button look="first" onClick={() => ctrl.openDialog({ is: "export" })}>{t("ui.export.title")}</Button>
                )}
                <Button onClick={() => ctrl.show("plan")}>{t("ui.tab.plan")}</Button>
            </div>
        </>
    );
}
