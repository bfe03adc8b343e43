/*
 * verb_plan: what plain editing asks of the rows of the plan: actions, recommendations, framework texts and their
 * paragraphs. Rules R1 to R6, L1 and G1 to G3 of RULES.md.
 */
#include <assert.h>

#include "core/row.h"
#include "core/rules.h"

/* The standing that a command gives; of it only the group can be given. */
static const struct standing *standing_given(const struct command *cmd)
{
    ptrdiff_t offset = kind_info((enum kind)cmd->verb->kind)->standing;
    assert(offset >= 0);
    return (const struct standing *)(const void *)((const char *)&cmd->u + offset);
}

/* G2: a row is made for the group that one is of; planners make rows for any. */
static enum code group_given_check(const struct room *room, const struct actor *actor, uint64_t group)
{
    const struct person *person = room_person(room, actor->person);
    bool own = (person != NULL && person->group == group) || actor_chairs(room, actor, group);
    return group == 0 || own || role_is_planner(actor->role) ? CODE_OK : CODE_FORBIDDEN;
}

/* L1: nobody but planners adds to what is locked. */
static enum code create_check_under(const struct room *room, const struct actor *actor, const struct command *cmd,
                                    bool locked)
{
    if ((locked || room->workshop->plan_locked) && !role_is_planner(actor->role))
        return CODE_LOCKED;
    return group_given_check(room, actor, standing_given(cmd)->group);
}

static bool is_theme_locked(const struct room *room, uint64_t id)
{
    const struct theme *theme = room_theme(room, id);
    return theme != NULL && theme->locked;
}

static enum code action_check_create(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    return create_check_under(room, actor, cmd, is_theme_locked(room, cmd->u.entity.action.theme));
}

static enum code row_check_create(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    return create_check_under(room, actor, cmd, false);
}

/* R5: a paragraph is added to a text that is a draft and that one may write in. */
static enum code paragraph_check_create(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct framework *framework = room_framework(room, cmd->u.entity.paragraph.framework);
    enum code why;
    if (!row_writable(room, actor, &framework->e, &why))
        return why;
    return create_check_under(room, actor, cmd, false);
}

/* R6: where a row comes from. */
static void row_on_create(struct room *room, const struct actor *actor, const struct command *cmd,
                          struct entity *entity)
{
    (void)cmd;
    struct standing *standing = entity_standing(entity);
    standing->item = room->workshop->item;
    standing->created_by = actor->person;
    standing->created_at = actor->at;
}

/* R1, L1, G1: whether the row can be written in. G2: only planners give a row to another group. */
static enum code row_check_edit(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct entity *row = command_subject(room, cmd);
    enum code why;
    if (!row_writable(room, actor, row, &why))
        return why;
    bool other_group = command_gives(cmd, "group") && standing_given(cmd)->group != entity_standing_const(row)->group;
    return other_group && !role_is_planner(actor->role) ? CODE_FORBIDDEN : CODE_OK;
}

static enum code action_check_edit(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    uint64_t theme = cmd->u.entity.action.theme;
    enum code code = row_check_edit(room, actor, cmd);
    if (code != CODE_OK || !command_gives(cmd, "theme") || theme == room_action(room, cmd->id)->theme)
        return code;
    return is_theme_locked(room, theme) && !role_is_planner(actor->role) ? CODE_LOCKED : CODE_OK;
}

/* R5: a paragraph stays with its text. */
static enum code paragraph_check_edit(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    uint64_t framework = cmd->u.entity.paragraph.framework;
    if (command_gives(cmd, "framework") && framework != room_paragraph(room, cmd->id)->framework)
        return CODE_BAD_ARGUMENT;
    return row_check_edit(room, actor, cmd);
}

/* G4: a row given to another group is drafted there before it comes to the plenary. */
static void row_on_edit(struct room *room, const struct command *cmd, struct entity *entity)
{
    (void)room;
    struct standing *standing = entity_standing(entity);
    if (command_gives(cmd, "group") && standing_given(cmd)->group != standing->group)
        standing->brought_at = 0;
}

/* R3: an action given another theme goes to the end of that theme. */
static void action_on_edit(struct room *room, const struct command *cmd, struct entity *entity)
{
    struct action *action = (struct action *)entity;
    uint64_t theme = cmd->u.entity.action.theme;
    row_on_edit(room, cmd, entity);
    if (command_gives(cmd, "theme") && theme != action->theme)
        action->pos = room_pos_last(room, KIND_ACTION, theme, entity);
}

/* G3: beside the planners the chair of a group moves its rows. */
static enum code row_check_move(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct entity *row = command_subject(room, cmd);
    if (role_is_planner(actor->role))
        return CODE_OK;
    if (!actor_chairs(room, actor, row_group_now(row)))
        return CODE_FORBIDDEN;
    return row_is_locked(room, row) ? CODE_LOCKED : CODE_OK;
}

/* R2: the place of an adopted action may change, but its theme is part of what was adopted. */
static enum code action_check_move(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct action *action = room_action(room, cmd->id);
    enum code code = row_check_move(room, actor, cmd);
    if (code != CODE_OK || cmd->into == 0 || cmd->into == action->theme)
        return code;
    if (action->standing.state != ROW_DRAFT)
        return CODE_FROZEN;
    return is_theme_locked(room, cmd->into) && !role_is_planner(actor->role) ? CODE_LOCKED : CODE_OK;
}

/* R2: the order of its paragraphs is part of what a framework text says. */
static enum code paragraph_check_move(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct paragraph *paragraph = room_paragraph(room, cmd->id);
    const struct framework *framework = room_framework(room, paragraph->framework);
    enum code code = row_check_move(room, actor, cmd);
    bool draft = paragraph->standing.state == ROW_DRAFT && framework->standing.state == ROW_DRAFT;
    return code == CODE_OK && !draft ? CODE_FROZEN : code;
}

/* R1: what is proposed or adopted does not go away. */
static enum code row_check_remove(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return entity_standing_const(command_subject(room, cmd))->state == ROW_DRAFT ? CODE_OK : CODE_FROZEN;
}

/* R4: a framework text goes with its paragraphs, so none of them may be more than a draft. */
static enum code framework_check_remove(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct kind_list *paragraphs = &room->live[KIND_PARAGRAPH];
    for (size_t i = 0; i < paragraphs->n; i++) {
        const struct paragraph *paragraph = (const struct paragraph *)paragraphs->v[i];
        if (paragraph->framework == cmd->id && paragraph->standing.state != ROW_DRAFT)
            return CODE_FROZEN;
    }
    return row_check_remove(room, actor, cmd);
}

/* Backwards, since removing fills the gap with the last one. */
static void framework_on_remove(struct room *room, const struct actor *actor, struct entity *entity)
{
    const struct kind_list *paragraphs = &room->live[KIND_PARAGRAPH];
    for (size_t i = paragraphs->n; i-- > 0;) {
        struct entity *paragraph = paragraphs->v[i];
        if (entity_parent(paragraph) != entity->id)
            continue;
        remarks_remove(room, actor, paragraph);
        room_remove(room, paragraph);
    }
    remarks_remove(room, actor, entity);
}

const struct edit_rule action_edit_rule = {
    .check_create = action_check_create,
    .check_edit = action_check_edit,
    .check_move = action_check_move,
    .check_remove = row_check_remove,
    .on_create = row_on_create,
    .on_edit = action_on_edit,
    .on_remove = remarks_remove,
};

const struct edit_rule recommendation_edit_rule = {
    .check_create = row_check_create,
    .check_edit = row_check_edit,
    .check_move = row_check_move,
    .check_remove = row_check_remove,
    .on_create = row_on_create,
    .on_edit = row_on_edit,
    .on_remove = remarks_remove,
};

const struct edit_rule framework_edit_rule = {
    .check_create = row_check_create,
    .check_edit = row_check_edit,
    .check_move = row_check_move,
    .check_remove = framework_check_remove,
    .on_create = row_on_create,
    .on_edit = row_on_edit,
    .on_remove = framework_on_remove,
    .keeps_refs = true,
};

const struct edit_rule paragraph_edit_rule = {
    .check_create = paragraph_check_create,
    .check_edit = paragraph_check_edit,
    .check_move = paragraph_check_move,
    .check_remove = row_check_remove,
    .on_create = row_on_create,
    .on_edit = row_on_edit,
    .on_remove = remarks_remove,
};
