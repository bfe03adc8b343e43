/*
 * evaluation: all questions of an evaluation as one calm form: opened and closed together, answered from top to bottom, sent
 * with one button.
 */
import type { JSX } from "preact";
import { t } from "../i18n/index";
import type { Poll } from "../sync/kinds";
import { Button, Text } from "./parts";
import { PollCard, Secrecy, VoteBody } from "./poll";
import { Bars, Turnout } from "./poll_bars";
import { middleBar, Results, useResult } from "./poll_results";
import { TogetherTools } from "./poll_staff";
import { Twice } from "./twice";
import { useRoom } from "./use";

export function Evaluation(props: { polls: readonly Poll[] }): JSX.Element {
    const ctrl = useRoom();
    const me = ctrl.room.me.value.person;
    const of = (state: Poll["state"]): readonly Poll[] => props.polls.filter((poll) => poll.state === state);
    const open = of("open");
    const prepared = of("prepared");
    const mine = ctrl.polls.shared.value ? [] : open.filter((poll) => ctrl.polls.seat(poll, me) && ctrl.polls.takes(poll, ctrl.now.value));
    const cards = props.polls.filter((poll) => !mine.includes(poll) && (poll.state !== "prepared" || ctrl.edits.value));
    if (ctrl.screen.value) return open.length > 0 ? <OnScreen polls={open} /> : <Overview polls={of("closed")} />;
    return (
        <>
            {ctrl.edits.value && open.length + prepared.length > 0 && (
                <div class="note row">
                    <span class="spring">{t(open.length > 0 ? "ui.evaluation.is_open" : "ui.evaluation.prepared")}</span>
                    <TogetherTools open={open} prepared={prepared} />
                </div>
            )}
            {mine.length > 0 && <Sheet polls={mine} me={me} />}
            {cards.map((poll) => <PollCard key={poll.id} poll={poll} />)}
        </>
    );
}

/* For the projector: how many questions, and how many answers to the one that most have answered. */
function OnScreen(props: { polls: readonly Poll[] }): JSX.Element {
    const ctrl = useRoom();
    const n = Math.max(...props.polls.map((poll) => ctrl.polls.cast(poll)));
    const all = Math.max(n, ...props.polls.map((poll) => poll.eligible ?? 0));
    return (
        <section class="poll open">
            <h3><Twice k="ui.evaluation.on_screen" params={{ n: props.polls.length }} /></h3>
            <Turnout n={n} all={all} />
        </section>
    );
}

const SAID_MOST = 2;

/* For the projector: what came of all questions. */
function Overview(props: { polls: readonly Poll[] }): JSX.Element {
    return (
        <div class="screen-overview">
            {props.polls.map((poll) => (
                <section key={poll.id} class="poll closed">
                    <h3><Text of={poll.question} /></h3>
                    <Came poll={poll} />
                </section>
            ))}
        </div>
    );
}

/* What was asked before as well is told by where it was and where it is. */
function Came(props: { poll: Poll }): JSX.Element {
    const { poll } = props;
    const before = useRoom().room.get("poll", poll.pair);
    return before?.state === "closed" && before.type === "scale" && poll.type === "scale"
        ? <ThenAndNow polls={[before, poll]} />
        : <Results poll={poll} brief most={SAID_MOST} />;
}

const WHEN = ["ui.poll.then", "ui.poll.now"] as const;

function ThenAndNow(props: { polls: readonly Poll[] }): JSX.Element {
    const bars = props.polls.map((poll, i) => ({ ...middleBar(useResult(poll)), key: i, label: <Twice k={WHEN[i]!} /> }));
    return <Bars bars={bars} />;
}

/* The state of one answer in a word. */
function Short(props: { poll: Poll; me: number }): JSX.Element | null {
    const { is } = useRoom().polls.state(props.poll, props.me);
    return is === "none" ? null : <p class={`vote-state small ${is}`} role="status">{t(`ui.poll.short.${is}`)}</p>;
}

function Sheet(props: { polls: readonly Poll[]; me: number }): JSX.Element {
    const ctrl = useRoom();
    const { polls, me } = props;
    const changed = polls.filter((poll) => ctrl.polls.changed(poll, me));
    const answered = polls.filter((poll) => ctrl.polls.state(poll, me).is !== "none");
    const same = new Set(polls.map((poll) => poll.secrecy)).size === 1;
    const submit = (event: Event): void => {
        event.preventDefault();
        for (const poll of changed) void ctrl.polls.send(poll, me);
    };
    return (
        <form class="poll open evaluation" onSubmit={submit} aria-label={t("ui.kind.evaluation")}>
            <div>
                <p>{t("ui.evaluation.intro", { n: polls.length })}</p>
                {same && <Secrecy poll={polls[0]!} voter={me} />}
            </div>
            {polls.map((poll) => (
                <section key={poll.id} class="asked">
                    <h3><Text of={poll.question} /></h3>
                    <VoteBody poll={poll} voter={me} />
                    {!same && <Secrecy poll={poll} voter={me} />}
                    <Short poll={poll} me={me} />
                </section>
            ))}
            <div class="vote-foot">
                <Button type="submit" look="first wide" disabled={changed.length === 0}>
                    {t(answered.length > 0 ? "ui.evaluation.send_more" : "ui.evaluation.send", { n: changed.length })}
                </Button>
                <p class="soft num small" role="status">{t("ui.evaluation.answered", { n: answered.length, all: polls.length })}</p>
            </div>
        </form>
    );
}
