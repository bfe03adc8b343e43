/* message: telling the room something: a text, a call to order, a link; and giving an item another number of minutes. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { minutesOf } from "../ctrl/agenda";
import type { RoomCtrl } from "../ctrl/room";
import { said } from "../ctrl/said";
import { alsoIn, LANGS, mlText, t, tIn } from "../i18n/index";
import type { Item, MessageType } from "../sync/kinds";
import { Button, Field, Modal, valueOf } from "./parts";
import { useRoom } from "./use";

const TYPES: readonly MessageType[] = ["text", "call_to_order", "link"];
const MESSAGE_MAX = 2000;

export function MessageDialog(props: { type: MessageType }): JSX.Element {
    const ctrl = useRoom();
    const [type, setType] = useState(props.type);
    const [text, setText] = useState("");
    const [link, setLink] = useState("");
    const ready = (text.trim() !== "" || type === "call_to_order") && (type !== "link" || /^https?:\/\/\S+$/.test(link.trim()));
    const submit = (event: Event): void => {
        event.preventDefault();
        if (!ready) return;
        ctrl.closeDialog();
        if (text.trim()) ctrl.room.run("message.create", { type, text: said(text.trim()), ...(type === "link" ? { link: link.trim() } : {}) });
        else void callToOrder(ctrl);
    };
    return (
        <Modal title={t("ui.message.title")} onClose={() => ctrl.closeDialog()}>
            <form class="stack" onSubmit={submit}>
                <fieldset class="segments message-types">
                    <legend class="hear">{t("ui.message.kind")}</legend>
                    {TYPES.map((one) => (
                        <button key={one} type="button" aria-pressed={type === one} onClick={() => setType(one)}>{t(`ui.told.${one}`)}</button>
                    ))}
                </fieldset>
                <Field label={t("ui.message.words")} hint={t(`ui.message.hint.${type}`)}>
                    {(ids) => <textarea {...ids} class="input user" dir="auto" data-first maxLength={MESSAGE_MAX} value={text}
                        placeholder={type === "call_to_order" ? t("ui.message.order_text") : ""}
                        onInput={(event) => setText(valueOf(event))} />}
                </Field>
                {type === "link" && (
                    <Field label={t("ui.message.address")}>
                        {(ids) => <input {...ids} class="input" dir="ltr" type="url" placeholder="https://" value={link}
                            onInput={(event) => setLink(valueOf(event))} />}
                    </Field>
                )}
                <div class="dialog-foot">
                    <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first" disabled={!ready}>{t("ui.message.send")}</Button>
                </div>
            </form>
        </Modal>
    );
}

/* Without words of its own: everybody reads it in their language. */
async function callToOrder(ctrl: RoomCtrl): Promise<void> {
    const here = await Promise.all(LANGS.map((one) => alsoIn(one).then(() => one, () => undefined)));
    const words = here.flatMap((one) => (one ? [[one, tIn(one, "ui.message.order_text")]] : []));
    ctrl.room.run("message.create", { type: "call_to_order", text: Object.fromEntries(words) as object });
}

const STEPS: readonly number[] = [-15, -10, -5, 5, 10, 15, 30];

/* More or fewer minutes than the steps of the run bar. */
export function ExtendDialog(props: { item: Item }): JSX.Element {
    const ctrl = useRoom();
    const { item } = props;
    const [minutes, setMinutes] = useState("");
    const n = Number(minutes);
    const ready = minutes.trim() !== "" && Number.isInteger(n) && n !== 0 && minutesOf(item) + n > 0;
    const submit = (event: Event): void => {
        event.preventDefault();
        if (!ready) return;
        ctrl.room.run("item.extend", { id: item.id, minutes: n });
        ctrl.closeDialog();
    };
    return (
        <Modal title={t("ui.extend.title")} onClose={() => ctrl.closeDialog()}>
            <form class="stack" onSubmit={submit}>
                <p><bdi>{mlText(item.title)}</bdi> · {t("ui.minutes", { n: minutesOf(item) })}</p>
                <Field label={t("ui.extend.by")} hint={t("ui.extend.hint")}>
                    {(ids) => <input {...ids} class="input num" type="number" data-first min={1 - minutesOf(item)} max={1440} value={minutes}
                        onInput={(event) => setMinutes(valueOf(event))} />}
                </Field>
                <div class="row">
                    {STEPS.filter((step) => minutesOf(item) + step > 0).map((step) => (
                        <Button key={step} look="slim" onClick={() => setMinutes(String(step))}><bdi dir="ltr">{step > 0 ? `+${step}` : `−${-step}`}</bdi></Button>
                    ))}
                </div>
                <div class="dialog-foot">
                    <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first" disabled={!ready}>{t("ui.extend.do")}</Button>
                </div>
            </form>
        </Modal>
    );
}
