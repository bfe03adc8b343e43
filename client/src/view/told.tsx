/*
 * told: what the facilitators tell the room, above everything else. A call to order stands out; a text or a link is quiet, one at
 * a time. Whoever has read it puts it away on this device; a call to order stays, in one line, until it is over. Those who run
 * the room take it off all screens.
 */
import type { JSX } from "preact";
import { t } from "../i18n/index";
import type { Message } from "../sync/kinds";
import { Button, Text } from "./parts";
import { useRoom } from "./use";

export function Told(): JSX.Element | null {
    const { floor, noted, edits } = useRoom();
    const list = floor.told.value.filter((one) => edits.value || one.type === "call_to_order" || !noted.has(one.id));
    const one = list[0];
    return one ? <OneTold key={one.id} message={one} more={list.length - 1} /> : null;
}

function OneTold(props: { message: Message; more: number }): JSX.Element {
    const ctrl = useRoom();
    const { message, more } = props;
    const order = message.type === "call_to_order";
    const away = ctrl.noted.has(message.id);
    return (
        <section class={`told ${order ? "order" : ""} ${away ? "away" : ""}`} aria-label={t(`ui.told.${message.type}`)}>
            <p class="spring">
                {order && <strong>{t("ui.told.call_to_order")} </strong>}
                <Text of={message.text} none=" " />
                {message.link && <> <a href={message.link} target="_blank" rel="noopener noreferrer">{t("ui.told.open")}</a></>}
                {more > 0 && <span class="soft small"> {t("ui.paste.more", { n: more })}</span>}
            </p>
            {ctrl.edits.value && (
                <Button look="slim" onClick={() => ctrl.room.run("message.end", { id: message.id })}>{t("ui.told.end")}</Button>
            )}
            {!away && (order || !ctrl.edits.value) && (
                <Button look="quiet slim" onClick={() => ctrl.noted.add([message.id])}>{t("ui.told.away")}</Button>
            )}
        </section>
    );
}
