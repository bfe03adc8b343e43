/* item_tools: what those who run the room do with an item of the agenda, and with the time of the one that runs. */
import type { JSX } from "preact";
import { mlText, t } from "../i18n/index";
import { minutesOf } from "../ctrl/agenda";
import { askClose } from "../ctrl/close";
import type { Item } from "../sync/kinds";
import { EvaluationOffer } from "./evaluation_offer";
import { Menu } from "./menu";
import { Button } from "./parts";
import { useRoom } from "./use";

const STEP_MINUTES = 5;

/* In the run bar: more or less time, no next one after all, and the last press taken back while it is fresh. */
export function RunTools(props: { look: string }): JSX.Element {
    const ctrl = useRoom();
    const { running: { value: running }, next: { value: next }, fresh } = ctrl.agenda;
    const extend = (minutes: number): unknown => running && ctrl.room.run("item.extend", { id: running.id, minutes });
    return (
        <>
            {fresh.value && (
                <Button onClick={() => ctrl.room.run("agenda.undo", running ? { id: running.id } : {})}>{t("ui.run.undo")}</Button>
            )}
            {running && minutesOf(running) > 0 && (
                <>
                    <Button look={props.look} onClick={() => extend(STEP_MINUTES)}>{t("ui.run.extend", { n: STEP_MINUTES })}</Button>
                    <Button look="roomy-only" disabled={minutesOf(running) <= STEP_MINUTES} onClick={() => extend(-STEP_MINUTES)}>
                        {t("ui.run.cut", { n: STEP_MINUTES })}
                    </Button>
                </>
            )}
            {running && next && (
                <Button look="roomy-only" onClick={() => ctrl.room.run("item.skip", { id: next.id })}>{t("ui.run.skip")}</Button>
            )}
            <More />
        </>
    );
}

/* What is done now and then while the workshop runs. */
function More(): JSX.Element {
    const ctrl = useRoom();
    const { running: { value: running }, next: { value: next } } = ctrl.agenda;
    const acts = [
        { key: "order", text: t("ui.told.call_to_order"), act: () => ctrl.openDialog({ is: "message", type: "call_to_order" }) },
        { key: "message", text: t("ui.message.title"), act: () => ctrl.openDialog({ is: "message", type: "text" }) },
        ...(running && minutesOf(running) > 0
            ? [{ key: "extend", text: t("ui.extend.title"), act: () => ctrl.openDialog({ is: "extend", item: running }) }] : []),
        ...(next ? [
            { key: "skip", text: t("ui.run.skip"), act: () => ctrl.room.run("item.skip", { id: next.id }) },
            { key: "carry", text: t("ui.run.carry_next", { n: (next.day ?? 1) + 1 }),
                act: () => ctrl.room.run("item.carry", { id: next.id, day: (next.day ?? 1) + 1 }) },
        ] : []),
        ...(ctrl.rights.value.lead ? [{ key: "close", text: t("ui.run.close"), act: () => askClose(ctrl) }] : []),
    ];
    return <Menu label={t("ui.tool.more")} look="button" name={t("ui.run.more")} acts={acts} />;
}

/* What a facilitator can do with the item on the stage. */
export function ItemTools(props: { item: Item }): JSX.Element {
    const ctrl = useRoom();
    const { item } = props;
    const live = ctrl.room.workshop.value?.state === "live";
    const remove = (): void => {
        ctrl.undo.remove(item.id, mlText(item.title), () => ctrl.room.run("item.remove", { id: item.id }));
        ctrl.back();
    };
    return (
        <>
            <div class="row">
                {live && item.state !== "running" && (
                    <Button look="first" onClick={() => ctrl.start(item.id)}>{t("ui.item.start")}</Button>
                )}
                <Button onClick={() => ctrl.openDialog({ is: "item", item, day: item.day ?? 1 })}>{t("ui.edit")}</Button>
                {item.state === "planned" && <Places item={item} />}
                {live && <Instead item={item} />}
                <Button onClick={() => ctrl.openDialog({ is: "poll", item: item.id })}>{t("ui.poll.prepare")}</Button>
                {item.state !== "running" && <Button look="danger" onClick={remove}>{t("ui.remove")}</Button>}
            </div>
            {item.kind === "evaluation" && <EvaluationOffer item={item} />}
        </>
    );
}

function Places(props: { item: Item }): JSX.Element {
    const ctrl = useRoom();
    const { item } = props;
    const list = ctrl.agenda.days.value.find((day) => day.day === (item.day ?? 1))?.slots ?? [];
    const at = list.findIndex((slot) => slot.item.id === item.id);
    const move = (after: number): unknown => ctrl.room.run("item.move", { id: item.id, after });
    return (
        <>
            <Button disabled={at <= 0} onClick={() => move(list[at - 2]?.item.id ?? 0)}>{t("ui.up")}</Button>
            <Button disabled={at < 0 || at >= list.length - 1} onClick={() => move(list[at + 1]!.item.id)}>{t("ui.down")}</Button>
        </>
    );
}

/* An item that is not gone through today: left out, planned again, or carried over to the next day. */
function Instead(props: { item: Item }): JSX.Element | null {
    const ctrl = useRoom();
    const { id, state, day } = props.item;
    const next = (day ?? 1) + 1;
    if (state !== "planned" && state !== "skipped") return null;
    return (
        <>
            {state === "planned"
                ? <Button onClick={() => ctrl.room.run("item.skip", { id })}>{t("ui.run.skip_this")}</Button>
                : <Button onClick={() => ctrl.room.run("item.skip", { id, back: true })}>{t("ui.run.skip_back")}</Button>}
            <Button onClick={() => ctrl.room.run("item.carry", { id, day: next })}>{t("ui.run.carry", { n: next })}</Button>
        </>
    );
}
