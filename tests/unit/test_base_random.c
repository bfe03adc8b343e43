/* random: the bytes are written, all of them and no more. */
#include "test.h"

#include <string.h>

#include "base/random.h"

static void fills_exactly(void **state)
{
    (void)state;
    unsigned char bytes[66];
    unsigned char ever[64] = { 0 };
    memset(bytes, 0x55, sizeof bytes);
    /* A byte that stays the same in 32 fillings was not written: that is chance once in 2^256. */
    unsigned char first[64];
    random_bytes(first, sizeof first);
    for (int round = 0; round < 32; round++) {
        random_bytes(bytes + 1, 64);
        for (int i = 0; i < 64; i++)
            ever[i] |= (unsigned char)(bytes[1 + i] ^ first[i]);
    }
    for (int i = 0; i < 64; i++)
        assert_int_not_equal(ever[i], 0);
    assert_int_equal(bytes[0], 0x55);
    assert_int_equal(bytes[65], 0x55);
}

static void nothing(void **state)
{
    (void)state;
    unsigned char byte = 0x55;
    random_bytes(&byte, 0);
    assert_int_equal(byte, 0x55);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("random: every byte asked for is filled, its neighbours are not", fills_exactly),
        test_case("random: no bytes is allowed", nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
