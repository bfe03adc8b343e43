/*
 * kind: the things a workshop is made of, one struct each, and the table that describes them.
 *
 * Every struct starts with a struct entity. Ids are unique in a workshop across kinds and are never used again. Content
 * members are described by field rows (field.h); members that no row describes are derived and never stored.
 */
#ifndef PLENARY_CORE_KIND_H
#define PLENARY_CORE_KIND_H

#include "core/field.h"

enum kind {
    KIND_NONE,
    KIND_WORKSHOP,
    KIND_DELEGATION,
    KIND_PERSON,
    KIND_ITEM,
    KIND_POLL,
    KIND_OPTION,
    KIND_BALLOT,
    KIND_THEME,
    KIND_ACTION,
    KIND_RECOMMENDATION,
    KIND_MEETING,
    KIND_STAKEHOLDER,
    KIND_GROUP,
    KIND_FRAMEWORK,
    KIND_PARAGRAPH,
    KIND_TEXT,
    KIND_REMARK,
    KIND_PROPOSAL,
    KIND_ADOPTION,
    KIND_ROLL,
    KIND_ANSWER,
    KIND_HAND,
    KIND_QUESTION,
    KIND_MESSAGE,
    KIND_PARKED,
    KIND_ATTENDANCE,
    KIND_N,
    /* What a reference may lead to that is not of one kind: rows that are drafted and adopted, and anything at all. */
    KIND_ROW,
    KIND_ANY
};

enum role {
    ROLE_FACILITATOR,
    ROLE_COFACILITATOR,
    ROLE_RAPPORTEUR,
    ROLE_DELEGATE,
    ROLE_EXPERT,
    ROLE_INTERPRETER,
    ROLE_OBSERVER,
    ROLE_LISTENER,      /* no person: read-only, counted */
    ROLE_SCREEN,        /* no person: the projector */
    ROLE_SYSTEM,        /* the server itself: timers, imports, joining */
    ROLE_N
};

const char *role_word(enum role role);
enum role role_of(const char *word);        /* ROLE_N: no such role */

struct entity {
    uint64_t id;
    uint64_t seq;                   /* sequence number of its last change */
    struct entity *before, *after;  /* all entities of the room, ordered by (seq, id) */
    uint8_t kind;
    bool removed;                   /* a tombstone: only id, seq and kind mean anything */
    bool touched;                   /* changed by the command being applied */
    bool dirty;                     /* changed since the last commit */
};

enum workshop_state { WORKSHOP_PREPARING, WORKSHOP_LIVE, WORKSHOP_CLOSED };
enum mode { MODE_HYBRID, MODE_IN_ROOM, MODE_REMOTE };
enum person_mode { PERSON_REMOTE, PERSON_IN_ROOM, PERSON_PHONE };

struct workshop {
    struct entity e;
    char *name;                     /* a short name for files: riyadh-2015 */
    struct ml title;
    char *place;
    uint8_t mode;
    char *time_zone;
    char *starts_on, *ends_on;
    struct texts languages;
    char *source;                   /* where the content comes from */
    char *series_name;
    int64_t series_number, series_of;
    struct texts adoption_requires; /* words of the checks that what is adopted has to pass (checks.h) */
    int64_t lead_max;               /* rows one body can lead before it is overloaded; 0: LEAD_MAX_USUAL */
    bool lobby;                     /* guests wait outside until they are admitted */
    bool moderated;                 /* questions to the speaker wait until staff let them through */
    struct texts screen_languages;  /* of the projector: one, or two beside each other; none: the first of `languages` */
    bool rehearsal;                 /* a copy to try things out in; says so on every screen */
    uint8_t state;
    uint64_t item;                  /* the agenda item now on stage; 0: none */
    int64_t live_at, closed_at;
    bool plan_locked;               /* only planners write in the plan */
    uint64_t control;               /* the person who runs the room now; 0: nobody yet */
    /* The last turn of the agenda, so that it can be taken back (A13); undo_at 0: there is none to take back. */
    int64_t undo_at;
    uint64_t undo_to, undo_from;    /* the item that started then, and the one that ended; 0: none */
    uint8_t undo_state;             /* what undo_to was before: enum item_state, and its times */
    int64_t undo_started_at, undo_ended_at;
};

enum delegation_type { DELEGATION_MEMBER, DELEGATION_ORGANISATION, DELEGATION_PRIVATE_SECTOR, DELEGATION_OTHER };

struct delegation {
    struct entity e;
    struct ml name;
    char *country;
    uint8_t type;
    bool observer;
    int64_t delegates;              /* planned seats */
    int64_t weight;                 /* of its vote in weighted polls; 0: 1 */
    int64_t pos;
};

struct person {
    struct entity e;
    char *name;
    uint8_t role;                   /* enum role, a person's */
    uint64_t delegation;
    bool head;                      /* head of delegation */
    bool guest;                     /* came by the open code, not admitted yet: an observer's rights */
    uint8_t language;               /* enum lang + 1 */
    uint8_t mode;                   /* enum person_mode */
    char *contact;                  /* for the secretariat; seen by staff and the person */
    uint64_t group;                 /* the working group the person drafts with; 0: none */
    char *function;                 /* what the person is at home: "Director of ICT" */
    uint64_t device;                /* the person on whose device this one votes; 0: on one's own */
    uint64_t ready;                 /* the agenda item that the person is done with; 0: none */
    int64_t view;                   /* grows when rights change; the replica is then loaded anew */
};

enum item_kind {
    ITEM_OPENING, ITEM_PRESENTATION, ITEM_TOUR_DE_TABLE, ITEM_DISCUSSION, ITEM_CASE_STUDY, ITEM_GROUPS, ITEM_REPORT_BACK,
    ITEM_POLL, ITEM_DRAFTING, ITEM_ADOPTION, ITEM_BREAK, ITEM_CALENDAR, ITEM_EVALUATION, ITEM_CLOSING
};
enum item_state { ITEM_PLANNED, ITEM_RUNNING, ITEM_DONE, ITEM_SKIPPED };

struct item {
    struct entity e;
    int64_t day;                    /* 1 is the first day */
    char *start;                    /* planned start, HH:MM in the workshop's zone */
    int64_t minutes;
    uint8_t item_kind;
    struct ml title;
    char *presenter;
    bool fixed;                     /* its start does not move */
    struct ml notes;
    struct ml staff_notes;
    char *link;                     /* conference link, http or https */
    uint64_t group;                 /* the working group whose item it is, beside those of other groups (A7); 0: of all */
    struct texts documents;         /* links: each an address, and behind a space the name of what is there */
    uint8_t state;
    int64_t extra;                  /* minutes added to the planned ones in the room, or taken off them */
    int64_t started_at, ended_at;
    int64_t pos;
};

enum poll_type {
    POLL_SINGLE, POLL_MULTIPLE, POLL_YES_NO_ABSTAIN, POLL_SCALE, POLL_RANKING, POLL_POINTS, POLL_OPEN_TEXT, POLL_WORDS,
    POLL_NUMBER, POLL_DATE, POLL_CONSENT, POLL_FIST_TO_FIVE
};
enum poll_secrecy { POLL_NAMED, POLL_UNATTRIBUTED, POLL_SECRET };
enum poll_unit { POLL_BY_PERSON, POLL_BY_DELEGATION };
enum poll_state { POLL_PREPARED, POLL_OPEN, POLL_CLOSED, POLL_VOID };    /* void: its ballots cannot be opened any more */
enum poll_results { RESULTS_LIVE, RESULTS_AFTER };
enum poll_purpose { PURPOSE_DECISION, PURPOSE_PULSE, PURPOSE_EVALUATION, PURPOSE_BEFORE, PURPOSE_AFTER };
enum poll_majority { MAJORITY_NONE, MAJORITY_SIMPLE, MAJORITY_TWO_THIRDS, MAJORITY_THREE_QUARTERS, MAJORITY_UNANIMOUS };

struct poll {
    struct entity e;
    uint64_t item;                  /* the agenda item it belongs to; 0: none */
    struct ml question;
    uint8_t type, secrecy, unit;
    int64_t points, per_option_max;
    int64_t min, max;               /* scale */
    struct texts labels;            /* scale ends */
    uint8_t results;                /* seen while it is open, or after */
    uint8_t purpose;
    uint64_t pair;                  /* after: the poll that asked the same before */
    int64_t quorum;                 /* percent of those on the roll who have to vote; 0: none */
    uint8_t majority;               /* what the leading answer needs, of the votes that are no abstention */
    bool weighted;                  /* by the weights of the delegations */
    bool advisory;                  /* observers answer too, counted apart */
    int64_t seconds;                /* the timer it is prepared with; 0: none */
    uint8_t state;
    int64_t opened_at, closes_at, closed_at;
    int64_t voters;                 /* ballots cast, advisory ones aside */
    int64_t weight;                 /* of these ballots together */
    int64_t advisers;               /* advisory ballots cast */
    int64_t eligible;               /* on the roll */
    int64_t round;                  /* 0 is the first */
    uint64_t previous;              /* the poll that this is a new round of */
    int64_t pos;
};

struct option {
    struct entity e;
    uint64_t poll;
    struct ml text;
    uint64_t action;                /* the row of the plan that it stands for */
    int64_t votes;                  /* weights of the ballots for it; ranking: places; points and grids: their sum */
    int64_t advice;                 /* the same of advisory ballots */
    int64_t pos;
};

/* A ballot that is no secret one; those are no entities (DESIGN.md section 4). */
struct ballot {
    struct entity e;
    uint64_t poll, person, option;  /* option: the one chosen, where only one can be */
    uint64_t delegation;            /* whose vote it is, in a poll by delegation */
    struct ids options;             /* those chosen or answered to; ranking: best first */
    struct ints values;             /* of each of `options` in their order, else the one answer (V12) */
    char *text;                     /* open text, words a line each, the reason of a consent */
    int64_t weight;
    bool advisory;
    uint64_t by;                    /* who entered it for the person; 0: the person */
    int64_t cast_at;
};

/* How often an answer was given: one cell of the result beside option.votes. */
struct answer {
    struct entity e;
    uint64_t poll, option;          /* option 0: the poll has none, or the answer is about none */
    int64_t value;                  /* V12 */
    char *text;                     /* open text, a word, a reason */
    int64_t count, advice;          /* weights of the ballots; of advisory ones */
};

/* Who may vote in a poll: frozen when it opens. */
struct roll {
    struct entity e;
    uint64_t poll;
    struct ids persons;             /* by person */
    struct ids delegations;         /* by delegation; its delegates vote for it */
    struct ids observers;           /* persons whose ballots are advisory */
    struct ids voted;               /* after the close: persons or delegations whose ballot counted */
    struct texts receipts;          /* of a secret poll after the close, sorted */
};

struct theme {
    struct entity e;
    struct ml title;
    bool locked;                    /* only planners write under it */
    int64_t pos;
};

/* A working group: it drafts rows of its own, which its chair brings to the plenary. */
struct group {
    struct entity e;
    struct ml title;
    uint64_t chair;                 /* a person, who need not be of the group; 0: none */
    int64_t pos;
};

enum row_state { ROW_DRAFT, ROW_PROPOSED, ROW_ADOPTED };

/* What every row of the plan has: where it comes from, how far it is agreed, who may write in it. */
struct standing {
    uint64_t item;                  /* the agenda item that ran when it was created; 0: none */
    uint64_t created_by;            /* person; 0: the system */
    int64_t created_at;
    uint8_t state;                  /* enum row_state */
    int64_t adopted_at;
    uint64_t adoption;              /* the one it is proposed in or was adopted by; 0: none */
    int64_t version;                /* 0 is the first; grows when an adopted row is reopened */
    char *reason;                   /* why this version was opened */
    bool locked;                    /* only planners write in it */
    uint64_t group;                 /* the working group it comes from; 0: the plenary */
    int64_t brought_at;             /* when the group brought it to the plenary; 0: it is still with its group */
    struct ids merged;              /* rows that became part of this one */
};

enum action_status { ACTION_PLANNED, ACTION_UNDER_WAY, ACTION_DELAYED, ACTION_DONE, ACTION_DROPPED };
enum priority { PRIORITY_NONE, PRIORITY_LOW, PRIORITY_MEDIUM, PRIORITY_HIGH };

struct action {
    struct entity e;
    uint64_t theme;
    struct ml objective;
    struct ml title;
    struct ml deliverable;
    uint64_t lead;                  /* a delegation or organisation */
    struct ids partners;
    char *contact;                  /* whom to ask about it */
    char *start, *due;
    struct ml milestones;
    struct ml resources;
    char *funding;                  /* where the resources come from */
    struct ml indicator;
    char *baseline, *target, *current;
    uint8_t priority;
    struct ml risk;
    uint8_t status;
    int64_t percent;
    struct ids recommendations;     /* what it carries out */
    uint64_t poll;                  /* the vote it comes from */
    struct standing standing;
    int64_t pos;
};

struct recommendation {
    struct entity e;
    struct ml text;
    struct standing standing;
    int64_t pos;
};

/* A longer text drafted together, in paragraphs. */
struct framework {
    struct entity e;
    struct ml title;
    struct standing standing;
    int64_t pos;
};

enum paragraph_level { PARAGRAPH_TEXT, PARAGRAPH_HEADING, PARAGRAPH_SUB };

struct paragraph {
    struct entity e;
    uint64_t framework;
    uint8_t level;
    struct ml text;
    struct standing standing;
    int64_t pos;
};

/* A field that is drafted together, in one language: the head of its history. Its words stand in its owner's field. */
struct text {
    struct entity e;
    uint64_t of;                    /* its owner */
    uint8_t field;                  /* enum text_field */
    uint8_t lang;                   /* enum lang */
    int64_t rev;                    /* operations so far */
    struct text_window *window;     /* the newest of them (text.h); NULL: none in memory */
};

/* Names of the fields that can be drafted together (FIELD_COEDITED), in the order of text_field_words. */
enum text_field {
    TEXT_TITLE, TEXT_OBJECTIVE, TEXT_DELIVERABLE, TEXT_MILESTONES, TEXT_RESOURCES, TEXT_INDICATOR, TEXT_RISK, TEXT_TEXT,
    TEXT_NOTES, TEXT_STAFF_NOTES, TEXT_FIELD_N
};

enum remark_type { REMARK_COMMENT, REMARK_RESERVATION, REMARK_OBJECTION };

/* What a delegation says about a row, beside its text. */
struct remark {
    struct entity e;
    uint64_t of;                    /* the row; 0: the plan */
    uint8_t type;
    uint64_t delegation;            /* in whose name */
    struct ml text;
    uint64_t person;
    int64_t at;
    bool resolved;
    int64_t resolved_at;
    uint64_t resolved_by;
    uint64_t adoption;              /* the one it objects to */
};

enum proposal_why {
    PROPOSAL_LOCKED, PROPOSAL_PROPOSED, PROPOSAL_ADOPTED, PROPOSAL_REMOVED, PROPOSAL_TOO_LONG, PROPOSAL_GROUP,
    PROPOSAL_MERGED
};
enum proposal_state { PROPOSAL_OPEN, PROPOSAL_ACCEPTED, PROPOSAL_DISMISSED };

/* Words that came too late, or where they could not be taken: kept beside the text for somebody to decide. */
struct proposal {
    struct entity e;
    uint64_t of;                    /* what they were written in; it may be gone */
    uint8_t field;                  /* enum text_field */
    uint8_t lang;                   /* enum lang */
    int64_t rev;                    /* the revision of the text they were written on */
    char *text;                     /* how the text would read */
    char *was;                      /* the title of `of` then */
    uint64_t person;
    int64_t at;
    uint8_t why;
    uint8_t state;
    uint64_t decided_by;
    int64_t decided_at;
};

enum adoption_way { ADOPTION_CONSENSUS, ADOPTION_SILENCE, ADOPTION_POLL };
enum adoption_state { ADOPTION_OPEN, ADOPTION_ADOPTED, ADOPTION_OBJECTED, ADOPTION_REJECTED, ADOPTION_WITHDRAWN };

struct adoption {
    struct entity e;
    uint64_t of;                    /* the row; 0: the plan */
    uint8_t way;
    int64_t until;                  /* when it is adopted unless somebody objects; 0: at once, or by a poll */
    uint64_t poll, option;          /* by poll: the vote, and the answer that adopts */
    uint64_t opened_by;
    int64_t opened_at;
    uint8_t state;
    int64_t closed_at;
    int64_t rows;                   /* how many it covers */
    int64_t votes_for, votes_against, votes_other;
    int64_t reservations;           /* not resolved when it was adopted */
    int64_t objections;
    int64_t sealed_seq;             /* the change that adopted; 0: none */
    char *hash;                     /* SHA-256 of the canonical bytes then (canon.h) */
};

struct meeting {
    struct entity e;
    struct ml title;
    char *starts;
    int64_t minutes;
    uint8_t repeat;                 /* none, weekly, monthly, quarterly, yearly */
    int64_t count;
    char *place;
    char *link;                     /* http or https */
    int64_t pos;
};

enum hand_type { HAND_CONTRIBUTION, HAND_REPLY, HAND_POINT_OF_ORDER, HAND_TOUR };
enum hand_state { HAND_WAITING, HAND_SPEAKING, HAND_SPOKEN, HAND_LOWERED };

/* A request for the floor, from the raised hand to the end of the speech. */
struct hand {
    struct entity e;
    uint8_t type;
    uint64_t person;                /* tour de table: 0, whoever speaks for the delegation */
    uint64_t delegation;
    uint64_t item;                  /* the agenda item that ran then */
    uint8_t state;
    int64_t at;                     /* when it was raised, on the person's own device too (J2) */
    int64_t given_at, ended_at;
    int64_t seconds;                /* allowed; 0: as long as it takes */
    int64_t pos;
};

enum question_state { QUESTION_WAITING, QUESTION_OPEN, QUESTION_ANSWERED, QUESTION_DISMISSED };

/* A question to the speaker. */
struct question {
    struct entity e;
    uint64_t item;
    struct ml text;
    uint64_t person;
    int64_t at;
    uint8_t state;
    struct ids backers;             /* who wants it answered too */
    int64_t admitted_at;            /* since when the room sees it; 0: staff and who asks alone */
    struct ml reply;                /* the answer in writing; none: it was answered aloud */
    uint64_t answered_by;
    int64_t answered_at;
};

enum message_type { MESSAGE_TEXT, MESSAGE_CALL_TO_ORDER, MESSAGE_LINK };

/* What the facilitators tell the room. */
struct message {
    struct entity e;
    uint8_t type;
    struct ml text;
    char *link;
    uint64_t person;
    int64_t at, ended_at;
};

/* A point to come back to. */
struct parked {
    struct entity e;
    struct ml text;
    uint64_t item;                  /* where it came up */
    uint64_t person;
    int64_t at;
    bool done;
    int64_t done_at;
    int64_t pos;
};

/* Somebody was there from `since` to `until`, drop-outs of a few minutes included. */
struct attendance {
    struct entity e;
    uint64_t person;
    uint64_t delegation;            /* the person's then */
    uint8_t mode;                   /* enum person_mode */
    int64_t since, until;           /* until 0: still there */
};

struct stakeholder {
    struct entity e;
    struct ml name;
    int64_t power, interest;        /* 1 to 5 */
    uint8_t attitude;               /* unknown, supportive, mixed, neutral, opposed */
    int64_t pos;
};

/* Large enough for any kind, so that a command can carry one by value. */
union any_entity {
    struct entity e;
    struct workshop workshop;
    struct delegation delegation;
    struct person person;
    struct item item;
    struct poll poll;
    struct option option;
    struct ballot ballot;
    struct theme theme;
    struct action action;
    struct recommendation recommendation;
    struct meeting meeting;
    struct stakeholder stakeholder;
    struct group group;
    struct framework framework;
    struct paragraph paragraph;
    struct text text;
    struct remark remark;
    struct proposal proposal;
    struct adoption adoption;
    struct roll roll;
    struct answer answer;
    struct hand hand;
    struct question question;
    struct message message;
    struct parked parked;
    struct attendance attendance;
};

struct kind_info {
    const char *name;               /* on the wire, and the SQL table's name: "action" */
    size_t size;
    const struct field *fields;
    size_t n_fields;                /* at most 64 */
    ptrdiff_t pos;                  /* offset of the int64_t order among its siblings, or -1 */
    ptrdiff_t parent;               /* offset of the uint64_t id of the parent its order lives under, or -1 */
    ptrdiff_t owner;                /* offset of the uint64_t id of the person it belongs to, or -1 (KIND_PERSON: itself) */
    ptrdiff_t title;                /* offset of the struct ml that names it for people, or -1 */
    ptrdiff_t standing;             /* offset of the struct standing of a row of the plan, or -1 */
    size_t limit;                   /* at most so many live ones in a workshop (options: in one poll) */
    const char *doc;
};

/* The row of a kind; `kind` is a real one. */
const struct kind_info *kind_info(enum kind kind);
enum kind kind_of(const char *name);                    /* KIND_NONE: no such kind */

/* Whether `kind` is `wanted`, or one of those that KIND_ROW or KIND_ANY stand for. */
bool kind_fits(enum kind kind, enum kind wanted);

/* The standing of a row of the plan; NULL for what is none. */
struct standing *entity_standing(struct entity *entity);
const struct standing *entity_standing_const(const struct entity *entity);

/* A field row by name, or NULL; *index is its place in the table, the bit number of "present". */
const struct field *kind_field(enum kind kind, const char *name, size_t *index);

#endif
