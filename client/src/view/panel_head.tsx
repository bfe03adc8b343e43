/* panel_head: over the plan: whether it is locked, and the tools of whoever reads and runs it. */
import type { JSX } from "preact";
import { openPoints } from "../ctrl/panel_index";
import type { Tool } from "../ctrl/panel_open";
import { t } from "../i18n/index";
import { Button } from "./parts";
import { useRoom } from "./use";

interface ToolRow {
    tool: Tool;
    n?: number;
    shown: boolean;
}

export function PlanHead(): JSX.Element | null {
    const ctrl = useRoom();
    const { room, rights, panels } = ctrl;
    if (ctrl.screen.value) return null;
    const { staff, order, person, translate } = rights.value;
    const workshop = room.workshop.value;
    const points = openPoints(room).value;
    const sum = (name: "reservations" | "proposals"): number => [...points.values()].reduce((n, one) => n + one[name], 0);
    const groups = room.list("group").value.length > 0;
    const open = workshop?.state !== "closed";
    const tools: readonly ToolRow[] = [
        { tool: "checks", shown: true },
        { tool: "brackets", n: ctrl.plan.brackets.value, shown: true },
        { tool: "reservations", n: sum("reservations"), shown: true },
        { tool: "proposals", n: sum("proposals"), shown: sum("proposals") > 0 || order },
        { tool: "languages", shown: translate || order },
        { tool: "groups", shown: groups || (staff && open) },
        { tool: "past", shown: person },
        { tool: "adoption", shown: staff || room.list("adoption").value.length > 0 },
    ];
    const shown = panels.shown.value;
    return (
        <div class="plan-head stack">
            {workshop?.plan_locked && <p class="note small" role="status">{t(order ? "ui.lock.plan_staff" : "ui.lock.plan")}</p>}
            <div class="tool-row" role="toolbar" aria-label={t("ui.tool.title")}>
                {tools.filter((one) => one.shown).map(({ tool, n }) => (
                    <button key={tool} type="button" class="tool" aria-expanded={shown?.is === "tool" && shown.tool === tool}
                        onClick={() => panels.openTool(tool)}>
                        {t(`ui.tool.short.${tool}`)}
                        {n ? <span class="count num">{n}</span> : null}
                    </button>
                ))}
                {staff && open && (
                    <Button look="quiet slim" aria-pressed={workshop?.plan_locked ?? false}
                        onClick={() => room.run("plan.lock", { on: !workshop?.plan_locked })}>
                        {t(workshop?.plan_locked ? "ui.lock.plan_off" : "ui.lock.plan_on")}
                    </Button>
                )}
            </div>
        </div>
    );
}
