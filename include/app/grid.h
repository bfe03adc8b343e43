/*
 * grid: a sheet of cells as texts, whether it came as XLSX (ECMA-376) or as CSV.
 *
 * Of an XLSX file only what cells say is read: shared and inline strings, numbers and how they are shown, the last value of a
 * formula, and which cells are merged. Macros, links and looks are passed over; a document type is refused, so that nothing expands.
 * Limits: GRID_*.
 */
#ifndef PLENARY_APP_GRID_H
#define PLENARY_APP_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    GRID_FILE_MAX = 5 << 20,            /* bytes of an XLSX file, */
    GRID_PLAIN_MAX = 50 << 20,          /* and of what is packed in it, or said by its cells */
    GRID_ROWS_MAX = 20000,              /* that say something */
    GRID_COLUMNS_MAX = 64,              /* further ones are passed over */
    GRID_MERGES_MAX = 1000,
    GRID_NUMBER = 40                    /* bytes of a number as people see it */
};

enum grid_look {
    GRID_WORDS,
    GRID_PLAIN,                         /* a number, which may also be a day counted from 1900 */
    GRID_PERCENT,                       /* a number shown as hundred times as much: 0.5 is 50 % */
    GRID_DAY,                           /* a number shown as a date */
    GRID_BROKEN                         /* an error of the spreadsheet, or a formula that was never worked out */
};

struct grid_cell {
    char *text;                         /* owned; NULL: empty */
    uint8_t look;                       /* enum grid_look */
};

struct grid_row {
    size_t line;                        /* as people count it, from 1 */
    struct grid_cell cell[GRID_COLUMNS_MAX];
};

/* Cells that are shown as one: only the first says anything. Lines from 1, columns from 0, both ends included. */
struct grid_merge {
    size_t line, line_last, column, column_last;
};

struct grid {
    struct grid_row *rows;
    size_t n, cap;
    struct grid_merge *merges;
    size_t n_merges, merges_cap;
    size_t line;                        /* where reading stopped; 0: not at a line */
};

enum grid_fault {
    GRID_FINE,
    GRID_ENCODING, GRID_QUOTES, GRID_FIELDS,    /* CSV */
    GRID_NO_SHEET,                      /* not a spreadsheet at all */
    GRID_DAMAGED,
    GRID_LARGE,                         /* the file, or what is packed in it */
    GRID_MANY                           /* rows, texts or merged cells */
};

/* The sheet that has a row whose first cell begins with `mark`, else the first one. Free in any case. */
enum grid_fault grid_read_xlsx(struct grid *grid, const void *bytes, size_t n, const char *mark);
enum grid_fault grid_read_csv(struct grid *grid, const char *text, size_t n);
void grid_free(struct grid *grid);

/* A row more, which stands in that line. */
struct grid_row *grid_add_row(struct grid *grid, size_t line);

/* YYYY-MM-DD of a day as sheets count them: 1 is 1 January 1900, and 29 February 1900 is among them. False: no such day. */
bool grid_date(char out[11], const char *number);

/* A number as people see it, with no more digits than are certain; a percentage with its sign. False: it is no number. */
bool grid_number(char out[GRID_NUMBER], const struct grid_cell *cell);

#endif
