/*
 * csv: a table as text (RFC 4180), read record by record.
 *
 * Fields are parted by comma, semicolon or tab, whichever the first record has most of outside of quotes; a first line
 * `sep=X`, as spreadsheets write it, says so itself. Quotes are special at the beginning of a field only. Records end with CR LF, LF or CR;
 * empty lines are passed over. A byte order mark is skipped. Lines are counted as an editor shows them.
 *
 * Fields are borrowed until the next record. Limits: CSV_FIELDS_MAX, and a record as long as the text.
 */
#ifndef PLENARY_BASE_CSV_H
#define PLENARY_BASE_CSV_H

#include "base/buf.h"

enum { CSV_FIELDS_MAX = 64 };

struct csv {
    const char *at, *end;
    char separator;
    size_t line;                    /* in which `at` stands, from 1 */
    struct buf text;                /* the fields of the record, a NUL behind each */
};

struct csv_record {
    const char *field[CSV_FIELDS_MAX];
    size_t n;
    size_t line;                    /* in which it begins */
};

enum csv_result {
    CSV_RECORD,
    CSV_END,
    CSV_QUOTES,                     /* a quote is not closed, or something follows it; record->line says where */
    CSV_FIELDS                      /* more than CSV_FIELDS_MAX; likewise */
};

/* False: it is not UTF-8, or holds a NUL byte. The text is borrowed for as long as records are read. */
bool csv_open(struct csv *csv, const char *text, size_t n);
void csv_close(struct csv *csv);

/* After anything but CSV_RECORD there is nothing more to read. */
enum csv_result csv_next(struct csv *csv, struct csv_record *record);

#endif
