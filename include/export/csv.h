/*
 * csv: tables as text (RFC 4180, CRLF) for spreadsheet programs: a byte order mark tells them that it is UTF-8, and a cell that one
 * of them would take for a formula begins with an apostrophe.
 */
#ifndef PLENARY_EXPORT_CSV_H
#define PLENARY_EXPORT_CSV_H

#include "base/buf.h"
#include "core/field.h"

struct csv {
    struct buf *out;
    enum lang lang;                 /* of headings */
    bool begun;                     /* the line has a cell */
};

void csv_begin(struct csv *csv, struct buf *out, enum lang lang);
void csv_cell(struct csv *csv, const char *text);           /* NULL is an empty cell */
void csv_count(struct csv *csv, int64_t n);                 /* 0 is an empty cell */
void csv_time(struct csv *csv, int64_t at);                 /* ms as RFC 3339, UTC; 0 is an empty cell */
void csv_end_line(struct csv *csv);

/* The sentence "export.KEY" in the language of the headings; the key itself in a build without sentences. */
const char *csv_word(const struct csv *csv, const char *key);

#endif
