/* map: against a plain array, over many random puts and removals, so that every shape of probe chain comes up. */
#include "test.h"

#include <stdbool.h>
#include <string.h>

#include "base/map.h"

enum { KEYS = 400, STEPS = 60000, SEED = 20240817 };

/* xorshift64: the same steps on every run. */
static uint64_t next_random(uint64_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return *x;
}

static int things[KEYS + 1];

static void empty(void **state)
{
    (void)state;
    struct map map = { 0 };
    size_t at = 0;
    assert_null(map_get(&map, 7));
    assert_null(map_remove(&map, 7));
    assert_false(map_next(&map, &at, NULL, NULL));
    map_free(&map);
}

static void replaces(void **state)
{
    (void)state;
    struct map map = { 0 };
    map_put(&map, 0, &things[0]);
    map_put(&map, UINT64_MAX, &things[1]);
    map_put(&map, 0, &things[2]);
    assert_int_equal(map.n, 2);
    assert_ptr_equal(map_get(&map, 0), &things[2]);
    assert_ptr_equal(map_get(&map, UINT64_MAX), &things[1]);
    assert_ptr_equal(map_remove(&map, 0), &things[2]);
    assert_null(map_get(&map, 0));
    assert_int_equal(map.n, 1);
    map_free(&map);
    assert_int_equal(map.n, 0);
}

/* Whether walking the table meets exactly the keys that are set, each once. */
static void assert_walk(const struct map *map, void *const *expected)
{
    bool seen[KEYS] = { false };
    size_t at = 0;
    size_t n = 0;
    uint64_t key;
    void *value;
    while (map_next(map, &at, &key, &value)) {
        assert_true(key < KEYS);
        assert_false(seen[key]);
        assert_ptr_equal(value, expected[key]);
        seen[key] = true;
        n++;
    }
    assert_int_equal(n, map->n);
}

static void like_an_array(void **state)
{
    (void)state;
    struct map map = { 0 };
    void *expected[KEYS] = { NULL };
    uint64_t x = SEED;
    for (int step = 0; step < STEPS; step++) {
        uint64_t key = next_random(&x) % KEYS;
        /* Long phases of growth and of shrinking. */
        if (next_random(&x) % 100 < (step / 5000 % 2 == 0 ? 70u : 30u)) {
            expected[key] = &things[next_random(&x) % KEYS];
            map_put(&map, key, expected[key]);
        } else {
            assert_ptr_equal(map_remove(&map, key), expected[key]);
            expected[key] = NULL;
        }
        uint64_t other = next_random(&x) % KEYS;
        assert_ptr_equal(map_get(&map, other), expected[other]);
        if (step % 1000 == 0)
            assert_walk(&map, expected);
    }
    map_free(&map);
}

/* Puts and removals alone must not make it grow: nothing but entries takes slots. */
static void stays_small(void **state)
{
    (void)state;
    struct map map = { 0 };
    for (uint64_t key = 0; key < 100000; key++) {
        map_put(&map, key, &things[0]);
        assert_non_null(map_remove(&map, key));
    }
    assert_int_equal(map.n, 0);
    assert_true(map.cap <= 8);
    map_free(&map);
}

static void grows_with_room(void **state)
{
    (void)state;
    struct map map = { 0 };
    for (uint64_t key = 0; key < 10000; key++) {
        map_put(&map, key << 32, &things[0]);
        assert_true(map.n * 4 <= map.cap * 3);
    }
    for (uint64_t key = 0; key < 10000; key++)
        assert_non_null(map_get(&map, key << 32));
    assert_null(map_get(&map, 1));
    map_free(&map);
}

static void put_nothing(void *with)
{
    map_put(with, 1, NULL);
}

static void no_null_values(void **state)
{
    (void)state;
    struct map map = { 0 };
    assert_true(test_aborts(put_nothing, &map));
    map_free(&map);
}

static size_t key_text(char *out, uint64_t key)
{
    return (size_t)snprintf(out, 32, "client-%u", (unsigned)key);
}

static void keymap_like_an_array(void **state)
{
    (void)state;
    struct keymap map;
    void *expected[KEYS] = { NULL };
    uint64_t x = SEED;
    char text[32];
    keymap_init(&map, 1, 2);
    for (int step = 0; step < STEPS; step++) {
        uint64_t key = next_random(&x) % KEYS;
        size_t n = key_text(text, key);
        if (next_random(&x) % 100 < (step / 5000 % 2 == 0 ? 70u : 30u)) {
            expected[key] = &things[next_random(&x) % KEYS];
            keymap_put(&map, text, n, expected[key]);
        } else {
            assert_ptr_equal(keymap_remove(&map, text, n), expected[key]);
            expected[key] = NULL;
        }
        uint64_t other = next_random(&x) % KEYS;
        n = key_text(text, other);
        assert_ptr_equal(keymap_get(&map, text, n), expected[other]);
    }
    keymap_free(&map);
}

static void keymap_keys(void **state)
{
    (void)state;
    struct keymap map;
    char longest[256];
    memset(longest, 'k', sizeof longest);
    keymap_init(&map, 3, 4);
    assert_null(keymap_get(&map, "", 0));
    keymap_put(&map, "", 0, &things[0]);
    keymap_put(&map, "a", 1, &things[1]);
    keymap_put(&map, "a\0b", 3, &things[2]);
    keymap_put(&map, longest, 255, &things[3]);
    assert_ptr_equal(keymap_get(&map, "", 0), &things[0]);
    assert_ptr_equal(keymap_get(&map, "a", 1), &things[1]);
    assert_ptr_equal(keymap_get(&map, "a\0b", 3), &things[2]);
    assert_ptr_equal(keymap_get(&map, longest, 255), &things[3]);
    assert_null(keymap_get(&map, longest, 256));
    assert_null(keymap_remove(&map, "a\0c", 3));
    assert_int_equal(map.n, 4);
    keymap_free(&map);
}

static void keymap_owns_its_keys(void **state)
{
    (void)state;
    struct keymap map;
    char text[] = "abc";
    keymap_init(&map, 5, 6);
    keymap_put(&map, text, 3, &things[0]);
    text[0] = 'x';
    assert_null(keymap_get(&map, text, 3));
    size_t at = 0;
    const void *key;
    size_t n;
    void *value;
    assert_true(keymap_next(&map, &at, &key, &n, &value));
    assert_int_equal(n, 3);
    assert_memory_equal(key, "abc", 3);
    assert_ptr_equal(value, &things[0]);
    assert_false(keymap_next(&map, &at, NULL, NULL, NULL));
    keymap_free(&map);
}

/* Where a single key comes to stand depends on the seed: two of 64 seeds at least must differ. */
static void keymap_depends_on_seed(void **state)
{
    (void)state;
    bool moved = false;
    size_t first = 0;
    for (uint64_t seed = 0; seed < 64; seed++) {
        struct keymap map;
        size_t at = 0;
        keymap_init(&map, seed, seed * 31);
        keymap_put(&map, "chosen", 6, &things[0]);
        assert_true(keymap_next(&map, &at, NULL, NULL, NULL));
        if (seed == 0)
            first = at;
        moved = moved || at != first;
        keymap_free(&map);
    }
    assert_true(moved);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("map: an empty table finds nothing", empty),
        test_case("map: a second value for a key replaces the first", replaces),
        test_case("map: random puts and removals leave what an array would hold", like_an_array),
        test_case("map: entries that come and go do not make it grow", stays_small),
        test_case("map: it grows before it is three quarters full", grows_with_room),
        test_case("map: a NULL value is our error", no_null_values),
        test_case("keymap: random puts and removals leave what an array would hold", keymap_like_an_array),
        test_case("keymap: keys may be empty, hold NUL bytes, and have 255 bytes", keymap_keys),
        test_case("keymap: keys are copied", keymap_owns_its_keys),
        test_case("keymap: the order of slots depends on the seed", keymap_depends_on_seed),
    };
    printf("# seed %d\n", SEED);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
