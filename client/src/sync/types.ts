/*
 * types: the kinds of a workshop as they come over the wire (PROTOCOL.md section 4, include/core/kind.h).
 *
 * Empty fields are left out of an entity, enumerations never. The kind of an entity is `k`; an agenda item's own field
 * `kind` is what the room does in it. KINDS tells the replica what it must know at run time: how siblings are ordered,
 * which fields hold text per language, and what a field that nobody has set yet stands for.
 */
export type Lang = "ar" | "fr" | "en";

/* Text per language; `src` is the language it was first written in, `old` lists outdated translations. */
export interface ML {
    ar?: string;
    fr?: string;
    en?: string;
    src?: Lang;
    old?: Lang[];
}

export type PersonRole =
    | "facilitator" | "cofacilitator" | "rapporteur" | "delegate" | "expert" | "interpreter" | "observer";
export type Role = PersonRole | "listener" | "screen";

interface Base<K extends string> {
    k: K;
    id: number;         /* negative: created by a command that is not confirmed yet */
    seq: number;
}

export interface Workshop extends Base<"workshop"> {
    name?: string;
    title?: ML;
    place?: string;
    mode: "hybrid" | "in_room" | "remote";
    time_zone?: string;
    starts_on?: string;
    ends_on?: string;
    languages?: Lang[];
    source?: string;
    series_name?: string;
    series_number?: number;
    series_of?: number;
    state: "preparing" | "live" | "closed";
    item?: number;
    live_at?: number;
    closed_at?: number;
}

export interface Delegation extends Base<"delegation"> {
    name?: ML;
    country?: string;
    type: "member" | "organisation" | "private_sector" | "other";
    observer?: boolean;
    delegates?: number;
    pos?: number;
}

export interface Person extends Base<"person"> {
    name?: string;
    role: PersonRole;
    delegation?: number;
    head?: boolean;
    guest?: boolean;
    language?: Lang;
    mode: "remote" | "in_room" | "phone";
    contact?: string;
}

export type ItemKind =
    | "opening" | "presentation" | "tour_de_table" | "discussion" | "case_study" | "groups" | "report_back" | "poll"
    | "drafting" | "adoption" | "break" | "calendar" | "evaluation" | "closing";

export interface Item extends Base<"item"> {
    day?: number;
    start?: string;
    minutes?: number;
    kind: ItemKind;
    title?: ML;
    presenter?: string;
    fixed?: boolean;
    notes?: ML;
    staff_notes?: string;
    link?: string;
    state: "planned" | "running" | "done";
    started_at?: number;
    ended_at?: number;
    pos?: number;
}

export type PollType =
    | "single" | "multiple" | "yes_no_abstain" | "scale" | "ranking" | "points" | "open_text" | "words" | "number"
    | "date" | "consent" | "fist_to_five";

export interface Poll extends Base<"poll"> {
    tag?: string;       /* of its content: what `seen` of opening and adopting wants */
    item?: number;
    question?: ML;
    type: PollType;
    secrecy: "named" | "unattributed" | "secret";
    unit: "person" | "delegation";
    points?: number;
    per_option_max?: number;
    min?: number;
    max?: number;
    labels?: string[];
    state: "prepared" | "open" | "closed";
    opened_at?: number;
    closes_at?: number;
    closed_at?: number;
    voters?: number;
    pos?: number;
}

export interface Option extends Base<"option"> {
    poll?: number;
    text?: ML;
    votes?: number;
    pos?: number;
}

export interface Ballot extends Base<"ballot"> {
    poll?: number;
    person?: number;
    option?: number;
    cast_at?: number;
}

export type RowState = "draft" | "adopted";

export interface Theme extends Base<"theme"> {
    title?: ML;
    pos?: number;
}

export interface Action extends Base<"action"> {
    tag?: string;       /* of its content: what `seen` of opening and adopting wants */
    theme?: number;
    title?: ML;
    lead?: number;
    partners?: number[];
    due?: string;
    indicator?: ML;
    baseline?: string;
    target?: string;
    priority: "none" | "low" | "medium" | "high";
    state: RowState;
    adopted_at?: number;
    pos?: number;
}

export interface Recommendation extends Base<"recommendation"> {
    tag?: string;       /* of its content: what `seen` of opening and adopting wants */
    text?: ML;
    state: RowState;
    adopted_at?: number;
    pos?: number;
}

export interface Meeting extends Base<"meeting"> {
    title?: ML;
    starts?: string;
    minutes?: number;
    repeat: "none" | "weekly" | "monthly" | "quarterly" | "yearly";
    count?: number;
    pos?: number;
}

export interface Stakeholder extends Base<"stakeholder"> {
    name?: ML;
    power?: number;
    interest?: number;
    attitude: "unknown" | "supportive" | "mixed" | "neutral" | "opposed";
    pos?: number;
}

export interface Kinds {
    workshop: Workshop;
    delegation: Delegation;
    person: Person;
    item: Item;
    poll: Poll;
    option: Option;
    ballot: Ballot;
    theme: Theme;
    action: Action;
    recommendation: Recommendation;
    meeting: Meeting;
    stakeholder: Stakeholder;
}

export type Kind = keyof Kinds;
export type Entity = Kinds[Kind];

export interface KindRow {
    parent?: string;                        /* the field that groups siblings (and the kind it refers to, if it does) */
    ml: readonly string[];
    first: Readonly<Record<string, string>>; /* enumerations and their word when nobody has set them */
}

export const KINDS: Readonly<Record<Kind, KindRow>> = {
    workshop: { ml: ["title"], first: { mode: "hybrid", state: "preparing" } },
    delegation: { ml: ["name"], first: { type: "member" } },
    person: { ml: [], first: { role: "facilitator", mode: "remote" } },
    item: { parent: "day", ml: ["title", "notes"], first: { kind: "opening", state: "planned" } },
    poll: {
        ml: ["question"],
        first: { type: "single", secrecy: "named", unit: "person", state: "prepared" },
    },
    option: { parent: "poll", ml: ["text"], first: {} },
    ballot: { ml: [], first: {} },
    theme: { ml: ["title"], first: {} },
    action: { parent: "theme", ml: ["title", "indicator"], first: { priority: "none", state: "draft" } },
    recommendation: { ml: ["text"], first: { state: "draft" } },
    meeting: { ml: ["title"], first: { repeat: "none" } },
    stakeholder: { ml: ["name"], first: { attitude: "unknown" } },
};

/* Arguments and fields that hold ids: these, and no other numbers, may be temporary ones. */
export const REFS: ReadonlySet<string> = new Set([
    "id", "after", "into", "item", "poll", "option", "person", "delegation", "theme", "lead", "partners",
]);
