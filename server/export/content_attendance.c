/*
 * content_attendance: who was there, day by day and item by item, delegation by delegation. For the facilitators: nobody else reads
 * attendance.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"
#include "core/kind_rows.h"
#include "export/content.h"
#include "export/say.h"
#include "export/sheet.h"

static void put_number(struct doc_table *table, size_t column, int64_t n, unsigned style)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, n);
    run_add(table_cell(table, column), text, style, LANG_N);
    table_value(table, column, text);
}

static void put_delegation(struct content *content, struct doc_paragraph *paragraph, uint64_t delegation)
{
    if (delegation == 0)
        run_add(paragraph, say_word(content->lang, "doc.", "no_delegation"), 0, LANG_N);
    else if (room_delegation(content->room, delegation) == NULL)
        run_add(paragraph, say_word(content->lang, "doc.", "gone"), RUN_SOFT, LANG_N);
    else
        content_add_name(content, paragraph, delegation, 0);
}

static void put_name(struct content *content, struct doc_paragraph *paragraph, uint64_t id)
{
    const struct person *person = room_person(content->room, id);
    if (person == NULL)
        run_add(paragraph, say_word(content->lang, "doc.", "gone_person"), RUN_SOFT, LANG_N);
    else
        run_add(paragraph, person->name, 0, LANG_N);
}

static void put_clock(struct content *content, struct doc_table *table, size_t column, int64_t at)
{
    CONTENT_SAID(text, say_clock(&text, content->zone, at), run_add(table_cell(table, column), text.data, 0, LANG_N));
}

static void put_attended(struct content *content, struct doc_table *table, const struct attended *one)
{
    table_row(table);
    put_delegation(content, table_cell(table, 0), one->delegation);
    put_name(content, table_cell(table, 1), one->person);
    run_add(table_cell(table, 2), say_word(content->lang, "doc.mode_", person_mode_words[one->mode]), 0, LANG_N);
    put_clock(content, table, 3, one->first);
    put_clock(content, table, 4, one->last);
    put_number(table, 5, sheet_minutes(one->ms), 0);
}

/* A person who changed delegations is in two rows, and one person all the same. */
static int64_t people_in(const struct sheet_part *part)
{
    struct map people = { 0 };
    for (size_t i = 0; i < part->n; i++)
        map_put(&people, part->v[i].person, part->v);
    int64_t n = (int64_t)people.n;
    map_free(&people);
    return n;
}

/* How many people there were stands in that column: of a day behind their names, of an item below their numbers. */
static void put_total(struct content *content, struct doc_table *table, const struct sheet_part *part, size_t column)
{
    table_sum(table);
    run_add(table_cell(table, 0), say_word(content->lang, "doc.", "total"), RUN_BOLD, LANG_N);
    put_number(table, column, people_in(part), RUN_BOLD);
}

static void put_day(struct content *content, const struct sheet_part *part)
{
    char date[11];
    sheet_date(date, content->zone, part->time.from);
    CONTENT_SAID(text, say_day(&text, content->lang, date),
                 run_add(document_heading(content->doc, 2), text.data, 0, LANG_N));
    struct doc_table *table = document_table(content->doc, NULL);
    content_column(content, table, COLUMN_TEXT, 32, "delegation");
    content_column(content, table, COLUMN_TEXT, 28, "name");
    content_column(content, table, COLUMN_TEXT, 14, "takes_part");
    content_column(content, table, COLUMN_DATE, 9, "came");
    content_column(content, table, COLUMN_DATE, 9, "left");
    content_column(content, table, COLUMN_NUMBER, 8, "minutes_there");
    for (size_t i = 0; i < part->n; i++)
        put_attended(content, table, &part->v[i]);
    put_total(content, table, part, 1);
}

/* The rows of one delegation from `begin` on, which stand together; how many. */
static size_t of_one_delegation(const struct sheet_part *part, size_t begin)
{
    size_t end = begin;
    while (end < part->n && part->v[end].delegation == part->v[begin].delegation)
        end++;
    return end - begin;
}

/* Names in one line: an item is told in a third of the height. It is read the document's way, whatever the first one is written in. */
static void put_party(struct content *content, struct doc_table *table, const struct attended *people, size_t n)
{
    static const char LEFT_TO_RIGHT[] = "\u200e", RIGHT_TO_LEFT[] = "\u200f";
    table_row(table);
    put_delegation(content, table_cell(table, 0), people[0].delegation);
    struct doc_paragraph *names = table_cell(table, 1);
    run_add(names, doc_is_rtl(content->doc) ? RIGHT_TO_LEFT : LEFT_TO_RIGHT, 0, LANG_N);
    for (size_t i = 0; i < n; i++) {
        run_add(names, i == 0 ? "" : say_word(content->lang, "doc.", "comma"), 0, LANG_N);
        put_name(content, names, people[i].person);
    }
    put_number(table, 2, (int64_t)n, 0);
}

static void put_item(struct content *content, const struct sheet_part *part)
{
    content_add_name(content, document_heading(content->doc, 2), part->item->e.id, 0);
    CONTENT_SAID(text, say_moment(&text, content->lang, content->zone, part->time.from);
                 buf_text(&text, "\xe2\x80\x93");
                 say_clock(&text, content->zone, part->time.until),
                 run_add(document_paragraph(content->doc), text.data, RUN_SOFT, LANG_N));
    struct doc_table *table = document_table(content->doc, NULL);
    content_column(content, table, COLUMN_TEXT, 32, "delegation");
    content_column(content, table, COLUMN_TEXT, 56, "name");
    content_column(content, table, COLUMN_NUMBER, 12, "people_there");
    for (size_t i = 0, n; i < part->n; i += n) {
        n = of_one_delegation(part, i);
        put_party(content, table, &part->v[i], n);
    }
    put_total(content, table, part, 2);
}

void content_attendance(struct content *content)
{
    struct sheet sheet;
    sheet_make(&sheet, content->room, content->zone);
    if (sheet.n_days == 0)
        content_say(content, "none", RUN_SOFT);
    else
        content_heading(content, 1, "by_day");
    for (size_t i = 0; i < sheet.n_days; i++)
        put_day(content, &sheet.days[i]);
    if (sheet.n_items > 0)
        content_heading(content, 1, "by_item");
    for (size_t i = 0; i < sheet.n_items; i++)
        put_item(content, &sheet.items[i]);
    sheet_free(&sheet);
}
