/* sheet: cards to print and cut: one with a code for each delegation, or one with a link of their own for each person. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/index";
import * as invite from "../ctrl/invite";
import { staffApi } from "../ctrl/staff_api";
import { Button, Failed, Loading, Modal, Plain, Text } from "./parts";
import { DelegationPicker } from "./pickers";
import { useRoom } from "./use";

type For = "delegations" | "people";
const FOR: readonly For[] = ["delegations", "people"];

export function SheetDialog(): JSX.Element {
    const ctrl = useRoom();
    const [whom, setWhom] = useState<For>("delegations");
    return (
        <Modal title={t("ui.codes.sheet")} onClose={() => ctrl.closeDialog()} wide>
            <div class="segments no-print" role="group" aria-label={t("ui.codes.sheet")}>
                {FOR.map((one) => (
                    <button key={one} type="button" aria-pressed={one === whom} onClick={() => setWhom(one)}>
                        {t(`ui.sheet.${one}`)}
                    </button>
                ))}
            </div>
            {whom === "delegations" ? <DelegationCards /> : <PersonCards />}
        </Modal>
    );
}

function Print(props: { off: boolean }): JSX.Element {
    return (
        <div class="row no-print">
            <Button look="first" data-first disabled={props.off} onClick={() => print()}>{t("ui.print")}</Button>
        </div>
    );
}

function DelegationCards(): JSX.Element {
    const ctrl = useRoom();
    const { codes } = invite;
    useEffect(() => invite.loadCodes(ctrl.room), []);
    const got = codes.value.value;
    return (
        <>
            <Failed error={codes.failed.value} retry={() => invite.loadCodes(ctrl.room)} />
            {!got && codes.busy.value && <Loading />}
            {got?.delegations.length === 0 && <p class="soft">{t("ui.desk.no_delegations")}</p>}
            <Print off={!got || got.delegations.length === 0} />
            <ul class="sheet">
                {got?.delegations.map((one) => (
                    <li key={one.delegation}>
                        <img class="qr" src={staffApi.qrAddress(ctrl.room.id, `/join/${one.code}`)} alt="" />
                        <div class="stack">
                            <p class="small soft"><Text of={ctrl.room.workshop.value?.title} /></p>
                            <h3><Text of={ctrl.room.get("delegation", one.delegation)?.name} /></h3>
                            <p>{t("ui.codes.sheet_how")}</p>
                            <p class="code">{one.code}</p>
                            <p class="small" dir="ltr">{location.host}/join</p>
                        </div>
                    </li>
                ))}
            </ul>
        </>
    );
}

/* A link is as good as a key, and making new ones ends the former: it is asked, and said. */
function PersonCards(): JSX.Element {
    const ctrl = useRoom();
    const { links } = invite;
    const [delegation, setDelegation] = useState(0);
    useEffect(() => links.clear(), [delegation]);
    const got = links.value.value;
    return (
        <>
            <div class="stack no-print">
                <p>{t("ui.sheet.people_text")}</p>
                <DelegationPicker label={t("ui.people.delegation")} none={t("ui.sheet.everybody")} value={delegation}
                    onChoose={setDelegation} />
                <Failed error={links.failed.value} />
                {!got && (
                    <div>
                        <Button disabled={links.busy.value} onClick={() => invite.makeLinks(ctrl.room, delegation)}>
                            {links.busy.value ? t("ui.wait") : t("ui.sheet.make")}
                        </Button>
                    </div>
                )}
                {got?.length === 0 && <p class="soft">{t("ui.sheet.nobody")}</p>}
            </div>
            {got && <Print off={got.length === 0} />}
            <ul class="sheet">
                {got?.map((one) => <PersonCard key={one.person} person={one.person} path={one.path} />)}
            </ul>
        </>
    );
}

function PersonCard(props: { person: number; path: string }): JSX.Element {
    const { room } = useRoom();
    const person = room.get("person", props.person);
    const delegation = room.get("delegation", person?.delegation);
    return (
        <li>
            <img class="qr" src={staffApi.qrAddress(room.id, props.path)} alt="" />
            <div class="stack">
                <p class="small soft"><Text of={room.workshop.value?.title} /></p>
                <h3><Plain>{person?.name}</Plain></h3>
                {delegation && <p><Text of={delegation.name} /></p>}
                <p class="small">{t("ui.sheet.person_how")}</p>
            </div>
        </li>
    );
}
