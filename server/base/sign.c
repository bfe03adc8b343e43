/* sign: Ed25519 by libcrypto. See include/base/sign.h. */
#include "base/sign.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"

enum { DER_MAX = 48, TEXT_MAX = 65 };

/* What stands before the 32 bytes of a key (RFC 8410 4 and 7). */
static const struct form {
    const char *label;
    uint8_t head[16];
    size_t head_n;
} private_form = { "PRIVATE KEY",
                   { 0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20 },
                   16 },
  public_form = { "PUBLIC KEY", { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 }, 12 };

static size_t der_of(uint8_t der[DER_MAX], const struct form *form, const uint8_t key[SIGN_KEY_BYTES])
{
    memcpy(der, form->head, form->head_n);
    memcpy(der + form->head_n, key, SIGN_KEY_BYTES);
    return form->head_n + SIGN_KEY_BYTES;
}

void signer_make(struct signer *signer, const uint8_t seed[SIGN_KEY_BYTES])
{
    size_t n = SIGN_KEY_BYTES;
    EVP_PKEY *pair = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, SIGN_KEY_BYTES);
    assert(pair != NULL);
    memcpy(signer->seed, seed, SIGN_KEY_BYTES);
    const int ok = EVP_PKEY_get_raw_public_key(pair, signer->key, &n);
    assert(ok == 1 && n == SIGN_KEY_BYTES);
    EVP_PKEY_free(pair);
}

void sign_bytes(uint8_t signature[SIGN_BYTES], const struct signer *signer, const void *bytes, size_t n)
{
    size_t signature_n = SIGN_BYTES;
    EVP_PKEY *pair = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, signer->seed, SIGN_KEY_BYTES);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    assert(pair != NULL && context != NULL);
    int ok = EVP_DigestSignInit(context, NULL, NULL, NULL, pair);
    assert(ok == 1);
    ok = EVP_DigestSign(context, signature, &signature_n, bytes, n);
    assert(ok == 1 && signature_n == SIGN_BYTES);
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(pair);
}

bool sign_holds(const uint8_t key[SIGN_KEY_BYTES], const uint8_t signature[SIGN_BYTES], const void *bytes, size_t n)
{
    EVP_PKEY *public = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key, SIGN_KEY_BYTES);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    assert(context != NULL);
    const bool holds = public != NULL && EVP_DigestVerifyInit(context, NULL, NULL, NULL, public) == 1 &&
                       EVP_DigestVerify(context, signature, SIGN_BYTES, bytes, n) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(public);
    return holds;
}

void sign_fingerprint(char out[SIGN_FINGERPRINT], const uint8_t key[SIGN_KEY_BYTES])
{
    uint8_t der[DER_MAX], hash[HASH_BYTES];
    hash_bytes(hash, der, der_of(der, &public_form, key));
    hash_hex(out, hash, sizeof hash);
}

static void write_pem(char out[SIGN_PEM_BYTES], const struct form *form, const uint8_t key[SIGN_KEY_BYTES])
{
    uint8_t der[DER_MAX];
    char text[TEXT_MAX];
    const int n = EVP_EncodeBlock((unsigned char *)text, der, (int)der_of(der, form, key));
    assert(n > 0 && n < TEXT_MAX);
    const int length =
        snprintf(out, SIGN_PEM_BYTES, "-----BEGIN %s-----\n%s\n-----END %s-----\n", form->label, text, form->label);
    assert(length > 0 && length < SIGN_PEM_BYTES);
}

/* It is read as it is written, and not otherwise. */
static bool read_pem(uint8_t key[SIGN_KEY_BYTES], const struct form *form, const char *pem)
{
    char again[SIGN_PEM_BYTES], begin[40];
    uint8_t der[DER_MAX + 3];
    const int begin_n = snprintf(begin, sizeof begin, "-----BEGIN %s-----\n", form->label);
    if (strncmp(pem, begin, (size_t)begin_n) != 0)
        return false;
    const char *text = pem + begin_n;
    const size_t n = strcspn(text, "\n");
    if (n >= TEXT_MAX || n % 4 != 0 ||
        EVP_DecodeBlock(der, (const unsigned char *)text, (int)n) < (int)(form->head_n + SIGN_KEY_BYTES))
        return false;
    memcpy(key, der + form->head_n, SIGN_KEY_BYTES);
    write_pem(again, form, key);
    return strcmp(again, pem) == 0;
}

void sign_write_private(char out[SIGN_PEM_BYTES], const struct signer *signer)
{
    write_pem(out, &private_form, signer->seed);
}

void sign_write_public(char out[SIGN_PEM_BYTES], const uint8_t key[SIGN_KEY_BYTES])
{
    write_pem(out, &public_form, key);
}

bool sign_read_private(struct signer *signer, const char *pem)
{
    uint8_t seed[SIGN_KEY_BYTES];
    if (!read_pem(seed, &private_form, pem))
        return false;
    signer_make(signer, seed);
    return true;
}

bool sign_read_public(uint8_t key[SIGN_KEY_BYTES], const char *pem)
{
    return read_pem(key, &public_form, pem);
}
