/* Documents for the tests of writers: one with everything in it, and one of hostile texts. */
#ifndef PLENARY_SUPPORT_EXPORT_DOCUMENT_H
#define PLENARY_SUPPORT_EXPORT_DOCUMENT_H

#include "base/buf.h"
#include "export/document.h"

/* A plan of `rows` rows in themes of five, and a block of each other type. `lang2`: a second column of text; LANG_N: none. */
struct document *sample_document(enum lang lang, enum lang lang2, size_t rows);

/* One text in every place that takes one. */
struct document *sample_of_text(enum lang lang, const char *text);

/* What people type to break a file, ended by NULL. The last ones are 20,000 code points long. */
extern const char *const hostile_texts[];
char *hostile_long(const char *piece);

/* Write `bytes` to a file and return what the command says about it: each "%s" stands for the file. Free with mem_free. */
char *told_by(const char *command, const struct buf *bytes);

#endif
