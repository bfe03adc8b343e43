/*
 * ics: writing iCalendar (RFC 5545), as text in memory.
 *
 * Lines end with CR LF and are folded at 75 bytes, never inside a character (3.1). Text is escaped (3.3.11) and passes doc_clean, so
 * that nothing anybody types becomes a line of its own. A time of a workshop is a moment by the clocks of its place, told with
 * the zone that the calendar carries: its changes of clocks are written one by one, because some follow no rule (Ramadan).
 */
#ifndef PLENARY_EXPORT_ICS_H
#define PLENARY_EXPORT_ICS_H

#include "base/buf.h"
#include "base/zone.h"

enum { ICS_LINE_BYTES = 75, ICS_TIME = 17 };

/* One property. `name` has its parameters: "DTSTART;VALUE=DATE". ics_line takes a value of our own making, ics_text what people wrote. */
void ics_line(struct buf *out, const char *name, const char *value);
void ics_text(struct buf *out, const char *name, const char *text);      /* nothing for NULL and "" */

/* "20260531T093000" of a moment by clocks that are `offset` seconds ahead of UTC, and "20260531T063000Z". `at` in seconds. */
void ics_local_time(char out[ICS_TIME], int64_t at, int32_t offset);
void ics_utc_time(char out[ICS_TIME], int64_t at);

/* VTIMEZONE: how the clocks of `zone`, called `name`, are set from the moment `from` to `until`, both in seconds. */
void ics_zone(struct buf *out, const struct zone *zone, const char *name, int64_t from, int64_t until);

#endif
