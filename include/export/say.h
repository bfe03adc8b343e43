/*
 * say: words, dates, times and numbers of documents, in the three languages and in one place.
 *
 * Digits are Latin in all three, as on the screen (client/src/i18n/format.ts). Sentences are those of the catalogue under
 * "doc."; %1 to %9 stand for what is put in, and forms for numbers are parted by "|": one and other, in Arabic one, two, few,
 * many and other. Every function appends to a text that the caller frees with buf_free.
 */
#ifndef PLENARY_EXPORT_SAY_H
#define PLENARY_EXPORT_SAY_H

#include "base/buf.h"
#include "base/zone.h"
#include "core/kind.h"

enum { SAY_BYTES = 64 << 10 };      /* a ceiling for one sentence with names in it */

/* The sentence HEAD + KEY ("doc." and "plan"), for as long as the program runs; in a build without sentences an ellipsis. */
const char *say_word(enum lang lang, const char *head, const char *key);

/* The same as it agrees with what it is said of, such as KIND_ACTION; KIND_NONE: the plan as a whole. */
const char *say_of(enum lang lang, const char *head, const char *key, enum kind kind);

/* The sentence "doc.KEY" with its holes filled; `args` ends with NULL. */
void say_fill(struct buf *out, enum lang lang, const char *key, const char *const *args);

/* "doc.KEY" in the form for `n`, %1 is the number. */
void say_count(struct buf *out, enum lang lang, const char *key, int64_t n);

/* YYYY-MM-DD as "31 May 2026"; what is no date as it is. say_day puts the weekday before it. say_span: from one to the other. */
void say_date(struct buf *out, enum lang lang, const char *date);
void say_day(struct buf *out, enum lang lang, const char *date);
void say_span(struct buf *out, enum lang lang, const char *from, const char *to);

/* A due date (FIELD_DUE): a date, so long after the workshop, or ongoing. */
void say_due(struct buf *out, enum lang lang, const char *due);

/* "Page 3 of 12". */
void say_page(struct buf *out, enum lang lang, size_t number, size_t of);

/* A moment in ms, by the clock of `zone`: "14:30", and with its date "31 May 2026, 14:30". */
void say_clock(struct buf *out, const struct zone *zone, int64_t at);
void say_moment(struct buf *out, enum lang lang, const struct zone *zone, int64_t at);

/* A local time YYYY-MM-DDTHH:MM. */
void say_local(struct buf *out, enum lang lang, const char *local);

/* The date `days` after a date, as YYYY-MM-DD; false for what is no date. */
bool say_add_days(char out[11], const char *date, int64_t days);

#endif
