/*
 * grid_xlsx: cells of a spreadsheet file, by expat: what they refer to first, then each sheet until the one that is looked for. What
 * an element says is gathered only where a cell is open, and within the ceiling of what was packed. Lines in which nothing is said
 * are passed over: programs write a million of them when a whole column is given a look.
 */
#include "app/grid_xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { LINES_MAX = 1048576 };

/* "B3": the column from 0, and *line where it is wanted; where it is not told, the next column. */
static size_t place_of(const char *place, size_t next, size_t *line)
{
    size_t column = 0;
    if (place == NULL)
        return next;
    for (; *place >= 'A' && *place <= 'Z' && column < 1000000; place++)
        column = column * 26 + (size_t)(*place - 'A') + 1;
    if (line != NULL)
        *line = strtoul(place, NULL, 10);
    return column == 0 ? next : column - 1;
}

static void begin_row(struct xlsx_reading *reading, const char *number)
{
    const unsigned long line = number == NULL ? reading->line + 1 : strtoul(number, NULL, 10);
    if (line <= reading->line || line > LINES_MAX) {
        xlsx_fail(reading, GRID_DAMAGED);
        return;
    }
    reading->line = line;
    reading->row = NULL;
    reading->column = SIZE_MAX;
}

static void begin_cell(struct xlsx_reading *reading, const XML_Char **attributes)
{
    const char *type = xlsx_attribute(attributes, "t"), *style = xlsx_attribute(attributes, "s");
    reading->column = place_of(xlsx_attribute(attributes, "r"), reading->column + 1, NULL);
    reading->style = style == NULL ? 0 : strtoul(style, NULL, 10);
    snprintf(reading->type, sizeof reading->type, "%s", type == NULL ? "n" : type);
    buf_reset(&reading->text);
    buf_reset(&reading->formula);
}

/* "A3:B5" */
static void take_merge(struct xlsx_reading *reading, const char *range)
{
    struct grid *grid = reading->grid;
    struct grid_merge merge = { 0 };
    const char *last = range == NULL ? NULL : strchr(range, ':');
    if (last == NULL)
        return;
    merge.column = place_of(range, 0, &merge.line);
    merge.column_last = place_of(last + 1, 0, &merge.line_last);
    if (grid->n_merges == GRID_MERGES_MAX) {
        xlsx_fail(reading, GRID_MANY);
        return;
    }
    if (grid->n_merges == grid->merges_cap) {
        grid->merges_cap = grid->merges_cap == 0 ? 16 : grid->merges_cap * 2;
        grid->merges = mem_grow(grid->merges, grid->merges_cap, sizeof *grid->merges);
    }
    grid->merges[grid->n_merges++] = merge;
}

static void cell_begin(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct xlsx_reading *reading = data;
    const char *local = xlsx_local(name);
    if (strcmp(local, "row") == 0)
        begin_row(reading, xlsx_attribute(attributes, "r"));
    else if (strcmp(local, "c") == 0)
        begin_cell(reading, attributes);
    else if (strcmp(local, "mergeCell") == 0)
        take_merge(reading, xlsx_attribute(attributes, "ref"));
    else if (strcmp(local, "rPh") == 0)
        reading->silent++;
    const bool says = strcmp(local, "v") == 0 || strcmp(local, "t") == 0;
    reading->gathers = says ? &reading->text : strcmp(local, "f") == 0 ? &reading->formula : NULL;
}

/* The cell that is open, in its row; NULL: it is one too many, or outside of what is read. */
static struct grid_cell *open_cell(struct xlsx_reading *reading)
{
    if (reading->line == 0 || reading->column >= GRID_COLUMNS_MAX)
        return NULL;
    if (reading->row == NULL && reading->grid->n == GRID_ROWS_MAX) {
        xlsx_fail(reading, GRID_MANY);
        return NULL;
    }
    if (reading->row == NULL)
        reading->row = grid_add_row(reading->grid, reading->line);
    return &reading->row->cell[reading->column];
}

static enum grid_look look_of(const struct xlsx_reading *reading)
{
    if (strcmp(reading->type, "e") == 0)
        return GRID_BROKEN;
    if (strcmp(reading->type, "n") != 0)
        return GRID_WORDS;
    return reading->style < reading->n_looks ? (enum grid_look)reading->looks[reading->style] : GRID_PLAIN;
}

/* A formula without a value was never worked out: its cell is not empty, it only looks so to us. */
static void take_broken(struct xlsx_reading *reading)
{
    struct grid_cell *cell = open_cell(reading);
    if (cell == NULL)
        return;
    mem_free(cell->text);
    cell->text = xlsx_unescaped(&reading->formula);
    cell->look = GRID_BROKEN;
}

static void say(struct grid_cell *cell, const char *text)
{
    mem_free(cell->text);
    cell->text = mem_copy_text(text);
}

/* As people see it: yes and no as words, a day as it is counted from 1900, and one that is written out without its hour. */
static void put_right(const struct xlsx_reading *reading, struct grid_cell *cell)
{
    enum { DAYS_TO_1904 = 1462 };
    char *end, day[32];
    const double serial = strtod(cell->text, &end);
    if (strcmp(reading->type, "b") == 0)
        say(cell, strcmp(cell->text, "0") == 0 ? "FALSE" : "TRUE");
    if (strcmp(reading->type, "d") == 0 && strlen(cell->text) > 10 && cell->text[10] == 'T')
        cell->text[10] = '\0';
    if (!reading->days_of_1904 || cell->look != GRID_DAY || end == cell->text || *end != '\0')
        return;
    snprintf(day, sizeof day, "%.15g", serial + DAYS_TO_1904);
    say(cell, day);
}

static void take_cell(struct xlsx_reading *reading)
{
    const char *value = reading->text.data == NULL ? "" : reading->text.data;
    const bool shared = strcmp(reading->type, "s") == 0;
    const size_t index = shared ? (size_t)strtoul(value, NULL, 10) : 0;
    if (reading->text.full || reading->formula.full || (shared && index >= reading->n_strings && value[0] != '\0')) {
        xlsx_fail(reading, reading->text.full || reading->formula.full ? GRID_LARGE : GRID_DAMAGED);
        return;
    }
    if (value[0] == '\0') {
        if (reading->formula.len > 0 && strcmp(reading->type, "str") != 0)
            take_broken(reading);
        return;
    }
    reading->said += shared ? strlen(reading->strings[index]) : reading->text.len;
    if (reading->said > GRID_PLAIN_MAX) {
        xlsx_fail(reading, GRID_LARGE);
        return;
    }
    char *text = shared ? mem_copy_text(reading->strings[index]) : xlsx_unescaped(&reading->text);
    struct grid_cell *cell = text[0] == '\0' ? NULL : open_cell(reading);
    if (cell == NULL) {
        mem_free(text);
        return;
    }
    mem_free(cell->text);
    cell->text = text;
    cell->look = (uint8_t)look_of(reading);
    put_right(reading, cell);
}

static void cell_end(void *data, const XML_Char *name)
{
    struct xlsx_reading *reading = data;
    const char *local = xlsx_local(name);
    reading->gathers = NULL;
    if (strcmp(local, "rPh") == 0 && reading->silent > 0)
        reading->silent--;
    if (strcmp(local, "c") == 0)
        take_cell(reading);
}

static bool is_marked(const struct grid *grid, const char *mark)
{
    for (size_t i = 0; i < grid->n; i++)
        if (grid->rows[i].cell[0].text != NULL && strncmp(grid->rows[i].cell[0].text, mark, strlen(mark)) == 0)
            return true;
    return false;
}

static bool is_sheet(const char *name)
{
    static const char head[] = "xl/worksheets/sheet", tail[] = ".xml";
    const size_t n = strlen(name);
    return n > sizeof head + sizeof tail - 2 && strncmp(name, head, sizeof head - 1) == 0 &&
           strcmp(name + n - (sizeof tail - 1), tail) == 0;
}

/* The sheet with the mark; without one, the first that was read. */
static bool read_sheets(struct xlsx_reading *reading, const struct unzip *zip, const char *mark)
{
    struct grid *grid = reading->grid, first = { 0 };
    bool any = false, marked = false;
    for (size_t i = 0; i < zip->n && !marked && reading->fault == GRID_FINE; i++) {
        if (!is_sheet(zip->v[i].name))
            continue;
        *grid = (struct grid){ 0 };
        reading->row = NULL;
        reading->line = 0;
        reading->said = 0;
        (void)xlsx_parse(reading, &zip->v[i], cell_begin, cell_end);
        marked = is_marked(grid, mark);
        if (marked)
            break;
        if (!any)
            first = *grid;
        else
            grid_free(grid);
        any = true;
    }
    if (marked)
        grid_free(&first);
    else
        *grid = first;
    if (!any && !marked && reading->fault == GRID_FINE)
        reading->fault = GRID_NO_SHEET;
    return reading->fault == GRID_FINE;
}

/* A spreadsheet has a book; another archive, or a document of another program, has none. */
static void read_archive(struct xlsx_reading *reading, const void *bytes, size_t n, const char *mark)
{
    struct unzip zip;
    char message[UNZIP_MESSAGE] = "";
    static const char begin[] = "PK";
    if (n < sizeof begin - 1 || memcmp(bytes, begin, sizeof begin - 1) != 0)
        reading->fault = GRID_NO_SHEET;
    else if (n > GRID_FILE_MAX)
        reading->fault = GRID_LARGE;
    if (reading->fault != GRID_FINE)
        return;
    if (!unzip_open(&zip, bytes, n, GRID_PLAIN_MAX, message))
        reading->fault = zip.too_large ? GRID_LARGE : GRID_DAMAGED;
    else
        (void)(xlsx_read_strings(reading, &zip) && xlsx_read_looks(reading, &zip) && xlsx_read_days(reading, &zip) &&
               read_sheets(reading, &zip, mark));
    unzip_close(&zip);
}

enum grid_fault grid_read_xlsx(struct grid *grid, const void *bytes, size_t n, const char *mark)
{
    struct xlsx_reading reading = { .grid = grid };
    *grid = (struct grid){ 0 };
    buf_init(&reading.text, XLSX_CELL_BYTES);
    buf_init(&reading.formula, XLSX_CELL_BYTES);
    read_archive(&reading, bytes, n, mark);
    grid->line = reading.fault == GRID_FINE ? 0 : reading.line;
    for (size_t i = 0; i < reading.n_strings; i++)
        mem_free(reading.strings[i]);
    mem_free(reading.strings);
    mem_free(reading.formats);
    mem_free(reading.looks);
    buf_free(&reading.text);
    buf_free(&reading.formula);
    return reading.fault;
}
