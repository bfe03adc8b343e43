/* codec_tree: bounded reading of JSON by jansson, and walking the result. */
#include "app/codec_tree.h"

#include <assert.h>
#include <jansson.h>
#include <stdio.h>

#include "base/mem.h"
#include "core/limits.h"

/* What the scan keeps: one counter per open bracket, so its memory is as bounded as the depth. */
struct scan {
    size_t members[LIMIT_DEPTH];
    size_t depth;
    size_t values;
};

static const char *scan_open(struct scan *scan)
{
    if (scan->depth == LIMIT_DEPTH)
        return "nested too deep";
    scan->members[scan->depth++] = 0;
    scan->values++;
    return NULL;
}

static const char *scan_member(struct scan *scan)
{
    if (scan->depth == 0)
        return NULL;
    if (++scan->members[scan->depth - 1] > LIMIT_KEYS)
        return "too many members in one object";
    return NULL;
}

static const char *scan_byte(struct scan *scan, char c)
{
    switch (c) {
    case '{':
    case '[':
        return scan_open(scan);
    case '}':
    case ']':
        if (scan->depth == 0)
            return "a bracket closes nothing";
        scan->depth--;
        return NULL;
    case ':':
        return scan_member(scan);
    case ',':
        scan->values++;
        return NULL;
    default:
        return NULL;
    }
}

/* Counts brackets, colons and commas outside strings. Whether they stand where they may is the parser's business. */
static const char *scan_text(const char *text, size_t n, size_t values_max, int *line)
{
    struct scan scan = { .values = 1 };
    bool in_string = false;
    *line = 1;
    for (size_t i = 0; i < n; i++) {
        const char c = text[i];
        if (c == '\n')
            ++*line;
        if (in_string && c == '\\') {
            i++;
        } else if (c == '"') {
            in_string = !in_string;
        } else if (!in_string) {
            const char *reason = scan_byte(&scan, c);
            if (reason != NULL)
                return reason;
            if (scan.values > values_max)
                return "too many values";
        }
    }
    return NULL;
}

static void *take_memory(size_t n)
{
    return mem_grow(NULL, n, 1);
}

static void tree_refuse(struct tree_error *error, int line, const char *reason)
{
    if (error == NULL)
        return;
    error->line = line;
    snprintf(error->reason, sizeof error->reason, "%s", reason);
}

void tree_wipe_what_is_freed(void)
{
    json_set_alloc_funcs(take_memory, mem_free_wiped);
}

struct node *tree_read(const char *text, size_t n, size_t values_max, struct tree_error *error)
{
    int line = 0;
    const char *reason = scan_text(text, n, values_max, &line);
    if (reason != NULL) {
        tree_refuse(error, line, reason);
        return NULL;
    }
    json_error_t parse_error;
    json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES, &parse_error);
    if (root == NULL) {
        tree_refuse(error, parse_error.line > 0 ? parse_error.line : 0, "not JSON");
        return NULL;
    }
    if (!json_is_object(root)) {
        json_decref(root);
        tree_refuse(error, 1, "not one object");
        return NULL;
    }
    return (struct node *)root;
}

void tree_free(struct node *root)
{
    json_decref((json_t *)root);
}

static const json_t *as_json(const struct node *node)
{
    return (const json_t *)node;
}

enum node_type node_type(const struct node *node)
{
    assert(node != NULL);
    static const enum node_type types[] = {
        [JSON_OBJECT] = NODE_OBJECT, [JSON_ARRAY] = NODE_LIST, [JSON_STRING] = NODE_TEXT, [JSON_INTEGER] = NODE_INT,
        [JSON_REAL] = NODE_REAL,     [JSON_TRUE] = NODE_BOOL,  [JSON_FALSE] = NODE_BOOL,  [JSON_NULL] = NODE_NULL
    };
    return types[json_typeof(as_json(node))];
}

const char *node_text(const struct node *node)
{
    return json_string_value(as_json(node));
}

bool node_int(const struct node *node, int64_t *out)
{
    const json_int_t number = json_integer_value(as_json(node));
    if (!json_is_integer(as_json(node)) || number > NODE_INT_MAX || number < -NODE_INT_MAX)
        return false;
    *out = number;
    return true;
}

bool node_bool(const struct node *node, bool *out)
{
    if (!json_is_boolean(as_json(node)))
        return false;
    *out = json_is_true(as_json(node));
    return true;
}

size_t node_count(const struct node *node)
{
    if (json_is_object(as_json(node)))
        return json_object_size(as_json(node));
    return json_array_size(as_json(node));
}

const struct node *node_at(const struct node *list, size_t index)
{
    return (const struct node *)json_array_get(as_json(list), index);
}

const struct node *node_get(const struct node *object, const char *key)
{
    return (const struct node *)json_object_get(as_json(object), key);
}

/* jansson asks for a writable object to iterate over, although it does not change it. */
static json_t *as_iterable(const struct node *node)
{
    union {
        const struct node *from;
        json_t *to;
    } cast = { .from = node };
    return cast.to;
}

bool node_next(const struct node *object, void **at, const char **key, const struct node **value)
{
    if (!json_is_object(as_json(object)))
        return false;
    json_t *json = as_iterable(object);
    *at = *at == NULL ? json_object_iter(json) : json_object_iter_next(json, *at);
    if (*at == NULL)
        return false;
    *key = json_object_iter_key(*at);
    *value = (const struct node *)json_object_iter_value(*at);
    return true;
}

static int write_piece(const char *bytes, size_t n, void *out)
{
    buf_add(out, bytes, n);
    return 0;
}

void node_write(struct buf *out, const struct node *node)
{
    int failed = json_dump_callback(as_json(node), write_piece, out, JSON_COMPACT | JSON_ENCODE_ANY);
    assert(failed == 0);
}
