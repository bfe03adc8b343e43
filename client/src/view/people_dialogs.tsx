/* people_dialogs: which dialog about people is which. */
import type { JSX } from "preact";
import type { Dialog } from "../ctrl/room";
import { CodesDialog, LinkDialog } from "./codes";
import { DelegationDialog } from "./delegation";
import { DeviceDialog } from "./device";
import { ImportAgenda, ImportPeople } from "./import";
import { PersonDialog } from "./person";
import { SheetDialog } from "./sheet";

export type AboutPeople = Extract<Dialog, {
    is: "codes" | "sheet" | "delegation" | "person" | "link" | "device" | "import-people" | "import-agenda";
}>;

export function PeopleDialog(props: { dialog: AboutPeople }): JSX.Element {
    const { dialog } = props;
    switch (dialog.is) {
        case "codes":
            return <CodesDialog />;
        case "sheet":
            return <SheetDialog />;
        case "delegation":
            return <DelegationDialog delegation={dialog.delegation} />;
        case "person":
            return <PersonDialog person={dialog.person} />;
        case "link":
            return <LinkDialog person={dialog.person} name={dialog.name} now={dialog.now} />;
        case "device":
            return <DeviceDialog host={dialog.host} />;
        case "import-people":
            return <ImportPeople />;
        case "import-agenda":
            return <ImportAgenda day={dialog.day} />;
    }
}
