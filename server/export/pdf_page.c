/* pdf_page: pages, what is painted on them, and the file that they become. See include/export/pdf.h. */
#include "export/pdf.h"

#include <assert.h>
#include <string.h>

#include <cairo-pdf.h>

#include "base/mem.h"
#include "export/export.h"
#include "export/say.h"

#define A4_SHORT 595.276
#define A4_LONG 841.89
#define MARGIN 56.0
#define MARGIN_WIDE 45.0        /* at the sides and the top of a landscape page: a table is on it */
#define MARGIN_FOOT 62.0

enum { MARK_BYTES_MAX = 400, LEVELS = 3 };

/* All that is read of a document. */
static const char WHOLE[] = "Document";

static const struct pdf_face FOOT = { .size = 8, .colour = PDF_SOFT, .leading = 1 };

/* The colours of the client's light theme (client/src/css/tokens.css), dark enough for a black and white printer. */
void pdf_colour_of(enum pdf_colour colour, uint8_t rgb[3])
{
    static const uint32_t colours[] = {
        [PDF_INK] = 0x24221d,  [PDF_SOFT] = 0x5a554b, [PDF_ACCENT] = 0x0b5a5e, [PDF_WARN] = 0x7d5200,
        [PDF_LINE] = 0xd0cabc, [PDF_TINT] = 0xe9f1f0, [PDF_BAND] = 0xf4f1ea,   [PDF_BAR] = 0x5f9b98,
    };
    assert(colour < sizeof colours / sizeof colours[0]);
    for (int i = 0; i < 3; i++)
        rgb[i] = (uint8_t)(colours[colour] >> (16 - 8 * i));
}

bool pdf_goes_on(struct pdf *pdf)
{
    if (pdf->doc->request != NULL && !export_goes_on(pdf->doc->request))
        pdf->too_large = true;
    return !pdf->too_large;
}

void pdf_page_turn(struct pdf *pdf, bool wide)
{
    pdf->wide = wide;
    pdf->width = wide ? A4_LONG : A4_SHORT;
    pdf->height = wide ? A4_SHORT : A4_LONG;
    pdf->left = wide ? MARGIN_WIDE : MARGIN;
    pdf->top = wide ? MARGIN_WIDE : MARGIN;
    pdf->inner = pdf->width - 2 * pdf->left;
    pdf->bottom = pdf->height - MARGIN_FOOT;
}

static void leave_page(struct pdf *pdf)
{
    if (pdf->n_pages > 0)
        pdf_record_trim(&pdf->pages[pdf->page].record);
}

void pdf_page_next(struct pdf *pdf)
{
    pdf->y = pdf->top;
    if (pdf->n_pages == PDF_PAGES_MAX) {
        pdf->too_large = true;
        return;
    }
    if (pdf->n_pages == pdf->pages_cap) {
        pdf->pages_cap = pdf->pages_cap == 0 ? 8 : 2 * pdf->pages_cap;
        pdf->pages = mem_grow(pdf->pages, pdf->pages_cap, sizeof *pdf->pages);
    }
    leave_page(pdf);
    pdf->page = pdf->n_pages;
    pdf->pages[pdf->n_pages++] = (struct pdf_page){ .wide = pdf->wide };
}

void pdf_page_drop(struct pdf *pdf)
{
    assert(pdf->n_pages > 0);
    for (; pdf->n_links > 0 && pdf->links[pdf->n_links - 1].page == pdf->n_pages; pdf->n_links--)
        mem_free(pdf->links[pdf->n_links - 1].address);
    pdf_record_free(&pdf->pages[--pdf->n_pages].record);
    pdf->page = pdf->n_pages == 0 ? 0 : pdf->n_pages - 1;
}

static void move_page(size_t *page, size_t first, size_t n, size_t behind)
{
    if (*page > first)
        *page = *page - first + behind;
    else if (*page > behind)
        *page += n;
}

void pdf_pages_move(struct pdf *pdf, size_t n, size_t behind)
{
    assert(n + behind <= pdf->n_pages);
    const size_t first = pdf->n_pages - n;
    struct pdf_page *moved = mem_zero(n + 1, sizeof *moved);
    memcpy(moved, pdf->pages + first, n * sizeof *moved);
    memmove(pdf->pages + behind + n, pdf->pages + behind, (first - behind) * sizeof *moved);
    memcpy(pdf->pages + behind, moved, n * sizeof *moved);
    mem_free(moved);
    for (size_t i = 0; i < pdf->n_marks; i++)
        move_page(&pdf->marks[i].page, first, n, behind);
    for (size_t i = 0; i < pdf->n_links; i++)
        move_page(&pdf->links[i].page, first, n, behind);
}

double pdf_room(const struct pdf *pdf)
{
    return pdf->bottom - pdf->y;
}

double pdf_page_room(const struct pdf *pdf)
{
    return pdf->bottom - pdf->top;
}

bool pdf_at_top(const struct pdf *pdf)
{
    return pdf->y <= pdf->top;
}

void pdf_need(struct pdf *pdf, double height)
{
    if (!pdf_at_top(pdf) && height > pdf_room(pdf) && height <= pdf_page_room(pdf))
        pdf_page_next(pdf);
}

void pdf_space(struct pdf *pdf, double height)
{
    if (!pdf_at_top(pdf))
        pdf->y += height;
}

/* The words of a heading on one line; an outline of a reader is no place for more. */
static char *mark_text(const struct doc_paragraph *text)
{
    struct buf out;
    size_t n;
    buf_init(&out, MARK_BYTES_MAX);
    for (size_t i = 0; i < text->n; i++)
        buf_text(&out, text->v[i].text);
    char *line = buf_take(&out, &n);
    for (size_t i = 0; i < n; i++)
        if (line[i] == '\n' || line[i] == '\t')
            line[i] = ' ';
    return line;
}

void pdf_mark(struct pdf *pdf, int level, const struct doc_paragraph *text)
{
    assert(level >= 1 && level <= LEVELS);
    if (pdf->n_marks == pdf->marks_cap) {
        pdf->marks_cap = pdf->marks_cap == 0 ? 16 : 2 * pdf->marks_cap;
        pdf->marks = mem_grow(pdf->marks, pdf->marks_cap, sizeof *pdf->marks);
    }
    pdf->marks[pdf->n_marks++] = (struct pdf_mark){
        .level = level, .page = pdf->n_pages, .y = pdf->y, .text = mark_text(text), .heading = text
    };
}

void pdf_page_close(struct pdf *pdf)
{
    for (size_t i = 0; i < pdf->n_pages; i++)
        pdf_record_free(&pdf->pages[i].record);
    for (size_t i = 0; i < pdf->n_marks; i++)
        mem_free(pdf->marks[i].text);
    for (size_t i = 0; i < pdf->n_links; i++)
        mem_free(pdf->links[i].address);
    mem_free(pdf->links);
    mem_free(pdf->pages);
    mem_free(pdf->marks);
}

static cairo_status_t put_bytes(void *out, const unsigned char *bytes, unsigned n)
{
    buf_add(out, bytes, n);
    return ((struct buf *)out)->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* The workshop at the side where lines begin, "Page 3 of 12" at the other. */
static void put_foot(struct pdf *pdf, size_t number)
{
    struct buf text;
    struct pdf_flow name, count;
    const double y = pdf->height - 40, share = pdf->inner * 0.8;
    buf_init(&text, 64);
    say_page(&text, pdf->doc->lang, number, pdf->n_pages);
    pdf_flow_init(&name, share);
    pdf_flow_init(&count, pdf->inner - share);
    pdf_flow_text(pdf, &name, pdf->doc->footer, FOOT, true);
    pdf_flow_text(pdf, &count, text.data, FOOT, true);
    pdf->quiet = true;
    pdf_fill(pdf, pdf->left, y - 6, pdf->inner, 0.5, PDF_LINE);
    const bool rtl = doc_is_rtl(pdf->doc);
    name.one_side = count.one_side = true;
    name.right = rtl;
    count.right = !rtl;
    pdf_flow_draw(pdf, &name, 0, 1, pdf->left + pdf_mirrored(pdf, 0, share), y);
    pdf_flow_draw(pdf, &count, 0, 1, pdf->left + pdf_mirrored(pdf, share, pdf->inner - share), y);
    pdf->quiet = false;
    pdf_flow_free(&name);
    pdf_flow_free(&count);
    buf_free(&text);
}

static void put_outline(struct pdf *pdf, cairo_surface_t *file)
{
    int parents[LEVELS + 1] = { CAIRO_PDF_OUTLINE_ROOT };
    for (size_t i = 0; i < pdf->n_marks; i++) {
        const struct pdf_mark *mark = &pdf->marks[i];
        struct buf place;
        buf_init(&place, 128);
        buf_print(&place, "page=%zu pos=[%d %d]", mark->page, (int)pdf->left, (int)mark->y);
        const int id = cairo_pdf_surface_add_outline(file, parents[mark->level - 1], mark->text, place.data, 0);
        for (int level = mark->level; level <= LEVELS; level++)
            parents[level] = id;
        buf_free(&place);
    }
}

void pdf_pages_write(struct pdf *pdf, struct buf *out)
{
    cairo_surface_t *file = cairo_pdf_surface_create_for_stream(put_bytes, out, pdf->width, pdf->height);
    cairo_pdf_surface_set_metadata(file, CAIRO_PDF_METADATA_TITLE, pdf->doc->title);
    cairo_pdf_surface_set_metadata(file, CAIRO_PDF_METADATA_AUTHOR, pdf->doc->footer);
    if (pdf->doc->subtitle != NULL)
        cairo_pdf_surface_set_metadata(file, CAIRO_PDF_METADATA_SUBJECT, pdf->doc->subtitle);
    cairo_pdf_surface_set_metadata(file, CAIRO_PDF_METADATA_CREATOR, "Plenary");
    /* No time of making: the same document has the same bytes. */
    cairo_pdf_surface_set_metadata(file, CAIRO_PDF_METADATA_CREATE_DATE, "");
    cairo_t *cr = cairo_create(file);
    for (size_t i = 0; i < pdf->n_pages && pdf_goes_on(pdf) && !out->full; i++) {
        pdf_page_turn(pdf, pdf->pages[i].wide);
        cairo_pdf_surface_set_size(file, pdf->width, pdf->height);
        if (i == 0)
            cairo_tag_begin(cr, WHOLE, NULL);
        pdf->page = i;
        if (i > 0 || !pdf->doc->title_page)
            put_foot(pdf, i + 1);
        pdf_record_draw(pdf, &pdf->pages[i].record, cr);
        pdf_record_free(&pdf->pages[i].record);
        if (i + 1 == pdf->n_pages)
            cairo_tag_end(cr, WHOLE);
        cairo_show_page(cr);
    }
    cairo_destroy(cr);
    put_outline(pdf, file);
    cairo_surface_finish(file);
    if (cairo_surface_status(file) != CAIRO_STATUS_SUCCESS || pdf->too_large)
        out->full = true;
    cairo_surface_destroy(file);
    if (!out->full)
        pdf_finish(out, pdf->doc->lang);
}
