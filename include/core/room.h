/*
 * room: one workshop in memory, the truth of which its file is the durable copy.
 *
 * Deterministic: the same commands by the same actors at the same times with the same salts give the same room, byte for
 * byte. No clock, randomness, threads, I/O or globals. While a commit is in flight the room is not changed, so that the
 * store thread may read it; nobody may keep a pointer into it across that.
 *
 * Owned by app's hub. Free with room_free.
 */
#ifndef PLENARY_CORE_ROOM_H
#define PLENARY_CORE_ROOM_H

#include "base/hash.h"
#include "base/map.h"
#include "core/command.h"
#include "core/kind.h"

enum { CLIENT_ID_BYTES = 16, SALT_BYTES = 16 };

struct kind_list {
    struct entity **v;              /* live ones, in no order */
    size_t n, cap;
};

/* One applied command as history keeps it: a row of the table `change`. */
struct change {
    uint64_t seq;
    int64_t at;                     /* ms */
    uint64_t actor;                 /* person id, 0: the system */
    const char *verb;               /* the verb table's own string */
    char *body;                     /* owned; NULL when erased */
    uint8_t salt[SALT_BYTES];
    uint8_t body_hash[HASH_BYTES];  /* H(salt, body): stays when body and salt are erased */
    uint8_t chain[HASH_BYTES];      /* H(previous chain, seq, at, actor, verb, body_hash), numbers big-endian */
    uint8_t client[CLIENT_ID_BYTES];/* all zero for the system */
    uint64_t number;                /* the client's number of the command; 0 for the system */
    uint8_t hash[8];                /* first bytes of H(verb, NUL, canonical body): what exactly-once compares */
    uint64_t result;                /* id returned by command_apply */
};

/* What is kept of an applied command for exactly-once. */
struct result {
    uint64_t number, seq, result;
    uint8_t hash[8];
};

struct client {
    uint8_t id[CLIENT_ID_BYTES];
    uint64_t person;                /* it is bound to */
    uint64_t last;                  /* highest number applied; 0: none */
    struct result *results;         /* ascending numbers */
    size_t n, cap;
};

struct room {
    uint64_t seq;                   /* of the last applied command */
    uint64_t last_id;
    int64_t at;                     /* time of the last applied command */
    uint8_t chain[HASH_BYTES];      /* at seq; all zero at seq 0 */
    uint64_t *tags;                 /* tags[s]: first 8 bytes of the chain at s, big-endian; tags[0] = 0 */
    int64_t *times;                 /* times[s]: when change s was made (ms); times[0] = 0 */
    size_t tags_cap;                /* of both */
    struct workshop *workshop;      /* the one; created by the first command */
    struct map entities;            /* id -> struct entity, tombstones included */
    struct entity *oldest, *newest; /* ends of the list ordered by (seq, id) */
    struct kind_list live[KIND_N];
    struct map ballots;             /* poll << 32 | voter -> struct ballot */
    struct keymap answers;          /* poll, option, value, hash of the words -> struct answer (tally.h) */
    struct map secrets;             /* poll << 32 | voter -> who has a ballot in an open secret poll (secret.h) */
    struct keymap secrets_sent;     /* client id, number -> the secret poll it was a ballot for */
    struct map texts;               /* owner << 16 | field << 8 | language -> struct text, live ones */
    size_t windows_bytes;           /* what the windows of all texts take (text.h) */
    struct known_tag *known_tags;   /* tags of content made before (room_inside.h); no part of what the room is */
    struct keymap clients;          /* client id -> struct client */
    struct entity **dirty;          /* changed since room_clean */
    size_t n_dirty, dirty_cap;
    struct entity **touched;        /* changed by the command being applied */
    size_t n_touched, touched_cap;
    const char *damage;             /* while loading: the first thing found wrong, a constant sentence */
};

struct room *room_new(void);
void room_free(struct room *room);      /* NULL is fine */

/* A live entity of that kind, or NULL. KIND_ROW and KIND_ANY find what they stand for. */
struct entity *room_find(const struct room *room, enum kind kind, uint64_t id);
#define ROOM_FINDER(type, KIND) \
    static inline struct type *room_##type(const struct room *room, uint64_t id) \
    { \
        return (struct type *)room_find(room, KIND, id); \
    }
ROOM_FINDER(delegation, KIND_DELEGATION)
ROOM_FINDER(person, KIND_PERSON)
ROOM_FINDER(item, KIND_ITEM)
ROOM_FINDER(poll, KIND_POLL)
ROOM_FINDER(option, KIND_OPTION)
ROOM_FINDER(ballot, KIND_BALLOT)
ROOM_FINDER(answer, KIND_ANSWER)
ROOM_FINDER(theme, KIND_THEME)
ROOM_FINDER(action, KIND_ACTION)
ROOM_FINDER(recommendation, KIND_RECOMMENDATION)
ROOM_FINDER(group, KIND_GROUP)
ROOM_FINDER(framework, KIND_FRAMEWORK)
ROOM_FINDER(paragraph, KIND_PARAGRAPH)
ROOM_FINDER(remark, KIND_REMARK)
ROOM_FINDER(proposal, KIND_PROPOSAL)
ROOM_FINDER(adoption, KIND_ADOPTION)
ROOM_FINDER(hand, KIND_HAND)
ROOM_FINDER(question, KIND_QUESTION)
ROOM_FINDER(message, KIND_MESSAGE)
ROOM_FINDER(parked, KIND_PARKED)

/* Whose ballot it is: the delegation, in a poll by delegation, else the person. */
static inline uint64_t ballot_voter(const struct ballot *ballot)
{
    return ballot->delegation != 0 ? ballot->delegation : ballot->person;
}

/* The ballot of a person or of a delegation, or NULL. */
struct ballot *room_ballot_of(const struct room *room, uint64_t poll, uint64_t voter);

/*
 * The live entities of a kind in their order: by parent's order where there is a parent, then pos, then id; agenda items
 * by day first. With parent != 0 only its children. Returns an array the caller frees with mem_free; *n its length.
 */
struct entity **room_sorted(const struct room *room, enum kind kind, uint64_t parent, size_t *n);

/* N11: a guest in a workshop with a lobby, who waits there to be admitted. False for whoever is no person of it. */
bool room_waits(const struct room *room, uint64_t person);

/* For apply functions only. A new entity of the kind, with the next id, touched; touch one; make one a tombstone. */
struct entity *room_create(struct room *room, enum kind kind);
void room_touch(struct room *room, struct entity *entity);
void room_remove(struct room *room, struct entity *entity);

/* For apply functions too: the entity's row has to be stored, but no reader has to be told: it keeps its seq. */
void room_save(struct room *room, struct entity *entity);

/*
 * Loading, for the store: an entity with id, seq, kind and content set, or a tombstone; the room takes it over. Then
 * room_put_result for each change row in order (chain, tags, exactly-once), then room_loaded once, which orders, indexes
 * and checks. room_loaded returns NULL, or a sentence that says what is inconsistent (the file is damaged).
 */
struct entity *room_new_entity(enum kind kind, uint64_t id);
void room_put(struct room *room, struct entity *entity);
void room_put_result(struct room *room, const struct change *change);
const char *room_loaded(struct room *room);

/* After a commit: nothing is dirty any more. */
void room_clean(struct room *room);

/* A deep copy for workers: content, seq, chain, tags and times; no clients, nothing dirty. O(everything), in one go. */
struct room *room_copy(const struct room *room);

/*
 * The same a piece at a time, so that a room at work does not wait for it: room_copying_go between commits, `n` entities each, until
 * it is true: then the copy is the room as it is at that moment. The room may change between two pieces; it is the same one, or one
 * loaded again since. Then room_copying_take, wherever there is time for it, makes a room of the copy, and frees the copying.
 */
enum { ROOM_PIECE = 200 };          /* a good `n`: less than a millisecond, less than the room's own work of a turn */
struct room_copying;
struct room_copying *room_copying_new(void);
bool room_copying_go(struct room_copying *copying, const struct room *room, size_t n);
struct room *room_copying_take(struct room_copying *copying);
void room_copying_free(struct room_copying *copying);   /* NULL is fine */

/* Asserts every invariant of the room (RULES.md, section Invariants). O(everything). */
void room_check(const struct room *room);

/* The next moment at which the system has to act, in ms, or 0. */
int64_t room_deadline(const struct room *room);

/*
 * The command that is due at `at`, for actor_system: true when there is one. The caller runs it through
 * history_run and asks again. Overdue ones fire at load.
 */
bool room_due(const struct room *room, int64_t at, struct command *cmd);

/* First 8 bytes of the chain at `seq` (at most room->seq), and when that change was made (ms; 0 for seq 0). */
uint64_t room_tag(const struct room *room, uint64_t seq);
int64_t room_time(const struct room *room, uint64_t seq);

#endif
