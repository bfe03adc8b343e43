/*
 * docx: inside the writer for Word: the body of the document (write_docx.c), the text of its paragraphs (docx_runs.c), the table of
 * contents (docx_contents.c), the widths of columns (docx_columns.c), the styles (docx_styles.c), and the parts of the archive round them (docx_parts.c).
 */
#ifndef PLENARY_EXPORT_DOCX_H
#define PLENARY_EXPORT_DOCX_H

#include "base/buf.h"
#include "export/document.h"

/* The colours of the client's tokens, as in the other formats. */
#define DOCX_ACCENT "0B5A5E"
#define DOCX_TINT "E9F1F0"
#define DOCX_BAND "F4F1EA"
#define DOCX_LINE "D0CABC"
#define DOCX_SOFT "5A554B"
#define DOCX_INK "24221D"
#define DOCX_BAR "5C9A9B"

#define DOCX_BOOKMARK "_Toc%06u"    /* of each heading, counted from 1 */

#define DOCX_XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define DOCX_W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

/* Styles that more than one file names. */
#define DOCX_STRONG "Strong"
#define DOCX_SECONDARY "SecondaryText"
#define DOCX_UNAGREED "UnagreedWording"
#define DOCX_LINK "Hyperlink"
#define DOCX_CODE "Fingerprint"
#define DOCX_BULLET "BulletedText"      /* and a level behind it, from 1 */
#define DOCX_NUMBERED "NumberedText"
#define DOCX_RULED_TABLE "RuledTable"
#define DOCX_PLAIN_TABLE "PlainTable"

/* A4 and its margins in twips. */
enum { DOCX_PAGE_SHORT = 11906, DOCX_PAGE_LONG = 16838, DOCX_MARGIN = 1077, DOCX_MARGIN_FOOT = 560 };

enum { DOCX_COLUMNS_MAX = 40, DOCX_LEVELS = 4, DOCX_PART_BYTES = 60 << 20 };

struct docx {
    struct buf *out;
    const struct document *doc;
    bool landscape;                 /* the pages now written */
    int width;                      /* of the text on them, in twips (1/1440 inch) */
    size_t at;                      /* the place of the block now written */
    bool keep;                      /* the paragraphs now written stay on the page of what follows */
    bool at_side;                   /* and keep to the side of the document */
    const struct doc_paragraph *table_name;     /* the heading above the tables now written; NULL: none */
    bool listed;                    /* the place of the table of contents is behind us */
    unsigned headings;              /* so far */
};

/* Everything inside the element body. */
void docx_body(struct buf *out, const struct document *doc);

/* The text of a paragraph, in pieces of one direction each. */
void docx_runs(struct buf *out, const struct document *doc, const struct doc_paragraph *paragraph);

/* Widths in twips of the columns that are shown, as wide as the text on the page. Returns how many there are. */
size_t docx_columns(const struct docx *docx, const struct doc_table *table, int widths[DOCX_COLUMNS_MAX]);

/* "1.2", "(b)": reads from left to right in every language. */
void docx_number(struct buf *out, const struct document *doc, const char *text);

/* word/styles.xml, and word/numbering.xml with the bullets. */
void docx_styles(struct buf *out, const struct document *doc);
void docx_numbering(struct buf *out, const struct document *doc);

/*
 * A table of contents that Word brings up to date. Its entries lead to their headings; the numbers of their pages are fields, which
 * programs fill in when they lay out or print. False: the document has no headings, and nothing was written.
 */
bool docx_contents(struct docx *docx);

/* The pages from here on. */
void docx_turn(struct docx *docx, bool landscape);

/* Size, margins, footer and direction of a section that ends here; a cover has no footer. */
void docx_section(struct buf *out, const struct document *doc, bool landscape, bool cover);

/* Text for XML. Control characters never get into a document. */
void docx_escape(struct buf *out, const char *text, size_t n);

#endif
