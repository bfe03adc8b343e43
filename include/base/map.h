/*
 * map: hash tables. map_* is keyed by a 64-bit number, keymap_* by a byte string of at most 255 bytes.
 *
 * Open addressing, grown at 3/4. Values are borrowed pointers, never NULL. Keys of keymap are copied. Iteration order is
 * unspecified: nothing that reaches a frame, a file or a rule may depend on it. Number keys are mixed before use;
 * keymap is seeded with SipHash so that clients who choose keys cannot choose collisions.
 */
#ifndef PLENARY_BASE_MAP_H
#define PLENARY_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map {
    struct map_slot *slots;
    size_t n;               /* entries */
    size_t cap;             /* slots, a power of two or 0 */
};

void map_free(struct map *map);
void *map_get(const struct map *map, uint64_t key);                /* NULL: not there */
void map_put(struct map *map, uint64_t key, void *value);          /* replaces */
void *map_remove(struct map *map, uint64_t key);                   /* the value that was there, or NULL */
/* Walk all entries: start with *at = 0; false when there are no more. No put or remove while walking. */
bool map_next(const struct map *map, size_t *at, uint64_t *key, void **value);

struct keymap {
    struct keymap_slot *slots;
    size_t n;
    size_t cap;
    uint64_t seed[2];
};

void keymap_init(struct keymap *map, uint64_t seed0, uint64_t seed1);
void keymap_free(struct keymap *map);
void *keymap_get(const struct keymap *map, const void *key, size_t n);
void keymap_put(struct keymap *map, const void *key, size_t n, void *value);
void *keymap_remove(struct keymap *map, const void *key, size_t n);
bool keymap_next(const struct keymap *map, size_t *at, const void **key, size_t *n, void **value);

#endif
