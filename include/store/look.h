/* look: reading a file without touching it, whoever else has it open. */
#ifndef PLENARY_STORE_LOOK_H
#define PLENARY_STORE_LOOK_H

#include "store/database.h"

/* Reads what it wants in the read transaction that `db` is in. May be called twice: what the first call made is stale then. */
typedef enum store_result look_fn(sqlite3 *db, void *context, char message[MESSAGE_BYTES]);

/*
 * Open the file read-only and call `look`, as of one moment. A file that nobody has open is read without a log and
 * without locks, which leaves nothing behind; if somebody did open it meanwhile, it is read again, as a file in use. What
 * `look` returns, or why it could not be called.
 */
enum store_result look_at(const char *path, look_fn *look, void *context, char message[MESSAGE_BYTES]);

#endif
