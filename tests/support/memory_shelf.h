/* memory_shelf: the templates saved on a server (STORE_SHELF and its neighbours), in memory. */
#ifndef PLENARY_SUPPORT_MEMORY_SHELF_H
#define PLENARY_SUPPORT_MEMORY_SHELF_H

#include "app/storage.h"

struct memory_shelf {
    struct store_template v[SHELF_MAX];     /* by name, as the files of a directory are told */
    size_t n;
};

/* Whether the job is about templates; doing it; freeing what is kept. */
bool memory_shelf_has(const struct store_job *job);
enum store_result memory_shelf_do(struct memory_shelf *shelf, struct store_job *job);
void memory_shelf_free(struct memory_shelf *shelf);

#endif
