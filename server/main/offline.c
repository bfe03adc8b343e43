/* offline: see include/main/offline.h. */
#include "main/offline.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "main/terminal.h"
#include "store/store.h"

static void wake(void *context)
{
    sem_post(&((struct offline *)context)->woken);
}

bool offline_open(struct offline *offline, const char *state_dir)
{
    char message[200];
    *offline = (struct offline){ 0 };
    const int failed = sem_init(&offline->woken, 0, 0);
    assert(failed == 0);
    offline->store = store_open(state_dir, 1, wake, offline, message);
    if (offline->store == NULL) {
        terminal_line(stderr, "plenary: %s", message);
        sem_destroy(&offline->woken);
        return false;
    }
    offline->platform = (struct platform){ .self = &offline->clock, .now = wall_clock_now, .random = random_bytes };
    store_fill(offline->store, &offline->platform.storage);
    return true;
}

void offline_close(struct offline *offline)
{
    store_close(offline->store);
    sem_destroy(&offline->woken);
}

/* Reap until *finished, which a done function sets. */
static void wait_for(struct offline *offline, const bool *finished)
{
    const struct storage *storage = &offline->platform.storage;
    while (!*finished) {
        storage->reap(storage->self);
        while (!*finished && sem_wait(&offline->woken) != 0)
            assert(errno == EINTR);
    }
}

static void finish(struct store_job *job)
{
    *(bool *)job->context = true;
}

enum store_result offline_run(struct offline *offline, struct store_job *job)
{
    bool finished = false;
    job->done = finish;
    job->context = &finished;
    offline->platform.storage.submit(offline->platform.storage.self, job);
    wait_for(offline, &finished);
    return job->result;
}

struct commit {
    bool finished, ok;
};

static void committed(void *context, bool ok)
{
    struct commit *commit = context;
    *commit = (struct commit){ .finished = true, .ok = ok };
}

bool offline_commit(struct offline *offline, struct registry *registry)
{
    struct commit commit = { 0 };
    registry_write(registry, committed, &commit);
    registry_turn(registry);
    wait_for(offline, &commit.finished);
    if (!commit.ok)
        terminal_line(stderr, "plenary: the disk did not take the change");
    return commit.ok;
}

bool offline_write(struct offline *offline, const struct registry_row *rows, size_t n)
{
    struct store_job job = { .type = STORE_REGISTRY, .rows = rows, .n_rows = n };
    if (offline_run(offline, &job) == STORE_OK)
        return true;
    terminal_line(stderr, "plenary: nothing was changed: %s", job.message);
    return false;
}

struct rows {
    struct registry_row *v;
    size_t n, cap;
};

static void take_row(void *context, const struct registry_row *row)
{
    struct rows *rows = context;
    if (rows->n == rows->cap) {
        rows->cap = rows->cap == 0 ? 64 : rows->cap * 2;
        rows->v = mem_grow(rows->v, rows->cap, sizeof *rows->v);
    }
    rows->v[rows->n++] = *row;
}

struct registry_row *offline_rows(struct offline *offline, size_t *n)
{
    struct rows rows = { .v = mem_zero(1, sizeof *rows.v), .cap = 1 };
    if (offline->platform.storage.registry_read(offline->platform.storage.self, take_row, &rows) != STORE_OK) {
        terminal_line(stderr, "plenary: the list of accounts cannot be read");
        mem_free(rows.v);
        return NULL;
    }
    *n = rows.n;
    return rows.v;
}
