/* home: set-up, log-in, and the workshops of an account: what only those who run workshops see, fetched when it is needed. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ml, mlText, t, time } from "../i18n/index";
import * as account from "../ctrl/account";
import { isolate } from "../ctrl/say";
import type { Template, WorkshopRow } from "../ctrl/staff_api";
import { CopyDialog, TemplateDialog } from "./copy";
import { Menu } from "./menu";
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
            <Failed error={account.keeping.failed.value} />
            {!list && account.workshops.busy.value && <Loading />}
            {list && list.length > 0 && <Shelves list={list} />}
            {list && <New first={list.length === 0} />}
            {(list || account.workshops.failed.value) && <p class="soft">{t("ui.home.joining")} <Go to="/join">{t("ui.join.by_code")}</Go></p>}
        </Page>
    );
}

const SHELVES = ["live", "preparing", "closed"] as const;

/* Those that run first, then those in preparation, then what is over; the archive and the rehearsals are put away. */
function Shelves(props: { list: readonly WorkshopRow[] }): JSX.Element {
    const { list } = props;
    const lying = list.filter((row) => !row.archived && !row.rehearsal_of);
    const put = [
        ["rehearsals", list.filter((row) => !row.archived && row.rehearsal_of)] as const,
        ["archived", list.filter((row) => row.archived)] as const,
    ];
    return (
        <>
            {SHELVES.map((state) => {
                const rows = lying.filter((row) => row.state === state);
                return rows.length > 0 && (
                    <section key={state} class="stack">
                        <h2>{t(`ui.home.${state}`)}</h2>
                        <Shelf list={rows} />
                    </section>
                );
            })}
            {put.map(([what, rows]) => rows.length > 0 && (
                <details key={what}>
                    <summary>{t(`ui.home.${what}`, { n: rows.length })}</summary>
                    <Shelf list={rows} />
                </details>
            ))}
        </>
    );
}

function Shelf(props: { list: readonly WorkshopRow[] }): JSX.Element {
    const [doing, setDoing] = useState<Doing | undefined>();
    return (
        <>
            <ul class="shelf">
                {props.list.map((row) => (
                    <li key={row.id} class="shelf-line">
                        <Go to={`/w/${row.id}`} class="shelf-row">
                            <span class="name"><Plain>{row.title}</Plain></span>
                            <span class="soft num">{time(row.created, { dateStyle: "medium" })}</span>
                            {row.rehearsal_of
                                ? <span class="tag warn">{t("ui.rehearsal.title")}</span>
                                : <span class={`tag ${row.state === "live" ? "on" : ""}`}>{t(`ui.state.${row.state}`)}</span>}
                        </Go>
                        <RowMenu row={row} act={setDoing} />
                    </li>
                ))}
            </ul>
            {doing?.is === "copy" && <CopyDialog row={doing.row} onClose={() => setDoing(undefined)} />}
            {doing?.is === "template" && <TemplateDialog row={doing.row} onClose={() => setDoing(undefined)} />}
        </>
    );
}

interface Doing {
    is: "copy" | "template";
    row: WorkshopRow;
}

function RowMenu(props: { row: WorkshopRow; act: (doing: Doing) => void }): JSX.Element {
    const { row, act } = props;
    const archive = row.archived ? "unarchive" : "archive";
    const acts = [
        { key: "copy", act: () => act({ is: "copy", row }) },
        { key: "template", act: () => act({ is: "template", row }) },
        { key: archive, act: () => void account.archive(row.id, !row.archived) },
    ];
    if (!row.rehearsal_of) acts.unshift({ key: "rehearse", act: () => void account.rehearse(row.id) });
    return (
        <Menu look="button quiet" name={t("ui.home.acts", { title: isolate(row.title) })}
            label={<span aria-hidden="true">⋯</span>}
            acts={acts.map((one) => ({ ...one, text: t(`ui.home.act.${one.key}`) }))} />
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
                    <TemplateCard key={template.name} template={template} choose={() => setChosen(template)} />
                ))}
                <FileCard />
            </div>
            {account.creating.busy.value && <Loading text={t("ui.home.creating")} />}
            <Failed error={account.creating.failed.value} />
            {account.notJson.value && <p class="note bad" role="alert">{t("ui.home.not_json")}</p>}
            {chosen && <NameIt template={chosen} onClose={() => setChosen(undefined)} />}
        </section>
    );
}

/* One saved here can be taken away again, which is asked once. */
function TemplateCard(props: { template: Template; choose: () => void }): JSX.Element {
    const { template, choose } = props;
    const [asked, setAsked] = useState(false);
    const title = mlText(template.title);
    const { days, items, polls = 0 } = template;
    return (
        <div class="card-of">
            <button type="button" class="card" onClick={choose}>
                <strong><bdi lang={ml(template.title).lang}>{title}</bdi></strong>
                <span class="soft small num">
                    {t("ui.home.size", { days, items })}
                    {polls > 0 && ` · ${t("ui.home.polls", { n: polls })}`}
                    {template.own && ` · ${t("ui.home.own")}`}
                </span>
            </button>
            {template.own && !asked && (
                <div><Button look="quiet slim" onClick={() => setAsked(true)}>
                    {t("ui.home.drop")}<span class="hear"> {title}</span>
                </Button></div>
            )}
            {asked && (
                <div class="row">
                    <Button look="danger slim" onClick={() => void account.dropTemplate(template.name)}>
                        {t("ui.home.drop_sure")}
                    </Button>
                    <Button look="slim" onClick={() => setAsked(false)}>{t("ui.cancel")}</Button>
                </div>
            )}
        </div>
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
            <input ref={input} type="file" accept=".json,.plenary,application/json" hidden onChange={onChange} />
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
