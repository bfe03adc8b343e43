/*
 * registry_change: how the registry changes: rows in memory at once, on the disk later, taken back when that fails.
 *
 * One commit is in flight at a time; what changes meanwhile gathers for the next. When a commit fails, the changes
 * gathered on top of it are taken back with it, the latest first: they were made by somebody who saw it.
 */
#include "app/registry_change.h"

#include <assert.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"

void batch_free(struct batch *batch)
{
    mem_free(batch->rows);
    mem_free(batch->undo);
    mem_free(batch->waiters);
    *batch = (struct batch){ 0 };
}

static void batch_add(struct batch *batch, const struct registry_row *row, const struct registry_row *undo)
{
    if (batch->n == batch->cap) {
        batch->cap = batch->cap == 0 ? 8 : 2 * batch->cap;
        batch->rows = mem_grow(batch->rows, batch->cap, sizeof *batch->rows);
        batch->undo = mem_grow(batch->undo, batch->cap, sizeof *batch->undo);
    }
    batch->rows[batch->n] = *row;
    batch->undo[batch->n] = *undo;
    batch->n++;
}

void registry_apply(struct registry *registry, const struct registry_row *row)
{
    struct registry_row undo = *row;
    const struct record *former = records_get(&registry->records, row);
    if (former != NULL)
        record_row(&undo, former);
    undo.removed = former == NULL;
    batch_add(&registry->gathering, row, &undo);
    records_apply(&registry->records, row);
}

bool registry_busy(const struct registry *registry)
{
    return registry->gathering.n >= REGISTRY_ROWS_WAITING_MAX;
}

bool registry_full(const struct registry *registry)
{
    return records_count(&registry->records, REGISTRY_SESSION) >= REGISTRY_SESSIONS_MAX;
}

void registry_write(struct registry *registry, void (*done)(void *context, bool ok), void *context)
{
    struct batch *batch = &registry->gathering;
    if (batch->n_waiters == batch->waiters_cap) {
        batch->waiters_cap = batch->waiters_cap == 0 ? 8 : 2 * batch->waiters_cap;
        batch->waiters = mem_grow(batch->waiters, batch->waiters_cap, sizeof *batch->waiters);
    }
    batch->waiters[batch->n_waiters++] = (struct waiter){ done, context };
}

static void batch_take_back(struct batch *batch, struct records *records)
{
    for (size_t i = batch->n; i > 0; i--)
        records_apply(records, &batch->undo[i - 1]);
}

/* The batch is over: tell everybody. They may change the registry again. */
static void batch_tell(struct batch *batch, bool ok)
{
    for (size_t i = 0; i < batch->n_waiters; i++)
        batch->waiters[i].done(batch->waiters[i].context, ok);
    batch_free(batch);
}

static struct batch batch_move(struct batch *batch)
{
    struct batch moved = *batch;
    *batch = (struct batch){ 0 };
    return moved;
}

static void registry_committed(struct store_job *job)
{
    struct registry *registry = job->context;
    bool ok = job->result == STORE_OK;
    assert(registry->in_flight);
    registry->in_flight = false;
    struct batch done = batch_move(&registry->flying);
    struct batch later = { 0 };
    if (!ok) {
        log_line(LOG_ERROR, "the registry could not be written: %s", job->message);
        later = batch_move(&registry->gathering);
        batch_take_back(&later, &registry->records);
        batch_take_back(&done, &registry->records);
    }
    batch_tell(&done, ok);
    batch_tell(&later, ok);
}

static void registry_submit(struct registry *registry)
{
    registry->flying = batch_move(&registry->gathering);
    registry->in_flight = true;
    registry->job = (struct store_job){
        .type = STORE_REGISTRY,
        .rows = registry->flying.rows,
        .n_rows = registry->flying.n,
        .done = registry_committed,
        .context = registry,
    };
    const struct storage *storage = &registry->platform->storage;
    storage->submit(storage->self, &registry->job);
}

/* Sessions that are over go in small groups: nobody waits for it, and a commit stays small. */
static void registry_sweep(struct registry *registry, int64_t now)
{
    enum { SWEEP_MS = 600000, SWEEP_SESSIONS = 200 };
    if (now - registry->swept_at < SWEEP_MS)
        return;
    registry->swept_at = now;
    uint64_t over[SWEEP_SESSIONS];
    size_t n = 0, at = 0;
    const struct record *record;
    while (n < SWEEP_SESSIONS && (record = records_next(&registry->records, REGISTRY_SESSION, &at)) != NULL)
        if (record->until <= now)
            over[n++] = record->id;
    for (size_t i = 0; i < n; i++)
        registry_session_close(registry, over[i]);
}

void registry_turn(struct registry *registry)
{
    registry_sweep(registry, registry->platform->now(registry->platform->self));
    if (registry->in_flight)
        return;
    if (registry->gathering.n > 0) {
        registry_submit(registry);
    } else if (registry->gathering.n_waiters > 0) {
        struct batch nothing = batch_move(&registry->gathering);
        batch_tell(&nothing, true);
    }
}

bool registry_idle(const struct registry *registry)
{
    return !registry->in_flight && registry->gathering.n == 0 && registry->gathering.n_waiters == 0;
}
