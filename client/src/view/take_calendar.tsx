/* take_calendar: addresses that calendar programs subscribe to, of the workshop, one's delegation and oneself; and taking them back. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ApiError } from "../api";
import { asApiError } from "../ctrl/load";
import { takeApi, type CalendarAddress } from "../ctrl/take_api";
import { mlText, t, time } from "../i18n/index";
import { Button, Copy, Failed, Field, valueOf } from "./parts";
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

export function TakeCalendar(): JSX.Element {
    const { room } = useRoom();
    const subjects = useSubjects();
    const [of, setOf] = useState(0);
    const [address, setAddress] = useState("");
    const [list, setList] = useState<readonly CalendarAddress[]>([]);
    const [failed, setFailed] = useState<ApiError | undefined>();
    const run = async (act: () => Promise<void>): Promise<void> => {
        try {
            await act();
            setList((await takeApi.calendars(room.id)).calendars);
            setFailed(undefined);
        } catch (error) {
            setFailed(asApiError(error));
        }
    };
    useEffect(() => void run(() => Promise.resolve()), []);
    const make = (): Promise<void> =>
        run(async () => setAddress(new URL((await takeApi.subscribe(room.id, of)).path, location.origin).href));
    const named = (id: number): string => subjects.find((one) => one.of === id)?.name ?? t("ui.cal.other");
    return (
        <div class="stack">
            <p>{t("ui.cal.text")}</p>
            <Field label={t("ui.cal.of")}>
                {(ids) => (
                    <select {...ids} class="input" data-first value={of} onChange={(event) => { setOf(Number(valueOf(event))); setAddress(""); }}>
                        {subjects.map((one) => <option key={one.of} value={one.of}>{one.name}</option>)}
                    </select>
                )}
            </Field>
            <div><Button look="first" onClick={() => void make()}>{t("ui.cal.make")}</Button></div>
            {address && (
                <div class="note stack" role="status">
                    <code class="user" dir="ltr">{address}</code>
                    <div class="row"><Copy text={address} label={t("ui.cal.copy")} /></div>
                    <p class="soft small">{t("ui.cal.once")}</p>
                </div>
            )}
            <Failed error={failed} />
            {list.length > 0 && (
                <ul class="stack shelf" aria-label={t("ui.cal.list")}>
                    {list.map((one) => (
                        <li key={one.key} class="row">
                            <span class="spring">{named(one.of)} <span class="soft small">{time(one.made, { dateStyle: "medium" })}</span></span>
                            <Button aria-label={`${t("ui.cal.revoke")}: ${named(one.of)}`}
                                onClick={() => void run(async () => { await takeApi.revoke(room.id, one.key); setAddress(""); })}>
                                {t("ui.cal.revoke")}
                            </Button>
                        </li>
                    ))}
                </ul>
            )}
        </div>
    );
}
