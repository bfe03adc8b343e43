/*
 * poll: a question to the room, and the form in which one of a few answers is sent: with the first load, so that a vote needs
 * nothing else. The other forms, results, and what those who run the room do come later (polls_late.ts).
 */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId } from "preact/hooks";
import { mlText, t } from "../i18n/index";
import { hurry, span } from "../ctrl/agenda";
import { isolate } from "../ctrl/say";
import type { Reply } from "../rules/ballot";
import type { Item, Option, Person, Poll } from "../sync/kinds";
import { late } from "./late";
import { Button, Text } from "./parts";
import { useRoom } from "./use";

const file = () => import("./polls_late");
const Evaluation = late(() => file().then((all) => all.Evaluation), { quiet: true });
const PollForm = late(() => file().then((all) => all.PollForm));
const PollRest = late(() => file().then((all) => all.PollRest), { quiet: true });

/* Whoever is in the room has the forms at hand before the first poll is opened. */
export function fetchPolls(): void {
    void PollForm.fetch();
}

/*
 * The polls of an agenda item: what is open and what was closed while it runs, wherever it belongs, what is prepared, older results. An
 * evaluation is one form; the projector shows the last result until the next poll is opened.
 */
export function ItemPolls(props: { item: Item }): JSX.Element {
    const { polls, edits, screen } = useRoom();
    const { item } = props;
    const own = polls.of(item.id);
    const open = polls.opened.value;
    const together = item.kind === "evaluation" && own.length > 1;
    const over = polls.of(item.id, item.state === "running" ? item.started_at : undefined)
        .filter((poll) => poll.state === "closed" || poll.state === "void")
        .sort((a, b) => (b.closed_at ?? 0) - (a.closed_at ?? 0));
    const prepared = edits.value ? own.filter((poll) => poll.state === "prepared") : [];
    const rest = screen.value ? over.slice(0, open.length > 0 ? 0 : 1) : [...over.slice(0, 1), ...prepared, ...over.slice(1)];
    const cards = [...open, ...rest].filter((poll) => !together || !own.includes(poll));
    return (
        <>
            {cards.map((poll) => <PollCard key={poll.id} poll={poll} />)}
            {together && <Evaluation polls={own} />}
        </>
    );
}

export function PollCard(props: { poll: Poll }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const id = useId();
    const me = ctrl.room.me.value.person;
    const votes = ctrl.polls.takes(poll, ctrl.now.value) && ctrl.polls.seat(poll, me) !== undefined && !ctrl.polls.shared.value;
    return (
        <section class={`poll ${poll.state}`} aria-labelledby={id}>
            <div class="poll-head">
                <PollState poll={poll} />
                <Remaining poll={poll} />
                <h3 id={id}><Text of={poll.question} /></h3>
            </div>
            {votes && <Voting poll={poll} voter={me} />}
            <PollRest poll={poll} />
        </section>
    );
}

/* Whole keys, so that of all sentences about polls the first load has these. */
const STATES = { prepared: "ui.poll.prepared", open: "ui.poll.open", closed: "ui.poll.closed", void: "ui.poll.void" } as const;
export const YES_NO_WORDS = ["ui.poll.yes", "ui.poll.no", "ui.poll.abstain"] as const;

function yesNo(value: number): string {
    return t(YES_NO_WORDS[value] ?? YES_NO_WORDS[2]);
}

function PollState(props: { poll: Poll }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const n = ctrl.polls.cast(poll);
    const all = (poll.eligible ?? 0) + (ctrl.polls.roll(poll.id)?.observers?.length ?? 0);
    return (
        <p class="soft small">
            {t(STATES[poll.state])}
            {poll.state === "closed" && n > 0 && ` · ${t(poll.unit === "person" ? "ui.poll.voters" : "ui.poll.parties", { n })}`}
            {poll.state === "open" && ` · ${t("ui.poll.turnout", { n, all })}`}
        </p>
    );
}

function Remaining(props: { poll: Poll }): JSX.Element | null {
    const ctrl = useRoom();
    const { poll } = props;
    if (poll.state !== "open" || !poll.closes_at) return null;
    const left = Math.max(0, poll.closes_at - ctrl.now.value);
    const whole = poll.closes_at - (poll.opened_at ?? poll.closes_at);
    return <span class={`clock ${hurry(left, whole)}`} role="timer">{t("ui.clock.left", { time: span(left) })}</span>;
}

/* Who can know what somebody chose: said before the vote. */
export function Secrecy(props: { poll: Poll; voter: number }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const voter = ctrl.room.get("person", props.voter);
    const party = mlText(ctrl.room.get("delegation", voter?.delegation)?.name);
    const name = isolate(party || (voter?.name ?? ""));
    return (
        <p class="soft">
            {poll.unit === "delegation" && party && `${t("ui.poll.for_party", { name })} `}
            {t(`ui.poll.secrecy.${poll.secrecy}`, { name })}
        </p>
    );
}

/* The form of one voter: oneself, or somebody else on this device (`onDone`: what follows when it was sent). */
export function Voting(props: { poll: Poll; voter: number; onDone?: () => void }): JSX.Element {
    const { polls } = useRoom();
    const { poll, voter, onDone } = props;
    const changed = polls.changed(poll, voter);
    const before = polls.state(poll, voter).is !== "none";
    const ask = changed || !before;
    const submit = (event: Event): void => {
        event.preventDefault();
        if (!changed) return;
        void polls.send(poll, voter);
        onDone?.();
    };
    if (polls.locked(poll, voter)) return <VoteLine poll={poll} voter={voter} />;
    return (
        <form class="stack" onSubmit={submit}>
            <VoteBody poll={poll} voter={voter} />
            <div class={`vote-foot ${ask ? "" : "done"}`}>
                {ask && <Secrecy poll={poll} voter={voter} />}
                {ask && (
                    <Button type="submit" look="first wide" disabled={!changed}>
                        {before ? t("ui.poll.change") : t("ui.poll.send")}
                    </Button>
                )}
                <VoteLine poll={poll} voter={voter} />
            </div>
        </form>
    );
}

/* What is chosen from, typed or counted out, without the button. */
export function VoteBody(props: { poll: Poll; voter: number }): JSX.Element {
    const { polls } = useRoom();
    const { poll, voter } = props;
    const options = polls.options(poll.id);
    const reply = polls.reply(poll, voter);
    const choose = (given: Reply, ready = true): void => polls.choose(poll.id, voter, given, ready);
    if (poll.type === "single") {
        const rows = options.map((one) => ({ text: <Text of={one.text} />, reply: { option: one.id }, on: reply.option === one.id }));
        return <Rows poll={poll} rows={rows} choose={choose} />;
    }
    if (poll.type === "yes_no_abstain") {
        const rows = [0, 1, 2].map((i) => ({ text: yesNo(i), reply: { values: [i] }, on: reply.values?.[0] === i }));
        return <Rows poll={poll} rows={rows} choose={choose} />;
    }
    return <PollForm poll={poll} options={options} reply={reply} choose={choose} />;
}

export interface FormProps {
    poll: Poll;
    options: readonly Option[];
    reply: Reply;
    choose: (reply: Reply, ready?: boolean) => void;
}

/* While this form is on the screen, digits of the keyboard are for it. */
export function useDigits(poll: number, press: (digit: number) => boolean): void {
    const { polls } = useRoom();
    useEffect(() => {
        polls.pressed.set(poll, press);
        return () => void polls.pressed.delete(poll);
    });
}

interface Row {
    text: ComponentChildren;
    reply: Reply;
    on: boolean;
}

/* One of a few answers, as large rows; `first`: the digit of the first of them. */
export function Rows(props: { poll: Poll; rows: readonly Row[]; choose: FormProps["choose"]; first?: number }): JSX.Element {
    const { poll, rows, choose, first = 1 } = props;
    const name = useId();
    useDigits(poll.id, (digit) => {
        const row = rows[digit - first];
        if (row) choose(row.reply);
        return row !== undefined;
    });
    return (
        <fieldset class="choices">
            <legend class="hear">{mlText(poll.question)}</legend>
            {rows.map((row, i) => (
                <label key={i} class="choice">
                    <input type="radio" name={name} checked={row.on} onChange={() => choose(row.reply)} />
                    <span class="text">{row.text}</span>
                    {i < 9 && <kbd class="wide-only" aria-hidden="true">{i + first}</kbd>}
                </label>
            ))}
        </fieldset>
    );
}

/* What was chosen, where a few words say it. */
function choiceOf(poll: Poll, reply: Reply | undefined, options: readonly Option[]): string {
    if (poll.type === "single") return mlText(options.find((one) => one.id === reply?.option)?.text);
    const value = poll.type === "yes_no_abstain" ? reply?.values?.[0] : undefined;
    return value === undefined ? "" : yesNo(value);
}

/* The state of one's vote, below the button. */
function VoteLine(props: { poll: Poll; voter: number }): JSX.Element {
    const { polls } = useRoom();
    const { poll, voter } = props;
    const state = polls.state(poll, voter);
    const choice = isolate(polls.shared.value ? "" : choiceOf(poll, state.reply, polls.options(poll.id)));
    const by = isolate(state.by?.name ?? "");
    const plain = choice.length > 2 ? "" : "_plain";
    const locked = polls.locked(poll, voter);
    return (
        <p class={`vote-state ${state.is}`} role="status">
            {state.is === "waits" && t(`ui.poll.waits${plain}`, { choice })}
            {state.is === "sent" && t(`ui.poll.sent${plain}`, { choice })}
            {state.is === "unsure" && t("ui.poll.unsure")}
            {state.is === "counted" && (state.by
                ? t(locked ? "ui.poll.by_head" : `ui.poll.by_other${plain}`, { name: by, choice })
                : t(`ui.poll.counted${plain}`, { choice }))}
        </p>
    );
}

/* As whom a person is shown beside the name of the delegation. */
export function personName(ctrl: ReturnType<typeof useRoom>, person: Person | undefined): string {
    const party = mlText(ctrl.room.get("delegation", person?.delegation)?.name);
    const name = isolate(person?.name ?? t("ui.poll.gone_person"));
    return party ? t("ui.poll.voter", { name, delegation: isolate(party) }) : name;
}
