/* dialogs_all: which dialog is which. Fetched with the first that is opened; only the plain question is here before. */
import type { JSX } from "preact";
import type { Dialog } from "../ctrl/room";
import { Keys, Settings } from "./dialogs_more";
import { ItemDialog } from "./item";
import { late } from "./late";
import { MeetingDialog } from "./meetings";
import { ExtendDialog, MessageDialog } from "./message";
import { PollDialog } from "./poll_dialog";
import { Export } from "./take_home";
import { WorkshopDialog } from "./workshop";

export type LateDialog = Exclude<Dialog, { is: "ask" }>;

/* Those about people come with the desk. */
const PeopleDialog = late(() => import("./people_late").then((file) => file.PeopleDialog));

export function AnyDialog(props: { dialog: LateDialog }): JSX.Element {
    const { dialog } = props;
    switch (dialog.is) {
        case "keys":
            return <Keys />;
        case "export":
            return <Export />;
        case "settings":
            return <Settings />;
        case "poll":
            return <PollDialog item={dialog.item} poll={dialog.poll} />;
        case "item":
            return <ItemDialog item={dialog.item} day={dialog.day} />;
        case "workshop":
            return <WorkshopDialog />;
        case "message":
            return <MessageDialog type={dialog.type} />;
        case "extend":
            return <ExtendDialog item={dialog.item} />;
        case "meeting":
            return <MeetingDialog meeting={dialog.meeting} />;
        default:
            return <PeopleDialog dialog={dialog} />;
    }
}
