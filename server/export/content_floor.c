/* content_floor: what was said in the room: speaking times by delegation, questions to the speakers, points to come back to. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "core/floor.h"
#include "export/content.h"
#include "export/say.h"
#include "export/sheet.h"

static void put_number(struct doc_table *table, size_t column, int64_t n)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, n);
    run_add(table_cell(table, column), text, 0, LANG_N);
    table_value(table, column, text);
}

void content_speaking(struct content *content)
{
    size_t n;
    struct floor_time *times = floor_times(content->room, 0, content->room->at, &n);
    if (n > 0) {
        content_heading(content, 2, "speaking");
        struct doc_table *table = document_table(content->doc, say_word(content->lang, "doc.", "speaking"));
        content_column(content, table, COLUMN_TEXT, 60, "delegation");
        content_column(content, table, COLUMN_NUMBER, 20, "speeches");
        content_column(content, table, COLUMN_NUMBER, 20, "minutes_spoken");
        for (size_t i = 0; i < n; i++) {
            table_row(table);
            if (content_name(content, times[i].delegation, content->lang) != NULL)
                content_add_name(content, table_cell(table, 0), times[i].delegation, 0);
            else
                run_add(table_cell(table, 0), say_word(content->lang, "doc.", "no_delegation"), 0, LANG_N);
            put_number(table, 1, (int64_t)times[i].speeches);
            put_number(table, 2, sheet_minutes(times[i].ms));
        }
    }
    mem_free(times);
}

/* U2: what the room did not see is not told, nor what was dismissed. */
static bool is_told(const struct question *question)
{
    return question->admitted_at != 0 && question->state != QUESTION_DISMISSED;
}

static int by_time(const struct entity *a, const struct entity *b)
{
    const struct question *x = (const struct question *)a, *y = (const struct question *)b;
    return x->at != y->at ? (x->at > y->at) - (x->at < y->at) : (a->id > b->id) - (a->id < b->id);
}

static int compare(const void *a, const void *b)
{
    return by_time(*(struct entity *const *)a, *(struct entity *const *)b);
}

/* In whose name it was asked: of somebody without a delegation, the name. */
static void put_author(struct content *content, struct doc_paragraph *paragraph, const struct question *question)
{
    const struct person *person = room_person(content->room, question->person);
    if (person == NULL)
        return;
    if (content_name(content, person->delegation, content->lang) != NULL)
        content_add_name(content, paragraph, person->delegation, 0);
    else
        run_add(paragraph, person->name, 0, LANG_N);
}

static void put_question(struct content *content, struct doc_table *table, const struct question *question)
{
    table_row(table);
    content_add_both(content, table_cell(table, 0), &question->text);
    if (question->item != 0)
        content_add_name(content, table_cell(table, 0), question->item, RUN_SOFT);
    put_author(content, table_cell(table, 1), question);
    if (!ml_is_empty(&question->reply))
        content_add_both(content, table_cell(table, 2), &question->reply);
    else
        run_add(
            table_cell(table, 2),
            say_word(content->lang, "doc.", question->state == QUESTION_ANSWERED ? "answered_aloud" : "not_answered"),
            RUN_SOFT, LANG_N);
}

void content_questions(struct content *content)
{
    size_t n, told = 0;
    struct entity **questions = room_sorted(content->room, KIND_QUESTION, 0, &n);
    for (size_t i = 0; i < n; i++)
        if (is_told((const struct question *)questions[i]))
            questions[told++] = questions[i];
    if (told > 0) {
        qsort(questions, told, sizeof *questions, compare);
        content_heading(content, 1, "questions");
        struct doc_table *table = document_table(content->doc, say_word(content->lang, "doc.", "questions"));
        content_column(content, table, COLUMN_TEXT, 40, "question");
        content_column(content, table, COLUMN_TEXT, 22, "asked_by");
        content_column(content, table, COLUMN_TEXT, 38, "answer");
        for (size_t i = 0; i < told; i++)
            put_question(content, table, (const struct question *)questions[i]);
    }
    mem_free(questions);
}

/* What nobody came back to. */
void content_parked(struct content *content)
{
    size_t n;
    bool begun = false;
    struct entity **points = room_sorted(content->room, KIND_PARKED, 0, &n);
    for (size_t i = 0; i < n; i++) {
        const struct parked *parked = (const struct parked *)points[i];
        if (parked->done)
            continue;
        if (!begun)
            content_heading(content, 2, "parked");
        begun = true;
        content_add_both(content, document_item(content->doc, 1, NULL), &parked->text);
    }
    mem_free(points);
}
