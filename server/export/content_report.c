/*
 * content_report: the report of a workshop: title page, who took part, what was done and decided, what comes next. What no program
 * can know is left as a line in brackets, for the secretariat to write.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"
#include "core/kind_rows.h"
#include "export/content.h"
#include "export/say.h"

static void put_series(struct content *content)
{
    const struct workshop *workshop = content->room->workshop;
    char number[24], of[24];
    if (workshop->series_name == NULL)
        return;
    snprintf(number, sizeof number, "%" PRId64, workshop->series_number);
    snprintf(of, sizeof of, "%" PRId64, workshop->series_of);
    if (workshop->series_number > 0 && workshop->series_of > 0)
        content_fill(document_fact(content->doc, say_word(content->lang, "doc.", "series")), content->lang,
                     "series_place", 0, (const char *const[]){ workshop->series_name, number, of, NULL });
    else
        content_fact(content, "series", workshop->series_name);
}

static void put_languages(struct content *content)
{
    const struct texts *languages = &content->room->workshop->languages;
    struct doc_paragraph *value = NULL;
    for (size_t i = 0; i < languages->n; i++) {
        if (value == NULL)
            value = document_fact(content->doc, say_word(content->lang, "doc.", "languages"));
        else
            run_add(value, say_word(content->lang, "doc.", "comma"), 0, LANG_N);
        run_add(value, say_word(content->lang, "ui.lang.", languages->v[i]), 0, LANG_N);
    }
}

static void put_title_page(struct content *content)
{
    const struct workshop *workshop = content->room->workshop;
    char form[30];
    snprintf(form, sizeof form, "form_%s", kind_field(KIND_WORKSHOP, "mode", NULL)->words[workshop->mode]);
    document_title_page(content->doc);
    content_add_moment(content);
    content_fact(content, "place", workshop->place);
    CONTENT_SAID(text, say_span(&text, content->lang, workshop->starts_on, workshop->ends_on),
                 content_fact(content, "dates", text.data));
    content_fact(content, "form", say_word(content->lang, "doc.", form));
    put_languages(content);
    content_fact(content, "zone", workshop->time_zone);
    put_series(content);
    document_page_break(content->doc, false);
}

/* Whatever was asked about the workshop itself, wherever in the agenda. */
static bool is_evaluation(const struct content *content, const struct poll *poll)
{
    const struct item *item = room_item(content->room, poll->item);
    const bool in_one = item != NULL && item->item_kind == ITEM_EVALUATION;
    return poll->state == POLL_CLOSED && (in_one || poll->purpose != PURPOSE_DECISION);
}

static bool is_decision(const struct content *content, const struct poll *poll)
{
    return poll->state == POLL_CLOSED && !is_evaluation(content, poll);
}

enum { PLACE = 3 };              /* its column, the last one */

static void put_meeting(struct content *content, struct doc_table *table, const struct meeting *meeting)
{
    char key[30];
    snprintf(key, sizeof key, "repeat_%s", kind_field(KIND_MEETING, "repeat", NULL)->words[meeting->repeat]);
    const char *repeat = say_word(content->lang, "doc.", key);
    table_row(table);
    content_add_name(content, table_cell(table, 0), meeting->e.id, 0);
    CONTENT_SAID(text, say_local(&text, content->lang, meeting->starts),
                 run_add(table_cell(table, 1), text.data, 0, LANG_N));
    if (meeting->minutes > 0) {
        char minutes[24];
        snprintf(minutes, sizeof minutes, "%" PRId64, meeting->minutes);
        content_fill(table_cell(table, 1), content->lang, "minutes", RUN_SOFT, (const char *const[]){ minutes, NULL });
    }
    run_add(table_cell(table, 2), repeat, 0, LANG_N);
    if (meeting->count > 1)
        CONTENT_SAID(text, say_count(&text, content->lang, "times", meeting->count),
                     run_add(table_cell(table, 2), text.data, RUN_SOFT, LANG_N));
    if (table->n_columns <= PLACE)
        return;
    if (meeting->place != NULL)
        run_add(table_cell(table, PLACE), meeting->place, 0, LANG_N);
    if (meeting->link != NULL)
        run_add(table_cell(table, PLACE), meeting->link, RUN_SOFT | RUN_LINK, LANG_N);
}

/* Whether a place or the address of a call is known of any. */
static bool any_place(struct entity *const *meetings, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct meeting *meeting = (const struct meeting *)meetings[i];
        if (meeting->place != NULL || meeting->link != NULL)
            return true;
    }
    return false;
}

static void put_meetings(struct content *content)
{
    size_t n;
    struct entity **meetings = room_sorted(content->room, KIND_MEETING, 0, &n);
    if (n > 0) {
        content_heading(content, 2, "meetings");
        struct doc_table *table = document_table(content->doc, say_word(content->lang, "doc.", "meetings"));
        content_column(content, table, COLUMN_TEXT, 34, "meeting");
        content_column(content, table, COLUMN_TEXT, 24, "starts");
        content_column(content, table, COLUMN_TEXT, 18, "repeat");
        if (any_place(meetings, n))
            content_column(content, table, COLUMN_TEXT, 24, "place");
        for (size_t i = 0; i < n; i++)
            put_meeting(content, table, (const struct meeting *)meetings[i]);
    }
    mem_free(meetings);
}

/* The plan lies across; what follows it stands upright again. */
static void put_plan(struct content *content)
{
    if (content->room->live[KIND_ACTION].n == 0)
        return;
    document_page_break(content->doc, true);
    content_heading(content, 1, "plan");
    content_add_state(content, 1u << KIND_ACTION);
    content_plan(content);
    document_page_break(content->doc, false);
}

#define ROWS (1u << KIND_NONE | 1u << KIND_ACTION | 1u << KIND_RECOMMENDATION | 1u << KIND_FRAMEWORK | 1u << KIND_PARAGRAPH)

/* The adoption record proves what the report tells: it stands last, as an annex does. */
static void put_closing(struct content *content)
{
    content_reservations(content, ROWS);
    content_heading(content, 1, "evaluation");
    if (content_polls(content, is_evaluation, 2) == 0)
        content_say(content, "to_fill", RUN_SOFT);
    content_heading(content, 1, "next_steps");
    content_say(content, "to_fill", RUN_SOFT);
    content_parked(content);
    put_meetings(content);
    content_record(content, ROWS);
}

static bool any_poll(const struct content *content, content_poll_wanted *wanted)
{
    const struct kind_list *polls = &content->room->live[KIND_POLL];
    for (size_t i = 0; i < polls->n; i++)
        if (wanted(content, (const struct poll *)polls->v[i]))
            return true;
    return false;
}

static void put_decisions(struct content *content)
{
    const bool adoptions = content->room->live[KIND_ADOPTION].n > 0;
    if (!adoptions && !any_poll(content, is_decision))
        return;
    content_heading(content, 1, "decisions");
    if (adoptions)
        content_decisions(content);
    (void)content_polls(content, is_decision, 2);
}

static void put_recommendations(struct content *content)
{
    if (content->room->live[KIND_RECOMMENDATION].n == 0)
        return;
    content_heading(content, 1, "recommendations");
    content_recommendations(content);
}

/* In two languages it is too wide for an upright page. */
static void put_agenda(struct content *content)
{
    const bool wide = content->lang2 != LANG_N;
    if (wide)
        document_page_break(content->doc, true);
    content_heading(content, 1, "agenda");
    content_agenda(content);
    if (wide)
        document_page_break(content->doc, false);
}

void content_report(struct content *content)
{
    put_title_page(content);
    content_heading(content, 1, "participation");
    content_participation(content);
    put_agenda(content);
    content_speaking(content);
    content_questions(content);
    put_decisions(content);
    put_recommendations(content);
    put_plan(content);
    if (content->room->live[KIND_FRAMEWORK].n > 0) {
        content_heading(content, 1, "texts");
        content_texts(content, 2);
    }
    put_closing(content);
}
