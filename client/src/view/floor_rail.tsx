/*
 * floor_rail: over the people: who speaks, who waits in which order, who is done, who runs the room; for staff also giving the
 * floor, and for the chair how long each delegation has spoken.
 */
import type { JSX } from "preact";
import { span } from "../ctrl/agenda";
import { mlText, t } from "../i18n/index";
import { spokenTimes } from "../rules/floor_times";
import type { Hand } from "../sync/kinds";
import { OwnHand } from "./hand";
import { Menu } from "./menu";
import { GiveButton, HandName } from "./speaker";
import { Plain, valueOf } from "./parts";
import { useRoom } from "./use";

export function FloorRail(): JSX.Element | null {
    const ctrl = useRoom();
    const { floor } = ctrl;
    const staff = ctrl.edits.value;
    const queue = floor.queue.value;
    if (ctrl.room.workshop.value?.state !== "live") return null;
    return (
        <section class="floor" aria-label={t("ui.floor.title")}>
            <div class="floor-head">
                <h2>{t("ui.floor.title")}</h2>
                <span class="num">{t("ui.floor.hands", { n: queue.length })}</span>
                <Ready />
            </div>
            {queue.length > 0 && (
                <ol class="queue">
                    {queue.map((hand, i) => <Raised key={hand.id} hand={hand} at={i} />)}
                </ol>
            )}
            {staff && <div class="floor-tools"><OwnHand /><Allowed /></div>}
            {staff && <Times />}
        </section>
    );
}

export function Ready(): JSX.Element | null {
    const { n, all } = useRoom().floor.ready.value;
    return n > 0 ? <span class="tag on num">{t("ui.ready.count", { n, all })}</span> : null;
}

function Raised(props: { hand: Hand; at: number }): JSX.Element {
    const ctrl = useRoom();
    const { room, floor } = ctrl;
    const { hand, at } = props;
    const queue = floor.queue.value;
    const name = floor.nameOf(hand);
    const move = (after: number): unknown => room.run("hand.move", { id: hand.id, after });
    const acts = [
        ...(at > 0 ? [{ key: "up", text: t("ui.up"), act: () => move(queue[at - 2]?.id ?? 0) }] : []),
        ...(at < queue.length - 1 ? [{ key: "down", text: t("ui.down"), act: () => move(queue[at + 1]!.id) }] : []),
        { key: "lower", text: t("ui.floor.lower"), act: () => room.run("hand.lower", { id: hand.id }) },
    ];
    return (
        <li class={hand.person === room.me.value.person ? "mine" : ""}>
            <span class="num">{at + 1}</span>
            <span class="spring"><HandName hand={hand} />{room.pending(hand.id) && <span class="soft small"> · {t("ui.waits")}</span>}</span>
            {ctrl.edits.value && hand.id > 0 && (
                <>
                    <GiveButton hand={hand} look="slim" />
                    <Menu label={<span aria-hidden="true">⋯</span>} look="button quiet slim" name={t("ui.row.acts", { text: name })} acts={acts} />
                </>
            )}
        </li>
    );
}

/* Seconds a speech may take; 0: as long as it takes. */
export const ALLOWED: readonly number[] = [0, 60, 120, 180, 300, 600];

function Allowed(): JSX.Element {
    const { floor } = useRoom();
    return (
        <label class="inline small">
            <span>{t("ui.floor.allowed")}</span>
            <select class="input" value={floor.seconds.value} onChange={(event) => (floor.seconds.value = Number(valueOf(event)))}>
                {ALLOWED.map((one) => <option key={one} value={one}>{one ? t("ui.minutes", { n: one / 60 }) : t("ui.floor.no_limit")}</option>)}
            </select>
        </label>
    );
}

/* For the chair: who has been heard, and how much. */
function Times(): JSX.Element | null {
    const { room, floor, now } = useRoom();
    const times = spokenTimes(floor.hands.value, now.value);
    const most = times[0]?.ms ?? 0;
    if (times.length === 0) return null;
    return (
        <details class="spoken">
            <summary>{t("ui.floor.times")}</summary>
            <ol class="bars">
                {times.map(({ delegation, ms, times: n }) => (
                    <li key={delegation}>
                        <span><Plain>{mlText(room.get("delegation", delegation)?.name) || t("ui.people.no_delegation")}</Plain></span>
                        <span class="num"><bdi>{span(ms)}</bdi> <span class="soft small">{t("ui.floor.speeches", { n })}</span></span>
                        <div class="track" aria-hidden="true">
                            <div class="fill" style={{ "--share": String((ms / Math.max(1, most)) * 100) }} />
                        </div>
                    </li>
                ))}
            </ol>
        </details>
    );
}
