/* panel_notices: over the stage: adoptions under way, and words of one's own that are kept as late proposals. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { rowName, rowOf } from "../ctrl/panel_rows";
import { isolate } from "../ctrl/say";
import { t } from "../i18n/index";
import type { Proposal } from "../sync/kinds";
import { AdoptionBanner } from "./panel_outcome";
import { Button, Plain } from "./parts";
import { useRoom } from "./use";

const SHOWN = 3;

export function Notices(): JSX.Element {
    return (
        <>
            <AdoptionBanner />
            <Diverted />
        </>
    );
}

function Diverted(): JSX.Element | null {
    const { room, panels, noted } = useRoom();
    const me = room.me.value.person;
    const mine = room.list("proposal").value.filter((one) =>
        one.person === me && one.state === "open" && one.why !== "merged" && !noted.has(one.id));
    const shown = panels.shown.value;
    const looking = shown?.is === "row" && shown.tab === "proposals" ? shown.id : 0;
    const seen = mine.filter((one) => one.of === looking).map((one) => one.id).join();
    /* Who looks at them need not be told. */
    useEffect(() => {
        if (seen) noted.add(seen.split(",").map(Number));
    }, [seen]);
    if (mine.length === 0) return null;
    return (
        <section class="adoptions" aria-label={t("ui.late_words.kept")}>
            <ul class="stack" role="status">
                {mine.slice(0, SHOWN).map((one) => <OneKept key={one.id} proposal={one} done={() => noted.add([one.id])} />)}
            </ul>
            {mine.length > SHOWN && (
                <div class="row">
                    <span>{t("ui.paste.more", { n: mine.length - SHOWN })}</span>
                    <Button look="quiet slim" onClick={() => noted.add(mine.map((one) => one.id))}>{t("ui.refused.dismiss")}</Button>
                </div>
            )}
        </section>
    );
}

function OneKept(props: { proposal: Proposal; done: () => void }): JSX.Element {
    const ctrl = useRoom();
    const { proposal, done } = props;
    const row = rowOf(ctrl.room, proposal.of);
    const name = row ? rowName(ctrl, row) : (proposal.was ?? "");
    const show = (): void => {
        done();
        ctrl.panels.openRow(proposal.of ?? 0, "proposals");
    };
    return (
        <li class="note adoption-line">
            <p class="spring">
                {t(`ui.late_words.kept_why.${proposal.why}`)}{" "}
                <span class="soft"><Plain>{isolate(name)}</Plain></span>
            </p>
            <Button look="slim" onClick={show}>{t("ui.text.show_late")}</Button>
            <Button look="quiet slim" onClick={done}>{t("ui.refused.dismiss")}</Button>
        </li>
    );
}
