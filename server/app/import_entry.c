/* import_entry: members of the file become arguments. See include/app/import_entry.h. */
#include "app/import_entry.h"

#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "core/limits.h"

enum lang import_lang(const char *text, enum lang plain)
{
    return utf8_is_arabic(text) ? LANG_AR : plain;
}

static void put_node(struct json *json, const struct node *node)
{
    struct buf text;
    buf_init(&text, LIMIT_IMPORT);
    node_write(&text, node);
    json_raw(json, text.data, text.len);
    buf_free(&text);
}

/*
 * Names the source where the file does not: the language plain strings are in, if the text has it. Which translations
 * were outdated is left behind: in the new workshop all texts are of the same day.
 */
static void put_languages(const struct importer *importer, struct json *json, const struct node *texts)
{
    void *at = NULL;
    const char *key;
    const struct node *value;
    const bool has_plain = node_text(node_get(texts, lang_word(importer->plain))) != NULL;
    json_open_object(json);
    while (node_next(texts, &at, &key, &value)) {
        if (strcmp(key, "old") == 0)
            continue;
        json_key(json, key);
        put_node(json, value);
    }
    if (has_plain && node_get(texts, "src") == NULL) {
        json_key(json, "src");
        json_text(json, lang_word(importer->plain));
    }
    json_close_object(json);
}

static void put_ml(const struct importer *importer, struct json *json, const struct node *value)
{
    const char *text = node_text(value);
    if (text != NULL) {
        json_open_object(json);
        json_key(json, lang_word(import_lang(text, importer->plain)));
        json_text(json, text);
        json_close_object(json);
    } else if (node_type(value) == NODE_OBJECT) {
        put_languages(importer, json, value);
    } else {
        put_node(json, value);
    }
}

static bool ml_has(const struct ml *ml, const char *text)
{
    for (int l = 0; l < LANG_N; l++)
        if (ml->text[l] != NULL && strcmp(ml->text[l], text) == 0)
            return true;
    return false;
}

/* The oldest entity of the kind that is called so in any language; 0: none. */
static uint64_t find_named(const struct room *room, enum kind kind, const char *name)
{
    const struct kind_list *list = &room->live[kind];
    const ptrdiff_t title = kind_info(kind)->title;
    uint64_t found = 0;
    assert(title >= 0);
    for (size_t i = 0; i < list->n; i++) {
        const struct entity *entity = list->v[i];
        const struct ml *ml = (const struct ml *)((const char *)entity + title);
        if (ml_has(ml, name) && (found == 0 || entity->id < found))
            found = entity->id;
    }
    return found;
}

/* What a name alone makes. */
static const struct section *section_of_named(enum kind kind)
{
    static const struct section delegations = { "delegations", "delegation.create", "name", NULL };
    static const struct section themes = { "themes", "theme.create", "title", NULL };
    static const struct section groups = { "groups", "group.create", "title", NULL };
    return kind == KIND_DELEGATION ? &delegations : kind == KIND_THEME ? &themes : kind == KIND_GROUP ? &groups : NULL;
}

/* A name alone makes a delegation of an organisation, a theme, or a working group. */
static bool create_named(struct importer *importer, const char *key, enum kind kind, const struct node *name,
                         uint64_t *id)
{
    const struct section *section = section_of_named(kind);
    if (section == NULL)
        return import_fail(importer, key, "nothing in the file is called so");
    struct buf args;
    struct json json;
    buf_init(&args, LIMIT_IMPORT);
    json_init(&json, &args);
    json_open_object(&json);
    json_key(&json, section->plain);
    put_ml(importer, &json, name);
    if (kind == KIND_DELEGATION) {
        json_key(&json, "type");
        json_text(&json, "organisation");
    }
    json_close_object(&json);
    const bool done = import_command(importer, section, &args, id);
    buf_free(&args);
    return done;
}

/* The text by which something given as a name is looked up: in several languages, the first of them. */
static const char *lookup_text(const struct node *name)
{
    if (node_type(name) != NODE_OBJECT)
        return node_text(name);
    void *at = NULL;
    const char *key;
    const struct node *value;
    while (node_next(name, &at, &key, &value))
        if (lang_of(key) != LANG_N && node_text(value) != NULL)
            return node_text(value);
    return NULL;
}

static bool resolve_name(struct importer *importer, const char *key, enum kind kind, const struct node *name, uint64_t *id)
{
    const char *text = lookup_text(name);
    if (text == NULL)
        return import_fail(importer, key, "not a name");
    *id = text[0] == '\0' ? 0 : find_named(importer->import->room, kind, text);
    if (*id != 0 || text[0] == '\0')
        return true;
    return create_named(importer, key, kind, name, id);
}

/* Agenda items and recommendations have no short names, so they are told by their number in the file. */
static const struct numbered *numbered_of(const struct importer *importer, enum kind kind)
{
    return kind == KIND_ITEM ? &importer->items : kind == KIND_RECOMMENDATION ? &importer->recommendations : NULL;
}

static bool resolve_number(struct importer *importer, const char *key, const struct numbered *numbered,
                           const struct node *value, uint64_t *id)
{
    int64_t number;
    if (!node_int(value, &number) || number < 1 || (uint64_t)number > numbered->n)
        return import_fail(importer, key, "not the number of %s, from 1",
                           numbered == &importer->items ? "an agenda item" : "a recommendation");
    *id = numbered->v[number - 1];
    return true;
}

static bool put_ref(struct importer *importer, struct json *json, const char *key, const struct field *field,
                    const struct node *value)
{
    const struct numbered *numbered = numbered_of(importer, (enum kind)field->ref);
    uint64_t id = 0;
    const bool found = node_type(value) == NODE_NULL ? true
                       : numbered != NULL            ? resolve_number(importer, key, numbered, value, &id)
                                                     : resolve_name(importer, key, (enum kind)field->ref, value, &id);
    if (found)
        json_uint(json, id);
    return found;
}

static bool put_refs(struct importer *importer, struct json *json, const char *key, const struct field *field,
                     const struct node *value)
{
    if (node_type(value) != NODE_LIST)
        return import_fail(importer, key, "not a list of names");
    json_open_array(json);
    for (size_t i = 0; i < node_count(value); i++)
        if (!put_ref(importer, json, key, field, node_at(value, i)))
            return false;
    json_close_array(json);
    return true;
}

static bool put_value(struct importer *importer, struct json *json, const char *key, const struct field *field,
                      const struct node *value)
{
    switch (field->type) {
    case FIELD_REF:
        return put_ref(importer, json, key, field, value);
    case FIELD_REFS:
        return put_refs(importer, json, key, field, value);
    case FIELD_ML:
        put_ml(importer, json, value);
        return true;
    default:
        put_node(json, value);
        return true;
    }
}

static const struct alias *alias_of(const struct section *section, const char *key)
{
    for (const struct alias *alias = section->aliases; alias != NULL && alias->key != NULL; alias++)
        if (strcmp(alias->key, key) == 0)
            return alias;
    return NULL;
}

/* Whose device somebody used, which row an answer stood for: true of the people and rows of the meeting the file is from. */
static bool is_of_that_meeting(const struct field *field)
{
    return field->type == FIELD_REF && (field->flags & FIELD_PAST) && field->ref != KIND_ITEM;
}

static bool put_member(struct importer *importer, struct json *json, const struct section *section, const char *key,
                       const struct node *value)
{
    const struct verb *verb = verb_of(section->verb);
    const struct alias *alias = alias_of(section, key);
    size_t index;
    if (alias != NULL && alias->field == NULL)
        return true;
    const struct field *field = kind_field((enum kind)verb->kind, alias == NULL ? key : alias->field, &index);
    if (field == NULL)
        return import_fail(importer, key, "not known here");
    if ((field->flags & FIELD_SET) == 0 || is_of_that_meeting(field))
        return true;
    json_key(json, field->name);
    return put_value(importer, json, key, field, value);
}

static bool put_members(struct importer *importer, struct json *json, const struct section *section,
                        const struct node *entry)
{
    void *at = NULL;
    const char *key;
    const struct node *value;
    while (node_next(entry, &at, &key, &value))
        if (!put_member(importer, json, section, key, value))
            return false;
    return true;
}

/* {"fr":"...","en":"..."} as a whole entry is its text in several languages. */
static bool is_languages(const struct node *entry)
{
    void *at = NULL;
    const char *key;
    const struct node *value;
    while (node_next(entry, &at, &key, &value))
        if (lang_of(key) == LANG_N && strcmp(key, "src") != 0 && strcmp(key, "old") != 0)
            return false;
    return node_count(entry) > 0;
}

static bool put_entry(struct importer *importer, struct json *json, const struct section *section,
                      const struct node *entry)
{
    const bool is_object = node_type(entry) == NODE_OBJECT;
    if (section->plain != NULL && (node_text(entry) != NULL || (is_object && is_languages(entry))))
        return put_member(importer, json, section, section->plain, entry);
    if (!is_object)
        return import_fail(importer, NULL, "not an object");
    return put_members(importer, json, section, entry);
}

const char *import_key(const struct section *section, const struct field *field)
{
    if (field == NULL)
        return NULL;
    for (const struct alias *alias = section->aliases; alias != NULL && alias->key != NULL; alias++)
        if (alias->field != NULL && strcmp(alias->field, field->name) == 0)
            return alias->key;
    return field->name;
}

static bool put_all(struct importer *importer, struct json *json, const struct section *section,
                    const struct node *entry, const char *parent, uint64_t parent_id)
{
    json_open_object(json);
    if (!put_entry(importer, json, section, entry))
        return false;
    if (parent != NULL) {
        json_key(json, parent);
        json_uint(json, parent_id);
    }
    json_close_object(json);
    return !json->out->full || import_fail(importer, NULL, "too large");
}

bool import_entry(struct importer *importer, const struct section *section, const struct node *entry, const char *parent,
                  uint64_t parent_id, uint64_t *result)
{
    struct buf args;
    struct json json;
    buf_init(&args, LIMIT_IMPORT);
    json_init(&json, &args);
    const bool done =
        put_all(importer, &json, section, entry, parent, parent_id) && import_command(importer, section, &args, result);
    buf_free(&args);
    return done;
}
