/* attendance: who was there, by day and by agenda item, delegation by delegation; to look at, to print, and as a file. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { lang, mlText, t, time } from "../i18n/index";
import { isolate } from "../ctrl/say";
import { documentAddress } from "../ctrl/take_api";
import {
    attendedDays, attendedIn, byParty, itemSpan, type Attended, type AttendedDay, type PartyAttended, type Span,
} from "../rules/attendance";
import type { Item } from "../sync/kinds";
import { Button, Field, Plain, Text, valueOf } from "./parts";
import { MakingNote, Take } from "./take";
import { useRoom } from "./use";

const FORMATS = ["docx", "xlsx", "pdf", "csv"];

/* "d1": a day; "i77": an agenda item. */
type Wanted = string;

interface Sheet {
    title: string;
    span: Span;
}

export function AttendanceSheet(): JSX.Element {
    const ctrl = useRoom();
    const { room } = ctrl;
    const [wanted, setWanted] = useState<Wanted>("");
    const all = room.list("attendance").value;
    /* The minute that runs counts whole: the sheet is made again once a minute, and whoever has just come is on it. */
    const now = (Math.floor(ctrl.now.value / 60_000) + 1) * 60_000;
    const days = attendedDays(all, room.workshop.value, now);
    const held = room.list("item").value.filter((item) => itemSpan(item, now));
    if (days.length === 0) return <div class="empty"><p>{t("ui.attendance.empty")}</p></div>;
    const sheet = sheetOf(wanted, days, held, now) ?? sheetOf(`d${days.at(-1)!.day}`, days, held, now)!;
    const people = ctrl.people.list.value.filter((one) => !one.guest);
    const parties = byParty(attendedIn(all, sheet.span, now), people, ctrl.people.delegations.value.map((one) => one.id));
    const there = new Set(parties.flatMap((party) => party.there.map((one) => one.person))).size;
    return (
        <>
            <Choice wanted={wanted || `d${days.at(-1)!.day}`} set={setWanted} days={days} held={held} />
            <div class="sheet-head">
                <p class="soft small"><Text of={room.workshop.value?.title} /></p>
                <h2>{sheet.title}</h2>
                <p class="num">
                    {t("ui.attendance.sum", { n: there, all: there + parties.reduce((sum, party) => sum + party.absent.length, 0) })}
                </p>
            </div>
            <Acts />
            {parties.map((party) => <Party key={party.delegation} party={party} />)}
            <div class="no-print sheet-foot"><MakingNote /></div>
        </>
    );
}

function sheetOf(wanted: Wanted, days: readonly AttendedDay[], held: readonly Item[], now: number): Sheet | undefined {
    const id = Number(wanted.slice(1));
    if (wanted.startsWith("d")) {
        const day = days.find((one) => one.day === id);
        return day && { title: dayName(day), span: day };
    }
    const item = held.find((one) => one.id === id);
    const span = item && itemSpan(item, now);
    return span && { title: mlText(item.title), span };
}

/* The noon of a day is on that day in every zone the workshop can be in. */
function dayName(day: AttendedDay): string {
    return `${t("ui.agenda.day", { n: day.day })} · ${time((day.since + day.until) / 2, { dateStyle: "full" })}`;
}

interface ChoiceProps {
    wanted: Wanted;
    set: (wanted: Wanted) => void;
    days: readonly AttendedDay[];
    held: readonly Item[];
}

function Choice(props: ChoiceProps): JSX.Element {
    return (
        <div class="no-print">
            <Field label={t("ui.attendance.of")}>
                {(ids) => (
                    <select {...ids} class="input" value={props.wanted} onChange={(event) => props.set(valueOf(event))}>
                        <optgroup label={t("ui.attendance.days")}>
                            {props.days.map((day) => <option key={day.day} value={`d${day.day}`}>{dayName(day)}</option>)}
                        </optgroup>
                        {props.held.length > 0 && (
                            <optgroup label={t("ui.attendance.items")}>
                                {props.held.map((item) => (
                                    <option key={item.id} value={`i${item.id}`}>
                                        {t("ui.agenda.day", { n: item.day ?? 1 })} · {mlText(item.title)}
                                    </option>
                                ))}
                            </optgroup>
                        )}
                    </select>
                )}
            </Field>
        </div>
    );
}

function Acts(): JSX.Element {
    const { room } = useRoom();
    return (
        <div class="row no-print">
            <Button onClick={() => print()}>{t("ui.print")}</Button>
            {FORMATS.map((format) => (
                <Take key={format} name={`${t("ui.export.doc.attendance")} · ${t(`ui.export.as.${format}`)}`}
                    href={documentAddress(room.id, "attendance", format, { lang: lang.value })}>
                    {t(`ui.export.as.${format}`)}
                </Take>
            ))}
        </div>
    );
}

function Party(props: { party: PartyAttended }): JSX.Element {
    const ctrl = useRoom();
    const { delegation, there, absent } = props.party;
    const of = ctrl.room.get("delegation", delegation || undefined);
    return (
        <section class="attended">
            <h3>
                {of ? <Text of={of.name} /> : t("ui.people.no_delegation")}
                <span class="num soft"> {t("ui.people.count", { here: there.length, all: there.length + absent.length })}</span>
            </h3>
            <table>
                <thead class="hear">
                    <tr>
                        <th scope="col">{t("ui.people.name")}</th>
                        <th scope="col">{t("ui.attendance.times")}</th>
                        <th scope="col">{t("ui.attendance.minutes")}</th>
                    </tr>
                </thead>
                <tbody>
                    {there.map((one) => <There key={one.person} of={one} />)}
                    {absent.map((one) => (
                        <tr key={one.id} class="soft">
                            <td><Plain>{one.name}</Plain></td>
                            <td colSpan={2}>{t("ui.attendance.absent")}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </section>
    );
}

function There(props: { of: Attended }): JSX.Element {
    const { room, agenda } = useRoom();
    const { of } = props;
    const clock = (ms: number): string => agenda.clock(Math.floor(ms / 60_000));
    const name = room.get("person", of.person)?.name ?? t("ui.attendance.gone");
    return (
        <tr>
            <td>
                <Plain>{name}</Plain>
                {of.phone && <span class="soft small"> · {t("ui.mode.phone")}</span>}
            </td>
            <td class="num">{of.spans.map((span) => isolate(`${clock(span.since)}–${clock(span.until)}`)).join(" · ")}</td>
            <td class="num">{t("ui.minutes", { n: Math.max(1, Math.round(of.ms / 60_000)) })}</td>
        </tr>
    );
}
