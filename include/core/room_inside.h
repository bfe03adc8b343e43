/*
 * room_inside: parts of a room that its own modules share, and the apply functions. Nobody outside core includes this.
 */
#ifndef PLENARY_CORE_ROOM_INSIDE_H
#define PLENARY_CORE_ROOM_INSIDE_H

#include "core/room.h"

/* The distance kept between the places of siblings, so that most moves change one row only (rule E6). */
#define POS_GAP ((int64_t)1 << 20)

/* Places stay below this: they are numbers in JavaScript too. */
#define POS_MAX ((int64_t)1 << 52)

/* The key of room->ballots. */
static inline uint64_t ballot_key(uint64_t poll, uint64_t voter)
{
    return poll << 32 | voter;
}

/* The key of room->texts. */
static inline uint64_t text_key(uint64_t of, uint8_t field, uint8_t lang)
{
    return of << 16 | (uint64_t)field << 8 | lang;
}

/*
 * A tag of content (view_tag) that was made and is still right, in a small table by id: of a row in which somebody writes
 * every reader is told the tag after each letter. What touches or saves an entity forgets its tag.
 */
enum { KNOWN_TAGS = 64, KNOWN_TAG_TEXT = 17 };
struct known_tag {
    uint64_t id;
    char text[KNOWN_TAG_TEXT];
};

static inline struct known_tag *room_known_tag(const struct room *room, uint64_t id)
{
    return &room->known_tags[id % KNOWN_TAGS];
}

static inline int64_t *entity_pos(const struct entity *entity)
{
    ptrdiff_t offset = kind_info((enum kind)entity->kind)->pos;
    return offset < 0 ? NULL : (int64_t *)((char *)entity + offset);
}

static inline uint64_t entity_parent(const struct entity *entity)
{
    ptrdiff_t offset = kind_info((enum kind)entity->kind)->parent;
    return offset < 0 ? 0 : *(const uint64_t *)((const char *)entity + offset);
}

/* The kind of its parents, or KIND_NONE. */
enum kind kind_parent(enum kind kind);

/* Siblings have the same group: the parent's id, or the day of an agenda item, else 0. */
uint64_t kind_group(enum kind kind, const void *entity);

static inline uint64_t entity_group(const struct entity *entity)
{
    return kind_group((enum kind)entity->kind, entity);
}

/* The live siblings of a kind in a group, in their order; the caller frees the array. */
struct entity **room_siblings(const struct room *room, enum kind kind, uint64_t group, size_t *n);

/* A place behind all siblings of the group, `except` not counted (NULL: none). Never needs a renumbering. */
int64_t room_pos_last(const struct room *room, enum kind kind, uint64_t group, const struct entity *except);

/* Put an entity behind `after` (0: first) among its siblings, touching it and whatever has to give way. */
void room_place(struct room *room, struct entity *entity, uint64_t after);

/* End a command: the next seq for everything touched, which goes to the end of the list sorted by id. */
void room_stamp(struct room *room, int64_t at);

/* Index a new ballot under its poll and voter. */
void room_index_ballot(struct room *room, struct ballot *ballot);

/* Index a new answer, false: there is one that counts the same; take it out again. tally.c */
bool room_index_answer(struct room *room, struct answer *answer);
void room_unindex_answer(struct room *room, const struct answer *answer);

/* Index a new text under its owner, field and language. */
void room_index_text(struct room *room, struct text *text);

/* Free one that is in no room, with all it owns. */
void entity_free(struct entity *entity);

/* Parts of loading. room_index puts all entities in order and into the indexes; room_copying_take uses it too. */
void room_list_live(struct room *room, struct entity *entity);
void room_append(struct room *room, struct entity *entity);
void room_index(struct room *room);

/* The first broken invariant as a constant sentence, or NULL. */
const char *room_fault(const struct room *room);

/* The part of it that is about polls. room_check_polls.c */
const char *fault_polls(const struct room *room);

/* The part that is about hands, questions, points parked and attendance. room_check_floor.c */
const char *fault_floor(const struct room *room);

/* Record an applied command for exactly-once and its tag; shared by running and loading. */
void room_record(struct room *room, const struct change *change);

#endif
