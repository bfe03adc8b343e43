/* evaluation_offer: an evaluation that has no questions yet is offered those that most workshops ask, with one press. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { mlText, t } from "../i18n/index";
import { askedBefore, beginning, countOf, prepareAfter, prepareBoth, prepareSet, type QuestionSet } from "../ctrl/evaluation";
import { isolate } from "../ctrl/say";
import type { Item } from "../sync/kinds";
import { Button } from "./parts";
import { useRoom } from "./use";

export function EvaluationOffer(props: { item: Item }): JSX.Element | null {
    const ctrl = useRoom();
    const { item } = props;
    const { room, polls, agenda } = ctrl;
    const [compare, setCompare] = useState(true);
    const [busy, setBusy] = useState(false);
    const last = (item.day ?? 1) >= agenda.dayCount.value;
    const before = askedBefore(polls.all.value);
    const first = beginning(room.list("item").value);
    if (busy || polls.of(item.id).length > 0 || item.state === "done") return null;
    const take = async (set: QuestionSet): Promise<void> => {
        setBusy(true);
        if (set === "closing" && compare && before) await prepareAfter(room, before, polls.options(before.id), item);
        else if (set === "closing" && compare && first) await prepareBoth(room, first, item);
        await prepareSet(room, set, item);
        setBusy(false);
    };
    const more = last && compare && (before ?? first) ? 1 : 0;
    const sets: readonly QuestionSet[] = last ? ["closing", "pulse"] : ["pulse", "closing"];
    return (
        <section class="note stack" aria-label={t("ui.kind.evaluation")}>
            <p>{t("ui.evaluation.offer")}</p>
            {last && (before ?? first) && (
                <label class="check">
                    <input type="checkbox" checked={compare} onChange={() => setCompare(!compare)} />
                    {before
                        ? t("ui.evaluation.offer.again", { question: isolate(mlText(before.question)) })
                        : t("ui.evaluation.offer.both", { title: isolate(mlText(first?.title)) })}
                </label>
            )}
            <div class="row">
                {sets.map((set, i) => (
                    <Button key={set} look={i === 0 ? "first" : ""} onClick={() => void take(set)}>
                        {t(`ui.evaluation.offer.${set}`, { n: countOf(set) + (set === "closing" ? more : 0) })}
                    </Button>
                ))}
            </div>
            <p class="soft small">{t("ui.evaluation.offer.how")}</p>
        </section>
    );
}
