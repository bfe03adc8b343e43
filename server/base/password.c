/* password: scrypt (RFC 7914) over libcrypto's EVP_KDF. */
#include "base/password.h"

#include <assert.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"

enum {
    PASSWORD_LN = 15,
    PASSWORD_R = 8,
    PASSWORD_P = 3,
    PASSWORD_LN_MAX = 17, /* with r = 8: 128 MiB, what one worker may take */
    PASSWORD_R_MAX = 8,
    PASSWORD_P_MAX = 4,
    PASSWORD_SALT_MIN = 8,
    PASSWORD_TEXT_MAX = 64, /* bytes of a parameter, the salt or the hash as text */
};

#define PASSWORD_MEMORY_MAX (256ull << 20) /* bytes: libcrypto's own ceiling of 32 MiB is too low for N = 2^15 */

struct scrypt {
    unsigned ln, r, p;
    uint8_t salt[PASSWORD_SALT_BYTES];
    size_t salt_n;
};

static void scrypt_derive(uint8_t out[HASH_BYTES], const struct scrypt *with, const char *password)
{
    uint64_t n = 1ull << with->ln;
    uint32_t r = with->r;
    uint32_t p = with->p;
    uint64_t memory = PASSWORD_MEMORY_MAX;
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, (void *)password, strlen(password)),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)with->salt, with->salt_n),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &memory),
        OSSL_PARAM_construct_end(),
    };
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "SCRYPT", NULL);
    assert(kdf != NULL);
    EVP_KDF_CTX *ctx = EVP_KDF_CTX_new(kdf);
    assert(ctx != NULL);
    int ok = EVP_KDF_derive(ctx, out, HASH_BYTES, params);
    assert(ok == 1);
    EVP_KDF_CTX_free(ctx);
    EVP_KDF_free(kdf);
}

static void password_encode(char out[PASSWORD_STORED_MAX], const struct scrypt *with, const char *password)
{
    uint8_t hash[HASH_BYTES];
    char hash_text[PASSWORD_TEXT_MAX];
    char salt_text[PASSWORD_TEXT_MAX];
    scrypt_derive(hash, with, password);
    hash_base64url(hash_text, hash, sizeof hash);
    hash_base64url(salt_text, with->salt, with->salt_n);
    int n = snprintf(out, PASSWORD_STORED_MAX, "$scrypt$ln=%u,r=%u,p=%u$%s$%s", with->ln, with->r, with->p, salt_text,
                     hash_text);
    assert(n > 0 && n < PASSWORD_STORED_MAX);
    OPENSSL_cleanse(hash, sizeof hash);
    OPENSSL_cleanse(hash_text, sizeof hash_text);
}

void password_store(char out[PASSWORD_STORED_MAX], const char *password, const uint8_t salt[PASSWORD_SALT_BYTES])
{
    assert(strlen(password) <= PASSWORD_MAX * 4);
    struct scrypt with = { .ln = PASSWORD_LN, .r = PASSWORD_R, .p = PASSWORD_P, .salt_n = PASSWORD_SALT_BYTES };
    memcpy(with.salt, salt, sizeof with.salt);
    password_encode(out, &with, password);
}

/* Takes a stored text apart, within the ceilings that keep a foreign one from costing gigabytes or hours. */
static bool password_parse(struct scrypt *with, const char *stored)
{
    char salt[PASSWORD_TEXT_MAX];
    int end = 0;
    int fields = sscanf(stored, "$scrypt$ln=%2u,r=%2u,p=%2u$%63[^$]$%n", &with->ln, &with->r, &with->p, salt, &end);
    if (fields != 4 || end == 0)
        return false;
    if (with->ln < 1 || with->ln > PASSWORD_LN_MAX)
        return false;
    if (with->r < 1 || with->r > PASSWORD_R_MAX || with->p < 1 || with->p > PASSWORD_P_MAX)
        return false;
    if (with->ln >= 16 * with->r) /* RFC 7914 section 2: N < 2^(128 * r / 8) */
        return false;
    return hash_unbase64url(with->salt, sizeof with->salt, &with->salt_n, salt) && with->salt_n >= PASSWORD_SALT_MIN;
}

bool password_check(const char *stored, const char *password)
{
    struct scrypt with;
    if (strlen(password) > PASSWORD_MAX * 4 || !password_parse(&with, stored))
        return false;
    /* Encoding again and comparing the whole text needs no decoder for the hash, and admits one spelling only. */
    char again[PASSWORD_STORED_MAX];
    password_encode(again, &with, password);
    size_t n = strlen(again);
    bool same = strlen(stored) == n && hash_equal(stored, again, n);
    OPENSSL_cleanse(again, sizeof again);
    return same;
}
