/* dialogs: the one dialog of the room that is open, if any. All but the plain question are fetched when they are opened. */
import type { JSX } from "preact";
import type { Question } from "../ctrl/room";
import { t } from "../i18n/index";
import { late } from "./late";
import { Button, Modal } from "./parts";
import { useRoom } from "./use";

const AnyDialog = late(() => import("./dialogs_late").then((all) => all.AnyDialog), {
    frame: (waiting) => <Waiting>{waiting}</Waiting>,
});

/* Whoever runs the room has its dialogs at hand before the first is opened. */
export function fetchDialogs(): void {
    void AnyDialog.fetch();
}

function Waiting(props: { children: JSX.Element }): JSX.Element {
    const ctrl = useRoom();
    return <Modal title={t("ui.wait")} onClose={() => ctrl.closeDialog()}>{props.children}</Modal>;
}

export function Dialogs(): JSX.Element | null {
    const dialog = useRoom().dialog.value;
    if (!dialog) return null;
    if (dialog.is === "ask") return <Ask question={dialog.question} />;
    return <AnyDialog key={dialog.is} dialog={dialog} />;
}

function Ask(props: { question: Question }): JSX.Element {
    const ctrl = useRoom();
    const { question } = props;
    const act = (): void => {
        ctrl.closeDialog();
        question.act();
    };
    return (
        <Modal title={question.title} onClose={() => ctrl.closeDialog()}>
            <p>{question.text}</p>
            <div class="dialog-foot">
                <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>
                <Button look={`first ${question.danger ? "danger" : ""}`} data-first onClick={act}>{question.button}</Button>
            </div>
        </Modal>
    );
}
