/* copy: a workshop made from one that is there: a copy of it with what is wanted, or a template for others. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../i18n/index";
import * as account from "../ctrl/account";
import { KEEPS, type Keep, type WorkshopRow } from "../ctrl/staff_api";
import { Button, Failed, Field, Modal, valueOf } from "./parts";

interface RowProps {
    row: WorkshopRow;
    onClose: () => void;
}

function KeepPicker(props: { of: readonly Keep[]; kept: readonly Keep[]; set: (kept: readonly Keep[]) => void }): JSX.Element {
    const { of, kept, set } = props;
    const toggle = (one: Keep): void => set(kept.includes(one) ? kept.filter((other) => other !== one) : [...kept, one]);
    return (
        <fieldset class="field">
            <legend class="label">{t("ui.copy.keep")}</legend>
            {of.map((one) => (
                <label key={one} class="check">
                    <input type="checkbox" checked={kept.includes(one)} onChange={() => toggle(one)} />
                    {t(`ui.copy.keep.${one}`)}
                </label>
            ))}
        </fieldset>
    );
}

export function CopyDialog({ row, onClose }: RowProps): JSX.Element {
    const [title, setTitle] = useState("");
    const [day, setDay] = useState("");
    const [kept, setKept] = useState<readonly Keep[]>(["polls"]);
    const busy = account.creating.busy.value;
    const submit = (event: Event): void => {
        event.preventDefault();
        const name = title.trim();
        void account.copyOf(row.id, { ...(name ? { title: name } : {}), ...(day ? { starts_on: day } : {}), keep: kept });
    };
    return (
        <Modal title={t("ui.home.act.copy")} onClose={onClose}>
            <form class="stack" onSubmit={submit}>
                <p>{t("ui.copy.text")}</p>
                <Field label={t("ui.home.name")} hint={t("ui.copy.name_hint")}>
                    {(ids) => <input {...ids} class="input user" dir="auto" data-first maxLength={300} value={title}
                        placeholder={row.title} onInput={(event) => setTitle(valueOf(event))} />}
                </Field>
                <Field label={t("ui.workshop.starts_on")}>
                    {(ids) => <input {...ids} class="input num" type="date" value={day}
                        onInput={(event) => setDay(valueOf(event))} />}
                </Field>
                <KeepPicker of={KEEPS} kept={kept} set={setKept} />
                <Failed error={account.creating.failed.value} />
                <div class="dialog-foot">
                    <Button onClick={onClose}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first" disabled={busy}>{busy ? t("ui.wait") : t("ui.copy.make")}</Button>
                </div>
            </form>
        </Modal>
    );
}

export function TemplateDialog({ row, onClose }: RowProps): JSX.Element {
    const [kept, setKept] = useState<readonly Keep[]>(["polls", "plan"]);
    const busy = account.keeping.busy.value;
    const submit = async (event: Event): Promise<void> => {
        event.preventDefault();
        if (await account.saveTemplate(row.id, row.title, kept)) onClose();
    };
    return (
        <Modal title={t("ui.home.act.template")} onClose={onClose}>
            <form class="stack" onSubmit={(event) => void submit(event)}>
                <p>{t("ui.copy.template_text")}</p>
                <KeepPicker of={["polls", "plan"]} kept={kept} set={setKept} />
                <Failed error={account.keeping.failed.value} />
                <div class="dialog-foot">
                    <Button onClick={onClose}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first" data-first disabled={busy}>
                        {busy ? t("ui.wait") : t("ui.copy.save_template")}
                    </Button>
                </div>
            </form>
        </Modal>
    );
}
