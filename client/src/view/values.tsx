/* values: cells whose value is chosen or counted: one of a list, several of a list, a day, a share. */
import type { JSX, RefObject } from "preact";
import { useState } from "preact/hooks";
import type { Draft } from "../ctrl/draft";
import { afterOf, dueText, UNITS, wayOf, type DueWay } from "../ctrl/due";
import { num, t } from "../i18n/index";
import { Cell, Editor, read, type ValueCellProps } from "./cells";
import { Plain, valueOf } from "./parts";

export interface Choice {
    value: string;
    text: string;
}

const SELECT_MAX = 15;      /* choices: a longer list is searched in */
const SEARCH_FROM = 8;

interface ChoiceCellProps extends ValueCellProps {
    text: string;                               /* of the value, for people; empty: none */
    choices: () => readonly Choice[];           /* asked for when somebody chooses */
}

function textIn(choices: readonly Choice[]): (value: string) => string {
    return (value) => choices.find((one) => one.value === value)?.text ?? "";
}

export function ChoiceCell(props: ChoiceCellProps): JSX.Element {
    return (
        <Cell label={props.label} class={props.class} editable={props.editable} shown={read(props.text)} none={!props.text}>
            {(leave) => <ChoiceEditor {...props} leave={leave} />}
        </Cell>
    );
}

function ChoiceEditor(props: ChoiceCellProps & { leave: (refocus: boolean) => void }): JSX.Element {
    const choices = props.choices();
    return (
        <Editor value={props.value} send={props.send} leave={props.leave} below={props.below} show={textIn(choices)}>
            {(draft, first) => (choices.length <= SELECT_MAX
                ? (
                    <select ref={first} class="cell-edit" aria-label={props.label} value={draft.text.value}
                        onChange={(event) => draft.write(valueOf(event))}>
                        {choices.map((one) => <option key={one.value} value={one.value}>{one.text}</option>)}
                    </select>
                )
                : (
                    <PickList label={props.label} choices={choices} type="radio" first={first}
                        chosen={(value) => draft.text.value === value} choose={(value) => draft.write(value)} />
                ))}
        </Editor>
    );
}

/* Several of a list; the value is their ids with commas between. */
export function ManyCell(props: ChoiceCellProps): JSX.Element {
    return (
        <Cell label={props.label} class={props.class} editable={props.editable} shown={read(props.text)} none={!props.text}>
            {(leave) => <ManyEditor {...props} leave={leave} />}
        </Cell>
    );
}

function ManyEditor(props: ChoiceCellProps & { leave: (refocus: boolean) => void }): JSX.Element {
    const choices = props.choices();
    const show = (value: string): string => value.split(",").filter(Boolean).map(textIn(choices)).join(t("ui.comma"));
    return (
        <Editor value={props.value} send={props.send} leave={props.leave} below={props.below} show={show}>
            {(draft, first) => (
                <PickList label={props.label} choices={choices} type="checkbox" first={first}
                    chosen={(value) => draft.text.value.split(",").includes(value)}
                    choose={(value) => draft.write(toggled(draft.text.peek(), value))} />
            )}
        </Editor>
    );
}

interface PickListProps {
    label: string;
    choices: readonly Choice[];
    type: "radio" | "checkbox";
    first: RefObject<never>;
    chosen: (value: string) => boolean;
    choose: (value: string) => void;
}

/* A list to choose from, with a search when it is long; what is chosen stays in sight. */
function PickList(props: PickListProps): JSX.Element {
    const { choices, chosen } = props;
    const [query, setQuery] = useState("");
    const many = choices.length > SEARCH_FROM;
    const sought = query.trim().toLocaleLowerCase();
    const shown = choices.filter((one) => chosen(one.value) || one.text.toLocaleLowerCase().includes(sought));
    return (
        <fieldset class="pick cell-edit">
            <legend class="hear">{props.label}</legend>
            {many && (
                <input ref={props.first} class="input user" dir="auto" type="search" value={query}
                    aria-label={t("ui.pick.search", { what: props.label })} placeholder={t("ui.pick.search_short")}
                    onInput={(event) => setQuery(valueOf(event))} />
            )}
            <div class="pick-list">
                {shown.map((one, i) => (
                    <label key={one.value} class="check">
                        <input ref={!many && i === 0 ? props.first : undefined} type={props.type} name={props.label}
                            checked={chosen(one.value)} onChange={() => props.choose(one.value)} />
                        <Plain>{one.text}</Plain>
                    </label>
                ))}
                {shown.length === 0 && <p class="soft small">{t("ui.pick.nothing")}</p>}
            </div>
        </fieldset>
    );
}

function toggled(list: string, value: string): string {
    const ids = list.split(",").filter(Boolean);
    return (ids.includes(value) ? ids.filter((id) => id !== value) : [...ids, value]).join(",");
}

export function PercentCell(props: ValueCellProps): JSX.Element {
    const text = props.value === "" ? "" : t("ui.plan.percent_of", { n: num(Number(props.value)) });
    return (
        <Cell label={props.label} class={props.class} editable={props.editable} shown={read(text, "num")} none={!text}>
            {(leave) => (
                <Editor value={props.value} send={props.send} leave={leave} below={props.below}>
                    {(draft, first) => (
                        <input ref={first} class="cell-edit num" type="number" inputMode="numeric" min={0} max={100} step={1}
                            aria-label={props.label} value={draft.text.value}
                            onInput={(event) => {
                                const text = valueOf(event);
                                if (text === "" || /^(?:\d{1,2}|100)$/.test(text)) draft.write(text);
                            }} />
                    )}
                </Editor>
            )}
        </Cell>
    );
}

/* `before`: what is shown before the day, such as the beginning. */
export function DueCell(props: ValueCellProps & { before?: string }): JSX.Element {
    const shown = props.before
        ? <><span class="from soft">{props.before} –</span> {read(dueText(props.value), "num")}</>
        : read(dueText(props.value), "num");
    return (
        <Cell label={props.label} class={props.class} editable={props.editable} shown={shown} none={!props.value && !props.before}>
            {(leave) => (
                <Editor value={props.value} send={props.send} leave={leave} below={props.below} show={dueText}>
                    {(draft, first) => <DueControl draft={draft} first={first} label={props.label} />}
                </Editor>
            )}
        </Cell>
    );
}

function DueControl(props: { draft: Draft; first: RefObject<never>; label: string }): JSX.Element {
    const { draft } = props;
    const [way, setWay] = useState<DueWay>(wayOf(draft.text.peek()));
    const { count, unit } = afterOf(draft.text.value) ?? { count: 6, unit: "months" };
    const choose = (to: DueWay): void => {
        setWay(to);
        if (to === "ongoing") draft.write("ongoing");
        if (to === "none") draft.write("");
        if (to === "after") draft.write(`T+${count} ${unit}`);
    };
    return (
        <div class="stack due">
            <select ref={props.first} class="cell-edit" aria-label={props.label} value={way}
                onChange={(event) => choose(valueOf(event) as DueWay)}>
                <option value="none">{t("ui.none")}</option>
                <option value="date">{t("ui.due.date")}</option>
                <option value="after">{t("ui.due.after")}</option>
                <option value="ongoing">{t("ui.due.ongoing")}</option>
            </select>
            {way === "date" && (
                <input class="cell-edit num" type="date" aria-label={t("ui.due.date")}
                    value={wayOf(draft.text.value) === "date" ? draft.text.value : ""}
                    onInput={(event) => draft.write(valueOf(event))} />
            )}
            {way === "after" && (
                <div class="due-after">
                    <input class="cell-edit num" type="number" min={1} max={999} aria-label={t("ui.due.number")} value={count}
                        onInput={(event) => {
                            const n = Number(valueOf(event));
                            if (n >= 1 && n <= 999) draft.write(`T+${Math.floor(n)} ${unit}`);
                        }} />
                    <select class="cell-edit" aria-label={t("ui.due.unit")} value={unit}
                        onChange={(event) => draft.write(`T+${count} ${valueOf(event)}`)}>
                        {UNITS.map((one) => <option key={one} value={one}>{t(`ui.unit.${one}`)}</option>)}
                    </select>
                </div>
            )}
        </div>
    );
}
