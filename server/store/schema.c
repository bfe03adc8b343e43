/* schema: making, checking and upgrading the tables. See include/store/schema.h. */
#include "store/schema.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

extern const char schema_workshop_sql[], schema_registry_sql[];     /* schema.S */

struct step {
    enum schema schema;
    int to;                     /* the version it makes out of to - 1 */
    const char *sql;
};

static const struct step steps[] = {
    { SCHEMA_WORKSHOP, 1, schema_workshop_sql },
    { SCHEMA_REGISTRY, 1, schema_registry_sql },
};

static const struct {
    const char *what;
    int application_id;
    int version;                /* what the program writes and reads: that of the last step */
} schemas[SCHEMA_N] = {
    [SCHEMA_WORKSHOP] = { "workshop", 0x506c656e, 1 },      /* "Plen" */
    [SCHEMA_REGISTRY] = { "registry", 0x506c7267, 1 },      /* "Plrg" */
};

static int run_steps(sqlite3 *db, enum schema schema, int from)
{
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        if (steps[i].schema != schema || steps[i].to <= from)
            continue;
        int rc = database_run(db, steps[i].sql);
        if (rc != SQLITE_OK)
            return rc;
    }
    char sql[96];
    snprintf(sql, sizeof(sql), "PRAGMA application_id = %d; PRAGMA user_version = %d;", schemas[schema].application_id,
             schemas[schema].version);
    return database_run(db, sql);
}

int schema_make(sqlite3 *db, enum schema schema)
{
    assert(!sqlite3_get_autocommit(db));
    return run_steps(db, schema, 0);
}

enum store_result schema_upgrade(sqlite3 *db, enum schema schema, char message[MESSAGE_BYTES])
{
    int64_t from = 0;
    int rc = database_run(db, "BEGIN IMMEDIATE");
    if (rc == SQLITE_OK)
        rc = database_number(db, "PRAGMA user_version", &from);
    if (rc == SQLITE_OK)
        rc = run_steps(db, schema, (int)from);
    if (rc == SQLITE_OK)
        rc = database_run(db, "COMMIT");
    return database_result(db, rc, "cannot bring the tables up to date", message);
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
        return STORE_OK;
    if (!may_upgrade) {
        snprintf(message, MESSAGE_BYTES, "the file has the older version %" PRId64 ": let the server open it once",
                 version);
        return STORE_DAMAGED;
    }
    return schema_upgrade(db, schema, message);
}
