/* schema: making, checking and upgrading the tables. See include/store/schema.h. */
#include "store/schema.h"

#include <assert.h>
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "store/upgrade.h"

extern const char schema_workshop_sql[], schema_registry_sql[];     /* schema.S */

enum { DESCRIPTION_MAX = 1 << 18 };     /* bytes of all the SQL of a file's tables */

static const struct {
    const char *what;
    int application_id;
    int version;                /* what the program writes and reads */
    const char *sql;            /* which makes it */
} schemas[SCHEMA_N] = {
    [SCHEMA_WORKSHOP] = { "workshop", 0x506c656e, 4, schema_workshop_sql },     /* "Plen" */
    [SCHEMA_REGISTRY] = { "registry", 0x506c7267, 2, schema_registry_sql },     /* "Plrg" */
};

int schema_version(enum schema schema)
{
    return schemas[schema].version;
}

int schema_make(sqlite3 *db, enum schema schema)
{
    char sql[96];
    assert(!sqlite3_get_autocommit(db));
    int rc = database_run(db, schemas[schema].sql);
    if (rc != SQLITE_OK)
        return rc;
    snprintf(sql, sizeof(sql), "PRAGMA application_id = %d; PRAGMA user_version = %d;", schemas[schema].application_id,
             schemas[schema].version);
    return database_run(db, sql);
}

/* Comments and the way lines are broken are not what a table is. */
static void add_without_comments(struct buf *out, const char *sql)
{
    bool space = false;
    while (*sql != '\0') {
        if (sql[0] == '-' && sql[1] == '-') {
            sql += strcspn(sql, "\n");
        } else if (isspace((unsigned char)*sql)) {
            space = true;
            sql++;
        } else {
            if (space)
                buf_char(out, ' ');
            space = false;
            buf_char(out, *sql++);
        }
    }
    buf_char(out, '\n');
}

/* All tables and indexes in the order of their names. */
static int describe(sqlite3 *db, struct buf *out)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(
        db, "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name", -1, &stmt,
        NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    for (; rc == SQLITE_ROW; rc = sqlite3_step(stmt)) {
        const char *sql = (const char *)sqlite3_column_text(stmt, 0);
        add_without_comments(out, sql == NULL ? "" : sql);
    }
    sqlite3_finalize(stmt);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* What a new file would be described as. */
static int describe_ours(enum schema schema, struct buf *out)
{
    sqlite3 *db = NULL;
    int rc = sqlite3_open(":memory:", &db);
    if (rc == SQLITE_OK)
        rc = database_run(db, "BEGIN");
    if (rc == SQLITE_OK)
        rc = schema_make(db, schema);
    if (rc == SQLITE_OK)
        rc = describe(db, out);
    database_close(db);
    return rc;
}

/* Its SQL is read from a new file, which has nothing else in it. */
int schema_make_table(sqlite3 *db, enum schema schema, const char *table)
{
    sqlite3 *model = NULL;
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_open(":memory:", &model);
    if (rc == SQLITE_OK)
        rc = database_run(model, "BEGIN");
    if (rc == SQLITE_OK)
        rc = schema_make(model, schema);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(model, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1", -1, &stmt,
                                NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
        rc = database_run(db, (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    database_close(model);
    return rc;
}

enum store_result schema_compare(sqlite3 *db, enum schema schema, char message[MESSAGE_BYTES])
{
    struct buf ours, theirs;
    buf_init(&ours, DESCRIPTION_MAX);
    buf_init(&theirs, DESCRIPTION_MAX);
    int made = describe_ours(schema, &ours);
    assert(made == SQLITE_OK && !ours.full);
    enum store_result result = database_result(db, describe(db, &theirs), "cannot read the file", message);
    if (result == STORE_OK &&
        (theirs.full || ours.len != theirs.len || memcmp(ours.data, theirs.data, ours.len) != 0)) {
        snprintf(message, MESSAGE_BYTES, "the tables are not those of a %s file of Plenary", schemas[schema].what);
        result = STORE_DAMAGED;
    }
    buf_free(&ours);
    buf_free(&theirs);
    return result;
}

/* What came to the registry since version 1 are tables that an older one lacks; which version it is does not matter. */
static enum store_result upgrade_registry(sqlite3 *db, char message[MESSAGE_BYTES])
{
    static const char *const added[] = { "note", "calendar" };
    char sql[96];
    int rc = SQLITE_OK;
    for (size_t i = 0; rc == SQLITE_OK && i < sizeof(added) / sizeof(added[0]); i++) {
        int64_t there = 0;
        snprintf(sql, sizeof(sql), "SELECT count(*) FROM sqlite_schema WHERE name = '%s'", added[i]);
        rc = database_number(db, sql, &there);
        if (rc == SQLITE_OK && there == 0)
            rc = schema_make_table(db, SCHEMA_REGISTRY, added[i]);
    }
    if (rc == SQLITE_OK) {
        snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", schemas[SCHEMA_REGISTRY].version);
        rc = database_run(db, sql);
    }
    return database_result(db, rc, "cannot bring plenary.db up to date", message);
}

/* Every older version is known. */
static enum store_result take_steps(sqlite3 *db, enum schema schema, int from, char message[MESSAGE_BYTES])
{
    enum store_result result = STORE_OK;
    if (from == 0)
        return database_result(db, schema_make(db, schema), "cannot make the tables", message);
    assert(from < schemas[schema].version);
    if (schema == SCHEMA_REGISTRY)
        result = upgrade_registry(db, message);
    else if (from == 1)
        result = upgrade_from_1(db, message);
    else
        result = upgrade_from_later(db, message);
    return result == STORE_OK ? schema_compare(db, schema, message) : result;
}

enum store_result schema_upgrade(sqlite3 *db, enum schema schema, char message[MESSAGE_BYTES])
{
    int64_t from = 0;
    int rc = database_run(db, "BEGIN IMMEDIATE");
    if (rc == SQLITE_OK)
        rc = database_number(db, "PRAGMA user_version", &from);
    enum store_result result = database_result(db, rc, "cannot bring the tables up to date", message);
    if (result == STORE_OK && from < schemas[schema].version)
        result = take_steps(db, schema, (int)from, message);
    if (result == STORE_OK)
        result = database_result(db, database_run(db, "COMMIT"), "cannot bring the tables up to date", message);
    if (!sqlite3_get_autocommit(db))
        database_run(db, "ROLLBACK");
    return result;
}

enum store_result schema_check(sqlite3 *db, enum schema schema, bool may_upgrade, char message[MESSAGE_BYTES])
{
    int64_t id = 0, version = 0, n_foreign = 0;
    int rc = database_number(db, "PRAGMA application_id", &id);
    if (rc == SQLITE_OK)
        rc = database_number(db, "PRAGMA user_version", &version);
    if (rc == SQLITE_OK)
        rc = database_number(db, "SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')", &n_foreign);
    if (rc != SQLITE_OK)
        return database_result(db, rc, "cannot read the file", message);
    if (id != schemas[schema].application_id || version < 1 || n_foreign != 0) {
        snprintf(message, MESSAGE_BYTES, "this is not a %s file of Plenary", schemas[schema].what);
        return STORE_DAMAGED;
    }
    if (version > schemas[schema].version) {
        snprintf(message, MESSAGE_BYTES, "the file has version %" PRId64 "; this program knows versions up to %d",
                 version, schemas[schema].version);
        return STORE_DAMAGED;
    }
    if (version == schemas[schema].version)
        return schema_compare(db, schema, message);
    if (!may_upgrade) {
        snprintf(message, MESSAGE_BYTES, "the file has the older version %" PRId64 ": let the server open it once",
                 version);
        return STORE_DAMAGED;
    }
    return schema_upgrade(db, schema, message);
}
