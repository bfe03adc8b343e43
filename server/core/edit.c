/*
 * edit: NOUN.create, NOUN.edit, NOUN.move and NOUN.remove for every editable kind. Rules E1 to E9 of RULES.md.
 *
 * The mechanism is the same for all; what a kind adds stands in its row of `rules`.
 */
#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "core/limits.h"
#include "core/rules.h"
#include "core/text.h"

static const struct edit_rule plain_rule;

static const struct edit_rule *rule_of(uint8_t kind)
{
    static const struct edit_rule *const rules[KIND_N] = {
        [KIND_ITEM] = &item_edit_rule,
        [KIND_POLL] = &poll_edit_rule,
        [KIND_OPTION] = &option_edit_rule,
        [KIND_ACTION] = &action_edit_rule,
        [KIND_RECOMMENDATION] = &recommendation_edit_rule,
        [KIND_FRAMEWORK] = &framework_edit_rule,
        [KIND_PARAGRAPH] = &paragraph_edit_rule,
        [KIND_REMARK] = &remark_edit_rule,
        [KIND_PERSON] = &person_edit_rule,
        [KIND_DELEGATION] = &delegation_edit_rule,
        [KIND_HAND] = &hand_edit_rule,
        [KIND_QUESTION] = &question_edit_rule,
        [KIND_MESSAGE] = &message_edit_rule,
        [KIND_PARKED] = &parked_edit_rule,
    };
    return rules[kind] == NULL ? &plain_rule : rules[kind];
}

struct entity *command_subject(const struct room *room, const struct command *cmd)
{
    struct entity *subject = room_find(room, (enum kind)cmd->verb->kind, cmd->id);
    assert(subject != NULL);
    return subject;
}

bool command_gives(const struct command *cmd, const char *name)
{
    for (size_t i = 0; i < cmd->verb->n_args; i++)
        if (strcmp(cmd->verb->args[i].name, name) == 0)
            return (cmd->present >> i & 1) != 0;
    assert(false && "the verb has an argument of that name");
    return false;
}

void command_merge(struct room *room, struct command *cmd, struct entity *entity)
{
    const struct verb *verb = cmd->verb;
    for (size_t i = 0; i < verb->n_args; i++) {
        const struct field *row = &verb->args[i];
        if (!(cmd->present >> i & 1))
            continue;
        if (row->flags & FIELD_COEDITED)
            text_merge(room, entity, row, (struct ml *)(void *)((char *)&cmd->u + row->offset));
        else
            field_merge(row, entity, &cmd->u);
    }
}

static size_t count_in(const struct room *room, enum kind kind, uint64_t parent)
{
    const struct kind_list *list = &room->live[kind];
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        if (entity_parent(list->v[i]) == parent)
            n++;
    return n;
}

/* E3: a kind has a ceiling in a workshop; options have theirs in a poll. */
static enum code check_limit(const struct room *room, const struct command *cmd)
{
    enum kind kind = (enum kind)cmd->verb->kind;
    size_t n = kind == KIND_OPTION ? count_in(room, kind, cmd->u.entity.option.poll) : room->live[kind].n;
    return n < kind_info(kind)->limit ? CODE_OK : CODE_LIMIT;
}

/* E5: `after` names a sibling in the group the entity will stand in. */
static enum code check_after(const struct room *room, const struct command *cmd, uint64_t group)
{
    if (cmd->after == 0)
        return CODE_OK;
    const struct entity *sibling = room_find(room, (enum kind)cmd->verb->kind, cmd->after);
    return sibling != NULL && entity_group(sibling) == group ? CODE_OK : CODE_NOT_FOUND;
}

enum code create_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct edit_rule *rule = rule_of(cmd->verb->kind);
    enum code code = check_limit(room, cmd);
    if (code == CODE_OK)
        code = check_after(room, cmd, kind_group((enum kind)cmd->verb->kind, &cmd->u.entity));
    if (code == CODE_OK && rule->check_create != NULL)
        code = rule->check_create(room, actor, cmd);
    return code;
}

/* Whether `after` says a place; otherwise the entity goes to the end. */
static bool places(const struct command *cmd)
{
    return cmd->has_after || cmd->after != 0;
}

/* E9: who saw the whole must see that a part of it changed. */
static void touch_whole(struct room *room, const struct entity *entity)
{
    if (!rule_of(entity->kind)->part)
        return;
    struct entity *whole = map_get(&room->entities, entity_group(entity));
    assert(whole != NULL && !whole->removed);
    room_touch(room, whole);
}

void create_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    const struct edit_rule *rule = rule_of(cmd->verb->kind);
    struct entity *entity = room_create(room, (enum kind)cmd->verb->kind);
    command_merge(room, cmd, entity);
    touch_whole(room, entity);
    if (rule->on_create != NULL)
        rule->on_create(room, actor, cmd, entity);
    if (entity_pos(entity) == NULL)
        return;
    if (places(cmd))
        room_place(room, entity, cmd->after);
    else
        *entity_pos(entity) = room_pos_last(room, (enum kind)entity->kind, entity_group(entity), entity);
}

enum code edit_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct edit_rule *rule = rule_of(cmd->verb->kind);
    return rule->check_edit == NULL ? CODE_OK : rule->check_edit(room, actor, cmd);
}

static bool refers(const struct entity *entity, const struct field *field, uint64_t id)
{
    const void *member = (const char *)entity + field->offset;
    if (field->type == FIELD_REF)
        return *(const uint64_t *)member == id;
    const struct ids *ids = member;
    for (uint32_t i = 0; i < ids->n; i++)
        if (ids->v[i] == id)
            return true;
    return false;
}

static bool points_at(const struct field *field, enum kind kind)
{
    return (field->type == FIELD_REF || field->type == FIELD_REFS) && !(field->flags & FIELD_PAST) &&
           field->ref == kind;
}

/* E8: the name of something is kept in the file beside references to it, so those who refer to it change with it. */
static void touch_named(struct room *room, const struct entity *entity)
{
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        const struct kind_info *info = kind_info((enum kind)kind);
        const struct kind_list *list = &room->live[kind];
        for (size_t f = 0; f < info->n_fields; f++) {
            const struct field *field = &info->fields[f];
            if (!points_at(field, (enum kind)entity->kind) || !(field->flags & FIELD_NAMED))
                continue;
            for (size_t i = 0; i < list->n; i++)
                if (refers(list->v[i], field, entity->id))
                    room_touch(room, list->v[i]);
        }
    }
}

static bool gives_title(const struct command *cmd)
{
    ptrdiff_t title = kind_info((enum kind)cmd->verb->kind)->title;
    for (size_t i = 0; i < cmd->verb->n_args; i++)
        if ((cmd->present >> i & 1) && (ptrdiff_t)cmd->verb->args[i].offset == title)
            return true;
    return false;
}

void edit_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    const struct edit_rule *rule = rule_of(cmd->verb->kind);
    struct entity *entity = command_subject(room, cmd);
    room_touch(room, entity);
    if (gives_title(cmd))
        touch_named(room, entity);
    if (rule->on_edit != NULL)
        rule->on_edit(room, cmd, entity);
    command_merge(room, cmd, entity);
    touch_whole(room, entity);
    if (rule->after_edit != NULL)
        rule->after_edit(room, actor, entity);
}

/* The parent after a move: `into` where it is given, else as it is. */
static uint64_t group_after_move(const struct room *room, const struct command *cmd)
{
    return cmd->into != 0 ? cmd->into : entity_group(command_subject(room, cmd));
}

enum code move_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct edit_rule *rule = rule_of(cmd->verb->kind);
    if (cmd->into != 0 && room_find(room, kind_parent((enum kind)cmd->verb->kind), cmd->into) == NULL)
        return CODE_NOT_FOUND;
    if (cmd->after == cmd->id)
        return CODE_BAD_ARGUMENT;
    enum code code = check_after(room, cmd, group_after_move(room, cmd));
    if (code == CODE_OK && rule->check_move != NULL)
        code = rule->check_move(room, actor, cmd);
    return code;
}

void move_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    struct entity *entity = command_subject(room, cmd);
    room_touch(room, entity);
    touch_whole(room, entity);
    if (cmd->into != 0)
        *(uint64_t *)((char *)entity + kind_info((enum kind)entity->kind)->parent) = cmd->into;
    if (places(cmd))
        room_place(room, entity, cmd->after);
    else
        *entity_pos(entity) = room_pos_last(room, (enum kind)entity->kind, entity_group(entity), entity);
}

bool is_referred_by(const struct room *room, enum kind kind, const struct entity *entity)
{
    const struct kind_info *info = kind_info(kind);
    const struct kind_list *list = &room->live[kind];
    for (size_t f = 0; f < info->n_fields; f++) {
        if (!points_at(&info->fields[f], (enum kind)entity->kind))
            continue;
        for (size_t i = 0; i < list->n; i++)
            if (refers(list->v[i], &info->fields[f], entity->id))
                return true;
    }
    return false;
}

/* E7: what others refer to stays. */
static bool in_use(const struct room *room, const struct entity *entity)
{
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++)
        if (is_referred_by(room, (enum kind)kind, entity))
            return true;
    return false;
}

enum code remove_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct edit_rule *rule = rule_of(cmd->verb->kind);
    enum code code = rule->check_remove == NULL ? CODE_OK : rule->check_remove(room, actor, cmd);
    if (code == CODE_OK && !rule->keeps_refs && in_use(room, command_subject(room, cmd)))
        code = CODE_IN_USE;
    return code;
}

void remove_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    const struct edit_rule *rule = rule_of(cmd->verb->kind);
    struct entity *entity = command_subject(room, cmd);
    if (rule->on_remove != NULL)
        rule->on_remove(room, actor, entity);
    touch_whole(room, entity);
    room_remove(room, entity);
}
