/* room: one workshop: the bar at the top, the three columns or the tabs, and the bar at the foot. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { listenToKeys } from "../ctrl/keys";
import { RoomCtrl, TABS, type Tab } from "../ctrl/room";
import { mlText, t } from "../i18n/index";
import { openRoom } from "../sync/room";
import { Agenda } from "./agenda";
import { Desk, Rehearsal } from "./desk_marks";
import { Dialogs, fetchDialogs } from "./dialogs";
import { Bar, FloorRail, Projector, SpeakerLine } from "./floor_marks";
import { HandBar } from "./hand";
import { Link } from "./link";
import { Lobby } from "./lobby";
import { Button, LangSwitch, Plain } from "./parts";
import { useTitle, Wrong } from "./page";
import { fetchPolls } from "./poll";
import { Notices, Panel } from "./panel_marks";
import { People } from "./people";
import { Plan } from "./plan";
import { Refused } from "./refused";
import { Stage } from "./stage";
import { Told } from "./told";
import { RoomContext, useRoom } from "./use";

/* When the room is on the screen, what a vote or its facilitator will need is fetched. */
const AT_REST_MS = 2000;

export function RoomScreen(props: { id: string }): JSX.Element | null {
    const [ctrl, setCtrl] = useState<RoomCtrl | undefined>();
    useEffect(() => {
        const made = new RoomCtrl(openRoom(props.id));
        const deaf = listenToKeys(made);
        const touch = (): void => made.room.touch();
        addEventListener("pointerdown", touch);
        addEventListener("keydown", touch);
        setCtrl(made);
        return () => {
            removeEventListener("pointerdown", touch);
            removeEventListener("keydown", touch);
            deaf();
            made.close();
        };
    }, [props.id]);
    return ctrl ? <RoomContext.Provider value={ctrl}><Frame /></RoomContext.Provider> : null;
}

function Frame(): JSX.Element {
    const ctrl = useRoom();
    const loaded = ctrl.room.loaded.value;
    const runs = ctrl.edits.value;
    useEffect(() => {
        const timer = loaded ? setTimeout(runs ? fetchDialogs : fetchPolls, AT_REST_MS) : undefined;
        return () => clearTimeout(timer);
    }, [loaded, runs]);
    const state = ctrl.room.state.value;
    useTitle(mlText(ctrl.room.workshop.value?.title));
    if (state.is === "gone") return <Gone why={state.why} />;
    if (ctrl.unseated.value) return <Gone why="forbidden" />;
    if (ctrl.inLobby.value) return <Lobby />;
    if (ctrl.screen.value) return <Projector />;
    const tab = ctrl.tab.value;
    const desk = ctrl.rights.value.staff && ctrl.desk.value;
    const beside = ctrl.panels.shown.value !== undefined;
    const column = (name: Tab): string => `column ${tab === name && !desk ? "shown" : ""}`;
    return (
        <div class="room">
            <div class="room-top-wrap">
                <Top />
                {ctrl.room.workshop.value?.rehearsal && <Rehearsal />}
                <Told />
                <Refused />
                {ctrl.noticed.value && <Notices />}
            </div>
            <main class={`room-main ${tab === "plan" || desk ? "roomy" : ""} ${beside ? "two-sided" : ""}`} tabIndex={-1}>
                <nav class={`agenda ${column("agenda")}`} data-place="agenda" tabIndex={-1} aria-label={t("ui.tab.agenda")}>
                    <Agenda />
                </nav>
                <section class={`stage column ${tab === "now" || tab === "plan" || desk ? "shown" : ""}`} data-place="now plan"
                    tabIndex={-1} aria-label={t(tab === "plan" ? "ui.tab.plan" : "ui.tab.now")}>
                    <Places />
                    {ctrl.away.value && <Back />}
                    {ctrl.room.loaded.value && <SpeakerLine />}
                    {desk ? <Desk which={desk} /> : tab === "plan" ? <div class="plan-page"><Plan /></div> : <Stage />}
                </section>
                <aside class={`people ${column("people")}`} data-place="people" tabIndex={0} aria-label={t("ui.tab.people")}>
                    {ctrl.room.loaded.value && <FloorRail />}
                    <People />
                </aside>
                {beside && <Panel />}
            </main>
            <footer class="room-foot">
                {ctrl.rights.value.staff && <Bar />}
                <HandBar />
                <Tabs />
            </footer>
            <Undos />
            <Dialogs />
        </div>
    );
}

function Top(): JSX.Element {
    const ctrl = useRoom();
    const workshop = ctrl.room.workshop.value;
    const { role } = ctrl.room.me.value;
    const self = ctrl.self.value;
    const days = ctrl.agenda.dayCount.value;
    return (
        <header class="room-top">
            <h1><bdi>{mlText(workshop?.title) || t("ui.loading")}</bdi></h1>
            {workshop?.state === "live" && (
                <span class="num soft wide-only">{t("ui.room.day", { n: ctrl.agenda.today.value, all: days })}</span>
            )}
            {workshop && workshop.state !== "live" && <span class="tag">{t(`ui.state.${workshop.state}`)}</span>}
            <Link />
            <span class="wide-only"><LangSwitch onChoose={(to) => ctrl.speak(to)} /></span>
            <Button look="quiet me" onClick={() => ctrl.openDialog({ is: "settings" })}>
                <span class="who"><Plain>{self?.name ?? t(`ui.role.${role}`)}</Plain></span>
                {self && <span class="soft small wide-only">{t(self.guest ? "ui.role.guest" : `ui.role.${self.role}`)}</span>}
                <span class="hear">{t("ui.settings")}</span>
                <span aria-hidden="true">⋯</span>
            </Button>
        </header>
    );
}

/* On a wide screen the stage shows the room or the plan; on a phone the tabs do that. */
function Places(): JSX.Element {
    const ctrl = useRoom();
    const plan = ctrl.tab.value === "plan";
    const desk = ctrl.desk.value !== undefined;
    return (
        <div class="column-head places-head wide-only">
            <div class="segments" role="group" aria-label={t("ui.room.places")}>
                <button type="button" aria-current={plan || desk ? undefined : "true"} onClick={() => ctrl.show("now")}>
                    {t("ui.tab.now")}
                </button>
                <button type="button" aria-current={plan ? "true" : undefined} onClick={() => ctrl.show("plan")}>
                    {t("ui.tab.plan")}
                </button>
                {ctrl.rights.value.staff && (
                    <button type="button" aria-current={desk ? "true" : undefined} onClick={() => ctrl.showDesk("people")}>
                        {t("ui.tab.people")}
                    </button>
                )}
            </div>
            <span class="spring" />
            {ctrl.rights.value.person && (
                <Button look="quiet" onClick={() => ctrl.openDialog({ is: "export" })}>{t("ui.export.title")}</Button>
            )}
        </div>
    );
}

function Back(): JSX.Element {
    const ctrl = useRoom();
    return <div class="back no-print"><button type="button" onClick={() => ctrl.back()}>{t("ui.room.back")}</button></div>;
}

function Tabs(): JSX.Element {
    const ctrl = useRoom();
    return (
        <nav class="tabs" aria-label={t("ui.room.places")}>
            {TABS.map((tab) => (
                <button key={tab} type="button" aria-current={ctrl.tab.value === tab ? "page" : undefined}
                    onClick={() => ctrl.show(tab)}>
                    {t(`ui.tab.${tab}`)}
                </button>
            ))}
        </nav>
    );
}

/* What was removed a moment ago. */
function Undos(): JSX.Element {
    const ctrl = useRoom();
    return (
        <div class="undo" role="status">
            {ctrl.undo.list.value.map((one) => (
                <div key={one.id}>
                    <span>{t("ui.removed")} <Plain>{short(one.label)}</Plain></span>
                    <Button look="quiet" onClick={() => ctrl.undo.undo(one.id)}>{t("ui.undo")}</Button>
                </div>
            ))}
        </div>
    );
}

function short(text: string): string {
    const letters = [...text];
    return letters.length > 60 ? `${letters.slice(0, 60).join("")}…` : text;
}

/* The link is gone for good: the seat was removed, or the person is on too many devices. */
function Gone(props: { why: "forbidden" | "replaced" }): JSX.Element {
    return (
        <Wrong title={t(`ui.wrong.${props.why}`)} text={t(`ui.wrong.${props.why}_text`)}
            retry={() => location.reload()} />
    );
}
