/*
 * schema: the two kinds of file, their SQL (server/store/schema.sql, registry.sql), and how older files become
 * present ones.
 *
 * A file says what it is by application_id and which tables it has by user_version. A schema is a list of steps, each
 * making a version out of the one before; a new file takes all of them, an older one those it lacks, in one transaction
 * when it is opened for writing. So both end with the same tables.
 */
#ifndef PLENARY_STORE_SCHEMA_H
#define PLENARY_STORE_SCHEMA_H

#include "store/database.h"

enum schema { SCHEMA_WORKSHOP, SCHEMA_REGISTRY, SCHEMA_N };

/* Make the tables in an empty database, inside the caller's transaction. Returns SQLite's code. */
int schema_make(sqlite3 *db, enum schema schema);

/* Take the steps that an empty or older database lacks, in one transaction of its own. */
enum store_result schema_upgrade(sqlite3 *db, enum schema schema, char message[MESSAGE_BYTES]);

/*
 * Check that the file is of this kind, has no trigger or view, and is of the present version; with
 * `may_upgrade` an older one is brought to it. STORE_DAMAGED: another program's file, or one of a newer
 * version.
 */
enum store_result schema_check(sqlite3 *db, enum schema schema, bool may_upgrade, char message[MESSAGE_BYTES]);

#endif
