/*
 * floor_marks: what stands in the room and is filled by the files of the floor (view/floor_late.ts). Until they are here its
 * place is empty; raising a hand and what the room is told do not wait for them.
 */
import { late } from "./late";

const floor = () => import("./floor_late");

export const Bar = late(() => import("./dialogs_late").then((file) => file.Bar), { quiet: true });
export const FloorRail = late(() => floor().then((file) => file.FloorRail), { quiet: true });
export const SpeakerLine = late(() => floor().then((file) => file.SpeakerLine), { quiet: true });
export const ItemPart = late(() => floor().then((file) => file.ItemPart), { quiet: true });
export const ItemDocuments = late(() => floor().then((file) => file.ItemDocuments), { quiet: true });
export const Projector = late(() => floor().then((file) => file.Projector));
