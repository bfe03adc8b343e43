/* workers: a few threads, one short queue, one list of what is done. */
#include "net/workers.h"

#include "base/mem.h"

#include <assert.h>
#include <pthread.h>

struct pool {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct work *queue[WORKERS_QUEUE_MAX];
    unsigned first, n_queued;
    struct work *done, **done_end;          /* in the order in which they were finished */
    bool closing;
    void (*wake)(void *self);
    void *wake_self;
    pthread_t threads[WORKERS_THREADS_MAX];
    unsigned n_threads;
};

/* Waits for work; NULL when the pool closes and there is none left. With the mutex. */
static struct work *pool_next(struct pool *pool)
{
    while (pool->n_queued == 0 && !pool->closing)
        pthread_cond_wait(&pool->changed, &pool->mutex);
    if (pool->n_queued == 0)
        return NULL;
    struct work *work = pool->queue[pool->first];
    pool->first = (pool->first + 1) % WORKERS_QUEUE_MAX;
    pool->n_queued--;
    return work;
}

static void *pool_thread(void *argument)
{
    struct pool *pool = argument;
    pthread_mutex_lock(&pool->mutex);
    for (struct work *work; (work = pool_next(pool)) != NULL;) {
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

struct pool *workers_open(unsigned n_threads, void (*wake)(void *self), void *self)
{
    assert(n_threads > 0 && n_threads <= WORKERS_THREADS_MAX);
    struct pool *pool = mem_zero(1, sizeof *pool);
    pool->done_end = &pool->done;
    workers_wake(pool, wake, self);
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->changed, NULL);
    for (; pool->n_threads < n_threads; pool->n_threads++) {
        int failed = pthread_create(&pool->threads[pool->n_threads], NULL, pool_thread, pool);
        assert(failed == 0);
    }
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
    pthread_mutex_lock(&pool->mutex);
    bool fits = pool->n_queued < WORKERS_QUEUE_MAX && !pool->closing;
    if (fits) {
        pool->queue[(pool->first + pool->n_queued) % WORKERS_QUEUE_MAX] = work;
        pool->n_queued++;
        pthread_cond_signal(&pool->changed);
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

void workers_close(struct pool *pool)
{
    if (pool == NULL)
        return;
    pthread_mutex_lock(&pool->mutex);
    pool->closing = true;
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->mutex);
    for (unsigned i = 0; i < pool->n_threads; i++)
        pthread_join(pool->threads[i], NULL);
    (void)pool_reap(pool);
    pthread_cond_destroy(&pool->changed);
    pthread_mutex_destroy(&pool->mutex);
    mem_free(pool);
}
