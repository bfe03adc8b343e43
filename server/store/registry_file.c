/* registry_file: the tables of plenary.db, described by rows. See include/store/registry_file.h. */
#include "store/registry_file.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/utf8.h"
#include "core/kind.h"
#include "store/schema.h"

enum { COLUMNS_MAX = 6, SQL_MAX = 1024, LOG_PAGES_MAX = 256 };      /* a megabyte of log, then it is folded */

enum column_type { COLUMN_HASH, COLUMN_ID, COLUMN_NUMBER, COLUMN_ROLE, COLUMN_TEXT };

struct column {
    const char *name;
    enum column_type type;
    bool key;
    size_t offset, size;        /* in struct registry_row */
};

#define AT(member) offsetof(struct registry_row, member), sizeof(((struct registry_row *)0)->member)

static const struct table {
    const char *name;
    struct column columns[COLUMNS_MAX];     /* up to the first without a name */
} tables[REGISTRY_TABLE_N] = {
    [REGISTRY_ACCOUNT] = { "account", {
        { "id", COLUMN_ID, true, AT(id) },
        { "name", COLUMN_TEXT, false, AT(name) },
        { "password", COLUMN_TEXT, false, AT(text) },
        { "created_at", COLUMN_NUMBER, false, AT(at) } } },
    [REGISTRY_SESSION] = { "session", {
        { "token", COLUMN_HASH, true, AT(hash) },
        { "id", COLUMN_ID, false, AT(id) },
        { "account", COLUMN_ID, false, AT(ref) },
        { "used_at", COLUMN_NUMBER, false, AT(at) },
        { "expires_at", COLUMN_NUMBER, false, AT(until) } } },
    [REGISTRY_SEAT] = { "seat", {
        { "session", COLUMN_ID, true, AT(id) },
        { "workshop", COLUMN_TEXT, true, AT(workshop) },
        { "person", COLUMN_ID, false, AT(ref) },
        { "role", COLUMN_ROLE, false, AT(number) },
        { "taken_at", COLUMN_NUMBER, false, AT(at) } } },
    [REGISTRY_LINK] = { "link", {
        { "token", COLUMN_HASH, true, AT(hash) },
        { "workshop", COLUMN_TEXT, false, AT(workshop) },
        { "person", COLUMN_ID, false, AT(ref) },
        { "made_at", COLUMN_NUMBER, false, AT(at) } } },
    [REGISTRY_CODE] = { "code", {
        { "code", COLUMN_TEXT, true, AT(text) },
        { "workshop", COLUMN_TEXT, false, AT(workshop) },
        { "delegation", COLUMN_ID, false, AT(ref) },
        { "role", COLUMN_ROLE, false, AT(number) },
        { "made_at", COLUMN_NUMBER, false, AT(at) } } },
    [REGISTRY_WORKSHOP] = { "workshop", {
        { "id", COLUMN_TEXT, true, AT(workshop) },
        { "title", COLUMN_TEXT, false, AT(name) },
        { "owner", COLUMN_ID, false, AT(ref) },
        { "state", COLUMN_NUMBER, false, AT(number) },
        { "created_at", COLUMN_NUMBER, false, AT(at) } } },
    [REGISTRY_MEMBER] = { "member", {
        { "workshop", COLUMN_TEXT, true, AT(workshop) },
        { "account", COLUMN_ID, true, AT(id) },
        { "person", COLUMN_ID, false, AT(ref) } } },
    [REGISTRY_NOTE] = { "note", {
        { "workshop", COLUMN_TEXT, true, AT(workshop) },
        { "name", COLUMN_TEXT, true, AT(name) },
        { "value", COLUMN_TEXT, false, AT(text) } } },
    [REGISTRY_CALENDAR] = { "calendar", {
        { "token", COLUMN_HASH, true, AT(hash) },
        { "workshop", COLUMN_TEXT, false, AT(workshop) },
        { "subject", COLUMN_ID, false, AT(ref) },
        { "person", COLUMN_ID, false, AT(id) },
        { "made_at", COLUMN_NUMBER, false, AT(at) } } },
    [REGISTRY_SETTING] = { "setting", {
        { "name", COLUMN_TEXT, true, AT(name) },
        { "value", COLUMN_TEXT, false, AT(text) } } },
};

static size_t n_columns(const struct table *table)
{
    size_t n = 0;
    while (n < COLUMNS_MAX && table->columns[n].name != NULL)
        n++;
    return n;
}

static const void *member_of(const struct registry_row *row, const struct column *column)
{
    return (const char *)row + column->offset;
}

static int bind_column(sqlite3_stmt *stmt, int at, const struct column *column, const struct registry_row *row)
{
    const void *member = member_of(row, column);
    switch (column->type) {
    case COLUMN_HASH:
        return sqlite3_bind_blob(stmt, at, member, (int)column->size, SQLITE_STATIC);
    case COLUMN_ID:
        return sqlite3_bind_int64(stmt, at, (int64_t) * (const uint64_t *)member);
    case COLUMN_NUMBER:
        return sqlite3_bind_int64(stmt, at, *(const int64_t *)member);
    case COLUMN_ROLE:
        return sqlite3_bind_text(stmt, at, role_word((enum role) * (const int64_t *)member), -1, SQLITE_STATIC);
    default:
        assert(memchr(member, '\0', column->size) != NULL);
        return sqlite3_bind_text(stmt, at, member, -1, SQLITE_STATIC);
    }
}

static bool read_text(sqlite3_stmt *stmt, int at, const struct column *column, char *out)
{
    const char *text = (const char *)sqlite3_column_text(stmt, at);
    size_t n = (size_t)sqlite3_column_bytes(stmt, at);
    if (text == NULL || n >= column->size || memchr(text, '\0', n) != NULL || !utf8_valid(text, n))
        return false;
    memcpy(out, text, n + 1);
    return true;
}

static bool read_column(sqlite3_stmt *stmt, int at, const struct column *column, struct registry_row *row)
{
    void *member = (char *)row + column->offset;
    switch (column->type) {
    case COLUMN_HASH:
        if ((size_t)sqlite3_column_bytes(stmt, at) != column->size)
            return false;
        memcpy(member, sqlite3_column_blob(stmt, at), column->size);
        return true;
    case COLUMN_ID:
        *(uint64_t *)member = (uint64_t)sqlite3_column_int64(stmt, at);
        return sqlite3_column_int64(stmt, at) >= 0;
    case COLUMN_NUMBER:
        *(int64_t *)member = sqlite3_column_int64(stmt, at);
        return true;
    case COLUMN_ROLE: {
        const char *word = (const char *)sqlite3_column_text(stmt, at);
        *(int64_t *)member = word == NULL ? ROLE_N : (int64_t)role_of(word);
        return *(int64_t *)member != ROLE_N;
    }
    default:
        return read_text(stmt, at, column, member);
    }
}

/* INSERT OR REPLACE INTO "table" ("a", ...) VALUES (?, ...) */
static void put_sql(struct buf *out, const struct table *table)
{
    size_t n = n_columns(table);
    buf_print(out, "INSERT OR REPLACE INTO \"%s\" (", table->name);
    for (size_t i = 0; i < n; i++)
        buf_print(out, "%s\"%s\"", i == 0 ? "" : ", ", table->columns[i].name);
    buf_text(out, ") VALUES (");
    for (size_t i = 0; i < n; i++)
        buf_text(out, i == 0 ? "?" : ", ?");
    buf_text(out, ")");
}

/* DELETE FROM "table" WHERE "key" = ? AND ... */
static void drop_sql(struct buf *out, const struct table *table)
{
    bool first = true;
    buf_print(out, "DELETE FROM \"%s\" WHERE ", table->name);
    for (size_t i = 0; i < n_columns(table); i++) {
        if (!table->columns[i].key)
            continue;
        buf_print(out, "%s\"%s\" = ?", first ? "" : " AND ", table->columns[i].name);
        first = false;
    }
}

static int write_row(sqlite3 *db, const struct registry_row *row)
{
    assert((unsigned)row->table < REGISTRY_TABLE_N);
    const struct table *table = &tables[row->table];
    sqlite3_stmt *stmt = NULL;
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    (row->removed ? drop_sql : put_sql)(&sql, table);
    assert(!sql.full);
    int rc = sqlite3_prepare_v2(db, sql.data, -1, &stmt, NULL);
    buf_free(&sql);
    int at = 1;
    for (size_t i = 0; rc == SQLITE_OK && i < n_columns(table); i++)
        if (!row->removed || table->columns[i].key)
            rc = bind_column(stmt, at++, &table->columns[i], row);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    sqlite3_finalize(stmt);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

enum store_result registry_file_write(sqlite3 *db, const struct registry_row *rows, size_t n_rows,
                                      char message[MESSAGE_BYTES])
{
    int rc = database_run(db, "BEGIN IMMEDIATE");
    for (size_t i = 0; rc == SQLITE_OK && i < n_rows; i++)
        rc = write_row(db, &rows[i]);
    if (rc == SQLITE_OK)
        rc = database_run(db, "COMMIT");
    enum store_result result = database_result(db, rc, "cannot write the registry", message);
    if (!sqlite3_get_autocommit(db))
        database_run(db, "ROLLBACK");
    return result;
}

static int read_table(sqlite3 *db, enum registry_table which,
                      void (*take)(void *context, const struct registry_row *row), void *context)
{
    const struct table *table = &tables[which];
    sqlite3_stmt *stmt = NULL;
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    buf_text(&sql, "SELECT ");
    for (size_t i = 0; i < n_columns(table); i++)
        buf_print(&sql, "%s\"%s\"", i == 0 ? "" : ", ", table->columns[i].name);
    buf_print(&sql, " FROM \"%s\"", table->name);
    int rc = sqlite3_prepare_v2(db, sql.data, -1, &stmt, NULL);
    buf_free(&sql);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    for (; rc == SQLITE_ROW; rc = sqlite3_step(stmt)) {
        struct registry_row row = { .table = which };
        bool ok = true;
        for (size_t i = 0; ok && i < n_columns(table); i++)
            ok = read_column(stmt, (int)i, &table->columns[i], &row);
        if (!ok) {
            sqlite3_finalize(stmt);
            return SQLITE_MISMATCH;
        }
        take(context, &row);
    }
    sqlite3_finalize(stmt);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

enum store_result registry_file_read(sqlite3 *db, void (*row)(void *context, const struct registry_row *row),
                                     void *context, char message[MESSAGE_BYTES])
{
    for (int table = 0; table < REGISTRY_TABLE_N; table++) {
        int rc = read_table(db, (enum registry_table)table, row, context);
        if (rc == SQLITE_MISMATCH) {
            snprintf(message, MESSAGE_BYTES, "plenary.db: a row of %s is damaged", tables[table].name);
            return STORE_DAMAGED;
        }
        if (rc != SQLITE_OK)
            return database_result(db, rc, "cannot read plenary.db", message);
    }
    return STORE_OK;
}

/* Deleted sessions and links are to be gone from the log as well before long. What was committed stays committed. */
static int fold_long_log(void *context, sqlite3 *db, const char *name, int pages)
{
    char message[MESSAGE_BYTES];
    bool empty;
    (void)context;
    (void)name;
    if (pages > LOG_PAGES_MAX)
        database_result(db, database_fold(db, &empty), "cannot fold the log of plenary.db", message);
    return SQLITE_OK;
}

enum store_result registry_file_open(sqlite3 **out, const char *directory, const char *path,
                                     char message[MESSAGE_BYTES])
{
    int64_t n_tables = 0;
    enum store_result result = database_make_file(path, message);
    if (result == STORE_OK)
        database_sync_directory(directory);
    if (result == STORE_OK || result == STORE_EXISTS)
        result = database_open(out, path, DATABASE_WRITE, message);
    if (result != STORE_OK)
        return result;
    /* An empty file is one whose making was cut short. */
    int rc = database_number(*out, "SELECT count(*) FROM sqlite_schema", &n_tables);
    result = database_result(*out, rc, "cannot read plenary.db", message);
    if (result == STORE_OK && n_tables == 0)
        result = schema_upgrade(*out, SCHEMA_REGISTRY, message);
    if (result == STORE_OK)
        result = schema_check(*out, SCHEMA_REGISTRY, true, message);
    if (result == STORE_OK)
        result = database_use_wal(*out, message);
    if (result == STORE_OK) {
        sqlite3_wal_hook(*out, fold_long_log, NULL);
        return STORE_OK;
    }
    database_close(*out);
    *out = NULL;
    return result;
}

void registry_file_close(sqlite3 *db)
{
    char message[MESSAGE_BYTES];
    if (db != NULL && database_fold_and_close(db, message) != STORE_OK)
        log_line(LOG_WARN, "plenary.db: %s", message);
}
