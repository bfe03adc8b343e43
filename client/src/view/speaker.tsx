/* speaker: over the stage: who has the floor, for how long, and who is called next. */
import type { JSX } from "preact";
import { isolate } from "../ctrl/say";
import { t } from "../i18n/index";
import { upNext } from "../rules/floor_times";
import type { Hand } from "../sync/kinds";
import { SpeechClock } from "./hand";
import { Button, Plain } from "./parts";
import { useRoom } from "./use";

export function SpeakerLine(): JSX.Element | null {
    const ctrl = useRoom();
    const { floor } = ctrl;
    const speaker = floor.speaker.value;
    const next = upNext(floor.hands.value);
    const waits = floor.queue.value.length + floor.tour.value.length;
    if (!speaker && (!next || !ctrl.edits.value)) return null;
    return (
        <section class="speaker-line" aria-label={t("ui.floor.title")}>
            {speaker
                ? <p class="spring"><span class="soft small">{t("ui.floor.speaks")}</span> <HandName hand={speaker} /> <SpeechClock hand={speaker} /></p>
                : <p class="spring soft">{t("ui.floor.hands", { n: waits })}</p>}
            {next && <p class="soft small next-speaker">{t("ui.floor.next_is", { name: isolate(floor.nameOf(next)) })}</p>}
            {ctrl.edits.value && (
                <span class="row">
                    {speaker && <Button look="slim" onClick={() => ctrl.room.run("hand.end", { id: speaker.id })}>{t("ui.floor.end")}</Button>}
                    {next && <GiveButton hand={next} look={speaker ? "slim" : "slim first"} />}
                </span>
            )}
        </section>
    );
}

/* The delegation, and beside it who speaks for it. */
export function HandName(props: { hand: Hand }): JSX.Element {
    const { room, floor } = useRoom();
    const { hand } = props;
    const name = floor.nameOf(hand);
    const person = room.get("person", hand.person)?.name;
    return (
        <>
            <strong><Plain>{name}</Plain></strong>
            {person && person !== name && <span class="soft small"> <Plain>{person}</Plain></span>}
            {(hand.type === "reply" || hand.type === "point_of_order") && (
                <> <span class={`tag ${hand.type === "reply" ? "" : "warn"}`}>{t(`ui.hand.${hand.type}`)}</span></>
            )}
        </>
    );
}

/* With as many minutes as the chair allows now; a tour de table has its own. */
export function GiveButton(props: { hand: Hand; look: string; text?: string }): JSX.Element {
    const { room, floor } = useRoom();
    const { hand } = props;
    const seconds = hand.type === "tour" ? 0 : floor.seconds.value;
    const give = (): unknown => room.run("hand.give", { id: hand.id, ...(seconds ? { seconds } : {}) });
    return (
        <Button look={props.look} onClick={give}>
            {props.text ?? t("ui.floor.give")}<span class="hear"> {floor.nameOf(hand)}</span>
        </Button>
    );
}
