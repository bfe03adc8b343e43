/* host: the life of one room in memory: loaded, turned, closed. What happens inside a turn has its own files. */
#include "app/host.h"

#include <assert.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"

static void free_snapshots(struct host *host)
{
    for (size_t a = 0; a < AUDIENCE_N; a++) {
        snapshot_release(host_platform(host), host->snapshots[a]);
        host->snapshots[a] = NULL;
    }
}

void host_free(struct host *host)
{
    struct hub *hub = host->hub;
    while (host->n_links > 0)
        link_free(host->links[host->n_links - 1]);
    publish_end(host);
    free_snapshots(host);
    presence_forget(host);
    for (size_t i = 0; i < host->inbox_n; i++)
        command_clear(&host->inbox[i].cmd);
    for (size_t i = 0; i < host->n_changes; i++)
        change_clear(&host->changes[i]);
    fetch_forget(host);
    secret_free(host);
    mem_free(host->changes);
    mem_free_wiped(host->inbox);
    mem_free_wiped(host->flight);
    mem_free(host->readings);
    mem_free(host->links);
    attendance_free(host);
    map_free(&host->present);
    map_free(&host->simulated);
    map_free(&host->present_changed);
    map_free(&host->writing);
    map_free(&host->writing_changed);
    room_free(host->room);
    (void)keymap_remove(&hub->hosts, host->workshop, strlen(host->workshop));
    for (size_t i = 0; i < hub->n; i++) {
        if (hub->list[i] == host)
            hub->list[i] = hub->list[--hub->n];
    }
    mem_free(host);
}

struct host *host_new(struct hub *hub, const char *workshop)
{
    struct host *host = mem_zero(1, sizeof *host);
    host->hub = hub;
    assert(strlen(workshop) <= WORKSHOP_ID_MAX);
    memcpy(host->workshop, workshop, strlen(workshop) + 1);
    host->used_at = host_now(host);
    if (hub->n == hub->cap) {
        hub->cap = hub->cap == 0 ? 8 : hub->cap * 2;
        hub->list = mem_grow(hub->list, hub->cap, sizeof *hub->list);
    }
    hub->list[hub->n++] = host;
    keymap_put(&hub->hosts, host->workshop, strlen(host->workshop), host);
    return host;
}

enum hub_status host_status_of(enum store_result result)
{
    switch (result) {
    case STORE_OK:
        return HUB_OK;
    case STORE_MISSING:
        return HUB_MISSING;
    case STORE_DAMAGED:
        return HUB_DAMAGED;
    case STORE_SLOW:
        return HUB_BUSY;
    case STORE_FULL:
    case STORE_IO:
    case STORE_EXISTS:
        break;
    }
    return HUB_STORAGE;
}

void host_answer_readings(struct host *host, enum hub_status status)
{
    struct reading *readings = host->readings;
    size_t n = host->n_readings;
    host->readings = NULL;
    host->n_readings = host->readings_cap = 0;
    for (size_t i = 0; i < n; i++)
        readings[i].answer(readings[i].context, status, status == HUB_OK ? host->room : NULL);
    mem_free(readings);
}

void host_end_links(struct host *host, enum close_code code)
{
    for (size_t i = 0; i < host->n_links; i++)
        link_end(host->links[i], code);
}

void host_take_room(struct host *host, struct room *room)
{
    host->room = room;
    host->durable = room->seq;
    host->state = HOST_READY;
    attendance_take_room(host);
    secret_take_room(host);
    if (host->published > room->seq)
        host_end_links(host, CLOSE_RESTARTING);
    if (host->published > room->seq || host->published == 0)
        host->published = room->seq;
}

/* The file cannot be read now. A passing trouble is tried again while somebody is here; everything else ends the host. */
static void load_failed(struct host *host)
{
    enum hub_status status = host_status_of(host->job.result);
    log_line(LOG_ERROR, "%s: cannot be read: %s", host->workshop, host->job.message);
    bool again = status == HUB_STORAGE && host->n_links > 0;
    host->state = again ? HOST_LOADING : HOST_GONE;
    if (again)
        host->retry_at = host_now(host) + RETRY_MS;
    else
        host_end_links(host, CLOSE_FORBIDDEN);
    /* Last: who is answered may ask again. */
    host_answer_readings(host, status);
    tick_refuse_all(host, CODE_STORAGE, status);
}

static void load_done(struct store_job *job)
{
    struct host *host = job->context;
    host->loading = false;
    if (job->result != STORE_OK) {
        load_failed(host);
        return;
    }
    host_take_room(host, job->loaded);
}

void host_load(struct host *host)
{
    const struct storage *storage = &host_platform(host)->storage;
    assert(host->room == NULL && !host->loading);
    free_snapshots(host);
    host->state = HOST_LOADING;
    host->loading = true;
    host->job = (struct store_job){ .type = STORE_LOAD, .done = load_done, .context = host };
    memcpy(host->job.workshop, host->workshop, sizeof host->job.workshop);
    storage->submit(storage->self, &host->job);
}

/* Nothing is lost when the log could not be folded into the file; but whoever runs the server has to know. */
static void note_failure(const struct store_job *job)
{
    if (job->result != STORE_OK)
        log_line(LOG_WARN, "%s: the log cannot be folded into the file: %s", job->workshop, job->message);
}

static void close_done(struct store_job *job)
{
    struct host *host = job->context;
    note_failure(job);
    host->state = HOST_GONE;
    if (!host->hub->stopping && (host->n_links > 0 || host->inbox_n > 0 || host->n_readings > 0))
        host_load(host);
}

void host_close(struct host *host)
{
    const struct storage *storage = &host_platform(host)->storage;
    assert(host->state == HOST_READY);
    room_free(host->room);
    host->room = NULL;
    free_snapshots(host);
    host->state = HOST_CLOSING;
    host->job = (struct store_job){ .type = STORE_CLOSE, .done = close_done, .context = host };
    memcpy(host->job.workshop, host->workshop, sizeof host->job.workshop);
    storage->submit(storage->self, &host->job);
}

bool host_is_idle(const struct host *host)
{
    return host->state == HOST_READY && host->n_links == 0 && host->inbox_n == 0 && host->n_readings == 0 &&
           host->holds == 0 && !host->checkpointing && !host->fetch.active && !host->round.active &&
           attendance_is_settled(host) && !secret_is_busy(host) && host->secrets.step == SECRET_IDLE;
}

static void checkpoint_done(struct store_job *job)
{
    struct host *host = job->context;
    host->checkpointing = false;
    note_failure(job);
}

static void checkpoint(struct host *host)
{
    const struct storage *storage = &host_platform(host)->storage;
    host->wants_checkpoint = false;
    host->checkpointing = true;
    host->checkpoint = (struct store_job){ .type = STORE_CHECKPOINT, .done = checkpoint_done, .context = host };
    memcpy(host->checkpoint.workshop, host->workshop, sizeof host->checkpoint.workshop);
    storage->submit(storage->self, &host->checkpoint);
}

/* Stopping: everybody is told, what is in flight is finished, the file is closed. */
static void stop_turn(struct host *host)
{
    tick_refuse_all(host, CODE_STORAGE, HUB_STOPPING);
    host_answer_readings(host, HUB_STOPPING);
    host_end_links(host, CLOSE_RESTARTING);
    if (host->state == HOST_READY && !host->checkpointing && !host->fetch.active && !secret_is_busy(host))
        host_close(host);
    else if (host->state == HOST_LOADING && !host->loading)
        host->state = HOST_GONE;
}

static void ready_turn(struct host *host, int64_t now)
{
    publish_begin(host);
    serve_all(host);
    host_answer_readings(host, HUB_OK);
    secret_turn(host);
    attendance_turn(host);
    (void)tick_begin(host);
    if (host->state != HOST_READY)
        return;
    if (host->wants_checkpoint && now >= host->committed_at + CHECKPOINT_MS)
        checkpoint(host);
    if (host_is_idle(host) && now >= host->used_at + IDLE_MS)
        host_close(host);
}

static int64_t earlier(int64_t a, int64_t b)
{
    if (a == 0 || b == 0)
        return a + b;
    return a < b ? a : b;
}

/* When the room's own clock wants something; not before the disk is asked again. */
static int64_t room_wants(const struct host *host)
{
    int64_t at = host->state == HOST_READY && !host->fetch.active ? room_deadline(host->room) : 0;
    return at != 0 && at < host->retry_at ? host->retry_at : at;
}

/* When there is something for a tick. Whoever holds the room turns it again. */
static int64_t tick_wants(const struct host *host, int64_t now)
{
    int64_t at = earlier(secret_wants(host), room_wants(host));
    if (host->holds > 0)
        return 0;
    if (host->state == HOST_READY && host->inbox_n > 0 && !host->fetch.active)
        at = earlier(at, tick_due(host) > now ? tick_due(host) : now);
    return at;
}

int64_t host_wants(const struct host *host)
{
    int64_t now = host_now(host);
    if (host->hub->stopping)
        return 0;
    int64_t at = earlier(earlier(publish_due(host), presence_due(host)), attendance_due(host));
    at = earlier(at, tick_wants(host, now));
    bool greets = host->n_waiting_hello > 0 && host->inbox_n == 0;
    if (host->state == HOST_READY && (host->n_readings > 0 || host->serve_more || greets))
        at = earlier(at, now);
    if (host->n_links > 0)
        at = earlier(at, host->sweep_at > now ? host->sweep_at : now);
    if (host->state == HOST_LOADING && !host->loading)
        at = earlier(at, host->retry_at);
    if (host->wants_checkpoint && host->state == HOST_READY)
        at = earlier(at, host->committed_at + CHECKPOINT_MS);
    if (host_is_idle(host))
        at = earlier(at, host->used_at + IDLE_MS);
    return at;
}

void host_turn(struct host *host)
{
    int64_t now = host_now(host);
    if (host->hub->stopping) {
        stop_turn(host);
        return;
    }
    if (host->state == HOST_LOADING && !host->loading && now >= host->retry_at)
        host_load(host);
    if (host->state == HOST_READY)
        ready_turn(host, now);
    publish_slice(host);
    presence_slice(host);
    beat_sweep(host);
}
