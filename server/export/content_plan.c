/*
 * content_plan: the action plan as a table for landscape paper, by theme, with its reservations and its adoption record. In two
 * languages what is told in words stands side by side, and what is not stands once.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/kind_rows.h"
#include "core/row.h"
#include "export/content.h"
#include "export/say.h"

/* Where each column of the table is. Those of measures and resources may be missing (0). */
struct columns {
    size_t number, action, action2, who, when, measure, resources, standing;
};

static bool has_measure(const struct action *action)
{
    return !ml_is_empty(&action->indicator) || action->baseline != NULL || action->target != NULL ||
           action->current != NULL;
}

static bool has_resources(const struct action *action)
{
    return !ml_is_empty(&action->resources) || action->funding != NULL;
}

static bool any_action(const struct content *content, bool (*has)(const struct action *action))
{
    const struct kind_list *actions = &content->room->live[KIND_ACTION];
    for (size_t i = 0; i < actions->n; i++)
        if (has((const struct action *)actions->v[i]))
            return true;
    return false;
}

/* A column that would be empty from top to bottom leaves its room to the others. */
static struct columns one_language(struct content *content, struct doc_table *table)
{
    struct columns at = { 0 };
    at.number = content_column(content, table, COLUMN_NUMBER, 6, "number");
    at.action = content_column(content, table, COLUMN_TEXT, 32, "action");
    at.who = content_column(content, table, COLUMN_TEXT, 16, "who");
    at.when = content_column(content, table, COLUMN_DATE, 11, "when");
    if (any_action(content, has_measure))
        at.measure = content_column(content, table, COLUMN_TEXT, 13, "measure");
    if (any_action(content, has_resources))
        at.resources = content_column(content, table, COLUMN_TEXT, 10, "resources");
    at.standing = content_column(content, table, COLUMN_TEXT, 12, "standing");
    return at;
}

static struct columns two_languages(struct content *content, struct doc_table *table)
{
    struct columns at = { 0 };
    at.number = content_column(content, table, COLUMN_NUMBER, 6, "number");
    run_add(table_column(table, COLUMN_TEXT, 29, content->lang, "action"), say_word(content->lang, "doc.", "action"), 0,
            content->lang);
    run_add(table_column(table, COLUMN_TEXT, 29, content->lang2, "action2"), say_word(content->lang2, "doc.", "action"),
            0, content->lang2);
    at.action = 1;
    at.action2 = 2;
    at.who = content_column(content, table, COLUMN_TEXT, 16, "who");
    at.when = content_column(content, table, COLUMN_DATE, 10, "when");
    at.standing = content_column(content, table, COLUMN_TEXT, 11, "standing");
    return at;
}

/* "Objective: ", in the language of what follows. */
static void add_label(struct doc_paragraph *paragraph, enum lang lang, const char *head, const char *word)
{
    content_fill(paragraph, lang, "colon", RUN_SOFT, (const char *const[]){ say_word(lang, head, word), NULL });
    run_add(paragraph, " ", 0, lang);
}

/* Whether the column of the second language would only repeat what stands in that of the first. */
static bool is_repeated(const struct content *content, enum lang lang, const struct ml *ml)
{
    return lang == content->lang2 && ml->text[lang] == NULL && ml_text(ml, lang) == ml_text(ml, content->lang);
}

static void put_ml(struct content *content, struct doc_table *table, size_t column, enum lang lang, const char *label,
                   const struct ml *ml)
{
    if (ml_is_empty(ml) || is_repeated(content, lang, ml))
        return;
    struct doc_paragraph *paragraph = table_cell(table, column);
    if (label != NULL)
        add_label(paragraph, lang, "export.", label);
    content_add_ml(content, paragraph, ml, lang, 0);
}

static void put_text(struct doc_table *table, size_t column, enum lang lang, const char *label, const char *text)
{
    if (text == NULL)
        return;
    struct doc_paragraph *paragraph = table_cell(table, column);
    if (label != NULL)
        add_label(paragraph, lang, "export.", label);
    run_add(paragraph, text, 0, LANG_N);
}

/* The numbers of the recommendations it carries out. */
static void put_recommendations(struct content *content, struct doc_table *table, size_t column, enum lang lang,
                                const struct action *action)
{
    if (action->recommendations.n == 0)
        return;
    struct doc_paragraph *paragraph = table_cell(table, column);
    add_label(paragraph, lang, "doc.", "recommendations");
    for (uint32_t i = 0; i < action->recommendations.n; i++) {
        const char *number = outline_number(&content->outline, action->recommendations.v[i]);
        run_add(paragraph, i == 0 ? "" : say_word(lang, "doc.", "comma"), 0, LANG_N);
        run_add(paragraph, number[0] == '\0' ? content_name(content, action->recommendations.v[i], lang) : number, 0,
                LANG_N);
    }
}

/* Everything of the action that is words of the workshop, in one language. */
static void put_words(struct content *content, struct doc_table *table, size_t column, enum lang lang,
                      const struct action *action)
{
    content_add_text(content, table_cell(table, column), &action->title, lang, RUN_BOLD);
    put_ml(content, table, column, lang, "objective", &action->objective);
    put_ml(content, table, column, lang, "deliverable", &action->deliverable);
    put_ml(content, table, column, lang, "milestones", &action->milestones);
    put_ml(content, table, column, lang, "risk", &action->risk);
    put_recommendations(content, table, column, lang, action);
}

static void put_measure(struct content *content, struct doc_table *table, size_t column, const struct action *action)
{
    put_ml(content, table, column, content->lang, NULL, &action->indicator);
    put_text(table, column, content->lang, "baseline", action->baseline);
    put_text(table, column, content->lang, "target", action->target);
    put_text(table, column, content->lang, "current", action->current);
}

/* The same beside another language: the values, which both columns have, in one line. */
static void put_measure_beside(struct content *content, struct doc_table *table, size_t column, enum lang lang,
                               const struct action *action)
{
    const char *const words[] = { "baseline", "target", "current" };
    const char *const values[] = { action->baseline, action->target, action->current };
    struct doc_paragraph *paragraph = NULL;
    put_ml(content, table, column, lang, "indicator", &action->indicator);
    for (int i = 0; i < 3; i++) {
        if (values[i] == NULL)
            continue;
        if (paragraph != NULL)
            run_add(paragraph, say_word(lang, "doc.", "semicolon"), 0, lang);
        else
            paragraph = table_cell(table, column);
        add_label(paragraph, lang, "export.", words[i]);
        run_add(paragraph, values[i], 0, LANG_N);
    }
}

static void put_resources(struct content *content, struct doc_table *table, size_t column, enum lang lang, bool labelled,
                          const struct action *action)
{
    put_ml(content, table, column, lang, labelled ? "resources" : NULL, &action->resources);
    put_text(table, column, lang, "funding", action->funding);
}

static void put_who(struct content *content, struct doc_table *table, size_t column, const struct action *action)
{
    if (action->lead != 0)
        content_add_name(content, table_cell(table, column), action->lead, RUN_BOLD);
    for (uint32_t i = 0; i < action->partners.n; i++)
        content_add_name(content, table_cell(table, column), action->partners.v[i], 0);
    put_text(table, column, content->lang, "contact", action->contact);
}

static void put_date(struct content *content, struct doc_table *table, size_t column, const char *key, const char *due)
{
    if (due == NULL)
        return;
    struct doc_paragraph *paragraph = table_cell(table, column);
    CONTENT_SAID(text, say_due(&text, content->lang, due), {
        if (key == NULL || strcmp(due, "ongoing") == 0)
            run_add(paragraph, text.data, 0, LANG_N);
        else
            content_fill(paragraph, content->lang, key, 0, (const char *const[]){ text.data, NULL });
    });
}

/* A date alone is the one it is due on. */
static void put_when(struct content *content, struct doc_table *table, size_t column, const struct action *action)
{
    put_date(content, table, column, "from", action->start);
    put_date(content, table, column, action->start == NULL ? NULL : "by", action->due);
    if (action->due != NULL && action->due[0] >= '0' && action->due[0] <= '9')
        table_value(table, column, action->due);
}

static void put_standing(struct content *content, struct doc_table *table, const struct columns *at,
                         const struct action *action)
{
    const struct field *status = kind_field(KIND_ACTION, "status", NULL);
    const struct field *priority = kind_field(KIND_ACTION, "priority", NULL);
    const size_t column = at->standing;
    struct doc_paragraph *paragraph = table_cell(table, column);
    run_add(paragraph, say_of(content->lang, "export.", status->words[action->status], KIND_ACTION), 0, LANG_N);
    if (action->percent > 0) {
        char percent[24];
        snprintf(percent, sizeof percent, "%" PRId64, action->percent);
        content_fill(table_cell(table, column), content->lang, "percent", 0, (const char *const[]){ percent, NULL });
    }
    if (action->priority != PRIORITY_NONE)
        put_text(table, column, content->lang, "priority",
                 say_word(content->lang, "export.", priority->words[action->priority]));
    content_add_marks(content, &action->e, table, column, at->action);
    if (row_group_now(&action->e) != 0)
        content_add_name(content, table_cell(table, column), row_group_now(&action->e), RUN_SOFT);
}

static void put_action(struct content *content, struct doc_table *table, const struct columns *at,
                       const struct action *action)
{
    table_row(table);
    run_add(table_cell(table, at->number), outline_number(&content->outline, action->e.id), 0, LANG_N);
    put_words(content, table, at->action, content->lang, action);
    put_who(content, table, at->who, action);
    put_when(content, table, at->when, action);
    if (content->lang2 == LANG_N) {
        if (at->measure != 0)
            put_measure(content, table, at->measure, action);
        if (at->resources != 0)
            put_resources(content, table, at->resources, content->lang, false, action);
    } else {
        put_words(content, table, at->action2, content->lang2, action);
        put_measure_beside(content, table, at->action, content->lang, action);
        put_measure_beside(content, table, at->action2, content->lang2, action);
        put_resources(content, table, at->action, content->lang, true, action);
        put_resources(content, table, at->action2, content->lang2, true, action);
    }
    put_standing(content, table, at, action);
}

static void put_band(struct content *content, struct doc_table *table, uint64_t theme)
{
    struct doc_paragraph *band = table_band(table);
    if (theme == 0)
        run_add(band, say_word(content->lang, "doc.", "no_theme"), 0, LANG_N);
    else
        content_add_name(content, band, theme, 0);
}

/* The rows of the plenary plan by theme, or those that are still with their groups under a line of their own. */
static void put_actions(struct content *content, struct doc_table *table, const struct columns *at, bool with_groups)
{
    uint64_t theme = UINT64_MAX;
    for (size_t i = 0; i < content->outline.n; i++) {
        const struct entity *row = content->outline.v[i].row;
        if (row->kind != KIND_ACTION || (row_group_now(row) != 0) != with_groups)
            continue;
        const struct action *action = (const struct action *)row;
        if (with_groups && theme == UINT64_MAX)
            run_add(table_band(table), say_word(content->lang, "doc.", "with_groups"), 0, LANG_N);
        else if (!with_groups && action->theme != theme)
            put_band(content, table, action->theme);
        theme = action->theme;
        put_action(content, table, at, action);
    }
}

void content_plan(struct content *content)
{
    if (content->room->live[KIND_ACTION].n == 0) {
        content_say(content, "no_rows", RUN_SOFT);
        return;
    }
    struct doc_table *table = document_table(content->doc, say_word(content->lang, "doc.", "plan"));
    const struct columns at = content->lang2 == LANG_N ? one_language(content, table) : two_languages(content, table);
    put_actions(content, table, &at, false);
    put_actions(content, table, &at, true);
}

void content_plan_document(struct content *content)
{
    const uint32_t kinds = 1u << KIND_ACTION | 1u << KIND_NONE;
    content_add_state(content, kinds);
    content_plan(content);
    content_reservations(content, kinds);
    content_record(content, kinds);
}
