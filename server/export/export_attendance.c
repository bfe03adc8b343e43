/* export_attendance: attendance as one table: a row for each person on each day and at each agenda item. */
#include "core/kind_rows.h"
#include "export/csv.h"
#include "export/export.h"
#include "export/say.h"
#include "export/sheet.h"

struct writer {
    struct csv csv;
    const struct room *room;
    const struct zone *zone;
};

static const char *delegation_name(const struct writer *writer, uint64_t id)
{
    const struct delegation *delegation = room_delegation(writer->room, id);
    return delegation == NULL ? NULL : ml_text(&delegation->name, writer->csv.lang);
}

static void put_row(struct writer *writer, const struct sheet_part *part, const struct attended *one)
{
    struct csv *csv = &writer->csv;
    const struct person *person = room_person(writer->room, one->person);
    char date[11];
    sheet_date(date, writer->zone, part->time.from);
    csv_cell(csv, date);
    csv_cell(csv, part->item == NULL ? NULL : ml_text(&part->item->title, csv->lang));
    csv_cell(csv, delegation_name(writer, one->delegation));
    csv_cell(csv, person == NULL ? NULL : person->name);
    csv_cell(csv, person == NULL ? NULL : say_word(csv->lang, "ui.role.", role_word((enum role)person->role)));
    csv_cell(csv, say_word(csv->lang, "ui.mode.", person_mode_words[one->mode]));
    csv_time(csv, one->first);
    csv_time(csv, one->last);
    csv_count(csv, sheet_minutes(one->ms));
    csv_end_line(csv);
}

static void put_parts(struct writer *writer, const struct sheet_part *parts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < parts[i].n; k++)
            put_row(writer, &parts[i], &parts[i].v[k]);
}

void export_attendance(struct buf *out, const struct room *room, enum lang lang)
{
    static const char *const columns[] = { "date",       "item", "delegation", "name",   "role",
                                           "takes_part", "came", "left",       "minutes" };
    char message[ZONE_MESSAGE_BYTES];
    struct zone *zone = NULL;
    struct sheet sheet;
    if (room->workshop->time_zone != NULL)
        zone = zone_open(ZONE_DIRECTORY, room->workshop->time_zone, message);
    struct writer writer = { .room = room, .zone = zone };
    csv_begin(&writer.csv, out, lang);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        csv_cell(&writer.csv, csv_word(&writer.csv, columns[i]));
    csv_end_line(&writer.csv);
    sheet_make(&sheet, room, zone);
    put_parts(&writer, sheet.days, sheet.n_days);
    put_parts(&writer, sheet.items, sheet.n_items);
    sheet_free(&sheet);
    zone_close(zone);
}
