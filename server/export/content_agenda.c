/* content_agenda: the agenda day by day: as it was planned, and as it was run by the clocks of the workshop's place. */
#include <inttypes.h>
#include <stdio.h>

#include "core/kind_rows.h"
#include "core/schedule.h"
#include "export/content.h"
#include "export/say.h"
#include "export/sheet.h"

/* Where each column of the table is. Those that would be empty from top to bottom are missing (0). */
struct columns {
    size_t as_run, item, item2, kind, presenter;
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
        text, say_clock(&text, content->zone, start * 60000); if (end != SCHEDULE_NONE && end > start) {
            buf_text(&text, "\xe2\x80\x93");
            say_clock(&text, content->zone, end * 60000);
        },
                                                              run_add(table_cell(table, 0), text.data, 0, LANG_N));
}

static void put_run(struct doc_table *table, size_t column, const struct content *content, const struct item *item)
{
    if (item->started_at == 0) {
        if (content->room->workshop->state == WORKSHOP_CLOSED || item->state == ITEM_SKIPPED)
            run_add(table_cell(table, column), say_word(content->lang, "doc.", "not_run"), RUN_SOFT, LANG_N);
        return;
    }
    CONTENT_SAID(
        text, say_clock(&text, content->zone, item->started_at);
        if (item->ended_at / 60000 > item->started_at / 60000) {
            buf_text(&text, "\xe2\x80\x93");
            say_clock(&text, content->zone, item->ended_at);
        },
        run_add(table_cell(table, column), text.data, 0, LANG_N));
    if (item->ended_at == 0)
        run_add(table_cell(table, column), say_word(content->lang, "doc.", "running"), RUN_SOFT, LANG_N);
}

static void put_title(struct content *content, struct doc_table *table, size_t column, enum lang lang, const struct item *item)
{
    if (lang == content->lang2)
        content_add_text(content, table_cell(table, column), &item->title, lang, RUN_BOLD);
    else
        content_add_ml(content, table_cell(table, column), &item->title, lang, RUN_BOLD);
    if (!ml_is_empty(&item->notes))
        content_add_ml(content, table_cell(table, column), &item->notes, lang, 0);
}

static void put_item(struct content *content, struct doc_table *table, const struct columns *at,
                     const struct schedule_item *slot)
{
    const struct item *item = slot->item;
    const struct field *kind = kind_field(KIND_ITEM, "kind", NULL);
    table_row(table);
    put_planned(table, content, slot);
    if (at->as_run != 0)
        put_run(table, at->as_run, content, item);
    put_title(content, table, at->item, content->lang, item);
    if (content->lang2 != LANG_N)
        put_title(content, table, at->item2, content->lang2, item);
    run_add(table_cell(table, at->kind), say_word(content->lang, "ui.kind.", kind->words[item->item_kind]), 0, LANG_N);
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
    content_column(content, table, COLUMN_DATE, 17, "planned");
    if (content->room->workshop->state != WORKSHOP_PREPARING)
        at.as_run = content_column(content, table, COLUMN_DATE, 17, "as_run");
    at.item = table->n_columns;
    run_add(table_column(table, COLUMN_TEXT, 40, content->lang, "item"), item, 0, content->lang);
    at.item2 = table->n_columns;
    if (content->lang2 != LANG_N)
        run_add(table_column(table, COLUMN_TEXT, 40, content->lang2, "item2"), say_word(content->lang2, "doc.", "item"),
                0, content->lang2);
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
    const struct columns at = put_columns(content, table, &schedule);
    for (size_t i = 0; i < schedule.n; i++) {
        const struct item *item = schedule.items[i].item;
        if (item->day != day)
            put_day(content, table, item->day);
        day = item->day;
        put_item(content, table, &at, &schedule.items[i]);
    }
    schedule_free(&schedule);
}

void content_agenda_document(struct content *content)
{
    content->doc->landscape = content->lang2 != LANG_N;
    content_agenda(content);
}
