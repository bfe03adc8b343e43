/*
 * codec_tree: a parsed JSON document to walk, so that nobody else needs the JSON library.
 *
 * The text is scanned before it is parsed: nesting (LIMIT_DEPTH), members of one object (LIMIT_KEYS) and values in all are
 * bounded, because the library takes up to 81 times the text in memory. Doubled keys, NUL and anything that is not one object
 * are refused. A node lives as long as its root.
 */
#ifndef PLENARY_APP_CODEC_TREE_H
#define PLENARY_APP_CODEC_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define NODE_INT_MAX 9007199254740991       /* 2^53 - 1: whole numbers up to here every JSON reader keeps exactly */

struct node;                /* a JSON value */

enum node_type { NODE_NULL, NODE_BOOL, NODE_INT, NODE_REAL, NODE_TEXT, NODE_LIST, NODE_OBJECT };

/* Why a text was not taken. */
struct tree_error {
    int line;               /* from 1; 0: no line in particular */
    char reason[100];
};

/* One object of at most `values_max` values. NULL: refused, and *error (may be NULL) says why. Free with tree_free. */
struct node *tree_read(const char *text, size_t n, size_t values_max, struct tree_error *error);
void tree_free(struct node *root);

/* S3: from now on whatever the parser held is overwritten when it is freed. Once, before other threads read. */
void tree_wipe_what_is_freed(void);

enum node_type node_type(const struct node *node);

/* The value itself; absent (node NULL) or of another type: NULL or false. Numbers lie within +-NODE_INT_MAX. */
const char *node_text(const struct node *node);
bool node_int(const struct node *node, int64_t *out);
bool node_bool(const struct node *node, bool *out);

/* Elements of a list or members of an object; 0 for everything else and for NULL. */
size_t node_count(const struct node *node);
const struct node *node_at(const struct node *list, size_t index);

/* The member named `key`; NULL when it is not there or `object` is no object. */
const struct node *node_get(const struct node *object, const char *key);

/* Walk the members in the order written: start with *at = NULL; false when there are no more. */
bool node_next(const struct node *object, void **at, const char **key, const struct node **value);

/* Append the value as compact JSON text. */
void node_write(struct buf *out, const struct node *node);

#endif
