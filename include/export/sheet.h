/*
 * sheet: attendance for documents: the stretches a sheet is made of, and who was there in each. What is still open lasts until the
 * room's last change, so that the same room gives the same sheet.
 */
#ifndef PLENARY_EXPORT_SHEET_H
#define PLENARY_EXPORT_SHEET_H

#include "base/zone.h"
#include "core/attendance.h"
#include "core/schedule.h"

struct sheet_part {
    struct stretch time;
    const struct item *item;        /* NULL: a day */
    struct attended *v;             /* by delegation, see attendance_in */
    size_t n;
};

struct sheet {
    struct sheet_part *days, *items;
    size_t n_days, n_items;
};

/* `zone` NULL: UTC. Of the items those at which anybody was there. Free with sheet_free. */
void sheet_make(struct sheet *sheet, const struct room *room, const struct zone *zone);
void sheet_free(struct sheet *sheet);

/* The clocks of the zone, for rules that ask for them. */
struct schedule_zone sheet_clocks(const struct zone *zone);

/* Whole minutes, rounded up: whoever came was there. */
int64_t sheet_minutes(int64_t ms);

/* The local date of a moment, as YYYY-MM-DD. */
void sheet_date(char out[11], const struct zone *zone, int64_t at);

#endif
