/*
 * plan_titles: which row of a plan is called so. A list that comes back without ids is matched by its titles; looked up here, they need no
 * walk through the plan for each row of the list.
 *
 * Titles are the same where plan_sheet_same says so. Owned by the reader of one list, which borrows it the rows.
 */
#ifndef PLENARY_APP_PLAN_TITLES_H
#define PLENARY_APP_PLAN_TITLES_H

#include "base/map.h"
#include "core/kind.h"

struct plan_titles {
    struct keymap first;            /* the first of those that are called so, by language and hash of the title */
    struct plan_title *entries;
    size_t n, cap;
};

/* At most `cap` titles. */
void plan_titles_init(struct plan_titles *titles, size_t cap);
void plan_titles_free(struct plan_titles *titles);

/*
 * The row that stands at `place` is called so in that language; NULL is the empty title. Rows are told from the last to the first, so that
 * the first is found.
 */
void plan_titles_add(struct plan_titles *titles, enum lang lang, const char *title, const struct action *row, size_t place);

/*
 * The first row that is called so in that language and not in `taken` (by id); NULL: none. `place`, unless NULL, is where it stands. A row
 * that was taken once is taken for good.
 */
const struct action *plan_titles_find(struct plan_titles *titles, enum lang lang, const char *title,
                                      const struct map *taken, size_t *place);

#endif
