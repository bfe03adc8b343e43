/*
 * zone: reading TZif files. See include/base/zone.h.
 *
 * A file lists the transitions one by one up to some year; behind the last one the rule of its footer holds (RFC 8536, 3.3),
 * which is that of the environment variable TZ in POSIX: "CET-1CEST,M3.5.0,M10.5.0/3".
 */
#include "base/zone.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { FILE_BYTES_MAX = 64 << 10, HEADER_BYTES = 44, TIMES_MAX = 4000, TYPES_MAX = 256, DAY_SECONDS = 86400 };

/* One end of summer time: a day of a month, as POSIX gives it, and the second of that day in local time. */
struct turn {
    int month, week, weekday;
    int32_t second;
};

struct zone {
    int64_t *times;             /* ascending */
    int32_t *offsets;           /* from the transition of the same index on */
    size_t n;
    int32_t first;              /* before all of them */
    bool has_rule, has_summer;
    int32_t standard, summer;
    struct turn begin, end;     /* of summer time */
};

static int64_t big_endian(const uint8_t *p, int bytes)
{
    uint64_t value = bytes > 0 && (p[0] & 0x80) ? UINT64_MAX : 0;
    for (int i = 0; i < bytes; i++)
        value = value << 8 | p[i];
    return (int64_t)value;
}

/* What a header says follows it: RFC 8536, 3.1, in its order. */
struct counts {
    size_t isut, isstd, leap, time, type, chars;
};

static bool read_header(const uint8_t *data, size_t n, struct counts *counts)
{
    size_t *const members[] = { &counts->isut, &counts->isstd, &counts->leap, &counts->time, &counts->type, &counts->chars };
    if (n < HEADER_BYTES || memcmp(data, "TZif", 4) != 0 || data[4] < '2')
        return false;
    for (size_t i = 0; i < 6; i++) {
        const int64_t value = big_endian(data + 20 + 4 * i, 4);
        if (value < 0 || value > FILE_BYTES_MAX)
            return false;
        *members[i] = (size_t)value;
    }
    return counts->time <= TIMES_MAX && counts->type >= 1 && counts->type <= TYPES_MAX;
}

static size_t body_bytes(const struct counts *counts, size_t width)
{
    return counts->time * (width + 1) + counts->type * 6 + counts->chars + counts->leap * (width + 4) + counts->isstd +
           counts->isut;
}

/* "<+03>" or "CET"; NULL: no name. */
static const char *skip_name(const char *p)
{
    const char *from = p;
    if (*p == '<') {
        p = strchr(p, '>');
        return p == NULL ? NULL : p + 1;
    }
    while ((*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z'))
        p++;
    return p == from ? NULL : p;
}

/* "[+-]hh[:mm[:ss]]" in seconds; NULL: not that. */
static const char *read_hours(const char *p, int32_t *seconds)
{
    const int32_t sign = *p == '-' ? -1 : 1;
    int32_t unit = 3600;
    *seconds = 0;
    p += *p == '-' || *p == '+';
    for (; unit > 0; unit /= 60) {
        char *end;
        const long value = strtol(p, &end, 10);
        if (end == p || value < 0 || value > 167)
            return NULL;
        *seconds += sign * unit * (int32_t)value;
        p = end;
        if (*p != ':')
            break;
        p++;
    }
    return p;
}

/* ",Mm.w.d[/time]". Files of the tz database use no other form. */
static const char *read_turn(const char *p, struct turn *turn)
{
    int used = 0;
    turn->second = 2 * 3600;
    if (sscanf(p, ",M%2d.%1d.%1d%n", &turn->month, &turn->week, &turn->weekday, &used) != 3 || used == 0 ||
        turn->month < 1 || turn->month > 12 || turn->week < 1 || turn->week > 5 || turn->weekday < 0 || turn->weekday > 6)
        return NULL;
    p += used;
    return *p == '/' ? read_hours(p + 1, &turn->second) : p;
}

static bool read_rule(struct zone *zone, const char *p)
{
    int32_t west;
    p = skip_name(p);
    if (p == NULL || (p = read_hours(p, &west)) == NULL)
        return false;
    zone->standard = -west;
    zone->has_rule = true;
    if (*p == '\0')
        return true;
    zone->has_summer = true;
    zone->summer = zone->standard + 3600;
    p = skip_name(p);
    if (p != NULL && *p != ',') {
        p = read_hours(p, &west);
        zone->summer = -west;
    }
    if (p != NULL)
        p = read_turn(p, &zone->begin);
    if (p != NULL)
        p = read_turn(p, &zone->end);
    return p != NULL && *p == '\0';
}

/* The 64-bit body, and the footer between two line ends behind it. */
static bool read_body(struct zone *zone, const uint8_t *data, size_t n, const struct counts *counts)
{
    char rule[100];
    const size_t bytes = body_bytes(counts, 8);
    if (n < bytes + 2)
        return false;
    const uint8_t *types = data + counts->time * 9;
    zone->n = counts->time;
    zone->times = mem_zero(counts->time, sizeof *zone->times);
    zone->offsets = mem_zero(counts->time, sizeof *zone->offsets);
    zone->first = (int32_t)big_endian(types, 4);
    for (size_t i = 0; i < counts->time; i++) {
        const size_t type = data[counts->time * 8 + i];
        zone->times[i] = big_endian(data + 8 * i, 8);
        if (type >= counts->type || (i > 0 && zone->times[i] <= zone->times[i - 1]))
            return false;
        zone->offsets[i] = (int32_t)big_endian(types + 6 * type, 4);
    }
    const uint8_t *footer = data + bytes, *end = memchr(footer + 1, '\n', n - bytes - 1);
    if (footer[0] != '\n' || end == NULL || (size_t)(end - footer) > sizeof rule)
        return false;
    memcpy(rule, footer + 1, (size_t)(end - footer - 1));
    rule[end - footer - 1] = '\0';
    return rule[0] == '\0' || read_rule(zone, rule);
}

static bool read_zone(struct zone *zone, const uint8_t *data, size_t n)
{
    struct counts counts;
    if (!read_header(data, n, &counts))
        return false;
    const size_t skip = HEADER_BYTES + body_bytes(&counts, 4);
    if (n < skip || !read_header(data + skip, n - skip, &counts))
        return false;
    return read_body(zone, data + skip + HEADER_BYTES, n - skip - HEADER_BYTES, &counts);
}

static bool is_safe(const char *name)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/";
    return name[0] != '\0' && name[0] != '/' && strlen(name) <= 64 && name[strspn(name, allowed)] == '\0';
}

struct zone *zone_load(const char *name)
{
    char path[120];
    assert(name != NULL);
    struct zone *zone = mem_zero(1, sizeof *zone);
    if (strcmp(name, "UTC") == 0)
        return zone;
    uint8_t *data = mem_zero(FILE_BYTES_MAX, 1);
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", is_safe(name) ? name : "");
    FILE *file = is_safe(name) ? fopen(path, "rb") : NULL;
    const size_t n = file == NULL ? 0 : fread(data, 1, FILE_BYTES_MAX, file);
    if (file != NULL)
        fclose(file);
    const bool good = read_zone(zone, data, n);
    mem_free(data);
    if (good)
        return zone;
    zone_free(zone);
    return NULL;
}

void zone_free(struct zone *zone)
{
    if (zone == NULL)
        return;
    mem_free(zone->times);
    mem_free(zone->offsets);
    mem_free(zone);
}

/* Days since 1970 of a date in the Gregorian calendar. */
static int64_t days_of(int64_t year, int month, int day)
{
    year -= month <= 2;
    const int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    const int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t year_of(int64_t at)
{
    const int64_t days = floor_div(at, DAY_SECONDS);
    int64_t year = 1970 + floor_div(days, 366);
    while (days_of(year + 1, 1, 1) <= days)
        year++;
    return year;
}

/* When summer time turns in that year, in seconds since 1970; `offset` holds before it. */
static int64_t turn_at(const struct turn *turn, int64_t year, int32_t offset)
{
    const int64_t first = days_of(year, turn->month, 1);
    const int64_t next = turn->month == 12 ? days_of(year + 1, 1, 1) : days_of(year, turn->month + 1, 1);
    const int64_t weekday = ((first + 4) % 7 + 7) % 7;          /* the first of January 1970 was a Thursday */
    int64_t day = first + (turn->weekday - weekday + 7) % 7 + 7 * (turn->week - 1);
    while (day >= next)
        day -= 7;
    return day * DAY_SECONDS + turn->second - offset;
}

static int32_t offset_by_rule(const struct zone *zone, int64_t at)
{
    if (!zone->has_summer)
        return zone->standard;
    const int64_t year = year_of(at + zone->standard);
    const int64_t begin = turn_at(&zone->begin, year, zone->standard), end = turn_at(&zone->end, year, zone->summer);
    const bool summer = begin < end ? at >= begin && at < end : at >= begin || at < end;
    return summer ? zone->summer : zone->standard;
}

int32_t zone_offset(const struct zone *zone, int64_t at)
{
    size_t low = 0, high = zone->n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (zone->times[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == zone->n && zone->has_rule)
        return offset_by_rule(zone, at);
    return low == 0 ? zone->first : zone->offsets[low - 1];
}
