/*
 * write_xlsx: a sheet for each table, and one for everything else: before them, or behind those to work in. See include/export/write.h.
 *
 * Text is written as text, whatever it begins with: nothing becomes a formula, a link or a number by its looks (doc_run_address). A date is a
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
#include "export/say.h"
#include "export/xlsx.h"

enum {
    SHEET_TRIES = 10000,
    HEADING_BYTES_MAX = 64 << 10,
    EDGE_LENGTH = 100,              /* code points; with codes and doubled ampersands it stays under Excel's 255 */
    WIDTH_PORTRAIT = 95,            /* letters over the width of a sheet */
    WIDTH_LANDSCAPE = 150,
    WIDTH_KEY = 12,
    WIDTH_MIN = 7,
    WIDTH_PAPER_WORD = 18,          /* no word that is shorter is broken */
    WIDTH_WORK = 9,                 /* the same of a sheet to work in; */
    WIDTH_WORD = 36,                /* where a word is longer than that, it is broken; */
    WIDTH_DATE = 19,                /* of its dates: too narrow, they are shown as ###; */
    WIDTH_WORK_HALVES = 3,          /* whose columns have so many half letters for each share of the width, */
    WIDTH_WORK_PAGE = 240,          /* and that is printed on pages of A3 of so many letters */
    PAPER_A3 = 8, PAPER_A4 = 9,
    CREATED = 946684800             /* 1 January 2000: the library would take the time of making */
};

size_t xlsx_width(const struct xlsx *book)
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

static size_t longest_word(const struct doc_paragraph *v, size_t n)
{
    size_t most = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t r = 0; r < v[i].n; r++) {
            const size_t word = xlsx_longest_word(v[i].v[r].text);
            most = word > most ? word : most;
        }
    return most;
}

/* The letters of the longest word of a column; heads are bold and have a button beside them. */
static size_t longest_in(const struct doc_table *table, size_t column)
{
    size_t most = longest_word(&table->columns[column].heading, 1) + 2;
    for (size_t r = 0; r < table->n_rows; r++) {
        const struct doc_cell *cell = table->rows[r].cells == NULL ? NULL : &table->rows[r].cells[column];
        const size_t own = cell == NULL ? 0 : longest_word(cell->v, cell->n) + 1;
        most = own > most ? own : most;
    }
    return most;
}

/* In a sheet to work in no word is broken, be it an address. */
static size_t work_width(const struct doc_table *table, size_t column)
{
    const size_t wish = (size_t)table->columns[column].weight * WIDTH_WORK_HALVES / 2;
    const size_t least = table->columns[column].kind == COLUMN_DATE ? WIDTH_DATE : WIDTH_WORK;
    size_t word = longest_in(table, column);
    word = word > WIDTH_WORD ? WIDTH_WORD : word;
    const size_t width = wish > word ? wish : word;
    return width < least ? least : width;
}

/* On paper columns share its width; on a screen each is as wide as what stands in it wants. */
static size_t column_width(const struct xlsx *book, const struct doc_table *table, size_t column)
{
    if (table->columns[column].kind == COLUMN_KEY)
        return WIDTH_KEY;
    if (is_for_work(table))
        return work_width(table, column);
    const size_t width = xlsx_width(book) * (size_t)doc_column_share(table, column) / 10000;
    size_t least = longest_in(table, column);
    least = least > WIDTH_PAPER_WORD ? WIDTH_PAPER_WORD : least < WIDTH_MIN ? WIDTH_MIN : least;
    return width < least ? least : width;
}

/* In a sheet to work in: what only the server writes, told by a name without a language. */
static bool is_read_only(const struct doc_table *table, size_t column)
{
    const char *name = table->columns[column].name;
    return is_for_work(table) && (name == NULL || strchr(name, '.') == NULL);
}

/* A cell that holds an address and nothing else leads there. The text is written over what the library makes of it. */
static bool put_link(lxw_worksheet *sheet, lxw_row_t row, size_t column, const struct doc_cell *cell)
{
    char *address = cell->n == 1 && cell->v[0].n == 1 ? doc_run_address(&cell->v[0].v[0]) : NULL;
    const bool leads =
        address != NULL && worksheet_write_url(sheet, row, (lxw_col_t)column, address, NULL) == LXW_NO_ERROR;
    mem_free(address);
    return leads;
}

/* Returns the lines that it takes. */
static size_t put_cell(struct xlsx *book, lxw_worksheet *sheet, lxw_row_t row, const struct doc_table *table, size_t column,
                       const struct doc_cell *cell, bool at_side)
{
    lxw_datetime date;
    double number;
    const enum doc_column_kind kind = table->columns[column].kind;
    const enum xlsx_style style = is_read_only(table, column) ? STYLE_READ : STYLE_CELL;
    const size_t width = book->widths[column];
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
    else if (style == STYLE_CELL && put_link(sheet, row, column, cell))
        return xlsx_put(book, sheet, row, column, cell->v, cell->n, STYLE_ADDRESS, width);
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
        xlsx_put(book, sheet, row, c, band, here ? 1 : 0, STYLE_BAND, xlsx_width(book));
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
        const size_t width = book->widths[c];
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

/* So many letters of a text as the edge of a page can hold; an ampersand begins a code there. */
static void put_edge_text(struct buf *out, const char *text)
{
    const char *end = text + strlen(text), *cut = utf8_skip(text, end, EDGE_LENGTH);
    for (const char *p = text; p < (cut == NULL ? end : cut); p++)
        buf_print(out, *p == '&' ? "&&" : "%c", *p);
}

/* "Workshop" and "3 / 12" at the foot of a printed page. */
static void set_footer(const struct xlsx *book, lxw_worksheet *sheet)
{
    struct buf out;
    const bool rtl = doc_is_rtl(book->doc);
    buf_init(&out, 2048);
    buf_text(&out, rtl ? "&L&P / &N&R" : "&L");
    put_edge_text(&out, book->doc->footer);
    buf_text(&out, rtl ? "" : "&R&P / &N");
    worksheet_set_footer(sheet, out.data);
    buf_free(&out);
}

/* What the table is of, over each page of it: on a screen the name of its sheet says so. */
static void set_header(const struct xlsx *book, lxw_worksheet *sheet, const char *title)
{
    struct buf out;
    buf_init(&out, 2048);
    buf_text(&out, doc_is_rtl(book->doc) ? "&R" : "&L");
    buf_text(&out, "&\"-,Bold\"");
    put_edge_text(&out, title);
    worksheet_set_header(sheet, out.data);
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
        all += table->columns[c].kind == COLUMN_KEY ? 0 : book->widths[c];
    worksheet_set_paper(sheet, PAPER_A3);
    worksheet_fit_to_pages(sheet, (uint16_t)((all + WIDTH_WORK_PAGE - 1) / WIDTH_WORK_PAGE), 0);
    worksheet_repeat_columns(sheet, 0, first_shown(table));
}

static void put_table(struct xlsx *book, const struct doc_table *table, lxw_worksheet *sheet)
{
    book->is_work = is_for_work(table);
    book->widths = mem_zero(table->n_columns, sizeof *book->widths);
    for (size_t c = 0; c < table->n_columns; c++)
        book->widths[c] = column_width(book, table, c);
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
    if (is_for_work(table)) {
        set_wide_paper(book, sheet, table);
        xlsx_entries(book, sheet, table, head + 1);
    }
    worksheet_autofilter(sheet, head, 0, head + (lxw_row_t)(table->n_rows - table->n_sums), last);
    struct buf range;
    buf_init(&range, 32);
    buf_print(&range, "A1:XFD%zu", table->n_rows + 2);
    worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, range.data);
    buf_free(&range);
    mem_free(book->widths);
    book->widths = NULL;
    book->is_work = false;
}

static const struct doc_table *table_of(const struct doc_block *block)
{
    return block->table != NULL && block->table->n_columns > 0 ? block->table : NULL;
}

/* Whether anything is said outside tables; a heading alone only names the table below it. */
static bool has_rest(const struct document *doc)
{
    bool any_table = false;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        const struct doc_block *block = doc->blocks[i];
        any_table |= table_of(block) != NULL;
        if (block->table == NULL && block->type != BLOCK_HEADING && block->type != BLOCK_PAGE_BREAK)
            return true;
    }
    return !any_table;
}

/* One for each table, in their order: called as it is, else as the heading before it. */
static void add_sheets(struct xlsx *book)
{
    struct buf heading;
    buf_init(&heading, HEADING_BYTES_MAX);
    buf_text(&heading, book->doc->title);
    for (size_t i = 0; i < book->doc->n_blocks; i++) {
        const struct doc_block *block = book->doc->blocks[i];
        const struct doc_table *table = table_of(block);
        if (block->type == BLOCK_HEADING) {
            buf_reset(&heading);
            buf_text(&heading, "");
            xlsx_join(&heading, &block->text);
        }
        if (block->type == BLOCK_PAGE_BREAK)
            book->landscape = block->level == 1;
        if (table == NULL)
            continue;
        const char *name = table->name == NULL ? heading.data : table->name;
        lxw_worksheet *sheet = add_sheet(book, name);
        set_header(book, sheet, name);
        book->tables = mem_grow(book->tables, book->n_tables + 1, sizeof *book->tables);
        book->tables[book->n_tables++] = (struct xlsx_sheet){ sheet, sheet->name, book->landscape };
    }
    buf_free(&heading);
}

static void put_tables(struct xlsx *book)
{
    for (size_t i = 0, t = 0; i < book->doc->n_blocks; i++) {
        const struct doc_table *table = table_of(book->doc->blocks[i]);
        if (table == NULL)
            continue;
        book->landscape = book->tables[t].landscape;
        put_table(book, table, book->tables[t++].sheet);
    }
}

/* A sheet to work in is what the file is opened for. */
static bool begins_with_work(const struct document *doc)
{
    size_t i = 0;
    while (i < doc->n_blocks && table_of(doc->blocks[i]) == NULL)
        i++;
    return i < doc->n_blocks && is_for_work(table_of(doc->blocks[i]));
}

static lxw_worksheet *add_overview(struct xlsx *book, bool alone)
{
    book->landscape = book->doc->landscape;
    return add_sheet(book, alone ? book->doc->title : say_word(book->doc->lang, "doc.", "overview"));
}

static void put_sheets(struct xlsx *book)
{
    lxw_worksheet *overview = NULL;
    bool any_table = false;
    for (size_t i = 0; i < book->doc->n_blocks; i++)
        any_table |= table_of(book->doc->blocks[i]) != NULL;
    const bool work = begins_with_work(book->doc), rest = has_rest(book->doc);
    if (rest && !work)
        overview = add_overview(book, !any_table);
    book->landscape = book->doc->landscape;
    add_sheets(book);
    if (rest && work)
        overview = add_overview(book, false);
    put_tables(book);
    if (rest)
        xlsx_overview(book, overview);
    if (book->n_tables == 1)
        worksheet_activate(book->tables[0].sheet); /* of a single table the overview has little to say */
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
    lxw_doc_properties properties = { .title = doc->title, .subject = doc->footer, .created = CREATED };
    struct xlsx book = { .doc = doc, .landscape = doc->landscape, .file = workbook_new_opt(path.data, &options) };
    workbook_set_properties(book.file, &properties);
    xlsx_formats(&book);
    put_sheets(&book);
    const lxw_error error = workbook_close(book.file);
    for (size_t i = 0; i < book.n_names; i++)
        mem_free(book.names[i]);
    mem_free(book.names);
    mem_free(book.tables);
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
