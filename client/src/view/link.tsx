/* link: the state of the link, one small component, everywhere. The word "saved" is drawn here and nowhere else. */
import type { JSX } from "preact";
import { t, time } from "../i18n/index";
import { linkText } from "../ctrl/room";
import type { LinkState, SavedState } from "../sync/room";
import { useRoom } from "./use";

const LOOK: Readonly<Record<LinkState["is"], string>> = {
    connecting: "opening",
    live: "live",
    slow: "slow",
    waiting: "waiting",
    readonly: "stopped",
    back: "live",
    gone: "stopped",
};

function savedText(saved: SavedState): string {
    if (saved.is === "saving") return t("ui.link.saving", { n: saved.changes });
    if (saved.at === undefined) return "";
    return t("ui.link.saved", { time: time(saved.at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }) });
}

export function Link(): JSX.Element {
    const ctrl = useRoom();
    const state = ctrl.room.state.value;
    void ctrl.now.value;    /* "slow (since 8 s)" counts on */
    const saved = state.is === "live" ? savedText(ctrl.room.saved.value) : "";
    /* Before and after the workshop nothing here is live but the link. */
    const calm = state.is === "live" && ctrl.room.workshop.value?.state !== "live";
    return (
        <span class={`link ${LOOK[state.is]}`}>
            {calm ? t("ui.link.linked") : linkText(state)}
            {saved && ` · ${saved}`}
        </span>
    );
}

/* How many are listening besides the people of the room. */
export function Listeners(): JSX.Element | null {
    const n = useRoom().room.listeners.value;
    return n > 0 ? <span class="soft small num">{t("ui.people.listeners", { n })}</span> : null;
}
