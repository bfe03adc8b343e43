/* load: a room read from its file. Every value is checked; nothing in a file can make the program assert or abort. */
#ifndef PLENARY_STORE_LOAD_H
#define PLENARY_STORE_LOAD_H

#include "store/database.h"

/*
 * Read the whole room, as of one moment (that of the caller's transaction, if there is one). *out is the caller's.
 * STORE_DAMAGED: rows that cannot be, or that contradict each other; `message` says which. O(entities + changes); the
 * bodies of changes are not read.
 */
enum store_result load_room(sqlite3 *db, struct room **out, char message[MESSAGE_BYTES]);

/* A query for the last change that folding leaves out, because an older version made it; 0: there is none. */
#define LOAD_BASE_SEQ "SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta WHERE name = 'base'"

/*
 * What folding the file's history begins with: *out is NULL for nothing, or what the table `base` holds. Results as
 * above; inside the caller's transaction.
 */
enum store_result load_base(sqlite3 *db, struct room **out, char message[MESSAGE_BYTES]);

#endif
