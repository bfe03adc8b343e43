/*
 * write_html: a document as one file for print: its own style, no script, nothing fetched. Made to be opened in any browser and
 * printed on A4: header rows repeat, rows stay whole, and newer browsers number the pages. On paper as on the screen it is dark on
 * white, whatever the reader's device prefers. On a phone wide tables become one card per row.
 */
#include <string.h>

#include "base/mem.h"
#include "export/say.h"
#include "export/write.h"

enum { CARDS_FROM = 3 };            /* a table of that many columns is too wide for a phone */

static const char style[] =
    ":root{color-scheme:only light}*{box-sizing:border-box}"
    "html{font:10.5pt/1.45 'Noto Sans','Segoe UI',Calibri,Arial,'Noto Naskh Arabic',sans-serif;color:#24221d;background:#fff}"
    "body{margin:0 auto;padding:8mm 10mm}"
    "section{max-width:186mm;margin:0 auto}section.wide{max-width:270mm}"
    "h1,h2,h3,h4,p{margin:0 0 .5em;overflow-wrap:anywhere}"
    "h1,h2{line-height:1.25;color:#0b5a5e}h1{font-size:1.9em}h2{font-size:1.5em;margin-top:1.1em}"
    "h3{font-size:1.2em;margin-top:1.1em}h4{font-size:1.05em;color:#5a554b;margin-top:.9em}"
    "h1,h2,h3,h4{break-after:avoid}"
    "header .sub{font-size:1.1em;color:#5a554b;margin-bottom:1em;"
    "padding-bottom:.7em;border-bottom:1.2pt solid #0b5a5e}"
    ".cover{min-height:200mm;display:flex;flex-direction:column;justify-content:center}"
    ".cover h1{font-size:2.6em}.cover .sub{font-size:1.35em}"
    ".item{padding-inline-start:3.4em;text-indent:-3.4em}.item.l2{margin-inline-start:3.4em}"
    ".item.l3{margin-inline-start:6.8em}.item.l4{margin-inline-start:10.2em}"
    ".item.plain{padding-inline-start:1.4em;text-indent:-1.4em}.plain .no{min-width:1.4em}"
    ".no{display:inline-block;min-width:3.4em;text-indent:0}"
    "table{border-collapse:collapse;width:100%;margin:.6em 0 1.2em;font-size:.9em}"
    "[dir=rtl] .no{text-align:right}thead{display:table-header-group}tr{break-inside:avoid}"
    "tbody tr:first-child,tr:nth-last-child(2){break-after:avoid}"
    "th,td{border-bottom:.5pt solid #d0cabc;padding:1.4mm 1.8mm;vertical-align:top;overflow-wrap:anywhere;"
    "hyphens:auto}"
    "th p,td p{margin:0 0 .25em}th p:last-child,td p:last-child{margin:0}"
    /* Columns keep their shares, but none is narrower than the words of its heading. */
    "thead th{overflow-wrap:normal;hyphens:manual;background:#e9f1f0;color:#0b5a5e;font-weight:600;border-bottom:1pt solid #0b5a5e}"
    ".band{break-after:avoid}.band th{background:#f4f1ea;font-weight:600}"
    "dl{break-inside:avoid;display:grid;grid-template-columns:minmax(9em,max-content) 1fr;gap:.15em 1.2em;margin:.4em 0 1em}"
    "dt{color:#5a554b}dd{margin:0;overflow-wrap:anywhere}"
    /* What stands in a frame stands at the side where it is read from, whatever its own letters. */
    "[dir=ltr] :is(h1,h2,h3,h4,header p,dt,dd,th,td){text-align:left}"
    "[dir=rtl] :is(h1,h2,h3,h4,header p,dt,dd,th,td){text-align:right}"
    "html :is(th,td)[dir=ltr]{text-align:left}html :is(th,td)[dir=rtl]{text-align:right}"
    "a{color:inherit}.soft{color:#5a554b}.note{font-size:.88em;color:#5a554b}"
    "mark{background:none;color:#7d5200}code{font:.7em 'Noto Sans Mono',Consolas,monospace;overflow-wrap:anywhere}"
    ".bars{table-layout:fixed;break-inside:avoid;font-size:inherit}:is(h2,h3)+p,:is(h2,h3)+p+p,:is(h2,h3)+p+p+p,:is(h2,h3)+p+p+p+p{break-after:avoid;break-inside:avoid}.bars+.note,.note+.note{break-before:avoid}"
    ".bars :is(th,td){border:0;vertical-align:middle;font-weight:400}.bars th{width:36%}.bars td:last-child{width:26%}"
    ".bar{height:3.6mm;background:#f4f1ea}.bar i{display:block;height:100%;background:#5f9b98}"
    /* A row as a card: what its column is called stands before what the cell says. */
    "@media screen and (max-width:700px){html{font-size:12pt}body{padding:16px}.cover{min-height:60vh}"
    "h1{font-size:1.6em}.cover h1{font-size:1.9em}dl{display:block}dd{margin:0 0 .5em}"
    ".item:not(.plain){padding-inline-start:2.6em;text-indent:-2.6em}.item:not(.plain) .no{min-width:2.6em}"
    ".item:is(.l2,.l3,.l4){margin-inline-start:1.6em}"
    ".cards :is(tbody,tr){display:block}.cards :is(colgroup,thead,td:empty){display:none}"
    ".cards tr{padding:.5em 0;border-bottom:1px solid #0b5a5e}.cards .band{padding:0;border:0}"
    ".cards td{display:grid;grid-template-columns:7.2em minmax(0,1fr);column-gap:.8em;border:0;padding:.15em 0}"
    ".cards td p{grid-column:2}.cards td::before{content:attr(data-of);grid-row:1/span 99;color:#5a554b;font-size:.85em}"
    ".cards .band th{display:block;margin-top:.6em}"
    ".bars :is(tbody,tr,th,td){display:block;width:auto!important;padding:0}.bars tr{padding:.35em 0}.bars colgroup{display:none}}"
    "@media print{body{padding:0}section{max-width:none;break-after:page}section:last-of-type{break-after:auto}"
    "section.wide{max-width:none;page:wide}section{page:tall}"
    "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}";

/* `end` stands for the end of a line. */
static void put_escaped_as(struct buf *out, const char *text, const char *end)
{
    for (; *text != '\0'; text++) {
        if (*text == '&')
            buf_text(out, "&amp;");
        else if (*text == '<')
            buf_text(out, "&lt;");
        else if (*text == '>')
            buf_text(out, "&gt;");
        else if (*text == '"')
            buf_text(out, "&quot;");
        else if (*text == '\n')
            buf_text(out, end);
        else
            buf_char(out, *text);
    }
}

static void put_escaped(struct buf *out, const char *text)
{
    put_escaped_as(out, text, "<br>");
}

static const char *dir_of(bool rtl)
{
    return rtl ? "rtl" : "ltr";
}

/* What goes round a run, from the outside in. */
static void put_run(struct buf *out, const struct doc_run *run)
{
    const bool code = run->style & RUN_CODE;
    char *address = doc_run_address(run);
    if (address != NULL) {
        buf_text(out, "<a href=\"");
        put_escaped(out, address);
        buf_text(out, "\" rel=\"noreferrer\">");
    }
    buf_text(out, run->style & RUN_SOFT ? "<span class=\"soft\">" : "");
    buf_text(out, run->style & RUN_BOLD ? "<b>" : "");
    buf_text(out, run->style & RUN_BRACKET ? "<mark>" : "");
    buf_text(out, code ? "<code dir=\"ltr\">" : "");
    put_escaped(out, run->text);
    buf_text(out, code ? "</code>" : "");
    buf_text(out, run->style & RUN_BRACKET ? "</mark>" : "");
    buf_text(out, run->style & RUN_BOLD ? "</b>" : "");
    buf_text(out, run->style & RUN_SOFT ? "</span>" : "");
    buf_text(out, address == NULL ? "" : "</a>");
    mem_free(address);
}

/*
 * Neighbours in one language other than that the paragraph begins in are one piece, whose signs stay with it: "1. List" behind an
 * Arabic label.
 */
static void put_runs(struct buf *out, const struct document *doc, const struct doc_paragraph *paragraph)
{
    for (size_t i = 0; i < paragraph->n;) {
        const enum lang lang = doc_run_lang(doc, &paragraph->v[i]);
        const bool turned = doc_run_is_turned(doc, paragraph, i), foreign = lang != doc->lang;
        if (turned || foreign)
            buf_text(out, turned ? "<bdi" : "<span");
        if (foreign)
            buf_print(out, " lang=\"%s\"", lang_word(lang));
        buf_text(out, turned || foreign ? ">" : "");
        do
            put_run(out, &paragraph->v[i++]);
        while (i < paragraph->n && doc_run_lang(doc, &paragraph->v[i]) == lang &&
               doc_run_is_turned(doc, paragraph, i) == turned);
        if (turned || foreign)
            buf_text(out, turned ? "</bdi>" : "</span>");
    }
}

/* `element` with its attributes, such as "p class=\"note\"", and how it ends, such as "p". */
static void put_paragraph(struct buf *out, const struct document *doc, const struct doc_paragraph *paragraph,
                          const char *element, const char *end)
{
    const bool rtl = doc_paragraph_is_rtl(doc, paragraph);
    buf_print(out, "<%s", element);
    if (rtl != doc_is_rtl(doc))
        buf_print(out, " dir=\"%s\"", dir_of(rtl));
    buf_char(out, '>');
    put_runs(out, doc, paragraph);
    buf_print(out, "</%s>\n", end);
}

static void put_heading(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    const char name[] = { 'h', (char)('1' + block->level), '\0' }; /* the title is the first */
    put_paragraph(out, doc, &block->text, name, name);
}

static void put_item(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    const bool rtl = doc_paragraph_is_rtl(doc, &block->text);
    buf_print(out, "<p class=\"item l%d%s\"><bdi class=\"no\">", block->level, block->number == NULL ? " plain" : "");
    put_escaped(out, block->number == NULL ? "\xe2\x80\xa2" : block->number);
    buf_text(out, "</bdi>");
    if (rtl != doc_is_rtl(doc))
        buf_print(out, "<bdi dir=\"%s\">", dir_of(rtl));
    put_runs(out, doc, &block->text);
    buf_text(out, rtl != doc_is_rtl(doc) ? "</bdi></p>\n" : "</p>\n");
}

static void put_plain(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    put_paragraph(out, doc, &block->text, "p", "p");
}

static void put_note(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    put_paragraph(out, doc, &block->text, "p class=\"note\"", "p");
}

static void put_facts(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    if (block->facts->n == 0)
        return;
    buf_text(out, "<dl>\n");
    for (size_t i = 0; i < block->facts->n; i++) {
        put_paragraph(out, doc, &block->facts->v[i].label, "dt", "dt");
        put_paragraph(out, doc, &block->facts->v[i].value, "dd", "dd");
    }
    buf_text(out, "</dl>\n");
}

static void put_title(struct buf *out, const struct document *doc)
{
    buf_print(out, "<h1 dir=\"%s\">", dir_of(doc_text_is_rtl(doc, doc->title)));
    put_escaped(out, doc->title);
    buf_text(out, "</h1>\n");
    if (doc->subtitle == NULL)
        return;
    buf_print(out, "<p class=\"sub\" dir=\"%s\">", dir_of(doc_text_is_rtl(doc, doc->subtitle)));
    put_escaped(out, doc->subtitle);
    buf_text(out, "</p>\n");
}

static void put_cover(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    buf_text(out, "<header class=\"cover\"><div>\n");
    put_title(out, doc);
    put_facts(out, doc, block);
    buf_text(out, "</div></header>\n");
}

static void put_break(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    (void)doc;
    buf_print(out, "</section>\n<section%s>\n", block->level == 1 ? " class=\"wide\"" : "");
}

/* What a paragraph says, for an attribute. */
static void put_attribute(struct buf *out, const char *name, const struct doc_paragraph *paragraph)
{
    buf_print(out, " %s=\"", name);
    for (size_t i = 0; i < paragraph->n; i++)
        put_escaped_as(out, paragraph->v[i].text, " ");
    buf_char(out, '"');
}

static size_t columns_shown(const struct doc_table *table)
{
    size_t n = 0;
    for (size_t c = 0; c < table->n_columns; c++)
        n += table->columns[c].kind != COLUMN_KEY;
    return n;
}

static bool has_cards(const struct doc_table *table)
{
    return columns_shown(table) >= CARDS_FROM;
}

static void put_cell(struct buf *out, const struct document *doc, const struct doc_table *table, const struct doc_row *row,
                     size_t column)
{
    const struct doc_cell *cell = &row->cells[column];
    const struct doc_column *of = &table->columns[column];
    buf_text(out, "<td");
    if (has_cards(table) && cell->n > 0)
        put_attribute(out, "data-of", &of->heading);
    if (of->lang != LANG_N && of->lang != doc->lang)
        buf_print(out, " lang=\"%s\" dir=\"%s\"", lang_word((enum lang)of->lang), dir_of(of->lang == LANG_AR));
    buf_char(out, '>');
    for (size_t i = 0; i < cell->n; i++)
        if (cell->v[i].n > 0)
            put_paragraph(out, doc, &cell->v[i], "p", "p");
    buf_text(out, "</td>");
}

static void put_row(struct buf *out, const struct document *doc, const struct doc_table *table, const struct doc_row *row)
{
    if (row->cells == NULL) {
        buf_print(out, "<tr class=\"band\"><th scope=\"rowgroup\" colspan=\"%zu\">", columns_shown(table));
        put_paragraph(out, doc, &row->band, "p", "p");
        buf_text(out, "</th></tr>\n");
        return;
    }
    buf_text(out, "<tr>");
    for (size_t c = 0; c < table->n_columns; c++)
        if (table->columns[c].kind != COLUMN_KEY)
            put_cell(out, doc, table, row, c);
    buf_text(out, "</tr>\n");
}

/* Tables and charts are called what the heading before them says, which nobody needs to read twice but those who only hear. */
static void put_name(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    const struct doc_block *heading = NULL;
    for (size_t i = 0; i < doc->n_blocks && doc->blocks[i] != block; i++)
        if (doc->blocks[i]->type == BLOCK_HEADING)
            heading = doc->blocks[i];
    if (heading != NULL)
        put_attribute(out, "aria-label", &heading->text);
}

static void put_table(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    const struct doc_table *table = block->table;
    buf_text(out, has_cards(table) ? "<table class=\"cards\"" : "<table");
    put_name(out, doc, block);
    buf_text(out, ">\n<colgroup>");
    for (size_t c = 0; c < table->n_columns; c++)
        if (table->columns[c].kind != COLUMN_KEY)
            buf_print(out, "<col style=\"width:%d.%02d%%\">", doc_column_share(table, c) / 100,
                      doc_column_share(table, c) % 100);
    buf_text(out, "</colgroup>\n<thead><tr>");
    for (size_t c = 0; c < table->n_columns; c++)
        if (table->columns[c].kind != COLUMN_KEY)
            put_paragraph(out, doc, &table->columns[c].heading, "th scope=\"col\"", "th");
    buf_text(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < table->n_rows; i++)
        put_row(out, doc, table, &table->rows[i]);
    buf_text(out, "</tbody></table>\n");
}

static void put_bars(struct buf *out, const struct document *doc, const struct doc_block *block)
{
    const struct doc_bars *bars = block->bars;
    buf_text(out, "<table class=\"bars\"");
    put_name(out, doc, block);
    buf_text(out, "><tbody>\n");
    for (size_t i = 0; i < bars->n; i++) {
        buf_text(out, "<tr><th scope=\"row\">");
        put_paragraph(out, doc, &bars->v[i].label, "p", "p");
        buf_print(out, "</th><td aria-hidden=\"true\"><div class=\"bar\"><i style=\"width:%d%%\"></i></div></td><td>",
                  (int)(100 * bars->v[i].value / bars->most));
        put_paragraph(out, doc, &bars->v[i].figures, "p", "p");
        buf_text(out, "</td></tr>\n");
    }
    buf_text(out, "</tbody></table>\n");
}

/* Everything but ASCII letters and digits as an escape of CSS, so that no name ends the string or the style. */
static void put_css_text(struct buf *out, const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        const bool plain =
            (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || *p >= 0x80;
        if (plain)
            buf_char(out, (char)*p);
        else
            buf_print(out, "\\%06x", *p);
    }
}

/* "Page %1 of %2" as CSS counts pages. */
static void put_page_words(struct buf *out, enum lang lang)
{
    char piece[2] = { 0 };
    buf_char(out, '"');
    for (const char *p = say_word(lang, "doc.", "page"); *p != '\0'; p++) {
        if (p[0] == '%' && (p[1] == '1' || p[1] == '2')) {
            buf_text(out, *++p == '1' ? "\" counter(page) \"" : "\" counter(pages) \"");
            continue;
        }
        piece[0] = *p;
        put_css_text(out, piece);
    }
    buf_char(out, '"');
}

static void put_pages(struct buf *out, const struct document *doc)
{
    const char *start = doc_is_rtl(doc) ? "right" : "left", *end = doc_is_rtl(doc) ? "left" : "right";
    static const char font[] = "font:8pt 'Noto Sans',Arial,'Noto Naskh Arabic',sans-serif;color:#5a554b";
    buf_print(out, "@page{size:A4;margin:18mm 15mm;@bottom-%s{content:\"", start);
    put_css_text(out, doc->footer);
    buf_print(out, "\";%s;width:75%%;text-align:%s}@bottom-%s{content:", font, start, end);
    put_page_words(out, doc->lang);
    buf_print(out, ";%s}}", font);
    buf_text(out, "@page wide{size:A4 landscape}@page tall{size:A4 portrait}");
}

static void put_head(struct buf *out, const struct document *doc)
{
    buf_print(out, "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
              lang_word(doc->lang), dir_of(doc_is_rtl(doc)));
    buf_text(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    put_escaped(out, doc->title);
    buf_text(out, " \xe2\x80\x93 ");
    put_escaped(out, doc->footer);
    buf_text(out, "</title>\n<style>");
    buf_text(out, style);
    put_pages(out, doc);
    buf_text(out, "</style>\n</head>\n<body>\n<main>\n");
}

typedef void put_block(struct buf *out, const struct document *doc, const struct doc_block *block);

static put_block *const puts_of[] = {
    [BLOCK_HEADING] = put_heading, [BLOCK_PARAGRAPH] = put_plain,  [BLOCK_ITEM] = put_item,
    [BLOCK_NOTE] = put_note,       [BLOCK_TITLE_PAGE] = put_cover, [BLOCK_PAGE_BREAK] = put_break,
    [BLOCK_FACTS] = put_facts,     [BLOCK_TABLE] = put_table,      [BLOCK_BARS] = put_bars,
};

void write_html(struct buf *out, const struct document *doc)
{
    put_head(out, doc);
    buf_print(out, "<section%s>\n", doc->landscape ? " class=\"wide\"" : "");
    if (!doc->title_page) {
        buf_text(out, "<header>\n");
        put_title(out, doc);
        buf_text(out, "</header>\n");
    }
    for (size_t i = 0; i < doc->n_blocks; i++)
        puts_of[doc->blocks[i]->type](out, doc, doc->blocks[i]);
    buf_text(out, "</section>\n</main>\n</body>\n</html>\n");
}
