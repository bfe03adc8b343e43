/* late: a component whose file is fetched when it is first shown; waiting for it, and what to do when it does not come. */
import { createElement, type ComponentType, type JSX } from "preact";
import { useEffect } from "preact/hooks";
import { lateOf } from "../ctrl/late";
import { t } from "../i18n/index";
import { Button, Loading } from "./parts";

/* `frame` draws what surrounds the waiting; without it the waiting stands by itself. `quiet`: nothing is shown of it. */
interface Options {
    frame?: (waiting: JSX.Element) => JSX.Element;
    quiet?: boolean;
}

export interface LateComponent<P> {
    (props: P): JSX.Element | null;
    /* Have the file here before it is needed. */
    fetch(): Promise<void>;
}

export function late<P extends object>(load: () => Promise<ComponentType<P>>, options: Options = {}): LateComponent<P> {
    const file = lateOf(() => Promise.all([load(), import("./late_ctrls")]).then(([component]) => component));
    const Later = (props: P): JSX.Element | null => {
        useEffect(() => void file.fetch(), []);
        const Component = file.got.value;
        if (Component) return createElement(Component, props);
        if (options.quiet) return null;
        const waiting = file.failed.value ? <NotHere retry={() => void file.fetch()} /> : <Loading />;
        return options.frame ? options.frame(waiting) : waiting;
    };
    return Object.assign(Later, { fetch: () => file.fetch() });
}

/* A link that is down, or a server that was renewed and no longer has this file. */
function NotHere(props: { retry: () => void }): JSX.Element {
    return (
        <div class="note bad stack" role="alert">
            <p>{t("ui.late.failed")}</p>
            <div class="row">
                <Button onClick={props.retry}>{t("ui.retry")}</Button>
                <Button look="quiet" onClick={() => location.reload()}>{t("ui.late.reload")}</Button>
            </div>
        </div>
    );
}
