/*
 * docx: inside the writer for Word: the body of the document (write_docx.c) and the parts of the archive round it (docx_parts.c).
 */
#ifndef PLENARY_EXPORT_DOCX_H
#define PLENARY_EXPORT_DOCX_H

#include "base/buf.h"
#include "export/document.h"

#define DOCX_ACCENT "17365D"
#define DOCX_BAND "E4EAF2"
#define DOCX_SOFT "56606B"

enum { DOCX_COLUMNS_MAX = 40, DOCX_PART_BYTES = 60 << 20 };

struct docx {
    struct buf *out;
    const struct document *doc;
    bool landscape;                 /* the pages now written */
    int width;                      /* of the text on them, in twips (1/1440 inch) */
};

/* Everything inside the element body. */
void docx_body(struct buf *out, const struct document *doc);

/* The pages from here on. */
void docx_turn(struct docx *docx, bool landscape);

/* Size, margins, footer and direction of a section that ends here. */
void docx_section(struct buf *out, const struct document *doc, bool landscape);

/* Text for XML. Control characters never get into a document. */
void docx_escape(struct buf *out, const char *text, size_t n);

#endif
