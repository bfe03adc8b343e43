/* upgrade: tables of an older version become those of the present one. See include/store/upgrade.h. */
#include "store/upgrade.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "core/kind_rows.h"
#include "core/limits.h"
#include "core/ot.h"
#include "store/load.h"
#include "store/member.h"
#include "store/schema.h"

enum { SQL_MAX = 16 << 10, ROW_BYTES_MAX = 8 << 20 };  /* a made statement; an entity as JSON */

static const char *const tables_1[] = { "meta",   "change", "tombstone", "workshop", "delegation",
                                        "person", "item",   "poll",      "option",   "ballot",
                                        "theme",  "action", "recommendation", "meeting", "stakeholder" };

enum { N_TABLES_1 = sizeof(tables_1) / sizeof(tables_1[0]), N_PLAIN = 3 };     /* the first are no kinds */

/* The facilitators' notes are taken to be in the workshop's first language. */
#define FIRST_LANGUAGE "coalesce((SELECT json_extract(languages, '$[0]') FROM former_workshop), 'en')"
#define NOTES_WHEN(test) "CASE WHEN staff_notes IS NOT NULL AND " FIRST_LANGUAGE test " THEN staff_notes END"

/* Values that are neither copied nor empty. */
static const struct {
    const char *table, *column, *sql;
} values_made[] = {
    { "ballot", "weight", "1" },
    { "poll", "weight", "voters" },
    { "item", "staff_notes_ar", NOTES_WHEN(" = 'ar'") },
    { "item", "staff_notes_fr", NOTES_WHEN(" = 'fr'") },
    { "item", "staff_notes_en", NOTES_WHEN(" NOT IN ('ar', 'fr')") },
    { "item", "staff_notes_source",
      "CASE WHEN staff_notes IS NULL THEN NULL WHEN " FIRST_LANGUAGE " IN ('ar', 'fr') THEN " FIRST_LANGUAGE
      " ELSE 'en' END" },
    { "item", "staff_notes_revs",
      "CASE WHEN staff_notes IS NULL THEN NULL ELSE CASE " FIRST_LANGUAGE
      " WHEN 'ar' THEN '[1,1,0,0]' WHEN 'fr' THEN '[1,0,1,0]' ELSE '[1,0,0,1]' END END" },
};

static int put_aside(sqlite3 *db, const char *const *tables, size_t n)
{
    int rc = SQLITE_OK;
    for (size_t i = 0; rc == SQLITE_OK && i < n; i++) {
        char sql[128];
        snprintf(sql, sizeof(sql), "ALTER TABLE \"%s\" RENAME TO \"former_%s\"", tables[i], tables[i]);
        rc = database_run(db, sql);
    }
    return rc;
}

static int drop_former(sqlite3 *db, const char *const *tables, size_t n)
{
    int rc = SQLITE_OK;
    for (size_t i = 0; rc == SQLITE_OK && i < n; i++) {
        char sql[64];
        snprintf(sql, sizeof(sql), "DROP TABLE \"former_%s\"", tables[i]);
        rc = database_run(db, sql);
    }
    return rc;
}

static bool had_column(sqlite3 *db, const char *table, const char *column)
{
    char sql[512];
    int64_t n = 0;
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM pragma_table_xinfo('former_%s') WHERE name = '%s' AND hidden = 0",
             table, column);
    return database_number(db, sql, &n) == SQLITE_OK && n == 1;
}

static const char *special_value(const char *table, const char *column)
{
    for (size_t i = 0; i < sizeof(values_made) / sizeof(values_made[0]); i++)
        if (strcmp(values_made[i].table, table) == 0 && strcmp(values_made[i].column, column) == 0)
            return values_made[i].sql;
    return NULL;
}

/* A new column is empty: 0, the first word, or NULL. */
static void add_value(struct buf *out, sqlite3 *db, const char *table, const struct field *field,
                      const struct column *column)
{
    const char *special = special_value(table, column->name);
    if (had_column(db, table, column->name))
        buf_print(out, ", \"%s\"", column->name);
    else if (special != NULL)
        buf_print(out, ", %s", special);
    else if (!column->not_null)
        buf_text(out, ", NULL");
    else if (field->type == FIELD_ENUM)
        buf_print(out, ", '%s'", field->words[0]);
    else
        buf_text(out, ", 0");
}

static void copy_sql(struct buf *out, sqlite3 *db, const struct kind_info *info)
{
    struct buf values;
    buf_init(&values, SQL_MAX);
    buf_print(out, "INSERT INTO \"%s\" (id, seq", info->name);
    for (size_t i = 0; i < info->n_fields; i++) {
        struct column columns[MEMBER_COLUMNS_MAX];
        size_t n = member_columns(&info->fields[i], columns);
        for (size_t c = 0; c < n; c++) {
            if (columns[c].generated)
                continue;
            buf_print(out, ", \"%s\"", columns[c].name);
            add_value(&values, db, info->name, &info->fields[i], &columns[c]);
        }
    }
    buf_print(out, ") SELECT id, seq%s FROM \"former_%s\"", values.data, info->name);
    assert(!out->full && !values.full);
    buf_free(&values);
}

static int copy_kind(sqlite3 *db, const char *table)
{
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    copy_sql(&sql, db, kind_info(kind_of(table)));
    int rc = database_run(db, sql.data);
    buf_free(&sql);
    return rc;
}

static int copy_rows(sqlite3 *db)
{
    int rc = database_run(db, "INSERT INTO meta (name, value) SELECT name, value FROM former_meta;"
                              "INSERT INTO tombstone (id, kind, seq) SELECT id, kind, seq FROM former_tombstone;"
                              "INSERT INTO change"
                              " (seq, at, actor, client, number, hash, result, chain, body_hash, salt, verb, body)"
                              " SELECT seq, at, actor, client, number, hash, result, chain, body_hash, salt, verb, body"
                              " FROM former_change");
    for (size_t i = N_PLAIN; rc == SQLITE_OK && i < N_TABLES_1; i++)
        rc = copy_kind(db, tables_1[i]);
    return rc;
}

/* The texts that are now drafted together, each with one operation that brings all its words. */
struct texts_made {
    sqlite3_stmt *text, *op;
    int64_t last_id, seq;
};

static int last_id(sqlite3 *db, int64_t *out)
{
    int rc = database_number(db, "SELECT coalesce(max(id), 0) FROM tombstone", out);
    for (int kind = KIND_NONE + 1; rc == SQLITE_OK && kind < KIND_N; kind++) {
        char sql[96];
        int64_t id;
        snprintf(sql, sizeof(sql), "SELECT coalesce(max(id), 0) FROM \"%s\"", kind_info((enum kind)kind)->name);
        rc = database_number(db, sql, &id);
        if (rc == SQLITE_OK && id > *out)
            *out = id;
    }
    return rc;
}

static int run(sqlite3_stmt *stmt)
{
    int rc = sqlite3_step(stmt);
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static char *first_op(const char *words)
{
    struct buf out;
    struct json json;
    struct ot_op op = ot_diff("", words);
    buf_init(&out, ROW_BYTES_MAX);
    json_init(&json, &out);
    ot_write(&json, &op);
    ot_clear(&op);
    assert(!out.full);
    return buf_take(&out, NULL);
}

static int make_text(struct texts_made *made, int64_t owner, const char *field, const char *lang, const char *words)
{
    made->last_id++;
    sqlite3_bind_int64(made->text, 1, made->last_id);
    sqlite3_bind_int64(made->text, 2, made->seq);
    sqlite3_bind_int64(made->text, 3, owner);
    sqlite3_bind_text(made->text, 4, field, -1, SQLITE_STATIC);
    sqlite3_bind_text(made->text, 5, lang, -1, SQLITE_STATIC);
    int rc = run(made->text);
    if (rc != SQLITE_OK)
        return rc;
    sqlite3_bind_int64(made->op, 1, made->last_id);
    sqlite3_bind_int64(made->op, 2, made->seq);
    rc = sqlite3_bind_text(made->op, 3, first_op(words), -1, mem_free);
    return rc == SQLITE_OK ? run(made->op) : rc;
}

static bool is_text(const char *text, size_t n)
{
    return text != NULL && n > 0 && memchr(text, '\0', n) == NULL && utf8_valid(text, n);
}

/* Words that cannot be ours are passed over: reading the room refuses them. */
static bool is_words(const char *words, size_t n)
{
    return n <= 4 * LIMIT_TEXT && is_text(words, n);
}

static int make_texts_of(struct texts_made *made, sqlite3 *db, const char *table, const struct field *field)
{
    char sql[256];
    sqlite3_stmt *rows = NULL;
    snprintf(sql, sizeof(sql), "SELECT id, \"%s_ar\", \"%s_fr\", \"%s_en\" FROM \"%s\" ORDER BY id", field->name,
             field->name, field->name, table);
    int rc = sqlite3_prepare_v2(db, sql, -1, &rows, NULL);
    while (rc == SQLITE_OK && (rc = sqlite3_step(rows)) == SQLITE_ROW) {
        rc = SQLITE_OK;
        for (int l = 0; rc == SQLITE_OK && l < LANG_N; l++) {
            const char *words = (const char *)sqlite3_column_text(rows, 1 + l);
            if (is_words(words, (size_t)sqlite3_column_bytes(rows, 1 + l)))
                rc = make_text(made, sqlite3_column_int64(rows, 0), field->name, lang_word((enum lang)l), words);
        }
    }
    sqlite3_finalize(rows);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int make_texts(sqlite3 *db, int64_t seq)
{
    struct texts_made made = { .seq = seq };
    int rc = last_id(db, &made.last_id);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(db,
                                "INSERT INTO text (id, seq, \"of\", field, lang, rev) VALUES (?1, ?2, ?3, ?4, ?5, 1)",
                                -1, &made.text, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(db, "INSERT INTO text_op (text, rev, seq, op) VALUES (?1, 1, ?2, ?3)", -1, &made.op,
                                NULL);
    for (int kind = KIND_NONE + 1; rc == SQLITE_OK && kind < KIND_N; kind++) {
        const struct kind_info *info = kind_info((enum kind)kind);
        for (size_t i = 0; rc == SQLITE_OK && i < info->n_fields; i++)
            if ((info->fields[i].flags & FIELD_COEDITED) != 0)
                rc = make_texts_of(&made, db, info->name, &info->fields[i]);
    }
    sqlite3_finalize(made.text);
    sqlite3_finalize(made.op);
    return rc;
}

static void write_column(struct json *json, sqlite3_stmt *row, int i)
{
    const char *text;
    switch (sqlite3_column_type(row, i)) {
    case SQLITE_INTEGER:
        json_key(json, sqlite3_column_name(row, i));
        json_int(json, sqlite3_column_int64(row, i));
        break;
    case SQLITE_TEXT:
        text = (const char *)sqlite3_column_text(row, i);
        if (!is_text(text, (size_t)sqlite3_column_bytes(row, i))) /* a name for people: nobody reads it back */
            break;
        json_key(json, sqlite3_column_name(row, i));
        json_text(json, text);
        break;
    default:
        break;
    }
}

/* The columns behind id and seq as an object; what is NULL is left out. */
static char *row_json(sqlite3_stmt *row)
{
    struct buf out;
    struct json json;
    buf_init(&out, ROW_BYTES_MAX);
    json_init(&json, &out);
    json_open_object(&json);
    for (int i = 2; i < sqlite3_column_count(row); i++)
        write_column(&json, row, i);
    json_close_object(&json);
    assert(!out.full);
    return buf_take(&out, NULL);
}

static int keep_kind(sqlite3 *db, sqlite3_stmt *keep, const struct kind_info *info)
{
    sqlite3_stmt *rows = NULL;
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    buf_text(&sql, "SELECT id, seq");
    for (size_t i = 0; i < info->n_fields; i++) {
        struct column columns[MEMBER_COLUMNS_MAX];
        size_t n = member_columns(&info->fields[i], columns);
        for (size_t c = 0; c < n; c++)
            if (!columns[c].generated)
                buf_print(&sql, ", \"%s\"", columns[c].name);
    }
    buf_print(&sql, " FROM \"%s\"", info->name);
    assert(!sql.full);
    int rc = sqlite3_prepare_v2(db, sql.data, -1, &rows, NULL);
    buf_free(&sql);
    while (rc == SQLITE_OK && (rc = sqlite3_step(rows)) == SQLITE_ROW) {
        sqlite3_bind_int64(keep, 1, sqlite3_column_int64(rows, 0));
        sqlite3_bind_text(keep, 2, info->name, -1, SQLITE_STATIC);
        sqlite3_bind_int64(keep, 3, sqlite3_column_int64(rows, 1));
        rc = sqlite3_bind_text(keep, 4, row_json(rows), -1, mem_free);
        if (rc == SQLITE_OK)
            rc = run(keep);
    }
    sqlite3_finalize(rows);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int keep_base(sqlite3 *db)
{
    sqlite3_stmt *keep = NULL;
    int rc = database_run(db, "INSERT INTO base (id, kind, seq, \"row\") SELECT id, kind, seq, NULL FROM tombstone;"
                              "INSERT INTO meta (name, value) SELECT 'base', max(seq) FROM change");
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(db, "INSERT INTO base (id, kind, seq, \"row\") VALUES (?1, ?2, ?3, ?4)", -1, &keep,
                                NULL);
    for (int kind = KIND_NONE + 1; rc == SQLITE_OK && kind < KIND_N; kind++)
        rc = keep_kind(db, keep, kind_info((enum kind)kind));
    sqlite3_finalize(keep);
    return rc;
}

static int convert(sqlite3 *db)
{
    int64_t seq = 0;
    int rc = put_aside(db, tables_1, N_TABLES_1);
    if (rc == SQLITE_OK)
        rc = schema_make(db, SCHEMA_WORKSHOP);
    if (rc == SQLITE_OK)
        rc = copy_rows(db);
    if (rc == SQLITE_OK)
        rc = drop_former(db, tables_1, N_TABLES_1);
    if (rc == SQLITE_OK)
        rc = database_number(db, "SELECT coalesce(max(seq), 0) FROM change", &seq);
    return rc == SQLITE_OK ? make_texts(db, seq) : rc;
}

enum store_result upgrade_from_1(sqlite3 *db, char message[MESSAGE_BYTES])
{
    struct room *room = NULL;
    enum store_result result = database_result(db, convert(db), "cannot bring the tables up to date", message);
    if (result == STORE_OK)
        result = load_room(db, &room, message);
    room_free(room);
    if (result == STORE_OK)
        result = database_result(db, keep_base(db), "cannot bring the tables up to date", message);
    return result;
}

/* Tables that are no kinds' and that versions 2 and 3 lacked. */
static const char *const tables_added[] = { "sealed_ballot", "sealed_number" };

/* Versions 2 and 3: the tables of kinds that there were have fewer columns, and there were fewer of them. */
static size_t tables_there(sqlite3 *db, const char *out[KIND_N])
{
    size_t n = 0;
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        char sql[96];
        int64_t there = 0;
        snprintf(sql, sizeof(sql), "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '%s'",
                 kind_info((enum kind)kind)->name);
        if (database_number(db, sql, &there) == SQLITE_OK && there == 1)
            out[n++] = kind_info((enum kind)kind)->name;
    }
    return n;
}

static int convert_later(sqlite3 *db)
{
    const char *there[KIND_N];
    size_t n = tables_there(db, there);
    int rc = put_aside(db, there, n);
    for (int kind = KIND_NONE + 1; rc == SQLITE_OK && kind < KIND_N; kind++)
        rc = schema_make_table(db, SCHEMA_WORKSHOP, kind_info((enum kind)kind)->name);
    for (size_t i = 0; rc == SQLITE_OK && i < sizeof(tables_added) / sizeof(tables_added[0]); i++)
        rc = schema_make_table(db, SCHEMA_WORKSHOP, tables_added[i]);
    for (size_t i = 0; rc == SQLITE_OK && i < n; i++)
        rc = copy_kind(db, there[i]);
    if (rc == SQLITE_OK)
        rc = drop_former(db, there, n);
    return rc == SQLITE_OK ? database_run(db, "DELETE FROM base; DELETE FROM meta WHERE name = 'base'") : rc;
}

enum store_result upgrade_from_later(sqlite3 *db, char message[MESSAGE_BYTES])
{
    char sql[64];
    struct room *room = NULL;
    snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", schema_version(SCHEMA_WORKSHOP));
    int rc = convert_later(db);
    if (rc == SQLITE_OK)
        rc = database_run(db, sql);
    enum store_result result = database_result(db, rc, "cannot bring the tables up to date", message);
    if (result == STORE_OK)
        result = load_room(db, &room, message);
    room_free(room);
    if (result == STORE_OK)
        result = database_result(db, keep_base(db), "cannot bring the tables up to date", message);
    return result;
}
