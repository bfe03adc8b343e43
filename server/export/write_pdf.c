/* write_pdf: the blocks of a document on pages of A4. See include/export/write.h and include/export/pdf.h. */
#include "export/write.h"

#include <assert.h>

#include "base/log.h"
#include "export/pdf.h"

#define INDENT 18.0

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

/* A paragraph over the width that is left beside `indent`. */
static void put_text(struct pdf *pdf, const struct doc_paragraph *text, struct pdf_face face, double indent)
{
    struct pdf_row row;
    pdf_row_init(&row, 1, 0);
    pdf_flow_init(&row.cells[0].flow, pdf->inner - indent);
    row.cells[0].x = pdf_mirrored(pdf, indent, pdf->inner - indent);
    pdf_flow_add(pdf, &row.cells[0].flow, text, face, 0);
    row.whole = row.cells[0].flow.n <= 3;
    pdf_row_put(pdf, &row, NULL);
    pdf_row_free(&row);
}

static void put_line(struct pdf *pdf, const char *text, struct pdf_face face)
{
    struct pdf_row row;
    pdf_row_init(&row, 1, 0);
    pdf_flow_init(&row.cells[0].flow, pdf->inner);
    pdf_flow_text(pdf, &row.cells[0].flow, text, face, false);
    pdf_row_put(pdf, &row, NULL);
    pdf_row_free(&row);
}

static void put_title(struct pdf *pdf, struct pdf_face title, struct pdf_face subtitle)
{
    put_line(pdf, pdf->doc->title, title);
    if (pdf->doc->subtitle != NULL) {
        pdf->y += subtitle.size * 0.3;
        put_line(pdf, pdf->doc->subtitle, subtitle);
    }
    pdf->y += subtitle.size * 0.8;
    pdf_fill(pdf, pdf->left, pdf->y, pdf->inner, 1.2, PDF_ACCENT);
    pdf->y += 8;
}

/* Two cells beside each other, the second from `start` on. */
static struct pdf_row row_of_two(struct pdf *pdf, double indent, double start)
{
    struct pdf_row row;
    pdf_row_init(&row, 2, 2);
    pdf_flow_init(&row.cells[0].flow, start - indent - 6);
    row.cells[0].x = pdf_mirrored(pdf, indent, start - indent - 6);
    pdf_flow_init(&row.cells[1].flow, pdf->inner - start);
    row.cells[1].x = pdf_mirrored(pdf, start, pdf->inner - start);
    row.whole = true;
    return row;
}

static void put_facts(struct pdf *pdf, const struct doc_facts *facts, double share)
{
    for (size_t i = 0; i < facts->n && pdf_goes_on(pdf); i++) {
        struct pdf_row row = row_of_two(pdf, 0, pdf->inner * share);
        pdf_flow_add(pdf, &row.cells[0].flow, &facts->v[i].label, LABEL, 0);
        pdf_flow_add(pdf, &row.cells[1].flow, &facts->v[i].value, BODY, 0);
        pdf_row_put(pdf, &row, NULL);
        pdf_row_free(&row);
    }
}

static void put_item(struct pdf *pdf, const struct doc_block *block)
{
    struct pdf_flow number;
    const double indent = INDENT * (block->level - 1);
    pdf_flow_init(&number, pdf->inner / 4);
    pdf_flow_text(pdf, &number, block->number == NULL ? "•" : block->number, BODY, true);
    number.v[0].rtl = doc_is_rtl(pdf->doc);
    const double width = number.v[0].width + 8 > INDENT ? number.v[0].width + 8 : INDENT;
    struct pdf_row row = row_of_two(pdf, indent, indent + width);
    row.whole = false;
    pdf_flow_free(&row.cells[0].flow);
    row.cells[0].flow = number;
    row.cells[0].x = pdf_mirrored(pdf, indent, number.width);
    pdf_flow_add(pdf, &row.cells[1].flow, &block->text, BODY, 0);
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

static void put_bars(struct pdf *pdf, const struct doc_bars *bars)
{
    const double label = pdf->inner * 0.38, start = pdf->inner * 0.78;
    for (size_t i = 0; i < bars->n && pdf_goes_on(pdf); i++) {
        const struct bar bar = { .start = label,
                                 .width = start - label - 8,
                                 .part = (double)bars->v[i].value / (double)bars->most };
        const struct pdf_frame frame = { .piece = bar_piece, .with = &bar };
        struct pdf_row row = row_of_two(pdf, 0, start);
        row.pad = 3;
        row.cells[0].flow.width = label - 10;
        row.cells[0].x = pdf_mirrored(pdf, 0, label - 10);
        pdf_flow_add(pdf, &row.cells[0].flow, &bars->v[i].label, FIGURES, 0);
        pdf_flow_add(pdf, &row.cells[1].flow, &bars->v[i].figures, FIGURES, 0);
        pdf_row_put(pdf, &row, &frame);
        pdf_row_free(&row);
    }
}

/* What must follow a heading on its page. */
static double start_height(struct pdf *pdf, size_t block)
{
    double height = 0;
    for (; block < pdf->doc->n_blocks && pdf->doc->blocks[block]->type == BLOCK_HEADING; block++)
        height += 40;
    if (block == pdf->doc->n_blocks)
        return height;
    const struct doc_block *b = pdf->doc->blocks[block];
    if (b->type == BLOCK_TABLE && b->table->n_columns > 0)
        return height + pdf_table_start(pdf, b->table);
    return height + (b->type == BLOCK_BARS ? 72 : 36);
}

static void put_heading(struct pdf *pdf, size_t block)
{
    const struct doc_block *b = pdf->doc->blocks[block];
    const struct pdf_face face = HEADINGS[b->level - 1];
    struct pdf_flow flow;
    pdf_space(pdf, HEADING_SPACE[b->level - 1]);
    pdf_flow_init(&flow, pdf->inner);
    pdf_flow_add(pdf, &flow, &b->text, face, 0);
    const double height = pdf_flow_height(&flow, 0, flow.n) + 6;
    double need = height + start_height(pdf, block + 1);
    pdf_flow_free(&flow);
    if (need > pdf_page_room(pdf))
        need = height + 36;
    pdf_need(pdf, need);
    pdf_mark(pdf, b->level, &b->text);
    put_text(pdf, &b->text, face, 0);
    pdf->y += 6;
}

static void put_title_page(struct pdf *pdf, const struct doc_block *block)
{
    pdf->y = pdf->top + pdf_page_room(pdf) * 0.26;
    put_title(pdf, TITLE_LARGE, SUBTITLE_LARGE);
    pdf->y += 10;
    put_facts(pdf, block->facts, 0.28);
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
    switch ((enum doc_block_type)block->type) {
    case BLOCK_HEADING:
        put_heading(pdf, i);
        return;
    case BLOCK_PARAGRAPH:
        put_text(pdf, &block->text, BODY, 0);
        pdf_space(pdf, 6);
        return;
    case BLOCK_ITEM:
        put_item(pdf, block);
        return;
    case BLOCK_NOTE:
        pdf_space(pdf, 3);
        put_text(pdf, &block->text, SMALL, 0);
        pdf_space(pdf, 3);
        return;
    case BLOCK_TITLE_PAGE:
        put_title_page(pdf, block);
        return;
    case BLOCK_PAGE_BREAK:
        put_break(pdf, block->level == 1);
        return;
    case BLOCK_FACTS:
        put_facts(pdf, block->facts, 0.28);
        pdf_space(pdf, 8);
        return;
    case BLOCK_TABLE:
        if (block->table->n_columns > 0)
            pdf_table(pdf, block->table);
        pdf_space(pdf, 12);
        return;
    case BLOCK_BARS:
        put_bars(pdf, block->bars);
        pdf_space(pdf, 10);
        return;
    }
    assert(false && "a type of block");
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
    /* A break at the very end leaves no empty page. */
    if (pdf.n_pages > 1 && pdf_at_top(&pdf))
        pdf_page_drop(&pdf);
    pdf_pages_write(&pdf, out);
    pdf_page_close(&pdf);
    pdf_text_close(&pdf);
    return true;
}
