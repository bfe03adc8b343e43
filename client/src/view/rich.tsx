/* rich: texts of the plan as they are read: in their own direction, their language marked, open wording in sight. */
import type { JSX } from "preact";
import { ml, t, type ML } from "../i18n/index";
import { bracketsOf, cleanText } from "../rules/brackets";
import { LangTag } from "./parts";
import { useRoom } from "./use";

export function None(): JSX.Element {
    return <span class="none"><span aria-hidden="true">–</span><span class="hear">{t("ui.none")}</span></span>;
}

/* A text of the plan; open brackets are marked, or left out in the clean view. */
export function Worded(props: { of: ML | undefined }): JSX.Element {
    const { plan } = useRoom();
    const said = ml(props.of);
    if (said.text === "") return <None />;
    const text = plan.clean.value ? cleanText(said.text) : said.text;
    return (
        <>
            <bdi class="user" lang={said.lang}>{plan.clean.value ? text : marked(text)}</bdi>
            {said.foreign && <LangTag of={said.lang} />}
            {said.old && <> <span class="tag warn">{t("ui.text.outdated")}</span></>}
        </>
    );
}

function marked(text: string): (string | JSX.Element)[] | string {
    const brackets = text.includes("[") ? bracketsOf(text) : [];
    if (brackets.length === 0) return text;
    const parts: (string | JSX.Element)[] = [];
    let at = 0;
    for (const { start, end } of brackets) {
        parts.push(text.slice(at, start), <mark class="open-words">{text.slice(start, end)}</mark>);
        at = end;
    }
    parts.push(text.slice(at));
    return parts;
}
