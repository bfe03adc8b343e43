/* home: set-up, log-in, and the workshops of an account: what only those who run workshops see, fetched when it is needed. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Template, WorkshopRow } from "../api";
import { ml, mlText, t, time } from "../i18n/index";
import * as account from "../ctrl/account";
import { Button, Failed, Field, Go, Loading, Modal, Plain, valueOf } from "./parts";
import { Page } from "./page";

interface Entry {
    action: (name: string, password: string) => Promise<void>;
    button: string;
    fresh: boolean;
}

function EntryForm(props: Entry): JSX.Element {
    const [name, setName] = useState("");
    const [password, setPassword] = useState("");
    const busy = account.entering.busy.value;
    const submit = (event: Event): void => {
        event.preventDefault();
        if (!busy) void props.action(name, password);
    };
    return (
        <form onSubmit={submit}>
            <Field label={t("ui.account.name")}>
                {(ids) => (
                    <input {...ids} class="input user" dir="auto" required maxLength={64} autocomplete="username"
                        value={name} onInput={(event) => setName(valueOf(event))} />
                )}
            </Field>
            <Field label={t("ui.account.password")} hint={props.fresh ? t("ui.account.password_hint") : undefined}>
                {(ids) => (
                    <input {...ids} class="input" type="password" required minLength={props.fresh ? 10 : 1}
                        maxLength={200} autocomplete={props.fresh ? "new-password" : "current-password"}
                        value={password} onInput={(event) => setPassword(valueOf(event))} />
                )}
            </Field>
            <Failed error={account.entering.failed.value} />
            <Button type="submit" look="first" disabled={busy}>{busy ? t("ui.wait") : props.button}</Button>
        </form>
    );
}

export function SetUp(props: { token: string }): JSX.Element {
    return (
        <Page title={t("ui.setup.title")} narrow>
            <p>{t("ui.setup.text")}</p>
            <EntryForm action={(name, password) => account.setUp(props.token, name, password)}
                button={t("ui.setup.button")} fresh />
        </Page>
    );
}

export function LogIn(): JSX.Element {
    return (
        <Page title={t("ui.login.title")} narrow>
            <EntryForm action={account.logIn} button={t("ui.login.button")} fresh={false} />
            <p class="soft">{t("ui.login.no_account")} <Go to="/join">{t("ui.join.by_code")}</Go></p>
        </Page>
    );
}

export function Home(props: { name: string }): JSX.Element {
    useEffect(() => account.loadHome(), []);
    const list = account.workshops.value.value;
    const out = (
        <>
            <Plain class="soft">{props.name}</Plain>
            <Button look="quiet" onClick={() => void account.logOut()}>{t("ui.logout")}</Button>
        </>
    );
    return (
        <Page title={t("ui.home.title")} tools={out}>
            <Failed error={account.workshops.failed.value ?? account.templates.failed.value} retry={account.loadHome} />
            {!list && account.workshops.busy.value && <Loading />}
            {list && list.length > 0 && <Shelf list={list} />}
            {list && <New first={list.length === 0} />}
            <p class="soft">{t("ui.home.joining")} <Go to="/join">{t("ui.join.by_code")}</Go></p>
        </Page>
    );
}

function Shelf(props: { list: readonly WorkshopRow[] }): JSX.Element {
    return (
        <ul class="shelf">
            {props.list.map((row) => (
                <li key={row.id}>
                    <Go to={`/w/${row.id}`} class="shelf-row">
                        <span class="name"><Plain>{row.title}</Plain></span>
                        <span class="soft num">{time(row.created, { dateStyle: "medium" })}</span>
                        <span class={`tag ${row.state === "live" ? "on" : ""}`}>{t(`ui.state.${row.state}`)}</span>
                    </Go>
                </li>
            ))}
        </ul>
    );
}

function New(props: { first: boolean }): JSX.Element {
    const [chosen, setChosen] = useState<Template | undefined>();
    const templates = account.templates.value.value;
    return (
        <section class="stack">
            <h2>{props.first ? t("ui.home.first") : t("ui.home.new")}</h2>
            {props.first && <p class="soft">{t("ui.home.first_text")}</p>}
            {!templates && account.templates.busy.value && <Loading />}
            <div class="cards">
                {templates?.map((template) => (
                    <button key={template.name} type="button" class="card" onClick={() => setChosen(template)}>
                        <strong><bdi lang={ml(template.title).lang}>{mlText(template.title)}</bdi></strong>
                        <span class="soft small num">
                            {t("ui.home.size", { days: template.days, items: template.items })}
                        </span>
                    </button>
                ))}
                <FileCard />
            </div>
            <Failed error={account.creating.failed.value} />
            {account.notJson.value && <p class="note bad" role="alert">{t("ui.home.not_json")}</p>}
            {chosen && <NameIt template={chosen} onClose={() => setChosen(undefined)} />}
        </section>
    );
}

function FileCard(): JSX.Element {
    const input = useRef<HTMLInputElement>(null);
    const onChange = (): void => {
        const file = input.current?.files?.[0];
        if (file) void account.createFromFile(file);
        if (input.current) input.current.value = "";
    };
    return (
        <>
            <button type="button" class="card" disabled={account.creating.busy.value}
                onClick={() => input.current?.click()}>
                <strong>{t("ui.home.from_file")}</strong>
                <span class="soft small">{t("ui.home.from_file_hint")}</span>
            </button>
            <input ref={input} type="file" accept=".json,application/json" hidden onChange={onChange} />
        </>
    );
}

function NameIt(props: { template: Template; onClose: () => void }): JSX.Element {
    const [title, setTitle] = useState("");
    const busy = account.creating.busy.value;
    const submit = (event: Event): void => {
        event.preventDefault();
        void account.createFrom(props.template.name, title);
    };
    return (
        <Modal title={t("ui.home.new")} onClose={props.onClose}>
            <form class="stack" onSubmit={submit}>
                <Field label={t("ui.home.name")} hint={t("ui.home.name_hint")}>
                    {(ids) => (
                        <input {...ids} class="input user" dir="auto" data-first maxLength={300} value={title}
                            placeholder={mlText(props.template.title)} onInput={(event) => setTitle(valueOf(event))} />
                    )}
                </Field>
                <Failed error={account.creating.failed.value} />
                <div class="dialog-foot">
                    <Button onClick={props.onClose}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first" disabled={busy}>{busy ? t("ui.wait") : t("ui.home.create")}</Button>
                </div>
            </form>
        </Modal>
    );
}

/* An account that is logged in has nothing to do on the log-in page. */
