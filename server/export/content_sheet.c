/*
 * content_sheet: the action plan as a sheet to work in: one column a field and one row an action, under the names by which it is read
 * back (app/intake_plan). In two languages the columns of texts stand in pairs.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/plan_sheet.h"
#include "core/kind_rows.h"
#include "export/content.h"
#include "export/say.h"

enum { COLUMNS_MAX = 48 };

/* Which field, in which language, a column holds. */
struct sheet_column {
    const struct field *field;
    enum lang lang;
};

/* What can be typed there. */
static void add_bounds(const struct content *content, struct doc_table *table, size_t column, const struct field *field)
{
    if (field->type == FIELD_INT)
        table_most(table, column, field->max);
    for (size_t i = 0; field->type == FIELD_ENUM && field->words[i] != NULL; i++)
        if (strcmp(field->words[i], "none") != 0)
            table_choice(table, column, plan_sheet_standing(content->lang, field->words[i]));
}

static void add_column(struct content *content, struct doc_table *table, struct sheet_column *columns, const struct plan_column *column,
                       enum lang lang, const char *name)
{
    const struct field *field = kind_field(KIND_ACTION, column->name, NULL);
    const enum doc_column_kind kind = field->type == FIELD_DUE   ? COLUMN_DATE
                                      : field->type == FIELD_INT ? COLUMN_NUMBER
                                                                 : COLUMN_TEXT;
    const char *heading = field->offset == offsetof(struct action, title) ? "action" : column->name;
    columns[table->n_columns] = (struct sheet_column){ field, lang };
    run_add(table_column(table, kind, column->weight, field->type == FIELD_ML ? lang : LANG_N, name),
            plan_sheet_word(field->type == FIELD_ML ? lang : content->lang, heading), 0,
            field->type == FIELD_ML ? lang : LANG_N);
    add_bounds(content, table, table->n_columns - 1, field);
}

static void add_columns(struct content *content, struct doc_table *table, struct sheet_column *columns)
{
    char name[60];
    snprintf(name, sizeof name, PLAN_SHEET_KEY "%" PRIu64, content->room->seq);
    (void)table_column(table, COLUMN_KEY, 1, LANG_N, name);
    run_add(table_column(table, COLUMN_NUMBER, 6, LANG_N, PLAN_SHEET_NUMBER), say_word(content->lang, "doc.", "number"),
            0, LANG_N);
    for (const struct plan_column *column = plan_sheet_columns; column->name != NULL; column++) {
        const bool texts = kind_field(KIND_ACTION, column->name, NULL)->type == FIELD_ML;
        snprintf(name, sizeof name, "%s.%s", column->name, lang_word(content->lang));
        add_column(content, table, columns, column, content->lang, name);
        if (!texts || content->lang2 == LANG_N)
            continue;
        snprintf(name, sizeof name, "%s.%s", column->name, lang_word(content->lang2));
        add_column(content, table, columns, column, content->lang2, name);
    }
    run_add(table_column(table, COLUMN_TEXT, 10, LANG_N, PLAN_SHEET_STATE), plan_sheet_word(content->lang, "state"), 0,
            LANG_N);
}

/* Dates and numbers are such in the sheet, so that it can be sorted by them. */
static void put_field(const struct content *content, struct doc_table *table, size_t at, const struct sheet_column *column,
                      const struct action *action)
{
    const struct plan_sheet sheet = { content->room, &content->outline };
    CONTENT_SAID(text, plan_sheet_cell(&text, &sheet, action, column->field, column->lang), {
        if (column->field->type == FIELD_DUE || column->field->type == FIELD_INT)
            table_value(table, at, text.len == 0 ? NULL : text.data);
        run_add(table_cell(table, at), text.data, 0, column->field->type == FIELD_ML ? column->lang : LANG_N);
    });
}

static void put_action(const struct content *content, struct doc_table *table, const struct sheet_column *columns,
                       const struct action *action, const char *number)
{
    char key[24];
    snprintf(key, sizeof key, "%" PRIu64, action->e.id);
    table_row(table);
    table_value(table, 0, key);
    run_add(table_cell(table, 1), number, 0, LANG_N);
    for (size_t c = 2; c + 1 < table->n_columns; c++)
        put_field(content, table, c, &columns[c], action);
    run_add(table_cell(table, table->n_columns - 1),
            plan_sheet_standing(content->lang, kind_field(KIND_ACTION, "state", NULL)->words[action->standing.state]),
            0, LANG_N);
}

void content_plan_sheet(struct content *content)
{
    struct sheet_column columns[COLUMNS_MAX] = { 0 };
    const uint32_t kinds = 1u << KIND_ACTION | 1u << KIND_NONE;
    struct doc_table *table = document_table(content->doc, say_word(content->lang, "doc.", "plan"));
    add_columns(content, table, columns);
    for (size_t i = 0; i < content->outline.n; i++) {
        const struct entity *row = content->outline.v[i].row;
        if (row->kind == KIND_ACTION)
            put_action(content, table, columns, (const struct action *)row, content->outline.v[i].number);
    }
    content_add_state(content, kinds);
    content_reservations(content, kinds);
    content_record(content, kinds);
}
