/*
 * panel_marks: what stands in the plan itself and leads to the panels beside it: over the plan, in every row, and in the
 * head of a theme. Each comes with the files of the panels; until then its place is empty and the plan works without it.
 */
import { late } from "./late";

export const PlanHead = late(() => import("./panel_head").then((file) => file.PlanHead), { quiet: true });
export const RowMarks = late(() => import("./panel_row_marks").then((file) => file.RowMarks), { quiet: true });
export const RowActs = late(() => import("./panel_row_marks").then((file) => file.RowActs), { quiet: true });
export const ThemeActs = late(() => import("./panel_row_marks").then((file) => file.ThemeActs), { quiet: true });
