/* due: the day that a date of the plan means: a date itself, or so long after the workshop ("T+6 months"). Rule K3 of RULES.md. */
#ifndef PLENARY_CORE_DUE_H
#define PLENARY_CORE_DUE_H

#include "core/kind.h"

/* The day from which "T+" counts: the last of the workshop, else its first; NULL: it has no date. Borrowed. */
const char *due_base(const struct workshop *workshop);

/* Whether it counts from the workshop. */
bool due_is_after(const char *due);

/*
 * Days from 1970-01-01 to the day that a FIELD_DUE means; false: none ("ongoing", or "T+" without a base). `base` is a date or
 * NULL. Months and years lead to the same day of the month, or its last.
 */
bool due_day(const char *due, const char *base, int64_t *day);

/* The same for a date alone, YYYY-MM-DD with anything behind it, and back. False: a day before year 1 or after year 9999. */
int64_t due_day_of(const char *date);
enum { DUE_DATE = 11 };
bool due_date_of(char out[DUE_DATE], int64_t day);

#endif
