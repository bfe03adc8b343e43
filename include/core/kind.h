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
    KIND_N
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
    uint8_t state;
    uint64_t item;                  /* the agenda item now on stage; 0: none */
    int64_t live_at, closed_at;
};

enum delegation_type { DELEGATION_MEMBER, DELEGATION_ORGANISATION, DELEGATION_PRIVATE_SECTOR, DELEGATION_OTHER };

struct delegation {
    struct entity e;
    struct ml name;
    char *country;
    uint8_t type;
    bool observer;
    int64_t delegates;              /* planned seats */
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
    int64_t view;                   /* grows when rights change; the replica is then loaded anew */
};

enum item_kind {
    ITEM_OPENING, ITEM_PRESENTATION, ITEM_TOUR_DE_TABLE, ITEM_DISCUSSION, ITEM_CASE_STUDY, ITEM_GROUPS, ITEM_REPORT_BACK,
    ITEM_POLL, ITEM_DRAFTING, ITEM_ADOPTION, ITEM_BREAK, ITEM_CALENDAR, ITEM_EVALUATION, ITEM_CLOSING
};
enum item_state { ITEM_PLANNED, ITEM_RUNNING, ITEM_DONE };

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
    char *staff_notes;
    char *link;                     /* conference link, http or https */
    uint8_t state;
    int64_t started_at, ended_at;
    int64_t pos;
};

enum poll_type {
    POLL_SINGLE, POLL_MULTIPLE, POLL_YES_NO_ABSTAIN, POLL_SCALE, POLL_RANKING, POLL_POINTS, POLL_OPEN_TEXT, POLL_WORDS,
    POLL_NUMBER, POLL_DATE, POLL_CONSENT, POLL_FIST_TO_FIVE
};
enum poll_secrecy { POLL_NAMED, POLL_UNATTRIBUTED, POLL_SECRET };
enum poll_unit { POLL_BY_PERSON, POLL_BY_DELEGATION };
enum poll_state { POLL_PREPARED, POLL_OPEN, POLL_CLOSED };

struct poll {
    struct entity e;
    uint64_t item;                  /* the agenda item it belongs to; 0: none */
    struct ml question;
    uint8_t type, secrecy, unit;
    int64_t points, per_option_max;
    int64_t min, max;               /* scale */
    struct texts labels;            /* scale ends */
    uint8_t state;
    int64_t opened_at, closes_at, closed_at;
    int64_t voters;                 /* ballots cast */
    int64_t pos;
};

struct option {
    struct entity e;
    uint64_t poll;
    struct ml text;
    int64_t votes;
    int64_t pos;
};

struct ballot {                     /* a named one; secret ballots are no entities (DESIGN.md section 4) */
    struct entity e;
    uint64_t poll, person, option;
    int64_t cast_at;
};

enum row_state { ROW_DRAFT, ROW_ADOPTED };

struct theme {
    struct entity e;
    struct ml title;
    int64_t pos;
};

struct action {
    struct entity e;
    uint64_t theme;
    struct ml title;
    uint64_t lead;                  /* a delegation or organisation */
    struct ids partners;
    char *due;
    struct ml indicator;
    char *baseline, *target;
    uint8_t priority;
    uint8_t state;
    int64_t adopted_at;
    int64_t pos;
};

struct recommendation {
    struct entity e;
    struct ml text;
    uint8_t state;
    int64_t adopted_at;
    int64_t pos;
};

struct meeting {
    struct entity e;
    struct ml title;
    char *starts;
    int64_t minutes;
    uint8_t repeat;                 /* none, weekly, monthly, quarterly, yearly */
    int64_t count;
    int64_t pos;
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
    size_t limit;                   /* at most so many live ones in a workshop (options: in one poll) */
    const char *doc;
};

/* The row of a kind; `kind` is a real one. */
const struct kind_info *kind_info(enum kind kind);
enum kind kind_of(const char *name);                    /* KIND_NONE: no such kind */

/* A field row by name, or NULL; *index is its place in the table, the bit number of "present". */
const struct field *kind_field(enum kind kind, const char *name, size_t *index);

#endif
