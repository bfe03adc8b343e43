/*
 * room: the state of the room screen: where this person looks, which dialog is open, the clock, and one controller for
 * each part of the room. A view gets all of it from useRoom().
 */
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { api, type Me } from "../api";
import { mlText, setLang, t, type Lang } from "../i18n/index";
import type { Delegation, Item, Person, PersonMode } from "../sync/kinds";
import type { LinkState, Room } from "../sync/room";
import { agendaOf, type AgendaCtrl } from "./agenda";
import { Drag } from "./drag";
import { PanelsCtrl } from "./panel_open";
import { PeopleCtrl } from "./people";
import { PlanCtrl } from "./plan";
import { PollsCtrl } from "./polls";
import { rightsOf, type Rights } from "./rights";
import { announce, isolate } from "./say";
import { Undo } from "./undo";

const SEAT_ASK_MS = 20_000;

export type Tab = "now" | "agenda" | "plan" | "people";
export const TABS: readonly Tab[] = ["now", "agenda", "plan", "people"];

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
    | { is: "poll"; item: number }
    | { is: "item"; item: Item | undefined; day: number }
    | { is: "delegation"; delegation: Delegation | undefined }
    | { is: "workshop" }
    | { is: "sheet" }
    | { is: "paste-people" }
    | { is: "paste-items"; day: number }
    | { is: "person"; person: Person | undefined }
    | { is: "link"; person: number; name: string }
    | { is: "ask"; question: Question };

export class RoomCtrl {
    readonly undo = new Undo();
    readonly agenda: AgendaCtrl;
    readonly polls: PollsCtrl;
    readonly plan: PlanCtrl;
    readonly people: PeopleCtrl;
    readonly panels = new PanelsCtrl();
    readonly drag = new Drag();

    readonly tab = signal<Tab>("now");
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
        this.plan = new PlanCtrl(room, this.undo, () => this.rights.value);
        this.people = new PeopleCtrl(room, this.undo);
        this.self = computed(() => room.get("person", room.me.value.person || undefined));
        this.rights = computed(() => rightsOf(room.me.value.role, this.self.value?.guest ?? false));
        this.staged = computed(() =>
            this.viewed.value ? room.get("item", this.viewed.value) : this.agenda.running.value);
        this.away = computed(() => this.viewed.value !== 0 || (this.tab.value === "plan" && !this.planOnStage.value));
        const timer = setInterval(() => (this.clock.value = room.now()), 1000);
        this.stops.push(() => clearInterval(timer), effect(() => this.sayLink(room.state.value)));
        this.stops.push(effect(() => this.checkSeat(room.state.value, this.now.value)));
        this.stops.push(effect(() => this.sayItem(this.agenda.running.value)));
        this.stops.push(effect(() => this.sayPoll(this.polls.open.value?.id)));
        this.stops.push(effect(() => this.sayAdmitted(this.self.value)));
    }

    /* Staff, and the workshop is not closed: what a facilitator prepares and changes is shown. */
    readonly edits = computed(() => this.rights.value.staff && this.room.workshop.value?.state !== "closed");

    /* Comments, reservations and words of one's own may be added. */
    readonly mayDraft = computed(() => this.rights.value.draft && this.room.workshop.value?.state !== "closed");

    /* There are adoptions, or late proposals of one's own, to be told about. */
    readonly noticed = computed(() => this.room.list("adoption").value.length > 0 ||
        this.room.list("proposal").value.some((one) => one.state === "open" && one.person === this.room.me.value.person));

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
        this.tab.value = tab;
    }

    /* Bring a row of the plan on the screen, wherever this person looks. */
    showRow(id: number): void {
        if (!this.planOnStage.peek() || this.viewed.peek() !== 0 || this.tab.peek() !== "now") this.show("plan");
        this.plan.goTo(id);
    }

    view(item: number): void {
        this.viewed.value = item === this.agenda.running.peek()?.id ? 0 : item;
        this.tab.value = "now";
    }

    back(): void {
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

    askClose(): void {
        this.ask({
            title: t("ui.run.close"),
            text: t("ui.run.close_ask"),
            button: t("ui.run.close"),
            danger: true,
            act: () => this.room.run("workshop.close"),
        });
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
        this.plan.close();
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
        if (item && !first) announce(t("ui.say.item", { title: isolate(mlText(item.title)) }));
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
