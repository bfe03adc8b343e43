/* random: bytes from the system's generator (RAND_bytes). Only main hands this to the layers below it, as a pointer. */
#ifndef PLENARY_BASE_RANDOM_H
#define PLENARY_BASE_RANDOM_H

#include <stddef.h>

/* Fill `n` bytes; aborts when the generator fails. Thread-safe. */
void random_bytes(void *out, size_t n);

#endif
