/* desk_marks: what the files of those who run the room (people_late) put into it: their desk, and the band of a rehearsal. */
import { late } from "./late";

const file = () => import("./people_late");

export const Desk = late(() => file().then((all) => all.Desk));
export const Rehearsal = late(() => file().then((all) => all.Rehearsal), { quiet: true });
export const PeopleTools = late(() => file().then((all) => all.PeopleTools), { quiet: true });
