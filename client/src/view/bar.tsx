/* bar: the facilitator's run bar. One next act, at its end; on a phone it lies at the thumb. */
import type { JSX } from "preact";
import { mlText, t } from "../i18n/index";
import { askClose } from "../ctrl/close";
import { isolate } from "../ctrl/say";
import { Control } from "./control";
import { RunTools } from "./item_tools";
import { late } from "./late";
import { Button } from "./parts";
import { useRoom } from "./use";

const PollTools = late(() => import("./polls_late").then((file) => file.PollTools), { quiet: true });

export function Bar(): JSX.Element | null {
    const ctrl = useRoom();
    const state = ctrl.room.workshop.value?.state;
    if (!ctrl.rights.value.staff || !ctrl.room.loaded.value) return null;
    return (
        <div class="bar" role="toolbar" aria-label={t("ui.run.title")}>
            {state === "preparing" && <Before />}
            {state === "live" && <During />}
            {state === "closed" && <After />}
        </div>
    );
}

function Before(): JSX.Element {
    const ctrl = useRoom();
    return (
        <>
            <span class="next-up soft">{t("ui.run.before")}</span>
            <Button look="first" onClick={() => ctrl.goLive()}>{t("ui.run.live")}</Button>
        </>
    );
}

function During(): JSX.Element {
    const ctrl = useRoom();
    const running = ctrl.agenda.running.value;
    const next = ctrl.agenda.next.value;
    const open = ctrl.polls.open.value;
    const prepared = running && ctrl.polls.of(running.id).find((poll) => poll.state === "prepared");
    const adopt = running?.kind === "adoption" && !open && !prepared && ctrl.drafts.value;
    const busy = open !== undefined || prepared !== undefined || adopt;
    return (
        <>
            <span class="next-up soft">
                {next ? t("ui.run.next_is", { title: isolate(mlText(next.title)) }) : t("ui.run.none_left")}
            </span>
            <Control />
            <RunTools look={busy ? "wide-only" : ""} />
            <PollTools item={running?.id ?? 0} busy={busy} />
            {adopt && (
                <Button look="first" onClick={() => ctrl.panels.openTool("adoption")}>{t("ui.adoption.open")}</Button>
            )}
            <NextAct later={busy} />
        </>
    );
}

/*
 * Next item, then the end of the last item, then the end of the workshop. `later`: while the room has a poll to open or
 * to close, or drafts to adopt, that comes first.
 */
function NextAct(props: { later: boolean }): JSX.Element | null {
    const ctrl = useRoom();
    const running = ctrl.agenda.running.value;
    const next = ctrl.agenda.next.value;
    const look = props.later ? "" : "first";
    if (next) {
        const text = t(ctrl.agenda.begun.value ? "ui.run.next" : "ui.run.first");
        return <Button look={look} onClick={() => ctrl.next()}>{text} <Ahead /></Button>;
    }
    if (running) return <Button look={look} onClick={() => ctrl.next()}>{t("ui.run.last")}</Button>;
    if (!ctrl.rights.value.lead) return null;
    return <Button look={`${look} danger`} onClick={() => askClose(ctrl)}>{t("ui.run.close")}</Button>;
}

/* An arrow in reading direction. */
function Ahead(): JSX.Element {
    return <span aria-hidden="true" class="ahead" />;
}

function After(): JSX.Element {
    const ctrl = useRoom();
    return (
        <>
            <span class="next-up soft">{t("ui.now.closed")}</span>
            <Button onClick={() => ctrl.reopen()}>{t("ui.run.reopen")}</Button>
            <Button look="first" onClick={() => ctrl.openDialog({ is: "export" })}>{t("ui.export.title")}</Button>
        </>
    );
}
