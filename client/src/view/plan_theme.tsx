/* plan_theme: a theme of the plan with its actions. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Section } from "../ctrl/plan";
import { t } from "../i18n/index";
import { AddLine } from "./add";
import { MlCell } from "./cells";
import { Grip, onMove } from "./order";
import { ThemeActs } from "./panel_marks";
import { ActionRow, TITLE_MAX } from "./plan_row";
import { useRoom } from "./use";
import { Windowed } from "./windowed";

const drawAction = (id: number, key: number): JSX.Element => <ActionRow key={key} id={id} />;

export function ThemeSection(props: { section: Section; order: boolean }): JSX.Element {
    const { room, plan } = useRoom();
    const { section, order } = props;
    const theme = section.id ? room.get("theme", section.id) : undefined;
    const rows = useMemo(() => <Windowed rows={section.rows} draw={drawAction} class="actions" />, [section.rows]);
    return (
        <section class="theme" data-into={section.id} data-holds="action">
            <div class="theme-head" data-head data-row={theme?.id} data-kind="theme"
                onKeyDown={theme && order ? onMove("theme", theme.id, plan) : undefined}>
                {theme && order && <Grip kind="theme" id={theme.id} />}
                <h3>
                    <span class="num">{section.number}</span>
                    {theme
                        ? <MlCell label={t("ui.field.theme")} class="bare" content={theme.title} editable={order}
                            max={TITLE_MAX} send={(text, to) => plan.edit("theme", theme.id, "title", text, to)} />
                        : <span>{t("ui.plan.no_theme")}</span>}
                </h3>
                <span class="soft small num">{t("ui.plan.rows", { n: section.rows.length })}</span>
                {theme && <ThemeActs id={theme.id} order={order} fixed={section.rows.length > 0} />}
            </div>
            {rows}
            {theme && plan.mayAdd(theme) && (
                <AddLine mark={theme.id} label={t("ui.plan.add_row")} field={t("ui.plan.action")} max={TITLE_MAX}
                    add={(text) => plan.addAction(theme.id, text)} />
            )}
        </section>
    );
}
