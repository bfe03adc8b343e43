/* use: the controller of the room, for any view inside it. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { RoomCtrl } from "../ctrl/room";

export const RoomContext = createContext<RoomCtrl | undefined>(undefined);

export function useRoom(): RoomCtrl {
    const ctrl = useContext(RoomContext);
    if (!ctrl) throw new Error("this view stands outside a room");
    return ctrl;
}
