/* menu: acts that are used now and then, behind one button. It closes by choosing, Escape, or going elsewhere. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

interface MenuProps {
    label: ComponentChildren;
    /* What it is about, for those who hear it. */
    name?: string;
    look?: string;
    acts: readonly Act[];
}

export interface Act {
    key: string;
    text: ComponentChildren;
    pressed?: boolean;
    act: () => void;
}

export function Menu(props: MenuProps): JSX.Element {
    const { label, name, look = "tool", acts } = props;
    const [open, setOpen] = useState(false);
    const box = useRef<HTMLSpanElement>(null);
    const button = useRef<HTMLButtonElement>(null);
    useElsewhere(open, box, () => setOpen(false));
    const onKeyDown = (event: KeyboardEvent): void => {
        if (!open || event.key !== "Escape") return;
        event.stopPropagation();
        setOpen(false);
        button.current?.focus();
    };
    /* What was chosen gives the focus back to the button: its own place in the menu is gone by then. */
    const choose = (act: Act): void => {
        button.current?.focus();
        setOpen(false);
        act.act();
    };
    return (
        <span class="menu-of" ref={box} onKeyDown={onKeyDown}>
            <button ref={button} type="button" class={look} aria-label={name} aria-expanded={open} onClick={() => setOpen(!open)}>
                {label}
            </button>
            {open && (
                <span class="menu" role="group" aria-label={name}>
                    {acts.map((one) => (
                        <button key={one.key} type="button" aria-pressed={one.pressed} onClick={() => choose(one)}>{one.text}</button>
                    ))}
                </span>
            )}
        </span>
    );
}

/* While something is open: a press or the focus outside of it. */
function useElsewhere(open: boolean, box: { current: Element | null }, leave: () => void): void {
    useEffect(() => {
        if (!open) return undefined;
        const look = (event: Event): void => {
            if (event.target instanceof Node && !box.current?.contains(event.target)) leave();
        };
        document.addEventListener("pointerdown", look);
        document.addEventListener("focusin", look);
        return () => {
            document.removeEventListener("pointerdown", look);
            document.removeEventListener("focusin", look);
        };
    }, [open]);
}
