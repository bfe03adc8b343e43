/*
 * mem: memory that aborts instead of failing.
 *
 * Every allocation of the program goes through here, so that no caller needs a path for "no memory": such paths are
 * never tested and always wrong. Sizes are multiplied with an overflow check. mem_free accepts NULL.
 */
#ifndef PLENARY_BASE_MEM_H
#define PLENARY_BASE_MEM_H

#include <stddef.h>

/* `n` objects of `size` bytes, zeroed. n and size may be 0 (a unique pointer comes back). The caller owns it. */
void *mem_zero(size_t n, size_t size);

/* Resize `old` (or NULL) to `n` objects of `size` bytes; new bytes are not initialised. */
void *mem_grow(void *old, size_t n, size_t size);

/* Copies the caller owns. mem_copy_text accepts NULL and then returns NULL. mem_copy_bytes appends a NUL byte. */
char *mem_copy_text(const char *text);
char *mem_copy_bytes(const void *bytes, size_t n);

void mem_free(void *p);

/* Overwrite what must not be found in memory later (a key, a ballot), also where the compiler sees no use of it any more. */
void mem_wipe(void *p, size_t n);

/* Overwrite the whole allocation, then free it. NULL is fine. */
void mem_free_wiped(void *p);

/*
 * What was freed goes back to the system: after work that needed hundreds of MiB more than the next one will, and rarely. Every other
 * thread that wants memory may wait for milliseconds.
 */
void mem_give_back(void);

#endif
