/* questions: what the room asks the speaker: typed, backed by others, let through, answered aloud or in writing. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { said } from "../ctrl/said";
import { mlText, t } from "../i18n/index";
import { askedMost } from "../rules/floor_times";
import type { Question } from "../sync/kinds";
import { Button, Plain, Text, valueOf } from "./parts";
import { useRoom } from "./use";

const QUESTION_MAX = 2000;

export function useQuestions(item: number): readonly Question[] {
    const { room, undo } = useRoom();
    return room.list("question").value.filter((one) => (one.item ?? 0) === item && !undo.hidden.value.has(one.id));
}

export function Questions(props: { item: number; asks: boolean }): JSX.Element | null {
    const ctrl = useRoom();
    const all = useQuestions(props.item);
    const asks = props.asks && ctrl.raises.value && !ctrl.self.value?.guest;
    const waiting = all.filter((one) => one.state === "waiting");
    const open = askedMost(all.filter((one) => one.state === "open"));
    const over = all.filter((one) => one.state === "answered" || one.state === "dismissed");
    if (all.length === 0 && !asks) return null;
    return (
        <section class="stack questions" aria-label={t("ui.question.title")}>
            <h3>{t("ui.question.title")}</h3>
            {waiting.length > 0 && <ul class="asked">{waiting.map((one) => <Asked key={ctrl.room.key(one.id)} question={one} />)}</ul>}
            {open.length > 0 && <ul class="asked">{open.map((one) => <Asked key={ctrl.room.key(one.id)} question={one} />)}</ul>}
            {asks && <Ask item={props.item} />}
            {over.length > 0 && (
                <details>
                    <summary>{t("ui.question.over", { n: over.length })}</summary>
                    <ul class="asked">{over.map((one) => <Asked key={ctrl.room.key(one.id)} question={one} />)}</ul>
                </details>
            )}
        </section>
    );
}

function Ask(props: { item: number }): JSX.Element {
    const { room } = useRoom();
    const [text, setText] = useState("");
    const submit = (event: Event): void => {
        event.preventDefault();
        if (!text.trim()) return;
        room.run("question.create", { item: props.item, text: said(text.trim()) });
        setText("");
    };
    return (
        <form class="row" onSubmit={submit}>
            <input class="input user spring" dir="auto" maxLength={QUESTION_MAX} aria-label={t("ui.question.yours")}
                placeholder={t("ui.question.yours")} value={text} onInput={(event) => setText(valueOf(event))} />
            <Button type="submit" disabled={!text.trim()}>{t("ui.question.ask")}</Button>
        </form>
    );
}

function Asked(props: { question: Question }): JSX.Element {
    const ctrl = useRoom();
    const { room } = ctrl;
    const { question } = props;
    const [answering, answer] = useState(false);
    const person = room.get("person", question.person);
    const delegation = mlText(room.get("delegation", person?.delegation)?.name);
    return (
        <li class={question.state}>
            <div class="spring stack">
                <p>
                    <Text of={question.text} />
                    <span class="soft small"> · <Plain>{delegation || person?.name}</Plain></span>
                    {question.state === "waiting" && !room.pending(question.id) && <> <span class="tag warn">{t("ui.question.waits")}</span></>}
                    {question.state === "dismissed" && <> <span class="tag">{t("ui.question.dismissed")}</span></>}
                    {room.pending(question.id) && <span class="soft small"> · {t("ui.waits")}</span>}
                </p>
                {question.state === "answered" && (question.reply
                    ? <p class="reply"><Text of={question.reply} /></p>
                    : <p class="soft small">{t("ui.question.aloud")}</p>)}
                {answering && <Reply question={question} close={() => answer(false)} />}
                {!answering && <Acts question={question} answer={() => answer(true)} />}
            </div>
            {question.state !== "dismissed" && <Back question={question} />}
        </li>
    );
}

/* "I want this answered too." */
function Back(props: { question: Question }): JSX.Element {
    const ctrl = useRoom();
    const { room } = ctrl;
    const { question } = props;
    const n = question.backers?.length ?? 0;
    const mine = question.backers?.includes(room.me.value.person) ?? false;
    const own = question.person === room.me.value.person;
    if (question.state !== "open" || !ctrl.raises.value || own) {
        return <span class="soft num small">{n > 0 && t("ui.question.backers", { n })}</span>;
    }
    return (
        <Button look={`slim back-it ${mine ? "on" : ""}`} aria-pressed={mine} title={t("ui.question.back")}
            onClick={() => room.run("question.back", { id: question.id, on: !mine })}>
            <span aria-hidden="true">▲ {n}</span><span class="hear">{t("ui.question.back")}: {n}</span>
        </Button>
    );
}

/* What whoever runs the room, who answers, and who asked can do. */
function Acts(props: { question: Question; answer: () => void }): JSX.Element | null {
    const ctrl = useRoom();
    const { room } = ctrl;
    const { question } = props;
    const { id, state } = question;
    const staff = ctrl.edits.value;
    const answers = state === "open" && (staff || (ctrl.raises.value && room.me.value.role === "expert"));
    const own = question.person === room.me.value.person && (state === "waiting" || state === "open");
    const withdraw = (): void => ctrl.undo.remove(id, mlText(question.text), () => room.run("question.remove", { id }));
    const park = (): void => {
        room.run("parked.create", { text: question.text, ...(question.item ? { item: question.item } : {}) });
        room.run("question.dismiss", { id });
    };
    if (id < 0 || (!answers && !own && !staff)) return null;
    if (!own && !answers && state !== "waiting") return null;
    return (
        <div class="row">
            {staff && state === "waiting" && <Button look="slim first" onClick={() => room.run("question.admit", { id })}>{t("ui.question.admit")}</Button>}
            {answers && <Button look="slim" onClick={() => room.run("question.answer", { id })}>{t("ui.question.answered")}</Button>}
            {answers && <Button look="slim" onClick={props.answer}>{t("ui.question.write")}</Button>}
            {staff && state === "open" && <Button look="quiet slim" onClick={park}>{t("ui.parked.park")}</Button>}
            {staff && <Button look="quiet slim" onClick={() => room.run("question.dismiss", { id })}>{t("ui.question.dismiss")}</Button>}
            {own && <Button look="quiet slim" onClick={withdraw}>{t("ui.question.withdraw")}</Button>}
        </div>
    );
}

function Reply(props: { question: Question; close: () => void }): JSX.Element {
    const { room } = useRoom();
    const [text, setText] = useState("");
    const submit = (event: Event): void => {
        event.preventDefault();
        if (!text.trim()) return;
        room.run("question.answer", { id: props.question.id, reply: said(text.trim()) });
        props.close();
    };
    return (
        <form class="stack" onSubmit={submit}>
            <textarea class="input user" dir="auto" maxLength={QUESTION_MAX} aria-label={t("ui.question.reply")}
                placeholder={t("ui.question.reply")} value={text} onInput={(event) => setText(valueOf(event))} />
            <div class="row">
                <Button type="submit" look="slim first" disabled={!text.trim()}>{t("ui.question.send_reply")}</Button>
                <Button look="slim" onClick={props.close}>{t("ui.cancel")}</Button>
            </div>
        </form>
    );
}
