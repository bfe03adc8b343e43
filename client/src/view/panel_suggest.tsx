/*
 * panel_suggest: another wording for a text that one may not write in: locked, proposed, adopted, or a group's. It is sent
 * like any words of one's own, and the server keeps it as a late proposal on the row.
 */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { closedWhy, contentOf, fieldName, type Row } from "../ctrl/panel_rows";
import { announce } from "../ctrl/say";
import { ml, t, type Lang } from "../i18n/index";
import { KINDS } from "../sync/kinds";
import type { TextField } from "../sync/room";
import { Button, Field, valueOf } from "./parts";
import { useRoom } from "./use";

export function Suggest(props: { row: Row }): JSX.Element | null {
    const ctrl = useRoom();
    const { row } = props;
    const fields = KINDS[row.k].coedited as readonly TextField[];
    const why = closedWhy(ctrl, row);
    const [field, setField] = useState<TextField | undefined>(fields.includes("title") ? "title" : fields[0]);
    if (!ctrl.mayDraft.value || why === "" || why === "closed" || !field || row.id < 0) return null;
    return (
        <section class="stack suggest" aria-label={t("ui.suggest.open")}>
            <h3>{t("ui.suggest.open")}</h3>
            {fields.length > 1 && (
                <Field label={t("ui.suggest.field")}>
                    {(ids) => (
                        <select {...ids} class="input" value={field} onChange={(event) => setField(valueOf(event) as TextField)}>
                            {fields.map((one) => <option key={one} value={one}>{fieldName(row, one)}</option>)}
                        </select>
                    )}
                </Field>
            )}
            <Words key={field} row={row} field={field} />
        </section>
    );
}

function Words(props: { row: Row; field: TextField }): JSX.Element {
    const ctrl = useRoom();
    const { row, field } = props;
    const content = ml(contentOf(row, field));
    const [lang] = useState<Lang>(content.lang);
    const [text, setText] = useState(content.text);
    const submit = (event: Event): void => {
        event.preventDefault();
        if (text.trim() === content.text) return;
        ctrl.room.text(row.id, field, lang).edit(text, text.length);
        announce(t("ui.suggest.sent"));
    };
    return (
        <form class="stack" onSubmit={submit}>
            <Field label={t("ui.suggest.words", { lang: t(`ui.lang.${lang}`) })} hint={t("ui.suggest.hint")}>
                {(ids) => <textarea {...ids} class="input user" dir="auto" lang={lang} rows={5} value={text}
                    onInput={(event) => setText(valueOf(event))} />}
            </Field>
            <div><Button type="submit" look="first" disabled={text.trim() === content.text}>{t("ui.suggest.send")}</Button></div>
        </form>
    );
}
