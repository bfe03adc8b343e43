/*
 * desk: on the stage of those who run the room, instead of what the room does: its people, its delegations, who attended. Of a
 * workshop that is closed the last of them stays.
 */
import type { JSX } from "preact";
import type { Desk as Which } from "../ctrl/room";
import { t } from "../i18n/index";
import { AttendanceSheet } from "./attendance";
import { DeskDelegations } from "./desk_delegations";
import { DeskPeople } from "./desk_people";
import { useRoom } from "./use";

const DESKS: readonly Which[] = ["people", "delegations", "attendance"];

export function Desk(props: { which: Which }): JSX.Element {
    const ctrl = useRoom();
    const open = ctrl.edits.value;
    const which = open ? props.which : "attendance";
    return (
        <div class="desk">
            <div class="segments no-print" role="group" aria-label={t("ui.desk.open")}>
                {DESKS.filter((one) => open || one === which).map((one) => (
                    <button key={one} type="button" aria-current={one === which ? "true" : undefined}
                        onClick={() => ctrl.showDesk(one)}>
                        {t(`ui.desk.${one}`)}
                    </button>
                ))}
            </div>
            {which === "people" && <DeskPeople />}
            {which === "delegations" && <DeskDelegations />}
            {which === "attendance" && <AttendanceSheet />}
        </div>
    );
}
