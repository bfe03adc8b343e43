/* passes: passcodes that were found right. See include/app/passes.h. */
#include "app/passes.h"

#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"

enum { PASSES_MAX = 4096, KEY_BYTES = 32 };

struct passes {
    uint8_t key[KEY_BYTES];
    struct keymap known;
};

struct passes *passes_new(const uint8_t key[32], uint64_t seed0, uint64_t seed1)
{
    struct passes *passes = mem_zero(1, sizeof *passes);
    memcpy(passes->key, key, KEY_BYTES);
    keymap_init(&passes->known, seed0, seed1);
    return passes;
}

void passes_free(struct passes *passes)
{
    if (passes == NULL)
        return;
    keymap_free(&passes->known);
    mem_free_wiped(passes);
}

/* The stored hash has a salt of its own, so the same passcode elsewhere, or set again, is another. */
static void mark(const struct passes *passes, const char *stored, const char *passcode, uint8_t out[HASH_BYTES])
{
    struct buf all;
    buf_init(&all, 4096);
    buf_add(&all, passes->key, KEY_BYTES);
    buf_add(&all, stored, strlen(stored) + 1);
    buf_add(&all, passcode, strlen(passcode));
    hash_bytes(out, all.data, all.len);
    mem_wipe(all.data, all.len);
    buf_free(&all);
}

bool passes_known(const struct passes *passes, const char *stored, const char *passcode)
{
    uint8_t hash[HASH_BYTES];
    mark(passes, stored, passcode, hash);
    return keymap_get(&passes->known, hash, sizeof hash) != NULL;
}

void passes_note(struct passes *passes, const char *stored, const char *passcode)
{
    uint8_t hash[HASH_BYTES];
    mark(passes, stored, passcode, hash);
    if (passes->known.n >= PASSES_MAX)
        keymap_free(&passes->known);
    keymap_put(&passes->known, hash, sizeof hash, passes);
}
