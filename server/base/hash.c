/* hash: SHA-256, hexadecimal, base64url, comparison in constant time; the first and the last by libcrypto. */
#include "base/hash.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

enum { HASH_PIECES_MAX = 8 };

static const char base64url_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void hash_bytes(uint8_t out[HASH_BYTES], const void *bytes, size_t n)
{
    hash_pieces(out, &(struct hash_piece){ bytes, n }, 1);
}

void hash_pieces(uint8_t out[HASH_BYTES], const struct hash_piece *pieces, size_t n_pieces)
{
    assert(n_pieces <= HASH_PIECES_MAX);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    assert(ctx != NULL);
    int ok = EVP_DigestInit_ex(ctx, EVP_sha256(), NULL);
    assert(ok == 1);
    for (size_t i = 0; i < n_pieces; i++) {
        ok = EVP_DigestUpdate(ctx, pieces[i].bytes, pieces[i].n);
        assert(ok == 1);
    }
    unsigned written = 0;
    ok = EVP_DigestFinal_ex(ctx, out, &written);
    assert(ok == 1);
    assert(written == HASH_BYTES);
    EVP_MD_CTX_free(ctx);
}

void hash_hex(char *out, const void *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *in = bytes;
    for (size_t i = 0; i < n; i++) {
        *out++ = digits[in[i] >> 4];
        *out++ = digits[in[i] & 15];
    }
    *out = '\0';
}

/* The value of a lower-case hexadecimal digit, or -1. */
static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hash_unhex(void *out, size_t n, const char *text, size_t text_n)
{
    if (text_n != 2 * n)
        return false;
    uint8_t *bytes = out;
    for (size_t i = 0; i < n; i++) {
        int high = hex_value(text[2 * i]);
        int low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

void hash_base64url(char *out, const void *bytes, size_t n)
{
    const uint8_t *in = bytes;
    uint32_t bits = 0;
    unsigned n_bits = 0;
    for (size_t i = 0; i < n; i++) {
        bits = bits << 8 | in[i];
        n_bits += 8;
        while (n_bits >= 6) {
            n_bits -= 6;
            *out++ = base64url_digits[bits >> n_bits & 63];
        }
    }
    if (n_bits > 0)
        *out++ = base64url_digits[bits << (6 - n_bits) & 63];
    *out = '\0';
}

bool hash_unbase64url(void *out, size_t n_max, size_t *n, const char *text)
{
    uint8_t *bytes = out;
    uint32_t bits = 0;
    unsigned n_bits = 0;
    *n = 0;
    for (; *text != '\0'; text++) {
        const char *digit = strchr(base64url_digits, *text);
        if (digit == NULL)
            return false;
        bits = (bits << 6 | (uint32_t)(digit - base64url_digits)) & 0xfff;
        n_bits += 6;
        if (n_bits < 8)
            continue;
        if (*n == n_max)
            return false;
        n_bits -= 8;
        bytes[(*n)++] = (uint8_t)(bits >> n_bits);
    }
    /* What is left over fills up the last digit: a digit too many leaves six bits, another spelling leaves ones. */
    return n_bits < 6 && (bits & ((1u << n_bits) - 1)) == 0;
}

void hash_be64(uint8_t out[8], uint64_t value)
{
    for (int i = 7; i >= 0; i--) {
        out[i] = (uint8_t)value;
        value >>= 8;
    }
}

bool hash_equal(const void *a, const void *b, size_t n)
{
    return CRYPTO_memcmp(a, b, n) == 0;
}
