/*
 * write_docx: the body of a document for Word (ECMA-376, WordprocessingML). The parts around it are those of docx_parts.c.
 *
 * The order of elements inside a property list is that of the schema: Word refuses a file otherwise. Direction is told three
 * times: of a table (bidiVisual), of a paragraph (bidi) and of each piece of text (rtl).
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "export/docx.h"
#include "export/write.h"

enum {
    BAR_STEPS = 40,             /* a bar is drawn as cells of a table; so many are a full one */
    LINES_BEFORE = 4,           /* between a heading and its table, that stay with it */
    BARS_TOGETHER = 12,         /* a longer chart may go on over the page */
    BARS_WITH_TABLE = 4         /* one that is no longer has the table of its votes beside it */
};

/*
 * The order in pPr is style, keepNext, bidi, jc. Direction is always told: a document that runs from right to left has it in its
 * styles, so that what a secretariat writes there runs likewise. Names, and values beside their labels, keep to the side of the
 * document, whatever they are written in.
 */
static void begin_paragraph(struct docx *docx, const char *style, bool rtl)
{
    struct buf *out = docx->out;
    buf_text(out, "<w:p><w:pPr>");
    if (style != NULL)
        buf_print(out, "<w:pStyle w:val=\"%s\"/>", style);
    if (docx->keep)
        buf_text(out, "<w:keepNext/>");
    if (rtl != doc_is_rtl(docx->doc))
        buf_print(out, "<w:bidi w:val=\"%d\"/>", rtl);
    if (docx->at_side && rtl != doc_is_rtl(docx->doc))
        buf_text(out, "<w:jc w:val=\"end\"/>");
}

static void put_paragraph(struct docx *docx, const struct doc_paragraph *paragraph, const char *style)
{
    begin_paragraph(docx, style, doc_paragraph_is_rtl(docx->doc, paragraph));
    buf_text(docx->out, "</w:pPr>");
    docx_runs(docx->out, docx->doc, paragraph);
    buf_text(docx->out, "</w:p>");
}

static void put_line(struct docx *docx, const char *text, const char *style)
{
    struct doc_paragraph paragraph = { 0 };
    struct doc_run run = { .text = (char *)(uintptr_t)text, .lang = LANG_N };
    if (text == NULL || text[0] == '\0')
        return;
    paragraph.v = &run;
    paragraph.n = 1;
    docx->at_side = true;
    put_paragraph(docx, &paragraph, style);
    docx->at_side = false;
}

static void put_empty(struct docx *docx, const char *style)
{
    begin_paragraph(docx, style, doc_is_rtl(docx->doc));
    buf_text(docx->out, "</w:pPr></w:p>");
}

/* Whether numbered text of the same direction follows. */
static bool heads_text(const struct docx *docx, const struct doc_block *heading)
{
    const struct document *doc = docx->doc;
    const struct doc_block *next = docx->at + 1 < doc->n_blocks ? doc->blocks[docx->at + 1] : NULL;
    return next != NULL && next->type == BLOCK_ITEM &&
           doc_paragraph_is_rtl(doc, &next->text) == doc_paragraph_is_rtl(doc, &heading->text);
}

/*
 * A heading can be gone to: from the table of contents, and in the navigation of Word. One inside a text stands as the text does.
 */
static void put_heading(struct docx *docx, const struct doc_block *block)
{
    char style[] = "Heading1";
    const unsigned place = ++docx->headings;
    style[strlen("Heading")] = (char)('0' + block->level);
    docx->at_side = !heads_text(docx, block);
    docx->table_name = &block->text;
    begin_paragraph(docx, style, doc_paragraph_is_rtl(docx->doc, &block->text));
    buf_print(docx->out, "</w:pPr><w:bookmarkStart w:id=\"%u\" w:name=\"" DOCX_BOOKMARK "\"/>", place, place);
    docx_runs(docx->out, docx->doc, &block->text);
    buf_print(docx->out, "<w:bookmarkEnd w:id=\"%u\"/></w:p>", place);
    docx->at_side = false;
}

/* Whether a table or chart follows, at most behind a few lines that say what it is. */
static bool leads_to_table(const struct docx *docx)
{
    for (size_t i = docx->at + 1; i < docx->doc->n_blocks && i <= docx->at + LINES_BEFORE; i++) {
        const struct doc_block *block = docx->doc->blocks[i];
        if (block->type != BLOCK_PARAGRAPH)
            return block->table != NULL || block->bars != NULL || block->facts != NULL;
    }
    return false;
}

static bool follows_long_chart(const struct docx *docx)
{
    const struct doc_block *before = docx->at == 0 ? NULL : docx->doc->blocks[docx->at - 1];
    return before != NULL && before->bars != NULL && before->bars->n > BARS_WITH_TABLE;
}

/*
 * What stands between a heading and its table or chart stays with both. A chain that is as long as half a page ends behind its
 * chart: LibreOffice, which moves it to the next page, leaves a heading further down alone at the foot of that one.
 */
static void put_text(struct docx *docx, const struct doc_block *block)
{
    docx->keep = leads_to_table(docx) && !follows_long_chart(docx);
    put_paragraph(docx, &block->text, block->type == BLOCK_NOTE ? "Note" : NULL);
    docx->keep = false;
}

/* The number people quote, a tab, and the text hanging behind it; what has no number has a bullet, which Word goes on with. */
static void put_item(struct docx *docx, const struct doc_block *block)
{
    struct buf *out = docx->out;
    char style[24];
    assert(block->level >= 1 && block->level <= DOCX_LEVELS);
    snprintf(style, sizeof style, "%s%d", block->number == NULL ? DOCX_BULLET : DOCX_NUMBERED, block->level);
    begin_paragraph(docx, style, doc_paragraph_is_rtl(docx->doc, &block->text));
    buf_text(out, "</w:pPr>");
    if (block->number != NULL) {
        docx_number(out, docx->doc, block->number);
        buf_text(out, "<w:r><w:tab/></w:r>");
    }
    docx_runs(out, docx->doc, &block->text);
    buf_text(out, "</w:p>");
}

/* What a program that reads aloud calls the table: the heading above it. */
static void put_caption(struct docx *docx)
{
    const struct doc_paragraph *name = docx->table_name;
    if (name == NULL)
        return;
    buf_text(docx->out, "<w:tblCaption w:val=\"");
    for (size_t i = 0; i < name->n; i++)
        docx_escape(docx->out, name->v[i].text, strcspn(name->v[i].text, "\n"));
    buf_text(docx->out, "\"/>");
}

/*
 * Columns in twips; the table is as wide as the text on the page. The direction is told in every language: a program that finds
 * none may take that of the first cell.
 */
static void begin_table(struct docx *docx, const int *widths, size_t n, const char *style)
{
    const bool headed = strcmp(style, DOCX_RULED_TABLE) == 0;
    struct buf *out = docx->out;
    int all = 0;
    for (size_t i = 0; i < n; i++)
        all += widths[i];
    buf_print(out,
              "<w:tbl><w:tblPr><w:tblStyle w:val=\"%s\"/><w:bidiVisual w:val=\"%d\"/><w:tblW w:w=\"%d\" "
              "w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"%s\" w:firstRow=\"%d\" "
              "w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"0\"/>",
              style, doc_is_rtl(docx->doc), all, headed ? "0020" : "0000", headed);
    put_caption(docx);
    buf_text(out, "</w:tblPr><w:tblGrid>");
    for (size_t i = 0; i < n; i++)
        buf_print(out, "<w:gridCol w:w=\"%d\"/>", widths[i]);
    buf_text(out, "</w:tblGrid>");
}

/*
 * Word wants a paragraph between two tables, and one behind the last. Where the page ends anyway it is so small that it never begins
 * another one.
 */
static void end_table(struct docx *docx)
{
    const size_t next = docx->at + 1;
    const bool last = next == docx->doc->n_blocks || docx->doc->blocks[next]->type == BLOCK_PAGE_BREAK;
    buf_text(docx->out, "</w:tbl>");
    put_empty(docx, last ? "End" : "Gap");
}

static void begin_cell(struct buf *out, int width, size_t span, const char *fill)
{
    buf_print(out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
    if (span > 1)
        buf_print(out, "<w:gridSpan w:val=\"%zu\"/>", span);
    if (fill != NULL)
        buf_print(out, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"%s\"/>", fill);
    buf_text(out, "</w:tcPr>");
}

static void put_facts(struct docx *docx, const struct doc_block *block)
{
    struct buf *out = docx->out;
    const int widths[2] = { docx->width * 30 / 100, docx->width - docx->width * 30 / 100 };
    if (block->facts->n == 0)
        return;
    begin_table(docx, widths, 2, DOCX_PLAIN_TABLE);
    for (size_t i = 0; i < block->facts->n; i++) {
        docx->keep = i + 1 < block->facts->n;
        docx->at_side = true;
        buf_text(out, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        begin_cell(out, widths[0], 1, NULL);
        put_paragraph(docx, &block->facts->v[i].label, "Label");
        buf_text(out, "</w:tc>");
        begin_cell(out, widths[1], 1, NULL);
        put_paragraph(docx, &block->facts->v[i].value, "Value");
        buf_text(out, "</w:tc></w:tr>");
    }
    docx->keep = docx->at_side = false;
    end_table(docx);
}

static void put_title(struct docx *docx, bool cover)
{
    put_line(docx, docx->doc->title, cover ? "CoverTitle" : "Title");
    put_line(docx, docx->doc->subtitle, cover ? "CoverSubtitle" : "Subtitle");
}

static void put_cover(struct docx *docx, const struct doc_block *block)
{
    put_title(docx, true);
    put_facts(docx, block);
}

/* The pages so far are a section of their own, with the size they have. */
static void end_pages(struct docx *docx, bool cover)
{
    begin_paragraph(docx, "End", doc_is_rtl(docx->doc));
    docx_section(docx->out, docx->doc, docx->landscape, cover);
    buf_text(docx->out, "</w:pPr></w:p>");
}

/* Behind the title page stands what is in the document. */
static void put_break(struct docx *docx, const struct doc_block *block)
{
    const bool cover = docx->doc->title_page && !docx->listed;
    end_pages(docx, cover);
    if (cover && docx_contents(docx))
        end_pages(docx, false);
    docx->listed = true;
    docx_turn(docx, block->level == 1);
}

/* A cell without a paragraph is no cell. */
static void put_cell(struct docx *docx, const struct doc_cell *cell, int width)
{
    begin_cell(docx->out, width, 1, NULL);
    size_t put = 0;
    for (size_t i = 0; i < cell->n; i++) {
        if (cell->v[i].n == 0)
            continue;
        put_paragraph(docx, &cell->v[i], "Cell");
        put++;
    }
    if (put == 0)
        put_empty(docx, "Cell");
    buf_text(docx->out, "</w:tc>");
}

static void put_row(struct docx *docx, const struct doc_table *table, const struct doc_row *row, const int *widths,
                    const bool *at_side)
{
    struct buf *out = docx->out;
    buf_text(out, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    if (row->cells == NULL) {
        size_t shown = 0;
        for (size_t c = 0; c < table->n_columns; c++)
            shown += table->columns[c].kind != COLUMN_KEY;
        begin_cell(out, docx->width, shown, DOCX_BAND);
        docx->at_side = true;
        put_paragraph(docx, &row->band, "Band");
        docx->at_side = false;
        buf_text(out, "</w:tc>");
    }
    for (size_t c = 0, at = 0; row->cells != NULL && c < table->n_columns; c++) {
        if (table->columns[c].kind == COLUMN_KEY)
            continue;
        docx->at_side = at_side[at];
        put_cell(docx, &row->cells[c], widths[at++]);
    }
    docx->at_side = false;
    buf_text(out, "</w:tr>");
}

/* The head is repeated on every page. */
static void put_table(struct docx *docx, const struct doc_block *block)
{
    struct buf *out = docx->out;
    const struct doc_table *table = block->table;
    int widths[DOCX_COLUMNS_MAX];
    bool at_side[DOCX_COLUMNS_MAX] = { false };
    const size_t n = docx_columns(docx, table, widths);
    begin_table(docx, widths, n, DOCX_RULED_TABLE);
    buf_text(out, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (size_t c = 0, at = 0; c < table->n_columns; c++) {
        if (table->columns[c].kind == COLUMN_KEY)
            continue;
        begin_cell(out, widths[at++], 1, NULL);
        put_paragraph(docx, &table->columns[c].heading, "ColumnHeading");
        buf_text(out, "</w:tc>");
    }
    buf_text(out, "</w:tr>");
    for (size_t c = 0, at = 0; c < table->n_columns; c++)
        if (table->columns[c].kind != COLUMN_KEY)
            at_side[at++] = doc_column_is_short(table, c);
    for (size_t i = 0; i < table->n_rows; i++)
        put_row(docx, table, &table->rows[i], widths, at_side);
    end_table(docx);
}

/* The bar itself: cells in colour, then pale ones, with white above and below that parts it from the next. */
static void put_bar(struct docx *docx, size_t steps, int step)
{
    const size_t parts[2] = { steps, BAR_STEPS - steps };
    static const char *const fills[2] = { DOCX_BAR, DOCX_BAND };
    struct buf *out = docx->out;
    for (int i = 0; i < 2; i++) {
        if (parts[i] == 0)
            continue;
        buf_print(out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:gridSpan w:val=\"%zu\"/>",
                  step * (int)parts[i], parts[i]);
        buf_print(out,
                  "<w:tcBorders><w:top w:val=\"single\" w:sz=\"48\" w:space=\"0\" w:color=\"FFFFFF\"/><w:bottom "
                  "w:val=\"single\" w:sz=\"48\" w:space=\"0\" w:color=\"FFFFFF\"/></w:tcBorders><w:shd w:val=\"clear\" "
                  "w:color=\"auto\" w:fill=\"%s\"/></w:tcPr>",
                  fills[i]);
        put_empty(docx, "Cell");
        buf_text(out, "</w:tc>");
    }
}

static void put_bar_row(struct docx *docx, const struct doc_bar *bar, int64_t most, const int *widths)
{
    struct buf *out = docx->out;
    const size_t steps = (size_t)((bar->value * BAR_STEPS * 2 + most) / (2 * most));
    buf_text(out, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    begin_cell(out, widths[0], 1, NULL);
    docx->at_side = true;
    put_paragraph(docx, &bar->label, "Cell");
    docx->at_side = false;
    buf_text(out, "</w:tc>");
    put_bar(docx, steps, widths[1]);
    begin_cell(out, widths[BAR_STEPS + 1], 1, NULL);
    put_paragraph(docx, &bar->figures, "Cell");
    buf_text(out, "</w:tc></w:tr>");
}

/* A chart of few bars stays on one page, with the small print below it. */
static void put_bars(struct docx *docx, const struct doc_block *block)
{
    const struct doc_bars *bars = block->bars;
    const bool note = docx->at + 1 < docx->doc->n_blocks && docx->doc->blocks[docx->at + 1]->type == BLOCK_NOTE;
    int widths[BAR_STEPS + 2];
    const int step = docx->width * 40 / 100 / BAR_STEPS;
    widths[0] = docx->width * 34 / 100;
    for (int i = 1; i <= BAR_STEPS; i++)
        widths[i] = step;
    widths[BAR_STEPS + 1] = docx->width - widths[0] - step * BAR_STEPS;
    begin_table(docx, widths, BAR_STEPS + 2, DOCX_PLAIN_TABLE);
    for (size_t i = 0; i < bars->n; i++) {
        docx->keep = bars->n <= BARS_TOGETHER && (note || i + 1 < bars->n);
        put_bar_row(docx, &bars->v[i], bars->most, widths);
    }
    docx->keep = note;
    end_table(docx);
    docx->keep = false;
}

typedef void put_block(struct docx *docx, const struct doc_block *block);

static put_block *const puts_of[] = {
    [BLOCK_HEADING] = put_heading, [BLOCK_PARAGRAPH] = put_text,   [BLOCK_ITEM] = put_item,
    [BLOCK_NOTE] = put_text,       [BLOCK_TITLE_PAGE] = put_cover, [BLOCK_PAGE_BREAK] = put_break,
    [BLOCK_FACTS] = put_facts,     [BLOCK_TABLE] = put_table,      [BLOCK_BARS] = put_bars,
};

void docx_body(struct buf *out, const struct document *doc)
{
    struct docx docx = { .out = out, .doc = doc };
    docx_turn(&docx, doc->landscape);
    if (!doc->title_page)
        put_title(&docx, false);
    for (docx.at = 0; docx.at < doc->n_blocks; docx.at++)
        puts_of[doc->blocks[docx.at]->type](&docx, doc->blocks[docx.at]);
    docx_section(out, doc, docx.landscape, false);
}
