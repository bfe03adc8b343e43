/* replaced: a value that somebody set over one's own: said on the row, quietly, with both values and the way back. */
import type { JSX } from "preact";
import { dueText } from "../ctrl/due";
import { isolate } from "../ctrl/say";
import { mlText, t } from "../i18n/index";
import type { Room } from "../sync/room";
import { Button } from "./parts";
import { useRoom } from "./use";

export function Replacements(props: { id: number }): JSX.Element | null {
    const { room } = useRoom();
    const mine = room.replaced.value.filter((one) => one.id === props.id);
    if (mine.length === 0) return null;
    return (
        <ul class="replaced" role="status">
            {mine.map((one) => {
                const words = {
                    field: t(`ui.field.${one.field}`),
                    who: isolate(room.get("person", one.by)?.name ?? t("ui.replaced.somebody")),
                    mine: isolate(valueText(room, one.field, one.mine)),
                    theirs: isolate(valueText(room, one.field, one.theirs)),
                };
                return (
                    <li key={one.key} class="row">
                        <span class="spring">{t(one.overwrote ? "ui.replaced.overwrote" : "ui.replaced.lost", words)}</span>
                        <Button look="slim" onClick={() => room.putBack(one.key)}>
                            {t(one.overwrote ? "ui.replaced.put_theirs" : "ui.replaced.put_mine")}
                        </Button>
                        <Button look="quiet slim" onClick={() => room.dismissReplaced(one.key)}>{t("ui.replaced.leave")}</Button>
                    </li>
                );
            })}
        </ul>
    );
}

/* A value of a field as people read it. */
function valueText(room: Room, field: string, value: unknown): string {
    if (value === null || value === undefined || value === "") return t("ui.none");
    if (Array.isArray(value)) return value.length ? value.map((one) => valueText(room, field, one)).join(t("ui.comma")) : t("ui.none");
    if (field === "start" || field === "due") return dueText(String(value));
    if (field === "priority" || field === "status") return t(`ui.${field}.${String(value)}`);
    if (field === "percent") return t("ui.plan.percent_of", { n: Number(value) });
    if (typeof value !== "number") return String(value);
    const thing = room.find(value);
    if (thing?.k === "recommendation") return mlText(thing.text);
    if (thing?.k === "delegation") return mlText(thing.name);
    if (thing?.k === "poll") return mlText(thing.question);
    return thing && "title" in thing ? mlText(thing.title) : String(value);
}
