/* content_recommendations: the recommendations with their numbers, in one language or two side by side. */
#include "core/row.h"
#include "export/content.h"
#include "export/say.h"

static void put_row(struct content *content, struct doc_table *table, const struct recommendation *row)
{
    size_t standing = 2;
    table_row(table);
    run_add(table_cell(table, 0), outline_number(&content->outline, row->e.id), RUN_BOLD, LANG_N);
    content_add_text(content, table_cell(table, 1), &row->text, content->lang, 0);
    if (content->lang2 != LANG_N)
        content_add_text(content, table_cell(table, standing++), &row->text, content->lang2, 0);
    content_add_marks(content, &row->e, table, standing, 1);
    if (row_group_now(&row->e) != 0)
        content_add_name(content, table_cell(table, standing), row_group_now(&row->e), RUN_SOFT);
}

static void put_rows(struct content *content, struct doc_table *table, bool with_groups)
{
    bool begun = false;
    for (size_t i = 0; i < content->outline.n; i++) {
        const struct entity *row = content->outline.v[i].row;
        if (row->kind != KIND_RECOMMENDATION || (row_group_now(row) != 0) != with_groups)
            continue;
        if (with_groups && !begun)
            run_add(table_band(table), say_word(content->lang, "doc.", "with_groups"), 0, LANG_N);
        begun = true;
        put_row(content, table, (const struct recommendation *)row);
    }
}

void content_recommendations(struct content *content)
{
    if (content->room->live[KIND_RECOMMENDATION].n == 0) {
        content_say(content, "none", RUN_SOFT);
        return;
    }
    struct doc_table *table = document_table(content->doc, say_word(content->lang, "doc.", "recommendations"));
    content_column(content, table, COLUMN_NUMBER, 8, "number");
    run_add(table_column(table, COLUMN_TEXT, 72, content->lang, "text"),
            say_word(content->lang, "doc.", "recommendation"), 0, content->lang);
    if (content->lang2 != LANG_N)
        run_add(table_column(table, COLUMN_TEXT, 72, content->lang2, "text2"),
                say_word(content->lang2, "doc.", "recommendation"), 0, content->lang2);
    run_add(table_column(table, COLUMN_TEXT, 20, LANG_N, "state"), say_word(content->lang, "export.", "state"), 0,
            LANG_N);
    put_rows(content, table, false);
    put_rows(content, table, true);
}

void content_recommendations_document(struct content *content)
{
    content->doc->landscape = content->lang2 != LANG_N;
    content_add_state(content, 1u << KIND_RECOMMENDATION);
    content_recommendations(content);
    content_reservations(content, 1u << KIND_RECOMMENDATION);
    content_record(content, 1u << KIND_RECOMMENDATION);
}
