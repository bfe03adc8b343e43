/* support_store_runner: a SQLite store in a directory of its own, whose jobs are waited for. */
#ifndef PLENARY_TESTS_SUPPORT_STORE_RUNNER_H
#define PLENARY_TESTS_SUPPORT_STORE_RUNNER_H

#include <semaphore.h>

#include "store/store.h"
#include "support_store_script.h"

struct runner {
    char path[64];                  /* the state directory */
    struct store *store;            /* NULL while stopped */
    struct storage storage;
    sem_t woken;
};

/* A new directory, not yet started; and remove it with everything in it. */
void runner_init(struct runner *runner);
void runner_free(struct runner *runner);

void runner_start(struct runner *runner);       /* asserts that it starts */
void runner_stop(struct runner *runner);

/* Submit a job and wait for it. */
void runner_run(struct runner *runner, struct store_job *job);

/* CREATE or COMMIT what the script has; forgets it when it was committed. */
enum store_result runner_write(struct runner *runner, enum store_job_type type, const char *workshop,
                               struct script *script);
enum store_result runner_simple(struct runner *runner, enum store_job_type type, const char *workshop);

/* LOAD; NULL when it fails, with *result and the message. */
struct room *runner_load(struct runner *runner, const char *workshop, enum store_result *result, char message[200]);

/* "DIRECTORY/NAME" */
void runner_path(const struct runner *runner, const char *name, char out[128]);

/* A started runner with the workshop "all" of script_everything in it. */
void runner_with_everything(struct runner *runner, struct script *script);

/* Run SQL on a file with a connection of its own; asserts that it works. */
void runner_sql(const char *path, const char *sql);

#endif
