/*
 * offline: the state directory without a server: jobs of the store one at a time, each waited for. While it is open, no
 * server can use the directory, and the other way round.
 */
#ifndef PLENARY_MAIN_OFFLINE_H
#define PLENARY_MAIN_OFFLINE_H

#include <semaphore.h>

#include "app/registry.h"
#include "main/state.h"

struct offline {
    struct store *store;
    struct platform platform;       /* clock, randomness and storage; no sockets, no workers */
    struct wall_clock clock;
    sem_t woken;
};

/* False: a line on standard error said why. */
bool offline_open(struct offline *offline, const char *state_dir);
void offline_close(struct offline *offline);

/* Submit the job and wait for its end. The job's done and context are set here. */
enum store_result offline_run(struct offline *offline, struct store_job *job);

/* Wait until what was changed in the registry is on the disk. False: a line on standard error said that it is not. */
bool offline_commit(struct offline *offline, struct registry *registry);

/* Write rows of the registry. False: a line on standard error said why. */
bool offline_write(struct offline *offline, const struct registry_row *rows, size_t n);

/* All rows of the registry, *n of them, for mem_free. NULL: a line on standard error said why. */
struct registry_row *offline_rows(struct offline *offline, size_t *n);

#endif
