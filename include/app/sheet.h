/*
 * sheet: a CSV whose first line names its columns, as people keep lists; and what is wrong in it, told by line and column.
 *
 * Columns stand in any order, under their own names or those that people use in three languages. Cells come without the spaces around
 * them; empty ones are NULL. Rows without a single cell are passed over.
 */
#ifndef PLENARY_APP_SHEET_H
#define PLENARY_APP_SHEET_H

#include "base/csv.h"
#include "base/json.h"

enum { SHEET_COLUMNS_MAX = 24, SHEET_ERRORS_MAX = 100, SHEET_VALUE_CHARS = 100 };

enum sheet_problem {
    SHEET_ENCODING, SHEET_QUOTES, SHEET_EMPTY, SHEET_COLUMN_UNKNOWN, SHEET_COLUMN_TWICE,
    SHEET_COLUMN_MISSING, SHEET_FIELDS, SHEET_MISSING, SHEET_TOO_LONG, SHEET_NOT_POSSIBLE, SHEET_UNKNOWN, SHEET_NUMBER,
    SHEET_DATE, SHEET_TIME, SHEET_LINK, SHEET_YES_NO, SHEET_TWICE, SHEET_FORBIDDEN, SHEET_LIMIT, SHEET_IN_USE,
    /* Of plans that come back from a spreadsheet. */
    SHEET_DUE, SHEET_FROZEN, SHEET_GONE, SHEET_KEY, SHEET_KEY_TWICE, SHEET_MERGED, SHEET_BROKEN, SHEET_NO_SHEET, SHEET_DAMAGED,
    SHEET_LARGE, SHEET_MANY, SHEET_READ_ONLY, SHEET_NOT_READ,
    SHEET_PROBLEM_N
};

/* A word and what else people write for it, parted by '|'. Lists end with name NULL. */
struct sheet_name {
    const char *name, *others;
};

struct sheet_error {
    size_t line;                                    /* 0: all of the file */
    const char *column;                             /* NULL: the row */
    enum sheet_problem problem;
    char value[SHEET_VALUE_CHARS * 4 + 1];
};

struct sheet {
    struct csv csv;
    struct csv_record record;
    const struct sheet_name *columns;
    int place[SHEET_COLUMNS_MAX];                   /* of each column among the fields; -1: it is not there */
    size_t width;                                   /* columns of the first line */
    size_t line;                                    /* of the row, or where reading stopped */
    struct sheet_error *errors;                     /* SHEET_ERRORS_MAX places */
    size_t n_errors;
    struct sheet_error *notes;                      /* likewise, of what is passed over; NULL until there is one */
    size_t n_notes;
};

/* Read the first line. The text is borrowed. False: there is nothing to read on, the errors say why. */
bool sheet_open(struct sheet *sheet, const char *text, size_t n, const struct sheet_name *columns);
void sheet_close(struct sheet *sheet);

/* The next row; false: there is none, or reading stopped with an error. Cells are borrowed until the next one. */
bool sheet_next(struct sheet *sheet);
const char *sheet_cell(const struct sheet *sheet, size_t column);

/* Whether there is such a column. */
bool sheet_has(const struct sheet *sheet, size_t column);

/* Note what is wrong in this row; `column` and `value` may be NULL. Those beyond SHEET_ERRORS_MAX are not kept. */
void sheet_fault(struct sheet *sheet, const char *column, enum sheet_problem problem, const char *value);

/* Note what was passed over; it keeps nothing from being done. Those beyond SHEET_ERRORS_MAX are not kept. */
void sheet_set_value(struct sheet_error *error, const char *value);    /* its beginning, in whole characters */
void sheet_note(struct sheet *sheet, const char *column, enum sheet_problem problem, const char *value);
void sheet_write_notes(const struct sheet *sheet, struct json *json);

/* "errors":[...], as P43 says. */
void sheet_write_errors(const struct sheet *sheet, struct json *json);

/* The name that a cell means, in any case, with spaces or hyphens for underscores; NULL: none of them. */
const char *sheet_meant(const struct sheet_name *names, const char *cell);

/* Yes or no; false: it is neither. */
bool sheet_yes_no(const char *cell, bool *out);

/* Whether two texts are the same but for the case of Latin letters. */
bool sheet_same(const char *a, const char *b);

#endif
