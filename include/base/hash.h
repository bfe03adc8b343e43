/*
 * hash: SHA-256 (FIPS 180-4), hexadecimal, base64url (RFC 4648 section 5), comparison in constant time.
 */
#ifndef PLENARY_BASE_HASH_H
#define PLENARY_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HASH_BYTES = 32 };

/* SHA-256 of `n` bytes. */
void hash_bytes(uint8_t out[HASH_BYTES], const void *bytes, size_t n);

/* SHA-256 of up to 8 pieces one after another, without copying them together. */
struct hash_piece {
    const void *bytes;
    size_t n;
};
void hash_pieces(uint8_t out[HASH_BYTES], const struct hash_piece *pieces, size_t n_pieces);

/* Lower-case hexadecimal; out holds 2 * n + 1 bytes. hash_unhex: exactly 2 * n lower-case digits, else false. */
void hash_hex(char *out, const void *bytes, size_t n);
bool hash_unhex(void *out, size_t n, const char *text, size_t text_n);

/* base64url without padding; out holds (n * 4 + 2) / 3 + 1 bytes. */
void hash_base64url(char *out, const void *bytes, size_t n);

/* Decodes into at most n_max bytes and sets *n; false for foreign characters, set spare bits, or more bytes than that. */
bool hash_unbase64url(void *out, size_t n_max, size_t *n, const char *text);

/* Big-endian encoding used wherever a number goes into a hash. */
void hash_be64(uint8_t out[8], uint64_t value);

bool hash_equal(const void *a, const void *b, size_t n);

#endif
