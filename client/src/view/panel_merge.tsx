/* panel_merge: two rows that say the same, side by side, made into one that keeps both. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { contentOf, fieldName, personName, rowName, rowOf, type Row } from "../ctrl/panel_rows";
import { LANGS, mlText, t } from "../i18n/index";
import { mainText } from "../rules/checks";
import { KINDS } from "../sync/kinds";
import { Compared, Empty, RowLink } from "./panel_parts";
import { Button, Plain } from "./parts";
import { useRoom } from "./use";

export function MergeTool(props: { keep: number; other: number }): JSX.Element {
    const ctrl = useRoom();
    const [turned, turn] = useState(false);
    const keep = rowOf(ctrl.room, turned ? props.other : props.keep);
    const other = rowOf(ctrl.room, turned ? props.keep : props.other);
    if (!keep || !other || keep.k !== other.k) return <Empty text={t("ui.merge.gone")} />;
    const drafts = keep.state === "draft" && other.state === "draft";
    const merge = (): void => {
        ctrl.room.run("row.merge", { id: keep.id, other: other.id });
        ctrl.panels.openRow(keep.id, "proposals");
    };
    return (
        <div class="stack">
            <Side title={t("ui.merge.stays")} row={keep} />
            <Side title={t("ui.merge.joins")} row={other} />
            <div><Button onClick={() => turn(!turned)}>{t("ui.merge.turn")}</Button></div>
            <Differences keep={keep} other={other} />
            <p class="soft">{t("ui.merge.how")}</p>
            {!drafts && <p class="note warn">{t("ui.merge.not_drafts")}</p>}
            <div>
                <Button look="first" disabled={!drafts || keep.id < 0 || other.id < 0} onClick={merge}>
                    {ctrl.plan.numberOf(keep.id) ? t("ui.merge.act", { name: ctrl.plan.numberOf(keep.id) }) : t("ui.merge.act_plain")}
                </Button>
            </div>
        </div>
    );
}

function Side(props: { title: string; row: Row }): JSX.Element {
    const ctrl = useRoom();
    const { room } = ctrl;
    const { row } = props;
    const group = row.group ? mlText(room.get("group", row.group)?.title) : "";
    return (
        <section class="panel" aria-label={`${props.title}: ${rowName(ctrl, row)}`}>
            <p class="soft small">{props.title}</p>
            <RowLink row={row} />
            <p class="soft small">
                {group && <><Plain>{group}</Plain> · </>}
                {row.created_by !== undefined && <Plain>{personName(room, row.created_by)}</Plain>}
            </p>
        </section>
    );
}

/* Texts that both have and that differ: the other's stay as proposals on the row that stays. */
function Differences(props: { keep: Row; other: Row }): JSX.Element | null {
    const { keep, other } = props;
    const found = KINDS[keep.k].coedited.flatMap((field) => LANGS.map((lang) => ({
        field, lang, a: contentOf(keep, field)?.[lang] ?? "", b: contentOf(other, field)?.[lang] ?? "",
    }))).filter(({ a, b }) => a && b && a !== b);
    if (found.length === 0) return mainText(keep) ? <p class="soft">{t("ui.merge.same")}</p> : null;
    return (
        <section class="stack" aria-label={t("ui.merge.differ")}>
            <h3>{t("ui.merge.differ")}</h3>
            {found.map(({ field, lang, a, b }) => (
                <div key={field + lang}>
                    <p class="soft small">{fieldName(keep, field)} · {t(`ui.lang.${lang}`)}</p>
                    <Compared before={a} after={b} lang={lang} whole />
                </div>
            ))}
        </section>
    );
}
