/* progress: what takes longer than a moment says so on standard error, where that is a terminal: "plan.pdf: 12 s". */
#ifndef PLENARY_MAIN_PROGRESS_H
#define PLENARY_MAIN_PROGRESS_H

#include <pthread.h>
#include <stdbool.h>

struct progress {
    const char *what;           /* borrowed */
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    pthread_t thread;
    bool shown, ended;          /* shown: there is a terminal, and a thread that writes to it */
};

void progress_begin(struct progress *progress, const char *what);

/* The line is gone when it returns. */
void progress_end(struct progress *progress);

#endif
