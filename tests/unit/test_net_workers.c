/* Workers: work is done once, its done() is called on the loop's thread, and a full queue says so. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "net/workers.h"

#include <pthread.h>
#include <semaphore.h>

struct job {
    struct work work;
    sem_t *gate;                /* run() waits for it; NULL: it does not */
    _Atomic int ran;
    int finished;
    pthread_t ran_on, finished_on;
};

static void job_run(struct work *work)
{
    struct job *job = (struct job *)work;
    if (job->gate != NULL)
        while (sem_wait(job->gate) != 0)
            continue;
    job->ran_on = pthread_self();
    job->ran++;
}

static void job_done(struct work *work)
{
    struct job *job = (struct job *)work;
    job->finished_on = pthread_self();
    job->finished++;
}

static struct job job_new(sem_t *gate)
{
    return (struct job){ .work = { .run = job_run, .done = job_done }, .gate = gate };
}

static void wake(void *self)
{
    sem_post(self);
}

static void work_runs_elsewhere_and_is_done_here(void **state)
{
    (void)state;
    sem_t woken;
    struct workers workers;
    sem_init(&woken, 0, 0);
    struct pool *pool = workers_open(2, wake, &woken);
    workers_fill(pool, &workers);
    struct job job = job_new(NULL);
    assert_true(workers.submit(workers.self, &job.work));
    while (sem_wait(&woken) != 0)
        continue;
    assert_int_equal(job.finished, 0);
    assert_int_equal(workers.reap(workers.self), 1);
    assert_int_equal(workers.reap(workers.self), 0);
    assert_int_equal(job.ran, 1);
    assert_int_equal(job.finished, 1);
    assert_false(pthread_equal(job.ran_on, pthread_self()));
    assert_true(pthread_equal(job.finished_on, pthread_self()));
    workers_close(pool);
    sem_destroy(&woken);
}

static void a_full_queue_refuses_and_takes_again_later(void **state)
{
    (void)state;
    enum { JOBS = WORKERS_QUEUE_MAX + 4 };
    sem_t gate, woken;
    struct workers workers;
    sem_init(&gate, 0, 0);
    sem_init(&woken, 0, 0);
    struct pool *pool = workers_open(1, wake, &woken);
    workers_fill(pool, &workers);
    struct job jobs[JOBS];
    int taken = 0;
    for (int i = 0; i < JOBS; i++) {
        jobs[i] = job_new(&gate);
        taken += workers.submit(workers.self, &jobs[i].work);
    }
    assert_in_range(taken, WORKERS_QUEUE_MAX, WORKERS_QUEUE_MAX + 1);
    for (int i = 0; i < JOBS; i++)
        sem_post(&gate);
    for (int i = 0; i < taken; i++)
        while (sem_wait(&woken) != 0)
            continue;
    struct job late = job_new(NULL);
    assert_true(workers.submit(workers.self, &late.work));
    workers_close(pool);
    int finished = late.finished;
    for (int i = 0; i < JOBS; i++)
        finished += jobs[i].finished;
    assert_int_equal(finished, taken + 1);
    sem_destroy(&gate);
    sem_destroy(&woken);
}

static void closing_finishes_what_was_submitted(void **state)
{
    (void)state;
    struct workers workers;
    struct pool *pool = workers_open(2, NULL, NULL);
    workers_fill(pool, &workers);
    struct job jobs[WORKERS_QUEUE_MAX];
    for (int i = 0; i < WORKERS_QUEUE_MAX; i++) {
        jobs[i] = job_new(NULL);
        assert_true(workers.submit(workers.self, &jobs[i].work));
    }
    workers_close(pool);
    for (int i = 0; i < WORKERS_QUEUE_MAX; i++)
        assert_int_equal(jobs[i].ran + jobs[i].finished, 2);
}

static void patient_work_holds_up_nobody(void **state)
{
    (void)state;
    sem_t woken, gate;
    struct workers workers;
    sem_init(&woken, 0, 0);
    sem_init(&gate, 0, 0);
    struct pool *pool = workers_open(1, wake, &woken);
    workers_fill(pool, &workers);
    struct job slow = job_new(&gate), quick = job_new(NULL);
    slow.work.patient = true;
    assert_true(workers.submit(workers.self, &slow.work));
    assert_true(workers.submit(workers.self, &quick.work));
    while (sem_wait(&woken) != 0)
        continue;
    assert_int_equal(workers.reap(workers.self), 1);
    assert_int_equal(quick.finished, 1);
    assert_int_equal(slow.finished, 0);
    sem_post(&gate);
    workers_close(pool);
    assert_int_equal(slow.finished, 1);
    sem_destroy(&gate);
    sem_destroy(&woken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_runs_elsewhere_and_is_done_here),
        cmocka_unit_test(a_full_queue_refuses_and_takes_again_later),
        cmocka_unit_test(closing_finishes_what_was_submitted),
        cmocka_unit_test(patient_work_holds_up_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
