/* progress: see include/main/progress.h. */
#include "main/progress.h"

#include <assert.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static void *count_seconds(void *context)
{
    struct progress *progress = context;
    struct timespec next;
    unsigned seconds = 0;
    clock_gettime(CLOCK_REALTIME, &next);
    pthread_mutex_lock(&progress->mutex);
    while (!progress->ended) {
        next.tv_sec++;
        while (!progress->ended && pthread_cond_timedwait(&progress->changed, &progress->mutex, &next) == 0)
            continue;
        if (!progress->ended)
            fprintf(stderr, "\r%s: %u s", progress->what, ++seconds);
    }
    pthread_mutex_unlock(&progress->mutex);
    if (seconds > 0)
        fprintf(stderr, "\r\033[K");
    return NULL;
}

void progress_begin(struct progress *progress, const char *what)
{
    *progress = (struct progress){ .what = what };
    pthread_mutex_init(&progress->mutex, NULL);
    pthread_cond_init(&progress->changed, NULL);
    progress->shown = isatty(STDERR_FILENO) == 1;
    if (!progress->shown)
        return;
    const int failed = pthread_create(&progress->thread, NULL, count_seconds, progress);
    assert(failed == 0);
}

void progress_end(struct progress *progress)
{
    pthread_mutex_lock(&progress->mutex);
    progress->ended = true;
    pthread_cond_signal(&progress->changed);
    pthread_mutex_unlock(&progress->mutex);
    if (progress->shown)
        pthread_join(progress->thread, NULL);
    pthread_cond_destroy(&progress->changed);
    pthread_mutex_destroy(&progress->mutex);
}
