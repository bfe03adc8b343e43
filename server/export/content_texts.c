/*
 * content_texts: the texts drafted together, with the numbers of their paragraphs (rule R8): as running text in one language, and
 * paragraph beside paragraph in two.
 */
#include <string.h>

#include "core/row.h"
#include "export/content.h"
#include "export/say.h"

enum { TEXT_KINDS = 1u << KIND_FRAMEWORK | 1u << KIND_PARAGRAPH };

/* A paragraph says its state where it is not that of its text. */
static bool stands_alone(const struct paragraph *row, const struct framework *framework)
{
    return row->standing.state != framework->standing.state;
}

/* What is to be known of a paragraph, in a line of its own below it. */
static void put_marks(struct content *content, const struct paragraph *row, const struct framework *framework)
{
    if (stands_alone(row, framework) || content_has_marks(content, &row->e))
        content_say_marks(content, document_note(content->doc), &row->e, stands_alone(row, framework));
}

/* The language that all paragraphs of the text at `at` are told in, where it is another one; LANG_N: it is not, or not of all. */
static enum lang other_language(const struct content *content, size_t at)
{
    const struct outline *outline = &content->outline;
    for (int lang = 0; lang < LANG_N; lang++) {
        size_t i = at + 1;
        while (i < outline->n && outline->v[i].row->kind == KIND_PARAGRAPH) {
            const struct ml *text = &((const struct paragraph *)outline->v[i].row)->text;
            if (lang == (int)content->lang || text->text[lang] == NULL ||
                ml_text(text, content->lang) != text->text[lang])
                break;
            i++;
        }
        if (i > at + 1 && (i == outline->n || outline->v[i].row->kind != KIND_PARAGRAPH))
            return (enum lang)lang;
    }
    return LANG_N;
}

/* `marked`: each that is not in the language of the document says so; else their text has said it for all. */
static void put_paragraph(struct content *content, const struct paragraph *row, int level, bool marked)
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
    (marked ? content_add_text : content_add_ml)(content, paragraph, &row->text, content->lang, 0);
}

/* Without a text the paragraph still has its number, which others may quote. */
static void put_beside(struct content *content, struct doc_table *table, const struct paragraph *row,
                       const struct framework *framework)
{
    const unsigned style = row->level == PARAGRAPH_HEADING ? RUN_BOLD : 0;
    table_row(table);
    run_add(table_cell(table, 0), outline_number(&content->outline, row->e.id), style, LANG_N);
    content_add_text(content, table_cell(table, 1), &row->text, content->lang, style);
    content_add_text(content, table_cell(table, 2), &row->text, content->lang2, style);
    if (stands_alone(row, framework) || content_has_marks(content, &row->e))
        content_say_marks(content, table_cell(table, 1), &row->e, stands_alone(row, framework));
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

/* How far the text is agreed, and the language that all of it is in. A document of one text has said it above. */
static void put_standing(struct content *content, const struct framework *framework, enum lang other)
{
    struct doc_paragraph *paragraph = document_paragraph(content->doc);
    content_say_marks(content, paragraph, &framework->e, true);
    if (other != LANG_N)
        content_mark_language(content, paragraph, other);
}

/* Paragraphs stand behind their text in the outline. Those still with a group have no number and are left for the group. */
static void put_text(struct content *content, size_t at, int level)
{
    const struct outline *outline = &content->outline;
    const struct framework *framework = (const struct framework *)outline->v[at].row;
    content_add_name(content, document_heading(content->doc, level), framework->e.id, 0);
    const enum lang other = content->lang2 == LANG_N ? other_language(content, at) : LANG_N;
    if (level > 1 || other != LANG_N || content->room->live[KIND_FRAMEWORK].n > 1 ||
        content_has_marks(content, &framework->e))
        put_standing(content, framework, other);
    struct doc_table *table = content->lang2 == LANG_N ? NULL : table_of_two(content, framework);
    for (at++; at < outline->n && outline->v[at].row->kind == KIND_PARAGRAPH; at++) {
        const struct paragraph *row = (const struct paragraph *)outline->v[at].row;
        if (row_group_now(&row->e) != 0)
            continue;
        if (table != NULL) {
            put_beside(content, table, row, framework);
            continue;
        }
        put_paragraph(content, row, level + 1, other == LANG_N);
        put_marks(content, row, framework);
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
