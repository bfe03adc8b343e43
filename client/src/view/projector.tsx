/* projector: the screen in the room: large type, what the room does now and nothing to press. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { mlText, t } from "../i18n/index";
import { isolate } from "../ctrl/say";
import { Link } from "./link";
import { Notices } from "./panel_marks";
import { LangSwitch, Text } from "./parts";
import { Stage } from "./stage";
import { useRoom } from "./use";

export function Projector(): JSX.Element {
    const ctrl = useRoom();
    const { agenda, people } = ctrl;
    const next = agenda.next.value;
    useEffect(() => {
        document.documentElement.dataset.screen = "";
        return () => delete document.documentElement.dataset.screen;
    }, []);
    return (
        <div class="room projector">
            <header class="room-top">
                <h1><Text of={ctrl.room.workshop.value?.title} none={t("ui.loading")} /></h1>
                <Link />
                <LangSwitch onChoose={(to) => ctrl.speak(to)} />
            </header>
            <main class="room-main stage" tabIndex={-1}>
                <div class="column">
                    {ctrl.noticed.value && <Notices />}
                    <Stage />
                </div>
            </main>
            <footer class="room-foot bar">
                <span class="next-up">{next && t("ui.run.next_is", { title: isolate(mlText(next.title)) })}</span>
                <span class="num soft">
                    {t("ui.tab.people")} {t("ui.people.count", { here: people.here.value, all: people.all.value })}
                </span>
            </footer>
        </div>
    );
}
