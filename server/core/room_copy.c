/*
 * room_copy: a room for somebody else to read, copied a piece at a time. See include/core/room.h.
 *
 * First the ids of all there is are listed, and copied piece by piece; then those of what was changed meanwhile, as the list in the
 * order of change tells, and so on until a piece ends with nothing left: then copy and room are equal.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "core/room.h"
#include "core/room_inside.h"

struct room_copying {
    struct room *copy;
    uint64_t seq;                   /* what was changed up to here is copied or listed */
    uint64_t *ids;                  /* listed: what is to be copied, or copied again */
    size_t at, n, cap;
};

struct room_copying *room_copying_new(void)
{
    struct room_copying *copying = mem_zero(1, sizeof *copying);
    copying->copy = room_new();
    return copying;
}

void room_copying_free(struct room_copying *copying)
{
    if (copying == NULL)
        return;
    room_free(copying->copy);
    mem_free(copying->ids);
    mem_free(copying);
}

static void list(struct room_copying *copying, uint64_t id)
{
    if (copying->n == copying->cap) {
        copying->cap = copying->cap == 0 ? 1024 : 2 * copying->cap;
        copying->ids = mem_grow(copying->ids, copying->cap, sizeof *copying->ids);
    }
    copying->ids[copying->n++] = id;
}

/* O5: letters change the words in the row of their owner, which keeps its seq (room_save); so it is listed with its text. */
static void list_changed(struct room_copying *copying, const struct room *room)
{
    const bool again = copying->seq > 0;
    assert(room->seq >= copying->seq && room->n_touched == 0);
    copying->at = copying->n = 0;
    for (const struct entity *e = room->newest; e != NULL && e->seq > copying->seq; e = e->before) {
        list(copying, e->id);
        if (again && e->kind == KIND_TEXT && !e->removed)
            list(copying, ((const struct text *)e)->of);
    }
    copying->seq = room->seq;
}

static void copy_entity(struct room *copy, const struct entity *from)
{
    const struct kind_info *info = kind_info((enum kind)from->kind);
    struct entity *to = map_get(&copy->entities, from->id);
    if (to == NULL) {
        to = room_new_entity((enum kind)from->kind, from->id);
        map_put(&copy->entities, to->id, to);
    }
    assert(to->kind == from->kind);
    to->seq = from->seq;
    to->removed = from->removed;
    for (size_t i = 0; i < info->n_fields; i++)
        field_copy(&info->fields[i], to, from);
}

static void copy_head(struct room *copy, const struct room *room)
{
    copy->seq = room->seq;
    copy->at = room->at;
    copy->last_id = room->last_id;
    memcpy(copy->chain, room->chain, HASH_BYTES);
    copy->tags_cap = (size_t)room->seq + 1;
    copy->tags = mem_zero(copy->tags_cap, sizeof *copy->tags);
    copy->times = mem_zero(copy->tags_cap, sizeof *copy->times);
    if (room->seq > 0) {
        memcpy(copy->tags, room->tags, copy->tags_cap * sizeof *copy->tags);
        memcpy(copy->times, room->times, copy->tags_cap * sizeof *copy->times);
    }
}

bool room_copying_go(struct room_copying *copying, const struct room *room, size_t n)
{
    for (;;) {
        if (copying->at == copying->n)
            list_changed(copying, room);
        if (copying->n == 0) {
            copy_head(copying->copy, room);
            return true;
        }
        if (n-- == 0)
            return false;
        const struct entity *from = map_get(&room->entities, copying->ids[copying->at++]);
        assert(from != NULL); /* what was removed stays as a tombstone */
        copy_entity(copying->copy, from);
    }
}

struct room *room_copying_take(struct room_copying *copying)
{
    struct room *copy = copying->copy;
    assert(copy->tags != NULL); /* it is complete */
    copying->copy = NULL;
    room_copying_free(copying);
    room_index(copy);
    assert(copy->damage == NULL);
    return copy;
}

struct room *room_copy(const struct room *room)
{
    struct room_copying *copying = room_copying_new();
    const bool done = room_copying_go(copying, room, SIZE_MAX);
    assert(done);
    return room_copying_take(copying);
}
