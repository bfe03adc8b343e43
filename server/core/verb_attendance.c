/*
 * verb_attendance: who is there, who is done, who runs the room. Rules Y1 to Y10 of RULES.md.
 *
 * Attendance is kept as intervals. The app says when the first link of a person came and when the last one was gone for good; that
 * drop-outs are no absence is decided here, so that the history alone gives the same intervals.
 */
#include <assert.h>

#include "core/attendance.h"
#include "core/limits.h"
#include "core/rules.h"

/* Y1: what somebody is done with is what runs. */
enum code person_ready_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)cmd;
    if (room_person(room, actor->person) == NULL)
        return CODE_FORBIDDEN;
    return room->workshop->item != 0 ? CODE_OK : CODE_STATE;
}

void person_ready_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct person *person = room_person(room, actor->person);
    room_touch(room, &person->e);
    person->ready = cmd->u.on.on ? room->workshop->item : 0;
}

enum code control_take_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)room, (void)actor, (void)cmd;
    return CODE_OK;
}

void control_take_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)cmd;
    room_touch(room, &room->workshop->e);
    room->workshop->control = actor->person;
}

static struct attendance *attendance_at(const struct room *room, size_t i)
{
    return (struct attendance *)room->live[KIND_ATTENDANCE].v[i];
}

/* The person's interval that is still open, or the last one that ended; NULL: never there. */
static struct attendance *last_of(const struct room *room, uint64_t person)
{
    struct attendance *last = NULL;
    for (size_t i = 0; i < room->live[KIND_ATTENDANCE].n; i++) {
        struct attendance *one = attendance_at(room, i);
        if (one->person != person)
            continue;
        if (last == NULL || one->until == 0 || (last->until != 0 && one->until >= last->until))
            last = one;
    }
    return last;
}

static struct attendance *open_of(const struct room *room, uint64_t person)
{
    struct attendance *last = last_of(room, person);
    return last != NULL && last->until == 0 ? last : NULL;
}

static void begin(struct room *room, const struct person *person, int64_t at)
{
    struct attendance *one = (struct attendance *)room_create(room, KIND_ATTENDANCE);
    one->person = person->e.id;
    one->delegation = person->delegation;
    one->mode = person->mode;
    one->since = at;
}

/* Y4: a drop-out of a few minutes is no absence, unless the person came back for another delegation. */
static bool goes_on(const struct attendance *last, const struct person *person, int64_t at)
{
    return last != NULL && last->until != 0 && at - last->until <= LIMIT_MERGE_MS &&
           last->delegation == person->delegation;
}

enum code attendance_enter_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct attendance *last = last_of(room, cmd->id);
    if (last != NULL && last->until == 0)
        return CODE_STATE;
    bool fits = room->live[KIND_ATTENDANCE].n < LIMIT_ATTENDANCE && room->last_id < LIMIT_ID;
    return fits || goes_on(last, room_person(room, cmd->id), actor->at) ? CODE_OK : CODE_LIMIT;
}

void attendance_enter_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    const struct person *person = room_person(room, cmd->id);
    struct attendance *last = last_of(room, cmd->id);
    if (!goes_on(last, person, actor->at)) {
        begin(room, person, actor->at);
        return;
    }
    room_touch(room, &last->e);
    last->until = 0;
    last->mode = person->mode;
    cmd->result = last->e.id;
}

/* Y5: nobody leaves before coming, nor later than now. */
static void end(struct room *room, struct attendance *one, int64_t at, int64_t now)
{
    assert(one->until == 0);
    room_touch(room, &one->e);
    one->until = at > now ? now : at < one->since ? one->since : at;
}

enum code attendance_leave_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return open_of(room, cmd->id) != NULL ? CODE_OK : CODE_STATE;
}

void attendance_leave_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct attendance *one = open_of(room, cmd->id);
    end(room, one, cmd->u.leave.at, actor->at);
    cmd->result = one->e.id;
}

/* Y9: it changes nothing but the time of the room's last change, which is how far the record goes when the machine stops. */
enum code attendance_here_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)room, (void)actor, (void)cmd;
    return CODE_OK;
}

void attendance_here_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)room, (void)actor, (void)cmd;
}

/* Y6: for another delegation it is another interval; how somebody takes part is as it was last. */
void attendance_follow(struct room *room, const struct person *person, int64_t at)
{
    struct attendance *one = open_of(room, person->e.id);
    if (one == NULL || (one->delegation == person->delegation && one->mode == person->mode))
        return;
    room_touch(room, &one->e);
    bool moved = one->delegation != person->delegation && at > one->since;
    if (moved && room->live[KIND_ATTENDANCE].n < LIMIT_ATTENDANCE) {
        end(room, one, at, at);
        begin(room, person, at);
        return;
    }
    one->delegation = person->delegation;
    one->mode = person->mode;
}

void attendance_end(struct room *room, uint64_t person, int64_t at)
{
    struct attendance *one = open_of(room, person);
    if (one != NULL)
        end(room, one, at, at);
}

void attendance_end_all(struct room *room, int64_t at)
{
    for (size_t i = 0; i < room->live[KIND_ATTENDANCE].n; i++)
        if (attendance_at(room, i)->until == 0)
            end(room, attendance_at(room, i), at, at);
}
