/* ot: the operation between two texts, for whole texts that arrive where an operation is kept. */
#include "core/ot.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Whether a code point starts, or the text ends, at this byte: where a text may be cut. */
static bool is_border(char byte)
{
    return ((unsigned char)byte & 0xc0) != 0x80;
}

/* Bytes that both texts begin with, whole code points only. */
static size_t common_start(const char *a, const char *b)
{
    size_t n = 0;
    while (a[n] != '\0' && a[n] == b[n])
        n++;
    while (!is_border(a[n]) || !is_border(b[n]))
        n--;
    return n;
}

/* Bytes that both texts end with, at most `max`, whole code points only. */
static size_t common_end(const char *a, size_t a_n, const char *b, size_t b_n, size_t max)
{
    size_t n = 0;
    while (n < max && a[a_n - n - 1] == b[b_n - n - 1])
        n++;
    while (n > 0 && !is_border(a[a_n - n]))
        n--;
    return n;
}

static void push_counted(struct ot_op *op, enum ot_type type, const char *text, size_t n)
{
    size_t length = utf8_count(text, n);
    assert(length <= OT_LENGTH_MAX);
    if (length > 0)
        ot_push(op, type, (uint32_t)length, NULL);
}

struct ot_op ot_diff(const char *old, const char *new)
{
    old = old != NULL ? old : "";
    new = new != NULL ? new : "";
    size_t old_n = strlen(old);
    size_t new_n = strlen(new);
    size_t start = common_start(old, new);
    size_t end = common_end(old, old_n, new, new_n, (old_n < new_n ? old_n : new_n) - start);

    struct ot_op op = { 0 };
    if (start == old_n && start == new_n)
        return op;
    push_counted(&op, OT_SKIP, old, start);
    if (start + end < new_n) {
        char *words = mem_copy_bytes(new + start, new_n - start - end);
        ot_push(&op, OT_INSERT, 0, words);
        mem_free(words);
    }
    push_counted(&op, OT_DELETE, old + start, old_n - start - end);
    assert(ot_is_normal(&op));
    return op;
}
