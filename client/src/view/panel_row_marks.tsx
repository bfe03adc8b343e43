/* panel_row_marks: what a row and a theme say about themselves beside their fields, and what can be done to them. */
import type { JSX } from "preact";
import type { RowKind } from "../ctrl/plan";

interface RowProps {
    kind: RowKind;
    id: number;
}

export function RowMarks(_props: RowProps): JSX.Element | null {
    return null;
}

export function RowActs(_props: RowProps): JSX.Element | null {
    return null;
}

export function ThemeActs(_props: { id: number }): JSX.Element | null {
    return null;
}
