/*
 * passes: passcodes of workshops.
 *
 * What is kept is a slow hash (password.h). A hall of sixty people who join within a minute would keep the workers busy with
 * it, so a passcode that was right once is known again by a quick hash under a key of this process, until another is set.
 * Bounded; nothing of it is ever written down.
 */
#ifndef PLENARY_APP_PASSES_H
#define PLENARY_APP_PASSES_H

#include <stdbool.h>
#include <stdint.h>

struct passes;

struct passes *passes_new(const uint8_t key[32], uint64_t seed0, uint64_t seed1);
void passes_free(struct passes *passes);

/* Whether `passcode` was found right for `stored` before; and noting that it was. */
bool passes_known(const struct passes *passes, const char *stored, const char *passcode);
void passes_note(struct passes *passes, const char *stored, const char *passcode);

#endif
