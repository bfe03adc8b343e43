/*
 * xlsx_overview: the sheet of what is not a table: labels, numbers and headings in the first column, text in the second; where a table
 * would stand, the way to its sheet.
 */
#include <string.h>

#include "export/say.h"
#include "export/xlsx.h"

enum {
    TITLE_LINES = 2,                /* of plain text, as high as a title */
    WIDTH_LABEL = 28,               /* letters over the first column */
    WIDTH_INSET = 2,                /* and those that an inset takes */
    LABEL_BYTES_MAX = 1 << 16
};

struct rest {
    struct xlsx *book;
    lxw_worksheet *sheet;
    size_t width;                   /* of the text */
    lxw_row_t row;
    size_t n_links;                 /* tables that were passed */
};

static void put_pair(struct rest *rest, const struct doc_paragraph *label, const struct doc_paragraph *text,
                     enum xlsx_style style)
{
    size_t lines = xlsx_put(rest->book, rest->sheet, rest->row, 1, text, 1, style, rest->width - WIDTH_INSET);
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
    put_pair(rest, NULL, &block->text, block->type == BLOCK_NOTE ? STYLE_NOTE : STYLE_PLAIN);
}

/* Where the table is that stands here on paper. Names of sheets hold no apostrophe. Some programs draw a link as one piece and mix up
   what runs in two directions: it is on the word beside the name. */
static void put_link(struct rest *rest, const struct xlsx_sheet *table)
{
    struct xlsx *book = rest->book;
    const bool rtl = doc_is_rtl(book->doc);
    struct buf target;
    buf_init(&target, 1024);
    buf_print(&target, "internal:'%s'!A1", table->name);
    xlsx_fit_row(rest->sheet, rest->row, 1);
    worksheet_write_url_opt(rest->sheet, rest->row, 0, target.data, book->formats[STYLE_LINK][rtl],
                            say_word(book->doc->lang, "doc.", "sheet"), NULL);
    xlsx_put_text(book, rest->sheet, rest->row++, 1, table->name, STYLE_VALUE, doc_text_is_rtl(book->doc, table->name));
    buf_free(&target);
}

/* Whether the first fact is told again, of something else: another record begins. */
static bool begins_again(const struct doc_facts *facts, size_t i)
{
    struct buf first, label;
    buf_init(&first, LABEL_BYTES_MAX);
    buf_init(&label, LABEL_BYTES_MAX);
    buf_text(&first, "");
    buf_text(&label, "");
    xlsx_join(&first, &facts->v[0].label);
    xlsx_join(&label, &facts->v[i].label);
    const bool again = i > 0 && strcmp(first.data, label.data) == 0;
    buf_free(&first);
    buf_free(&label);
    return again;
}

static void put_facts(struct rest *rest, const struct doc_facts *facts)
{
    for (size_t i = 0; i < facts->n; i++) {
        rest->row += begins_again(facts, i) ? 1 : 0;
        put_pair(rest, &facts->v[i].label, &facts->v[i].value, STYLE_VALUE);
    }
}

static void put_rest_block(struct rest *rest, const struct doc_block *block)
{
    if (block->facts != NULL)
        put_facts(rest, block->facts);
    for (size_t i = 0; block->bars != NULL && i < block->bars->n; i++)
        put_pair(rest, &block->bars->v[i].label, &block->bars->v[i].figures, STYLE_VALUE);
    if (block->text.n > 0)
        put_text_block(rest, block);
    if (block->table != NULL && block->table->n_columns > 0)
        put_link(rest, &rest->book->tables[rest->n_links++]);
}

void xlsx_overview(struct xlsx *book, lxw_worksheet *sheet)
{
    const struct document *doc = book->doc;
    book->landscape = doc->landscape;
    struct rest rest = { .book = book, .sheet = sheet, .width = xlsx_width(book) - WIDTH_LABEL };
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
