/* support_core: see support_core.h. */
#include "support_core.h"

static bool kit_special(struct command *cmd, const char *name, va_list *rest)
{
    if (strcmp(name, "id") == 0)
        cmd->id = (uint64_t)va_arg(*rest, int);
    else if (strcmp(name, "into") == 0)
        cmd->into = (uint64_t)va_arg(*rest, int);
    else if (strcmp(name, "after") == 0 && (cmd->has_after = true))
        cmd->after = (uint64_t)va_arg(*rest, int);
    else
        return false;
    return true;
}

static void kit_set_ml(struct ml *ml, const char *text)
{
    enum lang lang = LANG_EN;
    char word[3] = { 0 };
    if (strlen(text) > 2 && text[2] == ':') {
        memcpy(word, text, 2);
        lang = lang_of(word);
        text += 3;
    }
    assert_true(lang < LANG_N);
    mem_free(ml->text[lang]);
    ml->text[lang] = mem_copy_text(text);
}

static uint8_t kit_word(const struct field *field, const char *word)
{
    for (uint8_t i = 0; field->words[i] != NULL; i++)
        if (strcmp(field->words[i], word) == 0)
            return i;
    fail_msg("%s has no word %s", field->name, word);
    return 0;
}

static void kit_set_list(struct texts *texts, const char *text)
{
    texts->v = mem_grow(texts->v, texts->n + 1u, sizeof(*texts->v));
    texts->v[texts->n++] = mem_copy_text(text);
}

static void kit_set_ids(struct ids *ids, int id)
{
    ids->v = mem_grow(ids->v, ids->n + 1u, sizeof(*ids->v));
    ids->v[ids->n++] = (uint64_t)id;
}

static void kit_set_ints(struct ints *ints, int value)
{
    ints->v = mem_grow(ints->v, ints->n + 1u, sizeof(*ints->v));
    ints->v[ints->n++] = value;
}

/* FIELD_OP is written as its canonical text. */
static void kit_set(const struct field *field, void *object, va_list *rest)
{
    void *member = (char *)object + field->offset;
    const char *text;
    switch (field->type) {
    case FIELD_BOOL:
        *(bool *)member = va_arg(*rest, int) != 0;
        return;
    case FIELD_INT:
    case FIELD_TIME:
        *(int64_t *)member = va_arg(*rest, int);
        return;
    case FIELD_REF:
        *(uint64_t *)member = (uint64_t)va_arg(*rest, int);
        return;
    case FIELD_INTS:
        kit_set_ints(member, va_arg(*rest, int));
        return;
    case FIELD_REFS:
        kit_set_ids(member, va_arg(*rest, int));
        return;
    case FIELD_ENUM:
        *(uint8_t *)member = kit_word(field, va_arg(*rest, const char *));
        return;
    case FIELD_LANG:
        *(uint8_t *)member = (uint8_t)(lang_of(va_arg(*rest, const char *)) + 1);
        return;
    case FIELD_ML:
        kit_set_ml(member, va_arg(*rest, const char *));
        return;
    case FIELD_OP:
        text = va_arg(*rest, const char *);
        assert_true(ot_read(member, text, strlen(text)));
        return;
    case FIELD_TEXTS:
    case FIELD_LANGS:
    case FIELD_WORDS:
        kit_set_list(member, va_arg(*rest, const char *));
        return;
    default:
        text = va_arg(*rest, const char *);
        mem_free(*(char **)member);
        *(char **)member = text[0] == '\0' ? NULL : mem_copy_text(text);
    }
}

static void kit_command(struct command *cmd, const char *verb, va_list *rest)
{
    *cmd = (struct command){ .verb = verb_of(verb) };
    if (cmd->verb == NULL)
        fail_msg("no command %s", verb);
    for (const char *name = va_arg(*rest, const char *); name != NULL; name = va_arg(*rest, const char *)) {
        if (kit_special(cmd, name, rest))
            continue;
        size_t i = 0;
        while (i < cmd->verb->n_args && strcmp(cmd->verb->args[i].name, name) != 0)
            i++;
        if (i == cmd->verb->n_args)
            fail_msg("%s takes no %s", verb, name);
        cmd->present |= UINT64_C(1) << i;
        kit_set(&cmd->verb->args[i], &cmd->u, rest);
    }
}

void kit_build(struct command *cmd, const char *verb, ...)
{
    va_list rest;
    va_start(rest, verb);
    kit_command(cmd, verb, &rest);
    va_end(rest);
}

enum code kit_run(struct kit *kit, struct actor actor, struct command *cmd)
{
    static const uint8_t salt[SALT_BYTES] = { 1, 2, 3 };
    struct change change;
    struct outcome outcome = history_run(kit->room, &actor, NULL, cmd, salt, &change);
    if (outcome.code == CODE_OK)
        kit->result = outcome.result;
    change_clear(&change);
    return outcome.code;
}

struct actor kit_actor(struct kit *kit, enum role role)
{
    kit->at += 1000;
    if (role == ROLE_SYSTEM)
        return actor_system(kit->at);
    if (role <= ROLE_OBSERVER)
        return actor_of(kit->room, kit->person[role], kit->at);
    return (struct actor){ .person = 0, .role = role, .at = kit->at };
}

enum code kit_do(struct kit *kit, enum role role, const char *verb, ...)
{
    struct command cmd;
    va_list rest;
    va_start(rest, verb);
    kit_command(&cmd, verb, &rest);
    va_end(rest);
    return kit_run(kit, kit_actor(kit, role), &cmd);
}

enum code kit_do_as(struct kit *kit, uint64_t person, const char *verb, ...)
{
    struct command cmd;
    va_list rest;
    va_start(rest, verb);
    kit_command(&cmd, verb, &rest);
    va_end(rest);
    kit->at += 1000;
    return kit_run(kit, actor_of(kit->room, person, kit->at), &cmd);
}

void kit_open(struct kit *kit)
{
    *kit = (struct kit){ .room = room_new(), .at = 1700000000000 };
    kit_make(kit, ROLE_SYSTEM, "workshop.create", "name", "riyadh-2015", "title", "Regional workshop", "time_zone",
             "Asia/Riyadh", END);
    int delegation = kit_make(kit, ROLE_SYSTEM, "delegation.create", "name", "Jordan", "country", "JO", END);
    for (int role = 0; role <= ROLE_OBSERVER; role++)
        kit->person[role] = (uint64_t)kit_make(kit, ROLE_SYSTEM, "person.create", "name", role_word((enum role)role),
                                               "role", role_word((enum role)role), "delegation", delegation, END);
}

void kit_close(struct kit *kit)
{
    room_check(kit->room);
    room_free(kit->room);
    kit->room = NULL;
}

char *kit_seen(const struct room *room, const struct entity *entity, struct viewer viewer)
{
    struct buf out;
    struct json json;
    size_t n;
    buf_init(&out, LIMIT_ENTITY);
    json_init(&json, &out);
    view_write(&json, room, entity, viewer);
    assert_false(out.full);
    return buf_take(&out, &n);
}
