/* front: the start page: the code for everybody, the workshops for an account. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/index";
import * as visitor from "../ctrl/visitor";
import { go } from "../ctrl/route";
import { CodeForm } from "./join";
import { late } from "./late";
import { Failed, Go, Loading, Plain } from "./parts";
import { Page } from "./page";

const home = () => import("./dialogs_late");
const frame = (waiting: JSX.Element): JSX.Element => <Page title="Plenary" narrow>{waiting}</Page>;

export const SetUp = late(() => home().then((file) => file.SetUp), { frame });
const LogIn = late(() => home().then((file) => file.LogIn), { frame });
const Home = late(() => home().then((file) => file.Home), { frame: (waiting) => <Page title={t("ui.home.title")}>{waiting}</Page> });

export function Front(): JSX.Element {
    useEffect(() => void visitor.loadMe(), []);
    const me = visitor.me.value.value;
    const failed = visitor.me.failed.value;
    if (failed && !me) {
        return <Page title="Plenary" narrow><Failed error={failed} retry={() => void visitor.loadMe()} /></Page>;
    }
    if (!me) return <Page title="Plenary" narrow><Loading /></Page>;
    if (me.setup) {
        return (
            <Page title={t("ui.setup.title")} narrow>
                <p class="note">{t("ui.setup.need_link")}</p>
            </Page>
        );
    }
    return me.account ? <Home name={me.account.name} /> : <Welcome />;
}

function Welcome(): JSX.Element {
    const seats = visitor.me.value.value?.seats ?? [];
    return (
        <Page title={t("ui.join.title")} narrow tools={<Go to="/login" class="button quiet">{t("ui.login.title")}</Go>}>
            <CodeForm />
            {seats.length > 0 && (
                <section class="stack">
                    <h2>{t("ui.home.seats")}</h2>
                    <ul class="shelf">
                        {seats.map((seat) => (
                            <li key={seat.workshop}>
                                <Go to={`/w/${seat.workshop}`} class="shelf-row">
                                    <span class="name"><Plain>{seat.title}</Plain></span>
                                    <span class="soft">{t(`ui.role.${seat.role}`)}</span>
                                </Go>
                            </li>
                        ))}
                    </ul>
                </section>
            )}
        </Page>
    );
}

export function LogInOrHome(): JSX.Element {
    useEffect(() => {
        void visitor.loadMe().then((me) => me?.account && go("/", true));
    }, []);
    return <LogIn />;
}
