/* seal: X25519, HKDF-SHA256 and AES-256-GCM by libcrypto. See include/base/seal.h. */
#include "base/seal.h"

#include <assert.h>
#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <string.h>

#include "base/mem.h"

enum { CIPHER_KEY_BYTES = 32, NONCE_BYTES = 12, ABOUT_MAX = 256 };

/* What one message is sealed with. */
struct once {
    uint8_t key[CIPHER_KEY_BYTES];
    uint8_t nonce[NONCE_BYTES];
};

static void raw_public(uint8_t out[SEAL_KEY_BYTES], const EVP_PKEY *pair)
{
    size_t n = SEAL_KEY_BYTES;
    const int ok = EVP_PKEY_get_raw_public_key(pair, out, &n);
    assert(ok == 1 && n == SEAL_KEY_BYTES);
}

static EVP_PKEY *new_pair(void)
{
    EVP_PKEY *pair = EVP_PKEY_Q_keygen(NULL, NULL, "X25519");
    assert(pair != NULL);
    return pair;
}

static EVP_PKEY *pair_of(const uint8_t private_key[SEAL_KEY_BYTES])
{
    EVP_PKEY *pair = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, private_key, SEAL_KEY_BYTES);
    assert(pair != NULL);
    return pair;
}

void seal_pair(uint8_t private_key[SEAL_KEY_BYTES], uint8_t public_key[SEAL_KEY_BYTES])
{
    size_t n = SEAL_KEY_BYTES;
    EVP_PKEY *pair = new_pair();
    const int ok = EVP_PKEY_get_raw_private_key(pair, private_key, &n);
    assert(ok == 1 && n == SEAL_KEY_BYTES);
    raw_public(public_key, pair);
    EVP_PKEY_free(pair);
}

void seal_public(uint8_t public_key[SEAL_KEY_BYTES], const uint8_t private_key[SEAL_KEY_BYTES])
{
    EVP_PKEY *pair = pair_of(private_key);
    raw_public(public_key, pair);
    EVP_PKEY_free(pair);
}

/* False: the other key is one of the few with which everybody agrees on the same secret. */
static bool agree(uint8_t secret[SEAL_KEY_BYTES], EVP_PKEY *ours, const uint8_t other_key[SEAL_KEY_BYTES])
{
    size_t n = SEAL_KEY_BYTES;
    EVP_PKEY *other = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, other_key, SEAL_KEY_BYTES);
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(ours, NULL);
    assert(other != NULL && ctx != NULL);
    const bool agreed = EVP_PKEY_derive_init(ctx) == 1 && EVP_PKEY_derive_set_peer(ctx, other) == 1 &&
                        EVP_PKEY_derive(ctx, secret, &n) == 1 && n == SEAL_KEY_BYTES;
    EVP_PKEY_CTX_free(ctx);
    EVP_PKEY_free(other);
    return agreed;
}

/* Both public keys go in, so that a message is bound to who sealed it and to whom (RFC 9180 section 4.1 does the same). */
static void derive(struct once *once, const uint8_t secret[SEAL_KEY_BYTES], const uint8_t sender[SEAL_KEY_BYTES],
                   const uint8_t receiver[SEAL_KEY_BYTES])
{
    static char digest[] = "SHA256", info[] = "plenary seal 1";
    uint8_t salt[2 * SEAL_KEY_BYTES];
    memcpy(salt, sender, SEAL_KEY_BYTES);
    memcpy(salt + SEAL_KEY_BYTES, receiver, SEAL_KEY_BYTES);
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)secret, SEAL_KEY_BYTES),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt, sizeof salt),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info, sizeof info - 1),
        OSSL_PARAM_construct_end(),
    };
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    assert(kdf != NULL);
    EVP_KDF_CTX *ctx = EVP_KDF_CTX_new(kdf);
    assert(ctx != NULL);
    const int ok = EVP_KDF_derive(ctx, (unsigned char *)once, sizeof *once, params);
    assert(ok == 1);
    EVP_KDF_CTX_free(ctx);
    EVP_KDF_free(kdf);
}
_Static_assert(sizeof(struct once) == CIPHER_KEY_BYTES + NONCE_BYTES, "key and nonce are derived in one go");

static EVP_CIPHER_CTX *cipher_begin(const struct once *once, bool encrypt, const char *about)
{
    int n = 0;
    const size_t about_n = strlen(about);
    assert(about_n <= ABOUT_MAX);
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    assert(ctx != NULL);
    int ok = EVP_CipherInit_ex2(ctx, EVP_aes_256_gcm(), once->key, once->nonce, encrypt ? 1 : 0, NULL);
    assert(ok == 1);
    ok = EVP_CipherUpdate(ctx, NULL, &n, (const unsigned char *)about, (int)about_n);
    assert(ok == 1);
    return ctx;
}

void seal_close(uint8_t *out, const uint8_t public_key[SEAL_KEY_BYTES], const char *about, const void *plain, size_t n)
{
    struct once once;
    uint8_t secret[SEAL_KEY_BYTES];
    int written = 0, rest = 0;
    assert(n <= INT_MAX / 2);
    EVP_PKEY *own = new_pair();
    raw_public(out, own);
    const bool agreed = agree(secret, own, public_key);
    assert(agreed); /* public keys are our own: nobody gives us one */
    derive(&once, secret, out, public_key);
    EVP_CIPHER_CTX *ctx = cipher_begin(&once, true, about);
    int ok = EVP_CipherUpdate(ctx, out + SEAL_KEY_BYTES, &written, plain, (int)n);
    assert(ok == 1 && (size_t)written == n);
    ok = EVP_CipherFinal_ex(ctx, out + SEAL_KEY_BYTES + n, &rest);
    assert(ok == 1 && rest == 0);
    ok = EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, SEAL_TAG_BYTES, out + SEAL_KEY_BYTES + n);
    assert(ok == 1);
    EVP_CIPHER_CTX_free(ctx);
    EVP_PKEY_free(own);
    mem_wipe(&once, sizeof once);
    mem_wipe(secret, sizeof secret);
}

static bool decrypt(uint8_t *plain, const struct once *once, const char *about, const uint8_t *words, size_t n)
{
    uint8_t tag[SEAL_TAG_BYTES];
    int written = 0, rest = 0;
    memcpy(tag, words + n, sizeof tag);
    EVP_CIPHER_CTX *ctx = cipher_begin(once, false, about);
    const bool whole = EVP_CipherUpdate(ctx, plain, &written, words, (int)n) == 1 &&
                       EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, SEAL_TAG_BYTES, tag) == 1 &&
                       EVP_CipherFinal_ex(ctx, plain + n, &rest) == 1;
    EVP_CIPHER_CTX_free(ctx);
    return whole;
}

bool seal_open(void *plain, const uint8_t private_key[SEAL_KEY_BYTES], const char *about, const uint8_t *sealed,
               size_t sealed_n)
{
    struct once once;
    uint8_t secret[SEAL_KEY_BYTES], receiver[SEAL_KEY_BYTES];
    if (sealed_n < SEAL_MORE || sealed_n > INT_MAX / 2)
        return false;
    const size_t n = sealed_n - SEAL_MORE;
    EVP_PKEY *own = pair_of(private_key);
    raw_public(receiver, own);
    bool opened = agree(secret, own, sealed);
    EVP_PKEY_free(own);
    if (opened) {
        derive(&once, secret, sealed, receiver);
        opened = decrypt(plain, &once, about, sealed + SEAL_KEY_BYTES, n);
    }
    if (!opened)
        mem_wipe(plain, n);
    mem_wipe(&once, sizeof once);
    mem_wipe(secret, sizeof secret);
    return opened;
}
