/*
 * verb_row: locks, new versions of what was adopted, and bringing rows of a group to the plenary. Rules L2, R7 and G5, G6
 * of RULES.md.
 */
#include <assert.h>
#include <string.h>

#include "core/row.h"
#include "core/rules.h"

/* L2: whoever may lock may unlock; doing either twice is no error. */
static void lock(struct room *room, struct entity *entity, bool *locked, const struct command *cmd)
{
    room_touch(room, entity);
    *locked = cmd->u.on.on;
}

enum code row_lock_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    assert(room_find(room, KIND_ROW, cmd->id) != NULL);
    return CODE_OK;
}

void row_lock_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    struct entity *row = command_subject(room, cmd);
    lock(room, row, &entity_standing(row)->locked, cmd);
}

enum code theme_lock_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    assert(room_theme(room, cmd->id) != NULL);
    return CODE_OK;
}

void theme_lock_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    struct theme *theme = room_theme(room, cmd->id);
    lock(room, &theme->e, &theme->locked, cmd);
}

enum code plan_lock_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor, (void)cmd;
    assert(room->workshop != NULL);
    return CODE_OK;
}

void plan_lock_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    lock(room, &room->workshop->e, &room->workshop->plan_locked, cmd);
}

/* R7: only what was adopted gets a new version. */
enum code row_reopen_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return entity_standing_const(command_subject(room, cmd))->state == ROW_ADOPTED ? CODE_OK : CODE_STATE;
}

static const struct field *reason_row(const struct command *cmd)
{
    assert(cmd->verb->n_args == 1 && strcmp(cmd->verb->args[0].name, "reason") == 0);
    return &cmd->verb->args[0];
}

static void reopen(struct room *room, struct entity *row, const struct command *cmd)
{
    struct standing *standing = entity_standing(row);
    struct args_reason kept = { .reason = standing->reason };
    room_touch(room, row);
    field_copy(reason_row(cmd), &kept, &cmd->u.reason);
    standing->reason = kept.reason;
    standing->state = ROW_DRAFT;
    standing->adopted_at = 0;
    standing->adoption = 0;
    standing->version++;
}

void row_reopen_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    struct entity *row = command_subject(room, cmd);
    const struct kind_list *paragraphs = &room->live[KIND_PARAGRAPH];
    reopen(room, row, cmd);
    for (size_t i = 0; row->kind == KIND_FRAMEWORK && i < paragraphs->n; i++) {
        const struct paragraph *paragraph = (const struct paragraph *)paragraphs->v[i];
        if (paragraph->framework == row->id && paragraph->standing.state == ROW_ADOPTED)
            reopen(room, paragraphs->v[i], cmd);
    }
}

/* G5: a group's rows are brought by its chair or a planner; under a lock of the plan by planners only. */
static enum code bring_check(const struct room *room, const struct actor *actor, uint64_t group)
{
    if (role_is_planner(actor->role))
        return CODE_OK;
    if (!actor_chairs(room, actor, group))
        return CODE_FORBIDDEN;
    return room->workshop->plan_locked ? CODE_LOCKED : CODE_OK;
}

enum code row_bring_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct entity *row = command_subject(room, cmd);
    enum code code = bring_check(room, actor, entity_standing_const(row)->group);
    return code == CODE_OK && row_group_now(row) == 0 ? CODE_STATE : code;
}

static void bring(struct room *room, struct entity *row, int64_t at)
{
    room_touch(room, row);
    entity_standing(row)->brought_at = at;
}

void row_bring_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    bring(room, command_subject(room, cmd), actor->at);
}

/* What of that kind is still with the group; NULL: nothing from index *i on. */
static struct entity *next_with_group(const struct room *room, enum kind kind, uint64_t group, size_t *i)
{
    const struct kind_list *rows = &room->live[kind];
    while (kind_fits(kind, KIND_ROW) && *i < rows->n) {
        struct entity *row = rows->v[(*i)++];
        if (row_group_now(row) == group)
            return row;
    }
    return NULL;
}

/* G6: the group has something to bring. */
enum code group_bring_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    bool any = false;
    enum code code = bring_check(room, actor, cmd->id);
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        size_t i = 0;
        any = any || next_with_group(room, (enum kind)kind, cmd->id, &i) != NULL;
    }
    return code == CODE_OK && !any ? CODE_STATE : code;
}

void group_bring_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        struct entity *row;
        size_t i = 0;
        while ((row = next_with_group(room, (enum kind)kind, cmd->id, &i)) != NULL)
            bring(room, row, actor->at);
    }
}
