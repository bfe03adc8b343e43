/* attendance: intervals cut to a day or an agenda item and added up. See include/core/attendance.h. */
#include "core/attendance.h"

#include <stdlib.h>

#include "base/mem.h"

enum { MINUTE_MS = 60 * 1000, DAY_MINUTES = 24 * 60 };

/* One interval within a stretch, and where its delegation stands in the list. */
struct part {
    const struct attendance *of;
    int64_t place, from, until;
};

static int64_t place_of(const struct room *room, uint64_t delegation)
{
    const struct delegation *found = room_delegation(room, delegation);
    return found == NULL ? INT64_MAX : found->pos;
}

static int by_person(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->of->delegation != y->of->delegation)
        return x->of->delegation < y->of->delegation ? -1 : 1;
    if (x->of->person != y->of->person)
        return x->of->person < y->of->person ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->of->e.id > y->of->e.id) - (x->of->e.id < y->of->e.id);
}

/* What of each interval lies in the stretch, sorted. The caller frees it. */
static struct part *cut(const struct room *room, struct stretch stretch, int64_t now, size_t *n)
{
    const struct kind_list *all = &room->live[KIND_ATTENDANCE];
    struct part *parts = mem_zero(all->n, sizeof(*parts));
    *n = 0;
    for (size_t i = 0; i < all->n; i++) {
        const struct attendance *one = (const struct attendance *)all->v[i];
        int64_t until = one->until == 0 ? now : one->until;
        struct part part = { .of = one, .from = one->since, .until = until };
        if (part.from < stretch.from)
            part.from = stretch.from;
        if (part.until > stretch.until)
            part.until = stretch.until;
        if (part.from >= part.until)
            continue;
        part.place = place_of(room, one->delegation);
        parts[(*n)++] = part;
    }
    if (*n > 1)
        qsort(parts, *n, sizeof(*parts), by_person);
    return parts;
}

static bool is_same(const struct attended *one, const struct attendance *other)
{
    return one->person == other->person && one->delegation == other->delegation;
}

struct attended *attendance_in(const struct room *room, struct stretch stretch, int64_t now, size_t *n)
{
    size_t n_parts, found = 0;
    struct part *parts = cut(room, stretch, now, &n_parts);
    struct attended *result = mem_zero(n_parts, sizeof(*result));
    for (size_t i = 0; i < n_parts; i++) {
        const struct part *part = &parts[i];
        if (found == 0 || !is_same(&result[found - 1], part->of))
            result[found++] = (struct attended){ .person = part->of->person,
                                                 .delegation = part->of->delegation,
                                                 .first = part->from };
        struct attended *one = &result[found - 1];
        one->mode = part->of->mode;
        one->last = part->until;
        one->ms += part->until - part->from;
        one->times++;
    }
    mem_free(parts);
    *n = found;
    return result;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* The local day in which a moment lies, as a number; and when a day begins. */
static int64_t day_of(const struct schedule_zone *zone, int64_t ms)
{
    return floor_div(zone->to_local(zone->data, floor_div(ms, MINUTE_MS)), DAY_MINUTES);
}

static int64_t day_begins(const struct schedule_zone *zone, int64_t day)
{
    return zone->to_utc(zone->data, day * DAY_MINUTES) * MINUTE_MS;
}

static int by_from(const void *a, const void *b)
{
    const struct stretch *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

struct stretch *attendance_days(const struct room *room, const struct schedule_zone *zone, int64_t now, size_t *n)
{
    const struct kind_list *all = &room->live[KIND_ATTENDANCE];
    struct stretch *parts = mem_zero(all->n, sizeof(*parts));
    size_t cap = 16;
    for (size_t i = 0; i < all->n; i++) {
        const struct attendance *one = (const struct attendance *)all->v[i];
        parts[i] = (struct stretch){ one->since, one->until == 0 ? now : one->until };
    }
    if (all->n > 1)
        qsort(parts, all->n, sizeof(*parts), by_from);
    struct stretch *days = mem_zero(cap, sizeof(*days));
    *n = 0;
    for (size_t i = 0; i < all->n; i++) {
        int64_t day = day_of(zone, parts[i].from), last = day_of(zone, parts[i].until - 1);
        for (; day <= last; day++) {
            int64_t begins = day_begins(zone, day);
            if (*n > 0 && begins <= days[*n - 1].from)
                continue;
            if (*n == cap) {
                cap *= 2;
                days = mem_grow(days, cap, sizeof(*days));
            }
            days[(*n)++] = (struct stretch){ begins, day_begins(zone, day + 1) };
        }
    }
    mem_free(parts);
    return days;
}

bool attendance_item(const struct item *item, int64_t now, struct stretch *out)
{
    if (item->started_at == 0 || (item->state != ITEM_RUNNING && item->state != ITEM_DONE))
        return false;
    *out = (struct stretch){ item->started_at, item->state == ITEM_RUNNING ? now : item->ended_at };
    return true;
}
