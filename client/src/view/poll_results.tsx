/* poll_results: what came of a poll: who leads and whether that is enough, the answers as bars or words, and the figures. */
import type { ComponentChildren, JSX } from "preact";
import { lang, listed, ml, mlText, num, t, tIn, type Lang, type Params } from "../i18n/index";
import { isolate } from "../ctrl/say";
import { range, THOUSANDTHS, valueFor, type Reply } from "../rules/ballot";
import { saysLine, sharesOf, tallyOf, type Line, type Spread, type Tally } from "../rules/tally";
import type { Answer, Ballot, Option, Poll } from "../sync/kinds";
import { Plain, Text } from "./parts";
import { personName, YES_NO_WORDS } from "./poll";
import { Answers, Bars, Cloud, percent, Table, type Bar, type Said } from "./poll_bars";
import { CONSENT, DATE_WORDS, stepWord } from "./poll_forms";
import { Twice } from "./twice";
import { useRoom } from "./use";

interface Result {
    poll: Poll;
    options: readonly Option[];
    answers: readonly Answer[];
    tally: Tally;
}

export function useResult(poll: Poll): Result {
    const { polls } = useRoom();
    const options = polls.options(poll.id);
    const answers = polls.answers(poll.id);
    return { poll, options, answers, tally: tallyOf(poll, options, answers) };
}

/* `brief`: for the projector, without what is behind folds and names; `most`: so many of the answers in words. */
export function Results(props: { poll: Poll; brief?: boolean; most?: number }): JSX.Element {
    const result = useResult(props.poll);
    const { polls } = useRoom();
    const ballots = props.poll.secrecy === "named" && !props.brief ? polls.ballotsOf(props.poll.id) : [];
    return (
        <div class="result">
            <Verdict {...result} />
            <Shape result={result} ballots={ballots} most={props.most} />
            {!props.brief && <Figures result={result} ballots={ballots} />}
        </div>
    );
}

function Shape(props: { result: Result; ballots: readonly Ballot[]; most: number | undefined }): JSX.Element {
    const { result, ballots } = props;
    const { poll, options, answers } = result;
    if (poll.type === "words") return <Cloud words={answers.map(saidOf)} />;
    if (poll.type === "open_text") return <Answers list={answers.map(saidOf)} label={t("ui.poll.result")} most={props.most} />;
    if (poll.type === "scale" && options.length > 0) return <Bars bars={result.tally.lines.map((line) => ratedBar(result, line))} />;
    if (poll.type === "number" && result.tally.lines.length > NUMBERS_MAX) return <></>;
    const names = useNames(result, ballots);
    return (
        <>
            <Bars bars={result.tally.lines.map((line) => ({ ...barOf(result, line), names: names(line) }))} />
            {poll.type === "consent" && <Reasons answers={answers} />}
        </>
    );
}

const NUMBERS_MAX = 12;         /* different numbers; more of them are told by their middle */

function saidOf(answer: Answer): Said {
    return { text: answer.text ?? "", count: answer.count ?? 0, advice: answer.advice ?? 0 };
}

function useNames(result: Result, ballots: readonly Ballot[]): (line: Line) => string | undefined {
    const ctrl = useRoom();
    const { poll, options } = result;
    if (ballots.length === 0 || poll.type === "ranking" || poll.type === "points") return () => undefined;
    const voter = (ballot: Ballot): string => (poll.unit === "delegation" && ballot.delegation
        ? isolate(mlText(ctrl.room.get("delegation", ballot.delegation)?.name))
        : personName(ctrl, ctrl.room.get("person", ballot.person)));
    return (line) => {
        const those = ballots.filter((ballot) => !ballot.advisory && saysLine(poll, options, ballot, line));
        return those.length > 0 ? listed(those.map(voter)) : undefined;
    };
}

/* What a line is about, in the words of a language. */
export function lineText(
    poll: Poll, options: readonly Option[], line: Pick<Line, "option" | "value" | "text">, language: Lang = lang.value,
): string {
    const option = options.find((one) => one.id === line.option);
    if (line.option) return option?.text?.[language] ?? mlText(option?.text);
    return line.text ?? valueText(poll, line.value ?? 0, language);
}

/* The word that a value stands for, where we have one. */
function wordOf(poll: Poll, value: number): string | undefined {
    if (poll.type === "yes_no_abstain") return YES_NO_WORDS[value];
    if (poll.type === "consent") return `ui.poll.consent.${CONSENT[value] ?? "agree"}`;
    return poll.type === "fist_to_five" ? `ui.poll.fist.${value}` : undefined;
}

function valueText(poll: Poll, value: number, language: Lang = lang.value): string {
    const key = wordOf(poll, value);
    if (key) return `${poll.type === "fist_to_five" ? `${num(value)} ` : ""}${tIn(language, key)}`;
    if (poll.type === "number") return num(value / THOUSANDTHS);
    const word = stepWord(poll, value);
    return word ? `${num(value)} ${isolate(word)}` : num(value);
}

function labelOf({ poll, options }: Result, line: Line): ComponentChildren {
    const option = options.find((one) => one.id === line.option);
    const key = line.text === undefined && line.value !== undefined ? wordOf(poll, line.value) : undefined;
    if (key) return <>{poll.type === "fist_to_five" && <strong class="num">{num(line.value!)} </strong>}<Twice k={key} /></>;
    return option ? <Text of={option.text} /> : <Plain>{lineText(poll, options, line)}</Plain>;
}

function barOf(result: Result, line: Line): Bar {
    const { poll, options, answers, tally } = result;
    const sum = tally.lines.reduce((all, one) => all + one.votes, 0);
    const most = Math.max(1, ...tally.lines.map((one) => one.votes));
    const points = poll.type === "ranking" || poll.type === "points";
    const base = poll.type === "ranking" ? most : poll.type === "points" ? sum : tally.weight;
    const ifNeedBe = answers.find((one) => poll.type === "date" && one.option === line.option && one.value === 1)?.count ?? 0;
    return {
        key: line.option ?? `${line.value}`,
        label: labelOf(result, line),
        share: line.votes / Math.max(1, base),
        and: ifNeedBe / Math.max(1, base),
        text: [
            t(points ? "ui.poll.points" : "ui.poll.votes", { n: line.votes }),
            ifNeedBe > 0 && t("ui.poll.date.if_need_be_n", { n: ifNeedBe }),
        ].filter(Boolean).join(" · "),
        percent: poll.type !== "ranking" && base > 0 && options.length + tally.lines.length > 0,
        leads: line.leads,
        advice: poll.advisory ? t("ui.poll.advice", { n: line.advice }) : undefined,
    };
}

/* A rating: how far the middle of the answers is along the scale. */
function ratedBar(result: Result, line: Line): Bar {
    const { poll } = result;
    const { low, high } = range(poll);
    const mean = result.tally.weight > 0 ? line.votes / result.tally.weight : low;
    return {
        key: line.option ?? 0,
        label: labelOf(result, line),
        share: (mean - low) / Math.max(1, high - low),
        text: line.spread ? t("ui.poll.mean_median", { mean: num(Math.round(mean * 10) / 10), median: num(line.spread.median) }) : "",
        leads: line.leads,
    };
}

/* A whole scale as one bar: how far along its middle is. */
export function middleBar(result: Result): Omit<Bar, "key" | "label"> {
    const { poll, tally } = result;
    const { low, high } = range(poll);
    const sum = tally.lines.reduce((all, line) => all + (line.value ?? 0) * line.votes, 0);
    const mean = tally.weight > 0 ? sum / tally.weight : low;
    return {
        share: (mean - low) / Math.max(1, high - low),
        text: tally.spread ? t("ui.poll.mean_median", { mean: num(Math.round(mean * 10) / 10), median: num(tally.spread.median) }) : "",
    };
}

function Reasons(props: { answers: readonly Answer[] }): JSX.Element | null {
    const of = (value: number): readonly Said[] => props.answers.filter((one) => one.text && one.value === value).map(saidOf);
    const parts = [2, 1].map((value) => ({ word: CONSENT[value]!, list: of(value) })).filter((part) => part.list.length > 0);
    return (
        <>
            {parts.map(({ word, list }) => (
                <div key={word} class="stack">
                    <h4>{t(`ui.poll.reasons.${word}`)}</h4>
                    <Answers list={list} label={t(`ui.poll.reasons.${word}`)} />
                </div>
            ))}
        </>
    );
}

/* A sentence about the figures: how it looks, its key, and what stands in it. */
interface Saying {
    look: string;
    k: string;
    params?: Params | ((language: Lang) => Params);
}

/* What the figures mean: quorum, share, tie, dissent, the middle of the answers. */
function Verdict(result: Result): JSX.Element | null {
    const { poll, tally } = result;
    const closed = poll.state === "closed";
    const said: Saying[] = [];
    if (closed && tally.voters === 0) said.push({ look: "warn", k: "ui.poll.nobody" });
    if (poll.quorum) {
        const word = tally.quorum ? "quorum_met" : closed ? "quorum_unmet" : "quorum_not_yet";
        const params = { n: tally.voters, all: tally.eligible, percent: poll.quorum };
        said.push({ look: tally.quorum ? "good" : "warn", k: `ui.poll.${word}`, params });
    }
    if (closed) said.push(...majoritySaid(result), ...tieSaid(result));
    if (tally.dissent && poll.purpose === "decision") said.push({ look: "bad", k: `ui.poll.dissent.${poll.type}` });
    if (tally.spread) said.push({ look: "", k: "ui.poll.spread", params: spreadOf(poll, tally.spread) });
    if (said.length === 0) return null;
    return <ul class="verdict">{said.map(({ look, k, params }) => <li key={k} class={look}><Twice k={k} params={params} /></li>)}</ul>;
}

function leaders({ poll, options, tally }: Result, language: Lang): string[] {
    return tally.lines.filter((line) => line.leads).map((line) => isolate(lineText(poll, options, line, language)));
}

function majoritySaid(result: Result): Saying[] {
    const { poll, tally } = result;
    if (poll.majority === "none" || tally.voters === 0) return [];
    const share = (language: Lang): string => tIn(language, `ui.poll.majority.${poll.majority}`);
    if (!tally.majority) return [{ look: "warn", k: "ui.poll.majority_unmet", params: (language) => ({ share: share(language) }) }];
    const params = (language: Lang): Params => ({ choice: listed(leaders(result, language), language), share: share(language) });
    return [{ look: poll.quorum && !tally.quorum ? "" : "good", k: "ui.poll.majority_met", params }];
}

const NO_TIES: ReadonlySet<Poll["type"]> = new Set(["words", "open_text", "number", "scale", "fist_to_five", "consent"]);

function tieSaid(result: Result): Saying[] {
    if (NO_TIES.has(result.poll.type) || leaders(result, lang.value).length < 2) return [];
    return [{ look: "warn", k: "ui.poll.tie", params: (language) => ({ choices: listed(leaders(result, language), language) }) }];
}

function spreadOf(poll: Poll, { median, low, high }: Spread): Params {
    const of = (value: number): string => num(poll.type === "number" ? value / THOUSANDTHS : value);
    return { median: of(median), low: of(low), high: of(high) };
}

const SHARES_MAX = 8;       /* columns; more are told voter by voter, and so is what everybody says in other words */
const NO_SHARES: ReadonlySet<Poll["type"]> = new Set(["words", "open_text", "number"]);

function Figures(props: { result: Result; ballots: readonly Ballot[] }): JSX.Element {
    const ctrl = useRoom();
    const { result, ballots } = props;
    const { poll, options, tally } = result;
    const heads = tally.lines.map((line) => lineText(poll, options, line));
    const votes = tally.lines.map((line) => [
        labelOf(result, line), num(line.votes),
        ...(line.spread ? [t("ui.poll.spread", spreadOf(poll, line.spread))] : [percent(line.votes / Math.max(1, tally.weight))]),
        ...(poll.advisory ? [num(line.advice)] : []),
    ]);
    const head = [t("ui.poll.answer"), t("ui.poll.votes_head"), t("ui.poll.share"), ...(poll.advisory ? [t("ui.poll.advisory")] : [])];
    const parties = ctrl.people.delegations.value.map((one) => one.id);
    const partyOf = (person: number | undefined): number => ctrl.room.get("person", person)?.delegation ?? 0;
    const few = heads.length <= SHARES_MAX && !NO_SHARES.has(poll.type);
    const shares = ballots.length > 0 && poll.unit === "person" && few ? sharesOf(poll, options, tally.lines, ballots, parties, partyOf) : [];
    return (
        <div class="folds">
            {tally.lines.length > 0 && <Table title={t("ui.poll.as_table")} table={{ head, rows: votes }} />}
            {shares.length > 1 && (
                <Table title={t("ui.poll.by_delegation")} table={{
                    head: [t("ui.people.delegation"), ...heads],
                    rows: shares.map((share) => [
                        <Plain>{mlText(ctrl.room.get("delegation", share.delegation)?.name) || t("ui.people.no_delegation")}</Plain>,
                        ...share.votes.map((n) => num(n)),
                    ]),
                }} />
            )}
            {ballots.length > 0 && <Who result={result} ballots={ballots} />}
        </div>
    );
}

/* A named vote is a record: who answered what is part of it, and who entered it for somebody. */
function Who(props: { result: Result; ballots: readonly Ballot[] }): JSX.Element {
    const ctrl = useRoom();
    const { poll, options } = props.result;
    const rows = props.ballots.map((ballot) => {
        const by = ballot.by && ballot.by !== ballot.person ? ctrl.room.get("person", ballot.by)?.name : undefined;
        return [
            <>
                {personName(ctrl, ctrl.room.get("person", ballot.person))}
                {ballot.advisory && <> <span class="tag">{t("ui.poll.advisory")}</span></>}
                {by && <span class="soft small"> {t("ui.poll.entered_by", { name: isolate(by) })}</span>}
            </>,
            <Plain>{replyText(poll, options, ballot)}</Plain>,
        ];
    });
    return <Table title={t("ui.poll.who")} table={{ head: [t("ui.people.name"), t("ui.poll.answer")], rows }} />;
}

/* A whole ballot in one line. */
export function replyText(poll: Poll, options: readonly Option[], reply: Reply): string {
    const nameOf = (id: number): string => isolate(ml(options.find((one) => one.id === id)?.text).text);
    if (reply.option) return nameOf(reply.option);
    if (poll.type === "ranking") return (reply.options ?? []).map((id, i) => `${num(i + 1)}. ${nameOf(id)}`).join("  ");
    if (poll.type === "multiple") return (reply.options ?? []).map(nameOf).join(t("ui.comma"));
    if (poll.type === "date") {
        const word = (id: number): string => t(`ui.poll.date.${DATE_WORDS[valueFor(reply, id) ?? 2]}`);
        return (reply.options ?? []).map((id) => `${nameOf(id)}: ${word(id)}`).join(t("ui.comma"));
    }
    if (reply.options) return reply.options.map((id) => `${nameOf(id)}: ${num(valueFor(reply, id) ?? 0)}`).join(t("ui.comma"));
    if (poll.type === "words") return (reply.text ?? "").split("\n").join(t("ui.comma"));
    const value = reply.values?.[0];
    return [value === undefined ? "" : valueText(poll, value), reply.text ?? ""].filter(Boolean).join(": ");
}
