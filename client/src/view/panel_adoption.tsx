/* panel_adoption: putting a row, a text or the plan to the room; what stands in the way before, what came of it after. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { adoptionName, coveredBy, inTheWay, MINUTES, openAdoption, seenBy, SILENCE_DAYS, type InTheWay } from "../ctrl/panel_adoption";
import { rowOf, useWorkedOut, type Row } from "../ctrl/panel_rows";
import { num, t } from "../i18n/index";
import { CHECKS, type Check } from "../rules/checks";
import type { AdoptionWay } from "../sync/kinds";
import { AdoptionCard, Outcomes } from "./panel_outcome";
import { PollChoice } from "./panel_poll_choice";
import { Button, Field, Loading, valueOf } from "./parts";
import { useRoom } from "./use";

const WAYS: readonly AdoptionWay[] = ["consensus", "silence", "poll"];

export function AdoptionTool(props: { of: number }): JSX.Element {
    const ctrl = useRoom();
    const { room } = ctrl;
    const row = rowOf(room, props.of);
    const open = openAdoption(room, props.of);
    const can = ctrl.edits.value && !open && coveredBy(room, props.of).some((one) => one.state === "draft");
    return (
        <div class="stack">
            <p><strong><bdi>{adoptionName(ctrl, props.of)}</bdi></strong></p>
            {open && <AdoptionCard adoption={open} />}
            {can && <OpenIt of={props.of} />}
            {row?.state === "adopted" && ctrl.rights.value.lead && <NewVersion row={row} />}
            {ctrl.edits.value && <Requirements />}
            <Outcomes of={props.of} />
        </div>
    );
}

function OpenIt(props: { of: number }): JSX.Element {
    const ctrl = useRoom();
    const { of } = props;
    const way = useState<AdoptionWay>("consensus");
    const state = useWorkedOut(ctrl.room, () => inTheWay(ctrl.room, of), [of]);
    if (!state) return <Loading />;
    return (
        <>
            <Way state={state} />
            <fieldset class="ways stack">
                <legend class="label">{t("ui.adoption.way")}</legend>
                {WAYS.map((one) => (
                    <label key={one} class="check">
                        <input type="radio" name="way" checked={one === way[0]} onChange={() => way[1](one)} />
                        <span>{t(`ui.adoption.by.${one}`)}</span>
                    </label>
                ))}
            </fieldset>
            {way[0] === "consensus" && <ByConsensus of={of} state={state} />}
            {way[0] === "silence" && <BySilence of={of} state={state} />}
            {way[0] === "poll" && <PollChoice of={of} blocked={state.unmet.length > 0} open={(args) => openIt(ctrl, of, args)} />}
        </>
    );
}

/* With the words as they are here: if somebody changed them meanwhile the server says so instead of adopting them. */
function openIt(ctrl: ReturnType<typeof useRoom>, of: number, args: Record<string, unknown>): void {
    const seen = seenBy(ctrl.room, of);
    ctrl.room.run("adoption.open", { ...(of ? { of } : {}), ...(seen ? { seen } : {}), ...args });
}

/* What the facilitator should know before the room is asked. */
function Way(props: { state: InTheWay }): JSX.Element {
    const { panels } = useRoom();
    const { state } = props;
    const points: { text: string; bad: boolean; tool: "brackets" | "reservations" | "proposals" | "checks" }[] = [];
    if (state.brackets) points.push({ text: t("ui.brackets.n", { n: state.brackets }), bad: false, tool: "brackets" });
    if (state.reservations) points.push({ text: t("ui.reservations.n", { n: state.reservations }), bad: false, tool: "reservations" });
    if (state.proposals) points.push({ text: t("ui.late_words.n", { n: state.proposals }), bad: false, tool: "proposals" });
    for (const { check, ids } of state.unmet) {
        points.push({ text: t("ui.adoption.unmet", { check: t(`ui.check.${check}`), n: ids.length }), bad: true, tool: "checks" });
    }
    return (
        <section class="stack" aria-label={t("ui.adoption.in_the_way")}>
            <p class="num">{t("ui.adoption.covers", { n: state.rows })}</p>
            {points.length === 0 && <p class="soft">{t("ui.adoption.clear")}</p>}
            <ul class="row-list">
                {points.map((point) => (
                    <li key={point.text}>
                        <button type="button" class="row-link" onClick={() => panels.openTool(point.tool)}>
                            <span class="name">{point.text}</span>
                            {point.bad && <span class="tag bad">{t("ui.adoption.blocks")}</span>}
                        </button>
                    </li>
                ))}
            </ul>
            {state.unmet.length > 0 && <p class="note warn">{t("ui.adoption.blocked")}</p>}
        </section>
    );
}

function ByConsensus(props: { of: number; state: InTheWay }): JSX.Element {
    const ctrl = useRoom();
    const { of, state } = props;
    const [minutes, setMinutes] = useState(0);
    const now = (): void => ctrl.ask({
        title: t("ui.adoption.now"),
        text: t("ui.adoption.now_ask", { name: adoptionName(ctrl, of), n: state.rows }),
        button: t("ui.adoption.now"),
        act: () => openIt(ctrl, of, { way: "consensus" }),
    });
    return (
        <>
            <Field label={t("ui.adoption.objections_for")} hint={t("ui.adoption.consensus_hint")}>
                {(ids) => (
                    <select {...ids} class="input" value={minutes} onChange={(event) => setMinutes(Number(valueOf(event)))}>
                        {MINUTES.map((n) => <option key={n} value={n}>{n === 0 ? t("ui.adoption.at_once") : t("ui.minutes", { n })}</option>)}
                    </select>
                )}
            </Field>
            <div>
                <Button look="first" disabled={state.unmet.length > 0}
                    onClick={minutes === 0 ? now : () => openIt(ctrl, of, { way: "consensus", seconds: minutes * 60 })}>
                    {t(minutes === 0 ? "ui.adoption.now" : "ui.adoption.ask_room")}
                </Button>
            </div>
        </>
    );
}

const HOUR_MS = 3_600_000;

/* A moment as the field of the browser writes it, by the clock of this device. */
function localText(ms: number): string {
    const at = new Date(ms);
    return new Date(ms - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function BySilence(props: { of: number; state: InTheWay }): JSX.Element {
    const ctrl = useRoom();
    const { of, state } = props;
    const [text, setText] = useState(() => localText(ctrl.room.now() + 24 * HOUR_MS));
    const until = new Date(text).getTime();
    const ahead = until > ctrl.now.value && until < ctrl.now.value + SILENCE_DAYS * 24 * HOUR_MS;
    return (
        <>
            <Field label={t("ui.adoption.until")} hint={t("ui.adoption.silence_hint")}
                error={text && !ahead ? t("ui.adoption.until_when", { n: SILENCE_DAYS }) : undefined}>
                {(ids) => <input {...ids} class="input num" type="datetime-local" value={text}
                    onInput={(event) => setText(valueOf(event))} />}
            </Field>
            <div class="row">
                {[1, 24, 72].map((hours) => (
                    <Button key={hours} look="slim" onClick={() => setText(localText(ctrl.room.now() + hours * HOUR_MS))}>
                        {t("ui.adoption.in_hours", { n: hours })}
                    </Button>
                ))}
            </div>
            <div>
                <Button look="first" disabled={!ahead || state.unmet.length > 0} onClick={() => openIt(ctrl, of, { way: "silence", until })}>
                    {t("ui.adoption.ask_room")}
                </Button>
            </div>
        </>
    );
}

/* An adopted text is opened again for a reason that stays on record. */
function NewVersion(props: { row: Row }): JSX.Element {
    const { room } = useRoom();
    const { row } = props;
    const [reason, setReason] = useState("");
    const submit = (event: Event): void => {
        event.preventDefault();
        if (reason.trim()) room.run("row.reopen", { id: row.id, reason: reason.trim() });
    };
    return (
        <form class="panel stack" onSubmit={submit}>
            <h3>{t("ui.version.new", { n: (row.version ?? 0) + 2 })}</h3>
            <Field label={t("ui.version.reason")} hint={t("ui.version.hint")}>
                {(ids) => <input {...ids} class="input user" dir="auto" maxLength={300} required value={reason}
                    onInput={(event) => setReason(valueOf(event))} />}
            </Field>
            <div><Button type="submit" disabled={!reason.trim()}>{t("ui.version.open")}</Button></div>
        </form>
    );
}

/* Which checks an adoption asks for, and how many rows are too many for one body. */
function Requirements(): JSX.Element {
    const { room } = useRoom();
    const workshop = room.workshop.value;
    const required = workshop?.adoption_requires ?? [];
    const toggle = (check: Check): unknown => room.run("workshop.edit", {
        adoption_requires: required.includes(check) ? required.filter((one) => one !== check) : [...required, check],
    });
    const limit = (text: string): void => {
        const n = Number(text);
        if (Number.isInteger(n) && n >= 0 && n <= 2000) room.run("workshop.edit", { lead_max: n === 0 ? null : n });
    };
    return (
        <details>
            <summary>{t("ui.adoption.requires", { n: required.length })}</summary>
            <div class="stack">
                <p class="soft small">{t("ui.adoption.requires_text")}</p>
                <div>
                    {CHECKS.map((check) => (
                        <label key={check} class="check">
                            <input type="checkbox" checked={required.includes(check)} onChange={() => toggle(check)} />
                            <span>{t(`ui.check.${check}`)}</span>
                        </label>
                    ))}
                </div>
                <Field label={t("ui.adoption.lead_max")}>
                    {(ids) => <input {...ids} class="input num" type="number" min={0} max={2000} placeholder={num(5)}
                        value={workshop?.lead_max ?? ""} onChange={(event) => limit(valueOf(event))} />}
                </Field>
            </div>
        </details>
    );
}
