/*
 * schema: the two kinds of file, their SQL (server/store/schema.sql, registry.sql), and how older files become
 * present ones.
 *
 * A file says what it is by application_id and which tables it has by user_version. A new file is made by the SQL of the
 * present version; an older one becomes one of the present version in one transaction when it is opened for writing
 * (store/upgrade.h). So both end with the same tables, which is checked.
 */
#ifndef PLENARY_STORE_SCHEMA_H
#define PLENARY_STORE_SCHEMA_H

#include "store/database.h"

enum schema { SCHEMA_WORKSHOP, SCHEMA_REGISTRY, SCHEMA_N };

/* The version that the program writes and reads. */
int schema_version(enum schema schema);

/* Make the tables in an empty database, inside the caller's transaction. Returns SQLite's code. */
int schema_make(sqlite3 *db, enum schema schema);

/* The same for one of its tables. */
int schema_make_table(sqlite3 *db, enum schema schema, const char *table);

/* Bring an empty or older database to the present version, in one transaction of its own; it is left alone on failure. */
enum store_result schema_upgrade(sqlite3 *db, enum schema schema, char message[MESSAGE_BYTES]);

/* Whether the tables, their columns and indexes are exactly ours; STORE_DAMAGED when not. Comments do not matter. */
enum store_result schema_compare(sqlite3 *db, enum schema schema, char message[MESSAGE_BYTES]);

/*
 * Check that the file is of this kind, has no trigger or view, is of the present version and has its tables (schema_compare);
 * with `may_upgrade` an older one is brought to it. STORE_DAMAGED: another program's file, or one of a newer version.
 */
enum store_result schema_check(sqlite3 *db, enum schema schema, bool may_upgrade, char message[MESSAGE_BYTES]);

#endif
