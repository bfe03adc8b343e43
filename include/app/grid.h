/*
 * grid: a sheet of cells as texts, whether it came as XLSX (ECMA-376) or as CSV.
 *
 * Of an XLSX file only what cells say is read: shared and inline strings, numbers, the last value of a formula. Styles, macros and
 * links are passed over; a document type is refused, so that nothing expands. Limits: GRID_*.
 */
#ifndef PLENARY_APP_GRID_H
#define PLENARY_APP_GRID_H

#include <stdbool.h>
#include <stddef.h>

enum {
    GRID_FILE_MAX = 5 << 20,            /* bytes of an XLSX file, */
    GRID_PLAIN_MAX = 50 << 20,          /* and of what is packed in it */
    GRID_ROWS_MAX = 20000,
    GRID_COLUMNS_MAX = 64,              /* further ones are passed over */
    GRID_MESSAGE = 160
};

struct grid_cell {
    char *text;                         /* owned; NULL: empty */
    bool number;                        /* it is one, which may also be a day counted from 1900 */
};

struct grid_row {
    size_t line;                        /* as people count it, from 1 */
    struct grid_cell cell[GRID_COLUMNS_MAX];
};

struct grid {
    struct grid_row *rows;
    size_t n, cap;
};

/* The sheet that has a row whose first cell begins with `mark`, else the first one. False with a message. Free in any case. */
bool grid_read_xlsx(struct grid *grid, const void *bytes, size_t n, const char *mark, char message[GRID_MESSAGE]);
bool grid_read_csv(struct grid *grid, const char *text, size_t n, char message[GRID_MESSAGE]);
void grid_free(struct grid *grid);

/* A row more, which stands in that line. */
struct grid_row *grid_add_row(struct grid *grid, size_t line);

/* YYYY-MM-DD of a day as sheets count them: 1 is 1 January 1900, and 29 February 1900 is among them. False: no such day. */
bool grid_date(char out[11], const char *number);

#endif
