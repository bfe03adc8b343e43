/* parked: points that the room will come back to. */
import type { JSX } from "preact";
import { said } from "../ctrl/said";
import { mlText, t } from "../i18n/index";
import type { Parked as Point } from "../sync/kinds";
import { AddLine } from "./add";
import { Button, Text } from "./parts";
import { useRoom } from "./use";

const POINT_MAX = 2000;

/* Closed unless the room is at the end, where it comes back to them. */
export function Parked(props: { open: boolean }): JSX.Element | null {
    const ctrl = useRoom();
    const points = ctrl.room.list("parked").value.filter((one) => !ctrl.undo.hidden.value.has(one.id));
    const left = points.filter((one) => !one.done).length;
    if (points.length === 0 && !ctrl.mayDraft.value) return null;
    return (
        <details class="parked" open={props.open && left > 0}>
            <summary>{t("ui.parked.title", { n: left })}</summary>
            <ul class="stack">{points.map((one) => <OnePoint key={ctrl.room.key(one.id)} point={one} />)}</ul>
            {ctrl.mayDraft.value && (
                <AddLine label={t("ui.parked.add")} field={t("ui.parked.point")} max={POINT_MAX}
                    add={(text) => ctrl.room.run("parked.create", { text: said(text), ...(ctrl.agenda.running.peek() ? { item: ctrl.agenda.running.peek()!.id } : {}) })} />
            )}
        </details>
    );
}

function OnePoint(props: { point: Point }): JSX.Element {
    const ctrl = useRoom();
    const { room } = ctrl;
    const { point } = props;
    const item = room.get("item", point.item);
    const tends = ctrl.rights.value.order && room.workshop.value?.state !== "closed";
    const own = ctrl.mayDraft.value && point.person === room.me.value.person;
    const text = mlText(point.text);
    const remove = (): void => ctrl.undo.remove(point.id, text, () => room.run("parked.remove", { id: point.id }));
    return (
        <li class={`row ${point.done ? "done" : ""}`}>
            {tends
                ? <label class="check spring">
                    <input type="checkbox" checked={point.done ?? false}
                        onChange={(event) => room.run("parked.done", { id: point.id, on: event.currentTarget.checked })} />
                    <span><Text of={point.text} /></span>
                </label>
                : <span class="spring">{point.done && "✓ "}<Text of={point.text} /></span>}
            {item && <span class="soft small"><Text of={item.title} /></span>}
            {(tends || own) && (
                <Button look="quiet slim" onClick={remove}>{t("ui.remove")}<span class="hear"> {text}</span></Button>
            )}
        </li>
    );
}
