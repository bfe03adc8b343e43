/* codec_field: one reader per type of field. See include/app/codec_field.h. */
#include "app/codec_field.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "core/field_check.h"
#include "core/limits.h"
#include "core/ot.h"

bool codec_id(const struct node *value, uint64_t *out)
{
    int64_t id;
    if (!node_int(value, &id) || id > (int64_t)LIMIT_ID)
        return false;
    *out = (uint64_t)id;
    return true;
}

/* What a reader is asked for. */
struct taking {
    const struct field *field;
    void *member;               /* in the struct */
    const struct node *value;
    enum lang lang;             /* of a plain string */
};

static bool read_bool(const struct taking *t)
{
    return node_bool(t->value, t->member);
}

static bool read_int(const struct taking *t)
{
    return node_int(t->value, t->member);
}

static bool read_enum(const struct taking *t)
{
    const char *word = node_text(t->value);
    for (uint8_t i = 0; word != NULL && t->field->words[i] != NULL; i++) {
        if (strcmp(t->field->words[i], word) == 0) {
            *(uint8_t *)t->member = i;
            return true;
        }
    }
    return false;
}

static bool read_ref(const struct taking *t)
{
    return codec_id(t->value, t->member);
}

static bool read_refs(const struct taking *t)
{
    if (node_type(t->value) != NODE_LIST)
        return false;
    const size_t n = node_count(t->value);
    if (n == 0)
        return true;
    struct ids *ids = t->member;
    ids->v = mem_zero(n, sizeof *ids->v);
    for (size_t i = 0; i < n; i++) {
        if (!codec_id(node_at(t->value, i), &ids->v[i]) || ids->v[i] == 0)
            return false;
        ids->n++;
    }
    return true;
}

static bool read_ints(const struct taking *t)
{
    if (node_type(t->value) != NODE_LIST)
        return false;
    const size_t n = node_count(t->value);
    if (n == 0)
        return true;
    struct ints *ints = t->member;
    ints->v = mem_zero(n, sizeof *ints->v);
    for (size_t i = 0; i < n; i++)
        if (!node_int(node_at(t->value, i), &ints->v[ints->n++]))
            return false;
    return true;
}

static bool read_text(const struct taking *t)
{
    const char *text = node_text(t->value);
    if (text == NULL)
        return false;
    *(char **)t->member = text[0] == '\0' ? NULL : mem_copy_text(text);
    return true;
}

/* The members of {"fr":TEXT,...,"src":LANG}. */
static bool read_ml_member(struct ml *ml, const char *key, const struct node *value)
{
    const char *text = node_text(value);
    if (strcmp(key, "src") == 0) {
        const enum lang source = text == NULL ? LANG_N : lang_of(text);
        if (source == LANG_N)
            return false;
        ml->source = (uint8_t)source;
        ml->source_rev = 1;
        return true;
    }
    const enum lang lang = lang_of(key);
    if (lang == LANG_N || (text == NULL && node_type(value) != NODE_NULL))
        return false;
    ml->text[lang] = mem_copy_text(text == NULL ? "" : text);
    return true;
}

static bool read_ml(const struct taking *t)
{
    struct ml *ml = t->member;
    const char *text = node_text(t->value);
    if (text != NULL) {
        ml->text[t->lang] = mem_copy_text(text);
        return true;
    }
    if (node_type(t->value) != NODE_OBJECT)
        return false;
    void *at = NULL;
    const char *key;
    const struct node *given;
    while (node_next(t->value, &at, &key, &given))
        if (!read_ml_member(ml, key, given))
            return false;
    return true;
}

static bool read_texts(const struct taking *t)
{
    if (node_type(t->value) != NODE_LIST)
        return false;
    const size_t n = node_count(t->value);
    if (n == 0)
        return true;
    struct texts *texts = t->member;
    texts->v = mem_zero(n, sizeof *texts->v);
    for (size_t i = 0; i < n; i++) {
        const char *text = node_text(node_at(t->value, i));
        if (text == NULL)
            return false;
        texts->v[texts->n++] = mem_copy_text(text);
    }
    return true;
}

static bool read_lang(const struct taking *t)
{
    const char *word = node_text(t->value);
    if (word == NULL)
        return false;
    if (word[0] == '\0')
        return true;
    const enum lang named = lang_of(word);
    if (named == LANG_N)
        return false;
    *(uint8_t *)t->member = (uint8_t)(named + 1);
    return true;
}

/* 5 skips, "abc" inserts, {"d":3} deletes. Whether the whole is one that may be sent is for field_check. */
static bool read_op_part(struct ot_op *op, const struct node *part)
{
    const bool is_delete = node_type(part) == NODE_OBJECT;
    const char *text = node_text(part);
    int64_t n;
    if (text != NULL) {
        ot_push(op, OT_INSERT, 0, text);
        return true;
    }
    if (is_delete && node_count(part) != 1)
        return false;
    if (!node_int(is_delete ? node_get(part, "d") : part, &n) || n < 1 || n > OT_LENGTH_MAX)
        return false;
    ot_push(op, is_delete ? OT_DELETE : OT_SKIP, (uint32_t)n, NULL);
    return true;
}

static bool read_op(const struct taking *t)
{
    if (node_type(t->value) != NODE_LIST)
        return false;
    for (size_t i = 0; i < node_count(t->value); i++)
        if (!read_op_part(t->member, node_at(t->value, i)))
            return false;
    return true;
}

/* null: the zero value, but for texts in several languages, where nothing would mean "leave them". */
static void read_null(const struct field *field, void *member)
{
    if (field->type != FIELD_ML)
        return;
    struct ml *ml = member;
    for (int l = 0; l < LANG_N; l++)
        ml->text[l] = mem_copy_text("");
}

typedef bool (*reader)(const struct taking *t);

enum code codec_field(const struct field *field, void *object, const struct node *value, enum lang lang)
{
    static const reader readers[] = {
        [FIELD_BOOL] = read_bool,   [FIELD_INT] = read_int,     [FIELD_TIME] = read_int,    [FIELD_ENUM] = read_enum,
        [FIELD_REF] = read_ref,     [FIELD_REFS] = read_refs,   [FIELD_TEXT] = read_text,   [FIELD_ML] = read_ml,
        [FIELD_TEXTS] = read_texts, [FIELD_LANG] = read_lang,   [FIELD_LANGS] = read_texts, [FIELD_DATE] = read_text,
        [FIELD_CLOCK] = read_text,  [FIELD_LOCAL] = read_text,  [FIELD_DUE] = read_text,    [FIELD_COUNTRY] = read_text,
        [FIELD_ZONE] = read_text,   [FIELD_WORDS] = read_texts, [FIELD_OP] = read_op,       [FIELD_INTS] = read_ints
    };
    assert((size_t)field->type < sizeof readers / sizeof readers[0]);
    assert((unsigned)lang < LANG_N);
    const struct taking taking = { field, (char *)object + field->offset, value, lang };
    if (node_type(value) == NODE_NULL)
        read_null(field, taking.member);
    else if (!readers[field->type](&taking))
        return CODE_BAD_ARGUMENT;
    return field_check(field, object);
}
