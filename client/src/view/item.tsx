/* item: the form of an agenda item. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ml, mlText, t, type ML } from "../i18n/index";
import { ITEM_KINDS } from "../ctrl/agenda";
import { said } from "../ctrl/said";
import type { Item, ItemKind } from "../sync/kinds";
import { TextCell } from "./cells";
import { GroupPicker } from "./pickers";
import { Button, Field, Modal, valueOf } from "./parts";
import { useRoom } from "./use";

interface ItemForm {
    title: string;
    kind: ItemKind;
    presenter: string;
    day: string;
    minutes: string;
    start: string;
    fixed: boolean;
    group: number;      /* working group; 0: of all */
    notes: string;
    staff_notes: string;
    link: string;
    documents: string;      /* one a line: an address, and behind a space the name of what is there */
}

function formOf(item: Item | undefined, day: number): ItemForm {
    return {
        title: mlText(item?.title),
        kind: item?.kind ?? "discussion",
        presenter: item?.presenter ?? "",
        day: String(item?.day ?? day),
        minutes: item ? String(item.minutes ?? "") : "30",
        start: item?.start ?? "",
        fixed: item?.fixed ?? false,
        group: item?.group ?? 0,
        notes: mlText(item?.notes),
        staff_notes: mlText(item?.staff_notes),
        link: item?.link ?? "",
        documents: (item?.documents ?? []).join("\n"),
    };
}

/* A text stays in the language it was shown in; a new one is in the language it is written in. */
function wordsOf(before: ML | undefined, text: string): object {
    return before ? { [ml(before).lang]: text } : said(text);
}

function linesOf(text: string): string[] | null {
    const lines = text.split("\n").map((line) => line.trim().replace(/\s+/g, " ")).filter(Boolean);
    return lines.length > 0 ? lines : null;
}

/* Only what differs from how the form was opened: what others changed meanwhile stays. */
function changes(now: ItemForm, before: ItemForm | undefined, item: Item | undefined): Record<string, unknown> {
    const args: Record<string, unknown> = {};
    for (const key of Object.keys(now) as (keyof ItemForm)[]) {
        const value = now[key];
        if (before ? before[key] === value : value === "" || value === false || value === 0) continue;
        if (key === "title" || key === "notes" || key === "staff_notes") args[key] = wordsOf(item?.[key], String(value));
        else if (key === "documents") args.documents = linesOf(String(value));
        else if (key === "day" || key === "minutes") args[key] = value === "" ? null : Number(value);
        else args[key] = value === "" || value === 0 ? null : value;
    }
    return args;
}

export function ItemDialog(props: { item: Item | undefined; day: number }): JSX.Element {
    const ctrl = useRoom();
    const [before] = useState(() => formOf(props.item, props.day));
    const [form, setForm] = useState(before);
    const set = (part: Partial<ItemForm>): void => setForm({ ...form, ...part });
    const submit = (event: Event): void => {
        event.preventDefault();
        const args = changes(form, props.item && before, props.item);
        if (!props.item) ctrl.room.run("item.create", args);
        else if (Object.keys(args).length > 0) ctrl.room.run("item.edit", { id: props.item.id, ...args });
        ctrl.closeDialog();
    };
    return (
        <Modal title={props.item ? t("ui.item.edit") : t("ui.item.new")} onClose={() => ctrl.closeDialog()}>
            <form class="stack" onSubmit={submit}>
                <ItemWords form={form} set={set} />
                <ItemTimes form={form} set={set} />
                {props.item ? <ItemTexts id={props.item.id} /> : <ItemNotes form={form} set={set} />}
                <ItemLink form={form} set={set} />
                <div class="dialog-foot">
                    <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first">{props.item ? t("ui.save") : t("ui.add")}</Button>
                </div>
            </form>
        </Modal>
    );
}

interface FormPart {
    form: ItemForm;
    set: (part: Partial<ItemForm>) => void;
}

function ItemWords({ form, set }: FormPart): JSX.Element {
    return (
        <>
            <Field label={t("ui.item.title")}>
                {(ids) => <input {...ids} class="input user" dir="auto" data-first required maxLength={300}
                    value={form.title} onInput={(event) => set({ title: valueOf(event) })} />}
            </Field>
            <Field label={t("ui.item.kind")}>
                {(ids) => (
                    <select {...ids} class="input" value={form.kind}
                        onChange={(event) => set({ kind: valueOf(event) as ItemKind })}>
                        {ITEM_KINDS.map((kind) => <option key={kind} value={kind}>{t(`ui.kind.${kind}`)}</option>)}
                    </select>
                )}
            </Field>
            <Field label={t("ui.item.presenter")}>
                {(ids) => <input {...ids} class="input user" dir="auto" maxLength={300} value={form.presenter}
                    onInput={(event) => set({ presenter: valueOf(event) })} />}
            </Field>
        </>
    );
}

function ItemTimes({ form, set }: FormPart): JSX.Element {
    return (
        <>
            <div class="pair">
                <Field label={t("ui.item.day")}>
                    {(ids) => <input {...ids} class="input num" type="number" required min={1} max={30} value={form.day}
                        onInput={(event) => set({ day: valueOf(event) })} />}
                </Field>
                <Field label={t("ui.item.minutes")}>
                    {(ids) => <input {...ids} class="input num" type="number" min={0} max={1440} step={5}
                        value={form.minutes} onInput={(event) => set({ minutes: valueOf(event) })} />}
                </Field>
                <Field label={t("ui.item.starts")}>
                    {(ids) => <input {...ids} class="input num" type="time" value={form.start}
                        onInput={(event) => set({ start: valueOf(event) })} />}
                </Field>
            </div>
            <label class="check">
                <input type="checkbox" checked={form.fixed}
                    onChange={(event) => set({ fixed: event.currentTarget.checked })} />
                {t("ui.item.fixed")}
            </label>
            <GroupPicker value={form.group} onChoose={(group) => set({ group })} />
        </>
    );
}

const NOTES_MAX = 20_000;

/* The notes of an item that exists are drafted together, like the texts of the plan. */
function ItemTexts(props: { id: number }): JSX.Element {
    const ctrl = useRoom();
    const item = ctrl.room.row(props.id).value as Item | undefined;
    const may = { write: ctrl.edits.value, translate: false };
    const cell = (field: "notes" | "staff_notes", hint: string): JSX.Element => (
        <div class="field noted">
            <TextCell of={props.id} field={field} label={t(`ui.item.${field}`)} content={item?.[field]} may={may}
                max={NOTES_MAX} lines />
            <span class="hint">{hint}</span>
        </div>
    );
    return (
        <>
            {cell("notes", t("ui.item.notes_hint"))}
            {cell("staff_notes", t("ui.item.staff_notes_hint"))}
        </>
    );
}

function ItemNotes({ form, set }: FormPart): JSX.Element {
    return (
        <>
            <Field label={t("ui.item.notes")} hint={t("ui.item.notes_hint")}>
                {(ids) => <textarea {...ids} class="input user" dir="auto" value={form.notes}
                    onInput={(event) => set({ notes: valueOf(event) })} />}
            </Field>
            <Field label={t("ui.item.staff_notes")} hint={t("ui.item.staff_notes_hint")}>
                {(ids) => <textarea {...ids} class="input user" dir="auto" value={form.staff_notes}
                    onInput={(event) => set({ staff_notes: valueOf(event) })} />}
            </Field>
        </>
    );
}

function ItemLink({ form, set }: FormPart): JSX.Element {
    return (
        <>
            <Field label={t("ui.item.link")}>
                {(ids) => <input {...ids} class="input" dir="ltr" type="url" placeholder="https://" value={form.link}
                    onInput={(event) => set({ link: valueOf(event) })} />}
            </Field>
            <Field label={t("ui.item.documents")} hint={t("ui.item.documents_hint")}>
                {(ids) => <textarea {...ids} class="input" dir="ltr" rows={2} placeholder="https://" value={form.documents}
                    onInput={(event) => set({ documents: valueOf(event) })} />}
            </Field>
        </>
    );
}
