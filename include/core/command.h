/*
 * command: everything anybody can do, one row each.
 *
 * A command is decoded into a struct command by app/codec, checked, then applied. check is const and refuses with a code
 * before anything changes; apply cannot fail. NOUN.create, NOUN.edit, NOUN.move and NOUN.remove exist for every editable
 * kind and share their mechanism; the others have a pair of functions each. Rules have ids and are listed in
 * server/core/RULES.md. Imports, templates, timers and joining are commands of ROLE_SYSTEM.
 */
#ifndef PLENARY_CORE_COMMAND_H
#define PLENARY_CORE_COMMAND_H

#include "core/code.h"
#include "core/kind.h"
#include "core/ot.h"

struct room;

/* Who acts, and when. core never reads a clock. */
struct actor {
    uint64_t person;                /* 0: the system, or a listener or screen */
    enum role role;                 /* as the person's entity says it now (a guest acts as ROLE_OBSERVER) */
    int64_t at;                     /* ms since 1970 UTC, not 0; never before the room's last change */
};

/* The actor that `person` is at `at`; role ROLE_N when there is no such person. */
struct actor actor_of(const struct room *room, uint64_t person, int64_t at);
struct actor actor_system(int64_t at);

/*
 * What a command takes beside its rows. `id` is required where it is taken, except by VERB_ID_OPTIONAL: there 0 or its
 * absence says something itself (agenda.next: "I saw no item running"). `after` and `into` may always be absent.
 */
enum { VERB_TAKES_ID = 1, VERB_TAKES_AFTER = 2, VERB_TAKES_INTO = 4, VERB_ID_OPTIONAL = 8 };

/* In `takes` too: what it does, somebody does for oneself, so that the system cannot. */
enum { VERB_AS_PERSON = 16 };

/* In `takes` too: the subject may be a tombstone of its kind, and the verb's own rules say what becomes of the command then. */
enum { VERB_ID_GONE = 32 };

/* Arguments of the commands that are not plain edits. */
struct args_none { char unused; };
struct args_poll_open { int64_t seconds; char *seen; };     /* timer, 0: none; tag of the poll the sender saw */
/* What a ballot says: the type of its poll tells which of these it needs (V12), the others stay empty. */
struct args_ballot {
    uint64_t option;
    struct ids options;
    struct ints values;
    char *text;
    uint64_t voter;                 /* `for`: the person who votes on the sender's device, or for whom it is entered */
    char *receipt;                  /* of a secret poll: chosen by the page */
};
struct args_poll_admit { uint64_t person; };
/* What the ballots of a secret poll come to (S5). */
struct args_count {
    struct ints cells;              /* option, value, count, advice: four numbers a cell */
    struct texts texts;             /* the words of the first cells */
    struct texts receipts;          /* sorted */
    struct ids voted;               /* persons or delegations, ascending */
    int64_t advisers;               /* how many ballots were advisory */
    bool more;                      /* another poll.count of this poll follows in the same transaction */
    bool lost;                      /* the ballots cannot be opened: the poll is void */
};
struct args_on { bool on; };
struct args_hand {
    uint8_t type;                   /* enum hand_type */
    int64_t at;                     /* when it was raised, by the device's clock; 0: now */
    uint64_t person;                /* `for`: who raises it, on the sender's device or through the staff; 0: the sender */
};
struct args_give { int64_t seconds; };                      /* how long the speech may take; 0: as long as it takes */
struct args_tour { int64_t seconds; uint8_t lang; };        /* for each delegation; enum lang + 1 */
struct args_reply { struct ml reply; };
struct args_leave { int64_t at; };                          /* when the person was last heard of */
struct args_extend { int64_t minutes; };
struct args_skip { bool back; };
struct args_carry { int64_t day; };
struct args_reason { char *reason; };
struct args_merge { uint64_t other; };
struct args_object { struct ml text; };
struct args_adoption {
    uint64_t of;                    /* the row; 0: the plan */
    uint8_t way;                    /* enum adoption_way */
    int64_t seconds, until;
    uint64_t poll, option;
    char *seen;                     /* tag of what the sender saw (view_seen) */
};
struct args_admit { uint64_t delegation; uint8_t role; };
struct args_accept { int64_t rev; };
struct args_text { uint8_t field, lang; int64_t rev; };     /* enum text_field, enum lang */
struct args_text_edit { uint8_t field, lang; int64_t rev; struct ot_op op; int64_t instead; };

struct command {
    const struct verb *verb;
    uint64_t present;               /* bit i: the verb's argument row i was given */
    uint64_t id;                    /* the subject; 0 when the verb takes none */
    uint64_t after;                 /* create, move: the sibling to stand behind; given as 0: first */
    uint64_t into;                  /* move: the new parent; 0: the same */
    bool has_after;                 /* `after` was given; create and move without it append at the end */
    uint64_t result;                /* apply may say what came of it where that is neither created nor the subject */
    union {
        union any_entity entity;    /* create, edit */
        struct args_none none;
        struct args_poll_open poll_open;
        struct args_ballot ballot;
        struct args_count count;
        struct args_poll_admit poll_admit;
        struct args_on on;
        struct args_hand hand;
        struct args_give give;
        struct args_tour tour;
        struct args_reply reply;
        struct args_leave leave;
        struct args_extend extend;
        struct args_skip skip;
        struct args_carry carry;
        struct args_reason reason;
        struct args_merge merge;
        struct args_object object;
        struct args_adoption adoption;
        struct args_admit admit;
        struct args_accept accept;
        struct args_text text;
        struct args_text_edit text_edit;
    } u;
};

struct verb {
    const char *name;               /* "action.create" */
    uint16_t roles;                 /* bits 1u << enum role; ROLE_SYSTEM may do all but VERB_AS_PERSON */
    uint8_t takes;                  /* VERB_* */
    uint8_t kind;                   /* the kind of its subject */
    uint8_t states;                 /* bits 1u << enum workshop_state it is possible in; 0: before there is a workshop */
    bool is_create, is_edit;        /* arguments are the kind's FIELD_SET rows, which come first in its table */
    const struct field *args;       /* rows, offsets relative to &command.u; FIELD_OPTIONAL ones may be absent */
    size_t n_args;                  /* at most 64 */
    uint32_t touches;               /* bits 1u << enum kind that apply may change */
    enum code (*check)(const struct room *room, const struct actor *actor, const struct command *cmd);
    void (*apply)(struct room *room, const struct actor *actor, struct command *cmd);   /* may move texts out of cmd */
    const char *doc;
};

/* The whole table, for decoding, the permission matrix and the reference page. */
const struct verb *verb_table(size_t *n);
const struct verb *verb_of(const char *name);           /* NULL: no such command */

/* Free what the arguments own; the command is zeroed. */
void command_clear(struct command *cmd);

/*
 * The canonical text of a command's arguments: compact JSON, keys in the order id, after, into, then the rows' order,
 * only those given. It is what history keeps and what the hash of exactly-once is taken over. PROTOCOL.md names it.
 */
struct buf;
void command_write(struct buf *out, const struct command *cmd);

/* Role, subject, references, then the verb's own rules. Changes nothing. */
enum code command_check(const struct room *room, const struct actor *actor, const struct command *cmd);

/*
 * Apply a command that command_check just accepted: the room's seq grows by one and every entity touched takes it.
 * Returns what apply put into cmd->result, else the lowest id created that is no text (those come with their owner), else
 * the subject's id, else 0. In a build with PLENARY_PARANOID asserts `touches` and room_check.
 */
uint64_t command_apply(struct room *room, const struct actor *actor, struct command *cmd);

#endif
