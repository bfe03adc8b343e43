/* dialogs_staff: the dialogs of those who prepare and run a workshop, as one file to fetch. */
export { CodesDialog, LinkDialog, SheetDialog } from "./codes";
export { ItemDialog } from "./item";
export { PasteItems, PastePeople } from "./paste";
export { DelegationDialog, PersonDialog } from "./person";
export { PollDialog } from "./poll_dialog";
export { WorkshopDialog } from "./workshop";
