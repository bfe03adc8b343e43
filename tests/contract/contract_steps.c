/* contract_steps: see contract_steps.h. */
#include "test.h"

#include "contract_steps.h"

#include "base/mem.h"

enum { TURNS_MAX = 20000 };             /* a turn waits up to a few ms: a hung store fails the case */

static void note_done(struct store_job *job)
{
    struct waiting *waiting = job->context;
    assert_false(waiting->done);
    waiting->done = true;
    if (waiting->counter != NULL)
        waiting->order = ++*waiting->counter;
}

struct store_job subject_job(enum store_job_type type, const char *workshop, struct waiting *waiting)
{
    struct store_job job = { .type = type, .done = note_done, .context = waiting };
    snprintf(job.workshop, sizeof(job.workshop), "%s", workshop);
    return job;
}

void subject_wait(struct subject *subject, const struct waiting *waiting)
{
    for (int i = 0; !waiting->done; i++) {
        assert_true(i < TURNS_MAX);
        subject->turn(subject);
        subject->storage.reap(subject->storage.self);
    }
}

void subject_submit(struct subject *subject, struct store_job *job)
{
    subject->storage.submit(subject->storage.self, job);
}

enum store_result subject_run(struct subject *subject, struct store_job *job)
{
    struct waiting waiting = { 0 };
    job->context = &waiting;
    subject_submit(subject, job);
    subject_wait(subject, &waiting);
    assert_true(job->result == STORE_OK ? job->message[0] == '\0' : job->message[0] != '\0');
    return job->result;
}

void subject_give(struct store_job *job, const struct script *script)
{
    job->room = script->room;
    job->changes = script->changes;
    job->n_changes = script->n;
}

enum store_result subject_write(struct subject *subject, enum store_job_type type, const char *workshop,
                                    struct script *script)
{
    struct store_job job = subject_job(type, workshop, NULL);
    subject_give(&job, script);
    enum store_result result = subject_run(subject, &job);
    if (result == STORE_OK)
        script_commit_done(script);
    return result;
}

enum store_result subject_simple(struct subject *subject, enum store_job_type type, const char *workshop)
{
    struct store_job job = subject_job(type, workshop, NULL);
    return subject_run(subject, &job);
}

struct room *subject_load(struct subject *subject, const char *workshop)
{
    struct store_job job = subject_job(STORE_LOAD, workshop, NULL);
    if (subject_run(subject, &job) != STORE_OK)
        fail_msg("%s does not load: %s", workshop, job.message);
    assert_non_null(job.loaded);
    assert_int_equal(job.loaded->n_dirty, 0);
    room_check(job.loaded);
    return job.loaded;
}

void subject_assert_same(const struct room *a, const struct room *b)
{
    char *x = script_dump(a), *y = script_dump(b);
    assert_string_equal(x, y);
    mem_free(x);
    mem_free(y);
    for (uint64_t seq = 0; seq <= a->seq; seq++)
        assert_true(room_tag(a, seq) == room_tag(b, seq));
}

void subject_assert_durable(struct subject *subject, const char *workshop, const struct room *room)
{
    struct room *loaded = subject_load(subject, workshop);
    subject_assert_same(loaded, room);
    room_free(loaded);
}
