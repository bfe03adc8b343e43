/* room_load: a room from the rows of its file. See room_put in include/core/room.h. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/history.h"
#include "core/limits.h"
#include "core/room_inside.h"
#include "core/text.h"

/* Keep the first thing found wrong; the room is then only good for freeing. */
static void damaged(struct room *room, const char *sentence)
{
    if (room->damage == NULL)
        room->damage = sentence;
}

void room_put(struct room *room, struct entity *entity)
{
    if (map_get(&room->entities, entity->id) != NULL) {
        damaged(room, "Two things have the same id.");
        entity_free(entity);
        return;
    }
    map_put(&room->entities, entity->id, entity);
    if (entity->id > room->last_id)
        room->last_id = entity->id;
}

/* X5: history has no gaps, time goes on, and a client's numbers go up. */
void room_put_result(struct room *room, const struct change *change)
{
    if (change->seq != room->seq + 1) {
        damaged(room, "The history has a gap or a double.");
        return;
    }
    if (change->at < room->at)
        damaged(room, "The history goes back in time.");
    if (change->number != 0 && change->number <= history_last(room, change->client)) {
        damaged(room, "A client's numbers do not go up.");
        return;
    }
    room->seq = change->seq;
    room->at = change->at;
    room_record(room, change);
}

static int by_change(const void *a, const void *b)
{
    const struct entity *x = *(struct entity *const *)a, *y = *(struct entity *const *)b;
    if (x->seq != y->seq)
        return x->seq < y->seq ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

/* All entities in the order of their changes: the caller frees the array. */
static struct entity **in_order(const struct room *room, size_t *n)
{
    struct entity **v = mem_zero(room->entities.n, sizeof(struct entity *));
    size_t at = 0;
    uint64_t key;
    void *value;
    *n = 0;
    while (map_next(&room->entities, &at, &key, &value))
        v[(*n)++] = value;
    if (*n > 1)
        qsort(v, *n, sizeof(*v), by_change);
    return v;
}

static void index_ballot(struct room *room, struct ballot *ballot)
{
    uint64_t voter = ballot_voter(ballot);
    if (ballot->poll > LIMIT_ID || voter > LIMIT_ID || room_ballot_of(room, ballot->poll, voter))
        damaged(room, "A ballot is there twice, or is nobody's.");
    else
        room_index_ballot(room, ballot);
}

static void index_text(struct room *room, struct text *text)
{
    bool placed = text->of >= 1 && text->of <= LIMIT_ID && text->field < TEXT_FIELD_N && text->lang < LANG_N;
    if (!placed || text_find(room, text->of, text->field, text->lang) != NULL)
        damaged(room, "A text is there twice, or is of nothing.");
    else
        room_index_text(room, text);
}

static void index_entity(struct room *room, struct entity *entity)
{
    if (entity->kind == KIND_WORKSHOP && room->workshop != NULL)
        damaged(room, "There are two workshops.");
    room_append(room, entity);
    if (entity->removed)
        return;
    room_list_live(room, entity);
    if (entity->kind == KIND_BALLOT)
        index_ballot(room, (struct ballot *)entity);
    if (entity->kind == KIND_ANSWER && !room_index_answer(room, (struct answer *)entity))
        damaged(room, "An answer is counted in two places.");
    if (entity->kind == KIND_TEXT)
        index_text(room, (struct text *)entity);
}

void room_index(struct room *room)
{
    size_t n;
    struct entity **v = in_order(room, &n);
    for (size_t i = 0; i < n; i++)
        index_entity(room, v[i]);
    mem_free(v);
}

const char *room_loaded(struct room *room)
{
    room_index(room);
    return room->damage != NULL ? room->damage : room_fault(room);
}
