/* lobby: where a guest waits outside a room whose facilitators admit people. The room opens by itself. */
import type { JSX } from "preact";
import { mlText, t } from "../i18n/index";
import { Link } from "./link";
import { Plain } from "./parts";
import { Page } from "./page";
import { useRoom } from "./use";

export function Lobby(): JSX.Element {
    const ctrl = useRoom();
    return (
        <Page title={mlText(ctrl.room.workshop.value?.title)} narrow tools={<Link />}>
            <section class="note stack" role="status">
                <h2>{t("ui.lobby.title")}</h2>
                <p>{t("ui.lobby.seen")} <strong><Plain>{ctrl.self.value?.name}</Plain></strong></p>
                <p>{t("ui.lobby.next")}</p>
            </section>
            <p class="soft">{t("ui.lobby.keep")}</p>
        </Page>
    );
}
