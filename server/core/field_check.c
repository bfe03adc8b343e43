/* field_check: values against their rows. See include/core/field_check.h. */
#include "core/field_check.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "core/limits.h"
#include "core/ot.h"

/* Types whose text has a form of its own are never "too long", only wrong. */
static bool has_length(enum field_type type)
{
    return type == FIELD_TEXT || type == FIELD_ML || type == FIELD_TEXTS;
}

static enum code check_text(const struct field *field, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return CODE_OK;
    if (has_length(field->type) && utf8_length(text) > (size_t)field->max)
        return CODE_TOO_LONG;
    return field_text_ok(field, text) ? CODE_OK : CODE_BAD_ARGUMENT;
}

static enum code check_ml(const struct field *field, const struct ml *ml)
{
    if (ml->source >= LANG_N)
        return CODE_BAD_ARGUMENT;
    for (int l = 0; l < LANG_N; l++) {
        enum code code = check_text(field, ml->text[l]);
        if (code != CODE_OK)
            return code;
    }
    return CODE_OK;
}

static enum code check_texts(const struct field *field, const struct texts *texts)
{
    if (texts->n > field_list_max(field))
        return CODE_TOO_LONG;
    for (uint32_t i = 0; i < texts->n; i++) {
        if (texts->v[i] == NULL)
            return CODE_BAD_ARGUMENT;
        enum code code = check_text(field, texts->v[i]);
        if (code != CODE_OK)
            return code;
    }
    return CODE_OK;
}

static enum code check_langs(const struct texts *langs)
{
    unsigned seen = 0;
    if (langs->n > LANG_N)
        return CODE_BAD_ARGUMENT;
    for (uint32_t i = 0; i < langs->n; i++) {
        enum lang lang = langs->v[i] == NULL ? LANG_N : lang_of(langs->v[i]);
        if (lang == LANG_N || (seen & (1u << lang)))
            return CODE_BAD_ARGUMENT;
        seen |= 1u << lang;
    }
    return CODE_OK;
}

/* The place of a word among those of the field; how many they are when it is none of them. */
static size_t word_index(const struct field *field, const char *word)
{
    size_t i = 0;
    while (field->words[i] != NULL && (word == NULL || strcmp(field->words[i], word) != 0))
        i++;
    return i;
}

static enum code check_words_given(const struct field *field, const struct texts *words)
{
    uint64_t seen = 0;
    for (uint32_t i = 0; i < words->n; i++) {
        size_t index = word_index(field, words->v[i]);
        assert(index < 64);
        if (field->words[index] == NULL || (seen >> index & 1) != 0)
            return CODE_BAD_ARGUMENT;
        seen |= 1ull << index;
    }
    return CODE_OK;
}

static enum code check_ints(const struct field *field, const struct ints *ints)
{
    if (ints->n > field_list_max(field))
        return CODE_TOO_LONG;
    for (uint32_t i = 0; i < ints->n; i++)
        if (ints->v[i] < field->min || ints->v[i] > field->max)
            return CODE_BAD_ARGUMENT;
    return CODE_OK;
}

static enum code check_ids(const struct field *field, const struct ids *ids)
{
    if (ids->n > field_list_max(field))
        return CODE_TOO_LONG;
    for (uint32_t i = 0; i < ids->n; i++)
        for (uint32_t j = 0; j < i; j++)
            if (ids->v[i] == ids->v[j])
                return CODE_BAD_ARGUMENT;
    return CODE_OK;
}

static bool has_word(const struct field *field, uint8_t value)
{
    for (uint8_t i = 0; field->words[i] != NULL; i++)
        if (i == value)
            return true;
    return false;
}

enum code field_check(const struct field *field, const void *object)
{
    const void *member = (const char *)object + field->offset;
    bool ok = true;
    switch (field->type) {
    case FIELD_BOOL:
    case FIELD_REF:
        return CODE_OK;
    case FIELD_INT:
    case FIELD_TIME:
        ok = *(const int64_t *)member == 0 ||
             (*(const int64_t *)member >= field->min && *(const int64_t *)member <= field->max);
        ok = ok && (field->type == FIELD_INT || *(const int64_t *)member <= LIMIT_TIME);
        return ok ? CODE_OK : CODE_BAD_ARGUMENT;
    case FIELD_ENUM:
        ok = has_word(field, *(const uint8_t *)member);
        return ok ? CODE_OK : CODE_BAD_ARGUMENT;
    case FIELD_LANG:
        ok = *(const uint8_t *)member <= LANG_N;
        return ok ? CODE_OK : CODE_BAD_ARGUMENT;
    case FIELD_REFS:
        return check_ids(field, member);
    case FIELD_INTS:
        return check_ints(field, member);
    case FIELD_LANGS:
        return check_langs(member);
    case FIELD_TEXTS:
        return check_texts(field, member);
    case FIELD_WORDS:
        return check_words_given(field, member);
    case FIELD_OP:
        return ot_form(member);
    case FIELD_ML:
        return check_ml(field, member);
    default:
        return check_text(field, *(char *const *)member);
    }
}

bool field_text_blank(const char *text)
{
    if (text == NULL)
        return true;
    while (*text != '\0') {
        uint32_t cp = utf8_next(&text);
        bool space = cp == ' ' || cp == '\t' || cp == '\n' || cp == 0xa0 || cp == 0x3000 ||
                     (cp >= 0x2000 && cp <= 0x200f) || cp == 0x2028 || cp == 0x2029 || cp == 0x202f || cp == 0x205f ||
                     cp == 0x2060 || cp == 0xfeff;
        if (!space)
            return false;
    }
    return true;
}
