/* verb_plan: drafting and adopting actions and recommendations. Rules R1 to R6 of RULES.md. */
#include <assert.h>
#include <string.h>

#include "core/rules.h"
#include "core/view.h"

/* What actions and recommendations have in common. */
struct row {
    uint8_t *state;
    int64_t *adopted_at;
};

static struct row row_of(struct entity *entity)
{
    struct standing *standing = entity_standing(entity);
    assert(standing != NULL);
    return (struct row){ &standing->state, &standing->adopted_at };
}

static uint8_t state_of_subject(const struct room *room, const struct command *cmd)
{
    return *row_of(command_subject(room, cmd)).state;
}

/* R1: adopted text does not change and does not go away. */
static enum code draft_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return state_of_subject(room, cmd) == ROW_DRAFT ? CODE_OK : CODE_FROZEN;
}

/* R2: an adopted action may change its place, but its theme is part of what was adopted. */
static enum code action_check_move(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    bool other_theme = cmd->into != 0 && cmd->into != room_action(room, cmd->id)->theme;
    return other_theme ? draft_check(room, actor, cmd) : CODE_OK;
}

/* R3: an action given another theme goes to the end of that theme. */
static void action_on_edit(struct room *room, const struct command *cmd, struct entity *entity)
{
    struct action *action = (struct action *)entity;
    uint64_t theme = cmd->u.entity.action.theme;
    if (command_gives(cmd, "theme") && theme != action->theme)
        action->pos = room_pos_last(room, KIND_ACTION, theme, entity);
}

const struct edit_rule action_edit_rule = {
    .check_edit = draft_check,
    .check_move = action_check_move,
    .check_remove = draft_check,
    .on_edit = action_on_edit,
};

const struct edit_rule recommendation_edit_rule = {
    .check_edit = draft_check,
    .check_remove = draft_check,
};

/* R4: what is adopted is the text the sender saw. */
enum code adopt_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    char tag[VIEW_TAG];
    const char *seen = cmd->u.seen.seen;
    if (state_of_subject(room, cmd) != ROW_DRAFT)
        return CODE_STATE;
    view_tag(tag, room, command_subject(room, cmd));
    return seen != NULL && strcmp(seen, tag) != 0 ? CODE_CHANGED : CODE_OK;
}

static void adopt(struct room *room, struct entity *entity, int64_t at)
{
    struct row row = row_of(entity);
    room_touch(room, entity);
    *row.state = ROW_ADOPTED;
    *row.adopted_at = at;
}

void adopt_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    adopt(room, command_subject(room, cmd), actor->at);
}

/* R5: only the facilitator takes an adoption back. */
enum code reopen_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return state_of_subject(room, cmd) == ROW_ADOPTED ? CODE_OK : CODE_STATE;
}

void reopen_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    struct entity *entity = command_subject(room, cmd);
    struct row row = row_of(entity);
    room_touch(room, entity);
    *row.state = ROW_DRAFT;
    *row.adopted_at = 0;
}

static size_t count_drafts(const struct room *room, enum kind kind)
{
    const struct kind_list *list = &room->live[kind];
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        if (*row_of(list->v[i]).state == ROW_DRAFT)
            n++;
    return n;
}

/* R6: the plan is adopted as it stands, drafts of both kinds at once. */
enum code plan_adopt_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor, (void)cmd;
    size_t drafts = count_drafts(room, KIND_ACTION) + count_drafts(room, KIND_RECOMMENDATION);
    return drafts > 0 ? CODE_OK : CODE_STATE;
}

static void adopt_drafts(struct room *room, enum kind kind, int64_t at)
{
    const struct kind_list *list = &room->live[kind];
    for (size_t i = 0; i < list->n; i++)
        if (*row_of(list->v[i]).state == ROW_DRAFT)
            adopt(room, list->v[i], at);
}

void plan_adopt_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)cmd;
    adopt_drafts(room, KIND_ACTION, actor->at);
    adopt_drafts(room, KIND_RECOMMENDATION, actor->at);
}
