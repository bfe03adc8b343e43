/* memory_shelf: templates in memory. See memory_shelf.h. */
#include "memory_shelf.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"

bool memory_shelf_has(const struct store_job *job)
{
    return job->type == STORE_SHELF || job->type == STORE_SHELVE || job->type == STORE_UNSHELVE;
}

static void put(struct store_template *place, const struct store_job *job)
{
    mem_free(place->json);
    memcpy(place->name, job->name, sizeof(job->name));
    place->json = mem_copy_bytes(job->json, job->json_n);
    place->n = job->json_n;
}

static void tell_all(const struct memory_shelf *shelf, struct store_job *job)
{
    job->shelf = mem_zero(SHELF_MAX, sizeof(*job->shelf));
    for (; job->n_found < shelf->n; job->n_found++) {
        job->shelf[job->n_found] = shelf->v[job->n_found];
        job->shelf[job->n_found].json = mem_copy_bytes(shelf->v[job->n_found].json, shelf->v[job->n_found].n);
    }
}

enum store_result memory_shelf_do(struct memory_shelf *shelf, struct store_job *job)
{
    size_t at = 0;
    if (job->type == STORE_SHELF) {
        tell_all(shelf, job);
        return STORE_OK;
    }
    while (at < shelf->n && strcmp(shelf->v[at].name, job->name) < 0)
        at++;
    bool there = at < shelf->n && strcmp(shelf->v[at].name, job->name) == 0;
    if (job->type == STORE_UNSHELVE && !there)
        return STORE_MISSING;
    if (job->type == STORE_UNSHELVE) {
        mem_free(shelf->v[at].json);
        shelf->n--;
        memmove(&shelf->v[at], &shelf->v[at + 1], (shelf->n - at) * sizeof(shelf->v[0]));
        return STORE_OK;
    }
    if (!there) {
        assert(shelf->n < SHELF_MAX);
        memmove(&shelf->v[at + 1], &shelf->v[at], (shelf->n - at) * sizeof(shelf->v[0]));
        memset(&shelf->v[at], 0, sizeof(shelf->v[0]));
        shelf->n++;
    }
    put(&shelf->v[at], job);
    return STORE_OK;
}

void memory_shelf_free(struct memory_shelf *shelf)
{
    for (size_t i = 0; i < shelf->n; i++)
        mem_free(shelf->v[i].json);
    shelf->n = 0;
}
