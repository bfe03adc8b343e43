/* panel_talk: comments, reservations and objections about a row or about the whole plan. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { delegationName, personName, whenText } from "../ctrl/panel_rows";
import { said } from "../ctrl/said";
import { mlText, t } from "../i18n/index";
import type { Remark } from "../sync/kinds";
import { Empty } from "./panel_parts";
import { Button, Field, Plain, Text, valueOf } from "./parts";
import { DelegationPicker } from "./pickers";
import { useRoom } from "./use";

const WORDS_MAX = 2000;
const TYPES = ["objection", "reservation", "comment"] as const;

/* `of` 0: about the plan as a whole. */
export function Talk(props: { of: number }): JSX.Element {
    const ctrl = useRoom();
    const hidden = ctrl.undo.hidden.value;
    const all = ctrl.room.list("remark").value.filter((one) => (one.of ?? 0) === props.of && !hidden.has(one.id));
    const open = all.filter((one) => !one.resolved);
    const settled = all.filter((one) => one.resolved);
    return (
        <div class="stack">
            {all.length === 0 && <Empty text={t(ctrl.mayDraft.value ? "ui.talk.empty" : "ui.talk.empty_reader")} />}
            {TYPES.map((type) => <List key={type} type={type} remarks={open.filter((one) => one.type === type)} />)}
            {settled.length > 0 && (
                <details>
                    <summary>{t("ui.talk.settled", { n: settled.length })}</summary>
                    <ul class="remarks">{settled.map((one) => <OneRemark key={one.id} remark={one} />)}</ul>
                </details>
            )}
            {ctrl.mayDraft.value && <Say of={props.of} />}
        </div>
    );
}

function List(props: { type: Remark["type"]; remarks: readonly Remark[] }): JSX.Element | null {
    if (props.remarks.length === 0) return null;
    return (
        <section class="stack" aria-label={t(`ui.talk.${props.type}s`)}>
            <h3>{t(`ui.talk.${props.type}s`)}</h3>
            <ul class="remarks">{props.remarks.map((one) => <OneRemark key={one.id} remark={one} />)}</ul>
        </section>
    );
}

/* A reservation is a delegation's; its author stands behind it. */
export function OneRemark(props: { remark: Remark }): JSX.Element {
    const ctrl = useRoom();
    const { remark } = props;
    const { room } = ctrl;
    const [editing, setEditing] = useState(false);
    /* What is on its way is one's own. */
    const person = remark.person ?? (remark.id < 0 ? room.me.value.person : undefined);
    const party = remark.delegation ?? (remark.id < 0 ? ctrl.self.value?.delegation : undefined);
    const formal = remark.type !== "comment" && party !== undefined;
    const name = formal ? delegationName(room, party) : personName(room, person);
    return (
        <li class={`remark ${remark.type} ${remark.resolved ? "settled" : ""}`}>
            <p class="remark-head">
                <strong><Plain>{name}</Plain></strong>
                <span class="soft small num">
                    {formal && <><Plain>{room.get("person", person)?.name}</Plain> · </>}
                    {whenText(room, remark.at, ctrl.now.peek())}
                    {room.pending(remark.id) && ` · ${t("ui.waits")}`}
                </span>
            </p>
            {editing ? <EditRemark remark={remark} leave={() => setEditing(false)} /> : <p class="prose"><Text of={remark.text} /></p>}
            {remark.resolved && (
                <p class="soft small">
                    {t("ui.talk.settled_by", { name: personName(room, remark.resolved_by), time: whenText(room, remark.resolved_at, ctrl.now.peek()) })}
                </p>
            )}
            {!editing && <RemarkActs remark={remark} edit={() => setEditing(true)} />}
        </li>
    );
}

function RemarkActs(props: { remark: Remark; edit: () => void }): JSX.Element | null {
    const ctrl = useRoom();
    const { remark } = props;
    const self = ctrl.self.value;
    if (!ctrl.mayDraft.value || !self) return null;
    const author = remark.person === self.id || ctrl.rights.value.staff;
    const party = author || (remark.delegation !== undefined && remark.delegation === self.delegation);
    const resolve = (on: boolean): unknown => ctrl.room.run("remark.resolve", { id: remark.id, on });
    const remove = (): void =>
        ctrl.undo.remove(remark.id, mlText(remark.text), () => ctrl.room.run("remark.remove", { id: remark.id }));
    if (!party) return null;
    return (
        <div class="row remark-acts">
            <Button look="quiet slim" onClick={() => resolve(!remark.resolved)}>
                {t(remark.resolved ? "ui.talk.reopen" : remark.type === "comment" ? "ui.talk.settle" : "ui.talk.lift")}
            </Button>
            {author && !remark.resolved && remark.type !== "objection" && (
                <Button look="quiet slim" onClick={props.edit}>{t("ui.edit")}</Button>
            )}
            {author && remark.type !== "objection" && <Button look="quiet slim" onClick={remove}>{t("ui.remove")}</Button>}
        </div>
    );
}

function EditRemark(props: { remark: Remark; leave: () => void }): JSX.Element {
    const { room } = useRoom();
    const { remark } = props;
    const [text, setText] = useState(mlText(remark.text));
    const submit = (event: Event): void => {
        event.preventDefault();
        const words = text.trim();
        if (words && words !== mlText(remark.text)) room.run("remark.edit", { id: remark.id, text: said(words) });
        props.leave();
    };
    return (
        <form class="stack" onSubmit={submit}>
            <textarea class="input user" dir="auto" maxLength={WORDS_MAX} aria-label={t(`ui.talk.${remark.type}`)} value={text}
                onInput={(event) => setText(valueOf(event))} />
            <div class="row">
                <Button type="submit" look="first">{t("ui.save")}</Button>
                <Button onClick={props.leave}>{t("ui.cancel")}</Button>
            </div>
        </form>
    );
}

/* One field; what is begun here stays on this page until it is sent. */
function Say(props: { of: number }): JSX.Element {
    const ctrl = useRoom();
    const { begun } = ctrl.panels;
    const key = `talk ${ctrl.room.key(props.of)}`;
    const staff = ctrl.rights.value.staff;
    const own = ctrl.self.value?.delegation ?? 0;
    const [text, setText] = useState(begun.get(key) ?? "");
    const [type, setType] = useState<"comment" | "reservation">("comment");
    const [delegation, setDelegation] = useState(own);
    const reserving = type === "reservation";
    const write = (words: string): void => {
        begun.set(key, words);
        setText(words);
    };
    const submit = (event: Event): void => {
        event.preventDefault();
        if (!text.trim() || (reserving && !delegation)) return;
        ctrl.room.run("remark.create", {
            ...(props.of ? { of: props.of } : {}),
            type,
            ...(reserving && staff ? { delegation } : {}),
            text: said(text.trim()),
        });
        begun.delete(key);
        setText("");
    };
    return (
        <form class="say stack" onSubmit={submit}>
            {(own > 0 || staff) && (
                <div class="segments" role="group" aria-label={t("ui.talk.sort")}>
                    {(["comment", "reservation"] as const).map((one) => (
                        <button key={one} type="button" aria-pressed={one === type} onClick={() => setType(one)}>
                            {t(`ui.talk.${one}`)}
                        </button>
                    ))}
                </div>
            )}
            {reserving && staff && (
                <DelegationPicker label={t("ui.people.delegation")} value={delegation} onChoose={setDelegation} />
            )}
            <Field label={t(reserving ? "ui.talk.say_reservation" : "ui.talk.say_comment")}
                hint={reserving ? t("ui.talk.reservation_hint") : undefined}>
                {(ids) => <textarea {...ids} class="input user" dir="auto" maxLength={WORDS_MAX} value={text}
                    onInput={(event) => write(valueOf(event))} />}
            </Field>
            <div>
                <Button type="submit" look="first" disabled={!text.trim() || (reserving && !delegation)}>
                    {t(reserving ? "ui.talk.reserve" : "ui.talk.send")}
                </Button>
            </div>
        </form>
    );
}
