/*
 * pdf: inside the PDF writer. Text laid out in lines (pdf_text.c), pages that lines are put on (pdf_page.c), what stands on a page
 * (pdf_record.c), rows of cells that break over pages (pdf_table.c), the table of contents (pdf_contents.c), the widths of columns
 * (pdf_columns.c), and the blocks of a document made of these (write_pdf.c).
 *
 * Lengths are points of 1/72 inch, y grows downwards. Everything on a page goes through the functions here. A page is recorded and
 * written at the end, because its foot tells how many pages there are. Used by one thread; nothing is shared between documents.
 *
 * Structure, by which a document is read aloud, is told where a row of cells is put and where a flow is drawn (pdf_open, pdf_close), and
 * by the list, table or contents around them. A row of a table that is longer than a page is read as one row on each page.
 */
#ifndef PLENARY_EXPORT_PDF_H
#define PLENARY_EXPORT_PDF_H

#include <pango/pangocairo.h>

#include "base/buf.h"
#include "export/document.h"

enum {
    PDF_PAGES_MAX = 4000            /* 2,000 rows of one full page each, twice over */
};

/* Pieces of the structure by which a document is read aloud. Only what holds no other piece may hold text. */
enum pdf_tag {
    PDF_UNTAGGED, PDF_P, PDF_H1, PDF_H2, PDF_H3, PDF_H4, PDF_SPAN, PDF_LIST, PDF_ITEM, PDF_LABEL, PDF_BODY, PDF_TABLE, PDF_ROW,
    PDF_HEADER, PDF_DATA, PDF_CONTENTS, PDF_ENTRY, PDF_LINK
};

enum pdf_colour { PDF_INK, PDF_SOFT, PDF_ACCENT, PDF_WARN, PDF_LINE, PDF_TINT, PDF_BAND, PDF_BAR };

#define PDF_ARABIC_SCALE 1.12   /* naskh letters look smaller than Latin ones of the same size */

/* How a paragraph is set. */
struct pdf_face {
    double size;
    bool bold;
    uint8_t colour;                 /* enum pdf_colour; runs of another style have their own */
    double leading;                 /* height of a line as a multiple of what the font asks for */
    bool dates;                     /* it holds dates, of which the year stays in its line */
    bool hyphens;                   /* its column is narrower than its words: they may be parted */
};

struct pdf_line {
    PangoLayoutLine *line;          /* its layout is kept by the flow */
    double space;                   /* before it: it opens a paragraph; left out at the top of a piece */
    double height, baseline;
    double width;
    bool rtl;                       /* it begins at the right */
    uint8_t colour;                 /* enum pdf_colour */
};

/*
 * Paragraphs of one width, one below the other, as lines. Each line stands at the side where its direction begins, unless all stand
 * at one: a name in Latin letters in a table that is read from the right.
 */
struct pdf_flow {
    double width;
    bool one_side, right;           /* right: which side, where it is one */
    struct pdf_line *v;
    size_t n, cap;
    PangoLayout **layouts;
    size_t n_layouts, layouts_cap;
};

struct pdf_put;
struct pdf_spot;

/* What stands on a page, in the order in which it was put there. */
struct pdf_record {
    struct pdf_put *v;
    size_t n, cap;
    struct pdf_spot *spots;         /* glyphs of all texts */
    size_t n_spots, spots_cap;
    cairo_text_cluster_t *clusters; /* which of them are of which letters */
    size_t n_clusters, clusters_cap;
    char *text;
    size_t n_text, text_cap;
};

struct pdf_page {
    struct pdf_record record;
    bool wide;
};

/* A heading, as an entry of the outline. */
struct pdf_mark {
    int level;
    size_t page;                    /* from 1 */
    double y;
    char *text;
    const struct doc_paragraph *heading;    /* the same as it is set; the document's */
};

/* A place that leads somewhere when one points at it. */
struct pdf_link {
    size_t page;                    /* from 1 */
    double x, y, width, height;
    size_t mark;                    /* the heading it leads to, where there is no address */
    char *address;
};

struct pdf {
    const struct document *doc;
    PangoFontMap *fonts;
    PangoContext *context_ltr, *context_rtl;    /* for paragraphs of either direction */
    double width, height;           /* of the paper */
    double left, top, inner, bottom;    /* the area of the text: its left and top, its width, and where it ends */

    bool wide;                      /* the paper lies: landscape */
    struct pdf_page *pages;
    size_t n_pages, pages_cap;
    size_t page;                    /* the one that is being filled */
    bool quiet;                     /* what is put now is no part of the structure: it was read before */
    size_t lists;                   /* that are open, one in the other */
    double y;                       /* where the next thing goes */
    struct pdf_mark *marks;         /* of the outline */
    size_t n_marks, marks_cap;
    struct pdf_link *links;
    size_t n_links, links_cap;

    bool too_large;                 /* more pages or time than allowed: nothing more is put anywhere */
};

/* pdf_text.c */

/* What the machine has of fonts is read, so that no two threads do it at the same time. */
void pdf_fonts_load(void);
/* The font map, one for each thread. pdf->fonts stays NULL when the machine has no font. */
void pdf_text_open(struct pdf *pdf);
void pdf_text_close(struct pdf *pdf);
void pdf_flow_init(struct pdf_flow *flow, double width);
void pdf_flow_free(struct pdf_flow *flow);
void pdf_flow_add(struct pdf *pdf, struct pdf_flow *flow, const struct doc_paragraph *paragraph, struct pdf_face face,
                  double space);
/* The same for a plain text. With `shorten` it is cut to one line. */
void pdf_flow_text(struct pdf *pdf, struct pdf_flow *flow, const char *text, struct pdf_face face, bool shorten);
double pdf_flow_height(const struct pdf_flow *flow, size_t from, size_t to);
/* The end of the lines from `from` on that fit into `room`. */
size_t pdf_flow_fit(const struct pdf_flow *flow, size_t from, double room);
/*
 * Put these lines on the page, from `y` down. A single paragraph is text of the piece of structure that is open; several, and
 * addresses, are pieces of their own.
 */
void pdf_flow_draw(struct pdf *pdf, const struct pdf_flow *flow, size_t from, size_t to, double x, double y);
/* The width that paragraph needs, when it is broken between words only, or not at all. */
double pdf_text_width(struct pdf *pdf, const struct doc_paragraph *paragraph, struct pdf_face face, bool whole);

/* pdf_page.c */
void pdf_page_turn(struct pdf *pdf, bool wide);     /* how the pages from the next one on lie */
void pdf_page_next(struct pdf *pdf);        /* a fresh page; y is at its top */
void pdf_page_drop(struct pdf *pdf);        /* the last page, on which nothing stands */
double pdf_room(const struct pdf *pdf);     /* left on the page */
double pdf_page_room(const struct pdf *pdf);    /* on an empty page */
bool pdf_at_top(const struct pdf *pdf);
/* A fresh page, unless `height` fits on this one or would not fit on an empty one either. */
void pdf_need(struct pdf *pdf, double height);
void pdf_space(struct pdf *pdf, double height);     /* none at the top of a page */
void pdf_colour_of(enum pdf_colour colour, uint8_t rgb[3]);
void pdf_mark(struct pdf *pdf, int level, const struct doc_paragraph *text);    /* an entry of the outline, here */
/* The last pages, `n` of them, come behind the first `behind` ones, with all that leads to pages. */
void pdf_pages_move(struct pdf *pdf, size_t n, size_t behind);
bool pdf_goes_on(struct pdf *pdf);          /* false when it is too large or has taken too long */
/* All pages with their feet into `out`, which is full when it is too large. */
void pdf_pages_write(struct pdf *pdf, struct buf *out);
void pdf_page_close(struct pdf *pdf);

/* pdf_record.c */

void pdf_fill(struct pdf *pdf, double x, double y, double width, double height, enum pdf_colour colour);
void pdf_line(struct pdf *pdf, PangoLayoutLine *line, double x, double y, enum pdf_colour colour);
/* A piece of the structure begins and ends here; one that is open when a page ends goes on with the next one. */
void pdf_open(struct pdf *pdf, enum pdf_tag tag);
void pdf_open_link(struct pdf *pdf, struct pdf_link link);      /* takes the address; closed as PDF_LINK */
void pdf_close(struct pdf *pdf, enum pdf_tag tag);
void pdf_record_trim(struct pdf_record *record);    /* nothing is added any more, but a foot */
void pdf_record_draw(const struct pdf *pdf, const struct pdf_record *record, cairo_t *cr);
void pdf_record_free(struct pdf_record *record);

/* pdf_contents.c */

/* The table of contents of a document with a title page: made last, and put in behind that page. */
void pdf_contents(struct pdf *pdf);

/* pdf_finish.c */

/* What cairo cannot say of a file it has written: the language, and that its title is to be shown. */
void pdf_finish(struct buf *file, enum lang lang);

/* pdf_columns.c */

/* The heads and the cells of tables, and the room at either side of a cell. */
static const struct pdf_face PDF_HEAD = { .size = 8.5, .bold = true, .colour = PDF_ACCENT, .leading = 1 };
static const struct pdf_face PDF_CELL = { .size = 8.5, .colour = PDF_INK, .leading = 1.02 };

#define PDF_CELL_GAP 5.0

/* How the cells of a column are set; `narrow`: in a table with less room than its words need. */
struct pdf_face pdf_cell_face(const struct doc_column *column, bool narrow);

/*
 * Where each column begins, from the side where lines begin, and how wide it is. One that is not shown has no width. False: the
 * table is too narrow for its longest words.
 */
bool pdf_lay_columns(struct pdf *pdf, const struct doc_table *table, double *start, double *width);

/* pdf_table.c */

/* Cells beside each other that start at the same height and break over pages together. */
struct pdf_cell {
    struct pdf_flow flow;
    double x;                       /* of its text, from the left of the area */
    uint8_t tag;                    /* enum pdf_tag */
};

struct pdf_row {
    struct pdf_cell *cells;
    size_t n;
    double pad;                     /* above and below the text */
    uint8_t tag;                    /* around its cells: enum pdf_tag */
    bool whole;                     /* goes to the next page rather than being cut, where a page is enough */
};

/* What surrounds rows: drawn for each piece of a row, and at the top of each page that a row goes on to. */
struct pdf_frame {
    void (*piece)(struct pdf *pdf, const void *with, double y, double height);
    void (*head)(struct pdf *pdf, const void *with);
    const void *with;
    double head_height;
};

void pdf_row_init(struct pdf_row *row, size_t n, double pad);
void pdf_row_free(struct pdf_row *row);
/* The first lines of all cells stand on one line, whatever letters they are of. */
void pdf_row_align(struct pdf_row *row);
double pdf_row_height(const struct pdf_row *row);
/* Put the row at y, and move y below it. `frame` may be NULL. */
void pdf_row_put(struct pdf *pdf, struct pdf_row *row, const struct pdf_frame *frame);
/* Where a box begins that lies `start` from the side on which lines of the document begin. */
double pdf_mirrored(const struct pdf *pdf, double start, double width);
void pdf_table(struct pdf *pdf, const struct doc_table *table);
/* The height that the table needs at least at its beginning: its head and a row, and of a small one all. */
double pdf_table_start(struct pdf *pdf, const struct doc_table *table);

#endif
