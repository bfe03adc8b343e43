/* row: who may write in a row of the plan. See include/core/row.h; rules R1, L1 and G1 of RULES.md. */
#include "core/row.h"

#include <assert.h>

bool role_is_planner(enum role role)
{
    return role == ROLE_FACILITATOR || role == ROLE_COFACILITATOR || role == ROLE_RAPPORTEUR || role == ROLE_SYSTEM;
}

/* Whether what the row stands under is locked. */
static bool is_above_locked(const struct room *room, const struct entity *row)
{
    if (row->kind == KIND_ACTION) {
        const struct theme *theme = room_theme(room, ((const struct action *)row)->theme);
        return theme != NULL && theme->locked;
    }
    if (row->kind == KIND_PARAGRAPH)
        return room_framework(room, ((const struct paragraph *)row)->framework)->standing.locked;
    return false;
}

bool row_is_locked(const struct room *room, const struct entity *row)
{
    return room->workshop->plan_locked || entity_standing_const(row)->locked || is_above_locked(room, row);
}

uint64_t row_group_now(const struct entity *row)
{
    const struct standing *standing = entity_standing_const(row);
    return standing->brought_at == 0 ? standing->group : 0;
}

bool actor_chairs(const struct room *room, const struct actor *actor, uint64_t group)
{
    const struct group *of = room_group(room, group);
    return of != NULL && actor->person != 0 && of->chair == actor->person;
}

/* G1: a group drafts its rows by itself. */
static bool is_of_group(const struct room *room, const struct actor *actor, uint64_t group)
{
    const struct person *person = room_person(room, actor->person);
    return group == 0 || actor->role == ROLE_INTERPRETER || (person != NULL && person->group == group) ||
           actor_chairs(room, actor, group);
}

bool row_writable(const struct room *room, const struct actor *actor, const struct entity *row, enum code *why)
{
    const struct standing *standing = entity_standing_const(row);
    bool planner = role_is_planner(actor->role);
    enum code code = CODE_OK;
    assert(standing != NULL);
    if (standing->state != ROW_DRAFT)
        code = CODE_FROZEN;
    else if (!planner && row_is_locked(room, row))
        code = CODE_LOCKED;
    else if (!planner && !is_of_group(room, actor, row_group_now(row)))
        code = CODE_FORBIDDEN;
    if (why != NULL)
        *why = code;
    return code == CODE_OK;
}
