/* join: the invitation, by a typed code or a code in the address, and entering by a personal link. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { CodeInfo } from "../api";
import { mlText, t } from "../i18n/index";
import * as ctrl from "../ctrl/join";
import { go } from "../ctrl/route";
import { Button, Failed, Field, Loading, Text, valueOf } from "./parts";
import { Page, useTitle, Wrong } from "./page";

const CODE_LENGTH = 9;

export function CodeForm(): JSX.Element {
    const [code, setCode] = useState("");
    const submit = (event: Event): void => {
        event.preventDefault();
        if (code.length === CODE_LENGTH) go(`/join/${code}`);
    };
    return (
        <form onSubmit={submit}>
            <Field label={t("ui.join.code")} hint={t("ui.join.code_hint")}>
                {(ids) => (
                    <input {...ids} class="input code-input" required autocomplete="off" autocapitalize="characters"
                        spellcheck={false} placeholder="ABCD-2345" value={code}
                        onInput={(event) => {
                            const tidy = ctrl.tidyCode(valueOf(event));
                            setCode(tidy);
                            event.currentTarget.value = tidy;
                        }} />
                )}
            </Field>
            <Button type="submit" look="first" disabled={code.length !== CODE_LENGTH}>{t("ui.join.next")}</Button>
        </form>
    );
}

export function Join(props: { code: string }): JSX.Element {
    useEffect(() => {
        ctrl.invitation.clear();
        ctrl.joining.clear();
        if (props.code) void ctrl.loadInvitation(props.code);
    }, [props.code]);
    if (!props.code) return <Page title={t("ui.join.title")} narrow><CodeForm /></Page>;
    const failed = ctrl.invitation.failed.value;
    if (failed?.status === 0 || failed?.code === "slow_down") {
        return (
            <Wrong title={t("ui.wrong.unreachable")} text={failed.say}
                retry={() => void ctrl.loadInvitation(props.code)} />
        );
    }
    if (failed) {
        return (
            <Page title={t("ui.wrong.code")} narrow>
                <p>{t("ui.wrong.code_text", { code: ctrl.tidyCode(props.code) })}</p>
                <CodeForm />
            </Page>
        );
    }
    const info = ctrl.invitation.value.value;
    return info ? <JoinForm code={props.code} info={info} /> : <Page title={t("ui.join.title")} narrow><Loading /></Page>;
}

function JoinForm(props: { code: string; info: CodeInfo }): JSX.Element {
    const { info, code } = props;
    const [name, setName] = useState("");
    const [delegation, setDelegation] = useState("");
    const [passcode, setPasscode] = useState("");
    const busy = ctrl.joining.busy.value;
    const submit = (event: Event): void => {
        event.preventDefault();
        if (!busy) void ctrl.join(code, name, delegation ? Number(delegation) : undefined, passcode || undefined);
    };
    return (
        <Page title={mlText(info.title)} narrow>
            {info.delegation && <p>{t("ui.join.for")} <strong><Text of={info.delegation.name} /></strong></p>}
            <form onSubmit={submit}>
                <Field label={t("ui.join.name")} hint={t("ui.join.name_hint")}>
                    {(ids) => (
                        <input {...ids} class="input user" dir="auto" required maxLength={64} autocomplete="name"
                            value={name} onInput={(event) => setName(valueOf(event))} />
                    )}
                </Field>
                {!info.delegation && info.delegations.length > 0 && (
                    <DelegationField info={info} value={delegation} set={setDelegation} />
                )}
                {info.passcode && (
                    <Field label={t("ui.join.passcode")} hint={t("ui.join.passcode_hint")}>
                        {(ids) => (
                            <input {...ids} class="input" dir="auto" required maxLength={64} autocomplete="off"
                                autocapitalize="none" spellcheck={false} value={passcode}
                                onInput={(event) => setPasscode(valueOf(event))} />
                        )}
                    </Field>
                )}
                {info.lobby && !info.delegation && <p class="soft">{t("ui.join.lobby")}</p>}
                <Failed error={ctrl.joining.failed.value} />
                <Button type="submit" look="first wide" disabled={busy}>{busy ? t("ui.wait") : t("ui.join.button")}</Button>
            </form>
            {!info.lobby && (
                <div class="stack">
                    <Button look="quiet" disabled={busy} onClick={() => void ctrl.listen(code, passcode || undefined)}>
                        {t("ui.join.listen")}
                    </Button>
                    <p class="soft small">{t("ui.join.listen_hint")}</p>
                </div>
            )}
        </Page>
    );
}

function DelegationField(props: { info: CodeInfo; value: string; set: (value: string) => void }): JSX.Element {
    return (
        <Field label={t("ui.join.delegation")} hint={t("ui.join.delegation_hint")}>
            {(ids) => (
                <select {...ids} class="input" value={props.value} onChange={(event) => props.set(valueOf(event))}>
                    <option value="">{t("ui.join.no_delegation")}</option>
                    {props.info.delegations.map((one) => (
                        <option key={one.id} value={one.id}>
                            {mlText(one.name)}{one.country ? ` (${one.country})` : ""}
                        </option>
                    ))}
                </select>
            )}
        </Field>
    );
}

export function PersonalLink(props: { token: string }): JSX.Element {
    useTitle("");
    useEffect(() => void ctrl.followLink(props.token), [props.token]);
    const failed = ctrl.linking.failed.value;
    if (!failed) return <Page title={t("ui.link.entering")} narrow><Loading /></Page>;
    if (failed.status === 0) {
        return (
            <Wrong title={t("ui.wrong.unreachable")} text={failed.say} retry={() => void ctrl.followLink(props.token)} />
        );
    }
    return <Wrong title={t("ui.wrong.link")} text={t("ui.wrong.link_text")} />;
}
