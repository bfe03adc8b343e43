/* content_agenda: the agenda day by day: as it was planned, and as it was run by the clocks of the workshop's place. */
#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"
#include "core/kind_rows.h"
#include "export/content.h"
#include "export/say.h"

static void put_planned(struct doc_table *table, const struct content *content, const struct item *item)
{
    char minutes[24];
    snprintf(minutes, sizeof minutes, "%" PRId64, item->minutes);
    run_add(table_cell(table, 0), item->start, 0, LANG_N);
    if (item->minutes > 0)
        content_fill(table_cell(table, 0), content->lang, "minutes", RUN_SOFT, (const char *const[]){ minutes, NULL });
}

static void put_run(struct doc_table *table, const struct content *content, const struct item *item)
{
    if (item->started_at == 0) {
        if (content->room->workshop->state == WORKSHOP_CLOSED)
            run_add(table_cell(table, 1), say_word(content->lang, "doc.", "not_run"), RUN_SOFT, LANG_N);
        return;
    }
    CONTENT_SAID(
        text, say_clock(&text, content->zone, item->started_at); if (item->ended_at > 0) {
            buf_text(&text, "\xe2\x80\x93");
            say_clock(&text, content->zone, item->ended_at);
        },
                                                                 run_add(table_cell(table, 1), text.data, 0, LANG_N));
    if (item->ended_at == 0)
        run_add(table_cell(table, 1), say_word(content->lang, "doc.", "running"), RUN_SOFT, LANG_N);
}

static void put_item(struct content *content, struct doc_table *table, const struct item *item)
{
    const struct field *kind = kind_field(KIND_ITEM, "kind", NULL);
    size_t column = 3;
    table_row(table);
    put_planned(table, content, item);
    put_run(table, content, item);
    content_add_ml(content, table_cell(table, 2), &item->title, content->lang, RUN_BOLD);
    content_add_ml(content, table_cell(table, 2), &item->notes, content->lang, 0);
    if (content->lang2 != LANG_N) {
        content_add_ml(content, table_cell(table, 3), &item->title, content->lang2, RUN_BOLD);
        content_add_ml(content, table_cell(table, 3), &item->notes, content->lang2, 0);
        column++;
    }
    run_add(table_cell(table, column), say_word(content->lang, "ui.kind.", kind->words[item->item_kind]), 0, LANG_N);
    run_add(table_cell(table, column + 1), item->presenter, 0, LANG_N);
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

void content_agenda(struct content *content)
{
    size_t n;
    int64_t day = 0;
    struct entity **items = room_sorted(content->room, KIND_ITEM, 0, &n);
    if (n == 0) {
        content_say(content, "none", RUN_SOFT);
        mem_free(items);
        return;
    }
    struct doc_table *table = document_table(content->doc, say_word(content->lang, "doc.", "agenda"));
    content_column(content, table, COLUMN_DATE, 10, "planned");
    content_column(content, table, COLUMN_DATE, 17, "as_run");
    run_add(table_column(table, COLUMN_TEXT, 40, content->lang, "item"), say_word(content->lang, "doc.", "item"), 0,
            content->lang);
    if (content->lang2 != LANG_N)
        run_add(table_column(table, COLUMN_TEXT, 40, content->lang2, "item2"), say_word(content->lang2, "doc.", "item"),
                0, content->lang2);
    content_column(content, table, COLUMN_TEXT, 16, "item_kind");
    content_column(content, table, COLUMN_TEXT, 17, "presenter");
    for (size_t i = 0; i < n; i++) {
        const struct item *item = (const struct item *)items[i];
        if (item->day != day)
            put_day(content, table, item->day);
        day = item->day;
        put_item(content, table, item);
    }
    mem_free(items);
}
