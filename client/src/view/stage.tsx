/* stage: what the room does now, or the agenda item that this person looks at. */
import type { JSX } from "preact";
import { mlText, t } from "../i18n/index";
import { clockText, span } from "../ctrl/agenda";
import { isolate } from "../ctrl/say";
import type { Item } from "../sync/kinds";
import { ItemTools } from "./agenda";
import { Button, Loading, Plain, Text } from "./parts";
import { Plan } from "./plan";
import { PollCard } from "./poll";
import { useRoom } from "./use";

export function Stage(): JSX.Element {
    const ctrl = useRoom();
    const item = ctrl.staged.value;
    if (!ctrl.room.loaded.value) return <Opening />;
    return (
        <div class="now">
            {ctrl.self.value?.guest && <p class="note">{t("ui.now.guest")}</p>}
            {item ? <OnStage item={item} /> : <Nothing />}
        </div>
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
    const polls = ctrl.polls.of(item.id);
    const open = ctrl.polls.open.value;
    const elsewhere = open && open.item !== item.id ? open : undefined;
    const plan = item.kind === "drafting" || item.kind === "adoption";
    return (
        <>
            {elsewhere && <PollCard key={elsewhere.id} poll={elsewhere} />}
            <ItemHead item={item} />
            {polls.map((poll) => <PollCard key={poll.id} poll={poll} />)}
            {plan && <Plan />}
        </>
    );
}

function ItemHead(props: { item: Item }): JSX.Element {
    const ctrl = useRoom();
    const { item } = props;
    const staff = ctrl.rights.value.staff;
    return (
        <header class="now-head">
            <p class="soft small">
                {t(`ui.kind.${item.kind}`)} · {t(`ui.item.${item.state}`)}
                {item.minutes ? ` · ${t("ui.minutes", { n: item.minutes })}` : ""}
            </p>
            <div class="now-line">
                <h2><Text of={item.title} /></h2>
                <Clock item={item} />
            </div>
            {item.presenter && <p><span class="soft">{t("ui.item.presenter")}: </span><Plain>{item.presenter}</Plain></p>}
            {item.link && (
                <p><a href={item.link} target="_blank" rel="noopener noreferrer">{t("ui.item.open_link")}</a></p>
            )}
            {item.notes && <div class="prose"><Text of={item.notes} /></div>}
            {staff && item.staff_notes && (
                <div class="prose staff-note">
                    <p class="soft small">{t("ui.item.staff_notes")}</p>
                    <Plain>{item.staff_notes}</Plain>
                </div>
            )}
            {ctrl.edits.value && <ItemTools item={item} />}
        </header>
    );
}

/* Time left of the running item, by the server's clock; the planned start of another one. */
function Clock(props: { item: Item }): JSX.Element | null {
    const ctrl = useRoom();
    const { item } = props;
    if (item.state !== "running" || !item.started_at) {
        const slot = ctrl.agenda.days.value.flatMap((day) => day.slots).find((one) => one.item.id === item.id);
        return slot?.start === undefined ? null : <span class="clock soft">{clockText(slot.start)}</span>;
    }
    const elapsed = Math.max(0, ctrl.now.value - item.started_at);
    if (!item.minutes) return <span class="clock" role="timer">{t("ui.clock.elapsed", { time: span(elapsed) })}</span>;
    const left = item.minutes * 60_000 - elapsed;
    return left >= 0
        ? <span class="clock" role="timer">{t("ui.clock.left", { time: span(left) })}</span>
        : <span class="clock over" role="timer">{t("ui.clock.over", { time: span(left) })}</span>;
}

/* No item is running: what that means depends on whether the workshop has begun. */
function Nothing(): JSX.Element {
    const ctrl = useRoom();
    const open = ctrl.polls.open.value;
    const state = ctrl.room.workshop.value?.state ?? "preparing";
    const next = ctrl.agenda.next.value;
    const staff = ctrl.rights.value.staff;
    return (
        <>
            {open && <PollCard poll={open} />}
            <div class="stack">
                <h2>{t(`ui.now.${state}`)}</h2>
                {state === "preparing" && staff && <p class="soft">{t("ui.now.preparing_staff")}</p>}
                {state === "closed" && <p class="soft">{t("ui.now.closed_text")}</p>}
                {state === "live" && next && (
                    <p class="soft">{t("ui.run.next_is", { title: isolate(mlText(next.title)) })}</p>
                )}
                {state === "closed" && ctrl.rights.value.person && (
                    <div class="row">
                        <Button look="first" onClick={() => ctrl.openDialog({ is: "export" })}>{t("ui.export.title")}</Button>
                        <Button onClick={() => ctrl.show("plan")}>{t("ui.tab.plan")}</Button>
                    </div>
                )}
                {state === "preparing" && staff && <Preparing />}
            </div>
        </>
    );
}

function Preparing(): JSX.Element {
    const ctrl = useRoom();
    return (
        <div class="row">
            <Button onClick={() => ctrl.openDialog({ is: "codes" })}>{t("ui.codes.title")}</Button>
            <Button onClick={() => ctrl.openDialog({ is: "person", person: undefined })}>{t("ui.people.add")}</Button>
            <Button onClick={() => ctrl.openDialog({ is: "poll", item: 0 })}>{t("ui.poll.prepare")}</Button>
        </div>
    );
}
