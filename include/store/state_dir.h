/*
 * state_dir: the directory that holds everything durable, and whose it is.
 *
 *     STATE/lock              held (flock) by the one server that uses it
 *     STATE/plenary.db        the registry
 *     STATE/workshops/        one file per workshop
 *     STATE/templates/        workshops to prepare others from, as JSON (shelf.h)
 *     STATE/keys/             long-lived keys
 *     STATE/ballast           4 MiB of nothing, given up when the disk is full
 *
 * Directories have mode 0700, files 0600. The functions marked so are thread-safe.
 */
#ifndef PLENARY_STORE_STATE_DIR_H
#define PLENARY_STORE_STATE_DIR_H

#include <pthread.h>

#include "store/database.h"

enum { BALLAST_BYTES = 4 << 20 };       /* room for a registry write, a checkpoint of leftovers and a clean stop */

struct state_dir {
    char path[DATABASE_PATH_MAX];
    int lock;                           /* descriptor of STATE/lock */
    pthread_mutex_t mutex;              /* guards what follows */
    uint64_t free_bytes;
    int64_t free_at;                    /* monotonic ms when free_bytes was asked for */
};

/* Make what is missing and take the lock. False with a message for the operator: in use, not allowed, no room. */
bool state_dir_open(struct state_dir *dir, const char *path, char message[MESSAGE_BYTES]);
void state_dir_close(struct state_dir *dir);

/* "STATE/NAME" into out. */
void state_dir_path(const struct state_dir *dir, const char *name, char out[DATABASE_PATH_MAX]);

/*
 * The file of a workshop. False when `id` is not 1 to 24 lower-case letters and digits, so that no path can be
 * smuggled in.
 */
bool state_dir_workshop(const struct state_dir *dir, const char *id, char out[DATABASE_PATH_MAX]);

/* Bytes free for us, at most 5 s old. Thread-safe. */
uint64_t state_dir_free(struct state_dir *dir);

/* Give the ballast up; false when it is gone already. Make it again once there is room. Thread-safe. */
bool state_dir_drop_ballast(struct state_dir *dir);
void state_dir_keep_ballast(struct state_dir *dir);

#endif
