/* people_tools: over the rail of the people, what those who run the room do about them, and who waits to be let in. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../i18n/index";
import { admit, removePerson } from "../ctrl/seats";
import type { Person } from "../sync/kinds";
import { Button, Plain } from "./parts";
import { DelegationPicker } from "./pickers";
import { useRoom } from "./use";

const GUESTS_SHOWN = 3;

export function PeopleTools(): JSX.Element {
    const ctrl = useRoom();
    const guests = ctrl.people.guests.value;
    if (!ctrl.edits.value) return <Closed />;
    const more = guests.length - GUESTS_SHOWN;
    return (
        <>
            <div class="agenda-tools people-tools">
                <Button onClick={() => ctrl.showDesk("people")}>{t("ui.desk.open")}</Button>
                <Button onClick={() => ctrl.openDialog({ is: "codes" })}>{t("ui.codes.title")}</Button>
                <Button onClick={() => ctrl.openDialog({ is: "person", person: undefined })}>{t("ui.people.add")}</Button>
                <Button onClick={() => ctrl.openDialog({ is: "import-people" })}>{t("ui.import.people")}</Button>
            </div>
            {guests.slice(0, GUESTS_SHOWN).map((guest) => <Guest key={guest.id} guest={guest} />)}
            {more > 0 && (
                <div class="agenda-tools">
                    <Button onClick={() => ctrl.showDesk("people")}>{t("ui.people.waiting_more", { n: more })}</Button>
                </div>
            )}
        </>
    );
}

function Closed(): JSX.Element {
    const ctrl = useRoom();
    return (
        <div class="agenda-tools people-tools">
            <Button onClick={() => ctrl.showDesk("attendance")}>{t("ui.desk.attendance")}</Button>
        </div>
    );
}

/* Somebody who came by the open code and waits. */
export function Guest(props: { guest: Person }): JSX.Element {
    const ctrl = useRoom();
    const { guest } = props;
    const [delegation, setDelegation] = useState(guest.delegation ?? 0);
    const role = delegation > 0 ? "delegate" : "observer";
    const turnAway = (): void =>
        ctrl.undo.remove(guest.id, guest.name ?? "", () => removePerson(ctrl.room, guest.id));
    return (
        <section class="guest">
            <p>{t("ui.people.guest")} <strong><Plain>{guest.name}</Plain></strong></p>
            <DelegationPicker label={t("ui.people.admit_to")} value={delegation} onChoose={setDelegation} />
            <div class="row">
                <Button look={delegation > 0 ? "first" : ""} onClick={() => admit(ctrl.room, guest.id, delegation)}>
                    {t(`ui.people.admit_as.${role}`)}
                </Button>
                <Button onClick={turnAway}>{t("ui.people.turn_away")}</Button>
            </div>
        </section>
    );
}
