/*
 * keys: what a server keeps for long: STATE/keys, of which a backup is made apart.
 *
 * STATE/keys/signing.pem is the Ed25519 key under which bundles are signed, mode 0600, made when it is first needed.
 */
#ifndef PLENARY_MAIN_KEYS_H
#define PLENARY_MAIN_KEYS_H

#include "base/sign.h"

/* The signing key of the state directory. False: a line on standard error said why. */
bool keys_signer(struct signer *signer, const char *state);

#endif
