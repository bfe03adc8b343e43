/* seal: what is sealed opens with its key and not otherwise, and shows nothing but its length. */
#include "test.h"

#include <stdbool.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/seal.h"

static const char about[] = "room 7";

/* Made by another implementation (the crypto module of Node.js): private key 32 times 0x77, sender's 32 times 0x5d. */
static const char foreign[] = "b795bc45da876a734d4dd92a67e4dbcefab44bb99e8d15afb52aeae80c296a0c"
                              "a8c877014e32471979985284fe209a34ed9cb71d9e6c0dcb4794daab598cbe";
static const char foreign_public[] = "1cf579aba45a10ba1d1ef06d91fca2aa9ed0a1150515653155405d0b18cb9a67";

static void sealed_opens(void **state)
{
    (void)state;
    uint8_t secret[SEAL_KEY_BYTES], known[SEAL_KEY_BYTES], derived[SEAL_KEY_BYTES];
    uint8_t sealed[5 + SEAL_MORE];
    char plain[5];
    seal_pair(secret, known);
    seal_public(derived, secret);
    assert_memory_equal(known, derived, SEAL_KEY_BYTES);
    seal_close(sealed, known, about, "seven", 5);
    assert_true(seal_open(plain, secret, about, sealed, sizeof sealed));
    assert_memory_equal(plain, "seven", 5);
}

static void nothing_is_sealed(void **state)
{
    (void)state;
    uint8_t secret[SEAL_KEY_BYTES], known[SEAL_KEY_BYTES], sealed[SEAL_MORE], plain[1];
    seal_pair(secret, known);
    seal_close(sealed, known, "", "", 0);
    assert_true(seal_open(plain, secret, "", sealed, sizeof sealed));
}

static void others_agree(void **state)
{
    (void)state;
    uint8_t secret[SEAL_KEY_BYTES], known[SEAL_KEY_BYTES], sealed[sizeof foreign / 2];
    char plain[sizeof sealed - SEAL_MORE + 1] = "", hex[2 * SEAL_KEY_BYTES + 1];
    memset(secret, 0x77, sizeof secret);
    seal_public(known, secret);
    hash_hex(hex, known, sizeof known);
    assert_string_equal(hex, foreign_public);
    assert_true(hash_unhex(sealed, sizeof sealed, foreign, strlen(foreign)));
    assert_true(seal_open(plain, secret, about, sealed, sizeof sealed));
    assert_string_equal(plain, "yes, and a bird");
}

/* Neither twice the same, nor one in any block like the other. */
static void nothing_in_common(void **state)
{
    (void)state;
    enum { N = 4096 };
    uint8_t secret[SEAL_KEY_BYTES], known[SEAL_KEY_BYTES];
    static uint8_t plain[N], one[N + SEAL_MORE], two[N + SEAL_MORE];
    size_t same = 0;
    seal_pair(secret, known);
    seal_close(one, known, about, plain, N);
    seal_close(two, known, about, plain, N);
    for (size_t i = 0; i + 16 <= sizeof one; i += 16)
        same += memcmp(one + i, two + i, 16) == 0;
    assert_int_equal(same, 0);
}

static void wrong_key(void **state)
{
    (void)state;
    uint8_t secret[SEAL_KEY_BYTES], other[SEAL_KEY_BYTES], known[SEAL_KEY_BYTES], others[SEAL_KEY_BYTES];
    uint8_t sealed[5 + SEAL_MORE];
    char plain[5];
    seal_pair(secret, known);
    seal_pair(other, others);
    seal_close(sealed, known, about, "seven", 5);
    assert_false(seal_open(plain, other, about, sealed, sizeof sealed));
    assert_memory_equal(plain, "\0\0\0\0\0", 5);
    assert_false(seal_open(plain, secret, "room 8", sealed, sizeof sealed));
}

static void changed_byte(void **state)
{
    (void)state;
    uint8_t secret[SEAL_KEY_BYTES], known[SEAL_KEY_BYTES], sealed[5 + SEAL_MORE];
    char plain[5];
    seal_pair(secret, known);
    seal_close(sealed, known, about, "seven", 5);
    for (size_t i = 0; i < sizeof sealed; i++) {
        sealed[i] ^= 1;
        if (seal_open(plain, secret, about, sealed, sizeof sealed))
            fail_msg("byte %zu may be another", i);
        sealed[i] ^= 1;
    }
    for (size_t n = 0; n < sizeof sealed; n++)
        assert_false(seal_open(plain, secret, about, sealed, n));
    assert_true(seal_open(plain, secret, about, sealed, sizeof sealed));
}

/* Points of small order, with which every key agrees on zeros: RFC 7748 section 6.1. */
static void no_secret(void **state)
{
    (void)state;
    uint8_t secret[SEAL_KEY_BYTES], known[SEAL_KEY_BYTES], sealed[5 + SEAL_MORE] = { 0 };
    char plain[5];
    seal_pair(secret, known);
    assert_false(seal_open(plain, secret, about, sealed, sizeof sealed));
    sealed[0] = 1;
    assert_false(seal_open(plain, secret, about, sealed, sizeof sealed));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("seal: what was sealed opens with the private key", sealed_opens),
        test_case("seal: nothing at all can be sealed", nothing_is_sealed),
        test_case("seal: another implementation's sealing opens", others_agree),
        test_case("seal: two sealings of the same words have nothing in common", nothing_in_common),
        test_case("seal: another key or another purpose opens nothing", wrong_key),
        test_case("seal: a changed or missing byte opens nothing", changed_byte),
        test_case("seal: a sender's key that makes no secret opens nothing", no_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
