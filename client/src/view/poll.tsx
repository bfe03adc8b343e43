/* poll: a question to the room: prepared, open, closed; voting with large rows; results as a list with bars. */
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { listed, mlText, num, t } from "../i18n/index";
import { hurry, span } from "../ctrl/agenda";
import { OPEN_FOR } from "../ctrl/polls";
import { isolate } from "../ctrl/say";
import type { Option, Person, Poll } from "../sync/kinds";
import { Button, Plain, Text, valueOf } from "./parts";
import { useRoom } from "./use";

export const OPTIONS_MIN = 2;

function supported(poll: Poll): boolean {
    return poll.type === "single" && poll.secrecy === "named" && poll.unit === "person";
}

export function PollCard(props: { poll: Poll }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const id = useId();
    const options = ctrl.polls.options(poll.id);
    const votes = ctrl.rights.value.vote;
    return (
        <section class={`poll ${poll.state}`} aria-labelledby={id}>
            <div class="poll-head">
                <p class="soft small">
                    {t(`ui.poll.${poll.state}`)}
                    {poll.state === "closed" && ` · ${t("ui.poll.voters", { n: poll.voters ?? 0 })}`}
                    {poll.state === "open" &&
                        ` · ${t("ui.poll.turnout", { n: poll.voters ?? 0, all: ctrl.people.voters.value })}`}
                </p>
                <Remaining poll={poll} />
                <h3 id={id}><Text of={poll.question} /></h3>
            </div>
            {poll.state === "open" && votes && <Voting poll={poll} options={options} />}
            {poll.state === "open" && !votes && !ctrl.rights.value.staff && !ctrl.screen.value && (
                <p class="soft">{t("ui.poll.not_voting")}</p>
            )}
            {poll.state === "prepared" && <Prepared poll={poll} options={options} />}
            {poll.state === "open" && (ctrl.screen.value
                ? <Choices options={options} />
                : <Live poll={poll} options={options} />)}
            {poll.state === "closed" && <Results poll={poll} options={options} />}
        </section>
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

interface Asked {
    poll: Poll;
    options: readonly Option[];
}

/* As whom a named vote is shown: the delegation, else the person. */
function useShownAs(): string {
    const ctrl = useRoom();
    const self = ctrl.self.value;
    const delegation = ctrl.room.get("delegation", self?.delegation);
    return mlText(delegation?.name) || (self?.name ?? "");
}

function Voting(props: Asked): JSX.Element {
    const ctrl = useRoom();
    const { poll, options } = props;
    const chosen = ctrl.polls.choice(poll.id);
    const changed = ctrl.polls.changed(poll.id);
    const before = ctrl.polls.state(poll.id).is !== "none";
    const ask = changed || !before;
    const shownAs = useShownAs();
    const submit = (event: Event): void => {
        event.preventDefault();
        if (changed) void ctrl.polls.send(poll.id);
    };
    return (
        <form class="stack" onSubmit={submit}>
            <fieldset class="choices">
                <legend class="hear">{mlText(poll.question)}</legend>
                {options.map((option, i) => (
                    <label key={option.id} class="choice">
                        <input type="radio" name={`poll-${poll.id}`} checked={chosen === option.id}
                            onChange={() => ctrl.polls.choose(poll.id, option.id)} />
                        <span class="text"><Text of={option.text} /></span>
                        {i < 9 && <kbd class="wide-only" aria-hidden="true">{i + 1}</kbd>}
                    </label>
                ))}
            </fieldset>
            <div class={`vote-foot ${ask ? "" : "done"}`}>
                {ask && <p class="soft">{t("ui.poll.named", { name: isolate(shownAs) })}</p>}
                {ask && (
                    <Button type="submit" look="first wide" disabled={!changed}>
                        {before ? t("ui.poll.change") : t("ui.poll.send")}
                    </Button>
                )}
                <VoteStateLine poll={poll} />
            </div>
        </form>
    );
}

function VoteStateLine(props: { poll: Poll }): JSX.Element {
    const ctrl = useRoom();
    const state = ctrl.polls.state(props.poll.id);
    const choice = state.is === "none" ? "" : mlText(ctrl.room.get("option", state.option)?.text);
    return (
        <p class={`vote-state ${state.is}`} role="status">
            {state.is === "sent" && t("ui.poll.sent", { choice: isolate(choice) })}
            {state.is === "counted" && t("ui.poll.counted", { choice: isolate(choice) })}
        </p>
    );
}

function Choices(props: { options: readonly Option[] }): JSX.Element {
    return (
        <ol class="options">
            {props.options.map((option, i) => (
                <li key={option.id}><span class="soft num">{num(i + 1)}</span> <Text of={option.text} /></li>
            ))}
        </ol>
    );
}

function Prepared(props: Asked): JSX.Element {
    const ctrl = useRoom();
    const { poll, options } = props;
    const ready = supported(poll) && options.length >= OPTIONS_MIN;
    return (
        <>
            <Choices options={options} />
            {ctrl.edits.value && (
                <>
                    {!ready && <p class="soft">{t(supported(poll) ? "ui.poll.too_few" : "ui.poll.unsupported")}</p>}
                    <div class="row">
                        <OpenButton poll={poll} look="" />
                        {ready && <OpenFor />}
                        <Button onClick={() => ctrl.undo.remove(poll.id, mlText(poll.question), () =>
                            ctrl.room.run("poll.remove", { id: poll.id }))}>{t("ui.remove")}</Button>
                    </div>
                </>
            )}
        </>
    );
}

/* Opens a prepared poll; not there yet while its last change is not confirmed, for the room must see what we see. */
export function OpenButton(props: { poll: Poll; look: string }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const live = ctrl.room.workshop.value?.state === "live";
    const options = ctrl.polls.options(poll.id);
    const ready = live && ctrl.polls.settled(poll.id) && supported(poll) && options.length >= OPTIONS_MIN;
    return (
        <Button look={props.look} disabled={!ready} onClick={() => ctrl.polls.openNow(poll.id)}>
            {t("ui.poll.open_it")}
        </Button>
    );
}

/* A press too many on the button that opened the poll must not close it again. */
const OPEN_LEAST_MS = 600;

export function CloseButton(props: { poll: Poll }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const fresh = ctrl.now.value - (poll.opened_at ?? 0) < OPEN_LEAST_MS;
    return <Button look="first" disabled={fresh} onClick={() => ctrl.polls.close(poll.id)}>{t("ui.poll.close")}</Button>;
}

function openForText(seconds: number): string {
    if (seconds === 0) return t("ui.poll.for_open_end");
    return seconds < 60 ? t("ui.poll.for_seconds", { n: seconds }) : t("ui.minutes", { n: seconds / 60 });
}

/* How long the next poll stays open. */
export function OpenFor(): JSX.Element {
    const { polls } = useRoom();
    return (
        <label class="inline">
            <span>{t("ui.poll.open_for")}</span>
            <select class="input" value={polls.openFor.value}
                onChange={(event) => (polls.openFor.value = Number(valueOf(event)))}>
                {OPEN_FOR.map((seconds) => <option key={seconds} value={seconds}>{openForText(seconds)}</option>)}
            </select>
        </label>
    );
}

/* For staff: whom the room still waits for. */
function StillMissing(props: { poll: Poll }): JSX.Element | null {
    const ctrl = useRoom();
    const missing = ctrl.people.missing(ctrl.polls.ballotsOf(props.poll.id));
    const partyOf = (person: Person): string => mlText(ctrl.room.get("delegation", person.delegation)?.name);
    const nameOf = (person: Person): string => {
        const party = partyOf(person);
        const name = isolate(person.name ?? "");
        return party ? t("ui.poll.voter", { name, delegation: isolate(party) }) : name;
    };
    if (ctrl.people.voters.value === 0) return <p class="soft">{t("ui.poll.no_voters")}</p>;
    if (missing.people.length === 0) return <p class="vote-state counted">{t("ui.poll.all_voted")}</p>;
    return (
        <details class="missing">
            <summary>
                {missing.delegations > 0
                    ? t("ui.poll.missing_delegations", { n: missing.delegations })
                    : t("ui.poll.missing_people", { n: missing.people.length })}
            </summary>
            <p class="small">{listed(missing.people.map(nameOf))}</p>
        </details>
    );
}

/* While people vote: staff see how it stands; others once they have voted, so that nobody is led. */
function Live(props: Asked): JSX.Element | null {
    const ctrl = useRoom();
    const { rights, polls } = ctrl;
    const voted = polls.state(props.poll.id).is === "counted";
    if (rights.value.staff) return <><Bars {...props} /><StillMissing poll={props.poll} /></>;
    return rights.value.vote && !voted ? null : <Bars {...props} />;
}

function Bars(props: Asked & { names?: (option: number) => string }): JSX.Element {
    const all = props.options.reduce((sum, option) => sum + (option.votes ?? 0), 0);
    return (
        <ol class="bars" aria-label={t("ui.poll.result")}>
            {props.options.map((option) => {
                const votes = option.votes ?? 0;
                const names = props.names?.(option.id);
                return (
                    <li key={option.id}>
                        <span><Text of={option.text} /></span>
                        <span class="num">
                            {t("ui.poll.votes", { n: votes })}
                            {all > 0 && <span class="soft"> · <bdi>{num(Math.round((votes / all) * 100))}%</bdi></span>}
                        </span>
                        <div class="track" aria-hidden="true">
                            <div class="fill" style={{ "--share": String((votes / Math.max(1, all)) * 100) }} />
                        </div>
                        {names && <p class="names soft small"><Plain>{names}</Plain></p>}
                    </li>
                );
            })}
        </ol>
    );
}

/* A named vote is a record: who chose what is part of it. */
function Results(props: Asked): JSX.Element {
    const ctrl = useRoom();
    const ballots = ctrl.polls.ballotsOf(props.poll.id);
    const nameOf = (person: number | undefined): string => {
        const one = ctrl.room.get("person", person);
        const delegation = mlText(ctrl.room.get("delegation", one?.delegation)?.name);
        const name = one?.name ?? t("ui.poll.gone_person");
        return delegation ? t("ui.poll.voter", { name: isolate(name), delegation: isolate(delegation) }) : isolate(name);
    };
    const names = (option: number): string =>
        listed(ballots.filter((ballot) => ballot.option === option).map((ballot) => nameOf(ballot.person)));
    return <Bars {...props} names={props.poll.secrecy === "named" ? names : undefined} />;
}
