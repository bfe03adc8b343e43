/*
 * write_md: a document as Markdown: CommonMark with the tables of GFM. Whatever Markdown would take for a mark is escaped, so a text
 * reads as it was written, wherever it stands.
 */
#include <string.h>

#include "base/mem.h"
#include "export/say.h"
#include "export/write.h"

/* Where a line of a text goes on. Paragraphs and list items may begin with the mark of a block, the one line of a cell may not. */
enum place { IN_TEXT, IN_ITEM, IN_CELL };

/* Marks that matter wherever they stand; GFM's tables, strokes and formulas included. */
static bool is_mark(char c)
{
    return strchr("\\`*_[]<>|&~$", c) != NULL;
}

/* At the start of a line these make headings, lists, rules or fences; "1." does as well. */
static bool begins_block(char c)
{
    return strchr("#+-=:", c) != NULL;
}

/* The length of "12" before ". " or ") " at the start of a line; 0: it is no number of a list, as "1.2" is none. */
static size_t list_number(const char *p)
{
    const size_t n = strspn(p, "0123456789");
    return n > 0 && (p[n] == '.' || p[n] == ')') && strchr(" \t\n", p[n + 1]) != NULL ? n : 0;
}

/* `fresh`: at the start of a line; returns whether it is one afterwards. */
static bool put_text(struct buf *out, const char *text, enum place place, bool fresh)
{
    for (const char *p = text; *p != '\0'; p++) {
        const bool begins = fresh && place != IN_CELL;
        const size_t number = begins ? list_number(p) : 0;
        if (fresh && (*p == ' ' || *p == '\t'))
            continue;
        if (*p == '\n') {
            buf_text(out, place == IN_TEXT ? "  \n" : "<br>");
            fresh = true;
            continue;
        }
        if (number > 0) {
            buf_add(out, p, number);
            p += number;
            buf_char(out, '\\');
        } else if (is_mark(*p) || (begins && begins_block(*p))) {
            buf_char(out, '\\');
        }
        buf_char(out, *p == '\t' ? ' ' : *p);
        fresh = false;
    }
    return fresh;
}

/* Emphasis holds around whole paragraphs, which stand alone in their line or cell, if no space is at their ends. */
static bool can_be_bold(const struct doc_paragraph *paragraph)
{
    if (paragraph->n != 1 || !(paragraph->v[0].style & RUN_BOLD) || strchr(paragraph->v[0].text, '\n') != NULL)
        return false;
    const char *text = paragraph->v[0].text;
    return strchr(" \t", text[0]) == NULL && strchr(" \t", text[strlen(text) - 1]) == NULL;
}

/* An address as it stands, where Markdown takes it so, else behind its text; what it is made of is no mark. */
static bool put_link(struct buf *out, const struct doc_run *run)
{
    char *address = doc_run_address(run);
    if (address == NULL)
        return false;
    if (strcmp(address, run->text) == 0) {
        buf_print(out, "<%s>", address);
    } else {
        buf_char(out, '[');
        (void)put_text(out, run->text, IN_CELL, false);
        buf_print(out, "](%s)", address);
    }
    mem_free(address);
    return true;
}

static void put_runs(struct buf *out, const struct doc_paragraph *paragraph, enum place place)
{
    const bool bold = can_be_bold(paragraph);
    bool fresh = !bold;
    buf_text(out, bold ? "**" : "");
    for (size_t i = 0; i < paragraph->n; i++)
        fresh = put_link(out, &paragraph->v[i]) ? false : put_text(out, paragraph->v[i].text, place, fresh);
    buf_text(out, bold ? "**" : "");
}

/* Strokes at the end of a heading would be taken for its frame. */
static void end_heading(struct buf *out)
{
    if (out->len > 0 && out->data[out->len - 1] == '#') {
        buf_cut(out, out->len - 1);
        buf_text(out, "\\#");
    }
    buf_text(out, "\n\n");
}

static void put_heading(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    (void)doc;
    buf_print(out, "%.*s ", block->level + 1, "####");
    for (size_t i = 0; i < block->text.n; i++)
        (void)put_text(out, block->text.v[i].text, IN_CELL, i == 0);
    end_heading(out);
}

static void put_plain(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    (void)doc;
    if (block->text.n == 0)
        return;
    put_runs(out, &block->text, IN_TEXT);
    buf_text(out, "\n\n");
}

/* The numbers are those people quote, so they are text and not a list that Markdown would count anew. */
static void put_item(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    if (block->number == NULL) {
        buf_print(out, "%*s- ", 2 * (block->level - 1), "");
    } else {
        (void)put_text(out, block->number, IN_TEXT, true);
        buf_char(out, ' ');
    }
    for (size_t i = 0; i < block->text.n; i++)
        (void)put_text(out, block->text.v[i].text, block->number == NULL ? IN_ITEM : IN_TEXT,
                       i == 0 && block->number == NULL);
    buf_text(out, "\n\n");
    (void)doc;
}

/* What stands behind a label: in French with a space before it. */
static const char *colon_of(const struct document *doc)
{
    const char *colon = strstr(say_word(doc->lang, "doc.", "colon"), "%1");
    return colon == NULL ? ":" : colon + strlen("%1");
}

/* Lists that follow each other need bullets of their own, or they are read as one. */
static const char *bullet_of(const struct document *doc, const struct doc_block *block)
{
    bool odd = false;
    for (size_t i = 0; i < doc->n_blocks && doc->blocks[i] != block; i++)
        odd ^= doc->blocks[i]->type == BLOCK_FACTS || doc->blocks[i]->type == BLOCK_TITLE_PAGE;
    return odd ? "* " : "- ";
}

static void put_facts(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    const char *bullet = bullet_of(doc, block);
    for (size_t i = 0; i < block->facts->n; i++) {
        buf_text(out, bullet);
        put_runs(out, &block->facts->v[i].label, IN_ITEM);
        buf_print(out, "%s ", colon_of(doc));
        put_runs(out, &block->facts->v[i].value, IN_CELL);
        buf_char(out, '\n');
    }
    buf_text(out, block->facts->n > 0 ? "\n" : "");
}

static void put_title(struct buf *out, const struct document *doc)
{
    buf_text(out, "# ");
    (void)put_text(out, doc->title, IN_CELL, true);
    end_heading(out);
    if (doc->subtitle == NULL || doc->subtitle[0] == '\0')
        return;
    (void)put_text(out, doc->subtitle, IN_TEXT, true);
    buf_text(out, "\n\n");
}

static void put_cover(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    put_title(out, doc);
    put_facts(out, doc, block);
}

static void put_break(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    (void)doc, (void)block;
    buf_text(out, "---\n\n");
}

static void put_cells(struct buf *out, const struct doc_table *table, const struct doc_row *row)
{
    buf_char(out, '|');
    for (size_t c = 0; c < table->n_columns; c++) {
        if (table->columns[c].kind == COLUMN_KEY)
            continue;
        buf_char(out, ' ');
        for (size_t i = 0; i < row->cells[c].n; i++) {
            buf_text(out, i == 0 ? "" : "<br>");
            put_runs(out, &row->cells[c].v[i], IN_CELL);
        }
        buf_text(out, " |");
    }
    buf_char(out, '\n');
}

/* A band is the first cell of a row whose other cells are empty. */
static void put_band(struct buf *out, const struct doc_table *table, const struct doc_row *row)
{
    buf_text(out, "| ");
    put_runs(out, &row->band, IN_CELL);
    for (size_t c = 0; c < table->n_columns; c++)
        buf_text(out, table->columns[c].kind == COLUMN_KEY ? "" : " |");
    buf_char(out, '\n');
}

static void put_table(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    (void)doc;
    const struct doc_table *table = block->table;
    buf_char(out, '|');
    for (size_t c = 0; c < table->n_columns; c++) {
        if (table->columns[c].kind == COLUMN_KEY)
            continue;
        buf_char(out, ' ');
        put_runs(out, &table->columns[c].heading, IN_CELL);
        buf_text(out, " |");
    }
    buf_text(out, "\n|");
    for (size_t c = 0; c < table->n_columns; c++)
        buf_text(out, table->columns[c].kind == COLUMN_KEY ? "" : " --- |");
    buf_char(out, '\n');
    for (size_t i = 0; i < table->n_rows; i++) {
        if (table->rows[i].cells == NULL)
            put_band(out, table, &table->rows[i]);
        else
            put_cells(out, table, &table->rows[i]);
    }
    buf_char(out, '\n');
}

/* Figures without the bars. */
static void put_bars(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    (void)doc;
    buf_text(out, "| | |\n| --- | --- |\n");
    for (size_t i = 0; i < block->bars->n; i++) {
        buf_text(out, "| ");
        put_runs(out, &block->bars->v[i].label, IN_CELL);
        buf_text(out, " | ");
        put_runs(out, &block->bars->v[i].figures, IN_CELL);
        buf_text(out, " |\n");
    }
    buf_char(out, '\n');
}

typedef void put_block(struct buf *out, const struct document *doc, const struct doc_block *block);

static put_block *const puts_of[] = {
    [BLOCK_HEADING] = put_heading, [BLOCK_PARAGRAPH] = put_plain,  [BLOCK_ITEM] = put_item,
    [BLOCK_NOTE] = put_plain,      [BLOCK_TITLE_PAGE] = put_cover, [BLOCK_PAGE_BREAK] = put_break,
    [BLOCK_FACTS] = put_facts,     [BLOCK_TABLE] = put_table,      [BLOCK_BARS] = put_bars,
};

void write_md(struct buf *out, const struct document *doc)
{
    if (!doc->title_page)
        put_title(out, doc);
    for (size_t i = 0; i < doc->n_blocks; i++)
        puts_of[doc->blocks[i]->type](out, doc, doc->blocks[i]);
}
