/*
 * pdf_contents: the table of contents behind a title page. It is made when everything else is laid out, and put in before it. See
 * include/export/pdf.h.
 */
#include "export/pdf.h"

#include <stdio.h>

#include "export/say.h"

enum {
    LEVELS = 2,                     /* of headings that are told */
    FEW = 4,                        /* so many are found without it */
    TRIES = 3                       /* its own length moves what it counts */
};

#define INDENT 14.0
#define NUMBER_WIDTH 40.0
#define SECTION_SPACE 7.0       /* before a heading of the first level */

static const struct pdf_face HEADING = { .size = 15, .bold = true, .colour = PDF_ACCENT, .leading = 1 };
static const struct pdf_face SECTION = { .size = 10, .bold = true, .colour = PDF_INK, .leading = 1.06 };
static const struct pdf_face PART = { .size = 9, .colour = PDF_INK, .leading = 1.06 };

static bool is_told(const struct pdf_mark *mark)
{
    return mark->level <= LEVELS;
}

static bool is_wanted(const struct pdf *pdf)
{
    size_t n = 0;
    for (size_t i = 0; i < pdf->n_marks; i++)
        n += is_told(&pdf->marks[i]);
    return pdf->doc->title_page && n > FEW;
}

static void put_text(struct pdf *pdf, const char *text, struct pdf_face face, double start, double width,
                     enum pdf_tag tag, bool at_end)
{
    struct pdf_flow flow;
    pdf_flow_init(&flow, width);
    pdf_flow_text(pdf, &flow, text, face, true);
    flow.one_side = true;
    flow.right = doc_is_rtl(pdf->doc) != at_end;
    pdf_open(pdf, tag);
    pdf_flow_draw(pdf, &flow, 0, flow.n, pdf->left + pdf_mirrored(pdf, start, width), pdf->y);
    pdf_close(pdf, tag);
    pdf_flow_free(&flow);
}

/* One line: the words of the heading, and the page at the other end. `shift`: pages that come before. */
static void put_entry(struct pdf *pdf, const struct pdf_mark *mark, size_t shift)
{
    const struct pdf_face face = mark->level == 1 ? SECTION : PART;
    const double indent = INDENT * (mark->level - 1), least = face.size * (doc_is_rtl(pdf->doc) ? 2.1 : 1.7);
    struct pdf_flow words;
    pdf_flow_init(&words, pdf->inner - indent - NUMBER_WIDTH);
    pdf_flow_add(pdf, &words, mark->heading, face, 0);
    words.one_side = true;
    words.right = doc_is_rtl(pdf->doc);
    const double own = pdf_flow_height(&words, 0, words.n), height = own > least ? own : least;
    char number[24];
    snprintf(number, sizeof number, "%zu", mark->page + shift);
    pdf_need(pdf, height);
    pdf_space(pdf, mark->level == 1 ? SECTION_SPACE : 0);
    pdf_open(pdf, PDF_ENTRY);
    pdf_open_link(
        pdf,
        (struct pdf_link){
            .x = pdf->left, .y = pdf->y, .width = pdf->inner, .height = height, .mark = (size_t)(mark - pdf->marks) });
    pdf_flow_draw(pdf, &words, 0, words.n, pdf->left + pdf_mirrored(pdf, indent, words.width), pdf->y);
    pdf_close(pdf, PDF_LINK);
    pdf_flow_free(&words);
    put_text(pdf, number, face, pdf->inner - NUMBER_WIDTH, NUMBER_WIDTH, PDF_SPAN, true);
    pdf_close(pdf, PDF_ENTRY);
    pdf->y += height;
}

/* All of it on pages at the end; how many. */
static size_t put_all(struct pdf *pdf, size_t shift)
{
    const size_t before = pdf->n_pages;
    pdf_page_turn(pdf, false);
    pdf_page_next(pdf);
    put_text(pdf, say_word(pdf->doc->lang, "doc.", "contents"), HEADING, 0, pdf->inner, PDF_H2, false);
    pdf->y += HEADING.size * 2.2;
    pdf_open(pdf, PDF_CONTENTS);
    for (size_t i = 0; i < pdf->n_marks && pdf_goes_on(pdf); i++)
        if (is_told(&pdf->marks[i]))
            put_entry(pdf, &pdf->marks[i], shift);
    pdf_close(pdf, PDF_CONTENTS);
    return pdf->n_pages - before;
}

void pdf_contents(struct pdf *pdf)
{
    if (!is_wanted(pdf))
        return;
    size_t made = 0, expected = 1;
    for (int i = 0; i < TRIES && made != expected && pdf_goes_on(pdf); i++) {
        expected = made == 0 ? 1 : made;
        for (; made > 0; made--)
            pdf_page_drop(pdf);
        made = put_all(pdf, expected);
    }
    pdf_pages_move(pdf, made, 1);
}
