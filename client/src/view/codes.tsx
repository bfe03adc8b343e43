/* codes: how people come in: codes with their QR pictures, the passcode and the lobby, personal links, the projector's link. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { mlText, t } from "../i18n/index";
import * as invite from "../ctrl/invite";
import { isolate } from "../ctrl/say";
import { staffApi, type Codes } from "../ctrl/staff_api";
import { Button, Copy, Failed, Field, Loading, Modal, Plain, valueOf } from "./parts";
import { useRoom } from "./use";

/* An address of ours as a picture and as text to copy. */
function Address(props: { path: string }): JSX.Element {
    const ctrl = useRoom();
    const address = `${location.origin}${props.path}`;
    return (
        <div class="stack">
            <img class="qr" src={staffApi.qrAddress(ctrl.room.id, props.path)} alt={t("ui.codes.qr", { address })} />
            <p class="address">{address}</p>
            <div class="row center"><Copy text={address} label={t("ui.codes.copy_link")} /></div>
        </div>
    );
}

/* `now`: somebody stands there and waits, so it is made at once. */
export function LinkDialog(props: { person: number; name: string; now?: boolean }): JSX.Element {
    const ctrl = useRoom();
    const { link } = invite;
    const { person, now } = props;
    useEffect(() => {
        link.clear();
        if (now) invite.makeLink(ctrl.room, person);
    }, []);
    const made = link.value.value;
    return (
        <Modal title={t("ui.people.link_for", { name: isolate(props.name) })} onClose={() => ctrl.closeDialog()}>
            <p>{t(made ? "ui.people.link_made" : "ui.people.link_text")}</p>
            <Failed error={link.failed.value} retry={() => invite.makeLink(ctrl.room, person)} />
            {made && <Address path={made.path} />}
            {made && <Lost person={person} />}
            {!made && !now && (
                <Button look="first" data-first disabled={link.busy.value} onClick={() => invite.makeLink(ctrl.room, person)}>
                    {link.busy.value ? t("ui.wait") : t("ui.people.make_link")}
                </Button>
            )}
            {!made && now && link.busy.value && <Loading />}
        </Modal>
    );
}

/* A device was lost: whoever holds it is out, and only the link made then leads in. */
function Lost(props: { person: number }): JSX.Element {
    const ctrl = useRoom();
    const [done, setDone] = useState(false);
    const lose = (): void => {
        setDone(true);
        invite.makeLink(ctrl.room, props.person, true);
    };
    if (done) return <p class="soft" role="status">{t("ui.people.lost_done")}</p>;
    return (
        <details>
            <summary>{t("ui.people.lost")}</summary>
            <div class="stack">
                <p class="soft small">{t("ui.people.lost_text")}</p>
                <div><Button look="danger" onClick={lose}>{t("ui.people.lost_act")}</Button></div>
            </div>
        </details>
    );
}

export function CodesDialog(): JSX.Element {
    const ctrl = useRoom();
    const { codes } = invite;
    useEffect(() => invite.loadCodes(ctrl.room), []);
    const got = codes.value.value;
    return (
        <Modal title={t("ui.codes.title")} onClose={() => ctrl.closeDialog()}>
            <Failed error={codes.failed.value} retry={() => invite.loadCodes(ctrl.room)} />
            {!got && codes.busy.value && <Loading />}
            {got && (
                <>
                    <p>{t("ui.codes.open_text")}</p>
                    <p class="code">{got.open}</p>
                    <Address path={`/join/${got.open}`} />
                    <Renew delegation={0} />
                    <LobbySwitch />
                    <Passcode on={got.passcode ?? false} />
                    {got.delegations.length > 0 && <DelegationCodes list={got.delegations} />}
                    <ScreenLink />
                </>
            )}
        </Modal>
    );
}

function DelegationCodes(props: { list: Codes["delegations"] }): JSX.Element {
    const ctrl = useRoom();
    return (
        <details>
            <summary>{t("ui.codes.delegations")}</summary>
            <div class="stack">
                <p class="soft small">{t("ui.codes.delegations_text")}</p>
                <div><Button onClick={() => ctrl.openDialog({ is: "sheet" })}>{t("ui.codes.sheet")}</Button></div>
                <ul class="stack">
                    {props.list.map((one) => (
                        <li key={one.delegation} class="row">
                            <span class="spring">
                                <Plain>{mlText(ctrl.room.get("delegation", one.delegation)?.name)}</Plain>
                            </span>
                            <strong class="num" dir="ltr">{one.code}</strong>
                            <Copy text={`${location.origin}/join/${one.code}`} />
                            <Renew delegation={one.delegation} />
                        </li>
                    ))}
                </ul>
            </div>
        </details>
    );
}

/* Guests wait outside until somebody lets them in, or read along at once. */
function LobbySwitch(): JSX.Element {
    const ctrl = useRoom();
    const on = ctrl.room.workshop.value?.lobby ?? false;
    return (
        <div class="stack">
            <label class="check">
                <input type="checkbox" checked={on} onChange={() => ctrl.room.run("workshop.edit", { lobby: !on })} />
                {t("ui.codes.lobby")}
            </label>
            <p class="soft small">{t(on ? "ui.codes.lobby_on" : "ui.codes.lobby_off")}</p>
        </div>
    );
}

const PASSCODE_MIN = 4;

/* It cannot be read back: whoever forgot it sets another. */
function Passcode(props: { on: boolean }): JSX.Element {
    const ctrl = useRoom();
    const { passing } = invite;
    const [text, setText] = useState("");
    useEffect(() => passing.clear(), []);
    const submit = (event: Event): void => {
        event.preventDefault();
        void invite.setPasscode(ctrl.room, text).then((done) => done && setText(""));
    };
    return (
        <form class="stack" onSubmit={submit}>
            <Field label={t(props.on ? "ui.codes.passcode_change" : "ui.codes.passcode")}
                hint={t(props.on ? "ui.codes.passcode_on" : "ui.codes.passcode_hint")}>
                {(ids) => <input {...ids} class="input" dir="auto" required minLength={PASSCODE_MIN} maxLength={64}
                    autocomplete="off" autocapitalize="none" spellcheck={false} value={text}
                    onInput={(event) => setText(valueOf(event))} />}
            </Field>
            <Failed error={passing.failed.value} />
            <div class="row">
                <Button type="submit" disabled={passing.busy.value}>{t("ui.codes.passcode_set")}</Button>
                {props.on && (
                    <Button disabled={passing.busy.value} onClick={() => void invite.setPasscode(ctrl.room, "")}>
                        {t("ui.codes.passcode_off")}
                    </Button>
                )}
            </div>
        </form>
    );
}

/* The projector comes in by a link of its own: it reads along in large type and is nobody. */
function ScreenLink(): JSX.Element {
    const ctrl = useRoom();
    const { screen } = invite;
    useEffect(() => screen.clear(), []);
    const made = screen.value.value;
    return (
        <details>
            <summary>{t("ui.codes.screen")}</summary>
            <div class="stack">
                <p class="soft small">{t("ui.codes.screen_text")}</p>
                <Failed error={screen.failed.value} />
                {made ? <Address path={made.path} /> : (
                    <div>
                        <Button disabled={screen.busy.value} onClick={() => invite.makeScreen(ctrl.room)}>
                            {t("ui.codes.screen_make")}
                        </Button>
                    </div>
                )}
            </div>
        </details>
    );
}

/* A new code makes the former one useless, so it is asked once. */
function Renew(props: { delegation: number }): JSX.Element {
    const ctrl = useRoom();
    const [asked, setAsked] = useState(false);
    if (!asked) return <div><Button look="quiet" onClick={() => setAsked(true)}>{t("ui.codes.renew")}</Button></div>;
    const renew = (): void => {
        setAsked(false);
        void invite.renewCode(ctrl.room, props.delegation);
    };
    return (
        <div class="note warn row">
            <span class="spring">{t("ui.codes.renew_ask")}</span>
            <Button onClick={() => setAsked(false)}>{t("ui.cancel")}</Button>
            <Button look="danger" onClick={renew}>{t("ui.codes.renew")}</Button>
        </div>
    );
}
