/* dialogs_late: all dialogs of the room but the plain question, and the list of what to prepare, as one file to fetch. */
export { CodesDialog, LinkDialog, SheetDialog } from "./codes";
export { DelegationDialog, PersonDialog } from "./person";
export { Export, Keys, Settings } from "./dialogs_more";
export { ItemDialog } from "./item";
export { PasteItems, PastePeople } from "./paste";
export { PollDialog } from "./poll_dialog";
export { Preparing } from "./prepare";
export { WorkshopDialog } from "./workshop";
