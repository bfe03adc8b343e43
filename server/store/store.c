/* store: threads that take jobs and give results back. See include/store/store.h. */
#include "store/store.h"

#include <assert.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "base/map.h"
#include "base/mem.h"
#include "core/limits.h"
#include "store/archive.h"
#include "store/past.h"
#include "store/registry_file.h"
#include "store/shelf.h"
#include "store/sealed.h"
#include "store/state_dir.h"
#include "store/workshop_file.h"

/* Threads beside those that serve rooms, in this order behind them. */
enum { SIDE_KEEPER, SIDE_READER, SIDE_REPLAYERS, REPLAYERS = 2, SIDE_THREADS = SIDE_REPLAYERS + REPLAYERS };

struct queue {
    struct store_job *first, *last;
};

struct worker {
    struct store *store;
    pthread_t thread;
    pthread_mutex_t mutex;      /* guards jobs, n_jobs and stopping */
    pthread_cond_t ready;
    struct queue jobs;
    unsigned n_jobs;            /* given to it and not yet done; the loop's thread adds, its own takes away */
    bool stopping;
    struct keymap files;        /* workshop id -> struct workshop_file, open ones; the thread's own */
};

struct store {
    struct state_dir dir;
    char workshops[DATABASE_PATH_MAX];
    char shelf[DATABASE_PATH_MAX];
    sqlite3 *registry;          /* the keeper's, once threads run */
    void (*wake)(void *context);
    void *wake_context;
    pthread_mutex_t mutex;      /* guards finished */
    struct queue finished;
    atomic_bool closing;        /* replays are given up */
    unsigned n_threads;         /* workers that serve rooms; behind them stand the SIDE_THREADS */
    struct worker workers[STORE_THREADS_MAX + SIDE_THREADS];
};

static void queue_put(struct queue *queue, struct store_job *job)
{
    job->next = NULL;
    if (queue->last != NULL)
        queue->last->next = job;
    else
        queue->first = job;
    queue->last = job;
}

static struct store_job *queue_take(struct queue *queue)
{
    struct store_job *job = queue->first;
    if (job == NULL)
        return NULL;
    queue->first = job->next;
    if (queue->first == NULL)
        queue->last = NULL;
    job->next = NULL;
    return job;
}

static struct workshop_file *open_file(struct worker *worker, const char *id)
{
    return keymap_get(&worker->files, id, strlen(id));
}

static void keep_file(struct worker *worker, const char *id, struct workshop_file *file)
{
    assert(open_file(worker, id) == NULL);
    keymap_put(&worker->files, id, strlen(id), file);
}

/* After a failure the next load opens the file anew and sees what is really there. */
static void drop_file(struct worker *worker, const char *id)
{
    workshop_file_close(keymap_remove(&worker->files, id, strlen(id)));
}

static bool is_disk_low(struct worker *worker, struct store_job *job)
{
    if (state_dir_free(&worker->store->dir) >= LIMIT_FREE_DISK)
        return false;
    snprintf(job->message, sizeof(job->message), "less than %llu MiB are free on the disk", LIMIT_FREE_DISK >> 20);
    return true;
}

static struct workshop_write write_of(const struct store_job *job)
{
    return (
        struct workshop_write){ job->workshop, job->room, job->changes, job->n_changes, job->ballots, job->n_ballots };
}

static enum store_result run_create(struct worker *worker, struct store_job *job, const char *path)
{
    struct workshop_write write = write_of(job);
    struct workshop_file *file;
    if (is_disk_low(worker, job))
        return STORE_FULL;
    enum store_result result = workshop_file_make(worker->store->workshops, path, &write, job->message);
    if (result == STORE_OK)
        result = workshop_file_open(&file, path, job->message);
    if (result == STORE_OK)
        keep_file(worker, job->workshop, file);
    return result;
}

static enum store_result run_commit(struct worker *worker, struct store_job *job, const char *path)
{
    struct workshop_write write = write_of(job);
    struct workshop_file *file = open_file(worker, job->workshop);
    (void)path;
    if (file == NULL || file->is_stale) {
        snprintf(job->message, sizeof(job->message), "the workshop is not loaded");
        return STORE_IO;
    }
    enum store_result result = is_disk_low(worker, job) ? STORE_FULL : workshop_file_commit(file, &write, job->message);
    if (result == STORE_FULL)
        file->is_stale = true;
    else if (result != STORE_OK)
        drop_file(worker, job->workshop);
    return result;
}

static enum store_result run_load(struct worker *worker, struct store_job *job, const char *path)
{
    struct workshop_file *file = open_file(worker, job->workshop);
    if (file == NULL || file->is_stale) {
        enum store_result result = workshop_file_open(&file, path, job->message);
        if (result != STORE_OK)
            return result;
        drop_file(worker, job->workshop); /* only now: while one has it open, opening takes no room on a full disk */
        keep_file(worker, job->workshop, file);
    }
    enum store_result result = workshop_file_load(file, &job->loaded, job->message);
    if (result != STORE_OK)
        drop_file(worker, job->workshop);
    return result;
}

static enum store_result run_close(struct worker *worker, struct store_job *job, const char *path)
{
    struct workshop_file *file = keymap_remove(&worker->files, job->workshop, strlen(job->workshop));
    (void)path;
    return file == NULL ? STORE_OK : workshop_file_fold_and_close(file, job->message);
}

/* On the room's own connection, so that everything committed is seen and nothing is committed meanwhile. */
static struct workshop_file *own_file(struct worker *worker, struct store_job *job, enum store_result *result)
{
    struct workshop_file *file = open_file(worker, job->workshop);
    *result = STORE_OK;
    if (file != NULL && !file->is_stale)
        return file;
    snprintf(job->message, sizeof(job->message), "the workshop is not loaded");
    *result = STORE_IO;
    return NULL;
}

static enum store_result run_ballots(struct worker *worker, struct store_job *job, const char *path)
{
    enum store_result result;
    struct workshop_file *file = own_file(worker, job, &result);
    (void)path;
    return file == NULL ? result : sealed_read(file->db, job);
}

static enum store_result run_fold(struct worker *worker, struct store_job *job, const char *path)
{
    enum store_result result;
    struct workshop_file *file = own_file(worker, job, &result);
    (void)path;
    return file == NULL ? result : workshop_file_fold(file, job->message);
}

/* On a connection of its own, beside the room's commits. */
static enum store_result run_checkpoint(struct worker *worker, struct store_job *job, const char *path)
{
    sqlite3 *db;
    enum store_result result = database_open(&db, path, DATABASE_WRITE, job->message);
    if (result != STORE_OK)
        return result;
    result = database_result(db, database_checkpoint(db), "cannot write the log back", job->message);
    database_close(db);
    state_dir_keep_ballast(&worker->store->dir);
    return result;
}

static enum store_result run_registry(struct worker *worker, struct store_job *job, const char *path)
{
    (void)path;
    return registry_file_write(worker->store->registry, job->rows, job->n_rows, job->message);
}

static enum store_result run_ops(struct worker *worker, struct store_job *job, const char *path)
{
    (void)worker;
    return past_ops(job, path);
}

static enum store_result run_changes(struct worker *worker, struct store_job *job, const char *path)
{
    (void)worker;
    return past_changes(job, path);
}

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct deadline {
    struct store *store;
    int64_t at;
};

static bool is_in_time(void *context)
{
    const struct deadline *deadline = context;
    return !atomic_load(&deadline->store->closing) && monotonic_ms() < deadline->at;
}

static enum store_result run_replay(struct worker *worker, struct store_job *job, const char *path)
{
    struct deadline deadline = { worker->store, monotonic_ms() + LIMIT_REPLAY_MS };
    const struct past_watch watch = { is_in_time, &deadline };
    return past_replay(job, path, &watch);
}

static enum store_result run_shelf(struct worker *worker, struct store_job *job, const char *path)
{
    (void)path;
    return shelf_read(worker->store->shelf, job);
}

static enum store_result run_shelve(struct worker *worker, struct store_job *job, const char *path)
{
    (void)path;
    return is_disk_low(worker, job) ? STORE_FULL : shelf_put(worker->store->shelf, job);
}

static enum store_result run_unshelve(struct worker *worker, struct store_job *job, const char *path)
{
    (void)path;
    return shelf_drop(worker->store->shelf, job);
}

static enum store_result run_copy(struct worker *worker, struct store_job *job, const char *path)
{
    struct buf out;
    (void)worker;
    buf_init(&out, STORE_COPY_MAX);
    const enum store_result result = archive_copy(path, job->lean, &out, job->message);
    if (result == STORE_OK)
        job->bytes = buf_take(&out, &job->n_bytes);
    buf_free(&out);
    return result;
}

static enum store_result run_take(struct worker *worker, struct store_job *job, const char *path)
{
    if (is_disk_low(worker, job))
        return STORE_FULL;
    return archive_take(worker->store->workshops, path, job->workshop, job->given, job->n_given, job->message);
}

enum place { WITH_ROOM, WITH_KEEPER, WITH_READER, WITH_REPLAYER };

static const struct {
    enum store_result (*run)(struct worker *worker, struct store_job *job, const char *path);
    bool needs_workshop;
    enum place place;           /* who does it */
    bool needs_ballast;         /* worth the ballast when the disk is full: it ends or saves something */
} job_types[] = {
    [STORE_CREATE] = { run_create, true, WITH_ROOM, false },
    [STORE_COMMIT] = { run_commit, true, WITH_ROOM, false },
    [STORE_LOAD] = { run_load, true, WITH_ROOM, true },
    [STORE_CLOSE] = { run_close, true, WITH_ROOM, true },
    [STORE_CHECKPOINT] = { run_checkpoint, true, WITH_KEEPER, true },
    [STORE_BALLOTS] = { run_ballots, true, WITH_ROOM, false },
    [STORE_FOLD] = { run_fold, true, WITH_ROOM, true },
    [STORE_REGISTRY] = { run_registry, false, WITH_KEEPER, true },
    [STORE_OPS] = { run_ops, true, WITH_READER, false },
    [STORE_CHANGES] = { run_changes, true, WITH_READER, false },
    [STORE_REPLAY] = { run_replay, true, WITH_REPLAYER, false },
    [STORE_SHELF] = { run_shelf, false, WITH_KEEPER, false },
    [STORE_SHELVE] = { run_shelve, false, WITH_KEEPER, false },
    [STORE_COPY] = { run_copy, true, WITH_REPLAYER, false },
    [STORE_TAKE] = { run_take, true, WITH_REPLAYER, false },
    [STORE_UNSHELVE] = { run_unshelve, false, WITH_KEEPER, true },
};

static void run_job(struct worker *worker, struct store_job *job)
{
    char path[DATABASE_PATH_MAX] = "";
    struct state_dir *dir = &worker->store->dir;
    job->message[0] = '\0';
    job->loaded = NULL;
    job->ops = NULL;
    job->found = NULL;
    job->bytes = NULL;
    job->shelf = NULL;
    job->sealed = NULL;
    job->n_found = 0;
    job->more = false;
    if (job_types[job->type].needs_workshop && !state_dir_workshop(dir, job->workshop, path)) {
        snprintf(job->message, sizeof(job->message), "that is no id of a workshop");
        job->result = STORE_MISSING;
        return;
    }
    job->result = job_types[job->type].run(worker, job, path);
    if (job->result == STORE_FULL && job_types[job->type].needs_ballast && state_dir_drop_ballast(dir))
        job->result = job_types[job->type].run(worker, job, path);
}

static void finish(struct store *store, struct store_job *job)
{
    pthread_mutex_lock(&store->mutex);
    queue_put(&store->finished, job);
    pthread_mutex_unlock(&store->mutex);
    store->wake(store->wake_context);
}

/* The commit that made the log too long is acknowledged already. */
static void shorten_log(struct worker *worker, const char *id)
{
    char message[MESSAGE_BYTES];
    struct workshop_file *file = open_file(worker, id);
    if (file != NULL && workshop_file_shorten(file, message) != STORE_OK)
        log_line(LOG_WARN, "workshop %s: %s", id, message);
}

static struct store_job *wait_for_job(struct worker *worker)
{
    pthread_mutex_lock(&worker->mutex);
    while (worker->jobs.first == NULL && !worker->stopping)
        pthread_cond_wait(&worker->ready, &worker->mutex);
    struct store_job *job = queue_take(&worker->jobs);
    pthread_mutex_unlock(&worker->mutex);
    return job;
}

static void close_files(struct worker *worker)
{
    size_t at = 0, n;
    const void *key;
    void *file;
    while (keymap_next(&worker->files, &at, &key, &n, &file)) {
        char message[MESSAGE_BYTES];
        if (workshop_file_fold_and_close(file, message) != STORE_OK)
            log_line(LOG_WARN, "workshop %.*s: %s", (int)n, (const char *)key, message);
    }
    keymap_free(&worker->files);
}

static void count_done(struct worker *worker)
{
    pthread_mutex_lock(&worker->mutex);
    worker->n_jobs--;
    pthread_mutex_unlock(&worker->mutex);
}

static void *serve(void *context)
{
    struct worker *worker = context;
    struct store_job *job;
    while ((job = wait_for_job(worker)) != NULL) {
        char id[WORKSHOP_ID_MAX + 1];
        memcpy(id, job->workshop, sizeof(id));
        run_job(worker, job);
        bool committed = job->type == STORE_COMMIT && job->result == STORE_OK;
        count_done(worker);
        finish(worker->store, job); /* the job may be gone now */
        if (committed)
            shorten_log(worker, id);
    }
    close_files(worker);
    return NULL;
}

/* FNV-1a: a room stays with one thread, so its jobs keep their order. */
static unsigned worker_of_room(const struct store *store, const char *workshop)
{
    uint32_t hash = 2166136261u;
    for (const char *p = workshop; *p != '\0'; p++)
        hash = (hash ^ (uint8_t)*p) * 16777619u;
    return hash % store->n_threads;
}

static unsigned n_jobs(struct worker *worker)
{
    pthread_mutex_lock(&worker->mutex);
    unsigned n = worker->n_jobs;
    pthread_mutex_unlock(&worker->mutex);
    return n;
}

/* The first of those with the fewest jobs. */
static unsigned idlest_replayer(struct store *store)
{
    unsigned best = store->n_threads + SIDE_REPLAYERS;
    for (unsigned i = best + 1; i < store->n_threads + SIDE_THREADS; i++)
        if (n_jobs(&store->workers[i]) < n_jobs(&store->workers[best]))
            best = i;
    return best;
}

static unsigned worker_of(struct store *store, const struct store_job *job)
{
    switch (job_types[job->type].place) {
    case WITH_KEEPER:
        return store->n_threads + SIDE_KEEPER;
    case WITH_READER:
        return store->n_threads + SIDE_READER;
    case WITH_REPLAYER:
        return idlest_replayer(store);
    case WITH_ROOM:
        break;
    }
    return worker_of_room(store, job->workshop);
}

static void submit(void *self, struct store_job *job)
{
    struct store *store = self;
    assert((size_t)job->type < sizeof(job_types) / sizeof(job_types[0]) && job->done != NULL);
    assert(memchr(job->workshop, '\0', sizeof(job->workshop)) != NULL);
    struct worker *worker = &store->workers[worker_of(store, job)];
    pthread_mutex_lock(&worker->mutex);
    assert(!worker->stopping);
    queue_put(&worker->jobs, job);
    worker->n_jobs++;
    pthread_cond_signal(&worker->ready);
    pthread_mutex_unlock(&worker->mutex);
}

/* Only what is finished now: a done function that submits more does not keep the loop here. */
static size_t reap(void *self)
{
    struct store *store = self;
    size_t n = 0;
    pthread_mutex_lock(&store->mutex);
    struct queue finished = store->finished;
    store->finished = (struct queue){ 0 };
    pthread_mutex_unlock(&store->mutex);
    struct store_job *job;
    while ((job = queue_take(&finished)) != NULL) {
        job->done(job);
        n++;
    }
    return n;
}

static enum store_result registry_read(void *self, void (*row)(void *context, const struct registry_row *row),
                                       void *context)
{
    struct store *store = self;
    char message[MESSAGE_BYTES];
    enum store_result result = registry_file_read(store->registry, row, context, message);
    if (result != STORE_OK)
        log_line(LOG_ERROR, "%s", message);
    return result;
}

static uint64_t free_bytes(void *self)
{
    return state_dir_free(&((struct store *)self)->dir);
}

void store_fill(struct store *store, struct storage *out)
{
    *out = (struct storage){ store, submit, reap, registry_read, free_bytes };
}

static void start_worker(struct store *store, struct worker *worker)
{
    worker->store = store;
    pthread_mutex_init(&worker->mutex, NULL);
    pthread_cond_init(&worker->ready, NULL);
    keymap_init(&worker->files, 0, 0); /* ids are ours: nobody chooses collisions */
    /* Signals are the loop's: a worker in the middle of a write takes none. */
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int error = pthread_create(&worker->thread, NULL, serve, worker);
    assert(error == 0);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
}

static void stop_worker(struct worker *worker)
{
    pthread_mutex_lock(&worker->mutex);
    worker->stopping = true;
    pthread_cond_signal(&worker->ready);
    pthread_mutex_unlock(&worker->mutex);
    pthread_join(worker->thread, NULL);
    pthread_mutex_destroy(&worker->mutex);
    pthread_cond_destroy(&worker->ready);
}

struct store *store_open(const char *state_dir, unsigned threads, void (*wake)(void *context), void *wake_context,
                         char message[MESSAGE_BYTES])
{
    char path[DATABASE_PATH_MAX], why[MESSAGE_BYTES];
    assert(threads >= 1 && threads <= STORE_THREADS_MAX && sqlite3_threadsafe() != 0);
    struct store *store = mem_zero(1, sizeof(*store));
    if (!state_dir_open(&store->dir, state_dir, message)) {
        mem_free(store);
        return NULL;
    }
    state_dir_path(&store->dir, "workshops", store->workshops);
    state_dir_path(&store->dir, "templates", store->shelf);
    state_dir_path(&store->dir, "plenary.db", path);
    if (registry_file_open(&store->registry, state_dir, path, why) != STORE_OK) {
        snprintf(message, MESSAGE_BYTES, "plenary.db: %.180s", why);
        state_dir_close(&store->dir);
        mem_free(store);
        return NULL;
    }
    state_dir_keep_ballast(&store->dir);
    pthread_mutex_init(&store->mutex, NULL);
    store->wake = wake;
    store->wake_context = wake_context;
    store->n_threads = threads;
    for (unsigned i = 0; i < threads + SIDE_THREADS; i++)
        start_worker(store, &store->workers[i]);
    return store;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    atomic_store(&store->closing, true);
    for (unsigned i = 0; i < store->n_threads + SIDE_THREADS; i++)
        stop_worker(&store->workers[i]);
    while (reap(store) > 0)
        continue;
    registry_file_close(store->registry);
    state_dir_close(&store->dir);
    pthread_mutex_destroy(&store->mutex);
    mem_free(store);
}
