/* sheet: a CSV with named columns. See include/app/sheet.h. */
#include "app/sheet.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "core/field.h"
#include "core/words.h"

static const char *const problem_words[SHEET_PROBLEM_N] = {
    [SHEET_ENCODING] = "encoding", [SHEET_QUOTES] = "quotes", [SHEET_EMPTY] = "empty",
    [SHEET_COLUMN_UNKNOWN] = "column_unknown",
    [SHEET_COLUMN_TWICE] = "column_twice", [SHEET_COLUMN_MISSING] = "column_missing",
    [SHEET_FIELDS] = "fields", [SHEET_MISSING] = "missing", [SHEET_TOO_LONG] = "too_long",
    [SHEET_NOT_POSSIBLE] = "not_possible", [SHEET_UNKNOWN] = "unknown", [SHEET_NUMBER] = "number",
    [SHEET_DATE] = "date", [SHEET_TIME] = "time", [SHEET_LINK] = "link", [SHEET_YES_NO] = "yes_no",
    [SHEET_TWICE] = "twice", [SHEET_FORBIDDEN] = "forbidden", [SHEET_LIMIT] = "limit",
    [SHEET_IN_USE] = "in_use", [SHEET_DUE] = "due", [SHEET_FROZEN] = "frozen", [SHEET_GONE] = "gone",
    [SHEET_KEY] = "key", [SHEET_KEY_TWICE] = "key_twice", [SHEET_MERGED] = "merged", [SHEET_BROKEN] = "broken",
    [SHEET_NO_SHEET] = "no_sheet", [SHEET_DAMAGED] = "damaged", [SHEET_LARGE] = "large", [SHEET_MANY] = "many",
    [SHEET_READ_ONLY] = "read_only", [SHEET_NOT_READ] = "not_read",
};

void sheet_set_value(struct sheet_error *error, const char *value)
{
    const char *end = utf8_skip(value, value + strlen(value), SHEET_VALUE_CHARS);
    const size_t n = end == NULL ? strlen(value) : (size_t)(end - value);
    assert(n < sizeof error->value);
    memcpy(error->value, value, n);
    error->value[n] = '\0';
}

static struct sheet_error error_of(const struct sheet *sheet, const char *column, enum sheet_problem problem, const char *value)
{
    struct sheet_error error = { .line = sheet->line, .column = column, .problem = problem };
    if (value != NULL)
        sheet_set_value(&error, value);
    return error;
}

void sheet_fault(struct sheet *sheet, const char *column, enum sheet_problem problem, const char *value)
{
    if (sheet->n_errors < SHEET_ERRORS_MAX)
        sheet->errors[sheet->n_errors++] = error_of(sheet, column, problem, value);
}

void sheet_note(struct sheet *sheet, const char *column, enum sheet_problem problem, const char *value)
{
    if (sheet->notes == NULL)
        sheet->notes = mem_zero(SHEET_ERRORS_MAX, sizeof *sheet->notes);
    if (sheet->n_notes < SHEET_ERRORS_MAX)
        sheet->notes[sheet->n_notes++] = error_of(sheet, column, problem, value);
}

static void write_say(struct json *json, const char *problem)
{
    char key[64];
    snprintf(key, sizeof key, "row.%s", problem);
    json_key(json, "say");
    json_open_object(json);
    for (int lang = 0; lang < LANG_N; lang++) {
        const char *text = words_text((enum lang)lang, key);
        json_key(json, lang_word((enum lang)lang));
        json_text(json, text == NULL ? problem : text);
    }
    json_close_object(json);
}

static void write_error(struct json *json, const struct sheet_error *error)
{
    const char *problem = problem_words[error->problem];
    json_open_object(json);
    json_key(json, "line");
    json_uint(json, error->line);
    if (error->column != NULL) {
        json_key(json, "column");
        json_text(json, error->column);
    }
    json_key(json, "problem");
    json_text(json, problem);
    json_key(json, "value");
    json_text(json, error->value);
    write_say(json, problem);
    json_close_object(json);
}

static void write_errors(struct json *json, const char *key, const struct sheet_error *errors, size_t n)
{
    json_key(json, key);
    json_open_array(json);
    for (size_t i = 0; i < n; i++)
        write_error(json, &errors[i]);
    json_close_array(json);
}

void sheet_write_errors(const struct sheet *sheet, struct json *json)
{
    write_errors(json, "errors", sheet->errors, sheet->n_errors);
}

void sheet_write_notes(const struct sheet *sheet, struct json *json)
{
    write_errors(json, "passed", sheet->notes, sheet->n_notes);
}

static char plain(char c)
{
    if (c == ' ' || c == '-')
        return '_';
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_word(const char *cell, const char *word, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cell[i] == '\0' || plain(cell[i]) != plain(word[i]))
            return false;
    return cell[n] == '\0';
}

const char *sheet_meant(const struct sheet_name *names, const char *cell)
{
    for (; names->name != NULL; names++) {
        if (is_word(cell, names->name, strlen(names->name)))
            return names->name;
        for (const char *other = names->others; other != NULL && *other != '\0';) {
            size_t n = strcspn(other, "|");
            if (is_word(cell, other, n))
                return names->name;
            other += n + (other[n] == '|');
        }
    }
    return NULL;
}

bool sheet_yes_no(const char *cell, bool *out)
{
    static const struct sheet_name words[] = { { "yes", "y|true|1|x|oui|vrai|نعم" },
                                               { "no", "n|false|0|non|faux|لا" },
                                               { NULL, NULL } };
    const char *meant = sheet_meant(words, cell);
    *out = meant != NULL && strcmp(meant, "yes") == 0;
    return meant != NULL;
}

bool sheet_same(const char *a, const char *b)
{
    return strcasecmp(a, b) == 0;
}

/* A space, or the one that does not break (U+00A0), which spreadsheets like. */
static size_t space_at(const char *p)
{
    if (*p == ' ' || *p == '\t' || *p == '\n')
        return 1;
    return (unsigned char)p[0] == 0xc2 && (unsigned char)p[1] == 0xa0 ? 2 : 0;
}

/* The fields are in our own buffer, so they are cut there. */
static const char *trim(struct csv *csv, const char *field)
{
    char *p = csv->text.data + (field - csv->text.data), *end = p;
    while (space_at(p) > 0)
        p += space_at(p);
    for (char *q = p; *q != '\0'; q += space_at(q) > 0 ? space_at(q) : 1)
        if (space_at(q) == 0)
            end = q + 1;
    if (end < p)
        end = p;
    *end = '\0';
    return p;
}

/* One record, its fields trimmed; false: there is none, or an error was noted. */
static bool read_record(struct sheet *sheet)
{
    const enum csv_result result = csv_next(&sheet->csv, &sheet->record);
    sheet->line = sheet->record.line;
    if (result == CSV_QUOTES)
        sheet_fault(sheet, NULL, SHEET_QUOTES, NULL);
    if (result == CSV_FIELDS)
        sheet_fault(sheet, NULL, SHEET_FIELDS, NULL);
    for (size_t i = 0; result == CSV_RECORD && i < sheet->record.n; i++)
        sheet->record.field[i] = trim(&sheet->csv, sheet->record.field[i]);
    return result == CSV_RECORD;
}

static void place_column(struct sheet *sheet, size_t field)
{
    const char *heading = sheet->record.field[field];
    const char *meant = sheet_meant(sheet->columns, heading);
    if (heading[0] == '\0')
        return;
    if (meant == NULL) {
        sheet_fault(sheet, NULL, SHEET_COLUMN_UNKNOWN, heading);
        return;
    }
    size_t column = 0;
    while (sheet->columns[column].name != meant)
        column++;
    if (sheet->place[column] >= 0)
        sheet_fault(sheet, meant, SHEET_COLUMN_TWICE, heading);
    sheet->place[column] = (int)field;
}

bool sheet_open(struct sheet *sheet, const char *text, size_t n, const struct sheet_name *columns)
{
    *sheet = (struct sheet){ .columns = columns };
    sheet->errors = mem_zero(SHEET_ERRORS_MAX, sizeof *sheet->errors);
    for (size_t i = 0; i < SHEET_COLUMNS_MAX; i++)
        sheet->place[i] = -1;
    if (!csv_open(&sheet->csv, text, n)) {
        sheet_fault(sheet, NULL, SHEET_ENCODING, NULL);
        return false;
    }
    if (!read_record(sheet)) {
        if (sheet->n_errors == 0)
            sheet_fault(sheet, NULL, SHEET_EMPTY, NULL);
        return false;
    }
    sheet->width = sheet->record.n;
    for (size_t i = 0; i < sheet->record.n; i++)
        place_column(sheet, i);
    return sheet->n_errors == 0;
}

void sheet_close(struct sheet *sheet)
{
    csv_close(&sheet->csv);
    mem_free(sheet->errors);
    mem_free(sheet->notes);
    sheet->errors = sheet->notes = NULL;
}

static bool is_blank(const struct csv_record *record)
{
    for (size_t i = 0; i < record->n; i++)
        if (record->field[i][0] != '\0')
            return false;
    return true;
}

bool sheet_next(struct sheet *sheet)
{
    do {
        if (!read_record(sheet))
            return false;
    } while (is_blank(&sheet->record));
    for (size_t i = sheet->width; i < sheet->record.n; i++)
        if (sheet->record.field[i][0] != '\0')
            sheet_fault(sheet, NULL, SHEET_FIELDS, sheet->record.field[i]);
    return true;
}

bool sheet_has(const struct sheet *sheet, size_t column)
{
    assert(column < SHEET_COLUMNS_MAX);
    return sheet->place[column] >= 0;
}

const char *sheet_cell(const struct sheet *sheet, size_t column)
{
    assert(column < SHEET_COLUMNS_MAX);
    int place = sheet->place[column];
    if (place < 0 || (size_t)place >= sheet->record.n || sheet->record.field[place][0] == '\0')
        return NULL;
    return sheet->record.field[place];
}
