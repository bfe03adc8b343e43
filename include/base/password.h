/*
 * password: scrypt (RFC 7914) over libcrypto's EVP_KDF, N = 2^15, r = 8, p = 3: about 0.2 s and 32 MiB a call, so it
 * runs on a worker and never on the event loop.
 *
 * Stored as "$scrypt$ln=15,r=8,p=3$SALT$HASH" (base64url). password_check also takes other ln <= 17, r <= 8, p <= 4.
 */
#ifndef PLENARY_BASE_PASSWORD_H
#define PLENARY_BASE_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PASSWORD_STORED_MAX = 160, PASSWORD_SALT_BYTES = 16, PASSWORD_MIN = 8, PASSWORD_MAX = 256 };

void password_store(char out[PASSWORD_STORED_MAX], const char *password, const uint8_t salt[PASSWORD_SALT_BYTES]);
bool password_check(const char *stored, const char *password);

#endif
