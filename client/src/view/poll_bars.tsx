/* poll_bars: the shapes that results are shown in: bars, a cloud of words, a list of answers, a table that says it all. */
import type { ComponentChildren, JSX } from "preact";
import { lang, num, t } from "../i18n/index";
import { locale } from "../i18n/format";
import { Plain } from "./parts";

export interface Bar {
    key: string | number;
    label: ComponentChildren;
    share: number;              /* of the length of the track, 0 to 1 */
    and?: number;               /* a lighter part behind it */
    text: string;               /* what stands at its end */
    percent?: boolean;          /* the share is one of a whole, and said */
    leads?: boolean;
    advice?: string;            /* what observers said, apart */
    names?: string;
}

/* As the language writes it: French sets the sign apart. */
export function percent(share: number): string {
    return new Intl.NumberFormat(locale(lang.value), { style: "percent", maximumFractionDigits: 0 }).format(share);
}

export function Bars(props: { bars: readonly Bar[] }): JSX.Element {
    return (
        <ol class="bars" aria-label={t("ui.poll.result")}>
            {props.bars.map((bar) => (
                <li key={bar.key} class={bar.leads ? "leads" : undefined}>
                    <span>{bar.label}</span>
                    <span class="num">
                        {bar.text}
                        {bar.percent && <span class="soft"> · <bdi>{percent(bar.share)}</bdi></span>}
                    </span>
                    <div class="track" aria-hidden="true">
                        <div class="fill" style={{ "--share": String(bar.share * 100) }} />
                        {bar.and ? <div class="fill lighter" style={{ "--share": String(bar.and * 100) }} /> : null}
                    </div>
                    {bar.advice && <p class="names soft small">{bar.advice}</p>}
                    {bar.names && <p class="names soft small"><Plain>{bar.names}</Plain></p>}
                </li>
            ))}
        </ol>
    );
}

export interface Said {
    text: string;
    count: number;
    advice: number;
}

const SIZES = 5;

/* The more often it was said, the larger; in the order of the alphabet, so that nothing jumps while people write. */
export function Cloud(props: { words: readonly Said[] }): JSX.Element {
    const most = Math.max(1, ...props.words.map((one) => one.count + one.advice));
    const words = [...props.words].sort((a, b) => a.text.localeCompare(b.text));
    return (
        <ul class="cloud" aria-label={t("ui.poll.result")}>
            {words.map((one) => {
                const n = one.count + one.advice;
                return (
                    <li key={one.text} class={`size${Math.ceil((n / most) * SIZES)}`}>
                        <Plain>{one.text}</Plain>
                        <span class="hear"> {t("ui.poll.times", { n })}</span>
                    </li>
                );
            })}
        </ul>
    );
}

/* Answers in words, those that were given most often first. */
export function Answers(props: { list: readonly Said[]; label: string; most?: number | undefined }): JSX.Element | null {
    const { list, most = list.length } = props;
    if (list.length === 0) return null;
    const sorted = [...list].sort((a, b) => b.count - a.count);
    return (
        <ul class="answers" aria-label={props.label}>
            {sorted.slice(0, most).map((one) => (
                <li key={one.text}>
                    <Plain class="prose">{one.text}</Plain>
                    {one.count > 1 && <span class="tag num">{t("ui.poll.times", { n: one.count })}</span>}
                    {one.count === 0 && <span class="tag">{t("ui.poll.advisory")}</span>}
                </li>
            ))}
            {list.length > most && <li class="soft">{t("ui.paste.more", { n: list.length - most })}</li>}
        </ul>
    );
}

export interface TableOf {
    head: readonly string[];
    rows: readonly (readonly ComponentChildren[])[];
}

/* Behind a fold: the same in figures. */
export function Table(props: { title: string; table: TableOf }): JSX.Element {
    const { title, table } = props;
    return (
        <details class="figures">
            <summary>{title}</summary>
            <div class="figures-table" tabIndex={0} role="region" aria-label={title}>
                <table>
                    <thead><tr>{table.head.map((one) => <th key={one} scope="col">{one}</th>)}</tr></thead>
                    <tbody>
                        {table.rows.map((row, i) => (
                            <tr key={i}>
                                {row.map((cell, j) => (j === 0 ? <th key={j} scope="row">{cell}</th> : <td key={j} class="num">{cell}</td>))}
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </details>
    );
}

/* How many have answered, as a bar for the whole room. */
export function Turnout(props: { n: number; all: number }): JSX.Element {
    const { n, all } = props;
    return (
        <div class="turnout">
            <progress max={Math.max(1, all)} value={n} aria-label={t("ui.poll.turnout", { n, all })} />
            <span class="num" aria-hidden="true">{num(n)}<span class="soft"> / {num(all)}</span></span>
        </div>
    );
}
