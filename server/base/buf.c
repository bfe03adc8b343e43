/* buf: a byte string that grows up to a ceiling. */
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

enum { BUF_FIRST_BYTES = 64 };

void buf_init(struct buf *buf, size_t max)
{
    assert(max < SIZE_MAX / 2);
    *buf = (struct buf){ .max = max };
}

void buf_free(struct buf *buf)
{
    mem_free(buf->data);
    *buf = (struct buf){ .max = buf->max };
}

void buf_reset(struct buf *buf)
{
    buf_cut(buf, 0);
}

void buf_cut(struct buf *buf, size_t len)
{
    assert(len <= buf->len);
    buf->len = len;
    buf->full = false;
    if (buf->data != NULL)
        buf->data[len] = '\0';
}

/* Room for n more bytes and the NUL byte; false, with `full` set, when the ceiling forbids it. */
static bool buf_reserve(struct buf *buf, size_t n)
{
    assert(buf->len <= buf->max);
    if (buf->full || n > buf->max - buf->len) {
        buf->full = true;
        return false;
    }
    size_t need = buf->len + n + 1;
    if (need <= buf->cap)
        return true;
    size_t cap = buf->cap < BUF_FIRST_BYTES ? BUF_FIRST_BYTES : buf->cap;
    while (cap < need)
        cap *= 2;
    if (cap > buf->max + 1)
        cap = buf->max + 1;
    buf->data = mem_grow(buf->data, cap, 1);
    buf->cap = cap;
    return true;
}

void buf_add(struct buf *buf, const void *bytes, size_t n)
{
    assert(bytes != NULL || n == 0);
    if (!buf_reserve(buf, n))
        return;
    if (n > 0)
        memcpy(buf->data + buf->len, bytes, n);
    buf->len += n;
    buf->data[buf->len] = '\0';
}

void buf_text(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void buf_char(struct buf *buf, char c)
{
    buf_add(buf, &c, 1);
}

void buf_print(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    assert(n >= 0);
    if (buf_reserve(buf, (size_t)n)) {
        int written = vsnprintf(buf->data + buf->len, (size_t)n + 1, format, again);
        assert(written == n);
        buf->len += (size_t)n;
    }
    va_end(again);
    va_end(args);
}

char *buf_take(struct buf *buf, size_t *len)
{
    char *data = buf->data != NULL ? buf->data : mem_copy_bytes(NULL, 0);
    if (len != NULL)
        *len = buf->len;
    *buf = (struct buf){ .max = buf->max };
    return data;
}
