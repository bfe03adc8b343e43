/*
 * dialogs_late: all dialogs of the room but the plain question, and the pages of those who prepare a workshop, as one file to
 * fetch: every further file of its own would cost the first load some of what they share.
 */
/* What it shares with the first load then stays in one file (build/split.mjs). */
import "./room";
export { CodesDialog, LinkDialog, SheetDialog } from "./codes";
export { DelegationDialog, PersonDialog } from "./person";
export { Keys, Settings } from "./dialogs_more";
export { Home, LogIn, SetUp } from "./home";
export { ItemDialog } from "./item";
export { ItemTools, RunTools } from "./item_tools";
export { PasteItems, PastePeople } from "./paste";
export { PollDialog } from "./poll_dialog";
export { Preparing } from "./prepare";
export { Export } from "./take_home";
export { WorkshopDialog } from "./workshop";
