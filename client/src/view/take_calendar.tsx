/* take_calendar: addresses that calendar programs subscribe to, of the workshop, one's delegation and oneself; and taking them back. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ApiError } from "../api";
import { asApiError } from "../ctrl/load";
import { isolate } from "../ctrl/say";
import { takeApi, type CalendarAddress } from "../ctrl/take_api";
import { lang, mlText, t, time } from "../i18n/index";
import { Meetings } from "./meetings";
import { Button, Copy, Failed, Field, Plain, valueOf } from "./parts";
import { useRoom } from "./use";

interface Subject {
    of: number;
    name: string;
}

/* What this person may read the calendar of. */
function useSubjects(): readonly Subject[] {
    const { room, rights, self } = useRoom();
    const me = self.value;
    const own = room.get("delegation", me?.delegation);
    const delegations = rights.value.staff ? room.list("delegation").value : own ? [own] : [];
    return [
        { of: 0, name: t("ui.cal.workshop") },
        ...delegations.map((one) => ({ of: one.id, name: mlText(one.name) })),
        ...(me ? [{ of: me.id, name: t("ui.cal.mine") }] : []),
    ];
}

/* What was just made: it is shown this once. */
interface Made {
    key: string;
    name: string;
    address: string;
}

const day = (ms: number): string => time(ms, { dateStyle: "medium" });

export function TakeCalendar(): JSX.Element {
    const { room, self } = useRoom();
    const subjects = useSubjects();
    const [of, setOf] = useState(0);
    const [made, setMade] = useState<Made | undefined>();
    const [list, setList] = useState<readonly CalendarAddress[]>([]);
    const [busy, setBusy] = useState(false);
    const [failed, setFailed] = useState<ApiError | undefined>();
    const run = async (act?: () => Promise<void>): Promise<void> => {
        setBusy(true);
        try {
            await act?.();
            setList((await takeApi.calendars(room.id)).calendars);
            setFailed(undefined);
        } catch (error) {
            setFailed(asApiError(error));
        } finally {
            setBusy(false);
        }
    };
    useEffect(() => void run(), []);
    const make = async (): Promise<void> => {
        const { path, key } = await takeApi.subscribe(room.id, of);
        const name = subjects.find((one) => one.of === of)?.name ?? "";
        setMade({ key, name, address: new URL(`${path}?lang=${lang.value}`, location.origin).href });
    };
    const revoke = (key: string): Promise<void> => run(async () => {
        await takeApi.revoke(room.id, key);
        if (made?.key === key) setMade(undefined);
    });
    const mine = list.filter((one) => one.person === self.value?.id);
    const others = list.filter((one) => one.person !== self.value?.id);
    const before = mine.find((one) => one.of === of && one.key !== made?.key);
    return (
        <div class="stack">
            <p>{t("ui.cal.text")}</p>
            <Field label={t("ui.cal.of")} hint={before && t("ui.cal.replaces", { day: isolate(day(before.made)) })}>
                {(ids) => (
                    <select {...ids} class="input" data-first value={of} onChange={(event) => setOf(Number(valueOf(event)))}>
                        {subjects.map((one) => <option key={one.of} value={one.of}>{one.name}</option>)}
                    </select>
                )}
            </Field>
            <div><Button look="first" disabled={busy} onClick={() => void run(make)}>{t("ui.cal.make")}</Button></div>
            {made && <Shown made={made} />}
            <Failed error={failed} retry={() => void run()} />
            {mine.length > 0 && (
                <>
                    <h3>{t("ui.cal.list")}</h3>
                    <Addresses list={mine} subjects={subjects} revoke={revoke} />
                </>
            )}
            {others.length > 0 && (
                <details>
                    <summary>{t("ui.cal.others", { n: others.length })}</summary>
                    <Addresses list={others} subjects={subjects} revoke={revoke} />
                </details>
            )}
            {room.list("meeting").value.length > 0 && <Meetings />}
        </div>
    );
}

/* Most calendar programs open such an address by themselves where they are told that it is one of a calendar. */
function Shown({ made }: { made: Made }): JSX.Element {
    return (
        <div class="note stack" role="status">
            <strong><Plain>{made.name}</Plain></strong>
            <code class="user" dir="ltr">{made.address}</code>
            <div class="row">
                <Copy text={made.address} label={t("ui.cal.copy")} />
                <a class="button" href={made.address.replace(/^https?:/, "webcal:")}>{t("ui.cal.open")}</a>
            </div>
            <p class="soft small">{t("ui.cal.how")}</p>
            <p class="soft small">{t("ui.cal.once")}</p>
        </div>
    );
}

interface AddressesProps {
    list: readonly CalendarAddress[];
    subjects: readonly Subject[];
    revoke: (key: string) => Promise<void>;
}

/* Taking one back is asked once: the calendars that read it stay as they are from then on. */
function Addresses({ list, subjects, revoke }: AddressesProps): JSX.Element {
    const { room, self } = useRoom();
    const [asked, ask] = useState("");
    const person = (id: number): string => room.get("person", id)?.name ?? t("ui.cal.other");
    const named = ({ of, person: by }: CalendarAddress): string =>
        of !== 0 && of === by && by !== self.value?.id ? person(of) : (subjects.find((one) => one.of === of)?.name ?? person(of));
    return (
        <ul class="shelf">
            {list.map((one) => (
                <li key={one.key} class="take-line">
                    <div>
                        <Plain>{named(one)}</Plain>
                        <p class="soft small">
                            {t("ui.cal.since", { day: isolate(day(one.made)) })}
                            {one.person !== self.value?.id && <> · <Plain>{person(one.person)}</Plain></>}
                        </p>
                    </div>
                    <div class="row">
                        {asked === one.key ? (
                            <>
                                <Button look="danger" onClick={() => void revoke(one.key)}>{t("ui.cal.revoke_sure")}</Button>
                                <Button onClick={() => ask("")}>{t("ui.cancel")}</Button>
                            </>
                        ) : (
                            <Button aria-label={`${t("ui.cal.revoke")}: ${named(one)}`} onClick={() => ask(one.key)}>
                                {t("ui.cal.revoke")}
                            </Button>
                        )}
                    </div>
                </li>
            ))}
        </ul>
    );
}
