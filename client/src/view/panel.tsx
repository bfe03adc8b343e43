/* panel: what is open beside the plan: the panel of one row with its tabs, or one of the tools of the plan. */
import type { JSX } from "preact";
import { ROW_TABS, type RowTab, type Tool } from "../ctrl/panel_open";
import { closedWhy, rowName, rowOf, type Row } from "../ctrl/panel_rows";
import { t } from "../i18n/index";
import { AdoptionTool } from "./panel_adoption";
import { BracketsTool, ReservationsTool } from "./panel_open_points";
import { PlanChecks, RowChecks } from "./panel_checks";
import { GroupsTool } from "./panel_groups";
import { RowHistory } from "./panel_history";
import { LanguagesTool } from "./panel_languages";
import { MergeTool } from "./panel_merge";
import { PanelFrame, TabList } from "./panel_parts";
import { PastTool } from "./panel_past";
import { AllProposals, Proposals } from "./panel_proposals";
import { Suggest } from "./panel_suggest";
import { Talk } from "./panel_talk";
import { useRoom } from "./use";

export function Panel(): JSX.Element | null {
    const { panels, room } = useRoom();
    const shown = panels.shown.value;
    if (!shown) return null;
    if (shown.is === "tool") return <PanelFrame key={shown.tool} title={t(`ui.tool.${shown.tool}`)}><ToolBody {...shown} /></PanelFrame>;
    const row = rowOf(room, shown.id);
    return row ? <RowPanel key={room.key(row.id)} row={row} tab={shown.tab} /> : <GoneRow id={shown.id} />;
}

function ToolBody(props: { tool: Tool; of?: number; other?: number }): JSX.Element {
    const { of = 0, other = 0 } = props;
    switch (props.tool) {
        case "checks":
            return <PlanChecks />;
        case "brackets":
            return <BracketsTool />;
        case "reservations":
            return <ReservationsTool />;
        case "proposals":
            return <AllProposals />;
        case "past":
            return <PastTool />;
        case "adoption":
            return <AdoptionTool key={of} of={of} />;
        case "groups":
            return <GroupsTool />;
        case "languages":
            return <LanguagesTool />;
        case "merge":
            return <MergeTool key={`${of} ${other}`} keep={of} other={other} />;
    }
}

function RowPanel(props: { row: Row; tab: RowTab }): JSX.Element {
    const ctrl = useRoom();
    const { room, panels } = ctrl;
    const { row, tab } = props;
    const count: Record<RowTab, number> = {
        talk: room.list("remark").value.filter((one) => one.of === row.id && !one.resolved).length,
        history: 0,
        checks: 0,
        proposals: room.list("proposal").value.filter((one) => one.of === row.id && one.state === "open").length,
    };
    return (
        <PanelFrame title={rowName(ctrl, row)}>
            <Closed row={row} />
            <TabList label={t("ui.panel.tabs")} chosen={tab} choose={(to) => panels.openRow(row.id, to)}
                tabs={ROW_TABS.map((name) => ({ name, text: t(`ui.panel.${name}`), n: count[name] }))}>
                {tab === "talk" && <Talk of={row.id} />}
                {tab === "history" && <RowHistory row={row} />}
                {tab === "checks" && <RowChecks row={row} />}
                {tab === "proposals" && <><Proposals of={row.id} /><Suggest row={row} /></>}
            </TabList>
        </PanelFrame>
    );
}

/* Why nobody, or not this person, can write in the row, and what can be done instead. */
function Closed(props: { row: Row }): JSX.Element | null {
    const ctrl = useRoom();
    const why = closedWhy(ctrl, props.row);
    if (why === "") return null;
    const suggests = ctrl.mayDraft.value && ctrl.panels.shown.value?.is === "row" && ctrl.panels.shown.value.tab !== "proposals";
    return (
        <div class="note closed-why">
            <p>{t(`ui.closed_why.${why}`)}</p>
            {suggests && (
                <button type="button" class="button quiet slim" onClick={() => ctrl.panels.openRow(props.row.id, "proposals")}>
                    {t("ui.suggest.open")}
                </button>
            )}
        </div>
    );
}

/* The row was removed while its panel was open: what was said and proposed about it can still be read. */
function GoneRow(props: { id: number }): JSX.Element {
    return (
        <PanelFrame title={t("ui.panel.gone")}>
            <p class="soft">{t("ui.panel.gone_text")}</p>
            <Proposals of={props.id} />
        </PanelFrame>
    );
}
