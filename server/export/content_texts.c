/*
 * content_texts: the texts drafted together, with the numbers of their paragraphs (rule R8): as running text in one language, and
 * paragraph beside paragraph in two.
 */
#include <string.h>

#include "core/row.h"
#include "export/content.h"
#include "export/say.h"

enum { TEXT_KINDS = 1u << KIND_FRAMEWORK | 1u << KIND_PARAGRAPH };

static void put_paragraph(struct content *content, const struct paragraph *row, int level)
{
    const char *number = outline_number(&content->outline, row->e.id);
    struct doc_paragraph *paragraph;
    if (row->level == PARAGRAPH_HEADING) {
        paragraph = document_heading(content->doc, level);
        run_add(paragraph, number, 0, LANG_N);
        run_add(paragraph, ". ", 0, LANG_N);
    } else {
        paragraph = document_item(content->doc, row->level == PARAGRAPH_SUB ? 2 : 1, number);
    }
    content_add_text(content, paragraph, &row->text, content->lang, 0);
}

/* Without a text the paragraph still has its number, which others may quote. */
static void put_beside(struct content *content, struct doc_table *table, const struct paragraph *row)
{
    const unsigned style = row->level == PARAGRAPH_HEADING ? RUN_BOLD : 0;
    table_row(table);
    run_add(table_cell(table, 0), outline_number(&content->outline, row->e.id), style, LANG_N);
    content_add_text(content, table_cell(table, 1), &row->text, content->lang, style);
    content_add_text(content, table_cell(table, 2), &row->text, content->lang2, style);
}

static struct doc_table *table_of_two(struct content *content, const struct framework *framework)
{
    const enum lang langs[] = { content->lang, content->lang2 };
    struct doc_table *table = document_table(content->doc, content_name(content, framework->e.id, content->lang));
    content_column(content, table, COLUMN_NUMBER, 8, "number");
    for (int i = 0; i < 2; i++) {
        char key[] = "ui.lang.xx";
        memcpy(key + strlen("ui.lang."), lang_word(langs[i]), 2);
        run_add(table_column(table, COLUMN_TEXT, 46, langs[i], i == 0 ? "text" : "text2"), say_word(langs[i], "", key),
                0, langs[i]);
    }
    return table;
}

/* Paragraphs stand behind their text in the outline. Those still with a group have no number and are left for the group. */
static void put_text(struct content *content, size_t at, int level)
{
    const struct outline *outline = &content->outline;
    const struct framework *framework = (const struct framework *)outline->v[at].row;
    content_add_name(content, document_heading(content->doc, level), framework->e.id, 0);
    struct doc_table *table = content->lang2 == LANG_N ? NULL : table_of_two(content, framework);
    for (at++; at < outline->n && outline->v[at].row->kind == KIND_PARAGRAPH; at++) {
        const struct paragraph *row = (const struct paragraph *)outline->v[at].row;
        if (row_group_now(&row->e) != 0)
            continue;
        if (table == NULL)
            put_paragraph(content, row, level + 1);
        else
            put_beside(content, table, row);
    }
}

void content_texts(struct content *content, int level)
{
    if (content->room->live[KIND_FRAMEWORK].n == 0)
        content_say(content, "none", RUN_SOFT);
    for (size_t i = 0; i < content->outline.n; i++)
        if (content->outline.v[i].row->kind == KIND_FRAMEWORK)
            put_text(content, i, level);
}

void content_texts_document(struct content *content)
{
    content->doc->landscape = content->lang2 != LANG_N;
    content_add_state(content, TEXT_KINDS);
    content_texts(content, 1);
    content_reservations(content, TEXT_KINDS);
    content_record(content, TEXT_KINDS);
}
