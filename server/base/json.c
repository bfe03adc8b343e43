/* json: writing JSON text (RFC 8259) into a buf. */
#include "base/json.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"

void json_init(struct json *json, struct buf *out)
{
    *json = (struct json){ .out = out };
}

static bool in_object(const struct json *json)
{
    return (json->objects >> json->depth & 1) != 0;
}

/* The comma before a key or an element. The value of a member follows its key without one. */
static void json_separate(struct json *json)
{
    if (json->comma)
        buf_char(json->out, ',');
    json->comma = true;
}

static void json_before_value(struct json *json)
{
    assert(json->named == in_object(json));
    assert(json->depth > 0 || !json->comma);
    if (json->named)
        json->named = false;
    else
        json_separate(json);
}

static void json_open(struct json *json, char bracket)
{
    assert(json->depth < JSON_DEPTH_MAX);
    json_before_value(json);
    buf_char(json->out, bracket);
    json->depth++;
    json->comma = false;
    if (bracket == '{')
        json->objects |= 1u << json->depth;
    else
        json->objects &= ~(1u << json->depth);
}

static void json_close(struct json *json, char bracket)
{
    assert(json->depth > 0);
    assert(!json->named);
    assert(in_object(json) == (bracket == '}'));
    buf_char(json->out, bracket);
    json->depth--;
    json->comma = true;
}

void json_open_object(struct json *json)
{
    json_open(json, '{');
}

void json_close_object(struct json *json)
{
    json_close(json, '}');
}

void json_open_array(struct json *json)
{
    json_open(json, '[');
}

void json_close_array(struct json *json)
{
    json_close(json, ']');
}

/* Bytes at p that make up U+2028 or U+2029, which end a line in JavaScript but not in JSON. */
static bool is_line_separator(const char *p, size_t n)
{
    return n >= 3 && p[0] == '\xe2' && p[1] == '\x80' && (p[2] == '\xa8' || p[2] == '\xa9');
}

/* Writes the escaped form of what stands at p; returns its length in the input, 0 when it needs none. */
static size_t json_escape(struct buf *out, const char *p, size_t n)
{
    static const char names[][2] = { { '"', '"' },  { '\\', '\\' }, { '\b', 'b' }, { '\f', 'f' },
                                     { '\n', 'n' }, { '\r', 'r' },  { '\t', 't' } };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (*p == names[i][0]) {
            const char escaped[2] = { '\\', names[i][1] };
            buf_add(out, escaped, sizeof escaped);
            return 1;
        }
    }
    if ((unsigned char)*p < 0x20) {
        buf_print(out, "\\u%04x", (unsigned)*p);
        return 1;
    }
    if (is_line_separator(p, n)) {
        buf_text(out, p[2] == '\xa8' ? "\\u2028" : "\\u2029");
        return 3;
    }
    return 0;
}

/* Most text needs no escape: runs between escapes are copied whole. */
static void json_quote(struct buf *out, const char *text, size_t n)
{
    assert(utf8_valid(text, n));
    buf_char(out, '"');
    size_t run = 0;
    for (size_t at = 0; at < n;) {
        unsigned char c = (unsigned char)text[at];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0xe2) {
            at++;
            continue;
        }
        buf_add(out, text + run, at - run);
        run = at;
        size_t escaped = json_escape(out, text + at, n - at);
        at += escaped > 0 ? escaped : 1;
        run += escaped;
    }
    buf_add(out, text + run, n - run);
    buf_char(out, '"');
}

void json_key(struct json *json, const char *name)
{
    assert(in_object(json));
    assert(!json->named);
    json_separate(json);
    json_quote(json->out, name, strlen(name));
    buf_char(json->out, ':');
    json->named = true;
}

void json_text(struct json *json, const char *text)
{
    if (text == NULL)
        json_null(json);
    else
        json_bytes(json, text, strlen(text));
}

void json_bytes(struct json *json, const char *text, size_t n)
{
    assert(text != NULL || n == 0);
    json_before_value(json);
    json_quote(json->out, text, n);
}

/* By hand: most of what a room writes are numbers, and printf takes ten times as long for one. */
static void json_digits(struct buf *out, uint64_t value, bool negative)
{
    char text[24];
    size_t at = sizeof text;
    do {
        text[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    if (negative)
        text[--at] = '-';
    buf_add(out, text + at, sizeof text - at);
}

void json_int(struct json *json, int64_t value)
{
    json_before_value(json);
    json_digits(json->out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, value < 0);
}

void json_uint(struct json *json, uint64_t value)
{
    json_before_value(json);
    json_digits(json->out, value, false);
}

void json_bool(struct json *json, bool value)
{
    json_before_value(json);
    buf_text(json->out, value ? "true" : "false");
}

void json_null(struct json *json)
{
    json_before_value(json);
    buf_text(json->out, "null");
}

void json_raw(struct json *json, const char *text, size_t n)
{
    assert(n > 0);
    json_before_value(json);
    buf_add(json->out, text, n);
}
