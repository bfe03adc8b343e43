/* floor_late: everything about the floor, the questions, the parts of the stage and the projector, as one file to fetch. */
/* What it shares with the first load then stays in one file (build/split.mjs). */
import "./room";
export { FloorRail } from "./floor_rail";
export { SpeakerLine } from "./speaker";
export { ItemDocuments, ItemPart } from "./item_part";
export { Projector } from "./projector";
