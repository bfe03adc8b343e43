/* take: a link to a document, and what becomes of it: a long one takes its time, and a refusal is a sentence, not a file. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { download, forget, making, underWay, type Making } from "../ctrl/download";
import { isolate } from "../ctrl/say";
import { num, t } from "../i18n/index";
import { Button, Failed } from "./parts";

/* `name`: what it is where its words are only "Word"; `mark`: what the name of the file tells besides. */
export function Take(props: { href: string; name: string; look?: string; mark?: string; children: string }): JSX.Element {
    const { href, name, look = "", mark } = props;
    const onClick = (event: Event): void => {
        event.preventDefault();
        void download(href, name, mark);
    };
    return <a class={`button ${look}`} href={href} download aria-label={name} onClick={onClick}>{props.children}</a>;
}

const kilo = (bytes: number): string => num(Math.ceil(bytes / 1000));

/* Where it is. Who hears the page is told when it begins and ends, not every second. */
function progress(of: Making): string {
    const name = isolate(of.name);
    if (of.waits) return t("ui.export.waiting", { name, n: of.seconds });
    if (of.got === 0) return t("ui.export.making", { name, n: of.seconds });
    if (of.got > of.all) return t("ui.export.came", { name, n: kilo(of.got) });
    return t("ui.export.came_of", { name, n: kilo(of.got), all: kilo(of.all) });
}

/* What is being made, and what came of it: in sight wherever in the long list it was asked for. */
export function MakingNote(): JSX.Element {
    const of = making.value;
    useEffect(forget, []);
    const busy = underWay(of);
    const name = isolate(of?.made ?? of?.name ?? "");
    const again = of?.failed && (of.failed.status === 0 || of.failed.status === 503);
    return (
        <div class="making">
            {of && <Failed error={of.failed} retry={again ? () => void download(of.address, of.name, of.mark) : undefined} />}
            <p class={busy ? "hear" : undefined} role="status">
                {of?.made && t("ui.export.made", { name })}
                {busy && t("ui.export.begun", { name })}
            </p>
            {of && busy && (
                <div class="row">
                    <span class="spring num" aria-hidden="true">{progress(of)}</span>
                    <Button look="slim" onClick={of.stop}>{t("ui.export.stop")}</Button>
                </div>
            )}
        </div>
    );
}
