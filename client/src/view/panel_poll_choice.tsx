/* panel_poll_choice: the vote that decides an adoption: a prepared poll, and the answer that adopts. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { adoptQuestion, decidingPolls } from "../ctrl/panel_adoption";
import { said } from "../ctrl/said";
import { mlText, t } from "../i18n/index";
import { Button, Field, valueOf } from "./parts";
import { useRoom } from "./use";

interface PollChoiceProps {
    of: number;
    blocked: boolean;
    open: (args: Record<string, unknown>) => void;
}

export function PollChoice(props: PollChoiceProps): JSX.Element {
    const ctrl = useRoom();
    const polls = decidingPolls(ctrl);
    const [chosen, choose] = useState(0);
    const [answer, setAnswer] = useState(0);
    const poll = polls.find((one) => one.id === chosen) ?? polls[polls.length - 1];
    const options = poll ? ctrl.polls.options(poll.id) : [];
    const yesNo = poll?.type === "yes_no_abstain";
    const option = yesNo ? undefined : options.find((one) => one.id === answer) ?? options[0];
    const live = ctrl.room.workshop.value?.state === "live";
    const prepare = (): void => {
        const item = ctrl.agenda.running.peek()?.id;
        ctrl.polls.prepare({ ...(item && { item }), question: said(adoptQuestion(ctrl, props.of)), type: "yes_no_abstain" }, []);
    };
    if (!poll || (!option && !yesNo)) {
        return (
            <div class="stack">
                <p class="soft">{t("ui.adoption.no_poll")}</p>
                <div><Button onClick={prepare}>{t("ui.adoption.prepare_poll")}</Button></div>
            </div>
        );
    }
    const settled = ctrl.polls.settled(poll.id);
    return (
        <>
            <Field label={t("ui.adoption.which_poll")}>
                {(ids) => (
                    <select {...ids} class="input" value={poll.id} onChange={(event) => choose(Number(valueOf(event)))}>
                        {polls.map((one) => <option key={one.id} value={one.id}>{mlText(one.question)}</option>)}
                    </select>
                )}
            </Field>
            {option ? (
                <Field label={t("ui.adoption.which_answer")} hint={t("ui.adoption.poll_hint")}>
                    {(ids) => (
                        <select {...ids} class="input" value={option.id} onChange={(event) => setAnswer(Number(valueOf(event)))}>
                            {options.map((one) => <option key={one.id} value={one.id}>{mlText(one.text)}</option>)}
                        </select>
                    )}
                </Field>
            ) : <p class="soft">{t("ui.adoption.yes_hint")}</p>}
            {!live && <p class="note warn">{t("ui.adoption.not_live")}</p>}
            <div class="row">
                <Button look="first" disabled={!settled || !live || props.blocked}
                    onClick={() => props.open({ way: "poll", poll: poll.id, ...(option && { option: option.id }) })}>{t("ui.adoption.open_poll")}</Button>
                <Button look="quiet" onClick={prepare}>{t("ui.adoption.prepare_poll")}</Button>
            </div>
        </>
    );
}
