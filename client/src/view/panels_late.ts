/* panels_late: everything of the panels that the room shows, as one file to fetch. */
export { Panel } from "./panel";
export { PlanHead } from "./panel_head";
export { Notices } from "./panel_notices";
export { RowActs, RowMarks, ThemeActs } from "./panel_row_marks";
