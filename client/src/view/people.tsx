/* people: who belongs to the workshop, by delegation, and who is here. What staff do about them comes later (people_late). */
import type { JSX } from "preact";
import { mlText, t } from "../i18n/index";
import type { Party } from "../ctrl/people";
import type { Person } from "../sync/kinds";
import { PeopleTools } from "./desk_marks";
import { Listeners } from "./link";
import { Button, Loading, Plain, Text } from "./parts";
import { useRoom } from "./use";

export function People(): JSX.Element {
    const ctrl = useRoom();
    const { people } = ctrl;
    const staff = ctrl.edits.value;
    const loaded = ctrl.room.loaded.value;
    return (
        <>
            <div class="column-head">
                <h2>{t("ui.tab.people")}</h2>
                <span class="num">{t("ui.people.count", { here: people.here.value, all: people.all.value })}</span>
                <Listeners />
            </div>
            {ctrl.rights.value.staff && <PeopleTools />}
            {!loaded && <Loading />}
            {!staff && people.guests.value.length > 0 && (
                <p class="soft small person-group">{t("ui.people.waiting", { n: people.guests.value.length })}</p>
            )}
            {loaded && people.all.value === 0 && (
                <div class="empty"><p>{t(staff ? "ui.people.empty_staff" : "ui.people.empty")}</p></div>
            )}
            {people.parties.value.map((party) => <PartyList key={party.delegation?.id ?? 0} party={party} />)}
        </>
    );
}

function PartyList(props: { party: Party }): JSX.Element {
    const ctrl = useRoom();
    const { delegation, people, here } = props.party;
    const planned = Math.max(people.length, delegation?.delegates ?? 0);
    return (
        <section>
            <h3 class="person-group">
                <span class="spring">
                    {delegation ? <Text of={delegation.name} /> : t("ui.people.no_delegation")}
                    {delegation?.country && <span class="country"> {delegation.country}</span>}
                </span>
                {delegation && ctrl.edits.value && (
                    <Button look="quiet small slim" onClick={() => ctrl.openDialog({ is: "delegation", delegation })}>
                        {t("ui.edit")}<span class="hear"> {mlText(delegation.name)}</span>
                    </Button>
                )}
                <span class="num" aria-label={t("ui.people.count", { here, all: planned })}>{here}/{planned}</span>
            </h3>
            <ul>
                {people.map((person) => <li key={person.id}><PersonRow person={person} /></li>)}
            </ul>
        </section>
    );
}

function PersonRow(props: { person: Person }): JSX.Element {
    const ctrl = useRoom();
    const { person } = props;
    const here = ctrl.room.here.value.has(person.id);
    const me = ctrl.room.me.value.person === person.id;
    const about = [
        person.role !== "delegate" && t(`ui.role.${person.role}`),
        person.head && t("ui.people.head"),
        person.mode !== "remote" && t(`ui.mode.${person.mode}`),
    ].filter(Boolean).join(" · ");
    return (
        <div class={`person ${here ? "here" : ""}`}>
            <span class="dot" aria-hidden="true" />
            <span class="who">
                <Plain>{person.name}</Plain>
                {me && <span class="soft"> ({t("ui.people.you")})</span>}
                {about && <span class="about">{about}</span>}
            </span>
            <span class={here ? "small" : "hear"}>{here ? t("ui.people.here") : t("ui.people.not_here")}</span>
            {ctrl.edits.value && (
                <Button look="quiet small" onClick={() => ctrl.openDialog({ is: "person", person })}>
                    {t("ui.edit")}<span class="hear"> {person.name}</span>
                </Button>
            )}
        </div>
    );
}
