/* panel_head: over the plan: the tools of whoever reads and runs it. */
import type { JSX } from "preact";

export function PlanHead(): JSX.Element | null {
    return null;
}
