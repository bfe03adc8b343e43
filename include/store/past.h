/*
 * past: what the jobs that read history do (STORE_OPS, STORE_CHANGES, STORE_REPLAY of app/storage.h), on a connection of
 * their own that only reads.
 */
#ifndef PLENARY_STORE_PAST_H
#define PLENARY_STORE_PAST_H

#include "store/database.h"

/* Fill the job's answer from the file at `path`. The job is empty of answers. */
enum store_result past_ops(struct store_job *job, const char *path);
enum store_result past_changes(struct store_job *job, const char *path);

/* Asked between changes: whether folding may go on. */
struct past_watch {
    bool (*may_go_on)(void *context);
    void *context;
};

/* STORE_SLOW when the watch said no. `watch` may be NULL: as long as it takes. */
enum store_result past_replay(struct store_job *job, const char *path, const struct past_watch *watch);

/*
 * The number of the change after which the room is as the question asks (REPLAY), inside the caller's transaction.
 * STORE_MISSING with a sentence: there is no such moment.
 */
enum store_result past_moment(sqlite3 *db, const struct store_question *question, uint64_t *seq,
                              char message[MESSAGE_BYTES]);

#endif
