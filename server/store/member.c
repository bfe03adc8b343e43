/* member: binding members to columns and reading them back, one row of functions per field type. */
#include "store/member.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "core/limits.h"

enum { LIST_BYTES_MAX = 1 << 20 };      /* a list of LIMIT_LIST titles, written as JSON, is far below */

struct member_type {
    bool is_integer, not_null;
    int (*bind)(sqlite3_stmt *stmt, int at, const struct field *field, const void *member);
    bool (*read)(sqlite3_stmt *stmt, int at, const struct field *field, void *member);
};

/* Text of a column as a copy, *out NULL for none. False: not text, empty, or not UTF-8 without NUL bytes. */
static bool read_copy(sqlite3_stmt *stmt, int at, char **out)
{
    *out = NULL;
    if (sqlite3_column_type(stmt, at) == SQLITE_NULL)
        return true;
    const char *text = (const char *)sqlite3_column_text(stmt, at);
    size_t n = (size_t)sqlite3_column_bytes(stmt, at);
    if (text == NULL || n == 0 || memchr(text, '\0', n) != NULL || !utf8_valid(text, n))
        return false;
    *out = mem_copy_bytes(text, n);
    return true;
}

static int bind_borrowed(sqlite3_stmt *stmt, int at, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return sqlite3_bind_null(stmt, at);
    return sqlite3_bind_text(stmt, at, text, -1, SQLITE_STATIC);
}

static int bind_text(sqlite3_stmt *stmt, int at, const struct field *field, const void *member)
{
    (void)field;
    return bind_borrowed(stmt, at, *(char *const *)member);
}

static bool read_text(sqlite3_stmt *stmt, int at, const struct field *field, void *member)
{
    (void)field;
    return read_copy(stmt, at, member);
}

static int bind_bool(sqlite3_stmt *stmt, int at, const struct field *field, const void *member)
{
    (void)field;
    return sqlite3_bind_int(stmt, at, *(const bool *)member);
}

static bool read_bool(sqlite3_stmt *stmt, int at, const struct field *field, void *member)
{
    (void)field;
    int64_t value = sqlite3_column_int64(stmt, at);
    *(bool *)member = value == 1;
    return value == 0 || value == 1;
}

static int bind_int(sqlite3_stmt *stmt, int at, const struct field *field, const void *member)
{
    (void)field;
    return sqlite3_bind_int64(stmt, at, *(const int64_t *)member);
}

static bool read_int(sqlite3_stmt *stmt, int at, const struct field *field, void *member)
{
    (void)field;
    *(int64_t *)member = sqlite3_column_int64(stmt, at);
    return true;
}

static int bind_time(sqlite3_stmt *stmt, int at, const struct field *field, const void *member)
{
    if (*(const int64_t *)member == 0)
        return sqlite3_bind_null(stmt, at);
    return bind_int(stmt, at, field, member);
}

static int bind_ref(sqlite3_stmt *stmt, int at, const struct field *field, const void *member)
{
    uint64_t id = *(const uint64_t *)member;
    (void)field;
    if (id == 0)
        return sqlite3_bind_null(stmt, at);
    return sqlite3_bind_int64(stmt, at, (int64_t)id);
}

static bool read_ref(sqlite3_stmt *stmt, int at, const struct field *field, void *member)
{
    (void)field;
    int64_t id = sqlite3_column_int64(stmt, at);
    *(uint64_t *)member = (uint64_t)id;
    return id >= 0 && (uint64_t)id <= LIMIT_ID;
}

static int bind_enum(sqlite3_stmt *stmt, int at, const struct field *field, const void *member)
{
    return bind_borrowed(stmt, at, field->words[*(const uint8_t *)member]);
}

static bool read_enum(sqlite3_stmt *stmt, int at, const struct field *field, void *member)
{
    const char *text = (const char *)sqlite3_column_text(stmt, at);
    for (uint8_t i = 0; text != NULL && field->words[i] != NULL; i++) {
        if (strcmp(field->words[i], text) == 0) {
            *(uint8_t *)member = i;
            return true;
        }
    }
    return false;
}

static int bind_lang(sqlite3_stmt *stmt, int at, const struct field *field, const void *member)
{
    uint8_t lang = *(const uint8_t *)member;
    (void)field;
    return bind_borrowed(stmt, at, lang == 0 ? NULL : lang_word((enum lang)(lang - 1)));
}

static bool read_lang(sqlite3_stmt *stmt, int at, const struct field *field, void *member)
{
    (void)field;
    if (sqlite3_column_type(stmt, at) == SQLITE_NULL)
        return true;
    const char *text = (const char *)sqlite3_column_text(stmt, at);
    enum lang lang = text == NULL ? LANG_N : lang_of(text);
    *(uint8_t *)member = lang == LANG_N ? 0 : (uint8_t)(lang + 1);
    return lang != LANG_N;
}

/* Numbers as a JSON array. */
static int bind_numbers(sqlite3_stmt *stmt, int at, const uint64_t *v, size_t n)
{
    if (n == 0)
        return sqlite3_bind_null(stmt, at);
    struct buf out;
    struct json json;
    buf_init(&out, LIST_BYTES_MAX);
    json_init(&json, &out);
    json_open_array(&json);
    for (size_t i = 0; i < n; i++)
        json_uint(&json, v[i]);
    json_close_array(&json);
    assert(!out.full);
    return sqlite3_bind_text(stmt, at, buf_take(&out, NULL), -1, mem_free);
}

/* Reads up to n_max numbers of the form that bind_numbers writes; returns how many, or -1 when it is not that. */
static int read_numbers(sqlite3_stmt *stmt, int at, uint64_t *out, int n_max)
{
    if (sqlite3_column_type(stmt, at) == SQLITE_NULL)
        return 0;
    const char *p = (const char *)sqlite3_column_text(stmt, at);
    if (p == NULL || *p++ != '[')
        return -1;
    for (int n = 0; n < n_max;) {
        char *end;
        errno = 0;
        if (*p < '0' || *p > '9')
            return -1;
        out[n++] = strtoull(p, &end, 10);
        if (errno != 0 || (*end != ',' && *end != ']'))
            return -1;
        p = end + 1;
        if (*end == ']')
            return *p == '\0' ? n : -1;
    }
    return -1;
}

static int bind_refs(sqlite3_stmt *stmt, int at, const struct field *field, const void *member)
{
    const struct ids *ids = member;
    (void)field;
    return bind_numbers(stmt, at, ids->v, ids->n);
}

static bool read_refs(sqlite3_stmt *stmt, int at, const struct field *field, void *member)
{
    struct ids *ids = member;
    uint64_t *v = mem_zero(field_list_max(field), sizeof(v[0]));
    int n = read_numbers(stmt, at, v, (int)field_list_max(field));
    if (n > 0) {
        ids->v = v;
        ids->n = (uint32_t)n;
        return true;
    }
    mem_free(v);
    return n == 0;
}

static int bind_ints(sqlite3_stmt *stmt, int at, const struct field *field, const void *member)
{
    const struct ints *ints = member;
    (void)field;
    if (ints->n == 0)
        return sqlite3_bind_null(stmt, at);
    struct buf out;
    struct json json;
    buf_init(&out, LIST_BYTES_MAX);
    json_init(&json, &out);
    json_open_array(&json);
    for (uint32_t i = 0; i < ints->n; i++)
        json_int(&json, ints->v[i]);
    json_close_array(&json);
    assert(!out.full);
    return sqlite3_bind_text(stmt, at, buf_take(&out, NULL), -1, mem_free);
}

/* Of the form that bind_ints writes, and no other. */
static bool read_ints(sqlite3_stmt *stmt, int at, const struct field *field, void *member)
{
    struct ints *ints = member;
    if (sqlite3_column_type(stmt, at) == SQLITE_NULL)
        return true;
    const char *p = (const char *)sqlite3_column_text(stmt, at);
    if (p == NULL || *p++ != '[')
        return false;
    ints->v = mem_zero(field_list_max(field), sizeof(ints->v[0]));
    while (ints->n < field_list_max(field)) {
        char *end;
        errno = 0;
        if (*p != '-' && (*p < '0' || *p > '9'))
            return false;
        ints->v[ints->n++] = strtoll(p, &end, 10);
        if (errno != 0 || end == p || (*end != ',' && *end != ']'))
            return false;
        p = end + 1;
        if (*end == ']')
            return *p == '\0';
    }
    return false;
}

static int bind_texts(sqlite3_stmt *stmt, int at, const struct field *field, const void *member)
{
    const struct texts *texts = member;
    (void)field;
    if (texts->n == 0)
        return sqlite3_bind_null(stmt, at);
    struct buf out;
    struct json json;
    buf_init(&out, LIST_BYTES_MAX);
    json_init(&json, &out);
    json_open_array(&json);
    for (uint32_t i = 0; i < texts->n; i++)
        json_text(&json, texts->v[i]);
    json_close_array(&json);
    assert(!out.full);
    return sqlite3_bind_text(stmt, at, buf_take(&out, NULL), -1, mem_free);
}

/* SQLite itself takes the array apart; it is rare enough to prepare the query each time. */
static bool read_texts(sqlite3_stmt *stmt, int at, const struct field *field, void *member)
{
    struct texts *texts = member;
    if (sqlite3_column_type(stmt, at) == SQLITE_NULL)
        return true;
    sqlite3_stmt *each = NULL;
    bool ok =
        sqlite3_prepare_v2(sqlite3_db_handle(stmt), "SELECT value FROM json_each(?1)", -1, &each, NULL) == SQLITE_OK;
    ok = ok && sqlite3_bind_value(each, 1, sqlite3_column_value(stmt, at)) == SQLITE_OK;
    texts->v = mem_zero(field_list_max(field), sizeof(texts->v[0]));
    int rc = SQLITE_DONE;
    while (ok && (rc = sqlite3_step(each)) == SQLITE_ROW) {
        ok = texts->n < field_list_max(field) && sqlite3_column_type(each, 0) == SQLITE_TEXT &&
             read_copy(each, 0, &texts->v[texts->n]);
        texts->n += ok;
    }
    sqlite3_finalize(each);
    return ok && rc == SQLITE_DONE;
}

#define TEXTUAL { false, false, bind_text, read_text }

/* FIELD_ML has more than one column and is handled apart; FIELD_OP is in no entity. */
static const struct member_type types[] = {
    [FIELD_BOOL] = { true, true, bind_bool, read_bool },
    [FIELD_INT] = { true, true, bind_int, read_int },
    [FIELD_TIME] = { true, false, bind_time, read_int },
    [FIELD_ENUM] = { false, true, bind_enum, read_enum },
    [FIELD_REF] = { true, false, bind_ref, read_ref },
    [FIELD_REFS] = { false, false, bind_refs, read_refs },
    [FIELD_INTS] = { false, false, bind_ints, read_ints },
    [FIELD_TEXTS] = { false, false, bind_texts, read_texts },
    [FIELD_LANGS] = { false, false, bind_texts, read_texts },
    [FIELD_WORDS] = { false, false, bind_texts, read_texts },
    [FIELD_LANG] = { false, false, bind_lang, read_lang },
    [FIELD_TEXT] = TEXTUAL,
    [FIELD_DATE] = TEXTUAL,
    [FIELD_CLOCK] = TEXTUAL,
    [FIELD_LOCAL] = TEXTUAL,
    [FIELD_DUE] = TEXTUAL,
    [FIELD_COUNTRY] = TEXTUAL,
    [FIELD_ZONE] = TEXTUAL,
};

static int bind_ml(sqlite3_stmt *stmt, int at, const struct ml *ml)
{
    int rc = SQLITE_OK;
    for (int l = 0; rc == SQLITE_OK && l < LANG_N; l++)
        rc = bind_borrowed(stmt, at + l, ml->text[l]);
    bool empty = ml_is_empty(ml);
    uint64_t revs[1 + LANG_N] = { ml->source_rev };
    for (int l = 0; l < LANG_N; l++)
        revs[1 + l] = ml->rev[l];
    if (rc == SQLITE_OK)
        rc = bind_borrowed(stmt, at + LANG_N, empty ? NULL : lang_word((enum lang)ml->source));
    return rc == SQLITE_OK ? bind_numbers(stmt, at + LANG_N + 1, revs, empty ? 0 : 1 + LANG_N) : rc;
}

static bool read_ml(sqlite3_stmt *stmt, int at, struct ml *ml)
{
    uint64_t revs[1 + LANG_N] = { 0 };
    uint8_t source = 0;
    for (int l = 0; l < LANG_N; l++)
        if (!read_copy(stmt, at + l, &ml->text[l]))
            return false;
    int n = read_numbers(stmt, at + LANG_N + 1, revs, 1 + LANG_N);
    if (!read_lang(stmt, at + LANG_N, NULL, &source))
        return false;
    if (ml_is_empty(ml))
        return n == 0 && source == 0;
    if (n != 1 + LANG_N || source == 0 || ml->text[source - 1] == NULL)
        return false;
    for (int i = 0; i < n; i++)
        if (revs[i] > UINT32_MAX)
            return false;
    ml->source = (uint8_t)(source - 1);
    ml->source_rev = (uint32_t)revs[0];
    for (int l = 0; l < LANG_N; l++)
        ml->rev[l] = (uint32_t)revs[1 + l];
    return true;
}

/* What a reader of the file would call the entity: its title, or its name, in the source language. */
static const char *name_of(const struct room *room, enum kind kind, uint64_t id)
{
    const struct entity *entity = room_find(room, kind, id);
    const struct kind_info *info = kind_info(kind);
    if (entity == NULL || info->title < 0)
        return NULL;
    const struct ml *ml = (const struct ml *)((const char *)entity + info->title);
    return ml_text(ml, (enum lang)ml->source);
}

static struct column column_of(const char *name, const char *ending, bool is_integer)
{
    struct column column = { .type = is_integer ? "INTEGER" : "TEXT" };
    int n = snprintf(column.name, sizeof(column.name), "%s%s", name, ending);
    assert(n > 0 && (size_t)n < sizeof(column.name));
    return column;
}

static size_t ml_columns(const char *name, struct column out[MEMBER_COLUMNS_MAX])
{
    static const char *const endings[MEMBER_COLUMNS_MAX] = { "", "_ar", "_fr", "_en", "_source", "_revs" };
    for (size_t i = 0; i < MEMBER_COLUMNS_MAX; i++)
        out[i] = column_of(name, endings[i], false);
    out[0].generated = true;
    return MEMBER_COLUMNS_MAX;
}

size_t member_columns(const struct field *field, struct column out[MEMBER_COLUMNS_MAX])
{
    if (field->type == FIELD_ML)
        return ml_columns(field->name, out);
    const struct member_type *type = &types[field->type];
    bool named = (field->flags & FIELD_NAMED) != 0;
    size_t n = 0;
    if (named)
        out[n++] = column_of(field->name, "", false);
    out[n] = column_of(field->name, named ? "_id" : "", type->is_integer);
    out[n++].not_null = type->not_null;
    return n;
}

int member_bind(sqlite3_stmt *stmt, int *at, const struct field *field, const void *object, const struct room *room)
{
    const void *member = (const char *)object + field->offset;
    if (field->type == FIELD_ML) {
        int first = *at;
        *at += LANG_N + 2;
        return bind_ml(stmt, first, member);
    }
    if ((field->flags & FIELD_NAMED) != 0) {
        assert(field->type == FIELD_REF);
        const char *name = name_of(room, (enum kind)field->ref, *(const uint64_t *)member);
        int rc = bind_borrowed(stmt, (*at)++, name);
        if (rc != SQLITE_OK)
            return rc;
    }
    return types[field->type].bind(stmt, (*at)++, field, member);
}

bool member_read(sqlite3_stmt *stmt, int *at, const struct field *field, void *object)
{
    void *member = (char *)object + field->offset;
    if (field->type == FIELD_ML) {
        int first = *at;
        *at += LANG_N + 2;
        return read_ml(stmt, first, member);
    }
    if ((field->flags & FIELD_NAMED) != 0)
        (*at)++;
    return types[field->type].read(stmt, (*at)++, field, member);
}
