/*
 * plan_sheet: the actions of the plan as cells, one column a field, and cells as fields again.
 *
 * The sheet that is taken home (export) and the one that comes back (intake_plan) are held together here: what a cell says is written in
 * one place, so a cell that still says it was not touched. Texts are those of one language, or, where there is none in it, of the
 * language they were written in.
 */
#ifndef PLENARY_APP_PLAN_SHEET_H
#define PLENARY_APP_PLAN_SHEET_H

#include "base/json.h"
#include "core/room.h"

#define PLAN_SHEET_KEY "key@"           /* heads the column of ids; behind it the change after which the sheet was made */

struct plan_column {
    const char *name;                   /* of the field, and of its heading ("export.NAME") */
    uint8_t weight;                     /* of its width */
};

/* In the order of the sheet; ended by a name that is NULL. */
extern const struct plan_column plan_sheet_columns[];

/* "export.KEY" in the language, else the key. */
const char *plan_sheet_word(enum lang lang, const char *key);

/* Append what the cell of that field says; nothing for an empty one. */
void plan_sheet_cell(struct buf *out, const struct room *room, const struct action *action, const struct field *field,
                     enum lang lang);

/* What is called so in any language, the recommendation that has that number; 0: nothing. */
uint64_t plan_sheet_named(const struct room *room, enum kind kind, const char *name);

/* Whether two cells say the same, but for characters that no document keeps and for spaces at the end. NULL is empty. */
bool plan_sheet_same(const char *a, const char *b);

/* The cell as the value of an argument. False: it says nothing that the field could hold; `room` has what it may name. */
bool plan_sheet_read(struct json *json, const struct room *room, const struct field *field, enum lang lang, const char *cell,
                     bool number);

#endif
