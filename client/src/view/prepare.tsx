/* prepare: what there is to do before a workshop begins. */
import type { JSX } from "preact";
import { t } from "../i18n/index";
import * as account from "../ctrl/account";
import { Button, Failed } from "./parts";
import { useRoom } from "./use";

/* Before the workshop begins: what it has so far, each with the act that adds to it. */
export function Preparing(): JSX.Element {
    const ctrl = useRoom();
    const { agenda, people, plan, polls } = ctrl;
    const items = agenda.days.value.reduce((sum, day) => sum + day.slots.length, 0);
    const parts = [
        { what: "ui.prepare.agenda", n: items, act: "ui.item.new",
            do: () => ctrl.openDialog({ is: "item", item: undefined, day: agenda.today.peek() }) },
        { what: "ui.prepare.people", n: people.all.value, act: people.all.value > 0 ? "ui.desk.open" : "ui.import.people",
            do: () => (people.all.peek() > 0 ? ctrl.showDesk("people") : ctrl.openDialog({ is: "import-people" })) },
        { what: "ui.prepare.polls", n: polls.all.value.length, act: "ui.poll.prepare",
            do: () => ctrl.openDialog({ is: "poll", item: 0 }) },
        { what: "ui.prepare.plan", n: plan.rowCount.value, act: "ui.tab.plan", do: () => ctrl.show("plan") },
    ];
    return (
        <ul class="checklist">
            <li>
                <span class="spring">{t("ui.prepare.workshop")}</span>
                <Button onClick={() => ctrl.openDialog({ is: "workshop" })}>{t("ui.workshop.title")}</Button>
            </li>
            {parts.map((part) => (
                <li key={part.what}>
                    <span class="spring num">{t(part.what, { n: part.n })}</span>
                    <Button onClick={part.do}>{t(part.act)}</Button>
                </li>
            ))}
            <li>
                <span class="spring">{t("ui.prepare.invite")}</span>
                <Button onClick={() => ctrl.openDialog({ is: "codes" })}>{t("ui.codes.title")}</Button>
            </li>
            {!ctrl.room.workshop.value?.rehearsal && (
                <li>
                    <span class="spring">
                        {t("ui.prepare.try")}
                        <Failed error={account.creating.failed.value} />
                    </span>
                    <Button disabled={account.creating.busy.value} onClick={() => void account.rehearse(ctrl.room.id)}>
                        {t("ui.home.act.rehearse")}
                    </Button>
                </li>
            )}
        </ul>
    );
}
