/* verb_workshop: preparing, live, closed. Rules W1 to W8 of RULES.md. */
#include <assert.h>
#include <string.h>

#include "core/rules.h"

/* W2: the last day is not before the first. The form YYYY-MM-DD sorts as text. */
static enum code days_check(const char *starts_on, const char *ends_on)
{
    bool both = starts_on != NULL && starts_on[0] != '\0' && ends_on != NULL && ends_on[0] != '\0';
    return both && strcmp(ends_on, starts_on) < 0 ? CODE_BAD_ARGUMENT : CODE_OK;
}

enum code workshop_create_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)room, (void)actor;
    return days_check(cmd->u.entity.workshop.starts_on, cmd->u.entity.workshop.ends_on);
}

void workshop_create_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    command_merge(room, cmd, room_create(room, KIND_WORKSHOP));
}

enum code workshop_edit_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct workshop *now = room->workshop, *given = &cmd->u.entity.workshop;
    /* W8: whether it is a rehearsal is no matter of taste: simulated people act in one. */
    if (command_gives(cmd, "rehearsal") && given->rehearsal != now->rehearsal && actor->role != ROLE_SYSTEM)
        return CODE_FORBIDDEN;
    return days_check(command_gives(cmd, "starts_on") ? given->starts_on : now->starts_on,
                      command_gives(cmd, "ends_on") ? given->ends_on : now->ends_on);
}

/* W7: the door opens or closes for every guest, so what they see is another. */
static void guests_see_anew(struct room *room)
{
    const struct kind_list *persons = &room->live[KIND_PERSON];
    for (size_t i = 0; i < persons->n; i++) {
        struct person *person = (struct person *)persons->v[i];
        if (!person->guest)
            continue;
        room_touch(room, &person->e);
        person->view++;
    }
}

void workshop_edit_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    if (command_gives(cmd, "lobby") && cmd->u.entity.workshop.lobby != room->workshop->lobby)
        guests_see_anew(room);
    room_touch(room, &room->workshop->e);
    command_merge(room, cmd, &room->workshop->e);
}

/* W3, W4, W6: the state a workshop must be in stands in the command table. */
enum code workshop_live_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor, (void)cmd;
    assert(room->workshop->state == WORKSHOP_PREPARING);
    return CODE_OK;
}

void workshop_live_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)cmd;
    room_touch(room, &room->workshop->e);
    room->workshop->state = WORKSHOP_LIVE;
    room->workshop->live_at = actor->at;
}

/* W5: ballots that nobody can read yet are counted first, by a close of their own: what they decide is then decided. */
enum code workshop_close_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct kind_list *polls = &room->live[KIND_POLL];
    (void)actor, (void)cmd;
    assert(room->workshop->state == WORKSHOP_LIVE);
    for (size_t i = 0; i < polls->n; i++) {
        const struct poll *poll = (const struct poll *)polls->v[i];
        if (poll->secrecy == POLL_SECRET && poll->state == POLL_OPEN)
            return CODE_SECRET_OPEN;
    }
    return CODE_OK;
}

/* W5: nothing runs on in a closed workshop. */
void workshop_close_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)cmd;
    agenda_end_running(room, actor->at);
    floor_end(room, actor->at);
    messages_end_all(room, actor->at);
    attendance_end_all(room, actor->at);
    polls_close_open(room, actor->at);
    adoptions_withdraw_open(room, actor->at);
    room_touch(room, &room->workshop->e);
    room->workshop->state = WORKSHOP_CLOSED;
    room->workshop->closed_at = actor->at;
}

enum code workshop_reopen_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor, (void)cmd;
    assert(room->workshop->state == WORKSHOP_CLOSED);
    return CODE_OK;
}

void workshop_reopen_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor, (void)cmd;
    room_touch(room, &room->workshop->e);
    room->workshop->state = WORKSHOP_LIVE;
    room->workshop->closed_at = 0;
}
