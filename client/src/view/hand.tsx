/*
 * hand: one's own hand and being done, one tap away wherever in the room somebody looks: at the thumb on a phone, at the foot
 * of a wide screen.
 */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { hurry, span } from "../ctrl/agenda";
import { HAND_TYPES, speechOf } from "../rules/floor";
import type { Hand } from "../sync/kinds";
import { t } from "../i18n/index";
import { Button } from "./parts";
import { useRoom } from "./use";

export function HandBar(): JSX.Element | null {
    const ctrl = useRoom();
    if (!ctrl.raises.value || ctrl.rights.value.staff || !ctrl.room.loaded.value) return null;
    return (
        <div class="bar hand-bar" role="toolbar" aria-label={t("ui.hand.title")}>
            <OwnHand />
            <Done />
        </div>
    );
}

/* Raise it; then which it is in the queue; then one's own speech. */
export function OwnHand(): JSX.Element {
    const { floor } = useRoom();
    const hand = floor.mine.value;
    const [more, setMore] = useState(false);
    if (hand) return <Mine hand={hand} />;
    const raise = (type: (typeof HAND_TYPES)[number]): void => {
        floor.raise(type);
        setMore(false);
    };
    return (
        <>
            <Button look="hand" onClick={() => raise("contribution")}>{t("ui.hand.raise")}</Button>
            <Button look="quiet icon" aria-expanded={more} aria-label={t("ui.hand.kinds")} onClick={() => setMore(!more)}>
                <span aria-hidden="true">{more ? "×" : "⋯"}</span>
            </Button>
            {more && HAND_TYPES.slice(1).map((type) => (
                <Button key={type} look="hand-kind" onClick={() => raise(type)}>{t(`ui.hand.${type}`)}</Button>
            ))}
        </>
    );
}

function Mine(props: { hand: Hand }): JSX.Element {
    const ctrl = useRoom();
    const { floor } = ctrl;
    const { hand } = props;
    const speaks = hand.state === "speaking";
    return (
        <>
            <p class={`own-hand ${speaks ? "speaks" : ""}`}>
                {speaks
                    ? <>{t("ui.floor.yours")} <SpeechClock hand={hand} /></>
                    : t("ui.hand.place", { n: floor.queue.value.indexOf(hand) + 1, all: floor.queue.value.length })}
                <span class="soft small">
                    {hand.type !== "contribution" && ` ${t(`ui.hand.${hand.type}`)}`}
                    {ctrl.room.pending(hand.id) && ` · ${t("ui.waits")}`}
                </span>
            </p>
            <Button onClick={() => floor.lower(hand)}>{t(speaks ? "ui.floor.finish" : "ui.hand.lower")}</Button>
        </>
    );
}

/* How long somebody has spoken, or has left. */
export function SpeechClock(props: { hand: Hand }): JSX.Element {
    const ctrl = useRoom();
    const { passed, whole, left } = speechOf(props.hand, ctrl.now.value);
    if (!whole) return <span class="clock" role="timer">{span(passed)}</span>;
    return (
        <span class={`clock ${hurry(left, whole)}`} role="timer">
            {t(left < 0 ? "ui.clock.over" : "ui.clock.left", { time: span(left) })}
        </span>
    );
}

/* "I am done", for whoever is asked. */
function Done(): JSX.Element | null {
    const { floor } = useRoom();
    const done = floor.done.value;
    if (!floor.asked.value || floor.mine.value?.state === "speaking") return null;
    return (
        <Button look={`done ${done ? "on" : ""}`} aria-pressed={done} onClick={() => floor.sayReady(!done)}>
            <span aria-hidden="true">✓</span> {t("ui.ready.done")}
        </Button>
    );
}
