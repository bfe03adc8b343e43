/* panel_outcome: adoptions under way, for everybody, and what came of those that are over. */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { span } from "../ctrl/agenda";
import { adoptionName, mayObject } from "../ctrl/panel_adoption";
import { delegationName, whenText } from "../ctrl/panel_rows";
import type { RoomCtrl } from "../ctrl/room";
import { announce, isolate } from "../ctrl/say";
import { said } from "../ctrl/said";
import { mlText, t, time } from "../i18n/index";
import type { Adoption } from "../sync/kinds";
import { Button, Copy, Field, Plain, valueOf } from "./parts";
import { useRoom } from "./use";

const SOON_MS = 3_600_000;
const FRESH_MS = 10 * 60_000;
const WORDS_MAX = 2000;
const HASH_SHORT = 12;

/* Over the stage: what the room is asked to adopt, and for a while what became of it. */
export function AdoptionBanner(): JSX.Element | null {
    const ctrl = useRoom();
    const [dismissed, dismiss] = useState<ReadonlySet<number>>(new Set());
    const all = ctrl.room.list("adoption").value;
    const open = all.filter((one) => one.state === "open");
    const asked = new Set(open.map((one) => one.of));
    const fresh = all.filter((one) =>
        one.closed_at && ctrl.now.value - one.closed_at < FRESH_MS && !dismissed.has(one.id) && !asked.has(one.of));
    const shown = [...open, ...fresh.slice(-1)];
    useHeard(shown);
    if (shown.length === 0) return null;
    return (
        <section class="adoptions" aria-label={t("ui.adoption.title")}>
            {shown.map((one) => (
                <AdoptionCard key={one.id} adoption={one} brief={() => dismiss(new Set(dismissed).add(one.id))} />
            ))}
        </section>
    );
}

/* What happened is said once, whatever one is looking at. */
function useHeard(shown: readonly Adoption[]): void {
    const ctrl = useRoom();
    const said = useRef(new Set<string>());
    useEffect(() => {
        for (const one of shown) {
            if (said.current.has(`${one.id} ${one.state}`)) continue;
            said.current.add(`${one.id} ${one.state}`);
            announce(headline(ctrl, one));
        }
    });
}

function headline(ctrl: RoomCtrl, adoption: Adoption): string {
    const name = isolate(adoptionName(ctrl, adoption.of));
    return t(adoption.state === "open" ? `ui.adoption.open_by.${adoption.way}` : `ui.adoption.ended.${adoption.state}`, { name });
}

/* `brief`: over the stage: one line of what is over, until it is put away. */
export function AdoptionCard(props: { adoption: Adoption; brief?: () => void }): JSX.Element {
    const ctrl = useRoom();
    const { adoption, brief } = props;
    const { room } = ctrl;
    const name = isolate(adoptionName(ctrl, adoption.of));
    const open = adoption.state === "open";
    const withdraw = (): void => ctrl.ask({
        title: t("ui.adoption.withdraw"),
        text: t("ui.adoption.withdraw_ask", { name }),
        button: t("ui.adoption.withdraw"),
        act: () => room.run("adoption.withdraw", { id: adoption.id }),
    });
    return (
        <div class={`note adoption ${adoption.state}`} role="group" aria-label={t("ui.adoption.of", { name })}>
            <div class="adoption-line">
                <p class="spring">
                    <strong>{headline(ctrl, adoption)}</strong>
                    {" "}
                    {open ? <Remaining adoption={adoption} /> : <span class="soft num">{whenText(room, adoption.closed_at, ctrl.now.peek())}</span>}
                </p>
                {open && ctrl.rights.value.staff && <Button onClick={withdraw}>{t("ui.adoption.withdraw")}</Button>}
                {brief && !open && !ctrl.screen.value && (
                    <>
                        <Button look="quiet slim" onClick={() => ctrl.panels.openTool("adoption", adoption.of)}>{t("ui.adoption.more")}</Button>
                        <Button look="quiet slim" onClick={brief}>{t("ui.refused.dismiss")}</Button>
                    </>
                )}
            </div>
            {!open && !brief && <Figures adoption={adoption} />}
            {adoption.state === "objected" && <Objections adoption={adoption.id} />}
            {mayObject(ctrl, adoption) && <Object adoption={adoption.id} />}
        </div>
    );
}

/* Calm: a moment while it is far, a clock in the last hour. */
function Remaining(props: { adoption: Adoption }): JSX.Element | null {
    const ctrl = useRoom();
    const { until, way } = props.adoption;
    if (way === "poll") return <span class="soft">{t("ui.adoption.vote_decides")}</span>;
    if (!until) return null;
    const left = until - ctrl.now.value;
    const zone = ctrl.room.workshop.value?.time_zone;
    const moment = time(until, { dateStyle: "medium", timeStyle: "short" }, zone);
    return (
        <span class="num">
            {t("ui.adoption.unless", { time: isolate(moment) })}
            {left < SOON_MS && <> <span class="soft" role="timer">{t("ui.clock.left", { time: span(Math.max(0, left)) })}</span></>}
        </span>
    );
}

/* One button; then the words, which the room hears. */
function Object(props: { adoption: number }): JSX.Element {
    const ctrl = useRoom();
    const { begun } = ctrl.panels;
    const key = `object ${props.adoption}`;
    const [text, setText] = useState(begun.get(key));
    const name = delegationName(ctrl.room, ctrl.self.value?.delegation);
    const area = useRef<HTMLTextAreaElement>(null);
    const writing = text !== undefined;
    useLayoutEffect(() => area.current?.focus(), [writing]);
    if (text === undefined) return <div><Button onClick={() => setText("")}>{t("ui.adoption.object")}</Button></div>;
    const write = (words: string): void => {
        begun.set(key, words);
        setText(words);
    };
    const submit = (event: Event): void => {
        event.preventDefault();
        if (!text.trim()) return;
        ctrl.room.run("adoption.object", { id: props.adoption, text: said(text.trim()) });
        begun.delete(key);
        setText(undefined);
    };
    return (
        <form class="stack" onSubmit={submit}>
            <Field label={t("ui.adoption.object_for", { name: isolate(name) })} hint={t("ui.adoption.object_hint")}>
                {(ids) => <textarea {...ids} class="input user" dir="auto" maxLength={WORDS_MAX} value={text} ref={area}
                    onInput={(event) => write(valueOf(event))} />}
            </Field>
            <div class="row">
                <Button type="submit" look="first danger" disabled={!text.trim()}>{t("ui.adoption.object")}</Button>
                <Button onClick={() => setText(undefined)}>{t("ui.cancel")}</Button>
            </div>
        </form>
    );
}

function Objections(props: { adoption: number }): JSX.Element {
    const { room } = useRoom();
    const list = room.list("remark").value.filter((one) => one.adoption === props.adoption && one.type === "objection");
    return (
        <ul>
            {list.map((one) => <li key={one.id}><strong><Plain>{delegationName(room, one.delegation)}</Plain></strong>: <Plain>{mlText(one.text)}</Plain></li>)}
        </ul>
    );
}

function Figures(props: { adoption: Adoption }): JSX.Element {
    const { adoption } = props;
    const facts: string[] = [];
    if (adoption.way === "poll" && (adoption.state === "adopted" || adoption.state === "rejected")) {
        facts.push(t("ui.adoption.tally", {
            yes: adoption.votes_for ?? 0, no: adoption.votes_against ?? 0, other: adoption.votes_other ?? 0,
        }));
    }
    if (adoption.state === "adopted") facts.push(t("ui.reservations.n", { n: adoption.reservations ?? 0 }));
    return (
        <>
            {facts.length > 0 && <p class="num">{facts.join(" · ")}</p>}
            {adoption.hash && <Hash of={adoption.hash} />}
        </>
    );
}

/* The fingerprint of the adopted text: its beginning is enough to compare by eye. */
function Hash(props: { of: string }): JSX.Element {
    const [whole, setWhole] = useState(false);
    return (
        <div class="row small">
            <span class="soft">{t("ui.adoption.hash")}</span>
            <code dir="ltr" class="hash">{whole ? props.of : `${props.of.slice(0, HASH_SHORT)}…`}</code>
            {!whole && <Button look="quiet slim" onClick={() => setWhole(true)}>{t("ui.adoption.hash_whole")}</Button>}
            {whole && <Copy text={props.of} />}
        </div>
    );
}

/* Earlier ones of this row, or of the plan and all its rows. */
export function Outcomes(props: { of: number }): JSX.Element | null {
    const { room } = useRoom();
    const over = room.list("adoption").value.filter((one) => one.state !== "open" && (props.of === 0 || one.of === props.of || !one.of));
    if (over.length === 0) return null;
    return (
        <section class="stack" aria-label={t("ui.adoption.before")}>
            <h3>{t("ui.adoption.before")}</h3>
            {[...over].sort((a, b) => (b.closed_at ?? 0) - (a.closed_at ?? 0)).slice(0, 50).map((one) => <AdoptionCard key={one.id} adoption={one} />)}
        </section>
    );
}
