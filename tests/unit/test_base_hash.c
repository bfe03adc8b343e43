/* hash: the published vectors of SHA-256, base64url and hexadecimal. */
#include "test.h"

#include <stdbool.h>
#include <string.h>

#include "base/hash.h"

static void assert_hash(const char *text, size_t n, const char *expected)
{
    uint8_t hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    hash_bytes(hash, text, n);
    hash_hex(hex, hash, sizeof hash);
    assert_string_equal(hex, expected);
}

static void sha256(void **state)
{
    (void)state;
    assert_hash("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_hash("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void pieces(void **state)
{
    (void)state;
    uint8_t whole[HASH_BYTES];
    uint8_t parts[HASH_BYTES];
    hash_bytes(whole, "abcdef", 6);
    const struct hash_piece list[] = { { "ab", 2 }, { "", 0 }, { "cde", 3 }, { "f", 1 } };
    hash_pieces(parts, list, 4);
    assert_memory_equal(whole, parts, HASH_BYTES);
    hash_pieces(parts, list, 0);
    hash_bytes(whole, "", 0);
    assert_memory_equal(whole, parts, HASH_BYTES);
}

static void hexadecimal(void **state)
{
    (void)state;
    char text[7];
    hash_hex(text, "\x00\xaf\xff", 3);
    assert_string_equal(text, "00afff");
    uint8_t back[3];
    assert_true(hash_unhex(back, 3, text, 6));
    assert_memory_equal(back, "\x00\xaf\xff", 3);
    assert_false(hash_unhex(back, 3, "00AFFF", 6));
    assert_false(hash_unhex(back, 3, "00afff0", 7));
    assert_false(hash_unhex(back, 3, "00aff", 5));
    assert_false(hash_unhex(back, 3, "00af f", 6));
    assert_false(hash_unhex(back, 3, "00afg0", 6));
    assert_true(hash_unhex(back, 0, "", 0));
}

/* RFC 4648 section 10, and the two digits in which base64url differs. */
static const struct {
    const char *bytes;
    size_t n;
    const char *text;
} base64url_vectors[] = {
    { "", 0, "" }, { "f", 1, "Zg" }, { "fo", 2, "Zm8" }, { "foo", 3, "Zm9v" }, { "foob", 4, "Zm9vYg" },
    { "fooba", 5, "Zm9vYmE" }, { "foobar", 6, "Zm9vYmFy" }, { "\xfb\xff\xbf", 3, "-_-_" },
};

static void base64url(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof base64url_vectors / sizeof base64url_vectors[0]; i++) {
        char text[16];
        uint8_t back[16];
        size_t n = 99;
        hash_base64url(text, base64url_vectors[i].bytes, base64url_vectors[i].n);
        assert_string_equal(text, base64url_vectors[i].text);
        assert_true(hash_unbase64url(back, sizeof back, &n, text));
        assert_int_equal(n, base64url_vectors[i].n);
        assert_memory_equal(back, base64url_vectors[i].bytes, n);
    }
}

static void base64url_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "Z", "A", "Zm9vA", "Zg==", "Zm9vY", "Zh", "Zm9", "Zm+v", "Zm/v", "Zm v", "Zm9v\n"
    };
    uint8_t out[16];
    size_t n;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(hash_unbase64url(out, sizeof out, &n, bad[i]));
    assert_true(hash_unbase64url(out, 3, &n, "Zm9v"));
    assert_false(hash_unbase64url(out, 2, &n, "Zm9v"));
}

static void big_endian(void **state)
{
    (void)state;
    uint8_t out[8];
    hash_be64(out, 0x0102030405060708ull);
    assert_memory_equal(out, "\x01\x02\x03\x04\x05\x06\x07\x08", 8);
    hash_be64(out, 255);
    assert_memory_equal(out, "\0\0\0\0\0\0\0\xff", 8);
}

static void comparison(void **state)
{
    (void)state;
    assert_true(hash_equal("abc", "abc", 3));
    assert_false(hash_equal("abc", "abd", 3));
    assert_false(hash_equal("bbc", "abc", 3));
    assert_true(hash_equal("a", "b", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("hash: SHA-256 gives the values of FIPS 180-4", sha256),
        test_case("hash: pieces hash like the whole", pieces),
        test_case("hash: hexadecimal goes there and back, in lower case only", hexadecimal),
        test_case("hash: base64url gives the values of RFC 4648 and reads them back", base64url),
        test_case("hash: base64url with padding, spare bits or foreign digits is refused", base64url_refused),
        test_case("hash: numbers go in big-endian", big_endian),
        test_case("hash: equal is equal in every byte", comparison),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
