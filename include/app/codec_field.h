/*
 * codec_field: JSON values become the members that field rows describe.
 */
#ifndef PLENARY_APP_CODEC_FIELD_H
#define PLENARY_APP_CODEC_FIELD_H

#include "app/codec_tree.h"
#include "core/code.h"
#include "core/field.h"

/*
 * Read `value` into the empty member that `field` describes in `object`: its JSON type, then what the row allows
 * (core/field_check.h). null is empty; for FIELD_ML it removes every language. A plain string given for FIELD_ML is in
 * `lang`. References may be negative (see codec_resolve). CODE_BAD_ARGUMENT or CODE_TOO_LONG: the member may hold part of
 * it and is freed like any other.
 */
enum code codec_field(const struct field *field, void *object, const struct node *value, enum lang lang);

/* An id: 0, 1 to LIMIT_ID, or -1 to -(2^53 - 1) as a cast number. */
bool codec_id(const struct node *value, uint64_t *out);

#endif
