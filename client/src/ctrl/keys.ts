/* keys: the keyboard of the room (UX.md). Nothing happens while somebody types or a dialog is open. */
import type { RoomCtrl, Tab } from "./room";

const PLACES: Readonly<Record<string, Tab>> = { n: "now", a: "agenda", p: "plan", e: "people" };
const G_MS = 1500;

function typing(target: EventTarget | null): boolean {
    return target instanceof HTMLElement && target.matches("input:not([type=radio]), textarea, select, [contenteditable]");
}

function choose(ctrl: RoomCtrl, digit: number): boolean {
    const poll = ctrl.polls.open.peek();
    const option = poll && ctrl.polls.options(poll.id)[digit - 1];
    if (!poll || !option || !ctrl.rights.peek().vote) return false;
    ctrl.polls.choose(poll.id, option.id);
    return true;
}

function send(ctrl: RoomCtrl): boolean {
    const poll = ctrl.polls.open.peek();
    if (!poll || !ctrl.polls.changed(poll.id)) return false;
    void ctrl.polls.send(poll.id);
    return true;
}

function search(ctrl: RoomCtrl): boolean {
    if (!ctrl.planOnStage.peek() || ctrl.tab.peek() !== "now") ctrl.show("plan");
    ctrl.plan.searching.value = true;
    requestAnimationFrame(() => document.querySelector<HTMLInputElement>("[data-search]")?.focus());
    return true;
}

/* Listen until the returned function is called. */
export function listenToKeys(ctrl: RoomCtrl): () => void {
    let g = 0;
    const onKey = (event: KeyboardEvent): void => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
        if (typing(event.target) || ctrl.dialog.peek()) return;
        const afterG = Date.now() - g < G_MS;
        g = 0;
        let done = true;
        if (afterG && PLACES[event.key]) {
            const tab = PLACES[event.key]!;
            ctrl.show(tab);
            requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-place~="${tab}"]`)?.focus());
        } else if (event.key === "g") g = Date.now();
        else if (event.key === "?") ctrl.openDialog({ is: "keys" });
        else if (event.key === "n") ctrl.askNext();
        else if (event.key === "/") search(ctrl);
        else if (/^[1-9]$/.test(event.key)) done = choose(ctrl, Number(event.key));
        else if (event.key === "Enter") done = !onControl(event.target) && send(ctrl);
        else done = false;
        if (done) event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
}

/* Enter on a button or link means that one; on a radio button it sends. */
function onControl(target: EventTarget | null): boolean {
    return target instanceof Element && target.closest("button, a, summary") !== null;
}
