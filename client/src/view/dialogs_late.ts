/*
 * dialogs_late: all dialogs of the room but the plain question, and the pages of those who prepare a workshop, as one file to
 * fetch: every further file of its own would cost the first load some of what they share.
 */
/* What it shares with the first load then stays in one file (build/split.mjs). */
import "./room";
export { AnyDialog } from "./dialogs_all";
export { Home, LogIn, SetUp } from "./home";
export { Bar } from "./bar";
export { ItemTools } from "./item_tools";
export { Preparing } from "./prepare";
