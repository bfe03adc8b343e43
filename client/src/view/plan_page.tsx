/* plan_page: the whole plan: its tools, the themes with their actions, the recommendations, the framework texts. */
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { isolate } from "../ctrl/say";
import { mlText, t } from "../i18n/index";
import { AddLine } from "./add";
import { DropLine, onArrows } from "./order";
import { PlanHead, PlanLock } from "./panel_marks";
import { Loading, valueOf } from "./parts";
import { RecommendationRow, TEXT_MAX, TITLE_MAX } from "./plan_row";
import { FrameworkText } from "./plan_text";
import { ThemeSection } from "./plan_theme";
import { useRoom } from "./use";
import { Lists, ListsContext, Windowed } from "./windowed";

const SEARCH_FROM = 12;     /* rows: fewer are seen at a glance */
const drawRecommendation = (id: number, key: number): JSX.Element => <RecommendationRow key={key} id={id} />;

export function PlanPage(): JSX.Element {
    const { room, plan } = useRoom();
    useEffect(() => plan.countBrackets(), []);
    const [lists] = useState(() => new Lists(() => plan.rowCount.peek()));
    if (!room.loaded.value) return <Loading />;
    return (
        <ListsContext.Provider value={lists}>
            <div class="plan" onKeyDown={onArrows}>
                <PlanLock />
                <div class="plan-bar">
                    <Places />
                    <PlanHead />
                    <Wording />
                    <Search />
                </div>
                <Themes />
                <Recommendations />
                <Frameworks />
                <DropLine />
            </div>
        </ListsContext.Provider>
    );
}

function Search(): JSX.Element | null {
    const { plan } = useRoom();
    const rows = plan.rowCount.value;
    const asked = plan.query.value !== "";
    if (rows < SEARCH_FROM && !asked && !plan.searching.value) return null;
    return (
        <span class="search" role="search">
            <input class="input user" dir="auto" type="search" data-search aria-label={t("ui.plan.search")}
                placeholder={t("ui.plan.search")} value={plan.query.value}
                onInput={(event) => (plan.query.value = valueOf(event))} />
            {asked && <span class="soft num small">{t("ui.plan.rows", { n: rows })}</span>}
        </span>
    );
}

/* How wording that is not agreed is shown. */
function Wording(): JSX.Element | null {
    const { plan } = useRoom();
    const clean = plan.clean.value;
    if (plan.brackets.value === 0 && !clean) return null;
    return (
        <span class="segments" role="group" aria-label={t("ui.plan.wording")}>
            <button type="button" aria-pressed={!clean} onClick={() => (plan.clean.value = false)}>{t("ui.plan.with_brackets")}</button>
            <button type="button" aria-pressed={clean} onClick={() => (plan.clean.value = true)}>{t("ui.plan.clean")}</button>
        </span>
    );
}

/* The plenary plan, and what working groups still draft. */
function Places(): JSX.Element | null {
    const { room, plan } = useRoom();
    const groups = plan.groups.value;
    const place = plan.place.value;
    if (groups.length === 0 && place === 0) return null;
    return (
        <div class="segments plan-places" role="group" aria-label={t("ui.plan.places")}>
            <button type="button" aria-pressed={place === 0} onClick={() => (plan.place.value = 0)}>{t("ui.plan.plenary")}</button>
            {groups.map((id) => (
                <button key={id} type="button" aria-pressed={place === id} onClick={() => (plan.place.value = id)}>
                    <bdi>{mlText(room.get("group", id)?.title)}</bdi>
                </button>
            ))}
        </div>
    );
}

function Themes(): JSX.Element {
    const ctrl = useRoom();
    const { plan } = ctrl;
    const sections = plan.sections.value;
    const order = ctrl.rights.value.order && ctrl.room.workshop.value?.state !== "closed";
    const asked = plan.query.value;
    return (
        <div class="themes" data-into={0} data-holds="theme">
            {sections.length === 0 && asked === "" && (
                <div class="note stack"><p>{order ? t("ui.plan.empty_staff") : t("ui.plan.empty")}</p></div>
            )}
            {asked && sections.length + plan.recommendations.value.length === 0 && (
                <p class="soft" role="status">{t("ui.plan.no_match", { text: isolate(asked) })}</p>
            )}
            {sections.some((section) => section.rows.length > 0) && <Heads />}
            {sections.map((section) => <OneTheme key={ctrl.room.key(section.id)} section={section} order={order} />)}
            {order && (
                <AddLine label={t("ui.plan.add_theme")} field={t("ui.plan.theme_title")} max={TITLE_MAX}
                    add={(text) => plan.addTheme(text)} />
            )}
        </div>
    );
}

/* A theme in which nothing changed is not drawn again. */
function OneTheme(props: Parameters<typeof ThemeSection>[0]): JSX.Element {
    const { section, order } = props;
    return useMemo(() => <ThemeSection section={section} order={order} />, [section, order]);
}

/* What stands in which column, for the eye: every cell says its own name to those who hear it. */
function Heads(): JSX.Element {
    return (
        <div class="plan-heads" aria-hidden="true">
            <span>{t("ui.plan.action")}</span>
            <span>{t("ui.field.lead")}</span>
            <span>{t("ui.field.due")}</span>
            <span>{t("ui.field.indicator")}</span>
            <span>{t("ui.field.status")}</span>
            <span />
        </div>
    );
}

function Recommendations(): JSX.Element {
    const { plan } = useRoom();
    const rows = plan.recommendations.value;
    const add = plan.mayAdd();
    const list = useMemo(() => <Windowed rows={rows} draw={drawRecommendation} class="recommendations" />, [rows]);
    return (
        <section class="theme" data-into={0} data-holds="recommendation">
            <div class="theme-head" data-head><h3>{t("ui.plan.recommendations")}</h3></div>
            {rows.length === 0 && !add && !plan.query.value && <p class="soft">{t("ui.plan.no_recommendations")}</p>}
            {list}
            {add && (
                <AddLine label={t("ui.plan.add_recommendation")} field={t("ui.plan.recommendation")} max={TEXT_MAX}
                    add={(text) => plan.addRecommendation(text)} />
            )}
        </section>
    );
}

function Frameworks(): JSX.Element | null {
    const ctrl = useRoom();
    const { plan } = ctrl;
    const texts = plan.frameworks.value;
    const order = ctrl.rights.value.order && ctrl.room.workshop.value?.state !== "closed";
    if (texts.length === 0 && !order) return null;
    return (
        <div class="frameworks" data-into={0} data-holds="framework">
            {texts.map((id) => <FrameworkText key={ctrl.room.key(id)} id={id} />)}
            {order && (
                <AddLine label={t("ui.plan.add_framework")} field={t("ui.plan.framework_title")} max={TITLE_MAX}
                    add={(text) => plan.addFramework(text)} />
            )}
        </div>
    );
}
