/*
 * plan_sheet: the actions of the plan as cells, one column a field, and cells as fields again.
 *
 * The sheet that is taken home (export) and the one that comes back (intake_plan) are held together here: what a cell says is written in
 * one place, so a cell that still says it was not touched. Texts are those of one language, or, where there is none in it, of the
 * language they were written in. Recommendations are told by their numbers, other things by their names.
 */
#ifndef PLENARY_APP_PLAN_SHEET_H
#define PLENARY_APP_PLAN_SHEET_H

#include "app/grid.h"
#include "base/json.h"
#include "core/outline.h"

#define PLAN_SHEET_KEY "key@"           /* heads the column of ids; behind it the change after which the sheet was made */

/* Columns that are there to be read: the server alone knows what they say. */
#define PLAN_SHEET_NUMBER "number"
#define PLAN_SHEET_STATE "state"

/* Columns of a plan that came as JSON, for its new rows: what happened to them before, and behind a field the source of its texts. */
#define PLAN_SHEET_BROUGHT "brought"
#define PLAN_SHEET_LOCKED "locked"
#define PLAN_SHEET_SOURCE "src"

struct plan_column {
    const char *name;                   /* of the field, and of its heading ("export.NAME") */
    uint8_t weight;                     /* of its width */
};

/* In the order of the sheet; ended by a name that is NULL. */
extern const struct plan_column plan_sheet_columns[];

/* "export.KEY" in the language, else the key. */
const char *plan_sheet_word(enum lang lang, const char *key);

/* The same for a word that says of an action how it stands: its state, its status. */
const char *plan_sheet_standing(enum lang lang, const char *key);

/* The room that cells are told of, and the numbers of its rows. */
struct plan_sheet {
    const struct room *room;
    const struct outline *outline;
};

/* Append what the cell of that field says; nothing for an empty one. */
void plan_sheet_cell(struct buf *out, const struct plan_sheet *sheet, const struct action *action, const struct field *field,
                     enum lang lang);

/*
 * Append what people see in a cell that came back: dates and percentages as such, without characters that no document keeps, and
 * in one line where the field has one. `lang`: of its column.
 */
void plan_sheet_said(struct buf *out, const struct field *field, const struct grid_cell *cell, enum lang lang);

/* What is called so in any language, the recommendation that has that number; 0: nothing. */
uint64_t plan_sheet_named(const struct room *room, enum kind kind, const char *name);

/* Whether two cells say the same, but for characters that no document keeps and for spaces at the end. NULL is empty. */
bool plan_sheet_same(const char *a, const char *b);

/* Append what cells that say the same have in common, byte by byte. At most as long as the text. */
void plan_sheet_gist(struct buf *out, const char *text);

/*
 * What a cell says (not a text: FIELD_ML) as the value of an argument. False: it is nothing that the field could hold, and the value
 * is empty; `sheet` has what it may name.
 */
bool plan_sheet_read(struct json *json, const struct plan_sheet *sheet, const struct field *field, const char *said);

#endif
