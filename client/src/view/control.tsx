/* control: for those who run the room: who does so now, and taking it over by one act. */
import type { JSX } from "preact";
import { isolate } from "../ctrl/say";
import { t } from "../i18n/index";
import { Button } from "./parts";
import { useRoom } from "./use";

export function Control(): JSX.Element | null {
    const { room } = useRoom();
    const holder = room.get("person", room.workshop.value?.control || undefined);
    const mine = holder?.id === room.me.value.person;
    return (
        <span class={`control ${mine || !holder ? "" : "other"}`}>
            <span class="soft small">
                {!holder ? t("ui.control.nobody") : mine ? t("ui.control.yours") : t("ui.control.is", { name: isolate(holder.name ?? "") })}
            </span>
            {!mine && <Button look="slim" onClick={() => room.run("control.take")}>{t("ui.control.take")}</Button>}
        </span>
    );
}
