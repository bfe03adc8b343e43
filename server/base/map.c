/*
 * map: hash tables with linear probing. Removal moves later entries of the probe chain back instead of leaving a mark, so
 * a table that lives for days of joins and leaves stays as fast as a new one.
 */
#include "base/map.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"

enum { MAP_FIRST_SLOTS = 8, KEYMAP_KEY_MAX = 255 };

struct map_slot {
    uint64_t key;
    void *value; /* NULL: free */
};

struct keymap_slot {
    uint64_t hash;
    uint8_t *key; /* owned */
    size_t n;
    void *value; /* NULL: free */
};

/* Whether a table of `cap` slots must grow before its (n + 1)st entry. */
static bool is_crowded(size_t n, size_t cap)
{
    return n + 1 > cap / 4 * 3;
}

static size_t cap_next(size_t cap)
{
    return cap == 0 ? MAP_FIRST_SLOTS : cap * 2;
}

/*
 * Whether an entry whose probing starts at `home` and that stands at `at` may move back to the free slot `hole`: only if
 * its probing passes the hole, that is, if home does not lie behind the hole on the way to `at` (counted round the table).
 */
static bool may_move(size_t home, size_t hole, size_t at, size_t cap)
{
    return ((at - home) & (cap - 1)) >= ((at - hole) & (cap - 1));
}

/* The finalizer of MurmurHash3: ids that count up, or that are pairs of such, spread over all bits. */
static uint64_t mix(uint64_t key)
{
    key = (key ^ key >> 33) * 0xff51afd7ed558ccdull;
    key = (key ^ key >> 33) * 0xc4ceb9fe1a85ec53ull;
    return key ^ key >> 33;
}

/* The slot that holds `key`, or the free one where it belongs. */
static size_t map_find(const struct map *map, uint64_t key)
{
    size_t at = mix(key) & (map->cap - 1);
    while (map->slots[at].value != NULL && map->slots[at].key != key)
        at = (at + 1) & (map->cap - 1);
    return at;
}

static void map_grow(struct map *map)
{
    struct map old = *map;
    map->cap = cap_next(old.cap);
    map->slots = mem_zero(map->cap, sizeof *map->slots);
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i].value != NULL)
            map->slots[map_find(map, old.slots[i].key)] = old.slots[i];
    mem_free(old.slots);
}

void map_free(struct map *map)
{
    mem_free(map->slots);
    *map = (struct map){ 0 };
}

void *map_get(const struct map *map, uint64_t key)
{
    return map->cap == 0 ? NULL : map->slots[map_find(map, key)].value;
}

void map_put(struct map *map, uint64_t key, void *value)
{
    assert(value != NULL);
    if (is_crowded(map->n, map->cap))
        map_grow(map);
    struct map_slot *slot = &map->slots[map_find(map, key)];
    if (slot->value == NULL)
        map->n++;
    *slot = (struct map_slot){ key, value };
}

void *map_remove(struct map *map, uint64_t key)
{
    if (map->cap == 0)
        return NULL;
    size_t hole = map_find(map, key);
    void *value = map->slots[hole].value;
    if (value == NULL)
        return NULL;
    for (size_t at = (hole + 1) & (map->cap - 1); map->slots[at].value != NULL; at = (at + 1) & (map->cap - 1)) {
        if (may_move(mix(map->slots[at].key) & (map->cap - 1), hole, at, map->cap)) {
            map->slots[hole] = map->slots[at];
            hole = at;
        }
    }
    map->slots[hole] = (struct map_slot){ 0 };
    map->n--;
    return value;
}

bool map_next(const struct map *map, size_t *at, uint64_t *key, void **value)
{
    while (*at < map->cap) {
        const struct map_slot *slot = &map->slots[(*at)++];
        if (slot->value == NULL)
            continue;
        if (key != NULL)
            *key = slot->key;
        if (value != NULL)
            *value = slot->value;
        return true;
    }
    return false;
}

static uint64_t rotate(uint64_t x, unsigned bits)
{
    return x << bits | x >> (64 - bits);
}

static void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[2] += v[3];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] = rotate(v[0], 32);
    v[2] += v[1];
    v[0] += v[3];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] = rotate(v[2], 32);
}

/* SipHash-2-4 (Aumasson and Bernstein, 2012). */
static uint64_t sip_hash(const uint64_t seed[2], const uint8_t *bytes, size_t n)
{
    uint64_t v[4] = { seed[0] ^ 0x736f6d6570736575ull, seed[1] ^ 0x646f72616e646f6dull, seed[0] ^ 0x6c7967656e657261ull,
                      seed[1] ^ 0x7465646279746573ull };
    uint64_t word = 0;
    for (size_t i = 0; i < n; i++) {
        word |= (uint64_t)bytes[i] << (8 * (i & 7));
        if ((i & 7) != 7)
            continue;
        v[3] ^= word;
        sip_round(v);
        sip_round(v);
        v[0] ^= word;
        word = 0;
    }
    word |= (uint64_t)n << 56;
    v[3] ^= word;
    sip_round(v);
    sip_round(v);
    v[0] ^= word;
    v[2] ^= 0xff;
    for (int i = 0; i < 4; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t keymap_find(const struct keymap *map, uint64_t hash, const void *key, size_t n)
{
    size_t at = hash & (map->cap - 1);
    for (;; at = (at + 1) & (map->cap - 1)) {
        const struct keymap_slot *slot = &map->slots[at];
        if (slot->value == NULL)
            return at;
        if (slot->hash == hash && slot->n == n && memcmp(slot->key, key, n) == 0)
            return at;
    }
}

static void keymap_grow(struct keymap *map)
{
    struct keymap old = *map;
    map->cap = cap_next(old.cap);
    map->slots = mem_zero(map->cap, sizeof *map->slots);
    for (size_t i = 0; i < old.cap; i++) {
        const struct keymap_slot *slot = &old.slots[i];
        if (slot->value != NULL)
            map->slots[keymap_find(map, slot->hash, slot->key, slot->n)] = *slot;
    }
    mem_free(old.slots);
}

void keymap_init(struct keymap *map, uint64_t seed0, uint64_t seed1)
{
    *map = (struct keymap){ .seed = { seed0, seed1 } };
}

void keymap_free(struct keymap *map)
{
    for (size_t i = 0; i < map->cap; i++)
        mem_free(map->slots[i].key);
    mem_free(map->slots);
    keymap_init(map, map->seed[0], map->seed[1]);
}

void *keymap_get(const struct keymap *map, const void *key, size_t n)
{
    if (map->cap == 0 || n > KEYMAP_KEY_MAX)
        return NULL;
    return map->slots[keymap_find(map, sip_hash(map->seed, key, n), key, n)].value;
}

void keymap_put(struct keymap *map, const void *key, size_t n, void *value)
{
    assert(key != NULL);
    assert(value != NULL);
    assert(n <= KEYMAP_KEY_MAX);
    if (is_crowded(map->n, map->cap))
        keymap_grow(map);
    uint64_t hash = sip_hash(map->seed, key, n);
    struct keymap_slot *slot = &map->slots[keymap_find(map, hash, key, n)];
    if (slot->value == NULL) {
        *slot = (struct keymap_slot){ .hash = hash, .key = (uint8_t *)mem_copy_bytes(key, n), .n = n };
        map->n++;
    }
    slot->value = value;
}

void *keymap_remove(struct keymap *map, const void *key, size_t n)
{
    if (map->cap == 0 || n > KEYMAP_KEY_MAX)
        return NULL;
    size_t hole = keymap_find(map, sip_hash(map->seed, key, n), key, n);
    void *value = map->slots[hole].value;
    if (value == NULL)
        return NULL;
    mem_free(map->slots[hole].key);
    for (size_t at = (hole + 1) & (map->cap - 1); map->slots[at].value != NULL; at = (at + 1) & (map->cap - 1)) {
        if (may_move(map->slots[at].hash & (map->cap - 1), hole, at, map->cap)) {
            map->slots[hole] = map->slots[at];
            hole = at;
        }
    }
    map->slots[hole] = (struct keymap_slot){ 0 };
    map->n--;
    return value;
}

bool keymap_next(const struct keymap *map, size_t *at, const void **key, size_t *n, void **value)
{
    while (*at < map->cap) {
        const struct keymap_slot *slot = &map->slots[(*at)++];
        if (slot->value == NULL)
            continue;
        if (key != NULL)
            *key = slot->key;
        if (n != NULL)
            *n = slot->n;
        if (value != NULL)
            *value = slot->value;
        return true;
    }
    return false;
}
