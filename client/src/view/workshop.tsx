/* workshop: what it is called, where and when it takes place, and how it is run. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { lang, LANGS, ml, mlText, t, type Lang } from "../i18n/index";
import type { Workshop, WorkshopAdoptionRequires, WorkshopMode } from "../sync/kinds";
import { Button, Field, Modal, valueOf } from "./parts";
import { useRoom } from "./use";

const WORKSHOP_MODES: readonly WorkshopMode[] = ["hybrid", "in_room", "remote"];

interface WorkshopForm {
    title: string;
    place: string;
    mode: WorkshopMode;
    time_zone: string;
    starts_on: string;
    ends_on: string;
    screen_languages: readonly Lang[];
    moderated: boolean;
    lobby: boolean;
    lead_max: string;
    adoption_requires: readonly WorkshopAdoptionRequires[];
}

/* In the order of the panel that runs them. */
const CHECKS: readonly WorkshopAdoptionRequires[] = [
    "no_text", "no_lead", "no_date", "end_before_start", "no_indicator", "high_without_resources", "lead_overloaded",
    "duplicate_wording", "open_brackets", "recommendation_without_action", "missing_translation",
];
const SCREEN_LANGUAGES_MAX = 2;

function formOf(workshop: Workshop | undefined): WorkshopForm {
    return {
        title: mlText(workshop?.title),
        place: workshop?.place ?? "",
        mode: workshop?.mode ?? "hybrid",
        time_zone: workshop?.time_zone ?? "UTC",
        starts_on: workshop?.starts_on ?? "",
        ends_on: workshop?.ends_on ?? "",
        screen_languages: workshop?.screen_languages ?? [],
        moderated: workshop?.moderated ?? false,
        lobby: workshop?.lobby ?? false,
        lead_max: workshop?.lead_max === undefined ? "" : String(workshop.lead_max),
        adoption_requires: workshop?.adoption_requires ?? [],
    };
}

/* Only what differs from how the form was opened: what others changed meanwhile stays. */
function changes(now: WorkshopForm, before: WorkshopForm, workshop: Workshop | undefined): Record<string, unknown> {
    const args: Record<string, unknown> = {};
    for (const key of Object.keys(now) as (keyof WorkshopForm)[]) {
        if (now[key] === before[key]) continue;
        if (key === "title") args.title = { [workshop?.title ? ml(workshop.title).lang : lang.peek()]: now.title.trim() };
        else if (key === "lead_max") args.lead_max = now.lead_max === "" ? null : Number(now.lead_max);
        else args[key] = now[key] === "" || (Array.isArray(now[key]) && now[key].length === 0) ? null : now[key];
    }
    return args;
}

function zones(): readonly string[] {
    const intl = Intl as { supportedValuesOf?: (what: "timeZone") => string[] };
    return intl.supportedValuesOf?.("timeZone") ?? [];
}

export function WorkshopDialog(): JSX.Element {
    const ctrl = useRoom();
    const workshop = ctrl.room.workshop.value;
    const [before] = useState(() => formOf(workshop));
    const [form, setForm] = useState(before);
    const set = (part: Partial<WorkshopForm>): void => setForm({ ...form, ...part });
    const backwards = form.starts_on !== "" && form.ends_on !== "" && form.ends_on < form.starts_on;
    const submit = (event: Event): void => {
        event.preventDefault();
        if (backwards) return;
        const args = changes(form, before, ctrl.room.workshop.peek());
        if (Object.keys(args).length > 0) ctrl.room.run("workshop.edit", args);
        ctrl.closeDialog();
    };
    return (
        <Modal title={t("ui.workshop.title")} onClose={() => ctrl.closeDialog()}>
            <form class="stack" onSubmit={submit}>
                <Field label={t("ui.home.name")}>
                    {(ids) => <input {...ids} class="input user" dir="auto" data-first required maxLength={300}
                        value={form.title} onInput={(event) => set({ title: valueOf(event) })} />}
                </Field>
                <div class="pair">
                    <Field label={t("ui.workshop.starts_on")}>
                        {(ids) => <input {...ids} class="input num" type="date" value={form.starts_on}
                            onInput={(event) => set({ starts_on: valueOf(event) })} />}
                    </Field>
                    <Field label={t("ui.workshop.ends_on")} error={backwards ? t("ui.workshop.backwards") : undefined}>
                        {(ids) => <input {...ids} class="input num" type="date" value={form.ends_on}
                            onInput={(event) => set({ ends_on: valueOf(event) })} />}
                    </Field>
                </div>
                <Whereabouts form={form} set={set} />
                <Ways form={form} set={set} />
                <Adoption form={form} set={set} />
                <div class="dialog-foot">
                    <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first">{t("ui.save")}</Button>
                </div>
            </form>
        </Modal>
    );
}

function Whereabouts({ form, set }: FormPart): JSX.Element {
    const [known] = useState(zones);
    return (
        <>
            <Field label={t("ui.workshop.place")}>
                {(ids) => <input {...ids} class="input user" dir="auto" maxLength={300} value={form.place}
                    onInput={(event) => set({ place: valueOf(event) })} />}
            </Field>
            <Field label={t("ui.workshop.mode")}>
                {(ids) => (
                    <select {...ids} class="input" value={form.mode}
                        onChange={(event) => set({ mode: valueOf(event) as WorkshopMode })}>
                        {WORKSHOP_MODES.map((mode) => (
                            <option key={mode} value={mode}>{t(`ui.workshop.mode.${mode}`)}</option>
                        ))}
                    </select>
                )}
            </Field>
            <Field label={t("ui.workshop.zone")} hint={t("ui.workshop.zone_hint")}>
                {(ids) => <input {...ids} class="input" dir="ltr" required list="zones" value={form.time_zone}
                    onInput={(event) => set({ time_zone: valueOf(event) })} />}
            </Field>
            <datalist id="zones">{known.map((zone) => <option key={zone} value={zone} />)}</datalist>
        </>
    );
}

interface FormPart {
    form: WorkshopForm;
    set: (part: Partial<WorkshopForm>) => void;
}

function Check(props: { on: boolean; text: string; set: (on: boolean) => void; off?: boolean }): JSX.Element {
    return (
        <label class="check">
            <input type="checkbox" checked={props.on} disabled={props.off} onChange={() => props.set(!props.on)} />
            {props.text}
        </label>
    );
}

/* One more or one fewer, in the order of `all`. */
function toggled<T>(all: readonly T[], chosen: readonly T[], one: T): T[] {
    return all.filter((other) => chosen.includes(other) !== (other === one));
}

function Ways({ form, set }: FormPart): JSX.Element {
    const full = form.screen_languages.length >= SCREEN_LANGUAGES_MAX;
    return (
        <fieldset class="field">
            <legend class="label">{t("ui.workshop.ways")}</legend>
            <Check on={form.lobby} text={t("ui.codes.lobby")} set={(lobby) => set({ lobby })} />
            <Check on={form.moderated} text={t("ui.workshop.moderated")} set={(moderated) => set({ moderated })} />
            <span class="soft small">{t("ui.workshop.screen_languages")}</span>
            <div class="row">
                {LANGS.map((one) => {
                    const on = form.screen_languages.includes(one);
                    return (
                        <Check key={one} on={on} off={!on && full} text={t(`ui.lang.${one}`)}
                            set={() => set({ screen_languages: toggled(LANGS, form.screen_languages, one) })} />
                    );
                })}
            </div>
        </fieldset>
    );
}

function Adoption({ form, set }: FormPart): JSX.Element {
    return (
        <details>
            <summary>{t("ui.workshop.adoption")}</summary>
            <fieldset class="field">
                <legend class="soft small">{t("ui.workshop.adoption_text")}</legend>
                {CHECKS.map((one) => (
                    <Check key={one} on={form.adoption_requires.includes(one)} text={t(`ui.check.${one}`)}
                        set={() => set({ adoption_requires: toggled(CHECKS, form.adoption_requires, one) })} />
                ))}
            </fieldset>
            <Field label={t("ui.workshop.lead_max")} hint={t("ui.workshop.lead_max_hint")}>
                {(ids) => <input {...ids} class="input num" type="number" min={1} max={2000} placeholder="5" value={form.lead_max}
                    onInput={(event) => set({ lead_max: valueOf(event) })} />}
            </Field>
        </details>
    );
}
