/* mem: zeroed and grown memory, copies, and the end of the process instead of NULL. */
#include "test.h"

#include <string.h>

#include "base/mem.h"

static void zeroed(void **state)
{
    (void)state;
    uint64_t *v = mem_zero(100, sizeof *v);
    for (int i = 0; i < 100; i++)
        assert_int_equal(v[i], 0);
    mem_free(v);
}

static void nothing_has_an_address(void **state)
{
    (void)state;
    void *a = mem_zero(0, 8);
    void *b = mem_zero(8, 0);
    void *c = mem_grow(mem_grow(NULL, 8, 1), 0, 0);
    assert_non_null(a);
    assert_non_null(b);
    assert_non_null(c);
    assert_ptr_not_equal(a, b);
    mem_free(a);
    mem_free(b);
    mem_free(c);
    mem_free(NULL);
}

static void growing_keeps(void **state)
{
    (void)state;
    char *p = mem_grow(NULL, 3, 1);
    memcpy(p, "abc", 3);
    p = mem_grow(p, 100000, 1);
    assert_memory_equal(p, "abc", 3);
    mem_free(p);
}

static void copies(void **state)
{
    (void)state;
    assert_null(mem_copy_text(NULL));
    char *text = mem_copy_text("caf\xc3\xa9");
    char *bytes = mem_copy_bytes("a\0b", 3);
    char *none = mem_copy_bytes(NULL, 0);
    assert_string_equal(text, "caf\xc3\xa9");
    assert_memory_equal(bytes, "a\0b", 4);
    assert_string_equal(none, "");
    mem_free(text);
    mem_free(bytes);
    mem_free(none);
}

static void too_many(void *with)
{
    (void)with;
    mem_free(mem_zero(SIZE_MAX / 2, 3));
}

static void too_large(void *with)
{
    (void)with;
    mem_free(mem_grow(NULL, SIZE_MAX - 1, 1));
}

static void overflow_aborts(void **state)
{
    (void)state;
    assert_true(test_aborts(too_many, NULL));
    assert_true(test_aborts(too_large, NULL));
}

static void wiped(void **state)
{
    (void)state;
    char *secret = mem_copy_text("a secret"), place[] = "another";
    mem_wipe(place, sizeof place);
    mem_wipe(NULL, 0);
    for (size_t i = 0; i < sizeof place; i++)
        assert_int_equal(place[i], 0);
    mem_free_wiped(secret);
    mem_free_wiped(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("mem: new memory is zero", zeroed),
        test_case("mem: an empty object has an address of its own", nothing_has_an_address),
        test_case("mem: growing keeps what was there", growing_keeps),
        test_case("mem: copies end with a NUL byte", copies),
        test_case("mem: what is wiped is zero", wiped),
        test_case("mem: a size that overflows ends the process", overflow_aborts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
