/*
 * panel_marks: what stands in the plan itself and leads to the panels beside it: over the plan, in every row, and in the
 * head of a theme. Each comes with the files of the panels; until then its place is empty and the plan works without it.
 */
import { late } from "./late";

const panels = () => import("./panels_late");

export const Panel = late(() => panels().then((file) => file.Panel), {
    frame: (waiting) => <aside class="beside-plan"><div class="panel-body">{waiting}</div></aside>,
});
export const Notices = late(() => panels().then((file) => file.Notices), { quiet: true });
export const PlanHead = late(() => panels().then((file) => file.PlanHead), { quiet: true });
export const PlanLock = late(() => panels().then((file) => file.PlanLock), { quiet: true });
export const RowMarks = late(() => panels().then((file) => file.RowMarks), { quiet: true });
export const RowActs = late(() => panels().then((file) => file.RowActs), { quiet: true });
export const ThemeActs = late(() => panels().then((file) => file.ThemeActs), { quiet: true });
