/*
 * storage: the interface through which app reaches the disk. The SQLite store, the memory store and the simulator
 * implement it, and pass one contract suite (tests/contract).
 *
 * Every job is asynchronous: submit returns at once, the work runs elsewhere (a room is pinned to one thread, jobs of one
 * room run in the order given, but for STORE_CHECKPOINT, which runs beside them), and `done` runs on the loop's thread
 * inside reap(). The store calls the wake function it was opened with, from any thread, when something is ready to reap.
 *
 * While a commit job is in flight its room must not be changed or freed: the store reads the room directly.
 */
#ifndef PLENARY_APP_STORAGE_H
#define PLENARY_APP_STORAGE_H

#include "app/registry_row.h"
#include "core/history.h"

enum { WORKSHOP_ID_MAX = 24 };          /* characters: lower-case letters and digits, safe as a file name */

enum store_result {
    STORE_OK,
    STORE_FULL,         /* disk full or below LIMIT_FREE_DISK, quota, read-only file system: may pass by itself */
    STORE_IO,           /* another I/O error */
    STORE_MISSING,      /* no such workshop */
    STORE_DAMAGED,      /* the file is not ours, or inconsistent; `message` says how */
    STORE_EXISTS        /* create: there is one already */
};

enum store_job_type {
    STORE_CREATE,       /* a new workshop file with the dirty entities of `room` and `changes`, in one transaction */
    STORE_COMMIT,       /* the dirty entities of `room` and `changes`, one transaction, durable when done */
    STORE_LOAD,         /* read the file into a new room */
    STORE_CLOSE,        /* checkpoint and close the file; done even when it fails */
    STORE_CHECKPOINT,   /* when nobody waits: fold the write-ahead log into the file */
    STORE_REGISTRY      /* write registry rows (plenary.db), one transaction */
};

struct store_job {
    enum store_job_type type;
    char workshop[WORKSHOP_ID_MAX + 1];
    const struct room *room;                /* CREATE, COMMIT: borrowed until done */
    const struct change *changes;           /* CREATE, COMMIT: borrowed until done, ascending seq */
    size_t n_changes;
    const struct registry_row *rows;        /* REGISTRY: borrowed until done */
    size_t n_rows;
    enum store_result result;               /* set before done */
    struct room *loaded;                    /* LOAD: the receiver owns it */
    char message[200];                      /* for the log, when result is not STORE_OK */
    void (*done)(struct store_job *job);    /* on the loop's thread; may free the job and submit others */
    void *context;
    struct store_job *next;                 /* the store's, while it has the job */
};

struct storage {
    void *self;
    void (*submit)(void *self, struct store_job *job);
    /* Run the done functions of finished jobs. Returns how many. */
    size_t (*reap)(void *self);
    /* Read the whole registry: calls row() for each. Only at start, synchronous. */
    enum store_result (*registry_read)(void *self, void (*row)(void *context, const struct registry_row *row),
                                       void *context);
    /* Bytes free on the file system of the state directory; a cached figure at most 5 s old. */
    uint64_t (*free_bytes)(void *self);
};

#endif
