/*
 * brackets: square brackets mark wording that is not agreed. The page reads them in the same way
 * (client/src/rules/brackets.ts); both are held to tests/vectors/brackets.json. Rules B1 and B2 of RULES.md.
 */
#ifndef PLENARY_CORE_BRACKETS_H
#define PLENARY_CORE_BRACKETS_H

#include <stddef.h>

/* How many open brackets a text has; NULL has none. */
size_t brackets_open(const char *text);

#endif
