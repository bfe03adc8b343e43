/* grid: rows and cells, CSV, and days of sheets. See include/app/grid.h. */
#include "app/grid.h"

#include <assert.h>
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
    mem_free(grid->merges);
    *grid = (struct grid){ 0 };
}

struct grid_row *grid_add_row(struct grid *grid, size_t line)
{
    assert(grid->n < GRID_ROWS_MAX);
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

static void take_record(struct grid *grid, const struct csv_record *record)
{
    struct grid_row *row = grid_add_row(grid, record->line);
    for (size_t c = 0; c < record->n && c < GRID_COLUMNS_MAX; c++)
        if (record->field[c][0] != '\0')
            row->cell[c].text = mem_copy_text(plain_of(record->field[c]));
}

enum grid_fault grid_read_csv(struct grid *grid, const char *text, size_t n)
{
    struct csv csv;
    struct csv_record record;
    enum csv_result result = CSV_END;
    *grid = (struct grid){ 0 };
    if (!csv_open(&csv, text, n)) {
        csv_close(&csv);
        return GRID_ENCODING;
    }
    while ((result = csv_next(&csv, &record)) == CSV_RECORD && grid->n < GRID_ROWS_MAX)
        take_record(grid, &record);
    csv_close(&csv);
    grid->line = result == CSV_END ? 0 : record.line;
    return result == CSV_END      ? GRID_FINE
           : result == CSV_RECORD ? GRID_MANY
           : result == CSV_QUOTES ? GRID_QUOTES
                                  : GRID_FIELDS;
}

bool grid_date(char out[11], const char *number)
{
    enum { FIRST = 61, LAST = 2958465, EPOCH = 25569 }; /* 1 March 1900, 31 December 9999, 1 January 1970 */
    char *end;
    const double serial = strtod(number, &end);
    if (*end != '\0' || !(serial >= FIRST && serial <= LAST))
        return false;
    return due_date_of(out, (int64_t)serial - EPOCH);
}

bool grid_number(char out[GRID_NUMBER], const struct grid_cell *cell)
{
    char *end;
    const double value = strtod(cell->text, &end);
    const bool percent = cell->look == GRID_PERCENT;
    if (*end != '\0' || end == cell->text || !(value > -1e15 && value < 1e15))
        return false;
    snprintf(out, GRID_NUMBER, "%.*g%s", percent ? 13 : 15, percent ? value * 100 : value, percent ? "%" : "");
    return true;
}
