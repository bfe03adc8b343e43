/* sign: the vectors of RFC 8032 7.1, keys as text, and what does not hold. */
#include <string.h>

#include "base/hash.h"
#include "base/sign.h"
#include "test.h"

static void unhex(uint8_t *out, size_t n, const char *text)
{
    assert_true(hash_unhex(out, n, text, strlen(text)));
}

static void the_vectors_of_the_standard_hold(void **state)
{
    (void)state;
    static const struct {
        const char *seed, *key, *message, *signature;
    } vectors[] = {
        { "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
          "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
          "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b" },
        { "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
          "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
          "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00" },
    };
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        uint8_t seed[32], key[32], message[8], expected[64], signature[64];
        const size_t n = strlen(vectors[i].message) / 2;
        struct signer signer;
        unhex(seed, 32, vectors[i].seed);
        unhex(key, 32, vectors[i].key);
        unhex(message, n, vectors[i].message);
        unhex(expected, 64, vectors[i].signature);
        signer_make(&signer, seed);
        assert_memory_equal(signer.key, key, 32);
        sign_bytes(signature, &signer, message, n);
        assert_memory_equal(signature, expected, 64);
        assert_true(sign_holds(key, signature, message, n));
        signature[i] ^= 1;
        assert_false(sign_holds(key, signature, message, n));
    }
}

static void keys_are_read_as_they_are_written(void **state)
{
    (void)state;
    struct signer signer, again;
    uint8_t seed[32], key[32];
    char text[SIGN_PEM_BYTES], fingerprint[SIGN_FINGERPRINT];
    memset(seed, 7, sizeof seed);
    signer_make(&signer, seed);
    sign_write_private(text, &signer);
    assert_true(sign_read_private(&again, text));
    assert_memory_equal(&signer, &again, sizeof signer);
    assert_false(sign_read_public(key, text));
    sign_write_public(text, signer.key);
    assert_true(sign_read_public(key, text));
    assert_memory_equal(key, signer.key, 32);
    sign_fingerprint(fingerprint, key);
    assert_int_equal(strlen(fingerprint), 64);
    for (size_t i = 0; i < strlen(text); i++) {
        text[i] ^= 1;
        if (sign_read_public(key, text))
            assert_memory_not_equal(key, signer.key, 32);
        text[i] ^= 1;
    }
    assert_false(sign_read_public(key, ""));
    assert_false(sign_read_public(key, "-----BEGIN PUBLIC KEY-----\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("the vectors of RFC 8032 hold, and nothing else", the_vectors_of_the_standard_hold),
        test_case("keys are read as they are written", keys_are_read_as_they_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
