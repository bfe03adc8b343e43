/* command: checking, applying and writing commands. See include/core/command.h; rules C1 to C6 of RULES.md. */
#include "core/command.h"

#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "core/field_check.h"
#include "core/field_json.h"
#include "core/limits.h"
#include "core/rules.h"

/* Ids that one command may need; a row with all its texts takes a few dozen, a merge a few more. */
enum { IDS_RESERVED = 4096 };

static bool gives(const struct command *cmd, size_t i)
{
    return (cmd->present >> i & 1) != 0;
}

void command_clear(struct command *cmd)
{
    for (size_t i = 0; cmd->verb != NULL && i < cmd->verb->n_args; i++)
        field_clear(&cmd->verb->args[i], &cmd->u);
    memset(cmd, 0, sizeof(*cmd));
}

static void write_id(struct json *json, const char *key, bool given, uint64_t id)
{
    if (!given)
        return;
    json_key(json, key);
    json_uint(json, id);
}

void command_write(struct buf *out, const struct command *cmd)
{
    struct json json;
    json_init(&json, out);
    json_open_object(&json);
    write_id(&json, "id", cmd->id != 0, cmd->id);
    write_id(&json, "after", cmd->has_after || cmd->after != 0, cmd->after);
    write_id(&json, "into", cmd->into != 0, cmd->into);
    for (size_t i = 0; i < cmd->verb->n_args; i++) {
        if (!gives(cmd, i))
            continue;
        json_key(&json, cmd->verb->args[i].name);
        field_write_given(&json, &cmd->verb->args[i], &cmd->u);
    }
    json_close_object(&json);
}

/* C1: the role. C2: the state of the workshop. */
static enum code check_actor(const struct room *room, const struct actor *actor, const struct verb *verb)
{
    bool may = actor->role == ROLE_SYSTEM ? !(verb->takes & VERB_AS_PERSON)
                                          : actor->role < ROLE_N && (verb->roles >> actor->role & 1);
    /* N11: whoever waits in the lobby may say who they are, no more. */
    if (actor->role != ROLE_SYSTEM && verb->check != person_self_check && room_waits(room, actor->person))
        may = false;
    if (!may)
        return CODE_FORBIDDEN;
    if (room->workshop == NULL)
        return verb->states == 0 ? CODE_OK : CODE_STATE;
    uint8_t state = room->workshop->state;
    if (verb->states >> state & 1)
        return CODE_OK;
    return state == WORKSHOP_CLOSED && verb->states != 0 ? CODE_CLOSED : CODE_STATE;
}

/* C3: the subject is there. What a verb does not take is not given. */
static enum code check_subject(const struct room *room, const struct command *cmd)
{
    unsigned takes = cmd->verb->takes;
    if ((cmd->id != 0 && !(takes & VERB_TAKES_ID)) || (cmd->into != 0 && !(takes & VERB_TAKES_INTO)) ||
        ((cmd->has_after || cmd->after != 0) && !(takes & VERB_TAKES_AFTER)))
        return CODE_BAD_ARGUMENT;
    if (!(takes & VERB_TAKES_ID) || (takes & VERB_ID_OPTIONAL))
        return CODE_OK;
    if (cmd->id == 0)
        return CODE_BAD_ARGUMENT;
    const struct entity *subject = map_get(&room->entities, cmd->id);
    bool there = subject != NULL && kind_fits((enum kind)subject->kind, (enum kind)cmd->verb->kind);
    return there && (!subject->removed || (takes & VERB_ID_GONE)) ? CODE_OK : CODE_NOT_FOUND;
}

/* C5: what is referred to is there. */
static enum code check_refs(const struct room *room, const struct field *field, const void *object)
{
    const void *member = (const char *)object + field->offset;
    if (field->type == FIELD_REF) {
        uint64_t id = *(const uint64_t *)member;
        return id == 0 || room_find(room, (enum kind)field->ref, id) != NULL ? CODE_OK : CODE_NOT_FOUND;
    }
    if (field->type == FIELD_REFS) {
        const struct ids *ids = member;
        for (uint32_t i = 0; i < ids->n; i++)
            if (room_find(room, (enum kind)field->ref, ids->v[i]) == NULL)
                return CODE_NOT_FOUND;
    }
    return CODE_OK;
}

/* Whether something to read is left of an ML when `given` is merged into `now` (NULL: into nothing). */
static bool ml_says_something(const struct ml *now, const struct ml *given)
{
    for (int l = 0; l < LANG_N; l++) {
        const char *text = given->text[l] != NULL ? given->text[l] : now == NULL ? NULL : now->text[l];
        if (!field_text_blank(text))
            return true;
    }
    return false;
}

static bool is_text(enum field_type type)
{
    return type == FIELD_TEXT || type == FIELD_DATE || type == FIELD_CLOCK || type == FIELD_LOCAL ||
           type == FIELD_DUE || type == FIELD_COUNTRY || type == FIELD_ZONE;
}

/* C4: a required field says something, before and after. An enumeration always does, and a number that may be 0. */
static bool says_something(const struct field *field, const struct entity *now, const void *given)
{
    const void *member = (const char *)given + field->offset;
    if (field->type == FIELD_ENUM || field->type == FIELD_BOOL || (field->type == FIELD_INT && field->min == 0))
        return true;
    if (field->type == FIELD_ML)
        return ml_says_something(
            now == NULL ? NULL : (const struct ml *)(const void *)((const char *)now + field->offset), member);
    if (is_text(field->type))
        return !field_text_blank(*(char *const *)member);
    return !field_is_empty(field, given);
}

/* Whether the row has to be given at all. */
static bool must_be_given(const struct verb *verb, const struct field *field)
{
    if (verb->is_edit || (field->flags & FIELD_OPTIONAL))
        return false;
    return !verb->is_create || (field->flags & FIELD_REQUIRED);
}

static enum code check_argument(const struct room *room, const struct command *cmd, size_t i, const struct entity *now)
{
    const struct field *field = &cmd->verb->args[i];
    if (!gives(cmd, i))
        return must_be_given(cmd->verb, field) ? CODE_BAD_ARGUMENT : CODE_OK;
    bool must_say = must_be_given(cmd->verb, field) || (field->flags & FIELD_REQUIRED);
    if (must_say && !says_something(field, now, &cmd->u))
        return CODE_BAD_ARGUMENT;
    return check_refs(room, field, &cmd->u);
}

enum code command_form(const struct command *cmd)
{
    size_t n = cmd->verb->n_args;
    assert(n >= 64 || cmd->present >> n == 0);
    for (size_t i = 0; i < n; i++) {
        enum code code = gives(cmd, i) ? field_check(&cmd->verb->args[i], &cmd->u) : CODE_OK;
        if (code != CODE_OK)
            return code;
    }
    return CODE_OK;
}

/* What an edit is merged into, or NULL. */
static const struct entity *edited(const struct room *room, const struct command *cmd)
{
    if (!cmd->verb->is_edit)
        return NULL;
    return cmd->verb->kind == KIND_WORKSHOP ? &room->workshop->e : command_subject(room, cmd);
}

static enum code check_arguments(const struct room *room, const struct command *cmd)
{
    if (cmd->verb->is_edit && cmd->present == 0)
        return CODE_BAD_ARGUMENT;
    const struct entity *now = edited(room, cmd);
    enum code code = command_form(cmd);
    for (size_t i = 0; i < cmd->verb->n_args && code == CODE_OK; i++)
        code = check_argument(room, cmd, i, now);
    return code;
}

enum code command_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    assert(cmd->verb != NULL);
    enum code code = check_actor(room, actor, cmd->verb);
    /* E3: ids end somewhere. The system goes on: what it does when something is due creates nothing and must not fail. */
    if (code == CODE_OK && actor->role != ROLE_SYSTEM && room->last_id > LIMIT_ID - IDS_RESERVED)
        code = CODE_LIMIT;
    if (code == CODE_OK)
        code = check_subject(room, cmd);
    if (code == CODE_OK)
        code = check_arguments(room, cmd);
    if (code == CODE_OK)
        code = cmd->verb->check(room, actor, cmd);
    return code;
}

/* What was created by the command itself: the first thing that is no text, since those come with their owner. */
static uint64_t created_after(const struct room *room, uint64_t last_id)
{
    for (uint64_t id = last_id + 1; id <= room->last_id; id++) {
        const struct entity *entity = map_get(&room->entities, id);
        if (entity->kind != KIND_TEXT)
            return id;
    }
    return 0;
}

uint64_t command_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    const struct verb *verb = cmd->verb;
    uint64_t last_id = room->last_id, subject = cmd->id;
    assert(room->n_touched == 0 && cmd->result == 0);
    assert(actor->at > 0 && actor->at >= room->at);
    verb->apply(room, actor, cmd);
    assert(room->last_id - last_id <= IDS_RESERVED);
    uint64_t created = created_after(room, last_id);
    uint64_t result = cmd->result != 0 ? cmd->result : created != 0 ? created : subject;
#ifdef PLENARY_PARANOID
    for (size_t i = 0; i < room->n_touched; i++)
        assert(verb->touches >> room->touched[i]->kind & 1);
#endif
    room_stamp(room, actor->at);
#ifdef PLENARY_PARANOID
    room_check(room);
#endif
    return result;
}
