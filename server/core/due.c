/* due: the day that a date of the plan means. See include/core/due.h. */
#include "core/due.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { EPOCH = 719469 };                /* 1970-01-01 in days_of */

struct date {
    int64_t year, month, day;
};

/* Days since a day long ago of a date (proleptic Gregorian calendar). */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month <= 2 ? year - 1 : year, m = month <= 2 ? month + 9 : month - 3;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day;
}

static int64_t number_at(const char *text, size_t digits)
{
    int64_t n = 0;
    for (size_t i = 0; i < digits; i++)
        n = n * 10 + (text[i] - '0');
    return n;
}

static struct date date_of(const char *text)
{
    return (struct date){ number_at(text, 4), number_at(text + 5, 2), number_at(text + 8, 2) };
}

/* The same day of a later month, at most that month's last. */
static int64_t months_after(struct date from, int64_t months)
{
    int64_t month = from.month - 1 + months, year = from.year + month / 12;
    month = month % 12 + 1;
    int64_t first = days_of(year, month, 1);
    int64_t last = (month == 12 ? days_of(year + 1, 1, 1) : days_of(year, month + 1, 1)) - 1;
    int64_t day = first + from.day - 1;
    return day < last ? day : last;
}

const char *due_base(const struct workshop *workshop)
{
    return workshop->ends_on != NULL ? workshop->ends_on : workshop->starts_on;
}

bool due_is_after(const char *due)
{
    return due[0] == 'T';
}

bool due_day(const char *due, const char *base, int64_t *day)
{
    if (strcmp(due, "ongoing") == 0 || (due_is_after(due) && base == NULL))
        return false;
    struct date date = date_of(due_is_after(due) ? base : due);
    *day = days_of(date.year, date.month, date.day) - EPOCH;
    if (!due_is_after(due))
        return true;
    size_t digits = strspn(due + 2, "0123456789");
    int64_t n = number_at(due + 2, digits);
    char unit = due[2 + digits + 1];
    if (unit == 'd' || unit == 'w')
        *day += unit == 'w' ? 7 * n : n;
    else
        *day = months_after(date, unit == 'y' ? 12 * n : n) - EPOCH;
    return true;
}

int64_t due_day_of(const char *date)
{
    struct date given = date_of(date);
    return days_of(given.year, given.month, given.day) - EPOCH;
}

bool due_date_of(char out[DUE_DATE], int64_t day)
{
    static const int64_t first = -719162, last = 2932896; /* 0001-01-01 and 9999-12-31 */
    if (day < first || day > last)
        return false;
    int64_t year = (day + EPOCH) * 400 / 146097, month = 1;
    while (days_of(year + 1, 1, 1) - EPOCH <= day)
        year++;
    while (days_of(year, 1, 1) - EPOCH > day)
        year--;
    while (month < 12 && days_of(year, month + 1, 1) - EPOCH <= day)
        month++;
    assert(year >= 1 && year <= 9999);
    int64_t of_month = day - (days_of(year, month, 1) - EPOCH) + 1;
    int n = snprintf(out, DUE_DATE, "%04d-%02d-%02d", (int)(year % 10000), (int)month, (int)(of_month % 100));
    assert(n == DUE_DATE - 1);
    return true;
}
