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

const file = () => import("./dialogs_late");
const Keys = lateDialog(() => file().then((all) => all.Keys));
const Export = lateDialog(() => file().then((all) => all.Export));
const Settings = lateDialog(() => file().then((all) => all.Settings));

const CodesDialog = lateDialog(() => file().then((all) => all.CodesDialog));
const LinkDialog = lateDialog(() => file().then((all) => all.LinkDialog));
const SheetDialog = lateDialog(() => file().then((all) => all.SheetDialog));
const PollDialog = lateDialog(() => file().then((all) => all.PollDialog));
const ItemDialog = lateDialog(() => file().then((all) => all.ItemDialog));
const DelegationDialog = lateDialog(() => file().then((all) => all.DelegationDialog));
const PersonDialog = lateDialog(() => file().then((all) => all.PersonDialog));
const PasteItems = lateDialog(() => file().then((all) => all.PasteItems));
const PastePeople = lateDialog(() => file().then((all) => all.PastePeople));
const WorkshopDialog = lateDialog(() => file().then((all) => all.WorkshopDialog));

/* Whoever runs the room has its dialogs at hand before the first is opened. */
export function fetchDialogs(): void {
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
