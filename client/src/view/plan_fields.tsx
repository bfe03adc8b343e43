/* plan_fields: all fields of an opened action, in the order in which a plan is thought through. */
import type { ComponentChildren, JSX } from "preact";
import type { May } from "../ctrl/plan";
import { mlText, num, t } from "../i18n/index";
import type { Action } from "../sync/kinds";
import type { TextField } from "../sync/room";
import { LineCell, TextCell } from "./cells";
import { Numbers, Origin, statusChoices, TITLE_MAX, useParties } from "./plan_row";
import { useRoom } from "./use";
import { ChoiceCell, DueCell, ManyCell, PercentCell, type Choice } from "./values";

const DETAIL_MAX = 2000;
const PRIORITIES = ["none", "low", "medium", "high"] as const;

interface FieldsProps {
    row: Action;
    may: May;
    below: () => void;
}

type Edit = (field: string) => (value: string) => void;

export function ActionFields(props: FieldsProps): JSX.Element {
    const { plan } = useRoom();
    const { row, may } = props;
    const edit: Edit = (field) => (value) => plan.edit("action", row.id, field, value);
    const text = (field: TextField & keyof Action, long = true): JSX.Element => (
        <TextCell of={row.id} field={field} label={t(`ui.field.${field}`)} content={row[field] as Action["title"]} may={may}
            max={long ? DETAIL_MAX : TITLE_MAX} lines={long} />
    );
    const line = (field: "contact" | "funding" | "baseline" | "target" | "current"): JSX.Element => (
        <LineCell label={t(`ui.field.${field}`)} value={row[field] ?? ""} editable={may.write} max={TITLE_MAX} send={edit(field)} />
    );
    return (
        <div class="fields">
            <Part title={t("ui.plan.part_what")} wide>{text("objective")}{text("deliverable")}{text("milestones")}</Part>
            <Part title={t("ui.plan.part_who")}><Who {...props} edit={edit} />{line("contact")}</Part>
            <Part title={t("ui.plan.part_when")}>
                <DueCell label={t("ui.field.start")} value={row.start ?? ""} editable={may.write} send={edit("start")} />
                <DueCell label={t("ui.field.due")} value={row.due ?? ""} editable={may.write} send={edit("due")} />
                <Progress {...props} edit={edit} />
            </Part>
            <Part title={t("ui.plan.part_measure")}>
                {text("indicator", false)}{line("baseline")}{line("target")}{line("current")}
            </Part>
            <Part title={t("ui.plan.part_means")}>{text("resources")}{line("funding")}{text("risk")}</Part>
            <Part title={t("ui.plan.part_links")}><Links {...props} edit={edit} /></Part>
            <Origin row={row} />
        </div>
    );
}

function Part(props: { title: string; wide?: boolean; children: ComponentChildren }): JSX.Element {
    return (
        <section class={`part ${props.wide ? "wide" : ""}`}>
            <h4>{props.title}</h4>
            <div class="part-cells">{props.children}</div>
        </section>
    );
}

function ids(value: string): number[] {
    return value.split(",").filter(Boolean).map(Number);
}

/* "none" is a choice of every list; to the server it is nothing. */
function idOf(value: string): number | null {
    return value === "none" ? null : Number(value);
}

function Who(props: FieldsProps & { edit: Edit }): JSX.Element {
    const { room, plan } = useRoom();
    const parties = useParties();
    const { row, may } = props;
    const name = (id: number): string => mlText(room.get("delegation", id)?.name);
    const set = (field: string, value: unknown): void => plan.edit("action", row.id, field, value);
    return (
        <>
            <ChoiceCell label={t("ui.field.lead")} value={row.lead ? String(row.lead) : "none"} text={row.lead ? name(row.lead) : ""}
                editable={may.write} choices={() => [{ value: "none", text: t("ui.none") }, ...parties()]}
                send={(value) => set("lead", idOf(value))} />
            <ManyCell label={t("ui.field.partners")} value={(row.partners ?? []).join(",")} editable={may.write} choices={parties}
                text={(row.partners ?? []).map(name).join(t("ui.comma"))} send={(value) => set("partners", ids(value))} />
        </>
    );
}

function Progress(props: FieldsProps & { edit: Edit }): JSX.Element {
    const { plan } = useRoom();
    const { row, may, edit } = props;
    const priorities = (): Choice[] => PRIORITIES.map((one) => ({ value: one, text: t(`ui.priority.${one}`) }));
    return (
        <>
            <ChoiceCell label={t("ui.field.priority")} value={row.priority} editable={may.write} choices={priorities}
                text={row.priority === "none" ? "" : t(`ui.priority.${row.priority}`)} send={edit("priority")} />
            <ChoiceCell label={t("ui.field.status")} value={row.status} editable={may.write} choices={statusChoices}
                text={t(`ui.status.${row.status}`)} send={edit("status")} />
            <PercentCell label={t("ui.field.percent")} value={row.percent ? num(row.percent) : ""} editable={may.write}
                send={(value) => plan.edit("action", row.id, "percent", value === "" ? null : Number(value))} />
        </>
    );
}

/* Where it stands, what it carries out, where it comes from. */
function Links(props: FieldsProps & { edit: Edit }): JSX.Element {
    const { room, plan } = useRoom();
    const { row, may } = props;
    const set = (field: string, value: unknown): void => plan.edit("action", row.id, field, value);
    const none = { value: "none", text: t("ui.none") };
    const recommendations = (): Choice[] => room.list("recommendation").peek().map((one) => ({
        value: String(one.id), text: `${plan.numberOf(one.id)} ${mlText(one.text)}`.trim(),
    }));
    const closed = (): Choice[] => room.list("poll").peek().filter((one) => one.state === "closed").map((one) => ({
        value: String(one.id), text: mlText(one.question),
    }));
    const themes = (): Choice[] => room.list("theme").peek().map((one) => ({ value: String(one.id), text: mlText(one.title) }));
    const linked = row.recommendations ?? [];
    return (
        <>
            <ManyCell label={t("ui.field.recommendations")} value={linked.join(",")} editable={may.write} choices={recommendations}
                text={linked.map((id) => plan.numberOf(id) || "–").join(t("ui.comma"))}
                send={(value) => set("recommendations", ids(value))} />
            {linked.length > 0 && <p class="links"><Numbers of={linked} /></p>}
            <ChoiceCell label={t("ui.field.poll")} value={row.poll ? String(row.poll) : "none"} editable={may.write}
                text={row.poll ? mlText(room.get("poll", row.poll)?.question) : ""} choices={() => [none, ...closed()]}
                send={(value) => set("poll", idOf(value))} />
            {may.order && (
                <ChoiceCell label={t("ui.field.theme")} value={String(row.theme ?? "none")} editable choices={themes}
                    text={mlText(room.get("theme", row.theme)?.title)} send={(value) => plan.moveInto(row.id, Number(value))} />
            )}
        </>
    );
}
