/* desk_delegations: the delegations in their order, with their names in three languages, what they are and their votes. */
import type { JSX } from "preact";
import { LANGS, listed, ml, mlText, t } from "../i18n/index";
import { announce } from "../ctrl/say";
import { moveDelegation } from "../ctrl/seats";
import type { Delegation } from "../sync/kinds";
import { Button, LangTag, Plain, Text } from "./parts";
import { useRoom } from "./use";

export function DeskDelegations(): JSX.Element {
    const ctrl = useRoom();
    const list = ctrl.people.delegations.value;
    const add = (): void => ctrl.openDialog({ is: "delegation", delegation: undefined });
    return (
        <>
            <div class="row">
                <Button look={list.length === 0 ? "first" : ""} onClick={add}>{t("ui.people.add_delegation")}</Button>
                <Button onClick={() => ctrl.openDialog({ is: "sheet" })}>{t("ui.codes.sheet")}</Button>
            </div>
            {list.length === 0 && <div class="empty"><p>{t("ui.desk.no_delegations")}</p></div>}
            <ol class="seats">
                {list.map((one, i) => (
                    <li key={one.id}><DelegationRow of={one} first={i === 0} last={i === list.length - 1} /></li>
                ))}
            </ol>
        </>
    );
}

function DelegationRow(props: { of: Delegation; first: boolean; last: boolean }): JSX.Element {
    const ctrl = useRoom();
    const { of } = props;
    const name = mlText(of.name);
    const people = ctrl.people.parties.value.find((party) => party.delegation?.id === of.id)?.people.length ?? 0;
    const others = LANGS.filter((one) => one !== ml(of.name).lang && of.name?.[one]);
    const missing = LANGS.filter((one) => !of.name?.[one]);
    const about = [
        t(`ui.delegation.${of.type}`),
        t("ui.desk.seats", { n: people, all: Math.max(people, of.delegates ?? 0) }),
        (of.weight ?? 1) > 1 && t("ui.desk.weight", { n: of.weight ?? 1 }),
    ];
    const move = (by: 1 | -1): void => {
        const list = ctrl.people.delegations.peek();
        announce(moveDelegation(ctrl.room, list, of.id, by) ? t(by < 0 ? "ui.say.up" : "ui.say.down") : t("ui.say.end"));
    };
    return (
        <div class="seat">
            <span class="country num" dir="ltr">{of.country ?? ""}</span>
            <span class="who">
                <strong><Text of={of.name} /></strong>
                {of.observer && <> <span class="tag">{t("ui.role.observer")}</span></>}
                {others.map((one) => <span key={one} class="about"><Plain>{of.name?.[one]}</Plain><LangTag of={one} /></span>)}
                {missing.length > 0 && (
                    <span class="about">
                        {t("ui.desk.no_name", { langs: listed(missing.map((one) => t(`ui.lang.${one}`))) })}
                    </span>
                )}
            </span>
            <span class="party num">{about.filter(Boolean).join(" · ")}</span>
            <span class="row acts">
                <Step sign="↑" text={t("ui.up")} name={name} off={props.first} act={() => move(-1)} />
                <Step sign="↓" text={t("ui.down")} name={name} off={props.last} act={() => move(1)} />
                <Button onClick={() => ctrl.openDialog({ is: "delegation", delegation: of })}>
                    {t("ui.edit")}<span class="hear"> {name}</span>
                </Button>
            </span>
        </div>
    );
}

function Step(props: { sign: string; text: string; name: string; off: boolean; act: () => void }): JSX.Element {
    return (
        <Button look="quiet" aria-disabled={props.off} aria-label={`${props.text} ${props.name}`}
            onClick={() => props.off || props.act()}>
            <span aria-hidden="true">{props.sign}</span>
        </Button>
    );
}
