/* poll_dialog: preparing a poll from typed lines. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { num, t } from "../i18n/index";
import { pollLines } from "../ctrl/polls";
import { Button, Field, Modal, Plain, valueOf } from "./parts";
import { OpenFor, OPTIONS_MIN } from "./poll";
import { useRoom } from "./use";

export function PollDialog(props: { item: number }): JSX.Element {
    const ctrl = useRoom();
    const [text, setText] = useState("");
    const { question, options } = pollLines(text);
    const live = ctrl.room.workshop.value?.state === "live";
    const given = options.length > 0 ? options : [t("ui.poll.yes"), t("ui.poll.no"), t("ui.poll.abstain")];
    const ready = question !== "" && given.length >= OPTIONS_MIN;
    const prepare = (open: boolean) => (event: Event): void => {
        event.preventDefault();
        if (!ready) return;
        const made = ctrl.polls.prepare(props.item, question, given);
        if (open) void ctrl.polls.openPrepared(made);
        ctrl.closeDialog();
    };
    return (
        <Modal title={t("ui.poll.prepare")} onClose={() => ctrl.closeDialog()}>
            <form class="stack" onSubmit={prepare(live)}>
                <Field label={t("ui.poll.lines")} hint={t("ui.poll.lines_hint")}>
                    {(ids) => <textarea {...ids} class="input user" dir="auto" rows={7} data-first required value={text}
                        onInput={(event) => setText(valueOf(event))} />}
                </Field>
                {question !== "" && (
                    <div class="poll">
                        <h3><Plain>{question}</Plain></h3>
                        <ol class="options">
                            {given.map((option, i) => <li key={i}>{num(i + 1)}. <Plain>{option}</Plain></li>)}
                        </ol>
                    </div>
                )}
                {options.length === 1 && <p class="soft">{t("ui.poll.too_few")}</p>}
                {live && <OpenFor />}
                <div class="dialog-foot">
                    <Button disabled={!ready} onClick={prepare(false)}>{t("ui.poll.keep")}</Button>
                    {live && <Button type="submit" look="first" disabled={!ready}>{t("ui.poll.open_now")}</Button>}
                </div>
            </form>
        </Modal>
    );
}
