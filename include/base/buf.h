/*
 * buf: a byte string that grows up to a ceiling.
 *
 * Writing past the ceiling changes nothing but the flag `full`, so a writer can emit a whole document and look once at
 * the end. Data is always followed by a NUL byte that len does not count.
 */
#ifndef PLENARY_BASE_BUF_H
#define PLENARY_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *data;     /* NULL until the first write */
    size_t len;     /* bytes */
    size_t cap;     /* bytes allocated */
    size_t max;     /* bytes, the ceiling for len */
    bool full;      /* something did not fit */
};

/* An empty buffer of at most `max` bytes. Free it with buf_free. */
void buf_init(struct buf *buf, size_t max);
void buf_free(struct buf *buf);

/* Empty it, keep its memory, clear `full`. */
void buf_reset(struct buf *buf);

/* Cut it back to `len` bytes (at most the present length) and clear `full`. */
void buf_cut(struct buf *buf, size_t len);

/* Append. All or nothing: a piece that does not fit sets `full`, and after that every append is ignored. */
void buf_add(struct buf *buf, const void *bytes, size_t n);
void buf_text(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char c);
void buf_print(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Hand the bytes (NUL-terminated, never NULL) to the caller, who frees them with mem_free; buf is empty afterwards. */
char *buf_take(struct buf *buf, size_t *len);

#endif
