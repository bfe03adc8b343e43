/* codes: how people come in: codes with their QR pictures, personal links, the projector's link, the sheet to print. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api, type Codes } from "../api";
import { mlText, t } from "../i18n/index";
import { isolate } from "../ctrl/say";
import { Button, Copy, Failed, Loading, Modal, Plain, Text } from "./parts";
import { useRoom } from "./use";

/* An address of ours as a picture and as text to copy. */
function Address(props: { path: string }): JSX.Element {
    const ctrl = useRoom();
    const address = `${location.origin}${props.path}`;
    return (
        <div class="stack">
            <img class="qr" src={api.qrAddress(ctrl.room.id, props.path)} alt={t("ui.codes.qr", { address })} />
            <p class="address">{address}</p>
            <div class="row center"><Copy text={address} label={t("ui.codes.copy_link")} /></div>
        </div>
    );
}

export function LinkDialog(props: { person: number; name: string }): JSX.Element {
    const ctrl = useRoom();
    const { link } = ctrl.people;
    useEffect(() => link.clear(), []);
    const made = link.value.value;
    return (
        <Modal title={t("ui.people.link_for", { name: isolate(props.name) })} onClose={() => ctrl.closeDialog()}>
            <p>{t("ui.people.link_text")}</p>
            <Failed error={link.failed.value} />
            {made ? <Address path={made.path} /> : (
                <Button look="first" data-first disabled={link.busy.value} onClick={() => ctrl.people.makeLink(props.person)}>
                    {link.busy.value ? t("ui.wait") : t("ui.people.make_link")}
                </Button>
            )}
        </Modal>
    );
}

export function CodesDialog(): JSX.Element {
    const ctrl = useRoom();
    const { codes } = ctrl.people;
    useEffect(() => ctrl.people.loadCodes(), []);
    const got = codes.value.value;
    return (
        <Modal title={t("ui.codes.title")} onClose={() => ctrl.closeDialog()}>
            <Failed error={codes.failed.value} retry={() => ctrl.people.loadCodes()} />
            {!got && codes.busy.value && <Loading />}
            {got && (
                <>
                    <p>{t("ui.codes.open_text")}</p>
                    <p class="code">{got.open}</p>
                    <Address path={`/join/${got.open}`} />
                    <Renew delegation={0} />
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

/* The projector comes in by a link of its own: it reads along in large type and is nobody. */
function ScreenLink(): JSX.Element {
    const ctrl = useRoom();
    const { screen } = ctrl.people;
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
                        <Button disabled={screen.busy.value} onClick={() => ctrl.people.makeScreen()}>
                            {t("ui.codes.screen_make")}
                        </Button>
                    </div>
                )}
            </div>
        </details>
    );
}

/* A card for each delegation, to print and cut. */
export function SheetDialog(): JSX.Element {
    const ctrl = useRoom();
    const { codes } = ctrl.people;
    useEffect(() => ctrl.people.loadCodes(), []);
    const got = codes.value.value;
    const title = ctrl.room.workshop.value?.title;
    return (
        <Modal title={t("ui.codes.sheet")} onClose={() => ctrl.closeDialog()} wide>
            <Failed error={codes.failed.value} retry={() => ctrl.people.loadCodes()} />
            {!got && codes.busy.value && <Loading />}
            <div class="row no-print">
                <Button look="first" data-first disabled={!got} onClick={() => print()}>{t("ui.print")}</Button>
            </div>
            <ul class="sheet">
                {got?.delegations.map((one) => (
                    <li key={one.delegation}>
                        <img class="qr" src={api.qrAddress(ctrl.room.id, `/join/${one.code}`)} alt="" />
                        <div class="stack">
                            <p class="small soft"><Text of={title} /></p>
                            <h3><Text of={ctrl.room.get("delegation", one.delegation)?.name} /></h3>
                            <p>{t("ui.codes.sheet_how")}</p>
                            <p class="code">{one.code}</p>
                            <p class="small" dir="ltr">{location.host}/join</p>
                        </div>
                    </li>
                ))}
            </ul>
        </Modal>
    );
}

/* A new code makes the former one useless, so it is asked once. */
function Renew(props: { delegation: number }): JSX.Element {
    const ctrl = useRoom();
    const [asked, setAsked] = useState(false);
    if (!asked) return <div><Button look="quiet" onClick={() => setAsked(true)}>{t("ui.codes.renew")}</Button></div>;
    const renew = (): void => {
        setAsked(false);
        void ctrl.people.renewCode(props.delegation);
    };
    return (
        <div class="note warn row">
            <span class="spring">{t("ui.codes.renew_ask")}</span>
            <Button onClick={() => setAsked(false)}>{t("ui.cancel")}</Button>
            <Button look="danger" onClick={renew}>{t("ui.codes.renew")}</Button>
        </div>
    );
}
