/* panel_proposals: words that could not be taken into a text, kept for a decision: compared, taken over, dismissed. */
import type { JSX } from "preact";
import { contentOf, fieldName, personName, rowOf, whenText, type Row } from "../ctrl/panel_rows";
import { isolate } from "../ctrl/say";
import { t } from "../i18n/index";
import type { Proposal } from "../sync/kinds";
import { Compared, Empty, RowLink } from "./panel_parts";
import { Button, Copy, Plain } from "./parts";
import { useRoom } from "./use";

export function Proposals(props: { of: number }): JSX.Element {
    const ctrl = useRoom();
    const row = rowOf(ctrl.room, props.of);
    const all = ctrl.room.list("proposal").value.filter((one) => one.of === props.of);
    const open = all.filter((one) => one.state === "open");
    const decided = all.filter((one) => one.state !== "open");
    return (
        <div class="stack">
            {all.length === 0 && <Empty text={t("ui.late_words.empty")} />}
            <ul class="remarks">{open.map((one) => <OneProposal key={one.id} proposal={one} row={row} />)}</ul>
            {decided.length > 0 && (
                <details>
                    <summary>{t("ui.late_words.decided", { n: decided.length })}</summary>
                    <ul class="remarks">{decided.map((one) => <OneProposal key={one.id} proposal={one} row={row} />)}</ul>
                </details>
            )}
        </div>
    );
}

/* `named`: in a list of the whole plan, where the row has to be named. */
export function OneProposal(props: { proposal: Proposal; row: Row | undefined; named?: boolean }): JSX.Element {
    const ctrl = useRoom();
    const { room } = ctrl;
    const { proposal, row } = props;
    const stands = contentOf(row, proposal.field)?.[proposal.lang] ?? "";
    const mine = proposal.person === room.me.value.person;
    const open = proposal.state === "open";
    return (
        <li class={`remark proposal ${mine ? "mine" : ""}`}>
            {props.named && row && <RowLink row={row} />}
            <p class="remark-head">
                <strong><Plain>{personName(room, proposal.person)}</Plain></strong>
                <span class="soft small num">
                    {fieldName(row, proposal.field)} · {t(`ui.lang.${proposal.lang}`)} · {whenText(room, proposal.at, ctrl.now.peek())}
                </span>
                {mine && <span class="tag on">{t("ui.late_words.yours")}</span>}
            </p>
            <p class="soft small">
                {t(`ui.late_words.why.${proposal.why}`)}
                {!row && proposal.was && <> {t("ui.late_words.was", { title: isolate(proposal.was) })}</>}
            </p>
            {row && open
                ? <Compared before={stands} after={proposal.text ?? ""} lang={proposal.lang} />
                : <p class="prose user" dir="auto" lang={proposal.lang}>{proposal.text}</p>}
            {open
                ? <Decide proposal={proposal} row={row} mine={mine} />
                : (
                    <p class="soft small">
                        {t(`ui.late_words.${proposal.state}`, {
                            name: personName(room, proposal.decided_by), time: whenText(room, proposal.decided_at, ctrl.now.peek()),
                        })}
                    </p>
                )}
        </li>
    );
}

function Decide(props: { proposal: Proposal; row: Row | undefined; mine: boolean }): JSX.Element | null {
    const ctrl = useRoom();
    const { room } = ctrl;
    const { proposal, row } = props;
    const planner = ctrl.rights.value.order && room.workshop.value?.state !== "closed";
    const waits = room.pending(proposal.id);
    const { id, of = 0, field, lang } = proposal;
    const accept = (): unknown => room.run("proposal.accept", { id, rev: room.textRev(of, field, lang) });
    const dismiss = (): unknown => room.run("proposal.dismiss", { id });
    return (
        <div class="stack">
            {planner && row && row.state !== "draft" && <p class="small">{t("ui.late_words.frozen")}</p>}
            <div class="row">
                {planner && row && (
                    <Button look="first" disabled={waits || row.state !== "draft"}
                        onClick={accept}>{t("ui.late_words.accept")}</Button>
                )}
                {(planner || props.mine) && (
                    <Button disabled={waits} onClick={dismiss}>
                        {t(props.mine && !planner ? "ui.late_words.withdraw" : "ui.late_words.dismiss")}
                    </Button>
                )}
                <Copy text={proposal.text ?? ""} />
            </div>
        </div>
    );
}

/* Those of the whole plan, open ones first, each with its row. */
export function AllProposals(): JSX.Element {
    const { room } = useRoom();
    const all = [...room.list("proposal").value].sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
    const open = all.filter((one) => one.state === "open");
    if (all.length === 0) return <Empty text={t("ui.late_words.empty_plan")} />;
    return (
        <div class="stack">
            {open.length === 0 && <p class="soft">{t("ui.late_words.none_open")}</p>}
            <ul class="remarks">
                {open.map((one) => <OneProposal key={one.id} proposal={one} row={rowOf(room, one.of)} named />)}
            </ul>
            {all.length > open.length && (
                <details>
                    <summary>{t("ui.late_words.decided", { n: all.length - open.length })}</summary>
                    <ul class="remarks">
                        {all.filter((one) => one.state !== "open").map((one) => (
                            <OneProposal key={one.id} proposal={one} row={rowOf(room, one.of)} named />
                        ))}
                    </ul>
                </details>
            )}
        </div>
    );
}
