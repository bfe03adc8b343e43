/* people: who belongs to the workshop, by delegation, and who is here; for staff also admitting, adding, links and codes. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { mlText, t } from "../i18n/index";
import { ROLES, type Party } from "../ctrl/people";
import { isolate } from "../ctrl/say";
import type { Person, PersonRole } from "../sync/kinds";
import { Listeners } from "./link";
import { Button, Copy, Failed, Field, Loading, Modal, Plain, Text, valueOf } from "./parts";
import { useRoom } from "./use";

export function People(): JSX.Element {
    const ctrl = useRoom();
    const { people } = ctrl;
    const staff = ctrl.edits.value;
    const loaded = ctrl.room.loaded.value;
    return (
        <>
            <div class="column-head">
                <h2>{t("ui.tab.people")}</h2>
                <span class="num">{t("ui.people.count", { here: people.here.value, all: people.all.value })}</span>
                <Listeners />
            </div>
            {staff && (
                <div class="agenda-tools people-tools">
                    <Button onClick={() => ctrl.openDialog({ is: "codes" })}>{t("ui.codes.title")}</Button>
                    <Button onClick={() => ctrl.openDialog({ is: "person", person: undefined })}>{t("ui.people.add")}</Button>
                    <Button onClick={() => ctrl.openDialog({ is: "delegation" })}>{t("ui.people.add_delegation")}</Button>
                </div>
            )}
            {!loaded && <Loading />}
            {staff && people.guests.value.map((guest) => <Guest key={guest.id} guest={guest} />)}
            {!staff && people.guests.value.length > 0 && (
                <p class="soft small person-group">{t("ui.people.waiting", { n: people.guests.value.length })}</p>
            )}
            {loaded && people.all.value === 0 && <div class="empty"><p>{t("ui.people.empty")}</p></div>}
            {people.parties.value.map((party) => <PartyList key={party.delegation?.id ?? 0} party={party} />)}
        </>
    );
}

function PartyList(props: { party: Party }): JSX.Element {
    const { delegation, people, here } = props.party;
    const planned = Math.max(people.length, delegation?.delegates ?? 0);
    return (
        <section>
            <h3 class="person-group">
                <span>
                    {delegation ? <Text of={delegation.name} /> : t("ui.people.no_delegation")}
                    {delegation?.country && <span class="soft"> {delegation.country}</span>}
                </span>
                <span class="num" aria-label={t("ui.people.count", { here, all: planned })}>{here}/{planned}</span>
            </h3>
            <ul>
                {people.map((person) => <li key={person.id}><PersonRow person={person} /></li>)}
            </ul>
        </section>
    );
}

function PersonRow(props: { person: Person }): JSX.Element {
    const ctrl = useRoom();
    const { person } = props;
    const here = ctrl.room.here.value.has(person.id);
    const me = ctrl.room.me.value.person === person.id;
    return (
        <div class={`person ${here ? "here" : ""}`}>
            <span class="dot" aria-hidden="true" />
            <span class="who">
                <Plain>{person.name}</Plain>
                {me && <span class="soft"> ({t("ui.people.you")})</span>}
                <span class="soft small">
                    {person.role !== "delegate" && ` · ${t(`ui.role.${person.role}`)}`}
                    {person.head && ` · ${t("ui.people.head")}`}
                </span>
            </span>
            <span class={here ? "small" : "hear"}>{here ? t("ui.people.here") : t("ui.people.not_here")}</span>
            {ctrl.edits.value && (
                <Button look="quiet small" onClick={() => ctrl.openDialog({ is: "person", person })}>
                    {t("ui.edit")}<span class="hear"> {person.name}</span>
                </Button>
            )}
        </div>
    );
}

function DelegationPicker(props: { value: number; onChoose: (id: number) => void; label: string }): JSX.Element {
    const { people } = useRoom();
    return (
        <Field label={props.label}>
            {(ids) => (
                <select {...ids} class="input" value={props.value}
                    onChange={(event) => props.onChoose(Number(valueOf(event)))}>
                    <option value={0}>{t("ui.people.no_delegation")}</option>
                    {people.delegations.value.map((one) => (
                        <option key={one.id} value={one.id}>{mlText(one.name)}</option>
                    ))}
                </select>
            )}
        </Field>
    );
}

function RolePicker(props: { value: PersonRole; onChoose: (role: PersonRole) => void }): JSX.Element {
    const ctrl = useRoom();
    const makesStaff = ctrl.room.me.value.role === "facilitator";
    const roles = ROLES.filter((role) => makesStaff || role === props.value || !role.endsWith("facilitator"));
    return (
        <Field label={t("ui.people.role")}>
            {(ids) => (
                <select {...ids} class="input" value={props.value}
                    onChange={(event) => props.onChoose(valueOf(event) as PersonRole)}>
                    {roles.map((role) => <option key={role} value={role}>{t(`ui.role.${role}`)}</option>)}
                </select>
            )}
        </Field>
    );
}

/* A delegate speaks for somebody: without a delegation the person can be something else. */
function fits(role: PersonRole, delegation: number): boolean {
    return role !== "delegate" || delegation > 0;
}

/* Somebody who came by the open code and waits. */
function Guest(props: { guest: Person }): JSX.Element {
    const ctrl = useRoom();
    const { guest } = props;
    const [delegation, setDelegation] = useState(guest.delegation ?? 0);
    const role: PersonRole = delegation > 0 ? "delegate" : "observer";
    return (
        <section class="guest">
            <p>{t("ui.people.guest")} <strong><Plain>{guest.name}</Plain></strong></p>
            <DelegationPicker label={t("ui.people.admit_to")} value={delegation} onChoose={setDelegation} />
            <div class="row">
                <Button look="first" onClick={() => ctrl.people.admit(guest.id, delegation, role)}>
                    {t(`ui.people.admit_as.${role}`)}
                </Button>
                <Button onClick={() => ctrl.undo.remove(guest.id, guest.name ?? "", () => ctrl.people.remove(guest.id))}>
                    {t("ui.people.turn_away")}
                </Button>
            </div>
        </section>
    );
}

export function PersonDialog(props: { person: Person | undefined }): JSX.Element {
    const ctrl = useRoom();
    const { person } = props;
    const [name, setName] = useState(person?.name ?? "");
    const [role, setRole] = useState<PersonRole>(person?.role ?? "delegate");
    const [delegation, setDelegation] = useState(person?.delegation ?? 0);
    const [busy, setBusy] = useState(false);
    const submit = (event: Event): void => {
        event.preventDefault();
        if (fits(role, delegation)) void (person ? save(person) : add());
    };
    const save = async (person: Person): Promise<void> => {
        const fields: Record<string, unknown> = {};
        if (name.trim() !== person.name) fields.name = name.trim();
        if (role !== person.role) fields.role = role;
        if (delegation !== (person.delegation ?? 0)) fields.delegation = delegation || null;
        if (Object.keys(fields).length > 0) ctrl.people.edit(person.id, fields);
        ctrl.closeDialog();
    };
    const add = async (): Promise<void> => {
        setBusy(true);
        const id = await ctrl.people.add(name.trim(), role, delegation);
        setBusy(false);
        if (id) ctrl.openDialog({ is: "link", person: id, name: name.trim() });
        else ctrl.closeDialog();
    };
    return (
        <Modal title={person ? (person.name ?? "") : t("ui.people.add")} onClose={() => ctrl.closeDialog()}>
            <form class="stack" onSubmit={submit}>
                <Field label={t("ui.people.name")}>
                    {(ids) => <input {...ids} class="input user" dir="auto" data-first required maxLength={64} value={name}
                        onInput={(event) => setName(valueOf(event))} />}
                </Field>
                <RolePicker value={role} onChoose={setRole} />
                <DelegationPicker label={t("ui.people.delegation")} value={delegation} onChoose={setDelegation} />
                {!fits(role, delegation) && <p class="note warn">{t("ui.people.needs_delegation")}</p>}
                {person && <PersonActs person={person} />}
                <div class="dialog-foot">
                    <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first" disabled={busy || !fits(role, delegation)}>
                        {busy ? t("ui.wait") : person ? t("ui.save") : t("ui.people.add_link")}
                    </Button>
                </div>
            </form>
        </Modal>
    );
}

function PersonActs(props: { person: Person }): JSX.Element {
    const ctrl = useRoom();
    const { person } = props;
    const remove = (): void => {
        ctrl.undo.remove(person.id, person.name ?? "", () => ctrl.people.remove(person.id));
        ctrl.closeDialog();
    };
    return (
        <div class="row">
            <Button onClick={() => ctrl.openDialog({ is: "link", person: person.id, name: person.name ?? "" })}>
                {t("ui.people.link")}
            </Button>
            {ctrl.room.me.value.person !== person.id && (
                <Button look="danger" onClick={remove}>{t("ui.people.remove")}</Button>
            )}
        </div>
    );
}

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
    const nameOf = (id: number): string => mlText(ctrl.room.get("delegation", id)?.name);
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
                    {got.delegations.length > 0 && (
                        <details>
                            <summary>{t("ui.codes.delegations")}</summary>
                            <p class="soft small">{t("ui.codes.delegations_text")}</p>
                            <ul class="stack">
                                {got.delegations.map((one) => (
                                    <li key={one.delegation} class="row">
                                        <span class="spring"><Plain>{nameOf(one.delegation)}</Plain></span>
                                        <strong class="num" dir="ltr">{one.code}</strong>
                                        <Copy text={`${location.origin}/join/${one.code}`} />
                                        <Renew delegation={one.delegation} />
                                    </li>
                                ))}
                            </ul>
                        </details>
                    )}
                </>
            )}
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

export function DelegationDialog(): JSX.Element {
    const ctrl = useRoom();
    const [name, setName] = useState("");
    const [country, setCountry] = useState("");
    const [observer, setObserver] = useState(false);
    const submit = (event: Event): void => {
        event.preventDefault();
        ctrl.people.addDelegation(name.trim(), country.toUpperCase(), observer);
        ctrl.closeDialog();
    };
    return (
        <Modal title={t("ui.people.add_delegation")} onClose={() => ctrl.closeDialog()}>
            <form class="stack" onSubmit={submit}>
                <Field label={t("ui.people.delegation_name")}>
                    {(ids) => <input {...ids} class="input user" dir="auto" data-first required maxLength={300} value={name}
                        onInput={(event) => setName(valueOf(event))} />}
                </Field>
                <Field label={t("ui.people.country")} hint={t("ui.people.country_hint")}>
                    {(ids) => <input {...ids} class="input" dir="ltr" pattern="[A-Za-z]{2}" maxLength={2} value={country}
                        onInput={(event) => setCountry(valueOf(event))} />}
                </Field>
                <label class="check">
                    <input type="checkbox" checked={observer}
                        onChange={(event) => setObserver(event.currentTarget.checked)} />
                    {t("ui.people.observer")}
                </label>
                <div class="dialog-foot">
                    <Button onClick={() => ctrl.closeDialog()}>{t("ui.cancel")}</Button>
                    <Button type="submit" look="first">{t("ui.add")}</Button>
                </div>
            </form>
        </Modal>
    );
}
