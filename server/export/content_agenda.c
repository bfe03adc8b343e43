/* content_agenda: the agenda day by day: as it was planned, and as it was run by the clocks of the workshop's place. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "core/kind_rows.h"
#include "core/schedule.h"
#include "export/content.h"
#include "export/say.h"
#include "export/sheet.h"

enum { MINUTE_MS = 60000, SLIP_MINUTES = 5 };   /* what is less is punctual */

/* Where each column of the table is. Those that would be empty from top to bottom are missing (0). */
struct columns {
    size_t as_run, item, item2, kind, presenter;
    char date[11];                  /* the one last told of a run on another day than planned; "" at the top of a day */
};

/* "09:00-09:30", also where only the items before it tell when it begins. */
static void put_planned(struct doc_table *table, const struct content *content, const struct schedule_item *slot)
{
    const int64_t start = slot->planned_start, end = slot->planned_end;
    if (start == SCHEDULE_NONE) {
        run_add(table_cell(table, 0), slot->item->start, 0, LANG_N);
        return;
    }
    CONTENT_SAID(
        text, say_clock(&text, content->zone, start * MINUTE_MS); if (end != SCHEDULE_NONE && end > start) {
            buf_text(&text, "\xe2\x80\x93");
            say_clock(&text, content->zone, end * MINUTE_MS);
        },
                                                                  run_add(table_cell(table, 0), text.data, 0, LANG_N));
}

/* What slipped: the date where it was another day, said once, else how late it began. */
static void put_slip(struct doc_table *table, struct columns *at, const struct content *content,
                     const struct schedule_item *slot)
{
    const struct item *item = slot->item;
    char planned[11], date[11], minutes[24];
    if (!say_add_days(planned, content->room->workshop->starts_on, item->day - 1))
        return;
    sheet_date(date, content->zone, item->started_at);
    if (strcmp(at->date, date) == 0)
        return;
    if (strcmp(planned, date) != 0) {
        memcpy(at->date, date, sizeof date);
        CONTENT_SAID(text, say_date(&text, content->lang, date),
                     run_add(table_cell(table, at->as_run), text.data, RUN_SOFT, LANG_N));
        return;
    }
    at->date[0] = '\0';
    const int64_t late = slot->planned_start == SCHEDULE_NONE ? 0 : item->started_at / MINUTE_MS - slot->planned_start;
    if (late < SLIP_MINUTES && late > -SLIP_MINUTES)
        return;
    snprintf(minutes, sizeof minutes, "%" PRId64, late < 0 ? -late : late);
    content_fill(table_cell(table, at->as_run), content->lang, late < 0 ? "early" : "late", RUN_SOFT,
                 (const char *const[]){ minutes, NULL });
}

static void put_run(struct doc_table *table, struct columns *at, const struct content *content,
                    const struct schedule_item *slot)
{
    const struct item *item = slot->item;
    const size_t column = at->as_run;
    if (item->started_at == 0) {
        if (content->room->workshop->state == WORKSHOP_CLOSED || item->state == ITEM_SKIPPED)
            run_add(table_cell(table, column), say_word(content->lang, "doc.", "not_run"), RUN_SOFT, LANG_N);
        return;
    }
    CONTENT_SAID(
        text, say_clock(&text, content->zone, item->started_at);
        if (item->ended_at / MINUTE_MS > item->started_at / MINUTE_MS) {
            buf_text(&text, "\xe2\x80\x93");
            say_clock(&text, content->zone, item->ended_at);
        },
        run_add(table_cell(table, column), text.data, 0, LANG_N));
    put_slip(table, at, content, slot);
    if (item->ended_at == 0)
        run_add(table_cell(table, column), say_word(content->lang, "doc.", "running"), RUN_SOFT, LANG_N);
}

static const char *kind_word(enum lang lang, const struct item *item)
{
    return say_word(lang, "ui.kind.", kind_field(KIND_ITEM, "kind", NULL)->words[item->item_kind]);
}

/* "Presentation, Expert": what has columns of its own where there is one language only. */
static void put_about(struct doc_paragraph *paragraph, enum lang lang, const struct item *item)
{
    run_add(paragraph, kind_word(lang, item), RUN_SOFT, lang);
    if (item->presenter != NULL)
        run_add(paragraph, say_word(lang, "doc.", "comma"), RUN_SOFT, lang);
    run_add(paragraph, item->presenter, RUN_SOFT, LANG_N);
}

static void put_title(struct content *content, struct doc_table *table, size_t column, enum lang lang, const struct item *item)
{
    if (content->lang2 != LANG_N)
        content_add_text(content, table_cell(table, column), &item->title, lang, RUN_BOLD);
    else
        content_add_ml(content, table_cell(table, column), &item->title, lang, RUN_BOLD);
    if (!ml_is_empty(&item->notes))
        content_add_ml(content, table_cell(table, column), &item->notes, lang, 0);
    if (content->lang2 != LANG_N)
        put_about(table_cell(table, column), lang, item);
}

/* "Slides: https://…": what lies there, and where. */
static void put_address(const struct content *content, struct doc_paragraph *paragraph, const char *name,
                        const char *address, size_t n)
{
    char *copy = mem_copy_bytes(address, n);
    if (name[0] != '\0') {
        content_fill(paragraph, content->lang, "colon", 0, (const char *const[]){ name, NULL });
        run_add(paragraph, " ", 0, LANG_N);
    }
    run_add(paragraph, copy, RUN_SOFT | RUN_LINK, LANG_N);
    mem_free(copy);
}

/* Whose item it is, and what is to be had at it; how to come in only for as long as one can. */
static void put_rest(struct content *content, struct doc_table *table, size_t column, const struct item *item)
{
    if (item->group != 0)
        content_add_name(content, table_cell(table, column), item->group, RUN_SOFT);
    for (uint32_t i = 0; i < item->documents.n; i++) {
        const char *text = item->documents.v[i];
        const size_t n = strcspn(text, " ");
        put_address(content, table_cell(table, column), text + n + strspn(text + n, " "), text, n);
    }
    if (item->link != NULL && content->room->workshop->state != WORKSHOP_CLOSED)
        put_address(content, table_cell(table, column), say_word(content->lang, "ui.item.", "link"), item->link,
                    strlen(item->link));
}

static void put_item(struct content *content, struct doc_table *table, struct columns *at,
                     const struct schedule_item *slot)
{
    const struct item *item = slot->item;
    table_row(table);
    put_planned(table, content, slot);
    if (at->as_run != 0)
        put_run(table, at, content, slot);
    put_title(content, table, at->item, content->lang, item);
    put_rest(content, table, at->item, item);
    if (content->lang2 != LANG_N)
        put_title(content, table, at->item2, content->lang2, item);
    if (at->kind != 0)
        run_add(table_cell(table, at->kind), kind_word(content->lang, item), 0, LANG_N);
    if (at->presenter != 0)
        run_add(table_cell(table, at->presenter), item->presenter, 0, LANG_N);
}

/* "Day 2: Tuesday 12 October 2021". */
static void put_day(struct content *content, struct doc_table *table, int64_t day)
{
    char number[24], date[11];
    struct doc_paragraph *band = table_band(table);
    snprintf(number, sizeof number, "%" PRId64, day);
    if (!say_add_days(date, content->room->workshop->starts_on, day - 1)) {
        content_fill(band, content->lang, "day_of", 0, (const char *const[]){ number, NULL });
        return;
    }
    CONTENT_SAID(text, say_day(&text, content->lang, date),
                 content_fill(band, content->lang, "day_dated", 0, (const char *const[]){ number, text.data, NULL }));
}

static bool any_presenter(const struct schedule *schedule)
{
    bool any = false;
    for (size_t i = 0; i < schedule->n; i++)
        any = any || schedule->items[i].item->presenter != NULL;
    return any;
}

static struct columns put_columns(struct content *content, struct doc_table *table, const struct schedule *schedule)
{
    struct columns at = { 0 };
    const char *item = say_word(content->lang, "doc.", "item");
    content_column(content, table, COLUMN_DATE, 15, "planned");
    if (content->room->workshop->state != WORKSHOP_PREPARING)
        at.as_run = content_column(content, table, COLUMN_DATE, 20, "as_run");
    at.item = table->n_columns;
    run_add(table_column(table, COLUMN_TEXT, 40, content->lang, "item"), item, 0, content->lang);
    at.item2 = table->n_columns;
    if (content->lang2 != LANG_N)
        run_add(table_column(table, COLUMN_TEXT, 40, content->lang2, "item2"), say_word(content->lang2, "doc.", "item"),
                0, content->lang2);
    if (content->lang2 != LANG_N)
        return at;
    at.kind = content_column(content, table, COLUMN_TEXT, 16, "item_kind");
    if (any_presenter(schedule))
        at.presenter = content_column(content, table, COLUMN_TEXT, 17, "presenter");
    return at;
}

void content_agenda(struct content *content)
{
    int64_t day = 0;
    struct schedule schedule;
    const struct schedule_zone clocks = sheet_clocks(content->zone);
    schedule_make(&schedule, content->room, &clocks, content->room->at);
    if (schedule.n == 0) {
        content_say(content, "none", RUN_SOFT);
        schedule_free(&schedule);
        return;
    }
    struct doc_table *table = document_table(content->doc, say_word(content->lang, "doc.", "agenda"));
    struct columns at = put_columns(content, table, &schedule);
    for (size_t i = 0; i < schedule.n; i++) {
        const struct item *item = schedule.items[i].item;
        if (item->day != day) {
            put_day(content, table, item->day);
            at.date[0] = '\0';
        }
        day = item->day;
        put_item(content, table, &at, &schedule.items[i]);
    }
    schedule_free(&schedule);
}

void content_agenda_document(struct content *content)
{
    content->doc->landscape = content->lang2 != LANG_N;
    content_add_zone(content);
    content_agenda(content);
}
