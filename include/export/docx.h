/*
 * docx: inside the writer for Word: the body of the document (write_docx.c) and the parts of the archive round it (docx_parts.c).
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

enum { DOCX_COLUMNS_MAX = 40, DOCX_PART_BYTES = 60 << 20 };

struct docx {
    struct buf *out;
    const struct document *doc;
    bool landscape;                 /* the pages now written */
    int width;                      /* of the text on them, in twips (1/1440 inch) */
    const struct doc_block *next;   /* behind the one now written; NULL: none */
    bool keep;                      /* the paragraphs now written stay on the page of what follows */
    bool at_side;                   /* and keep to the side of the document */
    bool listed;                    /* the place of the table of contents is behind us */
    unsigned headings;              /* so far */
};

/* Everything inside the element body. */
void docx_body(struct buf *out, const struct document *doc);

/*
 * A table of contents that Word brings up to date. Its entries lead to their headings; the numbers of their pages are fields, which
 * programs fill in when they lay out or print. False: the document has no headings, and nothing was written.
 */
bool docx_contents(struct docx *docx);

/* The pages from here on. */
void docx_turn(struct docx *docx, bool landscape);

/* Size, margins, footer and direction of a section that ends here. */
void docx_section(struct buf *out, const struct document *doc, bool landscape);

/* Text for XML. Control characters never get into a document. */
void docx_escape(struct buf *out, const char *text, size_t n);

#endif
