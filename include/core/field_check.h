/*
 * field_check: whether the value of a member is one its row allows. Commands are checked with it, and the invariants of
 * a room. References are only looked at as far as no room is needed.
 */
#ifndef PLENARY_CORE_FIELD_CHECK_H
#define PLENARY_CORE_FIELD_CHECK_H

#include "core/code.h"
#include "core/field.h"

/* CODE_OK, CODE_BAD_ARGUMENT (form, range, doubles) or CODE_TOO_LONG. Empty values are fine. */
enum code field_check(const struct field *field, const void *object);

/* Whether the field takes these characters, however many they are: no controls, and no line ends where it is one line. */
bool field_characters_ok(const struct field *field, const char *text);

/* Make it one line: what ends or divides lines becomes spaces, in place. */
void field_one_line(char *text);

/* Whether a text says nothing: none, or only white space. */
bool field_text_blank(const char *text);

#endif
