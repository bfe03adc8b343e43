/* people_late: what those who run the room do with its people, as one file to fetch: the desk, its dialogs, the rehearsal. */
/* What it shares with the first load then stays in one file (build/split.mjs). */
import "./room";
export { Desk } from "./desk";
export { PeopleTools } from "./people_tools";
export { PeopleDialog } from "./people_dialogs";
export { Rehearsal } from "./rehearsal";
