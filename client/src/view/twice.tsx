/* twice: a sentence of ours; on a screen that shows everything in two languages it stands there in both. */
import type { JSX } from "preact";
import { dirOf, lang, tIn, twin, type Lang, type Params } from "../i18n/index";

/* `params`, where they are words themselves: those of a language. */
export function Twice(props: { k: string; params?: Params | ((language: Lang) => Params) }): JSX.Element {
    const { k, params } = props;
    const say = (language: Lang): string => tIn(language, k, typeof params === "function" ? params(language) : params);
    const second = twin.value;
    return (
        <>
            {say(lang.value)}
            {second && second !== lang.value && (
                <span class="twin"><bdi lang={second} dir={dirOf(second)}>{say(second)}</bdi></span>
            )}
        </>
    );
}
