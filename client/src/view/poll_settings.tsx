/* poll_settings: how a poll is answered, who may know it, when the room sees the result, and what is enough. */
import type { ComponentChildren, JSX } from "preact";
import { mlText, t } from "../i18n/index";
import { decides, MAJORITIES, OPEN_FOR, PURPOSES, SECRECIES, TYPES, type PollFields } from "../ctrl/poll_form";
import { rightsOf } from "../ctrl/rights";
import type { Poll, PollMajority, PollPurpose, PollResults, PollType, PollUnit } from "../sync/kinds";
import { Field, valueOf } from "./parts";
import { useRoom } from "./use";

interface Part {
    fields: PollFields;
    set: (part: Partial<PollFields>) => void;
}

interface SelectProps<T extends string> {
    label: string;
    value: T;
    words: readonly T[];
    text: (word: T) => string;
    hint?: string;
    onChoose: (word: T) => void;
}

function Select<T extends string>(props: SelectProps<T>): JSX.Element {
    return (
        <Field label={props.label} hint={props.hint}>
            {(ids) => (
                <select {...ids} class="input" value={props.value} onChange={(event) => props.onChoose(valueOf(event) as T)}>
                    {props.words.map((word) => <option key={word} value={word}>{props.text(word)}</option>)}
                </select>
            )}
        </Field>
    );
}

export function PollTypeField({ fields, set }: Part): JSX.Element {
    return (
        <Select<PollType> label={t("ui.poll.how")} value={fields.type} words={TYPES} text={(word) => t(`ui.poll.type.${word}`)}
            hint={t(`ui.poll.type_hint.${fields.type}`)} onChoose={(type) => set({ type })} />
    );
}

type Numbered = "min" | "max" | "points" | "per_option_max" | "quorum";

function Count(props: Part & { name: Numbered; label: string; hint?: string; least?: number; most?: number }): JSX.Element {
    const { fields, set, name } = props;
    return (
        <Field label={props.label} hint={props.hint}>
            {(ids) => <input {...ids} class="input num" type="number" inputMode="numeric" step={1} min={props.least ?? 0} max={props.most}
                value={fields[name]} onInput={(event) => set({ [name]: valueOf(event) })} />}
        </Field>
    );
}

const WHOLE_MAX = 1_000_000;

/* Between what, how many, how much: by type. */
export function PollLimits({ fields, set }: Part): JSX.Element | null {
    const part = { fields, set };
    const limits: Partial<Record<PollType, ComponentChildren>> = {
        multiple: <><Count {...part} name="min" label={t("ui.poll.limit.least")} /><Count {...part} name="max" label={t("ui.poll.limit.most")} /></>,
        ranking: <Count {...part} name="max" label={t("ui.poll.limit.places")} />,
        points: (
            <>
                <Count {...part} name="points" label={t("ui.poll.limit.points")} least={1} />
                <Count {...part} name="per_option_max" label={t("ui.poll.limit.cap")} />
            </>
        ),
        words: <Count {...part} name="max" label={t("ui.poll.limit.words")} />,
        number: (
            <>
                <Count {...part} name="min" label={t("ui.poll.limit.low")} least={-WHOLE_MAX} />
                <Count {...part} name="max" label={t("ui.poll.limit.high")} least={-WHOLE_MAX} />
            </>
        ),
        scale: (
            <>
                <Count {...part} name="min" label={t("ui.poll.limit.low")} least={-WHOLE_MAX} />
                <Count {...part} name="max" label={t("ui.poll.limit.high")} least={-WHOLE_MAX} />
            </>
        ),
    };
    const shown = limits[fields.type];
    if (!shown) return null;
    return (
        <>
            <div class="pair">{shown}</div>
            {fields.type === "scale" && (
                <Field label={t("ui.poll.limit.labels")}>
                    {(ids) => <input {...ids} class="input user" dir="auto" placeholder={t("ui.poll.limit.labels_example")} value={fields.labels}
                        onInput={(event) => set({ labels: valueOf(event) })} />}
                </Field>
            )}
        </>
    );
}

const SECRET_LEAST = 5;

export function PollSecrecyField({ fields, set }: Part): JSX.Element {
    const ctrl = useRoom();
    const voters = ctrl.room.list("person").value.filter((one) => rightsOf(one.role, one.guest ?? false).vote);
    const n = fields.unit === "person" ? voters.length : new Set(voters.map((one) => one.delegation).filter(Boolean)).size;
    const secret = fields.secrecy === "secret";
    return (
        <div class="field">
            <span class="label">{t("ui.poll.who_knows")}</span>
            <div class="segments" role="group" aria-label={t("ui.poll.who_knows")}>
                {SECRECIES.map((word) => (
                    <button key={word} type="button" aria-pressed={fields.secrecy === word} onClick={() => set({ secrecy: word })}>
                        {t(`ui.poll.secrecy_short.${word}`)}
                    </button>
                ))}
            </div>
            <span class="hint" role="status">{t(`ui.poll.secrecy_hint.${fields.secrecy}`)}</span>
            {secret && n < SECRET_LEAST && <p class="note warn">{t("ui.poll.few_voters", { n })}</p>}
            {secret && !isSecureContext && <p class="note bad">{t("ui.poll.secret_needs_tls")}</p>}
        </div>
    );
}

export function PollTimer({ fields, set }: Part): JSX.Element {
    const text = (seconds: string): string => {
        const n = Number(seconds);
        if (n === 0) return t("ui.poll.for_open_end");
        return n % 60 ? t("ui.poll.for_seconds", { n }) : t("ui.minutes", { n: n / 60 });
    };
    const words = [...new Set([...OPEN_FOR.map(String), fields.seconds])];
    return <Select label={t("ui.poll.open_for")} value={fields.seconds} words={words} text={text} onChoose={(seconds) => set({ seconds })} />;
}

function Tick(props: { label: string; on: boolean; onChange: (on: boolean) => void }): JSX.Element {
    return (
        <label class="check">
            <input type="checkbox" checked={props.on} onChange={(event) => props.onChange(event.currentTarget.checked)} />
            {props.label}
        </label>
    );
}

const UNITS: readonly PollUnit[] = ["person", "delegation"];
const RESULTS: readonly PollResults[] = ["live", "after"];

/* What most polls do without. */
export function PollMore({ fields, set, poll }: Part & { poll: Poll | undefined }): JSX.Element {
    const secret = fields.secrecy === "secret";
    return (
        <details>
            <summary>{t("ui.poll.more")}</summary>
            <div class="stack">
                <Select<PollUnit> label={t("ui.poll.whose_vote")} value={fields.unit} words={UNITS} text={(word) => t(`ui.poll.unit.${word}`)}
                    hint={fields.unit === "delegation" ? t("ui.poll.unit_hint") : undefined} onChoose={(unit) => set({ unit })} />
                {!secret && (
                    <Select<PollResults> label={t("ui.poll.when_results")} value={fields.results} words={RESULTS}
                        text={(word) => t(`ui.poll.results.${word}`)} onChoose={(results) => set({ results })} />
                )}
                <div class="pair">
                    <Count fields={fields} set={set} name="quorum" label={t("ui.poll.quorum")} most={100} />
                    {decides(fields.type) && (
                        <Select<PollMajority> label={t("ui.poll.majority")} value={fields.majority} words={MAJORITIES}
                            text={(word) => t(`ui.poll.majority.${word}`)} onChoose={(majority) => set({ majority })} />
                    )}
                </div>
                <Tick label={t("ui.poll.advisory_tick")} on={fields.advisory} onChange={(advisory) => set({ advisory })} />
                {!secret && <Tick label={t("ui.poll.weighted_tick")} on={fields.weighted} onChange={(weighted) => set({ weighted })} />}
                <Select<PollPurpose> label={t("ui.poll.purpose")} value={fields.purpose} words={PURPOSES}
                    text={(word) => t(`ui.poll.purpose.${word}`)} onChoose={(purpose) => set({ purpose })} />
                {fields.purpose === "after" && <Pair fields={fields} set={set} self={poll?.id ?? 0} />}
            </div>
        </details>
    );
}

/* The poll that asked the same before. */
function Pair({ fields, set, self }: Part & { self: number }): JSX.Element {
    const ctrl = useRoom();
    const before = ctrl.polls.all.value.filter((one) => one.id > 0 && one.id !== self && one.purpose === "before");
    return (
        <Field label={t("ui.poll.pair")}>
            {(ids) => (
                <select {...ids} class="input" value={fields.pair} onChange={(event) => set({ pair: Number(valueOf(event)) })}>
                    <option value={0}>{t("ui.poll.pick_poll")}</option>
                    {before.map((one) => <option key={one.id} value={one.id}>{mlText(one.question)}</option>)}
                </select>
            )}
        </Field>
    );
}
