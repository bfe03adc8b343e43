/* delegation: the form of a delegation: its name in each language, what it is to the workshop, its seats and its vote. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { LANGS, lang, mlText, t, type Lang } from "../i18n/index";
import { langOf } from "../ctrl/said";
import { addDelegation, editDelegation, removeDelegation } from "../ctrl/seats";
import type { Delegation, DelegationType } from "../sync/kinds";
import { Button, Field, Modal, valueOf } from "./parts";
import { useRoom } from "./use";

const TYPES: readonly DelegationType[] = ["member", "organisation", "private_sector", "other"];
const WEIGHT_MAX = 1000;

interface DelegationForm {
    ar: string;
    fr: string;
    en: string;
    country: string;
    type: DelegationType;
    observer: boolean;
    delegates: string;
    weight: string;
}

function formOf(delegation: Delegation | undefined): DelegationForm {
    const { name } = delegation ?? {};
    return {
        ar: name?.ar ?? "",
        fr: name?.fr ?? "",
        en: name?.en ?? "",
        country: delegation?.country ?? "",
        type: delegation?.type ?? "member",
        observer: delegation?.observer ?? false,
        delegates: delegation?.delegates === undefined ? "" : String(delegation.delegates),
        weight: delegation?.weight === undefined ? "" : String(delegation.weight),
    };
}

const isLang = (key: string): key is Lang => (LANGS as readonly string[]).includes(key);

/* Only what differs from how the form was opened: what others changed meanwhile stays. */
function changes(now: DelegationForm, before: DelegationForm): Record<string, unknown> {
    const args: Record<string, unknown> = {};
    const name: Record<string, string> = {};
    for (const key of Object.keys(now) as (keyof DelegationForm)[]) {
        const value = now[key];
        if (value === before[key]) continue;
        if (isLang(key)) name[key] = now[key].trim();
        else if (key === "delegates" || key === "weight") args[key] = value === "" ? null : Number(value);
        else if (key === "country") args.country = now.country.toUpperCase() || null;
        else args[key] = value;
    }
    return Object.keys(name).length > 0 ? { ...args, name } : args;
}

/* One name alone, typed where it does not belong, is in the language of its letters. */
function sorted(form: DelegationForm): DelegationForm {
    const given = LANGS.filter((one) => form[one].trim() !== "");
    if (given.length !== 1) return form;
    const [at] = given as [Lang];
    const is = langOf(form[at]);
    return (at === "ar") === (is === "ar") ? form : { ...form, [at]: "", [is]: form[at] };
}

export function DelegationDialog(props: { delegation: Delegation | undefined }): JSX.Element {
    const ctrl = useRoom();
    const { delegation } = props;
    const [before] = useState(() => formOf(delegation));
    const [form, setForm] = useState(before);
    const named = LANGS.some((one) => form[one].trim() !== "");
    const set = (part: Partial<DelegationForm>): void => setForm({ ...form, ...part });
    const submit = (event: Event): void => {
        event.preventDefault();
        if (!named) return;
        const args = changes(delegation ? form : sorted(form), before);
        if (!delegation) addDelegation(ctrl.room, args);
        else if (Object.keys(args).length > 0) editDelegation(ctrl.room, delegation.id, args);
        ctrl.closeDialog();
    };
    const title = delegation ? mlText(delegation.name) : t("ui.people.add_delegation");
    return (
        <Modal title={title} onClose={() => ctrl.closeDialog()}>
            <form class="stack" onSubmit={submit}>
                <Names form={form} set={set} />
                <What form={form} set={set} />
                {delegation && <RemoveDelegation delegation={delegation} />}
                <div class="dialog-foot">
                    <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first" disabled={!named}>{delegation ? t("ui.save") : t("ui.add")}</Button>
                </div>
            </form>
        </Modal>
    );
}

interface FormPart {
    form: DelegationForm;
    set: (part: Partial<DelegationForm>) => void;
}

/* The page's language first. */
function Names({ form, set }: FormPart): JSX.Element {
    const order = [lang.value, ...LANGS.filter((one) => one !== lang.value)];
    return (
        <>
            {order.map((one, i) => (
                <Field key={one} label={t("ui.delegation.name", { lang: t(`ui.lang.${one}`) })}>
                    {(ids) => <input {...ids} class="input user" dir="auto" lang={one} data-first={i === 0 ? "" : undefined}
                        maxLength={300} value={form[one]} onInput={(event) => set({ [one]: valueOf(event) })} />}
                </Field>
            ))}
        </>
    );
}

function What({ form, set }: FormPart): JSX.Element {
    return (
        <>
            <Field label={t("ui.delegation.type")}>
                {(ids) => (
                    <select {...ids} class="input" value={form.type}
                        onChange={(event) => set({ type: valueOf(event) as DelegationType })}>
                        {TYPES.map((type) => <option key={type} value={type}>{t(`ui.delegation.${type}`)}</option>)}
                    </select>
                )}
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
                <Field label={t("ui.delegation.weight")} hint={t("ui.delegation.weight_hint")}>
                    {(ids) => <input {...ids} class="input num" type="number" min={1} max={WEIGHT_MAX} placeholder="1"
                        value={form.weight} onInput={(event) => set({ weight: valueOf(event) })} />}
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
        ctrl.undo.remove(delegation.id, mlText(delegation.name), () => removeDelegation(ctrl.room, delegation.id));
        ctrl.closeDialog();
    };
    return <div><Button look="danger" onClick={remove}>{t("ui.remove")}</Button></div>;
}
