/* sheet: attendance for documents. See include/export/sheet.h. */
#include "export/sheet.h"

#include <stdio.h>
#include <time.h>

#include "base/mem.h"

static int64_t to_utc(const void *zone, int64_t local)
{
    return zone == NULL ? local : zone_to_utc(zone, local * 60) / 60;
}

static int64_t to_local(const void *zone, int64_t utc)
{
    return zone == NULL ? utc : utc + zone_offset(zone, utc * 60) / 60;
}

struct schedule_zone sheet_clocks(const struct zone *zone)
{
    return (struct schedule_zone){ zone, to_utc, to_local };
}

static void put_days(struct sheet *sheet, const struct room *room, const struct zone *zone)
{
    const struct schedule_zone clocks = sheet_clocks(zone);
    struct stretch *days = attendance_days(room, &clocks, room->at, &sheet->n_days);
    sheet->days = mem_zero(sheet->n_days, sizeof *sheet->days);
    for (size_t i = 0; i < sheet->n_days; i++) {
        struct sheet_part *part = &sheet->days[i];
        part->time = days[i];
        part->v = attendance_in(room, part->time, room->at, &part->n);
    }
    mem_free(days);
}

static void put_items(struct sheet *sheet, const struct room *room)
{
    size_t n;
    struct entity **items = room_sorted(room, KIND_ITEM, 0, &n);
    sheet->items = mem_zero(n, sizeof *sheet->items);
    for (size_t i = 0; i < n; i++) {
        struct sheet_part part = { .item = (const struct item *)items[i] };
        if (!attendance_item(part.item, room->at, &part.time))
            continue;
        part.v = attendance_in(room, part.time, room->at, &part.n);
        if (part.n > 0)
            sheet->items[sheet->n_items++] = part;
        else
            mem_free(part.v);
    }
    mem_free(items);
}

void sheet_make(struct sheet *sheet, const struct room *room, const struct zone *zone)
{
    *sheet = (struct sheet){ 0 };
    put_days(sheet, room, zone);
    put_items(sheet, room);
}

void sheet_free(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->n_days; i++)
        mem_free(sheet->days[i].v);
    for (size_t i = 0; i < sheet->n_items; i++)
        mem_free(sheet->items[i].v);
    mem_free(sheet->days);
    mem_free(sheet->items);
}

int64_t sheet_minutes(int64_t ms)
{
    return (ms + 59999) / 60000;
}

void sheet_date(char out[11], const struct zone *zone, int64_t at)
{
    struct tm parts = { 0 };
    int64_t seconds = at / 1000;
    const time_t local = (time_t)(seconds + (zone == NULL ? 0 : zone_offset(zone, seconds)));
    (void)gmtime_r(&local, &parts);
    if (strftime(out, 11, "%Y-%m-%d", &parts) == 0)
        out[0] = '\0';
}
