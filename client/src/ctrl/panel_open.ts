/* panel_open: what is open beside the plan: the panel of one row, or one of the plan's tools. One at a time. */
import { signal } from "@preact/signals";

export type RowTab = "talk" | "history" | "checks" | "proposals";
export const ROW_TABS: readonly RowTab[] = ["talk", "history", "checks", "proposals"];

export type Tool =
    | "checks" | "brackets" | "reservations" | "proposals" | "past" | "adoption" | "groups" | "languages" | "merge";

export type Shown = { is: "row"; id: number; tab: RowTab } | { is: "tool"; tool: Tool; of?: number; other?: number };

export class PanelsCtrl {
    readonly shown = signal<Shown | undefined>(undefined);
    /* Words that were begun in a panel and not sent, by what they are for: closing the panel does not lose them. */
    readonly begun = new Map<string, string>();
    private opener: Element | null = null;

    /* Of a row of the plan, of any kind. */
    openRow(id: number, tab: RowTab = "talk"): void {
        this.open({ is: "row", id, tab });
    }

    /* `of`: the row or text that the tool is opened for; the whole plan without it. `other`: the row it is compared with. */
    openTool(tool: Tool, of?: number, other?: number): void {
        this.open({ is: "tool", tool, of, other });
    }

    /* The focus goes back to where it was opened from. */
    close(): void {
        this.shown.value = undefined;
        const back = this.opener;
        this.opener = null;
        requestAnimationFrame(() => {
            const to = back?.isConnected ? back : document.querySelector("[data-place~=plan]");
            if (to instanceof HTMLElement) to.focus();
        });
    }

    private open(what: Shown): void {
        if (!this.shown.peek()) this.opener = document.activeElement;
        this.shown.value = what;
    }
}
