/*
 * pdf_record: what stands on a page, kept until all pages are known: boxes, glyphs with the text that they are of, and between them
 * where the pieces of the structure begin and end. See include/export/pdf.h.
 *
 * Cairo's own recordings cannot be used: tags inside them lose what they hold. What has no tag around it (lines, the foot of a page,
 * the head of a table on its second page) is painted, but no part of what is read.
 */
#include "export/pdf.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <hb.h>

#include "base/mem.h"

enum { TOLD_BYTES_MAX = 4000, FIRST = 64 };

enum put_type { PUT_BOX, PUT_RUN, PUT_OPEN, PUT_LINK, PUT_CLOSE };

struct pdf_put {
    uint8_t type;                   /* enum put_type */
    uint8_t tag;                    /* OPEN and CLOSE: enum pdf_tag */
    uint8_t rgb[3];
    bool backward;
    union {
        struct {
            double x, y, width, height;
        } box;
        struct {
            cairo_scaled_font_t *font;
            uint32_t text, glyphs, clusters;    /* how many of each, of those that follow */
        } run;
        size_t link;
    };
};

/* A glyph where it stands: half of what cairo needs for it. */
struct pdf_spot {
    uint32_t glyph;
    float x, y;
};

static const char *const names[] = {
    [PDF_P] = "P",         [PDF_H1] = "H1",       [PDF_H2] = "H2",   [PDF_H3] = "H3", [PDF_H4] = "H4",
    [PDF_SPAN] = "Span",   [PDF_LIST] = "L",      [PDF_ITEM] = "LI", [PDF_LABEL] = "Lbl",
    [PDF_BODY] = "LBody",  [PDF_TABLE] = "Table", [PDF_ROW] = "TR",  [PDF_HEADER] = "TH",
    [PDF_DATA] = "TD",     [PDF_CONTENTS] = "TOC", [PDF_ENTRY] = "TOCI", [PDF_LINK] = CAIRO_TAG_LINK,
};

static void *with_room(void *old, size_t *cap, size_t n, size_t size)
{
    if (n <= *cap)
        return old;
    *cap = n > 2 * *cap ? n + FIRST : 2 * *cap;
    return mem_grow(old, *cap, size);
}

static struct pdf_put *put(struct pdf *pdf, enum put_type type)
{
    struct pdf_record *record = &pdf->pages[pdf->page].record;
    record->v = with_room(record->v, &record->cap, record->n + 1, sizeof *record->v);
    record->v[record->n] = (struct pdf_put){ .type = (uint8_t)type };
    return &record->v[record->n++];
}

void pdf_fill(struct pdf *pdf, double x, double y, double width, double height, enum pdf_colour colour)
{
    struct pdf_put *box = put(pdf, PUT_BOX);
    pdf_colour_of(colour, box->rgb);
    box->box.x = x;
    box->box.y = y;
    box->box.width = width;
    box->box.height = height;
}

void pdf_open(struct pdf *pdf, enum pdf_tag tag)
{
    if (tag != PDF_UNTAGGED && !pdf->quiet)
        put(pdf, PUT_OPEN)->tag = (uint8_t)tag;
}

void pdf_open_link(struct pdf *pdf, struct pdf_link link)
{
    if (pdf->n_links == pdf->links_cap) {
        pdf->links_cap = pdf->links_cap == 0 ? 16 : 2 * pdf->links_cap;
        pdf->links = mem_grow(pdf->links, pdf->links_cap, sizeof *pdf->links);
    }
    link.page = pdf->n_pages;
    assert(!pdf->quiet);
    put(pdf, PUT_LINK)->link = pdf->n_links;
    pdf->links[pdf->n_links++] = link;
}

void pdf_close(struct pdf *pdf, enum pdf_tag tag)
{
    if (tag != PDF_UNTAGGED && !pdf->quiet)
        put(pdf, PUT_CLOSE)->tag = (uint8_t)tag;
}

/* What is not seen has no glyph: but the space at the end of a line is read, or words would run together. */
static bool is_seen(const PangoGlyphItem *item, const char *text, int i)
{
    return item->glyphs->glyphs[i].glyph != PANGO_GLYPH_EMPTY ||
           text[item->item->offset + item->glyphs->log_clusters[i]] == ' ';
}

/* A sign that no font has is drawn as its font draws such. */
static uint32_t glyph_of(const PangoGlyphItem *item, int i)
{
    const PangoGlyph glyph = item->glyphs->glyphs[i].glyph;
    hb_codepoint_t space = 0;
    if (glyph != PANGO_GLYPH_EMPTY)
        return glyph & PANGO_GLYPH_UNKNOWN_FLAG ? 0 : glyph;
    hb_font_get_nominal_glyph(pango_font_get_hb_font(item->item->analysis.font), ' ', &space);
    return space;
}

static void put_spots(struct pdf_record *record, const PangoGlyphItem *item, const char *text, double x, double y)
{
    const size_t most = record->n_spots + (size_t)item->glyphs->num_glyphs;
    record->spots = with_room(record->spots, &record->spots_cap, most, sizeof *record->spots);
    int along = 0;
    for (int i = 0; i < item->glyphs->num_glyphs; i++) {
        const PangoGlyphGeometry *place = &item->glyphs->glyphs[i].geometry;
        if (is_seen(item, text, i))
            record->spots[record->n_spots++] = (struct pdf_spot){
                .glyph = glyph_of(item, i),
                .x = (float)(x + (double)(along + place->x_offset) / PANGO_SCALE),
                .y = (float)(y + (double)place->y_offset / PANGO_SCALE),
            };
        along += place->width;
    }
}

/* A space that binds has the glyph of the other, and cairo would have to say so at each of them. How many bytes it is. */
static int put_letters(struct pdf_record *record, const char *letters, int n)
{
    static const char no_break_space[] = "\u00a0";
    const bool binds = (size_t)n == strlen(no_break_space) && memcmp(letters, no_break_space, (size_t)n) == 0;
    n = binds ? 1 : n;
    record->text = with_room(record->text, &record->text_cap, record->n_text + (size_t)n, 1);
    memcpy(record->text + record->n_text, binds ? " " : letters, (size_t)n);
    record->n_text += (size_t)n;
    return n;
}

/* The text of what is seen, and which glyphs are of which letters. */
static void put_clusters(struct pdf_record *record, PangoGlyphItem *item, const char *text)
{
    PangoGlyphItemIter at;
    for (gboolean on = pango_glyph_item_iter_init_start(&at, item, text); on;
         on = pango_glyph_item_iter_next_cluster(&at)) {
        const bool backward = at.start_glyph > at.end_glyph;
        const int from = backward ? at.end_glyph + 1 : at.start_glyph,
                  to = backward ? at.start_glyph + 1 : at.end_glyph;
        cairo_text_cluster_t cluster = { .num_bytes = at.end_index - at.start_index };
        for (int i = from; i < to; i++)
            cluster.num_glyphs += is_seen(item, text, i);
        if (cluster.num_glyphs == 0)
            continue;
        cluster.num_bytes = put_letters(record, text + at.start_index, cluster.num_bytes);
        record->clusters = with_room(record->clusters, &record->clusters_cap, record->n_clusters + 1, sizeof cluster);
        record->clusters[record->n_clusters++] = cluster;
    }
}

static void colour_run(struct pdf_put *run, const PangoItem *item, enum pdf_colour colour)
{
    pdf_colour_of(colour, run->rgb);
    for (const GSList *at = item->analysis.extra_attrs; at != NULL; at = at->next) {
        const PangoAttribute *attribute = at->data;
        if (attribute->klass->type != PANGO_ATTR_FOREGROUND)
            continue;
        const PangoColor *own = &((const PangoAttrColor *)attribute)->color;
        run->rgb[0] = (uint8_t)(own->red >> 8);
        run->rgb[1] = (uint8_t)(own->green >> 8);
        run->rgb[2] = (uint8_t)(own->blue >> 8);
    }
}

static void put_run(struct pdf *pdf, PangoGlyphItem *item, const char *text, double x, double y, enum pdf_colour colour)
{
    struct pdf_put *run = put(pdf, PUT_RUN);
    struct pdf_record *record = &pdf->pages[pdf->page].record;
    const size_t glyphs = record->n_spots, clusters = record->n_clusters, bytes = record->n_text;
    put_spots(record, item, text, x, y);
    put_clusters(record, item, text);
    colour_run(run, item->item, colour);
    run->backward = item->item->analysis.level & 1;
    run->run.font =
        cairo_scaled_font_reference(pango_cairo_font_get_scaled_font((PangoCairoFont *)item->item->analysis.font));
    run->run.text = (uint32_t)(record->n_text - bytes);
    run->run.glyphs = (uint32_t)(record->n_spots - glyphs);
    run->run.clusters = (uint32_t)(record->n_clusters - clusters);
}

/* A run of a line, and how far from its left. */
struct piece {
    PangoGlyphItem *item;
    int along;
};

static int compare_pieces(const void *one, const void *other)
{
    const int a = ((const struct piece *)one)->item->item->offset,
              b = ((const struct piece *)other)->item->item->offset;
    return (a > b) - (a < b);
}

void pdf_line(struct pdf *pdf, PangoLayoutLine *line, double x, double y, enum pdf_colour colour)
{
    const size_t n = g_slist_length(line->runs);
    struct piece *pieces = mem_zero(n + 1, sizeof *pieces);
    size_t i = 0;
    int along = 0;
    for (const GSList *at = line->runs; at != NULL; at = at->next) {
        pieces[i++] = (struct piece){ .item = at->data, .along = along };
        along += pango_glyph_string_get_width(pieces[i - 1].item->glyphs);
    }
    /* They stand as they are seen; put in the order in which they are read. */
    qsort(pieces, n, sizeof *pieces, compare_pieces);
    for (i = 0; i < n; i++)
        put_run(pdf, pieces[i].item, pango_layout_get_text(line->layout), x + (double)pieces[i].along / PANGO_SCALE, y,
                colour);
    mem_free(pieces);
}

/* The parts of a record that are still to be drawn. */
struct rest {
    cairo_glyph_t *glyphs;
    cairo_text_cluster_t *clusters;
    char *text;
};

static void draw_run(cairo_t *cr, const struct pdf_put *run, struct rest *rest)
{
    cairo_set_scaled_font(cr, run->run.font);
    cairo_show_text_glyphs(cr, rest->text, (int)run->run.text, rest->glyphs, (int)run->run.glyphs, rest->clusters,
                           (int)run->run.clusters, run->backward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : 0);
    rest->text += run->run.text;
    rest->glyphs += run->run.glyphs;
    rest->clusters += run->run.clusters;
}

static void begin_link(const struct pdf *pdf, const struct pdf_link *link, cairo_t *cr)
{
    struct buf told;
    buf_init(&told, TOLD_BYTES_MAX);
    buf_print(&told, "rect=[%d %d %d %d] ", (int)link->x, (int)link->y, (int)link->width + 1, (int)link->height + 1);
    if (link->address != NULL)
        buf_print(&told, "uri='%s'", link->address);
    else
        buf_print(&told, "page=%zu pos=[%d %d]", pdf->marks[link->mark].page, (int)pdf->left,
                  (int)pdf->marks[link->mark].y);
    assert(!told.full);
    cairo_tag_begin(cr, CAIRO_TAG_LINK, told.data);
    buf_free(&told);
}

static void draw(const struct pdf *pdf, const struct pdf_put *what, struct rest *rest, cairo_t *cr)
{
    switch ((enum put_type)what->type) {
    case PUT_BOX:
    case PUT_RUN:
        cairo_set_source_rgb(cr, what->rgb[0] / 255.0, what->rgb[1] / 255.0, what->rgb[2] / 255.0);
        if (what->type == PUT_RUN) {
            draw_run(cr, what, rest);
            return;
        }
        cairo_rectangle(cr, what->box.x, what->box.y, what->box.width, what->box.height);
        cairo_fill(cr);
        return;
    case PUT_OPEN:
        cairo_tag_begin(cr, names[what->tag], NULL);
        return;
    case PUT_LINK:
        begin_link(pdf, &pdf->links[what->link], cr);
        return;
    case PUT_CLOSE:
        cairo_tag_end(cr, names[what->tag]);
        return;
    }
}

void pdf_record_draw(const struct pdf *pdf, const struct pdf_record *record, cairo_t *cr)
{
    cairo_glyph_t *glyphs = mem_zero(record->n_spots + 1, sizeof *glyphs);
    for (size_t i = 0; i < record->n_spots; i++)
        glyphs[i] = (cairo_glyph_t){ record->spots[i].glyph, record->spots[i].x, record->spots[i].y };
    struct rest rest = { .glyphs = glyphs, .clusters = record->clusters, .text = record->text };
    for (size_t i = 0; i < record->n; i++)
        draw(pdf, &record->v[i], &rest, cr);
    mem_free(glyphs);
}

static void *trimmed(void *old, size_t *cap, size_t n, size_t size)
{
    if (n == 0 || n == *cap)
        return old;
    *cap = n;
    return mem_grow(old, n, size);
}

void pdf_record_trim(struct pdf_record *record)
{
    record->v = trimmed(record->v, &record->cap, record->n, sizeof *record->v);
    record->spots = trimmed(record->spots, &record->spots_cap, record->n_spots, sizeof *record->spots);
    record->clusters = trimmed(record->clusters, &record->clusters_cap, record->n_clusters, sizeof *record->clusters);
    record->text = trimmed(record->text, &record->text_cap, record->n_text, 1);
}

void pdf_record_free(struct pdf_record *record)
{
    for (size_t i = 0; i < record->n; i++)
        if (record->v[i].type == PUT_RUN)
            cairo_scaled_font_destroy(record->v[i].run.font);
    mem_free(record->v);
    mem_free(record->spots);
    mem_free(record->clusters);
    mem_free(record->text);
    *record = (struct pdf_record){ .n = 0 };
}
