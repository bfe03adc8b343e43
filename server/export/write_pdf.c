/* write_pdf: the blocks of a document on pages of A4. See include/export/write.h and include/export/pdf.h. */
#include "export/write.h"

#include <assert.h>

#include "base/log.h"
#include "export/pdf.h"

#define INDENT 18.0
#define PARAGRAPH_SPACE 6.0

static const struct pdf_face TITLE = { .size = 20, .bold = true, .colour = PDF_ACCENT, .leading = 1 };
static const struct pdf_face TITLE_LARGE = { .size = 28, .bold = true, .colour = PDF_ACCENT, .leading = 1.05 };
static const struct pdf_face SUBTITLE = { .size = 11.5, .colour = PDF_SOFT, .leading = 1 };
static const struct pdf_face SUBTITLE_LARGE = { .size = 15, .colour = PDF_SOFT, .leading = 1.05 };
static const struct pdf_face HEADINGS[] = { { .size = 15, .bold = true, .colour = PDF_ACCENT, .leading = 1 },
                                            { .size = 12, .bold = true, .colour = PDF_INK, .leading = 1 },
                                            { .size = 10, .bold = true, .colour = PDF_SOFT, .leading = 1 } };
static const double HEADING_SPACE[] = { 22, 16, 11 };
static const struct pdf_face BODY = { .size = 10, .colour = PDF_INK, .leading = 1.06 };
static const struct pdf_face LABEL = { .size = 10, .colour = PDF_SOFT, .leading = 1.06 };
static const struct pdf_face FIGURES = { .size = 9, .colour = PDF_INK, .leading = 1 };
static const struct pdf_face SMALL = { .size = 8, .colour = PDF_SOFT, .leading = 1.06 };

/* The cell's lines stand at the side where those of the document begin. */
static void align(const struct pdf *pdf, struct pdf_cell *cell)
{
    cell->flow.one_side = true;
    cell->flow.right = doc_is_rtl(pdf->doc);
}

/* Whether it is said in a language that runs the other way: such a paragraph stands at its own side, however long it is. */
static bool runs_otherwise(const struct document *doc, const struct doc_paragraph *text)
{
    for (size_t i = 0; i < text->n; i++)
        if (text->v[i].lang == LANG_N || (text->v[i].lang == LANG_AR) == doc_is_rtl(doc))
            return false;
    return true;
}

/* A paragraph over the whole width. A heading and a single line of whatever language stand where lines of the document begin. */
static void put_text(struct pdf *pdf, const struct doc_paragraph *text, struct pdf_face face, enum pdf_tag tag)
{
    struct pdf_row row;
    pdf_row_init(&row, 1, 0);
    pdf_flow_init(&row.cells[0].flow, pdf->inner);
    pdf_flow_add(pdf, &row.cells[0].flow, text, face, 0);
    row.cells[0].tag = (uint8_t)tag;
    if (tag != PDF_P || (row.cells[0].flow.n == 1 && !runs_otherwise(pdf->doc, text)))
        align(pdf, &row.cells[0]);
    row.whole = row.cells[0].flow.n <= 3;
    pdf_row_put(pdf, &row, NULL);
    pdf_row_free(&row);
}

static void put_line(struct pdf *pdf, const char *text, struct pdf_face face, enum pdf_tag tag)
{
    struct pdf_row row;
    pdf_row_init(&row, 1, 0);
    pdf_flow_init(&row.cells[0].flow, pdf->inner);
    align(pdf, &row.cells[0]);
    row.cells[0].tag = (uint8_t)tag;
    pdf_flow_text(pdf, &row.cells[0].flow, text, face, false);
    pdf_row_put(pdf, &row, NULL);
    pdf_row_free(&row);
}

static void put_title(struct pdf *pdf, struct pdf_face title, struct pdf_face subtitle)
{
    put_line(pdf, pdf->doc->title, title, PDF_H1);
    if (pdf->doc->subtitle != NULL) {
        pdf->y += subtitle.size * 0.3;
        put_line(pdf, pdf->doc->subtitle, subtitle, PDF_P);
    }
    pdf->y += subtitle.size * 0.8;
    pdf_fill(pdf, pdf->left, pdf->y, pdf->inner, 1.2, PDF_ACCENT);
    pdf->y += 12;
}

/* The row is an entry of a list. */
static void tag_item(struct pdf_row *row)
{
    row->tag = PDF_ITEM;
    row->cells[0].tag = PDF_LABEL;
    row->cells[1].tag = PDF_BODY;
}

/* A label and what it is of beside each other, the second from `start` on. */
static struct pdf_row row_of_two(struct pdf *pdf, double start)
{
    struct pdf_row row;
    pdf_row_init(&row, 2, 2);
    pdf_flow_init(&row.cells[0].flow, start - 6);
    row.cells[0].x = pdf_mirrored(pdf, 0, start - 6);
    pdf_flow_init(&row.cells[1].flow, pdf->inner - start);
    row.cells[1].x = pdf_mirrored(pdf, start, pdf->inner - start);
    align(pdf, &row.cells[0]);
    align(pdf, &row.cells[1]);
    tag_item(&row);
    row.whole = true;
    return row;
}

#define FACT_SHARE 0.28         /* of the width: labels */

static struct pdf_row fact_row(struct pdf *pdf, const struct doc_fact *fact)
{
    struct pdf_row row = row_of_two(pdf, pdf->inner * FACT_SHARE);
    pdf_flow_add(pdf, &row.cells[0].flow, &fact->label, LABEL, 0);
    pdf_flow_add(pdf, &row.cells[1].flow, &fact->value, BODY, 0);
    pdf_row_align(&row);
    return row;
}

static double facts_height(struct pdf *pdf, const struct doc_facts *facts)
{
    double height = 0;
    for (size_t i = 0; i < facts->n && height < pdf_page_room(pdf); i++) {
        struct pdf_row row = fact_row(pdf, &facts->v[i]);
        height += pdf_row_height(&row);
        pdf_row_free(&row);
    }
    return height;
}

static void put_facts(struct pdf *pdf, const struct doc_facts *facts)
{
    if (facts->n == 0)
        return;
    pdf_open(pdf, PDF_LIST);
    for (size_t i = 0; i < facts->n && pdf_goes_on(pdf); i++) {
        struct pdf_row row = fact_row(pdf, &facts->v[i]);
        pdf_row_put(pdf, &row, NULL);
        pdf_row_free(&row);
    }
    pdf_close(pdf, PDF_LIST);
}

/* So many lists are open, one in the other. */
static void put_lists(struct pdf *pdf, size_t n)
{
    for (; pdf->lists > n; pdf->lists--)
        pdf_close(pdf, PDF_LIST);
    for (; pdf->lists < n; pdf->lists++)
        pdf_open(pdf, PDF_LIST);
}

/* A text of several lines that is read the other way keeps its own side, but not its number. */
static void put_item(struct pdf *pdf, const struct doc_block *block)
{
    struct pdf_row row;
    struct pdf_face face = BODY;
    const bool rtl = doc_is_rtl(pdf->doc);
    const double indent = INDENT * (block->level - 1);
    pdf_row_init(&row, 2, 2);
    struct pdf_flow *number = &row.cells[0].flow, *text = &row.cells[1].flow;
    pdf_flow_init(number, pdf->inner / 4);
    if (rtl && !doc_paragraph_is_rtl(pdf->doc, &block->text))
        face.size /= PDF_ARABIC_SCALE;
    pdf_flow_text(pdf, number, block->number == NULL ? "•" : block->number, face, true);
    align(pdf, &row.cells[0]);
    const double width = number->v[0].width + 8 > INDENT ? number->v[0].width + 8 : INDENT;
    pdf_flow_init(text, pdf->inner - indent - width);
    pdf_flow_add(pdf, text, &block->text, BODY, 0);
    if (text->n == 1)
        align(pdf, &row.cells[1]);
    pdf_row_align(&row);
    tag_item(&row);
    row.cells[0].x = pdf_mirrored(pdf, indent, number->width);
    row.cells[1].x = pdf_mirrored(pdf, indent + width, text->width);
    pdf_row_put(pdf, &row, NULL);
    pdf_row_free(&row);
}

/* The bar of one row of a chart: it begins where lines begin. */
struct bar {
    double start, width;            /* of a full bar */
    double part;                    /* 0 to 1 */
};

static void bar_piece(struct pdf *pdf, const void *with, double y, double height)
{
    const struct bar *bar = with;
    const double thick = 10, top = y + (height < 22 ? (height - thick) / 2 : 5);
    pdf_fill(pdf, pdf->left + pdf_mirrored(pdf, bar->start, bar->width), top, bar->width, thick, PDF_BAND);
    pdf_fill(pdf, pdf->left + pdf_mirrored(pdf, bar->start, bar->width * bar->part), top, bar->width * bar->part, thick,
             PDF_BAR);
}

/* Shares of the width: where bars begin behind their labels, and figures behind bars. */
#define BAR_SHARE 0.42
#define FIGURE_SHARE 0.78

static struct pdf_row bar_row(struct pdf *pdf, const struct doc_bar *bar)
{
    const double label = pdf->inner * BAR_SHARE - 10;
    struct pdf_row row = row_of_two(pdf, pdf->inner * FIGURE_SHARE);
    row.pad = 3;
    row.cells[0].flow.width = label;
    row.cells[0].x = pdf_mirrored(pdf, 0, label);
    pdf_flow_add(pdf, &row.cells[0].flow, &bar->label, FIGURES, 0);
    pdf_flow_add(pdf, &row.cells[1].flow, &bar->figures, FIGURES, 0);
    pdf_row_align(&row);
    return row;
}

static double bars_height(struct pdf *pdf, const struct doc_bars *bars)
{
    double height = 0;
    for (size_t i = 0; i < bars->n && height < pdf_page_room(pdf); i++) {
        struct pdf_row row = bar_row(pdf, &bars->v[i]);
        height += pdf_row_height(&row);
        pdf_row_free(&row);
    }
    return height;
}

static void put_bars(struct pdf *pdf, const struct doc_bars *bars)
{
    const double start = pdf->inner * BAR_SHARE;
    if (bars->n == 0)
        return;
    pdf_open(pdf, PDF_LIST);
    for (size_t i = 0; i < bars->n && pdf_goes_on(pdf); i++) {
        const struct bar bar = { .start = start,
                                 .width = pdf->inner * FIGURE_SHARE - start - 8,
                                 .part = (double)bars->v[i].value / (double)bars->most };
        const struct pdf_frame frame = { .piece = bar_piece, .with = &bar };
        struct pdf_row row = bar_row(pdf, &bars->v[i]);
        pdf_row_put(pdf, &row, &frame);
        pdf_row_free(&row);
    }
    pdf_close(pdf, PDF_LIST);
}

static double text_height(struct pdf *pdf, const struct doc_paragraph *text, struct pdf_face face)
{
    struct pdf_flow flow;
    pdf_flow_init(&flow, pdf->inner);
    pdf_flow_add(pdf, &flow, text, face, 0);
    const double height = pdf_flow_height(&flow, 0, flow.n);
    pdf_flow_free(&flow);
    return height;
}

/* The small print below a chart, and the table of its votes that would not say by itself what it is about. */
static double behind_bars(struct pdf *pdf, size_t block)
{
    double height = 16;
    for (; block < pdf->doc->n_blocks; block++) {
        const struct doc_block *b = pdf->doc->blocks[block];
        if (b->type == BLOCK_TABLE && b->table->n_columns > 0)
            return height + pdf_table_start(pdf, b->table);
        if (b->type != BLOCK_NOTE && b->type != BLOCK_ITEM)
            break;
        height += text_height(pdf, &b->text, b->type == BLOCK_NOTE ? SMALL : BODY) + 10;
    }
    return height;
}

enum { LINES_KEPT = 4 };        /* short paragraphs between a heading and its chart or table */

/* What must follow a heading on its page: of a chart and of a record all, with the lines before it. */
static double start_height(struct pdf *pdf, size_t block)
{
    double height = 0;
    for (; block < pdf->doc->n_blocks && pdf->doc->blocks[block]->type == BLOCK_HEADING; block++)
        height += 40;
    if (block == pdf->doc->n_blocks)
        return height;
    const size_t text = block;
    double lines = 0;
    for (; block < pdf->doc->n_blocks && pdf->doc->blocks[block]->type == BLOCK_PARAGRAPH; block++)
        lines +=
            block - text < LINES_KEPT ? text_height(pdf, &pdf->doc->blocks[block]->text, BODY) + PARAGRAPH_SPACE : 0;
    if (block - text > LINES_KEPT || block == pdf->doc->n_blocks)
        return height + 36;
    const struct doc_block *b = pdf->doc->blocks[block];
    if (b->type == BLOCK_TABLE && b->table->n_columns > 0)
        return height + lines + pdf_table_start(pdf, b->table);
    if (b->type == BLOCK_BARS)
        return height + lines + bars_height(pdf, b->bars) + behind_bars(pdf, block + 1);
    return height + (b->type == BLOCK_FACTS ? lines + facts_height(pdf, b->facts) : 36);
}

static void put_heading(struct pdf *pdf, size_t block)
{
    const struct doc_block *b = pdf->doc->blocks[block];
    const struct pdf_face face = HEADINGS[b->level - 1];
    pdf_space(pdf, HEADING_SPACE[b->level - 1]);
    const double height = text_height(pdf, &b->text, face) + 6;
    double need = height + start_height(pdf, block + 1);
    if (need > pdf_page_room(pdf))
        need = height + 36;
    pdf_need(pdf, need);
    pdf_mark(pdf, b->level, &b->text);
    put_text(pdf, &b->text, face, PDF_H1 + b->level); /* the title is the first */
    pdf->y += 6;
}

static void put_title_page(struct pdf *pdf, const struct doc_block *block)
{
    pdf->y = pdf->top + pdf_page_room(pdf) * 0.26;
    put_title(pdf, TITLE_LARGE, SUBTITLE_LARGE);
    pdf->y += 10;
    put_facts(pdf, block->facts);
    pdf_page_next(pdf);
}

/* A page on which nothing stands yet is not left empty, but it may have to be turned. */
static void put_break(struct pdf *pdf, bool wide)
{
    if (pdf_at_top(pdf) && wide == pdf->wide)
        return;
    if (pdf_at_top(pdf))
        pdf_page_drop(pdf);
    pdf_page_turn(pdf, wide);
    pdf_page_next(pdf);
}

static void put_block(struct pdf *pdf, size_t i)
{
    const struct doc_block *block = pdf->doc->blocks[i];
    put_lists(pdf, block->type == BLOCK_ITEM ? block->level : 0);
    switch ((enum doc_block_type)block->type) {
    case BLOCK_HEADING:
        put_heading(pdf, i);
        return;
    case BLOCK_PARAGRAPH:
        put_text(pdf, &block->text, BODY, PDF_P);
        pdf_space(pdf, PARAGRAPH_SPACE);
        return;
    case BLOCK_ITEM:
        put_item(pdf, block);
        return;
    case BLOCK_NOTE:
        pdf_space(pdf, 3);
        put_text(pdf, &block->text, SMALL, PDF_P);
        pdf_space(pdf, 7);
        return;
    case BLOCK_TITLE_PAGE:
        put_title_page(pdf, block);
        return;
    case BLOCK_PAGE_BREAK:
        put_break(pdf, block->level == 1);
        return;
    case BLOCK_FACTS:
        pdf_need(pdf, facts_height(pdf, block->facts));
        put_facts(pdf, block->facts);
        pdf_space(pdf, 8);
        return;
    case BLOCK_TABLE:
        if (block->table->n_columns > 0)
            pdf_table(pdf, block->table);
        pdf_space(pdf, 12);
        return;
    case BLOCK_BARS:
        pdf_need(pdf, bars_height(pdf, block->bars));
        put_bars(pdf, block->bars);
        pdf_space(pdf, 6);
        return;
    }
    assert(false && "a type of block");
}

void write_pdf_prepare(void)
{
    pdf_fonts_load();
}

bool write_pdf(struct buf *out, const struct document *doc)
{
    struct pdf pdf = { .doc = doc };
    pdf_page_turn(&pdf, doc->landscape);
    pdf_text_open(&pdf);
    if (pdf.fonts == NULL) {
        log_line(LOG_ERROR, "no font is installed, so no PDF can be made (package fonts-noto-core)");
        return false;
    }
    pdf_page_next(&pdf);
    if (!doc->title_page)
        put_title(&pdf, TITLE, SUBTITLE);
    for (size_t i = 0; i < doc->n_blocks && pdf_goes_on(&pdf); i++)
        put_block(&pdf, i);
    put_lists(&pdf, 0);
    /* A break at the very end leaves no empty page. */
    if (pdf.n_pages > 1 && pdf_at_top(&pdf))
        pdf_page_drop(&pdf);
    pdf_contents(&pdf);
    pdf_pages_write(&pdf, out);
    pdf_page_close(&pdf);
    pdf_text_close(&pdf);
    return true;
}
