/*
 * attendance: tells the room who came and who is gone for good (Y9, Y10), as commands of the system.
 *
 * Nothing is told one by one. About once a second the intervals that are open in the room are compared with who is here, and what
 * differs becomes commands; so it puts itself right after a crash, after a commit that the disk refused, and when a workshop
 * goes live with people in it. When somebody was last heard of is kept from connections that are gone.
 */
#include <assert.h>

#include "app/host.h"

_Static_assert(sizeof(uintptr_t) >= sizeof(int64_t), "a time fits a pointer of a map");
_Static_assert(LIMIT_ABSENT_MS > GONE_MS, "who is silent but not yet given up is not absent");

static int64_t heard_at(const struct host *host, uint64_t person)
{
    return (int64_t)(uintptr_t)map_get(&host->attending.heard, person);
}

static void keep_heard(struct host *host, uint64_t person, int64_t at)
{
    if (at > heard_at(host, person))
        map_put(&host->attending.heard, person, (void *)(uintptr_t)at);
}

void attendance_came(struct host *host, uint64_t person)
{
    map_remove(&host->attending.heard, person);
    host->attending.changed = true;
}

void attendance_link_gone(const struct link *link)
{
    keep_heard(link->host, link->seat.person, link->heard_at);
    link->host->attending.changed = true;
}

void attendance_take_room(struct host *host)
{
    struct attending *attending = &host->attending;
    attending->loaded_at = host->room->at;
    attending->fresh = attending->changed = true;
}

void attendance_free(struct host *host)
{
    map_free(&host->attending.heard);
}

static bool is_live(const struct host *host)
{
    const struct workshop *workshop = host->room->workshop;
    return workshop != NULL && workshop->state == WORKSHOP_LIVE;
}

/* Y10: by a connection of their own, or on the device of somebody who has one; not from the lobby. */
static bool is_here(const struct host *host, const struct person *person)
{
    bool linked =
        presence_count(host, person->e.id) > 0 || (person->device != 0 && presence_count(host, person->device) > 0);
    return linked && !room_waits(host->room, person->e.id);
}

/* The disk refused: it is compared again. A refusal by the room's own rules is none of ours: the room went on meanwhile. */
static void answered(void *context, enum hub_status status, const struct outcome *outcome)
{
    struct host *host = context;
    (void)outcome;
    assert(host->attending.waiting > 0);
    host->attending.waiting--;
    if (status != HUB_OK)
        host->attending.changed = true;
}

static void say(struct host *host, const char *verb, uint64_t person, int64_t at)
{
    struct errand errand = { .role = ROLE_SYSTEM, .answer = answered, .context = host };
    errand.cmd = (struct command){ .verb = verb_of(verb), .id = person };
    if (at != 0) {
        assert(errand.cmd.verb->n_args == 1);
        errand.cmd.present = 1;
        errand.cmd.u.leave.at = at;
    }
    host->attending.waiting++;
    tick_take(host, &errand);
}

/* When somebody who is not here any more was last: as their last connection says, or the device they were at. */
static int64_t last_here(const struct host *host, const struct attendance *one, int64_t now)
{
    const struct attending *attending = &host->attending;
    const struct person *person = room_person(host->room, one->person);
    int64_t own = heard_at(host, one->person), device = person->device == 0 ? 0 : heard_at(host, person->device);
    if (own != 0 || device != 0)
        return own > device ? own : device;
    return attending->fresh ? attending->loaded_at : now;
}

/* The interval of a person that is open, or the one that ended last. */
static void keep_latest(struct map *latest, struct attendance *one)
{
    const struct attendance *other = map_get(latest, one->person);
    if (other == NULL || one->until == 0 || (other->until != 0 && one->until >= other->until))
        map_put(latest, one->person, one);
}

/* Leaves that are due, and when the next one is; `latest` becomes each person's latest interval. */
static void tell_who_left(struct host *host, struct map *latest, int64_t now)
{
    struct attending *attending = &host->attending;
    const struct kind_list *all = &host->room->live[KIND_ATTENDANCE];
    attending->due = 0;
    for (size_t i = 0; i < all->n; i++) {
        struct attendance *one = (struct attendance *)all->v[i];
        keep_latest(latest, one);
        if (one->until != 0)
            continue;
        if (is_here(host, room_person(host->room, one->person)))
            continue;
        int64_t at = last_here(host, one, now), due = at + LIMIT_ABSENT_MS;
        bool is_over = now >= due || (attending->fresh && heard_at(host, one->person) == 0);
        if (is_over)
            say(host, "attendance.leave", one->person, at);
        else if (attending->due == 0 || due < attending->due)
            attending->due = due;
        if (!is_over)
            keep_heard(host, one->person, at);
    }
}

/* Who came and dropped out again before anybody looked was there as well. */
static bool was_here(const struct host *host, uint64_t person, const struct attendance *latest, int64_t now)
{
    int64_t heard = heard_at(host, person);
    bool lately = heard != 0 && now - heard < LIMIT_ABSENT_MS && !room_waits(host->room, person);
    return lately && (latest == NULL || heard > latest->until);
}

static void tell_who_came(struct host *host, const struct map *latest, int64_t now)
{
    const struct kind_list *persons = &host->room->live[KIND_PERSON];
    for (size_t i = 0; i < persons->n; i++) {
        const struct person *person = (const struct person *)persons->v[i];
        const struct attendance *one = map_get(latest, person->e.id);
        if (one != NULL && one->until == 0)
            continue;
        if (is_here(host, person) || was_here(host, person->e.id, one, now))
            say(host, "attendance.enter", person->e.id, 0);
    }
}

/* Y9: so that a crash in a quiet hour does not make it look as if everybody had left at its beginning. */
static int64_t here_due(const struct host *host)
{
    return host->present.n > 0 ? host->room->at + HERE_MS : 0;
}

static int64_t earlier(int64_t a, int64_t b)
{
    if (a == 0 || b == 0)
        return a + b;
    return a < b ? a : b;
}

int64_t attendance_due(const struct host *host)
{
    const struct attending *attending = &host->attending;
    if (host->state != HOST_READY || !is_live(host) || attending->waiting > 0)
        return 0;
    bool differs = attending->changed || attending->seq != host->room->seq;
    int64_t next = attending->at + ATTENDANCE_MS, now = host_now(host);
    int64_t at = earlier(differs ? (next > now ? next : now) : attending->due, here_due(host));
    return at != 0 && at < host->retry_at ? host->retry_at : at;
}

void attendance_turn(struct host *host)
{
    struct attending *attending = &host->attending;
    struct map latest = { 0 };
    int64_t now = host_now(host), due = attendance_due(host);
    if (due == 0 || now < due)
        return;
    attending->at = now;
    attending->changed = false;
    attending->seq = host->room->seq;
    tell_who_left(host, &latest, now);
    tell_who_came(host, &latest, now);
    map_free(&latest);
    attending->fresh = false;
    if (attending->waiting == 0 && here_due(host) != 0 && now >= here_due(host))
        say(host, "attendance.here", 0, 0);
}

bool attendance_is_settled(const struct host *host)
{
    const struct attending *attending = &host->attending;
    return !is_live(host) || (!attending->changed && attending->due == 0 && attending->waiting == 0);
}
