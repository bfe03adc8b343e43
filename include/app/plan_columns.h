/*
 * plan_columns: what the columns of a plan that came back hold: by the hidden row of names that it was taken home with, else by the
 * headings of a table in one language.
 */
#ifndef PLENARY_APP_PLAN_COLUMNS_H
#define PLENARY_APP_PLAN_COLUMNS_H

#include "app/grid.h"
#include "app/sheet.h"
#include "core/kind.h"

struct plan_columns {
    const struct field *field[GRID_COLUMNS_MAX];    /* of KIND_ACTION; NULL: nothing that is taken */
    enum lang lang[GRID_COLUMNS_MAX];
    size_t key, number, state;      /* columns of ids, and those that are only read; GRID_COLUMNS_MAX: none */
    const struct field *source[GRID_COLUMNS_MAX];   /* whose text of a new row was written in the language that stands there */
    size_t brought, locked;         /* of what tells that a new row was brought to the plenary, and locked; GRID_COLUMNS_MAX: none */
    size_t type;                    /* of what a row is, in a table without ids; likewise */
    uint64_t seq;                   /* the change after which the sheet was made; 0: unknown */
    size_t head;                    /* row of the grid with the headings; content begins behind it */
};

/* The fields that have a column, for faults, which name a column by its field. Ended by a name that is NULL. */
extern const struct sheet_name plan_columns_names[];

/* `plain`: the language of headings that are the same in several. False: there are no columns that are known. */
bool plan_columns_find(struct plan_columns *map, const struct grid *grid, enum lang plain);

#endif
