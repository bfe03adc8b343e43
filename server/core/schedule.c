/* schedule: when the items of the agenda begin and end. See include/core/schedule.h. */
#include "core/schedule.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "core/room.h"

enum { MINUTE_MS = 60 * 1000, DAY_MINUTES = 24 * 60 };

/* What stands before the next item ends then. */
struct chain {
    int64_t planned, expected;
};

/* How it stands with the block that an item is of: all NONE where it is of none, or its block has not begun. */
struct beside {
    int64_t runs_since;     /* it runs, and began then */
    int64_t began;          /* the item begins its track, and that began then */
};

static const struct beside alone = { SCHEDULE_NONE, SCHEDULE_NONE };

/* The day that is looked at. */
struct day {
    const struct schedule_zone *zone;
    struct schedule_item *items;        /* its own */
    size_t n;
    int64_t midnight;                   /* the local minute it begins with, by the plan */
    int64_t shift;                      /* A18: from the plan to the time it is held at */
    int64_t now;
    size_t last_begun;                  /* behind the last item that runs or is done; 0: none does */
    bool is_today;                      /* what is still to come cannot begin in the past */
};

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t minute_of(int64_t ms)
{
    return floor_div(ms, MINUTE_MS);
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b; /* NONE is before everything */
}

static int64_t plus(int64_t time, int64_t minutes)
{
    return time == SCHEDULE_NONE ? SCHEDULE_NONE : time + minutes;
}

static bool has_begun(const struct item *item)
{
    return item->state == ITEM_RUNNING || item->state == ITEM_DONE;
}

static int64_t days_of_date(const char *date)
{
    int64_t part[3] = { 0, 0, 0 };
    for (size_t i = 0, p = 0; date[i] != '\0' && p < 3; i++) {
        if (date[i] == '-')
            p++;
        else
            part[p] = part[p] * 10 + (date[i] - '0');
    }
    int64_t year = part[1] > 2 ? part[0] : part[0] - 1, era = floor_div(year, 400), of_era = year - era * 400;
    int64_t of_year = (153 * (part[1] > 2 ? part[1] - 3 : part[1] + 9) + 2) / 5 + part[2] - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int64_t date_of(const struct schedule_zone *zone, int64_t utc_minute)
{
    return floor_div(zone->to_local(zone->data, utc_minute), DAY_MINUTES);
}

/* The planned start that was given, HH:MM. */
static int64_t own_start(const struct day *day, const struct item *item)
{
    const char *clock = item->start;
    if (clock == NULL || strlen(clock) != 5)
        return SCHEDULE_NONE;
    int64_t minute = ((clock[0] - '0') * 10 + clock[1] - '0') * 60 + (clock[3] - '0') * 10 + clock[4] - '0';
    return day->zone->to_utc(day->zone->data, day->midnight + minute);
}

/* A14: by the plan. */
static void plan(struct schedule_item *slot, int64_t own, int64_t before)
{
    int64_t start = own;
    if (own == SCHEDULE_NONE)
        start = before;
    else if (!slot->item->fixed)
        start = later(own, before);
    slot->planned_start = start;
    slot->planned_end = plus(start, slot->item->minutes);
}

/* A16: an item that moves begins when what stands before it ends; a gap of the plan takes up what is late, not what is early. */
static int64_t moved(const struct schedule_item *slot, const struct chain *before, int64_t shift)
{
    int64_t start = plus(slot->planned_start, shift), planned_before = plus(before->planned, shift);
    if (before->expected == SCHEDULE_NONE)
        return start;
    if (start == SCHEDULE_NONE)
        return before->expected;
    if (planned_before != SCHEDULE_NONE && before->expected < planned_before)
        return start - (planned_before - before->expected);
    return later(start, before->expected);
}

/* An item still to come. `beside`: since when its block runs; NONE: it does not. */
static void expect(struct schedule_item *slot, const struct day *day, const struct chain *before, int64_t own,
                   int64_t beside)
{
    bool is_fixed = slot->item->fixed && own != SCHEDULE_NONE;
    int64_t start = is_fixed ? own + day->shift : beside != SCHEDULE_NONE ? beside : moved(slot, before, day->shift);
    if (day->is_today && beside == SCHEDULE_NONE && start != SCHEDULE_NONE)
        start = later(start, day->now);
    slot->endangered = is_fixed && (before->expected > own + day->shift || start > own + day->shift);
    slot->expected_start = start;
    slot->expected_end = plus(start, slot->item->minutes + slot->item->extra);
}

/* One item of the day behind `before`, which becomes what stands before the next. */
static void step(const struct day *day, size_t at, struct chain *before, struct beside beside)
{
    struct schedule_item *slot = &day->items[at];
    const struct item *item = slot->item;
    int64_t own = own_start(day, item);
    slot->expected_start = slot->expected_end = SCHEDULE_NONE;
    slot->endangered = false;
    plan(slot, own, before->planned);
    if (has_begun(item)) {
        slot->expected_start = beside.began != SCHEDULE_NONE ? beside.began : minute_of(item->started_at);
        slot->expected_end = item->state == ITEM_DONE
                                 ? minute_of(item->ended_at)
                                 : later(slot->expected_start + item->minutes + item->extra, day->now);
    } else if (item->state == ITEM_PLANNED && beside.runs_since != SCHEDULE_NONE) {
        expect(slot, day, before, own, later(beside.runs_since, before->expected));
    } else if (item->state == ITEM_PLANNED && at >= day->last_begun) {
        expect(slot, day, before, own, SCHEDULE_NONE);
    }
    before->planned = slot->planned_end == SCHEDULE_NONE ? before->planned : slot->planned_end;
    before->expected = later(before->expected, slot->expected_end);
}

void schedule_block(struct entity *const *v, size_t n, size_t at, size_t *first, size_t *end)
{
    const struct item *item = (const struct item *)v[at];
    bool is_block = false;
    *first = at;
    *end = at + 1;
    if (item->group == 0)
        return;
    for (const struct item *other; *first > 0; (*first)--) {
        other = (const struct item *)v[*first - 1];
        if (other->group == 0 || other->day != item->day)
            break;
        is_block = is_block || other->group != item->group;
    }
    for (const struct item *other; *end < n; (*end)++) {
        other = (const struct item *)v[*end];
        if (other->group == 0 || other->day != item->day)
            break;
        is_block = is_block || other->group != item->group;
    }
    if (!is_block) {
        *first = at;
        *end = at + 1;
    }
}

/* A block of the day: its items are those from `first` to before `end`. */
struct block {
    size_t first, end;
    int64_t began;                      /* NONE: it has not */
    bool runs;
};

static struct block block_of(const struct day *day, size_t first, size_t end)
{
    struct block block = { first, end, SCHEDULE_NONE, false };
    for (size_t i = first; i < end; i++) {
        const struct item *item = day->items[i].item;
        block.runs = block.runs || item->state == ITEM_RUNNING;
        if (has_begun(item) && (block.began == SCHEDULE_NONE || minute_of(item->started_at) < block.began))
            block.began = minute_of(item->started_at);
    }
    return block;
}

/* The items of one group, the first of which is at `at`. */
static struct chain track(const struct day *day, const struct block *block, size_t at, struct chain before)
{
    uint64_t group = day->items[at].item->group;
    const struct schedule_item *leader = &day->items[block->first];
    struct beside beside = { block->runs ? block->began : SCHEDULE_NONE, block->began };
    if (at > block->first && day->items[at].item->start == NULL) {
        before.planned = leader->planned_start;
        before.expected = leader->expected_start == SCHEDULE_NONE ? before.expected : leader->expected_start;
    }
    if (block->runs)
        before.expected = SCHEDULE_NONE;
    for (size_t i = at; i < block->end; i++) {
        if (day->items[i].item->group != group)
            continue;
        step(day, i, &before, beside);
        beside.began = SCHEDULE_NONE;
    }
    return before;
}

/* A7: the tracks begin together, and the block ends with its longest. */
static void step_block(const struct day *day, const struct block *block, struct chain *before)
{
    struct chain after = { SCHEDULE_NONE, before->expected };
    for (size_t i = block->first; i < block->end; i++) {
        size_t earlier = block->first;
        while (day->items[earlier].item->group != day->items[i].item->group)
            earlier++;
        if (earlier < i)
            continue;
        struct chain ended = track(day, block, i, *before);
        after.planned = later(after.planned, ended.planned);
        after.expected = later(after.expected, ended.expected);
    }
    *before = after;
}

static void walk(const struct day *day, struct entity *const *v)
{
    struct chain before = { SCHEDULE_NONE, SCHEDULE_NONE };
    for (size_t i = 0, first, end; i < day->n; i = end) {
        schedule_block(v, day->n, i, &first, &end);
        struct block block = block_of(day, i, end);
        if (end - i > 1)
            step_block(day, &block, &before);
        else
            step(day, i, &before, alone);
    }
}

/* A17: how late the running item ends, else how late the next one begins, else how late the last one ended. */
static int64_t behind(const struct day *day)
{
    const struct schedule_item *next = NULL, *last = NULL;
    for (size_t i = 0; i < day->n; i++) {
        const struct schedule_item *slot = &day->items[i];
        if (slot->expected_start == SCHEDULE_NONE || slot->planned_start == SCHEDULE_NONE)
            continue;
        if (slot->item->state == ITEM_RUNNING)
            return slot->expected_end - slot->planned_end - day->shift;
        if (slot->item->state == ITEM_PLANNED && next == NULL)
            next = slot;
        if (slot->item->state == ITEM_DONE && (last == NULL || slot->expected_end >= last->expected_end))
            last = slot;
    }
    if (next != NULL)
        return next->expected_start - next->planned_start - day->shift;
    return last == NULL ? 0 : last->expected_end - last->planned_end - day->shift;
}

/* The item of the day that began first. */
static const struct schedule_item *first_begun(const struct day *day)
{
    const struct schedule_item *first = NULL;
    for (size_t i = 0; i < day->n; i++) {
        const struct item *item = day->items[i].item;
        if (has_begun(item) && (first == NULL || item->started_at < first->item->started_at))
            first = &day->items[i];
    }
    return first;
}

/* A18: on which date the day is held, and how far that is from its plan. A19: whether it is today. */
static void place(struct day *day, const struct workshop *workshop, struct entity *const *v, int64_t number)
{
    const struct schedule_item *first = first_begun(day);
    int64_t today = date_of(day->zone, day->now);
    int64_t held = first == NULL ? today : date_of(day->zone, minute_of(first->item->started_at));
    int64_t planned = workshop->starts_on == NULL ? held : days_of_date(workshop->starts_on) + number - 1;
    day->midnight = planned * DAY_MINUTES;
    day->shift = 0;
    walk(day, v);
    if (first != NULL && held != planned && first->planned_start != SCHEDULE_NONE)
        day->shift = minute_of(first->item->started_at) - first->planned_start;
    bool is_dated = first != NULL || workshop->starts_on != NULL;
    day->is_today = workshop->state == WORKSHOP_LIVE && is_dated && (first == NULL ? planned : held) == today;
    for (size_t i = 0; i < day->n; i++) {
        day->is_today = day->is_today || day->items[i].item->state == ITEM_RUNNING;
        if (has_begun(day->items[i].item))
            day->last_begun = i + 1;
    }
    walk(day, v);
}

void schedule_make(struct schedule *out, const struct room *room, const struct schedule_zone *zone, int64_t now)
{
    size_t n;
    struct entity **v = room_sorted(room, KIND_ITEM, 0, &n);
    assert(room->workshop != NULL);
    *out = (struct schedule){ mem_zero(n, sizeof(out->items[0])), n, mem_zero(n, sizeof(out->days[0])), 0 };
    for (size_t i = 0; i < n; i++)
        out->items[i].item = (const struct item *)v[i];
    for (size_t i = 0; i < n;) {
        int64_t number = out->items[i].item->day;
        struct day day = { .zone = zone, .items = &out->items[i], .now = minute_of(now) };
        while (i + day.n < n && day.items[day.n].item->day == number)
            day.n++;
        place(&day, room->workshop, &v[i], number);
        out->days[out->n_days++] = (struct schedule_day){ number, behind(&day) };
        i += day.n;
    }
    mem_free(v);
}

void schedule_free(struct schedule *schedule)
{
    mem_free(schedule->items);
    mem_free(schedule->days);
    *schedule = (struct schedule){ 0 };
}

int schedule_clock(const struct schedule_zone *zone, int64_t utc_minute)
{
    int64_t local = zone->to_local(zone->data, utc_minute);
    return (int)(local - floor_div(local, DAY_MINUTES) * DAY_MINUTES);
}
