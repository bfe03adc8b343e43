/*
 * store: the storage interface on SQLite, one file per workshop.
 *
 * A few threads each serve their own workshops (by a hash of the id), so that several commits are synced at once. Beside
 * them one serves the registry and checkpoints, one reads history, and two fold it; these use connections of their own. A result is STORE_OK only after
 * COMMIT returned, that is, after the fsync. A failed fsync stops the process.
 *
 * submit, reap and free_bytes belong to the loop's thread. Layout of the state directory: store/state_dir.h.
 */
#ifndef PLENARY_STORE_STORE_H
#define PLENARY_STORE_STORE_H

#include "app/storage.h"

struct store;

enum { STORE_THREADS_DEFAULT = 2, STORE_THREADS_MAX = 16 };

/*
 * Open or make the state directory. `wake` is called from other threads when there is something to reap. NULL with a
 * message for the operator when the directory is in use by another server, cannot be used, or holds a damaged registry.
 */
struct store *store_open(const char *state_dir, unsigned threads, void (*wake)(void *context), void *wake_context,
                         char message[200]);

/* Finish what was submitted, calling the done functions, close every file and give the directory free. NULL is fine. */
void store_close(struct store *store);

/* The interface; it lives as long as the store. */
void store_fill(struct store *store, struct storage *out);

#endif
