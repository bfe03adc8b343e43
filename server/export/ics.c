/* ics: lines, texts, times and zones of calendars. See include/export/ics.h. */
#include "export/ics.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "export/document.h"

enum { VALUE_BYTES_MAX = 1 << 20, CHANGES_MAX = 400, DAY_S = 86400 };

/* The piece of a line that still fits, in whole characters. */
static size_t piece_of(const char *text, size_t n, size_t max)
{
    if (n <= max)
        return n;
    while (max > 0 && ((unsigned char)text[max] & 0xc0) == 0x80)
        max--;
    return max;
}

static void fold(struct buf *out, const char *line, size_t n)
{
    for (size_t at = 0, max = ICS_LINE_BYTES; at < n; max = ICS_LINE_BYTES - 1) {
        const size_t piece = piece_of(line + at, n - at, max);
        assert(piece > 0);
        buf_add(out, line + at, piece);
        at += piece;
        buf_text(out, at < n ? "\r\n " : "\r\n");
    }
}

void ics_line(struct buf *out, const char *name, const char *value)
{
    struct buf line;
    buf_init(&line, VALUE_BYTES_MAX);
    buf_text(&line, name);
    buf_char(&line, ':');
    buf_text(&line, value);
    assert(!line.full && strpbrk(line.data, "\r\n") == NULL);
    fold(out, line.data, line.len);
    buf_free(&line);
}

void ics_text(struct buf *out, const char *name, const char *text)
{
    char *clean = text == NULL ? NULL : doc_clean(text, strlen(text));
    if (clean == NULL)
        return;
    struct buf value;
    buf_init(&value, VALUE_BYTES_MAX);
    for (const char *p = clean; *p != '\0'; p++) {
        if (*p == '\n') {
            buf_text(&value, "\\n");
            continue;
        }
        if (strchr("\\;,", *p) != NULL)
            buf_char(&value, '\\');
        buf_char(&value, *p == '\t' ? ' ' : *p);
    }
    ics_line(out, name, value.data);
    buf_free(&value);
    mem_free(clean);
}

void ics_local_time(char out[ICS_TIME], int64_t at, int32_t offset)
{
    static const int64_t first = -62135596800, last = 253402300799; /* 0001-01-01T00:00:00 and 9999-12-31T23:59:59 */
    struct tm tm;
    const time_t local = (time_t)(at < first - offset ? first : at > last - offset ? last : at + offset);
    const struct tm *parts = gmtime_r(&local, &tm);
    assert(parts != NULL);
    const int n = snprintf(out, ICS_TIME, "%04d%02d%02dT%02d%02d%02d", (tm.tm_year + 1900) % 10000, tm.tm_mon + 1,
                           tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec % 100);
    assert(n == 15);
}

void ics_utc_time(char out[ICS_TIME], int64_t at)
{
    ics_local_time(out, at, 0);
    out[15] = 'Z';
    out[16] = '\0';
}

/* "+0100", "-0330": RFC 5545 3.3.14. */
static void put_offset(struct buf *out, const char *name, int32_t offset)
{
    char text[16];
    const int32_t size = offset < 0 ? -offset : offset, seconds = size % 60;
    int n = snprintf(text, sizeof text, "%c%02d%02d", offset < 0 ? '-' : '+', size / 3600, size / 60 % 60);
    if (seconds != 0)
        n += snprintf(text + n, sizeof text - (size_t)n, "%02d", seconds);
    assert((size_t)n < sizeof text);
    ics_line(out, name, text);
}

/* From the moment `at` on the clocks are `to` seconds ahead of UTC; they were `from`. */
static void put_observance(struct buf *out, int64_t at, int32_t from, int32_t to)
{
    char time[ICS_TIME];
    const char *part = to > from ? "DAYLIGHT" : "STANDARD";
    ics_local_time(time, at, from);
    ics_line(out, "BEGIN", part);
    ics_line(out, "DTSTART", time);
    put_offset(out, "TZOFFSETFROM", from);
    put_offset(out, "TZOFFSETTO", to);
    put_offset(out, "TZNAME", to);
    ics_line(out, "END", part);
}

/* It begins with the time before the first change, so that every moment from `from` on is in some observance. */
void ics_zone(struct buf *out, const struct zone *zone, const char *name, int64_t from, int64_t until)
{
    int64_t at = from - 2 * DAY_S, next;
    int32_t offset = zone_offset(zone, at), after;
    assert(from <= until);
    ics_line(out, "BEGIN", "VTIMEZONE");
    ics_line(out, "TZID", name);
    put_observance(out, at, offset, offset);
    for (int n = 0; n < CHANGES_MAX && zone_next(zone, at, &next, &after) && next <= until + 2 * DAY_S; n++) {
        put_observance(out, next, offset, after);
        at = next;
        offset = after;
    }
    ics_line(out, "END", "VTIMEZONE");
}
