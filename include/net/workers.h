/*
 * workers: the threads for work that would hold up the loop (password hashes, exports), behind struct workers of
 * app/platform.h. Work waits in a short queue: who finds it full is answered "busy" and comes back. Patient work has a queue and
 * threads of its own, so that nobody who logs in waits behind documents, and these run at a lower priority.
 */
#ifndef PLENARY_NET_WORKERS_H
#define PLENARY_NET_WORKERS_H

#include "app/platform.h"

enum { WORKERS_QUEUE_MAX = 8, WORKERS_THREADS_MAX = 4 };

struct pool;

/* So many threads for each of the two sorts of work. `wake` is called on a worker's thread when something is to be reaped. */
struct pool *workers_open(unsigned n_threads, void (*wake)(void *self), void *self);
void workers_fill(struct pool *pool, struct workers *workers);

/* For a `wake` that can only be known later; before the first submit. */
void workers_wake(struct pool *pool, void (*wake)(void *self), void *self);

/* Finishes everything that was submitted, done() included. Before app_free. Accepts NULL. */
void workers_close(struct pool *pool);

#endif
