/* plan: the place of the plan in the room; its files come after those that a person needs to join and to vote. */
import { late } from "./late";

export const Plan = late(() => import("./plan_late").then((file) => file.PlanPage));
