/* verb_message: what the facilitators tell the room, and points to come back to. Rules Z1 to Z5 of RULES.md. */
#include "core/row.h"
#include "core/rules.h"

/* Z1: a link leads somewhere. */
static enum code message_check_create(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)room, (void)actor;
    const struct message *given = &cmd->u.entity.message;
    bool leads = given->link != NULL && given->link[0] != '\0';
    return given->type == MESSAGE_LINK && !leads ? CODE_BAD_ARGUMENT : link_check(given->link);
}

static void message_on_create(struct room *room, const struct actor *actor, const struct command *cmd,
                              struct entity *entity)
{
    (void)room, (void)cmd;
    struct message *message = (struct message *)entity;
    message->person = actor->person;
    message->at = actor->at;
}

const struct edit_rule message_edit_rule = {
    .check_create = message_check_create,
    .on_create = message_on_create,
};

enum code message_end_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return room_message(room, cmd->id)->ended_at == 0 ? CODE_OK : CODE_STATE;
}

void message_end_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct message *message = room_message(room, cmd->id);
    room_touch(room, &message->e);
    message->ended_at = actor->at;
}

/* W5: what the room was told is over with the workshop. */
void messages_end_all(struct room *room, int64_t at)
{
    const struct kind_list *messages = &room->live[KIND_MESSAGE];
    for (size_t i = 0; i < messages->n; i++) {
        struct message *message = (struct message *)messages->v[i];
        if (message->ended_at != 0)
            continue;
        room_touch(room, &message->e);
        message->ended_at = at;
    }
}

/* Z3: a point keeps who parked it, when, and at which item. */
static void parked_on_create(struct room *room, const struct actor *actor, const struct command *cmd,
                             struct entity *entity)
{
    struct parked *parked = (struct parked *)entity;
    if (!command_gives(cmd, "item"))
        parked->item = room->workshop->item;
    parked->person = actor->person;
    parked->at = actor->at;
}

/* Z5: what one delegation wants to come back to, another does not reword or take away. */
static enum code parked_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct parked *parked = room_parked(room, cmd->id);
    bool own = actor->person != 0 && parked->person == actor->person;
    return own || role_is_planner(actor->role) ? CODE_OK : CODE_FORBIDDEN;
}

const struct edit_rule parked_edit_rule = {
    .check_edit = parked_check,
    .check_remove = parked_check,
    .on_create = parked_on_create,
};

/* Z4: it can be taken back, as for remarks. */
enum code parked_done_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)room, (void)actor, (void)cmd;
    return CODE_OK;
}

void parked_done_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct parked *parked = room_parked(room, cmd->id);
    room_touch(room, &parked->e);
    parked->done = cmd->u.on.on;
    parked->done_at = cmd->u.on.on ? actor->at : 0;
}
