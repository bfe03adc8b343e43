/*
 * press: an editor closes when the focus leaves it, and everything below it moves. When it is the press of a button that takes
 * the focus, the release would then land beside that button and nothing would happen: the editor closes once the press is over.
 */
import { useEffect, useRef } from "preact/hooks";

const ENDS = ["mouseup", "dragend"];

/* What to call instead of `run`: it runs at once, or after the press under way and its click. */
export function useAfterPress(run: () => void): () => void {
    const latest = useRef(run);
    latest.current = run;
    const press = useRef({ isDown: false, waits: false });
    useEffect(() => {
        const { current } = press;
        const down = (): void => void (current.isDown = true);
        const up = (): void => {
            current.isDown = false;
            if (current.waits) setTimeout(() => latest.current());
            current.waits = false;
        };
        addEventListener("mousedown", down, true);
        for (const end of ENDS) addEventListener(end, up, true);
        return () => {
            removeEventListener("mousedown", down, true);
            for (const end of ENDS) removeEventListener(end, up, true);
        };
    }, []);
    return () => {
        if (press.current.isDown) press.current.waits = true;
        else latest.current();
    };
}
