/* ot: the form of operations on texts: what may be sent, and the canonical JSON that is written and read back. */
#include "core/ot.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "core/limits.h"

bool ot_is_normal(const struct ot_op *op)
{
    uint64_t length = 0;
    for (uint32_t i = 0; i < op->n; i++) {
        const struct ot_part *part = &op->v[i];
        assert((part->type == OT_INSERT) == (part->text != NULL));
        if (part->n == 0 || (i > 0 && part->type == op->v[i - 1].type))
            return false;
        length += part->n;
    }
    return length <= OT_LENGTH_MAX && (op->n == 0 || op->v[op->n - 1].type != OT_SKIP);
}

static uint32_t inserted_length(const struct ot_op *op)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < op->n; i++)
        if (op->v[i].type == OT_INSERT)
            n += op->v[i].n;
    return n;
}

enum code ot_form(const struct ot_op *op)
{
    if (op->n == 0 || !ot_is_normal(op))
        return CODE_BAD_ARGUMENT;
    if (ot_length_needed(op) > LIMIT_TEXT)
        return CODE_BAD_ARGUMENT;
    if (op->n > LIMIT_OP_PARTS || inserted_length(op) > LIMIT_OP_INSERT)
        return CODE_TOO_LONG;
    return CODE_OK;
}

char *ot_inserted(const struct ot_op *op)
{
    struct buf words;
    buf_init(&words, (size_t)5 * OT_LENGTH_MAX);
    bool elsewhere = false;
    for (uint32_t i = 0; i < op->n; i++) {
        if (op->v[i].type == OT_SKIP)
            elsewhere = words.len > 0;
        if (op->v[i].type != OT_INSERT)
            continue;
        if (elsewhere)
            buf_char(&words, '\n');
        elsewhere = false;
        buf_text(&words, op->v[i].text);
    }
    assert(!words.full);
    return buf_take(&words, NULL);
}

static void write_part(struct json *json, const struct ot_part *part)
{
    if (part->type == OT_SKIP) {
        json_uint(json, part->n);
    } else if (part->type == OT_INSERT) {
        json_text(json, part->text);
    } else {
        json_open_object(json);
        json_key(json, "d");
        json_uint(json, part->n);
        json_close_object(json);
    }
}

void ot_write(struct json *json, const struct ot_op *op)
{
    json_open_array(json);
    for (uint32_t i = 0; i < op->n; i++)
        write_part(json, &op->v[i]);
    json_close_array(json);
}

/* What is not yet read. Readers return false at the first byte that is out of place. */
struct input {
    const char *at;
    const char *end;
};

static bool read_bytes(struct input *in, const char *bytes)
{
    size_t n = strlen(bytes);
    if ((size_t)(in->end - in->at) < n || memcmp(in->at, bytes, n) != 0)
        return false;
    in->at += n;
    return true;
}

static bool read_count(struct input *in, uint32_t *n)
{
    const char *first = in->at;
    uint32_t value = 0;
    for (; in->at < in->end && *in->at >= '0' && *in->at <= '9'; in->at++) {
        value = value * 10 + (uint32_t)(*in->at - '0');
        if (value > OT_LENGTH_MAX)
            return false;
    }
    *n = value;
    return in->at > first;
}

static bool read_hex4(struct input *in, uint32_t *cp)
{
    if (in->end - in->at < 4)
        return false;
    *cp = 0;
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = memchr(digits, *in->at++, sizeof digits - 1);
        if (digit == NULL)
            return false;
        *cp = *cp * 16 + (uint32_t)(digit - digits);
    }
    return true;
}

/* What follows a backslash. Which escapes are the canonical ones is settled at the end, by writing it all again. */
static bool read_escape(struct input *in, struct buf *words)
{
    static const char names[] = "\"\\bfnrt";
    static const char meanings[] = "\"\\\b\f\n\r\t";
    if (in->at == in->end)
        return false;
    char c = *in->at++;
    const char *name = memchr(names, c, sizeof names - 1);
    if (name != NULL) {
        buf_char(words, meanings[name - names]);
        return true;
    }
    uint32_t cp;
    if (c != 'u' || !read_hex4(in, &cp) || cp == 0 || (cp >= 0xd800 && cp <= 0xdfff))
        return false;
    char bytes[4];
    buf_add(words, bytes, utf8_put(bytes, cp));
    return true;
}

static bool read_words(struct input *in, struct buf *words)
{
    while (in->at < in->end && *in->at != '"') {
        const char *run = in->at;
        while (in->at < in->end && *in->at != '"' && *in->at != '\\' && *in->at != '\0')
            in->at++;
        buf_add(words, run, (size_t)(in->at - run));
        if (in->at == in->end || *in->at == '\0')
            return false;
        if (*in->at == '\\') {
            in->at++;
            if (!read_escape(in, words))
                return false;
        }
    }
    return read_bytes(in, "\"");
}

static bool read_insert(struct input *in, struct ot_op *op)
{
    struct buf words;
    buf_init(&words, (size_t)(in->end - in->at));
    bool good = read_words(in, &words) && words.len > 0 && utf8_valid(words.data, words.len);
    if (good)
        ot_push(op, OT_INSERT, 0, words.data);
    buf_free(&words);
    return good;
}

static bool read_part(struct input *in, struct ot_op *op)
{
    if (read_bytes(in, "\""))
        return read_insert(in, op);
    bool deletes = read_bytes(in, "{\"d\":");
    uint32_t n;
    if (!read_count(in, &n))
        return false;
    ot_push(op, deletes ? OT_DELETE : OT_SKIP, n, NULL);
    return !deletes || read_bytes(in, "}");
}

static bool read_parts(struct input *in, struct ot_op *op)
{
    if (!read_bytes(in, "["))
        return false;
    while (!read_bytes(in, "]"))
        if ((op->n > 0 && !read_bytes(in, ",")) || !read_part(in, op))
            return false;
    return in->at == in->end;
}

/* Whether writing gives the same bytes: that settles escapes, leading zeros and spaces in one place. */
static bool is_written_so(const struct ot_op *op, const char *text, size_t n)
{
    struct buf out;
    buf_init(&out, n);
    struct json json;
    json_init(&json, &out);
    ot_write(&json, op);
    bool same = !out.full && out.len == n && memcmp(out.data, text, n) == 0;
    buf_free(&out);
    return same;
}

bool ot_read(struct ot_op *op, const char *text, size_t n)
{
    *op = (struct ot_op){ 0 };
    struct input in = { text, text + n };
    if (read_parts(&in, op) && ot_is_normal(op) && is_written_so(op, text, n))
        return true;
    ot_clear(op);
    return false;
}
