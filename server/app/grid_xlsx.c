/*
 * grid_xlsx: cells of a spreadsheet file, by expat. Shared strings first, then each sheet until the one that is looked for. What an
 * element says is gathered only where a cell or string is open, and within the ceiling of what was packed.
 */
#include <expat.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/grid.h"
#include "app/unzip.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { STRINGS_MAX = 400000, CELL_BYTES_MAX = 1 << 20 };

struct reading {
    XML_Parser parser;
    struct grid *grid;
    char **strings;                 /* shared ones */
    size_t n_strings, strings_cap;
    struct grid_row *row;
    size_t line, column;            /* of the cell that is open; lines from 1 */
    char type[12];                  /* of that cell: "s", "inlineStr", "str", ... */
    unsigned silent;                /* inside of elements whose words are no content: phonetic runs */
    bool gathers;                   /* inside of a value or a piece of text */
    struct buf text;
    const char *fault;
};

/* The part of the name behind a prefix. */
static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

static void fail(struct reading *reading, const char *why)
{
    if (reading->fault == NULL)
        reading->fault = why;
    XML_StopParser(reading->parser, XML_FALSE);
}

static void refuse_doctype(void *data, const XML_Char *name, const XML_Char *sysid, const XML_Char *pubid, int internal)
{
    (void)name, (void)sysid, (void)pubid, (void)internal;
    fail(data, "it holds a document type");
}

static const char *attribute(const XML_Char **attributes, const char *name)
{
    for (; attributes[0] != NULL; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

static void take_text(void *data, const XML_Char *text, int n)
{
    struct reading *reading = data;
    if (reading->gathers && reading->silent == 0)
        buf_add(&reading->text, text, (size_t)n);
}

/* _x000D_ is how a cell says a character that XML cannot; _x005F_ is an underscore that would look so. */
static char *unescaped(struct buf *text)
{
    struct buf out;
    size_t n;
    buf_init(&out, CELL_BYTES_MAX + 4);
    buf_text(&out, "");
    for (const char *p = text->data == NULL ? "" : text->data; *p != '\0';) {
        char digits[5] = "", bytes[4];
        const bool code = p[0] == '_' && p[1] == 'x' && strspn(p + 2, "0123456789abcdefABCDEF") >= 4 && p[6] == '_';
        if (!code) {
            buf_char(&out, *p++);
            continue;
        }
        memcpy(digits, p + 2, 4);
        const uint32_t cp = (uint32_t)strtoul(digits, NULL, 16);
        if (cp != 0 && (cp < 0xd800 || cp > 0xdfff))
            buf_add(&out, bytes, utf8_put(bytes, cp));
        p += 7;
    }
    return buf_take(&out, &n);
}

/* The strings of a workbook. */

static void string_begin(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct reading *reading = data;
    const char *local = local_name(name);
    (void)attributes;
    if (strcmp(local, "si") == 0)
        buf_reset(&reading->text);
    if (strcmp(local, "rPh") == 0)
        reading->silent++;
    reading->gathers = strcmp(local, "t") == 0;
}

static void string_end(void *data, const XML_Char *name)
{
    struct reading *reading = data;
    const char *local = local_name(name);
    reading->gathers = false;
    if (strcmp(local, "rPh") == 0 && reading->silent > 0)
        reading->silent--;
    if (strcmp(local, "si") != 0)
        return;
    if (reading->n_strings == STRINGS_MAX || reading->text.full) {
        fail(reading, "it has too many texts, or one that is too long");
        return;
    }
    if (reading->n_strings == reading->strings_cap) {
        reading->strings_cap = reading->strings_cap == 0 ? 256 : reading->strings_cap * 2;
        reading->strings = mem_grow(reading->strings, reading->strings_cap, sizeof *reading->strings);
    }
    reading->strings[reading->n_strings++] = unescaped(&reading->text);
}

/* The cells of a sheet. */

/* "B3": the column from 0; where it is not told, the next one. */
static size_t column_of(const char *place, size_t next)
{
    size_t column = 0;
    if (place == NULL)
        return next;
    for (; *place >= 'A' && *place <= 'Z' && column < 1000000; place++)
        column = column * 26 + (size_t)(*place - 'A') + 1;
    return column == 0 ? next : column - 1;
}

static void begin_row(struct reading *reading, const char *number)
{
    const unsigned long line = number == NULL ? reading->line + 1 : strtoul(number, NULL, 10);
    struct grid *grid = reading->grid;
    if (grid->n == GRID_ROWS_MAX || line <= reading->line || line > 2000000) {
        fail(reading, "it has too many rows, or rows out of order");
        return;
    }
    if (grid->n == grid->cap) {
        grid->cap = grid->cap == 0 ? 64 : grid->cap * 2;
        grid->rows = mem_grow(grid->rows, grid->cap, sizeof *grid->rows);
    }
    reading->line = line;
    reading->row = &grid->rows[grid->n++];
    *reading->row = (struct grid_row){ .line = line };
    reading->column = SIZE_MAX;
}

static void cell_begin(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct reading *reading = data;
    const char *local = local_name(name), *type = attribute(attributes, "t");
    if (strcmp(local, "row") == 0)
        begin_row(reading, attribute(attributes, "r"));
    if (strcmp(local, "c") == 0) {
        reading->column = column_of(attribute(attributes, "r"), reading->column + 1);
        snprintf(reading->type, sizeof reading->type, "%s", type == NULL ? "n" : type);
        buf_reset(&reading->text);
    }
    if (strcmp(local, "rPh") == 0)
        reading->silent++;
    reading->gathers = strcmp(local, "v") == 0 || strcmp(local, "t") == 0;
}

static void take_cell(struct reading *reading)
{
    const char *value = reading->text.data == NULL ? "" : reading->text.data;
    const bool shared = strcmp(reading->type, "s") == 0;
    if (reading->row == NULL || reading->column >= GRID_COLUMNS_MAX || value[0] == '\0')
        return;
    struct grid_cell *cell = &reading->row->cell[reading->column];
    const size_t index = shared ? (size_t)strtoul(value, NULL, 10) : 0;
    if (reading->text.full || (shared && index >= reading->n_strings)) {
        fail(reading, "a cell is too long, or says nothing that is there");
        return;
    }
    mem_free(cell->text);
    cell->number = strcmp(reading->type, "n") == 0;
    cell->text = shared ? mem_copy_text(reading->strings[index]) : unescaped(&reading->text);
}

static void cell_end(void *data, const XML_Char *name)
{
    struct reading *reading = data;
    const char *local = local_name(name);
    reading->gathers = false;
    if (strcmp(local, "rPh") == 0 && reading->silent > 0)
        reading->silent--;
    if (strcmp(local, "c") == 0)
        take_cell(reading);
}

/* One part of the archive through expat. */
static bool parse(struct reading *reading, const struct unzip_file *file, XML_StartElementHandler begin, XML_EndElementHandler end)
{
    char *text = unzip_read(file);
    if (text == NULL) {
        reading->fault = "it is damaged";
        return false;
    }
    reading->parser = XML_ParserCreate("UTF-8");
    reading->silent = 0;
    reading->gathers = false;
    XML_SetUserData(reading->parser, reading);
    XML_SetElementHandler(reading->parser, begin, end);
    XML_SetCharacterDataHandler(reading->parser, take_text);
    XML_SetStartDoctypeDeclHandler(reading->parser, refuse_doctype);
    if (XML_Parse(reading->parser, text, (int)file->plain_n, 1) != XML_STATUS_OK && reading->fault == NULL)
        reading->fault = "it is damaged";
    XML_ParserFree(reading->parser);
    mem_free(text);
    return reading->fault == NULL;
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
static bool read_sheets(struct reading *reading, const struct unzip *zip, const char *mark)
{
    struct grid *grid = reading->grid, first = { 0 };
    bool any = false, marked = false;
    for (size_t i = 0; i < zip->n && !marked && reading->fault == NULL; i++) {
        if (!is_sheet(zip->v[i].name))
            continue;
        *grid = (struct grid){ 0 };
        reading->row = NULL;
        reading->line = 0;
        (void)parse(reading, &zip->v[i], cell_begin, cell_end);
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
    if (!any && !marked && reading->fault == NULL)
        reading->fault = "it is no spreadsheet";
    return reading->fault == NULL;
}

bool grid_read_xlsx(struct grid *grid, const void *bytes, size_t n, const char *mark, char message[GRID_MESSAGE])
{
    struct unzip zip;
    struct reading reading = { .grid = grid };
    char why[UNZIP_MESSAGE] = "";
    *grid = (struct grid){ 0 };
    buf_init(&reading.text, CELL_BYTES_MAX);
    bool done = n <= GRID_FILE_MAX && unzip_open(&zip, bytes, n, GRID_PLAIN_MAX, why);
    if (n > GRID_FILE_MAX) {
        zip = (struct unzip){ 0 };
        reading.fault = "it is larger than 5 MiB";
    } else if (!done) {
        reading.fault = why;
    }
    const struct unzip_file *strings = done ? unzip_find(&zip, "xl/sharedStrings.xml") : NULL;
    done = done && (strings == NULL || parse(&reading, strings, string_begin, string_end)) &&
           read_sheets(&reading, &zip, mark);
    if (!done)
        snprintf(message, GRID_MESSAGE, "%s", reading.fault == NULL ? "it is damaged" : reading.fault);
    for (size_t i = 0; i < reading.n_strings; i++)
        mem_free(reading.strings[i]);
    mem_free(reading.strings);
    buf_free(&reading.text);
    unzip_close(&zip);
    return done;
}
