/* codec: commands from their arguments, and frames. See include/app/codec.h. */
#include "app/codec.h"

#include <assert.h>
#include <string.h>

#include "app/codec_field.h"
#include "base/hash.h"
#include "core/limits.h"

/* The row named `key` among the arguments of a verb; *index is its bit in `present`. */
static const struct field *argument(const struct verb *verb, const char *key, size_t *index)
{
    for (size_t i = 0; i < verb->n_args; i++) {
        if (strcmp(verb->args[i].name, key) == 0) {
            *index = i;
            return &verb->args[i];
        }
    }
    return NULL;
}

/* id, after and into; false when `key` is none of those that the verb takes, or its value is no id. */
static bool read_place(struct command *cmd, const char *key, const struct node *value)
{
    const uint8_t takes = cmd->verb->takes;
    if ((takes & VERB_TAKES_ID) != 0 && strcmp(key, "id") == 0)
        return codec_id(value, &cmd->id);
    if ((takes & VERB_TAKES_INTO) != 0 && strcmp(key, "into") == 0)
        return codec_id(value, &cmd->into);
    if ((takes & VERB_TAKES_AFTER) == 0 || strcmp(key, "after") != 0)
        return false;
    cmd->has_after = true;
    return codec_id(value, &cmd->after);
}

static enum code read_argument(struct command *cmd, const char *key, const struct node *value, enum lang lang,
                               struct codec_fault *fault)
{
    size_t index;
    fault->field = argument(cmd->verb, key, &index);
    if (fault->field == NULL)
        return read_place(cmd, key, value) ? CODE_OK : CODE_BAD_ARGUMENT;
    cmd->present |= UINT64_C(1) << index;
    return codec_field(fault->field, &cmd->u, value, lang);
}

/* Texts that a command gives may be "" in a language, which is still nothing. */
static bool says_nothing(const struct field *field, const void *object)
{
    if (field->type != FIELD_ML)
        return field->type != FIELD_ENUM && field_is_empty(field, object);
    const struct ml *ml = (const struct ml *)((const char *)object + field->offset);
    for (int l = 0; l < LANG_N; l++)
        if (ml->text[l] != NULL && ml->text[l][0] != '\0')
            return false;
    return true;
}

/* What an edit leaves of a text in several languages is known only beside the present one: that is for the check. */
static bool is_missing(const struct command *cmd, const struct field *field, bool given)
{
    const struct verb *verb = cmd->verb;
    const bool required = (field->flags & FIELD_REQUIRED) != 0;
    if (verb->is_edit)
        return given && required && field->type != FIELD_ML && says_nothing(field, &cmd->u);
    if (verb->is_create)
        return required && (!given || says_nothing(field, &cmd->u));
    if (!given)
        return (field->flags & FIELD_OPTIONAL) == 0;
    return required && says_nothing(field, &cmd->u);
}

static enum code find_missing(const struct command *cmd, struct codec_fault *fault)
{
    const struct verb *verb = cmd->verb;
    for (size_t i = 0; i < verb->n_args; i++) {
        const bool given = (cmd->present >> i & 1) != 0;
        if (is_missing(cmd, &verb->args[i], given)) {
            *fault = (struct codec_fault){ .field = &verb->args[i], .missing = true };
            return CODE_BAD_ARGUMENT;
        }
    }
    *fault = (struct codec_fault){ 0 };
    const bool needs_id = (verb->takes & VERB_TAKES_ID) != 0 && (verb->takes & VERB_ID_OPTIONAL) == 0;
    return needs_id && cmd->id == 0 ? CODE_BAD_ARGUMENT : CODE_OK;
}

/* null for an enumeration that must be given says nothing, although 0 is a word. */
static bool is_bare_null(const struct field *field, const struct node *value)
{
    return field != NULL && field->type == FIELD_ENUM && (field->flags & FIELD_REQUIRED) != 0 &&
           node_type(value) == NODE_NULL;
}

static enum code read_arguments(struct command *cmd, const struct node *args, enum lang lang, struct codec_fault *fault)
{
    void *at = NULL;
    const char *key;
    const struct node *value;
    while (node_next(args, &at, &key, &value)) {
        const enum code code = read_argument(cmd, key, value, lang, fault);
        if (code != CODE_OK)
            return code;
        if (is_bare_null(fault->field, value))
            return CODE_BAD_ARGUMENT;
    }
    return find_missing(cmd, fault);
}

/* `args` may be NULL: none. */
static enum code read_command(struct command *cmd, const char *name, const struct node *args, enum lang lang,
                              struct codec_fault *fault)
{
    *cmd = (struct command){ 0 };
    *fault = (struct codec_fault){ 0 };
    const struct verb *verb = verb_of(name);
    if (verb == NULL)
        return CODE_BAD_COMMAND;
    if (args != NULL && node_type(args) != NODE_OBJECT)
        return CODE_BAD_ARGUMENT;
    cmd->verb = verb;
    const enum code code = read_arguments(cmd, args, lang, fault);
    if (code != CODE_OK)
        command_clear(cmd);
    return code;
}

enum code codec_command_explained(struct command *cmd, const char *verb, const char *args, size_t n, enum lang lang,
                                  struct codec_fault *fault)
{
    *cmd = (struct command){ 0 };
    *fault = (struct codec_fault){ 0 };
    struct node *root = tree_read(args, n, LIMIT_IMPORT_NODES, NULL);
    if (root == NULL)
        return CODE_BAD_ARGUMENT;
    const enum code code = read_command(cmd, verb, root, lang, fault);
    tree_free(root);
    return code;
}

enum code codec_command(struct command *cmd, const char *verb, const char *args, size_t n, enum lang lang)
{
    struct codec_fault fault;
    return codec_command_explained(cmd, verb, args, n, lang, &fault);
}

/* Whether every member of the object is one of `keys` (NULL-terminated). */
static bool has_only(const struct node *object, const char *const *keys)
{
    void *at = NULL;
    const char *key;
    const struct node *value;
    while (node_next(object, &at, &key, &value)) {
        const char *const *k = keys;
        while (*k != NULL && strcmp(*k, key) != 0)
            k++;
        if (*k == NULL)
            return false;
    }
    return true;
}

/* A whole number from `min` to 2^53 - 1, or `absent` when it is not there. */
static bool read_number(const struct node *object, const char *key, uint64_t min, uint64_t absent, uint64_t *out)
{
    const struct node *value = node_get(object, key);
    int64_t number;
    *out = absent;
    if (value == NULL)
        return true;
    if (!node_int(value, &number) || number < 0 || (uint64_t)number < min)
        return false;
    *out = (uint64_t)number;
    return true;
}

static bool read_hex(const struct node *object, const char *key, void *out, size_t n)
{
    const char *text = node_text(node_get(object, key));
    return text != NULL && hash_unhex(out, n, text, strlen(text));
}

/* The tag's digits are the number's, most significant first. */
static bool read_tag(const struct node *object, uint64_t *out)
{
    uint8_t bytes[8];
    *out = 0;
    if (node_get(object, "tag") == NULL)
        return true;
    if (!read_hex(object, "tag", bytes, sizeof bytes))
        return false;
    for (size_t i = 0; i < sizeof bytes; i++)
        *out = *out << 8 | bytes[i];
    return true;
}

static bool read_hello(struct incoming *in, const struct node *root, enum lang lang)
{
    (void)lang;
    static const char *const keys[] = { "t", "client", "seq", "tag", "view", "deflate", NULL };
    struct hello *hello = &in->hello;
    const struct node *deflate = node_get(root, "deflate");
    uint64_t view;
    if (!has_only(root, keys) || !read_hex(root, "client", hello->client, sizeof hello->client))
        return false;
    if (!read_number(root, "seq", 0, 0, &hello->seq) || !read_number(root, "view", 0, 0, &view))
        return false;
    if (!read_tag(root, &hello->tag) || (deflate != NULL && !node_bool(deflate, &hello->deflate)))
        return false;
    hello->view = (int64_t)view;
    in->type = INCOMING_HELLO;
    return true;
}

static bool read_cmd(struct incoming *in, const struct node *root, enum lang lang)
{
    static const char *const keys[] = { "t", "n", "do", "args", NULL };
    struct codec_fault fault;
    if (!read_number(root, "n", 1, 0, &in->number) || in->number == 0)
        return false;
    const char *name = node_text(node_get(root, "do"));
    if (name == NULL || !has_only(root, keys))
        return false;
    in->code = read_command(&in->cmd, name, node_get(root, "args"), lang, &fault);
    in->type = INCOMING_COMMAND;
    return true;
}

static bool read_beat(struct incoming *in, const struct node *root, enum lang lang)
{
    (void)lang;
    static const char *const keys[] = { "t", NULL };
    in->type = INCOMING_BEAT;
    return has_only(root, keys);
}

/* A member of the frame that is described by the row of that name of KIND_TEXT. */
static bool read_text_row(struct text *text, const struct node *root, const char *name)
{
    size_t index;
    const struct field *field = kind_field(KIND_TEXT, name, &index);
    const struct node *value = node_get(root, name);
    return node_text(value) != NULL && codec_field(field, text, value, LANG_EN) == CODE_OK;
}

/* P41: a row, one of its fields and a language; or none of them. */
static bool read_at(struct incoming *in, const struct node *root, enum lang lang)
{
    (void)lang;
    static const char *const keys[] = { "t", "id", "field", "lang", NULL };
    struct text text = { .of = 0 };
    in->type = INCOMING_AT;
    if (node_count(root) == 1)
        return true;
    if (!has_only(root, keys) || !codec_id(node_get(root, "id"), &text.of) || (int64_t)text.of <= 0)
        return false;
    if (!read_text_row(&text, root, "field") || !read_text_row(&text, root, "lang"))
        return false;
    in->at = (struct place){ text.of, text.field, text.lang };
    return true;
}

static bool read_frame(struct incoming *in, const struct node *root, enum lang lang)
{
    static const struct {
        const char *type;
        bool (*read)(struct incoming *in, const struct node *root, enum lang lang);
    } frames[] = { { "cmd", read_cmd }, { "beat", read_beat }, { "hello", read_hello }, { "at", read_at } };
    const char *type = node_text(node_get(root, "t"));
    for (size_t i = 0; type != NULL && i < sizeof frames / sizeof frames[0]; i++)
        if (strcmp(frames[i].type, type) == 0)
            return frames[i].read(in, root, lang);
    return false;
}

void codec_read(struct incoming *in, const char *text, size_t n, enum lang lang)
{
    *in = (struct incoming){ .type = INCOMING_BAD, .code = CODE_BAD_FRAME };
    if (n > LIMIT_FRAME_IN)
        return;
    struct node *root = tree_read(text, n, LIMIT_FRAME_IN, NULL);
    if (root == NULL)
        return;
    if (!read_frame(in, root, lang)) {
        in->type = INCOMING_BAD;
        in->code = CODE_BAD_FRAME;
    } else if (in->type != INCOMING_COMMAND) {
        in->code = CODE_OK;
    }
    tree_free(root);
}

/* A negative id names what an earlier command of this client created. */
static bool resolve_id(uint64_t *id, const struct room *room, const uint8_t client[CLIENT_ID_BYTES])
{
    const int64_t number = (int64_t)*id;
    if (number >= 0)
        return true;
    const uint64_t created = history_created(room, client, (uint64_t)-number);
    if (created != 0)
        *id = created;
    return created != 0;
}

static bool resolve_field(const struct field *field, void *object, const struct room *room,
                          const uint8_t client[CLIENT_ID_BYTES])
{
    void *member = (char *)object + field->offset;
    if (field->type == FIELD_REF)
        return resolve_id(member, room, client);
    if (field->type != FIELD_REFS)
        return true;
    struct ids *ids = member;
    for (uint32_t i = 0; i < ids->n; i++)
        if (!resolve_id(&ids->v[i], room, client))
            return false;
    return true;
}

enum code codec_resolve(struct command *cmd, const struct room *room, const uint8_t client[CLIENT_ID_BYTES])
{
    assert(cmd->verb != NULL);
    const struct verb *verb = cmd->verb;
    if (!resolve_id(&cmd->id, room, client) || !resolve_id(&cmd->after, room, client) ||
        !resolve_id(&cmd->into, room, client))
        return CODE_NOT_FOUND;
    for (size_t i = 0; i < verb->n_args; i++)
        if ((cmd->present >> i & 1) != 0 && !resolve_field(&verb->args[i], &cmd->u, room, client))
            return CODE_NOT_FOUND;
    return CODE_OK;
}
