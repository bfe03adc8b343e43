/*
 * vault: the keys of open secret polls, which survive a killed process and not the machine, and the workers that count. See world.h.
 */
#include "base/mem.h"
#include "world.h"

#include <string.h>

static struct kept_key *key_of(const struct world *world, const char *workshop, uint64_t poll)
{
    for (size_t i = 0; i < world->n_keys; i++)
        if (world->keys[i].poll == poll && strcmp(world->keys[i].workshop, workshop) == 0)
            return &world->keys[i];
    return NULL;
}

static bool put(void *self, const char *workshop, uint64_t poll, const uint8_t key[SEAL_KEY_BYTES])
{
    struct world *world = self;
    struct kept_key *kept = key_of(world, workshop, poll);
    if (kept == NULL) {
        world->keys = mem_grow(world->keys, world->n_keys + 1, sizeof *world->keys);
        kept = &world->keys[world->n_keys++];
    }
    *kept = (struct kept_key){ .poll = poll };
    strncpy(kept->workshop, workshop, sizeof kept->workshop - 1);
    memcpy(kept->key, key, SEAL_KEY_BYTES);
    return true;
}

static bool get(void *self, const char *workshop, uint64_t poll, uint8_t key[SEAL_KEY_BYTES])
{
    const struct kept_key *kept = key_of(self, workshop, poll);
    if (kept == NULL || kept->destroyed)
        return false;
    memcpy(key, kept->key, SEAL_KEY_BYTES);
    return true;
}

static void destroy(void *self, const char *workshop, uint64_t poll)
{
    struct kept_key *kept = key_of(self, workshop, poll);
    if (kept != NULL)
        kept->destroyed = true;
}

static void drop(void *self, const char *workshop, uint64_t poll)
{
    struct world *world = self;
    struct kept_key *kept = key_of(world, workshop, poll);
    if (kept != NULL)
        *kept = world->keys[--world->n_keys];
}

/* Backwards, since the one that is told may be dropped. */
static void each(void *self, void (*tell)(void *context, const char *workshop, uint64_t poll), void *context)
{
    struct world *world = self;
    for (size_t i = world->n_keys; i-- > 0;)
        tell(context, world->keys[i].workshop, world->keys[i].poll);
}

/* Now and then the queue is full. */
static bool submit(void *self, struct work *work)
{
    struct world *world = self;
    struct work **end = &world->works;
    if (!world->calm && world_chance(world, 100))
        return false;
    while (*end != NULL)
        end = &(*end)->next;
    work->next = NULL;
    *end = work;
    return true;
}

static size_t reap(void *self)
{
    struct world *world = self;
    struct work *work = world->works;
    if (work == NULL || (!world->calm && !world_chance(world, 300)))
        return 0;
    world->works = work->next;
    work->run(work);
    work->done(work);
    return 1;
}

void vault_fill(struct world *world, struct platform *out)
{
    out->vault = (struct vault){ world, put, get, destroy, drop, each };
    out->workers = (struct workers){ world, submit, reap };
    out->loopback_only = true;
}

void vault_lose(struct world *world)
{
    world->n_keys = 0;
}

bool vault_has(const struct world *world, const char *workshop, uint64_t poll)
{
    return key_of(world, workshop, poll) != NULL;
}

void vault_free(struct world *world)
{
    mem_free(world->keys);
    world->keys = NULL;
    world->n_keys = 0;
}
