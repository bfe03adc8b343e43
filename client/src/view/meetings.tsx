/* meetings: the shared calendar after the workshop: which meetings follow, when, how often, where. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { RoomCtrl } from "../ctrl/room";
import { said } from "../ctrl/said";
import { ml, mlText, t, time } from "../i18n/index";
import type { Meeting, MeetingRepeat } from "../sync/kinds";
import { Button, Field, Modal, Plain, Text, valueOf } from "./parts";
import { useRoom } from "./use";

const REPEATS: readonly MeetingRepeat[] = ["none", "weekly", "monthly", "quarterly", "yearly"];
const MEETING_MINUTES = 60;

/* `starts` is a local time of the workshop's zone: it is shown as it is written. */
function when(starts: string): string {
    const at = Date.parse(`${starts}Z`);
    return Number.isNaN(at) ? starts : time(at, { dateStyle: "full", timeStyle: "short" }, "UTC");
}

function mayPlan(ctrl: RoomCtrl): boolean {
    return ctrl.rights.value.order && ctrl.room.workshop.value?.state !== "closed";
}

export function Meetings(): JSX.Element {
    const ctrl = useRoom();
    const meetings = ctrl.room.list("meeting").value.filter((one) => !ctrl.undo.hidden.value.has(one.id));
    const writes = mayPlan(ctrl);
    return (
        <section class="stack" aria-label={t("ui.meeting.title")}>
            <h3>{t("ui.meeting.title")}</h3>
            {meetings.length === 0 && <p class="soft">{t("ui.meeting.empty")}</p>}
            <ul class="meeting-list">
                {meetings.map((one) => <li key={ctrl.room.key(one.id)}><OneMeeting meeting={one} /></li>)}
            </ul>
            {writes && (
                <div><Button onClick={() => ctrl.openDialog({ is: "meeting", meeting: undefined })}>{t("ui.meeting.add")}</Button></div>
            )}
        </section>
    );
}

function OneMeeting(props: { meeting: Meeting }): JSX.Element {
    const ctrl = useRoom();
    const { meeting } = props;
    return (
        <>
            <span class="spring">
                <strong><Text of={meeting.title} /></strong><br />
                <span class="soft small">
                    {[
                        meeting.starts && when(meeting.starts),
                        meeting.minutes && t("ui.minutes", { n: meeting.minutes }),
                        meeting.repeat !== "none" && t(`ui.meeting.every.${meeting.repeat}`),
                        meeting.repeat !== "none" && meeting.count && t("ui.meeting.times", { n: meeting.count }),
                    ].filter(Boolean).join(" · ")}
                    {meeting.place && <> · <Plain>{meeting.place}</Plain></>}
                    {meeting.link && <> · <a href={meeting.link} target="_blank" rel="noopener noreferrer">{t("ui.item.open_link")}</a></>}
                </span>
            </span>
            {mayPlan(ctrl) && (
                <Button look="quiet slim" onClick={() => ctrl.openDialog({ is: "meeting", meeting })}>
                    {t("ui.edit")}<span class="hear"> {mlText(meeting.title)}</span>
                </Button>
            )}
        </>
    );
}

interface MeetingForm {
    title: string;
    starts: string;
    minutes: string;
    repeat: MeetingRepeat;
    count: string;
    place: string;
    link: string;
}

function formOf(meeting: Meeting | undefined): MeetingForm {
    return {
        title: mlText(meeting?.title),
        starts: meeting?.starts ?? "",
        minutes: String(meeting ? (meeting.minutes ?? "") : MEETING_MINUTES),
        repeat: meeting?.repeat ?? "none",
        count: String(meeting?.count ?? ""),
        place: meeting?.place ?? "",
        link: meeting?.link ?? "",
    };
}

/* Only what differs from how the form was opened. */
function changes(now: MeetingForm, before: MeetingForm, meeting: Meeting | undefined): Record<string, unknown> {
    const args: Record<string, unknown> = {};
    for (const key of Object.keys(now) as (keyof MeetingForm)[]) {
        const value = now[key];
        if (meeting ? value === before[key] : value === "") continue;
        if (key === "title") args.title = meeting ? { [ml(meeting.title).lang]: value } : said(value);
        else if (key === "minutes" || key === "count") args[key] = value === "" ? null : Number(value);
        else args[key] = value === "" ? null : value;
    }
    return args;
}

export function MeetingDialog(props: { meeting: Meeting | undefined }): JSX.Element {
    const ctrl = useRoom();
    const { meeting } = props;
    const [before] = useState(() => formOf(meeting));
    const [form, setForm] = useState(before);
    const set = (part: Partial<MeetingForm>): void => setForm({ ...form, ...part });
    const submit = (event: Event): void => {
        event.preventDefault();
        const args = changes(form, before, meeting);
        if (!meeting) ctrl.room.run("meeting.create", args);
        else if (Object.keys(args).length > 0) ctrl.room.run("meeting.edit", { id: meeting.id, ...args });
        ctrl.closeDialog();
    };
    const remove = (): void => {
        if (meeting) ctrl.undo.remove(meeting.id, mlText(meeting.title), () => ctrl.room.run("meeting.remove", { id: meeting.id }));
        ctrl.closeDialog();
    };
    return (
        <Modal title={t(meeting ? "ui.meeting.edit" : "ui.meeting.add")} onClose={() => ctrl.closeDialog()}>
            <form class="stack" onSubmit={submit}>
                <Field label={t("ui.item.title")}>
                    {(ids) => <input {...ids} class="input user" dir="auto" data-first required maxLength={300} value={form.title}
                        onInput={(event) => set({ title: valueOf(event) })} />}
                </Field>
                <MeetingTimes form={form} set={set} />
                <Field label={t("ui.workshop.place")}>
                    {(ids) => <input {...ids} class="input user" dir="auto" maxLength={300} value={form.place}
                        onInput={(event) => set({ place: valueOf(event) })} />}
                </Field>
                <Field label={t("ui.item.link")}>
                    {(ids) => <input {...ids} class="input" dir="ltr" type="url" placeholder="https://" value={form.link}
                        onInput={(event) => set({ link: valueOf(event) })} />}
                </Field>
                <div class="dialog-foot">
                    {meeting && <Button look="danger" onClick={remove}>{t("ui.remove")}</Button>}
                    <span class="spring" />
                    <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first">{t(meeting ? "ui.save" : "ui.add")}</Button>
                </div>
            </form>
        </Modal>
    );
}

function MeetingTimes(props: { form: MeetingForm; set: (part: Partial<MeetingForm>) => void }): JSX.Element {
    const { form, set } = props;
    return (
        <>
            <div class="pair roomy">
                <Field label={t("ui.meeting.starts")} hint={t("ui.meeting.zone")}>
                    {(ids) => <input {...ids} class="input num" type="datetime-local" value={form.starts}
                        onInput={(event) => set({ starts: valueOf(event) })} />}
                </Field>
                <Field label={t("ui.item.minutes")}>
                    {(ids) => <input {...ids} class="input num" type="number" min={0} max={1440} step={5} value={form.minutes}
                        onInput={(event) => set({ minutes: valueOf(event) })} />}
                </Field>
            </div>
            <div class="pair">
                <Field label={t("ui.meeting.repeat")}>
                    {(ids) => (
                        <select {...ids} class="input" value={form.repeat} onChange={(event) => set({ repeat: valueOf(event) as MeetingRepeat })}>
                            {REPEATS.map((one) => <option key={one} value={one}>{t(`ui.meeting.every.${one}`)}</option>)}
                        </select>
                    )}
                </Field>
                {form.repeat !== "none" && (
                    <Field label={t("ui.meeting.count")}>
                        {(ids) => <input {...ids} class="input num" type="number" min={1} max={100} value={form.count}
                            onInput={(event) => set({ count: valueOf(event) })} />}
                    </Field>
                )}
            </div>
        </>
    );
}
