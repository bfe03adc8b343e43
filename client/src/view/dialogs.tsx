/* dialogs: the one dialog of the room that is open, if any. All but the plain question are fetched when they are opened. */
import type { ComponentType, JSX } from "preact";
import type { Question } from "../ctrl/room";
import { t } from "../i18n/index";
import { late, type LateComponent } from "./late";
import { Button, Modal } from "./parts";
import { useRoom } from "./use";

function lateDialog<P extends object>(load: () => Promise<ComponentType<P>>): LateComponent<P> {
    return late(load, { frame: (waiting) => <Waiting>{waiting}</Waiting> });
}

const more = () => import("./dialogs_more");
const Keys = lateDialog(() => more().then((file) => file.Keys));
const Export = lateDialog(() => more().then((file) => file.Export));
const Settings = lateDialog(() => more().then((file) => file.Settings));

const staff = () => import("./dialogs_staff");
const CodesDialog = lateDialog(() => staff().then((file) => file.CodesDialog));
const LinkDialog = lateDialog(() => staff().then((file) => file.LinkDialog));
const SheetDialog = lateDialog(() => staff().then((file) => file.SheetDialog));
const PollDialog = lateDialog(() => staff().then((file) => file.PollDialog));
const ItemDialog = lateDialog(() => staff().then((file) => file.ItemDialog));
const DelegationDialog = lateDialog(() => staff().then((file) => file.DelegationDialog));
const PersonDialog = lateDialog(() => staff().then((file) => file.PersonDialog));
const PasteItems = lateDialog(() => staff().then((file) => file.PasteItems));
const PastePeople = lateDialog(() => staff().then((file) => file.PastePeople));
const WorkshopDialog = lateDialog(() => staff().then((file) => file.WorkshopDialog));

/* Whoever runs the room has its dialogs at hand before the first is opened. */
export function fetchDialogs(): void {
    void Keys.fetch();
    void ItemDialog.fetch();
}

function Waiting(props: { children: JSX.Element }): JSX.Element {
    const ctrl = useRoom();
    return <Modal title={t("ui.wait")} onClose={() => ctrl.closeDialog()}>{props.children}</Modal>;
}

export function Dialogs(): JSX.Element | null {
    const dialog = useRoom().dialog.value;
    switch (dialog?.is) {
        case undefined:
            return null;
        case "keys":
            return <Keys />;
        case "export":
            return <Export />;
        case "settings":
            return <Settings />;
        case "codes":
            return <CodesDialog />;
        case "poll":
            return <PollDialog item={dialog.item} />;
        case "item":
            return <ItemDialog item={dialog.item} day={dialog.day} />;
        case "delegation":
            return <DelegationDialog delegation={dialog.delegation} />;
        case "workshop":
            return <WorkshopDialog />;
        case "sheet":
            return <SheetDialog />;
        case "paste-people":
            return <PastePeople />;
        case "paste-items":
            return <PasteItems day={dialog.day} />;
        case "person":
            return <PersonDialog person={dialog.person} />;
        case "link":
            return <LinkDialog key="link" person={dialog.person} name={dialog.name} />;
        case "ask":
            return <Ask question={dialog.question} />;
    }
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
