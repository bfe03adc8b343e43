/* keys: the keyboard of the room (UX.md). Nothing happens while somebody types or a dialog is open. */
import { come } from "./late";
import type { RoomCtrl, Tab } from "./room";

const PLACES: Readonly<Record<string, Tab>> = { n: "now", a: "agenda", p: "plan", e: "people" };
const G_MS = 1500;

function typing(target: EventTarget | null): boolean {
    return target instanceof HTMLElement && target.matches("input:not([type=radio]), textarea, select, [contenteditable]");
}

/* The form of the first poll that has one on the screen takes the digit. */
function choose(ctrl: RoomCtrl, digit: number): boolean {
    const [press] = ctrl.polls.pressed.values();
    return press?.(digit) ?? false;
}

function send(ctrl: RoomCtrl): boolean {
    const me = ctrl.room.me.peek().person;
    const changed = ctrl.polls.opened.peek().filter((poll) => ctrl.polls.changed(poll, me));
    for (const poll of changed) void ctrl.polls.send(poll, me);
    return changed.length > 0;
}

function search(ctrl: RoomCtrl): boolean {
    if (!ctrl.planOnStage.peek() || ctrl.tab.peek() !== "now") ctrl.show("plan");
    if (come.PlanCtrl) ctrl.plan.searching.value = true;
    requestAnimationFrame(() => document.querySelector<HTMLInputElement>("[data-search]")?.focus());
    return true;
}

function hand(ctrl: RoomCtrl): boolean {
    if (!ctrl.raises.peek()) return false;
    ctrl.floor.toggle();
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
        else if (event.key === "h") done = hand(ctrl);
        else if (event.key === "/") search(ctrl);
        else if (/^[0-9]$/.test(event.key)) done = choose(ctrl, Number(event.key));
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
