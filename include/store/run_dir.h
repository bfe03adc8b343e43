/*
 * run_dir: the vault (app/vault.h) as files in memory.
 *
 *     RUN/HASH/WORKSHOP-POLL.key      32 bytes while the poll is open, none when the key is destroyed
 *
 * HASH names the state directory, so that several servers may share RUN. RUN has to be on tmpfs or ramfs, belong to us and
 * be closed to others: a private key on a disk could be read from the disk. (Whether memory is swapped out to one is the
 * operator's: the README says so.)
 */
#ifndef PLENARY_STORE_RUN_DIR_H
#define PLENARY_STORE_RUN_DIR_H

#include "app/vault.h"
#include "store/database.h"

struct run_dir;

/* NULL with a message for the operator when `path` cannot be such a place. Makes the last directory of the path. */
struct run_dir *run_dir_open(const char *path, const char *state_dir, char message[MESSAGE_BYTES]);

/* Keys stay. NULL is fine. */
void run_dir_close(struct run_dir *run);

/* The interface; it lives as long as `run`. With NULL: a server without such a place. */
void run_dir_fill(struct run_dir *run, struct vault *out);

#endif
