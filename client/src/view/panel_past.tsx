/* panel_past: "The plan as it was": a moment is chosen, the whole plan of then is read, and taken home. */
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { dueText } from "../ctrl/due";
import { load } from "../ctrl/load";
import { past, type Moment } from "../ctrl/panel_api";
import { momentsOf, pastPlan, type PastPlan } from "../ctrl/panel_past";
import { whenText } from "../ctrl/panel_rows";
import { documentAddress } from "../ctrl/take_api";
import { lang, t, tOf, time } from "../i18n/index";
import type { Action, Paragraph, Recommendation } from "../sync/kinds";
import { Empty } from "./panel_parts";
import { Button, Failed, Field, Loading, Modal, Plain, Text, valueOf } from "./parts";
import { MakingNote, Take } from "./take";
import { useRoom } from "./use";

const FORMATS = ["docx", "xlsx", "pdf", "csv", "json"];

export function PastTool(): JSX.Element {
    const { room, now } = useRoom();
    const asked = useMemo(() => load<PastPlan>(), []);
    const [moment, setMoment] = useState<Moment | undefined>();
    const moments = momentsOf(room, now.peek());
    const ask = (to: Moment): void => {
        setMoment(to);
        void asked.run(async () => pastPlan(await past(room.id, to)));
    };
    const plan = asked.value.value;
    return (
        <div class="stack">
            <p class="soft">{t("ui.past.how")}</p>
            <AnyTime choose={(at) => ask({ time: at })} />
            {moments.length > 0 && <h3>{t("ui.past.moments")}</h3>}
            <ul class="row-list">
                {moments.map(({ at, text }) => (
                    <li key={`${at}${text}`}>
                        <button type="button" class="row-link" onClick={() => ask({ time: at })}>
                            <span class="name">{text}</span>
                            <span class="soft small num">{whenText(room, at, now.peek())}</span>
                        </button>
                    </li>
                ))}
            </ul>
            {(asked.busy.value || asked.failed.value || plan) && (
                <PastDialog plan={asked.busy.value ? undefined : plan} close={() => asked.clear()}>
                    {asked.failed.value && <Failed error={asked.failed.value} retry={moment && (() => ask(moment))} />}
                    {asked.busy.value && <Loading />}
                </PastDialog>
            )}
        </div>
    );
}

/* By the clock of this device. */
function AnyTime(props: { choose: (at: number) => void }): JSX.Element {
    const [text, setText] = useState("");
    const at = text ? new Date(text).getTime() : NaN;
    const submit = (event: Event): void => {
        event.preventDefault();
        if (!Number.isNaN(at)) props.choose(at);
    };
    return (
        <form class="row any-time" onSubmit={submit}>
            <Field label={t("ui.past.any")}>
                {(ids) => <input {...ids} class="input num" type="datetime-local" value={text}
                    onInput={(event) => setText(valueOf(event))} />}
            </Field>
            <Button type="submit" disabled={Number.isNaN(at)}>{t("ui.past.show")}</Button>
        </form>
    );
}

function PastDialog(props: { plan: PastPlan | undefined; close: () => void; children: (JSX.Element | false | undefined)[] }): JSX.Element {
    const { room } = useRoom();
    const { plan } = props;
    const zone = room.workshop.value?.time_zone;
    const when = plan ? time(plan.at, { dateStyle: "long", timeStyle: "short" }, zone) : "";
    return (
        <Modal wide title={plan ? t("ui.past.title", { time: when }) : t("ui.tool.past")} onClose={props.close}>
            {props.children}
            {plan && (
                <>
                    <p class="soft">{t("ui.past.readonly")}</p>
                    <div class="row">
                        {FORMATS.map((format) => (
                            <Take key={format} mark={when} name={`${t("ui.export.doc.plan")} · ${t(`ui.export.as.${format}`)}`}
                                href={documentAddress(room.id, "plan", format, { lang: lang.value, at: plan.seq })}>
                                {t(`ui.export.as.${format}`)}
                            </Take>
                        ))}
                    </div>
                    <MakingNote />
                    <Then plan={plan} />
                </>
            )}
        </Modal>
    );
}

function Then(props: { plan: PastPlan }): JSX.Element {
    const { themes, recommendations, frameworks } = props.plan;
    if (themes.length + recommendations.length + frameworks.length === 0) return <Empty text={t("ui.past.empty")} />;
    return (
        <div class="then stack">
            {themes.map(({ theme, rows }, i) => (
                <section key={theme?.id ?? 0} class="stack">
                    <h3><span class="num">{i + 1}</span> {theme ? <Text of={theme.title} /> : t("ui.plan.no_theme")}</h3>
                    {rows.map((row, j) => <ThenAction key={row.id} row={row} number={`${i + 1}.${j + 1}`} plan={props.plan} />)}
                </section>
            ))}
            {recommendations.length > 0 && (
                <section class="stack">
                    <h3>{t("ui.plan.recommendations")}</h3>
                    {recommendations.map((row, i) => <ThenText key={row.id} number={`${i + 1}`} row={row} />)}
                </section>
            )}
            {frameworks.map(({ framework, paragraphs }) => (
                <section key={framework.id} class="stack">
                    <h3><Text of={framework.title} /></h3>
                    {paragraphs.map((one) => <ThenText key={one.id} number="" row={one} heading={one.level === "heading"} />)}
                </section>
            ))}
        </div>
    );
}

function ThenText(props: { number: string; row: Recommendation | Paragraph; heading?: boolean }): JSX.Element {
    return (
        <div class="then-row">
            <span class="num soft">{props.number}</span>
            <p class={props.heading ? "strong prose" : "prose"}><Text of={props.row.text} /></p>
            <State of={props.row} />
        </div>
    );
}

function State(props: { of: Action | Recommendation | Paragraph }): JSX.Element | null {
    const { k, state } = props.of;
    if (state === "draft") return null;
    return <span class={`tag ${state === "adopted" ? "on" : "warn"}`}>{tOf(`ui.row.${state}`, k)}</span>;
}

const TEXTS = ["objective", "deliverable", "milestones", "resources", "indicator", "risk"] as const;
const PLAIN = ["contact", "funding", "baseline", "target", "current"] as const;

function ThenAction(props: { row: Action; number: string; plan: PastPlan }): JSX.Element {
    const { row, plan } = props;
    const facts: [string, JSX.Element][] = [];
    const fact = (name: string, value: JSX.Element | false | "" | undefined): unknown => value && facts.push([name, value]);
    fact(t("ui.field.lead"), row.lead ? <Plain>{plan.delegation(row.lead)}</Plain> : undefined);
    fact(t("ui.field.partners"), row.partners?.length ? <Plain>{row.partners.map((id) => plan.delegation(id)).join(t("ui.comma"))}</Plain> : undefined);
    fact(t("ui.field.start"), row.start ? <Plain>{dueText(row.start)}</Plain> : undefined);
    fact(t("ui.field.due"), row.due ? <Plain>{dueText(row.due)}</Plain> : undefined);
    fact(t("ui.field.priority"), row.priority !== "none" && <>{t(`ui.priority.${row.priority}`)}</>);
    for (const name of TEXTS) fact(t(`ui.field.${name}`), row[name] && <Text of={row[name]} />);
    for (const name of PLAIN) fact(t(`ui.field.${name}`), row[name] ? <Plain>{row[name]}</Plain> : undefined);
    return (
        <div class="then-row">
            <span class="num soft">{props.number}</span>
            <div class="stack">
                <p class="strong"><Text of={row.title} /></p>
                <dl class="facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
            </div>
            <State of={row} />
        </div>
    );
}
