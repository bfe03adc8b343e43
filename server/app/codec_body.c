/* codec_body: the bodies of HTTP requests as a flat bag of members. See include/app/codec.h. */
#include <assert.h>

#include "app/codec.h"
#include "app/codec_tree.h"
#include "base/mem.h"
#include "core/limits.h"

struct body {
    struct node *root;
};

struct body *body_read(const char *text, size_t n, size_t bytes_max)
{
    if (n > bytes_max)
        return NULL;
    struct node *root = tree_read(text, n, LIMIT_IMPORT_NODES, NULL);
    if (root == NULL)
        return NULL;
    struct body *body = mem_zero(1, sizeof *body);
    body->root = root;
    return body;
}

void body_free(struct body *body)
{
    if (body == NULL)
        return;
    tree_free(body->root);
    mem_free(body);
}

const struct node *body_tree(const struct body *body)
{
    return body->root;
}

const char *body_text(const struct body *body, const char *key)
{
    return node_text(node_get(body->root, key));
}

bool body_number(const struct body *body, const char *key, uint64_t *out)
{
    int64_t number;
    if (!node_int(node_get(body->root, key), &number) || number < 0)
        return false;
    *out = (uint64_t)number;
    return true;
}

bool body_flag(const struct body *body, const char *key)
{
    bool flag = false;
    return node_bool(node_get(body->root, key), &flag) && flag;
}

static const struct node *body_list(const struct body *body, const char *key)
{
    const struct node *list = node_get(body->root, key);
    return list != NULL && node_type(list) == NODE_LIST ? list : NULL;
}

size_t body_count(const struct body *body, const char *key)
{
    return node_count(body_list(body, key));
}

const char *body_text_at(const struct body *body, const char *key, size_t index)
{
    return node_text(node_at(body_list(body, key), index));
}

char *body_object(const struct body *body, const char *key, size_t *n)
{
    const struct node *value = node_get(body->root, key);
    if (value == NULL || node_type(value) != NODE_OBJECT)
        return NULL;
    struct buf out;
    buf_init(&out, LIMIT_IMPORT);
    node_write(&out, value);
    if (out.full) {
        buf_free(&out);
        return NULL;
    }
    return buf_take(&out, n);
}
