/* paste: a list of people or of agenda items from a sheet or a message, shown as it will be before it is added. */
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { mlText, num, t } from "../i18n/index";
import { readItems, readPeople, type Fault, type PastedItem, type PastedPerson } from "../ctrl/paste";
import { said } from "../ctrl/said";
import { Button, Field, Modal, Plain, valueOf } from "./parts";
import { useRoom } from "./use";

const SHOWN_MAX = 200;

interface PasteProps<T> {
    title: string;
    hint: string;
    example: string;
    heads: readonly string[];
    read: (text: string) => readonly T[];
    row: (one: T) => ComponentChildren[];
    add: (list: readonly T[]) => void;
}

function PasteDialog<T extends { fault: Fault | undefined }>(props: PasteProps<T>): JSX.Element {
    const ctrl = useRoom();
    const [text, setText] = useState("");
    const read = props.read(text);
    const good = read.filter((one) => !one.fault);
    const submit = (event: Event): void => {
        event.preventDefault();
        if (good.length === 0) return;
        props.add(good);
        ctrl.closeDialog();
    };
    return (
        <Modal title={props.title} onClose={() => ctrl.closeDialog()} wide>
            <form class="stack" onSubmit={submit}>
                <Field label={t("ui.paste.lines")} hint={props.hint}>
                    {(ids) => <textarea {...ids} class="input user" dir="auto" rows={6} data-first spellcheck={false}
                        placeholder={props.example} value={text} onInput={(event) => setText(valueOf(event))} />}
                </Field>
                {read.length > 0 && <Preview {...props} list={read} />}
                <div class="dialog-foot">
                    <span class="spring soft" role="status">
                        {read.length > good.length && t("ui.paste.left_out", { n: read.length - good.length })}
                    </span>
                    <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first" disabled={good.length === 0}>
                        {t("ui.paste.add", { n: good.length })}
                    </Button>
                </div>
            </form>
        </Modal>
    );
}

function Preview<T extends { fault: Fault | undefined }>(props: PasteProps<T> & { list: readonly T[] }): JSX.Element {
    return (
        <div class="preview" tabIndex={0} role="region" aria-label={t("ui.paste.preview")}>
            <table>
                <thead>
                    <tr>{props.heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr>
                </thead>
                <tbody>
                    {props.list.slice(0, SHOWN_MAX).map((one, i) => (
                        <tr key={i} class={one.fault ? "left-out" : undefined}>
                            {props.row(one).map((cell, j) => (
                                <td key={j}>
                                    {cell}
                                    {j === 0 && one.fault && (
                                        <> <span class="tag warn">{t(`ui.paste.fault.${one.fault}`)}</span></>
                                    )}
                                </td>
                            ))}
                        </tr>
                    ))}
                </tbody>
            </table>
            {props.list.length > SHOWN_MAX && (
                <p class="soft small">{t("ui.paste.more", { n: props.list.length - SHOWN_MAX })}</p>
            )}
        </div>
    );
}

export function PastePeople(): JSX.Element {
    const ctrl = useRoom();
    const delegations = ctrl.people.delegations.value;
    const party = (one: PastedPerson): ComponentChildren => {
        if (one.known) return <Plain>{mlText(ctrl.room.get("delegation", one.known)?.name)}</Plain>;
        return one.delegation && <><Plain>{one.delegation}</Plain> <span class="tag on">{t("ui.paste.new")}</span></>;
    };
    return (
        <PasteDialog title={t("ui.paste.people")} hint={t("ui.paste.people_hint")} example={t("ui.paste.people_example")}
            heads={[t("ui.people.name"), t("ui.people.delegation"), t("ui.people.role"), t("ui.people.contact")]}
            read={(text) => readPeople(text, delegations, ctrl.room.list("person").value)}
            row={(one) => [
                <Plain>{one.name}</Plain>, party(one), t(`ui.role.${one.role}`), <Plain>{one.contact}</Plain>,
            ]}
            add={(list) => ctrl.people.addAll(list)} />
    );
}

export function PasteItems(props: { day: number }): JSX.Element {
    const ctrl = useRoom();
    const items = ctrl.room.list("item").value;
    const add = (list: readonly PastedItem[]): void => {
        for (const one of list) {
            ctrl.room.run("item.create", {
                day: one.day,
                title: said(one.title),
                kind: one.kind,
                ...(one.start ? { start: one.start } : {}),
                ...(one.minutes === undefined ? {} : { minutes: one.minutes }),
                ...(one.presenter ? { presenter: one.presenter } : {}),
            });
        }
    };
    return (
        <PasteDialog title={t("ui.paste.items")} hint={t("ui.paste.items_hint")} example={t("ui.paste.items_example")}
            heads={[t("ui.item.title"), t("ui.item.day"), t("ui.item.starts"), t("ui.item.minutes"), t("ui.item.kind"),
                t("ui.item.presenter")]}
            read={(text) => readItems(text, props.day, items)}
            row={(one) => [
                <Plain>{one.title}</Plain>, num(one.day), one.start, one.minutes === undefined ? "" : num(one.minutes),
                t(`ui.kind.${one.kind}`), <Plain>{one.presenter}</Plain>,
            ]}
            add={add} />
    );
}
