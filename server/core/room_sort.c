/*
 * room_sort: the order among siblings, and making room in it. See room_sorted in include/core/room.h.
 *
 * Rule E6: places are numbers with gaps. A row moved between two others takes the middle; only when no number is left
 * between them are the siblings numbered anew, and only those whose number changes are touched.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "core/room_inside.h"

/* What decides the order, looked up once per entity. */
struct place {
    int64_t parent_pos;
    uint64_t group;
    int64_t pos;
    struct entity *entity;
};

uint64_t kind_group(enum kind kind, const void *entity)
{
    if (kind == KIND_ITEM)
        return (uint64_t)((const struct item *)entity)->day;
    ptrdiff_t parent = kind_info(kind)->parent;
    return parent < 0 ? 0 : *(const uint64_t *)((const char *)entity + parent);
}

enum kind kind_parent(enum kind kind)
{
    const struct kind_info *info = kind_info(kind);
    for (size_t i = 0; i < info->n_fields; i++)
        if ((ptrdiff_t)info->fields[i].offset == info->parent)
            return (enum kind)info->fields[i].ref;
    return KIND_NONE;
}

static int64_t parent_pos(const struct room *room, const struct entity *entity)
{
    uint64_t parent = entity_parent(entity);
    if (parent == 0)
        return 0;
    const struct entity *above = map_get(&room->entities, parent);
    assert(above != NULL);
    const int64_t *pos = entity_pos(above);
    return pos == NULL ? 0 : *pos;
}

static int compare(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->parent_pos != y->parent_pos)
        return x->parent_pos < y->parent_pos ? -1 : 1;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->pos != y->pos)
        return x->pos < y->pos ? -1 : 1;
    return (x->entity->id > y->entity->id) - (x->entity->id < y->entity->id);
}

/* Those of a kind for which only_group is false or whose group is `group`, sorted. */
static struct entity **sorted(const struct room *room, enum kind kind, bool only_group, uint64_t group, size_t *n)
{
    const struct kind_list *list = &room->live[kind];
    struct place *places = mem_zero(list->n, sizeof(*places));
    struct entity **result = mem_zero(list->n, sizeof(struct entity *));
    *n = 0;
    for (size_t i = 0; i < list->n; i++) {
        struct entity *entity = list->v[i];
        const int64_t *pos = entity_pos(entity);
        uint64_t own = entity_group(entity);
        if (only_group && own != group)
            continue;
        places[(*n)++] = (struct place){ parent_pos(room, entity), own, pos == NULL ? 0 : *pos, entity };
    }
    if (*n > 1)
        qsort(places, *n, sizeof(*places), compare);
    for (size_t i = 0; i < *n; i++)
        result[i] = places[i].entity;
    mem_free(places);
    return result;
}

struct entity **room_sorted(const struct room *room, enum kind kind, uint64_t parent, size_t *n)
{
    assert(parent == 0 || kind_info(kind)->parent >= 0);
    return sorted(room, kind, parent != 0, parent, n);
}

struct entity **room_siblings(const struct room *room, enum kind kind, uint64_t group, size_t *n)
{
    return sorted(room, kind, true, group, n);
}

/* Number the siblings anew, `entity` standing at `index` among the n others. */
static void renumber(struct room *room, struct entity **others, size_t n, struct entity *entity, size_t index)
{
    for (size_t i = 0; i <= n; i++) {
        struct entity *next = i < index ? others[i] : i == index ? entity : others[i - 1];
        int64_t pos = (int64_t)(i + 1) * POS_GAP;
        if (*entity_pos(next) == pos)
            continue;
        *entity_pos(next) = pos;
        room_touch(room, next);
    }
}

static void place_between(struct room *room, struct entity **others, size_t n, struct entity *entity, size_t index)
{
    int64_t low = index == 0 ? 0 : *entity_pos(others[index - 1]);
    int64_t high = index == n ? low + 2 * POS_GAP : *entity_pos(others[index]);
    int64_t pos = low + (high - low) / 2;
    if (pos == low || pos > POS_MAX)
        renumber(room, others, n, entity, index);
    else
        *entity_pos(entity) = pos;
}

int64_t room_pos_last(const struct room *room, enum kind kind, uint64_t group, const struct entity *except)
{
    const struct kind_list *list = &room->live[kind];
    int64_t last = 0;
    for (size_t i = 0; i < list->n; i++) {
        const struct entity *other = list->v[i];
        if (other != except && entity_group(other) == group && *entity_pos(other) > last)
            last = *entity_pos(other);
    }
    return last + POS_GAP;
}

void room_place(struct room *room, struct entity *entity, uint64_t after)
{
    size_t n, kept = 0, index = 0;
    struct entity **siblings = room_siblings(room, (enum kind)entity->kind, entity_group(entity), &n);
    for (size_t i = 0; i < n; i++) {
        if (siblings[i] == entity)
            continue;
        siblings[kept++] = siblings[i];
        if (siblings[kept - 1]->id == after)
            index = kept;
    }
    assert(after == 0 || index > 0);
    room_touch(room, entity);
    place_between(room, siblings, kept, entity, index);
    mem_free(siblings);
}
