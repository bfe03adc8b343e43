/*
 * room: entities, their list in order of change, and what a command touches. See include/core/room.h.
 *
 * Entities are never freed while the room lives: a removed one stays as a tombstone, so that whoever has seen it can be
 * told. Rules write through room_create, room_touch and room_remove; room_stamp then ends the command.
 */
#include "core/room.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/limits.h"
#include "core/room_inside.h"
#include "core/text.h"

struct room *room_new(void)
{
    struct room *room = mem_zero(1, sizeof(*room));
    room->known_tags = mem_zero(KNOWN_TAGS, sizeof(*room->known_tags));
    /* Client ids are 128 random bits to us; whoever chooses them badly slows down only the look-up of that room. */
    keymap_init(&room->clients, 0x706c656e61727931u, 0x636c69656e747332u);
    keymap_init(&room->secrets_sent, 0x706c656e61727931u, 0x7365637265747332u);
    keymap_init(&room->answers, 0x706c656e61727931u, 0x616e737765727332u);
    return room;
}

static void entity_clear(struct entity *entity)
{
    const struct kind_info *info = kind_info((enum kind)entity->kind);
    for (size_t i = 0; i < info->n_fields; i++)
        field_clear(&info->fields[i], entity);
}

void entity_free(struct entity *entity)
{
    entity_clear(entity);
    mem_free(entity);
}

static void clients_free(struct room *room)
{
    size_t at = 0, n;
    const void *key;
    void *value;
    while (keymap_next(&room->clients, &at, &key, &n, &value)) {
        struct client *client = value;
        mem_free(client->results);
        mem_free(client);
    }
    keymap_free(&room->clients);
}

void room_free(struct room *room)
{
    if (room == NULL)
        return;
    size_t at = 0;
    uint64_t key;
    void *value;
    while (map_next(&room->entities, &at, &key, &value)) {
        const struct entity *entity = value;
        if (entity->kind == KIND_TEXT)
            text_forget(room, value);
        entity_free(value);
    }
    map_free(&room->entities);
    map_free(&room->ballots);
    keymap_free(&room->answers);
    map_free(&room->secrets);
    keymap_free(&room->secrets_sent);
    map_free(&room->texts);
    clients_free(room);
    for (int kind = 0; kind < KIND_N; kind++)
        mem_free(room->live[kind].v);
    mem_free(room->tags);
    mem_free(room->times);
    mem_free(room->known_tags);
    mem_free(room->dirty);
    mem_free(room->touched);
    mem_free(room);
}

struct entity *room_find(const struct room *room, enum kind kind, uint64_t id)
{
    struct entity *entity = map_get(&room->entities, id);
    if (entity == NULL || entity->removed || !kind_fits((enum kind)entity->kind, kind))
        return NULL;
    return entity;
}

struct ballot *room_ballot_of(const struct room *room, uint64_t poll, uint64_t voter)
{
    return map_get(&room->ballots, ballot_key(poll, voter));
}

void room_index_ballot(struct room *room, struct ballot *ballot)
{
    uint64_t voter = ballot_voter(ballot);
    assert(ballot->poll <= LIMIT_ID && voter <= LIMIT_ID);
    assert(room_ballot_of(room, ballot->poll, voter) == NULL);
    map_put(&room->ballots, ballot_key(ballot->poll, voter), ballot);
}

void room_index_text(struct room *room, struct text *text)
{
    assert(text->of <= LIMIT_ID);
    assert(text_find(room, text->of, text->field, text->lang) == NULL);
    map_put(&room->texts, text_key(text->of, text->field, text->lang), text);
}

/* Append to an array of entities, growing it by doubling. */
static void push(struct entity ***v, size_t *n, size_t *cap, struct entity *entity)
{
    if (*n == *cap) {
        *cap = *cap == 0 ? 16 : *cap * 2;
        *v = mem_grow(*v, *cap, sizeof(**v));
    }
    (*v)[(*n)++] = entity;
}

void room_list_live(struct room *room, struct entity *entity)
{
    struct kind_list *list = &room->live[entity->kind];
    push(&list->v, &list->n, &list->cap, entity);
    if (entity->kind == KIND_WORKSHOP)
        room->workshop = (struct workshop *)entity;
}

static void unlist_live(struct room *room, struct entity *entity)
{
    struct kind_list *list = &room->live[entity->kind];
    for (size_t i = 0; i < list->n; i++) {
        if (list->v[i] == entity) {
            list->v[i] = list->v[--list->n];
            return;
        }
    }
    assert(false && "a live entity is listed");
}

struct entity *room_new_entity(enum kind kind, uint64_t id)
{
    assert(id >= 1 && id <= LIMIT_ID);
    struct entity *entity = mem_zero(1, kind_info(kind)->size);
    entity->kind = (uint8_t)kind;
    entity->id = id;
    return entity;
}

struct entity *room_create(struct room *room, enum kind kind)
{
    struct entity *entity = room_new_entity(kind, room->last_id + 1);
    room->last_id++;
    map_put(&room->entities, entity->id, entity);
    room_list_live(room, entity);
    room_touch(room, entity);
    return entity;
}

static void forget_tag(struct room *room, const struct entity *entity)
{
    struct known_tag *known = room_known_tag(room, entity->id);
    if (known->id == entity->id)
        known->id = 0;
}

void room_touch(struct room *room, struct entity *entity)
{
    forget_tag(room, entity);
    if (entity->touched)
        return;
    entity->touched = true;
    push(&room->touched, &room->n_touched, &room->touched_cap, entity);
}

/* O3: the texts of what goes go with it. */
static void remove_texts(struct room *room, const struct entity *owner)
{
    for (uint8_t field = 0; field < TEXT_FIELD_N; field++) {
        for (uint8_t lang = 0; lang < LANG_N; lang++) {
            struct text *text = text_find(room, owner->id, field, lang);
            if (text != NULL)
                room_remove(room, &text->e);
        }
    }
}

/* Take what is removed out of the indexes of its kind. */
static void unindex(struct room *room, struct entity *entity)
{
    if (entity->kind == KIND_BALLOT) {
        const struct ballot *ballot = (const struct ballot *)entity;
        map_remove(&room->ballots, ballot_key(ballot->poll, ballot_voter(ballot)));
    }
    if (entity->kind == KIND_ANSWER)
        room_unindex_answer(room, (const struct answer *)entity);
    if (entity->kind == KIND_TEXT) {
        /* Its window stays until room_clean: a commit stores what was written before the removal. */
        const struct text *text = (const struct text *)entity;
        map_remove(&room->texts, text_key(text->of, text->field, text->lang));
    }
}

void room_remove(struct room *room, struct entity *entity)
{
    assert(!entity->removed);
    assert(entity->kind != KIND_WORKSHOP);
    room_touch(room, entity);
    unlist_live(room, entity);
    unindex(room, entity);
    if (entity->kind != KIND_TEXT)
        remove_texts(room, entity);
    entity_clear(entity);
    entity->removed = true;
}

/* Take an entity out of the list; one that was just created is not in it yet. */
static void unlink_entity(struct room *room, struct entity *entity)
{
    if (entity->before != NULL)
        entity->before->after = entity->after;
    else if (room->oldest == entity)
        room->oldest = entity->after;
    if (entity->after != NULL)
        entity->after->before = entity->before;
    else if (room->newest == entity)
        room->newest = entity->before;
    entity->before = entity->after = NULL;
}

void room_append(struct room *room, struct entity *entity)
{
    assert(entity->before == NULL && entity->after == NULL);
    entity->before = room->newest;
    if (room->newest != NULL)
        room->newest->after = entity;
    else
        room->oldest = entity;
    room->newest = entity;
}

static void mark_dirty(struct room *room, struct entity *entity)
{
    if (!entity->dirty)
        push(&room->dirty, &room->n_dirty, &room->dirty_cap, entity);
    entity->dirty = true;
}

void room_save(struct room *room, struct entity *entity)
{
    assert(!entity->removed);
    forget_tag(room, entity);
    mark_dirty(room, entity);
}

static int by_id(const void *a, const void *b)
{
    uint64_t x = (*(struct entity *const *)a)->id, y = (*(struct entity *const *)b)->id;
    return (x > y) - (x < y);
}

void room_stamp(struct room *room, int64_t at)
{
    assert(at >= room->at);
    room->seq++;
    room->at = at;
    if (room->n_touched > 1)
        qsort(room->touched, room->n_touched, sizeof(room->touched[0]), by_id);
    for (size_t i = 0; i < room->n_touched; i++) {
        struct entity *entity = room->touched[i];
        unlink_entity(room, entity);
        entity->seq = room->seq;
        entity->touched = false;
        forget_tag(room, entity);
        room_append(room, entity);
        mark_dirty(room, entity);
    }
    room->n_touched = 0;
}

void room_clean(struct room *room)
{
    text_trim(room);
    for (size_t i = 0; i < room->n_dirty; i++)
        room->dirty[i]->dirty = false;
    room->n_dirty = 0;
}

uint64_t room_tag(const struct room *room, uint64_t seq)
{
    assert(seq <= room->seq);
    if (seq == 0)
        return 0;
    assert(seq < room->tags_cap);
    return room->tags[seq];
}

int64_t room_time(const struct room *room, uint64_t seq)
{
    assert(seq <= room->seq);
    if (seq == 0)
        return 0;
    assert(seq < room->tags_cap);
    return room->times[seq];
}
