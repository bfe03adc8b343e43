/* device: one device for several people in a room: who is asked on it, one after another. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { mlText, t } from "../i18n/index";
import { byName, plainLetters, shareDevice } from "../ctrl/seats";
import type { Person } from "../sync/kinds";
import { Button, Field, Modal, Plain, valueOf } from "./parts";
import { useRoom } from "./use";

const SHOWN_MAX = 100;      /* whoever looks for one of more types a name */

export function DeviceDialog(props: { host: number }): JSX.Element {
    const ctrl = useRoom();
    const [host, setHost] = useState(props.host);
    const people = byName(ctrl.people.list.value.filter((one) => !one.guest));
    return (
        <Modal title={t("ui.device.title")} onClose={() => ctrl.closeDialog()}>
            <p>{t("ui.device.text")}</p>
            <Field label={t("ui.device.host")}>
                {(ids) => (
                    <select {...ids} class="input" data-first value={host} onChange={(event) => setHost(Number(valueOf(event)))}>
                        <option value={0}>{t("ui.device.choose")}</option>
                        {people.filter((one) => !one.device).map((one) => (
                            <option key={one.id} value={one.id}>{one.name}</option>
                        ))}
                    </select>
                )}
            </Field>
            {host > 0 && <Sharers key={host} host={host} people={people} />}
        </Modal>
    );
}

/* Who is there already, then the host's own delegation: they sit together. */
function Sharers(props: { host: number; people: readonly Person[] }): JSX.Element {
    const ctrl = useRoom();
    const { host, people } = props;
    const [chosen, setChosen] = useState(() => new Set(people.filter((one) => one.device === host).map((one) => one.id)));
    const [text, setText] = useState("");
    const { delegation } = people.find((one) => one.id === host) ?? {};
    const lends = new Set(people.map((one) => one.device));
    const near = (one: Person): number =>
        Number(one.device === host) * 2 + Number(delegation !== undefined && one.delegation === delegation);
    const others = people.filter((one) => one.id !== host && !lends.has(one.id)).sort((a, b) => near(b) - near(a));
    const looked = others.filter((one) =>
        chosen.has(one.id) || plainLetters(one.name ?? "").includes(plainLetters(text.trim())));
    const toggle = (id: number): void => {
        const next = new Set(chosen);
        if (!next.delete(id)) next.add(id);
        setChosen(next);
    };
    const submit = (event: Event): void => {
        event.preventDefault();
        shareDevice(ctrl.room, host, chosen);
        ctrl.closeDialog();
    };
    return (
        <form class="stack" onSubmit={submit}>
            {others.length > 12 && (
                <Field label={t("ui.desk.search")}>
                    {(ids) => <input {...ids} class="input user" type="search" dir="auto" value={text}
                        onInput={(event) => setText(valueOf(event))} />}
                </Field>
            )}
            <fieldset class="sharers">
                <legend class="soft small">{t("ui.device.who")}</legend>
                {looked.slice(0, SHOWN_MAX).map((one) => (
                    <label key={one.id} class="check">
                        <input type="checkbox" checked={chosen.has(one.id)} onChange={() => toggle(one.id)} />
                        <span>
                            <Plain>{one.name}</Plain>{" "}
                            <span class="soft small">{mlText(ctrl.room.get("delegation", one.delegation)?.name)}</span>
                        </span>
                    </label>
                ))}
            </fieldset>
            <div class="dialog-foot">
                <span class="spring soft" role="status">{t("ui.device.count", { n: chosen.size + 1 })}</span>
                <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>
                <Button type="submit" look="first">{t("ui.save")}</Button>
            </div>
        </form>
    );
}
