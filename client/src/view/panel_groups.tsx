/* panel_groups: working groups: who is in them, what they still have to bring, and what reads like something else. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { inGroup, isRow, personName, useFindings } from "../ctrl/panel_rows";
import { said } from "../ctrl/said";
import { isolate } from "../ctrl/say";
import { listed, ml, mlText, t } from "../i18n/index";
import type { Group } from "../sync/kinds";
import type { RoomView } from "../sync/room";
import { Empty, RowLink } from "./panel_parts";
import { Button, Field, Modal, Plain, Text, valueOf } from "./parts";
import { useRoom } from "./use";

const TITLE_MAX = 300;

export function GroupsTool(): JSX.Element {
    const ctrl = useRoom();
    const groups = ctrl.room.list("group").value.filter((one) => !ctrl.undo.hidden.value.has(one.id));
    return (
        <div class="stack">
            {groups.length === 0 && <Empty text={t(ctrl.edits.value ? "ui.groups.empty_staff" : "ui.groups.empty")} />}
            {groups.map((group) => <OneGroup key={ctrl.room.key(group.id)} group={group} />)}
            {ctrl.edits.value && <AddGroup />}
            {groups.length > 0 && <Alike />}
        </div>
    );
}

function OneGroup(props: { group: Group }): JSX.Element {
    const ctrl = useRoom();
    const { room } = ctrl;
    const { group } = props;
    const [editing, edit] = useState(false);
    const members = room.list("person").value.filter((one) => one.group === group.id);
    const rows = (["action", "recommendation"] as const).flatMap((kind) => room.list(kind).value.filter((row) => row.group === group.id));
    const kept = rows.filter((row) => !row.brought_at);
    const chairs = group.chair !== undefined && group.chair === ctrl.self.value?.id;
    const brings = (ctrl.rights.value.order || chairs) && room.workshop.value?.state !== "closed";
    const see = (): void => {
        ctrl.plan.place.value = group.id;
        ctrl.show("plan");
    };
    return (
        <section class="panel stack" aria-label={mlText(group.title)}>
            <h3><Text of={group.title} />{inGroup(ctrl, group.id) && <> <span class="tag on">{t("ui.groups.yours")}</span></>}</h3>
            <p class="small">
                <span class="soft">{t("ui.groups.chair")}: </span>
                {group.chair ? <Plain>{personName(room, group.chair)}</Plain> : t("ui.none")}
                <br />
                <span class="soft">{t("ui.groups.members", { n: members.length })}</span>{" "}
                <Plain>{listed(members.map((one) => isolate(one.name ?? "")))}</Plain>
            </p>
            <p class="num small">{t("ui.groups.rows", { n: rows.length })}{rows.length > 0 && ` · ${t("ui.groups.kept", { n: kept.length })}`}</p>
            <div class="row">
                <Button onClick={see}>{t("ui.groups.see")}</Button>
                {brings && kept.length > 0 && (
                    <Button look="first" onClick={() => room.run("group.bring", { id: group.id })}>{t("ui.groups.bring_all", { n: kept.length })}</Button>
                )}
                {ctrl.edits.value && <Button look="quiet" onClick={() => edit(true)}>{t("ui.edit")}</Button>}
            </div>
            {editing && <GroupDialog group={group} close={() => edit(false)} />}
        </section>
    );
}

function AddGroup(): JSX.Element {
    const { room } = useRoom();
    const [title, setTitle] = useState("");
    const submit = (event: Event): void => {
        event.preventDefault();
        if (!title.trim()) return;
        room.run("group.create", { title: said(title.trim()) });
        setTitle("");
    };
    return (
        <form class="row" onSubmit={submit}>
            <input class="input user spring" dir="auto" maxLength={TITLE_MAX} aria-label={t("ui.groups.title")} placeholder={t("ui.groups.title")}
                value={title} onInput={(event) => setTitle(valueOf(event))} />
            <Button type="submit" disabled={!title.trim()}>{t("ui.groups.add")}</Button>
        </form>
    );
}

/* Its name, its chair and who belongs to it. A person drafts with one group. */
function GroupDialog(props: { group: Group; close: () => void }): JSX.Element {
    const ctrl = useRoom();
    const { room } = ctrl;
    const { group, close } = props;
    const [title, setTitle] = useState(mlText(group.title));
    const people = room.list("person").value.filter((one) => !one.guest);
    const rename = (): void => {
        const words = title.trim();
        if (words && words !== mlText(group.title)) room.run("group.edit", { id: group.id, title: { [ml(group.title).lang]: words } });
    };
    const done = (): void => {
        rename();
        close();
    };
    const remove = (): void => {
        ctrl.undo.remove(group.id, mlText(group.title), () => room.run("group.remove", { id: group.id }));
        close();
    };
    return (
        <Modal title={mlText(group.title)} onClose={done}>
            <Field label={t("ui.groups.title")}>
                {(ids) => <input {...ids} class="input user" dir="auto" maxLength={TITLE_MAX} value={title} onBlur={rename}
                    onInput={(event) => setTitle(valueOf(event))} />}
            </Field>
            <Field label={t("ui.groups.chair")} hint={t("ui.groups.chair_hint")}>
                {(ids) => (
                    <select {...ids} class="input" value={group.chair ?? 0}
                        onChange={(event) => room.run("group.edit", { id: group.id, chair: Number(valueOf(event)) || null })}>
                        <option value={0}>{t("ui.none")}</option>
                        {people.map((one) => <option key={one.id} value={one.id}>{personName(room, one.id)}</option>)}
                    </select>
                )}
            </Field>
            <fieldset class="members">
                <legend class="label">{t("ui.groups.who")}</legend>
                {people.map((one) => (
                    <label key={one.id} class="check">
                        <input type="checkbox" checked={one.group === group.id}
                            onChange={() => room.run("person.edit", { id: one.id, group: one.group === group.id ? null : group.id })} />
                        <span><Plain>{personName(room, one.id)}</Plain></span>
                        {one.group !== undefined && one.group !== group.id && (
                            <span class="soft small"><Plain>{mlText(room.get("group", one.group)?.title)}</Plain></span>
                        )}
                    </label>
                ))}
            </fieldset>
            <div class="dialog-foot">
                <Button look="danger" onClick={remove}>{t("ui.groups.remove")}</Button>
                <span class="spring" />
                <Button look="first" onClick={done}>{t("ui.groups.done")}</Button>
            </div>
        </Modal>
    );
}

/* What stands in the plenary plan before what a group still drafts: the first one is offered to stay. */
function sorted(room: RoomView, a: number, b: number): readonly [number, number] {
    const kept = (id: number): boolean => {
        const row = room.row(id).value;
        return isRow(row) && row.group !== undefined && !row.brought_at;
    };
    return kept(a) && !kept(b) ? [b, a] : [a, b];
}

/* Rows that read almost the same, each pair once. */
function Alike(): JSX.Element | null {
    const ctrl = useRoom();
    const { room } = ctrl;
    const findings = useFindings(room);
    const pairs = [...(findings?.alike ?? [])].flatMap(([id, others]) => others.filter((other) => other > id).map((other) => sorted(room, id, other)));
    if (pairs.length === 0) return null;
    return (
        <section class="stack" aria-label={t("ui.merge.alike")}>
            <h3>{t("ui.merge.alike")} <span class="count num">{pairs.length}</span></h3>
            <ul class="row-list">
                {pairs.slice(0, 50).map(([a, b]) => {
                    const one = room.row(a).value;
                    const other = room.row(b).value;
                    if (!isRow(one) || !isRow(other)) return null;
                    return (
                        <li key={`${a} ${b}`} class="pair-of-rows">
                            <RowLink row={one} />
                            <RowLink row={other} />
                            {ctrl.rights.value.order && (
                                <Button look="slim" onClick={() => ctrl.panels.openTool("merge", a, b)}>{t("ui.merge.open")}</Button>
                            )}
                        </li>
                    );
                })}
            </ul>
        </section>
    );
}
