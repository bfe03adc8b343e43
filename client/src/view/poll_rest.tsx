/*
 * poll_rest: what a poll shows beside the form of who looks at it: its options and results, those who vote on the same device,
 * the own receipt, and what those who run the room do with it.
 */
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { listed, mlText, num, t } from "../i18n/index";
import type { Receipt } from "../ctrl/receipts";
import { announce, isolate } from "../ctrl/say";
import type { Option, Person, Poll } from "../sync/kinds";
import { Button, Copy, Plain, Text } from "./parts";
import { personName, Voting, YES_NO_WORDS } from "./poll";
import { Turnout } from "./poll_bars";
import { CONSENT } from "./poll_forms";
import { Results } from "./poll_results";
import { AfterPoll, PreparedTools, RunningTools } from "./poll_staff";
import { Twice } from "./twice";
import { useRoom } from "./use";

export function PollRest(props: { poll: Poll }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const edits = ctrl.edits.value;
    switch (poll.state) {
        case "prepared":
            return <><About poll={poll} /><Choices poll={poll} />{edits && <PreparedTools poll={poll} />}</>;
        case "open":
            return ctrl.screen.value ? <OnScreen poll={poll} /> : <Running poll={poll} />;
        case "closed":
            return ctrl.screen.value
                ? <><OverOnScreen poll={poll} /><Results poll={poll} brief /><Compared poll={poll} /></>
                : <><Over poll={poll} />{edits && <AfterPoll poll={poll} />}</>;
        case "void":
            return <><p class="note bad"><Twice k="ui.poll.void_text" /></p>{edits && <AfterPoll poll={poll} />}</>;
    }
}

function Running(props: { poll: Poll }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const { polls } = ctrl;
    const { staff } = ctrl.rights.value;
    const me = ctrl.room.me.value.person;
    const seat = polls.seat(poll, me);
    const shown = mayLook(poll, staff, seat ? polls.state(poll, me).is === "counted" : !ctrl.rights.value.vote);
    if (!polls.takes(poll, ctrl.now.value)) return <><About poll={poll} /><p role="status">{t("ui.poll.counting")}</p></>;
    return (
        <>
            {!seat && <About poll={poll} />}
            {polls.shared.value && <OneDevice poll={poll} />}
            {seat === "adviser" && <p class="soft">{t("ui.poll.you_advise")}</p>}
            {!seat && !staff && !polls.shared.value && <p class="soft">{t(ctrl.rights.value.vote ? "ui.poll.not_on_roll" : "ui.poll.not_voting")}</p>}
            {shown ? <Results poll={poll} brief={!staff} /> : !seat && <Choices poll={poll} />}
            {staff && <RunningTools poll={poll} />}
        </>
    );
}

/* Results while it is open: of a secret poll nobody sees any, and nobody who has yet to answer is led. */
function mayLook(poll: Poll, staff: boolean, answered: boolean): boolean {
    return poll.secrecy !== "secret" && (staff || (poll.results === "live" && answered));
}

/* For the projector: what is asked and how many have answered, in letters for a room. */
function OnScreen(props: { poll: Poll }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const n = ctrl.polls.cast(poll);
    const all = Math.max(n, (poll.eligible ?? 0) + (ctrl.polls.roll(poll.id)?.observers?.length ?? 0));
    const shown = poll.results === "live" && poll.secrecy !== "secret" && n > 0;
    return (
        <>
            <p class="screen-kind"><Twice k={`ui.poll.secrecy_short.${poll.secrecy}`} /></p>
            {shown ? <Results poll={poll} brief /> : <Choices poll={poll} />}
            <Turnout n={n} all={all} />
        </>
    );
}

/* How many voted, which says that it is over; the quorum and who leads are told below. */
function OverOnScreen(props: { poll: Poll }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const n = ctrl.polls.cast(poll);
    if (n === 0) return <p class="screen-kind"><Twice k="ui.poll.closed" /></p>;
    return <p class="screen-kind"><Twice k={poll.unit === "person" ? "ui.poll.voters" : "ui.poll.parties"} params={{ n }} /></p>;
}

/* What can be answered, where there are words for it. */
export function Choices(props: { poll: Poll }): JSX.Element | null {
    const ctrl = useRoom();
    const { poll } = props;
    const options = ctrl.polls.options(poll.id);
    const said: readonly ComponentChildren[] = poll.type === "yes_no_abstain" ? YES_NO_WORDS.map((k) => <Twice k={k} />)
        : poll.type === "consent" ? CONSENT.map((word) => <Twice k={`ui.poll.consent.${word}`} />)
        : poll.type === "fist_to_five" ? []
        : options.map((option: Option) => <Text of={option.text} />);
    if (said.length === 0) return null;
    return (
        <ol class="options">
            {said.map((one, i) => <li key={i}><span class="soft num">{num(i + 1)}</span> {one}</li>)}
        </ol>
    );
}

/* How it is answered, in a line: what is not as usual. */
export function About(props: { poll: Poll }): JSX.Element {
    const { poll } = props;
    const limits = poll.type === "scale" ? t("ui.poll.between", { low: poll.min ?? 0, high: poll.max ?? 0 })
        : poll.type === "points" ? t("ui.poll.points", { n: poll.points ?? 0 }) : undefined;
    const said = [
        t(`ui.poll.type.${poll.type}`), limits, t(`ui.poll.secrecy_short.${poll.secrecy}`),
        poll.unit === "delegation" && t("ui.poll.unit.delegation"),
        poll.results === "after" && t("ui.poll.results.after"),
        poll.quorum && t("ui.poll.quorum_of", { percent: poll.quorum }),
        poll.majority !== "none" && t(`ui.poll.majority.${poll.majority}`),
        poll.weighted && t("ui.poll.weighted"),
        poll.advisory && t("ui.poll.advisory_on"),
        poll.seconds && secondsText(poll.seconds),
        poll.round && t("ui.poll.round", { n: poll.round + 1 }),
    ];
    return <p class="soft small about-poll">{said.filter(Boolean).join(" · ")}</p>;
}

export function secondsText(seconds: number): string {
    if (seconds === 0) return t("ui.poll.for_open_end");
    return seconds % 60 ? t("ui.poll.for_seconds", { n: seconds }) : t("ui.minutes", { n: seconds / 60 });
}

/* Of a question that was asked before as well. */
function Compared(props: { poll: Poll }): JSX.Element | null {
    const ctrl = useRoom();
    const before = ctrl.room.get("poll", props.poll.pair);
    if (props.poll.purpose !== "after" || before?.state !== "closed") return null;
    return (
        <div class="compared">
            <h4>{t("ui.poll.asked_before")}</h4>
            <Results poll={before} brief />
        </div>
    );
}

/* Several people vote on this device, one after another; between them the screen is wiped. */
function OneDevice(props: { poll: Poll }): JSX.Element | null {
    const ctrl = useRoom();
    const { poll } = props;
    const { polls } = ctrl;
    const [voter, setVoter] = useState(0);
    const me = ctrl.room.me.value.person;
    const people = ctrl.room.list("person").value.filter((one) =>
        (one.id === me || one.device === me) && polls.seat(poll, one.id) !== undefined);
    const leave = (): void => {
        polls.wipe(poll.id, voter);
        setVoter(0);
    };
    const done = (): void => {
        announce(t("ui.poll.pass_on"));
        setVoter(0);
    };
    const chosen = people.find((one) => one.id === voter);
    if (people.length === 0) return null;
    if (chosen) {
        return (
            <div class="stack one-voter" key={voter}>
                <div class="form-line">
                    <strong>{t("ui.poll.votes_now", { name: isolate(chosen.name ?? "") })}</strong>
                    <Button look="quiet" onClick={leave}>{t("ui.poll.not_me", { name: isolate(chosen.name ?? "") })}</Button>
                </div>
                <Voting poll={poll} voter={voter} onDone={done} />
            </div>
        );
    }
    const waiting = people.filter((one) => polls.state(poll, one.id).is === "none").length;
    return (
        <div class="stack">
            <p><strong>{t("ui.poll.who_votes")}</strong> <span class="soft">{t("ui.poll.device_left", { n: waiting })}</span></p>
            <ul class="choices">
                {people.map((one) => <li key={one.id}><Voter poll={poll} person={one} onPick={() => setVoter(one.id)} /></li>)}
            </ul>
        </div>
    );
}

function Voter(props: { poll: Poll; person: Person; onPick: () => void }): JSX.Element {
    const ctrl = useRoom();
    const { is } = ctrl.polls.state(props.poll, props.person.id);
    return (
        <button type="button" class="choice" onClick={props.onPick}>
            <span class="text">{personName(ctrl, props.person)}</span>
            {is !== "none" && <span class={`tag ${is === "counted" ? "on" : "warn"}`}>{t(`ui.poll.short.${is}`)}</span>}
        </button>
    );
}

/* What came of it; of a secret poll also whether the ballots of this device were counted: first of all, if they were not. */
function Over(props: { poll: Poll }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const { polls } = ctrl;
    const listed = polls.roll(poll.id)?.receipts ?? [];
    const me = ctrl.room.me.value.person;
    const here = poll.secrecy === "secret" ? ctrl.room.list("person").value.filter((one) => one.id === me || one.device === me) : [];
    const own = here.map((person) => ({ person, kept: polls.receipts.of(poll.id, person.id) }))
        .filter((one) => one.kept.length > 0).map((one) => ({ ...one, outcome: outcomeOf(one.kept, listed) }));
    const said = (good: boolean): JSX.Element[] => own.filter((one) => one.outcome.good === good).map(({ person, outcome }) => (
        <OwnReceipt key={person.id} outcome={outcome} of={polls.shared.value ? person : undefined} />
    ));
    return (
        <>
            {said(false)}
            <Results poll={poll} />
            <Compared poll={poll} />
            {said(true)}
            {listed.length > 0 && <AllReceipts poll={poll} listed={listed} own={new Set(own.map((one) => one.outcome.text))} />}
        </>
    );
}

function AllReceipts(props: { poll: Poll; listed: readonly string[]; own: ReadonlySet<string> }): JSX.Element {
    const { poll, listed, own } = props;
    return (
        <details class="figures">
            <summary>{t("ui.poll.receipt.all", { n: listed.length })}</summary>
            <p class="soft small">{t("ui.poll.receipt.what")}</p>
            <ul class="receipts">
                {listed.map((one) => (
                    <li key={one} class={own.has(one) ? "own" : undefined}><code class="receipt">{grouped(one)}</code></li>
                ))}
            </ul>
            <Voted poll={poll} />
        </details>
    );
}

interface Outcome {
    word: string;
    text: string;
    good: boolean;
}

/* Of a ballot that is not in the list: whether the server ever had it, and the receipt to ask about it with. */
function outcomeOf(kept: readonly Receipt[], listed: readonly string[]): Outcome {
    const last = kept[kept.length - 1]!;
    const found = kept.filter((one) => listed.includes(one.text)).slice(-1)[0];
    if (found) return { word: found === last ? "counted" : "earlier", text: found.text, good: true };
    return { word: last.counted ? "missing" : "never", text: last.text, good: false };
}

/* `of`: whose it is, where several vote on this device. */
function OwnReceipt(props: { outcome: Outcome; of: Person | undefined }): JSX.Element {
    const { word, text, good } = props.outcome;
    return (
        <div class={`stack own-receipt ${good ? "" : "note bad"}`}>
            {props.of && <strong>{t("ui.poll.receipt.of", { name: isolate(props.of.name ?? "") })}</strong>}
            <p class={good ? "vote-state counted" : ""} role="status">{t(`ui.poll.receipt.${word}`)}</p>
            <p class="row"><code class="receipt">{grouped(text)}</code><Copy text={text} /></p>
        </div>
    );
}

function grouped(text: string): string {
    return text.match(/.{1,4}/g)?.join(" ") ?? text;
}

/* Who took part is told after the close, and no more than that. */
function Voted(props: { poll: Poll }): JSX.Element | null {
    const ctrl = useRoom();
    const voted = ctrl.polls.roll(props.poll.id)?.voted ?? [];
    const names = voted.map((id) => ctrl.room.get("person", id)?.name ?? mlText(ctrl.room.get("delegation", id)?.name)).filter(Boolean);
    if (names.length === 0) return null;
    return <p class="small">{t("ui.poll.took_part")} <Plain>{listed(names.map((name) => isolate(name)))}</Plain></p>;
}

