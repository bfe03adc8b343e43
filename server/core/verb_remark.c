/* verb_remark: comments, reservations and objections beside the rows. Rules M1 to M8 of RULES.md. */
#include <assert.h>

#include "core/limits.h"
#include "core/rules.h"

static uint64_t delegation_of(const struct room *room, const struct actor *actor)
{
    const struct person *person = room_person(room, actor->person);
    return person == NULL ? 0 : person->delegation;
}

static bool is_staff(const struct actor *actor)
{
    return role_is_staff((uint8_t)actor->role) || actor->role == ROLE_SYSTEM;
}

/* M2: everybody speaks for their own delegation; staff may note what another one said. */
static enum code delegation_check(const struct room *room, const struct actor *actor, uint64_t given)
{
    return is_staff(actor) || given == delegation_of(room, actor) ? CODE_OK : CODE_FORBIDDEN;
}

/* M1: objections are made to an adoption. M3: a reservation is a delegation's. */
static enum code type_check(uint8_t type, uint64_t delegation)
{
    if (type == REMARK_OBJECTION || (type == REMARK_RESERVATION && delegation == 0))
        return CODE_BAD_ARGUMENT;
    return CODE_OK;
}

static enum code remark_check_create(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct remark *given = &cmd->u.entity.remark;
    bool gives = command_gives(cmd, "delegation");
    enum code code = gives ? delegation_check(room, actor, given->delegation) : CODE_OK;
    /* M8: whoever fills the list leaves nobody without an objection. */
    if (code == CODE_OK && room->live[KIND_REMARK].n >= LIMIT_REMARKS)
        code = CODE_LIMIT;
    if (code == CODE_OK)
        code = type_check(given->type, gives ? given->delegation : delegation_of(room, actor));
    return code;
}

static void remark_on_create(struct room *room, const struct actor *actor, const struct command *cmd,
                             struct entity *entity)
{
    struct remark *remark = (struct remark *)entity;
    if (!command_gives(cmd, "delegation"))
        remark->delegation = delegation_of(room, actor);
    remark->person = actor->person;
    remark->at = actor->at;
}

static bool is_author(const struct actor *actor, const struct remark *remark)
{
    return actor->person != 0 && remark->person == actor->person;
}

/* M4: a remark is its author's and the staff's. */
static enum code remark_check_remove(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    return is_staff(actor) || is_author(actor, room_remark(room, cmd->id)) ? CODE_OK : CODE_FORBIDDEN;
}

/* M4: what is settled is not reworded. M5: it stays where it was made, and an objection remains one. */
static enum code remark_check_edit(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct remark *now = room_remark(room, cmd->id), *given = &cmd->u.entity.remark;
    uint8_t type = command_gives(cmd, "type") ? given->type : now->type;
    uint64_t delegation = command_gives(cmd, "delegation") ? given->delegation : now->delegation;
    enum code code = remark_check_remove(room, actor, cmd);
    if (code == CODE_OK && now->resolved)
        code = CODE_STATE;
    if (code == CODE_OK && command_gives(cmd, "of") && given->of != now->of)
        code = CODE_BAD_ARGUMENT;
    if (code == CODE_OK && delegation != now->delegation)
        code = delegation_check(room, actor, delegation);
    if (code != CODE_OK)
        return code;
    if (now->type == REMARK_OBJECTION)
        return type == REMARK_OBJECTION && delegation != 0 ? CODE_OK : CODE_BAD_ARGUMENT;
    return type_check(type, delegation);
}

const struct edit_rule remark_edit_rule = {
    .check_create = remark_check_create,
    .check_edit = remark_check_edit,
    .check_remove = remark_check_remove,
    .on_create = remark_on_create,
};

/* M6: settled is what the staff, the author or somebody of the delegation says is. */
enum code remark_resolve_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct remark *remark = room_remark(room, cmd->id);
    bool own = remark->delegation != 0 && remark->delegation == delegation_of(room, actor);
    return is_staff(actor) || own || is_author(actor, remark) ? CODE_OK : CODE_FORBIDDEN;
}

void remark_resolve_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct remark *remark = room_remark(room, cmd->id);
    bool on = cmd->u.on.on;
    room_touch(room, &remark->e);
    remark->resolved = on;
    remark->resolved_at = on ? actor->at : 0;
    remark->resolved_by = on ? actor->person : 0;
}

/* M7: remarks go with their row. Backwards, since removing fills the gap with the last one. */
void remarks_remove(struct room *room, const struct actor *actor, struct entity *row)
{
    (void)actor;
    const struct kind_list *remarks = &room->live[KIND_REMARK];
    for (size_t i = remarks->n; i-- > 0;)
        if (((const struct remark *)remarks->v[i])->of == row->id)
            room_remove(room, remarks->v[i]);
}
