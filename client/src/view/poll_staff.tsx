/* poll_staff: what those who run the room do with a poll: opening, closing, letting in, taking down a vote, a new round. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { listed, mlText, t } from "../i18n/index";
import { rightsOf } from "../ctrl/rights";
import { isolate } from "../ctrl/say";
import type { Person, Poll } from "../sync/kinds";
import { Button, valueOf } from "./parts";
import { personName, Voting } from "./poll";
import { useRoom } from "./use";

const OPTIONS_LEAST: Partial<Record<Poll["type"], number>> = { single: 2, multiple: 2, ranking: 2, points: 2, date: 1 };
/* Below so many a secret ballot may be guessed from the result. */
export const SECRET_LEAST = 5;

/* What a poll still lacks before it can be opened. */
function lacks(ctrl: ReturnType<typeof useRoom>, poll: Poll): string | undefined {
    const least = OPTIONS_LEAST[poll.type] ?? 0;
    if (ctrl.polls.options(poll.id).length < least) return t("ui.poll.too_few", { n: least });
    if (poll.type === "scale" && (poll.min ?? 0) >= (poll.max ?? 0)) return t("ui.poll.no_scale");
    return poll.type === "points" && !poll.points ? t("ui.poll.no_points") : undefined;
}

/* Who would be on the roll now (V14): with a vote, and for no observer. */
function entitled(ctrl: ReturnType<typeof useRoom>): readonly Person[] {
    return ctrl.room.list("person").value.filter((one) =>
        rightsOf(one.role, one.guest ?? false).vote && !ctrl.room.get("delegation", one.delegation)?.observer);
}

/* How many that are, by person or by delegation. */
export function eligible(ctrl: ReturnType<typeof useRoom>, unit: Poll["unit"]): number {
    const voters = entitled(ctrl);
    return unit === "person" ? voters.length : new Set(voters.map((one) => one.delegation).filter(Boolean)).size;
}

/* Opens a prepared poll; not there yet while its last change is not confirmed, for the room must see what we see. */
export function OpenButton(props: { poll: Poll; look: string }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const live = ctrl.room.workshop.value?.state === "live";
    const ready = live && ctrl.polls.settled(poll.id) && lacks(ctrl, poll) === undefined;
    const open = (): void => {
        const n = eligible(ctrl, poll.unit);
        if (poll.secrecy !== "secret" || n >= SECRET_LEAST) return ctrl.polls.openNow(poll.id);
        ctrl.ask({
            title: t("ui.poll.open_it"), text: t("ui.poll.few_voters", { n }), button: t("ui.poll.open_anyway"),
            act: () => ctrl.polls.openNow(poll.id),
        });
    };
    return <Button look={props.look} disabled={!ready} onClick={open}>{t("ui.poll.open_it")}</Button>;
}

/* A press too many on the button that opened the poll must not close it again. */
const OPEN_LEAST_MS = 600;

export function CloseButton(props: { poll: Poll }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const fresh = ctrl.now.value - (poll.opened_at ?? 0) < OPEN_LEAST_MS;
    return (
        <Button look="first" disabled={fresh} onClick={() => ctrl.room.run("poll.close", { id: poll.id })}>
            {t("ui.poll.close")}
        </Button>
    );
}

export function PreparedTools(props: { poll: Poll }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const why = lacks(ctrl, poll);
    return (
        <>
            {why && <p class="soft">{why}</p>}
            <div class="row">
                <OpenButton poll={poll} look="" />
                <Button onClick={() => ctrl.openDialog({ is: "poll", item: poll.item ?? 0, poll })}>{t("ui.edit")}</Button>
                <Button onClick={() => ctrl.undo.remove(poll.id, mlText(poll.question), () =>
                    ctrl.room.run("poll.remove", { id: poll.id }))}>{t("ui.remove")}</Button>
            </div>
        </>
    );
}

export function RunningTools(props: { poll: Poll }): JSX.Element {
    return (
        <>
            <StillMissing poll={props.poll} />
            <Enter poll={props.poll} />
            <Admit poll={props.poll} />
        </>
    );
}

/* Whom the room still waits for, where that can be known. */
function StillMissing(props: { poll: Poll }): JSX.Element | null {
    const ctrl = useRoom();
    const { poll } = props;
    const roll = ctrl.polls.roll(poll.id);
    const all = poll.eligible ?? 0;
    if (all === 0) return <p class="soft">{t("ui.poll.no_voters")}</p>;
    if (ctrl.polls.cast(poll) - (poll.advisers ?? 0) >= all) return <p class="vote-state counted">{t("ui.poll.all_voted")}</p>;
    if (poll.secrecy !== "named" || !roll) return null;
    const ballots = ctrl.polls.ballotsOf(poll.id);
    const byParty = poll.unit === "delegation";
    const voted = new Set(ballots.map((ballot) => (byParty ? ballot.delegation : ballot.person)));
    const missing = ((byParty ? roll.delegations : roll.persons) ?? []).filter((id) => !voted.has(id));
    const nameOf = (id: number): string => (byParty
        ? isolate(mlText(ctrl.room.get("delegation", id)?.name))
        : personName(ctrl, ctrl.room.get("person", id)));
    if (missing.length === 0) return null;
    return (
        <details class="missing">
            <summary>{t(byParty ? "ui.poll.missing_delegations" : "ui.poll.missing_people", { n: missing.length })}</summary>
            <p class="small">{listed(missing.map(nameOf))}</p>
        </details>
    );
}

interface PickProps {
    label: string;
    people: readonly Person[];
    button: string;
    onPick: (person: number) => void;
}

function Pick(props: PickProps): JSX.Element {
    const ctrl = useRoom();
    const [chosen, choose] = useState(0);
    const now = props.people.some((one) => one.id === chosen) ? chosen : 0;
    return (
        <div class="row">
            <label class="inline">
                <span>{props.label}</span>
                <select class="input" value={now} onChange={(event) => choose(Number(valueOf(event)))}>
                    <option value={0}>{t("ui.poll.pick_person")}</option>
                    {props.people.map((one) => <option key={one.id} value={one.id}>{personName(ctrl, one)}</option>)}
                </select>
            </label>
            <Button disabled={now === 0} onClick={() => props.onPick(now)}>{props.button}</Button>
        </div>
    );
}

/* Somebody in the room or on the phone says the vote, and it is taken down under one's own name. */
function Enter(props: { poll: Poll }): JSX.Element | null {
    const ctrl = useRoom();
    const { poll } = props;
    const [voter, setVoter] = useState(0);
    const people = ctrl.room.list("person").value.filter((one) =>
        one.mode !== "remote" && one.id !== ctrl.room.me.value.person && ctrl.polls.seat(poll, one.id) !== undefined);
    const leave = (): void => {
        ctrl.polls.wipe(poll.id, voter);
        setVoter(0);
    };
    if (poll.secrecy === "secret" || people.length === 0) return null;
    return (
        <details class="missing">
            <summary>{t("ui.poll.enter")}</summary>
            <div class="stack">
                <p class="soft small">{t("ui.poll.enter_hint")}</p>
                {voter === 0
                    ? <Pick label={t("ui.poll.enter_for")} people={people} button={t("ui.poll.enter_go")} onPick={setVoter} />
                    : (
                        <div class="stack one-voter" key={voter}>
                            <div class="form-line">
                                <strong>{t("ui.poll.votes_now", { name: personName(ctrl, ctrl.room.get("person", voter)) })}</strong>
                                <Button look="quiet" onClick={leave}>{t("ui.cancel")}</Button>
                            </div>
                            <Voting poll={poll} voter={voter} onDone={() => setVoter(0)} />
                        </div>
                    )}
            </div>
        </details>
    );
}

/* Who came when the roll was made already. */
function Admit(props: { poll: Poll }): JSX.Element | null {
    const ctrl = useRoom();
    const { poll } = props;
    const late = entitled(ctrl).filter((one) =>
        ctrl.polls.seat(poll, one.id) === undefined && (poll.unit === "person" || one.delegation));
    if (late.length === 0) return null;
    return (
        <div class="note stack">
            <p>{t("ui.poll.late", { n: late.length })}</p>
            <Pick label={t("ui.poll.admit")} people={late} button={t("ui.poll.admit_go")}
                onPick={(person) => ctrl.room.run("poll.admit", { id: poll.id, person })} />
        </div>
    );
}

const RANKS: ReadonlySet<Poll["type"]> = new Set(["ranking", "points", "scale", "multiple"]);

/* What can follow a poll: the same again, and the order of the rows it was about. */
export function AfterPoll(props: { poll: Poll }): JSX.Element {
    const ctrl = useRoom();
    const { poll } = props;
    const rows = ctrl.polls.options(poll.id).filter((one) => one.action);
    const prioritize = (): void => ctrl.ask({
        title: t("ui.poll.prioritize"), text: t("ui.poll.prioritize_ask", { n: rows.length }), button: t("ui.poll.prioritize"),
        act: () => ctrl.room.run("poll.prioritize", { id: poll.id }),
    });
    return (
        <div class="row">
            {rows.length > 0 && poll.state === "closed" && RANKS.has(poll.type) && (
                <Button onClick={prioritize}>{t("ui.poll.prioritize")}</Button>
            )}
            <Button onClick={() => ctrl.room.run("poll.again", { id: poll.id })}>{t("ui.poll.again")}</Button>
        </div>
    );
}

/* For the run bar: what there is to do with the polls of the item that runs. */
export function PollTools(props: { item: number; busy: boolean }): JSX.Element {
    const ctrl = useRoom();
    const { polls } = ctrl;
    const open = polls.opened.value;
    const prepared = polls.of(props.item).filter((poll) => poll.state === "prepared");
    const several = open.length + prepared.length > 1 && ctrl.room.get("item", props.item)?.kind === "evaluation";
    if (several) return <TogetherTools open={open} prepared={prepared} />;
    return (
        <>
            {!props.busy && (
                <Button onClick={() => ctrl.openDialog({ is: "poll", item: props.item })}>{t("ui.run.poll")}</Button>
            )}
            {open[0] && <CloseButton poll={open[0]} />}
            {!open[0] && prepared[0] && props.item !== 0 && <OpenButton poll={prepared[0]} look="first" />}
        </>
    );
}

/* An evaluation is opened and closed as one. */
export function TogetherTools(props: { open: readonly Poll[]; prepared: readonly Poll[] }): JSX.Element {
    const ctrl = useRoom();
    const { open, prepared } = props;
    const live = ctrl.room.workshop.value?.state === "live";
    const ready = prepared.filter((poll) => lacks(ctrl, poll) === undefined && ctrl.polls.settled(poll.id));
    if (open.length > 0) {
        return (
            <Button look="first" onClick={() => open.forEach((poll) => ctrl.room.run("poll.close", { id: poll.id }))}>
                {t("ui.evaluation.close", { n: open.length })}
            </Button>
        );
    }
    const start = (): void => {
        const few = ready.some((poll) => poll.secrecy === "secret" && eligible(ctrl, poll.unit) < SECRET_LEAST);
        const act = (): void => ready.forEach((poll) => ctrl.polls.openNow(poll.id));
        if (!few) return act();
        ctrl.ask({
            title: t("ui.evaluation.open", { n: ready.length }), text: t("ui.poll.few_voters", { n: eligible(ctrl, "person") }),
            button: t("ui.poll.open_anyway"), act,
        });
    };
    return (
        <Button look="first" disabled={!live || ready.length === 0} onClick={start}>
            {t("ui.evaluation.open", { n: prepared.length })}
        </Button>
    );
}
