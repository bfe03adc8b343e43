/* support_store_runner: see support_store_runner.h. */
#include "test.h"

#include "support_store_runner.h"

#include <ftw.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

enum { WAIT_S = 120 };

static void wake(void *context)
{
    sem_post(&((struct runner *)context)->woken);
}

void runner_init(struct runner *runner)
{
    memset(runner, 0, sizeof(*runner));
    snprintf(runner->path, sizeof(runner->path), "/tmp/plenary-store-XXXXXX");
    assert_non_null(mkdtemp(runner->path));
    sem_init(&runner->woken, 0, 0);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

void runner_free(struct runner *runner)
{
    runner_stop(runner);
    assert_int_equal(nftw(runner->path, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
    sem_destroy(&runner->woken);
}

void runner_start(struct runner *runner)
{
    char message[200] = "";
    runner->store = store_open(runner->path, STORE_THREADS_DEFAULT, wake, runner, message);
    if (runner->store == NULL)
        fail_msg("%s", message);
    store_fill(runner->store, &runner->storage);
}

void runner_stop(struct runner *runner)
{
    store_close(runner->store);
    runner->store = NULL;
}

static void note_done(struct store_job *job)
{
    *(bool *)job->context = true;
}

void runner_run(struct runner *runner, struct store_job *job)
{
    bool done = false;
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += WAIT_S;
    job->done = note_done;
    job->context = &done;
    runner->storage.submit(runner->storage.self, job);
    while (!done) {
        assert_int_equal(sem_timedwait(&runner->woken, &end), 0);
        runner->storage.reap(runner->storage.self);
    }
}

static struct store_job job_of(enum store_job_type type, const char *workshop)
{
    struct store_job job = { .type = type };
    snprintf(job.workshop, sizeof(job.workshop), "%s", workshop);
    return job;
}

enum store_result runner_write(struct runner *runner, enum store_job_type type, const char *workshop,
                               struct script *script)
{
    struct store_job job = job_of(type, workshop);
    job.room = script->room;
    job.changes = script->changes;
    job.n_changes = script->n;
    runner_run(runner, &job);
    if (job.result == STORE_OK)
        script_commit_done(script);
    return job.result;
}

enum store_result runner_simple(struct runner *runner, enum store_job_type type, const char *workshop)
{
    struct store_job job = job_of(type, workshop);
    runner_run(runner, &job);
    return job.result;
}

struct room *runner_load(struct runner *runner, const char *workshop, enum store_result *result, char message[200])
{
    struct store_job job = job_of(STORE_LOAD, workshop);
    runner_run(runner, &job);
    *result = job.result;
    snprintf(message, sizeof(job.message), "%s", job.message);
    return job.loaded;
}

void runner_path(const struct runner *runner, const char *name, char out[128])
{
    snprintf(out, 128, "%s/%s", runner->path, name);
}

void runner_with_everything(struct runner *runner, struct script *script)
{
    runner_init(runner);
    runner_start(runner);
    script_init(script, 1);
    script_everything(script);
    assert_int_equal(runner_write(runner, STORE_CREATE, "all", script), STORE_OK);
}

void runner_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    char *error = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s: %s", sql, error);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}
