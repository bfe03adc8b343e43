/* storage: what a job's receiver does with what was found. See include/app/storage.h. */
#include "app/storage.h"

#include "base/mem.h"

void store_job_clear(struct store_job *job)
{
    for (size_t i = 0; job->ops != NULL && i < job->n_found; i++)
        ot_clear(&job->ops[i].op);
    for (size_t i = 0; job->found != NULL && i < job->n_found; i++) {
        mem_free(job->found[i].verb);
        mem_free(job->found[i].body);
    }
    for (size_t i = 0; job->sealed != NULL && i < job->n_found; i++)
        mem_free(job->sealed[i].sealed);
    for (size_t i = 0; job->shelf != NULL && i < job->n_found; i++)
        mem_free(job->shelf[i].json);
    mem_free(job->bytes);
    job->bytes = NULL;
    mem_free(job->shelf);
    job->shelf = NULL;
    mem_free(job->sealed);
    job->sealed = NULL;
    mem_free(job->ops);
    mem_free(job->found);
    job->ops = NULL;
    job->found = NULL;
    job->n_found = 0;
}
