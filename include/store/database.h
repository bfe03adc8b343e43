/*
 * database: SQLite connections, all opened in one hardened way.
 *
 * A connection for writing is in WAL mode with synchronous=FULL, so that COMMIT returns after the fsync. It never
 * checkpoints by itself, not even when it is closed: a checkpoint is asked for where its failure can be seen. A failed
 * fsync stops the process (database_result), because after it nobody knows what is on the disk.
 *
 * A connection belongs to one thread at a time. Only the store includes this. Limits: the table in database.c.
 */
#ifndef PLENARY_STORE_DATABASE_H
#define PLENARY_STORE_DATABASE_H

#include <sqlite3.h>

#include "app/storage.h"

enum { MESSAGE_BYTES = sizeof(((struct store_job *)0)->message), DATABASE_PATH_MAX = 4096 };

enum database_mode {
    DATABASE_WRITE,         /* an existing file of ours */
    DATABASE_READ,          /* read-only; another process may be writing */
    DATABASE_READ_ALONE     /* read-only, and nobody has it open: leaves no file behind, works on a read-only medium */
};

/* Opens an existing file. On failure *out is NULL and `message` says why. */
enum store_result database_open(sqlite3 **out, const char *path, enum database_mode mode, char message[MESSAGE_BYTES]);

/* NULL is fine. All statements must be finalized. */
void database_close(sqlite3 *db);

/* A new empty file, mode 0600, its directory entry not yet synced. STORE_EXISTS when there is one. */
enum store_result database_make_file(const char *path, char message[MESSAGE_BYTES]);

/*
 * Switch the file to WAL and this connection to FULL. Only once it is known to be ours: this writes to the file. The log
 * is there and its name is synced when this returns STORE_OK; aborts when syncing fails.
 */
enum store_result database_use_wal(sqlite3 *db, char message[MESSAGE_BYTES]);

/* Run statements without results. Returns SQLite's (extended) result code. */
int database_run(sqlite3 *db, const char *sql);

/* The first column of the first row of a query, as a number. */
int database_number(sqlite3 *db, const char *sql, int64_t *out);

/*
 * Write the log back into the file; database_fold also empties it. SQLITE_OK also when a reader or another
 * checkpoint kept it from being finished; then it is not `empty`.
 */
int database_checkpoint(sqlite3 *db);
int database_fold(sqlite3 *db, bool *empty);

/* Fold the log, then close in any case. The last connection to close removes the emptied log. */
enum store_result database_fold_and_close(sqlite3 *db, char message[MESSAGE_BYTES]);

/*
 * What SQLite's code `rc` means to the app; `doing` begins the message. Stops the process after a failed fsync.
 */
enum store_result database_result(sqlite3 *db, int rc, const char *doing, char message[MESSAGE_BYTES]);

/* Sync a directory, so that names created in it last. Stops the process when the disk refuses. */
void database_sync_directory(const char *path);

#endif
