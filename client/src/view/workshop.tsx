/* workshop: what it is called, where and when it takes place. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { lang, ml, mlText, t } from "../i18n/index";
import type { Workshop, WorkshopMode } from "../sync/kinds";
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
}

function formOf(workshop: Workshop | undefined): WorkshopForm {
    return {
        title: mlText(workshop?.title),
        place: workshop?.place ?? "",
        mode: workshop?.mode ?? "hybrid",
        time_zone: workshop?.time_zone ?? "UTC",
        starts_on: workshop?.starts_on ?? "",
        ends_on: workshop?.ends_on ?? "",
    };
}

/* Only what differs from how the form was opened: what others changed meanwhile stays. */
function changes(now: WorkshopForm, before: WorkshopForm, workshop: Workshop | undefined): Record<string, unknown> {
    const args: Record<string, unknown> = {};
    for (const key of Object.keys(now) as (keyof WorkshopForm)[]) {
        if (now[key] === before[key]) continue;
        if (key === "title") args.title = { [workshop?.title ? ml(workshop.title).lang : lang.peek()]: now.title.trim() };
        else args[key] = now[key] === "" ? null : now[key];
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
                <div class="dialog-foot">
                    <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first">{t("ui.save")}</Button>
                </div>
            </form>
        </Modal>
    );
}

function Whereabouts(props: { form: WorkshopForm; set: (part: Partial<WorkshopForm>) => void }): JSX.Element {
    const { form, set } = props;
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
