/*
 * item_part: what an item of the agenda brings to everybody's stage by its kind: the countdown of a break, the tour de table,
 * one's own working group, the meetings; and with every item its documents, the questions to the speaker, the points parked.
 */
import type { JSX } from "preact";
import { span } from "../ctrl/agenda";
import { t } from "../i18n/index";
import type { Item, ItemKind } from "../sync/kinds";
import { OwnTime } from "./agenda";
import { Ready } from "./floor_rail";
import { Meetings } from "./meetings";
import { OwnGroup } from "./own_group";
import { Parked } from "./parked";
import { Plain } from "./parts";
import { Questions } from "./questions";
import { Tour } from "./tour";
import { useRoom } from "./use";

/* Somebody speaks and can be asked. */
const SPOKEN: ReadonlySet<ItemKind> = new Set(["opening", "presentation", "tour_de_table", "discussion", "case_study", "report_back", "closing"]);

export function ItemPart(props: { item: Item }): JSX.Element {
    const { room } = useRoom();
    const { item } = props;
    const running = item.state === "running";
    return (
        <>
            {running && <p class="ready-line narrow-only"><Ready /></p>}
            {item.kind === "break" && running && <BreakPart item={item} />}
            {(item.kind === "tour_de_table" || (running && room.list("hand").value.some((one) => one.type === "tour" && one.item === item.id))) && (
                <Tour item={item.id} />
            )}
            {item.kind === "groups" && <OwnGroup />}
            {item.kind === "calendar" && <Meetings />}
            <Questions item={item.id} asks={running && SPOKEN.has(item.kind)} />
            {item.kind !== "break" && <Parked open={item.kind === "closing" || item.kind === "report_back"} />}
        </>
    );
}

/* "We go on at 11:00", and how long until then. */
export function BreakPart(props: { item: Item }): JSX.Element | null {
    const { agenda, now } = useRoom();
    const { item } = props;
    const minutes = Math.max(0, (item.minutes ?? 0) + (item.extra ?? 0));
    if (!item.started_at || minutes === 0) return null;
    const end = item.started_at + minutes * 60_000;
    const left = end - now.value;
    const at = Math.floor(end / 60_000);
    return (
        <section class="pause" aria-label={t("ui.kind.break")}>
            <p class="pause-at">{t("ui.pause.on_at", { time: agenda.clock(at) })} <small><OwnTime at={at} /></small></p>
            <p class="pause-left num" role="timer">{left > 0 ? span(left) : t("ui.pause.over")}</p>
        </section>
    );
}

/* Each an address, and behind a space the name of what is there. */
export function ItemDocuments(props: { item: Item }): JSX.Element | null {
    const { documents } = props.item;
    if (!documents?.length) return null;
    return (
        <ul class="documents" aria-label={t("ui.item.documents")}>
            {documents.map((line) => {
                const [address = "", ...name] = line.split(" ");
                return (
                    <li key={line}>
                        <a href={address} target="_blank" rel="noopener noreferrer"><Plain>{name.join(" ") || address.replace(/^https?:\/\//, "")}</Plain></a>
                    </li>
                );
            })}
        </ul>
    );
}
