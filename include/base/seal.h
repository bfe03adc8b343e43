/*
 * seal: words that only the holder of a key can read, from a sender who has none (X25519 of RFC 7748, HKDF-SHA256 of RFC
 * 5869, AES-256-GCM of NIST SP 800-38D).
 *
 * Each sealing makes a key pair of its own, agrees on a secret with the receiver's public key, derives a key and nonce for
 * this one message and throws the pair away: so two sealings of the same words have nothing in common, and who sealed them
 * cannot open them either. A sealed text is longer than its plain text by SEAL_MORE, whatever it says: who must hide a
 * length pads before. All scratch memory is wiped. Works or aborts; only opening can be refused.
 */
#ifndef PLENARY_BASE_SEAL_H
#define PLENARY_BASE_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SEAL_KEY_BYTES = 32,                /* a private or a public key */
    SEAL_TAG_BYTES = 16,
    SEAL_MORE = SEAL_KEY_BYTES + SEAL_TAG_BYTES     /* the sender's own public key before the words, the tag behind */
};

/* A new pair. The caller wipes the private key when done. */
void seal_pair(uint8_t private_key[SEAL_KEY_BYTES], uint8_t public_key[SEAL_KEY_BYTES]);

/* The public key that belongs to a private one: any 32 bytes are one. */
void seal_public(uint8_t public_key[SEAL_KEY_BYTES], const uint8_t private_key[SEAL_KEY_BYTES]);

/*
 * Seal n bytes, at most INT_MAX / 2, into `out`, which holds n + SEAL_MORE. `about` says what they are part of, at most 256
 * bytes: it is not inside, and must be the same when they are opened.
 */
void seal_close(uint8_t *out, const uint8_t public_key[SEAL_KEY_BYTES], const char *about, const void *plain, size_t n);

/*
 * Open `sealed_n` sealed bytes into `plain`, which holds sealed_n - SEAL_MORE. False: too short, another key, another `about`,
 * or a changed byte; `plain` is then zeroed.
 */
bool seal_open(void *plain, const uint8_t private_key[SEAL_KEY_BYTES], const char *about, const uint8_t *sealed,
               size_t sealed_n);

#endif
