/* panels_late: everything of the panels that the room shows, as one file to fetch. */
/* What it shares with the first load then stays in one file (build/split.mjs). */
import "./room";
export { Panel } from "./panel";
export { PlanHead, PlanLock } from "./panel_head";
export { Notices } from "./panel_notices";
export { RowActs, RowMarks, ThemeActs } from "./panel_row_marks";
