/* desk_people: everybody of the workshop: finding one in seconds, letting guests in, links, and what each is. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../i18n/index";
import { isolate } from "../ctrl/say";
import { admit, findSeats, namesakes, plainLetters, SEAT_FILTERS, seatsOf, type Seat, type SeatFilter } from "../ctrl/seats";
import { Button, Field, Plain, Text, valueOf } from "./parts";
import { Guest } from "./people_tools";
import { useRoom } from "./use";

const PAGE = 100;           /* so many are shown at once: whoever looks for somebody types */

export function DeskPeople(): JSX.Element {
    const ctrl = useRoom();
    const [text, setText] = useState("");
    const [filter, setFilter] = useState<SeatFilter>("all");
    const [shown, setShown] = useState(PAGE);
    const { people, room } = ctrl;
    const all = seatsOf(people.list.value, people.delegations.value, room.here.value);
    const found = findSeats(all, text, filter);
    const look = (next: string): void => {
        setText(next);
        setShown(PAGE);
    };
    return (
        <>
            {people.list.value.length > 0 && (
                <div class="pair">
                    <Field label={t("ui.desk.search")} hint={t("ui.desk.search_hint")}>
                        {(ids) => <input {...ids} class="input user" type="search" dir="auto" autocomplete="off" value={text}
                            onInput={(event) => look(valueOf(event))} />}
                    </Field>
                    <Field label={t("ui.desk.filter")}>
                        {(ids) => (
                            <select {...ids} class="input" value={filter}
                                onChange={(event) => setFilter(valueOf(event) as SeatFilter)}>
                                {SEAT_FILTERS.map((one) => <option key={one} value={one}>{t(`ui.desk.filter.${one}`)}</option>)}
                            </select>
                        )}
                    </Field>
                </div>
            )}
            <DeskActs />
            <p class="soft small num" role="status">
                {people.list.value.length > 0 && t("ui.desk.found", { n: found.length, all: all.length })}
            </p>
            {people.list.value.length === 0 && <Nobody />}
            <SeatList seats={found.slice(0, shown)} />
            {found.length > shown && (
                <div>
                    <Button onClick={() => setShown(shown + PAGE)}>
                        {t("ui.desk.more", { n: Math.min(PAGE, found.length - shown) })}
                    </Button>
                </div>
            )}
        </>
    );
}

function DeskActs(): JSX.Element {
    const ctrl = useRoom();
    const named = ctrl.people.guests.value.filter((guest) => guest.delegation);
    const admitAll = (): void => named.forEach((guest) => admit(ctrl.room, guest.id, guest.delegation ?? 0));
    return (
        <div class="row">
            <Button onClick={() => ctrl.openDialog({ is: "import-people" })}>{t("ui.import.people")}</Button>
            <Button onClick={() => ctrl.openDialog({ is: "person", person: undefined })}>{t("ui.people.add")}</Button>
            <Button onClick={() => ctrl.openDialog({ is: "codes" })}>{t("ui.codes.title")}</Button>
            <Button onClick={() => ctrl.openDialog({ is: "sheet" })}>{t("ui.codes.sheet")}</Button>
            <Button onClick={() => ctrl.openDialog({ is: "device", host: 0 })}>{t("ui.device.title")}</Button>
            {named.length > 1 && (
                <Button look="first" onClick={admitAll}>{t("ui.people.admit_all", { n: named.length })}</Button>
            )}
        </div>
    );
}

function Nobody(): JSX.Element {
    const ctrl = useRoom();
    return (
        <div class="empty">
            <p>{t("ui.people.empty_staff")}</p>
            <Button look="first" onClick={() => ctrl.openDialog({ is: "import-people" })}>{t("ui.import.people")}</Button>
        </div>
    );
}

function SeatList(props: { seats: readonly Seat[] }): JSX.Element {
    const twice = namesakes(useRoom().people.list.value);
    return (
        <ul class="seats">
            {props.seats.map((seat) => (
                <li key={seat.person.id}>
                    {seat.person.guest
                        ? <Guest guest={seat.person} />
                        : <SeatRow seat={seat} alike={twice.has(plainLetters(seat.person.name ?? ""))} />}
                </li>
            ))}
        </ul>
    );
}

function SeatRow(props: { seat: Seat; alike: boolean }): JSX.Element {
    const ctrl = useRoom();
    const { person, delegation, here } = props.seat;
    const host = person.device ? ctrl.room.get("person", person.device) : undefined;
    const { name = "" } = person;
    const about = [t(`ui.role.${person.role}`), person.head && t("ui.people.head"), t(`ui.mode.${person.mode}`)];
    return (
        <div class={`seat ${here ? "here" : ""}`}>
            <span class="dot" aria-hidden="true" />
            <span class="who">
                <strong><Plain>{name}</Plain></strong>
                {props.alike && <> <span class="tag warn">{t("ui.desk.alike")}</span></>}
                {person.function && <span class="about"><Plain>{person.function}</Plain></span>}
                <span class="about">{about.filter(Boolean).join(" · ")}</span>
                {host && <span class="about">{t("ui.device.on", { name: isolate(host.name ?? "") })}</span>}
            </span>
            <span class="party">
                {delegation ? <Text of={delegation.name} /> : <span class="soft">{t("ui.people.no_delegation")}</span>}
                <span class="about">{t(here ? "ui.people.here" : "ui.people.not_here")}</span>
            </span>
            <span class="row acts">
                <Button onClick={() => ctrl.openDialog({ is: "link", person: person.id, name, now: true })}>
                    {t("ui.desk.link")}<span class="hear"> {name}</span>
                </Button>
                <Button onClick={() => ctrl.openDialog({ is: "person", person })}>
                    {t("ui.edit")}<span class="hear"> {name}</span>
                </Button>
            </span>
        </div>
    );
}

