/* field_json: the value of a member as JSON, for the wire, for history and for exports. */
#ifndef PLENARY_CORE_FIELD_JSON_H
#define PLENARY_CORE_FIELD_JSON_H

#include "base/json.h"
#include "core/field.h"

/*
 * Write the value; the key was written before. Empty texts are "", empty references 0, FIELD_LANG without a language "".
 * FIELD_ML: {"en":TEXT,...,"src":"en","old":["fr"]}, where "old" lists outdated languages and is left out without any.
 */
void field_write(struct json *json, const struct field *field, const void *object);

/* Of a co-edited FIELD_ML that is not empty all but the words: {"src":"en","old":["fr"]}. */
void field_write_marks(struct json *json, const struct field *field, const void *object);

/* The same for what a command gives: of FIELD_ML the languages given ("" removes one), "src" where it was named. */
void field_write_given(struct json *json, const struct field *field, const void *object);

#endif
