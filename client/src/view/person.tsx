/* person: the forms of a person and of a delegation, and what every form asks about either. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ml, mlText, t } from "../i18n/index";
import { MODES, ROLES } from "../ctrl/people";
import { said } from "../ctrl/said";
import type { Delegation, Person, PersonMode, PersonRole } from "../sync/kinds";
import { Button, Field, Modal, valueOf } from "./parts";
import { DelegationPicker, GroupPicker } from "./pickers";
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

export function ModePicker(props: { value: PersonMode; onChoose: (mode: PersonMode) => void }): JSX.Element {
    return (
        <Field label={t("ui.people.mode")}>
            {(ids) => (
                <select {...ids} class="input" value={props.value}
                    onChange={(event) => props.onChoose(valueOf(event) as PersonMode)}>
                    {MODES.map((mode) => <option key={mode} value={mode}>{t(`ui.mode.${mode}`)}</option>)}
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
    mode: PersonMode;
    contact: string;
}

function formOf(person: Person | undefined): PersonForm {
    return {
        name: person?.name ?? "",
        role: person?.role ?? "delegate",
        delegation: person?.delegation ?? 0,
        group: person?.group ?? 0,
        head: person?.head ?? false,
        mode: person?.mode ?? "remote",
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
        if (Object.keys(args).length > 0) ctrl.people.edit(person.id, args);
        ctrl.closeDialog();
    };
    const add = async (): Promise<void> => {
        setBusy(true);
        const id = await ctrl.people.add({ name: form.name.trim(), role: form.role, ...changes(form, before) });
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
                    error={fit ? undefined : t("ui.people.needs_delegation")}
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
            <GroupPicker value={form.group} onChoose={(group) => set({ group })} />
            <ModePicker value={form.mode} onChoose={(mode) => set({ mode })} />
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
        ctrl.undo.remove(person.id, person.name ?? "", () => ctrl.people.remove(person.id));
        ctrl.closeDialog();
    };
    return (
        <div class="row">
            <Button onClick={() => ctrl.openDialog({ is: "link", person: person.id, name: person.name ?? "" })}>
                {t("ui.people.link")}
            </Button>
            {ctrl.room.me.value.person !== person.id && (
                <Button look="danger" onClick={remove}>{t("ui.people.remove")}</Button>
            )}
        </div>
    );
}

interface DelegationForm {
    name: string;
    country: string;
    observer: boolean;
    delegates: string;
}

/* Its name is written in the language it is shown in. */
export function DelegationDialog(props: { delegation: Delegation | undefined }): JSX.Element {
    const ctrl = useRoom();
    const { delegation } = props;
    const [form, setForm] = useState<DelegationForm>(() => ({
        name: mlText(delegation?.name),
        country: delegation?.country ?? "",
        observer: delegation?.observer ?? false,
        delegates: delegation?.delegates === undefined ? "" : String(delegation.delegates),
    }));
    const set = (part: Partial<DelegationForm>): void => setForm({ ...form, ...part });
    const submit = (event: Event): void => {
        event.preventDefault();
        const typed = form.name.trim();
        const name = delegation ? { [ml(delegation.name).lang]: typed } : said(typed);
        const country = form.country.toUpperCase();
        const { observer, delegates } = form;
        if (delegation) {
            const seats = delegates === "" ? null : Number(delegates);
            ctrl.people.editDelegation(delegation.id, { name, country: country || null, observer, delegates: seats });
        } else {
            ctrl.people.addDelegation({
                name,
                ...(country ? { country } : {}),
                ...(observer ? { observer } : {}),
                ...(delegates ? { delegates: Number(delegates) } : {}),
            });
        }
        ctrl.closeDialog();
    };
    const title = delegation ? mlText(delegation.name) : t("ui.people.add_delegation");
    return (
        <Modal title={title} onClose={() => ctrl.closeDialog()}>
            <form class="stack" onSubmit={submit}>
                <DelegationFields form={form} set={set} />
                {delegation && <RemoveDelegation delegation={delegation} />}
                <div class="dialog-foot">
                    <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first">{delegation ? t("ui.save") : t("ui.add")}</Button>
                </div>
            </form>
        </Modal>
    );
}

function DelegationFields(props: { form: DelegationForm; set: (part: Partial<DelegationForm>) => void }): JSX.Element {
    const { form, set } = props;
    return (
        <>
            <Field label={t("ui.people.delegation_name")}>
                {(ids) => <input {...ids} class="input user" dir="auto" data-first required maxLength={300}
                    value={form.name} onInput={(event) => set({ name: valueOf(event) })} />}
            </Field>
            <div class="pair">
                <Field label={t("ui.people.country")} hint={t("ui.people.country_hint")}>
                    {(ids) => <input {...ids} class="input" dir="ltr" pattern="[A-Za-z]{2}" maxLength={2}
                        value={form.country} onInput={(event) => set({ country: valueOf(event) })} />}
                </Field>
                <Field label={t("ui.people.seats")}>
                    {(ids) => <input {...ids} class="input num" type="number" min={0} max={2000} value={form.delegates}
                        onInput={(event) => set({ delegates: valueOf(event) })} />}
                </Field>
            </div>
            <label class="check">
                <input type="checkbox" checked={form.observer}
                    onChange={(event) => set({ observer: event.currentTarget.checked })} />
                {t("ui.people.observer")}
            </label>
        </>
    );
}

function RemoveDelegation(props: { delegation: Delegation }): JSX.Element {
    const ctrl = useRoom();
    const { delegation } = props;
    const remove = (): void => {
        ctrl.undo.remove(delegation.id, mlText(delegation.name), () => ctrl.people.removeDelegation(delegation.id));
        ctrl.closeDialog();
    };
    return <div><Button look="danger" onClick={remove}>{t("ui.remove")}</Button></div>;
}
