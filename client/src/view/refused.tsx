/* refused: what was not taken, why, and the words in it, to be copied. Quiet, above the room, until it is dismissed. */
import type { JSX } from "preact";
import { t } from "../i18n/index";
import type { Refusal } from "../sync/room";
import { Button, Copy, Plain } from "./parts";
import { useRoom } from "./use";

export function Refused(): JSX.Element | null {
    const ctrl = useRoom();
    const list = ctrl.room.refused.value;
    const kept = ctrl.kept.value;
    if (list.length === 0 && kept.length === 0) return null;
    return (
        <section class="refused" role="region" aria-label={t("ui.refused.title")}>
            <ul class="stack" role="status">
                {list.map((one) => <Row key={one.key} refusal={one} />)}
                {kept.map((one) => (
                    <li key={`kept-${one.key}`}>
                        <span class="text">{t("ui.refused.kept")} <Plain>{one.text}</Plain></span>
                        <Copy text={one.text} />
                        <Button onClick={() => ctrl.forget(one.key)}>{t("ui.refused.dismiss")}</Button>
                    </li>
                ))}
            </ul>
        </section>
    );
}

function Row(props: { refusal: Refusal }): JSX.Element {
    const { room } = useRoom();
    const { refusal } = props;
    const words = refusal.words.join("\n");
    return (
        <li>
            <span class="text">
                {refusal.verb === "text.edit" ? t("ui.refused.from_before") : ""} {t("ui.refused.not_taken", { why: refusal.say })}
                {words && <> {t("ui.refused.your_text")} <Plain>{words}</Plain></>}
            </span>
            {words && <Copy text={words} />}
            <Button onClick={() => room.dismiss(refusal.key)}>{t("ui.refused.dismiss")}</Button>
        </li>
    );
}
