/* plan_late: the whole plan, as one file to fetch. */
/* What it shares with the first load then stays in one file (build/split.mjs). */
import "./room";
export { PlanPage } from "./plan_page";
