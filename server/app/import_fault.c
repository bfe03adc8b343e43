/* import_fault: phrases for the people who wrote the file. See include/app/import_fault.h. */
#include "app/import_fault.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/limits.h"

static void explain_words(char *out, size_t size, const struct field *field)
{
    int used = snprintf(out, size, "not one of");
    for (size_t i = 0; field->words[i] != NULL && used > 0 && (size_t)used < size; i++)
        used += snprintf(out + used, size - (size_t)used, "%s %s", i == 0 ? ":" : ",", field->words[i]);
}

static const char *form_of(enum field_type type)
{
    static const char *const forms[] = {
        [FIELD_BOOL] = "not true or false",
        [FIELD_TIME] = "not a time in milliseconds",
        [FIELD_REF] = "not a name",
        [FIELD_REFS] = "not a list of names, none twice",
        [FIELD_TEXT] = "not a text that can be shown (no control characters; one line where titles stand)",
        [FIELD_ML] = "not a text, nor texts by language (ar, fr, en)",
        [FIELD_TEXTS] = "not a list of texts",
        [FIELD_LANG] = "not one of: ar, fr, en",
        [FIELD_LANGS] = "not a list of ar, fr, en, none twice",
        [FIELD_DATE] = "not a date (2026-03-31)",
        [FIELD_CLOCK] = "not a time of day (09:30)",
        [FIELD_LOCAL] = "not a date and time (2026-03-31T09:30)",
        [FIELD_DUE] = "not a date, a relative time or ongoing",
        [FIELD_COUNTRY] = "not a country code of two capital letters",
        [FIELD_ZONE] = "not a time zone such as Africa/Bamako or UTC",
        [FIELD_INTS] = "not a list of whole numbers",
        [FIELD_WORDS] = "not a list of the words that it can have",
    };
    return (size_t)type < sizeof forms / sizeof forms[0] && forms[type] != NULL ? forms[type] : "not possible";
}

static void explain_form(char *out, size_t size, const struct field *field)
{
    if (field->type == FIELD_INT)
        snprintf(out, size, "not a whole number from %" PRId64 " to %" PRId64, field->min, field->max);
    else if (field->type == FIELD_ENUM)
        explain_words(out, size, field);
    else
        snprintf(out, size, "%s", form_of(field->type));
}

static void explain_length(char *out, size_t size, const struct field *field)
{
    if (field->type == FIELD_REFS)
        snprintf(out, size, "more than %u entries", (unsigned)field_list_max(field));
    else if (field->type == FIELD_TEXTS)
        snprintf(out, size, "more than %u entries, or one longer than %" PRId64 " characters",
                 (unsigned)field_list_max(field), field->max);
    else
        snprintf(out, size, "longer than %" PRId64 " characters", field->max);
}

/* Refusals of the whole entry. */
static const char *phrase_of(enum code code)
{
    switch (code) {
    case CODE_LIMIT:
        return "more than a workshop can hold";
    case CODE_BAD_ARGUMENT:
        return "its parts do not fit together (an end before its beginning, a link that is not http or https)";
    case CODE_NOT_FOUND:
        return "it refers to something that is not there";
    default:
        return code_word(code);
    }
}

void import_explain(char *out, size_t size, enum code code, const struct codec_fault *fault)
{
    if (fault->field == NULL)
        snprintf(out, size, "%s", phrase_of(code));
    else if (fault->missing)
        snprintf(out, size, "missing");
    else if (code == CODE_TOO_LONG)
        explain_length(out, size, fault->field);
    else
        explain_form(out, size, fault->field);
}
