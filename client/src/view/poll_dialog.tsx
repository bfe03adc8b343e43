/* poll_dialog: making polls from typed or pasted lines in ten seconds, and changing one that is prepared. */
import type { JSX, TargetedKeyboardEvent } from "preact";
import { useState } from "preact/hooks";
import { mlText, num, t } from "../i18n/index";
import { changeOptions, changePoll, fieldsOf, givenOf, linesOf, newFields, takesOptions, usualOf, type PollFields } from "../ctrl/poll_form";
import { readPolls, type PastedPoll } from "../ctrl/poll_paste";
import { said } from "../ctrl/said";
import type { Poll } from "../sync/kinds";
import { Button, Field, Modal, Plain, valueOf } from "./parts";
import { PollLimits, PollMore, PollSecrecyField, PollTimer, PollTypeField } from "./poll_settings";
import { useRoom } from "./use";

const OPTIONS_LEAST: Partial<Record<Poll["type"], number>> = { single: 2, multiple: 2, ranking: 2, points: 2, date: 1 };
const OPTIONS_MAX = 50;

/* The type that lines mean as long as nobody has chosen one. */
function guessed(polls: readonly PastedPoll[]): Poll["type"] {
    return polls.some((poll) => poll.options.length > 0) ? "single" : "yes_no_abstain";
}

/* What is still missing, in words. */
function missing(fields: PollFields, polls: readonly PastedPoll[]): string | undefined {
    const least = OPTIONS_LEAST[fields.type] ?? 0;
    if (polls.length === 0) return "";
    if (polls.some((poll) => poll.options.length < least)) return t("ui.poll.too_few", { n: least });
    const ends = fields.type === "scale" || (fields.type === "number" && (Number(fields.min) !== 0 || Number(fields.max) !== 0));
    if (ends && Number(fields.min) >= Number(fields.max)) return t("ui.poll.no_scale");
    if (fields.type === "points" && !(Number(fields.points) > 0)) return t("ui.poll.no_points");
    return undefined;
}

export function PollDialog(props: { item: number; poll?: Poll }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const options = poll ? ctrl.polls.options(poll.id) : [];
    const [before] = useState(() => (poll ? fieldsOf(poll) : newFields(ctrl.room.get("item", props.item)?.kind === "evaluation")));
    const [text, setText] = useState(() => (poll ? linesOf(poll, options) : ""));
    const [form, setForm] = useState(before);
    const [chosen, setChosen] = useState(poll !== undefined);
    const read = poll ? onePoll(text) : readPolls(text);
    const type = chosen ? form.type : guessed(read);
    const fields = chosen ? form : { ...form, type, results: usualOf(type).results ?? form.results };
    const live = ctrl.room.workshop.value?.state === "live";
    const why = missing(fields, read);
    const set = (part: Partial<PollFields>): void => {
        setForm({ ...fields, ...(part.type && usualOf(part.type)), ...part });
        if (part.type || part.results) setChosen(true);
    };
    const save = (open: boolean) => (event: Event): void => {
        event.preventDefault();
        if (why !== undefined) return;
        if (poll) change(fields);
        else make(open);
        ctrl.closeDialog();
    };
    const change = (to: PollFields): void => {
        changePoll(ctrl.room, poll!, before, to, read[0]!.question);
        changeOptions(ctrl.room, poll!.id, options, takesOptions(to.type) ? read[0]!.options : []);
    };
    const make = (open: boolean): void => {
        const rows = new Map(ctrl.room.list("action").peek().map((row) => [mlText(row.title), row.id]));
        const made = read.map((one) => ctrl.polls.prepare(
            { ...(props.item && { item: props.item }), question: said(one.question), ...givenOf(fields) },
            takesOptions(type) ? one.options.slice(0, OPTIONS_MAX).map((line) => ({ text: line, action: rows.get(line) })) : [],
        ));
        if (open && made[0]) void ctrl.polls.openPrepared(made[0]);
    };
    const single = read.length < 2;
    return (
        <Modal title={t(poll ? "ui.poll.edit" : "ui.poll.prepare")} onClose={() => ctrl.closeDialog()} wide>
            <form class="stack poll-form" onSubmit={save(live && !poll && single)} onKeyDown={sendAtOnce}>
                <Field label={t("ui.poll.lines")} hint={t("ui.poll.lines_hint")}>
                    {(ids) => <textarea {...ids} class="input user" dir="auto" rows={6} data-first required value={text}
                        onInput={(event) => setText(valueOf(event))} />}
                </Field>
                <FromPlan type={type} add={(titles) => setText([text.trimEnd() || t("ui.poll.rank_actions"), ...titles].join("\n"))} />
                <PollTypeField fields={fields} set={set} />
                <PollLimits fields={fields} set={set} />
                <PollSecrecyField fields={fields} set={set} />
                <PollTimer fields={fields} set={set} />
                <PollMore fields={fields} set={set} poll={poll} />
                <Preview polls={read} type={type} />
                {why && <p class="soft">{why}</p>}
                <div class="dialog-foot">
                    {poll && <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>}
                    {poll && <Button type="submit" look="first" disabled={why !== undefined}>{t("ui.save")}</Button>}
                    {!poll && (
                        <Button look={live && single ? "" : "first"} disabled={why !== undefined} onClick={save(false)}>
                            {single ? t("ui.poll.keep") : t("ui.poll.keep_all", { n: read.length })}
                        </Button>
                    )}
                    {!poll && live && single && (
                        <Button type="submit" look="first" disabled={why !== undefined}>{t("ui.poll.open_now")}</Button>
                    )}
                </div>
            </form>
        </Modal>
    );
}

/* Enter begins a line; with Ctrl it is done. */
function sendAtOnce(event: TargetedKeyboardEvent<HTMLFormElement>): void {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.currentTarget.requestSubmit();
}

/* A poll that exists stays one, whatever its lines look like. */
function onePoll(text: string): PastedPoll[] {
    const [question = "", ...options] = text.split("\n").map((line) => line.trim()).filter(Boolean);
    return question ? [{ question, options }] : [];
}

const RANKS: ReadonlySet<Poll["type"]> = new Set(["single", "multiple", "scale", "ranking", "points"]);

/* Drafts of the plan as options: the result can become their priority. */
function FromPlan(props: { type: Poll["type"]; add: (titles: readonly string[]) => void }): JSX.Element | null {
    const ctrl = useRoom();
    const rows = ctrl.room.list("action").value.filter((row) => row.state === "draft" && mlText(row.title) !== "");
    if (rows.length < 2 || !RANKS.has(props.type)) return null;
    const themes = ctrl.room.list("theme").value.filter((theme) => rows.some((row) => row.theme === theme.id));
    const take = (theme: number): void =>
        props.add(rows.filter((row) => theme < 0 || (row.theme ?? 0) === theme).slice(0, OPTIONS_MAX).map((row) => mlText(row.title)));
    return (
        <label class="inline">
            <span>{t("ui.poll.from_plan")}</span>
            <select class="input" value={0} onChange={(event) => {
                take(Number(valueOf(event)));
                event.currentTarget.value = "0";
            }}>
                <option value={0}>{t("ui.poll.pick_rows")}</option>
                <option value={-1}>{t("ui.poll.all_rows", { n: rows.length })}</option>
                {themes.map((theme) => <option key={theme.id} value={theme.id}>{mlText(theme.title)}</option>)}
            </select>
        </label>
    );
}

const SHOWN_MAX = 20;

/* What the room will read. */
function Preview(props: { polls: readonly PastedPoll[]; type: Poll["type"] }): JSX.Element | null {
    const { polls, type } = props;
    if (polls.length === 0) return null;
    const yesNo = [t("ui.poll.yes"), t("ui.poll.no"), t("ui.poll.abstain")];
    const options = (poll: PastedPoll): readonly string[] =>
        (type === "yes_no_abstain" ? yesNo : takesOptions(type) ? poll.options : []);
    return (
        <section class="stack" aria-label={t("ui.paste.preview")}>
            {polls.slice(0, SHOWN_MAX).map((poll, at) => (
                <div key={at} class="poll">
                    <h3><Plain>{poll.question}</Plain></h3>
                    {options(poll).length > 0 && (
                        <ol class="options">
                            {options(poll).map((one, i) => <li key={i}><span class="soft num">{num(i + 1)}</span> <Plain>{one}</Plain></li>)}
                        </ol>
                    )}
                </div>
            ))}
        </section>
    );
}
