/* close: asking before the workshop is closed. Secret ballots are counted first (rule W5): which poll that is, is said and offered. */
import { mlText, t } from "../i18n/index";
import type { RoomCtrl } from "./room";
import { isolate } from "./say";

export function askClose(ctrl: RoomCtrl): void {
    const { room } = ctrl;
    const secret = room.list("poll").peek().find((poll) => poll.secrecy === "secret" && poll.state === "open");
    const asked = secret
        ? {
            text: t("ui.run.close_secret", { question: isolate(mlText(secret.question)) }),
            button: t("ui.poll.close"),
            act: () => room.run("poll.close", { id: secret.id }),
        }
        : { text: t("ui.run.close_ask"), button: t("ui.run.close"), danger: true, act: () => room.run("workshop.close") };
    ctrl.ask({ title: t("ui.run.close"), ...asked });
}
