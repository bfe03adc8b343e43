/*
 * projector: the screen in the room: large type and nothing to press. It follows the room: where it is in the agenda, who speaks
 * and who waits, what is asked, voted on or drafted, what the room is told, when a break is over. With two languages of the
 * screen everything that is read stands there twice.
 */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { hurry, minutesOf, span } from "../ctrl/agenda";
import { alsoIn, dirOf, lang, ml, setLang, t, time, tIn, twin, type Lang, type ML, type Params } from "../i18n/index";
import { askedMost } from "../rules/floor_times";
import type { RoomCtrl } from "../ctrl/room";
import type { Item, ItemKind, Message, Poll } from "../sync/kinds";
import { SpeechClock } from "./hand";
import { Link } from "./link";
import { Notices } from "./panel_marks";
import { LangSwitch, Plain } from "./parts";
import { Plan } from "./plan";
import { ItemPolls, PollCard } from "./poll";
import { idleKey } from "./stage";
import { useRoom } from "./use";

/* The languages of the screen, the first on top. The page is in the first; the second has its sentences fetched. */
function useScreenLanguages(): readonly Lang[] {
    const chosen = useRoom().room.workshop.value?.screen_languages ?? [];
    const [first, second] = chosen;
    const [here, setHere] = useState<Lang | undefined>(undefined);
    useEffect(() => {
        if (first && first !== lang.peek()) void setLang(first);
        if (second) void alsoIn(second).then(() => setHere(second));
        else setHere(undefined);
    }, [first, second]);
    useEffect(() => {
        twin.value = here;
        return () => void (twin.value = undefined);
    }, [here]);
    return here && here !== lang.value ? [lang.value, here] : [lang.value];
}

/* A sentence of ours in every language of the screen. */
function Said(props: { in: readonly Lang[]; k: string; params?: Params }): JSX.Element {
    return (
        <>
            {props.in.map((one, i) => (
                <span key={one} class={i > 0 ? "twin" : ""}><bdi lang={one} dir={dirOf(one)}>{tIn(one, props.k, props.params)}</bdi></span>
            ))}
        </>
    );
}

/* What somebody wrote, in every language of the screen that it is there in. */
function Words(props: { in: readonly Lang[]; of: ML | undefined }): JSX.Element {
    const { of } = props;
    const found = props.in.filter((one) => of?.[one]);
    const there = of && found.length === 0 ? [ml(of).lang] : found;
    return (
        <>
            {there.map((one, i) => (
                <span key={one} class={i > 0 ? "twin" : ""}><bdi lang={one} dir={dirOf(one)} class="user">{of![one]}</bdi></span>
            ))}
        </>
    );
}

export function Projector(): JSX.Element {
    const ctrl = useRoom();
    const langs = useScreenLanguages();
    const order = ctrl.floor.told.value.find((one) => one.type === "call_to_order");
    useEffect(() => {
        document.documentElement.dataset.screen = "";
        return () => delete document.documentElement.dataset.screen;
    }, []);
    return (
        <div class={`room projector ${langs.length > 1 ? "two" : ""}`}>
            <Head langs={langs} />
            <main class="room-main screen-main" tabIndex={-1}>
                <section class="screen-stage">
                    {ctrl.noticed.value && <Notices />}
                    {order ? <Order message={order} langs={langs} /> : <OnScreen langs={langs} />}
                </section>
                <aside class="screen-side">
                    <Floor langs={langs} />
                    <Position langs={langs} />
                </aside>
            </main>
            <Foot langs={langs} />
        </div>
    );
}

interface Part {
    langs: readonly Lang[];
}

function Head(props: Part): JSX.Element {
    const ctrl = useRoom();
    const { agenda } = ctrl;
    const workshop = ctrl.room.workshop.value;
    return (
        <header class="room-top">
            <h1><Words in={props.langs} of={workshop?.title} /></h1>
            {workshop?.state === "live" && (
                <span class="num"><Said in={props.langs} k="ui.room.day" params={{ n: agenda.today.value, all: agenda.dayCount.value }} /></span>
            )}
            <span class="num screen-time">{time(ctrl.now.value, { hour: "2-digit", minute: "2-digit" }, workshop?.time_zone)}</span>
            <Link />
            {!workshop?.screen_languages?.length && <LangSwitch onChoose={(to) => ctrl.speak(to)} />}
        </header>
    );
}

function Order(props: Part & { message: Message }): JSX.Element {
    return (
        <div class="screen-order">
            <p class="screen-kind"><Said in={props.langs} k="ui.told.call_to_order" /></p>
            <h2><Words in={props.langs} of={props.message.text} /></h2>
        </div>
    );
}

/* Items that are about the plan. */
const DRAFTS: ReadonlySet<ItemKind> = new Set(["drafting", "adoption"]);

function OnScreen(props: Part): JSX.Element {
    const ctrl = useRoom();
    const { langs } = props;
    const item = ctrl.agenda.running.value;
    const open = ctrl.polls.opened.value;
    const voted = item !== undefined && ctrl.polls.of(item.id, item.started_at).some((poll) => poll.state === "closed" || poll.state === "void");
    if (!ctrl.room.loaded.value) return <p class="screen-calm">{t("ui.loading")}</p>;
    return (
        <>
            {item ? <ItemHead langs={langs} item={item} slim={open.length > 0 || voted || DRAFTS.has(item.kind)} /> : <Idle langs={langs} />}
            {item ? <ItemPolls item={item} /> : loosePolls(ctrl).map((poll) => <PollCard key={poll.id} poll={poll} />)}
            {open.length === 0 && item && <Matter langs={langs} item={item} />}
        </>
    );
}

/* Between two items: what is asked, else the last result since the item before was over. */
function loosePolls({ room, polls }: RoomCtrl): readonly Poll[] {
    const open = polls.opened.value;
    if (open.length > 0 || room.workshop.value?.state !== "live") return open;
    const since = Math.max(0, ...room.list("item").value.map((one) => one.ended_at ?? 0));
    return [...polls.of(0)].filter((poll) => poll.state !== "prepared" && (poll.closed_at ?? 0) > since)
        .sort((a, b) => (b.closed_at ?? 0) - (a.closed_at ?? 0)).slice(0, 1);
}

function Idle(props: Part): JSX.Element {
    const ctrl = useRoom();
    const state = ctrl.room.workshop.value?.state;
    return (
        <div class="screen-calm">
            <h2 class="screen-title"><Said in={props.langs} k={idleKey(ctrl)} /></h2>
            {state === "closed" && <p class="screen-where"><Said in={props.langs} k="ui.now.closed_screen" /></p>}
        </div>
    );
}

function ItemHead(props: Part & { item: Item; slim: boolean }): JSX.Element {
    const { langs, item, slim } = props;
    return (
        <header class={`screen-head ${slim ? "slim" : ""}`}>
            <div>
                {!slim && <p class="screen-kind"><Said in={langs} k={`ui.kind.${item.kind}`} /></p>}
                <h2 class="screen-title"><Words in={langs} of={item.title} /></h2>
                {!slim && item.presenter && <p class="screen-presenter"><Plain>{item.presenter}</Plain></p>}
            </div>
            {item.kind !== "break" && <Countdown item={item} />}
        </header>
    );
}

function Countdown(props: { item: Item }): JSX.Element | null {
    const { now } = useRoom();
    const { item } = props;
    const whole = minutesOf(item) * 60_000;
    if (!item.started_at || whole === 0) return null;
    const left = whole - Math.max(0, now.value - item.started_at);
    return (
        <p class={`screen-clock num ${hurry(left, whole)}`} role="timer">
            {left < 0 && <span class="screen-over">+</span>}{span(left)}
        </p>
    );
}

/* What the room looks at while it does not vote. */
function Matter(props: Part & { item: Item }): JSX.Element {
    const ctrl = useRoom();
    const { langs, item } = props;
    const asked = askedMost(ctrl.room.list("question").value.filter((one) => one.item === item.id && one.state === "open"));
    const touring = ctrl.floor.tour.value.length > 0 || ctrl.floor.speaker.value?.type === "tour";
    return (
        <>
            {item.kind === "break" && <Pause langs={langs} item={item} />}
            {touring && <TourOnScreen />}
            {asked.length > 0 && (
                <section class="screen-asked">
                    <p class="screen-kind"><Said in={langs} k="ui.question.title" /></p>
                    <p class="screen-question"><Words in={langs} of={asked[0]!.text} /></p>
                    <ul>{asked.slice(1, 4).map((one) => <li key={one.id}><Words in={langs} of={one.text} /> <Backed n={one.backers?.length ?? 0} /></li>)}</ul>
                </section>
            )}
            {item.notes && asked.length === 0 && !touring && <div class="screen-notes prose"><Words in={langs} of={item.notes} /></div>}
            {DRAFTS.has(item.kind) && <Plan />}
        </>
    );
}

function Backed(props: { n: number }): JSX.Element | null {
    return props.n > 0 ? <span class="num screen-soft">▲ {props.n}</span> : null;
}

function Pause(props: Part & { item: Item }): JSX.Element | null {
    const { agenda, now } = useRoom();
    const { langs, item } = props;
    const minutes = minutesOf(item);
    if (!item.started_at || minutes === 0) return null;
    const end = item.started_at + minutes * 60_000;
    const left = end - now.value;
    return (
        <section class="screen-pause">
            <p class="screen-at"><Said in={langs} k="ui.pause.on_at" params={{ time: agenda.clock(Math.floor(end / 60_000)) }} /></p>
            {left > 0
                ? <p class="screen-left num" role="timer">{span(left)}</p>
                : <p class="screen-at"><Said in={langs} k="ui.pause.over" /></p>}
        </section>
    );
}

function TourOnScreen(): JSX.Element {
    const { floor } = useRoom();
    const speaker = floor.speaker.value;
    const list = [...(speaker?.type === "tour" ? [speaker] : []), ...floor.tour.value];
    return (
        <ol class="screen-tour">
            {list.slice(0, 8).map((hand) => (
                <li key={hand.id} class={hand.state}><Plain>{floor.nameOf(hand)}</Plain></li>
            ))}
        </ol>
    );
}

const QUEUE_SHOWN = 5;
const QUEUE_BESIDE = 3;         /* while somebody speaks, who has the room on the side */

function Floor(props: Part): JSX.Element | null {
    const { room, floor } = useRoom();
    const { langs } = props;
    const speaker = floor.speaker.value;
    const queue = floor.queue.value;
    const person = room.get("person", speaker?.person)?.name;
    const shown = speaker ? QUEUE_BESIDE : QUEUE_SHOWN;
    if (!speaker && queue.length === 0) return null;
    return (
        <section class="screen-floor">
            {speaker && (
                <>
                    <p class="screen-kind"><Said in={langs} k="ui.floor.speaks" /></p>
                    <p class="screen-speaker"><Party id={speaker.delegation} none={person} langs={langs} /></p>
                    {speaker.delegation !== undefined && person && <p><Plain>{person}</Plain></p>}
                    <p class="screen-speech"><SpeechClock hand={speaker} /></p>
                </>
            )}
            {queue.length > 0 && (
                <>
                    <p class="screen-kind"><Said in={langs} k="ui.floor.then" /></p>
                    <ol class="screen-queue">
                        {queue.slice(0, shown).map((hand, i) => (
                            <li key={hand.id}>
                                <span class="num">{i + 1}</span>
                                <span>
                                    <Party id={hand.delegation} none={room.get("person", hand.person)?.name} langs={langs.slice(0, 1)} />
                                    {hand.type !== "contribution" && <span class="screen-soft"> ({t(`ui.hand.${hand.type}`)})</span>}
                                </span>
                            </li>
                        ))}
                    </ol>
                    {queue.length > shown && <p class="screen-soft">{t("ui.paste.more", { n: queue.length - shown })}</p>}
                </>
            )}
        </section>
    );
}

function Party(props: Part & { id: number | undefined; none: string | undefined }): JSX.Element {
    const delegation = useRoom().room.get("delegation", props.id);
    return delegation ? <Words in={props.langs} of={delegation.name} /> : <Plain>{props.none}</Plain>;
}

const BEFORE = 1;
const AFTER = 2;

/* Only what is late: the room is not to read that it has time. */
function Late(props: Part): JSX.Element | null {
    const { agenda, room } = useRoom();
    const n = room.workshop.value?.state === "live" ? agenda.late.value : 0;
    if (n <= 0) return null;
    return <p class="num screen-late"><Said in={props.langs} k="ui.agenda.late" params={{ n }} /></p>;
}

/* Where the room is in its day: what was, what is, what follows. */
function Position(props: Part): JSX.Element | null {
    const { agenda, floor } = useRoom();
    const slots = agenda.days.value.find((day) => day.day === agenda.today.value)?.slots ?? [];
    const running = agenda.running.value;
    const next = agenda.next.value;
    const at = slots.findIndex((slot) => slot.item.id === (running ?? next)?.id);
    /* Who speaks and who waits has the place then. */
    const short = floor.speaker.value !== undefined || floor.queue.value.length > 0;
    if (at < 0) return null;
    return (
        <section class="screen-day">
            <p class="screen-kind"><Said in={props.langs} k="ui.tab.agenda" /></p>
            <Late langs={props.langs} />
            <ol>
                {slots.slice(short ? at : Math.max(0, at - BEFORE), at + (short ? 1 : AFTER) + 1).map(({ item, start }) => (
                    <li key={item.id} class={item.state} aria-current={item === running ? "true" : undefined}>
                        <span class="num">{start === undefined ? "" : agenda.clock(start)}</span>
                        <span class="screen-short"><Words in={props.langs.slice(0, 1)} of={item.title} /></span>
                    </li>
                ))}
            </ol>
        </section>
    );
}

function Foot(props: Part): JSX.Element {
    const { floor, people, noted } = useRoom();
    const { langs } = props;
    const told = floor.told.value.find((one) => one.type !== "call_to_order" && !noted.has(one.id));
    const { n, all } = floor.ready.value;
    return (
        <footer class={`room-foot screen-foot ${told ? "telling" : ""}`}>
            <p class="spring screen-told">{told && <Words in={langs} of={told.text} />}{told?.link && <Address of={told.link} />}</p>
            {n > 0 && <Counted><Said in={langs} k="ui.ready.count" params={{ n, all }} /></Counted>}
            <Counted><Said in={langs} k="ui.screen.here" params={{ here: people.here.value, all: people.all.value }} /></Counted>
        </footer>
    );
}

/* Nobody can follow a link on a screen: it is there to be typed. */
function Address(props: { of: string }): JSX.Element {
    return <> <bdi dir="ltr" class="screen-address">{props.of.replace(/^https?:\/\//, "")}</bdi></>;
}

function Counted(props: { children: ComponentChildren }): JSX.Element {
    return <span class="num screen-count">{props.children}</span>;
}
