/*
 * workshop_file: one workshop's file, open for writing.
 *
 * Belongs to one thread. After a failed commit the file must be opened anew: what it holds is then known only by reading it.
 */
#ifndef PLENARY_STORE_WORKSHOP_FILE_H
#define PLENARY_STORE_WORKSHOP_FILE_H

#include "store/database.h"
#include "store/save.h"

/*
 * Pages in the log above which the commit path writes it back itself: 64 MiB, when nobody found time for a
 * checkpoint.
 */
enum { LOG_PAGES_MAX = (64 << 20) / 4096 };

struct workshop_file {
    sqlite3 *db;
    struct saver saver;
    uint64_t seq;               /* of the last change it holds */
    bool is_stale;              /* a commit failed for want of room: to be opened anew, and closed only then */
    int log_pages_max;          /* LOG_PAGES_MAX; a test may lower it */
    bool log_is_long;           /* it has more pages: a checkpoint is due, whether anybody waits or not */
};

/* What one job writes. */
struct workshop_write {
    const char *id;
    const struct room *room;
    const struct change *changes;
    size_t n_changes;
    const struct store_ballot *ballots;
    size_t n_ballots;
};

/*
 * Make the file at `path` in the directory `directory`: it appears there complete and synced, or not at all.
 * STORE_EXISTS when there is one.
 */
enum store_result workshop_file_make(const char *directory, const char *path, const struct workshop_write *write,
                                     char message[MESSAGE_BYTES]);

/* Open an existing one, upgrade it when it is old. *out is NULL on failure. */
enum store_result workshop_file_open(struct workshop_file **out, const char *path, char message[MESSAGE_BYTES]);

enum store_result workshop_file_load(struct workshop_file *file, struct room **out, char message[MESSAGE_BYTES]);

/* One transaction, on the disk when this returns STORE_OK. Otherwise nothing of it is there. */
enum store_result workshop_file_commit(struct workshop_file *file, const struct workshop_write *write,
                                       char message[MESSAGE_BYTES]);

/* After a commit: write the log back if it has become too long. What was committed is durable in any case. */
enum store_result workshop_file_shorten(struct workshop_file *file, char message[MESSAGE_BYTES]);

/* Fold the log into the file and empty it. STORE_SLOW: another connection reads it, try again. */
enum store_result workshop_file_fold(struct workshop_file *file, char message[MESSAGE_BYTES]);

/* Fold the log into the file and let go of it in any case. */
enum store_result workshop_file_fold_and_close(struct workshop_file *file, char message[MESSAGE_BYTES]);

/* Let go of it, whatever state it is in; the log stays as it is. NULL is fine. */
void workshop_file_close(struct workshop_file *file);

#endif
