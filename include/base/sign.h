/*
 * sign: Ed25519 signatures (RFC 8032) by libcrypto, and their keys as PEM (RFC 8410), as openssl reads them.
 *
 * The fingerprint of a key is the SHA-256 of its public half in DER, in hexadecimal:
 * openssl pkey -pubin -in public-key.pem -outform DER | sha256sum
 */
#ifndef PLENARY_BASE_SIGN_H
#define PLENARY_BASE_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SIGN_KEY_BYTES = 32, SIGN_BYTES = 64, SIGN_PEM_BYTES = 160, SIGN_FINGERPRINT = 65 };

struct signer {
    uint8_t seed[SIGN_KEY_BYTES];       /* secret */
    uint8_t key[SIGN_KEY_BYTES];        /* public */
};

/* The key pair of 32 random bytes. */
void signer_make(struct signer *signer, const uint8_t seed[SIGN_KEY_BYTES]);

void sign_bytes(uint8_t signature[SIGN_BYTES], const struct signer *signer, const void *bytes, size_t n);
bool sign_holds(const uint8_t key[SIGN_KEY_BYTES], const uint8_t signature[SIGN_BYTES], const void *bytes, size_t n);

void sign_fingerprint(char out[SIGN_FINGERPRINT], const uint8_t key[SIGN_KEY_BYTES]);

/* As text that ends with a line end; and back, where anything else is refused. */
void sign_write_private(char out[SIGN_PEM_BYTES], const struct signer *signer);
void sign_write_public(char out[SIGN_PEM_BYTES], const uint8_t key[SIGN_KEY_BYTES]);
bool sign_read_private(struct signer *signer, const char *pem);
bool sign_read_public(uint8_t key[SIGN_KEY_BYTES], const char *pem);

#endif
