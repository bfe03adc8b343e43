/*
 * outline: the rows of the plan in its order, with the numbers people quote. Rule R8 of RULES.md; the page numbers them in
 * the same way (client/src/ctrl/plan_lists.ts).
 */
#ifndef PLENARY_CORE_OUTLINE_H
#define PLENARY_CORE_OUTLINE_H

#include "core/room.h"

enum { OUTLINE_NUMBER = 48 };

struct outline_row {
    const struct entity *row;
    char number[OUTLINE_NUMBER];    /* "1.2", "R3", "2.1", "(b)"; "" while the row is with its group */
};

struct outline {
    struct outline_row *v;
    size_t n;
    struct map places;              /* id -> index + 1 */
};

/* Actions by theme, those without a theme last; recommendations; framework texts, each followed by its paragraphs. */
void outline_make(struct outline *outline, const struct room *room);
void outline_free(struct outline *outline);

/* The number of a row; "" when it has none. Borrowed. */
const char *outline_number(const struct outline *outline, uint64_t row);

#endif
