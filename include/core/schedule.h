/*
 * schedule: when the items of the agenda begin and end, by the plan and as it goes now. Rules A7 and A14 to A20 of RULES.md.
 *
 * Pure: the moment and the zone are arguments. Times are whole minutes since 1970 UTC, those of ms rounded down; the zone turns
 * them into local ones (base/zone reads the system's, but core has no files). The page computes the same
 * (client/src/rules/schedule.ts); both are held to tests/vectors/schedule.
 *
 * O(items).
 */
#ifndef PLENARY_CORE_SCHEDULE_H
#define PLENARY_CORE_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct entity;
struct item;
struct room;

#define SCHEDULE_NONE INT64_MIN         /* no such time */

/* The workshop's zone. Local minutes are minutes since 1970 of clocks that show UTC. */
struct schedule_zone {
    const void *data;
    int64_t (*to_utc)(const void *data, int64_t local_minute);
    int64_t (*to_local)(const void *data, int64_t utc_minute);
};

struct schedule_item {
    const struct item *item;            /* the room's */
    int64_t planned_start, planned_end;
    int64_t expected_start, expected_end;   /* actual ones where it has begun or is over; NONE: it does not take place */
    bool endangered;                    /* fixed, and what stands before it lasts longer than until then */
};

struct schedule_day {
    int64_t day;
    int64_t behind;                     /* minutes; below 0: ahead */
};

struct schedule {
    struct schedule_item *items;        /* in the order of the agenda */
    size_t n;
    struct schedule_day *days;
    size_t n_days;
};

/* The schedule of the room's agenda at `now` (ms). The caller frees it; it is good until the room changes. */
void schedule_make(struct schedule *out, const struct room *room, const struct schedule_zone *zone, int64_t now);
void schedule_free(struct schedule *schedule);

/* The minute of the local day, 0 to 1439, that a time which is not NONE is. */
int schedule_clock(const struct schedule_zone *zone, int64_t utc_minute);

/*
 * A7: the items of the block that v[at] is part of are v[*first] to v[*end - 1]; itself alone where it is part of none. `v` are
 * items in the order of the agenda.
 */
void schedule_block(struct entity *const *v, size_t n, size_t at, size_t *first, size_t *end);

#endif
