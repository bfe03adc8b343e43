/* person: the form of a person: name, role, delegation, and how they take part. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { lang, LANGS, t, type Lang } from "../i18n/index";
import { isolate } from "../ctrl/say";
import { addPerson, editPerson, removePerson, ROLES } from "../ctrl/seats";
import type { Person, PersonMode, PersonRole } from "../sync/kinds";
import { Button, Field, Modal, valueOf } from "./parts";
import { DelegationPicker, GroupPicker, ModePicker } from "./pickers";
import { useRoom } from "./use";

function RolePicker(props: { value: PersonRole; onChoose: (role: PersonRole) => void }): JSX.Element {
    const ctrl = useRoom();
    const makesStaff = ctrl.room.me.value.role === "facilitator";
    const roles = ROLES.filter((role) => makesStaff || role === props.value || !role.endsWith("facilitator"));
    return (
        <Field label={t("ui.people.role")}>
            {(ids) => (
                <select {...ids} class="input" value={props.value}
                    onChange={(event) => props.onChoose(valueOf(event) as PersonRole)}>
                    {roles.map((role) => <option key={role} value={role}>{t(`ui.role.${role}`)}</option>)}
                </select>
            )}
        </Field>
    );
}

/* A delegate speaks for somebody: without a delegation the person can be something else. */
function fits(role: PersonRole, delegation: number): boolean {
    return role !== "delegate" || delegation > 0;
}

interface PersonForm {
    name: string;
    role: PersonRole;
    delegation: number;     /* 0: none */
    group: number;          /* working group; 0: none */
    head: boolean;
    function: string;
    mode: PersonMode;
    language: Lang;
    contact: string;
}

function formOf(person: Person | undefined): PersonForm {
    return {
        name: person?.name ?? "",
        role: person?.role ?? "delegate",
        delegation: person?.delegation ?? 0,
        group: person?.group ?? 0,
        head: person?.head ?? false,
        function: person?.function ?? "",
        mode: person?.mode ?? "remote",
        language: person?.language ?? lang.peek(),
        contact: person?.contact ?? "",
    };
}

/* Only what differs from how the form was opened: what others changed meanwhile stays. */
function changes(now: PersonForm, before: PersonForm): Record<string, unknown> {
    const args: Record<string, unknown> = {};
    for (const key of Object.keys(now) as (keyof PersonForm)[]) {
        const value = typeof now[key] === "string" ? now[key].trim() : now[key];
        if (value !== before[key]) args[key] = value === "" || value === 0 ? null : value;
    }
    return args;
}

export function PersonDialog(props: { person: Person | undefined }): JSX.Element {
    const ctrl = useRoom();
    const { person } = props;
    const [before] = useState(() => formOf(person));
    const [form, setForm] = useState(before);
    const [busy, setBusy] = useState(false);
    const fit = fits(form.role, form.delegation);
    const set = (part: Partial<PersonForm>): void => setForm({ ...form, ...part });
    const save = (person: Person): void => {
        const args = changes(form, before);
        if (Object.keys(args).length > 0) editPerson(ctrl.room, person.id, args);
        ctrl.closeDialog();
    };
    const add = async (): Promise<void> => {
        setBusy(true);
        const id = await addPerson(ctrl.room, { name: form.name.trim(), role: form.role, language: form.language,
            ...changes(form, before) });
        setBusy(false);
        if (id) ctrl.openDialog({ is: "link", person: id, name: form.name.trim() });
        else ctrl.closeDialog();
    };
    const submit = (event: Event): void => {
        event.preventDefault();
        if (!fit || form.name.trim() === "") return;
        if (person) save(person);
        else void add();
    };
    return (
        <Modal title={person ? (person.name ?? "") : t("ui.people.add")} onClose={() => ctrl.closeDialog()}>
            <form class="stack" onSubmit={submit}>
                <Field label={t("ui.people.name")}>
                    {(ids) => <input {...ids} class="input user" dir="auto" data-first required maxLength={64}
                        value={form.name} onInput={(event) => set({ name: valueOf(event) })} />}
                </Field>
                <RolePicker value={form.role} onChoose={(role) => set({ role })} />
                <DelegationPicker label={t("ui.people.delegation")} value={form.delegation}
                    error={fit || form.name.trim() === "" ? undefined : t("ui.people.needs_delegation")}
                    onChoose={(delegation) => set({ delegation })} />
                <More form={form} set={set} />
                {person && <PersonActs person={person} />}
                <div class="dialog-foot">
                    <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first" disabled={busy || !fit}>
                        {busy ? t("ui.wait") : person ? t("ui.save") : t("ui.people.add_link")}
                    </Button>
                </div>
            </form>
        </Modal>
    );
}

function More(props: { form: PersonForm; set: (part: Partial<PersonForm>) => void }): JSX.Element {
    const { form, set } = props;
    return (
        <>
            <label class="check">
                <input type="checkbox" checked={form.head} disabled={form.delegation === 0}
                    onChange={(event) => set({ head: event.currentTarget.checked })} />
                {t("ui.people.is_head")}
            </label>
            <Field label={t("ui.people.function")} hint={t("ui.people.function_hint")}>
                {(ids) => <input {...ids} class="input user" dir="auto" maxLength={300} value={form.function}
                    onInput={(event) => set({ function: valueOf(event) })} />}
            </Field>
            <GroupPicker value={form.group} onChoose={(group) => set({ group })} />
            <ModePicker value={form.mode} onChoose={(mode) => set({ mode })} />
            <Field label={t("ui.people.language")}>
                {(ids) => (
                    <select {...ids} class="input" value={form.language}
                        onChange={(event) => set({ language: valueOf(event) as Lang })}>
                        {LANGS.map((one) => <option key={one} value={one}>{t(`ui.lang.${one}`)}</option>)}
                    </select>
                )}
            </Field>
            <Field label={t("ui.people.contact")} hint={t("ui.people.contact_hint")}>
                {(ids) => <input {...ids} class="input user" dir="auto" maxLength={300} value={form.contact}
                    onInput={(event) => set({ contact: valueOf(event) })} />}
            </Field>
        </>
    );
}

function PersonActs(props: { person: Person }): JSX.Element {
    const ctrl = useRoom();
    const { person } = props;
    const remove = (): void => {
        ctrl.undo.remove(person.id, person.name ?? "", () => removePerson(ctrl.room, person.id));
        ctrl.closeDialog();
    };
    const host = person.device ? ctrl.room.get("person", person.device) : undefined;
    return (
        <div class="row">
            <Button onClick={() => ctrl.openDialog({ is: "link", person: person.id, name: person.name ?? "" })}>
                {t("ui.people.link")}
            </Button>
            <Button onClick={() => ctrl.openDialog({ is: "device", host: person.device ?? person.id })}>
                {host ? t("ui.device.on", { name: isolate(host.name ?? "") }) : t("ui.device.title")}
            </Button>
            {ctrl.room.me.value.person !== person.id && (
                <Button look="danger" onClick={remove}>{t("ui.people.remove")}</Button>
            )}
        </div>
    );
}
