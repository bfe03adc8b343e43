/* poll_forms: what is chosen from or filled in, for each type of poll but those of the first load (poll.tsx). */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { mlText, num, t } from "../i18n/index";
import {
    chooseOne, isReady, places, press, range, several, TEXT_MAX, THOUSANDTHS, thousandths, valueFor, withValue, WORD_MAX, type Reply,
} from "../rules/ballot";
import type { Poll } from "../sync/kinds";
import { Button, Field, Text, valueOf } from "./parts";
import { Rows, useDigits, type FormProps } from "./poll";
import { PointsForm, RankingForm } from "./poll_order";

const FORMS: Partial<Record<Poll["type"], (props: FormProps) => JSX.Element>> = {
    multiple: MultipleForm,
    scale: ScaleForm,
    ranking: RankingForm,
    points: PointsForm,
    open_text: TextForm,
    words: WordsForm,
    number: NumberForm,
    date: DateForm,
    consent: ConsentForm,
    fist_to_five: FistForm,
};

export function PollForm(props: FormProps): JSX.Element | null {
    const Form = FORMS[props.poll.type];
    const choose = (reply: Reply): void => props.choose(reply, isReady(props, reply));
    useDigits(props.poll.id, (digit) => {
        const reply = press(props, props.reply, digit);
        if (reply) choose(reply);
        return reply !== undefined;
    });
    return Form ? <Form {...props} choose={choose} /> : null;
}

function severalText(least: number, most: number, all: number): string {
    if (least === most) return t("ui.poll.several_exact", { n: most });
    return most === all && least === 1 ? t("ui.poll.several_any") : t("ui.poll.several", { least, most });
}

function MultipleForm(props: FormProps): JSX.Element {
    const { poll, options, reply } = props;
    const { least, most } = several(props);
    const n = reply.options?.length ?? 0;
    return (
        <fieldset class="choices">
            <legend class="hear">{mlText(poll.question)}</legend>
            <p class="soft form-line">
                <span>{severalText(least, most, options.length)}</span>
                <span class="num" role="status">{t("ui.poll.chosen", { n })}</span>
            </p>
            {options.map((one, i) => {
                const on = reply.options?.includes(one.id) ?? false;
                return (
                    <label key={one.id} class={`choice ${!on && n >= most ? "full" : ""}`}>
                        <input type="checkbox" checked={on} disabled={!on && n >= most}
                            onChange={() => props.choose(chooseOne(props, reply, one.id))} />
                        <span class="text"><Text of={one.text} /></span>
                        {i < 9 && <kbd class="wide-only" aria-hidden="true">{i + 1}</kbd>}
                    </label>
                );
            })}
        </fieldset>
    );
}

const STEPS_MAX = 11;

/* The word for a value of a scale: of every value, or of its two ends. */
export function stepWord(poll: Poll, value: number): string {
    const labels = poll.labels ?? [];
    const { low, high } = range(poll);
    if (labels.length > 2) return labels[value - low] ?? "";
    return value === low ? labels[0] ?? "" : value === high ? labels[1] ?? "" : "";
}

interface StepsProps {
    poll: Poll;
    name: string;                       /* what is rated, for who cannot see it */
    value: number | undefined;
    onValue: (value: number) => void;
}

/* The values of a scale beside each other, large enough for a thumb. */
function Steps(props: StepsProps): JSX.Element {
    const { poll, value } = props;
    const group = useId();
    const { low, high } = range(poll);
    if (high - low >= STEPS_MAX) {
        return (
            <input class="input num" type="number" inputMode="numeric" min={low} max={high} aria-label={props.name}
                placeholder={t("ui.poll.between", { low, high })} value={value ?? ""}
                onInput={(event) => props.onValue(valueOf(event) === "" ? NaN : Number(valueOf(event)))} />
        );
    }
    const values = Array.from({ length: high - low + 1 }, (_, i) => low + i);
    return (
        <div class="steps-wrap">
            <div class="steps" role="radiogroup" aria-label={props.name}>
                {values.map((one) => (
                    <label key={one} class="step">
                        <input type="radio" class="hear" name={group} checked={value === one} onChange={() => props.onValue(one)}
                            aria-label={[num(one), stepWord(poll, one)].filter(Boolean).join(" ")} />
                        <span aria-hidden="true">{num(one)}</span>
                    </label>
                ))}
            </div>
            <p class="soft small form-line" aria-hidden="true">
                <bdi>{stepWord(poll, low)}</bdi>
                <bdi>{value !== undefined && value !== low && value !== high ? stepWord(poll, value) : ""}</bdi>
                <bdi>{stepWord(poll, high)}</bdi>
            </p>
        </div>
    );
}

/* One scale, or one for each option. */
function ScaleForm(props: FormProps): JSX.Element {
    const { poll, options, reply } = props;
    if (options.length === 0) {
        return <Steps poll={poll} name={mlText(poll.question)} value={reply.values?.[0]}
            onValue={(value) => props.choose({ values: [value] })} />;
    }
    return (
        <div class="stack">
            <p class="soft num" role="status">{t("ui.poll.rated", { n: reply.values?.length ?? 0, all: options.length })}</p>
            {options.map((one) => (
                <div key={one.id} class="rated">
                    <p><Text of={one.text} /></p>
                    <Steps poll={poll} name={mlText(one.text)} value={valueFor(reply, one.id)}
                        onValue={(value) => props.choose(withValue(props, reply, one.id, value))} />
                </div>
            ))}
        </div>
    );
}

function TextForm(props: FormProps): JSX.Element {
    const text = props.reply.text ?? "";
    return (
        <Field label={t("ui.poll.your_answer")} hint={text.length > TEXT_MAX * 0.8 ? t("ui.poll.letters_left", { n: TEXT_MAX - text.length }) : undefined}>
            {(ids) => <textarea {...ids} class="input user" dir="auto" rows={4} maxLength={TEXT_MAX} value={text}
                onInput={(event) => props.choose({ text: valueOf(event) })} />}
        </Field>
    );
}

const WORD_FIELDS = 3;

/* One field a word; a further one comes when those before are filled. */
function WordsForm(props: FormProps): JSX.Element {
    const most = places(props);
    const words = (props.reply.text ?? "").split("\n");
    const shown = Math.min(most, Math.max(WORD_FIELDS, words.filter(Boolean).length + 1));
    const write = (at: number, word: string): void => {
        const next = Array.from({ length: shown }, (_, i) => (i === at ? word : words[i] ?? ""));
        props.choose({ text: next.join("\n").replace(/\n+$/, "") });
    };
    return (
        <fieldset class="choices">
            <legend class="soft">{t("ui.poll.words_hint", { n: most })}</legend>
            {Array.from({ length: shown }, (_, i) => (
                <input key={i} class="input user" dir="auto" maxLength={WORD_MAX} aria-label={t("ui.poll.word", { n: i + 1 })}
                    value={words[i] ?? ""} onInput={(event) => write(i, valueOf(event))} />
            ))}
        </fieldset>
    );
}

/* As it was typed, since "2." is on the way to a number. */
function NumberForm(props: FormProps): JSX.Element {
    const given = props.reply.values?.[0];
    const [text, setText] = useState(given === undefined ? "" : String(given / THOUSANDTHS));
    const { low, high } = range(props.poll);
    const value = thousandths(text);
    const wrong = text.trim() !== "" && (value === undefined || !isReady(props, { values: [value] }));
    const write = (typed: string): void => {
        const now = thousandths(typed);
        setText(typed);
        props.choose(now === undefined ? {} : { values: [now] });
    };
    const hint = low === 0 && high === 0 ? undefined : t("ui.poll.between", { low, high });
    return (
        <Field label={t("ui.poll.your_number")} hint={hint} error={wrong ? t("ui.poll.no_number") : undefined}>
            {(ids) => <input {...ids} class="input num" dir="ltr" inputMode="decimal" maxLength={14} value={text}
                onInput={(event) => write(valueOf(event))} />}
        </Field>
    );
}

export const DATE_WORDS = ["yes", "if_need_be", "no"] as const;

function DateForm(props: FormProps): JSX.Element {
    const { options, reply } = props;
    const group = useId();
    const open = options.filter((one) => valueFor(reply, one.id) === undefined);
    const restNo = (): void => props.choose(open.reduce((sum, one) => ({ ...withValue(props, sum, one.id, 2) }), reply));
    return (
        <div class="stack">
            {options.map((one) => (
                <div key={one.id} class="rated">
                    <p><Text of={one.text} /></p>
                    <div class="steps" role="radiogroup" aria-label={mlText(one.text)}>
                        {DATE_WORDS.map((word, value) => (
                            <label key={word} class={`step word ${word}`}>
                                <input type="radio" class="hear" name={`${group}-${one.id}`} checked={valueFor(reply, one.id) === value}
                                    onChange={() => props.choose(withValue(props, reply, one.id, value))} />
                                <span>{t(`ui.poll.date.${word}`)}</span>
                            </label>
                        ))}
                    </div>
                </div>
            ))}
            {open.length > 0 && open.length < options.length && (
                <div><Button look="quiet" onClick={restNo}>{t("ui.poll.date.rest_no", { n: open.length })}</Button></div>
            )}
        </div>
    );
}

export const CONSENT = ["agree", "concern", "objection"] as const;

function ConsentForm(props: FormProps): JSX.Element {
    const { poll, reply } = props;
    const value = reply.values?.[0];
    const rows = CONSENT.map((word, i) => ({
        text: (
            <>
                {t(`ui.poll.consent.${word}`)}
                <span class="soft small about">{t(`ui.poll.consent.${word}_means`)}</span>
            </>
        ),
        reply: { values: [i], ...(i > 0 && reply.text && { text: reply.text }) },
        on: value === i,
    }));
    return (
        <>
            <Rows poll={poll} rows={rows} choose={props.choose} />
            {value !== undefined && value > 0 && (
                <Field label={t(value === 2 ? "ui.poll.consent.reason_needed" : "ui.poll.consent.reason")}>
                    {(ids) => <textarea {...ids} class="input user" dir="auto" rows={3} maxLength={TEXT_MAX} required={value === 2}
                        value={reply.text ?? ""} onInput={(event) => props.choose({ values: [value], text: valueOf(event) })} />}
                </Field>
            )}
        </>
    );
}

function FistForm(props: FormProps): JSX.Element {
    const rows = [0, 1, 2, 3, 4, 5].map((value) => ({
        text: <><strong class="num">{num(value)}</strong> {t(`ui.poll.fist.${value}`)}</>,
        reply: { values: [value] },
        on: props.reply.values?.[0] === value,
    }));
    return <Rows poll={props.poll} rows={rows} choose={props.choose} first={0} />;
}
