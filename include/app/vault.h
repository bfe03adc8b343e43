/*
 * vault: where the private keys of open secret polls lie: outside of the workshop's file and of every backup, in a place that
 * survives a killed process and not the machine (RUN of DESIGN.md section 4). One key a poll, under the workshop's id and the
 * poll's.
 *
 * Called on the loop's thread; quick: it is a file system in memory. No key stays in the process: who needs one reads it and
 * wipes it.
 */
#ifndef PLENARY_APP_VAULT_H
#define PLENARY_APP_VAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/seal.h"

struct vault {
    void *self;
    /* Keep a key, in place of a former one. False: it cannot be kept, and a line was logged. NULL: this server has no such place. */
    bool (*put)(void *self, const char *workshop, uint64_t poll, const uint8_t key[SEAL_KEY_BYTES]);
    /* False: there is none, or it was destroyed. */
    bool (*get)(void *self, const char *workshop, uint64_t poll, uint8_t key[SEAL_KEY_BYTES]);
    /* Destroy the key and keep its name: what the close has still to do is known after a kill. Nothing is said when there is none. */
    void (*destroy)(void *self, const char *workshop, uint64_t poll);
    /* Forget the name too. */
    void (*drop)(void *self, const char *workshop, uint64_t poll);
    /* Every name, destroyed keys' included; drop may be called for the one told. */
    void (*each)(void *self, void (*tell)(void *context, const char *workshop, uint64_t poll), void *context);
};

#endif
