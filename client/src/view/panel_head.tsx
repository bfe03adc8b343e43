/*
 * panel_head: over the plan: whether it is locked, and the tools of whoever reads and runs it. Tools that have something to
 * say stand in the line; the others wait behind "More".
 */
import type { JSX } from "preact";
import { openPoints } from "../ctrl/panel_index";
import type { Tool } from "../ctrl/panel_open";
import { t } from "../i18n/index";
import { Menu, type Act } from "./menu";
import { useRoom } from "./use";

interface ToolRow {
    tool: Tool;
    n?: number;
    shown: boolean;
    /* It stands in the line even with nothing to count. */
    always?: boolean;
}

export function PlanHead(): JSX.Element | null {
    const ctrl = useRoom();
    const { room, panels } = ctrl;
    const tools = useTools();
    const lock = useLock();
    if (ctrl.screen.value) return null;
    const shown = panels.shown.value;
    const at = shown?.is === "tool" ? shown.tool : undefined;
    const line = tools.filter((one) => one.always || one.n);
    const rest = tools.filter((one) => !line.includes(one));
    const acts: Act[] = rest.map(({ tool }) => ({ key: tool, text: t(`ui.tool.${tool}`), act: () => panels.openTool(tool) }));
    return (
        <div class="tool-row" role="toolbar" aria-label={t("ui.tool.title")}>
            {line.map(({ tool, n }) => (
                <button key={tool} type="button" class="tool" aria-expanded={at === tool} onClick={() => panels.openTool(tool)}>
                    {t(`ui.tool.short.${tool}`)}
                    {n ? <span class="count num">{n}</span> : null}
                </button>
            ))}
            {lock && !room.workshop.value?.plan_locked && (
                <button type="button" class="tool" onClick={lock.act}>{lock.text}</button>
            )}
            {acts.length > 0 && (
                <Menu label={t("ui.tool.more")} look={rest.some((one) => one.tool === at) ? "tool on" : "tool"} acts={acts} />
            )}
        </div>
    );
}

/* That the plan is locked; whoever locked it can open it again right there. */
export function PlanLock(): JSX.Element | null {
    const ctrl = useRoom();
    const lock = useLock();
    if (!ctrl.room.workshop.value?.plan_locked || ctrl.screen.value) return null;
    return (
        <div class="note small plan-lock">
            <p role="status">{t(ctrl.rights.value.order ? "ui.lock.plan_staff" : "ui.lock.plan")}</p>
            {lock && <button type="button" class="button quiet slim" onClick={lock.act}>{lock.text}</button>}
        </div>
    );
}

function useTools(): ToolRow[] {
    const ctrl = useRoom();
    const { room, rights, plan } = ctrl;
    const { staff, draft, order, person, translate } = rights.value;
    const points = openPoints(room).value;
    const sum = (name: "reservations" | "proposals"): number => [...points.values()].reduce((n, one) => n + one[name], 0);
    const open = room.workshop.value?.state !== "closed";
    const proposals = sum("proposals");
    const tools: ToolRow[] = [
        { tool: "checks", shown: true, always: true },
        { tool: "brackets", n: plan.brackets.value, shown: true },
        { tool: "reservations", n: sum("reservations"), shown: true },
        { tool: "proposals", n: proposals, shown: proposals > 0 || order },
        { tool: "languages", shown: translate || order, always: translate && !draft },
        { tool: "groups", shown: room.list("group").value.length > 0 || (staff && open) },
        { tool: "past", shown: person },
        { tool: "adoption", shown: staff || room.list("adoption").value.length > 0, always: staff },
    ];
    return tools.filter((one) => one.shown);
}

function useLock(): Act | undefined {
    const { room, rights } = useRoom();
    const workshop = room.workshop.value;
    if (!rights.value.staff || workshop?.state === "closed") return undefined;
    const on = !workshop?.plan_locked;
    return {
        key: "lock", text: t(on ? "ui.lock.plan_on" : "ui.lock.plan_off"), act: () => void room.run("plan.lock", { on }),
    };
}
