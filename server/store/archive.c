/* archive: copies to take away, and files taken in. See include/store/archive.h. */
#include "store/archive.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/look.h"
#include "store/schema.h"
#include "store/verify.h"

enum { PATH_BYTES = DATABASE_PATH_MAX + 16, SQL_MAX = 8192, COLUMNS_MAX = 100, FORMAT_AT = 18 };

/* Ballots of open polls are nobody's to take away (DESIGN.md section 4). */
static const char without_ballots[] = "DELETE FROM sealed_ballot; DELETE FROM sealed_number;";

/*
 * What is lean: first the history, which is asked what it speaks of; then the tables. Ids are not used again: tombstones stay. Of a text that is
 * gone only the change that began it says what it was. At last all is written anew, so that nothing is left between the rows.
 */
static const char without_notes[] =
    "CREATE TEMP TABLE note AS SELECT id FROM text WHERE field = 'staff_notes'"
    " UNION SELECT id FROM base WHERE kind = 'text' AND json_extract(\"row\", '$.field') = 'staff_notes'"
    " UNION SELECT o.text FROM text_op AS o JOIN change AS c ON c.seq = o.seq WHERE o.text NOT IN (SELECT id FROM text)"
    " AND (json_type(c.body, '$.staff_notes') IS NOT NULL OR json_extract(c.body, '$.field') = 'staff_notes');"
    "UPDATE change SET body = NULL, salt = NULL, hash = NULL WHERE verb GLOB 'attendance.*'"
    " OR json_type(body, '$.staff_notes') IS NOT NULL OR json_extract(body, '$.field') = 'staff_notes'"
    " OR seq IN (SELECT seq FROM text_op WHERE text IN (SELECT id FROM note));"
    "DELETE FROM text_op WHERE text IN (SELECT id FROM note);"
    "INSERT INTO tombstone (id, kind, seq) SELECT id, 'text', seq FROM text WHERE field = 'staff_notes'"
    " UNION ALL SELECT id, 'proposal', seq FROM proposal WHERE field = 'staff_notes'"
    " UNION ALL SELECT id, 'attendance', seq FROM attendance;"
    "DELETE FROM text WHERE field = 'staff_notes'; DELETE FROM proposal WHERE field = 'staff_notes'; DELETE FROM attendance;"
    "UPDATE item SET staff_notes_ar = NULL, staff_notes_fr = NULL, staff_notes_en = NULL, staff_notes_source = NULL,"
    " staff_notes_revs = NULL;"
    "DELETE FROM base WHERE kind IN ('text', 'proposal') AND json_extract(\"row\", '$.field') = 'staff_notes';"
    "UPDATE base SET \"row\" = json_remove(\"row\", '$.staff_notes_ar', '$.staff_notes_fr', '$.staff_notes_en',"
    " '$.staff_notes_source', '$.staff_notes_revs') WHERE kind = 'item' AND \"row\" IS NOT NULL;"
    "DROP TABLE note; VACUUM";

static enum store_result open_memory(sqlite3 **out, char message[MESSAGE_BYTES])
{
    const enum store_result result =
        database_result(*out, sqlite3_open_v2(":memory:", out, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, NULL),
                        "cannot make a copy", message);
    if (result == STORE_OK)
        (void)database_run(*out, "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF");
    return result;
}

struct copying {
    sqlite3 *to;
    size_t max;                 /* bytes of it */
};

static enum store_result check_size(sqlite3 *db, size_t max, char message[MESSAGE_BYTES])
{
    int64_t bytes = 0;
    const int rc =
        database_number(db, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", &bytes);
    if (rc != SQLITE_OK || bytes <= (int64_t)max)
        return database_result(db, rc, "cannot measure the file", message);
    snprintf(message, MESSAGE_BYTES, "the file is larger than %zu MiB; `plenary backup` copies it", max >> 20);
    return STORE_FULL;
}

static enum store_result look_copy(sqlite3 *db, void *context, char message[MESSAGE_BYTES])
{
    const struct copying *copying = context;
    sqlite3 *to = copying->to;
    enum store_result result = schema_check(db, SCHEMA_WORKSHOP, false, message);
    if (result == STORE_OK)
        result = check_size(db, copying->max, message);
    if (result != STORE_OK)
        return result;
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", db, "main");
    if (backup == NULL)
        return database_result(to, sqlite3_errcode(to), "cannot begin the copy", message);
    const int step = sqlite3_backup_step(backup, -1), rc = sqlite3_backup_finish(backup);
    return database_result(to, rc == SQLITE_OK && step != SQLITE_DONE ? step : rc, "cannot copy", message);
}

/* The log's mode is noted in the file's head (SQLite file format 1.3.3); without a log it is the plain one. */
static enum store_result take_bytes(sqlite3 *db, struct buf *out, char message[MESSAGE_BYTES])
{
    sqlite3_int64 n = 0;
    unsigned char *bytes = sqlite3_serialize(db, "main", &n, 0);
    enum store_result result = STORE_OK;
    if (bytes == NULL || n < 100) {
        snprintf(message, MESSAGE_BYTES, "the copy cannot be written out");
        result = STORE_IO;
    } else {
        bytes[FORMAT_AT] = bytes[FORMAT_AT + 1] = 1;
        buf_add(out, bytes, (size_t)n);
    }
    sqlite3_free(bytes);
    if (result == STORE_OK && out->full) {
        snprintf(message, MESSAGE_BYTES, "the file is larger than what is sent");
        result = STORE_FULL;
    }
    return result;
}

enum store_result archive_copy(const char *path, bool lean, struct buf *out, char message[MESSAGE_BYTES])
{
    sqlite3 *copy = NULL;
    enum store_result result = open_memory(&copy, message);
    if (result == STORE_OK)
        result = look_at(path, look_copy, &(struct copying){ .to = copy, .max = out->max - out->len }, message);
    if (result == STORE_OK)
        result = database_result(copy, database_run(copy, without_ballots), "cannot leave ballots out", message);
    if (result == STORE_OK && lean)
        result = database_result(copy, database_run(copy, without_notes), "cannot leave notes out", message);
    if (result == STORE_OK)
        result = take_bytes(copy, out, message);
    database_close(copy);
    return result;
}

/* The bytes as a database that can only be read. They are copied: SQLite wants to own them. */
static enum store_result open_bytes(sqlite3 **out, const void *bytes, size_t n, char message[MESSAGE_BYTES])
{
    enum store_result result = open_memory(out, message);
    if (result != STORE_OK)
        return result;
    unsigned char *copy = n < 100 || memcmp(bytes, "SQLite format 3", 16) != 0 ? NULL : sqlite3_malloc64(n);
    if (copy == NULL) {
        snprintf(message, MESSAGE_BYTES, "this is no workshop's file");
        return STORE_DAMAGED;
    }
    memcpy(copy, bytes, n);
    copy[FORMAT_AT] = copy[FORMAT_AT + 1] = 1;
    const int rc = sqlite3_deserialize(*out, "main", copy, (sqlite3_int64)n, (sqlite3_int64)n,
                                       SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY);
    (void)database_run(*out, "PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF");
    sqlite3_db_config(*out, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return database_result(*out, rc, "cannot read the file", message);
}

/* "SELECT" and "INSERT" of the columns that are not computed. Returns how many. */
static size_t row_sql(sqlite3 *db, const char *table, struct buf *select, struct buf *insert)
{
    sqlite3_stmt *stmt = NULL;
    size_t n = 0;
    buf_text(select, "SELECT ");
    buf_print(insert, "INSERT INTO \"%s\" (", table);
    int rc = sqlite3_prepare_v2(db, "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0", -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
    for (; rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW; n++) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        buf_print(select, "%s\"%s\"", n == 0 ? "" : ", ", name);
        buf_print(insert, "%s\"%s\"", n == 0 ? "" : ", ", name);
    }
    sqlite3_finalize(stmt);
    buf_print(select, " FROM \"%s\"", table);
    buf_text(insert, ") VALUES (");
    for (size_t i = 0; i < n; i++)
        buf_text(insert, i == 0 ? "?" : ", ?");
    buf_text(insert, ")");
    assert(!select->full && !insert->full && n <= COLUMNS_MAX);
    return n;
}

static int copy_rows(sqlite3_stmt *from, sqlite3_stmt *to, size_t n)
{
    int step, rc = SQLITE_OK;
    while (rc == SQLITE_OK && (step = sqlite3_step(from)) == SQLITE_ROW) {
        for (size_t i = 0; i < n; i++)
            sqlite3_bind_value(to, (int)i + 1, sqlite3_column_value(from, (int)i));
        rc = sqlite3_step(to) == SQLITE_DONE ? SQLITE_OK : sqlite3_errcode(sqlite3_db_handle(to));
        sqlite3_reset(to);
    }
    return rc == SQLITE_OK && step != SQLITE_DONE ? step : rc;
}

static int copy_table(sqlite3 *from, sqlite3 *to, const char *table)
{
    struct buf select, insert;
    sqlite3_stmt *read = NULL, *write = NULL;
    buf_init(&select, SQL_MAX);
    buf_init(&insert, SQL_MAX);
    const size_t n = row_sql(to, table, &select, &insert);
    int rc = sqlite3_prepare_v2(from, select.data, -1, &read, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(to, insert.data, -1, &write, NULL);
    if (rc == SQLITE_OK)
        rc = copy_rows(read, write, n);
    sqlite3_finalize(read);
    sqlite3_finalize(write);
    buf_free(&select);
    buf_free(&insert);
    return rc;
}

/* Every table of ours but ballots that are still sealed; the file's own id is the new one. */
static int copy_tables(sqlite3 *from, sqlite3 *to, const char *id)
{
    sqlite3_stmt *tables = NULL, *name = NULL;
    int rc = sqlite3_prepare_v2(to, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sealed_*'",
                                -1, &tables, NULL);
    while (rc == SQLITE_OK && sqlite3_step(tables) == SQLITE_ROW)
        rc = copy_table(from, to, (const char *)sqlite3_column_text(tables, 0));
    sqlite3_finalize(tables);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(to, "INSERT OR REPLACE INTO meta (name, value) VALUES ('workshop', ?1)", -1, &name,
                                NULL);
    if (rc == SQLITE_OK) {
        sqlite3_bind_text(name, 1, id, -1, SQLITE_STATIC);
        rc = sqlite3_step(name) == SQLITE_DONE ? SQLITE_OK : sqlite3_errcode(to);
    }
    sqlite3_finalize(name);
    return rc;
}

static enum store_result fill(sqlite3 *from, sqlite3 *to, const char *id, char message[MESSAGE_BYTES])
{
    int rc = database_run(to, "BEGIN IMMEDIATE");
    if (rc == SQLITE_OK)
        rc = schema_make(to, SCHEMA_WORKSHOP);
    if (rc == SQLITE_OK)
        rc = copy_tables(from, to, id);
    if (rc == SQLITE_OK)
        rc = database_run(to, "COMMIT");
    if (rc == SQLITE_OK)
        return STORE_OK;
    const enum store_result result = database_result(to, rc, "a row cannot be taken over", message);
    return result == STORE_FULL || result == STORE_IO ? result : STORE_DAMAGED;
}

/* In a read transaction of its own; what it tells is thrown away but for what is wrong. */
static enum store_result prove(sqlite3 *db, char message[MESSAGE_BYTES])
{
    struct store_verify_report report = { 0 };
    enum store_result result = database_result(db, database_run(db, "BEGIN"), "cannot read the file", message);
    if (result == STORE_OK)
        result = verify_database(db, &report, message);
    (void)database_run(db, "ROLLBACK");
    return result;
}

static enum store_result write_draft(const char *draft, const char *id, sqlite3 *from, char message[MESSAGE_BYTES])
{
    sqlite3 *db = NULL;
    enum store_result result = database_make_file(draft, message);
    if (result == STORE_OK)
        result = database_open(&db, draft, DATABASE_WRITE, message);
    if (result == STORE_OK)
        result = fill(from, db, id, message);
    if (result == STORE_OK)
        result = prove(db, message);
    if (result == STORE_OK)
        result = database_use_wal(db, message);
    if (result == STORE_OK)
        return database_fold_and_close(db, message);
    database_close(db);
    return result;
}

static void remove_draft(const char *draft)
{
    static const char *const endings[] = { "", "-journal", "-wal", "-shm" };
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        char path[PATH_BYTES + 16];
        snprintf(path, sizeof(path), "%s%s", draft, endings[i]);
        unlink(path);
    }
}

enum store_result archive_take(const char *directory, const char *path, const char *id, const void *bytes, size_t n,
                               char message[MESSAGE_BYTES])
{
    char draft[PATH_BYTES];
    sqlite3 *from = NULL;
    snprintf(draft, sizeof(draft), "%s.new", path);
    if (access(path, F_OK) == 0) {
        snprintf(message, MESSAGE_BYTES, "there is a workshop of this id already");
        return STORE_EXISTS;
    }
    remove_draft(draft);
    enum store_result result = open_bytes(&from, bytes, n, message);
    if (result == STORE_OK)
        result = schema_check(from, SCHEMA_WORKSHOP, false, message);
    if (result == STORE_OK)
        result = prove(from, message);
    if (result == STORE_OK)
        result = write_draft(draft, id, from, message);
    database_close(from);
    if (result == STORE_OK && rename(draft, path) != 0) {
        snprintf(message, MESSAGE_BYTES, "cannot name the new file");
        result = STORE_IO;
    }
    if (result != STORE_OK)
        remove_draft(draft);
    else
        database_sync_directory(directory);
    return result;
}
