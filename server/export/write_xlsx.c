/*
 * write_xlsx: a sheet for each table, and a last one for everything else. See include/export/write.h.
 *
 * Text is written as text, whatever it begins with: nothing becomes a formula, a link or a number by its looks. A date is a
 * date and a number a number where the column says so and the value is one. Where columns have names for reading back, the
 * first row holds them, hidden; key columns are hidden too. The library writes files only: it gets one in memory.
 */
#include "export/write.h"

#include <assert.h>
#include <errno.h>
#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"

enum {
    CELL_UNITS_MAX = 32767,         /* UTF-16 units in a cell: Excel's own limit */
    CELL_BYTES_MAX = 1 << 20,
    SHEET_NAME_UNITS_MAX = 31,      /* likewise */
    SHEET_TRIES = 10000,
    FOOTER_LENGTH = 100,            /* code points; with codes and doubled ampersands it stays under Excel's 255 */
    WIDTH_PORTRAIT = 95,            /* characters over the width of a sheet */
    WIDTH_LANDSCAPE = 150,
    CREATED = 946684800             /* 1 January 2000: the library would take the time of making */
};

enum style { STYLE_NAME, STYLE_HEAD, STYLE_BAND, STYLE_CELL, STYLE_DATE, STYLE_TITLE, STYLE_HEADING, STYLE_SOFT, STYLE_N };

struct look {
    bool bold, wrap, line;
    int size;
    lxw_color_t ink, fill;
};

struct book {
    const struct document *doc;
    lxw_workbook *file;
    lxw_format *formats[STYLE_N][2];    /* by whether the text runs from right to left */
    char **names;                   /* of sheets, case folded */
    size_t n_names;
};

static const struct look looks[STYLE_N] = {
    [STYLE_NAME] = { .size = 8, .ink = 0x5a554b },
    [STYLE_HEAD] = { .bold = true, .wrap = true, .line = true, .size = 10, .ink = 0x0b5a5e, .fill = 0xe9f1f0 },
    [STYLE_BAND] = { .bold = true, .line = true, .size = 10, .ink = 0x24221d, .fill = 0xf4f1ea },
    [STYLE_CELL] = { .wrap = true, .line = true, .size = 10, .ink = 0x24221d },
    [STYLE_DATE] = { .wrap = true, .line = true, .size = 10, .ink = 0x24221d },
    [STYLE_TITLE] = { .bold = true, .size = 16, .ink = 0x0b5a5e },
    [STYLE_HEADING] = { .bold = true, .size = 12, .ink = 0x24221d },
    [STYLE_SOFT] = { .wrap = true, .size = 10, .ink = 0x5a554b },
};

/* A date in words, with Latin digits and the Gregorian calendar. */
static const char *const date_formats[LANG_N] = {
    [LANG_AR] = "[$-1010401]d mmmm yyyy",
    [LANG_FR] = "[$-40C]d mmmm yyyy",
    [LANG_EN] = "[$-809]d mmmm yyyy",
};

static lxw_format *format_new(const struct book *book, enum style style, bool rtl)
{
    const struct look *look = &looks[style];
    lxw_format *format = workbook_add_format(book->file);
    format_set_font_size(format, look->size);
    format_set_font_color(format, look->ink);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    format_set_align(format, rtl ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT);
    format_set_reading_order(format, rtl ? 2 : 1);
    if (look->bold)
        format_set_bold(format);
    if (look->wrap)
        format_set_text_wrap(format);
    if (look->fill != 0)
        format_set_bg_color(format, look->fill);
    if (look->line) {
        format_set_bottom(format, LXW_BORDER_THIN);
        format_set_bottom_color(format, 0xd0cabc);
    }
    if (style == STYLE_DATE)
        format_set_num_format(format, date_formats[book->doc->lang]);
    return format;
}

/* Cut to `max` UTF-16 units; what was cut ends with an ellipsis. */
static void cut_units(struct buf *text, size_t max)
{
    size_t units = 0, keep = 0;
    for (const char *p = text->data, *end = p + text->len; p < end;) {
        units += utf8_next(&p) > 0xffff ? 2 : 1;
        if (units > max) {
            buf_cut(text, keep);
            buf_text(text, "…");
            return;
        }
        if (units < max)
            keep = (size_t)(p - text->data);
    }
}

/* _x0041_ in a cell means the letter A: an underscore that looks so is written as such a code itself. */
static void add_escaped(struct buf *out, const char *text)
{
    for (const char *p = text; *p != '\0'; p++) {
        const bool code = p[0] == '_' && p[1] == 'x' && strspn(p + 2, "0123456789abcdefABCDEF") >= 4 && p[6] == '_';
        if (code)
            buf_text(out, "_x005F_");
        else
            buf_char(out, *p);
    }
}

static void put_text(struct book *book, lxw_worksheet *sheet, lxw_row_t row, size_t column, const char *text, enum style style,
                     bool rtl)
{
    struct buf plain, escaped;
    lxw_format *format = book->formats[style][rtl];
    buf_init(&plain, CELL_BYTES_MAX);
    buf_init(&escaped, 7 * CELL_BYTES_MAX);
    buf_text(&plain, text);
    cut_units(&plain, CELL_UNITS_MAX);
    add_escaped(&escaped, plain.data);
    assert(!plain.full && !escaped.full);
    if (escaped.len == 0)
        worksheet_write_blank(sheet, row, (lxw_col_t)column, format);
    else
        worksheet_write_string(sheet, row, (lxw_col_t)column, escaped.data, format);
    buf_free(&plain);
    buf_free(&escaped);
}

static void add_paragraph(struct buf *out, const struct doc_paragraph *paragraph)
{
    for (size_t i = 0; i < paragraph->n; i++)
        buf_text(out, paragraph->v[i].text);
}

/* Paragraphs below each other in one cell. */
static void put_paragraphs(struct book *book, lxw_worksheet *sheet, lxw_row_t row, size_t column,
                           const struct doc_paragraph *v, size_t n, enum style style)
{
    struct buf text;
    buf_init(&text, CELL_BYTES_MAX);
    buf_text(&text, "");
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_char(&text, '\n');
        add_paragraph(&text, &v[i]);
    }
    put_text(book, sheet, row, column, text.data, style,
             n == 0 ? doc_is_rtl(book->doc) : doc_paragraph_is_rtl(book->doc, &v[0]));
    buf_free(&text);
}

static bool digits(const char *text, size_t from, size_t n, int *value)
{
    *value = 0;
    for (size_t i = from; i < from + n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *value = *value * 10 + (text[i] - '0');
    }
    return true;
}

/* "2026-05-31"; the serial days of a sheet are certain only from March 1900 on. */
static bool read_date(const char *value, lxw_datetime *date)
{
    *date = (lxw_datetime){ .hour = 0 };
    return value != NULL && strlen(value) == 10 && value[4] == '-' && value[7] == '-' && digits(value, 0, 4, &date->year) &&
           digits(value, 5, 2, &date->month) && digits(value, 8, 2, &date->day) && date->year > 1900 && date->month >= 1 &&
           date->month <= 12 && date->day >= 1 && date->day <= 31;
}

/* A whole number that a sheet keeps exactly, written as we would write it. */
static bool read_number(const char *value, double *number)
{
    int n = 0;
    const size_t length = value == NULL ? 0 : strlen(value);
    if (length == 0 || length > 9 || (length > 1 && value[0] == '0') || !digits(value, 0, length, &n))
        return false;
    *number = n;
    return true;
}

static void put_cell(struct book *book, lxw_worksheet *sheet, lxw_row_t row, size_t column, const struct doc_column *kind,
                     const struct doc_cell *cell)
{
    lxw_datetime date;
    double number;
    if (kind->kind == COLUMN_DATE && cell->n <= 1 && read_date(cell->value, &date))
        worksheet_write_datetime(sheet, row, (lxw_col_t)column, &date, book->formats[STYLE_DATE][doc_is_rtl(book->doc)]);
    else if (kind->kind == COLUMN_NUMBER && cell->n <= 1 && read_number(cell->value, &number))
        worksheet_write_number(sheet, row, (lxw_col_t)column, number, book->formats[STYLE_CELL][doc_is_rtl(book->doc)]);
    else if (kind->kind == COLUMN_KEY && cell->value != NULL)
        put_text(book, sheet, row, column, cell->value, STYLE_CELL, false);
    else
        put_paragraphs(book, sheet, row, column, cell->v, cell->n, STYLE_CELL);
}

static bool has_names(const struct doc_table *table)
{
    for (size_t c = 0; c < table->n_columns; c++)
        if (table->columns[c].name != NULL)
            return true;
    return false;
}

static void put_band(struct book *book, lxw_worksheet *sheet, lxw_row_t row, const struct doc_table *table,
                     const struct doc_paragraph *band)
{
    bool placed = false;
    for (size_t c = 0; c < table->n_columns; c++) {
        const bool here = !placed && table->columns[c].kind != COLUMN_KEY;
        put_paragraphs(book, sheet, row, c, band, here ? 1 : 0, STYLE_BAND);
        placed |= here;
    }
}

/* The heads and how wide the columns are. Returns the row of the heads. */
static lxw_row_t put_heads(struct book *book, lxw_worksheet *sheet, const struct doc_table *table)
{
    const bool named = has_names(table);
    lxw_row_col_options hidden = { .hidden = LXW_TRUE };
    if (named)
        worksheet_set_row_opt(sheet, 0, LXW_DEF_ROW_HEIGHT, NULL, &hidden);
    for (size_t c = 0; c < table->n_columns; c++) {
        const struct doc_column *column = &table->columns[c];
        const bool key = column->kind == COLUMN_KEY;
        const double all = book->doc->landscape ? WIDTH_LANDSCAPE : WIDTH_PORTRAIT;
        const double width = key ? 12 : all * doc_column_share(table, c) / 10000;
        worksheet_set_column_opt(sheet, (lxw_col_t)c, (lxw_col_t)c, width < 7 ? 7 : width, NULL, key ? &hidden : NULL);
        if (named)
            put_text(book, sheet, 0, c, column->name == NULL ? "" : column->name, STYLE_NAME, false);
        put_paragraphs(book, sheet, named ? 1 : 0, c, &column->heading, 1, STYLE_HEAD);
    }
    return named ? 1 : 0;
}

/* "Workshop" and "3 / 12" at the foot of a printed page; an ampersand begins a code. */
static void set_footer(const struct book *book, lxw_worksheet *sheet)
{
    struct buf out;
    const char *text = book->doc->footer, *end = text + strlen(text);
    const char *cut = utf8_skip(text, end, FOOTER_LENGTH);
    const bool rtl = doc_is_rtl(book->doc);
    buf_init(&out, 2048);
    buf_text(&out, rtl ? "&L&P / &N&R" : "&L");
    for (const char *p = text; p < (cut == NULL ? end : cut); p++)
        buf_print(&out, *p == '&' ? "&&" : "%c", *p);
    buf_text(&out, rtl ? "" : "&R&P / &N");
    worksheet_set_footer(sheet, out.data);
    buf_free(&out);
}

static void set_paper(const struct book *book, lxw_worksheet *sheet)
{
    if (doc_is_rtl(book->doc))
        worksheet_right_to_left(sheet);
    if (book->doc->landscape)
        worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9);                      /* A4 */
    worksheet_set_margins(sheet, 0.6, 0.6, 0.7, 0.8);   /* inches */
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    set_footer(book, sheet);
}

/* What a sheet may be called: no []:*?/\, no apostrophe at its ends, 31 units. Leaves `room` units. */
static void clean_name(struct buf *out, const char *text, size_t room)
{
    size_t units = 0;
    for (const char *p = text; *p != '\0';) {
        const char *from = p;
        const uint32_t cp = utf8_next(&p);
        const bool first = out->len == 0;
        units += cp > 0xffff ? 2 : 1;
        if (units > SHEET_NAME_UNITS_MAX - room)
            break;
        if (cp < 0x20 || (cp < 0x80 && strchr("[]:*?/\\'", (int)cp) != NULL) || (first && cp == ' '))
            buf_text(out, first ? "" : " ");
        else
            buf_add(out, from, (size_t)(p - from));
    }
    while (out->len > 0 && out->data[out->len - 1] == ' ')
        buf_cut(out, out->len - 1);
}

/* Whether no sheet is called so, however its letters are written; then it is remembered. */
static bool take_name(struct book *book, const char *name)
{
    char *folded = g_utf8_casefold(name, -1);
    bool taken = strcmp(folded, "history") == 0;
    for (size_t i = 0; i < book->n_names; i++)
        taken |= strcmp(book->names[i], folded) == 0;
    if (!taken) {
        book->names = mem_grow(book->names, book->n_names + 1, sizeof *book->names);
        book->names[book->n_names++] = mem_copy_text(folded);
    }
    g_free(folded);
    return !taken;
}

static lxw_worksheet *add_sheet(struct book *book, const char *wish)
{
    lxw_worksheet *sheet = NULL;
    struct buf name;
    buf_init(&name, 256);
    for (int i = 1; sheet == NULL && i < SHEET_TRIES; i++) {
        buf_reset(&name);
        clean_name(&name, wish, i == 1 ? 0 : 7);
        if (name.len == 0 || i > 1)
            buf_print(&name, name.len == 0 ? "%d" : " (%d)", i);
        if (take_name(book, name.data))
            sheet = workbook_add_worksheet(book->file, name.data);
    }
    buf_free(&name);
    assert(sheet != NULL);
    set_paper(book, sheet);
    return sheet;
}

static void put_table(struct book *book, const struct doc_table *table, const char *name)
{
    lxw_worksheet *sheet = add_sheet(book, table->name == NULL ? name : table->name);
    const lxw_row_t head = put_heads(book, sheet, table);
    const lxw_col_t last = (lxw_col_t)(table->n_columns - 1);
    assert(table->n_rows < LXW_ROW_MAX - 2 && table->n_columns < LXW_COL_MAX);
    for (size_t r = 0; r < table->n_rows; r++) {
        const struct doc_row *row = &table->rows[r];
        const lxw_row_t at = head + 1 + (lxw_row_t)r;
        if (row->cells == NULL)
            put_band(book, sheet, at, table, &row->band);
        for (size_t c = 0; row->cells != NULL && c < table->n_columns; c++)
            put_cell(book, sheet, at, c, &table->columns[c], &row->cells[c]);
    }
    worksheet_freeze_panes(sheet, head + 1, 0);
    worksheet_repeat_rows(sheet, head, head);
    worksheet_autofilter(sheet, head, 0, head + (lxw_row_t)table->n_rows, last);
    struct buf range;
    buf_init(&range, 32);
    buf_print(&range, "A1:XFD%zu", table->n_rows + 2);
    worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, range.data);
    buf_free(&range);
}

/* The last sheet: what is not a table, in three columns. */
struct rest {
    struct book *book;
    lxw_worksheet *sheet;
    lxw_row_t row;
};

static void put_rest_facts(struct rest *rest, const struct doc_facts *facts)
{
    for (size_t i = 0; i < facts->n; i++, rest->row++) {
        put_paragraphs(rest->book, rest->sheet, rest->row, 0, &facts->v[i].label, 1, STYLE_SOFT);
        put_paragraphs(rest->book, rest->sheet, rest->row, 1, &facts->v[i].value, 1, STYLE_CELL);
    }
}

static void put_rest_bars(struct rest *rest, const struct doc_bars *bars)
{
    for (size_t i = 0; i < bars->n; i++, rest->row++) {
        put_paragraphs(rest->book, rest->sheet, rest->row, 0, &bars->v[i].label, 1, STYLE_CELL);
        put_paragraphs(rest->book, rest->sheet, rest->row, 1, &bars->v[i].figures, 1, STYLE_CELL);
        worksheet_write_number(rest->sheet, rest->row, 2, (double)bars->v[i].value,
                               rest->book->formats[STYLE_CELL][doc_is_rtl(rest->book->doc)]);
    }
}

static void put_rest_block(struct rest *rest, const struct doc_block *block)
{
    const bool rtl = doc_is_rtl(rest->book->doc);
    if (block->facts != NULL)
        put_rest_facts(rest, block->facts);
    else if (block->bars != NULL)
        put_rest_bars(rest, block->bars);
    else if (block->type == BLOCK_HEADING)
        put_paragraphs(rest->book, rest->sheet, ++rest->row, 0, &block->text, 1, STYLE_HEADING), rest->row++;
    else if (block->type != BLOCK_PAGE_BREAK && block->table == NULL) {
        if (block->type == BLOCK_ITEM)
            put_text(rest->book, rest->sheet, rest->row, 0, block->number == NULL ? "•" : block->number, STYLE_SOFT, rtl);
        put_paragraphs(rest->book, rest->sheet, rest->row++, 1, &block->text, 1,
                       block->type == BLOCK_NOTE ? STYLE_SOFT : STYLE_CELL);
    }
}

static void put_rest(struct book *book)
{
    const struct document *doc = book->doc;
    struct rest rest = { .book = book, .sheet = add_sheet(book, doc->title) };
    worksheet_set_column(rest.sheet, 0, 0, 28, NULL);
    worksheet_set_column(rest.sheet, 1, 1, doc->landscape ? 105 : 60, NULL);
    put_text(book, rest.sheet, rest.row++, 0, doc->title, STYLE_TITLE, doc_text_is_rtl(doc, doc->title));
    if (doc->subtitle != NULL)
        put_text(book, rest.sheet, rest.row++, 0, doc->subtitle, STYLE_HEADING, doc_text_is_rtl(doc, doc->subtitle));
    for (size_t i = 0; i < doc->n_blocks; i++)
        put_rest_block(&rest, doc->blocks[i]);
}

/* Whether anything is said outside tables; a heading alone only names the table below it. */
static bool has_rest(const struct document *doc)
{
    bool any_table = false;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        const struct doc_block *block = doc->blocks[i];
        any_table |= block->table != NULL && block->table->n_columns > 0;
        if (block->table == NULL && block->type != BLOCK_HEADING && block->type != BLOCK_PAGE_BREAK)
            return true;
    }
    return !any_table;
}

static void put_tables(struct book *book)
{
    struct buf heading;
    buf_init(&heading, CELL_BYTES_MAX);
    buf_text(&heading, book->doc->title);
    for (size_t i = 0; i < book->doc->n_blocks; i++) {
        const struct doc_block *block = book->doc->blocks[i];
        if (block->type == BLOCK_HEADING) {
            buf_reset(&heading);
            buf_text(&heading, "");
            add_paragraph(&heading, &block->text);
        }
        if (block->table != NULL && block->table->n_columns > 0)
            put_table(book, block->table, heading.data);
    }
    buf_free(&heading);
}

static bool take_file(struct buf *out, int file)
{
    char bytes[1 << 16];
    const off_t size = lseek(file, 0, SEEK_END);
    for (off_t at = 0; at < size;) {
        const ssize_t n = pread(file, bytes, sizeof bytes, at);
        if (n <= 0)
            return false;
        buf_add(out, bytes, (size_t)n);
        at += n;
    }
    return size > 0;
}

static bool make(struct buf *out, const struct document *doc, int file)
{
    struct buf path;
    buf_init(&path, 64);
    buf_print(&path, "/proc/self/fd/%d", file);
    /* Parts are collected in files too; memory is where no disk can be full and nothing stays. */
    lxw_workbook_options options = { .tmpdir = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : NULL };
    lxw_doc_properties properties = { .title = doc->title, .created = CREATED };
    struct book book = { .doc = doc, .file = workbook_new_opt(path.data, &options) };
    workbook_set_properties(book.file, &properties);
    for (int style = 0; style < STYLE_N; style++)
        for (int rtl = 0; rtl < 2; rtl++)
            book.formats[style][rtl] = format_new(&book, (enum style)style, rtl == 1);
    put_tables(&book);
    if (has_rest(doc))
        put_rest(&book);
    const lxw_error error = workbook_close(book.file);
    for (size_t i = 0; i < book.n_names; i++)
        mem_free(book.names[i]);
    mem_free(book.names);
    buf_free(&path);
    if (error != LXW_NO_ERROR)
        log_line(LOG_ERROR, "a workbook could not be made: %s", lxw_strerror(error));
    return error == LXW_NO_ERROR && take_file(out, file);
}

bool write_xlsx(struct buf *out, const struct document *doc)
{
    const int file = memfd_create("workbook", MFD_CLOEXEC);
    if (file < 0) {
        log_line(LOG_ERROR, "no file in memory for a workbook: %s", strerror(errno));
        return false;
    }
    const bool ok = make(out, doc, file);
    close(file);
    return ok;
}
