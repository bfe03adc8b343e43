/* grid: rows and cells, CSV, and days of sheets. See include/app/grid.h. */
#include "app/grid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/mem.h"
#include "core/due.h"

void grid_free(struct grid *grid)
{
    for (size_t i = 0; i < grid->n; i++)
        for (size_t c = 0; c < GRID_COLUMNS_MAX; c++)
            mem_free(grid->rows[i].cell[c].text);
    mem_free(grid->rows);
    *grid = (struct grid){ 0 };
}

struct grid_row *grid_add_row(struct grid *grid, size_t line)
{
    if (grid->n == grid->cap) {
        grid->cap = grid->cap == 0 ? 64 : grid->cap * 2;
        grid->rows = mem_grow(grid->rows, grid->cap, sizeof *grid->rows);
    }
    struct grid_row *row = &grid->rows[grid->n++];
    *row = (struct grid_row){ .line = line };
    return row;
}

/* A spreadsheet program was kept from taking it for a formula by an apostrophe (export_csv), which is no part of it. */
static const char *plain_of(const char *text)
{
    const bool kept = text[0] == '\'' && text[1] != '\0' && strchr("=+-@\t\r", text[1]) != NULL;
    return kept ? text + 1 : text;
}

bool grid_read_csv(struct grid *grid, const char *text, size_t n, char message[GRID_MESSAGE])
{
    struct csv csv;
    struct csv_record record;
    enum csv_result result = CSV_END;
    *grid = (struct grid){ 0 };
    if (!csv_open(&csv, text, n)) {
        snprintf(message, GRID_MESSAGE, "it is not UTF-8 text");
        csv_close(&csv);
        return false;
    }
    while (grid->n < GRID_ROWS_MAX && (result = csv_next(&csv, &record)) == CSV_RECORD) {
        struct grid_row *row = grid_add_row(grid, record.line);
        for (size_t c = 0; c < record.n && c < GRID_COLUMNS_MAX; c++)
            if (record.field[c][0] != '\0')
                row->cell[c].text = mem_copy_text(plain_of(record.field[c]));
    }
    csv_close(&csv);
    if (result == CSV_END)
        return true;
    snprintf(message, GRID_MESSAGE,
             result == CSV_RECORD ? "it has too many rows" : "line %zu: the quotes or fields are wrong", record.line);
    return false;
}

bool grid_date(char out[11], const char *number)
{
    enum { FIRST = 61, LAST = 2958465, EPOCH = 25569 }; /* 1 March 1900, 31 December 9999, 1 January 1970 */
    char *end;
    const double serial = strtod(number, &end);
    if (*end != '\0' || !(serial >= FIRST && serial <= LAST))
        return false;
    due_date_of(out, (int64_t)serial - EPOCH);
    return true;
}
