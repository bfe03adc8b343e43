/* mem: memory that aborts instead of failing. The only file that calls the allocator of the C library. */
#include "base/mem.h"

#include <assert.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef NDEBUG
#error "The assertions are part of the program: build without NDEBUG."
#endif

/* The log allocates nothing, but may be what ran out of memory: write plainly. */
static _Noreturn void die(size_t n, size_t size)
{
    fprintf(stderr, "ERROR out of memory: %zu objects of %zu bytes\n", n, size);
    abort();
}

/* The product, at least 1, so that an empty object still has an address of its own. */
static size_t bytes_of(size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes) || bytes > PTRDIFF_MAX)
        die(n, size);
    return bytes == 0 ? 1 : bytes;
}

void *mem_zero(size_t n, size_t size)
{
    void *p = calloc(1, bytes_of(n, size));
    if (p == NULL)
        die(n, size);
    return p;
}

void *mem_grow(void *old, size_t n, size_t size)
{
    void *p = realloc(old, bytes_of(n, size));
    if (p == NULL)
        die(n, size);
    return p;
}

char *mem_copy_text(const char *text)
{
    return text == NULL ? NULL : mem_copy_bytes(text, strlen(text));
}

char *mem_copy_bytes(const void *bytes, size_t n)
{
    assert(bytes != NULL || n == 0);
    assert(n < SIZE_MAX);
    char *copy = mem_grow(NULL, n + 1, 1);
    if (n > 0)
        memcpy(copy, bytes, n);
    copy[n] = '\0';
    return copy;
}

void mem_free(void *p)
{
    free(p);
}

void mem_wipe(void *p, size_t n)
{
    if (n > 0)
        explicit_bzero(p, n);
}

void mem_free_wiped(void *p)
{
    if (p == NULL)
        return;
    explicit_bzero(p, malloc_usable_size(p));
    free(p);
}

void mem_give_back(void)
{
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}
