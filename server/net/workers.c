/* workers: two lanes, each of a few threads and a short queue; one list of what is done. */
#include "net/workers.h"

#include "base/mem.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PATIENT_NICE = 10 };     /* about a tenth of a processor when something else wants all of it, so that it goes on */
enum { PATIENT_TURN_NS = 50 * 1000000 };    /* a usual turn is 1 to 3 ms */

enum lane_name { LANE_PROMPT, LANE_PATIENT, LANES };

struct lane {
    struct pool *pool;
    pthread_cond_t changed;
    struct work *queue[WORKERS_QUEUE_MAX];
    unsigned first, n_queued;
    pthread_t threads[WORKERS_THREADS_MAX];
    unsigned n_threads;
};

struct pool {
    pthread_mutex_t mutex;
    struct lane lanes[LANES];
    struct work *done, **done_end;          /* in the order in which they were finished */
    bool closing;
    void (*wake)(void *self);
    void *wake_self;
};

/* Waits for work; NULL when the pool closes and there is none left. With the mutex. */
static struct work *lane_next(struct lane *lane)
{
    while (lane->n_queued == 0 && !lane->pool->closing)
        pthread_cond_wait(&lane->changed, &lane->pool->mutex);
    if (lane->n_queued == 0)
        return NULL;
    struct work *work = lane->queue[lane->first];
    lane->first = (lane->first + 1) % WORKERS_QUEUE_MAX;
    lane->n_queued--;
    return work;
}

/*
 * On Linux a thread has a niceness of its own; and since 6.12 whoever wakes up is let in at once where a thread with longer turns
 * runs. Where neither may be had, work is done all the same.
 */
static void stand_back(void)
{
    const int now = nice(PATIENT_NICE);
    const struct {
        uint32_t size, policy;
        uint64_t flags;
        int32_t nice;
        uint32_t priority;
        uint64_t runtime, deadline, period;
    } turns = { .size = sizeof turns, .policy = SCHED_OTHER, .nice = now, .runtime = PATIENT_TURN_NS };
    (void)syscall(SYS_sched_setattr, 0, &turns, 0);
}

static void *lane_thread(void *argument)
{
    struct lane *lane = argument;
    struct pool *pool = lane->pool;
    if (lane == &pool->lanes[LANE_PATIENT])
        stand_back();
    pthread_mutex_lock(&pool->mutex);
    for (struct work *work; (work = lane_next(lane)) != NULL;) {
        pthread_mutex_unlock(&pool->mutex);
        work->run(work);
        pthread_mutex_lock(&pool->mutex);
        work->next = NULL;
        *pool->done_end = work;
        pool->done_end = &work->next;
        if (pool->wake != NULL && !pool->closing)
            pool->wake(pool->wake_self);
    }
    pthread_mutex_unlock(&pool->mutex);
    return NULL;
}

static void lane_open(struct pool *pool, struct lane *lane, unsigned n_threads)
{
    lane->pool = pool;
    pthread_cond_init(&lane->changed, NULL);
    for (; lane->n_threads < n_threads; lane->n_threads++) {
        int failed = pthread_create(&lane->threads[lane->n_threads], NULL, lane_thread, lane);
        assert(failed == 0);
    }
}

struct pool *workers_open(unsigned n_threads, void (*wake)(void *self), void *self)
{
    assert(n_threads > 0 && n_threads <= WORKERS_THREADS_MAX);
    struct pool *pool = mem_zero(1, sizeof *pool);
    pool->done_end = &pool->done;
    workers_wake(pool, wake, self);
    pthread_mutex_init(&pool->mutex, NULL);
    for (int i = 0; i < LANES; i++)
        lane_open(pool, &pool->lanes[i], n_threads);
    return pool;
}

void workers_wake(struct pool *pool, void (*wake)(void *self), void *self)
{
    pool->wake = wake;
    pool->wake_self = self;
}

static bool pool_submit(void *self, struct work *work)
{
    struct pool *pool = self;
    assert(work->run != NULL && work->done != NULL);
    struct lane *lane = &pool->lanes[work->patient ? LANE_PATIENT : LANE_PROMPT];
    pthread_mutex_lock(&pool->mutex);
    bool fits = lane->n_queued < WORKERS_QUEUE_MAX && !pool->closing;
    if (fits) {
        lane->queue[(lane->first + lane->n_queued) % WORKERS_QUEUE_MAX] = work;
        lane->n_queued++;
        pthread_cond_signal(&lane->changed);
    }
    pthread_mutex_unlock(&pool->mutex);
    return fits;
}

static size_t pool_reap(void *self)
{
    struct pool *pool = self;
    pthread_mutex_lock(&pool->mutex);
    struct work *done = pool->done;
    pool->done = NULL;
    pool->done_end = &pool->done;
    pthread_mutex_unlock(&pool->mutex);

    size_t n = 0;
    while (done != NULL) {
        struct work *next = done->next; /* done() may free it */
        done->done(done);
        done = next;
        n++;
    }
    return n;
}

void workers_fill(struct pool *pool, struct workers *workers)
{
    *workers = (struct workers){ .self = pool, .submit = pool_submit, .reap = pool_reap };
}

static void lane_join(struct lane *lane)
{
    for (unsigned i = 0; i < lane->n_threads; i++)
        pthread_join(lane->threads[i], NULL);
    pthread_cond_destroy(&lane->changed);
}

void workers_close(struct pool *pool)
{
    if (pool == NULL)
        return;
    pthread_mutex_lock(&pool->mutex);
    pool->closing = true;
    for (int i = 0; i < LANES; i++)
        pthread_cond_broadcast(&pool->lanes[i].changed);
    pthread_mutex_unlock(&pool->mutex);
    for (int i = 0; i < LANES; i++)
        lane_join(&pool->lanes[i]);
    (void)pool_reap(pool);
    pthread_mutex_destroy(&pool->mutex);
    mem_free(pool);
}
