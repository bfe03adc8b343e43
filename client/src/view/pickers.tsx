/* pickers: choosing one of the things of a workshop. */
import type { JSX } from "preact";
import { mlText, t } from "../i18n/index";
import { MODES } from "../ctrl/seats";
import type { PersonMode } from "../sync/kinds";
import { Field, valueOf } from "./parts";
import { useRoom } from "./use";

interface PickerProps {
    value: number;      /* 0: none */
    onChoose: (id: number) => void;
    label: string;
    none?: string;      /* what choosing none is called */
    error?: string;
}

export function DelegationPicker(props: PickerProps): JSX.Element {
    const { people } = useRoom();
    return (
        <Field label={props.label} error={props.error}>
            {(ids) => (
                <select {...ids} class="input" value={props.value}
                    onChange={(event) => props.onChoose(Number(valueOf(event)))}>
                    <option value={0}>{props.none ?? t("ui.people.no_delegation")}</option>
                    {people.delegations.value.map((one) => (
                        <option key={one.id} value={one.id}>{mlText(one.name)}</option>
                    ))}
                </select>
            )}
        </Field>
    );
}

/* Nothing at all while the workshop has no working groups. */
export function GroupPicker(props: { value: number; onChoose: (id: number) => void }): JSX.Element | null {
    const groups = useRoom().room.list("group").value;
    if (groups.length === 0) return null;
    return (
        <Field label={t("ui.groups.group")}>
            {(ids) => (
                <select {...ids} class="input" value={props.value}
                    onChange={(event) => props.onChoose(Number(valueOf(event)))}>
                    <option value={0}>{t("ui.none")}</option>
                    {groups.map((one) => <option key={one.id} value={one.id}>{mlText(one.title)}</option>)}
                </select>
            )}
        </Field>
    );
}

/* How somebody takes part. */
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
