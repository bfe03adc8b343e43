/*
 * kinds: the things of a workshop and the commands, as they go over the wire (server/PROTOCOL.md).
 * Made by `plenary reference types` from the server's own tables; a test fails when it is out of date.
 *
 * Empty fields are left out of an entity, enumerations never.
 */

export type Lang = "ar" | "fr" | "en";

/* `src`: the language it was first written in; `old`: outdated translations. */
export interface ML {
    ar?: string;
    fr?: string;
    en?: string;
    src?: Lang;
    old?: Lang[];
}

/* An operation on a text: 5 skips, "abc" inserts, {d:3} deletes; counted in code points. */
export type Op = (number | string | { d: number })[];

interface Base<K extends string> {
    k: K;
    /* Negative: created by a command that is not confirmed yet. */
    id: number;
    seq: number;
}

export type WorkshopMode =
    | "hybrid" | "in_room" | "remote";
export type WorkshopAdoptionRequires =
    | "no_lead" | "no_date" | "end_before_start" | "no_indicator" | "high_without_resources"
    | "lead_overloaded" | "duplicate_wording" | "open_brackets" | "recommendation_without_action"
    | "missing_translation" | "no_text";
export type WorkshopState =
    | "preparing" | "live" | "closed";
export type DelegationType =
    | "member" | "organisation" | "private_sector" | "other";
export type PersonRole =
    | "facilitator" | "cofacilitator" | "rapporteur" | "delegate" | "expert" | "interpreter"
    | "observer";
export type PersonMode =
    | "remote" | "in_room" | "phone";
export type ItemKind =
    | "opening" | "presentation" | "tour_de_table" | "discussion" | "case_study" | "groups"
    | "report_back" | "poll" | "drafting" | "adoption" | "break" | "calendar" | "evaluation"
    | "closing";
export type ItemState =
    | "planned" | "running" | "done" | "skipped";
export type PollType =
    | "single" | "multiple" | "yes_no_abstain" | "scale" | "ranking" | "points" | "open_text"
    | "words" | "number" | "date" | "consent" | "fist_to_five";
export type PollSecrecy =
    | "named" | "unattributed" | "secret";
export type PollUnit =
    | "person" | "delegation";
export type PollResults =
    | "live" | "after";
export type PollPurpose =
    | "decision" | "pulse" | "evaluation" | "before" | "after";
export type PollMajority =
    | "none" | "simple" | "two_thirds" | "three_quarters" | "unanimous";
export type PollState =
    | "prepared" | "open" | "closed" | "void";
export type ActionPriority =
    | "none" | "low" | "medium" | "high";
export type ActionStatus =
    | "planned" | "under_way" | "delayed" | "done" | "dropped";
export type ActionState =
    | "draft" | "proposed" | "adopted";
export type MeetingRepeat =
    | "none" | "weekly" | "monthly" | "quarterly" | "yearly";
export type StakeholderAttitude =
    | "unknown" | "supportive" | "mixed" | "neutral" | "opposed";
export type ParagraphLevel =
    | "paragraph" | "heading" | "subparagraph";
export type TextField =
    | "title" | "objective" | "deliverable" | "milestones" | "resources" | "indicator" | "risk"
    | "text" | "notes" | "staff_notes";
export type TextLang =
    | "ar" | "fr" | "en";
export type RemarkType =
    | "comment" | "reservation" | "objection";
export type ProposalWhy =
    | "locked" | "proposed" | "adopted" | "removed" | "too_long" | "group" | "merged";
export type ProposalState =
    | "open" | "accepted" | "dismissed";
export type AdoptionWay =
    | "consensus" | "silence" | "poll";
export type AdoptionState =
    | "open" | "adopted" | "objected" | "rejected" | "withdrawn";
export type HandType =
    | "contribution" | "reply" | "point_of_order" | "tour";
export type HandState =
    | "waiting" | "speaking" | "spoken" | "lowered";
export type QuestionState =
    | "waiting" | "open" | "answered" | "dismissed";
export type MessageType =
    | "text" | "call_to_order" | "link";
export type Role = PersonRole | "listener" | "screen";

/* The workshop itself. */
export interface Workshop extends Base<"workshop"> {
    name?: string;    /* A short name, used for files. */
    title?: ML;    /* The full title. */
    place?: string;    /* Where it takes place. */
    mode: WorkshopMode;    /* In a room, remote, or both. */
    time_zone?: string;    /* The zone its times are in. */
    starts_on?: string;    /* First day. */
    ends_on?: string;    /* Last day. */
    languages?: Lang[];    /* Working languages, the first preferred. */
    source?: string;    /* Where the content comes from. */
    series_name?: string;    /* The series of workshops it belongs to. */
    series_number?: number;    /* Its number in the series. */
    series_of?: number;    /* How many workshops the series has. */
    adoption_requires?: WorkshopAdoptionRequires[];    /* Checks that what is adopted has to pass. */
    lead_max?: number;    /* Rows one body can lead before it is overloaded; none: 5. */
    lobby?: boolean;    /* Guests wait outside until they are admitted. */
    moderated?: boolean;    /* Questions to the speaker wait until a facilitator lets them through. */
    screen_languages?: Lang[];    /* Languages of the projector, one or two. */
    rehearsal?: boolean;    /* A copy to try things out in. */
    state: WorkshopState;    /* Preparing, live or closed. */
    item?: number;    /* The agenda item now on stage. */
    live_at?: number;    /* When it went live. */
    closed_at?: number;    /* When it was closed. */
    plan_locked?: boolean;    /* Only facilitators and rapporteurs write in the plan. */
    control?: number;    /* Who runs the room now. */
}

/* An administration or organisation that takes part. */
export interface Delegation extends Base<"delegation"> {
    name?: ML;    /* The administration or organisation. */
    country?: string;    /* Its country (ISO 3166-1). */
    type: DelegationType;    /* What it is to the workshop. */
    observer?: boolean;    /* It observes and does not decide. */
    delegates?: number;    /* Planned seats. */
    weight?: number;    /* Weight of its vote in weighted polls; none: 1. */
    pos?: number;    /* Its place in the list. */
}

/* Somebody in the workshop. */
export interface Person extends Base<"person"> {
    name?: string;    /* As the person wants to be called. */
    role: PersonRole;    /* What the person may do. */
    delegation?: number;    /* The delegation the person speaks for. */
    head?: boolean;    /* Head of that delegation. */
    language?: Lang;    /* The language the person reads. */
    mode: PersonMode;    /* How the person takes part. */
    contact?: string;    /* For the secretariat. */
    group?: number;    /* The working group the person drafts with. */
    function?: string;    /* What the person is at home, such as Director of ICT. */
    device?: number;    /* The person on whose device this one votes. */
    guest?: boolean;    /* Came by the open code and is not admitted yet: an observer's rights. */
    ready?: number;    /* The agenda item that the person is done with. */
}

/* An agenda item. */
export interface Item extends Base<"item"> {
    day?: number;    /* Day of the workshop, from 1. */
    start?: string;    /* Planned start, in the zone of the workshop. */
    minutes?: number;    /* Planned length. */
    kind: ItemKind;    /* What the room does. */
    title?: ML;    /* What it is about. */
    presenter?: string;    /* Who leads or speaks. */
    fixed?: boolean;    /* Its start does not move. */
    notes?: ML;    /* For everybody in the room. */
    staff_notes?: ML;    /* For the facilitators. */
    link?: string;    /* Conference link, http or https. */
    group?: number;    /* The working group whose item it is; it runs beside those of other groups. */
    documents?: string[];    /* Links: each an address, and behind a space the name of what is there. */
    state: ItemState;    /* Planned, running, done or skipped. */
    extra?: number;    /* Minutes added to the planned ones in the room; below 0: taken off them. */
    started_at?: number;    /* When it last started. */
    ended_at?: number;    /* When it last ended. */
    pos?: number;    /* Its place in its day. */
}

/* A question put to the room. */
export interface Poll extends Base<"poll"> {
    tag?: string;    /* Of its content: what `seen` of opening and adopting wants. */
    item?: number;    /* The agenda item it belongs to. */
    question?: ML;    /* What is asked. */
    type: PollType;    /* How it is answered. */
    secrecy: PollSecrecy;    /* Who can know who answered what. */
    unit: PollUnit;    /* Whose answer counts once. */
    points?: number;    /* Points each voter gives. */
    per_option_max?: number;    /* Most points for one option. */
    min?: number;    /* Low end of a scale or number; of several: fewest that are chosen. */
    max?: number;    /* High end of a scale or number; of several: most that are chosen. */
    labels?: string[];    /* Words for the ends of a scale. */
    results: PollResults;    /* Whether the room sees them while it is open, or after. */
    purpose: PollPurpose;    /* A decision, the pulse of a day, the closing evaluation, or a question asked before and after. */
    pair?: number;    /* Of one asked after: the poll that asked the same before. */
    quorum?: number;    /* Percent of the roll who have to vote. */
    majority: PollMajority;    /* What the leading answer needs of the votes that are no abstention. */
    weighted?: boolean;    /* By the weights of the delegations. */
    advisory?: boolean;    /* Observers answer too, counted apart. */
    seconds?: number;    /* The timer it is prepared with. */
    state: PollState;    /* Prepared, open, closed or void. */
    opened_at?: number;    /* When it was opened. */
    closes_at?: number;    /* When its timer closes it. */
    closed_at?: number;    /* When it was closed. */
    voters?: number;    /* Ballots cast, advisory ones aside. */
    weight?: number;    /* Weight of these ballots together. */
    advisers?: number;    /* Advisory ballots cast. */
    eligible?: number;    /* How many are on the roll. */
    round?: number;    /* How many rounds there were before. */
    previous?: number;    /* The round before. */
    pos?: number;    /* Its place in the list. */
}

/* A possible answer to a poll. */
export interface Option extends Base<"option"> {
    poll?: number;    /* The poll it belongs to. */
    text?: ML;    /* The answer. */
    action?: number;    /* The row of the plan that it stands for. */
    votes?: number;    /* Weights of the ballots for it; ranking: by places; points and grids: their sum. */
    advice?: number;    /* The same of advisory ballots. */
    pos?: number;    /* Its place in the poll. */
}

/* What one person chose in a named poll. */
export interface Ballot extends Base<"ballot"> {
    poll?: number;    /* The poll it was cast in. */
    person?: number;    /* Who cast it, or for whom it was entered. */
    option?: number;    /* What was chosen, where only one can be. */
    delegation?: number;    /* Whose vote it is, in a poll by delegation. */
    options?: number[];    /* What was chosen or answered to; ranking: best first. */
    values?: number[];    /* The value of each of `options`, or of the one answer. */
    text?: string;    /* Words, or a reason. */
    weight?: number;    /* How much it counts. */
    advisory?: boolean;    /* An observer's: counted apart. */
    by?: number;    /* Who entered it for the person. */
    cast_at?: number;    /* When it was last cast. */
}

/* A heading of the plan. */
export interface Theme extends Base<"theme"> {
    title?: ML;    /* What the actions under it are about. */
    locked?: boolean;    /* Only facilitators and rapporteurs write under it. */
    pos?: number;    /* Its place in the plan. */
}

/* A row of the action plan. */
export interface Action extends Base<"action"> {
    tag?: string;    /* Of its content: what `seen` of opening and adopting wants. */
    theme?: number;    /* The theme it stands under. */
    objective?: ML;    /* What it is to achieve. */
    title?: ML;    /* What is to be done. */
    deliverable?: ML;    /* What will be there when it is done. */
    lead?: number;    /* Who answers for it. */
    partners?: number[];    /* Who works on it as well. */
    contact?: string;    /* Whom to ask about it. */
    start?: string;    /* From when. */
    due?: string;    /* By when. */
    milestones?: ML;    /* Steps on the way. */
    resources?: ML;    /* What it needs. */
    funding?: string;    /* Where the resources come from. */
    indicator?: ML;    /* How progress is seen. */
    baseline?: string;    /* The indicator at the beginning. */
    target?: string;    /* The indicator when it is done. */
    current?: string;    /* The indicator now. */
    priority: ActionPriority;    /* How urgent it is. */
    risk?: ML;    /* What could stand in its way. */
    status: ActionStatus;    /* How far it has come. */
    percent?: number;    /* How much of it is done. */
    recommendations?: number[];    /* The recommendations it carries out. */
    group?: number;    /* The working group it comes from. */
    poll?: number;    /* The vote it comes from. */
    item?: number;    /* The agenda item that ran when it was created. */
    created_by?: number;    /* Who created it. */
    created_at?: number;    /* When it was created. */
    state: ActionState;    /* Draft, proposed for adoption, or adopted. */
    adopted_at?: number;    /* When it was adopted. */
    adoption?: number;    /* The adoption it is in, or was adopted by. */
    version?: number;    /* How often it was opened again after an adoption. */
    reason?: string;    /* Why this version was opened. */
    locked?: boolean;    /* Only facilitators and rapporteurs write in it. */
    brought_at?: number;    /* When its group brought it to the plenary. */
    merged?: number[];    /* Rows that became part of it. */
    pos?: number;    /* Its place under its theme. */
}

/* A recommendation. */
export interface Recommendation extends Base<"recommendation"> {
    tag?: string;    /* Of its content: what `seen` of opening and adopting wants. */
    text?: ML;    /* What is recommended. */
    group?: number;    /* The working group it comes from. */
    item?: number;    /* The agenda item that ran when it was created. */
    created_by?: number;    /* Who created it. */
    created_at?: number;    /* When it was created. */
    state: ActionState;    /* Draft, proposed for adoption, or adopted. */
    adopted_at?: number;    /* When it was adopted. */
    adoption?: number;    /* The adoption it is in, or was adopted by. */
    version?: number;    /* How often it was opened again after an adoption. */
    reason?: string;    /* Why this version was opened. */
    locked?: boolean;    /* Only facilitators and rapporteurs write in it. */
    brought_at?: number;    /* When its group brought it to the plenary. */
    merged?: number[];    /* Rows that became part of it. */
    pos?: number;    /* Its place in the list. */
}

/* An agreed meeting of the shared calendar. */
export interface Meeting extends Base<"meeting"> {
    title?: ML;    /* What the meeting is. */
    starts?: string;    /* Its first start, in the zone of the workshop. */
    minutes?: number;    /* How long it lasts. */
    repeat: MeetingRepeat;    /* How often it comes back. */
    count?: number;    /* How many times in all. */
    place?: string;    /* Where it is held. */
    link?: string;    /* Conference link, http or https. */
    pos?: number;    /* Its place in the list. */
}

/* Somebody whose attitude matters to the plan. */
export interface Stakeholder extends Base<"stakeholder"> {
    name?: ML;    /* Who it is. */
    power?: number;    /* How much it can move, 1 to 5. */
    interest?: number;    /* How much it cares, 1 to 5. */
    attitude: StakeholderAttitude;    /* Where it stands. */
    pos?: number;    /* Its place in the list. */
}

/* A working group that drafts rows of its own. */
export interface Group extends Base<"group"> {
    title?: ML;    /* What the group is called. */
    chair?: number;    /* Who brings its rows to the plenary. */
    pos?: number;    /* Its place in the list. */
}

/* A longer text drafted together, in paragraphs. */
export interface Framework extends Base<"framework"> {
    tag?: string;    /* Of its content: what `seen` of opening and adopting wants. */
    title?: ML;    /* What the text is called. */
    group?: number;    /* The working group it comes from. */
    item?: number;    /* The agenda item that ran when it was created. */
    created_by?: number;    /* Who created it. */
    created_at?: number;    /* When it was created. */
    state: ActionState;    /* Draft, proposed for adoption, or adopted. */
    adopted_at?: number;    /* When it was adopted. */
    adoption?: number;    /* The adoption it is in, or was adopted by. */
    version?: number;    /* How often it was opened again after an adoption. */
    reason?: string;    /* Why this version was opened. */
    locked?: boolean;    /* Only facilitators and rapporteurs write in it. */
    brought_at?: number;    /* When its group brought it to the plenary. */
    merged?: number[];    /* Rows that became part of it. */
    pos?: number;    /* Its place in the list. */
}

/* A paragraph of a framework text. */
export interface Paragraph extends Base<"paragraph"> {
    tag?: string;    /* Of its content: what `seen` of opening and adopting wants. */
    framework?: number;    /* The text it belongs to. */
    level: ParagraphLevel;    /* A paragraph, a heading, or part of the paragraph before. */
    text?: ML;    /* Its words. */
    group?: number;    /* The working group it comes from. */
    item?: number;    /* The agenda item that ran when it was created. */
    created_by?: number;    /* Who created it. */
    created_at?: number;    /* When it was created. */
    state: ActionState;    /* Draft, proposed for adoption, or adopted. */
    adopted_at?: number;    /* When it was adopted. */
    adoption?: number;    /* The adoption it is in, or was adopted by. */
    version?: number;    /* How often it was opened again after an adoption. */
    reason?: string;    /* Why this version was opened. */
    locked?: boolean;    /* Only facilitators and rapporteurs write in it. */
    brought_at?: number;    /* When its group brought it to the plenary. */
    merged?: number[];    /* Rows that became part of it. */
    pos?: number;    /* Its place in the text. */
}

/* A field drafted together, in one language. */
export interface Text extends Base<"text"> {
    of?: number;    /* What it is a field of. */
    field: TextField;    /* The field. */
    lang: TextLang;    /* Its language. */
    rev?: number;    /* Operations so far. */
}

/* A comment, reservation or objection. */
export interface Remark extends Base<"remark"> {
    of?: number;    /* The row it is about; none: the plan. */
    type: RemarkType;    /* A comment, a reservation, or an objection to an adoption. */
    delegation?: number;    /* In whose name it is made. */
    text?: ML;    /* What is said. */
    person?: number;    /* Who made it. */
    at?: number;    /* When it was made. */
    resolved?: boolean;    /* It is settled. */
    resolved_at?: number;    /* When it was settled. */
    resolved_by?: number;    /* Who settled it. */
    adoption?: number;    /* The adoption it objects to. */
}

/* Words that could not be taken into a text, kept for a decision. */
export interface Proposal extends Base<"proposal"> {
    of?: number;    /* What it was written in; it may be gone. */
    field: TextField;    /* The field. */
    lang: TextLang;    /* Its language. */
    rev?: number;    /* The revision of the text that they were written on. */
    text?: string;    /* How the text would read. */
    was?: string;    /* What the row was called then. */
    person?: number;    /* Who wrote it. */
    at?: number;    /* When it was written. */
    why: ProposalWhy;    /* Why it could not be taken into the text. */
    state: ProposalState;    /* Open, accepted or dismissed. */
    decided_by?: number;    /* Who decided it. */
    decided_at?: number;    /* When it was decided. */
}

/* How a row, a text or the plan was put to the room, and what came of it. */
export interface Adoption extends Base<"adoption"> {
    of?: number;    /* The row that is adopted; none: the plan. */
    way: AdoptionWay;    /* By consensus, by silence or by poll. */
    until?: number;    /* When it is adopted unless somebody objects. */
    poll?: number;    /* The vote that decides. */
    option?: number;    /* The answer that adopts. */
    opened_by?: number;    /* Who opened it. */
    opened_at?: number;    /* When it was opened. */
    state: AdoptionState;    /* Open, or how it ended. */
    closed_at?: number;    /* When it ended. */
    rows?: number;    /* How many rows it covers. */
    votes_for?: number;    /* Votes for it. */
    votes_against?: number;    /* Votes against it. */
    votes_other?: number;    /* Votes that are neither. */
    reservations?: number;    /* Reservations not settled when it was adopted. */
    objections?: number;    /* Objections made to it. */
    sealed_seq?: number;    /* Number of the change that adopted. */
    hash?: string;    /* SHA-256 of the canonical bytes of what was adopted. */
}

/* Who may vote in a poll, frozen when it opens. */
export interface Roll extends Base<"roll"> {
    poll?: number;    /* The poll it is for. */
    persons?: number[];    /* Who votes, in a poll by person. */
    delegations?: number[];    /* Which delegations vote, in a poll by delegation. */
    observers?: number[];    /* Whose ballots are advisory. */
    voted?: number[];    /* After the close: persons or delegations that voted. */
    receipts?: string[];    /* Of a secret poll after the close, sorted. */
}

/* How often an answer was given in a poll. */
export interface Answer extends Base<"answer"> {
    poll?: number;    /* The poll it was given in. */
    option?: number;    /* To which option. */
    value?: number;    /* Its value. */
    text?: string;    /* Its words. */
    count?: number;    /* Weights of the ballots that say so. */
    advice?: number;    /* The same of advisory ballots. */
}

/* A request for the floor, and the speech it became. */
export interface Hand extends Base<"hand"> {
    type: HandType;    /* What it is raised for. */
    person?: number;    /* Whose it is; of a tour de table nobody's in particular. */
    delegation?: number;    /* For whom the person speaks. */
    item?: number;    /* The agenda item that ran then. */
    state: HandState;    /* Waiting, speaking, spoken or lowered. */
    at?: number;    /* When it was raised. */
    given_at?: number;    /* When the floor was given. */
    ended_at?: number;    /* When the speech ended. */
    seconds?: number;    /* How long the speech may take. */
    pos?: number;    /* Its place in the queue. */
}

/* A question to the speaker. */
export interface Question extends Base<"question"> {
    item?: number;    /* The agenda item it is about. */
    text?: ML;    /* What is asked. */
    person?: number;    /* Who asks. */
    at?: number;    /* When it was asked. */
    state: QuestionState;    /* Waiting to be let through, open, answered or dismissed. */
    backers?: number[];    /* Who wants it answered too. */
    admitted_at?: number;    /* Since when the room sees it; none: the staff and who asks alone. */
    reply?: ML;    /* The answer in writing. */
    answered_by?: number;    /* Who marked or wrote the answer. */
    answered_at?: number;    /* When it was answered. */
}

/* What the facilitators tell the room. */
export interface Message extends Base<"message"> {
    type: MessageType;    /* A text, a call to order, or a link. */
    text?: ML;    /* What is said. */
    link?: string;    /* Where it leads, http or https. */
    person?: number;    /* Who said it. */
    at?: number;    /* When it was said. */
    ended_at?: number;    /* When it was taken off the screens. */
}

/* A point to come back to. */
export interface Parked extends Base<"parked"> {
    text?: ML;    /* The point. */
    item?: number;    /* The agenda item at which it came up. */
    person?: number;    /* Who parked it. */
    at?: number;    /* When it was parked. */
    done?: boolean;    /* It was come back to. */
    done_at?: number;    /* When. */
    pos?: number;    /* Its place in the list. */
}

/* Somebody was there for a time. */
export interface Attendance extends Base<"attendance"> {
    person?: number;    /* Who was there. */
    delegation?: number;    /* The person's delegation then. */
    mode: PersonMode;    /* How the person took part. */
    since?: number;    /* From when. */
    until?: number;    /* Until when; none: still there. */
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
    group: Group;
    framework: Framework;
    paragraph: Paragraph;
    text: Text;
    remark: Remark;
    proposal: Proposal;
    adoption: Adoption;
    roll: Roll;
    answer: Answer;
    hand: Hand;
    question: Question;
    message: Message;
    parked: Parked;
    attendance: Attendance;
}
export type Kind = keyof Kinds;
export type Entity = Kinds[Kind];

export interface KindRow {
    /* The field that groups siblings. */
    parent?: string;
    /* Fields that hold text per language. */
    ml: readonly string[];
    /* Those of them that are drafted together. */
    coedited: readonly string[];
    /* Enumerations, and their word when nobody has set them. */
    first: Readonly<Record<string, string>>;
}

export const KINDS: Readonly<Record<Kind, KindRow>> = {
    workshop: { ml: ["title"], coedited: [], first: { mode: "hybrid", state: "preparing" } },
    delegation: { ml: ["name"], coedited: [], first: { type: "member" } },
    person: { ml: [], coedited: [], first: { role: "facilitator", mode: "remote" } },
    item: { parent: "day", ml: ["title", "notes", "staff_notes"], coedited: ["notes", "staff_notes"], first: { kind: "opening", state: "planned" } },
    poll: { ml: ["question"], coedited: [], first: { type: "single", secrecy: "named", unit: "person", results: "live", purpose: "decision", majority: "none", state: "prepared" } },
    option: { parent: "poll", ml: ["text"], coedited: [], first: {} },
    ballot: { ml: [], coedited: [], first: {} },
    theme: { ml: ["title"], coedited: [], first: {} },
    action: { parent: "theme", ml: ["objective", "title", "deliverable", "milestones", "resources", "indicator", "risk"], coedited: ["objective", "title", "deliverable", "milestones", "resources", "indicator", "risk"], first: { priority: "none", status: "planned", state: "draft" } },
    recommendation: { ml: ["text"], coedited: ["text"], first: { state: "draft" } },
    meeting: { ml: ["title"], coedited: [], first: { repeat: "none" } },
    stakeholder: { ml: ["name"], coedited: [], first: { attitude: "unknown" } },
    group: { ml: ["title"], coedited: [], first: {} },
    framework: { ml: ["title"], coedited: [], first: { state: "draft" } },
    paragraph: { parent: "framework", ml: ["text"], coedited: ["text"], first: { level: "paragraph", state: "draft" } },
    text: { ml: [], coedited: [], first: { field: "title", lang: "ar" } },
    remark: { ml: ["text"], coedited: [], first: { type: "comment" } },
    proposal: { ml: [], coedited: [], first: { field: "title", lang: "ar", why: "locked", state: "open" } },
    adoption: { ml: [], coedited: [], first: { way: "consensus", state: "open" } },
    roll: { ml: [], coedited: [], first: {} },
    answer: { ml: [], coedited: [], first: {} },
    hand: { ml: [], coedited: [], first: { type: "contribution", state: "waiting" } },
    question: { ml: ["text", "reply"], coedited: [], first: { state: "waiting" } },
    message: { ml: ["text"], coedited: [], first: { type: "text" } },
    parked: { ml: ["text"], coedited: [], first: {} },
    attendance: { ml: [], coedited: [], first: { mode: "remote" } },
};

/* Arguments and fields that hold ids: these, and no other numbers, may be temporary ones. */
export const REFS: ReadonlySet<string> = new Set([
    "id", "after", "into", "item", "control", "delegation", "group", "device", "ready", "pair", "previous", "poll", "action", "person", "option", "options", "by", "theme", "lead", "partners", "recommendations", "created_by", "adoption", "merged", "chair", "framework", "of", "resolved_by", "decided_by", "opened_by", "persons", "delegations", "observers", "voted", "backers", "answered_by",
]);

/* Text given to a command: of the languages named, or plain in the person's own. null removes a language. */
export interface GivenTexts {
    ar?: string | null;
    fr?: string | null;
    en?: string | null;
    src?: Lang;
}
export type GivenText = string | GivenTexts;

/* What a client may send, with its arguments. null empties a field. */
export interface Commands {
    /* Change what is given, and only that. */
    "workshop.edit": {
        name?: string;
        title?: GivenText;
        place?: string | null;
        mode?: WorkshopMode | null;
        time_zone?: string;
        starts_on?: string | null;
        ends_on?: string | null;
        languages?: Lang[] | null;
        source?: string | null;
        series_name?: string | null;
        series_number?: number | null;
        series_of?: number | null;
        adoption_requires?: WorkshopAdoptionRequires[] | null;
        lead_max?: number | null;
        lobby?: boolean | null;
        moderated?: boolean | null;
        screen_languages?: Lang[] | null;
        rehearsal?: boolean | null;
    };
    /* Begin. */
    "workshop.live": {};
    /* End: the running item, open polls and open adoptions end too. */
    "workshop.close": {};
    /* Go on after all. */
    "workshop.reopen": {};
    /* Add one (delegation). */
    "delegation.create": { after?: number;
        name: GivenText;
        country?: string | null;
        type?: DelegationType | null;
        observer?: boolean | null;
        delegates?: number | null;
        weight?: number | null;
    };
    /* Change what is given, and only that. */
    "delegation.edit": { id: number } & Partial<Omit<Commands["delegation.create"], "after">>;
    /* Give it another place among its siblings. */
    "delegation.move": { id: number; after?: number };
    /* Take it away. */
    "delegation.remove": { id: number };
    /* Add one (person). */
    "person.create": {
        name: string;
        role: PersonRole;
        delegation?: number | null;
        head?: boolean | null;
        language?: Lang | null;
        mode?: PersonMode | null;
        contact?: string | null;
        group?: number | null;
        function?: string | null;
        device?: number | null;
    };
    /* Change what is given, and only that. */
    "person.edit": { id: number } & Partial<Omit<Commands["person.create"], "after">>;
    /* Take it away. */
    "person.remove": { id: number };
    /* Change one's own name, language or mode. */
    "person.self": {
        name?: string;
        language?: Lang | null;
        mode?: PersonMode | null;
    };
    /* Admit a guest. */
    "person.admit": { id: number;
        delegation?: number | null;
        role?: PersonRole | null;
    };
    /* Add one (item). */
    "item.create": { after?: number;
        day: number;
        start?: string | null;
        minutes?: number | null;
        kind?: ItemKind | null;
        title: GivenText;
        presenter?: string | null;
        fixed?: boolean | null;
        notes?: GivenText | null;
        staff_notes?: GivenText | null;
        link?: string | null;
        group?: number | null;
        documents?: string[] | null;
    };
    /* Change what is given, and only that. */
    "item.edit": { id: number } & Partial<Omit<Commands["item.create"], "after">>;
    /* Give it another place among its siblings. */
    "item.move": { id: number; after?: number };
    /* Take it away. */
    "item.remove": { id: number };
    /* Bring it on stage; what runs now is done. */
    "item.start": { id: number };
    /* The running item is done. */
    "item.end": { id: number };
    /* The next planned item. `id` is the one the sender saw running, 0: none. */
    "agenda.next": { id?: number };
    /* Take back the last start or end. `id` is the item the sender saw running, 0: none. */
    "agenda.undo": { id?: number };
    /* Give it more minutes, or fewer. */
    "item.extend": { id: number;
        minutes: number;
    };
    /* Leave it out. */
    "item.skip": { id: number;
        back?: boolean | null;
    };
    /* Carry it over to another day. */
    "item.carry": { id: number; after?: number;
        day: number;
    };
    /* Add one (poll). */
    "poll.create": { after?: number;
        item?: number | null;
        question: GivenText;
        type?: PollType | null;
        secrecy?: PollSecrecy | null;
        unit?: PollUnit | null;
        points?: number | null;
        per_option_max?: number | null;
        min?: number | null;
        max?: number | null;
        labels?: string[] | null;
        results?: PollResults | null;
        purpose?: PollPurpose | null;
        pair?: number | null;
        quorum?: number | null;
        majority?: PollMajority | null;
        weighted?: boolean | null;
        advisory?: boolean | null;
        seconds?: number | null;
    };
    /* Change what is given, and only that. */
    "poll.edit": { id: number } & Partial<Omit<Commands["poll.create"], "after">>;
    /* Give it another place among its siblings. */
    "poll.move": { id: number; after?: number };
    /* Take it away. */
    "poll.remove": { id: number };
    /* Ask the room. */
    "poll.open": { id: number;
        seconds?: number | null;
        seen?: string | null;
    };
    /* No more ballots. */
    "poll.close": { id: number };
    /* Put a late arrival, or their delegation, on the roll. */
    "poll.admit": { id: number;
        person: number;
    };
    /* Prepare a new round of it. */
    "poll.again": { id: number };
    /* Its result becomes the priority of the actions it is about. */
    "poll.prioritize": { id: number };
    /* Add one (option). */
    "option.create": { after?: number;
        poll: number;
        text: GivenText;
        action?: number | null;
    };
    /* Change what is given, and only that. */
    "option.edit": { id: number } & Partial<Omit<Commands["option.create"], "after">>;
    /* Give it another place among its siblings. */
    "option.move": { id: number; after?: number };
    /* Take it away. */
    "option.remove": { id: number };
    /* Cast or change one's ballot in the poll `id`. */
    "ballot.cast": { id: number;
        option?: number | null;
        options?: number[] | null;
        values?: number[] | null;
        text?: string | null;
        for?: number | null;
        receipt?: string | null;
    };
    /* Write down the ballot of somebody in the room or on the phone. */
    "ballot.enter": { id: number;
        option?: number | null;
        options?: number[] | null;
        values?: number[] | null;
        text?: string | null;
        for: number;
    };
    /* Add one (theme). */
    "theme.create": { after?: number;
        title: GivenText;
    };
    /* Change what is given, and only that. */
    "theme.edit": { id: number } & Partial<Omit<Commands["theme.create"], "after">>;
    /* Give it another place among its siblings. */
    "theme.move": { id: number; after?: number };
    /* Take it away. */
    "theme.remove": { id: number };
    /* Only planners write under it. */
    "theme.lock": { id: number;
        on: boolean;
    };
    /* Only planners write in the plan. */
    "plan.lock": {
        on: boolean;
    };
    /* Add one (group). */
    "group.create": { after?: number;
        title: GivenText;
        chair?: number | null;
    };
    /* Change what is given, and only that. */
    "group.edit": { id: number } & Partial<Omit<Commands["group.create"], "after">>;
    /* Give it another place among its siblings. */
    "group.move": { id: number; after?: number };
    /* Take it away. */
    "group.remove": { id: number };
    /* Bring all its rows to the plenary: planners and its chair. */
    "group.bring": { id: number };
    /* Add one (action). */
    "action.create": { after?: number;
        theme?: number | null;
        objective?: GivenText | null;
        title: GivenText;
        deliverable?: GivenText | null;
        lead?: number | null;
        partners?: number[] | null;
        contact?: string | null;
        start?: string | null;
        due?: string | null;
        milestones?: GivenText | null;
        resources?: GivenText | null;
        funding?: string | null;
        indicator?: GivenText | null;
        baseline?: string | null;
        target?: string | null;
        current?: string | null;
        priority?: ActionPriority | null;
        risk?: GivenText | null;
        status?: ActionStatus | null;
        percent?: number | null;
        recommendations?: number[] | null;
        group?: number | null;
        poll?: number | null;
    };
    /* Change what is given, and only that. */
    "action.edit": { id: number } & Partial<Omit<Commands["action.create"], "after">>;
    /* Give it another place among its siblings. */
    "action.move": { id: number; after?: number; into?: number };
    /* Take it away. */
    "action.remove": { id: number };
    /* Add one (recommendation). */
    "recommendation.create": { after?: number;
        text: GivenText;
        group?: number | null;
    };
    /* Change what is given, and only that. */
    "recommendation.edit": { id: number } & Partial<Omit<Commands["recommendation.create"], "after">>;
    /* Give it another place among its siblings. */
    "recommendation.move": { id: number; after?: number };
    /* Take it away. */
    "recommendation.remove": { id: number };
    /* Add one (framework). */
    "framework.create": { after?: number;
        title: GivenText;
        group?: number | null;
    };
    /* Change what is given, and only that. */
    "framework.edit": { id: number } & Partial<Omit<Commands["framework.create"], "after">>;
    /* Give it another place among its siblings. */
    "framework.move": { id: number; after?: number };
    /* Take it away. */
    "framework.remove": { id: number };
    /* Add one (paragraph). */
    "paragraph.create": { after?: number;
        framework: number;
        level?: ParagraphLevel | null;
        text?: GivenText | null;
        group?: number | null;
    };
    /* Change what is given, and only that. */
    "paragraph.edit": { id: number } & Partial<Omit<Commands["paragraph.create"], "after">>;
    /* Give it another place among its siblings. */
    "paragraph.move": { id: number; after?: number };
    /* Take it away. */
    "paragraph.remove": { id: number };
    /* Only planners write in it. */
    "row.lock": { id: number;
        on: boolean;
    };
    /* A new version of what was adopted. */
    "row.reopen": { id: number;
        reason: string;
    };
    /* From its group to the plenary: planners and the group's chair. */
    "row.bring": { id: number };
    /* Make another row part of it. */
    "row.merge": { id: number;
        other: number;
    };
    /* Add one (remark). */
    "remark.create": {
        of?: number | null;
        type?: RemarkType | null;
        delegation?: number | null;
        text: GivenText;
    };
    /* Change what is given, and only that. */
    "remark.edit": { id: number } & Partial<Omit<Commands["remark.create"], "after">>;
    /* Take it away. */
    "remark.remove": { id: number };
    /* It is settled. */
    "remark.resolve": { id: number;
        on: boolean;
    };
    /* Put a row, a framework text or the plan to the room. */
    "adoption.open": {
        of?: number | null;
        way: AdoptionWay;
        seconds?: number | null;
        until?: number | null;
        poll?: number | null;
        option?: number | null;
        seen?: string | null;
    };
    /* Object in the name of one's delegation. */
    "adoption.object": { id: number;
        text: GivenText;
    };
    /* Not now. */
    "adoption.withdraw": { id: number };
    /* Write in a field of `id` that is drafted together. The result is the text, or the late proposal kept. */
    "text.edit": { id: number;
        field: TextField;
        lang: TextLang;
        rev: number;
        op: Op;
        instead?: number | null;
    };
    /* The translation is right as it stands, though its source has changed. */
    "text.confirm": { id: number;
        field: TextField;
        lang: TextLang;
        rev?: number | null;
    };
    /* The field becomes what is proposed. */
    "proposal.accept": { id: number;
        rev?: number | null;
    };
    /* It is not taken. */
    "proposal.dismiss": { id: number };
    /* Ask for the floor. */
    "hand.raise": {
        type?: HandType | null;
        at?: number | null;
        for?: number | null;
    };
    /* Not any more: one's own, or any by the staff. */
    "hand.lower": { id: number };
    /* Give the floor; whoever speaks now has spoken. */
    "hand.give": { id: number;
        seconds?: number | null;
    };
    /* The speech is over: by who speaks, or the staff. */
    "hand.end": { id: number };
    /* Give it another place in the queue. */
    "hand.move": { id: number; after?: number };
    /* A tour de table: a hand for every delegation. */
    "tour.start": {
        seconds?: number | null;
        lang?: Lang | null;
    };
    /* The tour de table is over. */
    "tour.end": {};
    /* Add one (question). */
    "question.create": {
        item?: number | null;
        text: GivenText;
    };
    /* Take it away. */
    "question.remove": { id: number };
    /* One wants it answered too. */
    "question.back": { id: number;
        on: boolean;
    };
    /* Let it through to the room. */
    "question.admit": { id: number };
    /* It was answered, aloud or in writing. */
    "question.answer": { id: number;
        reply?: GivenText | null;
    };
    /* It will not be answered. */
    "question.dismiss": { id: number };
    /* Add one (message). */
    "message.create": {
        type?: MessageType | null;
        text: GivenText;
        link?: string | null;
    };
    /* Take it away. */
    "message.remove": { id: number };
    /* Off the screens; a call to order is over. */
    "message.end": { id: number };
    /* Add one (parked). */
    "parked.create": { after?: number;
        text: GivenText;
        item?: number | null;
    };
    /* Change what is given, and only that. */
    "parked.edit": { id: number } & Partial<Omit<Commands["parked.create"], "after">>;
    /* Give it another place among its siblings. */
    "parked.move": { id: number; after?: number };
    /* Take it away. */
    "parked.remove": { id: number };
    /* It was come back to. */
    "parked.done": { id: number;
        on: boolean;
    };
    /* One is done with the running item. */
    "person.ready": {
        on: boolean;
    };
    /* One runs the room from now on. */
    "control.take": {};
    /* Add one (meeting). */
    "meeting.create": { after?: number;
        title: GivenText;
        starts?: string | null;
        minutes?: number | null;
        repeat?: MeetingRepeat | null;
        count?: number | null;
        place?: string | null;
        link?: string | null;
    };
    /* Change what is given, and only that. */
    "meeting.edit": { id: number } & Partial<Omit<Commands["meeting.create"], "after">>;
    /* Give it another place among its siblings. */
    "meeting.move": { id: number; after?: number };
    /* Take it away. */
    "meeting.remove": { id: number };
    /* Add one (stakeholder). */
    "stakeholder.create": { after?: number;
        name: GivenText;
        power?: number | null;
        interest?: number | null;
        attitude?: StakeholderAttitude | null;
    };
    /* Change what is given, and only that. */
    "stakeholder.edit": { id: number } & Partial<Omit<Commands["stakeholder.create"], "after">>;
    /* Give it another place among its siblings. */
    "stakeholder.move": { id: number; after?: number };
    /* Take it away. */
    "stakeholder.remove": { id: number };
}
export type CommandName = keyof Commands;

export type Refusal =
    | "bad_frame"
    | "bad_command"
    | "bad_argument"
    | "too_long"
    | "forbidden"
    | "not_found"
    | "closed"
    | "state"
    | "frozen"
    | "locked"
    | "unmet"
    | "changed"
    | "limit"
    | "in_use"
    | "not_eligible"
    | "incomplete"
    | "unsupported"
    | "no_secrecy"
    | "secret_open"
    | "storage"
    | "reused"
    | "refused_before"
    | "busy";
