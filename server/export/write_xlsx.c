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

#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "export/xlsx.h"

enum {
    SHEET_TRIES = 10000,
    HEADING_BYTES_MAX = 64 << 10,
    FOOTER_LENGTH = 100,            /* code points; with codes and doubled ampersands it stays under Excel's 255 */
    WIDTH_PORTRAIT = 95,            /* letters over the width of a sheet */
    WIDTH_LANDSCAPE = 150,
    WIDTH_KEY = 12,
    WIDTH_MIN = 7,
    WIDTH_WORK = 9,                 /* the same of a sheet to work in; */
    WIDTH_DATE = 19,                /* of its dates: too narrow, they are shown as ###; */
    WIDTH_WORK_HALVES = 3,          /* whose columns have so many half letters for each share of the width, */
    WIDTH_WORK_PAGE = 240,          /* and that is printed on pages of A3 of so many letters */
    PAPER_A3 = 8, PAPER_A4 = 9,
    TITLE_LINES = 2,                /* of plain text, as high as a title */
    WIDTH_LABEL = 28,               /* of the sheet of everything else: its first column, and all of it */
    CREATED = 946684800             /* 1 January 2000: the library would take the time of making */
};

static size_t sheet_width(const struct xlsx *book)
{
    return book->landscape ? WIDTH_LANDSCAPE : WIDTH_PORTRAIT;
}

/* A table with ids comes back (app/intake_plan.c): one works in it, on a screen. */
static bool is_for_work(const struct doc_table *table)
{
    for (size_t c = 0; c < table->n_columns; c++)
        if (table->columns[c].kind == COLUMN_KEY)
            return true;
    return false;
}

/* On paper columns share its width; on a screen each is as wide as what stands in it wants. */
static size_t column_width(const struct xlsx *book, const struct doc_table *table, size_t column)
{
    const bool work = is_for_work(table);
    const size_t width = work ? (size_t)table->columns[column].weight * WIDTH_WORK_HALVES / 2
                              : sheet_width(book) * (size_t)doc_column_share(table, column) / 10000;
    const size_t least = work && table->columns[column].kind == COLUMN_DATE ? WIDTH_DATE
                         : work                                             ? WIDTH_WORK
                                                                            : WIDTH_MIN;
    if (table->columns[column].kind == COLUMN_KEY)
        return WIDTH_KEY;
    return width < least ? least : width;
}

/* In a sheet to work in: what only the server writes, told by a name without a language. */
static bool is_read_only(const struct doc_table *table, size_t column)
{
    const char *name = table->columns[column].name;
    return is_for_work(table) && (name == NULL || strchr(name, '.') == NULL);
}

/* Returns the lines that it takes. */
static size_t put_cell(struct xlsx *book, lxw_worksheet *sheet, lxw_row_t row, const struct doc_table *table, size_t column,
                       const struct doc_cell *cell, bool at_side)
{
    lxw_datetime date;
    double number;
    const enum doc_column_kind kind = table->columns[column].kind;
    const enum xlsx_style style = is_read_only(table, column) ? STYLE_READ : STYLE_CELL;
    const size_t width = column_width(book, table, column);
    const bool rtl = doc_is_rtl(book->doc);
    const bool empty = cell->value == NULL && (cell->n == 0 || (cell->n == 1 && cell->v[0].n == 0));
    if (kind == COLUMN_DATE && empty) /* what is typed there later is a date like the others */
        worksheet_write_blank(sheet, row, (lxw_col_t)column, book->formats[STYLE_DATE][rtl]);
    else if (kind == COLUMN_DATE && cell->n <= 1 && xlsx_date(cell->value, &date))
        worksheet_write_datetime(sheet, row, (lxw_col_t)column, &date, book->formats[STYLE_DATE][rtl]);
    else if (kind == COLUMN_NUMBER && cell->n <= 1 && xlsx_number(cell->value, &number))
        worksheet_write_number(sheet, row, (lxw_col_t)column, number, book->formats[STYLE_CELL][rtl]);
    else if (kind == COLUMN_KEY && cell->value != NULL)
        xlsx_put_text(book, sheet, row, column, cell->value, STYLE_CELL, false);
    else if (kind == COLUMN_DATE || kind == COLUMN_NUMBER)
        return xlsx_put_along(book, sheet, row, column, cell->v, cell->n, style, width, rtl);
    else if (style == STYLE_CELL && at_side)
        return xlsx_put(book, sheet, row, column, cell->v, cell->n, STYLE_SHORT, width);
    else
        return xlsx_put(book, sheet, row, column, cell->v, cell->n, style, width);
    return 1;
}

static void put_row(struct xlsx *book, lxw_worksheet *sheet, lxw_row_t row, const struct doc_table *table,
                    const struct doc_cell *cells, const bool *at_side)
{
    size_t most = 1;
    for (size_t c = 0; c < table->n_columns; c++) {
        const size_t lines = put_cell(book, sheet, row, table, c, &cells[c], at_side[c]);
        if (lines > most && table->columns[c].kind != COLUMN_KEY)
            most = lines;
    }
    xlsx_fit_row(sheet, row, most);
}

static bool has_names(const struct doc_table *table)
{
    for (size_t c = 0; c < table->n_columns; c++)
        if (table->columns[c].name != NULL)
            return true;
    return false;
}

/* The theme stands in the first column that is seen, over those beside it, which are empty. */
static void put_band(struct xlsx *book, lxw_worksheet *sheet, lxw_row_t row, const struct doc_table *table,
                     const struct doc_paragraph *band)
{
    bool placed = false;
    for (size_t c = 0; c < table->n_columns; c++) {
        const bool here = !placed && table->columns[c].kind != COLUMN_KEY;
        xlsx_put(book, sheet, row, c, band, here ? 1 : 0, STYLE_BAND, sheet_width(book));
        placed |= here;
    }
    xlsx_fit_row(sheet, row, 1);
}

/* The heads and how wide the columns are. Returns the row of the heads. */
static lxw_row_t put_heads(struct xlsx *book, lxw_worksheet *sheet, const struct doc_table *table)
{
    const lxw_row_t head = has_names(table) ? 1 : 0;
    lxw_row_col_options hidden = { .hidden = LXW_TRUE };
    size_t most = 1;
    if (head > 0)
        worksheet_set_row_opt(sheet, 0, LXW_DEF_ROW_HEIGHT, NULL, &hidden);
    for (size_t c = 0; c < table->n_columns; c++) {
        const struct doc_column *column = &table->columns[c];
        const size_t width = column_width(book, table, c);
        const bool key = column->kind == COLUMN_KEY;
        worksheet_set_column_opt(sheet, (lxw_col_t)c, (lxw_col_t)c, (double)width, NULL, key ? &hidden : NULL);
        if (head > 0)
            xlsx_put_text(book, sheet, 0, c, column->name == NULL ? "" : column->name, STYLE_NAME, false);
        const size_t lines = xlsx_put(book, sheet, head, c, &column->heading, 1, STYLE_HEAD, width);
        most = lines > most && !key ? lines : most;
    }
    xlsx_fit_row(sheet, head, most);
    return head;
}

/* "Workshop" and "3 / 12" at the foot of a printed page; an ampersand begins a code. */
static void set_footer(const struct xlsx *book, lxw_worksheet *sheet)
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

static void set_paper(const struct xlsx *book, lxw_worksheet *sheet)
{
    if (doc_is_rtl(book->doc))
        worksheet_right_to_left(sheet);
    if (book->landscape)
        worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, PAPER_A4);
    worksheet_set_margins(sheet, 0.6, 0.6, 0.7, 0.8); /* inches */
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    set_footer(book, sheet);
}

/* Whether no sheet is called so, however its letters are written; then it is remembered. */
static bool take_name(struct xlsx *book, const char *name)
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

static lxw_worksheet *add_sheet(struct xlsx *book, const char *wish)
{
    lxw_worksheet *sheet = NULL;
    struct buf name;
    buf_init(&name, 256);
    for (int i = 1; sheet == NULL && i < SHEET_TRIES; i++) {
        buf_reset(&name);
        xlsx_sheet_name(&name, wish, i == 1 ? 0 : 7);
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

static lxw_col_t first_shown(const struct doc_table *table)
{
    size_t column = 0;
    while (column + 1 < table->n_columns && table->columns[column].kind == COLUMN_KEY)
        column++;
    return (lxw_col_t)column;
}

/* Too wide for a page: several beside each other, each with the numbers of the rows. */
static void set_wide_paper(const struct xlsx *book, lxw_worksheet *sheet, const struct doc_table *table)
{
    size_t all = 0;
    for (size_t c = 0; c < table->n_columns; c++)
        all += table->columns[c].kind == COLUMN_KEY ? 0 : column_width(book, table, c);
    worksheet_set_paper(sheet, PAPER_A3);
    worksheet_fit_to_pages(sheet, (uint16_t)((all + WIDTH_WORK_PAGE - 1) / WIDTH_WORK_PAGE), 0);
    worksheet_repeat_columns(sheet, 0, first_shown(table));
}

static void put_table(struct xlsx *book, const struct doc_table *table, const char *name)
{
    lxw_worksheet *sheet = add_sheet(book, table->name == NULL ? name : table->name);
    const lxw_row_t head = put_heads(book, sheet, table);
    const lxw_col_t last = (lxw_col_t)(table->n_columns - 1);
    assert(table->n_rows < LXW_ROW_MAX - 2 && table->n_columns < LXW_COL_MAX);
    bool *at_side = mem_zero(table->n_columns, sizeof *at_side);
    for (size_t c = 0; c < table->n_columns; c++)
        at_side[c] = doc_column_is_short(table, c);
    for (size_t r = 0; r < table->n_rows; r++) {
        const struct doc_row *row = &table->rows[r];
        const lxw_row_t at = head + 1 + (lxw_row_t)r;
        if (row->cells == NULL)
            put_band(book, sheet, at, table, &row->band);
        else
            put_row(book, sheet, at, table, row->cells, at_side);
    }
    mem_free(at_side);
    worksheet_freeze_panes(sheet, head + 1, is_for_work(table) ? first_shown(table) + 1 : 0);
    worksheet_repeat_rows(sheet, head, head);
    if (is_for_work(table))
        set_wide_paper(book, sheet, table);
    worksheet_autofilter(sheet, head, 0, head + (lxw_row_t)table->n_rows, last);
    struct buf range;
    buf_init(&range, 32);
    buf_print(&range, "A1:XFD%zu", table->n_rows + 2);
    worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, range.data);
    buf_free(&range);
}

/* The last sheet, of what is not a table: labels, numbers and headings in the first column, text in the second. */
struct rest {
    struct xlsx *book;
    lxw_worksheet *sheet;
    size_t width;                   /* of the text */
    lxw_row_t row;
};

static void put_pair(struct rest *rest, const struct doc_paragraph *label, const struct doc_paragraph *text,
                     enum xlsx_style style)
{
    size_t lines = xlsx_put(rest->book, rest->sheet, rest->row, 1, text, 1, style, rest->width);
    if (label != NULL) {
        const size_t own = xlsx_put(rest->book, rest->sheet, rest->row, 0, label, 1, STYLE_SOFT, WIDTH_LABEL);
        lines = own > lines ? own : lines;
    }
    xlsx_fit_row(rest->sheet, rest->row++, lines);
}

static void put_text_block(struct rest *rest, const struct doc_block *block)
{
    const bool rtl = doc_is_rtl(rest->book->doc);
    if (block->type == BLOCK_HEADING) {
        rest->row++;
        xlsx_fit_row(rest->sheet, rest->row, 1);
        xlsx_put(rest->book, rest->sheet, rest->row++, 0, &block->text, 1, STYLE_HEADING, rest->width);
        return;
    }
    if (block->type == BLOCK_ITEM)
        xlsx_put_text(rest->book, rest->sheet, rest->row, 0, block->number == NULL ? "•" : block->number, STYLE_SOFT,
                      rtl);
    put_pair(rest, NULL, &block->text, block->type == BLOCK_NOTE ? STYLE_SOFT : STYLE_PLAIN);
}

static void put_rest_block(struct rest *rest, const struct doc_block *block)
{
    for (size_t i = 0; block->facts != NULL && i < block->facts->n; i++)
        put_pair(rest, &block->facts->v[i].label, &block->facts->v[i].value, STYLE_VALUE);
    for (size_t i = 0; block->bars != NULL && i < block->bars->n; i++)
        put_pair(rest, &block->bars->v[i].label, &block->bars->v[i].figures, STYLE_VALUE);
    if (block->text.n > 0)
        put_text_block(rest, block);
}

static void put_rest(struct xlsx *book)
{
    const struct document *doc = book->doc;
    book->landscape = doc->landscape;
    struct rest rest = { .book = book, .sheet = add_sheet(book, doc->title), .width = sheet_width(book) - WIDTH_LABEL };
    worksheet_set_column(rest.sheet, 0, 0, WIDTH_LABEL, NULL);
    worksheet_set_column(rest.sheet, 1, 1, (double)rest.width, NULL);
    xlsx_fit_row(rest.sheet, rest.row, TITLE_LINES);
    xlsx_put_text(book, rest.sheet, rest.row++, 0, doc->title, STYLE_TITLE, doc_text_is_rtl(doc, doc->title));
    if (doc->subtitle != NULL) {
        xlsx_fit_row(rest.sheet, rest.row, 1);
        xlsx_put_text(book, rest.sheet, rest.row++, 0, doc->subtitle, STYLE_HEADING,
                      doc_text_is_rtl(doc, doc->subtitle));
    }
    rest.row++;
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

static void put_tables(struct xlsx *book)
{
    struct buf heading;
    buf_init(&heading, HEADING_BYTES_MAX);
    buf_text(&heading, book->doc->title);
    for (size_t i = 0; i < book->doc->n_blocks; i++) {
        const struct doc_block *block = book->doc->blocks[i];
        if (block->type == BLOCK_HEADING) {
            buf_reset(&heading);
            buf_text(&heading, "");
            xlsx_join(&heading, &block->text);
        }
        if (block->type == BLOCK_PAGE_BREAK)
            book->landscape = block->level == 1;
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
    struct xlsx book = { .doc = doc, .landscape = doc->landscape, .file = workbook_new_opt(path.data, &options) };
    workbook_set_properties(book.file, &properties);
    xlsx_formats(&book);
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
