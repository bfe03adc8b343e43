/*
 * fuzz_ot: two operations on one text end in the same text in either order, whatever they are; an operation read from bytes
 * is written as those bytes; whether one may be sent does not depend on how it came about.
 *
 * An input is up to three lines: a text (the operation that writes it), and two operations, in the canonical form. What is not
 * in that form is taken for a list of parts instead, a byte each, so that no input is wasted.
 */
#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "core/limits.h"
#include "core/ot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static bool is_written_as(const struct ot_op *op, const char *bytes, size_t n)
{
    struct buf out;
    buf_init(&out, n + 1);
    struct json json;
    json_init(&json, &out);
    ot_write(&json, op);
    const bool same = !out.full && out.len == n && memcmp(out.data, bytes, n) == 0;
    buf_free(&out);
    return same;
}

/* A part for each byte: its type, its length, which letter; in no normal form. */
static struct ot_op parts_of(const char *bytes, size_t n)
{
    static const char *const words[] = { "a", "\xc3\xa9", "\xd8\xae\xd8\xb7", "\xf0\x9f\x98\x80", "\xcc\x81", "\n", "\xe2\x80\xa8", "" };
    struct ot_op op = { 0 };
    for (size_t i = 0; i < n; i++) {
        const uint8_t byte = (uint8_t)bytes[i];
        if (byte % 3 == OT_INSERT)
            ot_push(&op, OT_INSERT, 0, words[byte / 3 % 8]);
        else
            ot_push(&op, byte % 3 == OT_SKIP ? OT_SKIP : OT_DELETE, byte / 3, NULL);
    }
    return op;
}

/* The next line as a normal operation. */
static struct ot_op next_op(const char **at, const char *end)
{
    const char *line = *at;
    const char *line_end = line < end ? memchr(line, '\n', (size_t)(end - line)) : NULL;
    if (line_end == NULL)
        line_end = end;
    *at = line_end < end ? line_end + 1 : end;

    struct ot_op op;
    const size_t n = (size_t)(line_end - line);
    if (ot_read(&op, line, n)) {
        assert(is_written_as(&op, line, n));
        return op;
    }
    op = parts_of(line, n);
    const bool was_normal = ot_is_normal(&op);
    const enum code form = ot_form(&op);
    struct ot_op before = { 0 };
    ot_copy(&before, &op);
    ot_normalize(&op);
    assert(ot_is_normal(&op));
    assert(was_normal == ot_equal(&before, &op));
    assert(was_normal ? form == ot_form(&op) : form == CODE_BAD_ARGUMENT);
    assert(ot_growth(&before) == ot_growth(&op));
    ot_clear(&before);
    return op;
}

static void same_text(char *one, const char *other)
{
    assert(one != NULL && strcmp(one, other) == 0);
    mem_free(one);
}

/* Transforming, composing, inverting and comparing, where both fit the text. */
static void diamond(const char *text, const struct ot_op *a, const struct ot_op *b)
{
    char *after_a = ot_apply(text, a);
    char *after_b = ot_apply(text, b);
    const size_t length = utf8_length(text);
    assert((after_a != NULL) == (ot_length_needed(a) <= length));
    assert((after_b != NULL) == (ot_length_needed(b) <= length));
    if (after_a != NULL && after_b != NULL) {
        struct ot_op b_later = ot_transform(b, a, OT_RIGHT);
        struct ot_op a_later = ot_transform(a, b, OT_LEFT);
        char *both_text = ot_apply(after_a, &b_later);
        same_text(ot_apply(after_b, &a_later), both_text);
        struct ot_op both = ot_compose(a, &b_later);
        same_text(ot_apply(text, &both), both_text);
        struct ot_op back = ot_invert(&both, text);
        same_text(ot_apply(both_text, &back), text);
        struct ot_op difference = ot_diff(text, both_text);
        same_text(ot_apply(text, &difference), both_text);
        ot_clear(&difference);
        ot_clear(&back);
        ot_clear(&both);
        ot_clear(&a_later);
        ot_clear(&b_later);
        mem_free(both_text);
    }
    mem_free(after_b);
    mem_free(after_a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const char *at = (const char *)data, *end = at + n;
    struct ot_op writing = next_op(&at, end);
    struct ot_op a = next_op(&at, end);
    struct ot_op b = next_op(&at, end);
    char *text = ot_inserted(&writing);
    /* Lengths near the ceiling are for the reader: no text is as long. */
    if (ot_length_needed(&a) <= LIMIT_TEXT && ot_length_needed(&b) <= LIMIT_TEXT)
        diamond(text, &a, &b);
    mem_free(text);
    ot_clear(&b);
    ot_clear(&a);
    ot_clear(&writing);
    return 0;
}
