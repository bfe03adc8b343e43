/*
 * registry_change: how the registry changes: rows in memory at once, on the disk later, taken back when that fails.
 *
 * Internal to registry*.c.
 */
#ifndef PLENARY_APP_REGISTRY_CHANGE_H
#define PLENARY_APP_REGISTRY_CHANGE_H

#include "app/records.h"
#include "app/registry.h"

struct waiter {
    void (*done)(void *context, bool ok);
    void *context;
};

/* Changes that share a commit, with what takes each of them back, and who waits for them. */
struct batch {
    struct registry_row *rows, *undo;
    size_t n, cap;
    struct waiter *waiters;
    size_t n_waiters, waiters_cap;
};

struct registry {
    const struct platform *platform;
    struct records records;
    uint64_t last_account, last_session;
    int64_t swept_at;               /* when sessions that are over were last looked for */
    struct batch gathering;         /* not yet submitted */
    struct batch flying;            /* in the hands of the store */
    bool in_flight;
    struct store_job job;
    void (*session_over)(void *context, uint64_t session);
    void *session_over_context;
};

/* Change one row, in memory now and on the disk with the batch. */
void registry_apply(struct registry *registry, const struct registry_row *row);

void batch_free(struct batch *batch);

#endif
