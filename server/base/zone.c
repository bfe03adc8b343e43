/* zone: time zones from the system's TZif files. See include/base/zone.h. */
#include "base/zone.h"

#include <assert.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

enum { HEADER_BYTES = 44, TYPE_BYTES = 6, DAY_S = 86400, OFFSET_MAX_S = 26 * 3600, FOOTER_MAX = 64, NAME_MAX = 64 };

/* When in the year a rule changes the clocks (POSIX.1 8.3: Mm.w.d, Jn, n). */
struct change_day {
    char form;                  /* 'M', 'J' (1 to 365, no leap day), or '0' (0 to 365) */
    int month, week, day;
    int32_t at_s;               /* local seconds after midnight, -167 to 167 hours */
};

struct footer {
    bool is_given, has_dst;
    int32_t standard, dst;      /* offsets, in seconds ahead of UTC */
    struct change_day begin, end;
};

struct zone {
    size_t n;                   /* transitions */
    int64_t *at;                /* ascending */
    int32_t *after;             /* the offset from then on */
    int32_t before;             /* the offset before the first */
    struct footer footer;
};

static int64_t big_endian(const uint8_t *p, size_t n)
{
    uint64_t value = (p[0] & 0x80) != 0 ? UINT64_MAX : 0;
    for (size_t i = 0; i < n; i++)
        value = value << 8 | p[i];
    return (int64_t)value;
}

/* Days since 1970 of a date of the Gregorian calendar. */
static int64_t days_of(int64_t year, int month, int day)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int64_t year_of(int64_t at)
{
    int64_t days = at / DAY_S - (at % DAY_S < 0);
    int64_t year = 1970 + days / 366;
    while (days_of(year + 1, 1, 1) <= days)
        year++;
    while (days_of(year, 1, 1) > days)
        year--;
    return year;
}

/* Reading the footer: each function takes its part off the text at *p and returns whether it was there. */

static bool take_name(const char **p)
{
    const char *start = *p;
    if (*start == '<') {
        *p = strchr(start, '>');
        if (*p == NULL)
            return false;
        (*p)++;
        return true;
    }
    while (isalpha((unsigned char)**p))
        (*p)++;
    return *p - start >= 3;
}

static bool take_number(const char **p, int min, int max, int *out)
{
    int value = 0;
    if (!isdigit((unsigned char)**p))
        return false;
    for (int i = 0; i < 3 && isdigit((unsigned char)**p); i++, (*p)++)
        value = value * 10 + (**p - '0');
    *out = value;
    return value >= min && value <= max;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool take_time(const char **p, int hours_max, int32_t *out)
{
    int sign = **p == '-' ? -1 : 1, hours, parts[2] = { 0, 0 };
    if (**p == '-' || **p == '+')
        (*p)++;
    if (!take_number(p, 0, hours_max, &hours))
        return false;
    for (int i = 0; i < 2 && **p == ':'; i++) {
        (*p)++;
        if (!take_number(p, 0, 59, &parts[i]))
            return false;
    }
    *out = sign * (hours * 3600 + parts[0] * 60 + parts[1]);
    return true;
}

static bool take_day(const char **p, struct change_day *day)
{
    bool ok;
    if (**p != ',')
        return false;
    (*p)++;
    day->form = **p == 'M' || **p == 'J' ? **p : '0';
    if (day->form != '0')
        (*p)++;
    if (day->form == 'M') {
        ok = take_number(p, 1, 12, &day->month) && *(*p)++ == '.' && take_number(p, 1, 5, &day->week) &&
             *(*p)++ == '.' && take_number(p, 0, 6, &day->day);
    } else {
        ok = take_number(p, day->form == 'J' ? 1 : 0, 365, &day->day);
    }
    day->at_s = 2 * 3600;
    if (!ok || **p != '/')
        return ok;
    (*p)++;
    return take_time(p, 167, &day->at_s);
}

/* std offset [dst [offset] , begin , end]; offsets in it are west of Greenwich. */
static bool read_footer(struct footer *footer, const char *p)
{
    int32_t west;
    if (*p == '\0')
        return true;
    footer->is_given = true;
    if (!take_name(&p) || !take_time(&p, 24, &west))
        return false;
    footer->standard = -west;
    if (*p == '\0')
        return true;
    footer->has_dst = true;
    footer->dst = footer->standard + 3600;
    if (!take_name(&p))
        return false;
    if (*p != ',') {
        if (!take_time(&p, 24, &west))
            return false;
        footer->dst = -west;
    }
    return take_day(&p, &footer->begin) && take_day(&p, &footer->end) && *p == '\0';
}

/* Local seconds since 1970 at which a rule changes the clocks in that year. */
static int64_t change_local(const struct change_day *day, int64_t year)
{
    int64_t first = days_of(year, 1, 1), days;
    bool leap = days_of(year + 1, 1, 1) - first == 366;
    if (day->form == 'M') {
        int64_t month = days_of(year, day->month, 1);
        int64_t next = day->month == 12 ? days_of(year + 1, 1, 1) : days_of(year, day->month + 1, 1);
        int64_t weekday = ((month + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
        days = month + (day->day - weekday + 7) % 7 + 7 * (day->week - 1);
        while (days >= next)
            days -= 7;
    } else {
        days = first + day->day - (day->form == 'J' ? 1 : 0) + (day->form == 'J' && leap && day->day >= 60 ? 1 : 0);
    }
    return days * DAY_S + day->at_s;
}

/* The rule's last change up to `at` counts; years overlap by a day or a week, so the neighbours are looked at as well. */
static int32_t footer_offset(const struct footer *footer, int64_t at)
{
    int32_t offset = footer->standard;
    int64_t latest = INT64_MIN, year = year_of(at);
    if (!footer->has_dst)
        return offset;
    for (int64_t y = year - 1; y <= year + 1; y++) {
        int64_t begin = change_local(&footer->begin, y) - footer->standard;
        int64_t end = change_local(&footer->end, y) - footer->dst;
        if (begin <= at && begin >= latest) {
            latest = begin;
            offset = footer->dst;
        }
        if (end <= at && end > latest) {
            latest = end;
            offset = footer->standard;
        }
    }
    return offset;
}

/* The counts of a header (RFC 8536 3.1). */
struct counts {
    size_t utc, standard, leaps, times, types, chars;
};

static size_t count_at(const uint8_t *p)
{
    return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
}

static bool read_header(const uint8_t *p, size_t n, struct counts *out)
{
    if (n < HEADER_BYTES || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
        return false;
    const uint8_t *counts = p + 20;
    *out = (struct counts){ count_at(counts),      count_at(counts + 4),  count_at(counts + 8),
                            count_at(counts + 12), count_at(counts + 16), count_at(counts + 20) };
    return out->types > 0 && out->types <= 256 && out->utc <= 256 && out->standard <= 256 && out->chars <= 4096 &&
           out->times <= ZONE_FILE_MAX && out->leaps <= ZONE_FILE_MAX;
}

static size_t body_bytes(const struct counts *c, size_t time_bytes)
{
    return c->times * (time_bytes + 1) + c->types * TYPE_BYTES + c->chars + c->leaps * (time_bytes + 4) + c->standard +
           c->utc;
}

static bool read_body(struct zone *zone, const uint8_t *p, const struct counts *c)
{
    const uint8_t *indexes = p + c->times * 8, *types = indexes + c->times;
    int32_t offsets[256];
    for (size_t i = 0; i < c->types; i++) {
        offsets[i] = (int32_t)big_endian(types + i * TYPE_BYTES, 4);
        if (offsets[i] < -OFFSET_MAX_S || offsets[i] > OFFSET_MAX_S)
            return false;
    }
    zone->n = c->times;
    zone->before = offsets[0];
    zone->at = mem_zero(c->times, sizeof(zone->at[0]));
    zone->after = mem_zero(c->times, sizeof(zone->after[0]));
    for (size_t i = 0; i < c->times; i++) {
        zone->at[i] = big_endian(p + i * 8, 8);
        if (indexes[i] >= c->types || (i > 0 && zone->at[i] <= zone->at[i - 1]))
            return false;
        zone->after[i] = offsets[indexes[i]];
    }
    return true;
}

/* The line between two line ends that the file closes with. */
static bool read_last_line(struct zone *zone, const uint8_t *p, size_t n)
{
    char line[FOOTER_MAX + 1];
    const uint8_t *end = n < 2 || p[0] != '\n' ? NULL : memchr(p + 1, '\n', n - 1);
    if (end == NULL || end - p - 1 > FOOTER_MAX)
        return false;
    memcpy(line, p + 1, (size_t)(end - p - 1));
    line[end - p - 1] = '\0';
    return read_footer(&zone->footer, line);
}

static bool read_all(struct zone *zone, const uint8_t *p, size_t n)
{
    struct counts first, second;
    if (!read_header(p, n, &first))
        return false;
    size_t skip = HEADER_BYTES + body_bytes(&first, 4); /* the part of version 1 */
    if (skip > n || !read_header(p + skip, n - skip, &second))
        return false;
    size_t body = skip + HEADER_BYTES, bytes = body_bytes(&second, 8);
    if (bytes > n - body || !read_body(zone, p + body, &second))
        return false;
    return read_last_line(zone, p + body + bytes, n - body - bytes);
}

struct zone *zone_read(const void *bytes, size_t n, char message[ZONE_MESSAGE_BYTES])
{
    struct zone *zone = mem_zero(1, sizeof(*zone));
    assert(bytes != NULL);
    if (n <= ZONE_FILE_MAX && read_all(zone, bytes, n))
        return zone;
    snprintf(message, ZONE_MESSAGE_BYTES, "the file is broken or no time zone (TZif, version 2 or later)");
    zone_close(zone);
    return NULL;
}

/* Names lead nowhere but to files below the directory. */
static bool name_ok(const char *name)
{
    if (!isalpha((unsigned char)name[0]) || strlen(name) > NAME_MAX)
        return false;
    for (const char *p = name; *p != '\0'; p++)
        if (!isalnum((unsigned char)*p) && strchr("/_+-", *p) == NULL)
            return false;
    return true;
}

struct zone *zone_open(const char *directory, const char *name, char message[ZONE_MESSAGE_BYTES])
{
    char path[512], why[ZONE_MESSAGE_BYTES];
    int length = name_ok(name) ? snprintf(path, sizeof(path), "%s/%s", directory, name) : -1;
    FILE *file = length < 0 || length >= (int)sizeof(path) ? NULL : fopen(path, "rb");
    if (file == NULL) {
        snprintf(message, ZONE_MESSAGE_BYTES, "there is no time zone %.40s among the system's (package tzdata)", name);
        return NULL;
    }
    char *bytes = mem_zero(ZONE_FILE_MAX + 1, 1);
    size_t n = fread(bytes, 1, ZONE_FILE_MAX + 1, file);
    fclose(file);
    struct zone *zone = zone_read(bytes, n, why);
    if (zone == NULL)
        snprintf(message, ZONE_MESSAGE_BYTES, "time zone %.40s: %.100s", name, why);
    mem_free(bytes);
    return zone;
}

void zone_close(struct zone *zone)
{
    if (zone == NULL)
        return;
    mem_free(zone->at);
    mem_free(zone->after);
    mem_free(zone);
}

int32_t zone_offset(const struct zone *zone, int64_t at)
{
    size_t low = 0, high = zone->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->at[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == zone->n && zone->footer.is_given)
        return footer_offset(&zone->footer, at);
    return low == 0 ? zone->before : zone->after[low - 1];
}

/* The rule of the footer, behind the last transition of the file. */
static bool footer_next(const struct zone *zone, int64_t at, int64_t *next)
{
    const struct footer *footer = &zone->footer;
    const int64_t year = year_of(at);
    bool found = false;
    for (int64_t y = year - 1; footer->has_dst && !found && y <= year + 2; y++) {
        const int64_t ends[2] = { change_local(&footer->begin, y) - footer->standard,
                                  change_local(&footer->end, y) - footer->dst };
        for (int i = 0; i < 2; i++) {
            if (ends[i] <= at || (found && ends[i] >= *next))
                continue;
            *next = ends[i];
            found = true;
        }
    }
    return found;
}

bool zone_next(const struct zone *zone, int64_t at, int64_t *next, int32_t *offset)
{
    const int64_t until = at + 100 * 366 * (int64_t)DAY_S;
    const int32_t now = zone_offset(zone, at);
    size_t i = 0;
    /* Some transitions only give the same time another name. */
    for (; at < until; at = *next) {
        while (i < zone->n && zone->at[i] <= at)
            i++;
        if (i < zone->n)
            *next = zone->at[i];
        else if (!footer_next(zone, at, next))
            return false;
        *offset = zone_offset(zone, *next);
        if (*offset != now)
            return true;
    }
    return false;
}

int64_t zone_to_utc(const struct zone *zone, int64_t local)
{
    int64_t early = local - zone_offset(zone, local - DAY_S);
    int64_t late = local - zone_offset(zone, local + DAY_S);
    if (early + zone_offset(zone, early) == local)
        return early; /* also the first of two */
    return late + zone_offset(zone, late) == local ? late : early;
}
