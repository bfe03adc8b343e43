/* rehearsal: the band over a room that is only tried out; for staff also what its simulated people are to do, and the reset. */
import type { JSX } from "preact";
import { t } from "../i18n/index";
import * as account from "../ctrl/account";
import { load } from "../ctrl/load";
import { SIMULATED, staffApi, type Simulated } from "../ctrl/staff_api";
import { Button, Failed } from "./parts";
import { useRoom } from "./use";

const simulating = load<{ done: number }>();

export function Rehearsal(): JSX.Element {
    const ctrl = useRoom();
    return (
        <div class="rehearsal no-print">
            <strong>{t("ui.rehearsal.title")}</strong>
            <span class="spring small">{t("ui.rehearsal.text")}</span>
            {ctrl.edits.value && <Acts />}
        </div>
    );
}

function Acts(): JSX.Element {
    const ctrl = useRoom();
    const { id } = ctrl.room;
    const busy = simulating.busy.value || account.creating.busy.value;
    const simulate = (what: Simulated) => (): void => void simulating.run(() => staffApi.simulate(id, what));
    const again = (): void => ctrl.ask({
        title: t("ui.rehearsal.again"),
        text: t("ui.rehearsal.again_ask"),
        button: t("ui.rehearsal.again"),
        act: () => void account.rehearse(id),
    });
    return (
        <>
            <span class="row" role="group" aria-label={t("ui.rehearsal.people")}>
                {SIMULATED.map((what) => (
                    <Button key={what} look="slim" disabled={busy} onClick={simulate(what)}>{t(`ui.rehearsal.${what}`)}</Button>
                ))}
                <Button look="slim" disabled={busy} onClick={again}>{t("ui.rehearsal.again")}</Button>
            </span>
            <span class="small num" role="status">
                {simulating.value.value && t("ui.rehearsal.done", { n: simulating.value.value.done })}
            </span>
            <Failed error={simulating.failed.value ?? account.creating.failed.value} />
        </>
    );
}
