/* poll_order: ranking options and giving points to them, by tapping, by buttons and by the keyboard. */
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { mlText, num, t } from "../i18n/index";
import { announce, isolate } from "../ctrl/say";
import { chooseOne, places, points, valueFor, withValue } from "../rules/ballot";
import { Button, Text, valueOf } from "./parts";
import type { FormProps } from "./poll";

/* Ranked ones stand on top in their order; tapping adds the next place, or takes it back. */
export function RankingForm(props: FormProps): JSX.Element {
    const { options, reply } = props;
    const list = useRef<HTMLDivElement>(null);
    const ranked = reply.options ?? [];
    const most = places(props);
    const rest = options.filter((one) => !ranked.includes(one.id));
    const textOf = (id: number): string => mlText(options.find((one) => one.id === id)?.text);
    const toggle = (id: number): void => {
        const next = chooseOne(props, reply, id);
        props.choose(next);
        const at = next.options?.indexOf(id) ?? -1;
        if (at >= 0) announce(t("ui.poll.say_place", { option: isolate(textOf(id)), n: at + 1 }));
        refocus(list.current, `[data-option="${id}"]`);
    };
    const move = (id: number, by: 1 | -1): void => {
        const next = ranked.filter((one) => one !== id);
        const to = ranked.indexOf(id) + by;
        if (to < 0 || to > next.length) return;
        next.splice(to, 0, id);
        props.choose({ options: next });
        announce(t("ui.poll.say_place", { option: isolate(textOf(id)), n: to + 1 }));
        refocus(list.current, `[data-option="${id}"]`);
    };
    const onKey = (id: number) => (event: KeyboardEvent): void => {
        if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
        event.preventDefault();
        move(id, event.key === "ArrowUp" ? -1 : 1);
    };
    return (
        <div ref={list} class="stack" role="group" aria-label={mlText(props.poll.question)}>
            <p class="soft form-line">
                <span>{t(most < options.length ? "ui.poll.rank_some" : "ui.poll.rank_all", { n: most })}</span>
                <span class="num" role="status">{t("ui.poll.ranked", { n: ranked.length, all: most })}</span>
            </p>
            {ranked.length > 0 && (
                <ol class="ranked" aria-label={t("ui.poll.your_ranking")}>
                    {ranked.map((id, i) => (
                        <li key={id} class="choice on" onKeyDown={onKey(id)}>
                            <span class="place num" aria-hidden="true">{num(i + 1)}</span>
                            <button type="button" class="text" data-option={id} onClick={() => toggle(id)}
                                aria-label={t("ui.poll.take_out", { option: isolate(textOf(id)), n: i + 1 })}>
                                <Text of={options.find((one) => one.id === id)?.text} />
                            </button>
                            <Button look="quiet icon" disabled={i === 0} onClick={() => move(id, -1)} aria-label={t("ui.up")}>
                                <span aria-hidden="true">↑</span>
                            </Button>
                            <Button look="quiet icon" disabled={i === ranked.length - 1} onClick={() => move(id, 1)} aria-label={t("ui.down")}>
                                <span aria-hidden="true">↓</span>
                            </Button>
                        </li>
                    ))}
                </ol>
            )}
            {rest.length > 0 && (
                <ul class="choices" aria-label={t("ui.poll.not_ranked")}>
                    {rest.map((one) => (
                        <li key={one.id}>
                            <button type="button" class="choice" data-option={one.id} disabled={ranked.length >= most} onClick={() => toggle(one.id)}>
                                <span class="place free" aria-hidden="true" />
                                <span class="text"><Text of={one.text} /></span>
                                <kbd class="wide-only" aria-hidden="true">{options.indexOf(one) + 1}</kbd>
                            </button>
                        </li>
                    ))}
                </ul>
            )}
        </div>
    );
}

/* What moved in the list keeps the focus. */
function refocus(list: HTMLElement | null, what: string): void {
    requestAnimationFrame(() => list?.querySelector<HTMLElement>(what)?.focus());
}

export function PointsForm(props: FormProps): JSX.Element {
    const { options, reply, poll } = props;
    const { left, cap } = points(props, reply);
    return (
        <div class="stack" role="group" aria-label={mlText(poll.question)}>
            <p class="points-left form-line">
                <span class={`num ${left < 0 ? "over" : ""}`} role="status">{t("ui.poll.points_left", { n: left, all: poll.points ?? 0 })}</span>
                {cap < (poll.points ?? 0) && <span class="soft">{t("ui.poll.points_cap", { n: cap })}</span>}
            </p>
            <ul class="choices">
                {options.map((one) => {
                    const value = valueFor(reply, one.id) ?? 0;
                    const set = (to: number): void => props.choose(withValue(props, reply, one.id, to > 0 ? to : undefined));
                    return (
                        <li key={one.id} class={`choice given ${value > 0 ? "on" : ""}`}>
                            <span class="text"><Text of={one.text} /></span>
                            <span class="stepper" role="group" aria-label={mlText(one.text)}>
                                <Button look="icon" disabled={value <= 0} onClick={() => set(value - 1)} aria-label={t("ui.poll.point_less")}>
                                    <span aria-hidden="true">−</span>
                                </Button>
                                <input class="input num" inputMode="numeric" aria-label={t("ui.poll.points_for", { option: isolate(mlText(one.text)) })}
                                    value={value} onChange={(event) => set(fitted(valueOf(event), cap, left + value))} />
                                <Button look="icon" disabled={left <= 0 || value >= cap} onClick={() => set(value + 1)} aria-label={t("ui.poll.point_more")}>
                                    <span aria-hidden="true">+</span>
                                </Button>
                            </span>
                        </li>
                    );
                })}
            </ul>
        </div>
    );
}

/* What was typed, as far as there are points. */
function fitted(text: string, cap: number, left: number): number {
    const value = Math.floor(Number(text));
    return Number.isFinite(value) ? Math.max(0, Math.min(value, cap, left)) : 0;
}
