/*
 * room: the state of the room screen: where this person looks, which dialog is open, the clock, and one controller for
 * each part of the room. A view gets all of it from useRoom().
 */
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { api, type Me } from "../api";
import { mlText, setLang, t, type Lang } from "../i18n/index";
import type { Delegation, Hand, Item, Message, MessageType, Meeting, Person, PersonMode, Poll } from "../sync/kinds";
import type { LinkState, Room } from "../sync/room";
import { agendaOf, type AgendaCtrl } from "./agenda";
import { keepClocks } from "./clocks";
import type { Drag } from "./drag";
import { FloorCtrl } from "./floor";
import { come } from "./late";
import { Noted } from "./noted";
import { PanelsCtrl } from "./panel_open";
import { PeopleCtrl } from "./people";
import type { PlanCtrl } from "./plan";
import { PollsCtrl } from "./polls";
import { rightsOf, type Rights } from "./rights";
import { announce, isolate } from "./say";
import { Undo } from "./undo";

const SEAT_ASK_MS = 20_000;

export type Tab = "now" | "agenda" | "plan" | "people";
export const TABS: readonly Tab[] = ["now", "agenda", "plan", "people"];

/* What stands on the stage of those who run the room instead of what the room does. */
export type Desk = "people" | "delegations" | "attendance";

/* A question asked once before something that cannot be undone. */
export interface Question {
    title: string;
    text: string;
    button: string;
    danger?: boolean;
    act: () => void;
}

export type Dialog =
    | { is: "keys" }
    | { is: "export" }
    | { is: "codes" }
    | { is: "settings" }
    | { is: "poll"; item: number; poll?: Poll }
    | { is: "item"; item: Item | undefined; day: number }
    | { is: "delegation"; delegation: Delegation | undefined }
    | { is: "workshop" }
    | { is: "sheet" }
    | { is: "import-people" }
    | { is: "import-agenda"; day: number }
    | { is: "person"; person: Person | undefined }
    | { is: "link"; person: number; name: string; now?: boolean }
    | { is: "device"; host: number }
    | { is: "message"; type: MessageType }
    | { is: "extend"; item: Item }
    | { is: "meeting"; meeting: Meeting | undefined }
    | { is: "ask"; question: Question };

export class RoomCtrl {
    readonly undo = new Undo();
    readonly agenda: AgendaCtrl;
    readonly polls: PollsCtrl;
    readonly people: PeopleCtrl;
    readonly floor: FloorCtrl;
    readonly noted: Noted;
    readonly panels = new PanelsCtrl();

    readonly tab = signal<Tab>("now");
    readonly desk = signal<Desk | undefined>(undefined);
    /* The agenda item this person looks at; 0: what the room does. */
    readonly viewed = signal(0);
    /* The server answers, and says that this browser has no seat in the workshop. */
    readonly unseated = signal(false);
    readonly dialog = signal<Dialog | undefined>(undefined);
    /* Words that could not be sent because somebody else had changed the same text. */
    readonly kept = signal<readonly { key: number; text: string }[]>([]);
    readonly rights: ReadonlySignal<Rights>;
    readonly self: ReadonlySignal<Person | undefined>;
    readonly away: ReadonlySignal<boolean>;
    readonly staged: ReadonlySignal<Item | undefined>;
    /* The server's time, once a second. */
    private readonly clock = signal(0);
    readonly now: ReadonlySignal<number> = this.clock;
    private readonly stops: (() => void)[] = [];

    constructor(readonly room: Room) {
        this.clock.value = room.now();
        this.agenda = agendaOf(room, this.undo, this.now);
        this.polls = new PollsCtrl(room, this.undo);
        this.people = new PeopleCtrl(room, this.undo);
        this.self = computed(() => room.get("person", room.me.value.person || undefined));
        this.noted = new Noted(room.id);
        this.floor = new FloorCtrl(room, this.agenda.running, this.self, this.noted);
        this.rights = computed(() => rightsOf(room.me.value.role, this.self.value?.guest ?? false));
        this.staged = computed(() =>
            this.viewed.value ? room.get("item", this.viewed.value) : this.agenda.running.value);
        this.away = computed(() => this.viewed.value !== 0 || this.desk.value !== undefined || (this.tab.value === "plan" && !this.planOnStage.value));
        this.stops.push(keepClocks(computed(() => room.workshop.value?.time_zone)));
        const timer = setInterval(() => (this.clock.value = room.now()), 1000);
        this.stops.push(() => clearInterval(timer), effect(() => this.sayLink(room.state.value)));
        this.stops.push(effect(() => this.checkSeat(room.state.value, this.now.value)));
        this.stops.push(effect(() => this.sayItem(this.agenda.running.value)));
        this.stops.push(effect(() => this.sayPoll(this.polls.open.value?.id)));
        this.stops.push(effect(() => this.sayAdmitted(this.self.value)));
        this.stops.push(effect(() => this.saySpeaker(this.floor.speaker.value)));
        this.stops.push(effect(() => this.sayTold(this.floor.told.value[0])));
    }

    /* Of the plan, for whoever shows it: their files have brought these. */
    private planMade: PlanCtrl | undefined;
    private dragMade: Drag | undefined;
    get plan(): PlanCtrl {
        return (this.planMade ??= new come.PlanCtrl!(this.room, this.undo, () => this.rights.value));
    }
    get drag(): Drag {
        return (this.dragMade ??= new come.Drag!());
    }

    /* The plan that was looked at last was that of a working group: now it is everybody's. */
    private toPlenary(): void {
        if (this.planMade) this.planMade.place.value = 0;
    }

    /* Staff, and the workshop is not closed: what a facilitator prepares and changes is shown. */
    readonly edits = computed(() => this.rights.value.staff && this.room.workshop.value?.state !== "closed");

    /* Somebody with a seat in a room that is live: a hand can be raised. */
    readonly raises = computed(() => this.rights.value.person && this.room.workshop.value?.state === "live");

    /* Comments, reservations and words of one's own may be added. */
    readonly mayDraft = computed(() => this.rights.value.draft && this.room.workshop.value?.state !== "closed");

    /* There are adoptions, or late proposals of one's own, to be told about. */
    readonly noticed = computed(() => this.room.list("adoption").value.length > 0 ||
        this.room.list("proposal").value.some((one) => one.state === "open" && one.person === this.room.me.value.person));

    /* A guest of a workshop with a lobby sees nothing of it before somebody lets them in. */
    readonly inLobby = computed(() => this.self.value?.guest === true && this.room.workshop.value?.lobby === true);

    /* This is the projector: it shows the room and does nothing. */
    readonly screen = computed(() => this.room.me.value.role === "screen");

    /* Something of the plenary plan can still be adopted. */
    readonly drafts = computed(() => (["action", "recommendation"] as const).some((kind) =>
        this.room.list(kind).value.some((row) => row.state === "draft" && (!row.group || row.brought_at))));

    /* The room itself is at the plan. */
    readonly planOnStage = computed(() => {
        const kind = this.agenda.running.value?.kind;
        return kind === "drafting" || kind === "adoption";
    });

    show(tab: Tab): void {
        this.desk.value = undefined;
        this.tab.value = tab;
    }

    /* Bring a row of the plan on the screen, wherever this person looks. */
    showRow(id: number): void {
        if (!this.planOnStage.peek() || this.viewed.peek() !== 0 || this.tab.peek() !== "now") this.show("plan");
        this.plan.goTo(id);
    }

    showDesk(desk: Desk): void {
        this.tab.value = "people";
        this.desk.value = desk;
    }

    view(item: number): void {
        this.desk.value = undefined;
        this.viewed.value = item === this.agenda.running.peek()?.id ? 0 : item;
        this.tab.value = "now";
    }

    back(): void {
        this.desk.value = undefined;
        this.viewed.value = 0;
        this.tab.value = "now";
    }

    openDialog(dialog: Dialog): void {
        this.dialog.value = dialog;
    }

    closeDialog(): void {
        this.dialog.value = undefined;
    }

    keep(text: string): void {
        const key = 1 + Math.max(0, ...this.kept.peek().map((one) => one.key));
        this.kept.value = [...this.kept.peek(), { key, text }];
    }

    forget(key: number): void {
        this.kept.value = this.kept.peek().filter((one) => one.key !== key);
    }

    ask(question: Question): void {
        this.openDialog({ is: "ask", question });
    }

    /* What follows in the agenda. The room saw a certain item running, so two who press at once advance once. */
    next(): void {
        const running = this.agenda.running.peek();
        const next = this.agenda.next.peek();
        if (running) this.room.run("agenda.next", { id: running.id });
        else if (next) this.room.run("item.start", { id: next.id });
        this.back();
    }

    /* The same, after a question: for the key. */
    askNext(): void {
        const next = this.agenda.next.peek();
        if (!this.rights.peek().staff || this.room.workshop.peek()?.state !== "live") return;
        if (!next && !this.agenda.running.peek()) return;
        this.ask({
            title: t("ui.run.next"),
            text: next ? t("ui.run.next_is", { title: isolate(mlText(next.title)) }) : t("ui.run.last"),
            button: t("ui.run.next"),
            act: () => this.next(),
        });
    }

    start(item: number): void {
        this.room.run("item.start", { id: item });
        this.back();
    }

    goLive(): void {
        this.room.run("workshop.live");
    }

    reopen(): void {
        this.room.run("workshop.reopen");
    }

    /* How this person takes part. */
    takePart(mode: PersonMode): void {
        this.room.run("person.self", { mode });
    }

    /* The page's language, and the one the server answers this person in. */
    speak(lang: Lang): void {
        void setLang(lang);
        if (this.room.me.peek().person && this.self.peek()?.language !== lang) {
            this.room.run("person.self", { language: lang });
        }
    }

    close(): void {
        this.stops.forEach((stop) => stop());
        this.undo.close();
        this.polls.close();
        this.planMade?.close();
        this.room.close();
    }

    /*
     * A browser does not learn why a socket was not opened. While there is no link we ask over HTTP now and then: whoever
     * has no seat here is told so instead of waiting for ever.
     */
    private askedAt = -Infinity;
    private checkSeat(state: LinkState, now: number): void {
        if (state.is !== "waiting" || !state.online || now - this.askedAt < SEAT_ASK_MS) return;
        this.askedAt = now;
        const compare = (me: Me): void => {
            this.unseated.value = !me.seats.some((seat) => seat.workshop === this.room.id);
        };
        void api.me().then(compare, () => undefined);
    }

    private saidLink: LinkState["is"] | undefined;
    private sayLink(state: LinkState): void {
        if (state.is === this.saidLink) return;
        const first = this.saidLink === undefined || this.saidLink === "connecting";
        this.saidLink = state.is;
        if (!first || state.is === "gone") announce(linkText(state));
    }

    private saidItem: number | undefined;
    private sayItem(item: Item | undefined): void {
        if (!this.room.loaded.peek() || item?.id === this.saidItem) return;
        const first = this.saidItem === undefined;
        this.saidItem = item?.id ?? 0;
        if (!item || first) return;
        announce(t("ui.say.item", { title: isolate(mlText(item.title)) }));
        /* With its tool: the plenary reads its own plan, and whoever runs an adoption has it beside that. */
        if (item.kind === "report_back" || item.kind === "adoption") this.toPlenary();
        const wide = matchMedia("(min-width: 900px)").matches;
        if (item.kind === "adoption" && wide && this.edits.peek() && !this.panels.shown.peek()) this.panels.openTool("adoption");
    }

    /* A guest hears when the waiting is over. */
    private saidGuest = false;
    private sayAdmitted(self: Person | undefined): void {
        if (this.saidGuest && self && !self.guest) {
            const name = mlText(this.room.get("delegation", self.delegation)?.name);
            announce(name ? t("ui.say.admitted_for", { name: isolate(name) }) : t("ui.say.admitted"));
        }
        this.saidGuest = self?.guest ?? false;
    }

    private saidSpeaker: number | undefined;
    private saySpeaker(hand: Hand | undefined): void {
        if (!this.room.loaded.peek() || hand?.id === this.saidSpeaker) return;
        const first = this.saidSpeaker === undefined;
        this.saidSpeaker = hand?.id ?? 0;
        if (!hand || first) return;
        const mine = hand.person === this.room.me.peek().person;
        announce(mine ? t("ui.floor.yours") : t("ui.say.floor", { name: isolate(this.floor.nameOf(hand)) }));
    }

    private saidTold: number | undefined;
    private sayTold(message: Message | undefined): void {
        if (!this.room.loaded.peek() || message?.id === this.saidTold) return;
        this.saidTold = message?.id;
        if (!message || this.noted.has(message.id)) return;
        announce(t("ui.say.message", { type: t(`ui.told.${message.type}`), text: isolate(mlText(message.text)) }));
    }

    private saidPoll: number | undefined;
    private sayPoll(poll: number | undefined): void {
        if (poll === this.saidPoll) return;
        this.saidPoll = poll;
        if (poll) announce(t("ui.say.poll", { question: isolate(mlText(this.room.get("poll", poll)?.question)) }));
    }
}

/* The state of the link in words, without what is said about saving. */
export function linkText(state: LinkState): string {
    switch (state.is) {
        case "connecting":
            return t("ui.link.connecting");
        case "live":
            return t("ui.link.live");
        case "slow":
            return t("ui.link.slow", { seconds: Math.max(1, Math.round((Date.now() - state.since) / 1000)) });
        case "waiting":
            return t(state.online ? "ui.link.waiting" : "ui.link.down", { n: state.changes });
        case "readonly":
            return state.changes > 0 ? t("ui.link.readonly_waiting", { n: state.changes }) : t("ui.link.readonly");
        case "back":
            return t("ui.link.back", { n: state.changes });
        case "gone":
            return t("ui.link.gone");
    }
}
