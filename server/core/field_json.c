/* field_json: members as JSON. See include/core/field_json.h. */
#include "core/field_json.h"

#include <assert.h>

#include "core/ot.h"

static void write_texts(struct json *json, const struct texts *texts)
{
    json_open_array(json);
    for (uint32_t i = 0; i < texts->n; i++)
        json_text(json, texts->v[i]);
    json_close_array(json);
}

static void write_ints(struct json *json, const struct ints *ints)
{
    json_open_array(json);
    for (uint32_t i = 0; i < ints->n; i++)
        json_int(json, ints->v[i]);
    json_close_array(json);
}

static void write_ids(struct json *json, const struct ids *ids)
{
    json_open_array(json);
    for (uint32_t i = 0; i < ids->n; i++)
        json_uint(json, ids->v[i]);
    json_close_array(json);
}

static void write_ml_texts(struct json *json, const struct ml *ml)
{
    for (int l = 0; l < LANG_N; l++) {
        if (ml->text[l] == NULL)
            continue;
        json_key(json, lang_word((enum lang)l));
        json_text(json, ml->text[l]);
    }
}

static void write_source(struct json *json, const struct ml *ml)
{
    json_key(json, "src");
    json_text(json, lang_word((enum lang)ml->source));
}

static bool is_outdated(const struct ml *ml, int l)
{
    return ml->text[l] != NULL && ml->rev[l] < ml->source_rev;
}

static void write_old(struct json *json, const struct ml *ml)
{
    bool any_old = false;
    for (int l = 0; l < LANG_N; l++)
        any_old = any_old || is_outdated(ml, l);
    if (!any_old)
        return;
    json_key(json, "old");
    json_open_array(json);
    for (int l = 0; l < LANG_N; l++)
        if (is_outdated(ml, l))
            json_text(json, lang_word((enum lang)l));
    json_close_array(json);
}

static void write_ml(struct json *json, const struct ml *ml)
{
    json_open_object(json);
    write_ml_texts(json, ml);
    if (!ml_is_empty(ml))
        write_source(json, ml);
    write_old(json, ml);
    json_close_object(json);
}

void field_write_marks(struct json *json, const struct field *field, const void *object)
{
    const struct ml *ml = (const struct ml *)(const void *)((const char *)object + field->offset);
    assert(field->flags & FIELD_COEDITED);
    json_open_object(json);
    write_source(json, ml);
    write_old(json, ml);
    json_close_object(json);
}

static const char *enum_word(const struct field *field, uint8_t value)
{
    for (uint8_t i = 0; i <= value; i++)
        assert(field->words[i] != NULL);
    return field->words[value];
}

void field_write(struct json *json, const struct field *field, const void *object)
{
    const void *member = (const char *)object + field->offset;
    const char *text;
    uint8_t lang;
    switch (field->type) {
    case FIELD_BOOL:
        json_bool(json, *(const bool *)member);
        return;
    case FIELD_INT:
    case FIELD_TIME:
        json_int(json, *(const int64_t *)member);
        return;
    case FIELD_ENUM:
        json_text(json, enum_word(field, *(const uint8_t *)member));
        return;
    case FIELD_LANG:
        lang = *(const uint8_t *)member;
        json_text(json, lang == 0 ? "" : lang_word((enum lang)(lang - 1)));
        return;
    case FIELD_REF:
        json_uint(json, *(const uint64_t *)member);
        return;
    case FIELD_REFS:
        write_ids(json, member);
        return;
    case FIELD_INTS:
        write_ints(json, member);
        return;
    case FIELD_TEXTS:
    case FIELD_LANGS:
    case FIELD_WORDS:
        write_texts(json, member);
        return;
    case FIELD_OP:
        ot_write(json, member);
        return;
    case FIELD_ML:
        write_ml(json, member);
        return;
    default:
        text = *(char *const *)member;
        json_text(json, text == NULL ? "" : text);
    }
}

void field_write_given(struct json *json, const struct field *field, const void *object)
{
    if (field->type != FIELD_ML) {
        field_write(json, field, object);
        return;
    }
    const struct ml *ml = (const struct ml *)((const char *)object + field->offset);
    json_open_object(json);
    write_ml_texts(json, ml);
    if (ml->source_rev != 0)
        write_source(json, ml);
    json_close_object(json);
}
