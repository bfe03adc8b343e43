/* tour: the tour de table: every delegation in turn, in the order of their names, with so many minutes each. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { lang, t } from "../i18n/index";
import type { Hand } from "../sync/kinds";
import { SpeechClock } from "./hand";
import { Button, Plain, valueOf } from "./parts";
import { GiveButton } from "./speaker";
import { useRoom } from "./use";

const MINUTES: readonly number[] = [1, 2, 3, 4, 5, 7, 10, 15];

/* Of the item that runs, in the order they are called; those who were called already first. */
function called(hands: readonly Hand[], item: number): Hand[] {
    return hands.filter((hand) => hand.type === "tour" && hand.item === item && hand.state !== "lowered");
}

export function Tour(props: { item: number }): JSX.Element | null {
    const ctrl = useRoom();
    const { room, floor } = ctrl;
    const hands = called(floor.hands.value, props.item);
    const waiting = floor.tour.value;
    const speaker = floor.speaker.value;
    const under = waiting.length > 0 || speaker?.type === "tour";
    const runs = ctrl.edits.value && room.workshop.value?.item === props.item;
    const next = waiting[0];
    if (!under && hands.length === 0) return runs ? <Begin /> : null;
    return (
        <section class="poll tour" aria-label={t("ui.tour.title")}>
            <div class="poll-head">
                <h3>{t("ui.tour.title")}</h3>
                <span class="soft num">{t("ui.tour.heard", { n: hands.filter((one) => one.state === "spoken").length, all: hands.length })}</span>
            </div>
            {runs && under && (
                <div class="row">
                    {next
                        ? <GiveButton hand={next} look="first" text={t(speaker ? "ui.tour.next" : "ui.tour.first")} />
                        : speaker && <Button look="first" onClick={() => room.run("hand.end", { id: speaker.id })}>{t("ui.floor.end")}</Button>}
                    <Button onClick={() => room.run("tour.end")}>{t("ui.tour.end")}</Button>
                </div>
            )}
            {runs && !under && <Begin again />}
            <ol class="tour-list">{hands.map((hand) => <OnTour key={hand.id} hand={hand} skips={runs} />)}</ol>
        </section>
    );
}

function OnTour(props: { hand: Hand; skips: boolean }): JSX.Element {
    const { room, floor } = useRoom();
    const { hand, skips } = props;
    const own = hand.delegation !== undefined && hand.delegation === room.get("person", room.me.value.person)?.delegation;
    return (
        <li class={`${hand.state} ${own ? "mine" : ""}`} aria-current={hand.state === "speaking" ? "true" : undefined}>
            <span class="spring"><Plain>{floor.nameOf(hand)}</Plain>{own && <span class="soft"> ({t("ui.people.you")})</span>}</span>
            {hand.state === "speaking" && <SpeechClock hand={hand} />}
            {hand.state === "spoken" && <span class="soft small">✓ {t("ui.tour.spoken")}</span>}
            {hand.state === "waiting" && skips && (
                <Button look="quiet slim" onClick={() => room.run("hand.lower", { id: hand.id })}>
                    {t("ui.tour.skip")}<span class="hear"> {floor.nameOf(hand)}</span>
                </Button>
            )}
        </li>
    );
}

function Begin(props: { again?: boolean }): JSX.Element {
    const { room } = useRoom();
    const [minutes, setMinutes] = useState(3);
    return (
        <div class={props.again ? "row" : "poll row"}>
            <label class="inline">
                <span>{t("ui.tour.each")}</span>
                <select class="input" value={minutes} onChange={(event) => setMinutes(Number(valueOf(event)))}>
                    {MINUTES.map((n) => <option key={n} value={n}>{t("ui.minutes", { n })}</option>)}
                </select>
            </label>
            <Button look={props.again ? "" : "first"} onClick={() => room.run("tour.start", { seconds: minutes * 60, lang: lang.peek() })}>
                {t(props.again ? "ui.tour.again" : "ui.tour.start")}
            </Button>
        </div>
    );
}
