/*
 * write: a document as a file of one format. Writers know nothing of workshops. What is written twice has equal bytes. All of
 * them give up quietly when `out` is full, which the caller looks at.
 */
#ifndef PLENARY_EXPORT_WRITE_H
#define PLENARY_EXPORT_WRITE_H

#include "base/buf.h"
#include "export/document.h"

void write_html(struct buf *out, const struct document *doc);   /* one file, its own style, for print; no script */
void write_md(struct buf *out, const struct document *doc);     /* CommonMark with tables */
void write_docx(struct buf *out, const struct document *doc);   /* WordprocessingML (ECMA-376, transitional) */

void write_pdf_prepare(void);                                   /* once, before threads write: fonts are found */

/* False: it could not be made on this machine (no font, no memory file); a line in the log says why. */
bool write_pdf(struct buf *out, const struct document *doc);
bool write_xlsx(struct buf *out, const struct document *doc);

#endif
