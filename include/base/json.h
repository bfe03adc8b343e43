/*
 * json: writing JSON text (RFC 8259) into a buf. Reading is app/codec's alone.
 *
 * Commas and colons are placed here; the caller opens, closes and names in the right order, which is asserted. Output is
 * compact, keys in the order written, strings escaped minimally (", \, control characters, and U+2028/2029), so equal
 * calls give equal bytes. Strings must be valid UTF-8 (asserted).
 */
#ifndef PLENARY_BASE_JSON_H
#define PLENARY_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum { JSON_DEPTH_MAX = 16 };

struct json {
    struct buf *out;        /* borrowed */
    unsigned depth;
    bool comma;             /* a value was written at this level */
    bool named;             /* a key waits for its value */
    uint32_t objects;       /* bit n: level n is an object */
};

void json_init(struct json *json, struct buf *out);
void json_open_object(struct json *json);
void json_close_object(struct json *json);
void json_open_array(struct json *json);
void json_close_array(struct json *json);
void json_key(struct json *json, const char *name);

void json_text(struct json *json, const char *text);                     /* NULL writes null */
void json_bytes(struct json *json, const char *text, size_t n);
void json_int(struct json *json, int64_t value);
void json_uint(struct json *json, uint64_t value);
void json_bool(struct json *json, bool value);
void json_null(struct json *json);
void json_raw(struct json *json, const char *text, size_t n);            /* one whole JSON value, already written */

#endif
